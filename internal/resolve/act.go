package resolve

import (
	"strings"

	"annals/internal/text"
)

// acts reports whether the place named by a mention with head h acts, speaks
// or is dealt with there, so that it stands for those who govern it.
func (s *resolution) acts(h int) bool {
	d := s.doc
	t := d.Tokens[h]
	if t.Head < 0 {
		return false
	}
	head := d.Tokens[t.Head]
	switch {
	case t.Deprel == "nsubj":
		return head.UPOS == "VERB" && !s.words.is("static", head.Lemma)
	case text.IsRelation(t.Deprel, "nsubj"):
		return s.words.is("addressed", head.Lemma)
	case t.Deprel == "obj" || t.Deprel == "iobj":
		return s.words.is("addressed", head.Lemma)
	case t.Deprel == "nmod:poss":
		return s.words.is("deed", head.Lemma)
	case t.Deprel == "conj":
		return s.acts(t.Head)
	case text.IsRelation(t.Deprel, "obl"), text.IsRelation(t.Deprel, "nmod"):
		return s.actsInPhrase(h)
	}
	return false
}

// actsInPhrase judges "according to Moscow", "ties with Moscow", "pressure on
// Moscow".
func (s *resolution) actsInPhrase(h int) bool {
	d := s.doc
	k := d.Child(h, "case")
	if k < 0 {
		return false
	}
	if s.lower(k) == "according" || d.Tokens[k].Lemma == "accord" {
		return true
	}
	if s.lower(k) == "between" && s.betweenPlaces(h) {
		return false
	}
	if s.words.is("dealing", s.lower(k)) {
		return true
	}
	return s.lower(k) == "on" && s.words.is("deed", d.Tokens[d.Tokens[h].Head].Lemma)
}

// betweenPlaces reports whether what lies between a place with head h and another one is a
// way or goes there, or the other one is no seat of power: "trains between Madrid and Seville".
func (s *resolution) betweenPlaces(h int) bool {
	if g := s.doc.Tokens[h].Head; g >= 0 && s.words.is("way", strings.ToLower(s.doc.Tokens[g].Lemma)) {
		return true
	}
	for _, c := range s.doc.Children(h) {
		if name := s.nameAround(c); text.IsRelation(s.doc.Tokens[c].Deprel, "conj") && s.placed[c] != "" && s.countryOf(name, false) == "" && s.world.Metonym(name) == nil {
			return true
		}
	}
	return false
}

// located reports whether the mention with head h is the object of a
// preposition of mere place.
func (s *resolution) located(h int) bool {
	k := s.doc.Child(h, "case")
	return k >= 0 && s.words.is("located", s.lower(k))
}
