// Package reading turns a report's text into a document: blocks, sentences,
// tokens with tags and trees, quotations, names, and who is who.
//
// It reads Document.Text (and Published, Publisher) and writes every other
// field, in the order of [Engine.Read].
package reading

import (
	"fmt"
	"sync"

	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/reading/corefer"
	"annals/internal/reading/encoder"
	"annals/internal/reading/name"
	"annals/internal/reading/quotemark"
	"annals/internal/reading/segment"
	"annals/internal/text"

	"golang.org/x/sync/errgroup"
)

// Analyser is the learnt part of reading. It takes a document that has
// Blocks, Sentences and Tokens (gold or segment's), and sets the tokens' UPOS,
// XPOS, Feats, Lemma, Head and Deprel, the document's child lists, its name
// Mentions and, if it can, its Vectors. Trees are well formed: one root a sentence, no cycles.
//
// An Analyser is safe for use by several goroutines on different documents.
type Analyser interface {
	Analyse(*text.Document)
}

// joint is the Analyser of the encoder, whose opinion of names package name
// weighs with evidence of its own. Both read the same clues.
type joint struct {
	finder  *clue.Finder
	encoder *encoder.Encoder
	namer   *name.Namer
	clues   sync.Pool // of *clue.Clues
}

func loadJoint(w *world.World) (*joint, error) {
	j := &joint{finder: clue.New(w)}
	j.clues.New = func() any { return new(clue.Clues) }
	var g errgroup.Group
	g.Go(func() (err error) { j.encoder, err = encoder.Load(); return err })
	g.Go(func() (err error) { j.namer, err = name.Load(); return err })
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return j, nil
}

// Analyse implements Analyser.
func (j *joint) Analyse(d *text.Document) {
	c := j.clues.Get().(*clue.Clues)
	defer j.clues.Put(c)
	j.finder.Find(d, c)
	j.namer.Name(d, c, j.encoder.Analyse(d, c))
}

// Engine reads documents. It is safe for use by several goroutines.
type Engine struct {
	segmenter *segment.Segmenter
	analyser  Analyser
	corefer   *corefer.Corefer
}

// New loads the embedded models around the given facts.
func New(w *world.World) (*Engine, error) {
	var analyser *joint
	var c *corefer.Corefer
	var g errgroup.Group
	g.Go(func() (err error) { analyser, err = loadJoint(w); return err })
	g.Go(func() (err error) { c, err = corefer.Load(w); return err })
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("reading: %w", err)
	}
	return &Engine{segment.New(), analyser, c}, nil
}

// Segmenter is the engine's first step, for scoring from raw text.
func (e *Engine) Segmenter() *segment.Segmenter { return e.segmenter }

// Analyser is the engine's learnt step, for scoring on gold tokens.
func (e *Engine) Analyser() Analyser { return e.analyser }

// Corefer is the engine's last step, for scoring on gold tokens.
func (e *Engine) Corefer() *corefer.Corefer { return e.corefer }

// Read runs every step over the document.
func (e *Engine) Read(d *text.Document) {
	e.segmenter.Segment(d)
	quotemark.Mark(d)
	e.analyser.Analyse(d)
	e.corefer.Corefer(d)
}
