package ledger

import (
	"context"
	"fmt"
	"iter"
	"slices"
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
)

// Match is one row that a search found.
type Match struct {
	Kind   Kind
	Record *record.Record // the whole record of the report; matches of one report share it
	ID     string         // of the event, statement or figure; "" for a report
	Words  string         // the evidence; the sentence around a figure; a report's title
}

// Options narrow a search.
type Options struct {
	Kinds []Kind // none: all
	Limit int    // at most so many rows; 0: all
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
	sql, args := statement(condition, opt)
	rows, err := l.db.QueryContext(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var current int64 // the reading that rec was parsed from
	var rec *record.Record
	for rows.Next() {
		var m Match
		var reading int64
		if err := rows.Scan(&m.Kind, &m.ID, &m.Words, &reading); err != nil {
			return err
		}
		if reading != current {
			var line string
			if err := l.db.QueryRowContext(ctx, `SELECT record FROM reading WHERE id = ?`, reading).Scan(&line); err != nil {
				return err
			}
			if rec, err = l.parse(line); err != nil {
				return err
			}
			current = reading
		}
		m.Record = rec
		if !yield(m, nil) {
			return nil
		}
	}
	return rows.Err()
}

// statement is the search as SQL. Rows of reports come from a condition of
// their own, where every part may be met by another row of the report.
func statement(condition query.Node, opt Options) (string, []any) {
	c := &compiler{}
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
	limit := -1
	if opt.Limit > 0 {
		limit = opt.Limit
	}
	c.args = append(c.args, limit)
	return `SELECT e.kind, e.record_id, e.words, e.reading FROM entry e JOIN report r ON r.id = e.report
		WHERE (` + strings.Join(choices, " OR ") + `)
		ORDER BY r.day IS NULL, r.day DESC, r.id DESC, e.position, e.id LIMIT ?`, c.args
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
	case query.Report:
		return c.either(values, e+".report IN (SELECT id FROM report WHERE substr(content_id, 1, length(?1)) = ?1 OR substr(content_id, 8, length(?1)) = ?1)")
	}
	return fmt.Sprintf("ifnull(%s.%s IN (%s), 0)", e, column[n.Field], c.arg(values...))
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
	low, high, id := "low", "high", e+".id IN (SELECT entry FROM number WHERE "
	if n.Field == query.Confidence {
		low, high, id = e+".confidence", e+".confidence", "("
	}
	condition := low + " IS NOT NULL"
	if n.Low != nil {
		condition += " AND " + high + map[bool]string{true: " > ", false: " >= "}[n.AboveLow] + c.arg(*n.Low)
	}
	if n.High != nil {
		condition += " AND " + low + map[bool]string{true: " < ", false: " <= "}[n.BelowHigh] + c.arg(*n.High)
	}
	return id + condition + ")"
}
