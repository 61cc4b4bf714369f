// Package parse finds the dependencies of each sentence, in the relations of
// Universal Dependencies. It reads Text, Sentences and Tokens with their tags
// and sets Head and Deprel and the lists of children.
//
// It is a transition-based parser with an averaged perceptron over hashed
// features; trees are projective and have one root.
package parse

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"annals/internal/lexicon/cluster"
	"annals/internal/model"
	"annals/internal/text"
)

//go:embed weights.bin
var weights []byte

// Parser parses documents. It is safe for use by several goroutines.
type Parser struct {
	model    *model.Linear
	grammar  *grammar
	clusters *cluster.Clusters
}

// grammar is the transitions that a model chooses from: its class c is
// actions[c].
type grammar struct {
	labels  []string
	actions []action
	root    int      // the class of the arc from the dummy
	classes [3][]int // the other classes of each move
}

// rootLabel is the label of the arc from the dummy.
const rootLabel = "root"

// newGrammar makes the transitions for the labels of a model: "shift", and
// "left" or "right" with a relation, as in "left nsubj".
func newGrammar(classes []string) (*grammar, error) {
	g := &grammar{root: -1}
	number := map[string]uint8{}
	for c, name := range classes {
		kind, relation, _ := strings.Cut(name, " ")
		m := slices.Index([]string{"shift", "left", "right"}, kind)
		if m < 0 || (relation == "") != (move(m) == shift) {
			return nil, fmt.Errorf("the label %q is not a transition", name)
		}
		a := action{move: move(m)}
		if relation != "" {
			n, ok := number[relation]
			if !ok {
				n = uint8(len(g.labels))
				number[relation] = n
				g.labels = append(g.labels, relation)
			}
			a.label = n
		}
		g.actions = append(g.actions, a)
		if a.move == left && relation == rootLabel {
			g.root = c
		} else {
			g.classes[m] = append(g.classes[m], c)
		}
	}
	if len(g.labels) > maxLabels {
		return nil, fmt.Errorf("%d relations, at most %d are allowed", len(g.labels), maxLabels)
	}
	if g.root < 0 || len(g.classes[shift]) == 0 || len(g.classes[left]) == 0 || len(g.classes[right]) == 0 {
		return nil, errors.New("transitions are missing")
	}
	return g, nil
}

// each calls f with the classes that lead on to a tree with one root.
func (g *grammar) each(s *state, f func(class int)) {
	if s.next == s.n && len(s.stack) == 1 {
		f(g.root)
		return
	}
	for m, classes := range g.classes {
		if s.allows(move(m)) {
			for _, c := range classes {
				f(c)
			}
		}
	}
}

// Load makes a parser from the embedded weights.
func Load() (*Parser, error) { return New(weights) }

// New makes a parser from weights that [Train] made.
func New(weights []byte) (*Parser, error) {
	set, err := model.Load(weights)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	m, err := set.Model("transitions")
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	g, err := newGrammar(m.Labels)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	clusters, err := cluster.Load()
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return &Parser{m, g, clusters}, nil
}

// Parse sets Head and Deprel of every token; each sentence becomes a tree with
// one root.
func (p *Parser) Parse(d *text.Document) {
	b := newBeam[int32](p.grammar, p.model, width)
	b.encoder.clusters = p.clusters
	for _, sentence := range d.Sentences {
		b.encoder.encode(d, sentence)
		p.store(d, sentence, b.search(sentence.Last-sentence.First))
	}
	repair(d)
}

// store writes the arcs of a finished state to the tokens.
func (p *Parser) store(d *text.Document, sentence text.Sentence, s *state) {
	for i, n := range s.nodes[:s.n] {
		tok := &d.Tokens[sentence.First+i]
		tok.Head, tok.Deprel = sentence.First+int(n.head), p.grammar.labels[n.label]
		if n.head == s.n {
			tok.Head = -1
		}
	}
}
