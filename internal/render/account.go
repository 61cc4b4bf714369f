package render

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"net/url"
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/situation"
)

//go:embed html/account.html
var accountTemplate string

//go:embed html/account.css
var accountStyle string

// accountPage is a page over reports.
type accountPage struct {
	Title   string
	Nav     []Link
	Style   template.CSS
	Facts   []string
	Lists   []reportList
	Tables  []table
	Matters []matter
	Last    []reportList
}

// reportList is reports in a table.
type reportList struct {
	Title string
	Rows  []reportRow
}

type reportRow struct {
	Moment, ID, Publisher, Title, URL, Page, Standing, Note string
	Changes                                                 []string
}

// matter is a situation: who says so and who denies it beside each other, how its
// figures moved, and what is not counted.
type matter struct {
	Anchor, ID, Title, Code string
	Facts                   []string
	Named                   []Link // actors that have a page
	Sides                   []side
	Series                  []seriesTable
	NotCounted, Reasons     []string
}

type side struct {
	Class, Title string
	Claims       []claimBlock
}

// claimBlock is that somebody says it: the chain from who says so to who printed it,
// and the words of each report.
type claimBlock struct {
	Chain  []string // who says so, and through whom, the innermost first
	Status string   // "" for happened
	Since  string
	By     string
	Words  []quotation
}

type quotation struct {
	Words, Cite, URL, Row string
	Page                  string // where the row stands, "" if there is no page
	Date                  string // the days that the report gives, "" if none
}

type seriesTable struct {
	Title  string
	Points []pointRow
	Differ []string
	More   int // pairs that differ and are not written out
}

type pointRow struct {
	Since, Number, Who, By, Note string
	Class                        string // what became of it
	Width                        int    // percent of the largest number; 0 where there is none
}

// SituationHTML writes a situation as one page that stands by itself. The page
// loads nothing and runs no script.
func SituationHTML(w io.Writer, id string, a *situation.Account, reasons []Reason) error {
	m := newMatter(id, a, reasons, nil)
	page := &accountPage{Title: m.Title, Facts: append([]string{m.Code}, m.Facts...)}
	m.Title, m.Code, m.Facts = "", "", nil
	page.Matters = []matter{m}
	return page.write(w)
}

// Told is a situation with its id.
type Told struct {
	ID      string
	Account *situation.Account
	Links   []Reason // why its events are taken for one
}

// StoryHTML writes a story as one page: its reports in order of time, those of other
// stories that share an event with it, and its situations.
func StoryHTML(w io.Writer, reports, beside []ReportLine, situations []Told, links *Links) error {
	page := &accountPage{Title: "Story", Nav: links.home(), Facts: []string{plural(len(reports), "report"), plural(len(situations), "situation")}}
	for _, r := range reports {
		if r.Title != "" {
			page.Title = OneLine(r.Title)
			break
		}
	}
	page.Lists = append(page.Lists, newReportList("Reports", reports, links))
	if len(beside) > 0 {
		page.Lists = append(page.Lists, newReportList("Reports of other stories that share an event", beside, links))
	}
	t := newTimeline("What happened when")
	for _, s := range situations {
		m := newMatter(s.ID, s.Account, s.Links, links)
		page.Matters = append(page.Matters, m)
		t.Rows = append(t.Rows, timelineCells(m, s.Account, "#"+m.Anchor))
	}
	slices.SortStableFunc(t.Rows, func(a, b []cell) int { return strings.Compare(timelineOrder(a), timelineOrder(b)) })
	if len(t.Rows) > 0 {
		page.Tables = append(page.Tables, t)
	}
	return page.write(w)
}

// ReportsHTML writes a list of reports as a page.
func ReportsHTML(w io.Writer, title string, list []ReportLine) error {
	return (&accountPage{Title: title, Facts: []string{plural(len(list), "report")}, Lists: []reportList{newReportList("Reports", list, nil)}}).write(w)
}

// SeriesHTML writes the history of a figure as a page.
func SeriesHTML(w io.Writer, x situation.Series) error {
	table, ok := newSeriesTable(x)
	page := &accountPage{Title: table.Title, Facts: []string{plural(len(x.Points), "number")}}
	if ok {
		page.Matters = []matter{{Anchor: "figure", Series: []seriesTable{table}}}
	}
	return page.write(w)
}

func (p *accountPage) write(w io.Writer) error {
	p.Style = template.CSS(baseStyle + accountStyle)
	t, err := template.New("account").Parse(accountTemplate)
	if err != nil {
		return fmt.Errorf("render: html: %w", err)
	}
	if err := t.Execute(w, p); err != nil {
		return fmt.Errorf("render: html: %w", err)
	}
	return nil
}

func newMatter(id string, a *situation.Account, reasons []Reason, links *Links) matter {
	m := matter{ID: RowID(id), Named: links.named(a), Anchor: SituationAnchor(id), Code: situationCode(a), Title: between(a)}
	if m.Title == "" {
		m.Title = m.Code
	}
	if places := titledAll(a.Places); places != "" {
		m.Facts = append(m.Facts, places)
	}
	if d := days(a); d != "" {
		m.Facts = append(m.Facts, d)
	}
	m.Facts = append(m.Facts, standing(a.Counts), dated(a))
	asserted, denied := side{"asserted", "Who says so", nil}, side{"denied", "Who denies it", nil}
	for _, c := range a.Claims {
		if c.Denied {
			denied.Claims = append(denied.Claims, newClaimBlock(c, links))
		} else {
			asserted.Claims = append(asserted.Claims, newClaimBlock(c, links))
		}
	}
	for _, s := range []side{asserted, denied} {
		if len(s.Claims) > 0 {
			m.Sides = append(m.Sides, s)
		}
	}
	for _, x := range a.Series {
		if t, ok := newSeriesTable(x); ok {
			m.Series = append(m.Series, t)
		}
	}
	m.NotCounted = notCounted(a)
	for _, r := range reasons {
		m.Reasons = append(m.Reasons, fmt.Sprintf("%s and %s (%s): %s", RowID(r.A), RowID(r.B), r.sure(), OneLine(r.Why)))
	}
	return m
}

// newTimeline is a table of situations in order of their days.
func newTimeline(title string) table {
	return table{Title: title, Heads: []string{"When", "What", "Who", "Who stands behind it"}}
}

// timelineCells are the cells of a situation in it.
func timelineCells(m matter, a *situation.Account, href string) []cell {
	who := cell{Text: m.Title, Href: href}
	statuses := map[string]bool{}
	for _, c := range a.Claims {
		statuses[c.Status] = true
	}
	if len(statuses) == 1 && len(a.Claims) > 0 && a.Claims[0].Status != record.Happened {
		who.Badge = a.Claims[0].Status
	}
	when := days(a)
	if when == "" {
		when = "date unknown"
	}
	return []cell{{Text: when}, {Text: m.Code, Class: "code"}, who, {Text: standing(a.Counts)}}
}

// timelineOrder puts a situation after those of earlier days; what is only
// bounded comes after what was that day, and what nobody dates last.
func timelineOrder(row []cell) string {
	if day, ok := strings.CutPrefix(row[0].Text, "by "); ok {
		return day + " by"
	}
	return row[0].Text
}

func newClaimBlock(c situation.Claim, links *Links) claimBlock {
	b := claimBlock{Chain: chain(c.Who, c.Via), Since: since(c.Since), By: published(c.Members)}
	if c.Status != record.Happened && c.Status != record.Denied {
		b.Status = c.Status
	}
	for _, m := range c.Members {
		q := quotation{Words: clip(OneLine(m.Words), 400), Row: rowID(m.Report.ID, m.Row), Page: links.report(m.Report.ID + "/" + m.Row), URL: webAddress(m.Report.URL)}
		cite := []string{OneLine(m.Report.Publisher), OneLine(m.Report.Title), moment(m.Report.Moment)}
		if cite[0] == "" {
			cite[0] = "publisher unknown"
		}
		q.Cite = strings.Join(slices.DeleteFunc(cite, func(s string) bool { return s == "" }), ", ")
		if m.SaysWhen() {
			q.Date = m.First
		}
		b.Words = append(b.Words, q)
	}
	return b
}

// chain names who says so and through whom it came, the innermost first.
func chain(who string, via []string) []string {
	names := []string{OneLine(who)}
	if names[0] == "" {
		names[0] = "the report's own voice"
	}
	for _, v := range slices.Backward(via) {
		names = append(names, OneLine(v))
	}
	return names
}

func newSeriesTable(x situation.Series) (seriesTable, bool) {
	t := seriesTable{Title: "How many: " + OneLine(x.Counts)}
	largest := 0.0
	for _, p := range x.Points {
		largest = max(largest, size(p.Figure))
	}
	for _, p := range x.Points {
		r := pointRow{Since: moment(p.Since), Number: bounded(p.Figure), Who: strings.Join(chain(p.Who, p.Via), ", through "), By: outletList(p.Reports)}
		if largest > 0 {
			r.Width = int(math.Round(100 * size(p.Figure) / largest))
		}
		switch {
		case p.Denied:
			r.Class, r.Note = "denied", "denied"
		case p.Revised:
			r.Class, r.Note = "revised", "revised later"
		}
		t.Points = append(t.Points, r)
	}
	t.Differ = differing(x)
	if n := len(t.Differ); n > mostDiffer {
		t.Differ, t.More = t.Differ[:mostDiffer], n-mostDiffer
	}
	return t, len(t.Points) > 0
}

// size is the number by which a figure's bar is drawn.
func size(f situation.Figure) float64 {
	for _, v := range []*float64{f.Value, f.High, f.Low} {
		if v != nil {
			return max(0, *v)
		}
	}
	return 0
}

func newReportList(title string, list []ReportLine, links *Links) reportList {
	out := reportList{Title: title}
	for _, r := range list {
		row := reportRow{Moment: moment(r.Moment), ID: ShortID(r.ID), Page: links.report(r.ID), Publisher: OneLine(r.Publisher), Title: headed(r.Title, r.Opening), URL: webAddress(r.URL), Note: OneLine(r.Note)}
		if row.Publisher == "" {
			row.Publisher = "publisher unknown"
		}
		switch {
		case r.Retracted:
			row.Standing = "taken back"
		case r.Later:
			row.Standing = "a later version exists"
		}
		for _, c := range r.Changes {
			row.Changes = append(row.Changes, changeLine(c))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// changeLine puts a difference between two versions into one line.
func changeLine(c situation.Change) string {
	switch c.What {
	case "changed":
		return fmt.Sprintf("%s %s changed from “%s” to “%s”", c.Kind, c.Row, clip(OneLine(c.Before), 240), clip(OneLine(c.After), 240))
	case "gone":
		return fmt.Sprintf("%s %s is gone: “%s”", c.Kind, c.Row, clip(OneLine(c.Before), 240))
	}
	return fmt.Sprintf("%s %s is new: “%s”", c.Kind, c.Row, clip(OneLine(c.After), 240))
}

// webAddress is an address that a page may link to, or "".
func webAddress(s string) string {
	if u, err := url.Parse(s); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		return u.String()
	}
	return ""
}
