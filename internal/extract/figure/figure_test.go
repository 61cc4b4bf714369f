package figure_test

import (
	"cmp"
	"strings"
	"testing"

	"annals/internal/extract/figure"
	"annals/internal/passage"
	"annals/internal/record"
)

// TestFigures holds the finder to a table of sentences with every figure that
// they give. The models that tag and parse may move a few of them.
func TestFigures(t *testing.T) {
	read := passage.Reader(t)
	passage.Hold(t, "testdata/figures.txt", 93, func(p passage.Passage) (got []string) {
		for _, f := range figure.Find(read(p.Text, ""), record.NewSpeller(p.Text)) {
			got = append(got, line(f))
		}
		return got
	})
}

func line(f record.Figure) string {
	number := func(v *float64) string { return cmp.Or(record.Decimal(v), "-") }
	word := func(v *string) string { return cmp.Or(record.Value(v), "-") }
	return strings.Join([]string{f.Span.Text, number(f.Value), number(f.Low), number(f.High), f.Bound, word(f.Unit), word(f.Counts)}, " | ")
}

// TestWithoutTree checks that figures are found from tags alone, and that a
// document without tags is no trouble.
func TestWithoutTree(t *testing.T) {
	const s = "More than 770 people were arrested and police killed 12 miners."
	d := passage.Reader(t)(s, "")
	for i := range d.Tokens {
		d.Tokens[i].Head, d.Tokens[i].Deprel = -1, ""
	}
	d.LinkChildren()
	figures := figure.Find(d, record.NewSpeller(s))
	if len(figures) != 2 || *figures[0].Counts != "arrested" || *figures[1].Counts != "killed" {
		t.Errorf("got %+v", figures)
	}
	for i := range d.Tokens {
		d.Tokens[i].XPOS, d.Tokens[i].UPOS, d.Tokens[i].Lemma = "", "", ""
	}
	figure.Find(d, record.NewSpeller(s))
}

func FuzzFind(f *testing.F) {
	read := passage.Reader(f)
	for _, s := range []string{
		"Between 5,000 and 7,000 people marched; 12 were hurt.", "$1.2bn–$3bn, or 5m £", "one in five", "hundreds of thousands of",
		"3-1 555-0123 10:30 2020-09-14", "a couple of a few several hundred and", "½ of 1,2,3.4.5 %", "99999999999999999999999 men", "one hundred\xff thousand",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		r := record.Record{Report: record.Report{ID: "x", Text: s}}
		r.Figures = figure.Find(read(s, ""), record.NewSpeller(s))
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
		end := 0
		for _, f := range r.Figures {
			if f.Span.Start < end {
				t.Fatalf("%q overlaps the figure before it", f.Span.Text)
			}
			end = f.Span.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	s := strings.Repeat("More than 770 people were arrested on Sunday, and at least 12 were injured. The loan is worth $1.2bn. ", 20)
	d := passage.Reader(b)(s, "")
	spell := record.NewSpeller(s)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		if len(figure.Find(d, spell)) != 60 {
			b.Fatal("figures missing")
		}
	}
}
