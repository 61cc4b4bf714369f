// Package convention sees a record as another coder of events would have coded the
// report, for those who compare with that coder's data.
//
// It reads a record.Record and writes another one, of which the events are those of
// the other coder. The record that it is given stays as it is, and what it writes is
// no record of what the report says: it goes into exports that ask for it and into
// scores, never into a ledger.
package convention

import (
	"slices"
	"strings"

	"annals/internal/lexicon/world"
	"annals/internal/record"
)

// What each convention that made or changed a row is called in the row's contexts,
// which exports write as issues.
const (
	Deed      = "petrarch-deed"      // an announced or agreed deed counts as done
	Place     = "petrarch-place"     // the country where it happened is the target
	Words     = "petrarch-words"     // a country that the source's words name is the source
	Passive   = "petrarch-passive"   // the country behind "in" or "from" is the source of a passive
	Wanted    = "petrarch-wanted"    // who wants to attack threatens to
	Accused   = "petrarch-accused"   // who says that somebody attacked accuses him
	Claimed   = "petrarch-claimed"   // who says that he attacked claims it
	Statement = "petrarch-statement" // a statement is an event, 01
	Coarse    = "petrarch-code"      // the code that PETRARCH-2 has for it
)

// View sees records by other coders' conventions. It is safe for use by several
// goroutines.
type View struct{ world *world.World }

// New makes a View.
func New(w *world.World) *View { return &View{w} }

// PETRARCH is the record as PETRARCH-2 would code it. These are its conventions, from
// its documentation, its code and the end of its dictionary of verbs:
//
//   - Auxiliaries count for nothing, and what somebody will do or agrees to do has the
//     code of the deed. Verbs of intention (its block 030) keep theirs: "promised to
//     help" 033.
//   - A target is any actor in the verb's object or else behind one of its
//     prepositions, so that the country where something happened is the target of what
//     has none, and the country of a target that is only a kind of people.
//   - A source is any actor in the words of the subject: "a report released in the
//     Kenyan capital" is Kenya.
//   - Of a passive without "by" the source stands behind "in" or "from": "was arrested in
//     Laos" is an arrest by Laos.
//   - "A says that B attacked C" is an accusation by A against B; "A says that A
//     attacked C" a claim of responsibility, 015; "A wants to attack C" a threat, 138. What
//     somebody is accused of has no row of its own.
//   - Statements are events: claims of responsibility (015), sympathy (018), and what is
//     said to somebody (010, hopes 013, doubts 012, denials 016) where it tells of no
//     other event.
//   - A row has a source.
//   - Some codes of CAMEO it cannot tell apart, or gives to no verb alone.
//
// Each event keeps its evidence and id; one made of a statement has the statement's.
// Its contexts name the conventions that made it. Denied, demanded and other events
// that are no deed keep their status.
func (v *View) PETRARCH(rec *record.Record) *record.Record {
	out := *rec
	out.Actors = slices.Clone(rec.Actors)
	out.Events = nil
	p := &petrarch{View: v, rec: rec, out: &out, statements: map[string]*record.Statement{}}
	for i := range rec.Statements {
		p.statements[rec.Statements[i].ID] = &rec.Statements[i]
	}
	for _, e := range rec.Events {
		if p.event(&e) {
			out.Events = append(out.Events, e)
		}
	}
	for i := range rec.Statements {
		if e, ok := p.statement(&rec.Statements[i]); ok {
			out.Events = append(out.Events, e)
		}
	}
	slices.SortStableFunc(out.Events, func(a, b record.Event) int { return a.Trigger.Start - b.Trigger.Start })
	return &out
}

// petrarch is the state of one record's view.
type petrarch struct {
	*View
	rec, out   *record.Record
	statements map[string]*record.Statement
}

// event makes a copy of an event what PETRARCH has of it; false where it has nothing.
func (p *petrarch) event(e *record.Event) bool {
	e.Actors, e.Recipients, e.Contexts = slices.Clone(e.Actors), slices.Clone(e.Recipients), slices.Clone(e.Contexts)
	p.wanted(e)
	if e.Cameo == nil || e.Status != record.Happened && e.Status != record.Ongoing && e.Status != record.Planned {
		return true
	}
	if p.alleged(e) {
		return false
	}
	told := p.told(e)
	p.deed(e)
	p.named(e)
	p.passive(e)
	if !told {
		p.placed(e)
	}
	p.coarse(e)
	return slices.ContainsFunc(e.Actors, p.coded)
}

// by notes that a convention made the event what it is.
func by(e *record.Event, convention string) { e.Contexts = append(e.Contexts, convention) }

// wanted makes a threat of an attack that somebody wants.
func (p *petrarch) wanted(e *record.Event) {
	if e.Cameo == nil || e.Status != record.Possible || !strings.HasPrefix(*e.Cameo, "18") && !strings.HasPrefix(*e.Cameo, "19") {
		return
	}
	before := p.wordsBefore(e.Trigger.Start)
	if n := len(before); n < 2 || before[n-1] != "to" || !slices.Contains([]string{"want", "wants", "wanted"}, before[n-2]) {
		return
	}
	e.Cameo, e.Plover, e.Mode, e.Quad, e.Status = record.Ptr("138"), "THREATEN", nil, 3, record.Happened
	by(e, Wanted)
}

// alleged reports whether an event is what another one accuses somebody of.
func (p *petrarch) alleged(e *record.Event) bool {
	return slices.ContainsFunc(p.rec.Events, func(a record.Event) bool {
		return a.ID != e.ID && a.Cameo != nil && strings.HasPrefix(*a.Cameo, "112") && a.Trigger.End <= e.Trigger.Start &&
			a.Evidence.Start <= e.Trigger.Start && e.Trigger.End <= a.Evidence.End && slices.ContainsFunc(e.AccordingTo, func(id string) bool {
			st := p.statements[id]
			return st != nil && st.Act == "accuse" && st.Cue != nil && st.Cue.Start < a.Trigger.End && a.Trigger.Start < st.Cue.End
		})
	})
}

// wordsBefore are the two words of the report that end before code point end.
func (p *petrarch) wordsBefore(end int) []string {
	text := []rune(p.rec.Report.Text)
	words := strings.Fields(strings.ToLower(string(text[max(0, end-40):min(end, len(text))])))
	return words[max(0, len(words)-2):]
}

// passive makes the country behind "in" or "from" the source of a passive that names none.
func (p *petrarch) passive(e *record.Event) {
	if len(e.Actors) > 0 || len(e.Recipients) == 0 || !slices.ContainsFunc(p.wordsBefore(e.Trigger.Start), func(w string) bool {
		return slices.Contains([]string{"was", "were", "been", "being", "is", "are", "be"}, w)
	}) {
		return
	}
	place := p.placeOf(e)
	if place == nil || place.Span.Start < e.Trigger.End {
		return
	}
	between := strings.Fields(strings.ToLower(string([]rune(p.rec.Report.Text)[e.Trigger.End:place.Span.Start])))
	last := ""
	for _, w := range between {
		if slices.Contains([]string{"in", "from", "at", "on", "near", "to", "of", "outside", "into", "for", "with"}, w) {
			last = w
		}
	}
	if last != "in" && last != "from" {
		return
	}
	e.Actors = []record.Party{p.party(*place.Country, "", &place.Span)}
	by(e, Passive)
}

// told turns an attack that somebody says before telling of it into what PETRARCH makes
// of the saying, and reports whether it is an accusation.
func (p *petrarch) told(e *record.Event) bool {
	fight, threat := strings.HasPrefix(*e.Cameo, "19"), strings.HasPrefix(*e.Cameo, "138")
	if !fight && !threat {
		return false
	}
	for _, id := range e.AccordingTo {
		st := p.statements[id]
		if st == nil || st.Cue == nil || st.Act != "assert" || st.Cue.Start > e.Trigger.Start || !p.coded(st.Source) {
			continue
		}
		own := slices.ContainsFunc(e.Actors, func(a record.Party) bool { return p.speaks(&st.Source, &a) })
		switch {
		case own:
			e.Cameo, e.Plover, e.Mode, e.Quad = record.Ptr("015"), "", nil, 0
			by(e, Claimed)
			return false
		case fight && slices.ContainsFunc(e.Actors, p.coded):
			e.Cameo, e.Plover, e.Mode, e.Quad = record.Ptr("112"), "ACCUSE", record.Ptr("disapprove"), 3
			e.Recipients = e.Actors
			e.Actors = []record.Party{st.Source}
			by(e, Accused)
			return true
		}
	}
	return false
}

// speaks reports whether an actor of an event is the source of the statement that tells of
// it, or one of several who say it together.
func (p *petrarch) speaks(source, actor *record.Party) bool {
	if actor.Actor != nil && source.Actor != nil && *actor.Actor == *source.Actor {
		return true
	}
	return actor.Span != nil && source.Span != nil && source.Span.Start <= actor.Span.Start && actor.Span.End <= source.Span.End
}

// deeds are CAMEO's codes of intentions and those of what is intended.
func deeds() map[string]string {
	return map[string]string{
		"031": "060", "0311": "061", "0312": "062", "0313": "063", "0314": "064", "032": "050",
		"033": "070", "0331": "071", "0332": "072", "0333": "073", "0334": "074",
		"034": "083", "0341": "0831", "0342": "0832", "0343": "0833", "0344": "0834",
		"035": "080", "0351": "081", "0352": "082", "0353": "084", "0354": "085", "0355": "086", "0356": "087",
		"036": "040", "039": "045",
	}
}

// deed gives what is to come or agreed the code of the deed, as done.
func (p *petrarch) deed(e *record.Event) {
	if code, ok := deeds()[*e.Cameo]; ok && !intends(e.Trigger.Text) {
		if code == "040" {
			code = meeting(e.Trigger.Text)
		}
		e.Cameo, e.Plover, e.Mode = &code, "", nil
		by(e, Deed)
	} else if e.Status == record.Planned {
		by(e, Deed)
	}
	e.Status = record.Happened
}

// intends reports whether a verb is one that PETRARCH-2 gives the code of an intention.
func intends(trigger string) bool {
	trigger = strings.ToLower(trigger)
	return slices.ContainsFunc([]string{"promis", "pledg", "plan", "intend", "offer", "guarantee", "assur", "prepar", "volunteer", "ready", "striv"}, func(stem string) bool {
		return strings.HasPrefix(trigger, stem)
	})
}

// meeting is the code of the deed in what somebody will do with others, by its words.
func meeting(trigger string) string {
	trigger = strings.ToLower(trigger)
	for _, of := range []struct{ stem, code string }{{"talk", "046"}, {"negotiat", "046"}, {"visit", "042"}, {"travel", "042"}, {"trip", "042"}, {"attend", "042"}, {"host", "043"}, {"mediat", "045"}} {
		if strings.Contains(trigger, of.stem) {
			return of.code
		}
	}
	return "040"
}

// named makes the country that the words of a source without a code name the source:
// those of the event's, or of who says it where the event is the saying.
func (p *petrarch) named(e *record.Event) {
	if slices.ContainsFunc(e.Actors, p.coded) {
		return
	}
	sources := e.Actors
	for i := range p.rec.Statements {
		if st := &p.rec.Statements[i]; len(sources) == 0 && st.Cue != nil && st.Cue.Start <= e.Trigger.Start && e.Trigger.End <= st.Cue.End {
			sources = []record.Party{st.Source}
		}
	}
	for _, s := range sources {
		if s.Span == nil {
			continue
		}
		if code := p.countryIn(s.Span.Text); code != "" {
			e.Actors = []record.Party{p.party(code, p.roleOf(s), s.Span)}
			by(e, Words)
			return
		}
	}
}

// countryIn is the first country that the words name by its name or adjective, or "".
func (p *petrarch) countryIn(words string) string {
	list := strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;:()\"“”", r) })
	for i := range list {
		for n := min(3, len(list)-i); n > 0; n-- {
			name := strings.TrimSuffix(strings.TrimSuffix(strings.Join(list[i:i+n], " "), "'s"), "’s")
			if c := p.world.CountryNamed(name); c != nil {
				return c.Code
			}
			if found := p.world.Demonyms(name); len(found) > 0 && !slices.ContainsFunc(found, func(d world.Demonym) bool { return d.Country != found[0].Country }) {
				return found[0].Country.Code
			}
		}
	}
	return ""
}

// placed makes the country where the event happened the target of an event that has none
// with a country, and gives it to a target that is only a kind of people.
func (p *petrarch) placed(e *record.Event) {
	if slices.ContainsFunc(e.Recipients, p.known) {
		return
	}
	place := p.placeOf(e)
	if place == nil {
		return
	}
	by(e, Place)
	var targets []record.Party
	for _, r := range e.Recipients {
		if p.coded(r) {
			targets = append(targets, p.party(*place.Country, p.roleOf(r), r.Span))
		}
	}
	if len(targets) == 0 {
		targets = []record.Party{p.party(*place.Country, "", &place.Span)}
	}
	e.Recipients = targets
}

// placeOf is the first place with a country behind the event's trigger in its clause,
// before what else is told there, or the event's own; nil without one.
func (p *petrarch) placeOf(e *record.Event) *record.Place {
	if e.Where != nil && e.Where.Country != nil {
		return e.Where
	}
	end := e.Evidence.End
	stop := func(at int) {
		if at > e.Trigger.End {
			end = min(end, at)
		}
	}
	for i := range p.rec.Events {
		stop(p.rec.Events[i].Trigger.Start)
	}
	for i := range p.rec.Statements {
		if cue := p.rec.Statements[i].Cue; cue != nil {
			stop(cue.Start)
		}
	}
	return p.placeWithin(e.Trigger.End, end, e.Actors)
}

// placeWithin is the first place with a country from start to end that is no part of
// somebody's words.
func (p *petrarch) placeWithin(start, end int, but []record.Party) *record.Place {
	for i := range p.rec.Places {
		at := &p.rec.Places[i]
		if at.Country == nil || at.Span.Start < start || at.Span.End > end {
			continue
		}
		if !slices.ContainsFunc(but, func(b record.Party) bool {
			return b.Span != nil && b.Span.Start <= at.Span.Start && at.Span.End <= b.Span.End
		}) {
			return at
		}
	}
	return nil
}

// coarse gives an event the code that PETRARCH-2 has: it cannot tell the release of
// persons from that of property or from the end of restrictions, and has no pattern for
// an accusation of something unsaid or for a bare "protested" or "marched".
func (p *petrarch) coarse(e *record.Event) {
	code := *e.Cameo
	switch {
	case code == "0841" || code == "0842":
		code = "084"
	case code == "112" && !slices.Contains(e.Contexts, Accused):
		code = "110"
	case code == "040" && strings.HasPrefix(strings.ToLower(e.Trigger.Text), "attend"):
		code = "042"
	case code == "141" && slices.Contains([]string{"protested", "protesting", "marched", "marching"}, strings.ToLower(e.Trigger.Text)):
		code = "140"
	}
	if code != *e.Cameo {
		e.Cameo = &code
		by(e, Coarse)
	}
}

// statement is the event that PETRARCH makes of a statement; false where it makes none.
func (p *petrarch) statement(st *record.Statement) (record.Event, bool) {
	if st.Cue == nil || len(st.Content) == 0 || !p.coded(st.Source) || p.tells(st) {
		return record.Event{}, false
	}
	e := record.Event{
		ID: st.ID, Status: record.Happened, Actors: []record.Party{st.Source}, AccordingTo: []string{}, Figures: []string{},
		When: st.Said, Trigger: *st.Cue, Evidence: st.Content[0], Confidence: st.Confidence, Rule: st.Rule, Contexts: []string{Statement},
	}
	if st.Said != nil {
		e.DatedBy = record.Ptr(record.ByClause)
	}
	first := st.Content[0]
	var target *record.Party
	if st.Addressee != nil && p.coded(*st.Addressee) {
		target = st.Addressee
	}
	switch words := strings.ToLower(st.Cue.Text); {
	case p.claims(st):
		e.Cameo = record.Ptr("015")
		target = p.concerned(first)
	case sympathises(words) || sympathises(strings.ToLower(first.Text)) && strings.Contains(words, "express"):
		e.Cameo = record.Ptr("018")
		if target == nil {
			target = p.concerned(first)
		}
	case st.Act == "deny":
		e.Cameo = record.Ptr("016")
	case st.Act == "hope":
		e.Cameo = record.Ptr("013")
		if target == nil && strings.HasPrefix(strings.ToLower(first.Text), "for ") {
			target = p.concerned(first)
		}
	case st.Act == "doubt":
		e.Cameo = record.Ptr("012")
	case st.Act == "assert" || st.Act == "believe":
		e.Cameo = record.Ptr("010")
	default:
		return record.Event{}, false // demands, promises and the like are events of the record
	}
	if target == nil {
		return record.Event{}, false
	}
	e.Recipients = []record.Party{*target}
	return e, true
}

// claims reports whether a statement claims responsibility for something; its content may
// begin with that word or behind it.
func (p *petrarch) claims(st *record.Statement) bool {
	const word = "responsibility"
	text := []rune(p.rec.Report.Text)
	end := min(st.Content[0].Start+len(word), len(text))
	return strings.Contains(strings.ToLower(st.Cue.Text), "claim") && st.Cue.End <= end && strings.Contains(strings.ToLower(string(text[st.Cue.End:end])), word)
}

func sympathises(words string) bool {
	for _, w := range []string{"sorrow", "condolence", "sympath", "grief"} {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}

// tells reports whether a statement tells of an event, or is one: its cue is the trigger.
func (p *petrarch) tells(st *record.Statement) bool {
	return slices.ContainsFunc(p.rec.Events, func(e record.Event) bool {
		return slices.Contains(e.AccordingTo, st.ID) || e.Trigger.Start < st.Cue.End && st.Cue.Start < e.Trigger.End
	})
}

// concerned is the country of the first place that the words name, or the first actor
// with a country in them; nil without one.
func (p *petrarch) concerned(words record.Span) *record.Party {
	if at := p.placeWithin(words.Start, words.End, nil); at != nil {
		return record.Ptr(p.party(*at.Country, "", &at.Span))
	}
	for i := range p.rec.Actors {
		a := &p.rec.Actors[i]
		for _, m := range a.Mentions {
			if words.Start <= m.Start && m.End <= words.End && p.known(record.Party{Actor: &a.ID}) {
				return &record.Party{Actor: &a.ID, Span: &m, Description: record.Ptr(m.Text)}
			}
		}
	}
	return nil
}

// coded reports whether a party has a CAMEO code.
func (p *petrarch) coded(q record.Party) bool {
	a := p.actor(q)
	return a != nil && a.Cameo != nil && *a.Cameo != ""
}

// known reports whether a party's code begins with a country or a kind of international
// body.
func (p *petrarch) known(q record.Party) bool {
	a := p.actor(q)
	return a != nil && (a.Country != nil || slices.ContainsFunc(a.Sectors, func(s string) bool { return slices.Contains([]string{"IGO", "NGO", "MNC", "IMG"}, s) }))
}

func (p *petrarch) actor(q record.Party) *record.Actor {
	if q.Actor == nil {
		return nil
	}
	for i := range p.out.Actors {
		if p.out.Actors[i].ID == *q.Actor {
			return &p.out.Actors[i]
		}
	}
	return nil
}

// roleOf is the code of a party that has no country, "" where it has no code either.
func (p *petrarch) roleOf(q record.Party) string {
	if a := p.actor(q); a != nil && a.Country == nil && a.Cameo != nil {
		return *a.Cameo
	}
	return ""
}

// party is those of a country who have the role, or the country itself, at a span.
func (p *petrarch) party(country, role string, at *record.Span) record.Party {
	id := "C-" + country + role
	if p.actor(record.Party{Actor: &id}) == nil {
		a := record.Actor{ID: id, Name: country, Kind: record.KindCountry, Country: &country, Cameo: record.Ptr(country + role)}
		if c := p.world.Country(country); c != nil {
			a.Name = c.Name
		}
		if role != "" {
			a.Kind, a.Name = record.KindGroup, at.Text
		}
		p.out.Actors = append(p.out.Actors, a)
	}
	return record.Party{Actor: &id, Span: at, Description: record.Ptr(at.Text)}
}
