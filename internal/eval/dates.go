package eval

import (
	"fmt"

	"annals/internal/corpus"
	"annals/internal/record"
	"annals/internal/text"
)

// Dates scores when event mentions of MEANTIME were, against its links (TLINK)
// of events and time expressions. A time given to an event is right if the gold
// puts the event within the expression, or at the same time, or lets it begin or end
// there (after or before it, where the time is open), and wrong if the gold links the event to another expression but not to
// this one, or to the report's date in a way that this time contradicts. One that
// the gold does not link at all is not judged. What has only the report's date
// as its bound is right unless the gold puts it after that date. read makes the
// document of a text with its date, and when any of its tokens was.
func Dates(read func(text, date string) (*text.Document, func(token int) (*record.Time, string), error), o Options) (*Table, error) {
	n := dateCounts{by: map[string]*dateCount{}}
	for _, path := range o.Gold {
		err := corpus.MeantimeReports(path, func(m *corpus.Meantime) error {
			doc, date, err := read(m.Text, m.Date)
			if err != nil {
				return fmt.Errorf("eval: %s: %w", m.ID, err)
			}
			n.count(m, doc, date)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return n.table(), nil
}

type dateCount struct{ given, judged, right float64 }

type dateCounts struct {
	by                          map[string]*dateCount
	mentions, timed, dated, hit float64 // of the gold: all, those within an expression; ours of these: given any, right
}

// verdict is what the gold says about a time given to an event.
type verdict uint8

const (
	unjudged verdict = iota
	right
	wrong
)

func (n *dateCounts) count(m *corpus.Meantime, doc *text.Document, date func(int) (*record.Time, string)) {
	mapper := text.NewMapper(m.Text)
	for i, e := range m.Events {
		token := mentionHead(doc, e)
		if token < 0 {
			continue
		}
		n.mentions++
		var links []corpus.TimeLink
		timed := false
		for _, l := range m.Links {
			if l.Event == i {
				links = append(links, l)
				timed = timed || within(l.Relation) && !m.Times[l.Time].Creation
			}
		}
		t, by := date(token)
		if timed {
			n.timed++
			if t != nil {
				n.dated++
			}
		}
		if by == "" {
			continue
		}
		c := n.by[by]
		if c == nil {
			c = &dateCount{}
			n.by[by] = c
		}
		c.given++
		var v verdict
		if t == nil {
			v = judgeBound(m, links)
		} else {
			start := mapper.ByteFromPoint(t.Span.Start)
			v = judgeTime(m, links, t, text.Span{Start: start, End: start + len(t.Span.Text)})
		}
		if v != unjudged {
			c.judged++
		}
		if v == right {
			c.right++
			if timed && t != nil {
				n.hit++
			}
		}
	}
}

// within reports whether a relation puts the event into the time of the
// expression.
func within(relation string) bool {
	switch relation {
	case "IS_INCLUDED", "SIMULTANEOUS", "BEGUN_BY", "ENDED_BY", "BEGINS", "ENDS", "IDENTITY":
		return true
	}
	return false
}

func afterwards(relation string) bool { return relation == "AFTER" || relation == "IAFTER" }

func before(relation string) bool { return relation == "BEFORE" || relation == "IBEFORE" }

func judgeTime(m *corpus.Meantime, links []corpus.TimeLink, t *record.Time, at text.Span) verdict {
	other := false
	creation := ""
	for _, l := range links {
		x := m.Times[l.Time]
		switch {
		case x.Creation:
			creation = l.Relation
		case at.Overlaps(text.Span{Start: x.Start, End: x.End}) || within(l.Relation) && sameValue(TimexValue(t), x.Value):
			if within(l.Relation) || t.End == nil && afterwards(l.Relation) || t.Start == nil && before(l.Relation) {
				return right
			}
			return wrong
		case within(l.Relation):
			other = true
		}
	}
	if other {
		return wrong
	}
	start := bound(t.Start)
	if creation == "" || start.IsZero() {
		return unjudged
	}
	end, published := bound(t.End), bound(&m.Date)
	switch {
	case within(creation) && (start.After(published) || !end.IsZero() && !end.After(published)), creation == "BEFORE" && start.After(published),
		creation == "AFTER" && !end.IsZero() && !end.After(published):
		return wrong
	}
	return unjudged
}

// judgeBound judges that an event was by the report's date.
func judgeBound(m *corpus.Meantime, links []corpus.TimeLink) verdict {
	for _, l := range links {
		if !m.Times[l.Time].Creation {
			continue
		}
		if afterwards(l.Relation) {
			return wrong
		}
		return right
	}
	return unjudged
}

func (n *dateCounts) table() *Table {
	t := &Table{Title: "event times, dated by", Columns: []string{"given (number)", "judged (number)", "right (number)", "right of judged"}}
	var words dateCount
	row := func(label string, c dateCount) {
		t.Rows = append(t.Rows, Row{label, []float64{c.given, c.judged, c.right, 100 * c.right / max(c.judged, 1)}})
	}
	for _, by := range record.Datings() {
		c := n.by[by]
		if c == nil {
			continue
		}
		if by == record.ByReport {
			row("a time expression", words)
		}
		row("the "+by, *c)
		words.given, words.judged, words.right = words.given+c.given, words.judged+c.judged, words.right+c.right
	}
	t.Notes = append(t.Notes, fmt.Sprintf("of %.0f mentions that the gold puts within an expression, %.0f are given one and %.0f the right one (%.1f%%); %.0f mentions in all",
		n.timed, n.dated, n.hit, 100*n.hit/max(n.timed, 1), n.mentions))
	return t
}
