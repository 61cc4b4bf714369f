package when_test

import (
	"os"
	"strings"
	"testing"

	"annals/internal/extract/when"
	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/reading/encoder"
	"annals/internal/reading/segment"
	"annals/internal/record"
	"annals/internal/text"
)

// reader reads documents as the program does, but without names.
func reader(tb testing.TB) func(s, date string) *text.Document {
	w, err := world.Load()
	if err != nil {
		tb.Fatal(err)
	}
	e, err := encoder.Load()
	if err != nil {
		tb.Fatal(err)
	}
	segmenter, finder := segment.New(), clue.New(w)
	return func(s, date string) *text.Document {
		d := &text.Document{Text: s, Published: date}
		segmenter.Segment(d)
		var c clue.Clues
		finder.Find(d, &c)
		e.Analyse(d, &c)
		return d
	}
}

// TestTimes holds the finder to a table of sentences, with and without a
// report's date, and every time expression in them. The models that tag and
// parse may move a few.
func TestTimes(t *testing.T) {
	read := reader(t)
	b, err := os.ReadFile("testdata/times.txt")
	if err != nil {
		t.Fatal(err)
	}
	var date, sentence string
	var want []string
	right, all := 0, 0
	check := func() {
		if sentence == "" {
			return
		}
		var got []string
		for _, x := range when.Find(read(sentence, date), record.NewSpeller(sentence)) {
			got = append(got, line(x))
		}
		all++
		if strings.Join(got, "\n") == strings.Join(want, "\n") {
			right++
			return
		}
		t.Logf("@%s %s\n got %q\nwant %q", date, sentence, got, want)
	}
	for l := range strings.Lines(string(b)) {
		l = strings.TrimRight(l, "\n")
		if x, ok := strings.CutPrefix(l, "\t"); ok {
			want = append(want, x)
		} else if rest, ok := strings.CutPrefix(l, "@"); ok {
			check()
			date, sentence, _ = strings.Cut(rest, " ")
			date, want = strings.TrimPrefix(date, "-"), nil
		}
	}
	check()
	if all < 60 || right*100 < 93*all {
		t.Errorf("%d of %d sentences right", right, all)
	}
}

func line(x record.Time) string {
	word := func(v *string) string {
		if v == nil {
			return "-"
		}
		return *v
	}
	return strings.Join([]string{x.Span.Text, word(x.Start), word(x.End), word(x.Grain), x.Basis, word(x.Recurrence)}, " | ")
}

// TestDateline resolves against the dateline of the block where it has a date.
func TestDateline(t *testing.T) {
	const s = "PRAGUE, March 3 (Reuter) – Workers went on strike on Monday."
	d := &text.Document{Text: s, Published: "2021-03-05"}
	segment.New().Segment(d)
	if d.Blocks[0].Dateline.Len() == 0 {
		t.Skip("the segmenter sees no dateline")
	}
	times := when.Find(d, record.NewSpeller(s))
	if len(times) != 1 || times[0].Start == nil || *times[0].Start != "2021-03-01" {
		t.Errorf("got %+v", times)
	}
}

// TestNoDateNoGuess holds relative expressions to staying unresolved where no
// date is known.
func TestNoDateNoGuess(t *testing.T) {
	const s = "Yesterday, last week, on Monday, in June, two days ago, next year and this morning they met."
	times := when.Find(reader(t)(s, ""), record.NewSpeller(s))
	if len(times) < 6 {
		t.Errorf("found only %d", len(times))
	}
	for _, x := range times {
		if x.Start != nil || x.End != nil || x.Basis != record.NoBasis {
			t.Errorf("%q is resolved without a date: %s", x.Span.Text, line(x))
		}
	}
}

func FuzzFind(f *testing.F) {
	read := reader(f)
	for _, s := range []string{
		"From June 5–7, 2020 at 10:30 a.m. (GMT +3) until 2021-13-45, between Monday and", "every other Sunday since the '90s, 31 February 2020",
		"the last two weeks of the first quarter of next year", "at 99:99 p.m. o'clock in", "three years ago than the next the day before", "May may march in March 5/6/07 1.2.2020",
		"early late mid-the end of the", "Sun. Sept", "twice a\u00a0year\xff",
	} {
		f.Add(s, "2020-02-29")
	}
	f.Fuzz(func(t *testing.T, s, date string) {
		s = strings.ToValidUTF8(s, "?")
		r := record.Record{Report: record.Report{ID: "x", Text: s}}
		r.Times = when.Find(read(s, date), record.NewSpeller(s))
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
		end := 0
		for _, x := range r.Times {
			if x.Span.Start < end {
				t.Fatalf("%q overlaps the time before it", x.Span.Text)
			}
			end = x.Span.End
			if x.Start != nil && x.End != nil && *x.Start >= *x.End {
				t.Fatalf("%q starts at %s and ends at %s", x.Span.Text, *x.Start, *x.End)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	s := strings.Repeat("The talks began on Monday and will last until September 25. They have met every Sunday since the 1990s. ", 20)
	d := reader(b)(s, "2020-09-14")
	spell := record.NewSpeller(s)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		if len(when.Find(d, spell)) != 80 {
			b.Fatal("times missing")
		}
	}
}
