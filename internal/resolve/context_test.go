package resolve_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"annals/internal/extract/where"
	"annals/internal/passage"
	"annals/internal/record"
	"annals/internal/resolve"
	"annals/internal/text"
)

// TestContexts holds the countries of places to sentences written before the
// rules, half of them with names that several countries share: at least 90 %
// of the countries that are given are right. The closed half's faults are not
// shown. Names that a sentence leaves open must stay open.
func TestContexts(t *testing.T) {
	w, read := passage.World(t), passage.NameReader(t)
	for _, part := range []string{"open", "closed", "fresh"} {
		var right, wrong, open, lost, rightlyOpen int
		why := map[string]int{}
		for _, x := range passage.Table(t, "testdata/contexts_"+part+".txt") {
			d := read(x.Text, "")
			places := where.Find(d, w, record.NewSpeller(x.Text))
			resolve.Places(w, d, places)
			for _, e := range x.Want {
				span, country, _ := strings.Cut(e, "\t")
				i := slices.IndexFunc(places, func(p record.Place) bool { return p.Span.Text == span })
				got := "-"
				if i >= 0 && places[i].Country != nil {
					got = *places[i].Country
				}
				switch {
				case got == country && country == "-":
					rightlyOpen++
				case got == country:
					right++
				case got != "-":
					wrong++
				case i < 0:
					lost++
					why[lostBy(d, span)]++
				default:
					open++
					why[openBy(places[i].Rule)]++
				}
				if got != country && part != "closed" && testing.Verbose() {
					t.Logf("%s\n%s: got %s (%d), want %s", x.Text, span, got, i, country)
				}
			}
		}
		given := right + wrong
		t.Logf("%s half: %d countries right, %d wrong (%.1f %% of those given), %d rightly open, %d left open, %d not found: %v", part, right, wrong,
			100*float64(right)/float64(given), rightlyOpen, open, lost, why)
		if right*100 < 90*given || right*100 < 85*(given+open+lost) {
			t.Errorf("%s half: %d right, %d wrong, %d left open, %d not found", part, right, wrong, open, lost)
		}
	}
}

// openBy is why a place was left open, after the last rule that looked at it.
func openBy(rule string) string {
	for _, reason := range []string{"ambiguous", "several", "small", "not in the gazetteer"} {
		if strings.Contains(rule, reason) {
			return "left open, " + reason
		}
	}
	return "left open"
}

// lostBy is what the step before made of a place that was not found.
func lostBy(d *text.Document, span string) string {
	for _, m := range d.Mentions {
		if m.Kind == text.Name && strings.Contains(d.Slice(d.TokenSpan(m.First, m.Last)), span) {
			return fmt.Sprint("not found, named ", m.Type)
		}
	}
	return "not found, no name"
}
