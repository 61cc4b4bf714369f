package correction

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"annals/internal/record"
	"annals/internal/situation"
)

// Book is the corrections that hold, ready to be applied.
type Book struct {
	byReport map[string][]Correction // those of rows and actors of one report
	actors   []Correction            // those of actors over reports
	all      []Correction
	spoken   map[string]bool // keys of actors over reports that they speak of
}

// NewBook makes a book of corrections, those undone included.
func NewBook(all []Correction) *Book {
	b := &Book{byReport: map[string][]Correction{}, all: Active(all), spoken: map[string]bool{}}
	for _, c := range b.all {
		for _, key := range c.Keys() {
			b.spoken[key] = true
		}
		switch c.Action {
		case Set, Drop, Split, Pin:
			b.byReport[c.Row.Report] = append(b.byReport[c.Row.Report], c)
		case Merge, Rename, Delete:
			b.actors = append(b.actors, c)
		}
	}
	return b
}

// Active are the corrections of the book.
func (b *Book) Active() []Correction { return b.all }

// Empty says whether nothing is corrected.
func (b *Book) Empty() bool { return len(b.all) == 0 }

// Corrected is a record as corrected.
type Corrected struct {
	Record *record.Record
	// Keys are the keys of the actors over reports, by their id; an actor
	// without one is left out.
	Keys map[string]string
	// Lost are corrections whose row the record no longer has.
	Lost []Correction
}

// Apply gives the record as corrected. The record itself stays as it is.
func (b *Book) Apply(r *record.Record) (*Corrected, error) {
	out := &Corrected{Record: r, Keys: map[string]string{}}
	mine := b.byReport[r.Report.ID]
	if len(mine) > 0 || len(b.actors) > 0 {
		var err error
		if out.Record, err = clone(r); err != nil {
			return nil, err
		}
	}
	for i := range out.Record.Actors {
		a := &out.Record.Actors[i]
		key := situation.Key(a)
		// Whom a later engine knows is still who was corrected by name.
		if name := situation.NameKey(a); name != "" && b.spoken[name] {
			key = name
		}
		if key != "" {
			out.Keys[a.ID] = key
		}
	}
	// Rows are found in the record as it was read, so that one correction does
	// not move what the next one looks for.
	for _, c := range mine {
		row := c.Row.Find(r)
		if row == "" || !out.one(c, row) {
			out.Lost = append(out.Lost, c)
		}
	}
	for _, c := range b.actors {
		out.actor(c)
	}
	out.Record.Settle()
	return out, nil
}

func clone(r *record.Record) (*record.Record, error) {
	line, err := r.MarshalLine()
	if err != nil {
		return nil, err
	}
	var again record.Record
	if err := json.Unmarshal(line, &again); err != nil {
		return nil, fmt.Errorf("correction: %w", err)
	}
	return &again, nil
}

// one applies a correction to the row with the id, and says whether it did.
func (o *Corrected) one(c Correction, row string) bool {
	switch c.Action {
	case Drop:
		return o.drop(row)
	case Set:
		return o.set(c, row)
	case Split:
		o.Keys[row] = c.OwnKey()
	case Pin:
		o.Keys[row] = c.Into
	}
	o.mark(row, c)
	return true
}

// mark notes the correction as what made the row.
func (o *Corrected) mark(row string, c Correction) {
	note := fmt.Sprintf("correction %d by %s", c.ID, c.Who)
	for i := range o.Record.Actors {
		if o.Record.Actors[i].ID == row {
			o.Record.Actors[i].Rule = note
		}
	}
	for i := range o.Record.Events {
		if o.Record.Events[i].ID == row {
			o.Record.Events[i].Rule = note
		}
	}
	for i := range o.Record.Statements {
		if o.Record.Statements[i].ID == row {
			o.Record.Statements[i].Rule = note
		}
	}
	for i := range o.Record.Figures {
		if o.Record.Figures[i].ID == row {
			o.Record.Figures[i].Rule = note
		}
	}
}

// drop takes a row away, and what refers to it.
func (o *Corrected) drop(row string) bool {
	r := o.Record
	is := func(id string) bool { return id == row }
	before := len(r.Events) + len(r.Statements) + len(r.Figures)
	r.Events = slices.DeleteFunc(r.Events, func(e record.Event) bool { return e.ID == row })
	r.Statements = slices.DeleteFunc(r.Statements, func(s record.Statement) bool { return s.ID == row })
	r.Figures = slices.DeleteFunc(r.Figures, func(f record.Figure) bool { return f.ID == row })
	for i := range r.Events {
		r.Events[i].AccordingTo = slices.DeleteFunc(r.Events[i].AccordingTo, is)
		r.Events[i].Figures = slices.DeleteFunc(r.Events[i].Figures, is)
	}
	for i := range r.Statements {
		if w := r.Statements[i].Within; w != nil && *w == row {
			r.Statements[i].Within = nil
		}
	}
	return before > len(r.Events)+len(r.Statements)+len(r.Figures)
}

// Fields lists the fields of a kind of row, by its letter, that can be given
// another value.
func Fields(row string) []string {
	if row == "" {
		return nil
	}
	switch row[0] {
	case 'E':
		return []string{"type", "mode", "cameo", "quad", "status", "when", "until", "where", "country"}
	case 'S':
		return []string{"act", "source"}
	case 'F':
		return []string{"value", "low", "high", "bound", "unit", "counts"}
	case 'A':
		return []string{"name", "kind", "country", "sectors", "cameo"}
	}
	return nil
}

// CheckValue says what is wrong with a value for a field of a row, or nil.
func CheckValue(row, field, value string) error {
	if !slices.Contains(Fields(row), field) {
		return fmt.Errorf("correction: %s has no field %q to set; it has %s", row, field, strings.Join(Fields(row), ", "))
	}
	oneOf := func(list []string) error {
		if !slices.Contains(list, value) {
			return fmt.Errorf("correction: no %s %q; it is one of %s", field, value, strings.Join(list, ", "))
		}
		return nil
	}
	shaped := func(shape *regexp.Regexp, example string) error {
		if value != "" && !shape.MatchString(value) {
			return fmt.Errorf("correction: %s %q is no code: write %s", field, value, example)
		}
		return nil
	}
	switch field {
	case "type":
		return oneOf(record.Types())
	case "status":
		return oneOf(record.Statuses())
	case "country":
		return shaped(countryCode, "BLR, as ISO 3166-1 has it")
	case "sectors":
		return shaped(sectorCodes, "GOV, or GOV,MIL")
	case "cameo":
		if row[0] == 'E' {
			return shaped(eventCode, "14 or 141, as CAMEO has it")
		}
		return shaped(agentCode, "GOV, as CAMEO has it")
	case "act":
		return oneOf(record.Acts())
	case "bound":
		return oneOf(record.Bounds())
	case "quad":
		return oneOf([]string{"1", "2", "3", "4"})
	case "kind":
		return oneOf([]string{record.KindPerson, record.KindGroup, record.KindOrganization, record.KindCountry, record.KindOffice, record.KindOther})
	case "value", "low", "high":
		if _, err := strconv.ParseFloat(value, 64); err != nil && value != "" {
			return fmt.Errorf("correction: %s %q is no number", field, value)
		}
	case "when", "until":
		if value != "" && !isDay(value) {
			return fmt.Errorf("correction: %s %q is no day: write 2021-03-05", field, value)
		}
	case "name":
		if strings.TrimSpace(value) == "" {
			return fmt.Errorf("correction: %s can't be empty; drop the row instead", field)
		}
	}
	return nil
}

var (
	countryCode = regexp.MustCompile(`^[A-Z]{3}$`)
	sectorCodes = regexp.MustCompile(`^[A-Z]{3}(,[A-Z]{3})*$`)
	eventCode   = regexp.MustCompile(`^[0-2][0-9]{1,3}$`)
	agentCode   = regexp.MustCompile(`^([A-Z]{3})+$`)
)

func isDay(s string) bool {
	_, end := situation.Period(s)
	return len(s) == len("2006-01-02") && end != ""
}

// set gives a row its other values. An empty value means: not known.
func (o *Corrected) set(c Correction, row string) bool {
	found := false
	for field, value := range c.Values {
		for i := range o.Record.Events {
			if e := &o.Record.Events[i]; e.ID == row {
				setEvent(e, field, value, c)
				found = true
			}
		}
		for i := range o.Record.Statements {
			if s := &o.Record.Statements[i]; s.ID == row {
				found = true
				if field == "act" {
					s.Act = value
				} else {
					s.Source = record.Party{Description: known(value), Span: s.Source.Span}
				}
			}
		}
		for i := range o.Record.Figures {
			if f := &o.Record.Figures[i]; f.ID == row {
				setFigure(f, field, value)
				found = true
			}
		}
		for i := range o.Record.Actors {
			if a := &o.Record.Actors[i]; a.ID == row {
				setActor(a, field, value)
				found = true
			}
		}
	}
	o.mark(row, c)
	return found
}

// known is a pointer to the value, nil for "".
func known(v string) *string {
	if v == "" {
		return nil
	}
	return &v
}

// setEvent sets a field of an event. A day or place that a person gives rests
// on the words of the event itself, and its rule names the correction.
func setEvent(e *record.Event, field, value string, c Correction) {
	note := fmt.Sprintf("correction %d by %s", c.ID, c.Who)
	switch field {
	case "type":
		e.Plover = strings.ToUpper(value)
	case "mode":
		e.Mode = known(value)
	case "cameo":
		e.Cameo = known(value)
	case "quad":
		e.Quad, _ = strconv.Atoi(value)
	case "status":
		e.Status = value
	case "when":
		e.When, e.DatedBy = nil, nil
		if first, end := situation.Period(value); first != "" {
			if last, after := situation.Period(c.Values["until"]); last != "" {
				end = after
			}
			e.When = &record.Time{ID: "T0", Start: &first, End: &end, Grain: record.Ptr("day"), Basis: record.Stated, Span: e.Trigger, Rule: note}
			e.DatedBy = record.Ptr(record.ByPerson)
		}
	case "where":
		e.Where = nil
		if value != "" {
			e.Where = &record.Place{ID: "P0", Name: value, Kind: "other", Country: known(strings.ToUpper(c.Values["country"])), Span: e.Trigger, Rule: note}
		}
	case "country":
		if _, both := c.Values["where"]; !both && e.Where != nil {
			e.Where.Country = known(strings.ToUpper(value))
		}
	}
}

func setFigure(f *record.Figure, field, value string) {
	number := func() *float64 {
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			return &v
		}
		return nil
	}
	switch field {
	case "value":
		f.Value = number()
		switch f.Bound {
		case "at_least", "more_than":
			f.Low = f.Value
		case "at_most", "less_than":
			f.High = f.Value
		}
	case "low":
		f.Low = number()
	case "high":
		f.High = number()
	case "bound":
		f.Bound = value
	case "unit":
		f.Unit = known(value)
	case "counts":
		f.Counts = known(value)
	}
}

func setActor(a *record.Actor, field, value string) {
	switch field {
	case "name":
		if !slices.Contains(a.Aliases, a.Name) {
			a.Aliases = append(a.Aliases, a.Name)
		}
		a.Name = value
	case "kind":
		a.Kind = value
	case "country":
		a.Country = known(strings.ToUpper(value))
	case "cameo":
		a.Cameo = known(value)
	case "sectors":
		a.Sectors = strings.FieldsFunc(strings.ToUpper(value), func(r rune) bool { return r == ',' || r == ' ' })
	}
}

// actor applies a correction of an actor over reports: its key changes where
// it is merged, its name where it is renamed, and it is nobody any more where
// it is deleted.
func (o *Corrected) actor(c Correction) {
	gone := map[string]bool{}
	for i := range o.Record.Actors {
		a := &o.Record.Actors[i]
		if o.Keys[a.ID] != c.Actor {
			continue
		}
		switch c.Action {
		case Merge:
			o.Keys[a.ID] = c.Into
			if name := c.Values["name"]; name != "" {
				setActor(a, "name", name)
			}
		case Rename:
			setActor(a, "name", c.Into)
		case Delete:
			delete(o.Keys, a.ID)
			gone[a.ID] = true
		}
		o.mark(a.ID, c)
	}
	if len(gone) > 0 {
		o.forget(gone)
	}
}

// forget takes actors' rows away; what they did or said keeps its words.
func (o *Corrected) forget(gone map[string]bool) {
	o.Record.Actors = slices.DeleteFunc(o.Record.Actors, func(a record.Actor) bool { return gone[a.ID] })
	clear := func(p *record.Party) {
		if p != nil && p.Actor != nil && gone[*p.Actor] {
			p.Actor = nil
		}
	}
	for i := range o.Record.Events {
		for j := range o.Record.Events[i].Actors {
			clear(&o.Record.Events[i].Actors[j])
		}
		for j := range o.Record.Events[i].Recipients {
			clear(&o.Record.Events[i].Recipients[j])
		}
	}
	for i := range o.Record.Statements {
		s := &o.Record.Statements[i]
		clear(&s.Source)
		clear(s.Addressee)
		for j := range s.Via {
			clear(&s.Via[j])
		}
	}
	for i := range o.Record.Figures {
		for j := range o.Record.Figures[i].AccordingTo {
			clear(&o.Record.Figures[i].AccordingTo[j])
		}
	}
}
