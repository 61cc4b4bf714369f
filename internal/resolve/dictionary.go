package resolve

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/lexicon/petrarch"
	"annals/internal/lexicon/world"
	"annals/internal/record"
)

// Dictionary is a user's own actors and agents. They win over the facts of the
// world.
type Dictionary struct {
	Actors petrarch.Actors
	Agents petrarch.Agents
}

// Apply gives actors and parties whom the dictionary names the code that it
// has for the day of the report, and actors of a known country without a
// sector the agent code of what they are called.
func (d Dictionary) Apply(w *world.World, rec *record.Record) {
	day := ""
	if rec.Report.Published != nil && len(*rec.Report.Published) >= 10 {
		day = (*rec.Report.Published)[:10]
	}
	for i := range rec.Actors {
		a := &rec.Actors[i]
		names := append([]string{a.Name}, a.Aliases...)
		slices.SortStableFunc(names[1:], func(x, y string) int { return len(y) - len(x) })
		if code, ok := d.actor(names, day); ok {
			assign(w, a, code)
		} else if a.Country != nil && len(a.Sectors) == 0 {
			for _, n := range names {
				if agent, ok := d.Agents.Code(n); ok {
					assign(w, a, *a.Country+agent)
					break
				}
			}
		}
	}
	for i := range rec.Events {
		for _, side := range [][]record.Party{rec.Events[i].Actors, rec.Events[i].Recipients} {
			for j := range side {
				d.party(w, rec, &side[j], day)
			}
		}
	}
}

func (d Dictionary) actor(names []string, day string) (string, bool) {
	for _, n := range names {
		if code, ok := d.Actors.Code(n, day); ok {
			return code, true
		}
	}
	return "", false
}

// party makes an actor of a party whom only the dictionary knows.
func (d Dictionary) party(w *world.World, rec *record.Record, p *record.Party, day string) {
	if p.Actor != nil || p.Span == nil {
		return
	}
	code, ok := d.Actors.Code(p.Span.Text, day)
	if !ok {
		return
	}
	a := record.Actor{
		ID: fmt.Sprintf("A%d", len(rec.Actors)+1), Name: p.Span.Text, Kind: record.KindOther,
		Aliases: []string{p.Span.Text}, Mentions: []record.Span{*p.Span},
	}
	assign(w, &a, code)
	p.Actor = record.Ptr(a.ID)
	rec.Actors = append(rec.Actors, a)
}

// assign sets an actor's code with the country and sectors that it is made of.
func assign(w *world.World, a *record.Actor, code string) {
	a.Cameo = record.Ptr(code)
	a.Rule = strings.TrimPrefix(a.Rule+"; user's dictionary", "; ")
	a.Country, a.Sectors = nil, nil
	if len(code) >= 3 && w.Country(code[:3]) != nil {
		a.Country = record.Ptr(code[:3])
		code = code[3:]
	}
	for ; len(code) >= 3; code = code[3:] {
		sector := code[:3]
		switch sector {
		case "MED":
			sector = "JRN"
		case "HLH":
			sector = "MED"
		}
		a.Sectors = append(a.Sectors, sector)
	}
}
