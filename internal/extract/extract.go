// Package extract turns a read document into a record whose parties are not
// yet tied to actors: times, places, figures, statements and events, and the
// links between them that follow from where they stand.
//
// It reads a complete text.Document and writes every list of record.Record
// but Actors.
package extract

import (
	"fmt"

	"annals/internal/extract/event"
	"annals/internal/extract/figure"
	"annals/internal/extract/quote"
	"annals/internal/extract/when"
	"annals/internal/extract/where"
	"annals/internal/lexicon/petrarch"
	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// Extractor holds the models and tables of the parts. It is safe for use by
// several goroutines.
type Extractor struct {
	world *world.World
	quote *quote.Finder
	event *event.Coder
}

// New loads the embedded models and tables.
func New(w *world.World) (*Extractor, error) {
	q, err := quote.Load()
	if err != nil {
		return nil, fmt.Errorf("extract: %w", err)
	}
	e, err := event.Load(w)
	if err != nil {
		return nil, fmt.Errorf("extract: %w", err)
	}
	return &Extractor{w, q, e}, nil
}

// Knows reports whether a CAMEO code can be given to an event.
func (x *Extractor) Knows(code string) bool { return x.event.Knows(code) }

// With is the extractor with the verbs of a user's dictionary.
func (x *Extractor) With(verbs []petrarch.Verb) *Extractor {
	more := *x
	more.event = x.event.With(verbs)
	return &more
}

// Extract fills rec's lists from the document. rec.Report.Text is the
// document's text.
func (x *Extractor) Extract(d *text.Document, rec *record.Record) {
	s := record.NewSpeller(d.Text)
	rec.Times = when.Find(d, s)
	rec.Places = where.Find(d, x.world, s)
	rec.Figures = figure.Find(d, s)
	rec.Statements = x.quote.Find(d, s)
	linkSaid(d, s, rec)
	linkClaimants(d, s, rec)
	rec.Events = x.event.Find(d, s, event.Given{
		Statements: rec.Statements, Times: rec.Times, Places: rec.Places, Figures: rec.Figures,
	})
}
