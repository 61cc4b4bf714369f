package ledger

import (
	"encoding/json"
	"math"
	"slices"

	"annals/internal/situation"
)

const (
	// manyMembers is of how many events a situation keeps who stands behind it
	// (table backing), so that one more is counted by itself.
	manyMembers = 12
	// single is the least of a situation of one event: above any score.
	single = 9
)

// joined is a situation that a new event is linked to.
type joined struct {
	id, members  int64
	score, least float64 // of the best link to it; of what holds it together
	kinds        []int64 // one event of each sign
}

// attach finds the situation of a new event without grouping anew all that
// hangs together, and says whether it could.
//
// Groups takes links by falling score and keeps apart what can't be one. A new
// event that is apart from no event of the one situation that it is linked to
// joins it and changes nothing else: whatever was joined without it still is,
// and whatever was kept apart still is, since groups have only grown. Of
// several situations this can be said where each was whole before its link to
// the new event is looked at. Everything else is grouped anew.
func (x *indexer) attach(id int64, counted map[int64]bool) (clear bool, err error) {
	links, err := x.linkedTo(id)
	if err != nil {
		return false, err
	}
	event, err := x.compared([]int64{id})
	if err != nil {
		return false, err
	}
	own := []*situation.Event{event[id]}
	ids := []int64{id}
	least := math.Inf(1)
	for _, j := range links {
		if j.score >= fixedScore || j.members == 0 {
			return false, nil
		}
		events, err := x.compared(j.kinds)
		if err != nil {
			return false, err
		}
		apart, err := x.apart(own, ids, events, j.id)
		if err != nil {
			return false, err
		}
		if (apart || len(ids) > 1) && (j.score >= j.least || j.score >= least) {
			return false, nil
		}
		if apart {
			continue
		}
		for _, e := range events {
			own = append(own, e)
		}
		ids = append(ids, j.id)
		least = min(least, j.score, j.least)
	}
	return true, x.enter(id, ids[1:], least, counted)
}

// linkedTo lists the situations that a new event is linked to, the best link
// first. Other new events that have not found their situations count for
// nothing yet.
func (x *indexer) linkedTo(id int64) ([]joined, error) {
	var waiting []int64
	for e := range x.fresh {
		waiting = append(waiting, e)
	}
	among, err := listed(waiting)
	if err != nil {
		return nil, err
	}
	var list []joined
	for scan := range Rows(x.tx.QueryContext(x.ctx, `SELECT f.situation, max(l.score), ifnull(s.least, 0), ifnull(s.members, 0)
		FROM (SELECT b AS other, score FROM link WHERE a = ?1 UNION ALL SELECT a, score FROM link WHERE b = ?1) l
		JOIN feature f ON f.entry = l.other LEFT JOIN situation s ON s.id = f.situation
		WHERE l.other NOT IN (SELECT value FROM json_each(?2)) GROUP BY f.situation ORDER BY 2 DESC, 1`, id, among)) {
		var j joined
		if err := scan(&j.id, &j.score, &j.least, &j.members); err != nil {
			return nil, err
		}
		list = append(list, j)
	}
	parted, err := x.partedSituations()
	if err != nil {
		return nil, err
	}
	for i := range list {
		if parted[list[i].id] {
			list[i].members = 0 // what a person parted is not told by signs
			continue
		}
		if list[i].kinds, err = x.ids(oneOfEachSign, list[i].id); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// oneOfEachSign is one event of each sign of a situation. It goes from sign to
// sign, so that it does not matter how many events have one.
const oneOfEachSign = `WITH RECURSIVE signs (sign) AS (SELECT min(sign) FROM feature WHERE situation = ?1
	UNION ALL SELECT (SELECT min(sign) FROM feature WHERE situation = ?1 AND sign > signs.sign) FROM signs WHERE sign IS NOT NULL)
	SELECT (SELECT entry FROM feature WHERE situation = ?1 AND sign = signs.sign LIMIT 1) FROM signs WHERE sign IS NOT NULL`

// partedSituations are those with an event that a person parted from others.
func (x *indexer) partedSituations() (map[int64]bool, error) {
	set := map[int64]bool{}
	parted, err := x.parted()
	if err != nil || len(parted.events) == 0 {
		return set, err
	}
	var events []int64
	for e := range parted.events {
		events = append(events, e)
	}
	among, err := listed(events)
	if err != nil {
		return nil, err
	}
	list, err := x.ids(`SELECT DISTINCT situation FROM feature WHERE entry IN (SELECT value FROM json_each(?))`, among)
	for _, s := range list {
		set[s] = true
	}
	return set, err
}

// apart says whether an event of one group can't be one with an event of a
// situation. The group is a new event, ids[0], with situations, ids[1:]; own
// and events have an event of each sign.
func (x *indexer) apart(own []*situation.Event, ids []int64, events map[int64]*situation.Event, id int64) (bool, error) {
	for _, a := range own {
		for _, b := range events {
			if situation.Apart(a, b, false) {
				return true, nil
			}
		}
	}
	among, err := listed(ids[1:])
	if err != nil {
		return false, err
	}
	var apart bool // by two words of one report
	// Written so that SQLite begins with the smaller side.
	err = x.tx.QueryRowContext(x.ctx, `SELECT EXISTS (SELECT 1 FROM feature a CROSS JOIN feature b ON b.report = a.report AND b.head <> a.head AND +b.situation = ?3
		WHERE a.entry IN (SELECT ?1 UNION ALL SELECT entry FROM feature WHERE situation IN (SELECT value FROM json_each(?2))))`, ids[0], among, id).Scan(&apart)
	return apart, err
}

// enter puts a new event into situations that are one with it.
func (x *indexer) enter(id int64, into []int64, least float64, counted map[int64]bool) error {
	if len(into) == 0 {
		counted[id] = true
		return x.count(id, least)
	}
	among, err := listed(append([]int64{id}, into...))
	if err != nil {
		return err
	}
	// A situation bears the number of its first event.
	list, err := x.nodes(among)
	if err != nil {
		return err
	}
	first := list[0].entry
	if _, err := x.tx.ExecContext(x.ctx, `UPDATE feature SET situation = ?1 WHERE situation IN (SELECT value FROM json_each(?2)) AND situation <> ?1`, first, among); err != nil {
		return err
	}
	counted[first] = true
	if len(into) == 1 && first == into[0] {
		return x.countOne(first, id, least)
	}
	if _, err := x.tx.ExecContext(x.ctx, `DELETE FROM situation WHERE id IN (SELECT value FROM json_each(?))`, among); err != nil {
		return err
	}
	return x.count(first, least)
}

// count stores the counts of a situation.
func (x *indexer) count(id int64, least float64) error {
	members, err := x.members(`f.situation = ?`, id)
	if err != nil {
		return err
	}
	list := make([]situation.Member, len(members))
	first, last := "", ""
	for i, m := range members {
		list[i] = m.Member
		if m.First != "" && (first == "" || m.First < first) {
			first = m.First
		}
		last = max(last, m.Report.Day)
	}
	c := situation.Count(list)
	_, err = x.tx.ExecContext(x.ctx, `INSERT OR REPLACE INTO situation (id, plover, first, last, reports, outlets, origins, claimants, denied, figures, members, least)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, members[0].Type, first, last, c.Reports, c.Outlets, c.Origins, c.Claimants, c.Denied, c.Figures, len(members), min(least, single))
	if err != nil || len(members) < manyMembers {
		return err
	}
	if _, err := x.tx.ExecContext(x.ctx, `DELETE FROM backing WHERE situation = ?`, id); err != nil {
		return err
	}
	for _, m := range members {
		if _, err := x.back(id, m, nil); err != nil {
			return err
		}
	}
	return nil
}

// back brings what one event puts behind its situation up to date, from what
// it put before, and gives by how many things of each kind there are more.
func (x *indexer) back(id int64, m member, before []situation.Back) (more map[string]int, err error) {
	more = map[string]int{}
	now := situation.Backs(m.Member)
	for _, b := range before {
		if slices.Contains(now, b) {
			continue
		}
		left, err := x.ids(`UPDATE backing SET n = n - 1 WHERE situation = ? AND kind = ? AND key = ? RETURNING n`, id, b.Kind, b.Key)
		if err != nil {
			return nil, err
		}
		if len(left) > 0 && left[0] == 0 {
			more[b.Kind]--
			x.insert(`DELETE FROM backing WHERE situation = ? AND kind = ? AND key = ?`, id, b.Kind, b.Key)
		}
	}
	for _, b := range now {
		if slices.Contains(before, b) {
			continue
		}
		there, err := x.ids(`INSERT INTO backing (situation, kind, key, n) VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n`, id, b.Kind, b.Key)
		if err != nil {
			return nil, err
		}
		if there[0] == 1 {
			more[b.Kind]++
		}
	}
	line, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	x.insert(`UPDATE feature SET backs = ? WHERE entry = ?`, string(line), m.entry)
	return more, x.err
}

// countOne counts a new event of a situation.
func (x *indexer) countOne(id, entry int64, least float64) error {
	var members int
	if err := x.tx.QueryRowContext(x.ctx, `SELECT members FROM situation WHERE id = ?`, id).Scan(&members); err != nil {
		return err
	}
	if members < manyMembers {
		return x.count(id, least)
	}
	list, err := x.members(`f.entry = ?`, entry)
	if err != nil {
		return err
	}
	m := list[0]
	more, err := x.back(id, m, nil)
	if err != nil {
		return err
	}
	x.insert(`UPDATE situation SET members = members + 1, least = ?2, last = max(last, ?3),
		first = CASE WHEN first = '' OR ?4 <> '' AND ?4 < first THEN ?4 ELSE first END WHERE id = ?1`, id, min(least, single), m.Report.Day, m.First)
	return x.sum(id, more)
}

// sum brings the counts of a situation up to date with what stands behind it
// now.
func (x *indexer) sum(id int64, more map[string]int) error {
	if x.err != nil {
		return x.err
	}
	sizes := map[string]int{}
	var reports, outlets, origins, claimants, denied int
	err := x.tx.QueryRowContext(x.ctx, `SELECT reports, outlets, origins, claimants, (SELECT count(*) FROM backing WHERE situation = ?1 AND kind = ?2) FROM situation WHERE id = ?1`,
		id, situation.BackDenied).Scan(&reports, &outlets, &origins, &claimants, &denied)
	if err != nil {
		return err
	}
	for kind, n := range map[string]int{situation.BackReport: reports, situation.BackOutlet: outlets, situation.BackOrigin: origins, situation.BackClaimant: claimants} {
		sizes[kind] = n + more[kind]
	}
	sizes[situation.BackDenied] = denied
	figures, err := column[string](x.ctx, x.tx, `SELECT key FROM backing WHERE situation = ? AND kind = 'figure'`, id)
	if err != nil {
		return err
	}
	c := situation.CountBacks(sizes, figures)
	x.insert(`UPDATE situation SET reports = ?, outlets = ?, origins = ?, claimants = ?, denied = ?, figures = ? WHERE id = ?`,
		c.Reports, c.Outlets, c.Origins, c.Claimants, c.Denied, c.Figures, id)
	return x.err
}

// recount brings the counts of a report's situations up to date, but those
// that were just counted.
func (x *indexer) recount(report int64, counted map[int64]bool) error {
	type event struct {
		entry, situation int64
		backs            string
		members          int
		least            float64
	}
	var list []event
	for scan := range Rows(x.tx.QueryContext(x.ctx, `SELECT f.entry, f.situation, f.backs, s.members, s.least FROM feature f JOIN situation s ON s.id = f.situation WHERE f.report = ?`, report)) {
		var e event
		if err := scan(&e.entry, &e.situation, &e.backs, &e.members, &e.least); err != nil {
			return err
		}
		list = append(list, e)
	}
	for _, e := range list {
		var err error
		if e.members >= manyMembers {
			err = x.backAgain(e.situation, e.entry, e.backs)
		} else if !counted[e.situation] {
			counted[e.situation] = true
			err = x.count(e.situation, e.least)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// backAgain counts an event anew whose report stands otherwise now.
func (x *indexer) backAgain(id, entry int64, backs string) error {
	var before []situation.Back
	if err := json.Unmarshal([]byte(backs), &before); err != nil {
		return err
	}
	list, err := x.members(`f.entry = ?`, entry)
	if err != nil {
		return err
	}
	more, err := x.back(id, list[0], before)
	if err != nil {
		return err
	}
	return x.sum(id, more)
}
