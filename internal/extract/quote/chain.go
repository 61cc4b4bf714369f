package quote

import (
	"slices"

	"annals/internal/lexicon/cue"
)

// A finding is a chosen candidate on its way to become a statement.
type finding struct {
	candidate
	via    []speaker // nearest to the report first
	told   speaker   // who is told in the passive, or nobody
	silent bool      // nothing but the quotation tells that somebody speaks
	rule   string
	within int // index of the finding whose content holds this one, or -1
}

// chains ties findings of one voice passed on by another: "according to the
// agency" after somebody's words, "the agency, citing five officials, wrote",
// "told the paper".
func (p *page) chains(list []finding) []finding {
	for i := range list {
		p.quotes(list, i)
		p.toldPassively(&list[i])
		p.swallowed(&list[i])
		p.raised(&list[i])
	}
	list = p.passedOn(p.apart(p.ended(list)))
	citing := map[int]bool{} // cues that only name a source
	for i := range list {
		p.between(&list[i])
		p.opening(&list[i])
		if c := p.citing(&list[i]); c >= 0 {
			citing[c] = true
		}
		if p.citesDocument(list, i) {
			citing[list[i].cue] = true
		}
		p.toldTo(&list[i])
		p.interview(&list[i])
		if c := p.seenBy(&list[i]); c >= 0 {
			citing[c] = true
		}
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
		if a.part != "verb" || !a.speaker.named() || len(p.cues.Entries(p.lemmas[a.cue], cue.Verb)) > 0 || a.speaker.last != a.first {
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
			if i == j || !a.content.holds(b.cue) {
				continue
			}
			p.judged(a, b)
			if b.speaker.head != a.speaker.head {
				continue
			}
			if b.first <= a.cue && (b.part == "noun" || p.isCarried(b.cue)) {
				drop[a.cue] = true
				continue
			}
			adds := p.Tokens[b.cue].XPOS == "VBG" && b.first > 0 && (p.lower[b.first-1] == "," || p.Tokens[a.cue].XPOS == "VBG" && p.Tokens[b.first-1].UPOS == "CCONJ")
			if b.speaker.how != "coordination" && !adds || b.part != "verb" || p.quoted[b.cue] >= 0 {
				continue
			}
			end := b.first
			for end > 0 && (p.Tokens[end-1].UPOS == "CCONJ" || p.loose(end-1) || p.Tokens[end-1].UPOS == "ADV" && p.Tokens[end-1].Head == b.cue) {
				end--
			}
			if cut := p.tidy(a.content.without(end, p.sentence(b.cue).Last)); len(cut) > 0 {
				a.content = cut
			} else {
				drop[a.cue] = true // "refused, saying that …"
			}
		}
	}
	return slices.DeleteFunc(list, func(f finding) bool { return f.part == "verb" && drop[f.cue] || p.repeats(list, &f) })
}

// judged ends the content of a noun inside what a verb judges before the judgement:
// in "praised the proposal to change the law as “wise”" the proposal is not that it
// be wise.
func (p *page) judged(outer, inner *finding) {
	if inner.part != "noun" || outer.part != "verb" || !p.takesBoth(outer.cue, "as") {
		return
	}
	last := inner.content[len(inner.content)-1]
	for i := max(last[0], inner.last); i+1 < last[1]; i++ {
		if p.lower[i] != "as" || p.marked[i] || !p.marked[i+1] && p.Tokens[i+1].UPOS != "ADJ" && p.Tokens[i+1].UPOS != "DET" {
			continue
		}
		if cut := p.tidy(inner.content.without(i, last[1])); len(cut) > 0 {
			inner.content = cut
		}
		return
	}
}

// repeats reports whether a noun only names again what a verb of the same speaker
// reports: "denied, in a statement, that …", "said in a letter that …".
func (p *page) repeats(list []finding, f *finding) bool {
	return f.part == "noun" && !p.isCarried(f.cue) && slices.ContainsFunc(list, func(o finding) bool {
		return o.part == "verb" && o.speaker.head == f.speaker.head && within(f.content, o.content) && f.content[len(f.content)-1][1] == o.content[len(o.content)-1][1] &&
			(o.content.holds(f.cue) || o.cue < f.cue && f.cue < o.content[0][0])
	})
}

// within reports whether all of a lies in b.
func within(a, b words) bool {
	for _, r := range a {
		if !b.holds(r[0]) || !b.holds(r[1]-1) {
			return false
		}
	}
	return true
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
		if c := p.secondVerb(a); c >= 0 {
			end = min(end, c)
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

// secondVerb is where a verb in the past begins, its conjunction with it, that goes
// on from a reporting verb in the past though the tree joins it on to a noun that the
// content says something to be: "said the vote was a farce and left the hall"; or
// -1.
func (p *page) secondVerb(f *finding) int {
	if p.Tokens[f.cue].XPOS != "VBD" || !f.speaker.named() || !p.saying(f.cue) {
		return -1
	}
	h := p.contentHead(f.content)
	if h < f.cue || p.Tokens[h].Head != f.cue || p.Tokens[h].UPOS != "NOUN" || p.Child(h, "cop") < 0 {
		return -1
	}
	for _, c := range p.Children(h) {
		if cc := p.Child(c, "cc"); c > h && cc > h && p.is(c, "conj") && p.verbal(c) && p.Tokens[c].XPOS == "VBD" && p.Child(c, "nsubj") < 0 && !p.loose(cc-1) {
			return cc
		}
	}
	return -1
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
		for _, r := range a.content {
			// The second half of a quotation that both clauses split.
			if p.quoted[r[0]] >= 0 && p.quoted[r[1]-1] >= 0 && r[0] >= a.speaker.last && p.quoted[rest[0][0]] >= 0 {
				rest = rest.add(r[0], r[1])
			}
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

// between keeps one of two main clauses with nothing but commas and an
// "according to" between them: the one that gives a number, or else the first.
func (p *page) between(f *finding) {
	w := f.content
	number := func(i int) bool { return p.Tokens[i].UPOS == "NUM" }
	if end := f.speaker.last; f.part == "phrase" && len(w) == 1 && w[0][1] <= f.cue && end < p.sentence(f.cue).Last && p.lower[end] == "," && p.mainClause(w[0]) {
		// The number may stand behind, where the content stops before.
		rest := p.tidy(words{{end, p.sentence(f.cue).Last}})
		if len(rest) == 1 && p.mainClause(rest[0]) && p.anyWord(rest, number) && !p.anyWord(w, number) {
			f.content = rest
			return
		}
	}
	if f.part != "phrase" || len(w) != 2 || w[0][1] > f.cue || w[1][0] < f.cue || !p.mainClause(w[0]) {
		return
	}
	switch p.lower[w[1][0]] {
	case "though", "although", "but", "whereas", "while":
		f.content = w[:1] // the report goes on to something else
		return
	}
	if !p.mainClause(w[1]) {
		return
	}
	switch p.Tokens[w[1][0]].UPOS {
	case "CCONJ", "SCONJ":
		return
	}
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
	return ok && (act == "assert" || act == "accuse" || act == "threaten")
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
