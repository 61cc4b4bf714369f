package main

import (
	"context"
	"fmt"

	"annals/internal/ledger"
	"annals/internal/render"
)

// checkCmd verifies the ledger.
type checkCmd struct {
	ledgerFlags
	Repair bool `help:"Make the index anew from what was written."`
}

// Help is the long help of the command.
func (c *checkCmd) Help() string {
	return `Looks at the file, at every reading (each row's words must stand where it says, each report's id must be the
hash of its text), at every correction (its row must be there in the newest reading), and whether the index
is what making it anew would give. It changes nothing unless --repair is given; then the index is made anew.
Readings and corrections are never changed.

Examples:
  annals check
  annals check --db case.db --repair

Exit codes: 0 all is well, 1 something is wrong, 2 the command line is wrong.`
}

// Run verifies and says what is wrong.
func (c *checkCmd) Run(ctx context.Context, std streams) error {
	l, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	if c.Repair {
		if err := l.Rebuild(ctx); err != nil {
			return err
		}
		fmt.Fprintln(std.out, "the index was made anew")
	}
	grave := 0
	err = l.Check(ctx, func(f ledger.Fault) {
		where := f.Part
		if f.Report != "" {
			where += ", report " + render.ShortID(f.Report)
		}
		if !f.Grave {
			where = "note: " + where
		} else {
			grave++
		}
		fmt.Fprintf(std.out, "%s: %s\n", where, cut(f.What, 600))
	})
	if err != nil {
		return err
	}
	stats, err := l.Stats(ctx)
	if err != nil {
		return err
	}
	if grave > 0 {
		fmt.Fprintf(std.out, "%s found\n", count(grave, "fault"))
		return exitError(1)
	}
	fmt.Fprintf(std.out, "all is well: %s, %s, %s, %s\n", count(stats.Reports, "report"), count(stats.Statements, "statement"),
		count(stats.Events, "event"), count(stats.Figures, "figure"))
	return nil
}

// open opens the ledger for writing, since comparing the index makes it anew
// for a moment; where it can't be written, for reading.
func (c *checkCmd) open(ctx context.Context) (*ledger.Ledger, error) {
	path, err := c.path()
	if err != nil {
		return nil, err
	}
	if err := ledger.Exists(path); err != nil {
		return nil, err
	}
	l, err := ledger.Open(ctx, path)
	if err != nil && !c.Repair {
		if again, failed := ledger.OpenToRead(ctx, path); failed == nil {
			return again, nil
		}
	}
	return l, err
}
