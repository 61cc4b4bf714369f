package resolve_test

import (
	"strings"
	"testing"

	"annals/internal/extract/where"
	"annals/internal/passage"
	"annals/internal/record"
	"annals/internal/resolve"
)

// TestPlaces holds finding and resolving to a table of sentences, half of them
// with ambiguous names, and every place in them. The models that tag, parse
// and name may move a few.
func TestPlaces(t *testing.T) {
	w, read := passage.World(t), passage.NameReader(t)
	passage.Hold(t, "testdata/places.txt", 90, func(p passage.Passage) (got []string) {
		d := read(p.Text, "")
		places := where.Find(d, w, record.NewSpeller(p.Text))
		resolve.Places(w, d, places)
		for _, p := range places {
			got = append(got, placeLine(p))
		}
		return got
	})
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
	w, read := passage.World(f), passage.NameReader(f)
	for _, s := range []string{
		"In Tripoli, Lebanon, near western Belarus' Minsk region", "Georgia (Georgia) in the Georgia", "MINSK, May 3 – The Polish border.",
		"at 's the of Independence Square", "Korea-Japan north-east of Congo",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		d := read(s, "")
		r := record.Record{Report: record.Report{ID: "x", Text: s}}
		r.Places = where.Find(d, w, record.NewSpeller(s))
		resolve.Places(w, d, r.Places)
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkPlaces(b *testing.B) {
	w, read := passage.World(b), passage.NameReader(b)
	s := strings.Repeat("Clashes broke out in Tripoli between militias loyal to the Libyan government. He fled to western Belarus. ", 20)
	d := read(s, "")
	spell := record.NewSpeller(s)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		places := where.Find(d, w, spell)
		resolve.Places(w, d, places)
	}
}
