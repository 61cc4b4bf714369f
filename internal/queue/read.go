package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"annals/internal/ledger"
	"annals/internal/record"
)

const (
	readQueue = "read"
	kindRead  = "read-report"
	// kindReread is reading a report of the ledger once more.
	kindReread = "reread-report"
)

// waitingStates are the states in which a job stands in the way of another of
// the same contents.
func waitingStates() []rivertype.JobState {
	return []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled}
}

// readArgs is a report in the table of those that wait.
type readArgs struct {
	Report string `json:"report" river:"unique"` // its content id
	Source string `json:"source"`
}

func (readArgs) Kind() string { return kindRead }

func (readArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: readQueue, MaxAttempts: 8, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waitingStates()}}
}

// rereadArgs is a report of the ledger.
type rereadArgs struct {
	Report string `json:"report" river:"unique"`
	Engine string `json:"engine" river:"unique"`
	From   Stage  `json:"from"`
}

func (rereadArgs) Kind() string { return kindReread }

func (rereadArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: readQueue, Priority: 2, MaxAttempts: 8, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waitingStates()}}
}

// Report is a report to be read, with how messages name its source.
type Report struct {
	Source   string
	Report   record.Report
	Sighting ledger.Sighting // where it was met
}

// Sighted is where a report was met: bytes is their hex SHA-256, feedSource
// whom a feed names as the item's origin, or "".
func Sighted(r record.Report, bytes, feedSource string) ledger.Sighting {
	s := ledger.Sighting{Bytes: bytes, FeedSource: feedSource}
	if r.URL != nil {
		s.URL = *r.URL
	}
	if r.Publisher != nil {
		s.Publisher = *r.Publisher
	}
	return s
}

// AddTx lets reports wait to be read, as part of a transaction. It gives their
// jobs, in order; reports of one content share one.
func (q *Queue) AddTx(ctx context.Context, tx *sql.Tx, reports []Report) (jobs []int64, err error) {
	if len(reports) == 0 {
		return nil, nil
	}
	var params []river.InsertManyParams
	now := time.Now().UTC().Format(time.RFC3339)
	first := map[string]string{} // the source of each content
	for _, r := range reports {
		if _, ok := first[r.Report.ID]; !ok {
			first[r.Report.ID] = r.Source
		}
		line, err := json.Marshal(r.Report)
		if err != nil {
			return nil, err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO waiting (content_id, source, report, added_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			r.Report.ID, r.Source, string(line), now)
		if err != nil {
			return nil, err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO waiting_sighting (content_id, bytes, url, publisher, feed_source) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			r.Report.ID, r.Sighting.Bytes, r.Sighting.URL, r.Sighting.Publisher, r.Sighting.FeedSource)
		if err != nil {
			return nil, err
		}
		params = append(params, river.InsertManyParams{Args: readArgs{r.Report.ID, first[r.Report.ID]}})
	}
	return q.insert(ctx, tx, params)
}

func (q *Queue) insert(ctx context.Context, tx *sql.Tx, params []river.InsertManyParams) (jobs []int64, err error) {
	// River takes no two jobs of the same contents in one batch.
	var once []river.InsertManyParams
	place := map[river.JobArgs]int{}
	for _, p := range params {
		if _, ok := place[p.Args]; !ok {
			place[p.Args] = len(once)
			once = append(once, p)
		}
	}
	results, err := q.client.InsertManyTx(ctx, tx, once)
	if err != nil {
		return nil, err
	}
	for _, p := range params {
		jobs = append(jobs, results[place[p.Args]].Job.ID)
	}
	return jobs, nil
}

// Reread lets reports of the ledger be read by this version of the engine, from
// a stage on.
func (q *Queue) Reread(ctx context.Context, ids []string, from Stage) (jobs []int64, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var params []river.InsertManyParams
	for _, id := range ids {
		params = append(params, river.InsertManyParams{Args: rereadArgs{id, q.config.Engine, from}})
	}
	err = q.ledger.InTx(ctx, func(tx *sql.Tx) error {
		jobs, err = q.insert(ctx, tx, params)
		return err
	})
	return jobs, err
}

// readWorker reads reports that wait.
type readWorker struct {
	river.WorkerDefaults[readArgs]
	queue *Queue
}

func (w *readWorker) Timeout(*river.Job[readArgs]) time.Duration { return readTime + time.Minute }

func (w *readWorker) NextRetry(j *river.Job[readArgs]) time.Time { return retryAt(j.JobRow, 0) }

// Work reads a report and keeps its record.
func (w *readWorker) Work(ctx context.Context, job *river.Job[readArgs]) error {
	var line string
	err := w.queue.ledger.Reading().QueryRowContext(ctx, `SELECT report FROM waiting WHERE content_id = ?`, job.Args.Report).Scan(&line)
	if errors.Is(err, sql.ErrNoRows) {
		return w.queue.end(ctx, job.JobRow, job.Args.Source, nil, errors.New("its report is no longer there"))
	}
	var report record.Report
	if err == nil {
		err = json.Unmarshal([]byte(line), &report)
	}
	if err != nil {
		return w.queue.end(ctx, job.JobRow, job.Args.Source, nil, err)
	}
	return readAndKeep(ctx, w.queue, job, job.Args.Source, report, nil, FromText)
}

// rereadWorker reads reports of the ledger.
type rereadWorker struct {
	river.WorkerDefaults[rereadArgs]
	queue *Queue
}

func (w *rereadWorker) Timeout(*river.Job[rereadArgs]) time.Duration { return readTime + time.Minute }

func (w *rereadWorker) NextRetry(j *river.Job[rereadArgs]) time.Time { return retryAt(j.JobRow, 0) }

// Work reads a report once more and keeps its new record.
func (w *rereadWorker) Work(ctx context.Context, job *river.Job[rereadArgs]) error {
	old, err := w.queue.ledger.AsRead(ctx, job.Args.Report)
	if err != nil {
		return w.queue.end(ctx, job.JobRow, job.Args.Report, nil, err)
	}
	kept, err := w.queue.ledger.Analysis(ctx, job.Args.Report)
	if err != nil {
		return w.queue.end(ctx, job.JobRow, job.Args.Report, nil, err)
	}
	return readAndKeep(ctx, w.queue, job, old.Report.ID, old.Report, kept, job.Args.From)
}

// readAndKeep reads a report and, in one transaction, keeps its record and
// ends the job.
func readAndKeep[T river.JobArgs](ctx context.Context, q *Queue, job *river.Job[T], source string, report record.Report, kept []byte, from Stage) error {
	got, err := q.read(ctx, report, kept, from)
	if err != nil {
		return q.end(ctx, job.JobRow, source, nil, err)
	}
	added := false
	err = q.ledger.InTx(ctx, func(tx *sql.Tx) error {
		met, err := sightings(ctx, tx, report.ID)
		if err != nil {
			return err
		}
		if added, err = q.ledger.AddTx(ctx, tx, got.Record, q.config.Engine, met...); err != nil {
			return err
		}
		if added && got.Keep != nil {
			if err := ledger.KeepAnalysis(ctx, tx, report.ID, got.Keep); err != nil {
				return err
			}
		}
		if err := forget(ctx, tx, report.ID); err != nil {
			return err
		}
		_, err = river.JobCompleteTx[*riversqlite.Driver](ctx, tx, job)
		return err
	})
	if err != nil {
		return q.end(ctx, job.JobRow, source, nil, err)
	}
	q.config.Done(Outcome{Job: job.ID, Source: source, Record: got.Record, Added: added})
	return nil
}

// sightings are where a report that waits was met.
func sightings(ctx context.Context, tx *sql.Tx, content string) ([]ledger.Sighting, error) {
	var list []ledger.Sighting
	for scan := range ledger.Rows(tx.QueryContext(ctx, `SELECT bytes, url, publisher, feed_source FROM waiting_sighting WHERE content_id = ?`, content)) {
		var s ledger.Sighting
		if err := scan(&s.Bytes, &s.URL, &s.Publisher, &s.FeedSource); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// forget takes a report away from those that wait.
func forget(ctx context.Context, tx *sql.Tx, content string) error {
	for _, table := range []string{"waiting", "waiting_sighting"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE content_id = ?`, content); err != nil {
			return err
		}
	}
	return nil
}

// errFault is wrapped by errors that come again however often a job is tried.
var errFault = errors.New("a fault of the program's own")

// read reads a report within its time. The reader can't be stopped: one that
// hangs is left behind, and its job given up.
func (q *Queue) read(ctx context.Context, report record.Report, kept []byte, from Stage) (Reading, error) {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	type result struct {
		got Reading
		err error
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if fault := recover(); fault != nil {
				done <- result{Reading{}, fmt.Errorf("%w: %v", errFault, fault)}
			}
		}()
		got, err := q.config.Read(report, kept, from)
		if err != nil {
			err = fmt.Errorf("%w: %w", errFault, err)
		}
		done <- result{got, err}
	}()
	select {
	case r := <-done:
		return r.got, r.err
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return Reading{}, fmt.Errorf("%w: reading it took longer than %s", errFault, readTime)
		}
		return Reading{}, ctx.Err()
	}
}

// end tells of a job that failed and gives River's word for what to do: try
// it again later, or keep it as a dead letter.
func (q *Queue) end(ctx context.Context, job *rivertype.JobRow, source string, rec *record.Record, err error) error {
	if ctx.Err() != nil && !errors.Is(err, errFault) {
		return err // the program stops; the job begins again
	}
	final := !isTemporary(err) || job.Attempt >= job.MaxAttempts
	q.config.Done(Outcome{Job: job.ID, Source: source, Record: rec, Err: err, Final: final})
	if final {
		return river.JobCancel(err)
	}
	return err
}

// retryAt is when a job is tried again: after 30 seconds, two minutes, eight
// and so on up to six hours, but not before the time that was asked for.
func retryAt(job *rivertype.JobRow, wait time.Duration) time.Time {
	d := 30 * time.Second
	for range min(job.Attempt-1, 8) {
		d *= 4
	}
	return time.Now().Add(max(min(d, 6*time.Hour), wait))
}

// isTemporary reports whether a job that failed may do better later.
func isTemporary(err error) bool {
	if errors.Is(err, errFault) {
		return false
	}
	if temporary, ok := fetchTemporary(err); ok {
		return temporary
	}
	return ledger.IsFault(err) || errors.Is(err, context.DeadlineExceeded)
}
