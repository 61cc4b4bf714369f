package ledger

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"annals/internal/correction"
	"annals/internal/query"
	"annals/internal/record"
)

// newsroom makes reports about a few things that happen in a few towns, by a
// few outlets that copy each other, edit and take back what they wrote.
type newsroom struct {
	dice   *rand.Rand
	number int
	past   []*record.Record
	town   string // the one town of it all, if there is only one
}

func (n *newsroom) pick(list ...string) string { return list[n.dice.IntN(len(list))] }

// next is the next report, with its record.
func (n *newsroom) next() *record.Record {
	n.number++
	outlet := n.pick("North Wire", "Coast Daily", "Harbour Post", "Radio Lune", "")
	if len(n.past) > 3 {
		old := n.past[n.dice.IntN(len(n.past))]
		switch n.dice.IntN(6) {
		case 0: // a copy with another end
			return n.keep(n.write(outlet, record.Value(old.Report.Title), "", record.Value(old.Report.Published), old.Report.Text+"\n\nThe "+n.pick("mayor", "harbour master", "baker")+" had nothing to add to it when he was asked."))
		case 1: // a later version at the same address
			return n.keep(n.write(record.Value(old.Report.Publisher), record.Value(old.Report.Title), record.Value(old.Report.URL), n.day(), strings.Replace(old.Report.Text, "arrested", "detained", 1)+" This was corrected."))
		case 2: // taken back
			return n.keep(n.write(record.Value(old.Report.Publisher), "Retraction: "+record.Value(old.Report.Title), record.Value(old.Report.URL), n.day(), "The report headed "+record.Value(old.Report.Title)+" was withdrawn by its editors."))
		}
	}
	town := cmp.Or(n.town, n.pick("Varna", "Burgas", "Plovdiv"))
	count := n.dice.IntN(4)*10 + 20
	who := n.pick("the interior ministry", "Open Courts", "Ana Ceban")
	where := fmt.Sprintf("Police arrested %d bakers at the old mill in %s on Monday, %s said.", count, town, who)
	more := n.pick("The bakers had gathered there since the early morning to ask for cheaper flour and salt.",
		"Nobody was let near the mill, and the road along the river stayed closed until the evening.",
		"Their union called the arrests a scandal, and asked the mayor to have them let go at once.")
	text := where + "\n\n" + more + fmt.Sprintf("\n\nIt was the %s such day in %s.", n.pick("second", "third", "fourth"), town)
	if outlet != "North Wire" && n.dice.IntN(4) == 0 {
		text = strings.ToUpper(town) + ", May 14 (North Wire) - " + text
	}
	return n.keep(n.write(outlet, "Bakers arrested in "+town, fmt.Sprintf("https://%s.example/%d", strings.ReplaceAll(strings.ToLower(outlet), " ", ""), n.number), n.day(), text))
}

func (n *newsroom) keep(r *record.Record) *record.Record {
	n.past = append(n.past, r)
	return r
}

func (n *newsroom) day() string {
	return n.pick("", "2024-05-13", "2024-05-14", "2024-05-14T09:30:00Z", "2024-05-15", "2024-06-20")
}

// write makes the report and what an engine would read in it.
func (n *newsroom) write(outlet, title, url, day, text string) *record.Record {
	ptr := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	r := &record.Record{Report: record.Report{ID: record.ContentID(text, day), Title: ptr(title), URL: ptr(url), Publisher: ptr(outlet), Published: ptr(day), Text: text}}
	span := func(words string) (record.Span, bool) {
		before, _, ok := strings.Cut(text, words)
		start := len([]rune(before))
		return record.Span{Start: start, End: start + len([]rune(words)), Text: words}, ok
	}
	for _, who := range []string{"Ana Ceban", "Open Courts", "the interior ministry", "Police"} {
		if s, ok := span(who); ok {
			kind := record.KindOrganization
			if who == "Ana Ceban" {
				kind = record.KindPerson
			}
			r.Actors = append(r.Actors, record.Actor{ID: fmt.Sprintf("A%d", len(r.Actors)+1), Name: who, Kind: kind, Mentions: []record.Span{s}, Aliases: []string{who}})
		}
	}
	party := func(words string) record.Party {
		s, _ := span(words)
		p := record.Party{Span: &s}
		for _, a := range r.Actors {
			if a.Name == words {
				p.Actor = record.Ptr(a.ID)
			}
		}
		return p
	}
	for _, verb := range []string{"arrested", "detained"} {
		trigger, ok := span(verb)
		evidence, there := span(strings.SplitN(strings.TrimPrefix(text[max(0, strings.Index(text, "Police")):], ""), " on Monday", 2)[0])
		if !ok || !there || trigger.Start < evidence.Start || trigger.End > evidence.End || !strings.Contains(evidence.Text, "bakers") {
			continue
		}
		e := record.Event{ID: "E1", Plover: "COERCE", Mode: record.Ptr("arrest"), Quad: 4, Status: n.pick(record.Happened, record.Happened, record.Denied),
			Actors: []record.Party{party("Police")}, Recipients: []record.Party{party("bakers")}, Trigger: trigger, Evidence: evidence}
		for _, town := range []string{"Varna", "Burgas", "Plovdiv"} {
			if s, ok := span("in " + town); ok {
				s.Start, s.Text = s.Start+3, town
				e.Where = &record.Place{ID: "P1", Name: town, Kind: "city", Country: record.Ptr("BGR"), Span: s}
				r.Places = append(r.Places, *e.Where)
				break
			}
		}
		for count := 20; count < 60; count += 10 {
			if s, ok := span(fmt.Sprintf("%d bakers", count)); ok {
				r.Figures = append(r.Figures, record.Figure{ID: "F1", Value: record.Ptr(float64(count)), Bound: "exactly", Unit: record.Ptr("person"), Counts: record.Ptr("arrested"), Span: s})
				e.Figures = []string{"F1"}
			}
		}
		r.Events = append(r.Events, e)
		break
	}
	return r
}

// correctAtRandom makes or undoes a correction of one of the reports.
func (n *newsroom) correctAtRandom(t *testing.T, l *Ledger) {
	t.Helper()
	c := correction.Correction{Who: "ann", Why: "as told"}
	withEvent := slices.DeleteFunc(slices.Clone(n.past), func(r *record.Record) bool { return len(r.Events) == 0 })
	if len(withEvent) == 0 {
		return
	}
	a, b := withEvent[n.dice.IntN(len(withEvent))], withEvent[n.dice.IntN(len(withEvent))]
	anchor := func(r *record.Record, row string) *correction.Anchor {
		x, err := correction.AnchorOf(r, row)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	all, err := l.Corrections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	switch n.dice.IntN(14) {
	case 0:
		c.Action, c.Row, c.Other = correction.Join, anchor(a, "E1"), anchor(b, "E1")
	case 1:
		c.Action, c.Row, c.Other = correction.Part, anchor(a, "E1"), anchor(b, "E1")
	case 2:
		c.Action, c.Row = correction.Part, anchor(a, "E1")
	case 3:
		c.Action, c.Row, c.Values = correction.Set, anchor(a, "E1"), map[string]string{"status": n.pick("planned", "denied"), "when": "2024-05-13"}
	case 4:
		c.Action, c.Row = correction.Drop, anchor(a, "E1")
	case 5:
		c.Action, c.Row, c.Other = correction.Copy, anchor(a, ""), anchor(b, "")
	case 6:
		c.Action, c.Row, c.Other = correction.Independent, anchor(a, ""), anchor(b, "")
	case 7:
		c.Action, c.Row = correction.Retract, anchor(a, "")
	case 8:
		c.Action, c.Actor, c.Into = correction.Merge, "name:ana ceban", "name:open courts"
	case 9:
		c.Action, c.Actor, c.Into = correction.Rename, "name:open courts", "Courts Open"
	case 10:
		c.Action, c.Actor = correction.Delete, n.pick("name:ana ceban", "name:open courts")
	case 11:
		c.Action, c.Row = correction.Split, anchor(a, "A1")
	case 12:
		c.Action, c.Row, c.Into = correction.Pin, anchor(a, "A1"), n.pick("name:ana ceban", "name:open courts")
	default:
		active := correction.Active(all)
		if len(active) == 0 {
			return
		}
		c.Action, c.Undoes = correction.Undo, active[n.dice.IntN(len(active))].ID
	}
	if a == b && c.Other != nil {
		return
	}
	if _, err := l.Correct(t.Context(), c); err != nil && !strings.Contains(err.Error(), "undone already") {
		t.Fatal(c, err)
	}
}

// TestIndexIsWhatRebuildingGives adds, reads anew and corrects at random, and
// sees after each run that the index is what making it anew gives.
func TestIndexIsWhatRebuildingGives(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			n := &newsroom{dice: rand.New(rand.NewPCG(seed, 1))}
			if seed >= 4 { // situations of many events
				n.town = "Varna"
			}
			l, err := Open(t.Context(), filepath.Join(t.TempDir(), "annals.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			for step := range 45 {
				switch {
				case n.dice.IntN(5) < 3 || len(n.past) < 3:
					if _, err := l.Add(t.Context(), n.next(), "1"); err != nil {
						t.Fatal(err)
					}
				case n.dice.IntN(3) == 0: // a later engine reads it otherwise
					r := *n.past[n.dice.IntN(len(n.past))]
					r.Actors = slices.Clone(r.Actors)
					for i := range r.Actors { // one that knows who she is
						if r.Actors[i].Name == "Ana Ceban" {
							r.Actors[i].Known = record.Ptr("ana-ceban")
						}
					}
					switch n.dice.IntN(4) {
					case 0:
						r.Events = nil
					case 1: // and whose rows have other ids
						r.Events = slices.Clone(r.Events[min(1, len(r.Events)):])
						for i := range r.Events {
							r.Events[i].ID = fmt.Sprintf("E%d", i+1)
						}
					}
					if _, err := l.Add(t.Context(), &r, fmt.Sprint(step)); err != nil {
						t.Fatal(err)
					}
				case n.dice.IntN(4) == 0:
					if _, err := l.Seen(t.Context(), n.past[n.dice.IntN(len(n.past))].Report.ID, Sighting{Publisher: n.pick("Plains Courier", "Coast Daily"), FeedSource: n.pick("", "North Wire", "Delta Press")}); err != nil {
						t.Fatal(err)
					}
				default:
					n.correctAtRandom(t, l)
				}
			}
			if err := l.Check(t.Context(), func(f Fault) {
				if f.Grave {
					t.Errorf("%+v", f)
				}
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestUndoGivesBackWhatWas makes one correction of each kind, undoes it, and
// sees that the index is what it was.
func TestUndoGivesBackWhatWas(t *testing.T) {
	n := &newsroom{dice: rand.New(rand.NewPCG(3, 1))}
	l, _ := create(t)
	for range 25 {
		mustAddAny(t, l, n.next())
	}
	look := func() map[string][]uint64 {
		tx, err := l.writing.Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		s, err := snapshot(t.Context(), tx)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for range 40 {
		before := look()
		had, _ := l.Corrections(t.Context())
		n.correctAtRandom(t, l)
		has, err := l.Corrections(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range has[len(had):] {
			if c.Action == correction.Undo {
				continue
			}
			if _, err := l.Correct(t.Context(), correction.Correction{Action: correction.Undo, Undoes: c.ID, Who: "bob", Why: "no"}); err != nil {
				t.Fatal(err)
			}
			after := look()
			for name := range before {
				if !slices.Equal(before[name], after[name]) {
					t.Errorf("%s %+v: %s are not what they were", c.Action, c, name)
				}
			}
		}
	}
}

func mustAddAny(t *testing.T, l *Ledger, r *record.Record) {
	t.Helper()
	if _, err := l.Add(t.Context(), r, "1"); err != nil {
		t.Fatal(err)
	}
}

// TestCheckFindsDamage spoils each part of a ledger and sees it named.
func TestCheckFindsDamage(t *testing.T) {
	for want, sql := range map[string]string{
		"readings":        `DROP TRIGGER reading_kept; UPDATE reading SET record = replace(record, '"arrested"', '"arreste"') WHERE record LIKE '%"text":"arrested"%'`,
		"index: rows":     `UPDATE entry SET plover = 'AID' WHERE id = (SELECT min(id) FROM entry WHERE plover IS NOT NULL)`,
		"index: links":    `DELETE FROM link WHERE a = (SELECT min(a) FROM link)`,
		"index: copies":   `DELETE FROM copy WHERE a = (SELECT min(a) FROM copy)`,
		"situations":      `UPDATE situation SET origins = origins + 1`,
		"parties":         `UPDATE party SET identity = 'name:nobody'`,
		"readings: is of": `UPDATE report SET content_id = 'sha256:00' WHERE id = 1`,
	} {
		n := &newsroom{dice: rand.New(rand.NewPCG(1, 1))}
		l, path := create(t)
		for range 12 {
			mustAddAny(t, l, n.next())
		}
		db, err := sqlOpen(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(sql); err != nil {
			t.Fatal(want, err)
		}
		db.Close()
		part, what, _ := strings.Cut(want, ": ")
		found := false
		if err := l.Check(t.Context(), func(f Fault) {
			found = found || f.Grave && (f.Part == part || strings.Contains(f.What, part)) && strings.Contains(f.What, what)
		}); err != nil {
			t.Fatal(want, err)
		}
		if !found {
			t.Errorf("%s was not found", want)
		}
		if part == "index" {
			if err := l.Rebuild(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := l.Check(t.Context(), func(f Fault) { t.Errorf("after the repair: %+v", f) }); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestReadingsAndCorrectionsStay sees that the file itself refuses to change
// what was written.
func TestReadingsAndCorrectionsStay(t *testing.T) {
	n := &newsroom{dice: rand.New(rand.NewPCG(1, 1))}
	l, _ := create(t)
	for range 8 {
		mustAddAny(t, l, n.next())
	}
	for len(n.past) > 0 {
		if all, _ := l.Corrections(t.Context()); len(all) > 0 {
			break
		}
		n.correctAtRandom(t, l)
	}
	for _, sql := range []string{`DELETE FROM reading`, `UPDATE reading SET record = ''`, `DELETE FROM correction`, `UPDATE correction SET entry = ''`} {
		if _, err := l.writing.Exec(sql); err == nil || !strings.Contains(err.Error(), "never") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// TestVersions sees an edit, what it changed, and a retraction.
func TestVersions(t *testing.T) {
	n := &newsroom{dice: rand.New(rand.NewPCG(1, 1))}
	l, _ := create(t)
	const text = "Police arrested 20 bakers at the old mill in Varna on Monday, Open Courts said."
	first := n.write("Coast Daily", "Bakers arrested", "https://www.coast.example/a?utm_source=x", "2024-05-14", text)
	second := n.write("Coast Daily", "Bakers arrested", "https://coast.example/a/", "2024-05-15", strings.Replace(text, "20", "30", 1))
	notice := n.write("Coast Daily", "Retraction", "https://coast.example/a", "2024-05-16", "The Coast Daily has withdrawn this report.")
	for _, r := range []*record.Record{second, first} { // as it may come
		mustAddAny(t, l, r)
	}
	list, err := l.Versions(t.Context(), first.Report.ID)
	if err != nil || len(list) != 2 || list[0].ID != first.Report.ID || !list[0].Later || list[1].Later {
		t.Fatalf("%+v, %v", list, err)
	}
	var changes []string
	for _, c := range list[1].Changes {
		changes = append(changes, c.Kind+" "+c.What)
	}
	if d := gocmp.Diff([]string{"event changed", "figure changed"}, changes); d != "" {
		t.Error(d)
	}
	if got := find(t, l, "is:latest", Options{Kinds: []Kind{Reports}}); !gocmp.Equal(got, []string{"2024-05-15"}) {
		t.Error(got)
	}
	mustAddAny(t, l, notice)
	if got := find(t, l, "is:retracted", Options{Kinds: []Kind{Reports}, Sort: "oldest"}); !gocmp.Equal(got, []string{"2024-05-14", "2024-05-15"}) {
		t.Error(got)
	}
	s, err := l.Situation(t.Context(), second.Report.ID, "E1")
	if err != nil || s.Counts.Reports != 0 {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestSameWordsElsewhere sees one report in two outlets stored once, as one
// origin of two outlets.
func TestSameWordsElsewhere(t *testing.T) {
	l, _ := create(t)
	r := harvest("2021-09-13")
	mustAdd(t, l, r, "1", true)
	r.Report.Publisher = record.Ptr("Bread Weekly")
	mustAdd(t, l, r, "1", false)
	if fresh, err := l.Seen(t.Context(), r.Report.ID, Sighting{Publisher: "Loaf Herald", Bytes: strings.Repeat("ab", 32)}); !fresh || err != nil {
		t.Error(fresh, err)
	}
	s, err := l.Situation(t.Context(), r.Report.ID, "E1")
	if err != nil || s.Counts.Outlets != 3 || s.Counts.Origins != 1 || s.Counts.Reports != 1 {
		t.Errorf("%+v, %v", s.Counts, err)
	}
	if got := find(t, l, "publisher:weekly", Options{Kinds: []Kind{Reports}}); len(got) != 1 {
		t.Error(got)
	}
	if id, ok, err := l.HasBytes(t.Context(), strings.Repeat("ab", 32)); !ok || id != r.Report.ID || err != nil {
		t.Error(id, ok, err)
	}
}

// TestCorrectionsOutliveRereading corrects a row and reads the report anew
// with an engine that numbers and cuts it otherwise.
func TestCorrectionsOutliveRereading(t *testing.T) {
	l, _ := create(t)
	r := harvest("2021-09-13")
	mustAdd(t, l, r, "1", true)
	a, _, err := l.Anchor(t.Context(), r.Report.ID, "E1")
	if err != nil {
		t.Fatal(err)
	}
	c, err := l.Correct(t.Context(), correction.Correction{Action: correction.Set, Row: a, Values: map[string]string{"status": "planned"}, Who: "ann", Why: "it is to come"})
	if err != nil {
		t.Fatal(err)
	}
	again := harvest("2021-09-13")
	again.Events[0].ID = "E7"
	again.Events[0].Trigger = again.Events[0].Evidence
	mustAdd(t, l, again, "2", true)
	if got := find(t, l, "status:planned is:corrected", Options{Kinds: []Kind{Events}}); !gocmp.Equal(got, []string{"2021-09-13 E7"}) {
		t.Error(got)
	}
	machine, err := l.AsRead(t.Context(), r.Report.ID)
	if err != nil || machine.Events[0].Status != record.Happened {
		t.Error("the reading itself was changed", err)
	}
	if _, err := l.Correct(t.Context(), correction.Correction{Action: correction.Undo, Undoes: c.ID, Who: "ann", Why: "it was not"}); err != nil {
		t.Fatal(err)
	}
	if got := find(t, l, "status:happened -is:corrected type:PROTEST", Options{Kinds: []Kind{Events}}); len(got) != 1 {
		t.Error(got)
	}
	if _, err := l.Correct(t.Context(), correction.Correction{Action: correction.Undo, Undoes: c.ID, Who: "ann", Why: "again"}); err == nil || !strings.Contains(err.Error(), "undone already") {
		t.Error(err)
	}
}

func TestCountBy(t *testing.T) {
	l, _ := create(t)
	mustAdd(t, l, harvest("2021-09-13"), "1", true)
	mustAdd(t, l, harvest("2022-10-01"), "1", true)
	all, _ := query.Parse("")
	for by, want := range map[string][]Count{
		"type":      {{"PROTEST/demo", 2}},
		"publisher": {{"Grain Gazette", 2}},
		"day":       {{"2021-09-13", 1}, {"2022-10-01", 1}},
		"month":     {{"2021-09", 1}, {"2022-10", 1}},
		"actor":     {{"", 2}},
	} {
		got, err := l.CountBy(t.Context(), all, Options{Kinds: []Kind{Events}}, by)
		if d := gocmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("%s: %s %v", by, d, err)
		}
	}
	if _, err := l.CountBy(t.Context(), all, Options{}, "weather"); err == nil {
		t.Error("rows were counted by weather")
	}
}

// TestOpenOlder opens a ledger of the first version, and finds it indexed.
func TestOpenOlder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "annals.db")
	first, err := os.ReadFile("migrations/00001_ledger.sql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlOpen(path)
	if err != nil {
		t.Fatal(err)
	}
	up := strings.NewReplacer("-- +goose StatementBegin", "", "-- +goose StatementEnd", "").Replace(string(first))
	r := harvest("2021-09-13")
	line, _ := r.MarshalLine()
	for _, sql := range []string{up, `CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')))`,
		`INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1)`,
		`INSERT INTO report (id, content_id, added_at) VALUES (1, '` + r.Report.ID + `', '2024-01-01T00:00:00Z')`} {
		if _, err := db.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(`INSERT INTO reading (report, engine, read_at, record) VALUES (1, '1', '2024-01-01T00:00:00Z', ?)`, strings.TrimSpace(string(line))); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := OpenToRead(t.Context(), path); err == nil || !strings.Contains(err.Error(), "older annals") {
		t.Error(err)
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got := find(t, l, "type:PROTEST min-origins:1", Options{Kinds: []Kind{Events}}); len(got) != 1 {
		t.Error(got)
	}
}
