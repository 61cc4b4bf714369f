package quote

import "slices"

// citation reads, from the words alone, the clause right behind a noun phrase
// that ends before token at, which names where the phrase's words are from:
// ", citing two officials," and ", which refers to an aide". It gives who is
// cited, the citing verb and the token after the clause's closing comma; nobody
// where there is no such clause.
func (p *page) citation(at int) (cited speaker, verb, end int) {
	last := p.sentence(at).Last
	if at+3 >= last || p.lower[at] != "," {
		return nobody(""), -1, at
	}
	verb = at + 1
	relative := p.relative(verb)
	if relative {
		verb++
	}
	if !p.cues.Cites(p.Tokens[verb].Lemma) || !relative && p.Tokens[verb].XPOS != "VBG" || relative && !p.finite(verb) {
		return nobody(""), -1, at
	}
	first := verb + 1
	if p.lower[first] == "to" {
		first++
	}
	end = first
	for end < last && p.lower[end] != "," {
		if p.finite(end) || p.quoted[end] >= 0 {
			return nobody(""), -1, at
		}
		end++
	}
	if end == last {
		return nobody(""), -1, at
	}
	for i := first; i < end; i++ {
		h := p.Tokens[i].Head
		if !p.nominal(i) || h >= first && h < end && p.nominal(h) {
			continue
		}
		lemma := p.Tokens[i].Lemma
		if relative && !p.cues.Anonymous(lemma) && !p.cues.Document(lemma) && !p.outlet(first, end, i) {
			break // "who referred to the crisis" gives no source
		}
		return speaker{first, end, i, "cited"}, verb, end + 1
	}
	return nobody(""), -1, at
}

// citations adds what somebody reports who cites somebody else, where the
// clauses are plain to see but hang so badly that the model has missed them:
// "The paper, citing a memorandum, reported last week that …". No model has
// judged them.
func (p *page) citations(list []finding) []finding {
	for at := range p.Tokens {
		if p.lower[at] != "," || p.unspoken(at) || p.quoted[at] >= 0 {
			continue
		}
		cited, citing, v := p.citation(at)
		s := p.sentence(at)
		if !cited.named() || at == s.First || v >= s.Last || !p.finite(v) || !p.saying(v) {
			continue
		}
		h := at - 1
		for up := p.Tokens[h].Head; up >= s.First && up < at && p.nominal(up); up = p.Tokens[h].Head {
			h = up
		}
		if !p.nominal(h) {
			continue
		}
		reporter := p.phrase(h, citing, "subject")
		if reporter.last > at || !p.passes(reporter, cited) {
			continue
		}
		that := p.behindTime(v + 1)
		if that >= s.Last || p.lower[that] != "that" {
			continue
		}
		if slices.ContainsFunc(list, func(f finding) bool { return f.cue == v && f.content[0][0] > v }) {
			continue
		}
		c := candidate{cue: v, first: v, last: v + 1, speaker: cited, content: p.tidy(words{{that, s.Last}}), frame: "clause", part: "verb", prob: -1}
		if len(c.content) == 0 {
			continue
		}
		list = slices.DeleteFunc(list, func(f finding) bool { return f.cue == v || f.cue == citing })
		list = append(list, finding{candidate: c, via: []speaker{reporter}, rule: "words: a phrase, “" + p.lower[citing] + "” a source, “" + p.lower[v] + " that”; citing", within: -1})
	}
	slices.SortStableFunc(list, func(a, b finding) int { return a.cue - b.cue })
	return list
}

// behindTime is the token after a phrase of time that begins at token i: "last
// week", "on Monday"; or i where there is none.
func (p *page) behindTime(i int) int {
	const longest = 4
	end := p.sentence(i - 1).Last
	for j := i; j < min(i+longest, end); j++ {
		if p.cues.Time(p.Tokens[j].Lemma) || p.cues.Time(p.lower[j]) {
			return j + 1
		}
	}
	return i
}
