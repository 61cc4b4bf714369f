package crossdoc

import "slices"

// Group puts mentions of events, or of entities, of a set of reports into
// groups of those that are one: the group of each is the smallest index in
// it.
func (m *Model) Group(reports []*Report, mentions []*Mention, entities bool) []int {
	trees, score := m.part(entities).Trees, square(len(mentions))
	eachPair(m.likenesses(reports), mentions, func(i, j int, p *pair) {
		score[i][j] = trees.probability(p.observations())
		score[j][i] = score[i][j]
	})
	return groups(score, m.part(entities).Least)
}

// eachPair hands over each two mentions, i after j.
func eachPair(near map[[2]*Report]*likeness, mentions []*Mention, each func(i, j int, p *pair)) {
	in := newSetting(mentions)
	for i, x := range mentions {
		for j, y := range mentions[:i] {
			each(i, j, newPair(y, x, near[[2]*Report{y.report, x.report}], in))
		}
	}
}

func square(n int) [][]float64 {
	s := make([][]float64, n)
	for i := range s {
		s[i] = make([]float64, n)
	}
	return s
}

// groups joins things whose pairs score so much: the two groups whose pairs
// score highest on average become one, until none score least on average
// (average-link agglomerative clustering). It leaves score as it is.
func groups(score [][]float64, least float64) []int {
	n := len(score)
	mean := make([][]float64, n)
	group, size, best := make([]int, n), make([]float64, n), make([]int, n)
	for i := range n {
		mean[i], group[i], size[i] = slices.Clone(score[i]), i, 1
	}
	// The best partner of each group, so that a step looks at each group once.
	look := func(i int) {
		best[i] = -1
		for j := range n {
			if j != i && size[j] > 0 && (best[i] < 0 || mean[i][j] > mean[i][best[i]]) {
				best[i] = j
			}
		}
	}
	for i := range n {
		look(i)
	}
	for {
		at := -1
		for i := range n {
			if size[i] > 0 && best[i] >= 0 && (at < 0 || mean[i][best[i]] > mean[at][best[at]]) {
				at = i
			}
		}
		if at < 0 || mean[at][best[at]] < least {
			return group
		}
		a, b := min(at, best[at]), max(at, best[at])
		for k := range n {
			v := (mean[a][k]*size[a] + mean[b][k]*size[b]) / (size[a] + size[b])
			mean[a][k], mean[k][a] = v, v
			if group[k] == b {
				group[k] = a
			}
		}
		size[a], size[b] = size[a]+size[b], 0
		for k := range n {
			if size[k] > 0 && (k == a || best[k] == a || best[k] == b) {
				look(k)
			} else if size[k] > 0 && mean[k][a] > mean[k][best[k]] {
				best[k] = a
			}
		}
	}
}
