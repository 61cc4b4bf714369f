package main

import (
	"context"
	"fmt"
	"strings"

	"annals/internal/export"
	"annals/internal/render"
)

// showCmd shows one report or one row of the ledger.
type showCmd struct {
	ledgerFlags
	ID     string `arg:"" help:"A report's id or the beginning of it, alone or with a row: 3f2a91c0d4, 3f2a91c0d4/E3."`
	Format string `enum:"text,json,html" default:"text" help:"text, json, or html (a report's page)."`
}

// Help is the long help of the command.
func (c *showCmd) Help() string {
	return `annals query prints the ids at the right edge.

Examples:
  annals show 3f2a91c0d4
  annals show 3f2a91c0d4/E3
  annals show --format json 3f2a91c0d4 > record.json
  annals show --format html 3f2a91c0d4 > record.html

Exit codes: 0 it was shown, 1 there is none, or fault of the ledger, 2 the command line is wrong.`
}

// Run prints the record.
func (c *showCmd) Run(ctx context.Context, std streams) error {
	l, err := c.toRead(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	report, row, hasRow := strings.Cut(strings.TrimSpace(c.ID), "/")
	rec, err := l.Get(ctx, report)
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
		return render.Text(std.out, rec, styleOf(std.out))
	case c.Format == "text":
		return render.One(std.out, rec, row, styleOf(std.out))
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
