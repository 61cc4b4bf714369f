package quote

import (
	"bytes"
	"fmt"

	"annals/internal/lexicon/cue"
	"annals/internal/model"
	"annals/internal/text"
)

// Gold is a read document with the attributions that annotators found in it:
// the outermost ones only.
type Gold struct {
	Document     *text.Document
	Attributions []Attribution
}

// Attribution is one gold attribution, its roles as bytes of the document.
type Attribution struct{ Source, Cue, Content []text.Span }

// Trainer collects examples document by document, so that documents need not
// be kept.
type Trainer struct {
	cues     *cue.Lexicon
	examples []model.Example
	// Gold, Reached: attributions seen, and those that a candidate answers.
	Gold, Reached int
}

// NewTrainer makes an empty Trainer.
func NewTrainer() (*Trainer, error) {
	cues, err := cue.Load()
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return &Trainer{cues: cues}, nil
}

// Add takes the examples of one document.
//
// A candidate is right if it shares at least half of its words with a gold
// content and a word with the gold source, and no other candidate does clearly
// better. Candidates whose cue stands in a gold content are left out unless
// they are right: the gold has outermost attributions only, so nothing is
// known of them.
func (t *Trainer) Add(g Gold) {
	p := newPage(g.Document, t.cues)
	list := p.candidates()
	class := p.label(list, g.Attributions)
	answered := map[int]bool{}
	for i := range class {
		if class[i].right {
			answered[class[i].gold] = true
		}
	}
	t.Gold += len(g.Attributions)
	t.Reached += len(answered)
	for first := 0; first < len(list); {
		last := first
		for last < len(list) && list[last].cue == list[first].cue {
			last++
		}
		r := rivals(list[first:last])
		for i := first; i < last; i++ {
			if class[i].unknown {
				continue
			}
			e := model.Example{Features: p.features(nil, &list[i], r)}
			if class[i].right {
				e.Class = 1
			}
			t.examples = append(t.examples, e)
		}
		first = last
	}
}

// Weights trains the model and returns the weight file.
func (t *Trainer) Weights() ([]byte, error) {
	m, err := model.Logistic(modelName, labels(), t.examples, model.LogisticOptions{Epochs: 10, Rate: 0.015, L2: 1e-4, Cutoff: 5, Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	var b bytes.Buffer
	if err := model.Write(&b, m); err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return b.Bytes(), nil
}

// verdict is what the gold says of a candidate.
type verdict struct {
	right, unknown bool
	gold           int // the attribution it answers
}

// label judges each candidate by the gold.
func (p *page) label(list []candidate, gold []Attribution) []verdict {
	out := make([]verdict, len(list))
	contents := make([]words, len(gold))
	sources := make([]words, len(gold))
	cues := make([]words, len(gold))
	for g := range gold {
		contents[g], sources[g], cues[g] = p.tokens(gold[g].Content), p.tokens(gold[g].Source), p.tokens(gold[g].Cue)
	}
	best := make([]float64, len(gold))
	overlap := make([]float64, len(list))
	for i := range list {
		c := &list[i]
		out[i].gold = -1
		for g := range gold {
			j := jaccard(c.content, contents[g])
			if j < 0.5 || !p.sameSource(c.speaker, sources[g]) || cues[g] != nil && !p.touches(c, cues[g]) {
				continue
			}
			if j > overlap[i] {
				overlap[i], out[i].gold = j, g
			}
		}
		if out[i].gold >= 0 {
			best[out[i].gold] = max(best[out[i].gold], overlap[i])
		}
	}
	for i := range list {
		if g := out[i].gold; g >= 0 {
			out[i].right = overlap[i] >= best[g]-0.03
			continue
		}
		for g := range gold {
			if contents[g].holds(list[i].cue) {
				out[i].unknown = true
			}
		}
	}
	return out
}

// touches reports whether the candidate's cue and the gold's share a token.
func (p *page) touches(c *candidate, gold words) bool {
	for i := c.first; i < c.last; i++ {
		if gold.holds(i) {
			return true
		}
	}
	return false
}

// sameSource reports whether speaker and gold source share a word, or both are
// nobody.
func (p *page) sameSource(s speaker, gold words) bool {
	if !s.named() || len(gold) == 0 {
		return !s.named() && len(gold) == 0
	}
	return gold.holds(s.head) || jaccard(words{{s.first, s.last}}, gold) > 0.3
}

// tokens are the token ranges of byte spans, punctuation at the edges left out.
func (p *page) tokens(spans []text.Span) words {
	var w words
	for _, s := range spans {
		first, last := p.TokensIn(s)
		w = w.add(first, last)
	}
	return p.tidy(w)
}
