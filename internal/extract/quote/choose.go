package quote

import (
	"slices"
	"strings"

	"annals/internal/lexicon/cue"
)

// phraseThreshold is the threshold of "according to", of which nothing is in
// doubt but how far its content reaches.
const phraseThreshold = 0.1

// quoteThreshold is the threshold of a verb of saying with a speaker beside
// words in quotation marks: somebody must have said them.
const quoteThreshold = 0.1

// heardThreshold is the threshold of hearsay that its shape tells.
const heardThreshold = 0.15

// performedThreshold is the threshold of an act done by saying that the lexicon
// knows in this shape: "apologised to the students for his remarks".
const performedThreshold = 0.25

// sureThreshold is the threshold of a reporting clause that closes its
// sentence: its shape tells.
const sureThreshold = 0.01

// carriedThreshold is the threshold of "expressed his willingness to …".
const carriedThreshold = 0.03

// claimThreshold is the threshold of "the claim that …" with nobody's name.
const claimThreshold = 0.03

// Thresholds of the first model inside a content, and inside one in quotation
// marks.
const (
	nestedThreshold      = 0.25
	nestedQuoteThreshold = 0.5
)

// choose keeps the best reading of each cue if it is likely enough, and of
// cues that share most of a content from the same place the likelier one. What
// stands inside a content is nobody's outermost statement, which is all that
// the second look knows of: there the first model's answer counts.
func (p *page) choose(list []candidate, threshold float64) []candidate {
	var best, rest []candidate
	for first, last := range byCue(list) {
		top, alone := first, first
		for i := first; i < last; i++ {
			if list[i].rank > list[top].rank {
				top = i
			}
			if list[i].alone > list[alone].alone {
				alone = i
			}
		}
		top = p.wider(list, first, last, top)
		c := list[top]
		if p.likely(&c, threshold) {
			best = append(best, c)
		} else {
			c = list[alone]
			c.prob = agreement(&c, list[first:last])
			rest = append(rest, c)
		}
	}
	best = p.withoutRivals(best)
	near := p.cover(len(best), func(i int) words { return best[i].content })
	for i := range rest {
		least := nestedThreshold
		if p.quoted[rest[i].cue] >= 0 {
			least = nestedQuoteThreshold
		}
		if c := &rest[i]; c.prob >= least && p.nestable(c) && slices.ContainsFunc(near.at(c.cue), func(k int) bool { return encloses(&best[k], c) }) {
			best = append(best, *c)
		}
	}
	slices.SortStableFunc(best, func(a, b candidate) int { return a.cue - b.cue })
	return best
}

// wider is the reading of the cue of list[top], of those from first to last, that
// has what stands before the cue too where list[top] only goes on with it, or that
// has the object too where list[top] has the phrase behind it only, by a verb that
// takes both: "asked the capital for two battalions".
func (p *page) wider(list []candidate, first, last, top int) int {
	c := &list[top]
	if p.goesBack(c) {
		for i := first; i < last; i++ {
			if o := &list[i]; o.speaker.head == c.speaker.head && o.content[0][0] < c.cue && within(c.content, o.content) {
				o.prob, o.rank = max(o.prob, c.prob), max(o.rank, c.rank)
				return i
			}
		}
	}
	preposition, ok := strings.CutPrefix(c.frame, "phrase with ")
	if !ok || c.part != "verb" || !p.takesBoth(c.cue, preposition) {
		return top
	}
	for i := first; i < last; i++ {
		o := &list[i]
		if o.frame == "object and "+preposition && o.speaker.head == c.speaker.head && o.prob >= c.prob/2 && within(c.content, o.content) {
			return i
		}
	}
	return top
}

// goesBack reports whether a content behind the cue begins with what only goes on with
// the clause before the cue: "…, the agency says, most of whom fled".
func (p *page) goesBack(c *candidate) bool {
	const near = 4
	from := c.content[0][0]
	if c.part != "verb" || from < c.cue {
		return false
	}
	for i := from; i < min(from+near, c.content[0][1]); i++ {
		if p.lower[i] == "whom" || p.lower[i] == "which" && i > from {
			return p.lower[i-1] == "of"
		}
	}
	return false
}

// takesBoth reports whether a verb takes an object and a phrase with the
// preposition.
func (p *page) takesBoth(verb int, preposition string) bool {
	frame := cue.Frame("obj" + preposition)
	return slices.ContainsFunc(p.cues.Entries(p.lemmas[verb], cue.Verb), func(e cue.Entry) bool { return e.Takes(frame) })
}

// likely reports whether a reading is likely enough to be a statement: above the
// threshold, or a lower one where its shape tells.
func (p *page) likely(c *candidate, threshold float64) bool {
	switch {
	case c.prob >= threshold:
		return true
	case p.ownsUp(c), p.isCarried(c.cue) && p.lower[c.content[0][0]] == "to" && c.speaker.named() && c.alone >= carriedThreshold:
		return true
	case c.sure && (c.alone >= sureThreshold || c.part == "mark"), p.claimed(c) && c.alone >= claimThreshold:
		return true
	}
	if p.performs(c) && c.prob >= performedThreshold || c.part == "verb" && p.passive(c.cue) && p.tells(c.cue) && p.lower[c.content[0][0]] == "that" && c.prob >= heardThreshold {
		return true
	}
	return c.part == "phrase" && c.prob >= phraseThreshold || p.speaks(c) && c.prob >= quoteThreshold || p.heard(c) && c.prob >= heardThreshold
}

// ownsUp reports whether a reading is that somebody claims or denies
// responsibility, which is said in words though it reads like a deed.
func (p *page) ownsUp(c *candidate) bool {
	lemma := p.lemmas[c.cue]
	o := p.Child(c.cue, "obj")
	return c.part == "verb" && (lemma == "claim" || lemma == "deny") && c.speaker.named() && o > c.cue && p.lower[o] == "responsibility" && c.content.holds(o) && c.rank > 0
}

// withoutRivals drops the less likely of rivals, and a verb of little meaning
// where the noun that it carries says what is done: "expressed his hope that …"
// is a hope, not something said.
func (p *page) withoutRivals(best []candidate) []candidate {
	drop := make([]bool, len(best))
	for i := range best {
		if c := best[i].cue; p.isCarried(c) && !strings.HasPrefix(best[i].frame, "phrase") {
			if v := slices.IndexFunc(best, func(o candidate) bool { return o.cue == p.Tokens[c].Head }); v >= 0 {
				drop[v] = true
			}
		}
	}
	near := p.cover(len(best), func(i int) words { return best[i].content })
	for i := range best {
		for _, j := range near.beside(best[i].content) {
			if i != j && !drop[i] && !drop[j] && best[j].prob > best[i].prob && rival(&best[i], &best[j]) {
				drop[i] = true
			}
		}
	}
	var out []candidate
	for i := range best {
		if !drop[i] {
			out = append(out, best[i])
		}
	}
	return out
}

// claimed reports whether a reading is a claim that the report passes on
// without saying whose it is: "the claim that the dam was mined", "suspicions of
// rigging the vote".
func (p *page) claimed(c *candidate) bool {
	if c.part != "noun" || !p.cues.Told(p.lemmas[c.cue]) {
		return false
	}
	first := c.content[0][0]
	return c.frame == "noun clause" && p.lower[first] == "that" ||
		strings.HasPrefix(c.frame, "phrase with of") && p.Tokens[first].XPOS == "VBG" && !c.speaker.named()
}

// speaks reports whether a reading has a verb of saying, a speaker, and a
// content wholly in quotation marks.
func (p *page) speaks(c *candidate) bool {
	if c.part != "verb" || !c.speaker.named() || p.quoteClass(c)&3 != 2 || p.quoted[c.cue] >= 0 {
		return false
	}
	return p.saying(c.cue)
}

// heard reports whether a reading is hearsay by its shape: "is said to have
// left", "it is believed that …".
func (p *page) heard(c *candidate) bool {
	if c.part != "verb" || c.speaker.named() || !p.passive(c.cue) || !p.cues.Hearsay("passive", p.lemmas[c.cue]) {
		return false
	}
	return strings.HasSuffix(c.frame, "infinitive") || strings.HasPrefix(c.frame, "clause")
}

// nestable reports whether a reading may be a statement inside another: of
// somebody, or hearsay, and of nouns only those that give a clause.
func (p *page) nestable(c *candidate) bool {
	if !c.speaker.named() && !p.cues.Hearsay("passive", p.lemmas[c.cue]) {
		return false
	}
	return c.part != "noun" || p.lower[c.content[0][0]] == "that"
}

// agreement is the probability that the reading c, the likeliest of its cue by
// itself, is right in speaker and in most of its content: that it or another
// reading with its speaker and about its content is the best one, the readings
// taken as independent.
func agreement(c *candidate, list []candidate) float64 {
	no := 1.0
	for i := range list {
		if list[i].speaker.head == c.speaker.head && jaccard(list[i].content, c.content) >= 0.5 {
			no *= 1 - list[i].alone
		}
	}
	return 1 - no
}

// encloses reports whether the content of a holds the reading b, all of it.
func encloses(a, b *candidate) bool {
	first, last := b.content[0][0], b.content[len(b.content)-1][1]-1
	return a.content.holds(b.cue) && a.content.holds(first) && a.content.holds(last) && !b.content.holds(a.cue) && b.content.size() < a.content.size()
}

// rival reports whether two readings claim most of the same words, neither
// inside the other.
func rival(a, b *candidate) bool {
	if a.content.holds(b.cue) || b.content.holds(a.cue) {
		return false
	}
	return jaccard(a.content, b.content) > 0.6
}

// jaccard is how much two contents share: tokens in both over tokens in any.
func jaccard(a, b words) float64 {
	both := 0
	for _, r := range a {
		for _, q := range b {
			both += max(0, min(r[1], q[1])-max(r[0], q[0]))
		}
	}
	if all := a.size() + b.size() - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}
