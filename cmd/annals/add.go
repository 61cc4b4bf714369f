package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"annals/internal/ingest"
	"annals/internal/queue"
)

// addCmd reads reports and stores their records in the ledger.
type addCmd struct {
	inputFlags
	ledgerFlags
	Quiet bool `short:"q" help:"Print only the totals."`
	Again bool `help:"Read archives from their beginning, even those that were read before."`
}

// Help is the long help of the command.
func (c *addCmd) Help() string {
	return `Inputs and their options are those of annals read. A report that is already there is left as it is;
one that an earlier engine read is read anew, and both readings are kept. Each report is stored whole
or not at all, and how far an archive was read is stored with what was found in it: after an
interruption, add the same inputs again, and it goes on where it ended. Pages of an archive that hold no
English article are counted, not named; annals jobs --refused lists them.

Examples:
  annals add reports/
  annals add --date 2024-03-12 --publisher "Coast Daily" report.txt
  annals add --db case.db https://example.org/story
  annals add CC-NEWS-20240312000000-00001.warc.gz
  annals add reports.jsonl

Exit codes: 0 all inputs are in the ledger, 1 fault of the program or of the ledger, 2 the command line is
wrong; 3 to 8 an input could not be read, as for annals read. The others are still stored.`
}

// Run reads the inputs and stores each as it is read.
func (c *addCmd) Run(ctx context.Context, std streams) error {
	opt, inputs, err := c.inputs(std)
	if err != nil {
		return err
	}
	l, err := c.toWrite(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	w, err := newWorker(ctx, l, std, c.Quiet, queue.Config{})
	if err != nil {
		return err
	}
	if err := w.queue.Start(ctx); err != nil {
		return err
	}
	a := &adding{worker: w, reached: map[string]int64{}, refused: map[string]int{}}
	sources := ingest.Expand(inputs)
	if c.Again {
		err = a.forget(ctx, sources)
	}
	a.bar = intakeBar(std, sources)
	w.step = func(e *entry) { a.advance(e.in) }
	if err == nil {
		err = a.fill(ctx, sources, opt)
	}
	a.bar.Finish()
	if err := cmp.Or(w.stop(ctx), err); err != nil {
		return err
	}
	return a.totals(ctx)
}

// adding is one run of the command.
type adding struct {
	*worker
	bar     *progressbar.ProgressBar
	reached map[string]int64 // how far each archive has been read
	refused map[string]int   // reports of archives, by why
	code    int              // exit code of the first input that failed
}

func (a *adding) forget(ctx context.Context, sources []ingest.Source) error {
	var archives []string
	for _, s := range sources {
		if s.IsArchive() {
			archives = append(archives, s.Name)
		}
	}
	return a.queue.Forget(ctx, archives)
}

// fill reads the sources and waits until all their reports are read. A fault
// of the ledger ends it.
func (a *adding) fill(ctx context.Context, sources []ingest.Source, opt ingest.Options) error {
	filling, cancel := context.WithCancel(ctx)
	defer cancel()
	a.mu.Lock()
	a.halt = cancel
	a.mu.Unlock()
	err := a.queue.Fill(filling, sources, opt, a.filled)
	if err != nil && (ctx.Err() != nil || filling.Err() == nil) {
		return err
	}
	return a.drain(ctx)
}

// filled tells what became of one source on its way in.
func (a *adding) filled(f queue.Filled) {
	switch {
	case f.Whole:
		a.bar.Add64(sizeOf(f.Source.Name))
		a.say("%s: it was read to its end before; --again reads it once more", f.Source.Name)
	case f.Err != nil && f.Source.Archive != "" && !errors.Is(f.Err, ingest.ErrUnreadable):
		a.refused[string(inputKind(f.Err))]++
	case f.Err != nil:
		a.mu.Lock()
		a.advance(f.Source)
		a.mu.Unlock()
		a.say("%v", f.Err)
		if a.code == 0 {
			a.code = exitCode(f.Err)
		}
	default:
		for _, n := range f.Intake.Notes {
			a.say("%s: %s", f.Source.Name, n)
		}
		a.expect(&entry{job: f.Job, source: f.Source.Name, in: f.Source, id: f.Intake.Report.ID, known: f.Known})
	}
}

// say prints a line of what is worth knowing.
func (a *adding) say(format string, args ...any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.bar.Clear()
	fmt.Fprintf(a.err, "annals: "+format+"\n", args...)
}

// advance moves the bar: by what was read of an archive since, or by a file.
func (a *adding) advance(s ingest.Source) {
	if s.Archive == "" {
		a.bar.Add64(sizeOf(s.Name))
		return
	}
	a.bar.Add64(max(0, s.Next-a.reached[s.Archive]))
	a.reached[s.Archive] = max(s.Next, a.reached[s.Archive])
}

// inputKind is the kind of an input's error.
func inputKind(err error) ingest.Kind {
	var k ingest.Kind
	errors.As(err, &k)
	return k
}

func (a *adding) totals(ctx context.Context) error {
	stats, err := a.ledger.Stats(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s%s added, %d already there\n", a.clear, count(a.added, "report"), a.there)
	if n := a.leftover(); n > 0 {
		fmt.Fprintf(a.out, "%s added that waited from before\n", count(n, "report"))
	}
	if len(a.refused) > 0 {
		fmt.Fprintf(a.out, "left out of archives: %s\n", byKind(a.refused))
	}
	fmt.Fprintf(a.out, "the ledger holds %s: %s, %s, %s\n", count(stats.Reports, "report"),
		count(stats.Statements, "statement"), count(stats.Events, "event"), count(stats.Figures, "figure"))
	switch {
	case a.code != 0:
		return exitError(a.code)
	case a.failed > 0:
		return exitError(1)
	}
	return nil
}

// intakeBar is a bar over the bytes of the inputs.
func intakeBar(std streams, sources []ingest.Source) *progressbar.ProgressBar {
	var total int64
	for _, s := range sources {
		total += sizeOf(s.Name)
	}
	file, ok := std.err.(*os.File)
	if !ok || !isatty.IsTerminal(file.Fd()) {
		return progressbar.DefaultSilent(total)
	}
	return progressbar.NewOptions64(total, progressbar.OptionSetWriter(delayed{std.err, time.Now().Add(2 * time.Second)}),
		progressbar.OptionSetDescription("reading"), progressbar.OptionShowBytes(true), progressbar.OptionShowElapsedTimeOnFinish(),
		progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(200*time.Millisecond))
}

// sizeOf is what a source counts for in the bar: its bytes, or one.
func sizeOf(name string) int64 {
	if info, err := os.Stat(name); err == nil && !info.IsDir() && info.Size() > 0 {
		return info.Size()
	}
	return 1
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
