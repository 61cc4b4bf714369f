package parse

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"

	"annals/internal/lexicon/cluster"
	"annals/internal/model"
	"annals/internal/text"
)

// TrainOptions steers [Train]; the zero value of a field takes the default
// named there.
type TrainOptions struct {
	Epochs int    // passes over the documents; 6
	Cutoff int    // updates that a feature needs; 4
	Width  int    // states that the search keeps; as in use
	Seed   uint64 // order of the sentences
	Prune  int    // least weight that is kept, in 8 bits; 6
}

// Train makes weights from documents with gold heads and relations and, better
// than gold, the tags that the tagger gives them when it has not seen them.
// Log, unless nil, is told of each pass. The same documents and options give
// the same bytes.
//
// It is the structured perceptron with beam search and max-violation updates
// (Huang, Fayong & Guo 2012). Non-projective trees are made projective by
// lifting arcs (Nivre & Nilsson 2005), without a trace in the labels.
func Train(gold []*text.Document, o TrainOptions, log func(string)) ([]byte, error) {
	if o.Epochs == 0 {
		o.Epochs = 6
	}
	if o.Cutoff == 0 {
		o.Cutoff = 4
	}
	if o.Prune == 0 {
		o.Prune = 6
	}
	if o.Width == 0 {
		o.Width = width
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
		right := 0
		for _, n := range random.Perm(len(t.trees)) {
			if t.learn(&t.trees[n]) {
				right++
			}
		}
		log(fmt.Sprintf("pass %d: %.2f%% of %d sentences right before learning", epoch+1, 100*float64(right)/float64(len(t.trees)), len(t.trees)))
	}
	var b bytes.Buffer
	if err := model.Write(&b, t.perceptron.Model("transitions")); err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return b.Bytes(), nil
}

// tree is a sentence with the classes of the transitions that make its tree.
type tree struct {
	doc      *text.Document
	sentence text.Sentence
	path     []uint8
}

type trainer struct {
	trees      []tree
	perceptron *model.Perceptron
	beam       *beam[float32]
	state      state // of the gold path, and of replays
	scores     []float32
}

func newTrainer(gold []*text.Document, o TrainOptions) (*trainer, error) {
	classes := []string{"shift"}
	seen := map[string]bool{}
	var arcs [][]arc
	for _, d := range gold {
		if err := d.Check(); err != nil {
			return nil, err
		}
		for _, s := range d.Sentences {
			a := arcsOf(d, s)
			arcs = append(arcs, a)
			for i := range a {
				if c := a[i].class(i); !seen[c] {
					seen[c] = true
					classes = append(classes, c)
				}
			}
		}
	}
	slices.Sort(classes[1:])
	g, err := newGrammar(classes)
	if err != nil {
		return nil, err
	}
	clusters, err := cluster.Load()
	if err != nil {
		return nil, err
	}
	p := model.NewPerceptron(classes, o.Cutoff)
	p.Prune = o.Prune
	t := &trainer{perceptron: p, beam: newBeam(g, p, o.Width), scores: make([]float32, len(classes))}
	t.beam.encoder.clusters = clusters
	for _, d := range gold {
		for _, s := range d.Sentences {
			t.trees = append(t.trees, tree{d, s, path(arcs[0], classes, g)})
			arcs = arcs[1:]
		}
	}
	return t, nil
}

// arc is a word's head, the number of words for the root's, and its relation.
type arc struct {
	head     int
	relation string
}

// class is the label of the transition that makes the arc of word i.
func (a arc) class(i int) string {
	if a.head > i {
		return "left " + a.relation
	}
	return "right " + a.relation
}

// arcsOf is the projective tree of a sentence: while an arc crosses another,
// the shorter of them is moved to its head's head.
func arcsOf(d *text.Document, s text.Sentence) []arc {
	n := s.Last - s.First
	arcs := make([]arc, n)
	for i := range arcs {
		tok := &d.Tokens[s.First+i]
		arcs[i] = arc{tok.Head - s.First, tok.Deprel}
		if tok.Head < 0 {
			arcs[i] = arc{n, rootLabel}
		}
	}
	for {
		lift, length := -1, n+1
		for i, a := range arcs {
			if a.head < n && abs(a.head-i) < length && !spans(arcs, i) {
				lift, length = i, abs(a.head-i)
			}
		}
		if lift < 0 {
			return arcs
		}
		arcs[lift].head = arcs[arcs[lift].head].head
	}
}

// spans reports whether all words between word i and its head descend from the
// head.
func spans(arcs []arc, i int) bool {
	head := arcs[i].head
	for j := min(i, head) + 1; j < max(i, head); j++ {
		k := j
		for steps := 0; k != head && k < len(arcs) && steps <= len(arcs); steps++ {
			k = arcs[k].head
		}
		if k != head {
			return false
		}
	}
	return true
}

func abs(n int) int { return max(n, -n) }

// path is the transitions that make a projective tree, each arc as early as
// it can be made.
func path(arcs []arc, classes []string, g *grammar) []uint8 {
	var s state
	s.reset(len(arcs))
	waiting := make([]int, len(arcs)+1) // dependents that each word has still to get
	for _, a := range arcs {
		waiting[a.head]++
	}
	var p []uint8
	for !s.done() {
		class := 0
		if top := s.top(0); top >= 0 && waiting[top] == 0 {
			if h := arcs[top].head; h == int(s.next) || h == int(s.top(1)) {
				class = slices.Index(classes, arcs[top].class(int(top)))
				waiting[h]--
			}
		}
		if a := g.actions[class]; !s.allows(a.move) {
			return nil
		}
		s.apply(g.actions[class])
		p = append(p, uint8(class))
	}
	return p
}

// learn parses a sentence and, where the best parse is not the gold one, moves
// the weights at the point where it leads the gold one by most. It reports
// whether the parse was right.
func (t *trainer) learn(g *tree) bool {
	b := t.beam
	n := g.sentence.Last - g.sentence.First
	b.encoder.encode(g.doc, g.sentence)
	b.start(n)
	t.state.reset(n)
	at := 0 // the gold path's place in the beam, -1 once it has none
	gold, worst := float32(0), float32(-1)
	until, last := 0, int32(-1)
	for k, class := range g.path {
		clear(t.scores)
		b.scorer.Scores(b.encoder.stateFeatures(&t.state), t.scores)
		gold += t.scores[class]
		t.state.apply(b.grammar.actions[class])
		b.advance()
		at = slices.IndexFunc(b.best, func(c candidate[float32]) bool { return c.item == at && c.class == int(class) })
		if lead := b.items[0].score - gold; at != 0 && lead > worst {
			worst, until, last = lead, k+1, b.items[0].last
		}
	}
	t.perceptron.Tick()
	if at == 0 {
		return true
	}
	t.update(g, b.path(last), until)
	return false
}

// update moves the weights of the first transitions of the gold path and of a
// wrong one, from where they part.
func (t *trainer) update(g *tree, wrong []int, until int) {
	same := 0
	for same < until && wrong[same] == int(g.path[same]) {
		same++
	}
	replay := func(class func(k int) int, delta float32) {
		t.state.reset(g.sentence.Last - g.sentence.First)
		for k := range until {
			if k >= same {
				t.perceptron.Update(t.beam.encoder.stateFeatures(&t.state), class(k), delta)
			}
			t.state.apply(t.beam.grammar.actions[class(k)])
		}
	}
	replay(func(k int) int { return int(g.path[k]) }, 1)
	replay(func(k int) int { return wrong[k] }, -1)
}
