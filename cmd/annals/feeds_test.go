package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"annals/internal/ledger"
	"annals/internal/situation"
)

// outlet is a newspaper's site: its feed, and the pages that the feed tells of.
type outlet struct {
	*httptest.Server
	name  string
	mu    sync.Mutex
	items []string
	pages map[string]string
}

func newOutlet(t *testing.T, name string) *outlet {
	o := &outlet{name: name, pages: map[string]string{}}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		defer o.mu.Unlock()
		if r.URL.Path == "/feed" {
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>%s</title>%s</channel></rss>`, name, strings.Join(o.items, ""))
			return
		}
		page, ok := o.pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, page)
	}))
	t.Cleanup(o.Close)
	return o
}

// publish puts a report at a path, in the place of what stood there.
func (o *outlet) publish(path, title, at, source string, paragraphs ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.pages[path] = fmt.Sprintf(`<html><head><title>%s</title><meta property="og:site_name" content="%s"><meta property="article:published_time" content="%s"></head>
<body><article><h1>%s</h1><p>%s</p></article></body></html>`, title, o.name, at, title, strings.Join(paragraphs, "</p><p>"))
	if source != "" {
		source = `<source url="https://wire.example/rss">` + source + `</source>`
	}
	item := fmt.Sprintf(`<item><guid isPermaLink="false">%s</guid><link>%s</link><title>%s</title><description>%s</description>%s`, path, path, title, paragraphs[0], source)
	for i, old := range o.items {
		if strings.Contains(old, ">"+path+"</guid>") {
			o.items[i] = item + "</item>"
			return
		}
	}
	o.items = append(o.items, item+"</item>")
}

// TestFeedsToLedger follows the feeds of five outlets, and of sites that are
// dead, slow or broken, over three looks: copies of an agency's report, an edit,
// a retraction, a denial, a count that grows.
func TestFeedsToLedger(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole program")
	}
	coast, port, quay, herald, courier := newOutlet(t, "Coast Daily"), newOutlet(t, "Port Post"), newOutlet(t, "Quay Times"), newOutlet(t, "Harbour Herald"), newOutlet(t, "Selby Courier")
	garbage := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<rss><channel><item>\x00\x01") }))
	defer garbage.Close()
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer slow.Close()

	wire := []string{"GDANSK (Tallow News Agency) — Police detained 40 protesters at a rally for higher wages in Gdansk on Sunday, the interior ministry said.",
		"“The gathering had not been announced,” said Pawel Zielinski, a spokesman for the ministry. He added that all of them would be heard by a judge on Tuesday.",
		"The organisers had called on shipyard workers to march to the regional assembly, where deputies are to vote on the budget later this week."}
	port.publish("/1", "Forty held at wage rally", "2024-03-10T15:00:00Z", "Tallow News Agency", wire...)
	quay.publish("/a", "Police hold forty in Gdansk", "2024-03-10T16:00:00Z", "Tallow News Agency", wire...)
	coast.publish("/x", "Arrests at shipyard march", "2024-03-10T17:00:00Z", "",
		"Police detained more than 60 protesters in Gdansk on Sunday, Ewa Nowak said at the gates of the shipyard.",
		"Police beat protesters in Gdansk on Sunday, Nowak said. The Coast Daily saw two ambulances leave the square shortly after noon.")
	herald.publish("/n", "Number of detained rises", "2024-03-11T08:00:00Z", "",
		"Police detained 75 protesters in Gdansk on Sunday, the rights group said on Monday.",
		"The group asked the regional prosecutor to explain on what grounds the protesters of the shipyard were being held.")
	courier.publish("/d", "Ministry denies use of force", "2024-03-11T10:00:00Z", "",
		"The interior ministry denied on Monday that police had beaten protesters in Gdansk on Sunday, and called the reports a rumour.",
		"The mayor, Anna Wrona, called for an inquiry into what had happened to the protesters in front of the shipyard.")

	dir := t.TempDir()
	db := filepath.Join(dir, "a.db")
	var outlines strings.Builder
	for _, address := range []string{coast.URL, port.URL, quay.URL, herald.URL, courier.URL, garbage.URL, slow.URL, "http://127.0.0.1:1"} {
		fmt.Fprintf(&outlines, `<outline text="x" xmlUrl="%s/feed"/>`, address)
	}
	opml := filepath.Join(dir, "feeds.opml")
	if err := os.WriteFile(opml, []byte(`<opml version="2.0"><body>`+outlines.String()+`</body></opml>`), 0o644); err != nil {
		t.Fatal(err)
	}
	look := func(args ...string) (string, string) {
		t.Helper()
		out, errs, code := annals(t, append([]string{"watch", "--once", "--allow-host", "127.0.0.1", "--delay", "0", "--every", "1ms", "--timeout", "2s", "--db", db}, args...)...)
		if code != 0 {
			t.Fatalf("code %d: %s%s", code, out, errs)
		}
		return out, errs
	}
	out, errs := look(opml)
	if strings.Count(out, "added ") != 5 || strings.Count(errs, "annals: ") != 3 {
		t.Errorf("first look:\n%s%s", out, errs)
	}

	coast.publish("/x", "Arrests at shipyard march", "2024-03-10T17:00:00Z", "",
		"Police detained more than 70 protesters in Gdansk on Sunday, Ewa Nowak said at the gates of the shipyard.",
		"Police beat protesters in Gdansk on Sunday, Nowak said. The Coast Daily saw two ambulances leave the square shortly after noon.", "This report was updated with a higher number.")
	quay.publish("/a", "Retraction: Police hold forty in Gdansk", "2024-03-12T09:00:00Z", "",
		"The Quay Times has withdrawn this report. It was published under the name of a reporter who had not written it, and we apologise to our readers.")
	time.Sleep(5 * time.Millisecond)
	out, errs = look()
	if strings.Count(out, "1 changed") != 2 {
		t.Errorf("second look:\n%s%s", out, errs)
	}
	if out, errs := look(); strings.Contains(out, "added") {
		t.Errorf("third look:\n%s%s", out, errs)
	}
	checkFeeds(t, db, port.URL+"/1", coast.URL+"/x", quay.URL+"/a")
	checkSituations(t, db, port.URL+"/1", coast.URL+"/x")
}

// checkFeeds holds the ledger to what the outlets published.
func checkFeeds(t *testing.T, db, wire, edited, retracted string) {
	t.Helper()
	ctx := context.Background()
	l, err := ledger.OpenToRead(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ids := map[string][]string{}
	reports := 0
	for r, err := range l.All(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		reports++
		ids[*r.Report.URL] = append(ids[*r.Report.URL], r.Report.ID)
	}
	if reports != 7 || len(ids[edited]) != 2 || len(ids[retracted]) != 2 || len(ids[wire]) != 1 {
		t.Fatalf("%d reports: %v", reports, ids)
	}
	copies, err := l.Copies(ctx, ids[wire][0])
	if err != nil || len(copies) != 3 || copies[1].Publisher != "Quay Times" || !copies[1].Retracted || !copies[2].Notice || copies[0].Sightings[0].FeedSource != "Tallow News Agency" {
		t.Errorf("copies: %+v, %v", copies, err)
	}
	versions, err := l.Versions(ctx, ids[edited][0])
	if err != nil || len(versions) != 2 || !versions[0].Later || len(versions[1].Changes) == 0 {
		t.Errorf("versions: %+v, %v", versions, err)
	}
	out, _, _ := annals(t, "jobs", "--db", db)
	if _, numbers, _ := strings.Cut(out, "\n"); !strings.HasPrefix(strings.Join(strings.Fields(numbers), " "), "0 0 0 0 14 ") {
		t.Errorf("jobs:\n%s", out)
	}
	if out, errs, code := annals(t, "check", "--db", db); code != 0 || !strings.Contains(out, "all is well: 7 reports") {
		t.Errorf("check: %d %s%s", code, out, errs)
	}
}

// checkSituations holds what the outlets say of two events to the row: the
// arrests, whose number is disputed and grows, and the beating, which is
// denied; and the story that they belong to.
func checkSituations(t *testing.T, db, wire, edited string) {
	t.Helper()
	ctx := context.Background()
	l, err := ledger.OpenToRead(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	x := &teller{names: map[string]string{}}
	first := map[string]string{} // report of an address
	for r, err := range l.All(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		x.names[r.Report.ID] = path.Base(*r.Report.URL)
		switch { // versions of one page by what tells them apart
		case strings.Contains(r.Report.Text, "more than 60"):
			x.names[r.Report.ID] = "x60"
		case strings.Contains(r.Report.Text, "more than 70"):
			x.names[r.Report.ID] = "x70"
		case strings.Contains(r.Report.Text, "withdrawn"):
			x.names[r.Report.ID] = "notice"
		}
		first[*r.Report.URL] = r.Report.ID
	}
	compare := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
		}
	}
	arrests, err := l.Situation(ctx, first[wire], "E1")
	if err != nil {
		t.Fatal(err)
	}
	compare("arrests", x.situation(arrests), `COERCE gdansk 2024-03-10: 3 reports, 3 outlets, 3 origins, figures differ
+ the interior ministry 2024-03-10T15:00:00Z: 1/E1 a/E1
+ Ewa Nowak 2024-03-10T17:00:00Z: x60/E1 x70/E1
+ the rights group 2024-03-11T08:00:00Z: n/E1
arrested 40 exactly the interior ministry: 1
arrested 60 more_than Ewa Nowak: x60, revised
arrested 70 more_than Ewa Nowak: x70
arrested 75 exactly the rights group: n
arrested 40 or 70
arrested 40 or 75
`)
	beating, err := l.Situation(ctx, first[edited], "E2")
	if err != nil {
		t.Fatal(err)
	}
	compare("beating", x.situation(beating), `ASSAULT gdansk 2024-03-10: 1 reports, 1 outlets, 1 origins, denied
+ Ewa Nowak 2024-03-10T17:00:00Z: x60/E2 x70/E2
- the interior ministry 2024-03-11T10:00:00Z: d/E1
`)
	history, err := l.History(ctx, first[wire], "F1")
	if err != nil {
		t.Fatal(err)
	}
	compare("history", x.series(*history), `arrested 40 exactly the interior ministry: 1
arrested 60 more_than Ewa Nowak: x60, revised
arrested 70 more_than Ewa Nowak: x70
arrested 75 exactly the rights group: n
arrested 40 or 70
arrested 40 or 75
`)
	story, err := l.Story(ctx, first[wire])
	if err != nil {
		t.Fatal(err)
	}
	var reports []string
	for _, r := range append(story.Reports, story.Beside...) {
		reports = append(reports, x.names[r.ID])
	}
	slices.Sort(reports)
	compare("story", strings.Join(reports, " "), "1 a d n notice x60 x70")
}

// teller puts situations into lines, reports by short names.
type teller struct{ names map[string]string }

func (x *teller) situation(s *ledger.Situation) string {
	var b strings.Builder
	c := s.Counts
	fmt.Fprintf(&b, "%s %s %s: %d reports, %d outlets, %d origins", s.Type, strings.Join(s.Places, " "), s.First, c.Reports, c.Outlets, c.Origins)
	if c.Denied {
		b.WriteString(", denied")
	}
	if c.Figures {
		b.WriteString(", figures differ")
	}
	b.WriteByte('\n')
	for _, c := range s.Claims {
		sign := "+"
		if c.Denied {
			sign = "-"
		}
		var rows []string
		for _, m := range c.Members {
			rows = append(rows, x.names[m.Report.ID]+"/"+m.Row)
		}
		slices.Sort(rows)
		fmt.Fprintf(&b, "%s %s %s: %s\n", sign, lowerFirst(c.Who), c.Since, strings.Join(rows, " "))
	}
	for _, series := range s.Series {
		b.WriteString(x.series(series))
	}
	return b.String()
}

func (x *teller) series(s situation.Series) string {
	var b strings.Builder
	for _, p := range s.Points {
		revised := ""
		if p.Revised {
			revised = ", revised"
		}
		var reports []string
		for _, r := range p.Reports {
			reports = append(reports, x.names[r.ID])
		}
		fmt.Fprintf(&b, "%s %.0f %s %s: %s%s\n", s.Counts, *p.Figure.Value, p.Figure.Bound, lowerFirst(p.Who), strings.Join(reports, " "), revised)
	}
	for _, d := range s.Differ {
		fmt.Fprintf(&b, "%s %.0f or %.0f\n", s.Counts, *s.Points[d[0]].Figure.Value, *s.Points[d[1]].Figure.Value)
	}
	return b.String()
}

// lowerFirst writes "The ministry" small, and leaves names alone.
func lowerFirst(s string) string {
	if rest, ok := strings.CutPrefix(s, "The "); ok {
		return "the " + rest
	}
	return s
}
