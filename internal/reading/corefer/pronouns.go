package corefer

import (
	"fmt"

	"annals/internal/text"
)

// Weights of salience (after Lappin and Leass, Computational Linguistics
// 1994): a candidate's rises with its recency and its place in the clause.
const (
	sameSentence   = 100
	subjectWeight  = 80
	objectWeight   = 50
	obliqueWeight  = 35
	topWeight      = 40 // not inside another noun phrase
	nameWeight     = 25
	repeatWeight   = 8  // for each mention of the entity so far, to five
	clauseWeight   = 60 // subject of the clause that a possessive stands in
	pronounWeight  = 35 // the entity was a pronoun just before
	headingPenalty = 40
)

// margin is by how much the best candidate must exceed the second.
const margin = 1.18

// pronounWindow is how many sentences back a pronoun looks.
const pronounWindow = 3

// joinPronouns finds the antecedents of third-person pronouns from left to
// right. First and second person are left alone: who speaks is decided where
// statements are found.
func (r *reader) joinPronouns() {
	for i := range r.mentions {
		if m := &r.mentions[i]; m.Kind == text.Pronoun && m.pron.person == "3" {
			r.joinPronoun(i)
		}
	}
}

// joinSpeakers joins the first-person pronouns of one quotation, carried on
// over paragraphs or not, and those outside quotations: each is one voice.
// Second-person pronouns of one quotation address one party.
func (r *reader) joinSpeakers() {
	voices := map[string]int{}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != text.Pronoun || m.pron.person == "3" {
			continue
		}
		q := m.quoted
		for q >= 0 && r.doc.Quotations[q].Continues >= 0 {
			q = r.doc.Quotations[q].Continues
		}
		voice := fmt.Sprint(q, m.pron.person, m.pron.number)
		if j, ok := voices[voice]; ok {
			r.join(i, j, "same voice as before")
		} else {
			voices[voice] = i
		}
	}
}

type candidate struct {
	mention int
	score   float64
}

func (r *reader) joinPronoun(i int) {
	m := &r.mentions[i]
	best := map[int]candidate{} // by entity
	for j := i - 1; j >= 0; j-- {
		n := &r.mentions[j]
		distance := r.doc.Tokens[m.Head].Sentence - r.doc.Tokens[n.Head].Sentence
		if distance > pronounWindow {
			break
		}
		if !r.fits(i, j) {
			continue
		}
		root := r.find(j)
		if c := r.salience(m, n, distance); c > best[root].score {
			best[root] = candidate{j, c}
		}
	}
	var first, second candidate
	first.mention = -1
	for root, c := range best {
		c.score += repeatWeight * float64(min(r.before(root, i), 5))
		switch {
		case c.score > first.score || c.score == first.score && c.mention > first.mention:
			first, second = c, first
		case c.score > second.score:
			second = c
		}
	}
	if first.mention < 0 || second.score > 0 && first.score < margin*second.score {
		return
	}
	n := &r.mentions[first.mention]
	r.join(i, first.mention, fmt.Sprintf("takes up “%s”", r.doc.Slice(r.doc.TokenSpan(n.First, n.Last))))
}

// before counts the mentions of an entity before mention i.
func (r *reader) before(root, i int) int {
	n := 0
	for j := range i {
		if r.find(j) == root {
			n++
		}
	}
	return n
}

// fits reports whether pronoun i may take up mention j.
func (r *reader) fits(i, j int) bool {
	m, n := &r.mentions[i], &r.mentions[j]
	if n.Kind == text.Pronoun && n.pron.person != "3" || within(m, n) {
		return false
	}
	f := r.entity(j)
	if f.class == text.Misc && f.kind != several {
		return false
	}
	if !r.agrees(&m.pron, f) {
		return false
	}
	if r.apart(i, r.find(j)) && m.pron.kind != "reflexive" {
		return false
	}
	return r.quotationAllows(m, n)
}

// agrees reports whether the facts of an entity suit the pronoun. "he" and
// "she" need a person, "it" a body, place or thing, "they" several or a body.
func (r *reader) agrees(p *pronoun, f *facts) bool {
	switch {
	case p.gender == "m" || p.gender == "f":
		return f.kind == someone && (f.gender == "" || f.gender == p.gender)
	case p.gender == neuter:
		return f.kind != someone && f.kind != several && f.number != plural
	}
	return f.kind != place && (f.number == plural || f.kind == several || f.kind == body) || f.kind == "" && f.number == plural
}

// quotationAllows: inside a quotation, "he" is rarely its speaker, who would
// say "I"; and from outside, what only the quotation mentions is rarely taken up.
func (r *reader) quotationAllows(m, n *mention) bool {
	if m.quoted == n.quoted {
		return true
	}
	if m.quoted >= 0 && n.quoted < 0 {
		return !(r.doc.Tokens[m.Head].Sentence == r.doc.Tokens[n.Head].Sentence && text.IsRelation(r.doc.Tokens[n.Head].Deprel, "nsubj"))
	}
	return true
}

// salience weighs mention n as the antecedent of pronoun m.
func (r *reader) salience(m, n *mention, distance int) float64 {
	d := r.doc
	t := d.Tokens[n.Head]
	s := float64(sameSentence)
	switch {
	case text.IsRelation(t.Deprel, "nsubj"):
		s += subjectWeight
	case text.IsRelation(t.Deprel, "obj"), text.IsRelation(t.Deprel, "iobj"):
		s += objectWeight
	case text.IsRelation(t.Deprel, "obl"):
		s += obliqueWeight
	}
	if !text.IsRelation(t.Deprel, "nmod") && !text.IsRelation(t.Deprel, "compound") {
		s += topWeight
	}
	if n.Kind == text.Name {
		s += nameWeight
	}
	if n.Kind == text.Pronoun && distance <= 1 {
		s += pronounWeight
	}
	if m.quoted >= 0 && n.quoted != m.quoted || m.quoted < 0 && n.quoted >= 0 {
		s *= 0.7
	}
	if d.BlockOf(n.Head).Kind == text.Heading {
		s -= headingPenalty
	}
	if distance == 0 && m.pron.kind == "possessive" && r.clauseSubject(m.Head) == n.Head {
		s += clauseWeight
	}
	for range distance {
		s *= 0.6
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
