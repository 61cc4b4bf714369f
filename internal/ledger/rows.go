package ledger

import (
	"context"
	"database/sql"
	"encoding"
	"errors"
	"fmt"
	"iter"
)

// querier is a transaction or a pool of connections.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Scan reads the columns of a row into places, as [sql.Rows.Scan] does.
type Scan func(into ...any) error

// Rows gives the rows that a query came back with, one after the other, and
// closes them. Where the query failed, or its rows broke off, the last thing
// that it gives is a Scan that fails with that error, so that a loop need only
// look at the errors of Scan:
//
//	for scan := range Rows(db.QueryContext(ctx, `SELECT id FROM report`)) {
//		if err := scan(&id); err != nil {
//			return err
//		}
//	}
func Rows(rows *sql.Rows, err error) iter.Seq[Scan] {
	return func(yield func(Scan) bool) {
		if err == nil {
			defer rows.Close()
			scan := func(into ...any) error {
				if err := rows.Scan(into...); err != nil {
					return fmt.Errorf("holds a row that doesn't fit its columns (%w): annals check tells what is damaged", err)
				}
				return nil
			}
			for rows.Next() {
				if !yield(scan) {
					return
				}
			}
			err = errors.Join(rows.Err(), rows.Close())
		}
		if err != nil {
			yield(func(...any) error { return err })
		}
	}
}

// column runs a query whose rows are one value each.
func column[T any](ctx context.Context, db querier, query string, args ...any) ([]T, error) {
	var list []T
	for scan := range Rows(db.QueryContext(ctx, query, args...)) {
		var v T
		if err := scan(&v); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// scanInto reads a column into what has a binary form.
type scanInto struct{ to encoding.BinaryUnmarshaler }

// Scan implements sql.Scanner.
func (s scanInto) Scan(value any) error {
	b, ok := value.([]byte)
	if !ok {
		return fmt.Errorf("column holds %T, not bytes", value)
	}
	return s.to.UnmarshalBinary(b)
}
