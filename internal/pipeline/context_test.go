package pipeline

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"annals/internal/extract/event"
	"annals/internal/passage"
	"annals/internal/record"
	"annals/internal/text"
)

// TestFiguresInContext reads two halves of a table whose sentences were
// written before any rule was tried on them, and a later table. A sentence without
// a figure counts as one that is right if none is found; a figure that the table lacks
// is a fault. The closed half's faults are not shown.
func TestFiguresInContext(t *testing.T) {
	judge := func(rec *record.Record, want [][]string) (faults []fault) {
		open := slices.Clone(rec.Figures)
		for _, cells := range want {
			i := slices.IndexFunc(open, func(f record.Figure) bool { return f.Span.Text == cells[0] })
			if i < 0 {
				i = slices.IndexFunc(open, func(f record.Figure) bool {
					return strings.Contains(cells[0], f.Span.Text) || strings.Contains(f.Span.Text, cells[0])
				})
			}
			if i < 0 {
				faults = append(faults, fault{"not found", cells[0]})
				continue
			}
			got := figureLine(rec, open[i], cells)
			for k, kind := range []string{"value", "low", "high", "bound", "unit", "counts", "claimant", "changed from"} {
				if got[k] != cells[k+1] {
					faults = append(faults, fault{"wrong " + kind, fmt.Sprintf("%s: got %s, want %s", cells[0], strings.Join(got, " | "), strings.Join(cells[1:], " | "))})
					break
				}
			}
			open = slices.Delete(open, i, i+1)
		}
		for _, f := range open {
			faults = append(faults, fault{"no figure", f.Span.Text})
		}
		return faults
	}
	scoreHalves(t, "figures", 90, judge)
	score(t, "figures_fresh.txt", 85, true, judge)
	score(t, "figures_more.txt", 85, true, judge)
}

// figureLine writes a figure as the cells of the table's line; where its claimant or its
// earlier value have the words that are wanted, these stand for them.
func figureLine(rec *record.Record, f record.Figure, want []string) []string {
	number := func(v *float64) string { return cmp.Or(record.Decimal(v), "-") }
	word := func(v *string) string { return cmp.Or(record.Value(v), "-") }
	claimant, before := "-", "-"
	for _, p := range f.AccordingTo {
		if claimant = word(p.Description); p.Description == nil && p.Span != nil { // a name
			claimant = p.Span.Text
		}
		if strings.Contains(claimant, want[7]) {
			claimant = want[7]
			break
		}
	}
	for _, g := range rec.Figures {
		if f.ChangedFrom != nil && g.ID == *f.ChangedFrom {
			if before = g.Span.Text; strings.Contains(before, want[8]) {
				before = want[8]
			}
		}
	}
	return []string{number(f.Value), number(f.Low), number(f.High), f.Bound, word(f.Unit), word(f.Counts), claimant, before}
}

// TestPlacesInContext reads two tables of places, half of them names that
// several countries share, the closed one written before any rule was tried on
// it, and a later table.
func TestPlacesInContext(t *testing.T) {
	judge := func(rec *record.Record, want [][]string) (faults []fault) {
		open := slices.Clone(rec.Places)
		for _, cells := range want {
			i := slices.IndexFunc(open, func(p record.Place) bool { return p.Span.Text == cells[0] })
			if i < 0 {
				faults = append(faults, fault{"not found", cells[0]})
				continue
			}
			p := open[i]
			open = slices.Delete(open, i, i+1)
			if kind := placeFault(p, cells); kind != "" {
				country := "-"
				if p.Country != nil {
					country = *p.Country
				}
				faults = append(faults, fault{kind, fmt.Sprintf("%s: got %s %s %s, want %s", cells[0], country, p.Kind, point(p), strings.Join(cells[1:], " "))})
			}
		}
		for _, p := range open {
			faults = append(faults, fault{"no place here", p.Span.Text})
		}
		return faults
	}
	scoreHalves(t, "places", 88, judge)
	score(t, "places_fresh.txt", 92, true, judge)
	score(t, "places_more.txt", 92, true, judge)
}

// placeFault is what a place has otherwise than a line of the table wants, or
// "": a dash for a kind or a point is any.
func placeFault(p record.Place, cells []string) string {
	switch {
	case p.Country == nil && cells[1] != "-":
		return "left open"
	case p.Country != nil && *p.Country != cells[1]:
		return "wrong country"
	case p.Kind != cells[2] && cells[2] != "-":
		return "wrong kind"
	case p.Lat == nil && cells[3] != "-":
		return "no point"
	case !near(p, cells[3]):
		return "wrong point"
	}
	return ""
}

func point(p record.Place) string {
	if p.Lat == nil || p.Lon == nil {
		return "-"
	}
	return fmt.Sprintf("%.2f %.2f", *p.Lat, *p.Lon)
}

func near(p record.Place, point string) bool {
	var lat, lon float64
	if n, _ := fmt.Sscan(point, &lat, &lon); n < 2 {
		return true
	}
	return p.Lat != nil && p.Lon != nil && math.Abs(*p.Lat-lat) < 0.5 && math.Abs(*p.Lon-lon) < 0.5
}

func scoreHalves(t *testing.T, table string, floor int, judge func(*record.Record, [][]string) []fault) {
	score(t, table+"_open.txt", floor, true, judge)
	score(t, table+"_closed.txt", floor, false, judge)
}

// TestEventTimes reads passages with when their events were, written before any
// rule was tried on them. Every word named is asked for, whether or not it becomes
// an event of the record.
func TestEventTimes(t *testing.T) {
	p := load(t)
	w := passage.World(t)
	coder, err := event.Load(w)
	if err != nil {
		t.Fatal(err)
	}
	all, right := 0, 0
	for i, x := range passage.Table(t, "testdata/event_times.txt") {
		report := record.Report{ID: fmt.Sprint(i), Text: x.Text, Published: record.Ptr("2024-03-13")}
		if body, ok := strings.CutPrefix(x.Text, "undated: "); ok {
			report.Text, report.Published = body, nil
		}
		doc, rec, err := p.Read(report)
		if err != nil {
			t.Fatal(err)
		}
		date := coder.Dates(doc, record.NewSpeller(doc.Text), event.Given{Statements: rec.Statements, Times: rec.Times, Places: rec.Places, Figures: rec.Figures})
		for _, cells := range cells(x) {
			all++
			start, by := "-", "-"
			when, how := date(slices.IndexFunc(doc.Tokens, func(k text.Token) bool { return doc.Slice(k.Span) == cells[0] }))
			if when != nil && when.Start != nil {
				start = *when.Start
			}
			if how != "" {
				by = how
			}
			if start == cells[1] && by == cells[2] {
				right++
				continue
			}
			t.Logf("%s\n\t%s: got %s | %s, want %s | %s", report.Text, cells[0], start, by, cells[1], cells[2])
		}
	}
	t.Logf("event times: %d of %d right, %.1f %%", right, all, 100*float64(right)/float64(all))
	if right*100 < 90*all {
		t.Errorf("event times: %d of %d right", right, all)
	}
}
