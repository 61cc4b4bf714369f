package figure_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"annals/internal/extract/figure"
	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/reading/encoder"
	"annals/internal/reading/segment"
	"annals/internal/record"
	"annals/internal/text"
)

// reader reads documents as the program does, but without names.
func reader(tb testing.TB) func(string) *text.Document {
	w, err := world.Load()
	if err != nil {
		tb.Fatal(err)
	}
	e, err := encoder.Load()
	if err != nil {
		tb.Fatal(err)
	}
	segmenter, finder := segment.New(), clue.New(w)
	return func(s string) *text.Document {
		d := &text.Document{Text: s}
		segmenter.Segment(d)
		var c clue.Clues
		finder.Find(d, &c)
		e.Analyse(d, &c)
		return d
	}
}

// TestFigures holds the finder to a table of sentences with every figure that
// they give. The models that tag and parse may move a few of them.
func TestFigures(t *testing.T) {
	read := reader(t)
	b, err := os.ReadFile("testdata/figures.txt")
	if err != nil {
		t.Fatal(err)
	}
	var sentence string
	var want []string
	right, all := 0, 0
	check := func() {
		if sentence == "" {
			return
		}
		var got []string
		for _, f := range figure.Find(read(sentence), record.NewSpeller(sentence)) {
			got = append(got, line(f))
		}
		all++
		if strings.Join(got, "\n") == strings.Join(want, "\n") {
			right++
			return
		}
		t.Logf("%s\n got %q\nwant %q", sentence, got, want)
	}
	for l := range strings.Lines(string(b)) {
		l = strings.TrimRight(l, "\n")
		if f, ok := strings.CutPrefix(l, "\t"); ok {
			want = append(want, f)
		} else if !strings.HasPrefix(l, "#") {
			check()
			sentence, want = l, nil
		}
	}
	check()
	if all < 60 || right*100 < 93*all {
		t.Errorf("%d of %d sentences right", right, all)
	}
}

func line(f record.Figure) string {
	number := func(v *float64) string {
		if v == nil {
			return "-"
		}
		return strconv.FormatFloat(*v, 'f', -1, 64)
	}
	word := func(v *string) string {
		if v == nil {
			return "-"
		}
		return *v
	}
	return strings.Join([]string{f.Span.Text, number(f.Value), number(f.Low), number(f.High), f.Bound, word(f.Unit), word(f.Counts)}, " | ")
}

// TestWithoutTree checks that figures are found from tags alone, and that a
// document without tags is no trouble.
func TestWithoutTree(t *testing.T) {
	const s = "More than 770 people were arrested and police killed 12 miners."
	d := reader(t)(s)
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
	read := reader(f)
	for _, s := range []string{
		"Between 5,000 and 7,000 people marched; 12 were hurt.", "$1.2bn–$3bn, or 5m £", "one in five", "hundreds of thousands of",
		"3-1 555-0123 10:30 2020-09-14", "a couple of a few several hundred and", "½ of 1,2,3.4.5 %", "99999999999999999999999 men", "one hundred\xff thousand",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		r := record.Record{Report: record.Report{ID: "x", Text: s}}
		r.Figures = figure.Find(read(s), record.NewSpeller(s))
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
	d := reader(b)(s)
	spell := record.NewSpeller(s)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		if len(figure.Find(d, spell)) != 60 {
			b.Fatal("figures missing")
		}
	}
}
