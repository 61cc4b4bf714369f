package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"annals/internal/record"
)

// phrases puts the parts of one record into words.
type phrases struct {
	rec        *record.Record
	actors     map[string]*record.Actor
	statements map[string]*record.Statement
	// alone is true where rows are shown without their report's page: what the page
	// says once, each says for itself.
	alone bool
}

func newPhrases(rec *record.Record) *phrases {
	p := &phrases{rec: rec, actors: map[string]*record.Actor{}, statements: map[string]*record.Statement{}}
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
		printed = OneLine(*q.Description)
	case q.Span != nil:
		printed = OneLine(q.Span.Text)
	}
	if q.Actor != nil && p.actors[*q.Actor] != nil {
		return OneLine(p.actors[*q.Actor].Name)
	}
	return printed
}

// between names those who act and those acted upon: "a → b", or "a ↔ b" where
// they do it to each other.
func (p *phrases) between(e *record.Event) string {
	actors, recipients := strong(p.parties(e.Actors)), strong(p.parties(e.Recipients))
	switch {
	case actors == "" && recipients == "":
		return ""
	case recipients == "":
		return actors
	case actors == recipients:
		return strings.ReplaceAll(actors, " "+strong("and")+" ", " ↔ ")
	}
	return strings.TrimSpace(actors + " → " + recipients)
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

// status marks how firm a status is.
func status(s string) string {
	switch s {
	case record.Happened, record.Ongoing:
		return openFirm + s + shut
	case record.Denied:
		return openDenied + s + shut
	}
	return openSoft + s + shut
}

// statement is a statement's first line: whose, what act, to whom, when.
func (p *phrases) statement(s *record.Statement) string {
	head := p.voice(s) + ": " + pastTense(s.Act)
	if s.Addressee != nil {
		if a := p.party(*s.Addressee); a != "" {
			head += ", to " + a
		}
	}
	if s.Said != nil {
		head += ", " + when(s.Said)
	}
	return head
}

// content is a statement's words.
func (p *phrases) content(s *record.Statement) line {
	var pieces []string
	for _, c := range s.Content {
		pieces = append(pieces, OneLine(c.Text))
	}
	return line{"", strings.Join(pieces, " […] ")}
}

// event is an event's first line: how firm, what, between whom.
func (p *phrases) event(e *record.Event) string {
	head := status(e.Status) + " " + eventCode(e)
	if who := p.between(e); who != "" {
		head += " " + who
	}
	return head
}

// details are an event's further lines: its evidence, and time, place, figures
// and claimants where there are any.
func (p *phrases) details(e *record.Event) []line {
	var facts []string
	if date := p.date(e); date != "" {
		facts = append(facts, date)
	}
	if e.Where != nil {
		facts = append(facts, "at "+OneLine(e.Where.Name))
	}
	for i := range p.rec.Figures {
		if slices.Contains(e.Figures, p.rec.Figures[i].ID) {
			facts = append(facts, figure(&p.rec.Figures[i]))
		}
	}
	if who := p.according(e.AccordingTo); who != "" {
		facts = append(facts, "according to "+who)
	}
	lines := []line{{"", OneLine(e.Evidence.Text)}}
	if len(facts) > 0 {
		lines = append(lines, line{markFaint, strings.Join(facts, "; ")})
	}
	return lines
}

// bound says once for all of a report's events what those that it does not date have
// in common; "" where there are none.
func (p *phrases) bound() string {
	if p.rec.Report.Published == nil || !slices.ContainsFunc(p.rec.Events, func(e record.Event) bool { return record.Value(e.DatedBy) == record.ByReport }) {
		return ""
	}
	return "What is told as done without a time was by " + day(p.rec.Report.Published) + ", the report's date."
}

// day is the day of a date-time.
func day(s *string) string {
	d, _, _ := strings.Cut(record.Value(s), "T")
	return d
}

// date is when an event was, and what says so where that is not its own clause;
// "" where nothing does.
func (p *phrases) date(e *record.Event) string {
	by := record.Value(e.DatedBy)
	switch {
	case by == record.ByReport && p.alone && p.rec.Report.Published != nil:
		return "by " + day(p.rec.Report.Published) + " (the report's date)"
	case e.When == nil:
		return ""
	case by == record.BySentence || by == record.ByParagraph:
		return when(e.When) + ", dated by the " + by
	case by == record.ByPerson:
		return record.Value(e.When.Start) + ", dated by a person"
	}
	return when(e.When)
}

// changed names the figure that a figure has replaced: "was 12 (F1)"; "" where it
// has replaced none.
func (p *phrases) changed(f *record.Figure) string {
	for i := range p.rec.Figures {
		if g := &p.rec.Figures[i]; f.ChangedFrom != nil && g.ID == *f.ChangedFrom {
			return "was " + figure(g) + " (" + g.ID + ")"
		}
	}
	return ""
}

// count is a figure's first line: how many, who says so, what it was before.
func (p *phrases) count(f *record.Figure) string {
	head := strong(figure(f))
	if before := p.changed(f); before != "" {
		head += ", " + before
	}
	if who := p.parties(f.AccordingTo); who != "" {
		head += ", according to " + who
	}
	return head
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
	words := OneLine(t.Span.Text)
	var span string
	switch {
	case t.Start != nil && t.Grain != nil && *t.Grain == "minute":
		span = strings.Replace(*t.Start, "T", " ", 1)
	case t.Start != nil && t.End != nil:
		span = dateRange(*t.Start, *t.End)
	case t.Start != nil:
		span = "from " + *t.Start
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

// dateRange is a range whose end is exclusive, by its first and last day; a range that
// is not of whole days by its bounds.
func dateRange(start, end string) string {
	last, err := time.Parse(time.DateOnly, end)
	if err != nil {
		return start + " to before " + end
	}
	if end = last.AddDate(0, 0, -1).Format(time.DateOnly); end <= start {
		return start
	}
	return start + " to " + end
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
	if counted := counted(f); counted != "" {
		b.WriteString(" " + counted)
	}
	return b.String()
}

// counted is what a figure counts: "arrested", "towns", "USD, loan". The unit
// goes without saying where it is a person or the counted noun's singular.
func counted(f *record.Figure) string {
	switch {
	case f.Unit == nil && f.Counts == nil:
		return ""
	case f.Unit == nil:
		return OneLine(*f.Counts)
	case f.Counts == nil && *f.Unit == "person" && (f.Value == nil || *f.Value != 1):
		return "persons"
	case f.Counts == nil:
		return OneLine(*f.Unit)
	case *f.Unit == "person", strings.HasPrefix(*f.Counts, *f.Unit), len(*f.Unit) > 2 && strings.HasPrefix(*f.Counts, (*f.Unit)[:len(*f.Unit)-1]):
		return OneLine(*f.Counts)
	}
	return OneLine(*f.Unit) + ", " + OneLine(*f.Counts)
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
