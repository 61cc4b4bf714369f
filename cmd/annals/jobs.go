package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/mattn/go-runewidth"

	"annals/internal/fetch"
	"annals/internal/ingest"
	"annals/internal/ledger"
	"annals/internal/queue"
	"annals/internal/render"
)

// jobsCmd shows the work that waits and what failed of it.
type jobsCmd struct {
	Show    jobsShowCmd    `cmd:"" default:"withargs" help:"How the work stands and what failed (the default)."`
	Run     jobsRunCmd     `cmd:"" help:"Do what waits, and end."`
	Retry   jobsRetryCmd   `cmd:"" help:"Let failed jobs be tried again now."`
	Discard jobsDiscardCmd `cmd:"" help:"Forget failed jobs."`
}

// Help is the long help of the command.
func (c *jobsCmd) Help() string {
	return `What annals add and annals watch find to do is kept in the ledger until it is done. What fails for now is
tried again by annals watch and annals jobs run, later each time; what fails for good is kept with its
reason until it is retried or discarded.

Examples:
  annals jobs
  annals jobs --refused
  annals jobs run
  annals jobs retry 12 15
  annals jobs retry --all
  annals jobs discard --all

Exit codes: 0 done, 1 fault of the ledger, or there is no such job, 2 the command line is wrong.`
}

// jobsShowCmd prints how the work stands.
type jobsShowCmd struct {
	ledgerFlags
	Refused bool   `help:"List the pages that gave no report, with why."`
	Limit   int    `help:"List at most so many (default ${default}); 0 lists all." default:"20" placeholder:"N"`
	Format  string `enum:"text,json" default:"text" help:"text or json."`
}

// Run prints the tables.
func (c *jobsShowCmd) Run(ctx context.Context, std streams) error {
	l, err := c.toRead(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	width := 0 // a pipe gets lines as long as they are
	if s := styleOf(std.out); s.Colour {
		width = s.Width
	}
	if c.Refused {
		return c.refused(ctx, std.out, l, width)
	}
	s, err := queue.Look(ctx, l)
	if err != nil {
		return err
	}
	retrying, err := queue.Retrying(ctx, l, c.Limit)
	if err != nil {
		return err
	}
	dead, err := queue.DeadLetters(ctx, l, c.Limit)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return (&valueWriter{w: std.out}).write(map[string]any{"waiting": s.Waiting, "working": s.Working, "later": s.Later, "retrying": s.Retrying, "failed": s.Failed, "done": s.Done,
			"per_minute": math.Round(s.Rate*10) / 10, "seconds_left": int(s.Left.Seconds()), "refused": s.Refused, "to_be_retried": letters(retrying), "failed_for_good": letters(dead)})
	}
	printState(std.out, s)
	printLetters(std.out, "To be tried again", s.Retrying, retrying, width)
	printLetters(std.out, "Failed for good", s.Failed, dead, width)
	return nil
}

// letters are jobs that failed, for programs.
func letters(list []queue.Letter) []map[string]any {
	out := []map[string]any{}
	for _, l := range list {
		row := map[string]any{"job": l.Job, "source": l.Source, "at": l.At, "attempts": l.Attempts, "reason": l.Reason}
		if !l.Next.IsZero() {
			row["next"] = l.Next
		}
		out = append(out, row)
	}
	return out
}

func printState(w io.Writer, s queue.State) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "WAITING\tWORKING\tTO BE RETRIED\tFAILED\tDONE IN 24 H\tPER MINUTE\tTIME LEFT\t")
	rate, left := "–", "–"
	if s.Rate > 0 {
		rate = strconv.FormatFloat(s.Rate, 'f', 1, 64)
	}
	if s.Left > 0 {
		left = spell(s.Left)
	}
	fmt.Fprintf(t, "%d\t%d\t%d\t%d\t%d\t%s\t%s\t\n", s.Waiting, s.Working, s.Retrying, s.Failed, s.Done, rate, left)
	t.Flush()
	if s.Later > 0 {
		fmt.Fprintf(w, "\nTo be fetched again later, for changes: %s\n", count(s.Later, "page"))
	}
	if len(s.Refused) > 0 {
		fmt.Fprintf(w, "\nPages that gave no report: %s (annals jobs --refused lists them)\n", byKind(s.Refused))
	}
}

// spell is a duration in its two largest units.
func spell(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", max(1, int(d.Seconds())))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()+0.5))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24+0.5))
}

func printLetters(w io.Writer, title string, total int, list []queue.Letter, width int) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s:\n", title)
	for _, l := range list {
		fmt.Fprintln(w, cut(fmt.Sprintf("%6d  %s  %s", l.Job, l.At.Local().Format("2006-01-02 15:04"), render.OneLine(l.Source)), width))
		tried := "tried " + times(l.Attempts)
		if !l.Next.IsZero() {
			tried += ", again " + at(l.Next)
		}
		fmt.Fprintln(w, cut("        "+tried+": "+render.OneLine(l.Reason), width))
	}
	if total > len(list) {
		fmt.Fprintf(w, "        … and %d more (--limit 0 lists all)\n", total-len(list))
	}
}

// cut makes a line fit a terminal; a width of 0 leaves it whole.
func cut(line string, width int) string {
	if width <= 0 {
		return line
	}
	return runewidth.Truncate(line, width, "…")
}

// refused prints the pages that gave no report.
func (c *jobsShowCmd) refused(ctx context.Context, w io.Writer, l *ledger.Ledger, width int) error {
	list, err := queue.Refusals(ctx, l, c.Limit)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		out := &valueWriter{w: w, array: true}
		for _, r := range list {
			if err := out.write(map[string]any{"source": r.Source, "at": r.At, "reason": r.Reason}); err != nil {
				return err
			}
		}
		return out.end()
	}
	for _, r := range list {
		fmt.Fprintln(w, cut(fmt.Sprintf("%s  %s: %s", r.At.Local().Format("2006-01-02 15:04"), render.OneLine(r.Source), render.OneLine(r.Reason)), width))
	}
	return nil
}

// jobsRunCmd does what waits.
type jobsRunCmd struct {
	ledgerFlags
	fetchFlags
	Quiet bool `short:"q" help:"Print only what goes wrong."`
}

// Run works until nothing is left to be done now.
func (c *jobsRunCmd) Run(ctx context.Context, std streams) error {
	return workOff(ctx, std, c.ledgerFlags, c.fetchFlags, c.Quiet, nil)
}

// workOff does what waits in a ledger's queue, behind what before adds to it.
func workOff(ctx context.Context, std streams, in ledgerFlags, from fetchFlags, quiet bool, before func(*worker) error) error {
	l, err := in.toWrite(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	client := fetch.New(fetch.Config{MaxBytes: ingest.DefaultMaxBytes, AllowPrivate: from.Private, AllowHosts: from.Hosts, Delay: time.Second})
	defer client.Close()
	w, err := newWorker(ctx, l, std, quiet, queue.Config{Client: client, Robots: true, Revisit: true, Ingest: ingest.Options{AllowPrivate: from.Private, AllowHosts: from.Hosts}})
	if err != nil {
		return err
	}
	w.follow = true
	if before != nil {
		if err := before(w); err != nil {
			return err
		}
	}
	n, err := w.queue.Outstanding(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		fmt.Fprintln(std.err, "Nothing waits to be done")
		return nil
	}
	bar := progress(std.err, max(n, 2), "reading", "reports")
	w.step = func(*entry) { bar.Add(1) }
	if err := w.queue.Start(ctx); err != nil {
		return err
	}
	err = w.idle(ctx)
	bar.Finish()
	if err := cmp.Or(w.stop(ctx), err); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s%s added, %d already there, %d failed\n", w.clear, count(w.added, "reading"), w.there, w.failed)
	if w.failed > 0 {
		return exitError(1)
	}
	return nil
}

// jobsRetryCmd lets failed jobs be tried again.
type jobsRetryCmd struct {
	ledgerFlags
	Jobs []int64 `arg:"" optional:"" name:"job" help:"Numbers of jobs, as annals jobs shows them."`
	All  bool    `help:"All that failed."`
}

// Run lets them wait again.
func (c *jobsRetryCmd) Run(ctx context.Context, std streams) error {
	n, err := change(ctx, std, c.ledgerFlags, c.Jobs, c.All, (*queue.Queue).Retry)
	if err == nil {
		fmt.Fprintf(std.out, "%s to be tried again: annals jobs run does them\n", count(n, "job"))
	}
	return err
}

// jobsDiscardCmd forgets failed jobs.
type jobsDiscardCmd struct {
	ledgerFlags
	Jobs []int64 `arg:"" optional:"" name:"job" help:"Numbers of jobs, as annals jobs shows them."`
	All  bool    `help:"All that failed."`
}

// Run takes them away.
func (c *jobsDiscardCmd) Run(ctx context.Context, std streams) error {
	n, err := change(ctx, std, c.ledgerFlags, c.Jobs, c.All, (*queue.Queue).Discard)
	if err == nil {
		fmt.Fprintf(std.out, "%s discarded\n", count(n, "job"))
	}
	return err
}

// change does something to the jobs that are named, or to all that failed.
func change(ctx context.Context, std streams, in ledgerFlags, jobs []int64, all bool, do func(*queue.Queue, context.Context, []int64) (int, error)) (int, error) {
	if all == (len(jobs) > 0) {
		fmt.Fprintln(std.err, "annals: name the jobs, or say --all")
		return 0, exitError(2)
	}
	if _, err := in.there(ctx); err != nil {
		return 0, err
	}
	l, err := in.toWrite(ctx)
	if err != nil {
		return 0, err
	}
	defer l.Close()
	q, err := queue.New(l, queue.Config{})
	if err != nil {
		return 0, err
	}
	return do(q, ctx, jobs)
}
