package render

import (
	"fmt"

	"annals/internal/situation"
)

// ReportLine is a report in a list of copies, versions or a story.
type ReportLine struct {
	situation.Report
	Opening string // how its text begins, where it has no title
	Note    string // why it stands in the list, "" for nothing
	Changes []situation.Change
}

// Reports writes a list of reports: when, by whom, title, how it stands.
func (s *Situations) Reports(heading string, list []ReportLine) {
	s.heading(heading)
	for _, r := range list {
		title := headed(r.Title, r.Opening)
		who := OneLine(r.Publisher)
		if who == "" {
			who = "publisher unknown"
		}
		text := fmt.Sprintf("%-20s  %s  %s · %s", moment(r.Moment), ShortID(r.ID), who, title)
		switch {
		case r.Retracted:
			text += " · taken back"
		case r.Later:
			text += " · a later version exists"
		}
		s.indent(2, "", text)
		if r.Note != "" {
			s.indent(24, markFaint, OneLine(r.Note))
		}
		for _, c := range r.Changes {
			s.change(c)
		}
	}
}

// headed is what a report is headed by: its title, or else how it begins.
func headed(title, opening string) string {
	if title = OneLine(title); title != "" {
		return title
	}
	if opening = OneLine(opening); opening != "" {
		return "“" + clip(opening, 60) + "”"
	}
	return "no title"
}

// change writes one difference between two versions.
func (s *Situations) change(c situation.Change) {
	switch c.What {
	case "changed":
		s.indent(6, "", fmt.Sprintf("%s %s changed", c.Kind, c.Row))
		s.indent(8, markFaint, "before: "+clip(OneLine(c.Before), 240))
		s.indent(8, markFaint, "now:    "+clip(OneLine(c.After), 240))
	case "gone":
		s.indent(6, "", fmt.Sprintf("%s %s is gone: %s", c.Kind, c.Row, clip(OneLine(c.Before), 240)))
	default:
		s.indent(6, "", fmt.Sprintf("%s %s is new: %s", c.Kind, c.Row, clip(OneLine(c.After), 240)))
	}
}

// ActorLine is an actor over reports.
type ActorLine struct {
	Key, Name, Country string
	Aliases            []string
	Reports            int
	Roles              string
	Relations          []RelationLine
}

// RelationLine is what happened between an actor and another.
type RelationLine struct {
	Key     string
	Name    string
	Towards bool
	Events  []RelationEventLine
}

// RelationEventLine is one situation between two actors.
type RelationEventLine struct {
	Day, Code, Status string
	Origins           int
	Row, Words        string
}

// Actor writes an actor as an entry of a list.
func (s *Situations) Actor(a ActorLine) {
	head := OneLine(a.Name)
	if a.Country != "" {
		head += " (" + a.Country + ")"
	}
	fmt.Fprintf(s.w, "%s  %s\n", s.paint(markHeading, head), s.paint(markFaint, a.Key))
	s.indent(2, "", plural(a.Reports, "report")+": "+a.Roles)
	if len(a.Aliases) > 0 {
		s.indent(2, markFaint, "also: "+cleanAll(a.Aliases))
	}
}

// relations writes what clauses say passed between an actor and others.
func (s *Situations) relations(list []RelationLine) {
	for _, r := range list {
		arrow := "→ "
		if !r.Towards {
			arrow = "← "
		}
		s.heading(arrow + OneLine(r.Name))
		for _, e := range r.Events {
			s.indent(2, "", fmt.Sprintf("%-12s %s %s, %s", dayOr(e.Day), e.Status, e.Code, plural(e.Origins, "origin")))
			s.quote(4, OneLine(e.Words), RowID(e.Row))
		}
	}
}
