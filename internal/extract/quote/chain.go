package quote

import (
	"slices"

	"annals/internal/lexicon/cue"
)

// A finding is a chosen candidate on its way to become a statement.
type finding struct {
	candidate
	via    []speaker // nearest to the report first
	rule   string
	within int // index of the finding whose content holds this one, or -1
}

// chains ties findings of one voice passed on by another: "according to the
// agency" after somebody's words, "the agency, citing five officials, wrote",
// "told the paper".
func (p *page) chains(list []finding) []finding {
	list = p.passedOn(p.apart(p.ended(list)))
	citing := map[int]bool{} // cues that only name a source
	for i := range list {
		p.between(&list[i])
		if c := p.citing(&list[i]); c >= 0 {
			citing[c] = true
		}
		if p.citesDocument(list, i) {
			citing[list[i].cue] = true
		}
		p.toldTo(&list[i])
		p.seenBy(&list[i])
		if c := p.quoting(&list[i]); c >= 0 {
			citing[c] = true
		}
	}
	return slices.DeleteFunc(list, func(f finding) bool { return citing[f.cue] })
}

// rejoined mends a noun phrase that was read as a clause, its middle noun as a
// verb that no lexicon knows: "The refugee agency said …" is no "The refugee:
// “agency said …”".
func (p *page) rejoined(list []finding) []finding {
	drop := map[int]bool{}
	for i := range list {
		a := &list[i]
		if a.part != "verb" || !a.speaker.named() || len(p.cues.Entries(p.Tokens[a.cue].Lemma, cue.Verb)) > 0 || a.speaker.last != a.first {
			continue
		}
		first, last := p.cuesBeside(list, i)
		for j := first; j < last; j++ {
			if b := &list[j]; j != i && b.speaker.named() && b.speaker.first == a.last && b.speaker.last == b.first {
				b.speaker.first = a.speaker.first
				drop[i] = true
			}
		}
	}
	return without(list, drop)
}

// without lists the findings that are not dropped.
func without(list []finding, drop map[int]bool) []finding {
	var out []finding
	for i := range list {
		if !drop[i] {
			out = append(out, list[i])
		}
	}
	return out
}

// apart keeps findings of one speaker from holding each other: what is joined
// on to the cue ("said P and warned of Q") ends the content before it, and a
// verb that carries a noun is that noun's cue.
func (p *page) apart(list []finding) []finding {
	drop := map[int]bool{}
	near := p.cover(contents(list))
	for j := range list {
		b := &list[j]
		for _, i := range near.at(b.cue) {
			a := &list[i]
			if i == j || b.speaker.head != a.speaker.head || !a.content.holds(b.cue) {
				continue
			}
			if b.part == "noun" && b.first <= a.cue {
				drop[a.cue] = true
				continue
			}
			adds := p.Tokens[b.cue].XPOS == "VBG" && b.first > 0 && p.lower[b.first-1] == ","
			if b.speaker.how != "coordination" && !adds || b.part != "verb" || p.quoted[b.cue] >= 0 {
				continue
			}
			end := b.first
			for end > 0 && (p.Tokens[end-1].UPOS == "CCONJ" || p.loose(end-1) || p.Tokens[end-1].UPOS == "ADV" && p.Tokens[end-1].Head == b.cue) {
				end--
			}
			if cut := p.tidy(a.content.without(end, p.sentence(b.cue).Last)); len(cut) > 0 {
				a.content = cut
			}
		}
	}
	return slices.DeleteFunc(list, func(f finding) bool { return f.part == "verb" && drop[f.cue] })
}

// ended ends contents where the reporting goes on: at a verb joined on to the
// cue ("said P and left"), and at the clause that reports the finding itself
// ("has offered to send boats, its ministry said").
func (p *page) ended(list []finding) []finding {
	near := p.cover(contents(list))
	for i := range list {
		a := &list[i]
		if a.part != "verb" || p.quoted[a.cue] >= 0 {
			continue
		}
		end := len(p.Tokens)
		for _, c := range p.Children(a.cue) {
			if c > a.cue && p.is(c, "conj") && p.verbal(c) && p.finite(c) && p.quoted[c] < 0 && p.Child(c, "nsubj") < 0 {
				end = min(end, c)
				if cc := p.Child(c, "cc"); cc >= 0 && cc < c {
					end = min(end, cc)
				}
			}
		}
		for _, j := range near.at(a.cue) {
			b := &list[j]
			if j != i && b.content.holds(a.cue) && a.content.holds(b.cue) && b.speaker.named() && min(b.speaker.first, b.first) > a.cue {
				end = min(end, b.speaker.first, b.first)
			}
		}
		last := p.sentence(a.cue).Last
		if end >= last {
			continue
		}
		if cut := p.tidy(a.content.without(end, last)); len(cut) > 0 {
			a.content = cut
		}
	}
	return list
}

// passedOn makes an "according to" that stands beside somebody's statement in
// the same sentence the statement's link: "“…,” she said, according to the
// agency".
func (p *page) passedOn(list []finding) []finding {
	drop := map[int]bool{}
	near := p.cover(contents(list))
	for i := range list {
		a := &list[i]
		if a.part != "phrase" {
			continue
		}
		best := -1
		first, last := p.cuesBeside(list, i)
		for j := first; j < last; j++ {
			b := &list[j]
			if i == j || b.part == "phrase" || !a.content.holds(b.cue) ||
				p.quoted[b.cue] != p.quoted[a.cue] || !p.speech(b) {
				continue
			}
			if outermost(list, near, j, i) && (best < 0 || b.prob > list[best].prob) {
				best = j
			}
		}
		if best < 0 || !p.covers(&list[best], a) {
			continue
		}
		quoted := func(i int) bool { return p.quoted[i] >= 0 }
		if act, _, _ := p.act(&list[best].candidate); act != "assert" && !p.anyWord(list[best].content, quoted) {
			// A promise or a wish is more than words passed on: that somebody
			// has it is what the other one says.
			if rest := p.tidy(list[best].content.without(a.first, a.speaker.last)); len(rest) > 0 {
				list[best].content = rest
			}
			continue
		}
		rest := p.tidy(list[best].content.without(a.first, a.speaker.last))
		if len(rest) == 0 {
			continue
		}
		list[best].via = append([]speaker{a.speaker}, list[best].via...)
		list[best].content = rest
		list[best].rule += "; passed on by “according to”"
		drop[i] = true
	}
	return without(list, drop)
}

// speech reports whether a finding gives words: a clause or a quotation.
func (p *page) speech(f *finding) bool {
	_, _, ok := p.act(&f.candidate)
	return ok && f.part == "verb" && f.speaker.named() &&
		(p.clauseLike(&f.candidate) || p.anyWord(f.content, func(i int) bool { return p.quoted[i] >= 0 }))
}

// outermost reports whether no finding but except holds the cue of j.
func outermost(list []finding, near coverage, j, except int) bool {
	for _, k := range near.at(list[j].cue) {
		if k != j && k != except && list[k].part != "phrase" && list[k].content.holds(list[j].cue) {
			return false
		}
	}
	return true
}

// covers reports whether the statement b makes up most of what a reports: its
// speaker, cue and content.
func (p *page) covers(b *finding, a *finding) bool {
	own := b.content.add(b.first, b.last)
	if b.speaker.named() {
		own = own.add(b.speaker.first, b.speaker.last)
	}
	return jaccard(own, a.content) > 0.5
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
		if h := p.Tokens[i].Head; f.content.holds(i) || h != f.cue && (h < f.speaker.first || h >= f.speaker.last) || p.Tokens[i].XPOS != "VBG" || !p.cues.Cites(p.Tokens[i].Lemma) {
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

// passes reports whether one who cites somebody passes on that other's words
// rather than backs its own with them: an outlet, or anything named that is no
// person, with a document, and anybody with persons whom nobody names.
func (p *page) passes(reporter, cited speaker) bool {
	lemma := p.Tokens[cited.head].Lemma
	return p.outlet(reporter.first, reporter.last, reporter.head) || p.cues.Anonymous(lemma) ||
		p.cues.Document(lemma) && p.Tokens[reporter.head].UPOS == "PROPN" && !p.person[reporter.head]
}

// between keeps one of two main clauses with nothing but commas and an
// "according to" between them: the one that gives a number, or else the first.
func (p *page) between(f *finding) {
	w := f.content
	if f.part != "phrase" || len(w) != 2 || w[0][1] > f.cue || w[1][0] < f.cue || !p.mainClause(w[0]) || !p.mainClause(w[1]) {
		return
	}
	switch p.Tokens[w[1][0]].UPOS {
	case "CCONJ", "SCONJ":
		return
	}
	number := func(i int) bool { return p.Tokens[i].UPOS == "NUM" }
	if p.anyWord(w[1:], number) && !p.anyWord(w[:1], number) {
		f.content = w[1:]
	} else {
		f.content = w[:1]
	}
}

// mainClause reports whether a range has a subject and a finite verb of its
// own and does not begin with a conjunction.
func (p *page) mainClause(r [2]int) bool {
	w := words{r}
	u := p.Tokens[r[0]].UPOS
	subject := p.anyWord(w, func(i int) bool { return p.is(i, "nsubj") && w.holds(p.Tokens[i].Head) && !p.relative(i) })
	return subject && u != "SCONJ" && !p.relative(r[0]) && p.anyWord(w, p.finite)
}

// citesDocument reports whether finding i only names the document that another
// one of its speaker is from: "the paper, citing a memorandum, reported".
func (p *page) citesDocument(list []finding, i int) bool {
	f := &list[i]
	if p.Tokens[f.cue].XPOS != "VBG" || !p.cues.Cites(p.Tokens[f.cue].Lemma) || !p.cues.Document(p.Tokens[p.contentHead(f.content)].Lemma) {
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

// quoting reads "Tass quoted the minister as saying" and "was quoted by Tass as
// saying": who quotes is a link. The result is the verb of quoting, or -1.
func (p *page) quoting(f *finding) int {
	if f.speaker.how != "quoted" {
		return -1
	}
	h := p.Tokens[f.cue].Head
	if !p.verbal(h) {
		h = p.Tokens[h].Head
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
				s := p.phrase(d, f.cue, "told")
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
}

// seenBy makes an outlet that has seen the document of a statement its link:
// "in a letter seen by the agency, the company wrote".
func (p *page) seenBy(f *finding) {
	s := p.sentence(f.cue)
	for i := s.First; i+2 < s.Last; i++ {
		switch p.lower[i] {
		case "seen", "obtained", "reviewed", "viewed":
		default:
			continue
		}
		if p.lower[i+1] != "by" || f.content.holds(i) || len(f.via) > 0 {
			continue
		}
		if h := p.phraseStarting(i+2, s.Last); h >= 0 {
			if o := p.phrase(h, i, "seen by"); p.outlet(o.first, o.last, h) {
				f.via = append(f.via, o)
				f.rule += "; document seen by an outlet"
			}
		}
	}
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

// nest finds for each finding the innermost other one whose content holds its
// cue, and hands links inwards: who reports that somebody said is the link of
// what was said, unless both are one voice.
func (p *page) nest(list []finding) {
	near := p.cover(contents(list))
	for i := range list {
		list[i].within = -1
		for _, j := range near.at(list[i].cue) {
			if i == j || !list[j].content.holds(list[i].cue) || list[i].content.holds(list[j].cue) {
				continue
			}
			if w := list[i].within; w < 0 || list[j].content.size() < list[w].content.size() {
				list[i].within = j
			}
		}
	}
	for i := range list {
		links := list[i].via
		for w, n := list[i].within, 0; w >= 0 && n < len(list); w, n = list[w].within, n+1 {
			outer := &list[w]
			if outer.speaker.named() && !p.sameVoice(outer.speaker, list[i].speaker) && p.passesOn(outer) && !p.links(links, outer.speaker) {
				links = append(slices.Clone(outer.via), append([]speaker{outer.speaker}, links...)...)
			}
		}
		list[i].via = links
	}
}

func (p *page) links(list []speaker, s speaker) bool {
	return slices.ContainsFunc(list, func(l speaker) bool { return l.head == s.head })
}

// passesOn reports whether the outer statement passes on words, rather than
// wishes or fears something of them.
func (p *page) passesOn(f *finding) bool {
	act, _, ok := p.act(&f.candidate)
	return ok && (act == "assert" || act == "accuse" || act == "threaten" || act == "deny")
}

// sameVoice reports whether two speakers are one, or may be: the same words,
// the same entity, a pronoun of which nobody has said whom it means.
func (p *page) sameVoice(outer, inner speaker) bool {
	if !inner.named() {
		return false
	}
	if outer.head == inner.head || p.Slice(p.speakerSpan(outer)) == p.Slice(p.speakerSpan(inner)) {
		return true
	}
	a, known := p.entities[outer.head]
	b, too := p.entities[inner.head]
	if known && too {
		return a == b
	}
	return p.Tokens[inner.head].UPOS == "PRON"
}

// oneVoice reports whether two speakers are known to be one: the same or
// overlapping words, or the same entity.
func (p *page) oneVoice(a, b speaker) bool {
	if !a.named() || !b.named() {
		return false
	}
	if a.head == b.head || a.first < b.last && b.first < a.last {
		return true
	}
	e, known := p.entities[a.head]
	f, too := p.entities[b.head]
	return known && too && e == f
}

// reported are the links of a finding that the record may name: not the
// outlet that publishes the report, nor the source itself.
func (p *page) reported(f *finding) []speaker {
	var out []speaker
	for _, v := range f.via {
		if v.named() && !p.oneVoice(v, f.speaker) && !p.publisher(p.speakerSpan(v)) && !p.links(out, v) {
			out = append(out, v)
		}
	}
	return out
}
