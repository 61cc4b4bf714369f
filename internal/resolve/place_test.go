package resolve_test

import (
	"os"
	"strings"
	"testing"

	"annals/internal/extract/where"
	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/reading/encoder"
	"annals/internal/reading/name"
	"annals/internal/reading/segment"
	"annals/internal/record"
	"annals/internal/resolve"
	"annals/internal/text"
)

// placeReader finds and resolves the places of a text as the program does,
// without coreference.
func placeReader(tb testing.TB) (*world.World, func(string) *text.Document) {
	w, err := world.Load()
	if err != nil {
		tb.Fatal(err)
	}
	e, err := encoder.Load()
	if err != nil {
		tb.Fatal(err)
	}
	namer, err := name.Load()
	if err != nil {
		tb.Fatal(err)
	}
	segmenter, finder := segment.New(), clue.New(w)
	return w, func(s string) *text.Document {
		d := &text.Document{Text: s}
		segmenter.Segment(d)
		var c clue.Clues
		finder.Find(d, &c)
		namer.Name(d, &c, e.Analyse(d, &c))
		return d
	}
}

// TestPlaces holds finding and resolving to a table of sentences, half of them
// with ambiguous names, and every place in them. The models that tag, parse
// and name may move a few.
func TestPlaces(t *testing.T) {
	w, read := placeReader(t)
	b, err := os.ReadFile("testdata/places.txt")
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
		d := read(sentence)
		places := where.Find(d, w, record.NewSpeller(sentence))
		resolve.Places(w, d, places)
		var got []string
		for _, p := range places {
			got = append(got, placeLine(p))
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
		if x, ok := strings.CutPrefix(l, "\t"); ok {
			want = append(want, x)
		} else if !strings.HasPrefix(l, "#") {
			check()
			sentence, want = l, nil
		}
	}
	check()
	t.Logf("%d of %d sentences right", right, all)
	if all < 60 || right*100 < 90*all {
		t.Errorf("%d of %d sentences right", right, all)
	}
}

func placeLine(p record.Place) string {
	country, point := "-", "-"
	if p.Country != nil {
		country = *p.Country
	}
	if p.Lat != nil {
		point = "point"
	}
	return strings.Join([]string{p.Span.Text, p.Name, p.Kind, country, point}, " | ")
}

func FuzzPlaces(f *testing.F) {
	w, read := placeReader(f)
	for _, s := range []string{
		"In Tripoli, Lebanon, near western Belarus' Minsk region", "Georgia (Georgia) in the Georgia", "MINSK, May 3 – The Polish border.",
		"at 's the of Independence Square", "Korea-Japan north-east of Congo",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		d := read(s)
		r := record.Record{Report: record.Report{ID: "x", Text: s}}
		r.Places = where.Find(d, w, record.NewSpeller(s))
		resolve.Places(w, d, r.Places)
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkPlaces(b *testing.B) {
	w, read := placeReader(b)
	s := strings.Repeat("Clashes broke out in Tripoli between militias loyal to the Libyan government. He fled to western Belarus. ", 20)
	d := read(s)
	spell := record.NewSpeller(s)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		places := where.Find(d, w, spell)
		resolve.Places(w, d, places)
	}
}
