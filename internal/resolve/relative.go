package resolve

import (
	"strings"

	"annals/internal/text"
)

// antecedent is the phrase that a relative pronoun takes up: the one that its
// clause hangs from or, where the tree has no such clause, the mention right
// before it.
func (s *resolution) antecedent(span text.Span) (text.Span, bool) {
	d := s.doc
	first, last := d.TokensIn(span)
	if last != first+1 || !s.words.is("relative", s.lower(first)) || d.Tokens[first].UPOS != "PRON" {
		return text.Span{}, false
	}
	if noun := s.qualified(first); noun >= 0 {
		if of := s.ofPhrase(noun); of >= 0 && of < first && s.lower(first) == "which" && s.isPersonNoun(noun) {
			noun = of // "members of the council, which met"
		}
		if s.lower(first) == "who" {
			noun = s.someoneAt(noun, first)
		}
		if list, ok := s.bothBefore(noun, first); ok {
			return list, true
		}
		return s.wholePhrase(s.lastNamed(noun, first), first), true
	}
	start := d.Sentences[d.Tokens[first].Sentence].First
	best := -1
	for _, i := range s.ending[s.behindBracket(first, start)] {
		if m := d.Mentions[i]; m.First >= start && (best < 0 || m.First < d.Mentions[best].First) {
			best = i
		}
	}
	if best < 0 {
		return text.Span{}, false
	}
	return d.TokenSpan(d.Mentions[best].First, d.Mentions[best].Last), true
}

// bothBefore is the range of two that the relative pronoun at token t takes up
// together, where its clause hangs from h, the head of the first or of the last: those
// that "both" or the clause's verb says are several, or groups ("Democrats and
// Republicans, who said").
func (s *resolution) bothBefore(h, t int) (text.Span, bool) {
	d := s.doc
	if text.IsRelation(d.Tokens[h].Deprel, "conj") && d.Tokens[h].Head >= 0 {
		h = d.Tokens[h].Head
	}
	for _, c := range d.Children(h) {
		i, ok := s.at[h]
		j, also := s.at[c]
		if !ok || !also || c > t || !text.IsRelation(d.Tokens[c].Deprel, "conj") || d.Mentions[i].Kind != text.Name || d.Mentions[j].Kind != text.Name || d.Mentions[j].Last < t-1 {
			continue
		}
		and := d.Child(c, "cc")
		first := d.Mentions[i].First
		both := first > 0 && s.lower(first-1) == "both"
		if and < 0 || s.lower(and) != "and" || !both && !s.isPluralVerb(d.Tokens[t].Head) && !(s.isPluralName(h) && s.isPluralName(c)) {
			continue
		}
		return d.TokenSpan(first, d.Mentions[j].Last), true
	}
	return text.Span{}, false
}

// isPluralVerb reports whether the form of the verb at token v, or of its auxiliary,
// says that several do it.
func (s *resolution) isPluralVerb(v int) bool {
	d := s.doc
	if v < 0 {
		return false
	}
	if a := d.Child(v, "aux", "cop"); a >= 0 {
		return s.words.is("plural verb", s.lower(a))
	}
	return d.Tokens[v].XPOS == "VBP"
}

// isPluralName reports whether a name names many: "Democrats".
func (s *resolution) isPluralName(i int) bool {
	return s.doc.Tokens[i].XPOS == "NNPS" || s.doc.Tokens[i].Plural()
}

// qualified is the head of the phrase that the clause of the relative pronoun at
// token t hangs from, or that the clause beside it does ("who came, and who saw");
// or -1.
func (s *resolution) qualified(t int) int {
	d := s.doc
	start := d.Sentences[d.Tokens[t].Sentence].First
	for h, steps := d.Tokens[t].Head, 0; h >= start && steps < 4; h, steps = d.Tokens[h].Head, steps+1 {
		if text.IsRelation(d.Tokens[h].Deprel, "acl") {
			if noun := d.Tokens[h].Head; noun >= start && noun < min(h, t) {
				return noun
			}
			return -1
		}
		if h < t && !text.IsRelation(d.Tokens[h].Deprel, "conj") {
			return -1
		}
		if h < t && !s.hasRelative(d.Tokens[h].Head) && !s.hasRelative(h) {
			return -1
		}
	}
	return -1
}

// hasRelative reports whether the subject of the verb at token v is a relative pronoun.
func (s *resolution) hasRelative(v int) bool {
	i := s.doc.Child(v, "nsubj")
	return i >= 0 && s.words.is("relative", s.lower(i))
}

// behindBracket is the end of what stands right before token t, over punctuation,
// prepositions and a bracket: "Richard Ruiz (D-Conn.), who".
func (s *resolution) behindBracket(t, start int) int {
	d := s.doc
	for t > start {
		switch {
		case d.Form(t-1) == ")":
			open := t - 1
			for open > start && d.Form(open) != "(" {
				open--
			}
			if open == start {
				return t
			}
			t = open
		case d.Tokens[t-1].UPOS == "PUNCT" || d.Tokens[t-1].UPOS == "ADP":
			t--
		default:
			return t
		}
	}
	return t
}

// someoneAt is the head of whom "who" at token t takes up where its clause hangs
// from noun h: the noun itself where it is for persons; else the person whose name
// stands right before ("a victory for Ruiz, who said") or, behind a comma, the person
// whom the noun helps to describe ("Ruiz, the director of the council, who said").
func (s *resolution) someoneAt(h, t int) int {
	d := s.doc
	if (s.namesPerson(h) || s.forPersons(strings.ToLower(d.Tokens[h].Lemma))) && !s.qualifiedBefore(h, t) {
		return h
	}
	end := s.behindBracket(t, d.Sentences[d.Tokens[t].Sentence].First)
	for _, i := range s.ending[end] {
		if m := d.Mentions[i]; m.Kind == text.Name && m.Type == text.Person && m.First > h {
			return m.Head
		}
	}
	if d.Form(t-1) != "," || d.Tokens[h].Plural() {
		return h
	}
	for up, steps := d.Tokens[h].Head, 0; up >= 0 && up < h && steps < 4; up, steps = d.Tokens[up].Head, steps+1 {
		if s.namesPerson(up) || s.isPersonNoun(up) && !d.Tokens[up].Plural() {
			return up
		}
	}
	return h
}

// qualifiedBefore reports whether the clause of a relative pronoun before token t
// hangs from noun h, too: "a man who sided with Ruiz, who said".
func (s *resolution) qualifiedBefore(h, t int) bool {
	for i := h + 1; i < t; i++ {
		if s.words.is("relative", s.lower(i)) && s.doc.Tokens[i].UPOS == "PRON" && s.qualified(i) == h {
			return s.doc.Tokens[t-1].UPOS != "CCONJ"
		}
	}
	return false
}

// namesPerson reports whether a person's name has its head at token i.
func (s *resolution) namesPerson(i int) bool {
	m, ok := s.at[i]
	return ok && s.doc.Mentions[m].Kind == text.Name && s.doc.Mentions[m].Type == text.Person
}

// isPersonNoun reports whether the noun at token h is for persons, whom "which"
// does not take up.
func (s *resolution) isPersonNoun(h int) bool {
	r := s.world.Role(strings.ToLower(s.doc.Tokens[h].Lemma))
	return r != nil && r.Kind == "person"
}

// lastNamed is the head of the person's name that a relative pronoun at token t
// takes up where its clause hangs from head h: the name that h is apposed to,
// or the last name of a list that h begins; else h.
func (s *resolution) lastNamed(h, t int) int {
	d := s.doc
	if up := d.Tokens[h].Head; up >= 0 && text.IsRelation(d.Tokens[h].Deprel, "appos") && s.namesPerson(up) {
		return up
	}
	for _, c := range d.Children(h) {
		if c < t && s.namesPerson(c) && s.namesPerson(h) && text.IsRelation(d.Tokens[c].Deprel, "conj") && d.Mentions[s.at[c]].Last >= t-1 {
			return c
		}
	}
	return h
}
