package main

import (
	"context"
	"errors"
	"fmt"

	"annals/internal/pipeline"
	"annals/internal/render"
)

// addCmd reads reports and stores their records in the ledger.
type addCmd struct {
	inputFlags
	ledgerFlags
	Quiet bool `short:"q" help:"Print only the totals."`
}

// Help is the long help of the command.
func (c *addCmd) Help() string {
	return `Inputs and their options are those of annals read. A report that is already there is left as it is;
one that an earlier engine read is read anew, and both readings are kept. Each report is stored whole
or not at all: after an interruption, add the same inputs again.

Examples:
  annals add reports/
  annals add --date 2024-03-12 --publisher "Coast Daily" report.txt
  annals add --db case.db https://example.org/story

Exit codes: 0 all inputs are in the ledger, 1 fault of the program or of the ledger, 2 the command line is
wrong; 3 to 8 an input could not be read, as for annals read. The others are still stored.`
}

// Run reads the inputs and stores each as it is read.
func (c *addCmd) Run(ctx context.Context, std streams) error {
	l, err := c.toWrite(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	added, there := 0, 0
	clear := ""
	if styleOf(std.out).Colour {
		clear = "\r\x1b[K" // over the bar
	}
	err = c.readReports(ctx, std, func(r pipeline.Result) error {
		fresh, err := l.Add(ctx, r.Record, pipeline.Engine)
		if err != nil {
			return err
		}
		what := "already there"
		if fresh {
			what = "added"
			added++
		} else {
			there++
		}
		if c.Quiet {
			return nil
		}
		_, err = fmt.Fprintf(std.out, "%s%-13s  %s  %s: %s, %s, %s\n", clear, what, render.ShortID(r.Record.Report.ID), r.Source.Name,
			count(len(r.Record.Statements), "statement"), count(len(r.Record.Events), "event"), count(len(r.Record.Figures), "figure"))
		return err
	})
	if reported := exitError(0); err != nil && !(errors.As(err, &reported) && added+there > 0) {
		return err
	}
	stats, failed := l.Stats(ctx)
	if failed != nil {
		return failed
	}
	fmt.Fprintf(std.out, "%s added, %d already there\n", count(added, "report"), there)
	fmt.Fprintf(std.out, "the ledger holds %s: %s, %s, %s\n", count(stats.Reports, "report"),
		count(stats.Statements, "statement"), count(stats.Events, "event"), count(stats.Figures, "figure"))
	return err
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
