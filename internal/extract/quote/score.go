package quote

import (
	"slices"

	"annals/internal/model"
)

// labels of the model that scores candidates.
func labels() []string { return []string{"no", "yes"} }

// scorer asks the model for the probability of candidates.
type scorer struct {
	model    *model.Linear
	features []model.Feature
	scores   [2]int32
	p        [2]float64
}

// judge sets the probability of each candidate.
func (s *scorer) judge(p *page, list []candidate) {
	for first := 0; first < len(list); {
		last := first
		for last < len(list) && list[last].cue == list[first].cue {
			last++
		}
		r := rivals(list[first:last])
		for i := first; i < last; i++ {
			s.features = p.features(s.features[:0], &list[i], r)
			s.model.Probabilities(s.features, s.scores[:], s.p[:])
			list[i].prob = s.p[1]
		}
		first = last
	}
}

// rivals says which frames the readings of one cue have, as bits.
func rivals(list []candidate) uint64 {
	r := uint64(0)
	for i := range list {
		r |= 1 << (model.Text(list[i].frame) % 61)
	}
	return r
}

// choose keeps the best reading of each cue if it is likely enough, and of
// cues that share most of a content from the same place the likelier one.
func choose(list []candidate, threshold float64) []candidate {
	var best []candidate
	for first := 0; first < len(list); {
		top := first
		last := first
		for last < len(list) && list[last].cue == list[first].cue {
			if list[last].prob > list[top].prob {
				top = last
			}
			last++
		}
		if list[top].prob >= threshold {
			best = append(best, list[top])
		}
		first = last
	}
	drop := make([]bool, len(best))
	for i := range best {
		for j := range best {
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
	slices.SortStableFunc(out, func(a, b candidate) int { return a.cue - b.cue })
	return out
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
