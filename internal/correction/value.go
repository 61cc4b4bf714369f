package correction

import (
	"strconv"
	"strings"

	"annals/internal/record"
)

// Value is what stands in a field of a row, "" where it is not known.
func Value(r *record.Record, row, field string) string {
	for _, e := range r.Events {
		if e.ID != row {
			continue
		}
		switch field {
		case "type":
			return e.Plover
		case "mode":
			return record.Value(e.Mode)
		case "cameo":
			return record.Value(e.Cameo)
		case "quad":
			return strconv.Itoa(e.Quad)
		case "status":
			return e.Status
		}
		if e.When != nil && (field == "when" || field == "until") {
			return map[string]string{"when": record.Value(e.When.Start), "until": record.Value(e.When.End)}[field]
		}
		if e.Where != nil && (field == "where" || field == "country") {
			return map[string]string{"where": e.Where.Name, "country": record.Value(e.Where.Country)}[field]
		}
	}
	for _, s := range r.Statements {
		if s.ID == row && field == "act" {
			return s.Act
		}
		if s.ID == row && field == "source" && s.Source.Span != nil {
			return s.Source.Span.Text
		}
	}
	for _, f := range r.Figures {
		if f.ID == row {
			return map[string]string{"value": record.Decimal(f.Value), "low": record.Decimal(f.Low), "high": record.Decimal(f.High), "bound": f.Bound,
				"unit": record.Value(f.Unit), "counts": record.Value(f.Counts)}[field]
		}
	}
	for _, a := range r.Actors {
		if a.ID == row {
			return map[string]string{"name": a.Name, "kind": a.Kind, "country": record.Value(a.Country), "cameo": record.Value(a.Cameo),
				"sectors": strings.Join(a.Sectors, ",")}[field]
		}
	}
	return ""
}
