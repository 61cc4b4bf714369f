package corefer

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/text"
)

// Weights of salience: after Lappin and Leass (Computational Linguistics
// 1994) a candidate's rises with its recency and its place in the clause. The
// values stand in salience.tsv.
const (
	weightBase      = iota
	weightSubject   // the candidate is a subject,
	weightObject    // an object,
	weightOblique   // an adverbial
	weightTop       // not inside another noun phrase
	weightName      // a name
	weightPronoun   // a pronoun of this or the last sentence
	weightRepeat    // for each mention of the entity so far, to five
	weightParallel  // of the same relation as the pronoun
	weightClause    // subject of the clause that a possessive stands in
	weightCentre    // the entity is subject of the sentence before
	weightHeading   // stands in a heading
	weightQuotation // factor: one of the two is in a quotation and the other not
	weightDistance  // factor for each sentence between
	weightMargin    // by what factor the best must exceed the second
	weightShadow    // a thing
	weightPossessor // a possessor
	weightPersonal  // a person or group, for "they"
	weightLocated   // a place with a preposition, for "it": where, not what
	salienceWeights
)

var salienceNames = [salienceWeights]string{
	"base", "subject", "object", "oblique", "top", "name", "pronoun", "repeat", "parallel", "clause", "centre",
	"heading", "quotation", "distance", "margin", "shadow", "possessor", "personal", "located",
}

// pronounWindow is how many sentences back a pronoun looks.
const pronounWindow = 3

// joinSpeakers joins the first-person pronouns of one quotation, carried on
// over paragraphs or not, and those outside quotations: each is one voice.
// Second-person pronouns of one quotation address one party.
func (r *reader) joinSpeakers() {
	type voice struct {
		quotation      int
		person, number string
	}
	voices := map[voice]int{}
	first := make([]int, len(r.doc.Quotations)) // where the quotation that each carries on begins
	for q, quote := range r.doc.Quotations {
		first[q] = q
		if quote.Continues >= 0 {
			first[q] = first[quote.Continues]
		}
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != text.Pronoun || m.pron.person == "3" {
			continue
		}
		q := m.quoted
		if q >= 0 {
			q = first[q]
		}
		v := voice{q, m.pron.person, m.pron.number}
		if j, ok := voices[v]; ok {
			r.join(i, j, "same voice as before")
		} else {
			voices[v] = i
		}
	}
}

// joinPronouns finds the antecedents of third-person pronouns from left to
// right. Who speaks in the first person is decided where statements are found.
func (r *reader) joinPronouns() {
	for i := range r.mentions {
		if m := &r.mentions[i]; m.Kind == text.Pronoun && m.pron.person == "3" {
			r.joinPronoun(i)
		}
	}
}

type candidate struct {
	mention int
	score   float64
}

// joinPronoun joins pronoun i to the entity of its most salient candidate,
// unless the next entity comes close.
func (r *reader) joinPronoun(i int) {
	m := &r.mentions[i]
	if m.pron.kind == "reflexive" {
		if s := r.clauseSubject(m.Head); s >= 0 && r.at[s] >= 0 && r.agrees(&m.pron, r.entity(r.at[s])) {
			r.join(i, r.at[s], "reflexive of its clause's subject")
		}
		return
	}
	if o := r.controller(m); o >= 0 && r.agrees(&m.pron, r.entity(o)) && !within(m, &r.mentions[o]) {
		r.join(i, o, "possessor by the verb’s object")
		return
	}
	best := map[int]candidate{} // by entity
	clashing := r.clashing(i)
	if r.tellsOf(m) {
		return
	}
	for j := i - 1; j >= 0; j-- {
		n := &r.mentions[j]
		distance := r.doc.Tokens[m.Head].Sentence - r.doc.Tokens[n.Head].Sentence
		if distance > pronounWindow {
			break
		}
		root := r.find(j)
		if clashing[root] || !r.fits(i, j) {
			continue
		}
		if c := r.salience(m, n, distance); c > best[root].score {
			best[root] = candidate{j, c}
		}
	}
	var first, second candidate
	first.mention = -1
	for root, c := range best {
		c.score += r.standing(root, i)
		switch {
		case c.score > first.score || c.score == first.score && c.mention > first.mention:
			first, second = c, first
		case c.score > second.score:
			second = c
		}
	}
	if first.mention < 0 || second.score > 0 && first.score < r.tables.salience[weightMargin]*second.score {
		return
	}
	n := &r.mentions[first.mention]
	r.join(i, first.mention, fmt.Sprintf("takes up “%s”", r.doc.Slice(r.doc.TokenSpan(n.First, n.Last))))
}

// controller is the object of the verb that a possessive's phrase stands with
// ("thanked the minister for his support"), or -1.
func (r *reader) controller(m *mention) int {
	d := r.doc
	noun := d.Tokens[m.Head].Head
	if m.pron.kind != "possessive" || noun < 0 || !text.IsRelation(d.Tokens[noun].Deprel, "obl") && !text.IsRelation(d.Tokens[noun].Deprel, "nmod") {
		return -1
	}
	c := d.Child(noun, "case")
	if c < 0 || d.Tokens[c].Lemma != "for" && d.Tokens[c].Lemma != "of" && d.Tokens[c].Lemma != "over" {
		return -1
	}
	verb := d.Tokens[noun].Head
	if verb >= 0 && text.IsRelation(d.Tokens[verb].Deprel, "obj") {
		verb = d.Tokens[verb].Head // attached to the object instead
	}
	if verb < 0 || !r.tables.objectControl[d.Tokens[verb].Lemma] {
		return -1
	}
	if o := d.Child(verb, "obj"); o >= 0 {
		return r.at[o]
	}
	return -1
}

// standing is what the entity at root has gained before mention i: by being
// spoken of often, and as the subject of the sentence before.
func (r *reader) standing(root, i int) float64 {
	w := &r.tables.salience
	sentence := r.doc.Tokens[r.mentions[i].Head].Sentence
	s := 0.0
	members := r.mentions[root].members
	before, _ := slices.BinarySearch(members, i)
	for k := before - 1; k >= 0 && r.doc.Tokens[r.mentions[members[k]].Head].Sentence >= sentence-1; k-- {
		t := r.doc.Tokens[r.mentions[members[k]].Head]
		if t.Sentence == sentence-1 && text.IsRelation(t.Deprel, "nsubj") && t.Head >= 0 && r.doc.Tokens[t.Head].Head < 0 {
			s = w[weightCentre]
		}
	}
	return s + w[weightRepeat]*float64(min(before, 5))
}

// fits reports whether pronoun i may take up mention j.
func (r *reader) fits(i, j int) bool {
	m, n := &r.mentions[i], &r.mentions[j]
	if n.Kind == text.Pronoun && n.pron.person != "3" || within(m, n) || n.adjective(r.doc) || r.generic(n) {
		return false
	}
	f := r.entity(j)
	if f.class == text.Misc && f.kind != several {
		return false
	}
	if m.pron.gender == neuter && (n.facts.kind == place && r.located(n.Head) || r.told(n) || f.kind != thing && r.predicated(m)) {
		return false
	}
	if !r.agrees(&m.pron, f) {
		return false
	}
	return r.quotationAllows(m, n)
}

// told reports whether a body is told what follows: "its" in "a spokesman told
// the agency that its men" is not the agency's.
func (r *reader) told(n *mention) bool {
	t := r.doc.Tokens[n.Head]
	return n.facts.class == text.Organization && t.Head >= 0 && strings.EqualFold(r.doc.Tokens[t.Head].Lemma, "tell") &&
		(t.Deprel == "obj" || t.Deprel == "iobj")
}

// predicated reports whether "it" is said to be something, as matters are more
// often than bodies: "it is a lie".
func (r *reader) predicated(m *mention) bool {
	t := r.doc.Tokens[m.Head]
	return t.Deprel == "nsubj" && t.Head >= 0 && r.doc.Tokens[t.Head].UPOS == "NOUN" && r.doc.Child(t.Head, "cop") >= 0
}

// located reports whether a place stands only where something is or happens.
func (r *reader) located(i int) bool {
	c := r.doc.Child(i, "case")
	if c < 0 || text.IsRelation(r.doc.Tokens[i].Deprel, "nsubj") {
		return false
	}
	switch r.word(c) {
	case "in", "at", "near", "inside", "outside", "around", "across", "throughout":
		return true
	}
	return false
}

// tellsOf reports whether "it" is what is said or known: "denied it".
func (r *reader) tellsOf(m *mention) bool {
	t := r.doc.Tokens[m.Head]
	return m.pron.gender == neuter && t.Deprel == "obj" && t.Head >= 0 && r.tables.factive[strings.ToLower(r.doc.Tokens[t.Head].Lemma)]
}

// generic reports whether a description speaks of a kind: "a treaty without
// teeth is a wish".
func (r *reader) generic(n *mention) bool {
	d := r.doc
	t := d.Tokens[n.Head]
	return n.Kind == text.Nominal && n.indefinite && text.IsRelation(t.Deprel, "nsubj") && t.Head >= 0 && d.Tokens[t.Head].UPOS == "NOUN" &&
		d.Child(t.Head, "cop") >= 0
}

// agrees reports whether the facts of an entity suit the pronoun. "he" and
// "she" need a person, "it" a body, place or thing, "they" several or a body.
func (r *reader) agrees(p *pronoun, f *facts) bool {
	switch {
	case p.gender == "m" || p.gender == "f":
		return (f.kind == someone || f.kind == "") && (f.gender == "" || f.gender == p.gender) && f.number != plural
	case p.gender == neuter:
		return f.kind != someone && (f.kind != several || f.number == singular) && f.number != plural && (f.gender == "" || f.gender == neuter)
	}
	return f.kind != place && (f.number == plural || f.kind == several) && f.gender != "m" && f.gender != "f"
}

// quotationAllows: inside a quotation, "he" is rarely its speaker, who would
// say "I".
func (r *reader) quotationAllows(m, n *mention) bool {
	if m.quoted == n.quoted || m.quoted < 0 || n.quoted >= 0 {
		return true
	}
	return r.doc.Tokens[m.Head].Sentence != r.doc.Tokens[n.Head].Sentence || !text.IsRelation(r.doc.Tokens[n.Head].Deprel, "nsubj")
}

// salience weighs mention n as the antecedent of pronoun m.
func (r *reader) salience(m, n *mention, distance int) float64 {
	d, w := r.doc, &r.tables.salience
	t := d.Tokens[n.Head]
	s := w[weightBase]
	switch {
	case text.IsRelation(t.Deprel, "nsubj"):
		s += w[weightSubject]
	case text.IsRelation(t.Deprel, "obj"), text.IsRelation(t.Deprel, "iobj"):
		s += w[weightObject]
	case text.IsRelation(t.Deprel, "obl"):
		s += w[weightOblique]
	case text.IsRelation(t.Deprel, "nmod:poss"):
		s += w[weightPossessor]
	}
	if !text.IsRelation(t.Deprel, "nmod") && !text.IsRelation(t.Deprel, "compound") {
		s += w[weightTop]
	}
	switch {
	case n.Kind == text.Name:
		s += w[weightName]
	case n.Kind == text.Pronoun && distance <= 1:
		s += w[weightPronoun]
	case n.shadow:
		s += w[weightShadow]
	case m.pron.gender == "":
		s += w[weightPersonal]
	}
	if m.pron.gender == neuter && n.facts.kind == place && d.Child(n.Head, "case") >= 0 {
		s += w[weightLocated]
	}
	if t.Deprel == d.Tokens[m.Head].Deprel {
		s += w[weightParallel]
	}
	if d.BlockOf(n.Head).Kind == text.Heading {
		s += w[weightHeading]
	}
	if distance == 0 && m.pron.kind == "possessive" && r.clauseSubject(m.Head) == n.Head {
		s += w[weightClause]
	}
	if (m.quoted >= 0) != (n.quoted >= 0) {
		s *= w[weightQuotation]
	}
	for range distance {
		s *= w[weightDistance]
	}
	return s
}

// clauseSubject is the subject of the clause that token i stands in, or -1.
func (r *reader) clauseSubject(i int) int {
	d := r.doc
	for h := d.Tokens[i].Head; h >= 0; h = d.Tokens[h].Head {
		if s := d.Child(h, "nsubj"); s >= 0 {
			return s
		}
	}
	return -1
}
