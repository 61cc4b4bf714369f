package main

import (
	"context"
	"fmt"
	"io"

	"annals/internal/export"
	"annals/internal/ledger"
	"annals/internal/query"
	"annals/internal/render"
)

// queryCmd finds rows in the ledger.
type queryCmd struct {
	ledgerFlags
	Terms  []string `arg:"" optional:"" help:"What to look for; see below." placeholder:"TERM"`
	Kind   []string `enum:"events,statements,figures,reports" default:"events,statements" help:"What to list: events, statements, figures, reports."`
	Limit  int      `default:"50" help:"List at most so many rows; 0 for all."`
	Format string   `enum:"text,json,jsonl,csv" default:"text" help:"text, json (one array), jsonl (one row a line) or csv (one kind only)."`
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
  title: publisher: language: report:                of the report

  -word  NOT word         the row must not match     word*                 words that begin so
  a OR b  a,b  ( )        any of them                "two words"           in a row

An argument with spaces is one phrase. By itself -word looks like an option: write NOT word, or quote it
with the term before it, 'protest -minsk'. A row without a date of its own goes by its report's date.

Examples:
  annals query type:PROTEST place:minsk since:2020-08
  annals query source:interfax said:"early elections" --format jsonl
  annals query --kind reports 'navalny NOT status:planned'
  annals query --kind events --format csv --limit 0 country:BLR > belarus.csv

Exit codes: 0 rows were found or not, 1 fault of the ledger, 2 the query or the command line is wrong.`
}

// Run searches and writes the rows.
func (c *queryCmd) Run(ctx context.Context, std streams) error {
	text := query.FromArguments(c.Terms)
	tree, err := query.Parse(text)
	if err != nil {
		fmt.Fprintf(std.err, "annals: %v\n", err)
		return exitError(2)
	}
	if c.Format == "csv" && len(c.Kind) != 1 {
		fmt.Fprintln(std.err, "annals: query: csv is one table: choose it with --kind, such as --kind events")
		return exitError(2)
	}
	if c.Limit < 0 {
		fmt.Fprintln(std.err, "annals: query: --limit is a number of rows, or 0 for all")
		return exitError(2)
	}
	l, err := c.toRead(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	opt := ledger.Options{Limit: c.Limit}
	for _, k := range c.Kind {
		opt.Kinds = append(opt.Kinds, ledger.Kind(k))
	}
	out, err := newRowWriter(std.out, c.Format, c.Kind[0])
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
	switch {
	case n == 0 && text == "":
		fmt.Fprintln(std.err, "The ledger has no such rows.")
	case n == 0:
		fmt.Fprintf(std.err, "Nothing in the ledger meets %s\n", query.String(tree))
	case n == c.Limit:
		fmt.Fprintf(std.err, "Only the first %d rows are listed; --limit 0 lists all.\n", n)
	}
	return nil
}

// rowWriter writes what a search finds.
type rowWriter struct {
	write func(ledger.Match) error
	end   func() error
}

func newRowWriter(w io.Writer, format, kind string) (rowWriter, error) {
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
	rows := render.NewRows(w, styleOf(w))
	return rowWriter{func(m ledger.Match) error { rows.Write(m.Record, m.ID, m.Words); return nil }, rows.Flush}, nil
}
