package where_test

import (
	"slices"
	"strings"
	"testing"

	"annals/internal/extract/where"
	"annals/internal/passage"
	"annals/internal/reading/segment"
	"annals/internal/record"
	"annals/internal/text"
)

// reader reads sentences and marks the words in brackets as names of places.
func reader(tb testing.TB) func(marked string) *text.Document {
	read := passage.Reader(tb)
	return func(marked string) *text.Document {
		var spans []text.Span
		var b strings.Builder
		for _, r := range marked {
			switch r {
			case '[':
				spans = append(spans, text.Span{Start: b.Len()})
			case ']':
				spans[len(spans)-1].End = b.Len()
			default:
				b.WriteRune(r)
			}
		}
		d := read(b.String(), "")
		for _, s := range spans {
			first, last := d.TokensIn(s)
			d.Mentions = append(d.Mentions, text.Mention{First: first, Last: last, Head: last - 1, Type: text.Location, Entity: -1})
		}
		return d
	}
}

// TestPlaceOrGovernment tells the place from those who govern there.
func TestPlaceOrGovernment(t *testing.T) {
	w := passage.World(t)
	read := reader(t)
	for marked, want := range map[string][]string{
		"The talks took place in [Moscow].":                          {"Moscow"},
		"[Moscow] refused to send troops.":                           nil,
		"They were arrested near [Minsk].":                           {"Minsk"},
		"[Minsk] accused [Warsaw] of meddling.":                      nil,
		"The president of [Belarus] resigned.":                       nil,
		"He drove from [Vilnius] to [Minsk].":                        {"Vilnius", "Minsk"},
		"He is loyal to [Moscow].":                                   nil,
		"Soldiers trained in western [Belarus].":                     {"western Belarus"},
		"Soldiers trained in north-eastern [Poland].":                {"north-eastern Poland"},
		"The army invaded [Kuwait].":                                 {"Kuwait"},
		"The streets of [Warsaw] were empty.":                        {"Warsaw"},
		"A court in the [Minsk] region met.":                         {"Minsk region"},
		"Talks between [Ankara] and [Athens] failed.":                nil,
		"The railway between [Ankara] and [Konya] is closed.":        {"Ankara", "Konya"},
		"[Hrodna] was quiet.":                                        {"Hrodna"},
		"[Poland]'s prime minister spoke.":                           nil,
		"According to [Tehran], nobody was hurt.":                    nil,
		"Trade with [China] grew.":                                   nil,
		"Snow fell across [Germany], [France] and northern [Spain].": {"Germany", "France", "northern Spain"},
	} {
		d := read(marked)
		var got []string
		for _, p := range where.Find(d, w, record.NewSpeller(d.Text)) {
			got = append(got, p.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", marked, got, want)
		}
	}
}

// TestWithoutTree checks the same where there is no tree.
func TestWithoutTree(t *testing.T) {
	w := passage.World(t)
	d := reader(t)("[Moscow] refused to talk, but in [Minsk] and near [Brest] people marched.")
	for i := range d.Tokens {
		d.Tokens[i].Head, d.Tokens[i].Deprel = -1, ""
	}
	d.LinkChildren()
	var got []string
	for _, p := range where.Find(d, w, record.NewSpeller(d.Text)) {
		got = append(got, p.Name)
	}
	if !slices.Equal(got, []string{"Minsk", "Brest"}) {
		t.Errorf("got %q", got)
	}
}

// TestDateline reads the place of a dateline, which has no tokens.
func TestDateline(t *testing.T) {
	w := passage.World(t)
	const s = "MINSK, March 3 (Agency) — Workers went on strike."
	d := &text.Document{Text: s}
	segment.New().Segment(d)
	places := where.Find(d, w, record.NewSpeller(s))
	if len(places) != 1 || places[0].Name != "Minsk" || places[0].Span.Text != "MINSK" || places[0].Kind != "city" {
		t.Errorf("got %+v", places)
	}
}

func BenchmarkFind(b *testing.B) {
	w := passage.World(b)
	d := reader(b)(strings.Repeat("Soldiers trained in western [Belarus]. The talks took place in [Moscow], and [Minsk] agreed. ", 20))
	spell := record.NewSpeller(d.Text)
	b.SetBytes(int64(len(d.Text)))
	for b.Loop() {
		where.Find(d, w, spell)
	}
}
