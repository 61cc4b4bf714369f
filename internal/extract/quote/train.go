package quote

import (
	"bytes"
	"fmt"

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
	lexica   *lexica
	examples []model.Example
	ends     []int  // for each document, the end of its examples
	heldOut  []Gold // every fifth document, for the calibration
	// Gold, Reached: attributions seen, and those that a candidate answers.
	Gold, Reached int
	// Threshold has the best F1 on the documents held out, with a model that
	// has not seen them; Weights sets it.
	Threshold float64
}

// NewTrainer makes an empty Trainer.
func NewTrainer() (*Trainer, error) {
	x, err := loadLexica()
	if err != nil {
		return nil, err
	}
	return &Trainer{lexica: x}, nil
}

// Add takes the examples of one document.
//
// A candidate is right if it shares at least half of its words with a gold
// content and a word with the gold source, and no other candidate does clearly
// better. Candidates whose cue stands in a gold content are left out unless
// they are right: the gold has outermost attributions only, so nothing is
// known of them.
func (t *Trainer) Add(g Gold) {
	defer func() { t.ends = append(t.ends, len(t.examples)) }()
	if t.held(len(t.ends)) {
		t.heldOut = append(t.heldOut, g)
	}
	p := newPage(g.Document, t.lexica)
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
		r := rivals(p, list[first:last])
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

// held reports whether document n is one of those held out.
func (t *Trainer) held(n int) bool { return n%5 == 4 }

// Weights trains the model on four fifths of the documents, learns on the
// others how its confidence has to be read, trains it again on all of them,
// and returns the weight file.
func (t *Trainer) Weights() ([]byte, error) {
	var most []model.Example
	start := 0
	for n, end := range t.ends {
		if !t.held(n) {
			most = append(most, t.examples[start:end]...)
		}
		start = end
	}
	first, err := t.fit(most)
	if err != nil {
		return nil, err
	}
	calibration, err := t.calibrate(first)
	if err != nil {
		return nil, err
	}
	t.Threshold = t.bestThreshold(first)
	final, err := t.fit(t.examples)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := model.Write(&b, final, calibration); err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return b.Bytes(), nil
}

// bestThreshold tries thresholds on the documents held out. F1 counts outermost
// attributions: what stands inside one is neither right nor wrong.
func (t *Trainer) bestThreshold(m *model.Linear) float64 {
	const steps = 20
	var right, found [steps]float64
	gold := 0.0
	for _, g := range t.heldOut {
		p := newPage(g.Document, t.lexica)
		list := p.candidates()
		s := scorer{model: m}
		s.judge(p, list)
		gold += float64(len(g.Attributions))
		for n := range steps {
			chosen := p.choose(list, float64(n)/steps)
			answered := map[int]bool{}
			for i, v := range p.label(chosen, g.Attributions) {
				if _, _, ok := p.act(&chosen[i]); !ok || v.unknown || !p.worded(&chosen[i]) {
					continue
				}
				found[n]++
				if v.gold >= 0 {
					answered[v.gold] = true
				}
			}
			right[n] += float64(len(answered))
		}
	}
	best, score := 0, 0.0
	for n := range steps {
		if f := 2 * right[n] / max(1, found[n]+gold); f > score {
			best, score = n, f
		}
	}
	return float64(best) / steps
}

func (t *Trainer) fit(examples []model.Example) (*model.Linear, error) {
	m, err := model.Logistic(modelName, labels(), examples, model.LogisticOptions{Epochs: 12, Rate: 0.008, L2: 1e-4, Cutoff: 6, Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return m, nil
}

// calibrate learns how often findings of a confidence are right, on documents
// that the model has not seen.
func (t *Trainer) calibrate(m *model.Linear) (*model.Linear, error) {
	var examples []model.Example
	for _, g := range t.heldOut {
		p := newPage(g.Document, t.lexica)
		list := p.candidates()
		s := scorer{model: m}
		s.judge(p, list)
		chosen := p.choose(list, 0.1)
		for i, v := range p.label(chosen, g.Attributions) {
			if _, _, ok := p.act(&chosen[i]); !ok || v.unknown {
				continue
			}
			e := model.Example{Features: calibrationFeatures(chosen[i].prob)}
			if v.gold >= 0 {
				e.Class = 1
			}
			examples = append(examples, e)
		}
	}
	c, err := model.Logistic(calibrationName, labels(), examples, model.LogisticOptions{Epochs: 60, Rate: 0.05, L2: 1e-6, Cutoff: 1, Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("quote: calibration: %w", err)
	}
	return c, nil
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
