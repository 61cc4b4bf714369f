package event

import (
	"bytes"
	"fmt"

	"annals/internal/lexicon/world"
	"annals/internal/model"
	"annals/internal/record"
	"annals/internal/text"
)

// Text is a read text with what is known of its events. Texts with the same
// Group never stand on both sides of a cross-validation.
type Text struct {
	Document *text.Document
	Given    Given
	Group    uint64
	Right    func(record.Event) (right, known bool)
}

// Trainer collects candidates text by text and trains the model that judges
// them.
type Trainer struct {
	coder *Coder
	items []item
}

type item struct {
	features []model.Feature
	least    float64 // the confidence from which it is kept
	right    bool
	known    bool
	group    uint64
}

// NewTrainer makes an empty Trainer.
func NewTrainer(w *world.World) (*Trainer, error) {
	c, err := newCoder(w)
	if err != nil {
		return nil, err
	}
	return &Trainer{coder: c}, nil
}

// Add takes the candidates of one text and returns their events, none of them
// dropped. Kept tells which of them are kept.
func (t *Trainer) Add(x Text) []record.Event {
	r := newReader(t.coder, x.Document, record.NewSpeller(x.Document.Text), x.Given)
	var events []record.Event
	start := len(t.items)
	confirmed := false
	r.candidates(func(found []*candidate) {
		for _, c := range found {
			right, known := x.Right(c.event)
			// Gold codes that somebody accuses, not what is alleged: that it
			// leaves this out does not tell against it.
			alleged := x.Given.alleged(c.event.AccordingTo)
			known = known && (right || !alleged)
			t.items = append(t.items, item{r.features(nil, c), r.least(c), right, known, x.Group})
			confirmed = confirmed || right
			c.event.ID = fmt.Sprintf("E%d", len(events)+1)
			events = append(events, c.event)
		}
	})
	// Most gold names one event a text, so that another one beside it may be
	// true all the same.
	for i := start; i < len(t.items) && confirmed; i++ {
		t.items[i].known = t.items[i].known && t.items[i].right
	}
	return events
}

// folds is the number of parts of a cross-validation.
const folds = 10

// Kept tells of each candidate, in the order of all texts, whether the
// thresholds keep it, judged by models that saw no text of its group.
func (t *Trainer) Kept() ([]bool, error) {
	raw, err := t.crossValidated()
	if err != nil {
		return nil, err
	}
	out := make([]bool, len(raw))
	for fold := range folds {
		m, err := t.calibrate(raw, func(i int) bool { return t.fold(i) != fold })
		if err != nil {
			return nil, err
		}
		for i := range t.items {
			if t.fold(i) == fold {
				out[i] = probability(m, calibrationFeatures(raw[i])) >= t.items[i].least
			}
		}
	}
	return out, nil
}

// Weights trains on all texts and calibrates on cross-validated probabilities.
func (t *Trainer) Weights() ([]byte, error) {
	raw, err := t.crossValidated()
	if err != nil {
		return nil, err
	}
	calibration, err := t.calibrate(raw, func(int) bool { return true })
	if err != nil {
		return nil, err
	}
	judge, err := t.fit(func(int) bool { return true })
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := model.Write(&b, judge, calibration); err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	return b.Bytes(), nil
}

func (t *Trainer) fold(i int) int { return int(t.items[i].group % folds) }

// crossValidated are the probabilities of all items, before calibration.
func (t *Trainer) crossValidated() ([]float64, error) {
	raw := make([]float64, len(t.items))
	for fold := range folds {
		m, err := t.fit(func(i int) bool { return t.fold(i) != fold })
		if err != nil {
			return nil, err
		}
		for i := range t.items {
			if t.fold(i) == fold {
				raw[i] = probability(m, t.items[i].features)
			}
		}
	}
	return raw, nil
}

func (t *Trainer) fit(use func(int) bool) (*model.Linear, error) {
	var examples []model.Example
	for i, x := range t.items {
		if x.known && use(i) {
			examples = append(examples, example(x.features, x))
		}
	}
	m, err := model.Logistic(modelName, labels(), examples, model.LogisticOptions{Epochs: 12, Rate: 0.02, L2: 1e-3, Cutoff: 3, Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	return m, nil
}

func (t *Trainer) calibrate(raw []float64, use func(int) bool) (*model.Linear, error) {
	var examples []model.Example
	for i, x := range t.items {
		if x.known && use(i) {
			examples = append(examples, example(calibrationFeatures(raw[i]), x))
		}
	}
	m, err := model.Logistic(calibrationName, labels(), examples, model.LogisticOptions{Epochs: 60, Rate: 0.05, L2: 1e-6, Cutoff: 1, Seed: 1})
	if err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	return m, nil
}

func example(features []model.Feature, x item) model.Example {
	e := model.Example{Features: features}
	if x.right {
		e.Class = 1
	}
	return e
}
