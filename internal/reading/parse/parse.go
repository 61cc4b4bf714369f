// Package parse finds the dependencies of each sentence, in the relations of
// Universal Dependencies. It reads Text, Sentences and Tokens with their tags
// and sets Head and Deprel and the lists of children.
//
// It is a transition-based parser with an averaged perceptron over hashed
// features; trees are projective and have one root.
package parse

import (
	_ "embed"
	"fmt"
	"strings"

	"annals/internal/model"
	"annals/internal/text"
)

//go:embed weights.bin
var weights []byte

// Parser parses documents. It is safe for use by several goroutines.
type Parser struct {
	model *model.Linear
	grammar
}

// grammar is the transitions that a model chooses from: its class c is
// actions[c].
type grammar struct {
	labels  []string
	actions []action
}

// rootLabel is the label of the arc from the dummy.
const rootLabel = "root"

// newGrammar makes the transitions for the labels of a model: "shift", and
// "left" or "right" with a relation, as in "left nsubj".
func newGrammar(classes []string) (grammar, error) {
	g := grammar{}
	number := map[string]uint8{}
	for _, c := range classes {
		if c == "shift" {
			g.actions = append(g.actions, action{move: shift})
			continue
		}
		kind, relation, _ := strings.Cut(c, " ")
		a := action{move: left}
		if kind == "right" {
			a.move = right
		}
		if relation == "" || kind != "left" && kind != "right" {
			return g, fmt.Errorf("the label %q is not a transition", c)
		}
		n, ok := number[relation]
		if !ok {
			n = uint8(len(g.labels))
			number[relation] = n
			g.labels = append(g.labels, relation)
		}
		a.label = n
		g.actions = append(g.actions, a)
	}
	if len(g.labels) > maxLabels {
		return g, fmt.Errorf("%d relations, at most %d are allowed", len(g.labels), maxLabels)
	}
	return g, g.complete()
}

// complete makes sure that some transition is left in every state.
func (g grammar) complete() error {
	var seen [3]bool
	root := false
	for _, a := range g.actions {
		seen[a.move] = true
		root = root || a.move == left && g.labels[a.label] == rootLabel
	}
	if !seen[shift] || !seen[left] || !seen[right] || !root {
		return fmt.Errorf("the transitions are not complete")
	}
	return nil
}

// allows reports whether an action is possible: the root's label goes with
// the dummy, and only with it.
func (g grammar) allows(s *state, a action) bool {
	if !s.allows(a.move) {
		return false
	}
	root := a.move != shift && g.labels[a.label] == rootLabel
	return root == (a.move == left && s.next == s.n)
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
	return &Parser{m, g}, nil
}

// Parse sets Head and Deprel of every token; each sentence becomes a tree with
// one root.
func (p *Parser) Parse(d *text.Document) {
	var e encoder
	var s state
	scores := make([]int32, len(p.actions))
	for _, sentence := range d.Sentences {
		e.encode(d, sentence)
		s.reset(sentence.Last - sentence.First)
		for !s.done() {
			clear(scores)
			p.model.Scores(e.stateFeatures(&s), scores)
			s.apply(p.actions[p.best(&s, scores)])
		}
		p.store(d, sentence, &s)
	}
	d.LinkChildren()
}

// best is the possible action with the highest score.
func (p *Parser) best(s *state, scores []int32) int {
	best := -1
	for c, a := range p.actions {
		if (best < 0 || scores[c] > scores[best]) && p.allows(s, a) {
			best = c
		}
	}
	return best
}

// store writes the arcs of a finished state to the tokens.
func (p *Parser) store(d *text.Document, sentence text.Sentence, s *state) {
	for i, n := range s.nodes[:s.n] {
		tok := &d.Tokens[sentence.First+i]
		tok.Head, tok.Deprel = sentence.First+int(n.head), p.labels[n.label]
		if n.head == s.n {
			tok.Head = -1
		}
	}
}
