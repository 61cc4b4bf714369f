package export

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"annals/internal/record"
)

// Line is one row as JSON, with what the row speaks of by id: its actors
// (without their mentions) and the statements that it is according to.
type Line struct {
	Kind       Kind               `json:"kind"`
	Report     Head               `json:"report"`
	Row        any                `json:"row"` // an object of the record; null for a report
	Actors     []Actor            `json:"actors,omitempty"`
	Statements []record.Statement `json:"statements,omitempty"`
}

// Head is a report without its text.
type Head struct {
	ID        string  `json:"id"`
	Title     *string `json:"title"`
	URL       *string `json:"url"`
	Publisher *string `json:"publisher"`
	Published *string `json:"published"`
	Language  *string `json:"language"`
}

// Actor is an actor of a Line.
type Actor struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	Country *string  `json:"country"`
	Sectors []string `json:"sectors"`
	Cameo   *string  `json:"cameo"`
}

// Lines are the record's rows of a kind: all, or those with the given ids.
func Lines(r *record.Record, kind Kind, ids ...string) []Line {
	head := Head{r.Report.ID, r.Report.Title, r.Report.URL, r.Report.Publisher, r.Report.Published, r.Report.Language}
	var lines []Line
	for _, x := range rows(r, kind) {
		if len(ids) > 0 && !slices.Contains(ids, x.id) {
			continue
		}
		l := Line{Kind: kind, Report: head}
		switch kind {
		case Actors:
			l.Row = x.actor
		case Statements:
			l.Row = x.statement
			l.speaks(x, x.statement)
		case Events:
			l.Row = x.event
			l.knows(x, append(slices.Clone(x.event.Actors), x.event.Recipients...)...)
			for _, s := range x.accordingTo() {
				l.Statements = append(l.Statements, *s)
				l.speaks(x, s)
			}
		case Figures:
			l.Row = x.figure
			l.knows(x, x.figure.AccordingTo...)
		case Times:
			l.Row = x.time
		case Places:
			l.Row = x.place
		}
		lines = append(lines, l)
	}
	return lines
}

// speaks adds the actors of a statement.
func (l *Line) speaks(x *row, s *record.Statement) {
	l.knows(x, s.Source)
	l.knows(x, s.Via...)
	if s.Addressee != nil {
		l.knows(x, *s.Addressee)
	}
}

// knows adds the actors of parties.
func (l *Line) knows(x *row, parties ...record.Party) {
	for _, p := range parties {
		a := x.actors[record.Value(p.Actor)]
		if a != nil && !slices.ContainsFunc(l.Actors, func(b Actor) bool { return b.ID == a.ID }) {
			l.Actors = append(l.Actors, Actor{a.ID, a.Name, a.Kind, a.Country, a.Sectors, a.Cameo})
		}
	}
}

// WriteLines writes the record's rows of a kind as JSON Lines.
func WriteLines(w io.Writer, r *record.Record, kind Kind, ids ...string) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, l := range Lines(r, kind, ids...) {
		if err := e.Encode(l); err != nil {
			return fmt.Errorf("export: jsonl: %w", err)
		}
	}
	return nil
}

// Records writes whole records as JSON Lines.
type Records struct{ w io.Writer }

// NewRecords makes the writer.
func NewRecords(w io.Writer) *Records { return &Records{w} }

// Write writes a record.
func (l *Records) Write(r *record.Record, _ ...string) error { return r.Write(l.w) }

// Close ends the file.
func (l *Records) Close() error { return nil }

// Rows writes rows of a kind as JSON Lines.
type Rows struct {
	w    io.Writer
	kind Kind
}

// NewRows makes the writer.
func NewRows(w io.Writer, kind Kind) *Rows { return &Rows{w, kind} }

// Write writes the record's rows of the kind: all, or those with the given
// ids.
func (l *Rows) Write(r *record.Record, ids ...string) error {
	return WriteLines(l.w, r, l.kind, ids...)
}

// Close ends the file.
func (l *Rows) Close() error { return nil }

// Array writes rows as one array of JSON, one row a line.
type Array struct{ *document }

// NewArray makes the writer; Close ends the array.
func NewArray(w io.Writer) *Array { return &Array{newDocument(w, "[", "]")} }

// Write adds the record's rows of a kind: all, or those with the given ids.
func (a *Array) Write(r *record.Record, kind Kind, ids ...string) error {
	for _, l := range Lines(r, kind, ids...) {
		if err := a.item(l); err != nil {
			return fmt.Errorf("export: json: %w", err)
		}
	}
	return nil
}
