// Package quote finds statements: who, according to the report, said, wrote,
// thought, wanted or demanded what, in which words, through whom.
//
// It reads a document's blocks, sentences, tagged and parsed tokens and
// quotations, and writes statements of package record.
package quote

import (
	_ "embed"
	"fmt"

	"annals/internal/lexicon/cue"
	"annals/internal/model"
	"annals/internal/record"
	"annals/internal/text"
)

const modelName = "attribution"

//go:embed weights.bin
var weights []byte

// Finder finds statements. It is safe for use by several goroutines.
type Finder struct {
	cues      *cue.Lexicon
	model     *model.Linear
	threshold float64
}

// Load makes a Finder from the embedded lexicon and weights.
func Load() (*Finder, error) { return LoadFrom(weights) }

// LoadFrom makes a Finder from the embedded lexicon and a weight file.
func LoadFrom(weights []byte) (*Finder, error) {
	cues, err := cue.Load()
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	set, err := model.Load(weights)
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	m, err := set.Model(modelName)
	if err != nil {
		return nil, fmt.Errorf("quote: %w", err)
	}
	return &Finder{cues: cues, model: m, threshold: 0.35}, nil
}

// Find lists the document's statements in text order.
func (f *Finder) Find(doc *text.Document, spell *record.Speller) []record.Statement {
	p := newPage(doc, f.cues)
	list := p.candidates()
	s := scorer{model: f.model}
	s.judge(p, list)
	chosen := choose(list, f.threshold)
	var out []record.Statement
	for i := range chosen {
		out = append(out, p.statement(&chosen[i], spell))
	}
	for i := range out {
		out[i].ID = fmt.Sprintf("S%d", i+1)
	}
	link(chosen, out)
	return out
}

// statement writes a candidate as a statement.
func (p *page) statement(c *candidate, spell *record.Speller) record.Statement {
	st := record.Statement{
		Cue:        record.Ptr(spell.Span(p.TokenSpan(c.first, c.last))),
		Confidence: record.Ptr(c.prob),
		Form:       record.Indirect,
		Act:        "assert",
		Rule:       c.frame,
	}
	if c.speaker.named() {
		st.Source.Span = record.Ptr(spell.Span(p.speakerSpan(c.speaker)))
	}
	for _, s := range p.spans(c.content) {
		st.Content = append(st.Content, spell.Span(s))
	}
	return st
}

// link sets Within: the statement whose content holds this one's cue.
func link(chosen []candidate, out []record.Statement) {
	for i := range chosen {
		best := -1
		for j := range chosen {
			if i != j && chosen[j].content.holds(chosen[i].cue) && !chosen[i].content.holds(chosen[j].cue) &&
				(best < 0 || chosen[j].content.size() < chosen[best].content.size()) {
				best = j
			}
		}
		if best >= 0 {
			out[i].Within = record.Ptr(out[best].ID)
		}
	}
}
