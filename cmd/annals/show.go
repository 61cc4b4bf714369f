package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"annals/internal/export"
	"annals/internal/ledger"
	"annals/internal/render"
)

// showCmd shows one report, one row, or what stands behind it over reports.
type showCmd struct {
	ledgerFlags
	styleFlags
	What    []string `arg:"" help:"An id, alone or after what to show of it; see above." placeholder:"[WHAT] ID"`
	Format  string   `enum:"text,json,html" default:"text" help:"text, json, or html (a page that stands by itself)."`
	Machine bool     `help:"A report or row as the program read it, without corrections."`
}

// Help is the long help of the command.
func (c *showCmd) Help() string {
	return `annals query prints the ids at the right edge. An id is a report's, or the beginning of it, alone or with
a row: 3f2a91c0d4, 3f2a91c0d4/E3.

  show 3f2a91c0d4                the report's record
  show 3f2a91c0d4/E3             one row of it
  show situation 3f2a91c0d4/E3   the event over all reports: who says so, who denies it, who gives which
                                 number, since when, and why these reports are taken to tell of one thing
  show story 3f2a91c0d4          the reports that tell one story, and its situations
  show figure 3f2a91c0d4/F1      the history of a figure over the story
  show copies 3f2a91c0d4         the reports that go back to the same writing, and why
  show versions 3f2a91c0d4       its earlier and later versions, and what each changed in the record
  show actor NAME                an actor over reports, by name, key or row (3f2a91c0d4/A2): what reports call
                                 it, what it did and said, what was done to it, and what clauses of reports
                                 say happened between it and others

Examples:
  annals show --format json 3f2a91c0d4 > record.json
  annals show --format html 3f2a91c0d4 > record.html
  annals show --format html story 3f2a91c0d4 > story.html
  annals show actor "interior ministry"
  annals show --format html actor "Ann Miller" > miller.html

Pages that lead to each other, from all stories down to the words: annals export --format html -o pages/

Exit codes: 0 it was shown, 1 there is none, or fault of the ledger, 2 the command line is wrong.`
}

// Run prints what was asked for.
func (c *showCmd) Run(ctx context.Context, std streams) error {
	what, id := "", strings.TrimSpace(c.What[0])
	if len(c.What) > 1 {
		what, id = strings.ToLower(c.What[0]), strings.TrimSpace(strings.Join(c.What[1:], " "))
	}
	l, err := c.toRead(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	report, row, _ := strings.Cut(id, "/")
	row = strings.ToUpper(row)
	view := &shower{ctx: ctx, l: l, std: std, json: c.Format == "json", html: c.Format == "html", style: c.style(std.out)}
	switch what {
	case "", "report", "row":
		return c.record(ctx, l, std, id)
	case "situation", "event":
		return view.situation(report, row)
	case "story":
		return view.story(report)
	case "figure":
		return view.figure(report, row)
	case "copies":
		return view.copies(report)
	case "versions":
		return view.versions(report)
	case "actor":
		return view.actor(id)
	}
	fmt.Fprintf(std.err, "annals: show: no %q to show; it is one of report, situation, story, figure, copies, versions, actor\n", what)
	return exitError(2)
}

// record prints a report or one of its rows.
func (c *showCmd) record(ctx context.Context, l *ledger.Ledger, std streams, id string) error {
	report, row, hasRow := strings.Cut(id, "/")
	get := l.Get
	if c.Machine {
		get = l.AsRead
	}
	rec, err := get(ctx, report)
	if err != nil {
		return err
	}
	row = strings.ToUpper(row)
	switch {
	case !hasRow && c.Format == "json":
		return rec.Write(std.out)
	case !hasRow && c.Format == "html":
		return render.HTML(std.out, rec)
	case c.Format == "html":
		return fmt.Errorf("html is a whole report's page: leave out /%s", row)
	case !hasRow:
		return render.Text(std.out, rec, c.style(std.out))
	case c.Format == "text":
		return render.One(std.out, rec, row, c.style(std.out))
	}
	kind, ok := kindOf(row)
	if !ok || len(export.Lines(rec, kind, row)) == 0 {
		return fmt.Errorf("no record %q in report %s", row, render.ShortID(rec.Report.ID))
	}
	return export.WriteLines(std.out, rec, kind, row)
}

// kindOf is the table in which a row's id stands.
func kindOf(id string) (export.Kind, bool) {
	if id == "" {
		return "", false
	}
	kind, ok := map[byte]export.Kind{'A': export.Actors, 'S': export.Statements, 'E': export.Events,
		'F': export.Figures, 'T': export.Times, 'P': export.Places}[id[0]]
	return kind, ok
}

// shower shows what stands behind a row over reports.
type shower struct {
	ctx  context.Context
	l    *ledger.Ledger
	std  streams
	json bool
	html bool
	// style is of text.
	style render.Style
}

func (v *shower) asJSON(value any) error {
	e := json.NewEncoder(v.std.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}

func (v *shower) page() *render.Situations {
	return render.NewSituations(v.std.out, v.style)
}

func (v *shower) situation(report, row string) error {
	if row == "" {
		fmt.Fprintln(v.std.err, "annals: show situation: name an event, such as 3f2a91c0d4/E1")
		return exitError(2)
	}
	s, err := v.l.Situation(v.ctx, report, row)
	if err != nil {
		return err
	}
	if v.json {
		return v.asJSON(s)
	}
	if v.html {
		return render.SituationHTML(v.std.out, s.ID, s.Account, reasons(s.Links))
	}
	page := v.page()
	page.Full(s.ID, s.Account, reasons(s.Links))
	return page.Flush()
}

// reasons are the links of a situation for its page.
func reasons(links []ledger.Link) []render.Reason {
	var list []render.Reason
	for _, l := range links {
		list = append(list, render.Reason(l))
	}
	return list
}

func (v *shower) story(report string) error {
	s, err := v.l.Story(v.ctx, report)
	if err != nil {
		return err
	}
	if v.json {
		return v.asJSON(s)
	}
	if v.html {
		return render.StoryHTML(v.std.out, lines(s.Reports, takesBack), lines(s.Beside, takesBack), told(s.Situations), nil)
	}
	page := v.page()
	page.Reports("REPORTS", lines(s.Reports, takesBack))
	if len(s.Beside) > 0 {
		page.Reports("REPORTS OF OTHER STORIES THAT SHARE AN EVENT", lines(s.Beside, takesBack))
	}
	page.Heading("SITUATIONS")
	for _, x := range s.Situations {
		page.Brief(x.ID, x.Account)
	}
	return page.Flush()
}

// lines are the lines of a list of reports.
func lines(list []ledger.Standing, note func(ledger.Standing) string) []render.ReportLine {
	var out []render.ReportLine
	for _, r := range list {
		out = append(out, render.ReportLine{Report: r.Report, Opening: r.Opening, Note: note(r), Changes: r.Changes})
	}
	return out
}

func (v *shower) figure(report, row string) error {
	s, err := v.l.History(v.ctx, report, row)
	if err != nil {
		return err
	}
	if v.json {
		return v.asJSON(s)
	}
	if v.html {
		return render.SeriesHTML(v.std.out, *s)
	}
	page := v.page()
	page.Series(*s)
	return page.Flush()
}

func (v *shower) copies(report string) error {
	list, err := v.l.Copies(v.ctx, report)
	if err != nil {
		return err
	}
	if v.json {
		return v.asJSON(list)
	}
	return v.reports("One origin", lines(list, whyOne))
}

// whyOne notes why a report goes back to the same writing as another.
func whyOne(r ledger.Standing) string {
	var notes []string
	if r.Why != "" {
		notes = append(notes, r.Why)
	}
	if r.Credit != "" && !strings.Contains(r.Why, "credit") {
		notes = append(notes, "credits "+r.Credit+" by "+r.How)
	}
	for _, s := range r.Sightings[min(1, len(r.Sightings)):] {
		notes = append(notes, strings.TrimSpace("also in "+s.Publisher+" "+s.URL))
	}
	return strings.Join(notes, "; ")
}

// reports shows a list of reports.
func (v *shower) reports(title string, list []render.ReportLine) error {
	if v.html {
		return render.ReportsHTML(v.std.out, title, list)
	}
	page := v.page()
	page.Reports(strings.ToUpper(title), list)
	return page.Flush()
}

func (v *shower) versions(report string) error {
	list, err := v.l.Versions(v.ctx, report)
	if err != nil {
		return err
	}
	if v.json {
		return v.asJSON(list)
	}
	return v.reports("Versions", lines(list, takesBack))
}

// takesBack notes a report that only takes another back.
func takesBack(r ledger.Standing) string {
	if r.Notice {
		return "takes the report back"
	}
	return ""
}

func (v *shower) actor(name string) error {
	if v.html {
		return actorPage(v.ctx, v.l, v.std.out, name)
	}
	list, err := v.l.Actors(v.ctx, name)
	if err != nil {
		return err
	}
	if v.json {
		return v.asJSON(list)
	}
	if len(list) == 0 {
		return fmt.Errorf("no actor over reports is called %q; annals query %s looks in single reports", name, "'party:"+strconv.Quote(name)+"'")
	}
	page := v.page()
	for i, a := range list {
		if i > 0 {
			fmt.Fprintln(v.std.out)
		}
		if len(list) > 3 {
			page.Actor(actorLine(a))
		} else {
			p, err := v.l.Profile(v.ctx, a.Key)
			if err != nil {
				return err
			}
			page.Profile(profileOf(p))
		}
		if err := page.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// actorLine is an actor for its page.
func actorLine(a ledger.Actor) render.ActorLine {
	line := render.ActorLine{Key: a.Key, Country: a.Country, Reports: a.Reports, Name: a.Key}
	if len(a.Names) > 0 {
		line.Name, line.Aliases = a.Names[0], a.Names[1:]
	}
	var roles []string
	words := map[string]string{"actor": "as actor", "recipient": "as recipient", "speaker": "speaking", "source": "as source", "via": "passing on"}
	for _, role := range slices.Sorted(maps.Keys(a.Roles)) {
		if w := words[role]; w != "" {
			roles = append(roles, fmt.Sprintf("%s %d", w, a.Roles[role]))
		}
	}
	line.Roles = strings.Join(roles, ", ")
	if line.Roles == "" {
		line.Roles = "named only"
	}
	for _, r := range a.Relations {
		rel := render.RelationLine{Key: r.Key, Name: r.Name, Towards: r.Towards}
		for _, e := range r.Events {
			code := e.Type
			if e.Mode != "" {
				code += "/" + e.Mode
			}
			rel.Events = append(rel.Events, render.RelationEventLine{Day: e.Day, Code: code, Status: e.Status, Origins: e.Origins, Row: e.Row, Words: e.Words})
		}
		line.Relations = append(line.Relations, rel)
	}
	return line
}
