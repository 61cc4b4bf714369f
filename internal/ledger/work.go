package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"annals/internal/record"
)

// queueMigration makes the tables of the work queue, which are River's own.
func queueMigration() *goose.Migration {
	return goose.NewGoMigration(100, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		m, err := rivermigrate.New(riversqlite.New(nil), nil)
		if err != nil {
			return err
		}
		//lint:ignore SA1019 SQLite can make all tables in one transaction, so that a killed program leaves none or all
		_, err = m.MigrateTx(ctx, tx, rivermigrate.DirectionUp, nil)
		return err
	}}, nil)
}

// Writing is the connection that writes, for the work queue, whose tables
// stand in the same file. It fails where the ledger was opened for reading.
func (l *Ledger) Writing() (*sql.DB, error) {
	if l.writing == nil {
		return nil, fmt.Errorf("ledger: %s is open for reading only", l.path)
	}
	return l.writing, nil
}

// Reading is the connections that read.
func (l *Ledger) Reading() *sql.DB { return l.db }

// InTx runs a function in one transaction: all that it writes is kept, or
// nothing. Errors of the file are told in the ledger's words.
func (l *Ledger) InTx(ctx context.Context, f func(tx *sql.Tx) error) error {
	db, err := l.Writing()
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return l.Explain(err)
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return l.Explain(err)
	}
	return l.Explain(tx.Commit())
}

// Explain tells an error of the file in the ledger's words, and leaves others
// as they are.
func (l *Ledger) Explain(err error) error {
	if code(err) == 0 {
		return err
	}
	return explain(l.path, err)
}

// IsFault reports whether an error is a fault of the ledger's file.
func IsFault(err error) bool {
	var told *Error
	return errors.As(err, &told)
}

// AddTx is Add as a part of a transaction, with where the report was met; a
// report that is read once more was met nowhere new.
func (l *Ledger) AddTx(ctx context.Context, tx *sql.Tx, r *record.Record, engine string, sightings ...Sighting) (added bool, err error) {
	line, err := checked(r, engine)
	if err != nil {
		return false, err
	}
	return add(ctx, tx, r, line, engine, sightings...)
}

// Has reports whether a version of the engine has read the report.
func (l *Ledger) Has(ctx context.Context, id, engine string) (bool, error) {
	var n int
	err := l.db.QueryRowContext(ctx, `SELECT count(*) FROM reading JOIN report ON report.id = reading.report
		WHERE content_id = ? AND engine = ?`, id, engine).Scan(&n)
	return n > 0, l.Explain(err)
}

// Unread lists the ids of up to limit reports whose newest reading is not by a
// version of the engine, in the order in which they were added, from behind the one with a
// number of the ledger's own; 0 is before the first. It gives the number of
// the last.
func (l *Ledger) Unread(ctx context.Context, engine string, after int64, limit int) (ids []string, last int64, err error) {
	last = after
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT id, content_id FROM report WHERE id > ?
		AND NOT EXISTS (SELECT 1 FROM reading WHERE id = (SELECT max(id) FROM reading WHERE report = report.id) AND `+byEngine+` = ?) ORDER BY id LIMIT ?`, after, engine, limit)) {
		var id string
		if err := scan(&last, &id); err != nil {
			return nil, 0, l.Explain(err)
		}
		ids = append(ids, id)
	}
	return ids, last, nil
}

// KeepAnalysis keeps what reading found in a report of the ledger, in the form
// that the engine packs it in.
func KeepAnalysis(ctx context.Context, tx *sql.Tx, id string, packed []byte) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO analysis (report, packed) SELECT id, ? FROM report WHERE content_id = ?
		ON CONFLICT (report) DO UPDATE SET packed = excluded.packed`, packed, id)
	return err
}

// Analysis is what was kept of a report by KeepAnalysis, nil for nothing.
func (l *Ledger) Analysis(ctx context.Context, id string) (packed []byte, err error) {
	err = l.db.QueryRowContext(ctx, `SELECT packed FROM analysis JOIN report ON report.id = analysis.report WHERE content_id = ?`, id).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return packed, l.Explain(err)
}
