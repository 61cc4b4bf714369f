package eval

import (
	"strings"
	"testing"

	"annals/internal/corpus"
	"annals/internal/text"
)

func TestScoreNames(t *testing.T) {
	docs, err := corpus.ReadIOB(strings.NewReader(
		"Mira B-PER\nOrlo I-PER\nleft O\nthe O\nBank B-ORG\nin O\nVasht B-GPE\non O\nMonday B-DATE\n. O\nKorish B-NORP\n"))
	if err != nil {
		t.Fatal(err)
	}
	docs[0].Doc.Mentions = []text.Mention{
		{First: 0, Last: 2, Type: text.Person},       // right
		{First: 3, Last: 5, Type: text.Organization}, // too long
		{First: 6, Last: 7, Type: text.Location},     // right: GPE is a place
		{First: 8, Last: 9, Type: text.Misc},         // a date is no name
		{First: 10, Last: 11, Type: text.Misc},       // right: NORP is MISC
	}
	want := map[string][]float64{ // precision, recall, gold
		"PER": {100, 100, 1}, "ORG": {0, 0, 1}, "LOC": {100, 100, 1}, "MISC": {50, 100, 1},
		"PER ORG LOC": {200.0 / 3, 200.0 / 3, 3}, "all": {60, 75, 4},
	}
	for _, row := range ScoreNames(docs).Rows {
		w := want[row.Label]
		got := []float64{row.Values[0], row.Values[1], row.Values[3]}
		for i := range w {
			if d := got[i] - w[i]; d > 1e-9 || d < -1e-9 {
				t.Errorf("%s: got %v, want %v", row.Label, got, w)
				break
			}
		}
	}
}

func TestNameLabels(t *testing.T) {
	docs, err := corpus.ReadIOB(strings.NewReader("Mira O\nOrlo O\nleft O\n"))
	if err != nil {
		t.Fatal(err)
	}
	d := docs[0].Doc
	d.Mentions = []text.Mention{{First: 0, Last: 2, Type: text.Person}, {First: 2, Last: 3, Kind: text.Nominal}}
	if got := strings.Join(nameLabels(d), " "); got != "B-PER I-PER O" {
		t.Errorf("got %q", got)
	}
}
