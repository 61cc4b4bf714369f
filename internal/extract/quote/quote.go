// Package quote finds statements: who, according to the report, said, wrote,
// thought, wanted or demanded what, in which words, through whom.
//
// It reads a document's blocks, sentences, tagged and parsed tokens and
// quotations, and writes statements of package record.
package quote

import (
	_ "embed"
	"fmt"

	"annals/internal/model"
	"annals/internal/record"
	"annals/internal/text"
)

// Names of the models in the weight file.
const (
	modelName       = "attribution"
	calibrationName = "calibration"
)

// threshold is how likely the readings of a cue must be, before calibration,
// to make a statement. It stands above what has the best F1 on held-out training
// articles (Trainer.Threshold: 0.20), since a wrong row costs more than a
// missing one.
const threshold = 0.3

//go:embed weights.bin
var weights []byte

// Finder finds statements. It is safe for use by several goroutines.
type Finder struct {
	lexica      *lexica
	model       *model.Linear
	calibration *model.Linear
	threshold   float64
}

// Load makes a Finder from the embedded lexicon and weights.
func Load() (*Finder, error) { return LoadFrom(weights) }

// LoadFrom makes a Finder from the embedded lexicon and a weight file.
func LoadFrom(weights []byte) (*Finder, error) {
	x, err := loadLexica()
	if err != nil {
		return nil, err
	}
	set, err := model.Load(weights)
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	m, err := set.Model(modelName)
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	c, err := set.Model(calibrationName)
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return &Finder{lexica: x, model: m, calibration: c, threshold: threshold}, nil
}

// Find lists the document's statements in text order. Where corefer has set
// entities, they tell whether two speakers are one voice.
func (f *Finder) Find(doc *text.Document, spell *record.Speller) []record.Statement {
	p := newPage(doc, f.lexica)
	list := p.candidates()
	s := scorer{model: f.model}
	s.judge(p, list)
	found := p.pick(list, f.threshold, f.calibration)
	found = p.hearsay(p.tolls(p.citations(p.chains(p.rejoined(found)))))
	p.nest(found)
	found = p.presentable(found)
	out := make([]record.Statement, len(found))
	for i := range found {
		out[i] = p.statement(&found[i], spell)
		out[i].ID = fmt.Sprintf("S%d", i+1)
	}
	for i := range found {
		if w := found[i].within; w >= 0 {
			out[i].Within = record.Ptr(out[w].ID)
		}
	}
	return out
}

// statement writes a finding as a statement.
func (p *page) statement(f *finding, spell *record.Speller) record.Statement {
	act, where, _ := p.act(&f.candidate)
	st := record.Statement{
		Source: p.party(f.speaker, spell),
		Cue:    record.Ptr(spell.Span(p.cueSpan(f))),
		Form:   p.form(f.content),
		Act:    act,
		Rule:   f.rule,
	}
	if f.prob >= 0 {
		st.Confidence = record.Ptr(f.prob)
	}
	for _, s := range p.spans(f.content) {
		st.Content = append(st.Content, spell.Span(s))
	}
	for _, v := range p.reported(f) {
		st.Via = append(st.Via, p.party(v, spell))
	}
	if to := p.addressee(&f.candidate, where); to.named() {
		st.Addressee = record.Ptr(p.party(to, spell))
	}
	return st
}

// cueSpan is the cue's bytes, without the "to" of an infinitive.
func (p *page) cueSpan(f *finding) text.Span {
	first := f.first
	if first < f.cue && p.lower[first] == "to" {
		first++
	}
	return p.TokenSpan(first, f.last)
}
