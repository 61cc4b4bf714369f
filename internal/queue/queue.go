// Package queue is the work that waits to be done: reports to be read, pages
// of feeds to be fetched, reports to be read anew.
//
// It reads and writes the ledger's file. Jobs are kept by River in tables of
// the ledger, so that a job ends in the same transaction that keeps its
// result: killing the program at any moment loses nothing and does nothing
// twice. What fails for now is tried again, later each time; what fails for
// good stays as a dead letter with its reason until somebody retries or
// discards it. No job stalls the others: each has its time, and a fault in one
// is that job's alone.
package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"annals/internal/fetch"
	"annals/internal/ingest"
	"annals/internal/ledger"
	"annals/internal/record"
)

const (
	// readTime is how long one report may be read. The longest that is taken
	// needs a fraction of it.
	readTime = 5 * time.Minute
	// mostDeaths is how often the program may end in the middle of a job before
	// the job is taken for the cause.
	mostDeaths = 3
	// fetchers is how many pages are fetched at once, of as many hosts.
	fetchers = 16
)

// Config says how to work.
type Config struct {
	// Read makes the record of a report, from what was kept of an earlier
	// reading or, where that is nil, from the text. It may panic and may hang. If
	// it is nil, nothing is read.
	Read    func(report record.Report, kept []byte, from Stage) (Reading, error)
	Engine  string         // the reader's version
	Workers int            // reports read at once; 0 means one for each processor
	Client  *fetch.Client  // nil: nothing is fetched
	Ingest  ingest.Options // for what is fetched
	Robots  bool           // heed robots.txt
	Revisit bool           // fetch the pages of items again, for changes
	// Done is told of every job that this process ends, by several goroutines.
	Done func(Outcome)
}

// Stage is what a report that is read once more is read from.
type Stage string

const (
	// FromNewest takes over what an earlier reading found where the same version
	// of the reading part found it.
	FromNewest Stage = ""
	// FromText takes over nothing.
	FromText Stage = "text"
	// FromKept takes over what an earlier reading found, of whichever version.
	FromKept Stage = "kept"
)

// Reading is what reading a report gave.
type Reading struct {
	Record *record.Record
	Keep   []byte // to be kept for the next time; nil leaves what is there
}

// Outcome is what became of a job.
type Outcome struct {
	Job    int64
	Source string         // as messages name it
	Record *record.Record // nil where none was made
	Added  bool           // false: the ledger has had this reading before
	Next   int64          // the job that goes on with it, or 0
	Err    error          // why it failed
	Final  bool           // it failed for good
	// Refused says that the source is no report for us, which is no failure;
	// Err says why.
	Refused bool
}

// Queue is the ledger's queue. It is safe for use by several goroutines.
type Queue struct {
	ledger *ledger.Ledger
	config Config
	client *river.Client[*sql.Tx]

	mu       sync.Mutex
	reserved map[int64]bool          // fetches that have had to wait for their host
	asked    map[int64]time.Duration // how long servers ask the fetches that failed to wait
}

// New opens the queue of a ledger that is open for writing. Nothing is worked
// on before Start.
func New(l *ledger.Ledger, c Config) (*Queue, error) {
	db, err := l.Writing()
	if err != nil {
		return nil, err
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.Done == nil {
		c.Done = func(Outcome) {}
	}
	q := &Queue{ledger: l, config: c, reserved: map[int64]bool{}, asked: map[int64]time.Duration{}}
	workers := river.NewWorkers()
	queues := map[string]river.QueueConfig{}
	if c.Read != nil {
		river.AddWorker(workers, &readWorker{queue: q})
		river.AddWorker(workers, &rereadWorker{queue: q})
		queues[readQueue] = river.QueueConfig{MaxWorkers: c.Workers}
	}
	if c.Client != nil {
		river.AddWorker(workers, &fetchWorker{queue: q})
		queues[fetchQueue] = river.QueueConfig{MaxWorkers: fetchers}
	}
	config := &river.Config{
		ID:                          processID(),
		Queues:                      queues,
		Workers:                     workers,
		FetchCooldown:               time.Millisecond,
		FetchPollInterval:           100 * time.Millisecond,
		JobTimeout:                  readTime + time.Minute,
		RescueStuckJobsAfter:        2 * readTime,
		CompletedJobRetentionPeriod: 24 * time.Hour,
		CancelledJobRetentionPeriod: -1,
		DiscardedJobRetentionPeriod: -1,
		Logger:                      slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	if len(queues) == 0 {
		config.Queues, config.Workers = nil, nil
	}
	if q.client, err = river.NewClient(riversqlite.New(db), config); err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	return q, nil
}

// Start works on what waits until Stop. Jobs that a process was killed in the
// middle of are begun again.
func (q *Queue) Start(ctx context.Context) error {
	if err := q.rescue(ctx); err != nil {
		return err
	}
	// A job that has begun is not stopped with the command: Stop decides.
	if err := q.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("queue: %w", q.ledger.Explain(err))
	}
	return nil
}

// Stop ends the work. Jobs that have begun are waited for until the context
// ends, and begin again with the next Start otherwise.
func (q *Queue) Stop(ctx context.Context) error {
	err := q.client.Stop(ctx)
	if ctx.Err() != nil {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		err = q.client.StopAndCancel(last)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return q.ledger.Explain(err)
}

// processID names this process: a dead one's jobs are told by it.
func processID() string {
	host, _ := os.Hostname()
	return fmt.Sprintf("%s %d %d", strings.Join(strings.Fields(host), "-"), os.Getpid(), time.Now().UnixNano())
}

// rescue lets the jobs of dead processes begin again at once, where River
// would wait for the time that a job may take. A job in whose middle the
// program has ended several times is given up, for it may be the cause.
func (q *Queue) rescue(ctx context.Context) error {
	return q.ledger.InTx(ctx, func(tx *sql.Tx) error {
		var again, lost []int64
		for scan := range ledger.Rows(tx.QueryContext(ctx, `SELECT id, attempt, ifnull(json_extract(attempted_by, '$[#-1]'), '') FROM river_job WHERE state = 'running'`)) {
			var id int64
			var attempt int
			var by string
			if err := scan(&id, &attempt, &by); err != nil {
				return err
			}
			switch {
			case alive(by):
			case attempt >= mostDeaths:
				lost = append(lost, id)
			default:
				again = append(again, id)
			}
		}
		for _, id := range again {
			if _, err := tx.ExecContext(ctx, `UPDATE river_job SET state = 'available' WHERE id = ?`, id); err != nil {
				return err
			}
		}
		// River promotes what has come due once it has chosen a leader, which takes
		// a while after a kill.
		_, err := tx.ExecContext(ctx, `UPDATE river_job SET state = 'available' WHERE state IN ('retryable', 'scheduled') AND `+due)
		if err != nil {
			return err
		}
		for _, id := range lost {
			if err := bury(ctx, tx, id, fmt.Sprintf("the program ended %d times in the middle of it", mostDeaths)); err != nil {
				return err
			}
		}
		return nil
	})
}

// bury makes a job a dead letter.
func bury(ctx context.Context, tx *sql.Tx, id int64, reason string) error {
	_, err := tx.ExecContext(ctx, `UPDATE river_job SET state = 'cancelled', finalized_at = strftime('%Y-%m-%d %H:%M:%f', 'now'),
		errors = jsonb_insert(ifnull(errors, jsonb('[]')), '$[#]', jsonb_object('at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'attempt', attempt, 'error', ?, 'trace', ''))
		WHERE id = ?`, reason, id)
	return err
}

// alive reports whether the process of a name still runs. One of another
// machine is taken to: River's own time limit is for those.
func alive(name string) bool {
	host, rest, _ := strings.Cut(name, " ")
	pid, _, _ := strings.Cut(rest, " ")
	own, _, _ := strings.Cut(processID(), " ")
	n, err := strconv.Atoi(pid)
	if err != nil || host != own {
		return err == nil
	}
	return n != os.Getpid() && running(n)
}

// due is the condition of jobs whose time has come.
const due = `julianday(scheduled_at) <= julianday('now')`

// soon is the condition of jobs that are to be done now, not hours later.
const soon = `julianday(scheduled_at) <= julianday('now', '+1 minute')`

// Outstanding counts the jobs that wait to be done now, are worked on or will
// be tried again.
func (q *Queue) Outstanding(ctx context.Context) (n int, err error) {
	err = q.ledger.Reading().QueryRowContext(ctx, `SELECT count(*) FROM river_job
		WHERE state IN ('running', 'retryable') OR state IN ('available', 'scheduled') AND `+soon).Scan(&n)
	return n, q.ledger.Explain(err)
}

// LastJob is the number of the newest job, 0 for none.
func (q *Queue) LastJob(ctx context.Context) (id int64, err error) {
	err = q.ledger.Reading().QueryRowContext(ctx, `SELECT ifnull(max(id), 0) FROM river_job`).Scan(&id)
	return id, q.ledger.Explain(err)
}

// Unread counts the reports up to a job's number that wait to be read or are
// being read.
func (q *Queue) Unread(ctx context.Context, upTo int64) (n int, err error) {
	err = q.ledger.Reading().QueryRowContext(ctx, `SELECT count(*) FROM river_job
		WHERE state IN ('available', 'running') AND kind = ? AND id <= ?`, kindRead, upTo).Scan(&n)
	return n, q.ledger.Explain(err)
}

// Ended lists those of the jobs that have ended, by whichever process.
func (q *Queue) Ended(ctx context.Context, jobs []int64) ([]int64, error) {
	var ended []int64
	for _, id := range jobs {
		row, err := q.client.JobGet(ctx, id)
		switch {
		case errors.Is(err, rivertype.ErrNotFound):
			ended = append(ended, id)
		case err != nil:
			return nil, q.ledger.Explain(err)
		case row.FinalizedAt != nil:
			ended = append(ended, id)
		}
	}
	return ended, nil
}
