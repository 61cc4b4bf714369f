package render

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"annals/internal/record"
)

// CSVColumns are the columns of the flat table, one row a statement, event,
// figure, time, place or actor.
func CSVColumns() []string {
	return []string{"report", "published", "publisher", "kind", "id", "what", "firmness", "who", "to_whom", "according_to", "through",
		"when", "when_start", "when_end", "where", "country", "lat", "lon", "value", "low", "high", "bound", "unit",
		"start", "end", "words", "confidence", "dated_by", "changed_from", "again"}
}

// CSV writes records as one flat table for spreadsheets.
type CSV struct{ w *csv.Writer }

// NewCSV writes the header row.
func NewCSV(w io.Writer) (*CSV, error) {
	c := &CSV{csv.NewWriter(w)}
	return c, c.write(CSVColumns())
}

// row is one line of the table by column name.
type row map[string]string

// Write adds one record's rows.
func (c *CSV) Write(rec *record.Record) error {
	for _, r := range rowsOf(rec) {
		r["report"], r["published"], r["publisher"] = rec.Report.ID, record.Value(rec.Report.Published), record.Value(rec.Report.Publisher)
		var fields []string
		for _, name := range CSVColumns() {
			fields = append(fields, guard(r[name]))
		}
		if err := c.write(fields); err != nil {
			return err
		}
	}
	return c.flush()
}

// rowsOf are the rows of a record, without what they have of its report.
func rowsOf(rec *record.Record) (rows []row) {
	p := newPhrases(rec)
	for i := range rec.Statements {
		rows = append(rows, p.statementRow(&rec.Statements[i]))
	}
	for i := range rec.Events {
		rows = append(rows, p.eventRow(&rec.Events[i]))
	}
	for i := range rec.Figures {
		f := &rec.Figures[i]
		r := row{"kind": "figure", "id": f.ID, "value": record.Decimal(f.Value), "low": record.Decimal(f.Low), "high": record.Decimal(f.High), "bound": f.Bound,
			"unit": record.Value(f.Unit), "what": record.Value(f.Counts), "according_to": p.parties(f.AccordingTo), "changed_from": record.Value(f.ChangedFrom)}
		r.span(f.Span)
		rows = append(rows, r)
	}
	for i := range rec.Times {
		r := row{"kind": "time", "id": rec.Times[i].ID, "what": record.Value(rec.Times[i].Grain), "firmness": rec.Times[i].Basis}
		r.span(rec.Times[i].Span)
		r.when(&rec.Times[i])
		rows = append(rows, r)
	}
	for i := range rec.Places {
		r := row{"kind": "place", "id": rec.Places[i].ID, "what": rec.Places[i].Kind}
		r.span(rec.Places[i].Span)
		r.place(&rec.Places[i])
		rows = append(rows, r)
	}
	for i := range rec.Actors {
		a := &rec.Actors[i]
		r := row{"kind": "actor", "id": a.ID, "who": a.Name, "what": strings.Join(append([]string{a.Kind}, a.Sectors...), " "), "country": record.Value(a.Country)}
		r.span(a.Mentions[0])
		rows = append(rows, r)
	}
	return rows
}

func (p *phrases) statementRow(s *record.Statement) row {
	r := row{"kind": "statement", "id": s.ID, "what": s.Act, "firmness": s.Form, "who": p.party(s.Source), "through": p.through(s)}
	r.span(s.Content[0])
	var pieces []string
	for _, c := range s.Content {
		pieces = append(pieces, c.Text)
	}
	r["words"] = strings.Join(pieces, " […] ")
	if s.Addressee != nil {
		r["to_whom"] = p.party(*s.Addressee)
	}
	r.when(s.Said)
	r.confidence(s.Confidence)
	return r
}

func (p *phrases) eventRow(e *record.Event) row {
	r := row{"kind": "event", "id": e.ID, "what": eventCode(e), "firmness": e.Status,
		"who": p.parties(e.Actors), "to_whom": p.parties(e.Recipients), "according_to": p.according(e.AccordingTo)}
	r.span(e.Evidence)
	r.when(e.When)
	r["dated_by"] = record.Value(e.DatedBy)
	var again []string
	for _, s := range e.Again {
		again = append(again, fmt.Sprintf("%d–%d", s.Start, s.End))
	}
	r["again"] = strings.Join(again, "; ")
	if e.Where != nil {
		r.place(e.Where)
	}
	r.confidence(e.Confidence)
	return r
}

func (r row) span(s record.Span) {
	r["start"], r["end"], r["words"] = strconv.Itoa(s.Start), strconv.Itoa(s.End), s.Text
}

func (r row) when(t *record.Time) {
	if t != nil {
		r["when"], r["when_start"], r["when_end"] = t.Span.Text, record.Value(t.Start), record.Value(t.End)
	}
}

func (r row) place(p *record.Place) {
	r["where"], r["country"], r["lat"], r["lon"] = p.Name, record.Value(p.Country), record.Decimal(p.Lat), record.Decimal(p.Lon)
}

func (r row) confidence(v *float64) {
	if v != nil {
		r["confidence"] = strconv.FormatFloat(*v, 'f', 3, 64)
	}
}

func (c *CSV) write(fields []string) error {
	if err := c.w.Write(fields); err != nil {
		return fmt.Errorf("render: csv: %w", err)
	}
	return c.flush()
}

func (c *CSV) flush() error {
	c.w.Flush()
	if err := c.w.Error(); err != nil {
		return fmt.Errorf("render: csv: %w", err)
	}
	return nil
}

// guard keeps spreadsheets from running a report's words as a formula.
func guard(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		if _, err := strconv.ParseFloat(s, 64); err != nil {
			return "'" + s
		}
	}
	return s
}

func eventCode(e *record.Event) string {
	code := e.Plover
	if e.Mode != nil {
		code += "/" + *e.Mode
	}
	if e.Cameo != nil {
		code += " " + *e.Cameo
	}
	return code
}
