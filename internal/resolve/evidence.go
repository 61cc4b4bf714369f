package resolve

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// evidence is a word that names a country, or what belongs to one.
type evidence struct {
	country string // alpha-3
	at      int    // byte
	places  string // folded name of the place that it is evidence from, or ""
	local   bool   // of somebody who acts where the evidence points: "Scottish police"
}

func (r *placeResolver) sort() {
	slices.SortFunc(r.evidence, func(a, b evidence) int { return cmp.Compare(a.at, b.at) })
}

// window is how many bytes before and after a place evidence counts: beyond it
// its weight is next to nothing.
const window = 20000

// near lists the evidence around a byte offset.
func (r *placeResolver) near(at int) []evidence {
	first := sort.Search(len(r.evidence), func(i int) bool { return r.evidence[i].at >= at-window })
	last := sort.Search(len(r.evidence), func(i int) bool { return r.evidence[i].at > at+window })
	return r.evidence[first:last]
}

// gather collects the countries that the report speaks of: their names and
// demonyms, seats of power, and the places with a single country.
func (r *placeResolver) gather(places []record.Place) {
	for t := range r.doc.Tokens {
		form := r.doc.Form(t)
		at := r.doc.Tokens[t].Start
		word := r.doc.Tokens[t].Lemma
		if s := r.doc.Tokens[t].Sentence; r.doc.Sentences[s].First == t {
			word = strings.ToLower(word)
		}
		if code, ok := r.signs[word]; ok {
			r.evidence = append(r.evidence, evidence{country: code, at: at})
		}
		if c, _ := utf8.DecodeRuneInString(form); !unicode.IsUpper(c) {
			continue
		}
		for n := 3; n >= 1; n-- {
			if t+n > len(r.doc.Tokens) {
				continue
			}
			name := r.doc.Slice(r.doc.TokenSpan(t, t+n))
			if r.local(t + n) { // "Lagos police"
				if town := dwarfs(byCountry(mainNames(r.world.Places(name), name))); town != nil && town.Kind == "city" && town.Country != "" {
					r.evidence = append(r.evidence, evidence{country: town.Country, at: at, places: world.Fold(name), local: true})
					break
				}
			}
			if codes := r.speaksOf(name); len(codes) > 0 {
				for _, code := range codes {
					r.evidence = append(r.evidence, evidence{country: code, at: at, places: world.Fold(name)})
				}
				break
			}
		}
		d := r.world.Demonyms(form)
		if len(d) == 0 && t+1 < len(r.doc.Tokens) {
			d = r.world.Demonyms(r.doc.Slice(r.doc.TokenSpan(t, t+2)))
		}
		if len(d) == 1 || len(d) > 1 && d[0].Country == d[1].Country {
			r.evidence = append(r.evidence, evidence{country: d[0].Country.Code, at: at, local: r.local(t + 1)})
		}
	}
}

// speaksOf lists the countries that a name in capitals speaks of: a country's own,
// that of a seat of power or a capital, those of a people, that of a party or a body
// of state.
func (r *placeResolver) speaksOf(name string) []string {
	if c := r.world.CountryNamed(name); c != nil && !r.shared(name, c.Code) {
		return []string{c.Code}
	}
	if m := r.world.Metonym(name); m != nil && m.Country != "" {
		return []string{m.Country}
	}
	if code, ok := r.signs[name]; ok {
		return []string{code}
	}
	if list := r.world.Places(name); len(list) > 0 {
		if best := dwarfs(byCountry(list)); best != nil && best.Capital {
			return []string{best.Country}
		}
		return nil
	}
	if codes := r.world.Homelands(name); len(codes) > 0 {
		return codes
	}
	if o := r.world.Organizations(name); len(o) == 1 && o[0].Country != "" && r.words.is("rooted", o[0].Kind) {
		return []string{o[0].Country}
	}
	return nil
}

// local reports whether the noun that begins at token t, over the nouns
// compounded with it, is of those who work at home: "riot police", "border guards".
func (r *placeResolver) local(t int) bool {
	for n := 0; n < 3 && t < len(r.doc.Tokens); n, t = n+1, t+1 {
		lemma := r.doc.Tokens[t].Lemma
		if r.words.is("native", lemma) || lemma == "force" && t > 0 && r.doc.Tokens[t-1].Lemma == "security" {
			return true
		}
		if r.doc.Tokens[t].UPOS != "NOUN" && r.doc.Tokens[t].UPOS != "ADJ" {
			return false
		}
	}
	return false
}

// persons collects the countries of the persons whom the report names, and of
// the armed groups, parties and bodies of state.
func (r *placeResolver) persons() {
	for _, m := range r.doc.Mentions {
		if m.Kind != text.Name || m.Type != text.Person && m.Type != text.Organization {
			continue
		}
		span := r.doc.TokenSpan(m.First, m.Last)
		if m.Type == text.Organization {
			if o := r.world.Organizations(r.doc.Slice(span)); len(o) == 1 && o[0].Country != "" && r.words.is("rooted", o[0].Kind) {
				r.evidence = append(r.evidence, evidence{country: o[0].Country, at: span.Start})
			}
			continue
		}
		found := r.world.People(r.doc.Slice(span))
		if m.First > 0 && m.Last == m.First+1 && len(found) > 0 && found[0].Kind > world.Alias {
			if code := r.titled(m.First-1, found); code != "" {
				r.evidence = append(r.evidence, evidence{country: code, at: span.Start})
			}
		}
		if len(found) > 0 && found[0].Kind <= world.Alias && (len(found) == 1 || found[1].Kind > found[0].Kind) && found[0].Person.Country != "" {
			r.evidence = append(r.evidence, evidence{country: found[0].Person.Country, at: span.Start})
		}
	}
}

// titled is the only country of which one of the persons of a surname has held the
// office that the word at token t names, or "".
func (r *placeResolver) titled(t int, found []world.Match) string {
	code := ""
	for _, m := range found {
		for _, term := range m.Person.Terms {
			if !strings.HasSuffix(term.Office, strings.ToLower(r.doc.Form(t))) || term.Country == "" || term.Country == code {
				continue
			}
			if code != "" {
				return ""
			}
			code = term.Country
		}
	}
	return code
}

// shared reports whether a country's name is also the name of a region or
// large town of another country.
func (r *placeResolver) shared(name, code string) bool {
	for _, p := range mainNames(r.world.Places(name), name) {
		if p.Country != code && (p.Kind == "region" || p.Population > 500000) {
			return true
		}
	}
	return false
}

// onlyCountry is the country of all places of the name, or "".
func (r *placeResolver) onlyCountry(name string) string {
	code := ""
	for _, p := range r.world.Places(name) {
		if p.Country == "" || code != "" && code != p.Country {
			return ""
		}
		code = p.Country
	}
	return code
}

// support weighs the countries that the report speaks of around a place: what is
// said of the place's own name elsewhere does not count.
func (r *placeResolver) support(start, end int, own string) map[string]float64 {
	support := map[string]float64{}
	for _, e := range r.near(start) {
		if e.places == own || start <= e.at && e.at < end {
			continue
		}
		support[e.country] += 1 / (1 + math.Abs(float64(e.at-start))/300)
	}
	return support
}
