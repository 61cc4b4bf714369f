package crossdoc

import (
	"errors"
	"math"
)

// Trees are boosted regression trees (Friedman 2001): the logit of a
// probability is the bias and the sum of one leaf of each tree.
type Trees struct {
	Bias  float64 `json:"bias"`
	Depth int     `json:"depth"`
	Trees []Tree  `json:"trees"`
}

// Tree is a full binary tree: the children of node k are 2k+1 and 2k+2, the
// second for what is greater than the node's cut; the leaves follow the last
// inner nodes.
type Tree struct {
	Feature []int     `json:"f"`
	Cut     []float32 `json:"c"`
	Leaf    []float32 `json:"l"`
}

var errTrees = errors.New("crossdoc: malformed trees")

// check says whether the trees can be asked about so many observations.
func (t *Trees) check(observations int) error {
	if t.Depth < 1 || t.Depth > 12 {
		return errTrees
	}
	inner := 1<<t.Depth - 1
	for _, tree := range t.Trees {
		if len(tree.Feature) != inner || len(tree.Cut) != inner || len(tree.Leaf) != inner+1 {
			return errTrees
		}
		for _, f := range tree.Feature {
			if f < 0 || f >= observations {
				return errTrees
			}
		}
	}
	return nil
}

func (t *Trees) probability(x []float32) float64 {
	sum := t.Bias
	for i := range t.Trees {
		sum += t.Trees[i].value(x, t.Depth)
	}
	return 1 / (1 + math.Exp(-sum))
}

// value is the leaf that observations lead to.
func (t *Tree) value(x []float32, depth int) float64 {
	k := 0
	for range depth {
		if x[t.Feature[k]] > t.Cut[k] {
			k = 2*k + 2
		} else {
			k = 2*k + 1
		}
	}
	return float64(t.Leaf[k-len(t.Feature)])
}
