package export

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"annals/internal/record"
)

// FollowTheMoney writes entities of the FollowTheMoney model as JSON Lines: a
// report is an Article, a situation an Event with its Articles as proof, an
// actor a Person, Organization, PublicBody or LegalEntity, and each pair of
// actor and recipient an UnknownLink from one to the other. An entity is
// written once; the ids of those written are kept in memory.
type FollowTheMoney struct {
	w        io.Writer
	codes    *Codes
	statuses []string
	written  map[string]bool
}

// NewFollowTheMoney makes the writer.
func NewFollowTheMoney(w io.Writer, codes *Codes, opt Options) *FollowTheMoney {
	return &FollowTheMoney{w, codes, opt.Statuses, map[string]bool{}}
}

type entity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// add adds values that are known.
func (e *entity) add(property string, values ...string) {
	for _, v := range values {
		if v != "" && !slices.Contains(e.Properties[property], v) {
			e.Properties[property] = append(e.Properties[property], v)
		}
	}
}

// newEntity makes an entity; its id follows from the key alone, so that it is
// the same in every export.
func newEntity(schema, key string) *entity {
	sum := sha256.Sum256([]byte(key))
	return &entity{"annals-" + hex.EncodeToString(sum[:16]), schema, map[string][]string{}}
}

// Write writes a situation with what it names that was not written before.
func (f *FollowTheMoney) Write(s *Situation) error {
	t := s.told(f.statuses)
	if t == nil {
		return nil
	}
	main := t.main
	event := newEntity("Event", s.ID)
	event.add("name", headline(main))
	event.add("recordId", s.ID)
	event.add("keywords", main.event.Plover, record.Value(main.event.Mode), record.Value(main.event.Cameo), main.event.Status)
	event.add("keywords", main.event.Contexts...)
	if w := t.where(); w != nil {
		event.add("location", w.Name)
		event.add("country", f.country(w.Country))
	}
	dated(event, t.when())
	for _, x := range s.told(nil).all {
		if x.event.Status != record.Denied && !slices.ContainsFunc(t.all, func(y *said) bool { return y.Mention == x.Mention }) {
			continue // denials are told beside what is asserted
		}
		article, err := f.article(&x.record.Report)
		if err != nil {
			return err
		}
		event.add("proof", article)
		event.add("publisher", record.Value(x.record.Report.Publisher))
		event.add("sourceUrl", record.Value(x.record.Report.URL))
		event.add("description", x.event.Evidence.Text)
		event.add("summary", account(x))
	}
	return f.parties(event, main)
}

// parties writes the event with its parties and the links between them.
func (f *FollowTheMoney) parties(event *entity, x *said) error {
	var links []*entity
	for _, p := range x.pairs() {
		var ids []string
		for _, side := range []*party{p.actor, p.recipient} {
			if side == nil || side.actor == nil {
				continue
			}
			id, err := f.actor(x, side)
			if err != nil {
				return err
			}
			event.add("involved", id)
			ids = append(ids, id)
		}
		if len(ids) < 2 || ids[0] == ids[1] {
			continue
		}
		link := newEntity("UnknownLink", event.ID+"\x00"+ids[0]+"\x00"+ids[1])
		link.add("subject", ids[0])
		link.add("object", ids[1])
		link.add("role", strings.TrimSuffix(x.event.Plover+" "+record.Value(x.event.Mode), " "))
		link.add("status", x.event.Status)
		for _, property := range []string{"date", "startDate", "endDate", "publisher", "sourceUrl", "recordId", "summary"} {
			link.add(property, event.Properties[property]...)
		}
		links = append(links, link)
	}
	for _, e := range append([]*entity{event}, links...) {
		if err := f.write(e); err != nil {
			return err
		}
	}
	return nil
}

// headline names an event: who did what to whom.
func headline(x *said) string {
	words := []string{strings.Join(names(x, x.event.Actors), ", "), x.event.Plover}
	if m := record.Value(x.event.Mode); m != "" {
		words = append(words, "("+m+")")
	}
	words = append(words, strings.Join(names(x, x.event.Recipients), ", "))
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// account says how firmly, by whom and in which report an event is told.
func account(x *said) string {
	parts := []string{x.event.Status}
	if a := x.attribution(); a != "" {
		parts = append(parts, a)
	}
	return strings.Join(append(parts, citation(&x.record.Report)), "; ")
}

// dated sets the dates of an entity: one day, or the first and the last of
// several, as exactly as they are known.
func dated(e *entity, t *record.Time) {
	d := dateOf(t)
	first, end := days(t)
	switch {
	case first == "":
	case d.day != "":
		e.add("date", first)
	case d.month != "" && strings.HasSuffix(first, "-01") && strings.HasSuffix(end, "-01"):
		e.add("date", d.year+"-"+d.month)
	case d.year != "" && strings.HasSuffix(first, "-01-01") && strings.HasSuffix(end, "-01-01"):
		e.add("date", d.year)
	default:
		e.add("startDate", first)
		e.add("endDate", before(end))
	}
}

// article writes a report and gives its entity's id.
func (f *FollowTheMoney) article(r *record.Report) (string, error) {
	e := newEntity("Article", r.ID)
	e.add("title", record.Value(r.Title))
	e.add("name", record.Value(r.Title))
	e.add("publisher", record.Value(r.Publisher))
	e.add("publishedAt", record.Value(r.Published))
	e.add("sourceUrl", record.Value(r.URL))
	e.add("language", iso639(record.Value(r.Language)))
	e.add("bodyText", r.Text)
	return e.ID, f.write(e)
}

// actor writes an actor and gives its entity's id.
func (f *FollowTheMoney) actor(x *said, p *party) (string, error) {
	a := p.actor
	e := newEntity(f.schema(a), p.key)
	e.add("name", a.Name)
	if x.Keys[a.ID] != "" { // other forms of a description are no names
		for _, alias := range a.Aliases {
			if alias != a.Name {
				e.add("weakAlias", alias)
			}
		}
	}
	e.add("country", f.country(a.Country))
	e.add("keywords", a.Sectors...)
	e.add("proof", newEntity("Article", x.record.Report.ID).ID)
	return e.ID, f.write(e)
}

func (f *FollowTheMoney) schema(a *record.Actor) string {
	official := slices.ContainsFunc(a.Sectors, func(s string) bool { return slices.Contains([]string{"GOV", "LEG", "JUD", "MIL", "COP", "SPY"}, s) })
	switch {
	case a.Kind == record.KindPerson:
		return "Person"
	case a.Kind == record.KindCountry, a.Kind == record.KindOffice, a.Kind == record.KindOrganization && official:
		return "PublicBody"
	case a.Kind == record.KindOrganization:
		return "Organization"
	}
	return "LegalEntity"
}

// country is the model's code of a country, "" where it has none.
func (f *FollowTheMoney) country(alpha3 *string) string {
	return strings.ToLower(f.codes.nations[record.Value(alpha3)].Alpha2)
}

// iso639 is a language's code of three letters, as far as reports have it.
func iso639(tag string) string {
	if tag == "en" || strings.HasPrefix(tag, "en-") {
		return "eng"
	}
	return ""
}

// write writes an entity unless it was written before.
func (f *FollowTheMoney) write(e *entity) error {
	if f.written[e.ID] {
		return nil
	}
	f.written[e.ID] = true
	line, err := compact(e)
	if err == nil {
		_, err = io.WriteString(f.w, line+"\n")
	}
	if err != nil {
		return fmt.Errorf("export: ftm: %w", err)
	}
	return nil
}

// Close ends the file.
func (f *FollowTheMoney) Close() error { return nil }
