package queue

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"
	"iter"
	"math"
	"os"
	"path/filepath"
	"time"

	"annals/internal/ingest"
	"annals/internal/ledger"
)

const (
	// mostWaiting is how many reports wait before filling waits for them.
	mostWaiting = 200
	batchSize   = 50
	batchBytes  = 4 << 20
	batchTime   = 200 * time.Millisecond
)

// Filled is what became of one source, or of one report of an archive.
type Filled struct {
	Source ingest.Source
	Intake *ingest.Intake // nil if Err says why
	Job    int64          // that reads it; 0 if none is needed
	Known  bool           // this engine has read it before
	Whole  bool           // the source is an archive that was read to its end before
	Err    error
}

// Fill reads sources and lets those of their reports wait to be read that
// this version of the engine has not read yet. It tells what became of each,
// in order. How far an archive has been read is kept together with what was
// found in it, so that filling goes on there after an interruption.
func (q *Queue) Fill(ctx context.Context, sources []ingest.Source, opt ingest.Options, tell func(Filled)) error {
	opt.Known = q.known(ctx)
	f := &filler{queue: q, opt: opt, tell: tell}
	// Archives are opened while those before them are read, but not further
	// ahead than a few reports.
	var failed error
	parts := f.parts(ctx, sources, &failed)
	for r := range ingest.ReadAll(ctx, parts, opt, q.config.Workers) {
		if ctx.Err() != nil {
			break
		}
		f.batch = append(f.batch, r)
		if r.Intake != nil {
			f.bytes += len(r.Intake.Report.Text)
		}
		if len(f.batch) == 1 {
			f.began = time.Now()
		}
		if len(f.batch) >= batchSize || f.bytes >= batchBytes || time.Since(f.began) > batchTime {
			if err := f.flush(ctx); err != nil {
				return err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return errors.Join(f.flush(ctx), failed)
}

// filler is a filling under way.
type filler struct {
	queue *Queue
	opt   ingest.Options
	tell  func(Filled)
	batch []ingest.Result
	bytes int
	began time.Time
}

// archiveEnd is the name of the part that stands for the end of an archive.
const archiveEnd = "\x00end"

// archiveWhole is the name of the part that stands for an archive that was
// read before.
const archiveWhole = "\x00whole"

// parts are the sources and the reports of archives from where they were left.
func (f *filler) parts(ctx context.Context, sources []ingest.Source, failed *error) iter.Seq[ingest.Source] {
	return func(yield func(ingest.Source) bool) {
		for _, s := range sources {
			if !s.IsArchive() {
				if !yield(s) {
					return
				}
				continue
			}
			from, whole, err := f.queue.archived(ctx, s.Name)
			if err != nil {
				*failed = err
				return
			}
			if whole {
				if !yield(ingest.Source{Name: archiveWhole, Archive: s.Name}) {
					return
				}
				continue
			}
			last := from
			for part := range s.Parts(ctx, f.opt, from) {
				last = part.Next
				if !yield(part) {
					return
				}
			}
			if ctx.Err() != nil || !yield(ingest.Source{Name: archiveEnd, Archive: s.Name, Next: last}) {
				return
			}
		}
	}
}

// flush keeps a batch: the reports that are to be read, the refusals, and how
// far the archives have been read, in one transaction.
func (f *filler) flush(ctx context.Context) error {
	batch := f.batch
	f.batch, f.bytes = nil, 0
	if len(batch) == 0 {
		return nil
	}
	if err := f.queue.room(ctx); err != nil {
		return err
	}
	told := make([]Filled, 0, len(batch))
	var reports []Report
	var jobs []int64
	err := f.queue.ledger.InTx(ctx, func(tx *sql.Tx) error {
		positions := map[string]position{}
		for _, r := range batch {
			if r.Source.Archive != "" {
				positions[r.Source.Archive] = position{r.Source.Next, r.Source.Name == archiveEnd}
			}
			x := Filled{Source: r.Source, Intake: r.Intake, Err: r.Err}
			switch {
			case r.Source.Name == archiveEnd:
				continue
			case r.Source.Name == archiveWhole:
				delete(positions, r.Source.Archive)
				x = Filled{Source: ingest.Source{Name: r.Source.Archive}, Whole: true}
			case r.Err != nil:
				if r.Source.Archive == "" {
					break // the user names it and is told
				}
				if err := f.queue.RefuseTx(ctx, tx, r.Source.Name, r.Err); err != nil {
					return err
				}
			default:
				if err := f.keep(ctx, tx, r, &x, &reports); err != nil {
					return err
				}
			}
			told = append(told, x)
		}
		for path, at := range positions {
			if err := keepPosition(ctx, tx, path, at); err != nil {
				return err
			}
		}
		var err error
		jobs, err = f.queue.AddTx(ctx, tx, reports)
		return err
	})
	if err != nil {
		return err
	}
	for _, x := range told {
		if x.Intake != nil && !x.Known {
			x.Job, jobs = jobs[0], jobs[1:]
		}
		f.tell(x)
	}
	return nil
}

// keep notes where a report was met, and lets it wait to be read if it has to
// be.
func (f *filler) keep(ctx context.Context, tx *sql.Tx, r ingest.Result, x *Filled, reports *[]Report) (err error) {
	if x.Known = r.Intake.Known; x.Known {
		return nil
	}
	if x.Known, err = f.queue.ledger.Has(ctx, r.Intake.Report.ID, f.queue.config.Engine); err != nil {
		return err
	}
	met := Sighted(r.Intake.Report, r.Intake.Bytes, "")
	if x.Known {
		_, err = ledger.SeenTx(ctx, tx, r.Intake.Report.ID, met)
		return err
	}
	*reports = append(*reports, Report{r.Source.Name, r.Intake.Report, met})
	return nil
}

// known gives the report that bytes hold if this engine has read it.
func (q *Queue) known(ctx context.Context) func(string) (string, bool) {
	return func(hash string) (string, bool) {
		id, ok, err := q.ledger.HasBytes(ctx, hash)
		if err != nil || !ok {
			return "", false
		}
		ok, err = q.ledger.Has(ctx, id, q.config.Engine)
		return id, ok && err == nil
	}
}

// room waits until few enough reports wait to be read.
func (q *Queue) room(ctx context.Context) error {
	for {
		n, err := q.Unread(ctx, math.MaxInt64)
		if err != nil || n <= mostWaiting {
			return err
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// position is how far an archive has been read.
type position struct {
	next  int64
	whole bool
}

func keepPosition(ctx context.Context, tx *sql.Tx, path string, at position) error {
	now, err := markOf(path, markBytes)
	if err != nil {
		return nil // it has gone meanwhile; its reports are kept
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO archive (path, size, mark, position, whole, read_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (path) DO UPDATE SET size = ?2, mark = ?3, position = ?4, whole = ?5, read_at = ?6`,
		absolutePath(path), now.size, now.hash, at.next, at.whole, time.Now().UTC().Format(time.RFC3339))
	return err
}

// archived is how far an archive has been read: to its end, or up to a
// position. One whose beginning has changed is another; one that has grown is
// read on.
func (q *Queue) archived(ctx context.Context, path string) (from int64, whole bool, err error) {
	var before mark
	err = q.ledger.Reading().QueryRowContext(ctx, `SELECT size, mark, position, whole FROM archive WHERE path = ?`, absolutePath(path)).
		Scan(&before.size, &before.hash, &from, &whole)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, q.ledger.Explain(err)
	}
	now, err := markOf(path, min(markBytes, before.size))
	if err != nil || now.hash != before.hash || now.size < before.size {
		return 0, false, nil // another file; if it can't be read, reading it tells why
	}
	return from, whole && now.size == before.size, nil
}

func absolutePath(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

const markBytes = 4 << 10

// mark tells a file from others.
type mark struct {
	size int64
	hash string // of its beginning
}

// markOf is a file's mark by its first n bytes.
func markOf(path string, n int64) (mark, error) {
	file, err := os.Open(path)
	if err != nil {
		return mark{}, err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, io.LimitReader(file, n)); err != nil {
		return mark{}, err
	}
	info, err := file.Stat()
	if err != nil {
		return mark{}, err
	}
	return mark{info.Size(), hex.EncodeToString(h.Sum(nil)[:16])}, nil
}

// Forget lets archives be read from their beginning again.
func (q *Queue) Forget(ctx context.Context, paths []string) error {
	return q.ledger.InTx(ctx, func(tx *sql.Tx) error {
		for _, path := range paths {
			if _, err := tx.ExecContext(ctx, `DELETE FROM archive WHERE path = ?`, absolutePath(path)); err != nil {
				return err
			}
		}
		return nil
	})
}
