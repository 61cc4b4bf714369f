package situation

import (
	"cmp"
	"slices"
)

// Edge links two things, given by their index, the more surely the greater its
// score.
type Edge struct {
	A, B  int
	Score float64
	Fixed bool // somebody decided that they are one
}

// Groups puts n things into groups along the edges. Edges are taken by
// falling score, equal ones in the order of the things; an edge joins two
// groups unless apart says that a thing of one and a thing of the other are
// not one. Fixed edges come first. The result lists the group of each thing as
// the smallest index in it, and depends on nothing but the edges.
func Groups(n int, edges []Edge, apart func(a, b int) bool) []int {
	group := make([]int, n)
	members := make([][]int, n)
	for i := range n {
		group[i], members[i] = i, []int{i}
	}
	edges = slices.Clone(edges)
	for i, e := range edges {
		if e.A > e.B {
			edges[i].A, edges[i].B = e.B, e.A
		}
	}
	slices.SortFunc(edges, func(x, y Edge) int {
		if x.Fixed != y.Fixed {
			if x.Fixed {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	for _, e := range edges {
		a, b := group[e.A], group[e.B]
		if a == b || !e.Fixed && anyApart(members[a], members[b], apart) {
			continue
		}
		if b < a {
			a, b = b, a
		}
		for _, m := range members[b] {
			group[m] = a
		}
		members[a], members[b] = append(members[a], members[b]...), nil
	}
	return group
}

func anyApart(a, b []int, apart func(a, b int) bool) bool {
	if apart == nil {
		return false
	}
	for _, x := range a {
		for _, y := range b {
			if apart(x, y) {
				return true
			}
		}
	}
	return false
}

// Apart says whether two events can't be one, by their days, places and
// parties.
func Apart(a, b *Event, sameReport bool) bool {
	for _, f := range Pair(a, b, 0, sameReport) {
		if slices.Contains(conflicts, f.Name) {
			return true
		}
	}
	return false
}
