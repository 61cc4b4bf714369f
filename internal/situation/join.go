package situation

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Edge links two things, given by their index, the more surely the greater its
// score.
type Edge struct {
	A, B  int
	Score float64
	Fixed bool // somebody decided that they are one
}

// Thing is what is grouped. Things of one kind are kept apart from the same
// others; things of one report are looked at one by one.
type Thing struct{ Kind, Report int64 }

// Groups puts things into groups along the edges. Edges are taken by falling
// score, equal ones in the order of the things; an edge joins two groups
// unless apart says that a thing of one and a thing of the other are not one.
// It is asked once for two kinds, and for all pairs of one report. Fixed edges
// come first. The result lists the group of each thing as the smallest index in
// it, and at that index the lowest score that holds the group together, +Inf
// where it is one thing. It depends on nothing but the edges.
func Groups(things []Thing, edges []Edge, apart func(a, b int) bool) (group []int, least []float64) {
	g := &grouping{apart: apart, asked: map[[2]int64]bool{}}
	for i, t := range things {
		g.of = append(g.of, &block{members: []int{i}, kinds: map[int64]int{t.Kind: i}, reports: map[int64][]int{t.Report: {i}}, least: math.Inf(1)})
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
		a, b := g.of[e.A], g.of[e.B]
		if a != b && (e.Fixed || !g.anyApart(a, b)) {
			g.merge(a, b, e.Score)
		}
	}
	group, least = make([]int, len(things)), make([]float64, len(things))
	for i, c := range g.of {
		group[i] = slices.Min(c.members)
		least[group[i]] = c.least
	}
	return group, least
}

// grouping is the state of Groups.
type grouping struct {
	of    []*block
	apart func(a, b int) bool
	asked map[[2]int64]bool // kinds → apart
}

// block is things that are one so far.
type block struct {
	members []int
	kinds   map[int64]int   // one thing of each kind
	reports map[int64][]int // the things of each report
	least   float64
}

func (g *grouping) merge(a, b *block, score float64) {
	if len(a.members) < len(b.members) {
		a, b = b, a
	}
	for _, m := range b.members {
		g.of[m] = a
	}
	a.members = append(a.members, b.members...)
	for k, m := range b.kinds {
		a.kinds[k] = m
	}
	for r, list := range b.reports {
		a.reports[r] = append(a.reports[r], list...)
	}
	a.least = min(a.least, b.least, score)
}

func (g *grouping) anyApart(a, b *block) bool {
	if len(a.members) < len(b.members) {
		a, b = b, a
	}
	for r, list := range b.reports {
		for _, x := range a.reports[r] {
			for _, y := range list {
				if g.apart(x, y) {
					return true
				}
			}
		}
	}
	for kb, y := range b.kinds {
		for ka, x := range a.kinds {
			pair := [2]int64{min(ka, kb), max(ka, kb)}
			apart, ok := g.asked[pair]
			if !ok {
				apart = g.apart(x, y)
				g.asked[pair] = apart
			}
			if apart {
				return true
			}
		}
	}
	return false
}

// Apart says whether two events can't be one, by their days, places and
// parties.
func Apart(a, b *Event, sameReport bool) bool {
	var f features
	f.types(a, b)
	f.parties("actor", a.Actors, b.Actors)
	f.parties("recipient", a.Recipients, b.Recipients)
	f.place(a, b)
	f.time(a, b)
	f.report(a, b, sameReport)
	return slices.ContainsFunc(f.list, func(f Feature) bool { return slices.Contains(conflicts, f.Name) })
}

// Sign is a hash of all that Apart looks at in an event of another report: two
// events of one sign are apart from the same others.
func (e *Event) Sign() int64 {
	h := fnv.New64a()
	put := func(list ...string) {
		h.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(list))))
		for _, s := range list {
			h.Write([]byte(s + "\x00"))
		}
	}
	put(e.Type, strconv.FormatBool(wished(e.Status)), strconv.FormatBool(Settled(e.Status)), e.First, e.End, e.Country, strconv.FormatBool(e.Placed))
	put(e.Places...)
	for _, part := range [][]Who{e.Actors, e.Recipients} {
		put()
		for _, w := range part {
			put(w.Key, strconv.FormatBool(w.described()), w.Country, strings.Join(w.Words, " "), strings.Join(w.Sectors, " "))
		}
	}
	return int64(h.Sum64())
}
