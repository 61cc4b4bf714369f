package render

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"unicode/utf8"

	"annals/internal/record"
)

// Text writes the record as one page for a terminal: who said what, what
// happened or is planned, figures, actors, times and places. Each line ends
// with where in the report it stands, as paragraph and code point range:
// "¶3 120–154".
func Text(w io.Writer, rec *record.Record, style Style) error {
	t := &textPage{page: newPage(w, style), phrases: newPhrases(rec), paragraphs: paragraphStarts(rec.Report.Text)}
	t.header()
	t.statements()
	t.events()
	t.figures()
	t.actors()
	t.times()
	t.places()
	if err := t.w.Flush(); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return nil
}

type textPage struct {
	*page
	*phrases
	paragraphs []int // code point where each paragraph starts
}

// paragraphStarts lists the code points at which lines with text start.
func paragraphStarts(text string) []int {
	var starts []int
	point := 0
	for _, l := range strings.SplitAfter(text, "\n") {
		if strings.ContainsFunc(l, func(r rune) bool { return r >= '0' && r <= '9' || r >= 'A' }) && strings.Trim(OneLine(l), "–—-*_·• ") != "" {
			starts = append(starts, point)
		}
		point += utf8.RuneCountInString(l)
	}
	return starts
}

func (t *textPage) where(s record.Span) string {
	n := sort.Search(len(t.paragraphs), func(i int) bool { return t.paragraphs[i] > s.Start })
	return fmt.Sprintf("¶%d %d–%d", n, s.Start, s.End)
}

func (t *textPage) header() {
	r := &t.rec.Report
	title := "Report without a title"
	if r.Title != nil {
		title = OneLine(*r.Title)
	}
	for _, l := range wrap(title, t.Width) {
		fmt.Fprintln(t.w, t.paint(markHeading, l))
	}
	facts := []string{"publisher unknown", "date unknown"}
	if r.Publisher != nil {
		facts[0] = OneLine(*r.Publisher)
	}
	if r.Published != nil {
		facts[1] = moment(*r.Published)
	}
	if r.URL != nil {
		facts = append(facts, OneLine(*r.URL))
	}
	facts = append(facts, plural(len(strings.Fields(r.Text)), "word"))
	for _, l := range wrap(strings.Join(facts, " · "), t.Width) {
		fmt.Fprintln(t.w, t.paint(markFaint, l))
	}
	if len(t.rec.Statements)+len(t.rec.Events)+len(t.rec.Figures)+len(t.rec.Actors) == 0 {
		fmt.Fprintln(t.w, "\nNothing to record was found in this report.")
	}
}

func (t *textPage) statements() {
	if len(t.rec.Statements) == 0 {
		return
	}
	t.heading("WHO SAID WHAT")
	for i := range t.rec.Statements {
		s := &t.rec.Statements[i]
		head := t.statement(s)
		if s.Within != nil {
			head += " (within " + *s.Within + ")"
		}
		t.entry(s.ID, head, t.where(s.Content[0]), t.content(s))
	}
}

func (t *textPage) events() {
	if len(t.rec.Events) == 0 {
		return
	}
	t.heading("WHAT HAPPENED OR MAY HAPPEN")
	if b := t.bound(); b != "" {
		for _, l := range wrap(b, t.Width-7) {
			fmt.Fprintln(t.w, "     "+t.paint(markFaint, l))
		}
	}
	for i := range t.rec.Events {
		e := &t.rec.Events[i]
		more := t.details(e)
		if len(e.Again) > 0 {
			var places []string
			for _, s := range e.Again {
				places = append(places, t.where(s))
			}
			more = append(more, line{markFaint, "told again: " + strings.Join(places, ", ")})
		}
		t.entry(e.ID, t.event(e), t.where(e.Trigger), more...)
	}
}

func (t *textPage) figures() {
	if len(t.rec.Figures) == 0 {
		return
	}
	t.heading("FIGURES")
	for i := range t.rec.Figures {
		f := &t.rec.Figures[i]
		t.entry(f.ID, t.count(f), t.where(f.Span))
	}
}

func (t *textPage) actors() {
	if len(t.rec.Actors) == 0 {
		return
	}
	t.heading("ACTORS")
	for i := range t.rec.Actors {
		a := &t.rec.Actors[i]
		facts := []string{a.Kind}
		if a.Country != nil {
			facts = append(facts, *a.Country)
		}
		facts = append(facts, a.Sectors...)
		head := strong(OneLine(a.Name)) + " (" + strings.Join(facts, " ") + ")"
		if n := len(a.Mentions); n > 1 {
			head += fmt.Sprintf(", %d mentions", n)
		}
		var also []string
		for _, alias := range a.Aliases {
			if alias = OneLine(alias); alias != OneLine(a.Name) {
				also = append(also, alias)
			}
		}
		var more []line
		if len(also) > 0 {
			more = append(more, line{markFaint, "also: " + strings.Join(also, "; ")})
		}
		t.entry(a.ID, head, t.where(a.Mentions[0]), more...)
	}
}

func (t *textPage) times() {
	if len(t.rec.Times) == 0 {
		return
	}
	t.heading("TIMES")
	for i := range t.rec.Times {
		t.entry(t.rec.Times[i].ID, when(&t.rec.Times[i]), t.where(t.rec.Times[i].Span))
	}
}

func (t *textPage) places() {
	if len(t.rec.Places) == 0 {
		return
	}
	t.heading("PLACES")
	for i := range t.rec.Places {
		p := &t.rec.Places[i]
		facts := []string{p.Kind}
		if p.Country != nil {
			facts = append(facts, *p.Country)
		}
		if p.Lat != nil {
			facts = append(facts, coordinates(*p.Lat, *p.Lon))
		}
		t.entry(p.ID, OneLine(p.Name)+" ("+strings.Join(facts, " ")+")", t.where(p.Span))
	}
}
