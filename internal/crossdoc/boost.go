package crossdoc

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Example is something observed, and whether it was so.
type Example struct {
	observed []float32
	yes      bool
	weight   float64
}

// How trees are grown.
const (
	growRate     = .06
	growRows     = .5 // share of the examples, and
	growColumns  = .4 // of the observations, that a tree is grown on
	growPull     = 3  // pulls leaves to nothing
	growLeast    = 2  // the least second derivative on either side of a cut
	growCuts     = 24 // cuts tried of each observation by its quantiles, and
	growCutsHigh = 6  // among its highest values
)

// grow fits trees to examples, each to the gradient and curvature of the
// logistic loss that the others leave, on some of the examples and
// observations (Friedman 2001 and 2002; Chen & Guestrin 2016). The same
// examples give the same trees.
func grow(examples []Example, trees, depth int) *Trees {
	g := newGrower(examples, depth)
	for range trees {
		g.tree()
	}
	return g.out
}

type grower struct {
	examples []Example
	cuts     [][]float32
	bin      [][]uint8 // by observation and example: how many cuts lie below
	score    []float64
	gradient []float64
	curve    []float64
	node     []int
	rows     []int  // examples of the present tree
	columns  []bool // its observations
	dice     *rand.Rand
	out      *Trees
}

func newGrower(examples []Example, depth int) *grower {
	n := len(examples)
	g := &grower{examples: examples, score: make([]float64, n), gradient: make([]float64, n), curve: make([]float64, n), node: make([]int, n),
		dice: rand.New(rand.NewPCG(1, 1)), out: &Trees{Depth: depth}}
	var so, all float64
	for _, e := range examples {
		all += e.weight
		so += yes(e.yes) * e.weight
	}
	g.out.Bias = math.Log((so + 1) / (all - so + 1))
	for i := range g.score {
		g.score[i] = g.out.Bias
	}
	for f := range examples[0].observed {
		values := make([]float32, n)
		for i, e := range examples {
			values[i] = e.observed[f]
		}
		cuts := cutsOf(values)
		bins := make([]uint8, n)
		for i, v := range values {
			at, _ := slices.BinarySearch(cuts, v)
			bins[i] = uint8(at)
		}
		g.cuts, g.bin = append(g.cuts, cuts), append(g.bin, bins)
	}
	return g
}

// cutsOf are the values at which an observation may be cut.
func cutsOf(values []float32) []float32 {
	sorted := slices.Sorted(slices.Values(values))
	distinct := slices.Compact(slices.Clone(sorted))
	var cuts []float32
	if len(distinct) <= growCuts {
		for i := range len(distinct) - 1 {
			cuts = append(cuts, (distinct[i]+distinct[i+1])/2)
		}
		return cuts
	}
	for b := range growCuts {
		cuts = append(cuts, sorted[(b+1)*len(sorted)/(growCuts+2)])
	}
	for b := range growCutsHigh {
		cuts = append(cuts, distinct[len(distinct)-1-(b+1)*len(distinct)/(growCutsHigh+2)])
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// split is the best cut of a node.
type split struct {
	feature, cut int
	gain         float64
}

// sums are of gradients and curvatures.
type sums struct{ gradient, curve float64 }

func (s sums) value() float64 { return s.gradient * s.gradient / (s.curve + growPull) }

// tree grows one tree, level by level.
func (g *grower) tree() {
	inner := 1<<g.out.Depth - 1
	g.rows = g.rows[:0]
	for i, e := range g.examples {
		if g.dice.Float64() >= growRows {
			continue
		}
		p := 1 / (1 + math.Exp(-g.score[i]))
		g.gradient[i], g.curve[i], g.node[i] = e.weight*(yes(e.yes)-p), e.weight*p*(1-p), 0
		g.rows = append(g.rows, i)
	}
	g.columns = make([]bool, len(g.cuts))
	for f := range g.columns {
		g.columns[f] = g.dice.Float64() < growColumns
	}
	t := Tree{make([]int, inner), make([]float32, inner), make([]float32, inner+1)}
	for level := range g.out.Depth {
		first := 1<<level - 1
		best := g.splits(first, 1<<level)
		for k, s := range best {
			if s.gain > 0 {
				t.Feature[first+k], t.Cut[first+k] = s.feature, g.cuts[s.feature][s.cut]
			} else { // nothing to gain: all go one way
				t.Cut[first+k] = math.MaxFloat32
			}
		}
		for _, i := range g.rows {
			node := g.node[i]
			g.node[i] = 2*node + 1
			if s := best[node-first]; s.gain > 0 && int(g.bin[s.feature][i]) > s.cut {
				g.node[i]++
			}
		}
	}
	leaves := make([]sums, inner+1)
	for _, i := range g.rows {
		s := &leaves[g.node[i]-inner]
		s.gradient += g.gradient[i]
		s.curve += g.curve[i]
	}
	for k, s := range leaves {
		t.Leaf[k] = float32(growRate * s.gradient / (s.curve + growPull))
	}
	for i, e := range g.examples {
		g.score[i] += t.value(e.observed, g.out.Depth)
	}
	g.out.Trees = append(g.out.Trees, t)
}

// splits are the best cuts of the nodes of a level.
func (g *grower) splits(first, width int) []split {
	best := make([]split, width)
	bins := make([]sums, width*(growCuts+growCutsHigh+1))
	for f, cuts := range g.cuts {
		if len(cuts) == 0 || !g.columns[f] {
			continue
		}
		many := len(cuts) + 1
		clear(bins[:width*many])
		bin := g.bin[f]
		for _, i := range g.rows {
			s := &bins[(g.node[i]-first)*many+int(bin[i])]
			s.gradient += g.gradient[i]
			s.curve += g.curve[i]
		}
		for k := range width {
			row := bins[k*many : (k+1)*many]
			var all, below sums
			for _, s := range row {
				all.gradient, all.curve = all.gradient+s.gradient, all.curve+s.curve
			}
			for c := range cuts {
				below.gradient, below.curve = below.gradient+row[c].gradient, below.curve+row[c].curve
				above := sums{all.gradient - below.gradient, all.curve - below.curve}
				if below.curve < growLeast || above.curve < growLeast {
					continue
				}
				if gain := below.value() + above.value() - all.value(); gain > best[k].gain+1e-9 {
					best[k] = split{f, c, gain}
				}
			}
		}
	}
	return best
}
