package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"annals/internal/query"
	"annals/internal/record"
)

const story = `In Varna on Sunday, bakers' leader Ilse Körner said that "the early harvest" had failed.

About 300 bakers marched to the town hall, the Daily Loaf reported, citing two officials.`

// harvest is the record of story as published on the given day, "" for none.
func harvest(day string) *record.Record {
	span := func(words string) record.Span {
		before, _, ok := strings.Cut(story, words)
		if !ok {
			panic(words)
		}
		start := len([]rune(before))
		return record.Span{Start: start, End: start + len([]rune(words)), Text: words}
	}
	party := func(actor, words string) record.Party {
		p := record.Party{Span: record.Ptr(span(words))}
		if actor != "" {
			p.Actor = &actor
		}
		return p
	}
	sunday := record.Time{ID: "T1", Start: record.Ptr("2021-09-12"), End: record.Ptr("2021-09-13"), Grain: record.Ptr("day"), Basis: record.Relative, Span: span("Sunday")}
	varna := record.Place{ID: "P1", Name: "Varna", Kind: "city", Country: record.Ptr("BGR"), Span: span("Varna")}
	r := &record.Record{
		Report: record.Report{ID: record.ContentID(story, day), Title: record.Ptr("Bread grows dear"), Publisher: record.Ptr("Grain Gazette"),
			Language: record.Ptr("en-GB"), Text: story},
		Actors: []record.Actor{
			{ID: "A1", Name: "Ilse Körner", Kind: record.KindPerson, Country: record.Ptr("DEU"), Sectors: []string{"LAB", "OPP"}, Aliases: []string{"Ilse Körner"},
				Mentions: []record.Span{span("Ilse Körner")}},
			{ID: "A2", Name: "Daily Loaf", Kind: record.KindOrganization, Sectors: []string{"JRN"}, Aliases: []string{"the Daily Loaf"}, Mentions: []record.Span{span("Daily Loaf")}},
		},
		Statements: []record.Statement{
			{ID: "S1", Source: party("A1", "bakers' leader Ilse Körner"), Cue: record.Ptr(span("said")), Content: []record.Span{span(`"the early harvest" had failed`)},
				Form: record.Mixed, Act: "assert", Said: &sunday, Confidence: record.Ptr(.9)},
			{ID: "S2", Source: party("", "two officials"), Cue: record.Ptr(span("reported")), Via: []record.Party{party("A2", "the Daily Loaf")},
				Content: []record.Span{span("About 300 bakers marched to the town hall")}, Form: record.Indirect, Act: "assert"},
		},
		Events: []record.Event{{ID: "E1", Plover: "PROTEST", Mode: record.Ptr("demo"), Cameo: record.Ptr("141"), Quad: 4, Contexts: []string{"economic", "human_security"},
			Actors: []record.Party{party("", "About 300 bakers")}, Recipients: []record.Party{party("", "the town hall")}, Status: record.Happened, Where: &varna,
			Figures: []string{"F1"}, AccordingTo: []string{"S2"}, Trigger: span("marched"), Evidence: span("About 300 bakers marched to the town hall"), Confidence: record.Ptr(.7)}},
		Figures: []record.Figure{{ID: "F1", Value: record.Ptr(300.0), Bound: "about", Unit: record.Ptr("person"), Counts: record.Ptr("protesters"), Span: span("About 300")}},
		Times:   []record.Time{sunday},
		Places:  []record.Place{varna},
	}
	if day != "" {
		r.Report.Published = &day
	}
	return r
}

func create(t *testing.T) (*Ledger, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made", "on demand #1?", "annals.db")
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l, path
}

func mustAdd(t *testing.T, l *Ledger, r *record.Record, engine string, want bool) {
	t.Helper()
	added, err := l.Add(t.Context(), r, engine)
	if err != nil {
		t.Fatal(err)
	}
	if added != want {
		t.Fatalf("added %v, want %v", added, want)
	}
}

// find gives the rows of a query as "kind id report", the report by its day.
func find(t *testing.T, l *Ledger, text string, opt Options) []string {
	t.Helper()
	n, err := query.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for m, err := range l.Search(t.Context(), n, opt) {
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		day := "undated"
		if m.Record.Report.Published != nil {
			day = *m.Record.Report.Published
		}
		found = append(found, strings.TrimSpace(fmt.Sprintf("%s %s", day, m.ID)))
	}
	return found
}

func TestAddIsIdempotentAndVersioned(t *testing.T) {
	l, path := create(t)
	first := harvest("2021-09-13")
	mustAdd(t, l, first, "engine-1", true)
	mustAdd(t, l, harvest("2021-09-13"), "engine-1", false)
	mustAdd(t, l, harvest(""), "engine-1", true)

	better := harvest("2021-09-13")
	better.Events = nil
	better.Report.Title = record.Ptr("Bread grows dearer")
	mustAdd(t, l, better, "engine-2", true)
	mustAdd(t, l, better, "engine-2", false)

	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l, err := OpenToRead(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	got, err := l.Get(t.Context(), better.Report.ID)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := better.MarshalLine()
	line, _ := got.MarshalLine()
	if d := cmp.Diff(string(want), string(line)); d != "" {
		t.Error(d)
	}
	var kept int
	if err := l.db.QueryRow(`SELECT count(*) FROM reading`).Scan(&kept); err != nil || kept != 3 {
		t.Errorf("%d readings kept, %v", kept, err)
	}
	if got := find(t, l, "type:PROTEST", Options{Kinds: []Kind{Events}}); !cmp.Equal(got, []string{"undated E1"}) {
		t.Errorf("the newest reading has no event, yet there is %v", got)
	}
	if got := find(t, l, "title:dear", Options{Kinds: []Kind{Reports}}); !cmp.Equal(got, []string{"undated"}) {
		t.Errorf("an old title is found: %v", got)
	}
	stats, err := l.Stats(t.Context())
	if d := cmp.Diff(Stats{Reports: 2, Events: 1, Statements: 4, Figures: 2, First: "2021-09-13", Last: "2021-09-13"}, stats); d != "" || err != nil {
		t.Error(d, err)
	}
	if _, err := l.Add(t.Context(), first, "engine-3"); err == nil {
		t.Error("a ledger opened for reading was written")
	}
	var all []string
	for r, err := range l.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, *r.Report.Title)
	}
	if d := cmp.Diff([]string{"Bread grows dearer", "Bread grows dear"}, all); d != "" {
		t.Error(d)
	}
}

func TestAddRefusesBrokenRecords(t *testing.T) {
	l, _ := create(t)
	r := harvest("")
	r.Events[0].Trigger.Text = "danced"
	if _, err := l.Add(t.Context(), r, "engine-1"); err == nil {
		t.Error("a record whose words do not stand in the text was stored")
	}
	if got := find(t, l, "", Options{}); len(got) > 0 {
		t.Errorf("left behind: %v", got)
	}
}

func TestGetByPrefix(t *testing.T) {
	l, _ := create(t)
	id := harvest("2021-09-13").Report.ID
	mustAdd(t, l, harvest("2021-09-13"), "1", true)
	for i := range 40 {
		mustAdd(t, l, harvest(fmt.Sprintf("2022-01-%02d", i%28+1)), fmt.Sprint(i/28), true)
	}
	hex := strings.TrimPrefix(id, "sha256:")
	for _, good := range []string{id, hex, hex[:20], strings.ToUpper(hex[:20]), id[:20]} {
		if r, err := l.Get(t.Context(), good); err != nil || r.Report.ID != id {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "sha256:", "0000000000", "E3", "'; DROP TABLE report; --", "%"} {
		if _, err := l.Get(t.Context(), bad); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	ambiguous := false
	for _, digit := range "0123456789abcdef" {
		_, err := l.Get(t.Context(), string(digit))
		ambiguous = ambiguous || err != nil && strings.Contains(err.Error(), "give more digits")
	}
	if !ambiguous {
		t.Error("29 reports and no ambiguous digit")
	}
}

func TestSearch(t *testing.T) {
	l, _ := create(t)
	mustAdd(t, l, harvest(""), "1", true)
	mustAdd(t, l, harvest("2021-09-13"), "1", true)
	mustAdd(t, l, harvest("2022-10-01"), "1", true)
	rows := []Kind{Events, Statements, Figures}
	both := func(ids ...string) (out []string) { // in every report
		for _, day := range []string{"2022-10-01", "2021-09-13", "undated"} {
			for _, id := range ids {
				out = append(out, day+" "+id)
			}
		}
		return out
	}
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"", both("S1", "E1", "S2", "F1")},
		{"type:protest", both("E1")},
		{"type:ACCUSE,PROTEST mode:demo quad:4 cameo:14 status:happened context:economic", both("E1")},
		{"-type:PROTEST", both("S1", "S2", "F1")},
		{"actor:korner", both("S1")},
		{"actor:KÖRNER sector:opp country:deu", both("S1")},
		{"actor:kör*", both("S1")},
		{"actor:kör", nil},
		{"actor:bakers", both("S1", "E1")},
		{`actor:"loaf bakers"`, nil},
		{`recipient:"town hall"`, both("E1")},
		{"source:loaf", both("E1", "S2")},
		{"via:loaf", both("E1", "S2")},
		{"source:officials -via:loaf", nil},
		{"party:officials", both("E1", "S2")},
		{`said:"early harvest"`, both("S1")},
		{`said:"harvest early"`, nil},
		{"said:harvests", both("S1")},
		{"place:varna country:BGR", both("E1")},
		{"place:varn", nil},
		{"marching", both("E1", "S2", "F1")},
		{"marched OR harvest", both("S1", "E1", "S2", "F1")},
		{"marched -harvest -type:PROTEST", both("S2", "F1")},
		{"marched (type:PROTEST OR act:assert)", both("E1", "S2")},
		{"number:>=300", both("E1", "F1")},
		{"number:>300", nil},
		{"number:100..300 unit:PERSON counts:protester", both("E1", "F1")},
		{"confidence:>=0.8", both("S1")},
		{"form:mixed act:assert", both("S1")},
		{"title:bread publisher:gazette type:PROTEST", both("E1")},
		{"language:en type:PROTEST", both("E1")},
		{"language:e type:PROTEST", nil},
		{"since:2022 act:assert", []string{"2022-10-01 S2"}},
		{"since:2021-09-13 type:PROTEST", []string{"2022-10-01 E1", "2021-09-13 E1"}},
		{"until:2021-09-13 type:PROTEST", []string{"2021-09-13 E1"}},
		{"on:2021-09-12", both("S1")},
		{"on:2021-09 actor:bakers", []string{"2022-10-01 S1", "2021-09-13 S1", "2021-09-13 E1", "undated S1"}},
		{"published:2022 type:PROTEST", []string{"2022-10-01 E1"}},
		{"-published:2022 type:PROTEST", []string{"2021-09-13 E1", "undated E1"}},
		{"report:" + harvest("").Report.ID[7:15] + " type:PROTEST", []string{"undated E1"}},
	} {
		if d := cmp.Diff(c.want, find(t, l, c.query, Options{Kinds: rows}), cmp.Transformer("", func(s []string) string { return strings.Join(s, "\n") })); d != "" {
			t.Errorf("%s: %s", c.query, d)
		}
	}
	if got := find(t, l, "", Options{Kinds: []Kind{Statements}, Limit: 3}); !cmp.Equal(got, []string{"2022-10-01 S1", "2022-10-01 S2", "2021-09-13 S1"}) {
		t.Errorf("limit: %v", got)
	}
}

func TestSearchReports(t *testing.T) {
	l, _ := create(t)
	mustAdd(t, l, harvest("2021-09-13"), "1", true)
	quiet := harvest("2021-09-14")
	quiet.Events, quiet.Figures = nil, nil
	mustAdd(t, l, quiet, "1", true)
	for text, want := range map[string][]string{
		"":                             {"2021-09-14", "2021-09-13"},
		"type:PROTEST":                 {"2021-09-13"},
		"-type:PROTEST":                {"2021-09-14"},
		"marched -type:PROTEST":        {"2021-09-14"},
		"varna":                        {"2021-09-14", "2021-09-13"},
		"actor:korner since:2021-09":   {"2021-09-14", "2021-09-13"},
		"-varna":                       {},
		"type:PROTEST actor:korner":    {}, // not in one row
		"type:PROTEST -actor:korner":   {},
		"(type:PROTEST OR said:early)": {"2021-09-14", "2021-09-13"},
	} {
		if d := cmp.Diff(want, find(t, l, text, Options{Kinds: []Kind{Reports}})); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
	all := find(t, l, "", Options{})
	if len(all) != 2+4+2 {
		t.Errorf("all kinds together: %v", all)
	}
}

// TestSearchTakesOddInput asks with what the language of FTS5 or SQL would
// stumble over.
func TestSearchTakesOddInput(t *testing.T) {
	l, _ := create(t)
	mustAdd(t, l, harvest("2021-09-13"), "1", true)
	for _, words := range []string{`a"b`, `""`, "NEAR(a b)", "a AND", "*", "a:b", "^a", "-a", "{a}", "'", "%", "_", "a\x00b", "\x00", "漢字", "🙂", "ß", "\uE000",
		"a + b", "NOT", "OR", strings.Repeat("long ", 500)} {
		for _, f := range []query.Field{query.Text, query.Said, query.Actor, query.Place, query.Title} {
			n := query.And{query.Words{Field: f, Any: []query.Phrase{{Text: words}, {Text: words, Prefix: true}}}, query.Not{Node: query.Code{Field: query.Report, Any: []string{words}}}}
			for _, kind := range []Kind{Events, Reports} {
				for _, err := range l.Search(t.Context(), n, Options{Kinds: []Kind{kind}}) {
					if err != nil {
						t.Errorf("%s:%q: %v", f, words, err)
					}
				}
			}
		}
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	run := func(path, sql string) string {
		db, err := sqlOpen(path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(sql); err != nil {
			t.Fatal(err)
		}
		return path
	}
	copyOf := func(name string) string {
		l, path := create(t)
		mustAdd(t, l, harvest(""), "1", true)
		l.Close()
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return file(name, string(content))
	}
	damaged := copyOf("damaged.db")
	content, _ := os.ReadFile(damaged)
	for i := 200; i < len(content); i++ {
		content[i] = 0xA5
	}
	file("damaged.db", string(content))
	for path, want := range map[string]string{
		file("letter.db", "Dear Sir, "+strings.Repeat("this is no database. ", 100)): "is no SQLite database",
		file("short.db", "x"): "is no SQLite database",
		run(filepath.Join(dir, "other.db"), `CREATE TABLE recipe (bread TEXT)`):                           "database of another program",
		run(copyOf("newer.db"), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`): "made by a newer annals: it has version 9999",
		damaged:                            "is damaged",
		dir:                                "is a folder",
		filepath.Join(damaged, "below.db"): "not a directory",
	} {
		for name, open := range map[string]func(context.Context, string) (*Ledger, error){"Open": Open, "OpenToRead": OpenToRead} {
			l, err := open(t.Context(), path)
			if err == nil {
				l.Close()
			}
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s %s: want %q, got %v", name, filepath.Base(path), want, err)
			}
		}
	}
	missing := filepath.Join(dir, "missing.db")
	if _, err := OpenToRead(t.Context(), missing); err == nil || !strings.Contains(err.Error(), "annals add") {
		t.Errorf("missing: %v", err)
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("reading made a file")
	}
	if _, err := OpenToRead(t.Context(), file("empty.db", "")); err == nil || !strings.Contains(err.Error(), "is empty") {
		t.Errorf("empty: %v", err)
	}
}

func sqlOpen(path string) (*sql.DB, error) { return sql.Open("sqlite", address(path, "rwc")) }

// TestAddSaysWhatIsWrong drives SQLite into each of the faults of writing and
// sees that nothing of the report stays behind.
func TestAddSaysWhatIsWrong(t *testing.T) {
	for want, fault := range map[string]func(l *Ledger, path string) (mend func()){
		"is read-only": func(l *Ledger, _ string) func() {
			l.writing.Exec(`PRAGMA query_only = 1`)
			return func() { l.writing.Exec(`PRAGMA query_only = 0`) }
		},
		"has no room left": func(l *Ledger, _ string) func() {
			l.writing.Exec(`PRAGMA max_page_count = 1`)
			return func() { l.writing.Exec(`PRAGMA max_page_count = 4294967294`) }
		},
		"is locked by another program": func(l *Ledger, path string) func() {
			l.writing.Exec(`PRAGMA busy_timeout = 20`)
			db, err := sqlOpen(path)
			if err != nil {
				t.Fatal(err)
			}
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.Exec(`UPDATE report SET title = title`); err != nil {
				t.Fatal(err)
			}
			return func() { tx.Rollback(); db.Close() }
		},
	} {
		l, path := create(t)
		mustAdd(t, l, harvest(""), "1", true)
		mend := fault(l, path)
		_, err := l.Add(t.Context(), harvest("2021-09-13"), "1")
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("want %q, got %v", want, err)
		}
		if got := find(t, l, "type:PROTEST", Options{Kinds: []Kind{Events}}); !cmp.Equal(got, []string{"undated E1"}) {
			t.Errorf("%s: the ledger holds %v", want, got)
		}
		mend()
		mustAdd(t, l, harvest("2021-09-13"), "1", true)
	}
}

// TestManyWriters has several ledgers on one new file, each with several
// goroutines that add the same reports, while others read.
func TestManyWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "annals.db")
	const writers, reports = 4, 12
	added := make([]int, writers)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			l, err := Open(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			defer l.Close()
			var mu sync.Mutex
			var adding sync.WaitGroup
			for half := range 2 {
				adding.Go(func() {
					for day := half; day < reports; day += 2 {
						ok, err := l.Add(t.Context(), harvest(fmt.Sprintf("2021-09-%02d", day+1)), "1")
						if err != nil {
							t.Error(err)
						}
						if ok {
							mu.Lock()
							added[i]++
							mu.Unlock()
						}
						for _, err := range l.Search(t.Context(), query.And{}, Options{Limit: 5}) {
							if err != nil {
								t.Error(err)
							}
						}
					}
				})
			}
			adding.Wait()
		})
	}
	wg.Wait()
	total := 0
	for _, n := range added {
		total += n
	}
	l, err := OpenToRead(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	stats, err := l.Stats(t.Context())
	if total != reports || stats.Reports != reports || err != nil {
		t.Errorf("%d reports were added, %d are there, want %d; %v", total, stats.Reports, reports, err)
	}
}

func TestDays(t *testing.T) {
	known := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	for _, c := range []struct{ start, end, report, want string }{
		{"2021-09-12", "2021-09-13", "2021-10-01", "2021-09-12 2021-09-13"},
		{"2021-09", "2021-10", "", "2021-09-01 2021-10-01"},
		{"2021", "", "", "2021-01-01 2022-01-01"},
		{"2021-08-09", "", "2021-09-01", "2021-08-09 2021-09-02"},
		{"2021-09-09", "", "2021-09-01", "2021-09-09 2021-09-10"},
		{"", "2021-09-13", "", "2021-09-12 2021-09-13"},
		{"", "2021-09-13", "2021-09-01", "2021-09-01 2021-09-13"},
		{"2021-09-12T21:00", "2021-09-12T22:00", "", "2021-09-12 2021-09-13"},
		{"2021-09-12T23:30:00Z", "2021-09-13T00:00:00Z", "", "2021-09-12 2021-09-13"},
		{"2021-09-12T21:00:00+03:00", "", "", "2021-09-12 2021-09-13"},
		{"", "", "2021-09-01", ""},
		{"soon", "later", "", ""},
	} {
		first, end := days(&record.Time{Start: known(c.start), End: known(c.end)}, known(c.report))
		if got := strings.TrimSpace(record.Value(first) + " " + record.Value(end)); got != c.want {
			t.Errorf("%s to %s, told %s: got %s, want %s", c.start, c.end, c.report, got, c.want)
		}
	}
}

func TestSentenceAround(t *testing.T) {
	text := "Bread is dear. Mr. Oak sold 40 loaves in Ulm. None is left.\nÉtienne ate 7."
	for words, want := range map[string]string{
		"40":    "Mr. Oak sold 40 loaves in Ulm.",
		"7":     "Étienne ate 7.",
		"Bread": "Bread is dear.",
	} {
		start := strings.Index(text, words)
		if got := sentenceAround(text, start, start+len(words)); got != want {
			t.Errorf("around %s: %q, want %q", words, got, want)
		}
	}
	long := strings.Repeat("é", 1000)
	if got := sentenceAround(long, 1000, 1002); !strings.Contains(long, got) || len(got) > 602 {
		t.Errorf("%d bytes", len(got))
	}
}

func BenchmarkAdd(b *testing.B) {
	l, err := Open(b.Context(), filepath.Join(b.TempDir(), "annals.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	r := harvest("2021-09-13")
	for i := 0; b.Loop(); i++ {
		r.Report.ID = fmt.Sprintf("sha256:%064x", i)
		if _, err := l.Add(b.Context(), r, "1"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	l, err := Open(b.Context(), filepath.Join(b.TempDir(), "annals.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	r := harvest("2021-09-13")
	for i := range 2000 {
		r.Report.ID = fmt.Sprintf("sha256:%064x", i)
		if _, err := l.Add(b.Context(), r, "1"); err != nil {
			b.Fatal(err)
		}
	}
	n, err := query.Parse("type:PROTEST source:loaf marched since:2021-09 -place:sofia")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, err := range l.Search(b.Context(), n, Options{Kinds: []Kind{Events, Statements}, Limit: 50}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
