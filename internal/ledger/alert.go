package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Alert is a query kept under a name, and where what it finds is told.
type Alert struct {
	Name    string
	Query   string
	Kinds   []Kind
	Channel string // "" for a query that is only kept; else file, command, webhook, rss
	Target  string // a path, a command line, an address
	At      string // when it was made
}

// SaveAlert keeps an alert; one of the same name is replaced, and what it told
// stays told.
func (l *Ledger) SaveAlert(ctx context.Context, a Alert) error {
	var kinds []string
	for _, k := range a.Kinds {
		kinds = append(kinds, string(k))
	}
	return l.InTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO alert (name, query, kinds, channel, target, at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET query = excluded.query, kinds = excluded.kinds, channel = excluded.channel, target = excluded.target`,
			a.Name, a.Query, strings.Join(kinds, ","), a.Channel, a.Target, time.Now().UTC().Format(time.RFC3339))
		return err
	})
}

// Alerts lists the alerts by name.
func (l *Ledger) Alerts(ctx context.Context) ([]Alert, error) {
	var list []Alert
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT name, query, kinds, channel, target, at FROM alert ORDER BY name`)) {
		var a Alert
		var kinds string
		if err := scan(&a.Name, &a.Query, &kinds, &a.Channel, &a.Target, &a.At); err != nil {
			return nil, explain(l.path, err)
		}
		for k := range strings.SplitSeq(kinds, ",") {
			a.Kinds = append(a.Kinds, Kind(k))
		}
		list = append(list, a)
	}
	return list, nil
}

// DropAlert forgets an alert.
func (l *Ledger) DropAlert(ctx context.Context, name string) error {
	return l.InTx(ctx, func(tx *sql.Tx) error {
		var gone string
		err := tx.QueryRowContext(ctx, `DELETE FROM alert WHERE name = ? RETURNING name`, name).Scan(&gone)
		if errors.Is(err, sql.ErrNoRows) {
			return notFound("there is no alert %q; annals alert list shows them", name)
		}
		return err
	})
}

// toldKey is by what a row is known to have been told: its words, since ids may
// change when a report is read anew.
func toldKey(m Match) string {
	return fmt.Sprintf("%s %s %d", m.Record.Report.ID, m.Kind, position(m))
}

// position is the code point where a row's words begin.
func position(m Match) int {
	for i := range m.Record.Events {
		if e := &m.Record.Events[i]; e.ID == m.ID {
			return e.Trigger.Start
		}
	}
	for i := range m.Record.Statements {
		if s := &m.Record.Statements[i]; s.ID == m.ID {
			return s.Content[0].Start
		}
	}
	for i := range m.Record.Figures {
		if f := &m.Record.Figures[i]; f.ID == m.ID {
			return f.Span.Start
		}
	}
	return 0
}

// Untold gives the matches that an alert has not told yet.
func (l *Ledger) Untold(ctx context.Context, alert string, matches []Match) ([]Match, error) {
	var fresh []Match
	for _, m := range matches {
		var told bool
		if err := l.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM told WHERE alert = ? AND row = ?)`, alert, toldKey(m)).Scan(&told); err != nil {
			return nil, explain(l.path, err)
		}
		if !told {
			fresh = append(fresh, m)
		}
	}
	return fresh, nil
}

// Told notes that an alert told the matches.
func (l *Ledger) Told(ctx context.Context, alert string, matches []Match) error {
	return l.InTx(ctx, func(tx *sql.Tx) error {
		now := time.Now().UTC().Format(time.RFC3339)
		for _, m := range matches {
			if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO told (alert, row, at) VALUES (?, ?, ?)`, alert, toldKey(m), now); err != nil {
				return err
			}
		}
		return nil
	})
}
