package parse

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"

	"annals/internal/model"
	"annals/internal/text"
)

// TrainOptions steers [Train]; the zero value of a field takes the default
// named there.
type TrainOptions struct {
	Epochs int    // passes over the documents; 10
	Cutoff int    // sightings that a feature needs; 3
	Seed   uint64 // order of the sentences, and exploration
}

// explore is how often training follows the parser's own transition rather
// than the best one, after the first pass.
const explore = 0.9

// Train makes weights from documents with gold heads and relations and, better
// than gold, the tags that the tagger gives them when it has not seen them.
// Log, unless nil, is told of each pass. The same documents and options give
// the same bytes.
//
// It is the averaged perceptron with a dynamic oracle and exploration
// (Goldberg & Nivre 2013): a transition is right if no other loses fewer gold
// arcs, so that it learns to go on after mistakes, and non-projective trees
// need no treatment.
func Train(gold []*text.Document, o TrainOptions, log func(string)) ([]byte, error) {
	if o.Epochs == 0 {
		o.Epochs = 10
	}
	if o.Cutoff == 0 {
		o.Cutoff = 3
	}
	if log == nil {
		log = func(string) {}
	}
	t, err := newTrainer(gold, o)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	random := rand.New(rand.NewPCG(o.Seed, 3))
	for epoch := range o.Epochs {
		t.right, t.all = 0, 0
		for _, n := range random.Perm(len(t.trees)) {
			t.learn(t.trees[n], random, epoch > 0)
		}
		log(fmt.Sprintf("pass %d: %.2f%% of %d transitions right before learning", epoch+1, 100*float64(t.right)/float64(t.all), t.all))
	}
	var b bytes.Buffer
	if err := model.Write(&b, t.trainer.Model("transitions")); err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return b.Bytes(), nil
}

// tree is a sentence with its gold heads, the dummy's number for the root, and
// the numbers of its labels.
type tree struct {
	doc      *text.Document
	sentence text.Sentence
	heads    []int32
	labels   []uint8
}

type trainer struct {
	grammar
	trees      []tree
	trainer    *model.Perceptron
	e          encoder
	s          state
	scores     []float32
	right, all int
}

func newTrainer(gold []*text.Document, o TrainOptions) (*trainer, error) {
	classes := []string{"shift"}
	seen := map[string]bool{}
	for _, d := range gold {
		for i, tok := range d.Tokens {
			class := "right " + tok.Deprel
			if tok.Head < 0 {
				class = "left " + rootLabel
			} else if tok.Head > i {
				class = "left " + tok.Deprel
			}
			if !seen[class] {
				seen[class] = true
				classes = append(classes, class)
			}
		}
	}
	slices.Sort(classes[1:])
	g, err := newGrammar(classes)
	if err != nil {
		return nil, err
	}
	t := &trainer{grammar: g, trainer: model.NewPerceptron(classes, o.Cutoff), scores: make([]float32, len(classes))}
	for _, d := range gold {
		for _, s := range d.Sentences {
			t.trees = append(t.trees, t.tree(d, s))
		}
	}
	return t, nil
}

func (t *trainer) tree(d *text.Document, s text.Sentence) tree {
	g := tree{doc: d, sentence: s}
	for i := s.First; i < s.Last; i++ {
		tok := d.Tokens[i]
		head, label := int32(tok.Head-s.First), tok.Deprel
		if tok.Head < 0 {
			head, label = int32(s.Last-s.First), rootLabel
		}
		g.heads = append(g.heads, head)
		g.labels = append(g.labels, uint8(slices.Index(t.labels, label)))
	}
	return g
}

// learn parses a sentence and moves the weights at each wrong transition.
func (t *trainer) learn(g tree, random *rand.Rand, exploring bool) {
	t.e.encode(g.doc, g.sentence)
	t.s.reset(len(g.heads))
	for !t.s.done() {
		features := t.e.stateFeatures(&t.s)
		clear(t.scores)
		t.trainer.Scores(features, t.scores)
		cost := g.costs(&t.s)
		best, oracle := -1, -1
		for c, a := range t.actions {
			if !t.allows(&t.s, a) {
				continue
			}
			if best < 0 || t.scores[c] > t.scores[best] {
				best = c
			}
			if g.right(&t.s, a, cost) && (oracle < 0 || t.scores[c] > t.scores[oracle]) {
				oracle = c
			}
		}
		if oracle < 0 {
			oracle = best
		}
		t.all++
		if best == oracle {
			t.right++
		} else {
			t.trainer.Update(features, oracle, 1)
			t.trainer.Update(features, best, -1)
		}
		t.trainer.Tick()
		next := oracle
		if exploring && random.Float64() < explore {
			next = best
		}
		t.s.apply(t.actions[next])
	}
}

// costs counts the gold arcs that each move puts out of reach, or gives a high
// number to a move that is not possible.
func (g *tree) costs(s *state) (cost [3]int) {
	s0, s1, b0 := s.top(0), s.top(1), s.next
	for m := range cost {
		if !s.allows(move(m)) {
			cost[m] = 1 << 20
		}
	}
	if s0 >= 0 {
		h := g.heads[s0]
		late := 0 // dependents of s0 still to come
		for i := b0; i < s.n; i++ {
			if g.heads[i] == s0 {
				late++
			}
		}
		cost[left] += late
		cost[right] += late
		if h == s1 && s1 >= 0 || h > b0 {
			cost[left]++
		}
		if h >= b0 {
			cost[right]++
		}
	}
	if b0 < s.n {
		for depth, i := range s.stack {
			if g.heads[i] == b0 || depth < len(s.stack)-1 && g.heads[b0] == i {
				cost[shift]++
			}
		}
	}
	return cost
}

// right reports whether an action is of a move of the least cost and, where
// it makes a gold arc, has its label.
func (g *tree) right(s *state, a action, cost [3]int) bool {
	if cost[a.move] > min(cost[shift], cost[left], cost[right]) {
		return false
	}
	s0 := s.top(0)
	switch {
	case a.move == left && g.heads[s0] == s.next, a.move == right && g.heads[s0] == s.top(1):
		return a.label == g.labels[s0]
	}
	return true
}
