package quote

import "slices"

// fewest is how many tokens a quotation without a cue must have to be somebody's
// words.
const fewest = 4

// unclaimed gives quotations that no cue has taken, and that fill a sentence
// behind one that is no quotation, to whom that sentence is about: "The colonel
// shook her head. “Nobody will cross.”" Their cue is unknown, and no model has
// judged them.
func (p *page) unclaimed(list []finding) []finding {
	near := p.cover(contents(list))
	for q := range p.Quotations {
		first, last := p.extent(q)
		if p.Quotations[q].Scare || last-first < fewest || first >= len(p.Tokens) || p.quoted[first] != q || p.unspoken(first) {
			continue
		}
		s := p.sentence(first)
		before := p.Tokens[first].Sentence - 1
		if s.First != first || before < 0 || p.Sentences[before].Block != s.Block || !p.wordless(last, p.Sentences[p.Tokens[last-1].Sentence].Last) {
			continue
		}
		if slices.ContainsFunc(near.at(first), func(i int) bool { return list[i].content.holds(first) }) {
			continue
		}
		who, verb := p.about(before)
		if !who.named() {
			continue
		}
		c := candidate{cue: verb, first: verb, last: verb + 1, speaker: who, content: p.tidy(words{{first, last}}), frame: "quotation after the sentence", part: "mark", prob: -1}
		if len(c.content) > 0 {
			list = append(list, finding{candidate: c, told: nobody(""), silent: true, rule: "quotation without a cue; source: whom the sentence before is about", within: -1})
		}
	}
	slices.SortStableFunc(list, func(a, b finding) int { return a.cue - b.cue })
	return list
}

// about is the person who is the subject of a sentence without quotations, with
// its verb; nobody where there is none.
func (p *page) about(sentence int) (speaker, int) {
	s := p.Sentences[sentence]
	for i := s.First; i < s.Last; i++ {
		if p.marked[i] {
			return nobody(""), -1
		}
	}
	for i := s.First; i < s.Last; i++ {
		h := p.Tokens[i].Head
		if h < 0 || !p.is(i, "nsubj") || p.Tokens[h].Head >= 0 || !p.finite(h) && p.Child(h, "aux", "cop") < 0 {
			continue
		}
		switch p.lower[i] {
		case "he", "she":
			return p.phrase(i, h, "sentence before"), h
		}
		if p.person[i] {
			return p.phrase(i, h, "sentence before"), h
		}
	}
	return nobody(""), -1
}
