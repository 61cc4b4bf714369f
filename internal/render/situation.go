package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"

	"annals/internal/record"
	"annals/internal/situation"
)

// Situations writes situations for a terminal.
type Situations struct{ *page }

// NewSituations makes the writer; Flush ends it.
func NewSituations(w io.Writer, style Style) *Situations { return &Situations{newPage(w, style)} }

// Flush writes out what is still held back.
func (s *Situations) Flush() error {
	if err := s.w.Flush(); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	return nil
}

// Reason is why two events are taken for one: their rows, how sure, and what
// speaks for it.
type Reason struct {
	A, B  string
	Score float64
	ByWho bool
	Why   string
}

// sure says how sure it is.
func (r Reason) sure() string {
	if r.ByWho {
		return "by hand"
	}
	return fmt.Sprintf("%.2f", r.Score)
}

// rowID is the id of a row as people type it: "3f2a91c0d4/E1".
func rowID(report, row string) string { return ShortID(report) + "/" + row }

// RowID shortens "sha256:3f2a…/E1" to what people type.
func RowID(id string) string {
	report, row, ok := strings.Cut(id, "/")
	if !ok {
		return ShortID(report)
	}
	return rowID(report, row)
}

// Brief writes a situation as an entry of a list.
func (s *Situations) Brief(id string, a *situation.Account) {
	fmt.Fprintln(s.w)
	s.title(id, a)
	for _, c := range a.Claims {
		s.claim(c, false)
	}
	for _, x := range a.Series {
		if len(x.Points) > 1 {
			s.indent(2, markFaint, x.Counts+": "+progress(x))
		}
	}
}

// Full writes a situation with all of its sections.
func (s *Situations) Full(id string, a *situation.Account, reasons []Reason) {
	s.title(id, a)
	s.indent(2, markFaint, dated(a))
	var asserted, denied []situation.Claim
	for _, c := range a.Claims {
		if c.Denied {
			denied = append(denied, c)
		} else {
			asserted = append(asserted, c)
		}
	}
	s.claims("WHO SAYS SO", asserted)
	s.claims("WHO DENIES IT", denied)
	for _, x := range a.Series {
		s.Series(x)
	}
	if list := notCounted(a); len(list) > 0 {
		s.heading("NOT COUNTED")
		for _, l := range list {
			s.indent(2, "", l)
		}
	}
	if len(reasons) > 0 {
		s.heading("WHY THESE ARE TAKEN FOR ONE")
		for _, r := range reasons {
			s.indent(2, "", fmt.Sprintf("%s and %s  %s  %s", RowID(r.A), RowID(r.B), r.sure(), OneLine(r.Why)))
		}
	}
}

// title writes what a situation is, and how many stand behind it.
func (s *Situations) title(id string, a *situation.Account) {
	head := situationCode(a)
	if who := between(a); who != "" {
		head += " " + who
	}
	for _, p := range a.Places {
		head += " · " + titled(OneLine(p))
	}
	if day := days(a); day != "" {
		head += " · " + day
	}
	short := RowID(id)
	lines := wrap(head, s.Width-len(short)-2)
	for i, l := range lines {
		if i == 0 {
			fmt.Fprintf(s.w, "%s%s%s\n", s.paint(markHeading, l), strings.Repeat(" ", max(2, s.Width-runewidth.StringWidth(l)-len(short))), s.paint(markFaint, short))
			continue
		}
		fmt.Fprintln(s.w, s.paint(markHeading, l))
	}
	s.indent(2, "", standing(a.Counts))
}

// situationCode is a situation's type and mode.
func situationCode(a *situation.Account) string {
	if a.Mode != "" {
		return a.Type + "/" + a.Mode
	}
	return a.Type
}

// between names who acts and who is acted upon in a situation: "a → b", or "a ↔ b"
// where they do it to each other.
func between(a *situation.Account) string {
	actors, to := cleanAll(a.Actors), cleanAll(a.Recipients)
	switch to {
	case "":
		return actors
	case actors: // they do it to each other
		return strings.ReplaceAll(actors, " and ", " ↔ ")
	}
	return strings.TrimSpace(actors + " → " + to)
}

// days are the days that reports give for a situation, or that by which it was.
func days(a *situation.Account) string {
	switch {
	case a.Last > a.First:
		return a.First + " to " + a.Last
	case a.First != "":
		return a.First
	case a.By != "":
		return "by " + a.By
	}
	return ""
}

// dated says what the days of a situation rest on.
func dated(a *situation.Account) string {
	switch {
	case a.First != "":
		return "dated by " + published(a.Dated())
	case a.By != "":
		return "no report says when; told as done on " + a.By
	}
	return "no report says when"
}

// standing says how many stand behind a situation.
func standing(c situation.Counts) string {
	if c.Reports == 0 {
		if c.Claimants > 0 { // reports that stand, and all of them deny it
			return "only denied"
		}
		return "no report that stands tells of it"
	}
	parts := []string{fmt.Sprintf("%s by %s", plural(c.Reports, "report"), plural(c.Outlets, "outlet")), plural(c.Origins, "independent origin")}
	if c.Outlets == 0 {
		parts[0] = plural(c.Reports, "report") + ", publisher unknown"
	}
	if c.Denied {
		parts = append(parts, "denied by somebody")
	}
	if c.Figures {
		parts = append(parts, "figures differ")
	}
	return strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (s *Situations) claims(heading string, list []situation.Claim) {
	if len(list) == 0 {
		return
	}
	s.heading(heading)
	for _, c := range list {
		s.claim(c, true)
	}
}

// claim writes who says it, since when, and in which reports.
func (s *Situations) claim(c situation.Claim, evidence bool) {
	who := OneLine(c.Who)
	if who == "" {
		who = "the report's own voice"
	}
	if len(c.Via) > 0 {
		who += ", through " + cleanAll(c.Via)
	}
	head := who
	if c.Denied && !evidence {
		head = "denied by " + who
	}
	if c.Status != record.Happened && c.Status != record.Denied {
		head += " (" + c.Status + ")"
	}
	head += ", " + since(c.Since) + ": " + published(c.Members)
	s.indent(2, "", head)
	if evidence {
		first := c.Members[0]
		s.quote(4, OneLine(first.Words), rowID(first.Report.ID, first.Row))
	}
}

// published names the outlets of members: the first, and how many others.
func published(members []situation.Member) string {
	var reports []situation.Report
	for _, m := range members {
		if !slices.ContainsFunc(reports, func(r situation.Report) bool { return r.ID == m.Report.ID }) {
			reports = append(reports, m.Report)
		}
	}
	return outletList(reports)
}

func outletList(reports []situation.Report) string {
	var names []string
	for _, r := range reports {
		name := OneLine(r.Publisher)
		if name == "" {
			name = "publisher unknown"
		}
		switch {
		case r.Retracted:
			name += " (taken back)"
		case r.Later:
			name += " (earlier version)"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > 4 {
		names = append(names[:3], fmt.Sprintf("%d others", len(names)-3))
	}
	return enumerate(names)
}

// mostDiffer is how many pairs of figures that differ are written out.
const mostDiffer = 6

// Series writes the history of a figure as a table.
func (s *Situations) Series(x situation.Series) {
	if len(x.Points) == 0 {
		return
	}
	s.heading("HOW MANY: " + strings.ToUpper(OneLine(x.Counts)))
	for _, p := range x.Points {
		s.indent(2, "", fmt.Sprintf("%-20s  %-14s  %s", moment(p.Since), OneLine(bounded(p.Figure)), pointSource(p)))
	}
	for i, d := range differing(x) {
		if i == mostDiffer {
			s.indent(2, markSoft, fmt.Sprintf("and %d more pairs", len(differing(x))-i))
			break
		}
		s.indent(2, markSoft, d)
	}
}

// differing are the pairs of numbers that can't both be right, each once
// however often the two were given.
func differing(x situation.Series) []string {
	var list []string
	told := map[[2]string]bool{}
	for _, d := range x.Differ {
		a, b := pointShort(x.Points[d[0]]), pointShort(x.Points[d[1]])
		if !told[[2]string{a, b}] && !told[[2]string{b, a}] {
			told[[2]string{a, b}] = true
			list = append(list, fmt.Sprintf("%s and %s can't both be right.", a, b))
		}
	}
	return list
}

// pointSource says who gave a number and where it was printed.
func pointSource(p situation.Point) string {
	who := OneLine(p.Who)
	if who == "" {
		who = "the report's own voice"
	}
	if len(p.Via) > 0 {
		who += ", through " + cleanAll(p.Via)
	}
	text := who + ": " + outletList(p.Reports)
	if p.Revised {
		text += " (revised later)"
	}
	if p.Denied {
		text += " (denied)"
	}
	return text
}

func pointShort(p situation.Point) string {
	who := OneLine(p.Who)
	if who == "" && len(p.Reports) > 0 {
		who = OneLine(p.Reports[0].Publisher)
	}
	if who == "" {
		return bounded(p.Figure)
	}
	return bounded(p.Figure) + " (" + who + ")"
}

// bounded is a figure's number with its bound.
func bounded(f situation.Figure) string {
	return figure(&record.Figure{Value: f.Value, Low: f.Low, High: f.High, Bound: f.Bound})
}

// progress is the numbers of a series in a row.
func progress(x situation.Series) string {
	var parts []string
	for _, p := range x.Points {
		if n := bounded(p.Figure); len(parts) == 0 || parts[len(parts)-1] != n {
			parts = append(parts, n)
		}
	}
	return strings.Join(parts, ", ")
}

// notCounted lists the members whose report has a later version or was taken
// back.
func notCounted(a *situation.Account) []string {
	var list []string
	for _, m := range a.Members {
		if m.Report.Live() {
			continue
		}
		why := "a later version exists"
		switch {
		case m.Report.Notice:
			why = "takes another report back"
		case m.Report.Retracted:
			why = "taken back"
		}
		list = append(list, fmt.Sprintf("%s  %s, %s: %s", rowID(m.Report.ID, m.Row), OneLine(m.Report.Publisher), moment(m.Report.Moment), why))
	}
	return list
}

// indent writes wrapped text behind so many spaces.
func (s *Situations) indent(n int, mark, text string) {
	for i, l := range keepGaps(text, s.Width-n) {
		pad := n
		if i > 0 {
			pad += 2
		}
		fmt.Fprintf(s.w, "%s%s\n", strings.Repeat(" ", pad), s.paint(mark, l))
	}
}

// quote writes words of a report with their row at the right edge.
func (s *Situations) quote(n int, words, row string) {
	lines := wrap(clip(words, 200), s.Width-n-len(row)-2)
	for i, l := range lines {
		fmt.Fprint(s.w, strings.Repeat(" ", n), s.paint(markFaint, l))
		if i == 0 {
			fmt.Fprint(s.w, strings.Repeat(" ", max(2, s.Width-n-runewidth.StringWidth(l)-len(row))), s.paint(markFaint, row))
		}
		fmt.Fprintln(s.w)
	}
}

// keepGaps wraps text whose first line may hold columns.
func keepGaps(text string, room int) []string {
	if runewidth.StringWidth(text) <= room {
		return []string{text}
	}
	cut := strings.LastIndex(text[:min(len(text), room)], " ")
	if cut <= 0 {
		return wrap(text, room)
	}
	return append([]string{text[:cut]}, wrap(text[cut+1:], room-2)...)
}

func cleanAll(names []string) string {
	var list []string
	for _, n := range names {
		list = append(list, OneLine(n))
	}
	return enumerate(list)
}

func titledAll(names []string) string {
	var list []string
	for _, n := range names {
		list = append(list, titled(OneLine(n)))
	}
	return enumerate(list)
}

// titled writes the words of a folded name large again.
func titled(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		r := []rune(w)
		words[i] = strings.ToUpper(string(r[0])) + string(r[1:])
	}
	return strings.Join(words, " ")
}

// moment is a time as it is shown: the day, and hour and minute with their zone
// where known.
// since is from when on something is said.
func since(s string) string {
	if s == "" {
		return moment(s)
	}
	return "since " + moment(s)
}

func moment(s string) string {
	if s == "" {
		return "date unknown"
	}
	day, clock, ok := strings.Cut(s, "T")
	if !ok || len(clock) < 5 {
		return day
	}
	zone := ""
	if i := strings.IndexAny(clock, "Z+-"); i > 0 {
		zone = " " + strings.Replace(clock[i:], "Z", "UTC", 1)
	}
	return day + " " + clock[:5] + zone
}

// Heading writes a heading with an empty line before it.
func (s *Situations) Heading(text string) { s.heading(text) }
