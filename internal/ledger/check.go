package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"annals/internal/correction"
	"annals/internal/record"
)

// indexVersion names how this program makes the index. A ledger whose index
// was made otherwise is indexed anew when it is opened for writing.
const indexVersion = "6"

// stale says whether the index was made by another version.
func stale(ctx context.Context, db querier) (bool, error) {
	var version string
	err := db.QueryRowContext(ctx, `SELECT value FROM index_state WHERE name = 'version'`).Scan(&version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	return version != indexVersion, nil
}

// Rebuild makes the index anew from what was written: readings, sightings and
// corrections.
func (l *Ledger) Rebuild(ctx context.Context) error {
	return l.InTx(ctx, func(tx *sql.Tx) error { return rebuild(ctx, tx) })
}

func rebuild(ctx context.Context, tx *sql.Tx) error {
	for _, table := range []string{"backing", "situation", "link", "feature", "tally", "number", "party", "entry", "shape", "sketch", "term", "copy", "near"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
			return err
		}
	}
	for _, table := range []string{"entry_words", "entry_names", "party_names", "report_names"} {
		if _, err := tx.ExecContext(ctx, `INSERT INTO `+table+` (`+table+`) VALUES ('delete-all')`); err != nil {
			return err
		}
	}
	book, err := loadBook(ctx, tx)
	if err != nil {
		return err
	}
	x := newIndexer(ctx, tx, book)
	reports, err := column[int64](ctx, tx, `SELECT id FROM report ORDER BY id`)
	if err != nil {
		return err
	}
	for _, report := range reports {
		if err := x.anew(report); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO index_state (name, value) VALUES ('version', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, indexVersion)
	return err
}

// anew indexes a report of which nothing is indexed: what it is like by its
// first reading, its rows by the newest.
func (x *indexer) anew(report int64) error {
	var line string
	err := x.tx.QueryRowContext(x.ctx, `SELECT record FROM reading WHERE report = ? ORDER BY id LIMIT 1`, report).Scan(&line)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	first, err := record.Parse([]byte(line))
	if err != nil {
		return err
	}
	moved, err := x.shape(first, report)
	if err != nil {
		return err
	}
	if err := x.again(report); err != nil {
		return err
	}
	return x.settle(moved)
}

// Fault is something wrong in the ledger.
type Fault struct {
	Part   string // "file", "readings", "corrections", "index"
	Report string // content id, where it concerns one
	What   string
	Grave  bool // false: worth knowing, and no damage
}

// Check verifies the whole ledger: the file itself, every reading (its words
// stand where it says, its report's id is the hash of its text), every
// correction (its row is found in the newest reading), and that the index is
// what making it anew would give. It changes nothing. It hands each fault to
// found as it comes; the error is that of checking itself.
func (l *Ledger) Check(ctx context.Context, found func(Fault)) error {
	if err := l.checkFile(ctx, found); err != nil {
		return explain(l.path, err)
	}
	sound, err := l.checkReadings(ctx, found)
	if err != nil {
		return explain(l.path, err)
	}
	if err := l.checkCorrections(ctx, found); err != nil {
		return explain(l.path, err)
	}
	if !sound {
		return nil // the index can't be made anew from damaged readings
	}
	return l.checkIndex(ctx, found)
}

func (l *Ledger) checkFile(ctx context.Context, found func(Fault)) error {
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT integrity_check FROM pragma_integrity_check UNION ALL
		SELECT 'table ' || "table" || ' refers to a row of ' || parent || ' that is not there' FROM pragma_foreign_key_check`)) {
		var what string
		if err := scan(&what); err != nil {
			return err
		}
		if what != "ok" {
			found(Fault{Part: "file", What: what, Grave: true})
		}
	}
	return nil
}

func (l *Ledger) checkReadings(ctx context.Context, found func(Fault)) (sound bool, err error) {
	sound = true
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT r.content_id, g.engine, g.record FROM reading g JOIN report r ON r.id = g.report ORDER BY g.id`)) {
		var content, engine, line string
		if err := scan(&content, &engine, &line); err != nil {
			return false, err
		}
		fault := func(what string) {
			sound = false
			found(Fault{Part: "readings", Report: content, What: fmt.Sprintf("reading by %s: %s", engine, what), Grave: true})
		}
		r, err := record.Parse([]byte(line))
		switch {
		case err != nil:
			fault(strings.ReplaceAll(err.Error(), "\n", "; "))
		case r.Report.ID != content:
			fault("is of another report, " + r.Report.ID)
		case record.ContentID(r.Report.Text, record.Value(r.Report.Published)) != content:
			fault("its text or date is not the one that the report's id was made of")
		}
	}
	return sound, nil
}

func (l *Ledger) checkCorrections(ctx context.Context, found func(Fault)) error {
	book, err := loadBook(ctx, l.db)
	if err != nil {
		found(Fault{Part: "corrections", What: err.Error(), Grave: true})
		return nil
	}
	for _, c := range book.Active() {
		if err := l.checkActors(ctx, c, found); err != nil {
			return err
		}
		if c.Row == nil {
			continue
		}
		r, err := l.AsRead(ctx, c.Row.Report)
		if errors.Is(err, ErrNotFound) {
			found(Fault{Part: "corrections", Report: c.Row.Report, What: fmt.Sprintf("correction %d is of a report that is not here", c.ID), Grave: true})
			continue
		}
		if err != nil {
			return nil // told with the readings
		}
		if c.Row.Row != "" && c.Row.Find(r) == "" {
			found(Fault{Part: "corrections", Report: c.Row.Report,
				What: fmt.Sprintf("correction %d (%s) speaks of “%s”, on which the newest reading has no such row; undo it or make it again", c.ID, c.Action, c.Row.Words)})
		}
	}
	return nil
}

// checkActors sees whether a reading still has the actors over reports that a
// correction speaks of: a later engine may call them otherwise.
func (l *Ledger) checkActors(ctx context.Context, c correction.Correction, found func(Fault)) error {
	for _, k := range c.Keys() {
		if strings.HasPrefix(k, "own:") {
			continue
		}
		var there bool
		err := l.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM party WHERE read_as = ?1) OR EXISTS (SELECT 1 FROM party WHERE by_name = ?1)`, k).Scan(&there)
		if err != nil {
			return err
		}
		if !there {
			found(Fault{Part: "corrections", What: fmt.Sprintf("correction %d (%s) speaks of %s, as whom the newest readings name nobody; undo it or make it again", c.ID, c.Action, k)})
		}
	}
	return nil
}

// errRollback ends a transaction whose changes are not wanted.
var errRollback = errors.New("not to be kept")

func (l *Ledger) checkIndex(ctx context.Context, found func(Fault)) error {
	if l.writing == nil {
		found(Fault{Part: "index", What: "not compared: the ledger can't be written, and comparing makes the index anew for a moment"})
		return nil
	}
	err := l.InTx(ctx, func(tx *sql.Tx) error {
		before, err := snapshot(ctx, tx)
		if err != nil {
			return err
		}
		if err := rebuild(ctx, tx); err != nil {
			return err
		}
		after, err := snapshot(ctx, tx)
		if err != nil {
			return err
		}
		for _, s := range sections() {
			gone, fresh := differ(before[s.name], after[s.name])
			if gone+fresh > 0 {
				found(Fault{Part: "index", Grave: true,
					What: fmt.Sprintf("%s: too many rows: %d, missing: %d; annals check --repair makes the index anew", s.name, gone, fresh)})
			}
		}
		return errRollback
	})
	if errors.Is(err, errRollback) {
		return nil
	}
	return err
}

// section is a part of the index in a form that does not depend on the
// numbers of the file's rows.
type section struct{ name, query string }

func sections() []section {
	const of = `(SELECT content_id FROM report WHERE id = `
	row := func(id string) string {
		return `(SELECT r.content_id || '/' || x.record_id FROM entry x JOIN report r ON r.id = x.report WHERE x.id = ` + id + `)`
	}
	return []section{
		{"rows", `SELECT r.content_id, e.kind, e.record_id, e.position, e.first_day, e.end_day, e.plover, e.mode, e.cameo, e.quad, e.contexts, e.status, e.act, e.form,
			e.country, e.confidence, e.words, e.corrected FROM entry e JOIN report r ON r.id = e.report`},
		{"parties", `SELECT r.content_id, e.kind, e.record_id, p.role, p.country, p.sectors, p.identity, p.read_as, p.by_name, p.shown FROM party p JOIN entry e ON e.id = p.entry JOIN report r ON r.id = e.report`},
		{"figures", `SELECT r.content_id, e.kind, e.record_id, n.low, n.high, n.unit FROM number n JOIN entry e ON e.id = n.entry JOIN report r ON r.id = e.report`},
		{"reports", `SELECT ` + of + `s.report), text_hash, url_key, outlet, s.day, moment, s.title, hex(print), hex(terms), credit, why, retracts, ` + of + `origin), ` + of + `story), ` +
			of + `edition), ` + of + `later), ` + of + `retracted) FROM shape s`},
		{"copies", `SELECT ` + of + `a), ` + of + `b) FROM copy`},
		{"near reports", `SELECT ` + of + `a), ` + of + `b), similarity FROM near`},
		{"sketches", `SELECT hash, ` + of + `report) FROM sketch`},
		{"terms", `SELECT hash, day, ` + of + `report) FROM term`},
		{"links", `SELECT min(x, y), max(x, y), score FROM (SELECT ` + row("a") + ` AS x, ` + row("b") + ` AS y, score FROM link)`},
		{"events compared", `SELECT ` + row("entry") + `, data, ` + row("situation") + ` FROM feature`},
		{"figures compared", `SELECT ` + row("entry") + `, counts, data FROM tally`},
		{"situations", `SELECT ` + row("situation.id") + `, plover, first, last, reports, outlets, origins, claimants, denied, figures FROM situation`},
	}
}

// snapshot is the hashes of the index's rows by section, sorted.
func snapshot(ctx context.Context, tx *sql.Tx) (map[string][]uint64, error) {
	all := map[string][]uint64{}
	for _, s := range sections() {
		rows, err := tx.QueryContext(ctx, s.query)
		if err != nil {
			return nil, err
		}
		hashes, err := hashRows(rows)
		if err != nil {
			return nil, err
		}
		slices.Sort(hashes)
		all[s.name] = hashes
	}
	return all, nil
}

func hashRows(rows *sql.Rows) (hashes []uint64, err error) {
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		h := fnv.New64a()
		for _, v := range values {
			fmt.Fprintf(h, "%v\x00", v)
		}
		hashes = append(hashes, h.Sum64())
	}
	return hashes, rows.Err()
}

// differ counts what two sorted lists have that the other lacks.
func differ(a, b []uint64) (onlyA, onlyB int) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			onlyA++
			a = a[1:]
		case len(a) == 0 || b[0] < a[0]:
			onlyB++
			b = b[1:]
		default:
			a, b = a[1:], b[1:]
		}
	}
	return onlyA, onlyB
}
