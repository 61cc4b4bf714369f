package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"annals/internal/export"
	"annals/internal/ledger"
	"annals/internal/query"
	"annals/internal/render"
)

// queryCmd finds rows in the ledger.
type queryCmd struct {
	ledgerFlags
	styleFlags
	Terms   []string `arg:"" optional:"" help:"What to look for; see above." placeholder:"TERM"`
	Kind    []string `enum:"events,statements,figures,reports,situations" default:"events,statements" help:"What to list: events, statements, figures, reports, or situations (events over reports)."`
	Sort    string   `enum:"newest,oldest,sure,origins,reports,added" default:"newest" help:"Order: newest, oldest, sure, origins, reports, added."`
	Limit   int      `default:"50" help:"List at most so many rows; 0 for all."`
	Offset  int      `help:"Leave out so many rows before." default:"0"`
	CountBy string   `enum:"day,month,actor,type,status,act,country,publisher," default:"" help:"Count rows instead of listing them: by day, month, actor, type, status, act, country, publisher."`
	Saved   string   `help:"Ask what is kept under this name (annals alert), together with the terms." placeholder:"NAME"`
	Format  string   `enum:"text,json,jsonl,csv" default:"text" help:"text, json (one array), jsonl (one row a line) or csv (one kind only)."`
}

// Help is the long help of the command.
func (c *queryCmd) Help() string {
	return `Terms side by side must all hold in one row. A word alone is looked for anywhere in the row.

  actor:lukashenko        who did it or said it      recipient:opposition  to whom
  source:ministry         according to whom          via:reuters           through whom
  party:"border guards"   anyone, in any part        said:"early elections" what was said
  type:PROTEST,COERCE     event type; also mode: cameo: quad: context: status: sector:
  status:planned          how firm                   act:deny              kind of statement; also form:
  since:2020-08           also until: and on:        published:2020-08     the report's date
  place:minsk             name of a place            country:BLR           of the place, or of anyone
  number:>100             also counts: and unit:     confidence:>=0.8
  min-origins:2           at least two independent origins; also min-outlets: min-reports: min-claimants:
  is:disputed             also corroborated denied corrected, copy original latest outdated retracted
  situation:3f2a/E1       rows of one event over reports; story: and origin: take a report's id
  title: publisher: language: report:                of the report

  -word  NOT word         the row must not match     word*                 words that begin so
  a OR b  a,b  ( )        any of them                "two words"           in a row

An argument with spaces is one phrase. By itself -word looks like an option: write NOT word, or quote it
with the term before it, 'protest -minsk'. A row without a date of its own goes by its report's date.

Examples:
  annals query type:PROTEST place:minsk since:2020-08
  annals query source:interfax said:"early elections" --format jsonl
  annals query --kind reports 'navalny NOT status:planned'
  annals query --kind situations is:disputed --sort origins
  annals query type:PROTEST country:BLR --count-by day
  annals query --kind events --format csv --limit 0 country:BLR > belarus.csv

Exit codes: 0 rows were found or not, 1 fault of the ledger, 2 the query or the command line is wrong.`
}

// Run searches and writes the rows.
func (c *queryCmd) Run(ctx context.Context, std streams) error {
	text, err := c.text(ctx)
	if err != nil {
		return err
	}
	tree, err := query.Parse(text)
	if err != nil {
		fmt.Fprintf(std.err, "annals: %v\n", err)
		return exitError(2)
	}
	if c.Format == "csv" && len(c.Kind) != 1 && c.CountBy == "" {
		fmt.Fprintln(std.err, "annals: query: csv is one table: choose it with --kind, such as --kind events")
		return exitError(2)
	}
	if c.Limit < 0 || c.Offset < 0 {
		fmt.Fprintln(std.err, "annals: query: --limit is a number of rows, or 0 for all, --offset how many to leave out")
		return exitError(2)
	}
	if slices.Contains(c.Kind, "situations") && (len(c.Kind) > 1 || c.Format == "csv") {
		fmt.Fprintln(std.err, "annals: query: situations are listed by themselves, as text, json or jsonl")
		return exitError(2)
	}
	l, err := c.toRead(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	opt := ledger.Options{Limit: c.Limit, Offset: c.Offset, Sort: c.Sort}
	for _, k := range c.Kind {
		opt.Kinds = append(opt.Kinds, ledger.Kind(k))
	}
	if c.CountBy != "" {
		return c.count(ctx, std, l, tree, opt)
	}
	if c.Kind[0] == "situations" {
		return c.situations(ctx, std, l, text, tree, opt)
	}
	out, err := newRowWriter(std.out, c.Format, c.Kind[0], c.style(std.out))
	if err != nil {
		return err
	}
	n := 0
	for m, err := range l.Search(ctx, tree, opt) {
		if err != nil {
			return err
		}
		if err := out.write(m); err != nil {
			return err
		}
		n++
	}
	if err := out.end(); err != nil {
		return err
	}
	c.remark(std, n, text, tree)
	return nil
}

// text is the query as it was written, with the one kept under a name.
func (c *queryCmd) text(ctx context.Context) (string, error) {
	text := query.FromArguments(c.Terms)
	if c.Saved == "" {
		return text, nil
	}
	l, err := c.toRead(ctx)
	if err != nil {
		return "", err
	}
	defer l.Close()
	list, err := l.Alerts(ctx)
	if err != nil {
		return "", err
	}
	for _, a := range list {
		if a.Name == c.Saved {
			return strings.TrimSpace("(" + a.Query + ") " + text), nil
		}
	}
	return "", fmt.Errorf("query: nothing is kept as %q; annals alert list shows what is", c.Saved)
}

// count prints how many rows have each value.
func (c *queryCmd) count(ctx context.Context, std streams, l *ledger.Ledger, tree query.Node, opt ledger.Options) error {
	if c.CountBy == "day" || c.CountBy == "month" {
		opt.Limit = 0
	}
	counts, err := l.CountBy(ctx, tree, opt, c.CountBy)
	if err != nil {
		return err
	}
	switch c.Format {
	case "csv":
		w := csv.NewWriter(std.out)
		w.Write([]string{c.CountBy, "rows"})
		for _, n := range counts {
			w.Write([]string{n.Value, strconv.Itoa(n.Rows)})
		}
		w.Flush()
		return w.Error()
	case "json", "jsonl":
		out := &valueWriter{w: std.out, array: c.Format == "json"}
		for _, n := range counts {
			if err := out.write(map[string]any{c.CountBy: n.Value, "rows": n.Rows}); err != nil {
				return err
			}
		}
		return out.end()
	}
	most := 1
	for _, n := range counts {
		most = max(most, n.Rows)
	}
	for _, n := range counts {
		name := n.Value
		if name == "" {
			name = "(none)"
		}
		fmt.Fprintf(std.out, "%6d  %-40s  %s\n", n.Rows, name, strings.Repeat("▪", max(1, n.Rows*30/most)))
	}
	return nil
}

// situations lists events over reports.
func (c *queryCmd) situations(ctx context.Context, std streams, l *ledger.Ledger, text string, tree query.Node, opt ledger.Options) error {
	page := render.NewSituations(std.out, c.style(std.out))
	out := &valueWriter{w: std.out, array: c.Format == "json"}
	n := 0
	for m, err := range l.Search(ctx, tree, opt) {
		if err != nil {
			return err
		}
		s, err := l.Situation(ctx, m.Record.Report.ID, m.ID)
		if err != nil {
			return err
		}
		n++
		if c.Format != "text" {
			if err := out.write(s); err != nil {
				return err
			}
			continue
		}
		page.Brief(s.ID, s.Account)
	}
	if c.Format != "text" {
		if err := out.end(); err != nil {
			return err
		}
	}
	if err := page.Flush(); err != nil {
		return err
	}
	c.remark(std, n, text, tree)
	return nil
}

// valueWriter writes values as JSON: one a line, or one array with a value a
// line.
type valueWriter struct {
	w     io.Writer
	array bool
	n     int
}

func (v *valueWriter) write(value any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return err
	}
	line := b.String()
	if v.array {
		before := ",\n"
		if v.n == 0 {
			before = "[\n"
		}
		line = before + strings.TrimSuffix(line, "\n")
	}
	v.n++
	_, err := io.WriteString(v.w, line)
	return err
}

// end closes the array.
func (v *valueWriter) end() error {
	if !v.array {
		return nil
	}
	closing := "\n]\n"
	if v.n == 0 {
		closing = "[]\n"
	}
	_, err := io.WriteString(v.w, closing)
	return err
}

// remark says on standard error that nothing was found, or not all listed.
func (c *queryCmd) remark(std streams, n int, text string, tree query.Node) {
	switch {
	case n == 0 && text == "":
		fmt.Fprintln(std.err, "The ledger has no such rows.")
	case n == 0:
		fmt.Fprintf(std.err, "Nothing in the ledger meets %s\n", query.String(tree))
	case n == c.Limit && c.Offset > 0:
		fmt.Fprintf(std.err, "Rows %d to %d are listed; --offset %d goes on.\n", c.Offset+1, c.Offset+n, c.Offset+n)
	case n == c.Limit:
		rows := "row is"
		if n > 1 {
			rows = fmt.Sprintf("%d rows are", n)
		}
		fmt.Fprintf(std.err, "Only the first %s listed; --limit 0 lists all, --offset %d goes on.\n", rows, n)
	}
}

// rowWriter writes what a search finds.
type rowWriter struct {
	write func(ledger.Match) error
	end   func() error
}

func newRowWriter(w io.Writer, format, kind string, style render.Style) (rowWriter, error) {
	switch format {
	case "csv":
		table, err := export.NewCSV(w, export.Kind(kind))
		return rowWriter{func(m ledger.Match) error { return table.Write(m.Record, m.ID) }, func() error { return nil }}, err
	case "jsonl":
		return rowWriter{
			func(m ledger.Match) error { return export.WriteLines(w, m.Record, export.Kind(m.Kind), m.ID) },
			func() error { return nil }}, nil
	case "json":
		array := export.NewArray(w)
		return rowWriter{func(m ledger.Match) error { return array.Write(m.Record, export.Kind(m.Kind), m.ID) }, array.Close}, nil
	}
	rows := render.NewRows(w, style)
	return rowWriter{func(m ledger.Match) error { rows.Write(m.Record, m.ID, m.Words); return nil }, rows.Flush}, nil
}
