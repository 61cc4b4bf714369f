package ledger

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"annals/internal/query"
	"annals/internal/record"
)

// Kind is what a row of a search is.
type Kind string

const (
	Events     Kind = "events"
	Statements Kind = "statements"
	Figures    Kind = "figures"
	Reports    Kind = "reports"
	Situations Kind = "situations" // events over reports
)

// Match is one row that a search found.
type Match struct {
	Kind   Kind
	Record *record.Record // the whole record of the report; matches of one report share it
	ID     string         // of the event, statement or figure; "" for a report; of a situation, its first event's
	Words  string         // the evidence; the sentence around a figure; a report's title
}

// Options narrow a search.
type Options struct {
	Kinds  []Kind // none: all but situations
	Sort   string // newest, oldest, sure, origins, reports or added; "": newest
	Limit  int    // at most so many rows; 0: all
	Offset int    // leave out so many before
}

// orders are the orders of Options.Sort in SQL: by the report's date, by how
// sure the row is, by who stands behind the situation, or by when it was added.
func orders(sort string) string {
	const text = ", r.published DESC, r.id DESC, e.position, e.id"
	standing := func(column string) string {
		return `(SELECT s.` + column + ` FROM feature f JOIN situation s ON s.id = f.situation WHERE f.entry = e.id) DESC, r.day IS NULL, r.day DESC` + text
	}
	switch sort {
	case "oldest":
		return "r.day IS NULL, r.day, r.published, r.id, e.position, e.id"
	case "sure":
		return "e.confidence IS NULL, e.confidence DESC, r.day IS NULL, r.day DESC" + text
	case "origins", "reports":
		return standing(sort)
	case "added":
		return "r.id DESC, e.position, e.id"
	}
	return "r.day IS NULL, r.day DESC" + text
}

// Search finds the rows that meet the condition, those of the newest report
// first, reports without a date last, within a report in the order of the
// text. A report meets a condition if one of its rows does, and a Not if none
// does. A row without a time of its own goes by its report's date. The
// sequence ends at the first error.
func (l *Ledger) Search(ctx context.Context, condition query.Node, opt Options) iter.Seq2[Match, error] {
	return func(yield func(Match, error) bool) {
		if err := l.search(ctx, condition, opt, yield); err != nil {
			yield(Match{}, explain(l.path, err))
		}
	}
}

func (l *Ledger) search(ctx context.Context, condition query.Node, opt Options, yield func(Match, error) bool) error {
	book, err := loadBook(ctx, l.db)
	if err != nil {
		return err
	}
	sql, args := statement(condition, opt)
	var current int64 // the reading that rec was parsed from
	var rec *record.Record
	for scan := range Rows(l.db.QueryContext(ctx, sql, args...)) {
		var m Match
		var reading int64
		if err := scan(&m.Kind, &m.ID, &m.Words, &reading); err != nil {
			return err
		}
		if reading != current {
			var line string
			if err := l.db.QueryRowContext(ctx, `SELECT record FROM reading WHERE id = ?`, reading).Scan(&line); err != nil {
				return err
			}
			if rec, err = l.corrected(book, line); err != nil {
				return err
			}
			current = reading
		}
		m.Record = rec
		if !yield(m, nil) {
			return nil
		}
	}
	return nil
}

// statement is the search as SQL.
func statement(condition query.Node, opt Options) (string, []any) {
	c := &compiler{}
	where := c.where(condition, opt)
	limit := -1
	if opt.Limit > 0 {
		limit = opt.Limit
	}
	c.args = append(c.args, limit, opt.Offset)
	kind := "e.kind"
	if slices.Contains(opt.Kinds, Situations) {
		kind = "'situations'"
	}
	return `SELECT ` + kind + `, e.record_id, e.words, e.reading FROM entry e JOIN report r ON r.id = e.report
		WHERE ` + where + ` ORDER BY ` + orders(opt.Sort) + ` LIMIT ? OFFSET ?`, c.args
}

// where is the condition with the kinds that are asked for. Rows of reports
// come from a condition of their own, where every part may be met by another
// row of the report; a situation is met where one of its events is.
func (c *compiler) where(condition query.Node, opt Options) string {
	if slices.Contains(opt.Kinds, Situations) {
		return "e.id IN (SELECT f.situation FROM feature f JOIN entry e0 ON e0.id = f.entry WHERE " + c.compile(condition, "e0") + ")"
	}
	var choices []string
	rows := []any{}
	for _, k := range []Kind{Events, Statements, Figures} {
		if len(opt.Kinds) == 0 || slices.Contains(opt.Kinds, k) {
			rows = append(rows, k)
		}
	}
	if len(rows) > 0 {
		c.args = append(c.args, rows...)
		choices = append(choices, "e.kind IN ("+marks(len(rows))+") AND "+c.compile(condition, "e"))
	}
	if len(opt.Kinds) == 0 || slices.Contains(opt.Kinds, Reports) {
		c.reports = true
		choices = append(choices, "e.kind = 'reports' AND e.report IN (SELECT e0.report FROM entry e0 WHERE "+c.compile(condition, "e0")+")")
	}
	return "(" + strings.Join(choices, " OR ") + ")"
}

// Count is a value with how many rows have it.
type Count struct {
	Value string
	Rows  int
}

// Groupings are the values that CountBy takes.
func Groupings() []string {
	return []string{"day", "month", "actor", "type", "status", "act", "country", "publisher"}
}

// CountBy counts the rows that meet a condition by their day, by who did or
// said it (of reports: by whom they name), by type and the like; days in order, the others by falling number.
// Rows without such a value are counted as "".
func (l *Ledger) CountBy(ctx context.Context, condition query.Node, opt Options, by string) ([]Count, error) {
	c := &compiler{}
	where := c.where(condition, opt)
	column, join, order := "", "", "2 DESC, 1"
	switch by {
	case "day":
		column, order = "ifnull(e.first_day, '')", "1"
	case "month":
		column, order = "ifnull(substr(e.first_day, 1, 7), '')", "1"
	case "actor":
		column, join = "ifnull(p.shown, '')", `LEFT JOIN party p ON p.entry = e.id AND p.identity <> '' AND
			(p.role IN ('actor', 'speaker') OR e.kind = 'reports' AND p.role = 'named')`
	case "type":
		column = "ifnull(e.plover || ifnull('/' || e.mode, ''), '')"
	case "status":
		column = "ifnull(e.status, '')"
	case "act":
		column = "ifnull(e.act, '')"
	case "country":
		column = "ifnull(e.country, '')"
	case "publisher":
		column = "ifnull(r.publisher, '')"
	default:
		return nil, fmt.Errorf("ledger: rows are counted by %s, not by %q", strings.Join(Groupings(), ", "), by)
	}
	switch by {
	case "type", "status":
		where = "e.plover IS NOT NULL AND " + where
	case "act":
		where = "e.act IS NOT NULL AND " + where
	}
	if opt.Limit > 0 {
		order += " LIMIT " + strconv.Itoa(opt.Limit)
	}
	var list []Count
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT `+column+`, count(DISTINCT e.id) FROM entry e JOIN report r ON r.id = e.report `+join+`
		WHERE `+where+` GROUP BY 1 ORDER BY `+order, c.args...)) {
		var n Count
		if err := scan(&n.Value, &n.Rows); err != nil {
			return nil, explain(l.path, err)
		}
		list = append(list, n)
	}
	return list, nil
}

// compiler turns a condition into SQL over one row of entry. Every expression
// it makes is true or false, never NULL, so that NOT turns it round.
type compiler struct {
	args    []any
	reports bool // a Not speaks of the whole report
	depth   int
}

func (c *compiler) compile(n query.Node, e string) string {
	switch n := n.(type) {
	case query.And:
		return c.join(n, e, " AND ", "1")
	case query.Or:
		return c.join(n, e, " OR ", "0")
	case query.Not:
		if !c.reports {
			return "NOT " + c.compile(n.Node, e)
		}
		c.depth++
		inner := fmt.Sprintf("e%d", c.depth)
		return fmt.Sprintf("NOT EXISTS (SELECT 1 FROM entry %[1]s WHERE %[1]s.report = %[2]s.report AND %[3]s)", inner, e, c.compile(n.Node, inner))
	case query.Words:
		return c.words(n, e)
	case query.Code:
		return c.code(n, e)
	case query.Days:
		return c.days(n, e)
	case query.Range:
		return c.number(n, e)
	}
	return "0"
}

func (c *compiler) join(nodes []query.Node, e, between, none string) string {
	if len(nodes) == 0 {
		return none
	}
	var parts []string
	for _, n := range nodes {
		parts = append(parts, c.compile(n, e))
	}
	return "(" + strings.Join(parts, between) + ")"
}

// arg adds a value and gives its mark.
func (c *compiler) arg(values ...any) string {
	c.args = append(c.args, values...)
	return marks(len(values))
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// match is the phrases in the language of FTS5, looked for in one column.
func match(column string, phrases []query.Phrase) string {
	var any []string
	for _, p := range phrases {
		// Neither a NUL nor a lone quotation mark may end the string early.
		s := `"` + strings.NewReplacer(`"`, `""`, "\x00", " ").Replace(p.Text) + `"`
		if p.Prefix {
			s += "*"
		}
		any = append(any, s)
	}
	return column + " : (" + strings.Join(any, " OR ") + ")"
}

func (c *compiler) words(n query.Words, e string) string {
	within := func(id, table, column string) string {
		return fmt.Sprintf("%s IN (SELECT rowid FROM %s WHERE %s MATCH %s)", id, table, table, c.arg(match(column, n.Any)))
	}
	var roles []any
	switch n.Field {
	case query.Said:
		return within(e+".id", "entry_words", "said")
	case query.Counts:
		return within(e+".id", "entry_words", "counts")
	case query.Place:
		return within(e+".id", "entry_names", "place")
	case query.Title, query.Publisher:
		return within(e+".report", "report_names", string(n.Field))
	case query.Actor:
		roles = []any{roleActor, roleSpeaker}
	case query.Recipient:
		roles = []any{roleRecipient}
	case query.Source:
		roles = []any{roleSpeaker, roleSource, roleVia}
	case query.Via:
		roles = []any{roleVia}
	case query.Party:
		roles = []any{roleActor, roleRecipient, roleSpeaker, roleSource, roleVia, roleNamed}
	default:
		return within(e+".id", "entry_words", "words")
	}
	role := c.arg(roles...)
	return fmt.Sprintf("%s.id IN (SELECT p.entry FROM party p WHERE p.role IN (%s) AND %s)", e, role, within("p.id", "party_names", "name"))
}

func (c *compiler) code(n query.Code, e string) string {
	values := make([]any, len(n.Any))
	for i, v := range n.Any {
		values[i] = v
	}
	column := map[query.Field]string{query.Type: "plover", query.Mode: "mode", query.Status: "status", query.Act: "act", query.Form: "form"}
	switch n.Field {
	case query.Quad:
		return fmt.Sprintf("ifnull(CAST(%s.quad AS TEXT) IN (%s), 0)", e, c.arg(values...))
	case query.Cameo:
		return c.either(values, "ifnull(substr("+e+".cameo, 1, length(?1)) = ?1, 0)")
	case query.Context:
		return c.either(values, "instr("+e+".contexts, ' ' || ?1 || ' ') > 0")
	case query.Sector:
		return c.either(values, e+".id IN (SELECT entry FROM party WHERE instr(sectors, ' ' || ?1 || ' ') > 0)")
	case query.Unit:
		return fmt.Sprintf("%s.id IN (SELECT entry FROM number WHERE unit IN (%s))", e, c.arg(values...))
	case query.Country:
		return fmt.Sprintf("(ifnull(%s.country IN (%s), 0) OR %s.id IN (SELECT entry FROM party WHERE country IN (%s)))",
			e, c.arg(values...), e, c.arg(values...))
	case query.Language:
		return c.either(values, e+".report IN (SELECT id FROM report WHERE lower(language) = ?1 OR substr(lower(language), 1, length(?1) + 1) = ?1 || '-')")
	case query.Report, query.Story, query.Origin, query.Situation:
		return c.byReport(n, e)
	case query.Is:
		var parts []string
		for _, v := range n.Any {
			parts = append(parts, standingIs(v, e))
		}
		return "(" + strings.Join(parts, " OR ") + ")"
	}
	return fmt.Sprintf("ifnull(%s.%s IN (%s), 0)", e, column[n.Field], c.arg(values...))
}

// byReport is a condition on the report with an id or the beginning of one, on
// its story or origin, or on the situation of one of its events.
func (c *compiler) byReport(n query.Code, e string) string {
	const reports = `SELECT id FROM report WHERE content_id >= ? AND content_id < ? || 'g'`
	var parts []string
	for _, v := range n.Any {
		id, row, _ := strings.Cut(strings.TrimPrefix(v, "sha256:"), "/")
		c.args = append(c.args, "sha256:"+id, "sha256:"+id)
		switch n.Field {
		case query.Report:
			parts = append(parts, e+".report IN ("+reports+")")
		case query.Situation:
			parts = append(parts, e+".id IN (SELECT entry FROM feature WHERE situation IN (SELECT f.situation FROM feature f JOIN entry x ON x.id = f.entry WHERE x.report IN ("+
				reports+") AND x.record_id = "+c.arg(strings.ToUpper(row))+"))")
		default:
			column := string(n.Field)
			parts = append(parts, e+".report IN (SELECT report FROM shape WHERE "+column+" IN (SELECT "+column+" FROM shape WHERE report IN ("+reports+")))")
		}
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// standingIs is a condition on how a row's report or situation stands.
func standingIs(value, e string) string {
	report := func(condition string) string {
		return e + ".report IN (SELECT s.report FROM shape s WHERE " + condition + ")"
	}
	situation := func(condition string) string {
		return e + ".id IN (SELECT entry FROM feature WHERE situation IN (SELECT id FROM situation WHERE " + condition + "))"
	}
	const copied = `(s.credit <> '' OR s.edition <> (SELECT edition FROM shape o WHERE o.origin = s.origin ORDER BY o.moment = '', o.moment, o.report LIMIT 1))`
	switch value {
	case "copy":
		return report(copied)
	case "original":
		return report("NOT " + copied)
	case "latest":
		return report("later IS NULL AND retracted IS NULL")
	case "outdated":
		return report("later IS NOT NULL")
	case "retracted":
		return report("retracted IS NOT NULL")
	case "retraction":
		return report("retracts")
	case "corroborated":
		return situation("origins > 1")
	case "disputed":
		return situation("denied OR figures")
	case "denied":
		return situation("denied")
	case "corrected":
		return "(" + e + ".corrected = 1)"
	}
	return "0"
}

// either holds where the template does for one of the values, which stand
// where it says ?1.
func (c *compiler) either(values []any, template string) string {
	var parts []string
	for _, v := range values {
		for range strings.Count(template, "?1") {
			c.args = append(c.args, v)
		}
		parts = append(parts, strings.ReplaceAll(template, "?1", "?"))
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func (c *compiler) days(n query.Days, e string) string {
	first, end, id := e+".first_day", e+".end_day", ""
	if n.Field == query.Published {
		first, end, id = "day", "date(day, '+1 day')", e+".report IN (SELECT id FROM report WHERE "
	}
	condition := first + " IS NOT NULL"
	if n.From != "" {
		condition += " AND " + end + " > " + c.arg(n.From)
	}
	if n.To != "" {
		condition += " AND " + first + " < " + c.arg(n.To)
	}
	if id != "" {
		return id + condition + ")"
	}
	return "(" + condition + ")"
}

func (c *compiler) number(n query.Range, e string) string {
	low, high, id, end := "low", "high", e+".id IN (SELECT entry FROM number WHERE ", ")"
	switch n.Field {
	case query.Confidence:
		low, high, id = e+".confidence", e+".confidence", "("
	case query.Origins, query.Outlets, query.Reports, query.Claimants:
		low, high = string(n.Field), string(n.Field)
		id, end = e+".id IN (SELECT entry FROM feature WHERE situation IN (SELECT id FROM situation WHERE ", "))"
	}
	condition := low + " IS NOT NULL"
	if n.Low != nil {
		condition += " AND " + high + map[bool]string{true: " > ", false: " >= "}[n.AboveLow] + c.arg(*n.Low)
	}
	if n.High != nil {
		condition += " AND " + low + map[bool]string{true: " < ", false: " <= "}[n.BelowHigh] + c.arg(*n.High)
	}
	return id + condition + end
}
