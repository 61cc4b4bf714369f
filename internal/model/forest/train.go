package forest

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
)

// Options steers [Train]. The zero value of a field takes the default named
// there.
type Options struct {
	Trees  int     // 120
	Leaves int     // of a tree, at most; 24
	Rate   float64 // share of each tree's answer that is taken; 0.1
	Least  int     // rows in a leaf; 40
	L2     float64 // pull of a leaf's value to nothing; 5
	Share  float64 // of the rows that each tree sees; 0.7
	Seed   uint64  // which rows and numbers each tree sees
}

func (o *Options) defaults() {
	o.Trees = cmp.Or(o.Trees, 120)
	o.Leaves = cmp.Or(o.Leaves, 24)
	o.Rate = cmp.Or(o.Rate, 0.1)
	o.Least = cmp.Or(o.Least, 40)
	o.L2 = cmp.Or(o.L2, 5)
	o.Share = cmp.Or(o.Share, 0.7)
}

// bins is how many ranges the numbers of a column are cut into.
const bins = 64

// Train grows trees by gradient boosting on the logistic loss (Friedman 2001),
// best leaf first, over histograms of cut columns (Ke et al. 2017). rows has
// width numbers for each label, labels lie between 0 (no) and 1 (yes). The same
// rows, labels and options give the same forest.
func Train(rows []float32, width int, labels []float32, o Options) (*Forest, error) {
	o.defaults()
	if width <= 0 || width > math.MaxUint16 || len(rows) != width*len(labels) || len(labels) == 0 {
		return nil, fmt.Errorf("forest: %d numbers in rows of %d for %d labels", len(rows), width, len(labels))
	}
	g := newGrower(rows, width, labels, o)
	mean := 0.0
	for _, l := range labels {
		mean += float64(l)
	}
	mean = min(max(mean/float64(len(labels)), 1e-4), 1-1e-4)
	f := &Forest{width: width, base: float32(math.Log(mean / (1 - mean)))}
	for i := range g.score {
		g.score[i] = float64(f.base)
	}
	for range o.Trees {
		f.trees = append(f.trees, g.tree())
	}
	return f, nil
}

// grower holds the rows, cut into bins, and how far the trees have got.
type grower struct {
	o         Options
	width, n  int
	cuts      [][]float32 // of each column: a row is in bin b if its number is above b cuts
	cut       []uint8     // by column: the bin of each row
	labels    []float32
	score     []float64
	gradients []float64
	hessians  []float64
	random    *rand.Rand
}

func newGrower(rows []float32, width int, labels []float32, o Options) *grower {
	n := len(labels)
	g := &grower{
		o: o, width: width, n: n, labels: labels, cuts: make([][]float32, width), cut: make([]uint8, width*n),
		score: make([]float64, n), gradients: make([]float64, n), hessians: make([]float64, n), random: rand.New(rand.NewPCG(o.Seed, 2)),
	}
	column := make([]float32, n)
	for c := range width {
		for i := range n {
			column[i] = rows[i*width+c]
		}
		g.cuts[c] = quantiles(column)
		for i := range n {
			x := rows[i*width+c]
			g.cut[c*n+i] = uint8(sort.Search(len(g.cuts[c]), func(k int) bool { return x <= g.cuts[c][k] }))
		}
	}
	return g
}

// quantiles are at most bins-1 numbers that cut a column into ranges with about
// as many rows each. It sorts the column.
func quantiles(column []float32) []float32 {
	slices.Sort(column)
	distinct := slices.Compact(slices.Clone(column))
	if len(distinct) <= bins {
		return distinct[:len(distinct)-1]
	}
	var out []float32
	for k := 1; k < bins; k++ {
		x := column[k*len(column)/bins]
		if x < column[len(column)-1] && (len(out) == 0 || x > out[len(out)-1]) {
			out = append(out, x)
		}
	}
	return out
}

// sums of the gradients and hessians of rows, and how many they are.
type sums struct{ g, h, n float64 }

func (s sums) less(o sums) sums { return sums{s.g - o.g, s.h - o.h, s.n - o.n} }

// gain is how much the loss falls where a leaf takes its best value.
func (s sums) gain(l2 float64) float64 { return s.g * s.g / (s.h + l2) }

// leaf is a leaf that may still be split.
type leaf struct {
	node   int
	rows   []int32
	total  sums
	table  []sums // by column and bin
	gain   float64
	column int
	bin    int
}

// tree grows the next tree and adds it to the scores.
func (g *grower) tree() []node {
	var rows []int32
	for i := range g.n {
		p := 1 / (1 + math.Exp(-g.score[i]))
		g.gradients[i] = p - float64(g.labels[i])
		g.hessians[i] = p * (1 - p)
		if g.random.Float64() < g.o.Share {
			rows = append(rows, int32(i))
		}
	}
	columns := g.columns()
	root := g.leaf(0, rows, columns)
	nodes := []node{{}}
	open := []*leaf{root}
	for len(open) < g.o.Leaves {
		best := -1
		for i, l := range open {
			if l.gain > 0 && (best < 0 || l.gain > open[best].gain) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		l := open[best]
		left, right := g.split(l, columns, len(nodes))
		nodes[l.node] = node{threshold: g.cuts[l.column][l.bin], feature: uint16(l.column), left: uint16(len(nodes))}
		nodes = append(nodes, node{}, node{})
		open[best] = left
		open = append(open, right)
	}
	for _, l := range open {
		nodes[l.node] = node{threshold: float32(-g.o.Rate * l.total.g / (l.total.h + g.o.L2))}
	}
	g.advance(nodes)
	return nodes
}

// columns are those that the next tree may look at: two thirds of all.
func (g *grower) columns() []int {
	out := g.random.Perm(g.width)[:max(1, g.width*2/3)]
	slices.Sort(out)
	return out
}

// leaf sums up the rows of a leaf and looks for its best split.
func (g *grower) leaf(at int, rows []int32, columns []int) *leaf {
	l := &leaf{node: at, rows: rows, table: make([]sums, g.width*bins)}
	for _, i := range rows {
		l.total.g += g.gradients[i]
		l.total.h += g.hessians[i]
	}
	l.total.n = float64(len(rows))
	for _, c := range columns {
		table, cut := l.table[c*bins:(c+1)*bins], g.cut[c*g.n:(c+1)*g.n]
		for _, i := range rows {
			s := &table[cut[i]]
			s.g += g.gradients[i]
			s.h += g.hessians[i]
			s.n++
		}
	}
	g.best(l, columns)
	return l
}

// best sets the leaf's best split; its gain is 0 where there is none.
func (g *grower) best(l *leaf, columns []int) {
	least := float64(g.o.Least)
	whole := l.total.gain(g.o.L2)
	for _, c := range columns {
		var left sums
		for b := range g.cuts[c] {
			s := l.table[c*bins+b]
			left = sums{left.g + s.g, left.h + s.h, left.n + s.n}
			right := l.total.less(left)
			if left.n < least || right.n < least {
				continue
			}
			if gain := left.gain(g.o.L2) + right.gain(g.o.L2) - whole; gain > l.gain+1e-9 {
				l.gain, l.column, l.bin = gain, c, b
			}
		}
	}
}

// split parts a leaf's rows. The larger part's sums are the whole's without the
// smaller's.
func (g *grower) split(l *leaf, columns []int, at int) (left, right *leaf) {
	var low, high []int32
	cut := g.cut[l.column*g.n : (l.column+1)*g.n]
	for _, i := range l.rows {
		if int(cut[i]) <= l.bin {
			low = append(low, i)
		} else {
			high = append(high, i)
		}
	}
	rest := func(at int, rows []int32, other *leaf) *leaf {
		r := &leaf{node: at, rows: rows, total: l.total.less(other.total), table: l.table}
		for i, s := range other.table {
			r.table[i] = r.table[i].less(s)
		}
		g.best(r, columns)
		return r
	}
	if len(low) < len(high) {
		left = g.leaf(at, low, columns)
		return left, rest(at+1, high, left)
	}
	right = g.leaf(at+1, high, columns)
	return rest(at, low, right), right
}

// advance adds a tree's answers to the scores of all rows.
func (g *grower) advance(nodes []node) {
	for i := range g.n {
		n := nodes[0]
		for n.left != 0 {
			c := int(n.feature)
			b := int(g.cut[c*g.n+i])
			if b < len(g.cuts[c]) && g.cuts[c][b] <= n.threshold {
				n = nodes[n.left]
			} else {
				n = nodes[n.left+1]
			}
		}
		g.score[i] += float64(n.threshold)
	}
}
