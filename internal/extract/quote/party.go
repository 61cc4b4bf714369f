package quote

import (
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/text"
)

// party writes a speaker as a Party: a description where it is not a name,
// anonymous where it is a person or persons whom the report leaves unnamed,
// with how many the report says they are.
func (p *page) party(s speaker, spell *record.Speller) record.Party {
	if !s.named() {
		return record.Party{}
	}
	for s.first < s.head && p.Tokens[s.first].UPOS == "CCONJ" && p.lower[s.first] != "both" && p.lower[s.first] != "either" && p.lower[s.first] != "neither" {
		s.first++ // "but people close to her"
	}
	span := p.speakerSpan(s)
	out := record.Party{Span: record.Ptr(spell.Span(span))}
	if p.Tokens[s.head].UPOS == "PRON" || p.relative(s.head) || p.Tokens[s.head].UPOS == "PROPN" && p.Tokens[s.head].XPOS != "NNPS" {
		return out
	}
	if p.named(s) {
		return out
	}
	s.last = p.bare(s)
	out.Description = record.Ptr(p.Slice(p.speakerSpan(s)))
	switch of := p.among(s); {
	case of >= 0:
		if out.Anonymous = p.cues.Anonymous(p.lemmas[of]); out.Anonymous && p.Tokens[s.head].UPOS == "NUM" {
			out.Count = small(p.lower[s.head])
		}
	case p.cues.Anonymous(p.lemmas[s.head]) && !p.definite(s):
		out.Anonymous = true
		out.Count = p.count(s)
	}
	return out
}

// bare is where a noun phrase ends without a clause behind it: the relative
// clause of "a man who saw it", the participle of "an official, speaking on
// condition of anonymity".
func (p *page) bare(s speaker) int {
	for i := s.head + 1; i < s.last; i++ {
		comma := p.lower[i-1] == ","
		if !p.relative(i) && !(comma && p.Tokens[i].UPOS == "VERB" && (p.Tokens[i].XPOS == "VBG" || p.Tokens[i].XPOS == "VBN")) {
			continue
		}
		if _, last := p.trim(s.first, i); last > s.head {
			return last
		}
	}
	return s.last
}

// among is the head of those that the phrase takes some from, or -1: "one of
// the diplomats", "several of his aides".
func (p *page) among(s speaker) int {
	switch p.lower[s.head] {
	case "several", "some", "many", "few", "most", "another":
	default:
		if p.Tokens[s.head].UPOS != "NUM" {
			return -1
		}
	}
	for _, c := range p.Children(s.head) {
		if of := p.Child(c, "case"); p.is(c, "nmod") && of >= 0 && p.lower[of] == "of" {
			return c
		}
	}
	return -1
}

// named reports whether the phrase names its head: an apposition or flat name
// of proper nouns ("the spokesman, Ivan Petrov"), or what it is called ("a resident
// named Ivan Petrov", "a man identified as Ivan Petrov").
func (p *page) named(s speaker) bool {
	for i := s.head + 1; i+1 < s.last; i++ {
		if p.Tokens[i+1].UPOS == "PROPN" && (p.lower[i] == "named" || p.lower[i] == "called" || p.lower[i] == "as" && (p.lower[i-1] == "identified" || p.lower[i-1] == "known")) {
			return true
		}
	}
	for _, c := range p.Children(s.head) {
		if c >= s.first && c < s.last && p.Tokens[c].UPOS == "PROPN" && p.is(c, "appos", "flat") {
			return true
		}
	}
	return false
}

// definite reports whether the phrase has a definite article or a possessor:
// then the report has told, or takes for known, who it is.
func (p *page) definite(s speaker) bool {
	for _, c := range p.Children(s.head) {
		switch {
		case c >= s.head:
		case p.is(c, "det") && (p.lower[c] == "the" || p.lower[c] == "this" || p.lower[c] == "these" || p.lower[c] == "that" || p.lower[c] == "those"):
			return true
		case p.Tokens[c].Deprel == "nmod:poss" && p.Tokens[s.head].XPOS == "NN":
			return true
		}
	}
	return false
}

// count is how many persons the phrase speaks of, nil where it doesn't say: of those
// side by side all of them, "three officials and a senator" are four.
func (p *page) count(s speaker) *int {
	heads := []int{s.head}
	if h := p.Tokens[s.head].Head; p.is(s.head, "conj") && h >= s.first && h < s.last {
		heads = []int{h}
	}
	for _, c := range p.Children(heads[0]) {
		if p.is(c, "conj") && c < s.last && p.nominal(c) {
			heads = append(heads, c)
		}
	}
	if len(heads) == 1 && slices.ContainsFunc(p.Tokens[s.first:s.last], func(t text.Token) bool { return t.UPOS == "CCONJ" }) {
		return nil // the tree does not say how they stand together
	}
	sum := 0
	for _, h := range heads {
		n := p.counted(h, s)
		if n == nil {
			return nil
		}
		sum += *n
	}
	return &sum
}

// counted is how many persons the noun h of a phrase stands for, or nil.
func (p *page) counted(h int, s speaker) *int {
	for _, c := range p.Children(h) {
		if p.is(c, "nummod") && c >= s.first && c < s.last {
			if p.Child(c, "advmod", "compound") >= 0 {
				return nil
			}
			return small(p.lower[c])
		}
		if p.is(c, "det") && (p.lower[c] == "a" || p.lower[c] == "an") {
			return record.Ptr(1)
		}
	}
	return nil
}

// small is the value of a number up to twelve, in words or digits.
func small(word string) *int {
	for n, names := range [...]string{"", "1 one", "2 two both", "3 three", "4 four", "5 five", "6 six", "7 seven", "8 eight", "9 nine", "10 ten", "11 eleven", "12 twelve"} {
		for _, name := range strings.Fields(names) {
			if name == word {
				return record.Ptr(n)
			}
		}
	}
	n := 0
	for _, r := range word {
		if r < '0' || r > '9' || n > 9999 {
			return nil
		}
		n = 10*n + int(r-'0')
	}
	return record.Ptr(n)
}

// outlet reports whether the phrase names or describes a news outlet.
func (p *page) outlet(first, last, head int) bool {
	u := p.Tokens[head].UPOS
	if u != "PROPN" && u != "NOUN" && u != "X" {
		return false
	}
	if p.cues.Outlet(p.lower[head]) || p.cues.Outlet(p.lemmas[head]) || u == "PROPN" && p.cues.Masthead(p.lower[head]) {
		return true
	}
	for i := first; i < last; i++ {
		titled := i == head-1 && p.Tokens[head].UPOS == "PROPN" // "the newspaper Vestul"
		if p.cues.Outlet(p.lower[i]) && (titled || p.Tokens[i].UPOS == "PROPN") && p.Tokens[i].Head == head && (p.is(i, "compound", "flat", "appos", "amod") || i == head-1 && p.is(i, "nmod")) {
			return true
		}
	}
	return false
}

// outletAt is the outlet that a noun phrase beginning at token i names, read from
// the words alone: "the Prima agency"; or nobody.
func (p *page) outletAt(i, last int, how string) speaker {
	first := i
	if i < last && p.Tokens[i].UPOS == "DET" {
		i++
	}
	end := i
	for end < last && (p.nominal(end) && p.Tokens[end].UPOS != "PRON" || p.Tokens[end].UPOS == "ADJ" || p.Tokens[end].UPOS == "X") && p.quoted[end] == p.quoted[first] {
		end++
	}
	for end > i && p.Tokens[end-1].UPOS == "ADJ" {
		end--
	}
	for h := end - 1; h >= i; h-- {
		if h < end-1 && p.Tokens[end-1].UPOS == "NOUN" {
			break // "a news conference"
		}
		if end == i+1 && (p.lower[h] == "media" || p.lower[h] == "press") {
			break // "not authorised to speak to the media"
		}
		if p.outlet(first, end, h) {
			return speaker{first, end, h, how}
		}
	}
	return nobody("")
}

// wholeOutlet is a phrase with the name of the outlet behind it, where the tree
// hangs that elsewhere: "the newspaper Vesti".
func (p *page) wholeOutlet(s speaker) speaker {
	if o := p.outletAt(s.first, p.sentence(s.head).Last, s.how); o.named() && o.last > s.last && o.first <= s.head && s.head < o.last {
		s.last = o.last
	}
	return s
}

// publisher reports whether the span names the outlet that publishes the
// report, or points to it: "told this newspaper".
func (p *page) publisher(s text.Span) bool {
	name := strings.ToLower(p.Publisher)
	printed := strings.ToLower(p.Slice(s))
	if own, ok := strings.CutPrefix(printed, "this "); ok && p.cues.Outlet(own) {
		return true
	}
	return name != "" && (strings.Contains(printed, name) || len(printed) > 3 && strings.Contains(name, strings.TrimPrefix(printed, "the ")))
}

// addressee is the phrase that the cue is spoken to, or nobody.
func (p *page) addressee(c *candidate, where string) speaker {
	if where == "" || c.part != "verb" {
		return nobody("")
	}
	for _, d := range p.Children(c.cue) {
		if d < c.cue || !p.nominal(d) || d == c.speaker.head {
			continue
		}
		// In "urged the soldiers to leave" the soldiers are both.
		if c.content.holds(d) && !(where == "obj" && c.frame == "object and infinitive") {
			continue
		}
		to := p.Child(d, "case")
		bare := p.is(d, "obj", "iobj") && to < 0
		if where == "obj" && bare || p.is(d, "obl", "nmod") && to >= 0 && (p.lower[to] == where || where == "obj" && p.lower[to] == "to") {
			s := p.wholeOutlet(p.phrase(d, c.cue, "addressee"))
			for s.last > s.first+1 && c.content.holds(s.last-1) && !c.content.holds(d) {
				s.last--
			}
			if p.personal(s.head) {
				return s
			}
		}
	}
	return nobody("")
}

// personal reports whether somebody can be spoken to in this head: not a day,
// not a place of speech.
func (p *page) personal(head int) bool {
	switch p.lemmas[head] {
	case "statement", "interview", "letter", "speech", "end", "extent", "point", "question", "time", "it", "this", "that", "conference", "meeting",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow":
		return false
	}
	return true
}
