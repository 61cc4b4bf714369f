package record

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"annals/internal/text"
)

// Check says which of the contract's invariants the record breaks, or nil:
// every span's text stands at its offsets, every id that is named exists,
// nothing stands without evidence, every value is one of its list.
func (r *Record) Check() error {
	c := checker{text: r.Report.Text, actors: map[string]bool{}, statements: map[string]bool{}, figures: map[string]bool{}}
	if !utf8.ValidString(c.text) {
		return errors.New("record: the report's text is not valid UTF-8")
	}
	c.mapper = text.NewMapper(c.text)
	c.points = utf8.RuneCountInString(c.text)
	ids := map[string]bool{}
	id := func(v string) {
		c.must(v != "" && !ids[v], "id %q is empty or used twice", v)
		ids[v] = true
	}
	for i := range r.Actors {
		id(r.Actors[i].ID)
		c.actors[r.Actors[i].ID] = true
	}
	for i := range r.Statements {
		id(r.Statements[i].ID)
		c.statements[r.Statements[i].ID] = true
	}
	for i := range r.Figures {
		id(r.Figures[i].ID)
		c.figures[r.Figures[i].ID] = true
	}
	for i := range r.Actors {
		c.actor(&r.Actors[i])
	}
	for i := range r.Statements {
		c.statement(&r.Statements[i])
	}
	for i := range r.Events {
		id(r.Events[i].ID)
		c.event(&r.Events[i])
	}
	for i := range r.Figures {
		c.figure(&r.Figures[i])
	}
	for i := range r.Times {
		id(r.Times[i].ID)
		c.time(&r.Times[i])
	}
	for i := range r.Places {
		id(r.Places[i].ID)
		c.place(&r.Places[i])
	}
	c.within(r.Statements)
	return errors.Join(c.errs...)
}

type checker struct {
	text                        string
	mapper                      *text.Mapper
	points                      int
	actors, statements, figures map[string]bool
	at                          string // the record being checked
	errs                        []error
}

func (c *checker) must(ok bool, format string, args ...any) {
	if !ok && len(c.errs) < 20 {
		c.errs = append(c.errs, fmt.Errorf("record: %s: %s", c.at, fmt.Sprintf(format, args...)))
	}
}

func (c *checker) span(s Span) {
	ok := 0 <= s.Start && s.Start < s.End && s.End <= c.points
	c.must(ok, "span %d–%d is empty or outside the text", s.Start, s.End)
	if ok {
		got := c.text[c.mapper.ByteFromPoint(s.Start):c.mapper.ByteFromPoint(s.End)]
		c.must(got == s.Text, "at %d–%d stands %q, not %q", s.Start, s.End, got, s.Text)
	}
}

func (c *checker) party(p *Party) {
	if p == nil {
		return
	}
	if p.Span != nil {
		c.span(*p.Span)
	}
	c.must(p.Actor == nil || c.actors[*p.Actor], "no actor %v", deref(p.Actor))
}

func (c *checker) parties(list []Party) {
	for i := range list {
		c.party(&list[i])
		c.must(list[i].Span != nil, "a party has no evidence")
	}
}

func (c *checker) actor(a *Actor) {
	c.at = a.ID
	c.must(a.Name != "", "no name")
	c.must(slices.Contains([]string{KindPerson, KindGroup, KindOrganization, KindCountry, KindOffice, KindOther}, a.Kind), "kind %q", a.Kind)
	c.must(len(a.Mentions) > 0, "no mentions")
	for _, s := range a.Mentions {
		c.span(s)
	}
}

func (c *checker) statement(s *Statement) {
	c.at = s.ID
	c.party(&s.Source)
	if s.Cue != nil {
		c.span(*s.Cue)
	}
	c.must(len(s.Content) > 0, "no content")
	for _, p := range s.Content {
		c.span(p)
	}
	c.must(slices.Contains([]string{Direct, Indirect, Mixed}, s.Form), "form %q", s.Form)
	c.must(slices.Contains(Acts(), s.Act), "act %q", s.Act)
	c.parties(s.Via)
	c.party(s.Addressee)
	if s.Said != nil {
		c.time(s.Said)
	}
	c.must(s.Within == nil || c.statements[*s.Within], "within names no statement: %v", deref(s.Within))
	c.confidence(s.Confidence)
}

// within follows the chain of each statement outwards: it must end.
func (c *checker) within(list []Statement) {
	outer := map[string]string{}
	for _, s := range list {
		if s.Within != nil {
			outer[s.ID] = *s.Within
		}
	}
	for _, s := range list {
		c.at = s.ID
		n := 0
		for id := outer[s.ID]; id != "" && n <= len(list); id = outer[id] {
			n++
		}
		c.must(n <= len(list), "within runs in a circle")
	}
}

func (c *checker) event(e *Event) {
	c.at = e.ID
	c.must(e.Plover != "", "no PLOVER type")
	c.must(e.Quad >= 1 && e.Quad <= 4, "quad %d", e.Quad)
	c.must(slices.Contains(Statuses(), e.Status), "status %q", e.Status)
	c.parties(e.Actors)
	c.parties(e.Recipients)
	if e.When != nil {
		c.time(e.When)
	}
	if by := e.DatedBy; by != nil {
		c.must(slices.Contains(Datings(), *by), "dated by %q", *by)
		c.must(*by != ByReport || e.When == nil, "dated by the report, with a time of its own")
	}
	if e.Where != nil {
		c.place(e.Where)
	}
	for _, f := range e.Figures {
		c.must(c.figures[f], "no figure %s", f)
	}
	for _, s := range e.AccordingTo {
		c.must(c.statements[s], "no statement %s", s)
	}
	c.span(e.Trigger)
	c.span(e.Evidence)
	for _, again := range e.Again {
		c.span(again)
	}
	c.must(e.Evidence.Start <= e.Trigger.Start && e.Trigger.End <= e.Evidence.End, "the trigger lies outside the evidence")
	c.confidence(e.Confidence)
}

func (c *checker) figure(f *Figure) {
	c.at = f.ID
	c.must(slices.Contains(Bounds(), f.Bound), "bound %q", f.Bound)
	c.must(f.Value != nil || f.Low != nil || f.High != nil, "no number")
	c.must(f.Low == nil || f.High == nil || *f.Low <= *f.High, "low is above high")
	c.parties(f.AccordingTo)
	c.must(f.ChangedFrom == nil || c.figures[*f.ChangedFrom] && *f.ChangedFrom != f.ID, "no earlier figure %s", deref(f.ChangedFrom))
	c.span(f.Span)
}

func (c *checker) time(t *Time) {
	c.at = t.ID
	c.must(slices.Contains([]string{Stated, Relative, NoBasis}, t.Basis), "basis %q", t.Basis)
	c.must(t.Grain == nil || slices.Contains(Grains(), *t.Grain), "grain %v", deref(t.Grain))
	c.must(t.Basis != NoBasis || t.Start == nil && t.End == nil, "resolved without a basis")
	c.span(t.Span)
}

func (c *checker) place(p *Place) {
	c.at = p.ID
	c.must(p.Name != "", "no name")
	c.must(slices.Contains([]string{"country", "region", "city", "other"}, p.Kind), "kind %q", p.Kind)
	c.must((p.Lat == nil) == (p.Lon == nil), "one coordinate without the other")
	c.must(p.Lat == nil || *p.Lat >= -90 && *p.Lat <= 90 && *p.Lon >= -180 && *p.Lon <= 180, "coordinates out of range")
	c.span(p.Span)
}

func (c *checker) confidence(v *float64) {
	c.must(v == nil || *v >= 0 && *v <= 1, "confidence out of range")
}

func deref[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}
