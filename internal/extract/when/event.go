package when

import (
	"slices"
	"time"

	"annals/internal/lexicon/calendar"
	"annals/internal/text"
)

// fromEvent reads a time that counts from an event: "the eve of the summit",
// "hours after the blast", "the day before the shooting", "within days of the
// coup", "two weeks after he was arrested". The expression goes to the end of the words
// that name the event, and stays unresolved: when that was is for its reader to
// know. Only the eve of a day that the text names is the day before it.
func (f *finder) fromEvent(i int) (reading, bool) {
	if r, ok := f.eve(i); ok {
		return r, true
	}
	length, g, n, ok := f.stretchAt(i)
	j := i + n
	of := f.is(j, "of") && f.is(i-1, "within")
	if !ok || !of && !f.is(j, "after", "before", "following") {
		return reading{}, false
	}
	end, event := f.phraseAt(j + 1)
	for k := j + 1; k < end; k++ {
		if _, ok := f.single(k); ok {
			return reading{}, false // its own time says when it was
		}
	}
	bare := n == 1 && !f.is(i-1, "for", "of", "to") // "closed hours after the strike"
	if event < 0 || !of && !bare && !f.is(i, "the") && !f.measures(j-1, event) {
		return reading{}, false
	}
	return reading{atoms: end - i, grain: g, rule: "duration " + length + "; counted from an event"}, true
}

// stretchAt is the length of time at atom i, as TIMEX3 writes it: "two days", "a few
// hours", "hours", or one day that an event has beside it, "the day".
func (f *finder) stretchAt(i int) (length string, g grain, n int, ok bool) {
	j := i
	if f.is(i, "the") {
		j++
		if e, part := f.calendar.Lookup(f.low(j), calendar.Part); part && e.Detail != "plural" {
			return "P1D", day, 2, true
		}
		if g, ok := f.unitAt(j); ok {
			return f.isoDuration(j), g, 2, true
		}
	}
	for f.is(j, "almost", "nearly", "about", "roughly", "approximately", "around") {
		j++
	}
	if _, g, n, ok := f.amount(j); ok {
		return f.isoDuration(j), g, j + n - i, true
	}
	if e, ok := f.calendar.Lookup(f.low(j), calendar.Unit); ok && e.Detail == "plural" && !(f.capital(j) && j > 0) {
		return f.isoDuration(j), grainOf(e.Value), j + 1 - i, true
	}
	return "", noGrain, 0, false
}

// eve reads "the eve of the vote" and "the eve of Monday's vote".
func (f *finder) eve(i int) (reading, bool) {
	j := i
	if f.is(j, "the") {
		j++
	}
	if !f.is(j, "eve") || !f.is(j+1, "of") {
		return reading{}, false
	}
	k := j + 2
	for f.is(k, "the", "a") {
		k++
	}
	if d, ok := f.single(k); ok {
		if d.grain != day {
			return reading{}, false
		}
		end := k + d.atoms
		if behind, event := f.phraseAt(j + 2); event >= 0 {
			end = max(end, behind)
		}
		return reading{atoms: end - i, grain: day, stated: d.stated, rule: "day before: " + d.rule, at: func(s *situation) (period, bool) {
			p, ok := d.at(s)
			return days(p.start.Add(-24*time.Hour), 1), ok && !p.start.IsZero()
		}}, true
	}
	end, event := f.phraseAt(j + 2)
	return reading{atoms: end - i, grain: day, rule: "day before an event"}, event >= 0
}

// longestEvent is how many tokens may name an event.
const longestEvent = 12

// phraseAt is the end of the words from atom k on that name an event, as a noun
// phrase or a clause, and the token at their head; -1 where they name none.
func (f *finder) phraseAt(k int) (end, event int) {
	if k >= len(f.atoms) || f.xpos(k) == "" {
		return 0, -1
	}
	d := f.doc
	first := f.token(k)
	h := first
	for steps := 0; d.Tokens[h].Head > h && steps < longestEvent && leads(d.Tokens[h]); steps++ {
		h = d.Tokens[h].Head
	}
	last := h
	switch t := d.Tokens[h]; {
	case t.Head > h && text.IsRelation(t.Deprel, "nsubj") && d.Tokens[t.Head].UPOS == "VERB" && d.Child(t.Head, "mark") >= 0 && d.Child(t.Head, "mark") < first:
		h = t.Head
		last = f.object(h)
	case t.UPOS == "VERB" && t.XPOS == "VBG":
		last = f.object(h)
	case t.UPOS == "NOUN" || t.UPOS == "PROPN":
		last = f.thingEnd(h)
	default:
		return 0, -1
	}
	if last-first >= longestEvent || d.Tokens[last].Sentence != d.Tokens[first].Sentence {
		return 0, -1
	}
	end = k
	for end < len(f.atoms) && f.atoms[end].Start < d.Tokens[last].End {
		end++
	}
	return end, h
}

// leads reports whether a token stands before the noun or verb that it belongs to.
func leads(t text.Token) bool {
	for _, relation := range []string{"det", "amod", "compound", "nummod", "nmod:poss", "aux", "advmod"} {
		if text.IsRelation(t.Deprel, relation) || t.Deprel == relation {
			return true
		}
	}
	return false
}

// object is the end of what verb v is done to, else v itself.
func (f *finder) object(v int) int {
	if o := f.doc.Child(v, "obj"); o > v && o-v < 6 {
		return f.thingEnd(o)
	}
	return v
}

// thingEnd is the last token of the words that name a thing with noun h: a name goes on
// behind its head, and "of" says of what it is.
func (f *finder) thingEnd(h int) int {
	d := f.doc
	last := h
	for _, c := range d.Children(h) {
		k := d.Child(c, "case")
		if c == last+1 && text.IsRelation(d.Tokens[c].Deprel, "flat") {
			last = c
		} else if k == last+1 && c > k && d.Form(k) == "of" && text.IsRelation(d.Tokens[c].Deprel, "nmod") {
			return c
		}
	}
	return last
}

// measures reports whether the unit at atom j says how long before or after the event
// something is, and is no length of its own ("jailed for two years after a trial").
func (f *finder) measures(j, event int) bool {
	d := f.doc
	unit := f.token(j)
	t := d.Tokens[unit]
	if k := d.Child(unit, "case"); k >= 0 && !slices.Contains([]string{"about", "around", "over", "within"}, d.Tokens[k].Lemma) {
		return false
	}
	return t.Head == event || t.Head == unit+1 || slices.ContainsFunc([]string{"obl", "nmod", "advmod", "appos"}, func(r string) bool { return text.IsRelation(t.Deprel, r) })
}
