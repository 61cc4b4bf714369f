// Package pipeline is the whole flow on one screen: a report goes in, its
// document and its record come out.
//
// It reads record.Report (or an ingest.Source) and writes [Result].
package pipeline

import (
	"context"
	"fmt"
	"iter"
	"runtime"

	"annals/internal/extract"
	"annals/internal/ingest"
	"annals/internal/lexicon/own"
	"annals/internal/lexicon/world"
	"annals/internal/reading"
	"annals/internal/record"
	"annals/internal/resolve"
	"annals/internal/text"
)

// Engine names the version of models, tables and rules, so that a later
// engine's reading stands beside an earlier one's.
const Engine = "annals-1"

// Pipeline reads reports. It is safe for use by several goroutines.
type Pipeline struct {
	world     *world.World
	reading   *reading.Engine
	extractor *extract.Extractor
	resolver  *resolve.Resolver
	extension *Extension // or nil
	own       string     // what tells the user's lexicon apart, or ""
}

// New loads the embedded facts, models and tables.
func New() (*Pipeline, error) { return NewOver(nil) }

// NewOver is New with a user's lexicon laid over the embedded facts.
func NewOver(lexicon own.Lexicon) (*Pipeline, error) {
	w, err := world.Load()
	if err != nil {
		return nil, fmt.Errorf("pipeline: %w", err)
	}
	w = lexicon.Over(w)
	r, err := reading.New(w)
	if err != nil {
		return nil, fmt.Errorf("pipeline: %w", err)
	}
	x, err := extract.New(w)
	if err != nil {
		return nil, fmt.Errorf("pipeline: %w", err)
	}
	return &Pipeline{world: w, reading: r, extractor: x, resolver: resolve.New(w), own: lexicon.Fingerprint()}, nil
}

// Engine names what reads: the program's own version and, where there is one,
// the user's lexicon. The ledger keeps it with each record.
func (p *Pipeline) Engine() string {
	if p.own == "" {
		return Engine
	}
	return Engine + "+" + p.own
}

// Keeps reports whether the document of an earlier reading with this Reader is
// what reading the text anew would give: a user's lexicon has its part in who
// is who.
func (p *Pipeline) Keeps(reader string) bool { return reader == Reader && p.own == "" }

// Reading is the reading engine.
func (p *Pipeline) Reading() *reading.Engine { return p.reading }

// Read makes the document and the record of a report whose text is valid
// UTF-8. An error means a fault of the program's own, never of the text.
func (p *Pipeline) Read(report record.Report) (doc *text.Document, rec *record.Record, err error) {
	if doc, err = p.Analyse(report); err != nil {
		return nil, nil, err
	}
	if rec, err = p.Extract(doc, report); err != nil {
		return nil, nil, err
	}
	return doc, rec, nil
}

// Analyse makes the document of a report.
func (p *Pipeline) Analyse(report record.Report) (doc *text.Document, err error) {
	defer recovered(report, &err)
	doc = &text.Document{Text: report.Text}
	if report.Published != nil {
		doc.Published = *report.Published
	}
	if report.Publisher != nil {
		doc.Publisher = *report.Publisher
	}
	p.reading.Read(doc)
	return doc, nil
}

// Extract makes the record of a report from its document.
func (p *Pipeline) Extract(doc *text.Document, report record.Report) (rec *record.Record, err error) {
	defer recovered(report, &err)
	rec = &record.Record{Report: report}
	p.extractor.Extract(doc, rec)
	resolve.Places(p.world, doc, rec.Places)
	p.resolver.Resolve(doc, rec)
	p.extend(rec)
	rec.Settle()
	if err := rec.Check(); err != nil {
		return nil, fmt.Errorf("pipeline: report %s: %w", report.ID, err)
	}
	return rec, nil
}

// recovered turns a fault of the program's own into an error.
func recovered(report record.Report, err *error) {
	if fault := recover(); fault != nil {
		*err = fmt.Errorf("pipeline: internal fault while reading report %s: %v (please report it, with the text)", report.ID, fault)
	}
}

// Result is what became of one source.
type Result struct {
	Source   ingest.Source
	Notes    []string // remarks on the input, one line each
	Document *text.Document
	Record   *record.Record
	Err      error // an *ingest.Error, or a fault of the program's own
}

// ReadAll reads the sources, and the reports of those that are archives, on all
// cores and yields their results in their order. It stops reading ahead when the caller stops.
func (p *Pipeline) ReadAll(ctx context.Context, sources []ingest.Source, opt ingest.Options) iter.Seq[Result] {
	return func(yield func(Result) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel() // an archive that is still being fetched stops too
		work := func(ctx context.Context, s ingest.Source) Result { return p.readSource(ctx, s, opt) }
		ingest.InOrder(ctx, ingest.Each(ctx, sources, opt), runtime.GOMAXPROCS(0), work)(yield)
	}
}

func (p *Pipeline) readSource(ctx context.Context, s ingest.Source, opt ingest.Options) Result {
	res := Result{Source: s}
	in, err := s.Read(ctx, opt)
	if err != nil {
		res.Err = err
		return res
	}
	res.Notes = in.Notes
	res.Document, res.Record, res.Err = p.Read(in.Report)
	return res
}
