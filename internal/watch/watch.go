// Package watch follows feeds: it looks into each when it is due and lets the
// items that are new or have changed wait to be fetched.
//
// It reads feeds over package fetch and writes the ledger's tables of feeds
// and its queue. What a feed said and what is to be fetched because of it are
// kept in one transaction. A feed that fails is asked again later, each time
// later than before, and stalls no other.
package watch

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"

	"annals/internal/feed"
	"annals/internal/fetch"
	"annals/internal/ledger"
	"annals/internal/queue"
)

const (
	// DefaultEvery is how often a feed is looked into where nothing else is
	// said.
	DefaultEvery = 15 * time.Minute
	longestPause = 24 * time.Hour
	atOnce       = 8
	feedTypes    = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,text/html;q=0.5"
)

// Config says how to watch.
type Config struct {
	Client *fetch.Client
	Queue  *queue.Queue
	Every  time.Duration // least time between two looks into a feed; 0 means DefaultEvery
	// Looked is told of every look into a feed, by several goroutines.
	Looked func(Look)
}

// Feed is a feed that is watched.
type Feed struct {
	URL      string    // as the user named it
	Address  string    // where it is found now
	Title    string    // its own, or the user's, or ""
	Checked  time.Time // the last look; zero: never
	Due      time.Time // the next
	Failures int       // in a row
	Error    string    // of the last look, or ""
	Items    int       // seen so far
	Same     string    // the feed that is found at the same address and is looked into for both, or ""
}

// Look is one look into a feed.
type Look struct {
	Feed    Feed // as it is after the look
	New     int  // items not seen before
	Changed int  // items that say something else than before
	Known   int  // of both, those that another feed told of before: they are not fetched again
	Err     error
}

// Watcher watches the feeds of a ledger.
type Watcher struct {
	ledger *ledger.Ledger
	config Config
}

// New makes a watcher over a ledger that is open for writing.
func New(l *ledger.Ledger, c Config) *Watcher {
	if c.Every == 0 {
		c.Every = DefaultEvery
	}
	if c.Looked == nil {
		c.Looked = func(Look) {}
	}
	return &Watcher{l, c}
}

// Subscribe adds feeds to those that are watched and counts the new ones. The
// address may be that of a page that names its feed.
func (w *Watcher) Subscribe(ctx context.Context, list []feed.Subscription) (added int, err error) {
	err = w.ledger.InTx(ctx, func(tx *sql.Tx) error {
		for _, s := range list {
			s.URL = feed.Canonical(s.URL)
			r, err := tx.ExecContext(ctx, `INSERT INTO feed (url, address, title, etag, last_modified, due_at, failures, error, items)
				VALUES (?1, ?1, ?2, '', '', ?3, 0, '', 0) ON CONFLICT DO NOTHING`, s.URL, s.Title, stamp(time.Now()))
			if err != nil {
				return err
			}
			n, _ := r.RowsAffected()
			added += int(n)
		}
		return nil
	})
	return added, err
}

// Unsubscribe takes feeds away from those that are watched and counts them.
// What was read of them stays.
func (w *Watcher) Unsubscribe(ctx context.Context, urls []string) (gone int, err error) {
	err = w.ledger.InTx(ctx, func(tx *sql.Tx) error {
		for _, u := range urls {
			r, err := tx.ExecContext(ctx, `DELETE FROM feed WHERE url = ?1 OR address = ?1`, feed.Canonical(u))
			if err != nil {
				return err
			}
			n, _ := r.RowsAffected()
			gone += int(n)
		}
		return nil
	})
	return gone, err
}

// stamp is a time as the tables keep it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// row is a feed with what is needed to ask for it.
type row struct {
	id                 int64
	etag, lastModified string
	Feed
}

// Feeds lists the feeds that are watched, in the order of their addresses.
func Feeds(ctx context.Context, l *ledger.Ledger) ([]Feed, error) {
	rows, err := list(ctx, l, `1 ORDER BY url`)
	var out []Feed
	for _, r := range rows {
		out = append(out, r.Feed)
	}
	return out, err
}

func list(ctx context.Context, l *ledger.Ledger, condition string, args ...any) ([]row, error) {
	var out []row
	for scan := range ledger.Rows(l.Reading().QueryContext(ctx, `SELECT id, url, address, title, etag, last_modified, ifnull(checked_at, ''), due_at, failures, error, items,
		ifnull((SELECT f.url FROM feed f WHERE f.address = feed.address AND f.id < feed.id ORDER BY f.id LIMIT 1), '') AS same
		FROM feed WHERE `+condition, args...)) {
		var r row
		var checked, due string
		err := scan(&r.id, &r.URL, &r.Address, &r.Title, &r.etag, &r.lastModified, &checked, &due, &r.Failures, &r.Error, &r.Items, &r.Same)
		if err != nil {
			return nil, l.Explain(err)
		}
		r.Checked, _ = time.Parse(time.RFC3339, checked)
		r.Due, _ = time.Parse(time.RFC3339, due)
		out = append(out, r)
	}
	return out, nil
}

// LookDue looks into the feeds that are due, several at once, one of those that
// are found at one address, and tells when the next will be; zero if none is watched. Its error is one of the ledger;
// those of feeds are told to Looked.
func (w *Watcher) LookDue(ctx context.Context) (next time.Time, err error) {
	due, err := list(ctx, w.ledger, `due_at <= ? AND same = '' ORDER BY due_at`, stamp(time.Now()))
	if err != nil {
		return next, err
	}
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, r := range due {
		g.Go(func() error { return w.look(inner, r) })
	}
	if err := g.Wait(); err != nil {
		return next, err
	}
	rows, err := list(ctx, w.ledger, `same = '' ORDER BY due_at LIMIT 1`)
	if len(rows) > 0 {
		next = rows[0].Due
	}
	return next, err
}

// look looks into one feed and keeps what it found.
func (w *Watcher) look(ctx context.Context, r row) error {
	now := time.Now()
	in, resp, err := w.get(ctx, &r, true)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	r.Checked = now
	if err != nil {
		r.Failures++
		r.Error = err.Error()
		r.Due = now.Add(pauseAfter(err, w.config.Every, r.Failures))
		err := w.ledger.InTx(ctx, func(tx *sql.Tx) error { return keep(ctx, tx, r) })
		w.config.Looked(Look{Feed: r.Feed, Err: errors.New(r.Error)})
		return err
	}
	r.Failures, r.Error = 0, ""
	look := Look{}
	pause := resp.MaxAge
	err = w.ledger.InTx(ctx, func(tx *sql.Tx) error {
		if in != nil {
			pause = max(pause, in.TTL)
			items, err := w.fresh(ctx, tx, r, in, &look)
			if err != nil {
				return err
			}
			if _, err := w.config.Queue.FetchTx(ctx, tx, items); err != nil {
				return err
			}
			r.Title = cmp.Or(in.Title, r.Title)
			r.Items += look.New
		}
		r.etag, r.lastModified = cmp.Or(resp.ETag, r.etag), cmp.Or(resp.LastModified, r.lastModified)
		if in != nil {
			r.etag, r.lastModified = resp.ETag, resp.LastModified
		}
		r.Due = now.Add(spread(max(w.config.Every, min(pause, longestPause))))
		return keep(ctx, tx, r)
	})
	if err != nil {
		return err
	}
	look.Feed = r.Feed
	w.config.Looked(look)
	return nil
}

// get fetches and parses a feed; nil if it has not changed. The feed that a
// page names takes the page's place.
func (w *Watcher) get(ctx context.Context, r *row, discover bool) (*feed.Feed, *fetch.Response, error) {
	resp, err := w.config.Client.Get(ctx, fetch.Request{URL: r.Address, Accept: feedTypes, ETag: r.etag, LastModified: r.lastModified})
	if err != nil {
		return nil, nil, err
	}
	if resp.Moved != "" {
		r.Address = resp.Moved
	}
	if resp.NotModified {
		return nil, resp, nil
	}
	in, err := feed.Parse(resp.Data, resp.Charset, resp.URL)
	if !errors.Is(err, feed.ErrNoFeed) || !discover {
		return in, resp, err
	}
	found := feed.Discover(resp.Data, resp.URL)
	if len(found) == 0 {
		return nil, nil, fmt.Errorf("%w, and the page names none", err)
	}
	r.Address, r.etag, r.lastModified = found[0], "", ""
	return w.get(ctx, r, false)
}

// fresh lists the items that are new or have changed, and notes all. Left out
// are those whose page another feed has led to: new ones, and changes that it
// told of before.
func (w *Watcher) fresh(ctx context.Context, tx *sql.Tx, r row, in *feed.Feed, look *Look) ([]queue.Item, error) {
	var items []queue.Item
	for _, it := range in.Items {
		var before string
		err := tx.QueryRowContext(ctx, `SELECT hash FROM feed_item WHERE feed = ? AND key = ?`, r.id, it.Key).Scan(&before)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			look.New++
		case err != nil:
			return nil, err
		case before == it.Hash:
			continue
		default:
			look.Changed++
		}
		page := pageOf(it)
		known := false
		if page != "" {
			err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM feed_item WHERE page = ?1 AND feed <> ?2 AND (?3 OR hash = ?4))`,
				page, r.id, before == "", it.Hash).Scan(&known)
			if err != nil {
				return nil, err
			}
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO feed_item (feed, key, hash, page, seen_at) VALUES (?1, ?2, ?3, ?4, ?5)
			ON CONFLICT (feed, key) DO UPDATE SET hash = ?3, page = ?4, seen_at = ?5`, r.id, it.Key, it.Hash, page, stamp(time.Now()))
		if err != nil {
			return nil, err
		}
		if known {
			look.Known++
			continue
		}
		items = append(items, queue.Item{URL: it.URL, Key: it.Key, Hash: it.Hash, Title: it.Title, Published: it.Published,
			Source: it.Source, Text: it.Text, Feed: r.URL})
	}
	return items, nil
}

// pageOf is what tells the page of an item from others, with whom the feed
// names as its source; "" where it has no page.
func pageOf(it feed.Item) string {
	key := ledger.PageKey(it.URL)
	if key == "" {
		return ""
	}
	return key + "\n" + it.Source
}

// keep writes a feed back.
func keep(ctx context.Context, tx *sql.Tx, r row) error {
	_, err := tx.ExecContext(ctx, `UPDATE feed SET address = ?, title = ?, etag = ?, last_modified = ?, checked_at = ?, due_at = ?, failures = ?, error = ?, items = ? WHERE id = ?`,
		r.Address, r.Title, r.etag, r.lastModified, stamp(r.Checked), stamp(r.Due), r.Failures, r.Error, r.Items, r.id)
	return err
}

// pauseAfter is how long a feed is left alone after so many failures in a row:
// twice as long each time, at least as long as its server asks, and long where
// it is gone for good.
func pauseAfter(err error, every time.Duration, failures int) time.Duration {
	pause := every
	for range min(failures-1, 10) {
		pause *= 2
	}
	pause = min(pause, longestPause)
	var e *fetch.Error
	if errors.As(err, &e) {
		pause = max(pause, e.RetryAfter)
		if e.Status == 410 {
			pause = 7 * longestPause
		}
	}
	return spread(pause)
}

// spread makes a pause up to a tenth longer, so that feeds do not all come due
// at once.
func spread(d time.Duration) time.Duration {
	return d + time.Duration(rand.Float64()*float64(d)/10)
}
