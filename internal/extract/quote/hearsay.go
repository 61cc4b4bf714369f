package quote

import "sort"

// hearsay adds the clauses over which an adverb such as "reportedly" says that
// somebody, nobody knows who, tells them. They have no confidence: no model
// has judged them.
func (p *page) hearsay(list []finding) []finding {
	for i := range p.Tokens {
		if !p.cues.Hearsay("adverb", p.lower[i]) || p.unspoken(i) {
			continue
		}
		h := p.Tokens[i].Head
		if h < 0 || !p.is(i, "advmod") || p.Child(h, "nsubj") < 0 && !p.verbal(h) || p.is(h, "amod", "acl") {
			continue
		}
		w := p.tidy(p.clause(h).without(i, i+1))
		if len(w) == 0 {
			continue
		}
		list = append(list, finding{
			candidate: candidate{cue: i, first: i, last: i + 1, speaker: nobody("hearsay"), content: w, frame: "hearsay", part: "adverb", prob: -1},
			rule:      "hearsay: “" + p.lower[i] + "” over its clause",
			told:      nobody(""),
			within:    -1,
		})
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].cue < list[b].cue })
	return list
}

// unspoken reports whether token i stands where no statements are looked for.
func (p *page) unspoken(i int) bool { return !p.spoken(p.sentence(i)) }

// clause is the subtree of a verb without clauses put beside it and without
// the conjunction that joins it to what stands before.
func (p *page) clause(h int) words {
	first, last := p.Subtree(h)
	w := words{{first, last}}
	for _, c := range p.Children(h) {
		f, l := p.Subtree(c)
		if p.is(c, "parataxis", "mark", "cc") || p.is(c, "conj", "advcl") && (p.Child(c, "nsubj") >= 0 || p.is(c, "advcl") && c < h) {
			w = w.without(f, l)
		}
	}
	return w
}
