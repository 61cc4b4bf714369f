package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"annals/internal/correction"
	"annals/internal/record"
	"annals/internal/situation"
)

// Situation is one thing over all reports that tell of it.
type Situation struct {
	ID string `json:"id"` // report id and row of its first event: "sha256:3f2a…/E1"
	*situation.Account
	Links []Link `json:"links"`
}

// Link says why two events are taken for one.
type Link struct {
	A     string  `json:"a"` // report id and row
	B     string  `json:"b"`
	Score float64 `json:"score"`
	ByWho bool    `json:"by_who"` // a person says so
	Why   string  `json:"why"`
}

// number resolves a report's id, or the beginning of one.
func (l *Ledger) number(ctx context.Context, id string) (int64, error) {
	r, err := l.AsRead(ctx, id)
	if err != nil {
		return 0, err
	}
	n, err := reportNumber(ctx, l.db, r.Report.ID)
	return n, explain(l.path, err)
}

// Situation tells the situation that an event is part of; report is its
// report's id or the beginning of it, row its id there. It fails with
// ErrNotFound if there is none.
func (l *Ledger) Situation(ctx context.Context, report, row string) (*Situation, error) {
	n, err := l.number(ctx, report)
	if err != nil {
		return nil, err
	}
	var id int64
	err = l.db.QueryRowContext(ctx, `SELECT situation FROM feature WHERE entry = (SELECT id FROM entry WHERE report = ? AND record_id = ?)`, n, row).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound("the report has no event %s", row)
	}
	if err != nil {
		return nil, explain(l.path, err)
	}
	others, err := l.figures(ctx, `t.report IN (SELECT report FROM shape WHERE story IN (
		SELECT story FROM shape JOIN feature f ON f.report = shape.report WHERE f.situation = ?))`, id)
	if err != nil {
		return nil, explain(l.path, err)
	}
	s, err := l.situation(ctx, id, others)
	return s, explain(l.path, err)
}

// situation tells a situation, with the figures of its stories.
func (l *Ledger) situation(ctx context.Context, id int64, others []situation.FigureIn) (*Situation, error) {
	list, err := loadMembers(ctx, l.db, `f.situation = ?`, id)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	names := map[int64]string{}
	members := make([]situation.Member, len(list))
	s := &Situation{}
	for i, m := range list {
		members[i] = m.Member
		names[m.entry] = m.Report.ID + "/" + m.Row
		if m.entry == id {
			s.ID = names[id]
		}
	}
	s.Account = situation.Tell(members, others)
	joined := sets{}
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT l.a, l.b, l.score, l.why FROM link l JOIN feature f ON f.entry = l.a JOIN feature g ON g.entry = l.b
		WHERE f.situation = ?1 AND g.situation = ?1 ORDER BY l.score DESC, l.a, l.b`, id)) {
		var a, b int64
		var link Link
		if err := scan(&a, &b, &link.Score, &link.Why); err != nil {
			return nil, err
		}
		link.A, link.B, link.ByWho = names[a], names[b], link.Score == fixedScore
		// Those that hold it together: each of the others only says again that
		// two are one that are so already.
		if joined.unite(a, b) {
			s.Links = append(s.Links, link)
		}
	}
	return s, nil
}

// sets are sets of numbers; what is not there is a set of its own.
type sets map[int64]int64

func (s sets) of(n int64) int64 {
	for s[n] != 0 {
		n = s[n]
	}
	return n
}

// unite makes one set of those of two numbers, and says whether they were two.
func (s sets) unite(a, b int64) bool {
	a, b = s.of(a), s.of(b)
	if a != b {
		s[b] = a
	}
	return a != b
}

// figures loads figures by a condition on their tallies.
func (l *Ledger) figures(ctx context.Context, condition string, args ...any) ([]situation.FigureIn, error) {
	var list []situation.FigureIn
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT t.data, e.words, r.content_id, t.report, s.moment, s.day, s.title, ifnull(r.publisher, ''), ifnull(r.url, ''), s.outlet,
		s.origin, `+sourceOf+`, s.later IS NOT NULL, s.retracted IS NOT NULL, s.retracts
		FROM tally t JOIN entry e ON e.id = t.entry JOIN report r ON r.id = t.report JOIN shape s ON s.report = t.report WHERE `+condition+` ORDER BY s.moment, r.content_id, e.position`, args...)) {
		var f situation.FigureIn
		var data, outlet string
		r := &f.Report
		if err := scan(&data, &f.Words, &r.ID, &r.Number, &r.Moment, &r.Day, &r.Title, &r.Publisher, &r.URL, &outlet, &r.Group, &r.Source, &r.Later, &r.Retracted, &r.Notice); err != nil {
			return nil, err
		}
		words := f.Words
		if err := json.Unmarshal([]byte(data), &f.Figure); err != nil {
			return nil, err
		}
		f.Words = words
		r.Outlets = outlets(outlet, "")
		list = append(list, f)
	}
	return list, nil
}

// History is the history of a figure over the reports of its story.
func (l *Ledger) History(ctx context.Context, report, row string) (*situation.Series, error) {
	n, err := l.number(ctx, report)
	if err != nil {
		return nil, err
	}
	all, err := l.figures(ctx, `t.report IN (SELECT report FROM shape WHERE story = (SELECT story FROM shape WHERE report = ?))`, n)
	if err != nil {
		return nil, explain(l.path, err)
	}
	for _, f := range all {
		if f.Report.Number == n && f.Row == row {
			s := situation.History(f, all)
			return &s, nil
		}
	}
	return nil, notFound("the report has no figure %s", row)
}

// Standing is a report among the others.
type Standing struct {
	situation.Report
	Opening   string             `json:"-"`      // how its text begins, where it has no title
	Credit    string             `json:"credit"` // the agency it credits, and by what
	How       string             `json:"how"`
	Sightings []Sighting         `json:"sightings"`
	Why       string             `json:"why"` // why it stands in this list
	Changes   []situation.Change `json:"changes"`
}

const standing = `SELECT r.content_id, s.report, s.moment, s.day, s.title, ifnull(r.publisher, ''), s.outlet, s.origin, ` + sourceOf + `,
	s.later IS NOT NULL, s.retracted IS NOT NULL, ifnull(r.url, ''), s.credit, s.why, s.retracts,
	CASE s.title WHEN '' THEN substr((SELECT json_extract(record, '$.report.text') FROM reading WHERE report = s.report ORDER BY id DESC LIMIT 1), 1, 200) ELSE '' END`

func (l *Ledger) listStandings(ctx context.Context, rest string, args ...any) ([]Standing, error) {
	var list []Standing
	for scan := range Rows(l.db.QueryContext(ctx, standing+rest, args...)) {
		var s Standing
		var outlet string
		if err := scan(&s.ID, &s.Number, &s.Moment, &s.Day, &s.Title, &s.Publisher, &outlet, &s.Group, &s.Source,
			&s.Later, &s.Retracted, &s.URL, &s.Credit, &s.How, &s.Notice, &s.Opening); err != nil {
			return nil, err
		}
		s.Outlets = outlets(outlet, "")
		list = append(list, s)
	}
	return list, nil
}

// Copies lists the reports that go back to the same writing as a report, the
// earliest first, each with why, and where the report was sighted.
func (l *Ledger) Copies(ctx context.Context, report string) ([]Standing, error) {
	n, err := l.number(ctx, report)
	if err != nil {
		return nil, err
	}
	list, err := l.listStandings(ctx, ` FROM shape s JOIN report r ON r.id = s.report
		WHERE s.origin = (SELECT origin FROM shape WHERE report = ?) ORDER BY s.moment = '', s.moment, s.report`, n)
	if err != nil {
		return nil, explain(l.path, err)
	}
	for i := range list {
		// The strongest reason is the pair with the earliest report.
		err := l.db.QueryRowContext(ctx, `SELECT why FROM copy WHERE a = ?1 AND b = ?2 OR a = ?2 AND b = ?1
			UNION ALL SELECT * FROM (SELECT why FROM copy WHERE a = ?2 OR b = ?2 ORDER BY a, b LIMIT 1) LIMIT 1`, list[0].Number, list[i].Number).Scan(&list[i].Why)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, explain(l.path, err)
		}
		if list[i].Sightings, err = l.sightings(ctx, list[i].Number); err != nil {
			return nil, explain(l.path, err)
		}
	}
	if len(list) > 0 {
		list[0].Why = ""
	}
	return list, nil
}

func (l *Ledger) sightings(ctx context.Context, report int64) ([]Sighting, error) {
	var list []Sighting
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT at, bytes, url, publisher, feed_source FROM sighting WHERE report = ? ORDER BY id`, report)) {
		var s Sighting
		if err := scan(&s.At, &s.Bytes, &s.URL, &s.Publisher, &s.FeedSource); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// Versions lists the versions of a report in their order, each with what it
// changed in the records of the one before.
func (l *Ledger) Versions(ctx context.Context, report string) ([]Standing, error) {
	n, err := l.number(ctx, report)
	if err != nil {
		return nil, err
	}
	list, err := l.listStandings(ctx, ` FROM shape s JOIN report r ON r.id = s.report
		WHERE s.edition = (SELECT edition FROM shape WHERE report = ?) ORDER BY s.moment, s.report`, n)
	if err != nil {
		return nil, explain(l.path, err)
	}
	var before *record.Record
	for i := range list {
		r, err := l.Get(ctx, list[i].ID)
		if err != nil {
			return nil, err
		}
		if before != nil && !list[i].Notice {
			list[i].Changes = situation.Changes(before, r)
		}
		before = r
	}
	return list, nil
}

// Story is reports that tell one story, and the situations in it.
type Story struct {
	ID         string       `json:"id"` // id of its earliest report
	Reports    []Standing   `json:"reports"`
	Beside     []Standing   `json:"beside"` // of other stories, that tell of one of its situations
	Situations []*Situation `json:"situations"`
}

// Story tells the story of a report: its reports in order of time, those of
// other stories that share an event with it, and its situations, those of most
// origins first.
func (l *Ledger) Story(ctx context.Context, report string) (*Story, error) {
	n, err := l.number(ctx, report)
	if err != nil {
		return nil, err
	}
	list, err := l.listStandings(ctx, ` FROM shape s JOIN report r ON r.id = s.report
		WHERE s.story = (SELECT story FROM shape WHERE report = ?) ORDER BY s.moment = '', s.moment, r.content_id`, n)
	if err != nil || len(list) == 0 {
		return nil, explain(l.path, err)
	}
	beside, err := l.listStandings(ctx, ` FROM shape s JOIN report r ON r.id = s.report
		WHERE s.story <> (SELECT story FROM shape WHERE report = ?1) AND s.report IN (SELECT report FROM feature WHERE situation IN (
			SELECT situation FROM feature WHERE report IN (SELECT report FROM shape WHERE story = (SELECT story FROM shape WHERE report = ?1))))
		ORDER BY s.moment = '', s.moment, r.content_id`, n)
	if err != nil {
		return nil, explain(l.path, err)
	}
	ids, err := column[int64](ctx, l.db, `SELECT s.id FROM situation s JOIN entry e ON e.id = s.id WHERE s.id IN (SELECT situation FROM feature WHERE report IN (
		SELECT report FROM shape WHERE story = (SELECT story FROM shape WHERE report = ?)))
		ORDER BY s.origins DESC, s.reports DESC, s.first, e.first_day, s.id`, n)
	if err != nil {
		return nil, explain(l.path, err)
	}
	others, err := l.figures(ctx, `t.report IN (SELECT report FROM shape WHERE story = (SELECT story FROM shape WHERE report = ?))`, n)
	if err != nil {
		return nil, explain(l.path, err)
	}
	story := &Story{ID: list[0].ID, Reports: list, Beside: beside}
	for _, id := range ids {
		s, err := l.situation(ctx, id, others)
		if err != nil {
			return nil, explain(l.path, err)
		}
		story.Situations = append(story.Situations, s)
	}
	return story, nil
}

// Anchor is the anchor of a row, or of a report if the row is empty, for a
// correction. Report is an id or the beginning of one.
func (l *Ledger) Anchor(ctx context.Context, report, row string) (*correction.Anchor, *record.Record, error) {
	r, err := l.AsRead(ctx, report)
	if err != nil {
		return nil, nil, err
	}
	a, err := correction.AnchorOf(r, row)
	return a, r, err
}
