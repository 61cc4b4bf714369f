package watch

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"annals/internal/feed"
	"annals/internal/fetch"
	"annals/internal/ingest"
	"annals/internal/ledger"
	"annals/internal/queue"
	"annals/internal/record"
)

// site serves feeds and pages that a test changes.
type site struct {
	*httptest.Server
	mu      sync.Mutex
	answers map[string]http.HandlerFunc
	asked   map[string]int
}

func newSite(t *testing.T) *site {
	s := &site{answers: map[string]http.HandlerFunc{}, asked: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked[r.URL.Path]++
		answer := s.answers[r.URL.Path]
		s.mu.Unlock()
		if answer == nil {
			http.NotFound(w, r)
			return
		}
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) set(path string, answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[path] = answer
}

func (s *site) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

func body(media, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		io.WriteString(w, text)
	}
}

func rss(items ...string) string {
	return `<rss version="2.0"><channel><title>Coast Daily</title>` + strings.Join(items, "") + `</channel></rss>`
}

func item(path, title string) string {
	return fmt.Sprintf("<item><guid isPermaLink=\"false\">%s</guid><link>%s</link><title>%s</title><pubDate>Mon, 04 Mar 2024 09:30:00 GMT</pubDate></item>", path, path, title)
}

const prose = "The harbour authority said that the strike had ended and that ships would leave in the morning. The union denied that an agreement had been reached, and called another meeting for the evening."

func page(text string) string {
	return "<html><head><title>News</title></head><body><article><p>" + text + "</p></article></body></html>"
}

// desk is a watcher with its queue at work.
type desk struct {
	*Watcher
	ledger *ledger.Ledger
	queue  *queue.Queue
	mu     sync.Mutex
	looks  []Look
	done   []queue.Outcome
}

func newDesk(t *testing.T, every time.Duration) *desk {
	t.Helper()
	l, err := ledger.Open(context.Background(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	client := fetch.New(fetch.Config{AllowPrivate: true, MaxBytes: 1 << 20, Timeout: 300 * time.Millisecond})
	t.Cleanup(client.Close)
	d := &desk{ledger: l}
	d.queue, err = queue.New(l, queue.Config{Engine: "test-1", Client: client, Robots: true, Revisit: true, Ingest: ingest.Options{},
		Read: func(r record.Report, _ []byte, _ queue.Stage) (queue.Reading, error) {
			rec := &record.Record{Report: r}
			rec.Settle()
			return queue.Reading{Record: rec}, nil
		},
		Done: func(o queue.Outcome) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.done = append(d.done, o)
		}})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.queue.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.queue.Stop(context.Background()) })
	d.Watcher = New(l, Config{Client: client, Queue: d.queue, Every: every, Looked: func(x Look) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.looks = append(d.looks, x)
	}})
	return d
}

// look lets all feeds come due, looks into them and waits for the work.
func (d *desk) look(t *testing.T) map[string]Look {
	t.Helper()
	db, _ := d.ledger.Writing()
	if _, err := db.Exec(`UPDATE feed SET due_at = '2000-01-01T00:00:00.000Z'`); err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	d.looks = nil
	d.mu.Unlock()
	if _, err := d.LookDue(context.Background()); err != nil {
		t.Fatal(err)
	}
	for range 500 {
		s, err := queue.Look(context.Background(), d.ledger)
		if err != nil {
			t.Fatal(err)
		}
		if s.Waiting+s.Working == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	m := map[string]Look{}
	for _, x := range d.looks {
		m[x.Feed.URL[strings.LastIndex(x.Feed.URL, "/"):]] = x
	}
	return m
}

func (d *desk) subscribe(t *testing.T, urls ...string) {
	t.Helper()
	var list []feed.Subscription
	for _, u := range urls {
		list = append(list, feed.Subscription{URL: u})
	}
	if n, err := d.Subscribe(context.Background(), list); n != len(list) || err != nil {
		t.Fatalf("%d subscribed, %v", n, err)
	}
}

func (d *desk) texts(t *testing.T) string {
	t.Helper()
	var all []string
	for r, err := range d.ledger.All(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		published := "no date"
		if r.Report.Published != nil {
			published = *r.Report.Published
		}
		all = append(all, published+" "+r.Report.Text)
	}
	return strings.Join(all, "\n")
}

func TestWatch(t *testing.T) {
	s, d := newSite(t), newDesk(t, time.Minute)
	etag := `"1"`
	current := rss(item("/1", "One"), item("/2", "Two"))
	s.set("/feed", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		io.WriteString(z, current)
		z.Close()
	})
	s.set("/1", body("text/html", page(prose)))
	s.set("/2", body("text/html", page("Two. "+prose)))
	d.subscribe(t, s.URL+"/feed")
	if x := d.look(t)["/feed"]; x.New != 2 || x.Changed != 0 || x.Feed.Title != "Coast Daily" || x.Feed.Items != 2 || x.Err != nil {
		t.Errorf("first look: got %+v", x)
	}
	if got := d.texts(t); strings.Count(got, "2024-03-04T09:30:00Z") != 2 || !strings.Contains(got, "Two. The harbour") {
		t.Errorf("kept:\n%s", got)
	}
	if x := d.look(t)["/feed"]; x.New+x.Changed != 0 || x.Err != nil || s.count("/1") != 1 {
		t.Errorf("nothing new: got %+v", x)
	}
	// The second item is edited, with its page; a third is new and has only a
	// text.
	etag, current = `"2"`, rss(item("/1", "One"), item("/2", "Two, corrected"), "<item><guid>three</guid><description>&lt;p&gt;Three. "+prose+"&lt;/p&gt;</description></item>")
	s.set("/2", body("text/html", page("Two, corrected. "+prose)))
	if x := d.look(t)["/feed"]; x.New != 1 || x.Changed != 1 || x.Feed.Items != 3 {
		t.Errorf("an edit: got %+v", x)
	}
	if got := d.texts(t); strings.Count(got, "harbour") != 4 || !strings.Contains(got, "Two, corrected. ") || !strings.Contains(got, "no date Three.") || s.count("/1") != 1 {
		t.Errorf("kept:\n%s", got)
	}
	feeds, err := Feeds(context.Background(), d.ledger)
	if err != nil || len(feeds) != 1 || feeds[0].Failures != 0 || feeds[0].Due.Before(time.Now().Add(50*time.Second)) {
		t.Errorf("got %+v, %v", feeds, err)
	}
	if n, err := d.Unsubscribe(context.Background(), []string{s.URL + "/feed"}); n != 1 || err != nil {
		t.Errorf("%d gone, %v", n, err)
	}
}

// TestOnePageOfTwoFeeds: a page that several feeds lead to is fetched once, and
// a feed with several addresses is looked into once.
func TestOnePageOfTwoFeeds(t *testing.T) {
	s, d := newSite(t), newDesk(t, time.Minute)
	main := rss(item("/1", "One"), item("/2", "Two"))
	s.set("/main", func(w http.ResponseWriter, r *http.Request) { body("application/rss+xml", main)(w, r) })
	s.set("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/main", http.StatusMovedPermanently)
	})
	s.set("/world", body("application/rss+xml", rss(item("/2/?utm_source=rss", "Two, for the world"), item("/3", "Three"))))
	for _, path := range []string{"/1", "/2", "/2/", "/3"} {
		s.set(path, body("text/html", page(path+". "+prose)))
	}
	fetched := func() (n int) { return s.count("/1") + s.count("/2") + s.count("/2/") + s.count("/3") }
	d.subscribe(t, s.URL+"/main", s.URL+"/world", s.URL+"/moved")
	if n, err := d.Subscribe(context.Background(), []feed.Subscription{{URL: strings.ToUpper(s.URL[:4]) + s.URL[4:] + "/main#top"}}); n != 0 || err != nil {
		t.Errorf("the same address written otherwise: %d subscribed, %v", n, err)
	}
	d.look(t)
	if fetched() != 3 {
		t.Errorf("%d pages fetched", fetched())
	}
	main = rss(item("/1", "One, corrected"), item("/2", "Two"))
	looks := d.look(t)
	if x := looks["/main"]; fetched() != 4 || x.Changed != 1 || x.Known != 0 {
		t.Errorf("an edit: %d pages fetched, %+v", fetched(), looks)
	}
	if _, ok := looks["/moved"]; ok || s.count("/moved") != 1 || s.count("/main") != 3 {
		t.Errorf("%d and %d looks at one feed", s.count("/moved"), s.count("/main"))
	}
	feeds, err := Feeds(context.Background(), d.ledger)
	if err != nil || len(feeds) != 3 || feeds[1].Same != s.URL+"/main" || feeds[0].Same != "" {
		t.Errorf("got %+v, %v", feeds, err)
	}
}

// TestFailingFeeds: what fails is told, is asked again later each time, and
// stalls no other feed.
func TestFailingFeeds(t *testing.T) {
	s, d := newSite(t), newDesk(t, time.Minute)
	s.set("/good", body("application/rss+xml", rss(item("/1", "One"))))
	s.set("/1", body("text/html", page(prose)))
	s.set("/broken", body("application/rss+xml", rss(item("/9", "Nine"))[:90]))
	s.set("/garbage", body("application/rss+xml", "\x00\x01\x02garbage"))
	s.set("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	s.set("/busy", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(429)
	})
	s.set("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) })
	s.set("/old", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/new", http.StatusMovedPermanently) })
	s.set("/new", body("application/rss+xml", rss()))
	s.set("/site", body("text/html", `<html><head><link rel="alternate" type="application/rss+xml" href="/good"></head></html>`))
	s.set("/bare", body("text/html", `<html></html>`))
	d.subscribe(t, s.URL+"/good", s.URL+"/broken", s.URL+"/garbage", s.URL+"/slow", s.URL+"/busy", s.URL+"/gone", s.URL+"/old", s.URL+"/site", s.URL+"/bare", s.URL+"/none", "http://127.0.0.1:1/dead")
	looks := d.look(t)
	for path, want := range map[string]string{"/good": "", "/broken": "damaged", "/garbage": "no feed", "/slow": "within", "/busy": "429", "/gone": "410",
		"/old": "", "/site": "", "/bare": "the page names none", "/none": "404", "/dead": "cannot be fetched"} {
		x := looks[path]
		if got := x.Feed.Error; got != "" != (want != "") || !strings.Contains(got, want) || x.Feed.URL == "" {
			t.Errorf("%s: got %q", path, got)
		}
	}
	in := func(path string) time.Duration { return time.Until(looks[path].Feed.Due) }
	if in("/busy") < 119*time.Minute || in("/gone") < 7*24*time.Hour-time.Minute || in("/none") > 67*time.Second || in("/none") < 59*time.Second {
		t.Errorf("again in %s, %s, %s", in("/busy"), in("/gone"), in("/none"))
	}
	if looks["/old"].Feed.Address != s.URL+"/new" || looks["/site"].Feed.Address != s.URL+"/good" || looks["/site"].New != 1 {
		t.Errorf("got %+v, %+v", looks["/old"].Feed, looks["/site"])
	}
	d.look(t)
	looks = d.look(t)
	if got := in("/none"); looks["/none"].Feed.Failures != 3 || got < 4*time.Minute-time.Second || got > 5*time.Minute {
		t.Errorf("after %d failures again in %s", looks["/none"].Feed.Failures, got)
	}
}

// TestPages: pages that can't be had for good are noted, others tried again.
func TestPages(t *testing.T) {
	s, d := newSite(t), newDesk(t, time.Minute)
	s.set("/robots.txt", body("text/plain", "User-agent: *\nDisallow: /private"))
	s.set("/feed", body("application/rss+xml", rss(item("/private", "A"), item("/foreign", "B"), item("/down", "C"), item("/away", "D"), item("/bomb", "E"))))
	s.set("/foreign", body("text/html", page("Le ministre a déclaré mardi que les négociations reprendraient dans les prochains jours, mais que la situation restait très tendue. Le syndicat a démenti que un accord ait été trouvé et a convoqué une autre réunion.")))
	s.set("/down", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) })
	s.set("/bomb", body("text/html", strings.Repeat("x", 2<<20)))
	d.subscribe(t, s.URL+"/feed")
	d.look(t)
	if err := d.queue.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	state, err := queue.Look(context.Background(), d.ledger)
	if err != nil || state.Retrying != 1 || state.Failed != 2 || state.Refused[string(ingest.ErrLanguage)] != 1 || state.Refused[string(ingest.ErrFetch)] != 1 {
		t.Errorf("got %+v, %v", state, err)
	}
	if s.count("/private") != 0 {
		t.Error("a page was fetched that robots.txt keeps programs from")
	}
	again, err := queue.Retrying(context.Background(), d.ledger, 0)
	if err != nil || len(again) != 1 || !strings.HasSuffix(again[0].Source, "/down") || time.Until(again[0].Next) < 20*time.Second {
		t.Errorf("got %+v, %v", again, err)
	}
}

// TestRevisit: pages are fetched again, though the feed tells of no change.
func TestRevisit(t *testing.T) {
	s, d := newSite(t), newDesk(t, time.Minute)
	s.set("/feed", body("application/rss+xml", rss(item("/1", "One"), item("/2", "Two"))))
	s.set("/1", body("text/html", page(prose)))
	s.set("/2", body("text/html", page("Two. "+prose)))
	d.subscribe(t, s.URL+"/feed")
	d.look(t)
	db, _ := d.ledger.Writing()
	hurry := func() {
		t.Helper()
		if _, err := db.Exec(`UPDATE river_job SET state = 'available', scheduled_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE state = 'scheduled'`); err != nil {
			t.Fatal(err)
		}
		d.look(t)
	}
	if state, err := queue.Look(context.Background(), d.ledger); state.Later != 2 || err != nil {
		t.Errorf("got %+v, %v", state, err)
	}
	s.set("/1", body("text/html", page("Corrected. "+prose)))
	s.set("/2", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) })
	hurry()
	if got := d.texts(t); strings.Count(got, "harbour") != 3 || !strings.Contains(got, "Corrected. ") {
		t.Errorf("kept:\n%s", got)
	}
	for range 5 {
		hurry()
	}
	d.queue.Stop(context.Background())
	state, err := queue.Look(context.Background(), d.ledger)
	if state.Later != 0 || state.Failed != 0 || state.Refused[string(ingest.ErrFetch)] != 1 || s.count("/1") != 5 || err != nil {
		t.Errorf("got %+v, %d visits, %v", state, s.count("/1"), err)
	}
}
