// Package fetch gets pages and feeds over http and https, safely and politely.
//
// It reads addresses and writes [Response], bytes with what the server says of
// them. The address that a name leads to is checked when the connection is
// made, so that no name and no redirect can point into a private network; what
// comes is bounded in time and in size after decompression; a host is asked
// one thing at a time, no faster than it asks for, and only where its
// robots.txt allows it.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// UserAgent is how the program names itself to servers, and in robots.txt.
const UserAgent = "annals/1 (news report reader)"

const (
	mostRedirects = 5
	// DefaultTimeout bounds one request with its redirects.
	DefaultTimeout = 30 * time.Second
)

// Config says what may be fetched and how fast.
type Config struct {
	Timeout  time.Duration // for one request; 0 means DefaultTimeout
	MaxBytes int64         // largest body, decompressed
	// AllowPrivate lets everything on loopback and private addresses be
	// fetched, and through the proxy that the environment names; AllowHosts
	// lets the hosts of these names lead there.
	AllowPrivate bool
	AllowHosts   []string
	// Delay is the least time between two requests to a host; a longer delay
	// in its robots.txt counts instead. 0 means none.
	Delay time.Duration
}

// Client fetches. It is safe for use by several goroutines.
type Client struct {
	config Config
	http   *http.Client
	hosts  hosts
}

// New makes a client. Close it when done.
func New(c Config) *Client {
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	return &Client{config: c, http: &http.Client{Transport: newTransport(c), CheckRedirect: checkRedirect}, hosts: newHosts(c.Delay)}
}

// MaxBytes is the size of the largest body that is taken.
func (c *Client) MaxBytes() int64 { return c.config.MaxBytes }

// Close ends idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Request is what to fetch. ETag and LastModified are those of the copy that
// the caller has, as its Response gave them, or "".
type Request struct {
	URL          string
	Accept       string // media types, or "" for any
	ETag         string
	LastModified string
}

// Response is what a server gave.
type Response struct {
	URL          string // where the body was found, after redirects
	Moved        string // where the address has moved for good, or ""
	Media        string // media type, lower case, or ""
	Charset      string // as the server declares it, or ""
	Data         []byte // nil if NotModified
	NotModified  bool   // the caller's copy is still good
	ETag         string
	LastModified string
	MaxAge       time.Duration // how long the server says that the copy is good; 0 unknown
}

// ErrTooLarge is wrapped by the Error of a body over the limit.
var ErrTooLarge = errors.New("it is larger than the limit allows")

// Error says why something could not be fetched, in one line.
type Error struct {
	Say        string
	Status     int           // the server's answer, or 0
	Temporary  bool          // it may succeed later
	RetryAfter time.Duration // how long the server asks to wait, or 0
	Err        error
}

func (e *Error) Error() string { return e.Say }
func (e *Error) Unwrap() error { return e.Err }

// Get fetches an address. Its errors are of type *Error.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	req, err := http.NewRequest(http.MethodGet, r.URL, nil)
	if err != nil || req.URL.Host == "" || req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		return nil, &Error{Say: "the address is malformed", Err: err}
	}
	for name, value := range map[string]string{"User-Agent": UserAgent, "Accept-Language": "en", "Accept": r.Accept,
		"If-None-Match": r.ETag, "If-Modified-Since": r.LastModified} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	release, err := c.hosts.enter(ctx, req.URL)
	if err != nil {
		return nil, c.explain(err)
	}
	defer release()
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	resp, err := c.http.Do(req.WithContext(ctx))
	if err != nil {
		return nil, c.explain(err)
	}
	defer resp.Body.Close()
	out := &Response{URL: resp.Request.URL.String(), Moved: moved(resp), ETag: resp.Header.Get("ETag"),
		LastModified: resp.Header.Get("Last-Modified"), MaxAge: maxAge(resp.Header)}
	switch {
	case resp.StatusCode == http.StatusNotModified && (r.ETag != "" || r.LastModified != ""):
		out.NotModified = true
		return out, nil
	case resp.StatusCode != http.StatusOK:
		return nil, refusal(resp, time.Now())
	}
	if media, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type")); err == nil || errors.Is(err, mime.ErrInvalidMediaParameter) {
		out.Media, out.Charset = media, params["charset"]
	}
	if out.Data, err = io.ReadAll(io.LimitReader(resp.Body, c.config.MaxBytes+1)); err != nil {
		return nil, c.explain(err)
	}
	if int64(len(out.Data)) > c.config.MaxBytes {
		return nil, &Error{Say: ErrTooLarge.Error(), Err: ErrTooLarge}
	}
	return out, nil
}

// refusal is the error of an answer that is not 200.
func refusal(resp *http.Response, now time.Time) *Error {
	s := resp.StatusCode
	e := &Error{Say: strings.TrimSpace(fmt.Sprintf("the server answered %d %s", s, http.StatusText(s))), Status: s}
	e.Temporary = s >= 500 && s != http.StatusNotImplemented || s == http.StatusTooManyRequests || s == http.StatusRequestTimeout
	e.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), now)
	return e
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > mostRedirects {
		return &Error{Say: "the address redirects too often"}
	}
	if req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		return &Error{Say: "the address redirects to what is no page"}
	}
	return nil
}

// moved is where the chain of redirects that led to a response says that the
// first address is from now on: the last of its permanent steps before any
// other.
func moved(resp *http.Response) string {
	type step struct {
		status int
		to     *url.URL
	}
	var chain []step // from the last to the first
	for req := resp.Request; req.Response != nil; req = req.Response.Request {
		chain = append(chain, step{req.Response.StatusCode, req.URL})
	}
	to := ""
	for i := len(chain) - 1; i >= 0; i-- {
		if s := chain[i].status; s != http.StatusMovedPermanently && s != http.StatusPermanentRedirect {
			break
		}
		to = chain[i].to.String()
	}
	return to
}
