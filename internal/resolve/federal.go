package resolve

import (
	"slices"
	"strings"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// byStateAlone is the only person who fits, is known or called by the noun at token h and
// by no state of a federation, where nothing stands before the noun but the name of
// one that the report gives to nobody: "the Vermont senator"; or nil.
func (s *resolution) byStateAlone(head string, first, h int, fits func(*draft) bool) *draft {
	state := s.stateBefore(first, h)
	if state == "" || slices.ContainsFunc(s.drafts, func(c *draft) bool { return s.isPerson(c, "") && s.isName(c) && slices.Contains(s.statesOf(c), state) }) {
		return nil
	}
	return s.onlyPerson(h, "", func(c *draft) bool { return fits(c) && s.attributes(c)[head] && len(s.statesOf(c)) == 0 })
}

// ofAnotherState reports whether a description is of a state and the report calls the
// draft by another one: "the Texas senator" is not Senator Ana Ruiz of Ohio.
func (s *resolution) ofAnotherState(span text.Span, d *draft) bool {
	h := s.head(span)
	first, _ := s.doc.TokensIn(span)
	if h <= first || !s.isPerson(d, "") {
		return false
	}
	state := s.stateBefore(first+1, h)
	states := s.statesOf(d)
	return state != "" && len(states) > 0 && !slices.Contains(states, state)
}

// stateBefore is the folded name of the state that tokens first to h are, or "".
func (s *resolution) stateBefore(first, h int) string {
	if first >= h {
		return ""
	}
	name := s.doc.Slice(s.doc.TokenSpan(first, h))
	if !s.isState(name) {
		return ""
	}
	return world.Fold(name)
}

// statesOf are the folded names of the states that stand beside the draft's name: "Ohio
// Sen. Ana Ruiz", "Ana Ruiz (D-Ohio)", "Senator Ana Ruiz of Ohio".
func (s *resolution) statesOf(c *draft) []string {
	var states []string
	add := func(name string) {
		if short := s.world.ShortStates(name); len(short) == 1 {
			name = short[0].Name
		}
		if s.isState(name) {
			states = append(states, world.Fold(name))
		}
	}
	d := s.doc
	for _, m := range s.namesOf(c) {
		if m.Last+1 < len(d.Tokens) && s.lower(m.Last) == "of" {
			add(s.nameAround(m.Last + 1))
		}
		sentence := d.Sentences[d.Tokens[m.Head].Sentence]
		for t := max(sentence.First, m.First-5); t < min(sentence.Last, m.Last+6); t++ {
			if (t < m.First || t >= m.Last) && d.Tokens[t].UPOS == "PROPN" && (t < m.First || d.Form(m.Last) == "(") {
				add(d.Form(t))
				if t+1 < sentence.Last {
					add(d.Slice(d.TokenSpan(t, t+2)))
				}
			}
		}
	}
	return states
}

// isState reports whether a name is a state's of a federation.
func (s *resolution) isState(name string) bool {
	return slices.ContainsFunc(s.world.Places(name), func(p *world.Place) bool {
		return p.Kind == "region" && strings.Contains(federations, p.Country)
	})
}
