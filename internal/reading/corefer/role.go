package corefer

import (
	"strings"
	"unicode"

	"annals/internal/text"
)

// Values of tables.labels.
const (
	asks    = "asks"
	answers = "answers"
	witness = "witness" // answers, and is not introduced
)

// detectLabels adds the labels of turns that hold no name as mentions: those that say only
// what somebody does in the talk ("Q", "THE WITNESS") stand for their speaker as "I"
// does, others are names.
func (r *reader) detectLabels(covered []bool) {
	d := r.doc
	for _, b := range d.Blocks {
		if b.Label.Len() == 0 {
			continue
		}
		first, last := d.TokensIn(b.Label)
		end := first
		for end < last && d.Form(end) != "(" && d.Form(end) != "," && d.Form(end) != ":" && d.Form(end) != "." {
			end++
		}
		if first == end || covered[end-1] {
			continue
		}
		m := mention{Mention: text.Mention{First: first, Last: end, Head: end - 1, Entity: -1, Why: "label of a turn"}}
		words := labelWords(d.Slice(d.TokenSpan(first, end)))
		switch {
		case len(words) == 0:
			continue
		case r.tables.labels[words[len(words)-1]] != "" || len(words) > 1 && r.tables.labels[words[0]] != "" && !unicode.IsLetter(rune(words[1][0])):
			m.Kind, m.pron = text.Pronoun, pronoun{person: "1", number: singular, kind: "personal"}
		case r.world.Role(strings.Join(words, " ")) != nil || words[0] == "the":
			continue // a description
		default:
			m.Kind, m.Type, m.First = text.Name, text.Person, r.behindTitles(first, end)
		}
		for i := m.First; i < m.Last; i++ {
			covered[i] = true
		}
		r.mentions = append(r.mentions, m)
	}
}

// behindTitles is the first token of a name behind its titles.
func (r *reader) behindTitles(first, end int) int {
	for first < end-1 {
		if w := strings.Trim(r.word(first), "."); r.tables.titles[w] == "" && r.world.Role(w) == nil && len(w) > 3 {
			break
		}
		first++
	}
	return first
}

// inLabel reports whether a mention stands in the label of a turn.
func (r *reader) inLabel(m *mention) bool {
	return r.doc.InLabel(m.Head)
}

// joinRoles finds who speaks under the name of a role: a witness is whom the speaker
// before calls by name, "A" whom the introduction names, and "Q" the journalist there.
func (r *reader) joinRoles() {
	sides := map[string][]int{} // speakers
	for s := 1; s < len(r.talk.words); s++ {
		if words := r.talk.words[s]; len(words) > 0 {
			side := r.tables.labels[words[len(words)-1]]
			sides[side] = append(sides[side], s)
		}
	}
	for _, side := range []string{witness, answers} {
		for _, s := range sides[side] {
			r.nameSpeaker(s, r.calledBefore(s), "called so by the speaker before")
		}
	}
	asking, answering := r.introduced()
	if list := sides[answers]; len(list) == 1 {
		r.nameSpeaker(list[0], answering, "interviewed, by the introduction")
	}
	if list := sides[asks]; len(list) == 1 && len(sides[answers]) == 1 {
		r.nameSpeaker(list[0], asking, "interviews, by the introduction")
	}
}

// nameSpeaker joins speaker s to mention i, if it is one.
func (r *reader) nameSpeaker(s, i int, why string) {
	if k := r.talk.first[s]; k >= 0 && i >= 0 && !r.mentions[r.find(k)].named {
		r.join(k, i, why)
	}
}

// calledBefore is a mention of the only person whom those who speak right before
// speaker s call by name, or -1.
func (r *reader) calledBefore(s int) int {
	found := -1
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.turn == 0 || m.Kind != text.Name || m.Type != text.Person || r.talk.blocks[r.block(m)].after != s || !r.calls(m) {
			continue
		}
		if r.entity(i).speaker != 0 && r.entity(i).speaker != s || found >= 0 && r.find(found) != r.find(i) {
			return -1
		}
		found = i
	}
	return found
}

// calls reports whether a name calls the one spoken to, by the tree or between commas and
// the edges of a sentence that says "you": "Captain Sorel, where were you?"
func (r *reader) calls(m *mention) bool {
	d := r.doc
	if text.IsRelation(d.Tokens[m.Head].Deprel, "vocative") {
		return true
	}
	s := d.Sentences[d.Tokens[m.Head].Sentence]
	first := m.First
	for first > s.First && (d.Tokens[first-1].UPOS == "PROPN" || strings.HasSuffix(r.word(first-1), ".")) { // titles
		first--
	}
	if first > s.First && r.word(first-1) != "," || m.Last >= s.Last || r.word(m.Last) != "," && m.Last < s.Last-1 {
		return false
	}
	for i := s.First; i < s.Last; i++ {
		if w := r.word(i); w == "you" || w == "your" {
			return true
		}
	}
	return false
}

// introduced are mentions of the only journalist and of the only other person whom the
// paragraphs before the first turn name, or -1.
func (r *reader) introduced() (asking, answering int) {
	asking, answering = none, none
	take := func(to *int, i int) {
		if *to == none {
			*to = i
		} else if *to == many || r.find(*to) != r.find(i) {
			*to = many
		}
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		b := &r.doc.Blocks[r.block(m)]
		if b.Label.Len() > 0 {
			break
		}
		if m.Kind != text.Name || m.Type != text.Person || b.Kind == text.Byline || b.Kind == text.Caption || r.ofNoun(m) {
			continue
		}
		if r.journalist(i) {
			take(&asking, i)
		} else {
			take(&answering, i)
		}
	}
	return asking, answering
}

// ofNoun reports whether a name stands behind "of" and a noun, as those of places do that
// were taken for persons: "the mayor of Port Selin".
func (r *reader) ofNoun(m *mention) bool {
	return m.First > 1 && r.word(m.First-1) == "of" && r.doc.Tokens[m.First-2].UPOS == "NOUN"
}

// journalist reports whether a person is called one, or is of a body and spoken to:
// "talked to Jonas Weber of the Review".
func (r *reader) journalist(i int) bool {
	d := r.doc
	for _, k := range r.mentions[r.find(i)].members {
		m := &r.mentions[k]
		switch m.Kind {
		case text.Nominal:
			if role := r.world.Role(m.lemma); role != nil && role.Sector == "JRN" {
				return true
			}
		case text.Name:
			if m.First > 0 {
				if role := r.world.Role(r.word(m.First - 1)); role != nil && role.Sector == "JRN" && d.Tokens[m.First-1].Sentence == d.Tokens[m.First].Sentence {
					return true
				}
			}
			of := d.Child(m.Head, "nmod")
			if c := d.Child(m.Head, "case"); of >= 0 && c >= 0 && (r.word(c) == "to" || r.word(c) == "with") && r.at[of] >= 0 && r.entity(r.at[of]).kind == body {
				return true
			}
		}
	}
	return false
}
