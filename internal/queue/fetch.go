package queue

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"annals/internal/fetch"
	"annals/internal/ingest"
	"annals/internal/ledger"
)

const (
	fetchQueue = "fetch"
	kindFetch  = "fetch-page"
)

// Item is a page to be fetched, with what a feed says of it.
type Item struct {
	URL       string `json:"url"`                 // "" where the feed gives no address
	Key       string `json:"key" river:"unique"`  // the item's own
	Hash      string `json:"hash" river:"unique"` // of what the feed says of it
	Title     string `json:"title"`               // "" unknown
	Published string `json:"published"`           // RFC 3339, "" unknown
	Source    string `json:"origin"`              // whom the feed names as its origin, "" unknown
	Text      string `json:"text"`                // HTML that stands in where there is no page
	Feed      string `json:"feed" river:"unique"` // the feed's address
}

// fetchArgs is an item to be fetched, or a page of one to be fetched again.
type fetchArgs struct {
	Item
	Visit int `json:"visit" river:"unique"` // 0 is the first
}

// revisits are how long after each fetch a page is fetched again, to see
// whether it was edited or taken back: feeds seldom tell. After the last, it is
// left alone.
func revisits() []time.Duration {
	return []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}
}

func (fetchArgs) Kind() string { return kindFetch }

func (fetchArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: fetchQueue, MaxAttempts: 6, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waitingStates()}}
}

// FetchTx lets items wait to be fetched, as part of a transaction.
func (q *Queue) FetchTx(ctx context.Context, tx *sql.Tx, items []Item) (jobs []int64, err error) {
	if len(items) == 0 {
		return nil, nil
	}
	var params []river.InsertManyParams
	for _, it := range items {
		params = append(params, river.InsertManyParams{Args: fetchArgs{Item: it}})
	}
	return q.insert(ctx, tx, params)
}

// fetchWorker fetches pages.
type fetchWorker struct {
	river.WorkerDefaults[fetchArgs]
	queue *Queue
}

func (w *fetchWorker) Timeout(*river.Job[fetchArgs]) time.Duration { return 2 * time.Minute }

func (w *fetchWorker) NextRetry(j *river.Job[fetchArgs]) time.Time {
	w.queue.mu.Lock()
	defer w.queue.mu.Unlock()
	wait := w.queue.asked[j.ID]
	delete(w.queue.asked, j.ID)
	return retryAt(j.JobRow, wait)
}

// Work fetches a page and lets its report wait to be read.
func (w *fetchWorker) Work(ctx context.Context, job *river.Job[fetchArgs]) error {
	q, it := w.queue, job.Args.Item
	if wait := q.hostWait(job.ID, it.URL); wait > 0 {
		return river.JobSnooze(wait)
	}
	again := job.Args.Visit > 0
	if again {
		it.Text = "" // only the page can have changed
	}
	in, err := q.fetchItem(ctx, it)
	if refused(err) || again && err != nil && !isTemporary(err) {
		return q.refuse(ctx, job, err)
	}
	if err != nil {
		q.noteWait(job.ID, err)
		return q.end(ctx, job.JobRow, it.name(), nil, err)
	}
	known, err := q.ledger.Has(ctx, in.Report.ID, q.config.Engine)
	if err != nil {
		return q.end(ctx, job.JobRow, it.name(), nil, err)
	}
	var next []int64
	met := Sighted(in.Report, in.Bytes, it.Source)
	err = q.ledger.InTx(ctx, func(tx *sql.Tx) (err error) {
		switch {
		case !known:
			next, err = q.AddTx(ctx, tx, []Report{{it.name(), in.Report, met}})
		case !again:
			_, err = ledger.SeenTx(ctx, tx, in.Report.ID, met)
		}
		if err == nil {
			err = q.revisitTx(ctx, tx, job.Args)
		}
		if err != nil {
			return err
		}
		_, err = river.JobCompleteTx[*riversqlite.Driver](ctx, tx, job)
		return err
	})
	if err != nil {
		return q.end(ctx, job.JobRow, it.name(), nil, err)
	}
	out := Outcome{Job: job.ID, Source: it.name()}
	if len(next) > 0 {
		out.Next = next[0]
	}
	q.config.Done(out)
	return nil
}

// revisitTx lets a page wait to be fetched again later.
func (q *Queue) revisitTx(ctx context.Context, tx *sql.Tx, args fetchArgs) error {
	if !q.config.Revisit || args.URL == "" || args.Visit >= len(revisits()) {
		return nil
	}
	at := time.Now().Add(revisits()[args.Visit])
	args.Visit++
	_, err := q.insert(ctx, tx, []river.InsertManyParams{{Args: args, InsertOpts: &river.InsertOpts{ScheduledAt: at}}})
	return err
}

// name is how messages name an item.
func (it Item) name() string {
	if it.URL != "" {
		return it.URL
	}
	return it.Feed + "#" + it.Key
}

// hostWait is how long a job has to wait until its host may be asked, so that
// it takes no fetcher's time meanwhile. A job that has waited once goes on:
// the client keeps the host's manners.
func (q *Queue) hostWait(job int64, address string) time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.reserved[job] || address == "" {
		delete(q.reserved, job)
		return 0
	}
	wait := q.config.Client.Busy(address)
	if wait > 0 && len(q.reserved) < 10_000 {
		q.reserved[job] = true
	}
	return wait
}

// errRobots is why a page is not fetched that robots.txt keeps programs from.
var errRobots = &fetch.Error{Say: "the site's robots.txt does not allow it to be fetched"}

// fetchItem makes a report of an item: of its page, or of what the feed gives
// of it where there is no page to be had.
func (q *Queue) fetchItem(ctx context.Context, it Item) (*ingest.Intake, error) {
	offered := ingest.Metadata{Title: it.Title, Published: it.Published}
	var failed error
	if it.URL != "" {
		c, err := q.page(ctx, it.URL)
		if err == nil {
			c.Offered = offered
			in, err := c.Read(q.config.Ingest)
			if err == nil {
				return in, nil
			}
			failed = err
		} else {
			failed = err
		}
		if temporary, ok := fetchTemporary(failed); ok && temporary {
			return nil, failed
		}
	}
	if it.Text == "" {
		if failed == nil {
			failed = errors.New("the feed gives neither a page nor a text")
		}
		return nil, failed
	}
	c := &ingest.Content{Data: []byte(it.Text), Media: "text/html", Charset: "utf-8", Fragment: true, URL: it.URL, Stated: offered}
	in, err := c.Read(q.config.Ingest)
	if err != nil && failed != nil {
		return nil, failed
	}
	return in, err
}

func (q *Queue) page(ctx context.Context, address string) (*ingest.Content, error) {
	if q.config.Robots {
		ok, err := q.config.Client.Allowed(ctx, address)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, errRobots
		}
	}
	return ingest.FetchPage(ctx, q.config.Client, address)
}

// fetchTemporary reports whether an error of fetching may pass; ok is false
// where it is none.
func fetchTemporary(err error) (temporary, ok bool) {
	var e *fetch.Error
	if !errors.As(err, &e) {
		return false, false
	}
	return e.Temporary, true
}

// refused reports whether an error says that a page is no report for us, which
// is no failure.
func refused(err error) bool {
	for _, k := range []ingest.Kind{ingest.ErrEmpty, ingest.ErrNoArticle, ingest.ErrLanguage, ingest.ErrBinary} {
		if errors.Is(err, k) {
			return true
		}
	}
	return errors.Is(err, error(errRobots))
}

// refuse ends a job whose page is no report, and notes why.
func (q *Queue) refuse(ctx context.Context, job *river.Job[fetchArgs], why error) error {
	it := job.Args.Item
	err := q.ledger.InTx(ctx, func(tx *sql.Tx) error {
		if err := q.RefuseTx(ctx, tx, it.name(), why); err != nil {
			return err
		}
		_, err := river.JobCompleteTx[*riversqlite.Driver](ctx, tx, job)
		return err
	})
	if err != nil {
		return q.end(ctx, job.JobRow, it.name(), nil, err)
	}
	q.config.Done(Outcome{Job: job.ID, Source: it.name(), Err: why, Final: true, Refused: true})
	return nil
}

// RefuseTx notes why a source gave no report.
func (q *Queue) RefuseTx(ctx context.Context, tx *sql.Tx, source string, why error) error {
	var kind ingest.Kind
	if !errors.As(why, &kind) {
		kind = ingest.ErrFetch
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO refusal (source, kind, reason, refused_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (source) DO UPDATE SET kind = excluded.kind, reason = excluded.reason, refused_at = excluded.refused_at`,
		source, string(kind), why.Error(), time.Now().UTC().Format(time.RFC3339))
	return err
}

// noteWait keeps how long a server asks to wait before the next try.
func (q *Queue) noteWait(job int64, err error) {
	var e *fetch.Error
	if errors.As(err, &e) && e.RetryAfter > 0 {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.asked[job] = e.RetryAfter
	}
}
