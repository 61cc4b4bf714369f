package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"time"
)

func newTransport(c Config) *http.Transport {
	open := &net.Dialer{Timeout: 10 * time.Second}
	// Machines in a cloud are told their secrets at link-local addresses: these
	// are reached only where their host is allowed by name.
	private := &net.Dialer{Timeout: 10 * time.Second, Control: refuseLinkLocal}
	// The address is checked after its name is resolved and just before the
	// connection is made to that very address.
	guarded := &net.Dialer{Timeout: 10 * time.Second, Control: refusePrivate}
	t := &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, _, _ := net.SplitHostPort(address)
			switch {
			case slices.ContainsFunc(c.AllowHosts, func(name string) bool { return strings.EqualFold(name, host) }):
				return open.DialContext(ctx, network, address)
			case c.AllowPrivate:
				return private.DialContext(ctx, network, address)
			}
			return guarded.DialContext(ctx, network, address)
		},
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  20 * time.Second,
		MaxResponseHeaderBytes: 1 << 20,
		MaxIdleConns:           64,
		IdleConnTimeout:        30 * time.Second,
	}
	if c.AllowPrivate {
		t.Proxy = http.ProxyFromEnvironment
	}
	return t
}

// refusePrivate refuses connections to addresses that are not on the public
// internet.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return &Error{Say: "the address cannot be checked", Err: err}
	}
	if !public(to.Addr()) {
		return &Error{Say: "the address leads to a private network, which is not allowed"}
	}
	return nil
}

// refuseLinkLocal refuses connections to link-local addresses.
func refuseLinkLocal(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return &Error{Say: "the address cannot be checked", Err: err}
	}
	if a := to.Addr().Unmap(); a.IsLinkLocalUnicast() {
		return &Error{Say: "the address is link-local, which is allowed only by the name of its host (--allow-host)"}
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

// explain says in the user's words why something could not be fetched.
func (c *Client) explain(err error) error {
	var own *Error
	var name *net.DNSError
	var timed interface{ Timeout() bool }
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, context.Canceled):
		return &Error{Say: "fetching was stopped", Temporary: true, Err: err}
	case errors.As(err, &name) && name.IsNotFound:
		return &Error{Say: "there is no host " + name.Name, Temporary: true, Err: err}
	case errors.As(err, &timed) && timed.Timeout():
		return &Error{Say: fmt.Sprintf("the server did not answer within %s", c.config.Timeout), Temporary: true, Err: err}
	}
	cause := err
	var op *net.OpError
	if errors.As(err, &op) {
		cause = op.Err
	}
	return &Error{Say: "it cannot be fetched: " + cause.Error(), Temporary: true, Err: err}
}
