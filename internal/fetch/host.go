package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"
)

const (
	robotsLifetime = 24 * time.Hour // RFC 9309, section 2.4
	robotsBytes    = 500 << 10      // RFC 9309, section 2.5
	longestDelay   = time.Minute
	mostHosts      = 10_000
)

// hosts keeps the manners towards every host that was asked something.
type hosts struct {
	delay time.Duration
	mu    *sync.Mutex
	known map[string]*host // by scheme and host
}

// host is one at a time, at a rate.
type host struct {
	turn    chan struct{} // holds one token
	limiter *rate.Limiter
	mu      sync.Mutex
	robots  *robotstxt.Group
	asked   time.Time // when robots.txt was fetched
}

func newHosts(delay time.Duration) hosts {
	return hosts{delay, &sync.Mutex{}, map[string]*host{}}
}

func (h hosts) get(u *url.URL) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	key := strings.ToLower(u.Scheme + "://" + u.Host)
	if known := h.known[key]; known != nil {
		return known
	}
	if len(h.known) >= mostHosts {
		clear(h.known) // costs some politeness, never memory
	}
	fresh := &host{turn: make(chan struct{}, 1), limiter: rate.NewLimiter(every(h.delay), 1)}
	fresh.turn <- struct{}{}
	h.known[key] = fresh
	return fresh
}

func every(delay time.Duration) rate.Limit {
	if delay <= 0 {
		return rate.Inf
	}
	return rate.Every(delay)
}

// enter waits for the host's turn and rate.
func (h hosts) enter(ctx context.Context, u *url.URL) (release func(), err error) {
	to := h.get(u)
	select {
	case <-to.turn:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	release = func() { to.turn <- struct{}{} }
	if err := to.limiter.Wait(ctx); err != nil {
		release()
		return nil, &Error{Say: "its host has too much waiting to be fetched", Temporary: true, Err: err}
	}
	return release, nil
}

// Busy is how long it will be until the address's host may be asked again; 0
// is now. It lets a caller do something else meanwhile.
func (c *Client) Busy(address string) time.Duration {
	u, err := url.Parse(address)
	if err != nil {
		return 0
	}
	to := c.hosts.get(u)
	if len(to.turn) == 0 {
		return max(c.config.Delay, 100*time.Millisecond)
	}
	r := to.limiter.Reserve()
	defer r.Cancel()
	return r.Delay()
}

// Allowed reports whether the robots.txt of the address's host lets this
// program fetch it. A host without one allows all; one whose robots.txt fails
// with a fault of the server's allows nothing for now (RFC 9309).
func (c *Client) Allowed(ctx context.Context, address string) (bool, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false, &Error{Say: "the address is malformed", Err: err}
	}
	to := c.hosts.get(u)
	to.mu.Lock()
	defer to.mu.Unlock()
	if to.robots == nil || time.Since(to.asked) > robotsLifetime {
		group, err := c.robots(ctx, u)
		if err != nil {
			return false, err
		}
		to.robots, to.asked = group, time.Now()
		if delay := min(group.CrawlDelay, longestDelay); delay > c.config.Delay {
			to.limiter.SetLimit(every(delay))
		}
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return to.robots.Test(path), nil
}

// robots fetches the rules that a host has for this program.
func (c *Client) robots(ctx context.Context, u *url.URL) (*robotstxt.Group, error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.Scheme+"://"+u.Host+"/robots.txt", nil)
	if err != nil {
		return nil, &Error{Say: "the address is malformed", Err: err}
	}
	req.Header.Set("User-Agent", UserAgent)
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, c.explain(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500 {
		e := refusal(resp, time.Now())
		e.Say, e.Temporary = "robots.txt: "+e.Say, true
		return nil, e
	}
	// What is over the limit is left unread, as the standard has it.
	body, err := io.ReadAll(io.LimitReader(resp.Body, robotsBytes))
	if err != nil {
		return nil, c.explain(err)
	}
	rules, err := parseRobots(resp.StatusCode, body)
	if err != nil {
		return nil, &Error{Say: "robots.txt can't be read", Err: err}
	}
	return rules, nil
}

// parseRobots reads a robots.txt; a broken one allows all, as a missing one.
func parseRobots(status int, body []byte) (group *robotstxt.Group, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = errors.New("the rules can't be parsed")
		}
	}()
	data, err := robotstxt.FromStatusAndBytes(status, body)
	if err != nil {
		data, err = robotstxt.FromStatusAndBytes(http.StatusNotFound, nil)
	}
	if err != nil {
		return nil, err
	}
	return data.FindGroup("annals"), nil
}
