package figure

import (
	"strings"

	"annals/internal/lexicon/numeral"
	"annals/internal/record"
	"annals/internal/text"
)

// earlier reads the number that another one has replaced and that shares its
// noun: "87, up from 12", "12,000 people, compared with 4,500".
func (f *finder) earlier(q *quantity) bool {
	p := f.last
	if p.unit == "" || q.bound != "exactly" && q.bound != "about" || !f.ends(q) || !f.replaced(p.end, q.start) {
		return false
	}
	if f.nounAt(q.end) && !f.capital(q.end) {
		return false
	}
	q.unit, q.counts, q.rule = p.unit, p.counts, q.rule+"; noun of the number that replaced it"
	return true
}

// replaced reports whether the words from atom i, where one figure ends, to
// atom j, where another begins, say that the first has replaced the second.
func (f *finder) replaced(i, j int) bool {
	k := i
	if f.is(k, "of") { // "5.3% of GDP, from 4.1%"
		for m := k + 1; m < j && m < k+5; m++ {
			if f.is(m, ",") {
				k = m
			}
		}
	}
	if f.is(k, ",", "—", "–", "(") {
		k++
	}
	switch {
	case f.is(j-1, "from") && f.is(j-2, ",") && j-2 > k && f.changeBefore(i) && f.is(i, ","): // "climbed to 1,900, the lawyers said, from 1,200"
		return true
	case f.is(j-1, "from") && f.timed(k, j-1) && f.changeBefore(i):
		return true // "rose to 4,300 in May from 3,100 in April"
	case f.is(j-2, "compared") && f.is(j-1, "with", "to") && (j-2 == k || f.is(j-3, ",") && f.timed(k, j-3)):
		return true // "210 attacks in May, compared with 140 in April"
	case f.is(j-1, "from") && f.is(j-2, "up", "down") && j-2 >= k:
		return true // wherever it stands: "23 have died, the mayor says, up from 14"
	case j-k < 1 || j-k > 3:
		return false
	case f.is(k, "up", "down") && f.is(j-1, "on"):
		return true
	case f.is(k, "compared") && f.is(j-1, "with", "to"):
		return true
	case j == k+1 && f.is(k, "from"):
		return f.changeBefore(i)
	case j == k+1:
		return f.is(k, "against", "versus", "vs")
	case f.is(k, "a", "per") && j == k+3 && f.is(k+2, "from"): // "down to 40 a day from 100"
		return f.changeBefore(i)
	}
	return false
}

// timed reports whether atoms i to j are a few words that say when: "in May", "on Monday".
func (f *finder) timed(i, j int) bool {
	if j-i < 2 || j-i > 4 || !f.is(i, "in", "on", "last", "this", "by", "at") {
		return false
	}
	for k := i + 1; k < j; k++ {
		if t := f.token(k); t == nil || t.UPOS == "VERB" || t.UPOS == "PUNCT" || f.digits(k) && !f.yearLike(k) {
			return false
		}
	}
	return true
}

// linkChange gives a figure of one sentence the id of the one that it has
// replaced, which is the figure before or behind it: "from 41 to 58", "58, up
// from 41".
func (f *finder) linkChange(q quantity, fig, before *record.Figure) {
	p := f.last
	if p.unit != q.unit {
		return
	}
	switch {
	case f.replaced(p.end, q.start):
		before.ChangedFrom = record.Ptr(fig.ID)
	case q.start == p.end+1 && f.is(p.end, "to") && f.is(p.start-1, "from"):
		fig.ChangedFrom = record.Ptr(before.ID)
	}
}

// numberOf reads "the number of refugees has doubled to 24,000": what is
// counted stands behind the word for its number; a number that is put without
// one counts what the figure before it counts: "the police put the figure at
// 40,000".
func (f *finder) numberOf(q *quantity) bool {
	if f.recounted(q) || f.ofSubject(q) {
		return true
	}
	if !f.ends(q) || !f.is(q.start-1, "to", "at", "reached", "reach", "is", "was", "hit", "from", "reaching", "exceeded", "passed", "surpassed") {
		return false
	}
	if f.is(q.start-1, "from") && !f.changeBefore(q.start) {
		return false
	}
	last := q.start - 2
	if f.is(last, ",") { // "rose by a third, to 1,240"
		last--
	}
	for i := last; i > q.start-14 && i >= 0; i-- {
		if f.is(i, ",", ";", ":") || !f.is(i, "number", "numbers", "figure", "total", "count") {
			if f.is(i, ",", ";", ":") {
				return false
			}
			continue
		}
		if !f.is(i+1, "of") {
			p := f.last
			q.unit, q.counts, q.rule = p.unit, p.counts, q.rule+"; noun of the number before it"
			return p.unit != "" && f.is(i-1, "the", "that", "this", "its")
		}
		first := f.tokenIndex(i + 2)
		for first >= 0 && first < f.sentence.Last && f.doc.Tokens[first].XPOS == "DT" {
			first++
		}
		if first < 0 {
			return false
		}
		head := f.nounPhrase(first)
		if head < 0 || f.doc.Tokens[head].XPOS != "NNS" && f.doc.Tokens[head].XPOS != "NNPS" {
			return false
		}
		lemma := f.lemma(head)
		if c, ok := f.nounRole(lemma); ok {
			q.unit, q.counts, q.rule = "person", c.as, q.rule+"; number of doings"
			return true
		}
		q.unit, q.counts, q.rule = lemma, f.printed(head), q.rule+"; number of"
		if f.isPerson(head, lemma) {
			q.unit = "person"
		}
		if c, ok := f.participle(head + 1); ok { // "the number of soldiers killed"
			q.counts = c.as
		}
		return true
	}
	return false
}

// unnumbered are nouns whose change is that of an amount, not of how many there are.
const unnumbered = " price rate share stock cost wage temperature index sale export import profit revenue earning yield loss level rating tax score odds budget reserve " +
	"premium salary fee fare future bond debt rent point currency ruble euro dollar pound unit oil gas tension hope fear demand supply "

// ofSubject reads to how many those rose or fell whom the subject names: "arrests
// climbed to 300", "aid trucks are down to 40 a day".
func (f *finder) ofSubject(q *quantity) bool {
	last := f.tokenIndex(q.start) - 2
	switch {
	case !f.ends(q) || q.bound == "between":
		return false
	case f.is(q.start-1, "from") && f.is(q.end, "to") && f.digits(q.end+1) && f.changeBefore(q.start-1): // "doubled, from 31 to 70"
		if last > f.sentence.First && f.wordIs(last, ",") {
			last--
		}
	case !f.is(q.start-1, "to") || !f.changeBefore(q.start):
		return false
	}
	for t := last; t >= f.sentence.First; t-- {
		tok := &f.doc.Tokens[t]
		switch {
		case tok.UPOS == "AUX" || tok.UPOS == "VERB" || tok.UPOS == "ADV" || tok.XPOS == "RP" || f.wordIs(t, "down") || f.wordIs(t, "up"):
			continue
		case tok.XPOS != "NNS" || tok.Deprel != "" && !text.IsRelation(tok.Deprel, "nsubj"):
			return false
		}
		lemma := f.lemma(t)
		if strings.Contains(unnumbered, " "+lemma+" ") {
			return false
		}
		q.unit, q.counts, q.rule = lemma, f.printed(t), q.rule+"; number of its subject"
		if c, ok := f.nounRole(lemma); ok {
			q.unit, q.counts = "person", c.as
		} else if f.isPerson(t, lemma) {
			q.unit = "person"
		}
		return true
	}
	return false
}

// participle is the fate that a participle at token t names.
func (f *finder) participle(t int) (counted, bool) {
	if t >= f.sentence.Last || f.doc.Tokens[t].XPOS != "VBN" && f.doc.Tokens[t].XPOS != "VBD" && f.doc.Tokens[t].XPOS != "JJ" {
		return counted{}, false
	}
	if c, ok := f.adjective(t); ok {
		return c, true
	}
	return f.role(t, "object")
}

// recounted reads another count of what the figure before counts: "the rally drew
// 20,000 people, the organisers said; police counted 6,500".
func (f *finder) recounted(q *quantity) bool {
	t := f.token(q.start - 1)
	p := f.last
	if p.unit == "" && f.spokenOf(q) { // "The organisers spoke of twenty thousand."
		p = f.above
		t = f.token(q.start - 2)
	}
	if t == nil || p.unit != "person" || q.bound == "between" || !f.is(q.end, ".", ",", ";") && q.end < len(f.atoms) {
		return false
	}
	switch t.Lemma {
	case "count", "estimate", "report", "register", "record", "speak", "talk":
		q.unit, q.counts, q.rule = p.unit, p.counts, q.rule+"; counted again"
		return true
	}
	return false
}

// spokenOf reports whether a number of some size is what somebody speaks of.
func (f *finder) spokenOf(q *quantity) bool {
	t := f.token(q.start - 2)
	return t != nil && f.is(q.start-1, "of") && (t.Lemma == "speak" || t.Lemma == "talk") && q.value != nil && *q.value >= 10
}

// people reads a people's name behind a number in words that is no adjective's
// plural: "half a million Rohingya".
func (f *finder) people(q *quantity) bool {
	t := f.tokenIndex(q.past)
	if t < 0 || q.value == nil || *q.value < 2 || f.digits(q.past-1) && *q.value < 1000 || f.doc.Tokens[t].XPOS != "NNP" {
		return false
	}
	if next := t + 1; next < f.sentence.Last && (f.doc.Tokens[next].XPOS == "NNP" || f.doc.Tokens[next].XPOS == "NN" || f.doc.Tokens[next].XPOS == "NNS") {
		return false
	}
	for _, m := range f.doc.Mentions {
		if m.Kind == text.Name && m.Type == text.Misc && m.First == t && m.Last == t+1 {
			q.unit, q.counts, q.rule = "person", f.doc.Form(t), q.rule+"; a people"
			q.end = max(q.end, q.past+1)
			return true
		}
	}
	return false
}

// atLeast is the least that a magnitude without a number means: its plural is
// two at least.
func (f *finder) atLeast(q *quantity, num numeral.Number) float64 {
	switch {
	case num.Value == 12 && f.is(q.number, "dozens"), num.Value == 20 && f.is(q.number, "scores"):
		return 2 * num.Value
	}
	return num.Value
}
