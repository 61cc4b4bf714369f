package main

import (
	"context"

	"annals/internal/queue"
)

// rereadCmd reads reports of the ledger anew.
type rereadCmd struct {
	ledgerFlags
	Failed bool   `help:"Try only the jobs that failed once more."`
	Stage  string `help:"Begin with this stage: reading, or one of statements, events, figures, times, places, actors." enum:",reading,statements,events,figures,times,places,actors" default:"" placeholder:"STAGE"`
	Quiet  bool   `short:"q" help:"Print only the totals."`
}

// Help is the long help of the command.
func (c *rereadCmd) Help() string {
	return `After an upgrade, or a change of the lexicon of your own, the reports that were read before that are read
again. Both readings are kept, and the newest counts; corrections stay. What was read already is not read
again, so that after an interruption the command goes on where it ended.

Reading a text costs most, and what it found (words, trees, names) is kept. It is taken over where this
engine's reading part is the one that found it. With --stage events, or another part of what is extracted,
it is taken over from an older one too; the extracted parts refer to each other and are made together.
With --stage reading nothing is taken over.

Examples:
  annals reread
  annals reread --stage events
  annals reread --failed

Exit codes: 0 all was read, 1 some could not be, or fault of the ledger, 2 the command line is wrong, 130
interrupted.`
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
		return rereadAll(ctx, w, c.from())
	})
}

// from is what reading begins with.
func (c *rereadCmd) from() queue.Stage {
	switch c.Stage {
	case "":
		return queue.FromNewest
	case "reading":
		return queue.FromText
	}
	return queue.FromKept
}

// rereadAll lets all reports wait that this engine has not read.
func rereadAll(ctx context.Context, w *worker, from queue.Stage) error {
	for after := int64(0); ; {
		ids, last, err := w.ledger.Unread(ctx, w.engine, after, 1000)
		if err != nil || len(ids) == 0 {
			return err
		}
		if _, err := w.queue.Reread(ctx, ids, from); err != nil {
			return err
		}
		after = last
	}
}
