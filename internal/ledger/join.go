package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"annals/internal/correction"
	"annals/internal/record"
	"annals/internal/situation"
)

// fixedScore is the score of a link that a person made.
const fixedScore = 2

// features stores what is compared of a report's events and figures, and links
// the events to those of the reports that are near. Kept are the entries of
// events that have their links, by row.
func (x *indexer) features(id string, facts *situation.Facts, report int64, numbers, kept map[string]int64) error {
	for i := range facts.Events {
		e := &facts.Events[i]
		data, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if entry := kept[e.Row]; entry != 0 {
			x.insert(`UPDATE feature SET data = ? WHERE entry = ?`, string(data), entry)
			continue
		}
		entry := numbers[e.Row]
		x.insert(`INSERT INTO feature (entry, report, data, situation, position, head, sign) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			entry, report, string(data), entry, e.Position, e.Head, e.Sign())
		x.fresh[entry] = true
	}
	for i := range facts.Figures {
		f := &facts.Figures[i]
		data, err := json.Marshal(f)
		if err != nil {
			return err
		}
		x.insert(`INSERT INTO tally (entry, report, counts, data) VALUES (?, ?, ?, ?)`, numbers[f.Row], report, f.Counts, string(data))
	}
	if x.err != nil || len(facts.Events) == 0 {
		return x.err
	}
	if len(kept) < len(facts.Events) {
		if err := x.link(facts, report, numbers, kept); err != nil {
			return err
		}
	}
	return x.linkByHand(id)
}

// link links the report's events, but for those that are kept, to each other
// and to those of near reports.
func (x *indexer) link(facts *situation.Facts, report int64, numbers, kept map[string]int64) error {
	type pair struct {
		a, b int64
		situation.Link
	}
	var links []pair
	compare := func(a, b *situation.Event, ida, idb int64, similarity float64, same bool) error {
		if a.Type != b.Type {
			return nil
		}
		if ida > idb { // so that it does not matter which report came first
			a, b, ida, idb = b, a, idb, ida
		}
		l, err := situation.Compare(a, b, similarity, same)
		if err == nil && l.Score >= situation.LinkLeast {
			links = append(links, pair{ida, idb, l})
		}
		return err
	}
	for scan := range Rows(x.tx.QueryContext(x.ctx, `SELECT f.entry, f.data, n.similarity FROM (
			SELECT b AS report, similarity FROM near WHERE a = ?1 UNION ALL SELECT a, similarity FROM near WHERE b = ?1) n
		JOIN feature f ON f.report = n.report`, report)) {
		var id int64
		var data string
		var similarity float64
		if err := scan(&id, &data, &similarity); err != nil {
			return err
		}
		var other situation.Event
		if err := json.Unmarshal([]byte(data), &other); err != nil {
			return err
		}
		for i := range facts.Events {
			if kept[facts.Events[i].Row] != 0 {
				continue
			}
			if err := compare(&facts.Events[i], &other, numbers[facts.Events[i].Row], id, similarity, false); err != nil {
				return err
			}
		}
	}
	for i := range facts.Events {
		for j := range i {
			if kept[facts.Events[i].Row] != 0 && kept[facts.Events[j].Row] != 0 {
				continue
			}
			if err := compare(&facts.Events[i], &facts.Events[j], numbers[facts.Events[i].Row], numbers[facts.Events[j].Row], 1, true); err != nil {
				return err
			}
		}
	}
	for _, l := range links {
		x.insert(`INSERT INTO link (a, b, score, why) VALUES (?, ?, ?, ?)`, l.a, l.b, math.Round(l.Score*1e4)/1e4, strings.Join(l.Why, "; "))
	}
	return x.err
}

// linkByHand makes the links that corrections make of a report's events.
func (x *indexer) linkByHand(report string) error {
	for _, c := range x.book.joins {
		if c.Row.Report == report || c.Other.Report == report {
			if err := x.joinByHand(c); err != nil {
				return err
			}
		}
	}
	for _, c := range x.book.parts {
		if c.Row.Report == report || c.Other != nil && c.Other.Report == report {
			ids, err := x.both(c)
			if err != nil {
				return err
			}
			x.events = append(x.events, ids...)
		}
	}
	return nil
}

// both are the entries of a correction's rows, those that are there.
func (x *indexer) both(c correction.Correction) (ids []int64, err error) {
	for _, a := range []*correction.Anchor{c.Row, c.Other} {
		if a == nil {
			continue
		}
		id, err := x.entry(a)
		if err != nil {
			return nil, err
		}
		if id != 0 {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// entry is the entry of an anchor's row, 0 if there is none.
func (x *indexer) entry(a *correction.Anchor) (int64, error) {
	report, err := reportNumber(x.ctx, x.tx, a.Report)
	if err != nil || report == 0 {
		return 0, err
	}
	var line string
	err = x.tx.QueryRowContext(x.ctx, `SELECT record FROM reading WHERE report = ? ORDER BY id DESC LIMIT 1`, report).Scan(&line)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	var r record.Record
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		return 0, err
	}
	row := a.Find(&r)
	if row == "" {
		return 0, nil
	}
	var id int64
	err = x.tx.QueryRowContext(x.ctx, `SELECT id FROM entry WHERE report = ? AND record_id = ?`, report, row).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// joinByHand links two events that a person joined.
func (x *indexer) joinByHand(c correction.Correction) error {
	ids, err := x.both(c)
	if err != nil || len(ids) < 2 || ids[0] == ids[1] {
		return err
	}
	x.events = append(x.events, ids...)
	why := "joined by " + c.Who + ": " + c.Why
	_, err = x.tx.ExecContext(x.ctx, `INSERT INTO link (a, b, score, why) VALUES (?, ?, ?, ?)
		ON CONFLICT (a, b) DO UPDATE SET score = excluded.score, why = excluded.why`, min(ids[0], ids[1]), max(ids[0], ids[1]), fixedScore, why)
	return err
}

// relink brings the links up to date with a join or part that was made or
// undone.
func (x *indexer) relink(c correction.Correction) error {
	ids, err := x.both(c)
	if err != nil {
		return err
	}
	// All that hung together before is looked at again.
	for _, id := range ids {
		members, err := x.ids(`SELECT entry FROM feature WHERE situation = (SELECT situation FROM feature WHERE entry = ?)`, id)
		if err != nil {
			return err
		}
		x.events = append(x.events, members...)
	}
	if c.Action != correction.Join || len(ids) < 2 {
		return nil
	}
	if _, err := x.tx.ExecContext(x.ctx, `DELETE FROM link WHERE a = ? AND b = ?`, min(ids[0], ids[1]), max(ids[0], ids[1])); err != nil {
		return err
	}
	if err := x.compareAgain(ids[0], ids[1]); err != nil {
		return err
	}
	for _, j := range x.book.joins {
		if j.ID == c.ID {
			return x.joinByHand(j)
		}
	}
	return nil
}

// compareAgain makes the machine's own link of two events, if they have one.
func (x *indexer) compareAgain(a, b int64) error {
	a, b = min(a, b), max(a, b)
	var first, second situation.Event
	var reports [2]int64
	for i, e := range []struct {
		id   int64
		into *situation.Event
	}{{a, &first}, {b, &second}} {
		var data string
		if err := x.tx.QueryRowContext(x.ctx, `SELECT report, data FROM feature WHERE entry = ?`, e.id).Scan(&reports[i], &data); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(data), e.into); err != nil {
			return err
		}
	}
	similarity := 1.0
	if reports[0] != reports[1] {
		err := x.tx.QueryRowContext(x.ctx, `SELECT similarity FROM near WHERE a = ? AND b = ?`, min(reports[0], reports[1]), max(reports[0], reports[1])).Scan(&similarity)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	if first.Type != second.Type {
		return nil
	}
	l, err := situation.Compare(&first, &second, similarity, reports[0] == reports[1])
	if err != nil || l.Score < situation.LinkLeast {
		return err
	}
	x.insert(`INSERT INTO link (a, b, score, why) VALUES (?, ?, ?, ?)`, a, b, math.Round(l.Score*1e4)/1e4, strings.Join(l.Why, "; "))
	return x.err
}

// settle works out the situations of the events that were touched, and the
// counts of those that have an event of a report whose standing changed.
func (x *indexer) settle(moved []int64) error {
	if x.err != nil {
		return x.err
	}
	for _, id := range x.events {
		delete(x.fresh, id)
	}
	done := map[int64]bool{}
	counted := map[int64]bool{} // situations that were just counted
	again := func(id int64) error {
		component, err := x.component(id)
		if err != nil {
			return err
		}
		for _, e := range component {
			done[e] = true
			delete(x.fresh, e)
		}
		return x.regroup(component, counted)
	}
	for _, id := range x.events {
		if !done[id] {
			if err := again(id); err != nil {
				return err
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(x.fresh)) {
		if done[id] {
			continue
		}
		clear, err := x.attach(id, counted)
		if err == nil && !clear {
			err = again(id)
		}
		if err != nil {
			return err
		}
		delete(x.fresh, id)
	}
	x.events, x.fresh = nil, map[int64]bool{}
	slices.Sort(moved)
	for _, report := range slices.Compact(moved) {
		if err := x.recount(report, counted); err != nil {
			return err
		}
	}
	return nil
}

// ids runs a query whose rows are one number each.
func (x *indexer) ids(query string, args ...any) ([]int64, error) {
	return column[int64](x.ctx, x.tx, query, args...)
}

// component is the events that links lead to from one of them.
func (x *indexer) component(id int64) ([]int64, error) {
	return x.ids(`WITH RECURSIVE reach (id) AS (
		SELECT entry FROM feature WHERE entry = ?
		UNION SELECT l.b FROM reach JOIN link l ON l.a = reach.id
		UNION SELECT l.a FROM reach JOIN link l ON l.b = reach.id)
		SELECT id FROM reach ORDER BY id`, id)
}

// member is an event with its number.
type member struct {
	entry int64
	situation.Member
}

// before is the order of a situation's events: by day, the undated last, then
// by report and place in it. It does not depend on numbers of this file.
func (m member) before(o member) int {
	day := func(m member) string { return cmp.Or(m.Report.Day, "9999") }
	return cmp.Or(cmp.Compare(day(m), day(o)), cmp.Compare(m.Report.ID, o.Report.ID), cmp.Compare(m.Position, o.Position), cmp.Compare(m.Row, o.Row))
}

// members loads events by a condition on their features, in order.
func (x *indexer) members(condition string, args ...any) ([]member, error) {
	return loadMembers(x.ctx, x.tx, condition, args...)
}

// sourceOf is the key of the outlet where the reports of s's origin were
// written: the agency that one of them credits, or who published first.
const sourceOf = `coalesce((SELECT credit FROM shape o WHERE o.origin = s.origin AND credit <> '' ORDER BY moment, report LIMIT 1),
	(SELECT outlet FROM shape o WHERE o.origin = s.origin ORDER BY moment = '', moment, report LIMIT 1))`

func loadMembers(ctx context.Context, db querier, condition string, args ...any) ([]member, error) {
	var list []member
	for scan := range Rows(db.QueryContext(ctx, `SELECT f.entry, f.data, e.words, e.confidence, f.report, r.content_id, s.moment, s.day, s.title, ifnull(r.publisher, ''), ifnull(r.url, ''), s.outlet,
		s.origin, `+sourceOf+`, s.later IS NOT NULL, s.retracted IS NOT NULL, s.retracts,
		(SELECT group_concat(publisher, char(10)) FROM sighting WHERE report = f.report)
		FROM feature f JOIN entry e ON e.id = f.entry JOIN report r ON r.id = f.report JOIN shape s ON s.report = f.report WHERE `+condition, args...)) {
		var m member
		var data, outlet string
		var publishers sql.NullString
		err := scan(&m.entry, &data, &m.Words, &m.Sure, &m.Report.Number, &m.Report.ID, &m.Report.Moment, &m.Report.Day, &m.Report.Title, &m.Report.Publisher, &m.Report.URL, &outlet,
			&m.Report.Group, &m.Report.Source, &m.Report.Later, &m.Report.Retracted, &m.Report.Notice, &publishers)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(data), &m.Event); err != nil {
			return nil, err
		}
		m.Report.Outlets = outlets(outlet, publishers.String)
		list = append(list, m)
	}
	slices.SortFunc(list, member.before)
	return list, nil
}

// node is an event as far as grouping needs it.
type node struct {
	entry, situation int64
	situation.Thing
}

// nodes loads events in the order of member.before. Events that a person
// parted from others are each of a kind of their own.
func (x *indexer) nodes(among string) ([]node, error) {
	parted, err := x.parted()
	if err != nil {
		return nil, err
	}
	var list []node
	for scan := range Rows(x.tx.QueryContext(x.ctx, `SELECT f.entry, f.situation, f.sign, f.report FROM feature f
		JOIN entry e ON e.id = f.entry JOIN report r ON r.id = f.report JOIN shape s ON s.report = f.report
		WHERE f.entry IN (SELECT value FROM json_each(?)) ORDER BY CASE s.day WHEN '' THEN '9999' ELSE s.day END, r.content_id, f.position, e.record_id`, among)) {
		var n node
		if err := scan(&n.entry, &n.situation, &n.Kind, &n.Report); err != nil {
			return nil, err
		}
		if parted.events[n.entry] {
			n.Kind = n.entry
		}
		list = append(list, n)
	}
	return list, nil
}

// compared loads what is compared of some events, by their entries.
func (x *indexer) compared(entries []int64) (map[int64]*situation.Event, error) {
	among, err := listed(entries)
	if err != nil {
		return nil, err
	}
	events := map[int64]*situation.Event{}
	for scan := range Rows(x.tx.QueryContext(x.ctx, `SELECT entry, data FROM feature WHERE entry IN (SELECT value FROM json_each(?))`, among)) {
		var id int64
		var data string
		if err := scan(&id, &data); err != nil {
			return nil, err
		}
		events[id] = &situation.Event{}
		if err := json.Unmarshal([]byte(data), events[id]); err != nil {
			return nil, err
		}
	}
	return events, nil
}

// regroup works out the situations of a component of linked events.
func (x *indexer) regroup(component []int64, counted map[int64]bool) error {
	if len(component) == 0 {
		return nil
	}
	among, err := listed(component)
	if err != nil {
		return err
	}
	list, err := x.nodes(among)
	if err != nil {
		return err
	}
	edges, err := x.edges(list, among)
	if err != nil {
		return err
	}
	group, least, err := x.group(list, edges)
	if err != nil {
		return err
	}
	groups, before := map[int64][]int64{}, map[int64]int{}
	whole := map[int64]bool{} // groups that were situations before
	for i, g := range group {
		id := list[g].entry
		before[list[i].situation]++
		if _, ok := groups[id]; !ok {
			whole[id] = true
		}
		groups[id] = append(groups[id], list[i].entry)
		whole[id] = whole[id] && list[i].situation == id
	}
	for i, g := range group {
		id := list[g].entry
		if i != g {
			continue
		}
		if whole[id] && len(groups[id]) == before[id] {
			same, err := x.holds(id, len(groups[id]), least[g])
			if err != nil {
				return err
			}
			if same {
				continue
			}
		}
		if err := x.form(id, groups[id], least[g]); err != nil {
			return err
		}
		counted[id] = true
	}
	// Situations of which nothing is left.
	was, err := listed(slices.Sorted(maps.Keys(before)))
	if err != nil {
		return err
	}
	_, err = x.tx.ExecContext(x.ctx, `DELETE FROM situation WHERE id IN (SELECT value FROM json_each(?1) UNION SELECT value FROM json_each(?2))
		AND NOT EXISTS (SELECT 1 FROM feature WHERE situation = id)`, among, was)
	return err
}

// holds says whether a situation has just so many events, and notes what holds
// them together now.
func (x *indexer) holds(id int64, members int, least float64) (bool, error) {
	same, err := x.ids(`UPDATE situation SET least = ? WHERE id = ? AND members = ? RETURNING id`, min(least, single), id, members)
	return len(same) > 0, err
}

// group groups events along the edges; what can't be one stays apart.
func (x *indexer) group(list []node, edges []situation.Edge) (group []int, least []float64, err error) {
	things := make([]situation.Thing, len(list))
	kinds, reports := map[int64]bool{}, map[int64]int{}
	for i, n := range list {
		things[i] = n.Thing
		reports[n.Report]++
	}
	var needed []int64
	for _, n := range list {
		if !kinds[n.Kind] || reports[n.Report] > 1 {
			needed = append(needed, n.entry)
		}
		kinds[n.Kind] = true
	}
	events, err := x.compared(needed)
	if err != nil {
		return nil, nil, err
	}
	parted, err := x.parted()
	if err != nil {
		return nil, nil, err
	}
	first := map[int64]*situation.Event{} // of each kind
	for _, n := range list {
		if first[n.Kind] == nil {
			first[n.Kind] = events[n.entry]
		}
	}
	of := func(n node) *situation.Event {
		if e := events[n.entry]; e != nil {
			return e
		}
		return first[n.Kind]
	}
	group, least = situation.Groups(things, edges, func(a, b int) bool {
		m, n := list[a], list[b]
		return parted.apart(m.entry, n.entry) || situation.Apart(of(m), of(n), m.Report == n.Report)
	})
	return group, least, nil
}

// form makes a situation of events. Least is the lowest score that holds them
// together.
func (x *indexer) form(id int64, entries []int64, least float64) error {
	among, err := listed(entries)
	if err != nil {
		return err
	}
	// Events that hung together with these before, and are to be looked at yet,
	// are no part of it any more.
	if _, err := x.tx.ExecContext(x.ctx, `UPDATE feature SET situation = entry WHERE situation = ?1 AND entry NOT IN (SELECT value FROM json_each(?2))`, id, among); err != nil {
		return err
	}
	if _, err := x.tx.ExecContext(x.ctx, `UPDATE feature SET situation = ?1 WHERE entry IN (SELECT value FROM json_each(?2)) AND situation <> ?1`, id, among); err != nil {
		return err
	}
	return x.count(id, least)
}

// edges are the links among events.
func (x *indexer) edges(list []node, among string) ([]situation.Edge, error) {
	index := map[int64]int{}
	for i, m := range list {
		index[m.entry] = i
	}
	var edges []situation.Edge
	for scan := range Rows(x.tx.QueryContext(x.ctx, `SELECT a, b, score FROM link WHERE a IN (SELECT value FROM json_each(?))`, among)) {
		var a, b int64
		var score float64
		if err := scan(&a, &b, &score); err != nil {
			return nil, err
		}
		edges = append(edges, situation.Edge{A: index[a], B: index[b], Score: score, Fixed: score == fixedScore})
	}
	slices.SortFunc(edges, func(e, f situation.Edge) int { return cmp.Or(e.A-f.A, e.B-f.B) })
	return edges, nil
}

// listed is ids as JSON, for SQLite's json_each: one statement for any number.
func listed(ids []int64) (string, error) {
	if ids == nil {
		return "[]", nil // null would be an entry of its own
	}
	b, err := json.Marshal(ids)
	return string(b), err
}

// partings are the events that a person parted.
type partings struct {
	pairs  map[[2]int64]bool // {0, id} parts one from all others
	events map[int64]bool    // all that are in a pair
}

func (p *partings) apart(a, b int64) bool {
	return p.pairs[pairOf(a, b)] || p.pairs[[2]int64{0, a}] || p.pairs[[2]int64{0, b}]
}

// parted looks up the events that a person parted.
func (x *indexer) parted() (*partings, error) {
	p := &partings{map[[2]int64]bool{}, map[int64]bool{}}
	for _, c := range x.book.parts {
		ids, err := x.both(c)
		switch {
		case err != nil:
			return nil, err
		case c.Other == nil && len(ids) == 1:
			p.pairs[[2]int64{0, ids[0]}] = true
		case len(ids) == 2:
			p.pairs[pairOf(ids[0], ids[1])] = true
		default:
			continue
		}
		for _, id := range ids {
			p.events[id] = true
		}
	}
	return p, nil
}
