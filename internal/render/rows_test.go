package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"annals/internal/record"
)

func TestRows(t *testing.T) {
	rec := docks()
	bare := &record.Record{Report: record.Report{ID: "sha256:ff", Text: "Loaves\nare dear.\x1b[31m"}}
	var b bytes.Buffer
	rows := NewRows(&b, Style{Width: 70})
	rows.Write(bare, "", "")
	for _, id := range []string{"S1", "E1", "F1"} {
		rows.Write(rec, id, "about 40 men")
	}
	rows.Write(bare, "", "")
	if err := rows.Flush(); err != nil {
		t.Fatal(err)
	}
	want := `date unknown · “Loaves are dear.[31m” · ff
2024-03-05 · Dock <b>strike</b> · 0123456789
  S1 Ana Brazil, through the Harbour Post: said, to the  0123456789/S1
     Harbour Post
       "the port <of Lune> said it would pay" about 40 men
  E1 planned AGREE Port of Lune                          0123456789/E1
       it would pay" about 40 men
       at Lune; about 40 persons; according to Ana Brazil through the
       Harbour Post (S1)
  F1 about 40 persons, according to Ana Brazil           0123456789/F1
       about 40 men

date unknown · “Loaves are dear.[31m” · ff
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}

func TestOne(t *testing.T) {
	for id, want := range map[string][]string{
		"S1": {"WHO SAID WHAT", "S1 Ana"},
		"E1": {"WHAT HAPPENED", "E1 planned", "about 40 person"},
		"F1": {"FIGURES", "F1 about 40"},
		"A2": {"ACTORS", "A2 Port of Lune"},
		"T1": {"TIMES", "T1 Monday"},
		"P1": {"PLACES", "P1 Lune"},
	} {
		var b bytes.Buffer
		if err := One(&b, docks(), id, Style{}); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(b.String(), w) {
				t.Errorf("%s: no %q in\n%s", id, w, b.String())
			}
		}
		if n := strings.Count(b.String(), "\n\n"); n != 1 {
			t.Errorf("%s: %d sections in\n%s", id, n, b.String())
		}
	}
	if err := One(&bytes.Buffer{}, docks(), "E9", Style{}); err == nil {
		t.Error("E9 was shown")
	}
}
