package export

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"annals/internal/record"
)

// row is one row of a table with what its columns look up. Only the pointer
// of its kind is set.
type row struct {
	record     *record.Record
	actors     map[string]*record.Actor
	statements map[string]*record.Statement
	id         string

	actor     *record.Actor
	statement *record.Statement
	event     *record.Event
	figure    *record.Figure
	time      *record.Time
	place     *record.Place
}

// rows are the record's rows of a kind.
func rows(r *record.Record, kind Kind) []*row {
	base := row{record: r, actors: map[string]*record.Actor{}, statements: map[string]*record.Statement{}}
	for i := range r.Actors {
		base.actors[r.Actors[i].ID] = &r.Actors[i]
	}
	for i := range r.Statements {
		base.statements[r.Statements[i].ID] = &r.Statements[i]
	}
	var out []*row
	add := func(id string, set func(*row)) {
		x := base
		x.id = id
		set(&x)
		out = append(out, &x)
	}
	switch kind {
	case Reports:
		add("", func(*row) {})
	case Actors:
		for i := range r.Actors {
			add(r.Actors[i].ID, func(x *row) { x.actor = &r.Actors[i] })
		}
	case Statements:
		for i := range r.Statements {
			add(r.Statements[i].ID, func(x *row) { x.statement = &r.Statements[i] })
		}
	case Events:
		for i := range r.Events {
			e := &r.Events[i]
			add(e.ID, func(x *row) { x.event, x.time, x.place = e, e.When, e.Where })
		}
	case Figures:
		for i := range r.Figures {
			add(r.Figures[i].ID, func(x *row) { x.figure = &r.Figures[i] })
		}
	case Times:
		for i := range r.Times {
			add(r.Times[i].ID, func(x *row) { x.time = &r.Times[i] })
		}
	case Places:
		for i := range r.Places {
			add(r.Places[i].ID, func(x *row) { x.place = &r.Places[i] })
		}
	}
	return out
}

// cell is what the values of a column are.
type cell uint8

const (
	textCell   cell = iota // string
	wholeCell              // int
	realCell               // float64
	truthCell              // bool
	listCell               // []string
	wholesCell             // []int
)

// column is one column of a table. Its values have the type of its cells, or
// are nil where nothing is known.
type column struct {
	name  string
	cell  cell
	value func(*row) any
}

// written is a column of text.
func written(name string, value func(*row) string) column {
	return column{name, textCell, func(x *row) any {
		if v := value(x); v != "" {
			return v
		}
		return nil
	}}
}

// whole is a column of whole numbers.
func whole(name string, value func(*row) *int) column {
	return column{name, wholeCell, func(x *row) any {
		if v := value(x); v != nil {
			return *v
		}
		return nil
	}}
}

// number is a column of numbers.
func number(name string, value func(*row) *float64) column {
	return column{name, realCell, func(x *row) any {
		if v := value(x); v != nil {
			return *v
		}
		return nil
	}}
}

// listed is a column of lists. Where none of its values is known it is empty.
func listed(name string, value func(*row) []string) column {
	return column{name, listCell, func(x *row) any {
		if v := value(x); slices.ContainsFunc(v, func(s string) bool { return s != "" }) {
			return v
		}
		return nil
	}}
}

// print is a column's value as text, "" where nothing is known. A list is
// joined by "; "; a semicolon inside one of its values becomes a comma, so
// that it can be taken apart again.
func (c column) print(x *row) string {
	switch v := c.value(x).(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case float64:
		return record.Decimal(&v)
	case bool:
		return strconv.FormatBool(v)
	case []string:
		return list(v)
	case []int:
		var out []string
		for _, n := range v {
			out = append(out, strconv.Itoa(n))
		}
		return list(out)
	}
	return ""
}

// columns are the columns of a kind's table; nil if there is none.
func columns(kind Kind) []column {
	switch kind {
	case Reports:
		return reportColumns()
	case Actors:
		return join(source(), actorColumns())
	case Statements:
		return join(source(), statementColumns())
	case Events:
		return join(source(), eventColumns())
	case Figures:
		return join(source(), figureColumns())
	case Times:
		return join(source(), timeColumns("", func(x *row) *record.Time { return x.time }), span("", func(x *row) *record.Span { return &x.time.Span }),
			[]column{written("recurrence", func(x *row) string { return record.Value(x.time.Recurrence) }), written("rule", func(x *row) string { return x.time.Rule })})
	case Places:
		return join(source(), placeColumns(""), span("", func(x *row) *record.Span { return &x.place.Span }),
			[]column{written("rule", func(x *row) string { return x.place.Rule })})
	}
	return nil
}

func join(lists ...[]column) []column {
	var all []column
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// source are the columns that every table but that of the reports begins with.
func source() []column {
	return []column{
		written("report", func(x *row) string { return x.record.Report.ID }),
		written("published", func(x *row) string { return record.Value(x.record.Report.Published) }),
		written("publisher", func(x *row) string { return record.Value(x.record.Report.Publisher) }),
		written("title", func(x *row) string { return record.Value(x.record.Report.Title) }),
		written("url", func(x *row) string { return record.Value(x.record.Report.URL) }),
		written("id", func(x *row) string { return x.id }),
	}
}

func reportColumns() []column {
	count := func(name string, n func(r *record.Record) int) column {
		return whole(name, func(x *row) *int { return record.Ptr(n(x.record)) })
	}
	return []column{
		written("report", func(x *row) string { return x.record.Report.ID }),
		written("published", func(x *row) string { return record.Value(x.record.Report.Published) }),
		written("publisher", func(x *row) string { return record.Value(x.record.Report.Publisher) }),
		written("title", func(x *row) string { return record.Value(x.record.Report.Title) }),
		written("url", func(x *row) string { return record.Value(x.record.Report.URL) }),
		written("language", func(x *row) string { return record.Value(x.record.Report.Language) }),
		count("characters", func(r *record.Record) int { return utf8.RuneCountInString(r.Report.Text) }),
		count("actors", func(r *record.Record) int { return len(r.Actors) }),
		count("statements", func(r *record.Record) int { return len(r.Statements) }),
		count("events", func(r *record.Record) int { return len(r.Events) }),
		count("figures", func(r *record.Record) int { return len(r.Figures) }),
		count("times", func(r *record.Record) int { return len(r.Times) }),
		count("places", func(r *record.Record) int { return len(r.Places) }),
	}
}

func actorColumns() []column {
	return join([]column{
		written("name", func(x *row) string { return x.actor.Name }),
		written("kind", func(x *row) string { return x.actor.Kind }),
		written("country", func(x *row) string { return record.Value(x.actor.Country) }),
		listed("sectors", func(x *row) []string { return x.actor.Sectors }),
		written("cameo", func(x *row) string { return record.Value(x.actor.Cameo) }),
		listed("aliases", func(x *row) []string { return x.actor.Aliases }),
		whole("mentions", func(x *row) *int { return record.Ptr(len(x.actor.Mentions)) }),
	}, span("", func(x *row) *record.Span { return &x.actor.Mentions[0] }),
		[]column{written("rule", func(x *row) string { return x.actor.Rule })})
}

func statementColumns() []column {
	speaker := func(x *row) []record.Party { return []record.Party{x.statement.Source} }
	content := func(x *row) []record.Span { return x.statement.Content }
	return join(partyColumns("source", speaker),
		[]column{
			{"source_anonymous", truthCell, func(x *row) any { return x.statement.Source.Anonymous }},
			whole("source_count", func(x *row) *int { return x.statement.Source.Count }),
		},
		span("source_words", func(x *row) *record.Span { return x.statement.Source.Span }),
		[]column{
			written("act", func(x *row) string { return x.statement.Act }),
			written("form", func(x *row) string { return x.statement.Form }),
		},
		partyColumns("via", func(x *row) []record.Party { return x.statement.Via }),
		partyColumns("addressee", func(x *row) []record.Party {
			if x.statement.Addressee == nil {
				return nil
			}
			return []record.Party{*x.statement.Addressee}
		}),
		timeColumns("said", func(x *row) *record.Time { return x.statement.Said }),
		span("cue", func(x *row) *record.Span { return x.statement.Cue }),
		[]column{
			written("content", func(x *row) string { return joined(x.statement.Content) }),
			offsets("content_start", content, func(s record.Span) int { return s.Start }),
			offsets("content_end", content, func(s record.Span) int { return s.End }),
			written("within", func(x *row) string { return record.Value(x.statement.Within) }),
			number("confidence", func(x *row) *float64 { return x.statement.Confidence }),
			written("rule", func(x *row) string { return x.statement.Rule }),
		})
}

// joined are the words of spans; those that do not stand together are joined by an
// ellipsis in brackets.
func joined(spans []record.Span) string {
	var out []string
	for _, c := range spans {
		out = append(out, c.Text)
	}
	return strings.Join(out, " […] ")
}

func eventColumns() []column {
	return join([]column{
		written("plover", func(x *row) string { return x.event.Plover }),
		written("mode", func(x *row) string { return record.Value(x.event.Mode) }),
		written("cameo", func(x *row) string { return record.Value(x.event.Cameo) }),
		whole("quad", func(x *row) *int { return &x.event.Quad }),
		listed("contexts", func(x *row) []string { return x.event.Contexts }),
		written("status", func(x *row) string { return x.event.Status }),
	},
		partyColumns("actor", func(x *row) []record.Party { return x.event.Actors }),
		partyColumns("recipient", func(x *row) []record.Party { return x.event.Recipients }),
		timeColumns("when", func(x *row) *record.Time { return x.time }),
		placeColumns("where"),
		[]column{
			listed("figures", func(x *row) []string { return x.event.Figures }),
			listed("according_to", func(x *row) []string { return x.event.AccordingTo }),
			listed("sources", func(x *row) []string {
				var names []string
				for _, s := range x.accordingTo() {
					names = append(names, x.name(s.Source))
				}
				return names
			}),
			listed("via", func(x *row) []string {
				var names []string
				for _, s := range x.accordingTo() {
					for _, v := range s.Via {
						names = append(names, x.name(v))
					}
				}
				return names
			}),
		},
		span("trigger", func(x *row) *record.Span { return &x.event.Trigger }),
		span("evidence", func(x *row) *record.Span { return &x.event.Evidence }),
		[]column{
			number("confidence", func(x *row) *float64 { return x.event.Confidence }),
			written("rule", func(x *row) string { return x.event.Rule }),
			written("dated_by", func(x *row) string { return record.Value(x.event.DatedBy) }),
			listed("again", func(x *row) []string {
				var words []string
				for _, s := range x.event.Again {
					words = append(words, s.Text)
				}
				return words
			}),
			offsets("again_start", func(x *row) []record.Span { return x.event.Again }, func(s record.Span) int { return s.Start }),
			offsets("again_end", func(x *row) []record.Span { return x.event.Again }, func(s record.Span) int { return s.End }),
		})
}

// accordingTo are the statements that an event rests on.
func (x *row) accordingTo() []*record.Statement {
	var out []*record.Statement
	for _, id := range x.event.AccordingTo {
		if s := x.statements[id]; s != nil {
			out = append(out, s)
		}
	}
	return out
}

func figureColumns() []column {
	return join([]column{
		number("value", func(x *row) *float64 { return x.figure.Value }),
		number("low", func(x *row) *float64 { return x.figure.Low }),
		number("high", func(x *row) *float64 { return x.figure.High }),
		written("bound", func(x *row) string { return x.figure.Bound }),
		written("unit", func(x *row) string { return record.Value(x.figure.Unit) }),
		written("counts", func(x *row) string { return record.Value(x.figure.Counts) }),
	},
		partyColumns("according_to", func(x *row) []record.Party { return x.figure.AccordingTo }),
		span("", func(x *row) *record.Span { return &x.figure.Span }),
		[]column{
			written("rule", func(x *row) string { return x.figure.Rule }),
			written("changed_from", func(x *row) string { return record.Value(x.figure.ChangedFrom) }),
		})
}

// offsets is a column of where spans begin or end.
func offsets(name string, spans func(*row) []record.Span, value func(record.Span) int) column {
	return column{name, wholesCell, func(x *row) any {
		list := spans(x)
		if len(list) == 0 {
			return nil
		}
		out := []int{}
		for _, s := range list {
			out = append(out, value(s))
		}
		return out
	}}
}

// partyColumns are who they are, by the name of the actor or else by the
// report's words, and what is known of each.
func partyColumns(name string, parties func(*row) []record.Party) []column {
	each := func(name string, value func(*row, record.Party) string) column {
		return listed(name, func(x *row) []string {
			var out []string
			for _, p := range parties(x) {
				out = append(out, value(x, p))
			}
			return out
		})
	}
	ofActor := func(name string, value func(*record.Actor) string) column {
		return each(name, func(x *row, p record.Party) string {
			if a := x.actors[record.Value(p.Actor)]; a != nil {
				return value(a)
			}
			return ""
		})
	}
	return []column{
		each(name, func(x *row, p record.Party) string { return x.name(p) }),
		ofActor(name+"_id", func(a *record.Actor) string { return a.ID }),
		ofActor(name+"_country", func(a *record.Actor) string { return record.Value(a.Country) }),
		ofActor(name+"_sectors", func(a *record.Actor) string { return strings.Join(a.Sectors, " ") }),
		ofActor(name+"_cameo", func(a *record.Actor) string { return record.Value(a.Cameo) }),
	}
}

func (x *row) name(p record.Party) string {
	switch a := x.actors[record.Value(p.Actor)]; {
	case a != nil:
		return a.Name
	case p.Description != nil:
		return *p.Description
	case p.Span != nil:
		return p.Span.Text
	}
	return ""
}

func timeColumns(name string, time func(*row) *record.Time) []column {
	of := func(name string, value func(*record.Time) string) column {
		return written(name, func(x *row) string {
			if t := time(x); t != nil {
				return value(t)
			}
			return ""
		})
	}
	if name != "" {
		name += "_"
	}
	return []column{
		of(name+"from", func(t *record.Time) string { return record.Value(t.Start) }),
		of(name+"until", func(t *record.Time) string { return record.Value(t.End) }),
		of(name+"grain", func(t *record.Time) string { return record.Value(t.Grain) }),
		of(name+"basis", func(t *record.Time) string { return t.Basis }),
	}
}

func placeColumns(name string) []column {
	of := func(name string, value func(*record.Place) string) column {
		return written(name, func(x *row) string {
			if x.place != nil {
				return value(x.place)
			}
			return ""
		})
	}
	degrees := func(name string, value func(*record.Place) *float64) column {
		return number(name, func(x *row) *float64 {
			if x.place != nil {
				return value(x.place)
			}
			return nil
		})
	}
	first, prefix := "name", ""
	if name != "" {
		first, prefix = name, name+"_"
	}
	return []column{
		of(first, func(p *record.Place) string { return p.Name }),
		of(prefix+"kind", func(p *record.Place) string { return p.Kind }),
		of(prefix+"country", func(p *record.Place) string { return record.Value(p.Country) }),
		degrees(prefix+"lat", func(p *record.Place) *float64 { return p.Lat }),
		degrees(prefix+"lon", func(p *record.Place) *float64 { return p.Lon }),
	}
}

// span are the words and where they stand; "words", "start", "end" for the
// row's own.
func span(name string, of func(*row) *record.Span) []column {
	words, prefix := "words", ""
	if name != "" {
		words, prefix = name, strings.TrimSuffix(name, "_words")+"_"
	}
	offset := func(name string, value func(*record.Span) *int) column {
		return whole(name, func(x *row) *int {
			if s := of(x); s != nil {
				return value(s)
			}
			return nil
		})
	}
	return []column{
		written(words, func(x *row) string {
			if s := of(x); s != nil {
				return s.Text
			}
			return ""
		}),
		offset(prefix+"start", func(s *record.Span) *int { return &s.Start }),
		offset(prefix+"end", func(s *record.Span) *int { return &s.End }),
	}
}

// list joins values; a semicolon inside one becomes a comma, so that the list
// can be taken apart again.
func list(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strings.ReplaceAll(v, ";", ",")
	}
	return strings.Join(out, "; ")
}
