package resolve_test

import (
	"strings"
	"testing"

	"annals/internal/passage"
	"annals/internal/record"
	"annals/internal/resolve"
	"annals/internal/text"
)

// TestCountriesFromEvents holds whose country the place of an event gives, and
// whose it does not.
func TestCountriesFromEvents(t *testing.T) {
	w := passage.World(t)
	engine := passage.Engine(t)
	for _, c := range []struct{ text, actor, recipient, where, want string }{
		{"Police arrested four activists in Minsk.", "Police", "four activists", "Minsk", "BLRCOP > BLRCVL"},
		{"Police arrested five tourists near Nairobi.", "Police", "five tourists", "Nairobi", "KENCOP > CVL"},
		{"Soldiers arrested four activists in Minsk.", "Soldiers", "four activists", "Minsk", "MIL > BLRCVL"},
		{"The army shelled the city of Rafah.", "The army", "Rafah", "", "MIL > PSE"},
	} {
		doc := &text.Document{Text: c.text}
		engine.Read(doc)
		sp := record.NewSpeller(c.text)
		span := func(words string) *record.Span {
			at := strings.Index(c.text, words)
			s := sp.Span(text.Span{Start: at, End: at + len(words)})
			return &s
		}
		e := record.Event{Actors: []record.Party{{Span: span(c.actor)}}, Recipients: []record.Party{{Span: span(c.recipient)}}}
		if c.where != "" {
			e.Where = &record.Place{Name: c.where, Span: *span(c.where)}
		}
		rec := &record.Record{Report: record.Report{Text: c.text}, Events: []record.Event{e}}
		resolve.New(w).Resolve(doc, rec)
		code := func(p record.Party) string {
			for _, a := range rec.Actors {
				if p.Actor != nil && a.ID == *p.Actor && a.Cameo != nil {
					return *a.Cameo
				}
			}
			return ""
		}
		if got := code(rec.Events[0].Actors[0]) + " > " + code(rec.Events[0].Recipients[0]); got != c.want {
			t.Errorf("%s\ngot %s, want %s", c.text, got, c.want)
		}
	}
}
