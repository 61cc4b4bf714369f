package where

import (
	"slices"
	"strings"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// preposition is the token of the preposition before the name, over article
// and adjectives, or -1.
func (f *finder) preposition(first int) int {
	for t := first - 1; t >= 0 && t >= first-4 && f.doc.Tokens[t].Sentence == f.doc.Tokens[first].Sentence; t-- {
		tok := &f.doc.Tokens[t]
		if tok.UPOS == "ADP" || tok.XPOS == "IN" || tok.XPOS == "TO" || tok.UPOS == "" && (f.has("in", f.form(t)) || f.form(t) == "of" || f.form(t) == "to" || f.form(t) == "from") {
			return t
		}
		if tok.UPOS != "DET" && tok.UPOS != "ADJ" && f.form(t) != "the" && !f.has("direction", f.form(t)) {
			return -1
		}
	}
	return -1
}

// locative reports whether the name stands after a preposition of place.
func (f *finder) locative(first, _ int) bool {
	p := f.preposition(first)
	return p >= 0 && (f.has("in", f.form(p)) || (f.form(p) == "to" || f.form(p) == "from") && f.moves(p))
}

// placed reports whether a name that the lexicon lacks stands where a place does:
// after a preposition of place, as the object of what is done to places, beside
// another place, or before what says where it lies.
func (f *finder) placed(first, last int) bool {
	if f.locative(first, last) {
		return true
	}
	if next := f.form(last); next == "," && (f.has("direction", f.form(last+1)) && f.form(last+2) == "of" || f.form(last+1) == "in" || f.form(last+1) == "near" || f.within(last+1)) {
		return true
	}
	if p := f.preposition(first); p >= 0 {
		switch prep := f.form(p); prep {
		case "on", "between":
			return true
		case "of":
			return f.placelikeBefore(p, false) || f.has("piece", f.lemma(max(0, p-1)))
		default:
			return false
		}
	}
	if first >= 2 && f.form(first-1) == "," && f.inPlace(first-2) && (f.form(last) == "," || f.doc.Tokens[f.headOf(first, last)].Deprel == "appos") { // "in Salisbury, Wiltshire,"
		return true
	}
	if first >= 2 && f.possessive(first-1) && f.inPlace(first-2) { // "Minsk's Niamiha"
		return true
	}
	head := f.headOf(first, last)
	governor := f.doc.Tokens[head].Head
	if governor < 0 {
		return false
	}
	switch rel := f.doc.Tokens[head].Deprel; {
	case rel == "obj", rel == "nsubj:pass":
		return f.has("reach", f.lemma(governor))
	case text.IsRelation(rel, "conj"):
		if f.inPlace(governor) {
			return true
		}
		before := slices.IndexFunc(f.doc.Mentions, func(m text.Mention) bool {
			return m.Kind == text.Name && m.Type == text.Location && m.First <= governor && governor < m.Last && m.Last <= first
		})
		return before >= 0 && f.placed(f.doc.Mentions[before].First, f.doc.Mentions[before].Last)
	}
	for t := last; t < len(f.doc.Tokens) && t < last+12; t++ { // the first of a row: "Jermuk and Goris"
		if text.IsRelation(f.doc.Tokens[t].Deprel, "conj") && f.doc.Tokens[t].Head == head {
			return f.inPlace(t)
		}
	}
	return false
}

// within reports whether a name of a place that begins at token t is that of a region or
// country in which what stands before its comma may lie: it ends the clause, or a comma
// follows: "Haixi, Qinghai, China".
func (f *finder) within(t int) bool {
	i := slices.IndexFunc(f.doc.Mentions, func(m text.Mention) bool { return m.Kind == text.Name && m.Type == text.Location && m.First == t })
	if i < 0 {
		return false
	}
	end := f.doc.Mentions[i].Last
	name := f.name(t, end)
	_, typed := f.words["type"][f.form(end)]
	region := f.world.CountryNamed(name) != nil || slices.ContainsFunc(f.world.Places(name), func(p *world.Place) bool { return p.Kind == "region" })
	return typed || region && (end == len(f.doc.Tokens) || f.doc.Tokens[end].UPOS == "PUNCT")
}

// inPlace reports whether the token at t is part of a name of a place that the
// lexicon has or that stands where a place does.
func (f *finder) inPlace(t int) bool {
	for _, m := range f.doc.Mentions {
		if m.Kind == text.Name && m.Type == text.Location && m.First <= t && t < m.Last {
			name := f.name(f.trim(m.First, m.Last))
			return f.listed(name) && f.world.CountryNamed(name) == nil || f.locative(m.First, m.Last)
		}
	}
	return false
}

// moves reports whether a word of motion stands shortly before token p.
func (f *finder) moves(p int) bool {
	for t := p - 1; t >= 0 && t >= p-5 && f.doc.Tokens[t].Sentence == f.doc.Tokens[p].Sentence; t-- {
		if f.doc.Tokens[t].UPOS == "PUNCT" && f.form(t+1) != "then" && f.form(t+1) != "later" { // "flew to Strasbourg, then to Athens"
			return false
		}
		if f.has("move", f.lemma(t)) && (f.lemma(t) != "be" && f.lemma(t) != "take" && f.lemma(t) != "bring" || t == p-1) {
			return true
		}
	}
	return false
}

// standsForState reports whether the name, if one of a country, a capital or
// a seat of power, stands for those who govern there.
func (f *finder) standsForState(first, last int, country *world.Country) bool {
	if country == nil && (!f.seat(first, last) || f.specified(first, last)) {
		return false
	}
	if f.described(last) {
		return false
	}
	p := f.preposition(first)
	if p >= 0 && p < first {
		switch prep := f.form(p); {
		case f.has("in", prep):
			return prep == "over" && country != nil && f.doc.Tokens[p].Deprel == "" // "victory over Serbia"
		case prep == "of" && f.form(p-1) == "out" && f.moves(p-1): // "smuggled out of Libya"
			return false
		case prep == "for" && f.wordBefore(p, "battle", "fight", "fighting", "siege"):
			return false
		case prep == "to", prep == "from", prep == "for":
			return !f.moves(p) && !f.fromTo(p, first, last)
		case prep == "of":
			return !f.placelikeBefore(p, country == nil)
		case prep == "between":
			return !f.moves(p) && !f.placelikeBefore(p, false)
		case prep == "on":
			return !f.wordBefore(p, "attack", "strike", "raid", "assault", "war", "fall", "rain", "march", "advance", "missile", "bomb", "rocket", "shell", "drop", "land", "converge", "descend")
		case prep == "with":
			return !f.wordBefore(p, "border", "frontier")
		default: // by, with, against, on, about, according to, like, as
			return true
		}
	}
	if f.possessive(last) {
		return !f.placelikeAfter(last) && !f.nameAfter(last)
	}
	if f.doc.Tokens[first].Deprel == "" {
		return f.actsByOrder(last)
	}
	return f.actsByTree(first, last, country)
}

// described reports whether what follows the name treats it as a place: "Nepal, a
// country of 30 million", "Ethiopia, where …".
func (f *finder) described(last int) bool {
	if f.form(last) != "," {
		return false
	}
	if f.form(last+1) == "where" {
		return true
	}
	if f.form(last+1) != "a" && f.form(last+1) != "an" && f.form(last+1) != "the" {
		return false
	}
	for t := last + 2; t < min(last+5, len(f.doc.Tokens)); t++ {
		if _, ok := f.words["type"][f.form(t)]; ok || f.has("realm", f.form(t)) {
			return true
		}
	}
	return false
}

// fromTo reports whether the name after the preposition p is one end of a way:
// "from Iraq to Turkey".
func (f *finder) fromTo(p, first, last int) bool {
	switch f.form(p) {
	case "from":
		return f.form(last) == "to" && f.nameAfter(last)
	case "to":
		return p >= 2 && f.inLocation(p-1) && (f.form(p-2) == "from" || p >= 3 && f.form(p-3) == "from")
	}
	return false
}

// nameAfter reports whether the name of a place stands right behind token t.
func (f *finder) nameAfter(t int) bool { return f.inLocation(t + 1) }

// inLocation reports whether token t is part of a mention of a place by name.
func (f *finder) inLocation(t int) bool {
	return slices.ContainsFunc(f.doc.Mentions, func(m text.Mention) bool {
		return m.Kind == text.Name && m.Type == text.Location && m.First <= t && t < m.Last
	})
}

// specified reports whether the country or region in which the place lies
// stands behind a comma: "Paris, Texas".
func (f *finder) specified(first, last int) bool {
	if f.form(last) != "," {
		return false
	}
	own := f.world.Places(f.name(first, last))
	lies := func(in string) bool {
		return slices.ContainsFunc(own, func(p *world.Place) bool { return p.Country == in })
	}
	for n := 3; n > 0; n-- {
		end := last + 1 + n
		if end > len(f.doc.Tokens) || !f.capital(last+1) {
			continue
		}
		name := f.name(last+1, end)
		if c := f.world.CountryNamed(name); c != nil && lies(c.Code) { // else a state may have its name: "Athens, Georgia"
			return true
		}
		for _, s := range f.world.ShortStates(name) {
			if lies(s.Country) {
				return true
			}
		}
		for _, p := range f.world.Places(name) {
			if p.Kind == "region" && lies(p.Country) {
				return true
			}
		}
	}
	return false
}

// seat reports whether the name is a capital or a building that news uses for
// a government.
func (f *finder) seat(first, last int) bool {
	name := f.name(first, last)
	if f.world.Metonym(name) != nil {
		return true
	}
	places := f.world.Places(name)
	for _, p := range places {
		if p.Capital {
			return !slices.ContainsFunc(places, func(q *world.Place) bool { // Victoria, first an Australian state
				return q.Country != p.Country && q.Kind != "country" && (q.Population > p.Population || q.Kind == "region" && p.Population < 100000)
			})
		}
	}
	return false
}

func (f *finder) wordBefore(p int, words ...string) bool {
	if p == 0 {
		return false
	}
	for _, w := range words {
		if f.lemma(p-1) == w {
			return true
		}
	}
	return false
}

// placelikeBefore reports whether the noun before the preposition p makes what
// follows a place: "the capital of Belarus"; other is the answer for a noun
// that is neither a place's nor a polity's.
func (f *finder) placelikeBefore(p int, other bool) bool {
	for t := p - 1; t >= 0 && t >= p-2; t-- {
		switch l := f.lemma(t); {
		case f.has("placelike", l), f.has("type", l), f.has("placelike", f.form(t)):
			return true
		case other && l == "chief" && f.form(t-1) == "police": // of a town
			return true
		case f.has("polity", l):
			return false
		}
	}
	return other
}

// possessive reports whether a possessive ending stands at token t.
func (f *finder) possessive(t int) bool {
	switch f.form(t) {
	case "'s", "’s", "'", "’":
		return f.doc.Tokens[t].XPOS == "POS" || f.doc.Tokens[t].XPOS == ""
	}
	return false
}

// placelikeAfter reports whether what is possessed (after the ending at token
// t) is a place: "Poland's eastern border".
func (f *finder) placelikeAfter(t int) bool {
	for k := t + 1; k < len(f.doc.Tokens) && k <= t+4; k++ {
		tok := &f.doc.Tokens[k]
		if f.has("placelike", f.lemma(k)) || f.has("type", f.lemma(k)) {
			return true
		}
		if tok.UPOS != "ADJ" && tok.UPOS != "NOUN" && tok.UPOS != "ADV" && tok.UPOS != "PROPN" {
			return false
		}
	}
	return false
}

// actsByTree reports whether the name acts, is spoken to, or stands beside a
// noun of its polity.
func (f *finder) actsByTree(first, last int, country *world.Country) bool {
	head := f.headOf(first, last)
	for n := 0; n < 5 && text.IsRelation(f.doc.Tokens[head].Deprel, "conj") && f.doc.Tokens[head].Head >= 0; n++ {
		before := f.doc.Tokens[head].Head
		if f.doc.Tokens[before].UPOS != "PROPN" {
			return true
		}
		head = before
	}
	if head < first || head >= last { // a further member of a list: as its first
		start := head
		for start > 0 && f.doc.Tokens[start-1].Deprel == "compound" && f.doc.Tokens[start-1].Head == head {
			start--
		}
		if p := f.preposition(start); p >= 0 {
			return f.standsForState(start, head+1, f.world.CountryNamed(f.name(start, head+1)))
		}
	}
	governor := f.doc.Tokens[head].Head
	switch rel := f.doc.Tokens[head].Deprel; {
	case governor < 0:
		return true
	case rel == "nsubj:pass":
		return !f.has("reach", f.lemma(governor)) && !f.has("stand", f.lemma(governor))
	case rel == "nsubj":
		return !f.has("stand", f.lemma(governor))
	case rel == "obj":
		return !f.has("reach", f.lemma(governor)) && (country != nil || f.has("address", f.lemma(governor)))
	case rel == "compound", rel == "amod", rel == "nmod":
		l := f.lemma(governor)
		if country != nil {
			return !f.has("placelike", l) && !f.has("type", l)
		}
		return f.has("polity", l) || f.doc.Tokens[governor].UPOS == "PROPN" && !f.has("type", l)
	case rel == "appos", rel == "nmod:unmarked", rel == "nmod:npmod", rel == "obl:npmod", rel == "list", rel == "parataxis", rel == "dep":
		// "Minsk, Belarus"
		return !(first > 0 && f.form(first-1) == ",")
	}
	return true
}

func (f *finder) headOf(first, last int) int {
	for t := first; t < last; t++ {
		if h := f.doc.Tokens[t].Head; h < first || h >= last {
			return t
		}
	}
	return last - 1
}

// actsByOrder is actsByTree where there is no tree: a verb follows.
func (f *finder) actsByOrder(last int) bool {
	if last >= len(f.doc.Tokens) {
		return true
	}
	x := f.doc.Tokens[last].XPOS
	return x == "" || strings.HasPrefix(x, "VB") || x == "MD" || x == "CC" || x == "." || x == ","
}
