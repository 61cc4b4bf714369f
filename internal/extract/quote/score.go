package quote

import (
	"iter"
	"slices"
	"strings"

	"annals/internal/model"
)

// labels of the model that scores candidates.
func labels() []string { return []string{"no", "yes"} }

// calibrationFeatures describe a confidence to the calibration: a thermometer
// of twentieths, so that what is learnt of one holds for its neighbours.
func calibrationFeatures(p float64) []model.Feature {
	out := []model.Feature{model.Template(0)}
	for i := 1; i < 20 && p >= float64(i)/20; i++ {
		out = append(out, model.Template(i))
	}
	return out
}

// jury is the models that judge readings, in order.
type jury struct {
	gate  *model.Linear // which words may be cues
	first *model.Linear // hashed features of one reading
	roles *model.Linear // roles of tokens
	trees *second
}

// readings lists the page's readings with how likely each is, and the roles of
// its tokens.
func (j *jury) readings(p *page) ([]candidate, []roleChances) {
	list := p.candidates(j.gate)
	s := scorer{model: j.first}
	s.judge(p, list)
	roles := p.roles(j.roles)
	j.trees.look(p, list, roles)
	return list, roles
}

// scorer asks the first model for the probability of candidates.
type scorer struct {
	model    *model.Linear
	features []model.Feature
	scores   [2]int32
	p        [2]float64
}

// judge sets the probability of each candidate.
func (s *scorer) judge(p *page, list []candidate) {
	for first, last := range byCue(list) {
		r := rivals(p, list[first:last])
		for i := first; i < last; i++ {
			s.features = p.features(s.features[:0], &list[i], r)
			s.model.Probabilities(s.features, s.scores[:], s.p[:])
			list[i].prob = s.p[1]
		}
	}
}

// byCue gives the readings of each cue: from one index of the list to before
// another.
func byCue(list []candidate) iter.Seq2[int, int] {
	return func(yield func(first, last int) bool) {
		for first := 0; first < len(list); {
			last := first + 1
			for last < len(list) && list[last].cue == list[first].cue {
				last++
			}
			if !yield(first, last) {
				return
			}
			first = last
		}
	}
}

// rivals says what the readings of one cue offer: a clause, an infinitive, an
// object, quotations before and after the cue.
func rivals(p *page, list []candidate) uint64 {
	r := uint64(0)
	for i := range list {
		c := &list[i]
		switch c.frame {
		case "clause":
			r |= 1
		case "infinitive":
			r |= 2
		case "object":
			r |= 4
		case "inserted":
			r |= 8
		}
		if p.quoted[c.content[0][0]] >= 0 {
			if c.content[0][0] < c.cue {
				r |= 16
			} else {
				r |= 32
			}
		}
	}
	return r
}

// pick chooses among the candidates and sees that no quotation beside a cue
// is left out.
func (p *page) pick(list []candidate, threshold float64, calibration *model.Linear) []finding {
	var out []finding
	var scores [2]int32
	var prob [2]float64
	for _, c := range p.claim(p.choose(list, threshold), list) {
		calibration.Probabilities(calibrationFeatures(c.prob), scores[:], prob[:])
		c.prob = prob[1]
		out = append(out, finding{candidate: c, rule: p.rule(&c), told: nobody(""), within: -1})
	}
	return out
}

// rule names how a candidate was found, for explanations.
func (p *page) rule(c *candidate) string {
	how := c.speaker.how
	if !c.speaker.named() {
		how = "nobody named (" + how + ")"
	}
	if how == "nobody named (passive)" && p.cues.Hearsay("passive", p.lemmas[c.cue]) {
		how = "hearsay"
	}
	return c.part + " “" + p.lemmas[c.cue] + "”: " + c.frame + "; source: " + how
}

// claim gives quotations that no finding of their sentence has taken to the
// likeliest cue beside them: in "“You did well,” he thanked the soldiers" the
// soldiers are no content.
func (p *page) claim(chosen, list []candidate) []candidate {
	near := p.cover(len(chosen), func(i int) words { return chosen[i].content })
	for i := range chosen {
		c := &chosen[i]
		if c.part != "verb" || p.quoted[c.cue] >= 0 || p.anyWord(c.content, func(k int) bool { return p.quoted[k] >= 0 }) {
			continue
		}
		best := -1
		j, _ := slices.BinarySearchFunc(list, c.cue, func(o candidate, cue int) int { return o.cue - cue })
		for ; j < len(list) && list[j].cue == c.cue; j++ {
			if list[j].speaker.head == c.speaker.head && p.free(&list[j], chosen, near) && (best < 0 || list[j].prob > list[best].prob) {
				best = j
			}
		}
		if best >= 0 {
			prob := c.prob
			*c = list[best]
			c.prob = prob
			near.add(i, c.content)
		}
	}
	return chosen
}

// free reports whether the reading's content is wholly in quotation marks, at
// the start of the cue's sentence, and in nobody else's content.
func (p *page) free(c *candidate, chosen []candidate, near coverage) bool {
	if p.anyWord(c.content, func(k int) bool { return p.quoted[k] < 0 && !p.wordless(k, k+1) }) || c.content[0][0] > c.cue {
		return false
	}
	for _, i := range near.at(c.content[0][0]) {
		if chosen[i].part != "phrase" && chosen[i].content.holds(c.content[0][0]) {
			return false
		}
	}
	return true
}

// presentable leaves out findings that the record can't name an act for, and
// the speaker's own beliefs inside the speaker's own words.
func (p *page) presentable(list []finding) []finding {
	keep := make([]bool, len(list))
	for i := range list {
		_, _, ok := p.act(&list[i].candidate)
		keep[i] = ok && p.worded(&list[i].candidate) && !p.ownThought(list, i)
	}
	place := make([]int, len(list))
	var out []finding
	for i := range list {
		place[i] = len(out)
		if keep[i] {
			out = append(out, list[i])
		}
	}
	for i := range out {
		w := out[i].within
		for w >= 0 && !keep[w] {
			w = list[w].within
		}
		if out[i].within = w; w >= 0 {
			out[i].within = place[w]
		}
	}
	return out
}

// performs reports whether a reading is an act done by saying, by its verb and the
// shape of its content, which is no clause: "accused soldiers of firing", "called
// for a truce".
func (p *page) performs(c *candidate) bool {
	if p.isCarried(c.cue) {
		return c.speaker.named()
	}
	if c.part != "verb" || !c.speaker.named() || c.speaker.how != "subject" && c.speaker.how != "agent" && c.speaker.how != "before" && !(c.speaker.how == "modified noun" && p.finite(c.cue)) || p.cues.Deed(p.lemmas[c.cue]) || p.cues.Stance(p.lemmas[c.cue]) {
		return false
	}
	act, _, fit := p.actFit(c)
	switch act {
	case "accuse", "demand", "praise", "criticise", "thank", "apologise", "ask", "threaten", "promise", "propose", "deny":
		return fit >= performing
	}
	return false
}

// performing is how well an entry of the lexicon must fit a reading to perform an
// act: with an object, a preposition or a predicate that it takes.
const performing = 2

// ownThought reports whether a finding inside another says nothing more: what a
// speaker says of itself in its own words ("I think …"), what hearsay says that
// somebody wants, what is no clause.
func (p *page) ownThought(list []finding, i int) bool {
	f := &list[i]
	if f.within < 0 {
		return false
	}
	outer := &list[f.within]
	if !outer.speaker.named() && f.speaker.named() && outer.content.holds(f.speaker.first) && strings.HasPrefix(outer.frame, "passive subject") {
		return true
	}
	if !f.speaker.named() {
		return false
	}
	if !p.clauseLike(&f.candidate) && !p.performs(&f.candidate) && p.lower[f.content[0][0]] != "to" && !p.anyWord(f.content, func(i int) bool { return p.marked[i] }) {
		// What is no clause is too little to go by at second hand.
		return true
	}
	switch p.lower[f.speaker.head] {
	case "i", "we", "you", "one":
		return true
	}
	// "Declined to say who signed" says nothing.
	act, _, _ := p.act(&outer.candidate)
	return act == "refuse" && outer.speaker.head == f.speaker.head && p.lower[outer.content[0][0]] == "to"
}
