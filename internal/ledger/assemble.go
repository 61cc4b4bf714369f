package ledger

import (
	"context"
	"iter"

	"annals/internal/query"
	"annals/internal/record"
	"annals/internal/situation"
)

// Assembled is a situation with the records of its events.
type Assembled struct {
	ID      string // report id and row of its first event: "sha256:3f2a…/E1"
	Members []AssembledMember
}

// AssembledMember is an event of a report with the report's record.
type AssembledMember struct {
	situation.Member
	Record *record.Record    // as corrected; members of one report may share it
	Keys   map[string]string // keys of its actors over reports, by their id
	Added  string            // when the report was added: RFC 3339, UTC
}

// recordsHeld is how many records Assemble holds in memory: events of one
// situation stand in few reports, and situations come in the order of theirs.
const recordsHeld = 256

// Assemble gives the situations of which one event meets the condition, in the
// order in which their first reports were added. It ends at the first error.
func (l *Ledger) Assemble(ctx context.Context, condition query.Node) iter.Seq2[*Assembled, error] {
	return func(yield func(*Assembled, error) bool) {
		if err := l.assemble(ctx, condition, yield); err != nil {
			yield(nil, explain(l.path, err))
		}
	}
}

func (l *Ledger) assemble(ctx context.Context, condition query.Node, yield func(*Assembled, error) bool) error {
	book, err := loadBook(ctx, l.db)
	if err != nil {
		return err
	}
	c := &compiler{}
	where := c.where(condition, Options{Kinds: []Kind{Situations}})
	shelf := &shelf{l: l, book: book, records: map[int64]*shelved{}}
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT e.id, r.content_id || '/' || e.record_id FROM entry e JOIN report r ON r.id = e.report
		WHERE `+where+` ORDER BY e.report, e.position, e.id`, c.args...)) {
		var id int64
		a := &Assembled{}
		if err := scan(&id, &a.ID); err != nil {
			return err
		}
		list, err := loadMembers(ctx, l.db, `f.situation = ?`, id)
		if err != nil {
			return err
		}
		for _, m := range list {
			r, err := shelf.get(ctx, m.Report.Number)
			if err != nil {
				return err
			}
			a.Members = append(a.Members, AssembledMember{m.Member, r.record, r.keys, r.added})
		}
		if !yield(a, nil) {
			return nil
		}
	}
	return nil
}

// shelf holds the records that were read last.
type shelf struct {
	l       *Ledger
	book    *book
	records map[int64]*shelved
	order   []int64
}

type shelved struct {
	record *record.Record
	keys   map[string]string
	added  string
}

// get is the record of the report with the number.
func (s *shelf) get(ctx context.Context, report int64) (*shelved, error) {
	if r := s.records[report]; r != nil {
		return r, nil
	}
	var line string
	r := &shelved{}
	err := s.l.db.QueryRowContext(ctx, `SELECT added_at, (SELECT record FROM reading WHERE report = report.id ORDER BY id DESC LIMIT 1)
		FROM report WHERE id = ?`, report).Scan(&r.added, &line)
	if err != nil {
		return nil, err
	}
	read, err := s.l.parse(line)
	if err != nil {
		return nil, err
	}
	c, err := s.book.Apply(read)
	if err != nil {
		return nil, err
	}
	r.record, r.keys = c.Record, c.Keys
	if len(s.order) == recordsHeld {
		delete(s.records, s.order[0])
		s.order = s.order[1:]
	}
	s.records[report], s.order = r, append(s.order, report)
	return r, nil
}

// Count is how many rows Search would find without a limit.
func (l *Ledger) Count(ctx context.Context, condition query.Node, opt Options) (int, error) {
	c := &compiler{}
	where := c.where(condition, opt)
	var n int
	err := l.db.QueryRowContext(ctx, `SELECT count(*) FROM entry e JOIN report r ON r.id = e.report WHERE `+where, c.args...).Scan(&n)
	return n, explain(l.path, err)
}
