package corefer

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"annals/internal/lexicon/world"
	"annals/internal/model"
	"annals/internal/text"
)

// EdgeOptions are the settings of TrainEdges; zero values stand for defaults.
type EdgeOptions struct {
	Epochs int     // passes over the phrases
	Cutoff int     // phrases whose candidates a feature must occur with
	Rate   float64 // of AdaGrad
	L2     float64
	Drop   float64 // share of features left out at each step
	Single float64 // what a phrase counts whose entity has no other mention
	Seed   uint64
}

func (o *EdgeOptions) defaults() {
	o.Epochs, o.Cutoff = cmp.Or(o.Epochs, 6), cmp.Or(o.Cutoff, 5)
	o.Rate, o.L2 = cmp.Or(o.Rate, 0.05), cmp.Or(o.L2, 1e-4)
	o.Drop, o.Single = cmp.Or(o.Drop, 0.3), cmp.Or(o.Single, 0.3)
}

// edgeCase is the candidates of one edge, by their features, and which is right.
type edgeCase struct {
	candidates [][]model.Feature
	right      int
	weight     float64
}

// TrainEdges trains the models of edges on the reports, whose chains must hold
// the mentions that stand alone as well, and gives their file: a softmax over
// the candidates of each edge.
func TrainEdges(w *world.World, reports []Gold, o EdgeOptions) ([]byte, error) {
	o.defaults()
	c, err := withoutNetwork(w)
	if err != nil {
		return nil, err
	}
	type cases struct{ ends, starts []edgeCase }
	list := make([]cases, len(reports))
	each(reports, func(k int, g Gold) { list[k].ends, list[k].starts = c.edgeCases(&g, o.Single) })
	var all cases
	for _, l := range list {
		all.ends, all.starts = append(all.ends, l.ends...), append(all.starts, l.starts...)
	}
	if len(all.ends) == 0 || len(all.starts) == 0 {
		return nil, fmt.Errorf("corefer: no phrase of the reports has more than one possible edge: give more reports")
	}
	var models [2]*model.Linear
	each([]int{0, 1}, func(_, k int) {
		if k == 0 {
			models[k] = trainEdge(modelEnds, all.ends, o)
		} else {
			models[k] = trainEdge(modelStarts, all.starts, o)
		}
	})
	var b bytes.Buffer
	if err := model.Write(&b, models[:]...); err != nil {
		return nil, fmt.Errorf("corefer: %w", err)
	}
	return b.Bytes(), nil
}

// edgeCases are the edges of a report's gold mentions that have several
// candidates, the right one among them.
func (c *Corefer) edgeCases(g *Gold, single float64) (ends, starts []edgeCase) {
	d := *g.Document
	d.Mentions = slices.Clone(g.Document.Mentions)
	r := c.sieves(&d, true)
	right, chain := r.alignPhrases(g.Chains)
	said := make([]*sayings, len(g.Chains))
	for k, spans := range g.Chains {
		said[k] = newSayings(&d)
		for _, s := range spans {
			said[k].add(s, spanHead(&d, s))
		}
	}
	o := outline{reader: r}
	var list []int
	for i := range r.mentions {
		s := right[i]
		if s.End == 0 || r.mentions[i].personal() {
			continue
		}
		weight := single
		if len(g.Chains[chain[i]]) > 1 {
			weight = 1
		}
		o.draw(&r.mentions[i], said[chain[i]], s)
		list = o.ends(list)
		if k := slices.Index(list, s.End); k >= 0 {
			o.end = s.End
			if len(list) > 1 {
				ends = append(ends, edgeCase{candidateFeatures(list, o.endFeatures), k, weight})
			}
		}
		list = o.starts(list)
		if k := slices.Index(list, s.Start); k >= 0 && len(list) > 1 {
			starts = append(starts, edgeCase{candidateFeatures(list, o.startFeatures), k, weight})
		}
	}
	return ends, starts
}

func candidateFeatures(candidates []int, features func(int) []model.Feature) [][]model.Feature {
	list := make([][]model.Feature, len(candidates))
	for k, c := range candidates {
		list[k] = slices.Clone(features(c))
	}
	return list
}

// alignPhrases gives each mention the gold range that is its own and the chain
// that has it: the same range or, of those with its head that no mention
// matches, the nearest. An empty range is none.
func (r *reader) alignPhrases(chains [][]text.Span) (right []text.Span, chain []int) {
	right, chain = make([]text.Span, len(r.mentions)), make([]int, len(r.mentions))
	type place struct {
		span  text.Span
		chain int
	}
	places, free := map[text.Span]int{}, map[int][]place{}
	for k, spans := range chains {
		for _, s := range spans {
			places[s] = k
		}
	}
	matched := map[text.Span]bool{}
	for i := range r.mentions {
		s := r.mentions[i].whole
		if k, ok := places[s]; ok {
			right[i], chain[i], matched[s] = s, k, true
		}
	}
	for k, spans := range chains {
		for _, s := range spans {
			if h := spanHead(r.doc, s); !matched[s] {
				free[h] = append(free[h], place{s, k})
			}
		}
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		list := free[m.Head]
		if right[i].End > 0 || len(list) == 0 {
			continue
		}
		apart := func(p place) int {
			return max(p.span.Start-m.whole.Start, m.whole.Start-p.span.Start) + max(p.span.End-m.whole.End, m.whole.End-p.span.End)
		}
		near := slices.MinFunc(list, func(a, b place) int { return apart(a) - apart(b) })
		right[i], chain[i] = near.span, near.chain
		free[m.Head] = slices.DeleteFunc(list, func(p place) bool { return p == near })
	}
	return right, chain
}

// trainEdge trains the model of one edge by AdaGrad; its weights are the means
// over the passes of the second half.
func trainEdge(name string, cases []edgeCase, o EdgeOptions) *model.Linear {
	features, rows := edgeRows(cases, o.Cutoff)
	weights, squares, sums := make([]float64, len(features)), make([]float64, len(features)), make([]float64, len(features))
	random := rand.New(rand.NewPCG(o.Seed, 3))
	kept := make([][]int32, 0, outlineRight)
	scores := make([]float64, 0, outlineRight)
	for epoch := range o.Epochs {
		for _, k := range random.Perm(len(cases)) {
			kept, scores = kept[:0], scores[:0]
			for _, row := range rows[k] {
				var keep []int32
				sum := 0.0
				for _, f := range row {
					if random.Float64() >= o.Drop {
						keep = append(keep, f)
						sum += weights[f]
					}
				}
				kept, scores = append(kept, keep), append(scores, sum/(1-o.Drop))
			}
			total := logSum(scores, func(int) bool { return true })
			for c, keep := range kept {
				g := math.Exp(scores[c] - total)
				if c == cases[k].right {
					g--
				}
				g *= cases[k].weight
				for _, f := range keep {
					step := g + o.L2*weights[f]
					squares[f] += step * step
					weights[f] -= o.Rate * step / math.Sqrt(squares[f]+1e-6)
				}
			}
		}
		if 2*epoch >= o.Epochs {
			for f, w := range weights {
				sums[f] += w
			}
		}
	}
	m := model.NewWeights([]string{name})
	for f, sum := range sums {
		m.Add(features[f], 0, sum/float64(o.Epochs-o.Epochs/2))
	}
	return m.Model(name)
}

// edgeRows numbers the features that occur in enough cases, in order of their
// first occurrence, and gives those of each case's candidates.
func edgeRows(cases []edgeCase, cutoff int) (features []model.Feature, rows [][][]int32) {
	type tally struct{ count, last int }
	counts := map[model.Feature]tally{}
	for k, c := range cases {
		for _, candidate := range c.candidates {
			for _, f := range candidate {
				if n := counts[f]; n.count == 0 || n.last != k {
					counts[f] = tally{n.count + 1, k}
				}
			}
		}
	}
	numbers := map[model.Feature]int32{}
	rows = make([][][]int32, len(cases))
	for k, c := range cases {
		for _, candidate := range c.candidates {
			var row []int32
			for _, f := range candidate {
				if counts[f].count < cutoff {
					continue
				}
				n, ok := numbers[f]
				if !ok {
					n = int32(len(features))
					numbers[f] = n
					features = append(features, f)
				}
				row = append(row, n)
			}
			rows[k] = append(rows[k], row)
		}
	}
	return features, rows
}
