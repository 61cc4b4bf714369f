package corefer

import (
	"strings"

	"annals/internal/lexicon/cue"
	"annals/internal/text"
)

// joinControlled joins possessives to the object of a verb that says whose
// they are: "thanked the minister for his support".
func (r *reader) joinControlled() {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.pron.kind != "possessive" {
			continue
		}
		if o := r.controller(m); o >= 0 && r.agrees(&m.pron, r.entity(o)) && !within(m, &r.mentions[o]) {
			r.join(i, o, "possessor by the verb’s object")
		}
	}
}

// joinReported joins "it" as the subject of what a body or country says to the
// one that says it: "Hungary said it would leave".
func (r *reader) joinReported() {
	d := r.doc
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != text.Pronoun || m.chained || m.pron.gender != neuter || !text.IsRelation(d.Tokens[m.Head].Deprel, "nsubj") {
			continue
		}
		v := d.Tokens[m.Head].Head
		if v < 0 || d.Tokens[v].Deprel != "ccomp" || d.Child(v, "cop") >= 0 {
			continue
		}
		g := d.Tokens[v].Head
		s := r.subject(g)
		if s < 0 || s > m.Head || r.at[s] < 0 || !r.cues.Has(strings.ToLower(d.Tokens[g].Lemma), cue.Verb) {
			continue
		}
		if k := r.at[s]; (r.entity(k).kind == body || r.entity(k).kind == place || r.entity(k).kind == several) && r.agrees(&m.pron, r.entity(k)) {
			r.join(i, k, "what it says of itself")
		}
	}
}

// subject is the subject of the verb at token i: its own, what a relative
// clause is about for its "which", or that of the verb above where it has none
// ("raised the price, saying"); -1 if there is none.
func (r *reader) subject(i int) int {
	d := r.doc
	for range 3 {
		s, t := d.Child(i, "nsubj"), d.Tokens[i]
		switch {
		case s >= 0 && t.Head >= 0 && (r.word(s) == "which" || r.word(s) == "who"):
			return t.Head // however it is parsed
		case s >= 0:
			return s
		case t.Head < 0 || !text.IsRelation(t.Deprel, "advcl") && !text.IsRelation(t.Deprel, "conj") && !text.IsRelation(t.Deprel, "xcomp"):
			return -1
		}
		i = t.Head
	}
	return -1
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
	if !r.agrees(&m.pron, f) || r.present(m, f) || n.Kind == text.Name && n.turn != 0 && r.calls(n) {
		return false // "Thank you, Karen" makes nobody "he"
	}
	return r.quotationAllows(m, n)
}

// present reports whether an entity is who speaks where mention m stands, or, in a talk
// of two, the one spoken to: nobody calls himself "he", nor the other.
func (r *reader) present(m *mention, f *facts) bool {
	return m.turn != 0 && f.speaker != 0 && (f.speaker == m.turn || r.talk.speakers() == 2)
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
