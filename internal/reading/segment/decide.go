package segment

import (
	"math"
)

// paths is how many beginnings of the current sentence are kept in mind.
const paths = 4

// sure is the log odds beyond which only one side of a decision is followed.
const sure = 4

// path is one way to have cut a block so far.
type path struct {
	start int     // first token of the current sentence
	score float32 // log probability of all decisions
	last  int     // index into cuts of its last cut, or -1
}

// cutAt is an end of a sentence: before token at, after the cut before it.
type cutAt struct{ at, before int }

// decide appends the ends of the sentences of the block that the stretch
// holds, as [tables.sentences] does. A decision depends on where the sentence
// began, so the few likeliest beginnings are kept; all paths that cut at the
// same place are one from there on.
func (n *network) decide(ends []int, b *stretch) []int {
	alive := []path{{last: -1}}
	var cuts []cutAt
	words := len(b.ruled)
	for i := 0; i+1 < words; i++ {
		if !b.candidate(i) {
			continue
		}
		firm := b.firm(i)
		best := path{score: float32(math.Inf(-1))}
		kept := alive[:0]
		for _, p := range alive {
			odds := float32(2 * sure)
			if !firm {
				b.features(i, p.start)
				odds = n.score(b)
			}
			if odds > -sure {
				if s := p.score - softplus(-odds); s > best.score {
					best = path{i + 1, s, p.last}
				}
			}
			if odds < sure {
				p.score -= softplus(odds)
				kept = append(kept, p)
			}
		}
		alive = kept
		if best.start > 0 {
			cuts = append(cuts, cutAt{i + 1, best.last})
			best.last = len(cuts) - 1
			alive = likeliest(append(alive, best))
		}
	}
	if words == 0 {
		return ends
	}
	best := alive[0]
	for _, p := range alive {
		if p.score > best.score {
			best = p
		}
	}
	from := len(ends)
	for c := best.last; c >= 0; c = cuts[c].before {
		ends = append(ends, cuts[c].at)
	}
	for l, r := from, len(ends)-1; l < r; l, r = l+1, r-1 {
		ends[l], ends[r] = ends[r], ends[l]
	}
	return append(ends, words)
}

// likeliest drops the worst path where there are more than are kept.
func likeliest(alive []path) []path {
	if len(alive) <= paths {
		return alive
	}
	worst := 0
	for k, p := range alive {
		if p.score < alive[worst].score {
			worst = k
		}
	}
	alive[worst] = alive[len(alive)-1]
	return alive[:len(alive)-1]
}

// softplus is log(1+exp(x)).
func softplus(x float32) float32 {
	if x > 15 {
		return x
	}
	return float32(math.Log1p(math.Exp(float64(x))))
}
