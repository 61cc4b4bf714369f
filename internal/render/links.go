package render

import (
	"cmp"
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/situation"
)

// Links lead from a page to others of one folder. Each function gives an
// address, or "" where there is no such page; no Links, no addresses: such a
// page stands by itself.
type Links struct {
	Home      string
	Report    func(id string) string  // of a report, or of a row ("sha256:3f2a…/E1")
	Situation func(id string) string  // of an event over reports, by any of its rows
	Story     func(id string) string  // by any of its reports
	Actor     func(key string) string // over reports
}

// Link is a word that leads somewhere, if Href is set.
type Link struct{ Text, Href string }

func (l *Links) report(id string) string { return l.to(id, func() string { return l.Report(id) }) }
func (l *Links) situation(id string) string {
	return l.to(id, func() string { return l.Situation(id) })
}
func (l *Links) story(id string) string  { return l.to(id, func() string { return l.Story(id) }) }
func (l *Links) actor(key string) string { return l.to(key, func() string { return l.Actor(key) }) }

func (l *Links) to(id string, find func() string) string {
	if l == nil || id == "" {
		return ""
	}
	return find()
}

// home are the links at the head of a page.
func (l *Links) home(more ...Link) []Link {
	if l == nil {
		return nil
	}
	list := append([]Link{{"All stories, reports and actors", l.Home}}, more...)
	return slices.DeleteFunc(list, func(x Link) bool { return x.Href == "" })
}

// RowAnchor is the anchor of a row on the page of its record, "" if it has no
// such row.
func RowAnchor(rec *record.Record, row string) string {
	for kind, ids := range map[byte][]string{'s': idsOf(rec.Statements, func(s record.Statement) string { return s.ID }),
		'e': idsOf(rec.Events, func(e record.Event) string { return e.ID }), 'f': idsOf(rec.Figures, func(f record.Figure) string { return f.ID }),
		'a': idsOf(rec.Actors, func(a record.Actor) string { return a.ID })} {
		if i := slices.Index(ids, row); i >= 0 {
			return anchor(kind, i)
		}
	}
	return ""
}

func idsOf[T any](list []T, id func(T) string) []string {
	var ids []string
	for _, v := range list {
		ids = append(ids, id(v))
	}
	return ids
}

// SituationAnchor is the anchor of a situation on the page of a story.
func SituationAnchor(id string) string { return "e-" + strings.ReplaceAll(RowID(id), "/", "-") }

// named are the actors of a situation that have a page, in order of their
// names.
func (l *Links) named(a *situation.Account) []Link {
	var list []Link
	add := func(who ...situation.Who) {
		for _, w := range who {
			x := Link{OneLine(w.Name), l.actor(w.Key)}
			if x.Href != "" && !slices.ContainsFunc(list, func(o Link) bool { return o.Href == x.Href }) {
				list = append(list, x)
			}
		}
	}
	for _, m := range a.Members {
		add(m.Actors...)
		add(m.Recipients...)
		for _, v := range m.Voices {
			add(v.Who)
			add(v.Via...)
		}
	}
	slices.SortStableFunc(list, func(a, b Link) int { return cmp.Compare(a.Text, b.Text) })
	return list
}
