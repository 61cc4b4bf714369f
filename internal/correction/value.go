package correction

import (
	"strconv"
	"strings"

	"annals/internal/record"
)

// Value is what stands in a field of a row, "" where it is not known.
func Value(r *record.Record, row, field string) string {
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	number := func(v *float64) string {
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', -1, 64)
	}
	for _, e := range r.Events {
		if e.ID != row {
			continue
		}
		switch field {
		case "type":
			return e.Plover
		case "mode":
			return text(e.Mode)
		case "cameo":
			return text(e.Cameo)
		case "quad":
			return strconv.Itoa(e.Quad)
		case "status":
			return e.Status
		}
		if e.When != nil && (field == "when" || field == "until") {
			return map[string]string{"when": text(e.When.Start), "until": text(e.When.End)}[field]
		}
		if e.Where != nil && (field == "where" || field == "country") {
			return map[string]string{"where": e.Where.Name, "country": text(e.Where.Country)}[field]
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
			return map[string]string{"value": number(f.Value), "low": number(f.Low), "high": number(f.High), "bound": f.Bound,
				"unit": text(f.Unit), "counts": text(f.Counts)}[field]
		}
	}
	for _, a := range r.Actors {
		if a.ID == row {
			return map[string]string{"name": a.Name, "kind": a.Kind, "country": text(a.Country), "cameo": text(a.Cameo),
				"sectors": strings.Join(a.Sectors, ",")}[field]
		}
	}
	return ""
}
