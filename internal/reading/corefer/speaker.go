package corefer

import (
	"strings"

	"annals/internal/lexicon/cue"
	"annals/internal/text"
)

// voice is who says "I", "we" or "you" in one quotation, or outside of all.
type voice struct {
	quotation      int // the first of those that carry one on, or -1
	person, number string
	speaker, turn  int // in whose turn; of "you" among many, in which block
}

// voices lists the pronouns of the first and second person by voice, in the
// order of the voices' first pronouns.
func (r *reader) voices() (order []voice, members map[voice][]int) {
	first := make([]int, len(r.doc.Quotations)) // where the quotation that each carries on begins
	for q, quote := range r.doc.Quotations {
		first[q] = q
		if quote.Continues >= 0 {
			first[q] = first[quote.Continues]
		}
	}
	members = map[voice][]int{}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != text.Pronoun || m.pron.person != "1" && m.pron.person != "2" {
			continue
		}
		v := voice{quotation: m.quoted, person: m.pron.person, number: m.pron.number, speaker: m.turn}
		if m.turn != 0 && m.pron.person == "2" && r.talk.speakers() > 2 {
			v.turn = r.block(m)
		}
		if v.quotation >= 0 {
			v.quotation = first[v.quotation]
		}
		if len(members[v]) == 0 {
			order = append(order, v)
		}
		members[v] = append(members[v], i)
	}
	return order, members
}

// joinVoices joins the first-person pronouns of one quotation, carried on over
// paragraphs or not: each is one voice. Second-person pronouns of one
// quotation address one party.
func (r *reader) joinVoices() { r.joinVoice(func(v voice) bool { return v.quotation >= 0 }) }

// joinNarrator joins those outside of quotations, as a report has one author, and each
// turn of a talk one speaker.
func (r *reader) joinNarrator() { r.joinVoice(func(v voice) bool { return v.quotation < 0 }) }

func (r *reader) joinVoice(in func(voice) bool) {
	order, members := r.voices()
	for _, v := range order {
		if !in(v) {
			continue
		}
		for _, i := range members[v][1:] {
			r.join(i, members[v][0], "same voice as before")
		}
	}
}

// joinSpeakers joins the "I" of a quotation to the one person who is said to
// say it, and its "you" to the one person who is told.
func (r *reader) joinSpeakers() {
	order, members := r.voices()
	for _, v := range order {
		if v.quotation < 0 || v.number == plural {
			continue
		}
		said := -1
		for q := v.quotation; q < len(r.doc.Quotations); q++ {
			if q != v.quotation && r.doc.Quotations[q].Continues < v.quotation {
				continue
			}
			if said = r.saying(q); said >= 0 {
				break
			}
		}
		if said < 0 {
			continue
		}
		who, why := r.doc.Child(said, "nsubj"), "speaker of the quotation"
		if v.person == "2" {
			if r.doc.Tokens[said].Lemma != "tell" {
				continue
			}
			who, why = r.doc.Child(said, "obj", "iobj"), "whom the speaker tells"
		}
		if who < 0 || r.at[who] < 0 {
			continue
		}
		if k := r.at[who]; r.mentions[k].Kind == text.Pronoun && r.mentions[k].pron.gender != "" || r.entity(k).kind == someone {
			r.join(members[v][0], k, why)
		}
	}
}

// joinAddressed joins the "you" of turns to the speaker whom it is said to.
func (r *reader) joinAddressed() {
	of := unset(len(r.talk.words)) // mention that says "I", or is named, by speaker
	for i := range r.mentions {
		if s := r.entity(i).speaker; s != 0 && of[s] < 0 {
			of[s] = i
		}
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.turn == 0 || m.chained || m.pron.person != "2" || m.pron.number == plural || r.severalOf(m) {
			continue
		}
		if r.talk.speakers() > 2 && r.doc.Form(r.doc.Sentences[r.doc.Tokens[m.Head].Sentence].Last-1) != "?" {
			continue
		}
		if s := r.talk.addressee(r.block(m)); s != 0 && of[s] >= 0 {
			r.join(i, of[s], "spoken to")
		}
	}
}

// severalOf reports whether "you" is said to several: "you guys", "you all".
func (r *reader) severalOf(m *mention) bool {
	switch r.word(m.Last) {
	case "guys", "all", "both", "two", "three", "people", "folks", "men", "women":
		return true
	}
	return false
}

// saying is the verb of saying beside quotation q, outside of its marks and in
// a sentence that the quotation touches; -1 where there is none, or more than
// one.
func (r *reader) saying(q int) int {
	d := r.doc
	quote := d.Quotations[q]
	first, last := d.TokensIn(quote.Span)
	if first >= last {
		return -1
	}
	found := -1
	from, to := d.Sentences[d.Tokens[first].Sentence], d.Sentences[d.Tokens[last-1].Sentence]
	for i := from.First; i < to.Last; i++ {
		if i >= first && i < last {
			continue
		}
		if t := d.Tokens[i]; t.UPOS != "VERB" || r.quoted[i] >= 0 || d.Child(i, "nsubj") < 0 || !r.quotes(strings.ToLower(t.Lemma)) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// quotes reports whether a verb can have direct speech as its content.
func (r *reader) quotes(verb string) bool {
	for _, e := range r.cues.Entries(verb, cue.Verb) {
		if e.Takes(cue.Quote) {
			return true
		}
	}
	return false
}
