package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"annals/internal/record"
)

// Rows writes rows of many records for a terminal, as a search finds them:
// each report once, as a heading, its rows below, and at the right edge by
// what id to show them.
type Rows struct {
	*page
	report string // of the last heading
	begun  bool
	rows   int // below the last heading
}

// NewRows makes the writer; Flush ends it.
func NewRows(w io.Writer, style Style) *Rows { return &Rows{page: newPage(w, style)} }

// ShortID is the beginning of a report's id, long enough to tell reports
// apart.
func ShortID(id string) string {
	id = strings.TrimPrefix(id, "sha256:")
	return id[:min(10, len(id))]
}

// Write writes the statement, event or figure with the id, or nothing but the
// heading if the id is empty. A figure is shown with the words around it.
func (r *Rows) Write(rec *record.Record, id, around string) {
	if !r.begun || r.report != rec.Report.ID {
		r.head(&rec.Report)
	}
	if id == "" {
		return
	}
	r.rows++
	p := newPhrases(rec)
	p.alone = true
	show := ShortID(rec.Report.ID) + "/" + id
	for i := range rec.Statements {
		if s := &rec.Statements[i]; s.ID == id {
			r.entry(s.ID, p.statement(s), show, p.content(s))
		}
	}
	for i := range rec.Events {
		if e := &rec.Events[i]; e.ID == id {
			r.entry(e.ID, p.event(e), show, p.details(e)...)
		}
	}
	for i := range rec.Figures {
		if f := &rec.Figures[i]; f.ID == id {
			r.entry(id, p.count(f), show, line{"", OneLine(around)})
		}
	}
}

// Flush writes out what is still held back.
func (r *Rows) Flush() error {
	if err := r.w.Flush(); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return nil
}

func (r *Rows) head(report *record.Report) {
	if r.rows > 0 {
		fmt.Fprintln(r.w)
	}
	r.report, r.begun, r.rows = report.ID, true, 0
	facts := []string{"date unknown"}
	if report.Published != nil {
		facts[0] = moment(OneLine(*report.Published))
	}
	if report.Publisher != nil {
		facts = append(facts, OneLine(*report.Publisher))
	}
	facts = append(facts, headed(record.Value(report.Title), report.Text), ShortID(report.ID))
	for _, l := range wrap(strings.Join(facts, " · "), r.Width) {
		fmt.Fprintln(r.w, r.paint(markHeading, l))
	}
}

// One writes the row with the id as the page of its report would show it,
// under the report's heading. It fails if there is none.
func One(w io.Writer, rec *record.Record, id string, style Style) error {
	if _, ok := find(rec, id); !ok {
		return fmt.Errorf("no record %q in this report; it has %s", id, inventory(rec))
	}
	t := &textPage{page: newPage(w, style), phrases: newPhrases(rec), paragraphs: paragraphStarts(rec.Report.Text)}
	t.header()
	t.rec = only(rec, id)
	t.statements()
	if t.events(); len(t.rec.Events) == 0 {
		t.figures()
	}
	t.actors()
	t.times()
	t.places()
	return t.w.Flush()
}

// only is the record with no row but the one with the id. Where that is an
// event, its figures stay.
func only(rec *record.Record, id string) *record.Record {
	one := &record.Record{Report: rec.Report}
	one.Statements = keep(rec.Statements, func(s record.Statement) bool { return s.ID == id })
	one.Events = keep(rec.Events, func(e record.Event) bool { return e.ID == id })
	one.Actors = keep(rec.Actors, func(a record.Actor) bool { return a.ID == id })
	one.Times = keep(rec.Times, func(t record.Time) bool { return t.ID == id })
	one.Places = keep(rec.Places, func(p record.Place) bool { return p.ID == id })
	one.Figures = keep(rec.Figures, func(f record.Figure) bool {
		return f.ID == id || len(one.Events) == 1 && slices.Contains(one.Events[0].Figures, f.ID)
	})
	return one
}

func keep[T any](list []T, wanted func(T) bool) []T {
	var kept []T
	for _, v := range list {
		if wanted(v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// Behind says in one line what stands behind the row with the id: when and where
// an event was, how many, and according to whom; who published it. "" if that
// is all unknown, or the row's own line says it.
func Behind(rec *record.Record, id string) string {
	p := newPhrases(rec)
	p.alone = true
	var facts []string
	for i := range rec.Events {
		e := &rec.Events[i]
		if e.ID != id {
			continue
		}
		if lines := p.details(e); len(lines) > 1 {
			facts = append(facts, bare(lines[1].text))
		}
		if len(e.AccordingTo) == 0 {
			facts = append(facts, "in the report's own voice")
		}
	}
	if name := OneLine(record.Value(rec.Report.Publisher)); name != "" {
		facts = append(facts, name)
	}
	return strings.Join(facts, "; ")
}

// Line is the row with the id in one line, or "" if there is none.
func Line(rec *record.Record, id string) string {
	p := newPhrases(rec)
	for i := range rec.Statements {
		if rec.Statements[i].ID == id {
			return bare(p.statement(&rec.Statements[i]))
		}
	}
	for i := range rec.Events {
		if rec.Events[i].ID == id {
			return bare(p.event(&rec.Events[i]))
		}
	}
	for i := range rec.Figures {
		if rec.Figures[i].ID == id {
			return figure(&rec.Figures[i])
		}
	}
	return ""
}
