package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/riverqueue/river/rivertype"

	"annals/internal/ledger"
)

// State is how the work stands.
type State struct {
	Waiting  int            // to be done now
	Later    int            // pages to be fetched again later, for changes
	Working  int            // being done
	Retrying int            // failed, to be tried again
	Failed   int            // dead letters
	Done     int            // of the last day
	Refused  map[string]int // sources that gave no report, by why

	// Rate is how many were done in each minute of the last ten or since the
	// first of them; 0 if none was.
	Rate float64
	// Left is how long the work takes at that rate; 0 unknown.
	Left time.Duration
}

// Look counts the jobs.
func Look(ctx context.Context, l *ledger.Ledger) (State, error) {
	var s State
	db := l.Reading()
	err := db.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE state IN ('available', 'pending', 'scheduled') AND `+soon+` OR state = 'retryable' AND `+due+`),
		count(*) FILTER (WHERE state IN ('available', 'pending', 'scheduled') AND NOT `+soon+`),
		count(*) FILTER (WHERE state = 'running'), count(*) FILTER (WHERE state = 'retryable' AND NOT `+due+`),
		count(*) FILTER (WHERE state IN ('cancelled', 'discarded')), count(*) FILTER (WHERE state = 'completed')
		FROM river_job`).Scan(&s.Waiting, &s.Later, &s.Working, &s.Retrying, &s.Failed, &s.Done)
	if err != nil {
		return s, l.Explain(err)
	}
	var done int
	var minutes float64
	err = db.QueryRowContext(ctx, `SELECT count(*), ifnull((julianday('now') - julianday(min(attempted_at))) * 1440, 0)
		FROM river_job WHERE state = 'completed' AND julianday(finalized_at) > julianday('now', '-10 minutes')`).Scan(&done, &minutes)
	if err != nil {
		return s, l.Explain(err)
	}
	if done > 0 && minutes > 0 {
		s.Rate = float64(done) / minutes
		s.Left = time.Duration(float64(s.Waiting+s.Working) / s.Rate * float64(time.Minute))
	}
	s.Refused, err = refusalsByKind(ctx, l)
	return s, err
}

func refusalsByKind(ctx context.Context, l *ledger.Ledger) (map[string]int, error) {
	m := map[string]int{}
	for scan := range ledger.Rows(l.Reading().QueryContext(ctx, `SELECT kind, count(*) FROM refusal GROUP BY kind`)) {
		var kind string
		var n int
		if err := scan(&kind, &n); err != nil {
			return nil, l.Explain(err)
		}
		m[kind] = n
	}
	return m, nil
}

// Letter is a job that failed: for good, or until it is tried again.
type Letter struct {
	Job      int64
	Kind     string
	Source   string // as messages name it
	Attempts int
	Reason   string    // of the last attempt
	At       time.Time // of the last attempt
	Next     time.Time // when it is tried again; zero: never
}

// DeadLetters lists the jobs that failed for good, the newest first; a limit
// of 0 lists all.
func DeadLetters(ctx context.Context, l *ledger.Ledger, limit int) ([]Letter, error) {
	return letters(ctx, l, `state IN ('cancelled', 'discarded')`, limit)
}

// Retrying lists the jobs that failed and will be tried again.
func Retrying(ctx context.Context, l *ledger.Ledger, limit int) ([]Letter, error) {
	return letters(ctx, l, `state = 'retryable'`, limit)
}

func letters(ctx context.Context, in *ledger.Ledger, condition string, limit int) ([]Letter, error) {
	if limit == 0 {
		limit = -1
	}
	var list []Letter
	for scan := range ledger.Rows(in.Reading().QueryContext(ctx, `SELECT id, kind, attempt,
		coalesce(json_extract(args, '$.source'), json_extract(args, '$.url'), json_extract(args, '$.report'), ''),
		ifnull(json_extract(errors, '$[#-1].error'), ''), unixepoch(coalesce(finalized_at, attempted_at, created_at)),
		iif(state = 'retryable', unixepoch(scheduled_at), 0)
		FROM river_job WHERE `+condition+` ORDER BY coalesce(finalized_at, attempted_at) DESC, id DESC LIMIT ?`, limit)) {
		var l Letter
		var at, next int64
		if err := scan(&l.Job, &l.Kind, &l.Attempts, &l.Source, &l.Reason, &at, &next); err != nil {
			return nil, in.Explain(err)
		}
		l.Reason = strings.TrimPrefix(l.Reason, "JobCancelError: ") // River's own word for a job that is given up
		l.At = time.Unix(at, 0).UTC()
		if next > 0 {
			l.Next = time.Unix(next, 0).UTC()
		}
		list = append(list, l)
	}
	return list, nil
}

// Refusal is a source that gave no report.
type Refusal struct {
	Source string
	Kind   string // an ingest.Kind
	Reason string
	At     time.Time
}

// Refusals lists the sources that gave no report, the newest first; a limit of
// 0 lists all.
func Refusals(ctx context.Context, l *ledger.Ledger, limit int) ([]Refusal, error) {
	if limit == 0 {
		limit = -1
	}
	var list []Refusal
	for scan := range ledger.Rows(l.Reading().QueryContext(ctx, `SELECT source, kind, reason, refused_at FROM refusal ORDER BY refused_at DESC, source LIMIT ?`, limit)) {
		var r Refusal
		var at string
		if err := scan(&r.Source, &r.Kind, &r.Reason, &at); err != nil {
			return nil, l.Explain(err)
		}
		r.At, _ = time.Parse(time.RFC3339, at)
		list = append(list, r)
	}
	return list, nil
}

// Retry lets failed jobs wait again, all of them if none is named, and counts
// them.
func (q *Queue) Retry(ctx context.Context, jobs []int64) (n int, err error) {
	return q.each(ctx, jobs, func(tx *sql.Tx, id int64) error {
		_, err := q.client.JobRetryTx(ctx, tx, id)
		return err
	})
}

// Discard takes failed jobs away with what they were to work on, all of them
// if none is named, and counts them.
func (q *Queue) Discard(ctx context.Context, jobs []int64) (n int, err error) {
	return q.each(ctx, jobs, func(tx *sql.Tx, id int64) error {
		var content string
		err := tx.QueryRowContext(ctx, `SELECT json_extract(args, '$.report') FROM river_job WHERE id = ? AND kind = ?`, id, kindRead).Scan(&content)
		if err == nil {
			err = forget(ctx, tx, content)
		}
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		_, err = q.client.JobDeleteTx(ctx, tx, id)
		return err
	})
}

// each does something to failed jobs, in one transaction.
func (q *Queue) each(ctx context.Context, jobs []int64, do func(tx *sql.Tx, id int64) error) (n int, err error) {
	named := len(jobs) > 0
	if !named {
		for _, list := range []func(context.Context, *ledger.Ledger, int) ([]Letter, error){DeadLetters, Retrying} {
			letters, err := list(ctx, q.ledger, 0)
			if err != nil {
				return 0, err
			}
			for _, l := range letters {
				jobs = append(jobs, l.Job)
			}
		}
	}
	err = q.ledger.InTx(ctx, func(tx *sql.Tx) error {
		for _, id := range jobs {
			row, err := q.client.JobGetTx(ctx, tx, id)
			if errors.Is(err, rivertype.ErrNotFound) || err == nil && !failedState(row.State) {
				if !named {
					continue // another process has it now
				}
				return fmt.Errorf("queue: no job %d has failed: annals jobs lists those that have", id)
			}
			if err != nil {
				return err
			}
			if err := do(tx, id); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

func failedState(s rivertype.JobState) bool {
	return s == rivertype.JobStateCancelled || s == rivertype.JobStateDiscarded || s == rivertype.JobStateRetryable
}
