package main

import (
	"context"

	"annals/internal/pipeline"
)

// rereadCmd reads reports of the ledger anew.
type rereadCmd struct {
	ledgerFlags
	Failed bool `help:"Try only the jobs that failed once more."`
	Quiet  bool `short:"q" help:"Print only the totals."`
}

// Help is the long help of the command.
func (c *rereadCmd) Help() string {
	return `After an upgrade, the reports that an earlier engine read are read by this one. Both readings are kept, and
the newest counts; corrections stay. What was read already is not read again, so that after an
interruption the command goes on where it ended.

Examples:
  annals reread
  annals reread --failed`
}

// Run reads them.
func (c *rereadCmd) Run(ctx context.Context, std streams) error {
	if _, err := c.there(ctx); err != nil {
		return err
	}
	return workOff(ctx, std, c.ledgerFlags, fetchFlags{}, c.Quiet, func(w *worker) error {
		if c.Failed {
			_, err := w.queue.Retry(ctx, nil)
			return err
		}
		return rereadAll(ctx, w)
	})
}

// rereadAll lets all reports wait that this engine has not read.
func rereadAll(ctx context.Context, w *worker) error {
	for after := int64(0); ; {
		ids, last, err := w.ledger.Unread(ctx, pipeline.Engine, after, 1000)
		if err != nil || len(ids) == 0 {
			return err
		}
		if _, err := w.queue.Reread(ctx, ids); err != nil {
			return err
		}
		after = last
	}
}
