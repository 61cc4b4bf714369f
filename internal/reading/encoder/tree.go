package encoder

import (
	"math"
	"slices"
)

// forest finds the best tree of a sentence: the arborescence with the highest
// sum of arc scores among those with exactly one arc from the root (Chu and
// Liu 1965; Edmonds 1967; contraction of cycles in a dense matrix, so that the
// time is quadratic, after Tarjan 1977). Its memory is used again.
//
// Nodes are 0, the root, and the tokens from 1. A node that stands for a
// contracted cycle keeps the number of one of the cycle's nodes.
type forest struct {
	size   int     // nodes, root included
	weight []arc   // weight[v·size+u] is the best arc from u into v
	best   []int32 // the node whose arc into each node is best
	alive  []bool
	owner  []int32 // the node that stands for each original node
	cycle  []int32
	mark   []int32
	merges []merge
	heads  []int32 // of original nodes; −1 while unknown
}

// arc is the weight of an arc between nodes and the original nodes at its ends.
type arc struct {
	weight   float64
	from, to int32
}

// merge is a contraction: the arcs that closed the cycle, and the owners of
// the original nodes just before.
type merge struct {
	arcs    []arc
	members []int32
	owner   []int32
}

// limit bounds scores, so that sums stay exact enough to be compared.
const limit = 1e6

// tree sets heads to the head of each of n tokens, −1 for the root's child,
// given scores[i·(n+1)+j] of the arc from node j to token i.
func (f *forest) tree(scores []float32, heads []int) {
	n := len(heads)
	if greedy(scores, heads) {
		return
	}
	f.load(scores, n)
	for f.findCycle() {
		f.contract()
	}
	f.expand()
	for i := range heads {
		heads[i] = int(f.heads[i+1]) - 1
	}
}

// greedy gives every token its best head and reports whether that is a tree
// with one root.
func greedy(scores []float32, heads []int) bool {
	n := len(heads)
	roots := 0
	for i := range heads {
		row := scores[i*(n+1):][:n+1]
		best := 0
		for j := 1; j < len(row); j++ {
			if row[j] > row[best] && j != i+1 {
				best = j
			}
		}
		heads[i] = best - 1
		if best == 0 {
			roots++
		}
	}
	if roots != 1 {
		return false
	}
	for i := range heads {
		steps := 0
		for h := heads[i]; h >= 0; h = heads[h] {
			if steps++; steps > n {
				return false
			}
		}
	}
	return true
}

// load fills the matrix. A second arc from the root costs more than any
// choice of other arcs can win back.
func (f *forest) load(scores []float32, n int) {
	f.size = n + 1
	f.weight = resize(f.weight, f.size*f.size)
	f.best, f.owner, f.mark = resize(f.best, f.size), resize(f.owner, f.size), resize(f.mark, f.size)
	f.heads, f.alive = resize(f.heads, f.size), resize(f.alive, f.size)
	f.merges = f.merges[:0]
	penalty := 2 * limit * float64(n+1)
	for v := range f.size {
		f.alive[v], f.owner[v], f.heads[v] = true, int32(v), -1
		if v == 0 {
			continue
		}
		for u := range f.size {
			s := math.Max(-limit, math.Min(limit, float64(scores[(v-1)*f.size+u])))
			if s != s {
				s = -limit
			}
			if u == 0 {
				s -= penalty
			}
			f.weight[v*f.size+u] = arc{s, int32(u), int32(v)}
		}
	}
	for v := 1; v < f.size; v++ {
		f.choose(int32(v))
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

func (f *forest) into(v, u int32) *arc { return &f.weight[int(v)*f.size+int(u)] }

// choose finds the best arc into a node.
func (f *forest) choose(v int32) {
	best := int32(-1)
	for u := range int32(f.size) {
		if u != v && f.alive[u] && (best < 0 || f.into(v, u).weight > f.into(v, best).weight) {
			best = u
		}
	}
	f.best[v] = best
}

// findCycle sets cycle to a cycle of best arcs, if there is one.
func (f *forest) findCycle() bool {
	clear(f.mark)
	for v := int32(1); v < int32(f.size); v++ {
		if !f.alive[v] || f.mark[v] != 0 {
			continue
		}
		u := v
		for u != 0 && f.mark[u] == 0 {
			f.mark[u] = v
			u = f.best[u]
		}
		if u != 0 && f.mark[u] == v {
			f.cycle = f.cycle[:0]
			for w := u; ; {
				f.cycle = append(f.cycle, w)
				if w = f.best[w]; w == u {
					return true
				}
			}
		}
	}
	return false
}

// contract makes one node of the cycle.
func (f *forest) contract() {
	r := f.cycle[0]
	n := len(f.merges)
	f.merges = slices.Grow(f.merges, 1)[:n+1]
	m := &f.merges[n]
	m.owner, m.members, m.arcs = append(m.owner[:0], f.owner...), append(m.members[:0], f.cycle...), m.arcs[:0]
	for _, c := range f.cycle {
		m.arcs = append(m.arcs, *f.into(c, f.best[c]))
		f.alive[c] = false
	}
	for x := range int32(f.size) {
		if !f.alive[x] {
			continue
		}
		in, out := arc{weight: math.Inf(-1)}, arc{weight: math.Inf(-1)}
		for i, c := range m.members {
			a := *f.into(c, x)
			if a.weight -= m.arcs[i].weight; a.weight > in.weight {
				in = a
			}
			if b := *f.into(x, c); b.weight > out.weight {
				out = b
			}
		}
		*f.into(r, x) = in
		if x == 0 {
			continue
		}
		*f.into(x, r) = out
		if m.has(f.best[x]) {
			f.best[x] = r
		}
	}
	f.alive[r] = true
	for v, o := range f.owner {
		if m.has(o) {
			f.owner[v] = r
		}
	}
	f.choose(r)
}

// expand takes the arcs that were chosen last and undoes the contractions: of
// a cycle's arcs all stay but the one into the node that an arc from outside
// enters.
func (f *forest) expand() {
	for v := int32(1); v < int32(f.size); v++ {
		if f.alive[v] {
			a := f.into(v, f.best[v])
			f.heads[a.to] = a.from
		}
	}
	for i := len(f.merges) - 1; i >= 0; i-- {
		m := &f.merges[i]
		entered := int32(-1)
		for v, o := range m.owner {
			if v > 0 && f.heads[v] >= 0 && m.has(o) {
				entered = o
			}
		}
		for k, c := range m.members {
			if c != entered {
				f.heads[m.arcs[k].to] = m.arcs[k].from
			}
		}
	}
}

func (m *merge) has(node int32) bool { return slices.Contains(m.members, node) }
