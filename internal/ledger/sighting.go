package ledger

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"annals/internal/origin"
	"annals/internal/record"
)

// Sighting is where a report was met. A report that comes again from elsewhere
// is stored once and sighted twice.
type Sighting struct {
	At         string `json:"at"`    // RFC 3339; given when it is stored
	Bytes      string `json:"bytes"` // hex SHA-256 of the bytes as they came, "" if not known
	URL        string `json:"url"`
	Publisher  string `json:"publisher"`
	FeedSource string `json:"feed_source"` // whom the feed names as the item's origin, "" if nobody
}

// sight stores where a report was met, if that is new.
func sight(ctx context.Context, tx *sql.Tx, report int64, s Sighting) (fresh bool, err error) {
	var id int64
	err = tx.QueryRowContext(ctx, `INSERT INTO sighting (report, at, bytes, url, publisher, feed_source) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING RETURNING id`, report, time.Now().UTC().Format(time.RFC3339), s.Bytes, s.URL, s.Publisher, s.FeedSource).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Seen stores where a report of the ledger was met, and reports whether that
// was new. Outlets that put out the same words count as such.
func (l *Ledger) Seen(ctx context.Context, content string, s Sighting) (fresh bool, err error) {
	err = l.InTx(ctx, func(tx *sql.Tx) error {
		fresh, err = SeenTx(ctx, tx, content, s)
		return err
	})
	return fresh, err
}

// SeenTx is Seen as a part of a transaction. Called before AddTx for the same
// report it does nothing.
func SeenTx(ctx context.Context, tx *sql.Tx, content string, s Sighting) (fresh bool, err error) {
	report, err := reportNumber(ctx, tx, content)
	if err != nil || report == 0 {
		return false, err
	}
	if fresh, err = sight(ctx, tx, report, s); err != nil || !fresh {
		return fresh, err
	}
	return true, sightedAgain(ctx, tx, report)
}

// sightedAgain brings the index up to date with another sighting of a report.
func sightedAgain(ctx context.Context, tx *sql.Tx, report int64) error {
	book, err := loadBook(ctx, tx)
	if err != nil {
		return err
	}
	x := newIndexer(ctx, tx, book)
	if err := x.reportNames(report); err != nil {
		return err
	}
	sources, err := feedSources(ctx, tx, report)
	if err != nil {
		return err
	}
	moved, err := (&shaper{ctx, tx, book}).recredit(report, sources)
	if err != nil {
		return err
	}
	return x.settle(append(moved, report))
}

// feedSources are whom the feeds that a report came by name as its origin, in
// the order in which it was sighted.
func feedSources(ctx context.Context, tx *sql.Tx, report int64) ([]string, error) {
	return column[string](ctx, tx, `SELECT feed_source FROM sighting WHERE report = ? AND feed_source <> '' ORDER BY id`, report)
}

// HasBytes reports whether the same bytes were read into the ledger before,
// and gives the id of the report that they hold.
func (l *Ledger) HasBytes(ctx context.Context, hash string) (content string, ok bool, err error) {
	err = l.db.QueryRowContext(ctx, `SELECT content_id FROM report WHERE id = (SELECT report FROM sighting WHERE bytes = ? AND bytes <> '' LIMIT 1)`, hash).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return content, err == nil, explain(l.path, err)
}

// sightingOf is the sighting that a record tells of by itself.
func sightingOf(r *record.Report) Sighting {
	return Sighting{URL: record.Value(r.URL), Publisher: record.Value(r.Publisher)}
}

// outlets are the keys of a report's outlets: its own, and those of its
// sightings, one a line.
func outlets(own, publishers string) []string {
	var list []string
	add := func(key string) {
		if key != "" && !slices.Contains(list, key) {
			list = append(list, key)
		}
	}
	add(own)
	for p := range strings.SplitSeq(publishers, "\n") {
		add(origin.OutletKey(p))
	}
	slices.Sort(list)
	return list
}
