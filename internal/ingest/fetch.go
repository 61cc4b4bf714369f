package ingest

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"
)

const (
	userAgent    = "annals/1 (news report reader)"
	mostRedirect = 5
	fetchTimeout = 30 * time.Second
)

// fetch reads a page over http or https.
func fetch(ctx context.Context, address string, opt Options) (raw, error) {
	timeout := opt.Timeout
	if timeout == 0 {
		timeout = fetchTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return raw{}, &fault{ErrFetch, "the address is malformed", err}
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,text/plain;q=0.9")
	req.Header.Set("Accept-Language", "en")
	transport := newTransport(opt.AllowPrivate)
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, CheckRedirect: checkRedirect}
	resp, err := client.Do(req)
	if err != nil {
		return raw{}, fetchError(err, timeout)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return raw{}, &fault{ErrFetch, fmt.Sprintf("the server answered %d %s", resp.StatusCode, http.StatusText(resp.StatusCode)), nil}
	}
	r := raw{url: resp.Request.URL.String()}
	if kind := resp.Header.Get("Content-Type"); kind != "" {
		media, params, _ := mime.ParseMediaType(kind)
		r.charset = params["charset"]
		switch media {
		case "text/html", "application/xhtml+xml":
			r.html = true
		case "text/plain", "text/markdown", "":
		default:
			return raw{}, &fault{ErrBinary, "the address gives " + media + ", not a page or a text", nil}
		}
	}
	r.data, err = readAll(resp.Body, opt.limit())
	if err != nil && !errors.Is(err, ErrTooLarge) {
		err = fetchError(err, timeout)
	}
	return r, err
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > mostRedirect {
		return &fault{ErrFetch, "the address redirects too often", nil}
	}
	if req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		return &fault{ErrFetch, "the address redirects to what is no page", nil}
	}
	return nil
}

func newTransport(private bool) *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	t := &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  20 * time.Second,
		MaxResponseHeaderBytes: 1 << 20,
	}
	if private {
		t.Proxy = http.ProxyFromEnvironment
	} else {
		// The address is checked after its name is resolved and just before
		// the connection is made, so that no name can point inwards.
		dialer.Control = refusePrivate
	}
	return t
}

// refusePrivate refuses connections to addresses that are not on the public
// internet.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return &fault{ErrFetch, "the address cannot be checked", err}
	}
	if !public(to.Addr()) {
		return &fault{ErrFetch, "the address leads to a private network, which is not allowed", nil}
	}
	return nil
}

// notPublic are the ranges of the IANA special-purpose registries that
// netip's own predicates leave out.
const notPublic = `0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4
	64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 5f00::/16 fec0::/10`

// public reports whether an address is on the public internet.
func public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.Zone() != "" {
		return false
	}
	for prefix := range strings.FieldsSeq(notPublic) {
		if netip.MustParsePrefix(prefix).Contains(a) {
			return false
		}
	}
	return true
}

// fetchError says in the user's words why a page could not be fetched.
func fetchError(err error, timeout time.Duration) error {
	var own *fault
	var name *net.DNSError
	var timed interface{ Timeout() bool }
	switch {
	case errors.As(err, &own) && own.kind == ErrFetch:
		return own
	case errors.Is(err, context.Canceled):
		return &fault{ErrFetch, "fetching was stopped", err}
	case errors.As(err, &name) && name.IsNotFound:
		return &fault{ErrFetch, "there is no host " + name.Name, err}
	case errors.As(err, &timed) && timed.Timeout():
		return &fault{ErrFetch, fmt.Sprintf("the server did not answer within %s", timeout), err}
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	return &fault{ErrFetch, "the page cannot be fetched: " + err.Error(), err}
}
