package main

import (
	"io"

	"annals/internal/convention"
	"annals/internal/export"
	"annals/internal/ledger"
	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/situation"
)

// viewing writes tables of PETRARCH's family as PETRARCH-2 would code the reports.
type viewing struct {
	*exporting
	view *convention.View
	// seen is the view of the record that was asked for last: those of one report
	// mostly follow each other.
	of, seen *record.Record
}

// viewed writes the file of the format by PETRARCH-2's conventions.
func (x *exporting) viewed(w io.Writer, codes *export.Codes, opt export.Options) error {
	names, err := world.Load()
	if err != nil {
		return err
	}
	v := &viewing{exporting: x, view: convention.New(names)}
	if x.Format == "petrarch" {
		return x.records(v.rows(export.NewPETRARCH(w, codes, opt)), x.standing(), ledger.Reports)
	}
	return v.phoenix(export.NewPhoenix(w, codes, opt))
}

// record is the view of a record.
func (v *viewing) record(r *record.Record) *record.Record {
	if v.of != r {
		v.of, v.seen = r, v.view.PETRARCH(r)
	}
	return v.seen
}

// viewedRows writes all events of the view of each record.
type viewedRows struct {
	recordWriter
	*viewing
}

func (v *viewing) rows(out recordWriter) recordWriter { return viewedRows{out, v} }

// Write writes the view of a record, whatever its rows were found by.
func (w viewedRows) Write(r *record.Record, _ ...string) error {
	return w.recordWriter.Write(w.record(r))
}

// phoenix writes the situations, of which each report's event is as the view has it, and
// then those that the view makes of statements, each for itself.
func (v *viewing) phoenix(out *export.Phoenix) error {
	for s, err := range v.assembled("writing") {
		if err != nil {
			return err
		}
		for i := range s.Mentions {
			m := &s.Mentions[i]
			m.Record = v.record(m.Record)
			for _, e := range m.Record.Events {
				if e.ID == m.Row {
					m.Status = e.Status
				}
			}
		}
		if err := out.Write(s); err != nil {
			return err
		}
	}
	return v.records(statementRows{out, v}, v.standing(), ledger.Reports)
}

// statementRows writes the events that the view makes of a record's statements.
type statementRows struct {
	situationWriter
	*viewing
}

// Write writes one situation for each.
func (w statementRows) Write(r *record.Record, _ ...string) error {
	seen := w.record(r)
	for _, st := range r.Statements {
		for _, e := range seen.Events {
			if e.ID != st.ID {
				continue
			}
			report := situation.Report{ID: r.Report.ID, Moment: record.Value(r.Report.Published), Title: record.Value(r.Report.Title), Publisher: record.Value(r.Report.Publisher), URL: record.Value(r.Report.URL)}
			m := export.Mention{Member: situation.Member{Event: situation.Event{Row: e.ID, Status: e.Status}, Report: report, Words: e.Evidence.Text}, Record: seen}
			if err := w.situationWriter.Write(&export.Situation{ID: r.Report.ID + "/" + e.ID, Mentions: []export.Mention{m}}); err != nil {
				return err
			}
		}
	}
	return nil
}
