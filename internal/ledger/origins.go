package ledger

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"annals/internal/origin"
	"annals/internal/record"
	"annals/internal/situation"
)

// origins puts reports into one group of origin along the pairs of copies, and
// gives those whose group changed. What people said of two reports' origin wins.
func (p *shaper) origins(reports []int64) (changed []int64, err error) {
	before, err := p.sources(reports)
	if err != nil {
		return nil, err
	}
	if changed, err = p.joinOrigins(reports); err != nil {
		return nil, err
	}
	moved, err := p.sourcesMoved(before)
	return append(changed, moved...), err
}

// sources gives where the reports of the groups of origin were written that
// some reports are in, by the group.
func (p *shaper) sources(reports []int64) (map[int64]string, error) {
	among, err := listed(reports)
	if err != nil {
		return nil, err
	}
	sources := map[int64]string{}
	for scan := range Rows(p.tx.QueryContext(p.ctx, `SELECT s.origin, `+sourceOf+` FROM (SELECT DISTINCT origin FROM shape WHERE report IN (SELECT value FROM json_each(?))) s`, among)) {
		var group int64
		var source string
		if err := scan(&group, &source); err != nil {
			return nil, err
		}
		sources[group] = source
	}
	return sources, nil
}

// sourcesMoved are the reports of groups that were written elsewhere before.
func (p *shaper) sourcesMoved(before map[int64]string) (moved []int64, err error) {
	for group, was := range before {
		ids, err := p.ids(`SELECT report FROM shape WHERE origin = ?1 AND (SELECT `+sourceOf+` FROM (SELECT ?1 AS origin) s) <> ?2`, group, was)
		if err != nil {
			return nil, err
		}
		moved = append(moved, ids...)
	}
	return moved, nil
}

// joinOrigins is origins but for those that only are written elsewhere now.
func (p *shaper) joinOrigins(reports []int64) (changed []int64, err error) {
	var judged []int64
	for _, pair := range p.book.copies {
		judged = append(judged, pair[0], pair[1])
	}
	for pair := range p.book.independent {
		judged = append(judged, pair[0], pair[1])
	}
	touched := false
	if len(judged) > 0 {
		args := make([]any, 0, len(judged)+len(reports))
		for _, r := range append(judged, reports...) {
			args = append(args, r)
		}
		err := p.tx.QueryRowContext(p.ctx, `SELECT EXISTS (SELECT 1 FROM shape WHERE report IN (`+marks(len(judged))+`)
			AND origin IN (SELECT origin FROM shape WHERE report IN (`+marks(len(reports))+`)))`, args...).Scan(&touched)
		if err != nil {
			return nil, err
		}
	}
	if touched {
		return p.originsAnew(reports)
	}
	return p.unite("origin", reports)
}

// originsAnew makes the groups of origin anew that the reports are in, and
// those to which pairs or corrections link them.
func (p *shaper) originsAnew(reports []int64) (changed []int64, err error) {
	members, err := p.originOf(reports)
	if err != nil {
		return nil, err
	}
	for grown := true; grown; { // pairs made by hand may lead to further groups
		grown = false
		for _, pair := range p.book.copies {
			if slices.Contains(members, pair[0]) == slices.Contains(members, pair[1]) {
				continue
			}
			more, err := p.originOf(append(slices.Clone(members), pair[0], pair[1]))
			if err != nil {
				return nil, err
			}
			grown = grown || len(more) > len(members) // none if it is not indexed yet
			members = more
		}
	}
	before, err := p.sources(members)
	if err != nil {
		return nil, err
	}
	edges, index, err := p.copyEdges(members)
	if err != nil {
		return nil, err
	}
	for _, pair := range p.book.copies {
		if i, ok := index[pair[0]]; ok {
			if j, ok := index[pair[1]]; ok {
				edges = append(edges, situation.Edge{A: i, B: j, Fixed: true})
			}
		}
	}
	things := make([]situation.Thing, len(members))
	for i, m := range members {
		things[i].Report = m
	}
	for pair := range p.book.independent { // all others are of one kind: never apart
		for _, r := range pair {
			if i, ok := index[r]; ok {
				things[i].Kind = r
			}
		}
	}
	group, _ := situation.Groups(things, edges, func(a, b int) bool { return p.book.independent[pairOf(members[a], members[b])] })
	for i, m := range members {
		moved, err := p.ids(`UPDATE shape SET origin = ?1 WHERE report = ?2 AND origin <> ?1 RETURNING report`, members[group[i]], m)
		if err != nil {
			return nil, err
		}
		changed = append(changed, moved...)
	}
	moved, err := p.sourcesMoved(before)
	return append(changed, moved...), err
}

// copyEdges are the pairs of copies among reports, but those that somebody
// holds for independent, and the reports' places in the list.
func (p *shaper) copyEdges(members []int64) (edges []situation.Edge, index map[int64]int, err error) {
	index = map[int64]int{}
	for i, m := range members {
		index[m] = i
	}
	among, err := listed(members)
	if err != nil {
		return nil, nil, err
	}
	for scan := range Rows(p.tx.QueryContext(p.ctx, `SELECT a, b FROM copy WHERE a IN (SELECT value FROM json_each(?)) ORDER BY a, b`, among)) {
		var a, b int64
		if err := scan(&a, &b); err != nil {
			return nil, nil, err
		}
		if j, ok := index[b]; ok && !p.book.independent[pairOf(a, b)] {
			edges = append(edges, situation.Edge{A: index[a], B: j, Score: 1})
		}
	}
	return edges, index, nil
}

// originOf lists the reports of the groups of origin that some reports are in.
func (p *shaper) originOf(reports []int64) ([]int64, error) {
	args := make([]any, len(reports))
	for i, r := range reports {
		args[i] = r
	}
	return p.ids(`SELECT report FROM shape WHERE origin IN (SELECT origin FROM shape WHERE report IN (`+marks(len(args))+`)) ORDER BY report`, args...)
}

// pairOf is a pair in its order.
func pairOf(a, b int64) [2]int64 { return [2]int64{min(a, b), max(a, b)} }

// recredit sees whether a report that credits nobody has come by a feed that
// names its origin, and gives the reports whose standing changed.
func (p *shaper) recredit(report int64, feedSources []string) (changed []int64, err error) {
	var line string
	s := &shape{report: report, print: &origin.Print{}}
	err = p.tx.QueryRowContext(p.ctx, `SELECT s.credit, s.outlet, s.terms, s.print, (SELECT record FROM reading WHERE report = s.report ORDER BY id LIMIT 1)
		FROM shape s WHERE s.report = ?`, report).Scan(&s.credit, &s.outlet, scanInto{&s.terms}, scanInto{s.print}, &line)
	if err != nil || s.credit != "" {
		return nil, err
	}
	var r record.Record
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		return nil, err
	}
	again, err := newShape(report, &r.Report, feedSources)
	if err != nil || again.credit == "" {
		return nil, err
	}
	before, err := p.sources([]int64{report})
	if err != nil {
		return nil, err
	}
	if err := p.exec(`UPDATE shape SET credit = ?, why = ? WHERE report = ?`, again.credit, again.why, report); err != nil {
		return nil, err
	}
	near, err := p.ids(`SELECT b FROM near WHERE a = ?1 UNION SELECT a FROM near WHERE b = ?1`, report)
	if err != nil {
		return nil, err
	}
	neighbours, err := p.alike(again, near)
	if err != nil {
		return nil, err
	}
	found := credited(again, neighbours)
	for _, b := range found {
		if err := p.copy(report, b, again, nil, nil); err != nil {
			return nil, err
		}
	}
	credits, err := p.sourcesMoved(before)
	if err != nil {
		return nil, err
	}
	moved, err := p.origins(append(found, report))
	return slices.Concat(credits, moved, []int64{report}), err
}

// copy stores why two reports have one origin.
func (p *shaper) copy(a, b int64, s *shape, copies []other, editions []int64) error {
	var why []string
	if i := slices.IndexFunc(copies, func(o other) bool { return o.report == b }); i >= 0 {
		l := copies[i].likeness
		if l.Shared == 0 || l.First == 1 && l.Second == 1 {
			why = append(why, "same words")
		} else {
			why = append(why, fmt.Sprintf("%d %% of the shorter text is the same", int(100*max(l.First, l.Second))))
		}
	}
	if slices.Contains(editions, b) {
		why = append(why, "versions of one report")
	}
	var credit, outlet, how string
	if err := p.tx.QueryRowContext(p.ctx, `SELECT credit, outlet, why FROM shape WHERE report = ?`, b).Scan(&credit, &outlet, &how); err != nil {
		return err
	}
	switch {
	case s.credit != "" && s.credit == credit:
		why = append(why, "both credit "+credit)
	case s.credit != "" && s.credit == outlet:
		why = append(why, "one credits the other's outlet by "+s.why)
	case credit != "" && credit == s.outlet:
		why = append(why, "one credits the other's outlet by "+how)
	}
	return p.exec(`INSERT OR IGNORE INTO copy (a, b, why) VALUES (?, ?, ?)`, min(a, b), max(a, b), strings.Join(why, "; "))
}
