package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func server(t *testing.T, handlers map[string]http.HandlerFunc) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	for path, h := range handlers {
		mux.HandleFunc(path, h)
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func client(t *testing.T, c Config) *Client {
	t.Helper()
	if c.MaxBytes == 0 {
		c.MaxBytes = 1 << 20
	}
	out := New(c)
	t.Cleanup(out.Close)
	return out
}

func say(status int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, "body")
	}
}

func TestGetConditionally(t *testing.T) {
	s := server(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Mon, 04 Mar 2024 08:00:00 GMT")
		w.Header().Set("Cache-Control", "public, max-age=600")
		if r.Header.Get("If-None-Match") == `"v1"` && r.Header.Get("If-Modified-Since") == "Mon, 04 Mar 2024 08:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml; charset=ISO-8859-1")
		io.WriteString(w, "<rss/>")
	}})
	c := client(t, Config{AllowPrivate: true})
	first, err := c.Get(context.Background(), Request{URL: s.URL})
	if err != nil || string(first.Data) != "<rss/>" || first.Media != "application/rss+xml" || first.Charset != "ISO-8859-1" || first.MaxAge != 10*time.Minute || first.NotModified {
		t.Fatalf("got %+v, %v", first, err)
	}
	again, err := c.Get(context.Background(), Request{URL: s.URL, ETag: first.ETag, LastModified: first.LastModified})
	if err != nil || !again.NotModified || again.Data != nil || again.ETag != `"v1"` {
		t.Errorf("got %+v, %v", again, err)
	}
}

func TestGetFails(t *testing.T) {
	s := server(t, map[string]http.HandlerFunc{
		"/busy": say(429, "Retry-After", "120"),
		"/down": say(503, "Retry-After", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)),
		"/gone": say(410),
		"/odd":  say(304), // of a request without a condition
		"/slow": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"/loop": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) },
		"/inwards": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "gopher://a.example/", http.StatusFound)
		},
		"/drip": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				io.WriteString(w, "x")
				w.(http.Flusher).Flush()
				time.Sleep(5 * time.Millisecond)
			}
		},
		"/bomb": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			z.Write(bytes.Repeat([]byte("a "), 1<<20))
			z.Close()
		},
		"/cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "short")
		},
	})
	open, hasty := Config{AllowPrivate: true}, Config{AllowPrivate: true, Timeout: 200 * time.Millisecond}
	for path, want := range map[string]struct {
		config    Config
		say       string
		status    int
		temporary bool
		after     time.Duration
	}{
		"/busy":    {open, "429 Too Many Requests", 429, true, 2 * time.Minute},
		"/down":    {open, "503", 503, true, time.Hour},
		"/gone":    {open, "410", 410, false, 0},
		"/odd":     {open, "304", 304, false, 0},
		"/slow":    {hasty, "within 200ms", 0, true, 0},
		"/drip":    {hasty, "within 200ms", 0, true, 0},
		"/loop":    {open, "too often", 0, false, 0},
		"/inwards": {open, "no page", 0, false, 0},
		"/bomb":    {open, "larger than the limit", 0, false, 0},
		"/cut":     {open, "unexpected EOF", 0, true, 0},
		"/any":     {Config{}, "private network", 0, false, 0},
		"/other":   {Config{AllowHosts: []string{"a.example"}}, "private network", 0, false, 0},
	} {
		_, err := client(t, want.config).Get(context.Background(), Request{URL: s.URL + path})
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Say, want.say) || e.Status != want.status || e.Temporary != want.temporary ||
			e.RetryAfter > want.after || e.RetryAfter < want.after-time.Minute {
			t.Errorf("%s: got %+v", path, err)
		}
	}
	for _, address := range []string{"", "ftp://a.example/", "http://", "http://[::1", "file:///etc/hostname"} {
		if _, err := client(t, open).Get(context.Background(), Request{URL: address}); err == nil {
			t.Errorf("%q was fetched", address)
		}
	}
	if _, err := client(t, Config{AllowHosts: []string{"127.0.0.1"}}).Get(context.Background(), Request{URL: s.URL + "/gone"}); err == nil || !strings.Contains(err.Error(), "410") {
		t.Errorf("a host allowed by name: %v", err)
	}
}

func TestMoved(t *testing.T) {
	to := func(path string, status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, path, status) }
	}
	s := server(t, map[string]http.HandlerFunc{
		"/new": say(200), "/old": to("/new", 301), "/older": to("/old", 308), "/today": to("/new", 302), "/mixed": to("/today", 301),
	})
	for path, want := range map[string]string{"/new": "", "/old": "/new", "/older": "/new", "/today": "", "/mixed": "/today"} {
		r, err := client(t, Config{AllowPrivate: true}).Get(context.Background(), Request{URL: s.URL + path})
		if err != nil || r.URL != s.URL+"/new" || strings.TrimPrefix(r.Moved, s.URL) != want {
			t.Errorf("%s: got %+v, %v", path, r, err)
		}
	}
}

// TestOneAtATime: a host is never asked two things at once, nor too fast.
func TestOneAtATime(t *testing.T) {
	var now, most atomic.Int32
	s := server(t, map[string]http.HandlerFunc{"/": func(http.ResponseWriter, *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(time.Millisecond)
		now.Add(-1)
	}})
	c := client(t, Config{AllowPrivate: true, Delay: 20 * time.Millisecond})
	start := time.Now()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { c.Get(context.Background(), Request{URL: s.URL}) })
	}
	group.Wait()
	if most.Load() != 1 || time.Since(start) < 55*time.Millisecond {
		t.Errorf("%d at once, four in %s", most.Load(), time.Since(start))
	}
	patient := client(t, Config{AllowPrivate: true, Delay: time.Hour})
	patient.Get(context.Background(), Request{URL: s.URL})
	if busy := patient.Busy(s.URL); busy < 50*time.Minute || busy > time.Hour {
		t.Errorf("busy for %s", busy)
	}
	if busy := c.Busy("http://b.example/"); busy != 0 {
		t.Errorf("another host is busy for %s", busy)
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Get(stopped, Request{URL: s.URL}); err == nil {
		t.Error("a stopped request went on")
	}
}

func TestAllowed(t *testing.T) {
	asked := 0
	s := server(t, map[string]http.HandlerFunc{"/robots.txt": func(w http.ResponseWriter, _ *http.Request) {
		asked++
		io.WriteString(w, "User-agent: *\nDisallow: /private/\nCrawl-delay: 0.05\n\nUser-agent: badbot\nDisallow: /\n")
	}})
	c := client(t, Config{AllowPrivate: true})
	for path, want := range map[string]bool{"/": true, "": true, "/news?id=1": true, "/private/x": false} {
		if ok, err := c.Allowed(context.Background(), s.URL+path); ok != want || err != nil {
			t.Errorf("%s: got %v, %v", path, ok, err)
		}
	}
	if asked != 1 {
		t.Errorf("robots.txt was fetched %d times", asked)
	}
	if u, _ := url.Parse(s.URL); c.hosts.get(u).limiter.Limit() != every(50*time.Millisecond) {
		t.Error("the host's own delay is not kept")
	}
	for status, want := range map[int]bool{404: true, 403: true, 200: true} {
		s := server(t, map[string]http.HandlerFunc{"/robots.txt": say(status)})
		if ok, err := c.Allowed(context.Background(), s.URL+"/x"); ok != want || err != nil {
			t.Errorf("%d: got %v, %v", status, ok, err)
		}
	}
	s = server(t, map[string]http.HandlerFunc{"/robots.txt": say(500)})
	var e *Error
	if ok, err := c.Allowed(context.Background(), s.URL+"/x"); ok || !errors.As(err, &e) || !e.Temporary {
		t.Errorf("500: got %v, %v", ok, err)
	}
}

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true, "127.0.0.1": false, "10.1.2.3": false, "192.168.0.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "::1": false, "::": false, "fe80::1": false, "fd00::1": false, "::ffff:10.0.0.1": false, "224.0.0.1": false,
		"64:ff9b::a00:1": false, "255.255.255.255": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: got %v", address, got)
		}
	}
}

func TestLinkLocal(t *testing.T) {
	for address, refused := range map[string]bool{"169.254.169.254:80": true, "[fe80::1%eth0]:80": true, "[::ffff:169.254.1.1]:80": true, "127.0.0.1:80": false, "10.1.2.3:80": false} {
		if err := refuseLinkLocal("tcp", address, nil); (err != nil) != refused {
			t.Errorf("%s: %v", address, err)
		}
	}
	var e *Error
	_, err := client(t, Config{AllowPrivate: true}).Get(context.Background(), Request{URL: "http://169.254.169.254/latest/meta-data/"})
	if !errors.As(err, &e) || !strings.Contains(e.Say, "link-local") {
		t.Errorf("got %v", err)
	}
}

func FuzzHeaders(f *testing.F) {
	f.Add("120", "max-age=600, public")
	f.Add("Mon, 04 Mar 2024 08:00:00 GMT", "no-cache")
	f.Add("99999999999999999999", "max-age=\"9223372036854775807\"")
	f.Fuzz(func(t *testing.T, after, cache string) {
		if d := retryAfter(after, time.Now()); d < 0 || d > longest {
			t.Errorf("%q: wait %s", after, d)
		}
		if d := maxAge(http.Header{"Cache-Control": {cache}}); d < 0 || d > longest {
			t.Errorf("%q: good for %s", cache, d)
		}
	})
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*$\nCrawl-delay: 1e9\nSitemap: x"))
	f.Add([]byte("\xef\xbb\xbfuser-agent annals\nallow: %zz"))
	f.Fuzz(func(t *testing.T, body []byte) {
		group, err := parseRobots(200, body)
		if err == nil {
			group.Test("/news/today?x=" + fmt.Sprint(len(body)))
		}
	})
}
