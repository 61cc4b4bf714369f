package quote

import (
	"bytes"
	"fmt"

	"golang.org/x/sync/errgroup"

	"annals/internal/model"
	"annals/internal/model/forest"
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

// Trainer collects documents and trains the models on them.
type Trainer struct {
	lexica *lexica
	docs   []Gold
	// Gold, Reached: attributions seen, and those that a candidate answers.
	Gold, Reached int
	// Threshold has the best F1 on the documents held out, with models that
	// have not seen them; Weights sets it.
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

// Add takes one document.
func (t *Trainer) Add(g Gold) { t.docs = append(t.docs, g) }

// folds is how many parts the documents are split into: what the second look
// learns from has been judged by first models that have not seen its part. The
// last part is held out from the second look too, for the calibration.
const folds = 3

func fold(n int) int { return n % folds }

// lesson is what one document gives to learn.
type lesson struct{ first, roles []model.Example }

// Weights trains the models and returns the file of weights and that of trees.
func (t *Trainer) Weights() (weights, trees []byte, err error) {
	gate, err := t.gate()
	if err != nil {
		return nil, nil, err
	}
	lessons := make([]lesson, len(t.docs))
	for i, g := range t.docs {
		lessons[i] = t.lesson(g, gate)
	}
	var parts [folds]exercise
	var juries [folds]*jury
	var team errgroup.Group
	team.SetLimit(2) // each holds a model in training
	for k := range folds {
		team.Go(func() (err error) {
			if juries[k], err = teach(gate, lessons, func(n int) bool { return fold(n) != k }); err != nil {
				return err
			}
			for n, g := range t.docs {
				if fold(n) == k {
					parts[k].add(newPage(g.Document, t.lexica), juries[k], g.Attributions)
				}
			}
			return nil
		})
	}
	if err := team.Wait(); err != nil {
		return nil, nil, err
	}
	held := juries[folds-1]
	if held.trees, err = grow(parts[:folds-1]); err != nil {
		return nil, nil, err
	}
	calibration, err := t.calibrate(held)
	if err != nil {
		return nil, nil, err
	}
	t.Threshold = t.bestThreshold(held)
	final, err := teach(gate, lessons, func(int) bool { return true })
	if err != nil {
		return nil, nil, err
	}
	if final.trees, err = grow(parts[:]); err != nil {
		return nil, nil, err
	}
	edges, err := trainEdges(parts[:])
	if err != nil {
		return nil, nil, err
	}
	var w, f bytes.Buffer
	if err := model.Write(&w, final.gate, final.first, final.roles, calibration, edges); err != nil {
		return nil, nil, fmt.Errorf("quote: %w", err)
	}
	if err := forest.Write(&f, final.trees.right, final.trees.best); err != nil {
		return nil, nil, fmt.Errorf("quote: %w", err)
	}
	return w.Bytes(), f.Bytes(), nil
}

// gate trains what lets words pass as possible cues: those that the gold has as
// part of a cue, against those that stand in no gold content.
func (t *Trainer) gate() (*model.Linear, error) {
	var examples []model.Example
	for _, g := range t.docs {
		p := newPage(g.Document, t.lexica)
		for i, role := range p.goldRoles(g.Attributions) {
			if p.unspoken(i) || !p.gated(i) || role == roleContent {
				continue
			}
			e := model.Example{Features: p.gateFeatures(nil, i)}
			if role == roleCue {
				e.Class = 1
			}
			examples = append(examples, e)
		}
	}
	m, err := model.Logistic(gateName, labels(), examples, model.LogisticOptions{Epochs: 4, Rate: 0.03, L2: 1e-5, Cutoff: 3, Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return m, nil
}

// lesson makes the examples of one document.
//
// A candidate is right if it shares at least half of its words with a gold
// content and a word with the gold source, and no other candidate does clearly
// better. Candidates whose cue stands in a gold content are left out unless
// they are right: the gold has outermost attributions only, so nothing is
// known of them.
func (t *Trainer) lesson(g Gold, gate *model.Linear) lesson {
	p := newPage(g.Document, t.lexica)
	list := p.candidates(gate)
	class := p.label(list, g.Attributions)
	answered := map[int]bool{}
	for i := range class {
		if class[i].right {
			answered[class[i].gold] = true
		}
	}
	t.Gold += len(g.Attributions)
	t.Reached += len(answered)
	var out lesson
	for first, last := range byCue(list) {
		r := rivals(p, list[first:last])
		for i := first; i < last; i++ {
			if class[i].unknown {
				continue
			}
			e := model.Example{Features: p.features(nil, &list[i], r)}
			if class[i].right {
				e.Class = 1
			}
			out.first = append(out.first, e)
		}
	}
	roles := p.goldRoles(g.Attributions)
	for i := range p.Tokens {
		if !p.unspoken(i) {
			out.roles = append(out.roles, model.Example{Features: p.roleFeatures(nil, i), Class: roles[i]})
		}
	}
	return out
}

// goldRoles is the role of each token.
func (p *page) goldRoles(gold []Attribution) []int {
	out := make([]int, len(p.Tokens))
	for _, a := range gold {
		for role, spans := range map[int][]text.Span{roleSource: a.Source, roleCue: a.Cue, roleContent: a.Content} {
			for _, s := range spans {
				first, last := p.TokensIn(s)
				for i := first; i < last; i++ {
					out[i] = max(out[i], role)
				}
			}
		}
	}
	return out
}

// teach trains the first models on some of the documents.
func teach(gate *model.Linear, lessons []lesson, in func(int) bool) (*jury, error) {
	var first, roles []model.Example
	for n, l := range lessons {
		if in(n) {
			first, roles = append(first, l.first...), append(roles, l.roles...)
		}
	}
	j := jury{gate: gate}
	var err error
	j.first, err = model.Logistic(modelName, labels(), first, model.LogisticOptions{Epochs: 12, Rate: 0.008, L2: 1e-4, Cutoff: 6, Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	j.roles, err = model.Logistic(rolesName, roleLabels(), roles, model.LogisticOptions{Epochs: 4, Rate: 0.03, L2: 1e-5, Cutoff: 6, Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return &j, nil
}

// exercise is rows for the second look with what the gold says of them.
type exercise struct {
	rows, right, best []float32
	edges             []model.Example
}

// add takes the rows of one document, judged by models that have not seen it.
func (e *exercise) add(p *page, j *jury, gold []Attribution) {
	list := p.candidates(j.gate)
	s := scorer{model: j.first}
	s.judge(p, list)
	roles := p.roles(j.roles)
	v := p.view(list, roles)
	row := make([]float32, width)
	for i, c := range p.label(list, gold) {
		if c.unknown || list[i].prob < glance {
			continue
		}
		if c.right {
			a := gold[c.gold]
			e.edges = p.edgeExamples(e.edges, &list[i], [roleCount]words{roleSource: p.tokens(a.Source), roleCue: p.tokens(a.Cue), roleContent: p.tokens(a.Content)}, roles)
		}
		v.row(row, i)
		e.rows = append(e.rows, row...)
		e.right = append(e.right, flagOf(c.gold >= 0))
		e.best = append(e.best, flagOf(c.right))
	}
}

// grow trains the second look.
func grow(parts []exercise) (*second, error) {
	var all exercise
	for _, e := range parts {
		all.rows, all.right, all.best = append(all.rows, e.rows...), append(all.right, e.right...), append(all.best, e.best...)
	}
	var s second
	var team errgroup.Group
	team.Go(func() (err error) {
		s.right, err = forest.Train(all.rows, width, all.right, forest.Options{Seed: 1})
		return err
	})
	team.Go(func() (err error) {
		s.best, err = forest.Train(all.rows, width, all.best, forest.Options{Seed: 2})
		return err
	})
	if err := team.Wait(); err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return &s, nil
}

// trainEdges trains the model that says which tokens beside an edge belong to
// the span.
func trainEdges(parts []exercise) (*model.Linear, error) {
	var all []model.Example
	for _, e := range parts {
		all = append(all, e.edges...)
	}
	m, err := model.Logistic(edgesName, labels(), all, model.LogisticOptions{Epochs: 6, Rate: 0.02, L2: 1e-4, Cutoff: 4, Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return m, nil
}

// bestThreshold tries thresholds on the documents held out. F1 counts outermost
// attributions: what stands inside one is neither right nor wrong.
func (t *Trainer) bestThreshold(j *jury) float64 {
	const steps = 20
	var right, found [steps]float64
	gold := 0.0
	for n, g := range t.docs {
		if fold(n) != folds-1 {
			continue
		}
		p := newPage(g.Document, t.lexica)
		list, _ := j.readings(p)
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

// calibrate learns how often findings of a confidence are right, on documents
// that the models have not seen.
func (t *Trainer) calibrate(j *jury) (*model.Linear, error) {
	var examples []model.Example
	for n, g := range t.docs {
		if fold(n) != folds-1 {
			continue
		}
		p := newPage(g.Document, t.lexica)
		list, _ := j.readings(p)
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
