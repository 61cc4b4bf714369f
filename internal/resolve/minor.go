package resolve

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/record"
)

// minor looks a name that the gazetteer lacks up among small towns and
// divisions. Their names are many people's and other things' too, so that the
// text must speak of the country: more than of any other in which there is such
// a place, and not much less than of the country that it speaks of most.
func (r *placeResolver) minor(p *record.Place) (*world.Place, string) {
	at := r.spell.Bytes(p.Span)
	if r.world.Metonym(p.Name) != nil || r.partial(at.Start) { // the White House, a town in Tennessee
		return nil, ""
	}
	candidates := r.minorPlaces(p)
	after, _ := r.after(at.End)
	if named := inCountries(candidates, after); len(named) > 0 {
		return named[0], "small, its country named after it"
	}
	if len(after) > 0 {
		return nil, ""
	}
	support := r.support(at.Start, at.End, world.Fold(p.Name))
	most := 0.0
	for _, s := range support {
		most = max(most, s)
	}
	var best *world.Place
	second := 0.0
	for _, c := range candidates {
		s := support[c.Country]
		switch {
		case best == nil || s > support[best.Country]:
			if best != nil {
				second = max(second, support[best.Country])
			}
			best = c
		case c.Country != best.Country:
			second = max(second, s)
		}
	}
	if best == nil || support[best.Country] == 0 || support[best.Country] < max(2*second, most/2) {
		return nil, ""
	}
	return best, "small, and the report speaks of " + best.Country
}

// partial reports whether the name at a byte offset is the end of a longer one: a word
// in capitals stands right before it that does not begin the sentence.
func (r *placeResolver) partial(at int) bool {
	t := r.doc.TokenAt(at)
	if t == 0 || t >= len(r.doc.Tokens) || r.doc.Sentences[r.doc.Tokens[t].Sentence].First >= t-1 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(r.doc.Form(t - 1))
	return unicode.IsUpper(first) && len(r.world.Demonyms(r.doc.Form(t-1))) == 0
}

// minorPlaces lists the small places that a place may be, towns before
// divisions: of those of one country, one.
func (r *placeResolver) minorPlaces(p *record.Place) []*world.Place {
	list := r.world.MinorPlaces(p.Name)
	if r.typed(p) {
		list = ofKind(list, p.Kind)
		if base, ok := r.base(p); ok && p.Kind == "region" {
			list = append(list, ofKind(r.world.MinorPlaces(base), "region")...)
		}
	}
	if len(list) == 0 {
		for _, v := range variants(world.Fold(p.Name)) {
			v = strings.ToUpper(v[:1]) + v[1:]
			for _, c := range append(r.world.Places(v), r.world.MinorPlaces(v)...) {
				if c.Country != "" && c.Kind != "country" && (!r.typed(p) || c.Kind == p.Kind) {
					list = append(list, c)
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *world.Place) int { return strings.Compare(a.Kind, b.Kind) })
	var one []*world.Place
	for _, c := range list {
		if len(inCountries(one, []string{c.Country})) == 0 {
			one = append(one, c)
		}
	}
	return one
}

// romanisations are spellings of one sound, as romanisations of Arabic, Cyrillic and
// other scripts differ in: at the end of a name where a $ stands, at its beginning
// where a ^ does.
var romanisations = [][2]string{
	{"ia$", "iya$"}, {"iy$", "y$"}, {"yy$", "y$"}, {"iy$", "i$"}, {"ah$", "a$"}, {"eh$", "ah$"}, {"eh$", "a$"}, {"iyah$", "iya$"},
	{"^al ", "^el "}, {"^al ", "^"}, {"^el ", "^"}, {"^ad ", "^al "}, {"^ar ", "^al "}, {"^as ", "^al "}, {"^ash ", "^al "}, {"^at ", "^al "}, {"^az ", "^al "},
	{"kh", "h"}, {"ou", "u"}, {"dj", "j"}, {"dzh", "j"}, {"gh", "g"}, {"q", "k"}, {"oo", "u"}, {"ee", "i"}, {"ey", "ay"}, {"ei", "ey"}, {"ei", "ay"}, {"sh", "ch"},
	{"zh", "j"}, {"tch", "ch"}, {"ya", "ia"}, {"ye", "e"}, {"yo", "e"}, {"w", "v"}, {"iv$", "ov$"}, {"e", "a"}, {"o", "u"}, {"i", "y"},
}

// variants are the spellings of a folded name with one sound romanised otherwise,
// wherever it stands, and that with its double letters single.
func variants(name string) []string {
	marked := "^" + name + "$"
	var list []string
	add := func(v string) {
		if v = strings.Trim(v, "^$ "); len(v) > 3 && v != name && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	for _, pair := range romanisations {
		add(strings.ReplaceAll(marked, pair[0], pair[1]))
		add(strings.ReplaceAll(marked, pair[1], pair[0]))
	}
	var single []rune
	for _, c := range name {
		if n := len(single); n == 0 || single[n-1] != c {
			single = append(single, c)
		}
	}
	add(string(single))
	return list
}

// typed reports whether a place's kind is what a noun in or beside its name says.
func (r *placeResolver) typed(p *record.Place) bool {
	return strings.Contains(p.Rule, "by its noun") || strings.Contains(p.Rule, "with its type")
}

// base is the name without the noun for places that it ends in.
func (r *placeResolver) base(p *record.Place) (string, bool) {
	i := strings.LastIndexByte(p.Name, ' ')
	if i < 0 || !r.typed(p) {
		return "", false
	}
	return p.Name[:i], true
}
