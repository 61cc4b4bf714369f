package quote

import "slices"

// citation reads, from the words alone, the clause right behind a noun phrase
// that ends before token at, which names where the phrase's words are from:
// ", citing two officials," and ", which refers to an aide". It gives who is
// cited, the citing verb and the token after the clause's closing comma; nobody
// where there is no such clause.
func (p *page) citation(at int) (cited speaker, verb, end int) { return p.citationAt(at, false) }

// citationAt is citation; a final one may end with its sentence.
func (p *page) citationAt(at int, final bool) (cited speaker, verb, end int) {
	last := p.sentence(at).Last
	if at+3 >= last || p.lower[at] != "," {
		return nobody(""), -1, at
	}
	verb = at + 1
	relative := p.relative(verb)
	if relative {
		verb++
	}
	if !p.cues.Cites(p.lemmas[verb]) || !relative && p.Tokens[verb].XPOS != "VBG" || relative && !p.finite(verb) {
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
	if end == last && !final {
		return nobody(""), -1, at
	}
	behind := min(end+1, last)
	for end > first && p.loose(end-1) {
		end--
	}
	for i := first; i < end; i++ {
		h := p.Tokens[i].Head
		if !p.nominal(i) || h >= first && h < end && p.nominal(h) {
			continue
		}
		lemma := p.lemmas[i]
		if relative && !p.cues.Anonymous(lemma) && !p.cues.Document(lemma) && !p.outlet(first, end, i) {
			break // "who referred to the crisis" gives no source
		}
		return speaker{first, end, i, "cited"}, verb, behind
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
		cited, citing, end := p.citation(at)
		s := p.sentence(at)
		if !cited.named() || at == s.First || end >= s.Last {
			continue
		}
		// The citing clause stands before the verb of saying, or behind it.
		v, that := end, p.behindTime(end+1)
		if before := at - 1; p.finite(before) && p.saying(before) {
			v, that = before, end
		}
		if !p.finite(v) || !p.saying(v) {
			continue
		}
		reporter := p.reporter(v, at, citing)
		if !reporter.named() || reporter.last > at || !p.passes(reporter, cited) {
			continue
		}
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
		list = append(list, finding{candidate: c, via: []speaker{reporter}, rule: "words: a phrase, “" + p.lower[citing] + "” a source, “" + p.lower[v] + " that”; citing", told: nobody(""), within: -1})
	}
	slices.SortStableFunc(list, func(a, b finding) int { return a.cue - b.cue })
	return list
}

// reporter is who cites somebody in the clause behind the comma at token at: the
// phrase before it, or the subject of the verb of saying v before it.
func (p *page) reporter(v, at, citing int) speaker {
	h := at - 1
	if v == h {
		if h = p.Child(v, "nsubj"); h < 0 {
			return nobody("")
		}
		return p.phrase(h, v, "subject")
	}
	for up := p.Tokens[h].Head; up >= p.sentence(at).First && up < at && p.nominal(up); up = p.Tokens[h].Head {
		h = up
	}
	if !p.nominal(h) {
		return nobody("")
	}
	return p.phrase(h, citing, "subject")
}

// behindTime is the token after a phrase of time that begins at token i: "last
// week", "on Monday"; or i where there is none.
func (p *page) behindTime(i int) int {
	const longest = 4
	end := p.sentence(i - 1).Last
	for j := i; j < min(i+longest, end); j++ {
		if p.cues.Time(p.lemmas[j]) || p.cues.Time(p.lower[j]) {
			return j + 1
		}
	}
	return i
}

// citing reads "the agency, citing five officials, wrote": the officials are
// the source, the agency their link. It holds where the citing voice is an
// outlet or the cited one are persons. The result is the citing verb, or -1.
func (p *page) citing(f *finding) int {
	if f.cited != nil {
		f.via = append(f.via, f.speaker)
		f.speaker = *f.cited
		f.rule += "; citing"
		_, verb, _ := p.citation(f.via[0].last)
		return verb
	}
	if f.part != "verb" || !f.speaker.named() {
		return -1
	}
	if verb := p.citingBehind(f); verb >= 0 {
		return verb
	}
	for at := f.speaker.head + 1; at < f.first; at++ {
		reporter := f.speaker
		reporter.last = at
		if cited, verb, end := p.citation(at); cited.named() && end == f.first && p.passes(reporter, cited) {
			f.via = append(f.via, reporter)
			f.speaker = cited
			f.rule += "; citing"
			return verb
		}
	}
	s := p.sentence(f.cue)
	for i := s.First; i < s.Last; i++ {
		if h := p.Tokens[i].Head; f.content.holds(i) || h != f.cue && (h < f.speaker.first || h >= f.speaker.last) || p.Tokens[i].XPOS != "VBG" || !p.cues.Cites(p.lemmas[i]) {
			continue
		}
		y := p.cited(i, f)
		if !y.named() {
			continue
		}
		reporter := f.speaker
		if reporter.first <= i && i < reporter.last {
			first, last := p.trim(reporter.first, i)
			if first >= last {
				continue
			}
			reporter.first, reporter.last = first, last
			reporter.head = min(max(reporter.head, first), last-1)
		}
		if !p.passes(reporter, y) {
			continue
		}
		f.via = append(f.via, reporter)
		f.speaker = y
		f.rule += "; citing"
		return i
	}
	return -1
}

// citingBehind reads a citing clause behind the cue: "reported, citing two
// officials, that …" and "…, the agency reported, quoting an aide." The result
// is the citing verb, or -1.
func (p *page) citingBehind(f *finding) int {
	s := p.sentence(f.cue)
	for at := f.last; at+2 < s.Last; at++ {
		if p.quoted[at] >= 0 || p.finite(at) {
			return -1
		}
		cited, verb, end := p.citationAt(at, true)
		if !cited.named() {
			continue
		}
		if !p.passes(f.speaker, cited) {
			return -1
		}
		rest := p.tidy(f.content.without(at, end))
		if len(rest) == 0 {
			return -1
		}
		f.content = rest
		f.via = append(f.via, f.speaker)
		f.speaker = cited
		f.rule += "; citing"
		return verb
	}
	return -1
}

// passes reports whether one who cites somebody passes on that other's words
// rather than backs its own with them: an outlet, or anything named that is no
// person, with a document, and anybody with persons whom nobody names.
func (p *page) passes(reporter, cited speaker) bool {
	lemma := p.lemmas[cited.head]
	return p.outlet(reporter.first, reporter.last, reporter.head) || p.cues.Anonymous(lemma) ||
		p.outlet(cited.first, cited.last, cited.head) && !p.person[reporter.head] ||
		p.cues.Document(lemma) && p.Tokens[reporter.head].UPOS == "PROPN" && !p.person[reporter.head]
}

// citesDocument reports whether finding i only names the document that another
// one of its speaker is from: "the paper, citing a memorandum, reported".
func (p *page) citesDocument(list []finding, i int) bool {
	f := &list[i]
	named := p.contentHead(f.content)
	if f.part == "noun" {
		named = f.cue // "citing a report of the army"
	}
	if v := p.Tokens[f.first]; f.part == "noun" && (f.first == f.cue || v.XPOS != "VBG" || !p.cues.Cites(p.lemmas[f.first])) ||
		f.part != "noun" && (p.Tokens[f.cue].XPOS != "VBG" || !p.cues.Cites(p.lemmas[f.cue])) || !p.cues.Document(p.lemmas[named]) {
		return false
	}
	first, last := p.cuesBeside(list, i)
	for j := first; j < last; j++ {
		if j != i && list[j].speaker.head == f.speaker.head {
			return true
		}
	}
	return false
}

// cited is the noun phrase that a citing verb names: from after the verb to
// the next comma, the cue or the sentence's end.
func (p *page) cited(verb int, f *finding) speaker {
	s := p.sentence(verb)
	first := verb + 1
	for first < s.Last && (p.lower[first] == "to" || p.loose(first)) {
		first++
	}
	last := first
	for last < s.Last && !p.loose(last) && last != f.cue && !f.content.holds(last) && !p.is(last, "mark") {
		last++
	}
	for i := first; i < last; i++ {
		if h := p.Tokens[i].Head; p.nominal(i) && (h < first || h >= last || !p.nominal(h)) {
			return speaker{first, last, i, "cited"}
		}
	}
	return nobody("")
}
