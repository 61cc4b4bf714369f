// Package where finds the places that a report names.
//
// It reads a document's text, blocks, tokens, tags, name mentions and, where
// present, its tree, and writes [record.Place]. Coordinates, and the countries
// of ambiguous names, are resolved later, against the whole report.
//
// A name that stands for a government ("Moscow refused", "the president of
// Belarus") is no place; the same name where something happens, moves or lies
// is ("in Moscow", "invaded Belarus"). Demonyms are never places.
//
// A country's Name is the world's own ("United States" for "the U.S."); a part
// of a place is a region under its full phrase ("western Belarus"), and a
// place with its type is named with it ("Minsk region", "Independence
// Square"). Every other Name is as printed, without article and possessive.
package where

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

//go:embed tables/words.tsv
var table string

// load parses the embedded table once; it is read-only afterwards: the words
// of each kind with their values.
var load = sync.OnceValues(func() (map[string]map[string]string, error) {
	words := map[string]map[string]string{}
	for n, line := range strings.Split(table, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("where: words.tsv line %d: want word, kind and value", n+1)
		}
		if words[f[1]] == nil {
			words[f[1]] = map[string]string{}
		}
		words[f[1]][f[0]] = f[2]
	}
	return words, nil
})

// Find lists the document's places in text order, without coordinates.
func Find(doc *text.Document, w *world.World, spell *record.Speller) []record.Place {
	words, err := load()
	if err != nil {
		return nil
	}
	f := &finder{doc: doc, world: w, words: words}
	f.datelines()
	f.label()
	f.mentions()
	f.missed()
	slices.SortStableFunc(f.found, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(b.span.End, a.span.End))
	})
	var places []record.Place
	end := 0
	for _, p := range f.found {
		if p.span.Start < end {
			continue
		}
		end = p.span.End
		r := record.Place{ID: fmt.Sprintf("P%d", len(places)+1), Name: p.name, Kind: p.kind, Span: spell.Span(p.span), Rule: "where: " + p.rule}
		if p.country != "" {
			r.Country = &p.country
		}
		places = append(places, r)
	}
	return places
}

type finder struct {
	doc   *text.Document
	world *world.World
	words map[string]map[string]string
	found []found
	place []bool // token → part of a name of a place
}

// found is a place in its position.
type found struct {
	span                      text.Span
	name, kind, country, rule string
}

// has reports whether a word is of a kind in the table.
func (f *finder) has(kind, word string) bool {
	_, ok := f.words[kind][word]
	return ok
}

func (f *finder) form(t int) string {
	if t < 0 || t >= len(f.doc.Tokens) {
		return ""
	}
	return strings.ToLower(f.doc.Form(t))
}

func (f *finder) lemma(t int) string {
	if l := f.doc.Tokens[t].Lemma; l != "" {
		return strings.ToLower(l)
	}
	return f.form(t)
}

// mentions finds the places among the names.
func (f *finder) mentions() {
	for _, m := range f.doc.Mentions {
		if m.Kind != text.Name || m.First >= m.Last {
			continue
		}
		first, last := m.First, f.hyphenated(m.First, m.Last)
		if m.Type == text.Organization || m.Type == text.Misc { // the names of a match or a treaty, of a ministry, are no places
			name := f.name(first, last)
			state := f.world.CountryNamed(name) != nil || f.world.Metonym(name) != nil
			if !(state && f.locative(first, last)) && !(last-first > 1 && f.has("sure", f.form(last-1))) && !f.institution(first, last) && !f.has("works", f.form(last)) && !f.misread(first, last) {
				continue
			}
		} else if m.Type != text.Location && !f.misread(first, last) {
			continue
		}
		f.add(f.trim(first, last))
	}
}

// hyphenated is the end of a name that goes on behind a hyphen, if the lexicon has it
// whole: "Castilla-La Mancha".
func (f *finder) hyphenated(first, last int) int {
	if f.form(last) != "-" || f.doc.Tokens[last].Start != f.doc.Tokens[last-1].End {
		return last
	}
	for end := min(last+4, len(f.doc.Tokens)); end > last+1; end-- {
		if f.capital(last+1) && f.capital(end-1) && f.listed(f.name(first, end)) {
			return end
		}
	}
	return last
}

// institution reports whether the name of a body is that of an institution where
// something happens: "outside the University of Dhaka".
func (f *finder) institution(first, last int) bool {
	_, typed := f.words["type"][f.form(first)]
	return typed && f.form(first+1) == "of" && last-first > 2 && f.locative(first, last)
}

// misread reports whether a name that some step took for a person's or a body's
// is that of a known place and of nothing else, where something happens: "off
// Samos".
func (f *finder) misread(first, last int) bool {
	end, known := f.knownPrefix(first, last)
	if !known || end != last || !f.onlyPlace(first, last) {
		return false
	}
	if f.startsSentence(first) && f.possessive(last) {
		return f.placelikeAfter(last) // "Batumi's mayor"
	}
	if f.startsSentence(first) { // "Gwadar was cut off"
		h := f.doc.Tokens[first].Head
		return last-first == 1 && h >= 0 && f.doc.Tokens[first].Deprel == "nsubj:pass" && f.has("reach", f.lemma(h))
	}
	of := f.form(first-1) == "of" && (f.has("piece", f.lemma(first-2)) || f.placelikeBefore(first-1, false))
	return of || f.locative(first, last) || f.listedBesidePlace(first) || f.possessive(last) && f.placelikeAfter(last)
}

// listedBesidePlace reports whether the name at token t stands in a row after the
// name of a place: "off Lesbos and Samos".
func (f *finder) listedBesidePlace(t int) bool {
	if t >= 2 && f.form(t-1) == "and" && f.inLocation(t-2) {
		return true
	}
	h := f.doc.Tokens[t].Head
	return text.IsRelation(f.doc.Tokens[t].Deprel, "conj") && f.inLocation(h)
}

// trim cuts articles, directions and possessives off a name's ends.
func (f *finder) trim(first, last int) (int, int) {
	for first < last && (f.form(first) == "the" && !f.hasArticle(first, last) || f.doc.Tokens[first].UPOS == "PUNCT") {
		first++
	}
	for first < last-1 && f.has("direction", f.form(first)) && (!f.capital(first) || f.startsSentence(first) && !f.listed(f.name(first, last))) { // part adds it again
		first++
	}
	for first < last && (f.form(last-1) == "'s" || f.form(last-1) == "’s" || f.form(last-1) == "'" || f.form(last-1) == "’") {
		last--
	}
	return first, last
}

// hasArticle reports whether the article before a name is part of it: "The Hague".
func (f *finder) hasArticle(first, last int) bool {
	return f.capital(first) && !f.startsSentence(first) && last-first > 1 && f.world.CountryNamed(f.name(first+1, last)) == nil && len(f.world.Places(f.name(first, last))) > 0
}

func (f *finder) startsSentence(t int) bool {
	return f.doc.Sentences[f.doc.Tokens[t].Sentence].First == t
}

// listed reports whether the name is in the lexicon.
func (f *finder) listed(name string) bool {
	return f.world.CountryNamed(name) != nil || len(f.world.Places(name)) > 0
}

// name is the text of the tokens in one line.
func (f *finder) name(first, last int) string {
	return strings.Join(strings.Fields(f.doc.Slice(f.doc.TokenSpan(first, last))), " ")
}

// add decides on the name at tokens first to last and keeps it if it is a place.
func (f *finder) add(first, last int) {
	if first >= last {
		return
	}
	if _, ok := f.words["type"][f.form(first)]; ok && last-first == 1 && (f.form(first-1) == "the" || !f.listed(f.name(first, last))) {
		return // "the Strait"
	}
	name := f.name(first, last)
	country := f.world.CountryNamed(name)
	demonyms := f.world.Demonyms(name)
	if country == nil && len(demonyms) > 0 && len(f.world.Places(name)) == 0 {
		return
	}
	if country == nil && strings.ToUpper(name) == name && len(f.world.Organizations(name)) > 0 || f.compounded(first) {
		return // "U.N.", "Euro-Atlantic"
	}
	if f.inBody(first, last) || f.team(first, last) || country == nil && (f.carried(last) || f.bornByThing(first, last, name)) || f.shortState(first, last) {
		return
	}
	if name == "West" || name == "East" || name == "South" || name == "North" {
		return // a camp of states, or a direction
	}
	if p, ok := f.part(first, last, country); ok {
		if f.standsForState(first, last, country) && !strings.Contains(p.rule, "direction") && p.kind != "other" {
			return
		}
		f.found = append(f.found, p)
		return
	}
	if f.standsForState(first, last, country) || f.form(first-1) == "to" && f.form(first-2) == "according" && f.world.OnlyTowns(name) {
		return // "according to Baza", who speak
	}
	p := found{span: f.doc.TokenSpan(first, last), name: name, rule: "name"}
	switch {
	case country != nil:
		p.name, p.kind, p.country = country.Name, "country", country.Code
	default:
		var said bool
		p.kind, said = f.kindOf(first, last, name)
		switch {
		case said:
			p.rule = "name, kind by its noun"
		case !f.listed(name) && f.world.Metonym(name) == nil && !f.placed(first, last): // as likely a person or a body
			return
		}
	}
	if river := name + " River"; f.alongside(first) && p.kind == "region" && f.listed(river) { // "on the Amazon"
		p.name, p.kind, p.rule = river, "other", "river, by the words before it"
	}
	if m := f.world.Metonym(name); m != nil && !m.Place { // inside the Kremlin
		p.kind, p.country = "other", m.Country
	}
	if prep := f.form(f.preposition(first)); prep == "near" || prep == "outside" {
		p.rule += "; " + prep + " it"
	}
	f.found = append(f.found, p)
}

// inBody reports whether the name ends that of a body which the lexicon has: "Al-Qaeda
// in the Arabian Peninsula".
func (f *finder) inBody(first, last int) bool {
	for start := first - 2; start >= max(0, first-7) && f.doc.Tokens[start].Sentence == f.doc.Tokens[first].Sentence; start-- {
		name := f.name(start, last)
		if f.capital(start) && (len(f.world.Organizations(name)) > 0 || len(f.world.Organizations(strings.Replace(name, " in ", " of ", 1))) > 0) {
			return true
		}
	}
	return false
}

// team reports whether the name is a team's or a firm's: "Real Madrid", "Chelsea
// beat …", "Santander and Deutsche Bank".
func (f *finder) team(first, last int) bool {
	if f.has("team", f.form(first-1)) && f.capital(first-1) || f.has("side", f.form(last)) && f.capital(last) {
		return true
	}
	if f.doc.Tokens[first].Deprel == "" {
		return false
	}
	head := f.headOf(first, last)
	governor := f.doc.Tokens[head].Head
	if governor < 0 {
		return false
	}
	if f.plays(first, last) {
		return true
	}
	rel := f.doc.Tokens[head].Deprel
	if (rel == "nsubj" || rel == "obj") && f.has("match", f.lemma(governor)) {
		return true
	}
	if rel == "nsubj" && !f.has("stand", f.lemma(governor)) && f.doc.Tokens[governor].UPOS == "VERB" && slices.ContainsFunc(f.world.Organizations(f.name(first, last)), func(o *world.Organization) bool { return o.Kind == "company" }) {
		return true
	}
	if text.IsRelation(rel, "conj") && f.has("side", f.form(governor)) && text.IsRelation(f.doc.Tokens[governor].Deprel, "nsubj") { // "Leeds United and Chelsea drew"
		v := f.doc.Tokens[governor].Head
		return v >= 0 && f.has("match", f.lemma(v))
	}
	if !text.IsRelation(rel, "nsubj") {
		return false
	}
	for _, m := range f.doc.Mentions {
		if m.Kind != text.Name || m.Type != text.Organization || m.First <= last {
			continue
		}
		if k := f.headOf(m.First, m.Last); text.IsRelation(f.doc.Tokens[k].Deprel, "conj") && f.doc.Tokens[k].Head == head {
			return len(f.world.Places(f.name(first, last))) == 0 || !f.seat(first, last)
		}
	}
	return false
}

// plays reports whether the name is that of a team in a sentence on sport: who plays,
// loses, is played against or has a coach there, but in or at no place.
func (f *finder) plays(first, last int) bool {
	sentence := f.doc.Sentences[f.doc.Tokens[first].Sentence]
	sport := false
	for t := sentence.First; t < sentence.Last && !sport; t++ {
		sport = f.doc.Tokens[t].UPOS == "NOUN" && f.has("sport", f.lemma(t))
	}
	if !sport {
		return false
	}
	if p := f.preposition(first); p >= 0 {
		prep := f.form(p)
		return prep == "against" || prep == "with" || prep == "over" || (prep == "to" || prep == "for") && !f.moves(p)
	}
	head := f.headOf(first, last)
	for n := 0; n < 5 && text.IsRelation(f.doc.Tokens[head].Deprel, "conj") && f.doc.Tokens[head].Head >= 0; n++ {
		head = f.doc.Tokens[head].Head
	}
	governor := f.doc.Tokens[head].Head
	if governor < 0 {
		return false
	}
	switch rel := f.doc.Tokens[head].Deprel; {
	case text.IsRelation(rel, "nsubj"):
		return !f.has("stand", f.lemma(governor))
	case rel == "obj":
		return f.has("match", f.lemma(governor)) || f.has("play", f.lemma(governor))
	case rel == "compound", rel == "nmod:poss":
		return f.has("sport", f.lemma(governor))
	}
	return false
}

// bornByThing reports whether a name that the lexicon has not is that of a body or of
// a kind of thing: "the Islamic State", "an Aldi supermarket", "the Autonomous Region".
func (f *finder) bornByThing(first, last int, name string) bool {
	if f.listed(name) || f.world.Metonym(name) != nil {
		return false
	}
	if f.form(first) == "autonomous" && last-first == 2 || first > 0 && f.has("vessel", f.lemma(first-1)) || len(f.world.Organizations(name)) > 0 {
		return true
	}
	_, typed := f.words["type"][f.form(last)]
	thing := last
	if f.possessive(last) {
		thing++
	}
	return !typed && (f.form(first-1) == "a" || f.form(first-1) == "an") && thing < len(f.doc.Tokens) && f.doc.Tokens[thing].UPOS == "NOUN"
}

// shortState keeps the name if it is a state's short form behind a town's name:
// "Macon, Ga.".
func (f *finder) shortState(first, last int) bool {
	if first < 2 || f.form(first-1) != "," || !f.inLocation(first-2) {
		return false
	}
	states := f.world.ShortStates(f.name(first, last))
	if len(states) == 0 {
		return false
	}
	m := slices.IndexFunc(f.doc.Mentions, func(m text.Mention) bool { return m.Kind == text.Name && m.First <= first-2 && first-2 < m.Last })
	town := f.world.Places(f.name(f.doc.Mentions[m].First, f.doc.Mentions[m].Last))
	for _, s := range states { // Perth, WA is no town in Washington
		if len(states) == 1 || slices.ContainsFunc(town, func(p *world.Place) bool { return p.Country == s.Country && p.Admin == s.Name }) {
			f.found = append(f.found, found{span: f.doc.TokenSpan(first, last), name: s.Name, kind: "region", country: s.Country, rule: "short form of a state"})
			break
		}
	}
	return true
}

// carried reports whether the noun behind a name, over further names of its row, is
// of what bears names of places and others: "the Druzhba pipeline", "the Beni Halba
// and Salamat tribes".
func (f *finder) carried(last int) bool {
	for t := last; t < len(f.doc.Tokens) && t < last+4; t++ {
		if f.has("bearer", f.lemma(t)) && !f.capital(t) {
			return true
		}
		if f.form(t) != "and" && !f.capital(t) {
			return false
		}
	}
	return false
}

// compounded reports whether the name at token t is the second part of a word
// that is no place: "Euro-Atlantic".
func (f *finder) compounded(t int) bool {
	if t >= 2 && f.form(t-1) == "–" && f.doc.Tokens[t-1].End == f.doc.Tokens[t].Start { // "IS–Somalia base"
		before := f.doc.Form(t - 2)
		return len(before) > 1 && strings.ToUpper(before) == before
	}
	return t >= 2 && f.form(t-1) == "-" && f.doc.Tokens[t-1].End == f.doc.Tokens[t].Start && f.has("prefix", f.form(t-2))
}

// kindOf is the kind of a name: by the noun that it is given ("the city of
// …"), the noun in it ("… Province"), and then said is true, else by the
// gazetteer.
func (f *finder) kindOf(first, last int, name string) (kind string, said bool) {
	if k, ok := f.words["type"][f.form(last-1)]; ok && last-first > 1 {
		return k, true
	}
	if last-first > 1 && f.has("sure", f.form(last-1)) && !f.listed(name) { // "the Palestine Hotel"
		return "other", true
	}
	if k, ok := f.words["type"][f.form(first)]; ok && last-first > 1 && k != "city" { // "Lake Chad", not "Port of Spain"
		return k, true
	}
	if first >= 2 && f.form(first-1) == "of" && f.form(first-2) != "capital" { // what has a capital is no city
		if k, ok := f.words["type"][f.form(first-2)]; ok && (k != "other" || f.has("land", f.form(first-2))) && !(f.form(first-2) == "area" && f.listed(name)) {
			return k, true // "the area of Brest" is around the town
		}
	}
	if f.governed(first, last, name) || f.plural(last) == "region" {
		return "region", true
	}
	if f.words["type"][f.form(last)] == "city" && !f.capital(last) { // "Pazigyi village"
		return "city", true
	}
	switch k, ok := f.words["type"][f.form(first-1)]; {
	case ok && k == "city": // "the village Dubrava", "capital Minsk"
		return k, true
	case ok && f.doc.Tokens[first-1].Sentence == f.doc.Tokens[first].Sentence && k == "other": // "the river Dnieper"
		return k, true
	}
	candidates := f.world.Places(name)
	if first >= 2 && f.form(first-1) == "," && f.inLocation(first-2) && !f.rowGoesOn(last) && slices.ContainsFunc(candidates, func(p *world.Place) bool { return p.Kind == "region" && p.Country == "USA" }) {
		return "region", true // "Buffalo, New York"
	}
	for _, p := range candidates {
		if p.Kind == "city" && (p.Population > 0 || p.Capital) { // "Minsk" alone is the city, not its region
			return "city", false
		}
	}
	if len(candidates) > 0 {
		return candidates[0].Kind, false
	}
	return "other", false
}

// governed reports whether the name is that of a region too and a governor has it.
func (f *finder) governed(first, last int, name string) bool {
	if !(f.form(first-1) == "of" && f.form(first-2) == "governor") && f.form(last) != "governor" && !(f.possessive(last) && f.form(last+1) == "governor") {
		return false
	}
	return slices.ContainsFunc(f.world.Places(name), func(p *world.Place) bool { return p.Kind == "region" })
}

// rowGoesOn reports whether another member of a row of places stands behind token last.
func (f *finder) rowGoesOn(last int) bool {
	return f.form(last) == "and" || f.form(last) == "or" || f.form(last) == "," && (f.inLocation(last+1) || f.form(last+1) == "and")
}

// alongside reports whether the words before the name at token first are those before
// a river's: "on the …", "down the …".
func (f *finder) alongside(first int) bool {
	if f.form(first-1) != "the" {
		return false
	}
	switch f.form(first - 2) {
	case "on", "along", "down", "up":
		return true
	case "of":
		return f.form(first-3) == "bank" || f.form(first-3) == "banks"
	}
	return false
}

// plural is the kind that a noun in the plural behind a row of names gives to
// each: "Zamfara and Katsina states".
func (f *finder) plural(last int) string {
	for t := last; t < len(f.doc.Tokens) && t < last+8; t++ {
		word := f.form(t)
		if singular, ok := strings.CutSuffix(word, "s"); ok && !f.capital(t) {
			if k, ok := f.words["type"][strings.Replace(singular, "ie", "y", 1)]; ok {
				return k
			}
		}
		if word != "," && word != "and" && word != "or" && !f.capital(t) {
			return ""
		}
	}
	return ""
}

// part reads a name with a direction before it ("western Belarus") or a noun
// for places behind it that the name lacks ("Minsk region", "the Belarus
// border").
func (f *finder) part(first, last int, country *world.Country) (found, bool) {
	start := first
	for start > 0 && f.doc.Tokens[start-1].Sentence == f.doc.Tokens[first].Sentence && f.directionBefore(start) > 0 {
		start -= f.directionBefore(start)
	}
	if start < first {
		name := f.name(start, last)
		if f.capital(start) && f.listed(name) {
			p := found{span: f.doc.TokenSpan(start, last), name: name, kind: "region", rule: "name with direction"}
			if c := f.world.CountryNamed(name); c != nil {
				p.kind, p.country, p.name = "country", c.Code, c.Name
			} else {
				p.kind = f.world.Places(name)[0].Kind
			}
			return p, true
		}
		if k, _ := f.kindOf(first, last, f.name(first, last)); k == "city" && country == nil {
			return found{}, false // "central Minsk" is in Minsk
		}
		p := found{span: f.doc.TokenSpan(start, last), name: name, kind: "region", rule: "part by direction"}
		if country != nil {
			p.country = country.Code
		}
		return p, true
	}
	end := last // of the noun, over what stands before it: "refugee camp"
	for end < last+2 && f.has("qualifier", f.form(end)) {
		end++
	}
	if _, ok := f.words["type"][f.form(end)]; !ok {
		end = last
	}
	return f.withType(first, end, country)
}

// withType reads the name at token first with the noun for places at token last:
// "Minsk region", "the Belarus border", "Jenin refugee camp".
func (f *finder) withType(first, last int, country *world.Country) (found, bool) {
	kind, ok := f.words["type"][f.form(last)]
	if !ok || last >= len(f.doc.Tokens) || f.doc.Tokens[last].Sentence != f.doc.Tokens[first].Sentence {
		return found{}, false
	}
	if t := f.doc.Tokens[last].XPOS; kind == "city" || f.form(last) == "front" || f.form(last) == "state" && f.form(last+1) != "" && unicode.IsLetter(rune(f.form(last + 1)[0])) && strings.HasPrefix(f.doc.Tokens[last+1].XPOS, "NN") || t != "" && !strings.HasPrefix(t, "NN") && f.form(last) != "crossing" {
		return found{}, false
	}
	if country != nil && !f.capital(last) && f.has("house", f.form(last)) {
		return found{}, false // "Ecuador prison", one of many in the country
	}
	if f.form(last) == "border" && last+1 < len(f.doc.Tokens) && strings.HasPrefix(f.doc.Tokens[last+1].XPOS, "NN") { // "border guards"
		return found{}, false
	}
	if f.form(last) == "border" && first >= 2 && (f.form(first-1) == "-" || f.form(first-1) == "–") && f.capital(first-2) { // "the Kenya-Somalia border"
		first, country = first-2, nil
	}
	p := found{span: f.doc.TokenSpan(first, last+1), name: f.name(first, last+1), kind: kind, rule: "name with its type"}
	if country != nil && kind == "region" {
		p.country = country.Code
	}
	return p, true
}

// directionBefore is how many tokens before token t a direction takes, 0 for
// none: "western", "south-east" in one token or three.
func (f *finder) directionBefore(t int) int {
	if t >= 1 && f.has("direction", f.form(t-1)) {
		if t >= 3 && (f.form(t-2) == "-" || f.form(t-2) == "‑") && f.has("direction", f.form(t-3)) {
			return 3
		}
		return 1
	}
	return 0
}

// datelines finds the places of each block's dateline ("MINSK, Sept 14 —",
// "HONG KONG/LONDON —"), and of the line of a paper, a place with a date ("Riga, 4
// October 2023").
func (f *finder) datelines() {
	for _, b := range f.doc.Blocks {
		line := f.doc.Slice(b.Dateline)
		if line == "" {
			if line = f.doc.Slice(b.Span); !placeAndDate(line) {
				continue
			}
		}
		start := b.Start
		end := placeEnd(line)
		if rest, ok := strings.CutPrefix(line[end:], "/"); ok { // of two towns
			f.dateline(start+end+1, rest[:placeEnd(rest)], false, "")
		}
		wider := ""
		if rest, ok := strings.CutPrefix(line[end:], ", "); ok { // "GOMA, Congo (Agency) —"
			if end := strings.IndexAny(rest, ",(—–-0123456789"); end > 0 {
				wider = f.dateline(start+len(line)-len(rest), rest[:end], true, "")
			}
		}
		f.dateline(start, line[:end], false, wider)
	}
}

// label finds the country or town before the colon of a headline that says where what
// follows is: "SUDAN: …", "OCHA HAITI: …", "Ulm: …".
func (f *finder) label() {
	for b := range f.doc.Blocks {
		block := &f.doc.Blocks[b]
		if block.First >= block.Last || b > 0 && block.Kind != text.Heading {
			continue
		}
		s := f.doc.Sentences[block.First]
		for t := s.First; t < min(s.First+5, s.Last); t++ {
			if f.doc.Form(t) == ":" {
				f.labelled(s.First, t)
				break
			}
		}
	}
}

// labelled keeps the place that tokens first to last, before a colon, are or end in.
func (f *finder) labelled(first, last int) {
	for t := first; t < last; t++ {
		name := f.name(t, last)
		p := found{span: f.doc.TokenSpan(t, last), name: name, rule: "before the colon of a headline"}
		if c := f.world.CountryNamed(name); c != nil && strings.ToUpper(name) == name { // "Chad: …" may be who says so
			p.name, p.kind, p.country = c.Name, "country", c.Code
		} else if places := f.world.Places(name); t == first && c == nil && len(places) > 0 && f.capital(t) && f.onlyPlace(t, last) {
			p.kind = places[0].Kind
		} else {
			continue
		}
		f.found = append(f.found, p)
		return
	}
}

// placeEnd is where the name of a place at the start of a dateline ends.
func placeEnd(line string) int {
	end := strings.IndexFunc(line, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && r != ' ' && r != '-' && r != '\'' && r != '’' && r != '.'
	})
	if end < 0 {
		return len(line)
	}
	return end
}

// placeAndDate reports whether a line is a capitalised word or two, a comma, and a date
// that ends in its year.
func placeAndDate(line string) bool {
	place, day, ok := strings.Cut(strings.TrimSpace(line), ", ")
	words := strings.Fields(day)
	if !ok || len(strings.Fields(place)) > 3 || len(words) < 2 || len(words) > 4 {
		return false
	}
	year := strings.TrimRight(words[len(words)-1], ".")
	if len(year) != 4 || strings.Trim(year, "0123456789") != "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(place)
	return unicode.IsUpper(first) && strings.ContainsAny(strings.Join(words[:len(words)-1], " "), "0123456789")
}

// dateline keeps the place of a dateline that stands at a byte offset: where it is
// a wider one, behind a town's, a country or region. A name that the gazetteer lacks is
// that of a town of the country behind it. It gives the place's country.
func (f *finder) dateline(start int, name string, wider bool, country string) string {
	name = strings.TrimRight(name, " -.–—")
	if name == "" {
		return ""
	}
	p := found{span: text.Span{Start: start, End: start + len(name)}, name: titleCase(name), rule: "dateline"}
	if c := f.world.CountryNamed(p.name); c != nil {
		p.name, p.kind, p.country = c.Name, "country", c.Code
	} else if places := f.world.Places(p.name); len(places) > 0 && (!wider || places[0].Kind == "region" || places[0].Kind == "country") {
		p.kind = places[0].Kind
		if !wider && slices.ContainsFunc(places, func(q *world.Place) bool { return q.Kind == "city" }) {
			p.kind = "city"
		}
	} else if country != "" {
		p.kind, p.country = "city", country
	} else {
		return ""
	}
	f.found = append(f.found, p)
	return p.country
}

// titleCase is a name in capitals as it is usually printed.
func titleCase(s string) string {
	if strings.ToUpper(s) != s || utf8.RuneCountInString(s) < 4 {
		return s
	}
	var b strings.Builder
	start := true
	for _, r := range s {
		if start {
			b.WriteRune(r)
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
		start = r == ' ' || r == '-'
	}
	return b.String()
}

// missed finds places that no name mention covers: names of countries and
// large towns in the gazetteer after a preposition of place, names that end in
// a noun for places ("Independence Square"), and borders ("the Polish border").
func (f *finder) missed() {
	covered := make([]bool, len(f.doc.Tokens))
	f.place = make([]bool, len(f.doc.Tokens))
	for _, m := range f.doc.Mentions {
		for t := m.First; t < m.Last; t++ {
			covered[t] = covered[t] || m.Kind == text.Name
			f.place[t] = f.place[t] || m.Kind == text.Name && m.Type == text.Location
		}
	}
	for _, s := range f.doc.Sentences {
		for t := s.First; t < s.Last; t++ {
			if f.borderAt(t) || covered[t] || !f.capital(t) {
				continue
			}
			last := t + 1
			for last < s.Last && !covered[last] && f.capital(last) {
				last++
			}
			if f.words["type"][f.form(last-1)] == "other" && last-t > 1 && f.proper(last-1) {
				f.add(f.trim(t, last))
			} else if end, known := f.knownPrefix(t, last); known && f.proper(end-1) && (f.locative(t, end) || end == last && (f.listedBeside(t) || t > s.First && f.onlyPlace(t, end))) {
				f.add(f.trim(t, end))
			}
			t = last - 1
		}
	}
}

// onlyPlace reports whether the name is that of a place and, for all the lexicon
// knows, of nobody and of no body.
func (f *finder) onlyPlace(first, last int) bool {
	name := f.name(first, last)
	return !f.capital(first-1) && len(f.world.PeopleAsSpelt(name)) == 0 && !f.world.IsGivenName(name) && len(f.world.Organizations(name)) == 0 && f.world.Metonym(name) == nil
}

// listedBeside reports whether the name at token t stands in a row with a name
// of a place, or after a preposition that is mostly one of place: "Antakya,
// Aleppo and as far away as Beirut", "parts of Višegrad".
func (f *finder) listedBeside(t int) bool {
	d := f.doc
	if h := d.Tokens[t].Head; text.IsRelation(d.Tokens[t].Deprel, "conj") && h >= 0 && f.place[h] {
		return true
	}
	return t > 0 && d.Tokens[t-1].UPOS == "ADP" && d.Tokens[t-1].Sentence == d.Tokens[t].Sentence && f.form(t-1) != "with" && f.form(t-1) != "by" && f.form(t-1) != "of" ||
		t > 1 && f.form(t-1) == "of" && f.has("piece", f.lemma(t-2))
}

// borderAt adds "Polish border" if its demonym stands at token t.
func (f *finder) borderAt(t int) bool {
	if t+1 >= len(f.doc.Tokens) || f.form(t+1) != "border" && f.form(t+1) != "borders" && f.form(t+1) != "frontier" {
		return false
	}
	if len(f.world.Demonyms(f.doc.Form(t))) == 0 || !f.capital(t) || t+2 < len(f.doc.Tokens) && strings.HasPrefix(f.doc.Tokens[t+2].XPOS, "NN") { // "border guards"
		return false
	}
	first := t
	if t >= 2 && (f.form(t-1) == "-" || f.form(t-1) == "–") && f.capital(t-2) {
		first = t - 2
	}
	f.found = append(f.found, found{span: f.doc.TokenSpan(first, t+2), name: f.name(first, t+2), kind: "other", rule: "border"})
	return true
}

func (f *finder) capital(t int) bool {
	if t < 0 || t >= len(f.doc.Tokens) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(f.doc.Form(t))
	return unicode.IsUpper(r)
}

func (f *finder) proper(t int) bool {
	x := f.doc.Tokens[t].XPOS
	return x == "NNP" || x == "NNPS" || x == ""
}

// knownPrefix is the longest beginning of the tokens that is a country, a
// region or a town of some size.
func (f *finder) knownPrefix(first, last int) (end int, ok bool) {
	for end = min(last, first+5); end > first; end-- {
		name := f.name(first, end)
		if f.world.CountryNamed(name) != nil {
			return end, true
		}
		for _, p := range f.world.Places(name) {
			if p.Kind != "city" || p.Population > 50000 || p.Capital {
				return end, true
			}
		}
	}
	return first + 1, false
}
