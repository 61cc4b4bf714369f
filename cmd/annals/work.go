package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"annals/internal/ingest"
	"annals/internal/ledger"
	"annals/internal/pipeline"
	"annals/internal/queue"
	"annals/internal/record"
	"annals/internal/render"
)

// stopTime is how long a report that is being read is waited for when the
// command is interrupted.
const stopTime = 10 * time.Second

// worker works on a ledger's queue and prints what becomes of each report, in
// the order in which they came.
type worker struct {
	ledger *ledger.Ledger
	queue  *queue.Queue
	out    io.Writer
	err    io.Writer
	engine string // what reads, with the user's lexicon
	quiet  bool
	follow bool   // lines come as the work is done, whoever asked for it
	clear  string // what wipes the progress bar off the line

	mu      sync.Mutex
	entries []*entry // not yet printed
	ended   map[int64]queue.Outcome
	jobs    map[int64]*entry
	added   int
	there   int
	failed  int
	looks   int          // into feeds
	before  int64        // the last job of earlier commands
	fault   error        // of the ledger: nothing more can be kept
	step    func(*entry) // moves the bar
	halt    func()       // ends the run after a fault
}

// entry is one report on its way.
type entry struct {
	job     int64
	source  string
	in      ingest.Source
	id      string
	outcome *queue.Outcome
	known   bool
}

// newWorker opens the queue of a ledger with the reading engine behind it.
func newWorker(ctx context.Context, l *ledger.Ledger, std streams, quiet bool, c queue.Config) (*worker, error) {
	w := &worker{ledger: l, out: std.out, err: std.err, quiet: quiet, ended: map[int64]queue.Outcome{}, jobs: map[int64]*entry{}, step: func(*entry) {}, halt: func() {}}
	if styleOf(std.out).Colour {
		w.clear = "\r\x1b[K"
	}
	lexicon, err := loadLexicon(std.err)
	if err != nil {
		return nil, err
	}
	p, err := pipeline.NewOver(lexicon)
	if err != nil {
		return nil, err
	}
	w.engine = p.Engine()
	c.Engine = w.engine
	c.Done = w.done
	c.Read = readWith(p)
	if w.queue, err = queue.New(l, c); err != nil {
		return nil, err
	}
	w.before, err = w.queue.LastJob(ctx)
	return w, err
}

// readWith reads with the engine, from what was kept of an earlier reading
// where that is asked for and can be had.
func readWith(p *pipeline.Pipeline) func(record.Report, []byte, queue.Stage) (queue.Reading, error) {
	return func(r record.Report, kept []byte, from queue.Stage) (queue.Reading, error) {
		if kept != nil && from != queue.FromText {
			doc, reader, err := pipeline.UnpackAnalysis(kept, r)
			if err == nil && (p.Keeps(reader) || from == queue.FromKept) {
				rec, err := p.Extract(doc, r)
				return queue.Reading{Record: rec}, err
			}
		}
		doc, rec, err := p.Read(r)
		if err != nil {
			return queue.Reading{}, err
		}
		packed, err := pipeline.PackAnalysis(doc)
		return queue.Reading{Record: rec, Keep: packed}, err
	}
}

// expect lets a report's line come in its turn.
func (w *worker) expect(e *entry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if e.job != 0 {
		if first := w.jobs[e.job]; first != nil || w.isPrinted(e.job) {
			e.known, e.job = true, 0 // the same report came before
		} else {
			w.jobs[e.job] = e
			if o, ok := w.ended[e.job]; ok {
				e.outcome = &o
			}
		}
	}
	w.entries = append(w.entries, e)
	w.print()
}

// isPrinted reports whether a job has ended and its line been printed.
func (w *worker) isPrinted(job int64) bool {
	e, ok := w.jobs[job]
	return ok && e == nil
}

// done notes what became of a job.
func (w *worker) done(o queue.Outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ledger.IsFault(o.Err) {
		if w.fault == nil {
			w.fault = o.Err
			w.halt()
		}
		return // the run ends, and says so once
	}
	if w.follow {
		w.followed(o)
		return
	}
	if e := w.jobs[o.Job]; e != nil {
		e.outcome = &o
	} else {
		w.ended[o.Job] = o
	}
	w.print()
}

// print prints the lines whose turn has come.
func (w *worker) print() {
	for len(w.entries) > 0 {
		e := w.entries[0]
		if e.outcome == nil && !e.known {
			return
		}
		w.entries = w.entries[1:]
		delete(w.ended, e.job)
		if e.job != 0 {
			w.jobs[e.job] = nil
		}
		w.line(e)
		w.step(e)
	}
}

func (w *worker) line(e *entry) {
	switch {
	case e.known:
		w.there++
		if !w.quiet {
			fmt.Fprintf(w.out, "%s%-13s  %s  %s\n", w.clear, "already there", render.ShortID(e.id), render.OneLine(e.source))
		}
	case e.outcome.Err != nil:
		w.failed++
		then := "it is kept as a failed job: annals jobs shows it"
		if !e.outcome.Final {
			then = "it will be tried again"
		}
		fmt.Fprintf(w.err, "%sannals: %s: %s; %s\n", w.clear, render.OneLine(e.source), render.OneLine(e.outcome.Err.Error()), then)
	default:
		what := "added"
		if !e.outcome.Added {
			what = "already there"
			w.there++
		} else {
			w.added++
		}
		if r := e.outcome.Record; !w.quiet && r != nil {
			fmt.Fprintf(w.out, "%s%-13s  %s  %s: %s, %s, %s\n", w.clear, what, render.ShortID(e.id), render.OneLine(e.source),
				count(len(r.Statements), "statement"), count(len(r.Events), "event"), count(len(r.Figures), "figure"))
		}
	}
}

// followed prints a job's line as it ends. A page that was fetched has its line
// when it is read; one that gives no report has none.
func (w *worker) followed(o queue.Outcome) {
	w.step(nil)
	if o.Record == nil && o.Err == nil || o.Refused {
		return
	}
	e := &entry{job: o.Job, source: o.Source, outcome: &o}
	if o.Record != nil {
		e.id = o.Record.Report.ID
	}
	w.line(e)
}

// leftover counts the reports that this process added though an earlier
// command had found them.
func (w *worker) leftover() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range w.ended {
		if o.Added {
			n++
		}
	}
	return n
}

// drain waits until every report that is expected has ended, or a fault of the
// ledger ends the run. Another process may work on the same queue and end some
// of them.
func (w *worker) drain(ctx context.Context) error {
	for {
		w.mu.Lock()
		fault, left := w.fault, len(w.entries)
		var jobs []int64
		for _, e := range w.entries {
			if e.outcome == nil && e.job != 0 {
				jobs = append(jobs, e.job)
			}
		}
		w.mu.Unlock()
		if fault != nil {
			return fault
		}
		if left == 0 {
			// What an interrupted command left behind is read as well.
			if n, err := w.queue.Unread(ctx, w.before); err != nil || n == 0 {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
		ended, err := w.queue.Ended(ctx, jobs[:min(len(jobs), 10)])
		if err != nil {
			return err
		}
		for _, id := range ended {
			w.endedElsewhere(ctx, id)
		}
	}
}

// endedElsewhere notes a job that another process ended.
func (w *worker) endedElsewhere(ctx context.Context, job int64) {
	w.mu.Lock()
	e := w.jobs[job]
	w.mu.Unlock()
	if e == nil || e.outcome != nil {
		return
	}
	o := queue.Outcome{Job: job, Source: e.source, Added: true}
	if o.Record, o.Err = w.ledger.Get(ctx, e.id); errors.Is(o.Err, ledger.ErrNotFound) {
		o.Err, o.Final = errors.New("another process gave it up"), true
	}
	w.done(o)
}

// stop ends the work and says what is left of it.
func (w *worker) stop(ctx context.Context) error {
	w.mu.Lock()
	fault, patience := w.fault, stopTime
	w.mu.Unlock()
	if fault != nil {
		patience = time.Second // nothing more can be kept
	}
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if fault != nil || ctx.Err() == nil {
		return cmp.Or(fault, w.queue.Stop(wait))
	}
	err := w.queue.Stop(wait)
	if n, failed := w.queue.Outstanding(wait); failed == nil && n > 0 {
		fmt.Fprintf(w.err, "%sannals: %s; annals jobs run goes on with them\n", w.clear, count(n, "job")+" wait")
	}
	return err
}

// byKind spells how many of each kind there are, the most first.
func byKind(n map[string]int) string {
	short := map[string]int{}
	for kind, count := range n {
		short[shortKind(ingest.Kind(kind))] += count
	}
	names := slices.SortedFunc(maps.Keys(short), func(a, b string) int {
		return cmp.Or(short[b]-short[a], strings.Compare(a, b))
	})
	var parts []string
	for _, name := range names {
		parts = append(parts, fmt.Sprintf("%d %s", short[name], name))
	}
	return strings.Join(parts, ", ")
}

// shortKind is why a source gave no report in two words.
func shortKind(k ingest.Kind) string {
	switch k {
	case ingest.ErrEmpty:
		return "without text"
	case ingest.ErrBinary, ingest.ErrEncoding:
		return "no text"
	case ingest.ErrTooLarge:
		return "too large"
	case ingest.ErrNoArticle:
		return "no article"
	case ingest.ErrLanguage:
		return "not in English"
	case ingest.ErrFetch:
		return "not to be fetched"
	}
	return "not readable"
}
