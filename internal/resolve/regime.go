package resolve

import (
	"strings"

	"annals/internal/record"
	"annals/internal/text"
)

// regimes makes a government that the report calls by who governs the country the
// government of that country: "the Assad regime", "his regime", "the government of
// Nicolás Maduro".
func (s *resolution) regimes() {
	for h, t := range s.doc.Tokens {
		if t.UPOS != "NOUN" && t.UPOS != "PROPN" || !s.words.is("governing", s.lower(h)) {
			continue
		}
		c := s.world.Country(s.governedBy(h))
		if c == nil {
			continue
		}
		d := s.governmentOf(c.Code, "government of "+withArticle(c.Name))
		if len(d.actor.Sectors) == 0 {
			d.addSectors("GOV")
		}
		at := s.wholePhrase(h, h+1)
		if i, ok := s.at[h]; !ok || s.doc.Mentions[i].Entity < 0 || !s.become(d, s.doc.Mentions[i].Entity) {
			d.addMention(at, s.doc.Slice(at))
		}
		d.because("“%s”: of who governs the country", s.doc.Slice(at))
		d.wanted = d.wanted || s.acts(h) || text.IsRelation(t.Deprel, "nsubj") && s.lower(h) == "regime"
	}
}

// become gives a draft an entity without a name, with what another was drafted from, and
// reports whether it has the entity.
func (s *resolution) become(d *draft, e int) bool {
	old := s.byEntity[e]
	if old == d {
		return true
	}
	if old != nil && old.actor.Kind != record.KindOrganization || len(s.names(e)) > 0 {
		return false
	}
	if old != nil {
		old.spans, old.forms = nil, nil
		for core, c := range s.byCore {
			if c == old {
				s.byCore[core] = d
			}
		}
	}
	s.adopt(d, e)
	return true
}

// governedBy is the country governed by the person of whom the noun h says that it is
// theirs, or "".
func (s *resolution) governedBy(h int) string {
	for _, at := range []int{s.doc.Child(h, "nmod:poss"), s.doc.Child(h, "compound"), s.ofPhrase(h)} {
		if at < 0 {
			continue
		}
		owners := []*draft{}
		if s.doc.Tokens[at].UPOS == "PRON" {
			owners = append(owners, s.possessing(at))
		} else {
			for _, i := range s.bearers(at) {
				owners = append(owners, s.byEntity[s.doc.Mentions[i].Entity])
			}
		}
		for _, o := range owners {
			if o != nil && o.person != nil && s.governs(o.person, o.person.Country, "") {
				return o.person.Country
			}
		}
	}
	return ""
}

// bloc is the draft of a part of the world that acts as one ("the West", "the
// international community") or of the states there ("Western countries") where the
// words around noun h name it; or nil.
func (s *resolution) bloc(h int) *draft {
	first := h
	if modifiers := s.withoutDeterminer(s.modifiers(h)); len(modifiers) > 0 {
		first = modifiers[0]
	}
	words := strings.ToLower(s.doc.Slice(s.doc.TokenSpan(first, h+1)))
	capital := s.doc.Form(h) != s.lower(h)
	switch {
	case s.words.is("bloc", words) && first > 0 && s.lower(first-1) == "the" && (capital || first < h) && !s.ofSomething(h):
	case s.words.is("between countries", strings.ToLower(s.doc.Tokens[h].Lemma)) && first < h && s.words.is("part of the world", strings.ToLower(s.doc.Form(h-1))) && s.doc.Tokens[h].Plural():
	default:
		return nil
	}
	d := s.draftFor("bloc/" + words)
	at := s.doc.TokenSpan(first, h+1)
	d.actor.Name = s.doc.Slice(at)
	if s.words.is("bloc", words) {
		d.actor.Name = "the " + d.actor.Name
	}
	d.actor.Kind = record.KindGroup
	d.addMention(at, s.doc.Slice(at))
	d.because("a part of the world or its states, of no one country")
	return d
}

// ofSomething reports whether "of" follows token h: "the West of Ireland".
func (s *resolution) ofSomething(h int) bool {
	return h+1 < len(s.doc.Tokens) && s.lower(h+1) == "of"
}

// blocs drafts the blocs that act, are dealt with or isolate somebody, whoever takes
// them for the name of a place.
func (s *resolution) blocs() {
	for h, t := range s.doc.Tokens {
		if t.UPOS != "NOUN" && t.UPOS != "PROPN" || t.Head < 0 {
			continue
		}
		if !s.words.is("bloc word", s.lower(h)) {
			continue
		}
		if d := s.bloc(h); d != nil {
			d.wanted = d.wanted || s.acts(h) || t.Deprel == "nsubj" || s.related(h) || s.regards(t.Head) || s.regards(max(0, h-3)) && s.located(h)
			if i, ok := s.at[h]; ok && s.doc.Mentions[i].Entity >= 0 && s.byEntity[s.doc.Mentions[i].Entity] == nil {
				s.adopt(d, s.doc.Mentions[i].Entity)
			}
		}
	}
}

// regards reports whether a noun, or the object of a verb, is for what those in some part
// of the world think of somebody or do to him: "isolation in the West".
func (s *resolution) regards(t int) bool {
	if o := s.doc.Child(t, "obj"); s.doc.Tokens[t].UPOS == "VERB" && o >= 0 && s.regards(o) {
		return true
	}
	return s.words.is("regard", strings.ToLower(s.doc.Tokens[t].Lemma))
}
