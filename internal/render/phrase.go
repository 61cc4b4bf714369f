package render

import (
	"fmt"
	"strconv"
	"strings"

	"annals/internal/record"
)

// phrases puts the parts of one record into words.
type phrases struct {
	rec        *record.Record
	actors     map[string]*record.Actor
	statements map[string]*record.Statement
}

func newPhrases(rec *record.Record) *phrases {
	p := &phrases{rec, map[string]*record.Actor{}, map[string]*record.Statement{}}
	for i := range rec.Actors {
		p.actors[rec.Actors[i].ID] = &rec.Actors[i]
	}
	for i := range rec.Statements {
		p.statements[rec.Statements[i].ID] = &rec.Statements[i]
	}
	return p
}

// party names a party: the actor where it is known, else the words of the
// report; "" where nothing is known.
func (p *phrases) party(q record.Party) string {
	printed := ""
	switch {
	case q.Description != nil:
		printed = clean(*q.Description)
	case q.Span != nil:
		printed = clean(q.Span.Text)
	}
	if q.Actor != nil && p.actors[*q.Actor] != nil {
		return clean(p.actors[*q.Actor].Name)
	}
	return printed
}

func (p *phrases) parties(list []record.Party) string {
	var names []string
	for _, q := range list {
		if n := p.party(q); n != "" {
			names = append(names, n)
		}
	}
	return enumerate(names)
}

// enumerate joins names as a sentence does: "a, b and c".
func enumerate(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// voice says whose statement it is, with the chain it came through: "five
// sources close to the Kremlin, through Bloomberg".
func (p *phrases) voice(s *record.Statement) string {
	source := p.party(s.Source)
	if source == "" {
		source = "source not named"
	}
	if via := p.through(s); via != "" {
		return strong(source) + ", through " + via
	}
	return strong(source)
}

func (p *phrases) through(s *record.Statement) string {
	var names []string
	for i := len(s.Via) - 1; i >= 0; i-- {
		if n := p.party(s.Via[i]); n != "" {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", through ")
}

// pastTense is what a statement's act reads like after its source.
func pastTense(act string) string {
	switch act {
	case "assert":
		return "said"
	case "deny":
		return "denied"
	case "intend":
		return "intended"
	}
	if strings.HasSuffix(act, "e") {
		return act + "d"
	}
	return act + "ed"
}

// according names who vouches for an event: the sources of its statements,
// each with its chain.
func (p *phrases) according(ids []string) string {
	var names []string
	seen := map[string]bool{}
	for _, id := range ids {
		s := p.statements[id]
		if s == nil {
			continue
		}
		n := p.party(s.Source)
		if n == "" {
			n = "a source not named"
		}
		if via := p.through(s); via != "" {
			n += " through " + via
		}
		n += " (" + id + ")"
		if !seen[n] {
			seen[n] = true
			names = append(names, n)
		}
	}
	return enumerate(names)
}

// when is a time as a reader wants it: the resolved range, else the words.
func when(t *record.Time) string {
	if t == nil {
		return ""
	}
	words := clean(t.Span.Text)
	var span string
	switch {
	case t.Start != nil && t.End != nil && (t.Grain == nil || *t.Grain != "day"):
		span = *t.Start + " to before " + *t.End
	case t.Start != nil:
		span = *t.Start
	case t.End != nil:
		span = "before " + *t.End
	case t.Recurrence != nil:
		return words + " (" + *t.Recurrence + ")"
	default:
		return words + " (date unknown)"
	}
	if t.Recurrence != nil {
		span += ", " + *t.Recurrence
	}
	return words + " (" + span + ")"
}

// figure is a figure's number with bound and unit.
func figure(f *record.Figure) string {
	var b strings.Builder
	bounds := map[string]string{"about": "about ", "at_least": "at least ", "more_than": "more than ", "at_most": "at most ", "less_than": "less than "}
	b.WriteString(bounds[f.Bound])
	switch {
	case f.Bound == "between" && f.Low != nil && f.High != nil:
		b.WriteString(number(*f.Low) + " to " + number(*f.High))
	case f.Value != nil:
		b.WriteString(number(*f.Value))
	case f.Low != nil:
		b.WriteString(number(*f.Low))
	case f.High != nil:
		b.WriteString(number(*f.High))
	}
	if f.Unit != nil {
		b.WriteString(" " + clean(*f.Unit))
	}
	if f.Counts != nil && (f.Unit == nil || *f.Counts != *f.Unit) {
		b.WriteString(", " + clean(*f.Counts))
	}
	return b.String()
}

// number writes a number with its thousands apart.
func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	whole, part, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part != "" {
		whole += "." + part
	}
	return sign + whole
}

// coordinates are degrees with hemispheres: "53.9°N 27.6°E".
func coordinates(lat, lon float64) string {
	ns, ew := "N", "E"
	if lat < 0 {
		ns, lat = "S", -lat
	}
	if lon < 0 {
		ew, lon = "W", -lon
	}
	return fmt.Sprintf("%.1f°%s %.1f°%s", lat, ns, lon, ew)
}
