package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"annals/internal/correction"
)

// book is the corrections that hold, with what concerns whole reports and
// joins of events by the numbers that reports have in this file.
type book struct {
	*correction.Book
	copies      [][2]int64        // reports of one origin
	independent map[[2]int64]bool // reports of two
	retracted   map[int64]bool    // reports taken back
	joins       []correction.Correction
	parts       []correction.Correction
}

// loadCorrections reads all corrections in the order in which they were made.
func loadCorrections(ctx context.Context, db querier) ([]correction.Correction, error) {
	var all []correction.Correction
	for scan := range Rows(db.QueryContext(ctx, `SELECT id, at, entry FROM correction ORDER BY id`)) {
		var id int64
		var at, entry string
		if err := scan(&id, &at, &entry); err != nil {
			return nil, err
		}
		c, err := correction.Parse([]byte(entry))
		if err != nil {
			return nil, fmt.Errorf("correction %d: %w", id, err)
		}
		c.ID, c.At = id, at
		all = append(all, c)
	}
	return all, nil
}

// loadBook reads the corrections that hold.
func loadBook(ctx context.Context, db querier) (*book, error) {
	all, err := loadCorrections(ctx, db)
	if err != nil {
		return nil, err
	}
	b := &book{Book: correction.NewBook(all), independent: map[[2]int64]bool{}, retracted: map[int64]bool{}}
	for _, c := range b.Active() {
		switch c.Action {
		case correction.Copy, correction.Independent:
			x, err := reportNumber(ctx, db, c.Row.Report)
			if err != nil {
				return nil, err
			}
			y, err := reportNumber(ctx, db, c.Other.Report)
			if err != nil {
				return nil, err
			}
			if c.Action == correction.Copy {
				b.copies = append(b.copies, [2]int64{x, y})
			} else {
				b.independent[pairOf(x, y)] = true
			}
		case correction.Retract:
			x, err := reportNumber(ctx, db, c.Row.Report)
			if err != nil {
				return nil, err
			}
			b.retracted[x] = true
		case correction.Join:
			b.joins = append(b.joins, c)
		case correction.Part:
			b.parts = append(b.parts, c)
		}
	}
	return b, nil
}

// reportNumber is the number of the report with the content id, 0 if there is
// none.
func reportNumber(ctx context.Context, db querier, content string) (int64, error) {
	var id int64
	err := db.QueryRowContext(ctx, `SELECT id FROM report WHERE content_id = ?`, content).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// Corrections lists all corrections in the order in which they were made,
// undone ones and undos included.
func (l *Ledger) Corrections(ctx context.Context) ([]correction.Correction, error) {
	all, err := loadCorrections(ctx, l.db)
	return all, explain(l.path, err)
}

// Correct stores a correction and brings the index up to date with it. It
// gives the correction with its number and time.
func (l *Ledger) Correct(ctx context.Context, c correction.Correction) (correction.Correction, error) {
	if err := c.Check(); err != nil {
		return c, err
	}
	err := l.InTx(ctx, func(tx *sql.Tx) error {
		before, err := loadBook(ctx, tx)
		if err != nil {
			return err
		}
		if c.Action == correction.Undo {
			if err := undoable(ctx, tx, c.Undoes); err != nil {
				return err
			}
		}
		c.At = time.Now().UTC().Format(time.RFC3339)
		c.ID = 0
		entry, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("ledger: %w", err)
		}
		if err := tx.QueryRowContext(ctx, `INSERT INTO correction (at, entry) VALUES (?, ?) RETURNING id`, c.At, string(entry)).Scan(&c.ID); err != nil {
			return err
		}
		after, err := loadBook(ctx, tx)
		if err != nil {
			return err
		}
		return revise(ctx, tx, before, after)
	})
	return c, err
}

// undoable says why a correction can't be undone, or nil.
func undoable(ctx context.Context, tx *sql.Tx, id int64) error {
	all, err := loadCorrections(ctx, tx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(c correction.Correction) bool { return c.ID == id }) {
		return fmt.Errorf("ledger: there is no correction %d; annals corrections lists them", id)
	}
	for _, c := range all {
		if c.ID == id && c.Action != correction.Undo && !slices.ContainsFunc(correction.Active(all), func(a correction.Correction) bool { return a.ID == id }) {
			return fmt.Errorf("ledger: correction %d is undone already", id)
		}
	}
	return nil
}

// revise brings the index from the corrections that held before to those that
// hold now: whatever one of the two has and the other lacks.
func revise(ctx context.Context, tx *sql.Tx, before, after *book) error {
	x := newIndexer(ctx, tx, after)
	p := &shaper{ctx, tx, after}
	var reports, moved []int64 // to be indexed anew; whose standing changed
	for _, c := range changed(before.Active(), after.Active()) {
		switch c.Action {
		case correction.Set, correction.Drop, correction.Split, correction.Pin:
			id, err := reportNumber(ctx, tx, c.Row.Report)
			if err != nil {
				return err
			}
			reports = append(reports, id)
		}
		for _, key := range c.Keys() {
			ids, err := p.naming(key, slices.Concat(before.Active(), after.Active()))
			if err != nil {
				return err
			}
			reports = append(reports, ids...)
		}
		switch c.Action {
		case correction.Copy, correction.Independent:
			var pair []int64
			for _, a := range []string{c.Row.Report, c.Other.Report} {
				id, err := reportNumber(ctx, tx, a)
				if err != nil {
					return err
				}
				pair = append(pair, id)
			}
			ids, err := p.originsAnew(pair)
			if err != nil {
				return err
			}
			moved = append(moved, ids...)
		case correction.Retract:
			id, err := reportNumber(ctx, tx, c.Row.Report)
			if err != nil {
				return err
			}
			ids, err := p.order(id)
			if err != nil {
				return err
			}
			moved = append(moved, ids...)
		case correction.Join, correction.Part:
			if err := x.relink(c); err != nil {
				return err
			}
		}
	}
	slices.Sort(reports)
	for _, id := range slices.Compact(reports) {
		if err := x.again(id); err != nil {
			return err
		}
	}
	return x.settle(moved)
}

// naming lists the reports of which a correction of an actor may change a row:
// those that have the actor's key, as read, by name or as corrected, and those
// where a person split it off or pinned somebody to it. Whoever was merged
// bears another key, and whoever was deleted none.
func (p *shaper) naming(key string, all []correction.Correction) ([]int64, error) {
	keys := map[string]bool{key: true}
	for grown := true; grown; {
		grown = false
		for _, c := range all {
			if c.Action == correction.Merge && keys[c.Actor] && !keys[c.Into] {
				keys[c.Into], grown = true, true
			}
		}
	}
	var reports []int64
	for k := range keys {
		ids, err := p.ids(`SELECT DISTINCT e.report FROM party p JOIN entry e ON e.id = p.entry WHERE p.identity = ?1 OR p.read_as = ?1 OR p.by_name = ?1`, k)
		if err != nil {
			return nil, err
		}
		reports = append(reports, ids...)
	}
	for _, c := range all {
		if c.Action == correction.Pin && keys[c.Into] || c.Action == correction.Split && keys[c.OwnKey()] {
			id, err := reportNumber(p.ctx, p.tx, c.Row.Report)
			if err != nil {
				return nil, err
			}
			reports = append(reports, id)
		}
	}
	return reports, nil
}

// changed lists the corrections that are in one of two lists only.
func changed(before, after []correction.Correction) []correction.Correction {
	var list []correction.Correction
	for _, pair := range [][2][]correction.Correction{{before, after}, {after, before}} {
		for _, c := range pair[0] {
			if !slices.ContainsFunc(pair[1], func(o correction.Correction) bool { return o.ID == c.ID }) {
				list = append(list, c)
			}
		}
	}
	return list
}
