package correction

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"annals/internal/record"
)

const story = "Bakers marched in Varna on Sunday, Ilse Korner said. About 300 took part."

// march is the record of story.
func march() *record.Record {
	span := func(words string) record.Span {
		i := strings.Index(story, words)
		return record.Span{Start: i, End: i + len(words), Text: words}
	}
	bakers, ilse := span("Bakers"), span("Ilse Korner")
	return &record.Record{
		Report: record.Report{ID: record.ContentID(story, ""), Text: story},
		Actors: []record.Actor{
			{ID: "A1", Name: "Bakers", Kind: record.KindGroup, Aliases: []string{"Bakers"}, Mentions: []record.Span{bakers}},
			{ID: "A2", Name: "Ilse Korner", Kind: record.KindPerson, Aliases: []string{"Ilse Korner"}, Mentions: []record.Span{ilse}}},
		Statements: []record.Statement{{ID: "S1", Source: record.Party{Actor: record.Ptr("A2"), Span: &ilse}, Content: []record.Span{span("Bakers marched in Varna on Sunday")},
			Form: record.Indirect, Act: "assert"}},
		Events: []record.Event{{ID: "E1", Plover: "PROTEST", Mode: record.Ptr("demo"), Quad: 4, Status: record.Happened, Actors: []record.Party{{Actor: record.Ptr("A1"), Span: &bakers}},
			AccordingTo: []string{"S1"}, Figures: []string{"F1"}, Trigger: span("marched"), Evidence: span("Bakers marched in Varna on Sunday")}},
		Figures: []record.Figure{{ID: "F1", Value: record.Ptr(300.0), Bound: "about", Unit: record.Ptr("person"), Span: span("About 300")}},
	}
}

func anchor(t *testing.T, r *record.Record, row string) *Anchor {
	t.Helper()
	a, err := AnchorOf(r, row)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func apply(t *testing.T, r *record.Record, list ...Correction) *Corrected {
	t.Helper()
	for i := range list {
		list[i].ID, list[i].Who, list[i].Why = int64(i+1), "ann", "as told"
		if err := list[i].Check(); err != nil {
			t.Fatal(err)
		}
	}
	c, err := NewBook(list).Apply(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Record.Check(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestApply(t *testing.T) {
	r := march()
	before, _ := r.MarshalLine()
	c := apply(t, r,
		Correction{Action: Set, Row: anchor(t, r, "E1"), Values: map[string]string{"status": "planned", "mode": "", "when": "2024-05-12", "where": "Varna", "country": "bgr"}},
		Correction{Action: Set, Row: anchor(t, r, "F1"), Values: map[string]string{"value": "350", "bound": "at_least"}},
		Correction{Action: Set, Row: anchor(t, r, "S1"), Values: map[string]string{"source": "a neighbour", "act": "deny"}},
		Correction{Action: Rename, Actor: "name:ilse korner", Into: "Ilse Maria Korner"},
		Correction{Action: Pin, Row: anchor(t, r, "A1"), Into: "name:bakers union"})
	e, f, s := c.Record.Events[0], c.Record.Figures[0], c.Record.Statements[0]
	if e.Status != "planned" || e.Mode != nil || *e.When.Start != "2024-05-12" || *e.When.End != "2024-05-13" || e.Where.Name != "Varna" || *e.Where.Country != "BGR" || e.Rule != "correction 1 by ann" {
		t.Errorf("%+v", e)
	}
	if *f.Value != 350 || f.Bound != "at_least" || *s.Source.Description != "a neighbour" || s.Act != "deny" || c.Record.Actors[1].Name != "Ilse Maria Korner" {
		t.Errorf("%+v %+v", f, s)
	}
	if d := cmp.Diff(map[string]string{"A1": "name:bakers union", "A2": "name:ilse korner"}, c.Keys); d != "" {
		t.Error(d)
	}
	if after, _ := r.MarshalLine(); string(before) != string(after) {
		t.Error("the reading itself was changed")
	}
}

func TestDropAndDelete(t *testing.T) {
	r := march()
	c := apply(t, r, Correction{Action: Drop, Row: anchor(t, r, "S1")}, Correction{Action: Drop, Row: anchor(t, r, "F1")}, Correction{Action: Delete, Actor: "name:ilse korner"})
	if len(c.Record.Statements)+len(c.Record.Figures) > 0 || len(c.Record.Events[0].AccordingTo)+len(c.Record.Events[0].Figures) > 0 || len(c.Record.Actors) != 1 {
		t.Errorf("%+v", c.Record)
	}
	c = apply(t, r, Correction{Action: Delete, Actor: "name:ilse korner"})
	if s := c.Record.Statements[0].Source; s.Actor != nil || s.Span.Text != "Ilse Korner" {
		t.Errorf("%+v", s)
	}
}

// TestFindAfterRereading looks for rows that a later reading numbers and cuts
// otherwise, or no longer has.
func TestFindAfterRereading(t *testing.T) {
	r, later := march(), march()
	a := anchor(t, r, "E1")
	later.Events[0].ID, later.Events[0].Trigger = "E9", later.Events[0].Evidence
	if got := a.Find(later); got != "E9" {
		t.Error(got)
	}
	later.Events = nil
	c := apply(t, later, Correction{Action: Drop, Row: a})
	if len(c.Lost) != 1 {
		t.Error("the correction found something")
	}
	actor := anchor(t, r, "A2")
	later.Actors[1].Mentions = append([]record.Span{later.Actors[0].Mentions[0]}, later.Actors[1].Mentions...)
	later.Actors = later.Actors[1:]
	if got := actor.Find(later); got != "A2" {
		t.Errorf("an actor that has an earlier mention now: %q", got)
	}
}

func TestActive(t *testing.T) {
	row := &Anchor{Report: "sha256:00", Row: "E1"}
	list := []Correction{{ID: 1, Action: Drop, Row: row}, {ID: 2, Action: Drop, Row: row}, {ID: 3, Action: Undo, Undoes: 1}, {ID: 4, Action: Undo, Undoes: 2}, {ID: 5, Action: Undo, Undoes: 4}}
	var ids []int64
	for _, c := range Active(list) {
		ids = append(ids, c.ID)
	}
	if d := cmp.Diff([]int64{2}, ids); d != "" {
		t.Error(d)
	}
}

func TestCheck(t *testing.T) {
	row := &Anchor{Report: "sha256:00", Row: "E1"}
	for want, c := range map[string]Correction{
		"a name (--who)":        {Action: Drop, Row: row, Why: "x"},
		"a reason (--why)":      {Action: Drop, Row: row, Who: "ann"},
		`"drop" lacks`:          {Action: Drop, Who: "ann", Why: "x"},
		`"join" lacks`:          {Action: Join, Row: row, Who: "ann", Why: "x"},
		`"merge" lacks`:         {Action: Merge, Actor: "name:a", Who: "ann", Why: "x"},
		`"dance" lacks`:         {Action: "dance", Row: row, Who: "ann", Why: "x"},
		`"undo" lacks`:          {Action: Undo, Who: "ann", Why: "x"},
		`"set" lacks what it c`: {Action: Set, Row: row, Who: "ann", Why: "x"},
	} {
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	for _, v := range [][3]string{{"E1", "status", "maybe"}, {"E1", "when", "soon"}, {"E1", "wind", "north"}, {"F1", "value", "many"}, {"A1", "name", " "}, {"T1", "start", "2020"},
		{"E1", "type", "FOO"}, {"E1", "cameo", "99999"}, {"E1", "country", "XX"}, {"A1", "country", "Foo"}, {"A1", "sectors", "GOV, x"}, {"A1", "cameo", "gov"}} {
		if CheckValue(v[0], v[1], v[2]) == nil {
			t.Errorf("%v was taken", v)
		}
	}
	for _, v := range [][3]string{{"E1", "status", "planned"}, {"E1", "when", ""}, {"E1", "when", "2024-05-14"}, {"F1", "value", "3.5"}, {"A1", "sectors", "GOV,OPP"},
		{"E1", "type", "PROTEST"}, {"E1", "cameo", "0211"}, {"E1", "country", "BLR"}, {"A1", "cameo", "GOVMIL"}, {"A1", "country", ""}} {
		if err := CheckValue(v[0], v[1], v[2]); err != nil {
			t.Error(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"who":"ann","why":"x","action":"drop","row":{"report":"sha256:00","row":"E1","start":7,"end":14}}`))
	f.Add([]byte(`{"action":"pin","row":{"row":"A"},"into":"name:a"}`))
	r := march()
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse(data)
		if err != nil || c.Check() != nil || c.Row != nil && c.Row.Row == "" && c.Action != Retract {
			return
		}
		out, err := NewBook([]Correction{c}).Apply(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = out.Record.Check()
	})
}
