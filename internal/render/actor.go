package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/situation"
)

// Profile is all that a ledger has of an actor, for its page.
type Profile struct {
	ActorLine
	Facts       []string // kind, sectors
	Called      []Called
	Deeds       []Deed
	Said        []Saying
	Corrections []CorrectionLine
	Sources     []ReportLine
	Beyond      int // older reports whose names and statements are left out
}

// Called is what reports call an actor.
type Called struct {
	Name    string
	Reports int
	Outlets []string
}

// Deed is a situation that an actor had a part in.
type Deed struct {
	Told
	Did, Suffered bool
}

// Saying is what an actor said. Rows are its rows in Reports, one each.
type Saying struct {
	Act, Words, To, Day string
	Via, Rows           []string
	Reports             []situation.Report
}

// CorrectionLine is a correction in words.
type CorrectionLine struct{ ID, At, Who, What, Why string }

// table is a table of an account page.
type table struct {
	Title, Note string
	Heads       []string
	Rows        [][]cell
}

// cell is a cell of it: a text, what stands behind it, and what below.
type cell struct {
	Text, Href, Class, Badge string
	Head                     string // of its column, where a narrow page has to say it again
	More                     []string
	Links                    []Link
}

// ActorHTML writes the page of an actor: who it is and in whose words, what it
// did and what was done to it, what it said, what clauses say passed between it
// and others, what was corrected, and where all that stands. The page loads
// nothing and runs no script.
func ActorHTML(w io.Writer, p *Profile, links *Links) error {
	page := &accountPage{Title: OneLine(p.Name), Nav: links.home()}
	if p.Country != "" {
		page.Facts = append(page.Facts, p.Country)
	}
	page.Facts = append(append(page.Facts, p.Facts...), "in "+plural(p.Reports, "report"), p.Roles, p.Key)
	page.Tables = actorTables(p, links)
	if between := relationTable(p, links); len(between.Rows) > 0 {
		page.Tables = append(page.Tables, between)
	}
	page.Last = append(page.Last, newReportList("Reports that name this actor", p.Sources, links))
	return page.write(w)
}

// actorTables are the tables of an actor but for what passed between it and
// others.
func actorTables(p *Profile, links *Links) []table {
	var list []table
	if names := calledTable(p); len(names.Rows) > 0 {
		list = append(list, names)
	}
	for _, part := range []struct {
		title, none string
		has         func(Deed) bool
	}{
		{"Acts", "No report has this actor do anything.", func(d Deed) bool { return d.Did }},
		{"Acted upon", "No report has anything done to this actor.", func(d Deed) bool { return d.Suffered }},
	} {
		t := newTimeline(part.title)
		for _, d := range p.Deeds {
			if part.has(d) {
				row := timelineCells(newMatter(d.ID, d.Account, nil, links), d.Account, links.situation(d.ID))
				row[2].Links = []Link{{Text: RowID(d.ID)}}
				t.Rows = append(t.Rows, row)
			}
		}
		if len(t.Rows) == 0 {
			t.Note = part.none
		}
		list = append(list, t)
	}
	list = append(list, saidTable(p, links))
	if len(p.Corrections) > 0 {
		list = append(list, correctionTable(p.Corrections))
	}
	return list
}

// Profile writes the same for a terminal, but for the reports.
func (s *Situations) Profile(p *Profile) {
	s.Actor(p.ActorLine)
	for _, t := range actorTables(p, nil) {
		if len(t.Rows) > 0 {
			s.table(t)
		}
	}
	s.relations(p.Relations)
}

// table writes a table: what its first cells say beside each other, the rest
// below.
func (s *Situations) table(t table) {
	s.heading(strings.ToUpper(t.Title))
	for _, row := range t.Rows {
		var parts, more []string
		for _, c := range row[1:] {
			text := c.Text
			if c.Badge != "" {
				text += " (" + c.Badge + ")"
			}
			parts = append(parts, text)
			more = append(more, c.More...)
			for _, l := range c.Links {
				more = append(more, l.Text)
			}
		}
		s.indent(2, "", fmt.Sprintf("%-20s  %s", row[0].Text, strings.Join(parts, " · ")))
		if len(more) > 0 {
			s.indent(24, markFaint, strings.Join(more, ", "))
		}
	}
	if t.Note != "" {
		s.indent(2, markFaint, t.Note)
	}
}

func calledTable(p *Profile) table {
	t := table{Title: "Called", Heads: []string{"Name or description", "Reports", "Outlets"}}
	for _, c := range p.Called {
		outlets := slices.Clone(c.Outlets)
		if len(outlets) > 6 {
			outlets = append(outlets[:5], fmt.Sprintf("%d others", len(c.Outlets)-5))
		}
		by := cleanAll(outlets)
		if by == "" {
			by = "publisher unknown"
		}
		t.Rows = append(t.Rows, []cell{{Text: OneLine(c.Name)}, {Text: fmt.Sprint(c.Reports), Head: "Reports"}, {Text: by}})
	}
	if p.Beyond > 0 {
		t.Note = fmt.Sprintf("Names and statements of %s before these are left out.", plural(p.Beyond, "report"))
	}
	return t
}

func saidTable(p *Profile, links *Links) table {
	t := table{Title: "Said", Heads: []string{"Reported", "What", "By"}}
	for _, s := range p.Said {
		words := cell{Text: "“" + clip(strings.Trim(OneLine(s.Words), "\"“”"), 400) + "”", Class: "words"}
		how := pastTense(s.Act)
		if s.To != "" {
			how += ", to " + OneLine(s.To)
		}
		for _, v := range slices.Backward(s.Via) {
			how += ", through " + OneLine(v)
		}
		if s.Day != "" {
			how += ", on " + moment(s.Day)
		}
		words.More = []string{how}
		by := cell{Text: outletList(s.Reports)}
		for _, r := range s.Rows {
			by.Links = append(by.Links, Link{RowID(r), links.report(r)})
		}
		t.Rows = append(t.Rows, []cell{{Text: moment(s.Reports[0].Moment)}, words, by})
	}
	if len(t.Rows) == 0 {
		t.Note = "No report has this actor say anything."
	}
	return t
}

// relationTable lists what clauses say one did to the other, a row for each
// other and direction.
func relationTable(p *Profile, links *Links) table {
	t := table{Title: "With others", Heads: []string{"Who", "What", "In whose words"},
		Note: "Only what a clause says that one of them did to the other."}
	for _, r := range p.Relations {
		arrow := "→ "
		if !r.Towards {
			arrow = "← "
		}
		who := cell{Text: arrow + OneLine(r.Name), Href: links.actor(r.Key)}
		for _, e := range r.Events {
			what := cell{Text: e.Code, Href: links.situation(e.Row), Class: "code", More: []string{dayOr(e.Day)}}
			if e.Status != record.Happened {
				what.Badge = e.Status
			}
			words := cell{Text: "“" + clip(OneLine(e.Words), 240) + "”", Class: "words", Links: []Link{{RowID(e.Row), links.report(e.Row)}}}
			t.Rows = append(t.Rows, []cell{who, what, words})
			who = cell{}
		}
	}
	return t
}

// dayOr is a day, or that it is unknown.
func dayOr(day string) string {
	if day == "" {
		return "date unknown"
	}
	return day
}

func correctionTable(list []CorrectionLine) table {
	t := table{Title: "Corrected by people", Heads: []string{"When", "What", "Who and why"}}
	for _, c := range list {
		t.Rows = append(t.Rows, []cell{{Text: moment(c.At)}, {Text: OneLine(c.What), More: []string{"correction " + c.ID}}, {Text: OneLine(c.Who), More: []string{OneLine(c.Why)}}})
	}
	return t
}

// StoryLine is a story in a list.
type StoryLine struct {
	ID, Title, First, Last string // id of a report of it; days, "" if unknown
	Reports, Situations    int
	Opening                string // how a report of it begins, where none has a title
}

// IndexHTML writes the page that leads to all others of a folder.
func IndexHTML(w io.Writer, stories []StoryLine, actors []ActorLine, reports []ReportLine, links *Links) error {
	count := "1 story"
	if len(stories) != 1 {
		count = fmt.Sprintf("%d stories", len(stories))
	}
	page := &accountPage{Title: "What the reports say", Facts: []string{count, plural(len(reports), "report"), plural(len(actors), "actor")}}
	t := table{Title: "Stories", Heads: []string{"When", "Story", "Reports", "Situations"}}
	for _, s := range stories {
		days := dayOr(s.First)
		if s.Last > s.First {
			days += " to " + s.Last
		}
		t.Rows = append(t.Rows, []cell{{Text: days}, {Text: headed(s.Title, s.Opening), Href: links.story(s.ID)},
			{Text: fmt.Sprint(s.Reports), Head: "Reports"}, {Text: fmt.Sprint(s.Situations), Head: "Situations"}})
	}
	page.Tables = append(page.Tables, t)
	t = table{Title: "Actors", Heads: []string{"Reports", "Actor", "Country", "How"}}
	for _, a := range actors {
		t.Rows = append(t.Rows, []cell{{Text: fmt.Sprint(a.Reports), Head: "Reports"}, {Text: OneLine(a.Name), Href: links.actor(a.Key)}, {Text: a.Country}, {Text: a.Roles}})
	}
	page.Tables = append(page.Tables, t)
	page.Last = append(page.Last, newReportList("Reports", reports, links))
	return page.write(w)
}
