package export

import (
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/situation"
)

// Situation is one thing over the reports that tell of it.
type Situation struct {
	ID       string // report id and row of its first event: "sha256:3f2a…/E1"
	Mentions []Mention
}

// Mention is an event of a report as a part of a situation.
type Mention struct {
	situation.Member
	Record *record.Record
	Keys   map[string]string // keys of the record's actors over reports, by their id
	Added  string            // when its report was added: RFC 3339, UTC
}

// Took are the statuses that say that something took place.
func Took() []string { return []string{record.Happened, record.Ongoing} }

// told is what stands of a situation.
type told struct {
	all    []*said // in the order in which their reports were published, those of an unknown time last
	firm   []*said // those of the firmest status: happened and ongoing before planned and the like, denied last
	main   *said   // of those the one that says most
	denied bool    // somebody asserts it, and somebody denies it
}

// told leaves the mentions that stand (their reports have no later version and
// were not taken back) and have one of the statuses; nil: any. It is nil if
// there is none.
func (s *Situation) told(statuses []string) *told {
	t := &told{}
	for i := range s.Mentions {
		m := &s.Mentions[i]
		if m.Report.Live() && (len(statuses) == 0 || slices.Contains(statuses, m.Status)) {
			if x := newSaid(m); x != nil {
				t.all = append(t.all, x)
			}
		}
	}
	if len(t.all) == 0 {
		return nil
	}
	slices.SortStableFunc(t.all, func(a, b *said) int {
		if a.Report.Moment == "" || b.Report.Moment == "" {
			return strings.Compare(b.Report.Moment, a.Report.Moment)
		}
		return strings.Compare(a.Report.Moment, b.Report.Moment)
	})
	firmest := slices.MinFunc(t.all, func(a, b *said) int { return a.doubt() - b.doubt() }).doubt()
	for _, x := range t.all {
		if x.doubt() == firmest {
			t.firm = append(t.firm, x)
		}
		t.denied = t.denied || x.event.Status == record.Denied && firmest < doubtDenied
	}
	t.main = fullest(t.firm)
	return t
}

const doubtDenied = 2

// doubt is 0 for what took place, 2 for what is denied, 1 for all between.
func (x *said) doubt() int {
	switch {
	case slices.Contains(Took(), x.event.Status):
		return 0
	case x.event.Status == record.Denied:
		return doubtDenied
	}
	return 1
}

// said is a mention with the row of its event.
type said struct {
	*Mention
	*row
}

func newSaid(m *Mention) *said {
	for _, x := range rows(m.Record, Events) {
		if x.id == m.Row {
			return &said{m, x}
		}
	}
	return nil
}

// id is the report's id and the event's row: "sha256:3f2a…/E1".
func (x *said) address() string { return x.record.Report.ID + "/" + x.id }

// party is one party of an event as tables of events have it.
type party struct {
	record.Party
	actor *record.Actor // nil: not tied to one
	key   string        // of the actor over reports, or of this report alone; "" without an actor
	name  string
	who   situation.Who
}

// parties are the parties of one side, those of whom nothing is known left out.
func (x *said) parties(list []record.Party) []party {
	var out []party
	for _, p := range list {
		q := party{Party: p, actor: x.actors[record.Value(p.Actor)], name: strings.Join(strings.Fields(x.name(p)), " ")}
		if q.name == "" {
			continue
		}
		if q.actor != nil {
			q.key = x.Keys[q.actor.ID]
			q.who = situation.NewWho(q.actor, q.key)
			if q.key == "" {
				q.key = x.record.Report.ID + "/" + q.actor.ID
			}
		} else {
			q.who = situation.NewWho(&record.Actor{Name: q.name}, "")
		}
		out = append(out, q)
	}
	return out
}

// pair is one actor and one recipient of an event; either may be missing.
type pair struct{ actor, recipient *party }

// pairs are the pairs of an event: everyone who did it with everyone whom it
// was done to. Of what several did to each other, nobody is paired with himself.
func (x *said) pairs() []pair {
	sides := [2][]*party{}
	for i, list := range [2][]party{x.parties(x.event.Actors), x.parties(x.event.Recipients)} {
		for j := range list {
			sides[i] = append(sides[i], &list[j])
		}
		if len(list) == 0 {
			sides[i] = []*party{nil}
		}
	}
	var out []pair
	for _, a := range sides[0] {
		for _, r := range sides[1] {
			if a != nil && r != nil && a.key != "" && a.key == r.key && len(sides[0])*len(sides[1]) > 1 {
				continue
			}
			out = append(out, pair{a, r})
		}
	}
	return out
}

// same finds the party of a mention that another mention's party is.
func (p *party) same(list []party) *party {
	if p == nil {
		return nil
	}
	for i := range list {
		if list[i].who.Compare(p.who) == situation.One {
			return &list[i]
		}
	}
	return nil
}

// fullest is the mention that says most: who, to whom, when, where and which
// code; of equals the first.
func fullest(list []*said) *said {
	best, most := list[0], -1
	for _, x := range list {
		known := 0
		for _, side := range [][]record.Party{x.event.Actors, x.event.Recipients} {
			for _, p := range x.parties(side) {
				if p.actor != nil {
					known += 2
					break
				}
			}
		}
		if first, _ := days(x.event.When); first != "" {
			known++
		}
		if x.event.Where != nil && x.event.Where.Lat != nil {
			known++
		}
		if x.event.Cameo != nil {
			known++
		}
		if known > most {
			best, most = x, known
		}
	}
	return best
}

// when is the shortest time that is given for the event; nil if none is.
func (t *told) when() *record.Time {
	var best *record.Time
	shortest := ""
	for _, x := range t.firm {
		first, end := days(x.event.When)
		if first == "" {
			continue
		}
		if span := length(first, end); best == nil || span < shortest {
			best, shortest = x.event.When, span
		}
	}
	return best
}

// where is the place that is given for the event, one with a point before one
// without, a town before a country; nil if none is.
func (t *told) where() *record.Place {
	var best *record.Place
	rank := func(p *record.Place) int {
		n := map[string]int{"city": 3, "other": 2, "region": 1}[p.Kind]
		if p.Lat != nil && p.Lon != nil {
			n += 4
		}
		return n
	}
	for _, x := range t.firm {
		if p := x.event.Where; p != nil && (best == nil || rank(p) > rank(best)) {
			best = p
		}
	}
	return best
}

// tally counts who stands behind it: reports, outlets, independent origins.
func (t *told) tally() (reports, outlets, origins int) {
	r, p, o := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, x := range t.firm {
		r[x.Report.ID] = true
		for _, outlet := range x.Report.Outlets {
			p[outlet] = true
		}
		o[situation.Origin(x.Member)] = true
	}
	return len(r), len(p), len(o)
}

// attribution says in words according to whom, and through whom; "" for the
// report's own voice.
func (x *said) attribution() string {
	var out []string
	for _, s := range x.accordingTo() {
		who := x.name(s.Source)
		if who == "" {
			who = "somebody it does not name"
		}
		words := "according to " + who
		for _, v := range s.Via {
			words += ", through " + x.name(v)
		}
		if !slices.Contains(out, words) {
			out = append(out, words)
		}
	}
	return strings.Join(out, "; ")
}

// citation names a report in words: what is known of publisher, title and
// date, and its id.
func citation(r *record.Report) string {
	var parts []string
	for _, s := range []*string{r.Publisher, r.Title, r.Published} {
		if record.Value(s) != "" {
			parts = append(parts, *s)
		}
	}
	return strings.Join(append(parts, r.ID), ", ")
}
