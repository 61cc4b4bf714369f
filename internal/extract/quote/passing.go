package quote

import (
	"slices"

	"annals/internal/lexicon/cue"
)

// toldTo makes an outlet that somebody speaks to a link: "told the agency",
// "said in an interview with the paper".
func (p *page) toldTo(f *finding) {
	if f.part != "verb" {
		return
	}
	var visit func(i, depth int)
	visit = func(i, depth int) {
		for _, d := range p.Children(i) {
			if d < f.last || f.content.holds(d) || d == f.speaker.head || depth > 2 {
				continue
			}
			if p.nominal(d) && (p.is(d, "obj", "iobj", "obl", "nmod") || p.is(d, "ccomp") && p.told(d)) {
				s := p.wholeOutlet(p.phrase(d, f.cue, "told"))
				if p.outlet(s.first, s.last, d) && p.tellable(d, depth) {
					f.via = append(f.via, s)
					f.rule += "; told to an outlet"
					return
				}
				visit(d, depth+1)
			}
		}
	}
	if len(f.via) == 0 {
		visit(f.cue, 0)
	}
	if o := p.confidant(f); len(f.via) == 0 && o.named() {
		f.via = append(f.via, o)
		f.rule += "; told by a source"
	}
	if o := p.outletAt(f.last, p.sentence(f.cue).Last, "told"); len(f.via) == 0 && o.named() && p.lemmas[f.cue] == "tell" && !f.content.holds(f.last) && !p.oneVoice(o, f.speaker) {
		f.via = append(f.via, o)
		f.rule += "; told to an outlet"
	}
}

// swallowed takes the name of who is told off the beginning of a content: "told
// Norwire the men had fled".
func (p *page) swallowed(f *finding) {
	r := f.content[0]
	i := r[0]
	if f.part != "verb" || i != f.last || !p.tells(f.cue) || p.passive(f.cue) || p.Tokens[i].UPOS != "PROPN" || p.quoted[i] >= 0 || i+2 >= r[1] {
		return
	}
	u := p.Tokens[i+1].UPOS
	if u != "DET" && p.Tokens[i+1].XPOS != "PRP" && p.lower[i+1] != "that" {
		return
	}
	f.content = p.tidy(f.content.without(i, i+1))
	f.told = speaker{i, i + 1, i, "told"}
}

// confidant is the bare name behind "told" of whom a source tells, so called and not
// named, which is an outlet's, known or not: "two sources told Interpress"; or
// nobody.
func (p *page) confidant(f *finding) speaker {
	i := f.last
	if p.lemmas[f.cue] != "tell" || !f.speaker.named() || p.lemmas[f.speaker.head] != "source" || i >= p.sentence(f.cue).Last || f.content.holds(i) || p.Tokens[i].UPOS != "PROPN" || p.person[i] {
		return nobody("")
	}
	return p.phrase(i, f.cue, "told")
}

// tellable reports whether the phrase stands where one who is told stands: the
// object, or after "to", "with" or "on".
func (p *page) tellable(d, depth int) bool {
	c := p.Child(d, "case")
	if c < 0 {
		return depth == 0 && p.is(d, "obj", "iobj", "ccomp")
	}
	switch p.lower[c] {
	case "to", "with", "on", "by":
		return p.Tokens[d].UPOS == "PROPN" || p.lower[c] != "on"
	}
	return false
}

// interview makes an outlet that the sentence begins with a link: "In an
// interview with the radio, the bishop said", "Speaking to the paper, …".
func (p *page) interview(f *finding) {
	s := p.sentence(f.cue)
	if f.part != "verb" || len(f.via) > 0 || p.quoted[f.cue] >= 0 {
		return
	}
	for i := s.First; i+1 < f.first; i++ {
		if p.lower[i] != "with" && p.lower[i] != "to" || f.content.holds(i) || i == s.First {
			continue
		}
		switch p.lemmas[i-1] {
		case "interview", "speak", "talk", "conversation":
		default:
			continue
		}
		if o := p.outletAt(i+1, f.first, "told"); o.named() && !p.oneVoice(o, f.speaker) {
			f.via = append(f.via, o)
			f.rule += "; told to an outlet"
			return
		}
	}
}

// seenBy makes an outlet that has seen, published or quoted what a statement is
// from its link: "in a letter seen by the agency, the company wrote", "according
// to a draft obtained by the paper", "experts quoted by the weekly doubt".
// The result is the participle, or -1.
func (p *page) seenBy(f *finding) int {
	s := p.sentence(f.cue)
	for i := s.First; i+2 < s.Last && len(f.via) == 0; i++ {
		if p.lower[i+1] != "by" || !p.cues.Handles(p.lower[i]) {
			continue
		}
		o := p.outletAt(i+2, s.Last, "seen by")
		if !o.named() {
			o = p.quoter(i)
		}
		inside := f.speaker.named() && f.speaker.first < i && i < f.speaker.last
		if !o.named() || f.content.holds(i) || !inside && p.saidBy(i, f) {
			continue
		}
		if first, last := p.trim(f.speaker.first, i); inside && f.speaker.head < last {
			f.speaker.first, f.speaker.last = first, last
		}
		f.via = append(f.via, o)
		f.rule += "; " + p.lower[i] + " by an outlet"
		return i
	}
	return -1
}

// quoter is the name behind the participle at token i and its "by", of whoever has
// quoted somebody: only outlets do so, known or not; nobody where it is a person.
func (p *page) quoter(i int) speaker {
	switch p.lower[i] {
	case "quoted", "cited", "interviewed":
	default:
		return nobody("")
	}
	last := p.sentence(i).Last
	first := i + 2
	at := first
	if at < last && p.Tokens[at].UPOS == "DET" {
		at++
	}
	end := at
	for end < last && p.Tokens[end].UPOS == "PROPN" {
		if p.person[end] {
			return nobody("")
		}
		end++
	}
	if end == at {
		return nobody("")
	}
	return speaker{first, end, end - 1, "seen by"}
}

// saidBy reports whether token i is itself the cue of the finding or stands in
// quotation marks: then it hands nothing on.
func (p *page) saidBy(i int, f *finding) bool { return i >= f.first && i < f.last || p.quoted[i] >= 0 }

// opening takes a phrase that comes before the conjunction off a content:
// "denied, in a statement, that its ships had sailed".
func (p *page) opening(f *finding) {
	first := f.content[0]
	if f.part != "verb" || first[0] < f.last || p.Tokens[first[0]].UPOS != "ADP" {
		return
	}
	for i := first[0] + 1; i+1 < first[1]; i++ {
		if p.finite(i) || p.quoted[i] >= 0 {
			return
		}
		if p.lower[i] == "," && p.lower[i+1] == "that" {
			f.content = p.tidy(append(words{{i + 1, first[1]}}, f.content[1:]...))
			return
		}
	}
}

// quoting reads "Tass quoted the minister as saying" and "was quoted by Tass as
// saying": who quotes is a link. The result is the verb of quoting, or -1.
func (p *page) quoting(f *finding) int {
	if f.speaker.how != "quoted" {
		return -1
	}
	h := p.Tokens[f.cue].Head
	if h >= 0 && !p.verbal(h) {
		h = p.Tokens[h].Head
	}
	if h < 0 {
		return -1
	}
	for _, s := range p.speakers(h) {
		if s.named() && s.head != f.speaker.head {
			f.via = append(f.via, s)
			f.rule += "; quoted by"
			break
		}
	}
	return h
}

// quotes reads "the agency quoted the president as saying", found with the
// agency as source: the president speaks, the agency passes it on.
func (p *page) quotes(list []finding, n int) {
	f := &list[n]
	if f.part != "verb" || !f.speaker.named() || !p.cues.Cites(p.lemmas[f.cue]) || p.passive(f.cue) {
		return
	}
	s := p.sentence(f.cue)
	for i := f.last + 1; i+1 < s.Last && !p.finite(i); i++ {
		if p.lower[i] != "as" || p.Tokens[i+1].XPOS != "VBG" || !p.saying(i+1) {
			continue
		}
		h := p.phraseEnding(i, f.last)
		if h < 0 || slices.ContainsFunc(list, func(o finding) bool { return o.cue == i+1 }) {
			return // or "saying" has been found itself
		}
		who := p.phrase(h, i+1, "quoted")
		content := p.tidy(f.content.without(f.last, i+2))
		if len(content) == 0 {
			return
		}
		f.via = append(f.via, f.speaker)
		f.speaker, f.content = who, content
		f.cue, f.first, f.last = i+1, i+1, i+2
		f.rule += "; quoted by"
		return
	}
}

// toldPassively reads "residents were told by the police that …": who is told
// is no source.
func (p *page) toldPassively(f *finding) {
	if f.part != "verb" || !p.passive(f.cue) {
		return
	}
	s := p.Child(f.cue, "nsubj")
	if !p.tells(f.cue) || s < 0 || s > f.cue {
		return
	}
	if f.content.holds(s) {
		c := p.Child(f.cue, "ccomp")
		if c < f.cue {
			return
		}
		first, last := p.Subtree(c)
		f.content = p.tidy(words{{first, last}})
	}
	f.told = p.phrase(s, f.cue, "told")
	if f.speaker = p.agents(f.cue)[0]; f.speaker.named() {
		if content := p.tidy(f.content.without(f.speaker.first-1, f.speaker.last)); len(content) > 0 {
			f.content = content
		}
	}
}

// tells reports whether a verb of saying has whom it is said to as its object.
func (p *page) tells(verb int) bool {
	return slices.ContainsFunc(p.cues.Entries(p.lemmas[verb], cue.Verb), func(e cue.Entry) bool { return e.Addressee == "obj" && e.Takes(cue.Clause) })
}

// raised adds to "is said to have left" whom it is said of, who has been raised
// out of the content: "the singer".
func (p *page) raised(f *finding) {
	s := p.Child(f.cue, "nsubj")
	if f.part != "verb" || f.speaker.named() || f.told.named() || s < 0 || s > f.cue || !p.passive(f.cue) || f.content[0][0] < f.cue || p.lower[f.content[0][0]] != "to" {
		return
	}
	if who := p.phrase(s, f.cue, ""); p.lower[s] != "it" && p.lower[s] != "there" && who.last <= f.first {
		f.content = f.content.add(who.first, who.last)
	}
}
