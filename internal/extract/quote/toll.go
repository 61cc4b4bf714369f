package quote

import "slices"

// tolls adds what somebody puts a number at: "The governor put the death toll
// at 31". The shape tells; no model has judged them.
func (p *page) tolls(list []finding) []finding {
	for i := range p.Tokens {
		if l := p.lemmas[i]; l != "put" && l != "place" && l != "estimate" || !p.verbal(i) || p.unspoken(i) {
			continue
		}
		o := p.Child(i, "obj")
		who := p.speakers(i)
		if o < i || !p.cues.Tally(p.lemmas[o]) || len(who) == 0 || !who[0].named() {
			continue
		}
		first, last := p.Subtree(o)
		at := last
		if at >= p.sentence(i).Last || p.lower[at] != "at" {
			if at = slices.Index(p.lower[first:last], "at") + first; at < first {
				continue
			}
		}
		h := p.Tokens[at].Head
		if h < at || !p.anyWord(words{{at, h + 1}}, func(k int) bool { return p.Tokens[k].UPOS == "NUM" }) {
			continue
		}
		_, last = p.Subtree(h)
		c := candidate{cue: i, speaker: who[0], content: p.tidy(words{{first, last}}), frame: "object and at", part: "verb", prob: -1}
		c.first, c.last = p.verbGroup(i)
		list = slices.DeleteFunc(list, func(f finding) bool { return f.cue == i })
		list = append(list, finding{candidate: c, rule: "figure: “" + p.lemmas[i] + "” a number “at”; source: " + who[0].how, told: nobody(""), within: -1})
	}
	slices.SortStableFunc(list, func(a, b finding) int { return a.cue - b.cue })
	return list
}
