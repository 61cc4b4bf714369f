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
	"annals/internal/model/forest"
	"annals/internal/record"
	"annals/internal/text"
)

// Names of the models in the weight file.
const (
	modelName       = "attribution"
	rolesName       = "roles"
	gateName        = "gate"
	edgesName       = "edges"
	calibrationName = "calibration"
)

// threshold is how likely the readings of a cue must be, before calibration,
// to make a statement. It stands above what has the best F1 on held-out training
// articles (Trainer.Threshold: 0.20), since a wrong row costs more than a
// missing one.
const threshold = 0.3

//go:embed weights.bin
var weights []byte

//go:embed trees.bin
var trees []byte

// Finder finds statements. It is safe for use by several goroutines.
type Finder struct {
	lexica      *lexica
	jury        jury
	calibration *model.Linear
	edges       *model.Linear // moves the edges of spans
	threshold   float64
}

// Load makes a Finder from the embedded lexicon and weights.
func Load() (*Finder, error) { return LoadFrom(weights, trees) }

// LoadFrom makes a Finder from the embedded lexicon, a file of weights and a
// file of trees, as [Trainer.Weights] writes them.
func LoadFrom(weights, trees []byte) (*Finder, error) {
	x, err := loadLexica()
	if err != nil {
		return nil, err
	}
	set, err := model.Load(weights)
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	f := &Finder{lexica: x, threshold: threshold}
	for name, m := range map[string]**model.Linear{modelName: &f.jury.first, rolesName: &f.jury.roles, gateName: &f.jury.gate, calibrationName: &f.calibration, edgesName: &f.edges} {
		if *m, err = set.Model(name); err != nil {
			return nil, fmt.Errorf("quote: %w", err)
		}
	}
	forests, err := forest.Load(trees)
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	if len(forests) != 2 || forests[0].Width() != width || forests[1].Width() != width {
		return nil, fmt.Errorf("quote: the file of trees is for other rows: train it again")
	}
	f.jury.trees = &second{forests[0], forests[1]}
	return f, nil
}

// Find lists the document's statements in text order. Where corefer has set
// entities, they tell whether two speakers are one voice.
func (f *Finder) Find(doc *text.Document, spell *record.Speller) []record.Statement {
	p := newPage(doc, f.lexica)
	list, roles := f.jury.readings(p)
	found := p.pick(list, f.threshold, f.calibration)
	found = p.unclaimed(p.hearsay(p.tolls(p.citations(p.chains(p.contrasted(p.rejoined(p.resumed(found))))))))
	p.nest(found)
	found = p.presentable(found)
	e := edges{page: p, model: f.edges, roles: roles}
	out := make([]record.Statement, len(found))
	for i := range found {
		printed := found[i].candidate
		if found[i].prob >= 0 {
			e.adjust(&printed, len(found[i].via) == 0)
			if told := found[i].told; told.named() {
				printed.content = p.tidy(printed.content.without(told.first, told.last))
			}
			printed.content = p.tidy(p.clean(&printed))
		}
		out[i] = p.statement(&found[i], &printed, spell)
		out[i].ID = fmt.Sprintf("S%d", i+1)
	}
	for i := range found {
		if w := found[i].within; w >= 0 {
			out[i].Within = record.Ptr(out[w].ID)
		}
	}
	return out
}

// statement writes a finding as a statement, with the spans of printed, which is
// its reading with its edges moved.
func (p *page) statement(f *finding, printed *candidate, spell *record.Speller) record.Statement {
	act, where, _ := p.act(&f.candidate)
	st := record.Statement{
		Source: p.party(printed.speaker, spell),
		Form:   p.form(f.content),
		Act:    act,
		Rule:   f.rule,
	}
	if !f.silent && !(f.speaker.named() && f.speaker.first == f.first) { // the label "Q." is no cue beside itself
		st.Cue = record.Ptr(spell.Span(p.cueSpan(printed)))
	}
	if f.prob >= 0 {
		st.Confidence = record.Ptr(f.prob)
	}
	for _, s := range p.spans(printed.content) {
		st.Content = append(st.Content, spell.Span(s))
	}
	for _, v := range p.reported(f) {
		st.Via = append(st.Via, p.party(v, spell))
	}
	to := f.told
	if !to.named() {
		to = p.addressee(&f.candidate, where)
	}
	if to.named() {
		st.Addressee = record.Ptr(p.party(to, spell))
	}
	return st
}

// cueSpan is the cue's bytes, without the "to" of an infinitive.
func (p *page) cueSpan(f *candidate) text.Span {
	first := f.first
	if first < f.cue && p.lower[first] == "to" {
		first++
	}
	return p.TokenSpan(first, f.last)
}
