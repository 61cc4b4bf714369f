// Package ledger keeps reports and their records in one SQLite file and
// searches them. It reads and writes record.Record and takes the trees of
// package query.
//
// A report is known by its content id. Each version of the engine that reads
// it leaves one reading, which is never changed; the newest counts. A report
// goes in whole, in one transaction: killing the program at any moment leaves
// a sound file. One process writes at a time, others wait for it; any number
// read meanwhile.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"annals/internal/correction"
	"annals/internal/record"
)

// Ledger is an open ledger. It is safe for use by several goroutines.
type Ledger struct {
	path    string
	db      *sql.DB // reads
	writing *sql.DB // one connection; nil if the ledger was opened for reading
}

// ErrNotFound is wrapped by the error of Get for an id that no report has.
var ErrNotFound = errors.New("not in the ledger")

// missing says what is not in the ledger.
type missing string

func (m missing) Error() string { return "ledger: " + string(m) }
func (m missing) Unwrap() error { return ErrNotFound }

func notFound(format string, args ...any) error { return missing(fmt.Sprintf(format, args...)) }

// Open opens the ledger in the file, and makes it first if there is none.
// Errors tell what to do and name the file.
func Open(ctx context.Context, path string) (*Ledger, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("ledger: make the folder of %s: %w", path, err)
	}
	version, err := probe(ctx, path)
	if err != nil {
		return nil, explain(path, err)
	}
	writing, err := sql.Open("sqlite", address(path, "rwc", "journal_mode(wal)", "synchronous(normal)")+"&_txlock=immediate")
	if err != nil {
		return nil, explain(path, err)
	}
	writing.SetMaxOpenConns(1)
	if err := migrate(ctx, writing, version); err != nil {
		writing.Close()
		return nil, explain(path, err)
	}
	l, err := open(ctx, path)
	if err != nil {
		writing.Close()
		return nil, err
	}
	l.writing = writing
	if err := l.refresh(ctx); err != nil {
		l.Close()
		return nil, explain(path, err)
	}
	return l, nil
}

// refresh makes the index anew if an older annals made it.
func (l *Ledger) refresh(ctx context.Context) error {
	old, err := stale(ctx, l.writing)
	if err != nil || !old {
		return err
	}
	return l.InTx(ctx, func(tx *sql.Tx) error {
		// Another process may have done it meanwhile.
		if old, err := stale(ctx, tx); err != nil || !old {
			return err
		}
		return rebuild(ctx, tx)
	})
}

// Exists says that there is no ledger at the path, or nil if there is a file.
func Exists(path string) error {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("ledger: there is none at %s: make one with annals add, or name another with --db", path)
	}
	return nil
}

// OpenToRead opens a ledger that exists, and changes nothing.
func OpenToRead(ctx context.Context, path string) (*Ledger, error) {
	if err := Exists(path); err != nil {
		return nil, err
	}
	version, err := probe(ctx, path)
	if err != nil {
		return nil, explain(path, err)
	}
	if version == 0 {
		return nil, fmt.Errorf("ledger: %s is empty: fill it with annals add", path)
	}
	if version < newest() {
		return nil, fmt.Errorf("ledger: %s was made by an older annals: annals check brings it up to date", path)
	}
	l, err := open(ctx, path)
	if err != nil {
		return nil, err
	}
	old, err := stale(ctx, l.db)
	if err == nil && old {
		err = errors.New("was indexed by an older annals: annals check brings it up to date")
	}
	if err != nil {
		l.Close()
		return nil, explain(path, err)
	}
	return l, nil
}

func open(ctx context.Context, path string) (*Ledger, error) {
	db, err := openDB(ctx, path)
	if err != nil {
		return nil, explain(path, err)
	}
	return &Ledger{path: path, db: db}, nil
}

// openDB opens the file for reading. SQLite keeps what readers share in a
// file beside it; in a folder that can't be written, or on a full disk, there
// is none, and then nobody else can be writing either. What was written must
// all be in the file itself: its log, if there is one, is empty.
func openDB(ctx context.Context, path string) (*sql.DB, error) {
	name := address(path, "ro")
	for {
		db, err := sql.Open("sqlite", name)
		if err != nil {
			return nil, err
		}
		var tables int
		err = db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables)
		if err == nil {
			return db, nil
		}
		db.Close()
		log, missing := os.Stat(path + "-wal")
		if !unwritable(err) || missing == nil && log.Size() > 0 || strings.HasSuffix(name, "&immutable=1") {
			return nil, err
		}
		name += "&immutable=1"
	}
}

// address is the driver's name for the file.
func address(path, mode string, pragmas ...string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	q := url.Values{"mode": {mode}, "_pragma": append([]string{"busy_timeout(10000)", "foreign_keys(1)"}, pragmas...)}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}).String()
}

// Close lets go of the file.
func (l *Ledger) Close() error {
	err := l.db.Close()
	if l.writing != nil {
		err = errors.Join(err, l.writing.Close())
	}
	return err
}

// Add stores a record as the reading of this version of the engine, and
// reports whether it did: a report whose newest reading is by this version
// stays as it is. The record must pass Check.
func (l *Ledger) Add(ctx context.Context, r *record.Record, engine string) (added bool, err error) {
	err = l.InTx(ctx, func(tx *sql.Tx) error {
		added, err = l.AddTx(ctx, tx, r, engine, sightingOf(&r.Report))
		return err
	})
	return added && err == nil, err
}

// checked is a record as the ledger keeps it, if it is fit to be kept.
func checked(r *record.Record, engine string) (line string, err error) {
	if r.Report.ID == "" || engine == "" {
		return "", errors.New("ledger: a reading needs the report's id and the engine's version")
	}
	if err := r.Check(); err != nil {
		return "", err
	}
	b, err := r.MarshalLine()
	return strings.TrimSuffix(string(b), "\n"), err
}

func add(ctx context.Context, tx *sql.Tx, r *record.Record, line, engine string, sightings ...Sighting) (bool, error) {
	now := time.Now().UTC().Format(time.RFC3339)
	var report int64
	err := tx.QueryRowContext(ctx, `INSERT INTO report (content_id, added_at) VALUES (?, ?)
		ON CONFLICT (content_id) DO UPDATE SET content_id = content_id RETURNING id`, r.Report.ID, now).Scan(&report)
	if err != nil {
		return false, err
	}
	fresh := false
	for _, s := range sightings {
		first, err := sight(ctx, tx, report, s)
		if err != nil {
			return false, err
		}
		fresh = fresh || first
	}
	name, err := readingName(ctx, tx, report, engine)
	if err != nil {
		return false, err
	}
	if name == "" {
		if fresh { // the same words from another outlet
			err = sightedAgain(ctx, tx, report)
		}
		return false, err
	}
	var reading int64
	err = tx.QueryRowContext(ctx, `INSERT INTO reading (report, engine, read_at, record) VALUES (?, ?, ?, ?) RETURNING id`, report, name, now, line).Scan(&reading)
	if err != nil {
		return false, err
	}
	return true, index(ctx, tx, r, report, reading)
}

// byEngine is the engine that made a reading. One that reads a report once
// more after another has read it meanwhile, as when a lexicon was taken back,
// adds a number to its name: "annals-1~2".
const byEngine = `substr(engine, 1, instr(engine || '~', '~') - 1)`

// readingName is the name under which an engine's reading of a report is kept,
// "" if the newest one is its own.
func readingName(ctx context.Context, tx *sql.Tx, report int64, engine string) (string, error) {
	var newest string
	err := tx.QueryRowContext(ctx, `SELECT `+byEngine+` FROM reading WHERE report = ? ORDER BY id DESC LIMIT 1`, report).Scan(&newest)
	if err != nil && !errors.Is(err, sql.ErrNoRows) || newest == engine {
		return "", err
	}
	var earlier int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM reading WHERE report = ? AND `+byEngine+` = ?`, report, engine).Scan(&earlier); err != nil || earlier == 0 {
		return engine, err
	}
	return fmt.Sprintf("%s~%d", engine, earlier+1), nil
}

var idPrefix = regexp.MustCompile(`^(sha256:)?([0-9a-f]*)$`)

// Get returns the newest reading, as corrected, of the report whose id is this
// or, alone among all, begins so; "sha256:" may be left out. It fails with
// ErrNotFound if there is none.
func (l *Ledger) Get(ctx context.Context, id string) (*record.Record, error) {
	c, err := l.GetKeyed(ctx, id)
	if err != nil {
		return nil, err
	}
	return c.Record, nil
}

// GetKeyed is Get with the keys of the record's actors over reports, and with the
// corrections whose row it no longer has.
func (l *Ledger) GetKeyed(ctx context.Context, id string) (*correction.Corrected, error) {
	r, err := l.AsRead(ctx, id)
	if err != nil {
		return nil, err
	}
	book, err := loadBook(ctx, l.db)
	if err != nil {
		return nil, explain(l.path, err)
	}
	return book.Apply(r)
}

// AsRead is Get without the corrections: what the program made of the report.
func (l *Ledger) AsRead(ctx context.Context, id string) (*record.Record, error) {
	m := idPrefix.FindStringSubmatch(strings.ToLower(id))
	if m == nil || m[2] == "" {
		return nil, notFound("%q is no report's id: hexadecimal digits, as annals query shows them", id)
	}
	var found []string
	var line string
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT content_id, (SELECT record FROM reading WHERE report = report.id ORDER BY id DESC LIMIT 1)
		FROM report WHERE content_id >= ?1 AND content_id < ?1 || 'g' ORDER BY content_id LIMIT 2`, "sha256:"+m[2])) {
		var content string
		if err := scan(&content, &line); err != nil {
			return nil, explain(l.path, err)
		}
		found = append(found, content)
	}
	switch len(found) {
	case 0:
		return nil, notFound("no report's id begins with %s", m[2])
	case 1:
		return l.parse(line)
	}
	return nil, fmt.Errorf("ledger: several reports' ids begin with %s: give more digits", m[2])
}

// All are the newest readings of all reports, as corrected, in the order in which the
// reports were added. It ends at the first error.
func (l *Ledger) All(ctx context.Context) iter.Seq2[*record.Record, error] {
	return func(yield func(*record.Record, error) bool) {
		book, err := loadBook(ctx, l.db)
		if err != nil {
			yield(nil, explain(l.path, err))
			return
		}
		for scan := range Rows(l.db.QueryContext(ctx, `SELECT record FROM reading
			WHERE id IN (SELECT max(id) FROM reading GROUP BY report) ORDER BY report`)) {
			var line string
			if err := scan(&line); err != nil {
				yield(nil, explain(l.path, err))
				return
			}
			r, err := l.corrected(book, line)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// corrected is a record of the file with the corrections of the book.
func (l *Ledger) corrected(b *book, line string) (*record.Record, error) {
	r, err := l.parse(line)
	if err != nil || b.Empty() {
		return r, err
	}
	c, err := b.Apply(r)
	if err != nil {
		return nil, err
	}
	return c.Record, nil
}

func (l *Ledger) parse(line string) (*record.Record, error) {
	r, err := record.Parse([]byte(line))
	if err != nil {
		return nil, &Error{l.path, fmt.Sprintf("holds a damaged record (%v)", err), err}
	}
	return r, nil
}

// Stats says how much a ledger holds. First and Last are the days of the
// oldest and newest report, "" if none has a date.
type Stats struct {
	Reports, Events, Statements, Figures int
	First, Last                          string
}

// Stats counts what the newest readings hold.
func (l *Ledger) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	err := l.db.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM report), count(*) FILTER (WHERE kind = 'events'),
		count(*) FILTER (WHERE kind = 'statements'), count(*) FILTER (WHERE kind = 'figures'),
		ifnull((SELECT min(day) FROM report), ''), ifnull((SELECT max(day) FROM report), '') FROM entry`).
		Scan(&s.Reports, &s.Events, &s.Statements, &s.Figures, &s.First, &s.Last)
	if err != nil {
		return Stats{}, explain(l.path, err)
	}
	return s, nil
}
