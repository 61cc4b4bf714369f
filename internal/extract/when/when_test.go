package when_test

import (
	"cmp"
	"strings"
	"testing"

	"annals/internal/extract/when"
	"annals/internal/passage"
	"annals/internal/reading/segment"
	"annals/internal/record"
	"annals/internal/text"
)

// TestTimes holds the finder to a table of sentences, with and without a
// report's date, and every time expression in them. The models that tag and
// parse may move a few.
func TestTimes(t *testing.T) {
	read := passage.Reader(t)
	passage.Hold(t, "testdata/times.txt", 93, func(p passage.Passage) (got []string) {
		for _, x := range when.Find(read(p.Text, p.Date), record.NewSpeller(p.Text)) {
			got = append(got, line(x))
		}
		return got
	})
}

func line(x record.Time) string {
	word := func(v *string) string { return cmp.Or(record.Value(v), "-") }
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
	if len(times) != 2 || record.Value(times[0].Start) != "2021-03-03" || record.Value(times[1].Start) != "2021-03-01" {
		t.Errorf("got %+v", times)
	}
}

// TestNoDateNoGuess holds relative expressions to staying unresolved where no
// date is known.
func TestNoDateNoGuess(t *testing.T) {
	const s = "Yesterday, last week, on Monday, in June, two days ago, next year and this morning they met."
	times := when.Find(passage.Reader(t)(s, ""), record.NewSpeller(s))
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
	read := passage.Reader(f)
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
	d := passage.Reader(b)(s, "2020-09-14")
	spell := record.NewSpeller(s)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		if len(when.Find(d, spell)) != 80 {
			b.Fatal("times missing")
		}
	}
}
