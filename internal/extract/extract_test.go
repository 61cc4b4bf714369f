package extract

import (
	"testing"

	"annals/internal/passage"
	"annals/internal/record"
	"annals/internal/text"
)

func read(t *testing.T, body, date string) *record.Record {
	t.Helper()
	w := passage.World(t)
	e := passage.Engine(t)
	x, err := New(w)
	if err != nil {
		t.Fatal(err)
	}
	d := &text.Document{Text: body, Published: date}
	rec := &record.Record{Report: record.Report{ID: "x", Text: body}}
	e.Read(d)
	x.Extract(d, rec)
	rec.Settle()
	if err := rec.Check(); err != nil {
		t.Fatal(err)
	}
	return rec
}

func TestFiguresHaveClaimants(t *testing.T) {
	rec := read(t, "The ministry said that 31 people were killed. Twelve houses burned down.", "")
	if len(rec.Figures) != 2 {
		t.Fatalf("%d figures, want 2", len(rec.Figures))
	}
	if by := rec.Figures[0].AccordingTo; len(by) != 1 || by[0].Span.Text != "The ministry" {
		t.Errorf("31 is according to %+v, want the ministry", by)
	}
	if by := rec.Figures[1].AccordingTo; len(by) != 0 {
		t.Errorf("12 stands in the report's own voice, not with %+v", by)
	}
}

func TestSaidIsTheTimeOfTheCue(t *testing.T) {
	rec := read(t, "The minister said on Tuesday that the road would open in June.", "2024-05-16")
	if len(rec.Statements) != 1 || rec.Statements[0].Said == nil {
		t.Fatalf("statements: %+v", rec.Statements)
	}
	if said := rec.Statements[0].Said; said.Start == nil || *said.Start != "2024-05-14" {
		t.Errorf("said %+v, want 2024-05-14", said)
	}
	rec = read(t, "This year's winner said that the race was hard.", "2024-05-16")
	if len(rec.Statements) != 1 || rec.Statements[0].Said != nil {
		t.Errorf("statements: %+v; a possessive is no time of saying", rec.Statements)
	}
}
