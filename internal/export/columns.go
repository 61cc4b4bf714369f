package export

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"annals/internal/record"
)

var number = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

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

// column is one column of a table.
type column struct {
	name  string
	value func(*row) string
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
			[]column{{"recurrence", func(x *row) string { return text(x.time.Recurrence) }}, {"rule", func(x *row) string { return x.time.Rule }}})
	case Places:
		return join(source(), placeColumns(""), span("", func(x *row) *record.Span { return &x.place.Span }),
			[]column{{"rule", func(x *row) string { return x.place.Rule }}})
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
		{"report", func(x *row) string { return x.record.Report.ID }},
		{"published", func(x *row) string { return text(x.record.Report.Published) }},
		{"publisher", func(x *row) string { return text(x.record.Report.Publisher) }},
		{"title", func(x *row) string { return text(x.record.Report.Title) }},
		{"url", func(x *row) string { return text(x.record.Report.URL) }},
		{"id", func(x *row) string { return x.id }},
	}
}

func reportColumns() []column {
	count := func(name string, n func(r *record.Record) int) column {
		return column{name, func(x *row) string { return strconv.Itoa(n(x.record)) }}
	}
	return []column{
		{"report", func(x *row) string { return x.record.Report.ID }},
		{"published", func(x *row) string { return text(x.record.Report.Published) }},
		{"publisher", func(x *row) string { return text(x.record.Report.Publisher) }},
		{"title", func(x *row) string { return text(x.record.Report.Title) }},
		{"url", func(x *row) string { return text(x.record.Report.URL) }},
		{"language", func(x *row) string { return text(x.record.Report.Language) }},
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
		{"name", func(x *row) string { return x.actor.Name }},
		{"kind", func(x *row) string { return x.actor.Kind }},
		{"country", func(x *row) string { return text(x.actor.Country) }},
		{"sectors", func(x *row) string { return strings.Join(x.actor.Sectors, "; ") }},
		{"cameo", func(x *row) string { return text(x.actor.Cameo) }},
		{"aliases", func(x *row) string { return list(x.actor.Aliases) }},
		{"mentions", func(x *row) string { return strconv.Itoa(len(x.actor.Mentions)) }},
	}, span("", func(x *row) *record.Span { return &x.actor.Mentions[0] }),
		[]column{{"rule", func(x *row) string { return x.actor.Rule }}})
}

func statementColumns() []column {
	speaker := func(x *row) []record.Party { return []record.Party{x.statement.Source} }
	each := func(value func(record.Span) string) func(*row) string {
		return func(x *row) string {
			var out []string
			for _, s := range x.statement.Content {
				out = append(out, value(s))
			}
			return strings.Join(out, "; ")
		}
	}
	return join(partyColumns("source", speaker),
		[]column{
			{"source_anonymous", func(x *row) string { return strconv.FormatBool(x.statement.Source.Anonymous) }},
			{"source_count", func(x *row) string {
				if n := x.statement.Source.Count; n != nil {
					return strconv.Itoa(*n)
				}
				return ""
			}},
		},
		span("source_words", func(x *row) *record.Span { return x.statement.Source.Span }),
		[]column{
			{"act", func(x *row) string { return x.statement.Act }},
			{"form", func(x *row) string { return x.statement.Form }},
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
			{"content", func(x *row) string {
				var out []string
				for _, s := range x.statement.Content {
					out = append(out, s.Text)
				}
				return strings.Join(out, " […] ")
			}},
			{"content_start", each(func(s record.Span) string { return strconv.Itoa(s.Start) })},
			{"content_end", each(func(s record.Span) string { return strconv.Itoa(s.End) })},
			{"within", func(x *row) string { return text(x.statement.Within) }},
			{"confidence", func(x *row) string { return decimal(x.statement.Confidence) }},
			{"rule", func(x *row) string { return x.statement.Rule }},
		})
}

func eventColumns() []column {
	return join([]column{
		{"plover", func(x *row) string { return x.event.Plover }},
		{"mode", func(x *row) string { return text(x.event.Mode) }},
		{"cameo", func(x *row) string { return text(x.event.Cameo) }},
		{"quad", func(x *row) string { return strconv.Itoa(x.event.Quad) }},
		{"contexts", func(x *row) string { return list(x.event.Contexts) }},
		{"status", func(x *row) string { return x.event.Status }},
	},
		partyColumns("actor", func(x *row) []record.Party { return x.event.Actors }),
		partyColumns("recipient", func(x *row) []record.Party { return x.event.Recipients }),
		timeColumns("when", func(x *row) *record.Time { return x.time }),
		placeColumns("where"),
		[]column{
			{"figures", func(x *row) string { return list(x.event.Figures) }},
			{"according_to", func(x *row) string { return list(x.event.AccordingTo) }},
			{"sources", func(x *row) string {
				var names []string
				for _, s := range x.accordingTo() {
					names = append(names, x.name(s.Source))
				}
				return list(names)
			}},
			{"via", func(x *row) string {
				var names []string
				for _, s := range x.accordingTo() {
					for _, v := range s.Via {
						names = append(names, x.name(v))
					}
				}
				return list(names)
			}},
		},
		span("trigger", func(x *row) *record.Span { return &x.event.Trigger }),
		span("evidence", func(x *row) *record.Span { return &x.event.Evidence }),
		[]column{
			{"confidence", func(x *row) string { return decimal(x.event.Confidence) }},
			{"rule", func(x *row) string { return x.event.Rule }},
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
		{"value", func(x *row) string { return decimal(x.figure.Value) }},
		{"low", func(x *row) string { return decimal(x.figure.Low) }},
		{"high", func(x *row) string { return decimal(x.figure.High) }},
		{"bound", func(x *row) string { return x.figure.Bound }},
		{"unit", func(x *row) string { return text(x.figure.Unit) }},
		{"counts", func(x *row) string { return text(x.figure.Counts) }},
	},
		partyColumns("according_to", func(x *row) []record.Party { return x.figure.AccordingTo }),
		span("", func(x *row) *record.Span { return &x.figure.Span }),
		[]column{{"rule", func(x *row) string { return x.figure.Rule }}})
}

// partyColumns are who they are, by the name of the actor or else by the
// report's words, and what is known of each.
func partyColumns(name string, parties func(*row) []record.Party) []column {
	each := func(value func(*row, record.Party) string) func(*row) string {
		return func(x *row) string {
			var out []string
			known := false
			for _, p := range parties(x) {
				v := value(x, p)
				known = known || v != ""
				out = append(out, v)
			}
			if !known {
				return ""
			}
			return list(out)
		}
	}
	ofActor := func(value func(*record.Actor) string) func(*row) string {
		return each(func(x *row, p record.Party) string {
			if a := x.actors[text(p.Actor)]; a != nil {
				return value(a)
			}
			return ""
		})
	}
	return []column{
		{name, each(func(x *row, p record.Party) string { return x.name(p) })},
		{name + "_id", ofActor(func(a *record.Actor) string { return a.ID })},
		{name + "_country", ofActor(func(a *record.Actor) string { return text(a.Country) })},
		{name + "_sectors", ofActor(func(a *record.Actor) string { return strings.Join(a.Sectors, " ") })},
		{name + "_cameo", ofActor(func(a *record.Actor) string { return text(a.Cameo) })},
	}
}

func (x *row) name(p record.Party) string {
	switch a := x.actors[text(p.Actor)]; {
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
	of := func(value func(*record.Time) string) func(*row) string {
		return func(x *row) string {
			if t := time(x); t != nil {
				return value(t)
			}
			return ""
		}
	}
	if name != "" {
		name += "_"
	}
	return []column{
		{name + "from", of(func(t *record.Time) string { return text(t.Start) })},
		{name + "until", of(func(t *record.Time) string { return text(t.End) })},
		{name + "grain", of(func(t *record.Time) string { return text(t.Grain) })},
		{name + "basis", of(func(t *record.Time) string { return t.Basis })},
	}
}

func placeColumns(name string) []column {
	of := func(value func(*record.Place) string) func(*row) string {
		return func(x *row) string {
			if x.place != nil {
				return value(x.place)
			}
			return ""
		}
	}
	first, prefix := "name", ""
	if name != "" {
		first, prefix = name, name+"_"
	}
	return []column{
		{first, of(func(p *record.Place) string { return p.Name })},
		{prefix + "kind", of(func(p *record.Place) string { return p.Kind })},
		{prefix + "country", of(func(p *record.Place) string { return text(p.Country) })},
		{prefix + "lat", of(func(p *record.Place) string { return decimal(p.Lat) })},
		{prefix + "lon", of(func(p *record.Place) string { return decimal(p.Lon) })},
	}
}

// span are the words and where they stand; "words", "start", "end" for the
// row's own.
func span(name string, of func(*row) *record.Span) []column {
	words, prefix := "words", ""
	if name != "" {
		words, prefix = name, strings.TrimSuffix(name, "_words")+"_"
	}
	field := func(value func(*record.Span) string) func(*row) string {
		return func(x *row) string {
			if s := of(x); s != nil {
				return value(s)
			}
			return ""
		}
	}
	return []column{
		{words, field(func(s *record.Span) string { return s.Text })},
		{prefix + "start", field(func(s *record.Span) string { return strconv.Itoa(s.Start) })},
		{prefix + "end", field(func(s *record.Span) string { return strconv.Itoa(s.End) })},
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

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func decimal(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}
