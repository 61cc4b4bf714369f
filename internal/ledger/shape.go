package ledger

import (
	"context"
	"database/sql"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"

	"annals/internal/origin"
	"annals/internal/record"
	"annals/internal/situation"
)

const (
	// nearDays is how many days two reports on one matter may lie apart.
	nearDays = 5
	// nearLeast is how alike the terms of two reports are whose events may be
	// one, storyLeast how alike those of one story are.
	nearLeast  = .12
	storyLeast = .22
	// storyTerms is how many of their terms two reports of one story share;
	// two short ones may be alike by a town and a day.
	storyTerms = 5
	// nearTerms is by how many of its strongest terms a report is found.
	nearTerms = 16
	// editionDays is how many days apart an outlet puts out two versions of a
	// report that bear no address.
	editionDays = 3
)

// shape is a row of that table.
type shape struct {
	report                                int64
	textHash, urlKey, outlet, day, moment string
	title, credit, why                    string
	print                                 *origin.Print
	terms                                 situation.Vector
	retracts                              bool
	originGroup, story, edition           int64
}

// newShape works out what a report is like.
func newShape(id int64, r *record.Report, feedSources []string) (*shape, error) {
	agencies, err := origin.Load()
	if err != nil {
		return nil, err
	}
	s := &shape{report: id, textHash: origin.TextHash(r.Text), urlKey: urlKey(value(r.URL)), outlet: origin.OutletKey(value(r.Publisher)),
		title: value(r.Title), print: origin.Fingerprint(r.Text), terms: situation.Terms(value(r.Title), r.Text),
		originGroup: id, story: id, edition: id, retracts: situation.IsRetraction(value(r.Title), r.Text)}
	if first, _ := period(value(r.Published)); !first.IsZero() {
		s.day, s.moment = first.Format(dayLayout), first.Format(dayLayout)
	}
	if t, err := time.Parse(time.RFC3339, value(r.Published)); err == nil {
		s.moment = t.UTC().Format(time.RFC3339)
	}
	c := agencies.Credit(r.Text, value(r.Publisher), feedSources...)
	s.credit, s.why = origin.OutletKey(c.Name), c.Why
	return s, nil
}

// urlKey is an address without what does not tell pages apart.
func urlKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return ""
	}
	q := u.Query()
	for k := range q {
		if l := strings.ToLower(k); strings.HasPrefix(l, "utm_") || slices.Contains([]string{"fbclid", "gclid", "ref", "source", "cmpid", "mc_cid", "mc_eid"}, l) {
			q.Del(k)
		}
	}
	key := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimSuffix(u.Path, "/")
	if len(q) > 0 {
		key += "?" + q.Encode()
	}
	return key
}

// shaper places reports among those that are there.
type shaper struct {
	ctx  context.Context
	tx   *sql.Tx
	book *book
}

// place stores the shape of a report that has none yet, finds its copies, its
// other versions and its story, and gives the reports whose standing changed.
func (p *shaper) place(id int64, r *record.Report, feedSources []string) (changed []int64, err error) {
	s, err := newShape(id, r, feedSources)
	if err != nil {
		return nil, err
	}
	if err := p.insert(s); err != nil {
		return nil, err
	}
	copies, err := p.copies(s)
	if err != nil {
		return nil, err
	}
	near, err := p.near(s)
	if err != nil {
		return nil, err
	}
	credited, err := p.credited(s, near)
	if err != nil {
		return nil, err
	}
	editions, err := p.editions(s, copies)
	if err != nil {
		return nil, err
	}
	stories := slices.Clone(editions)
	for _, n := range near {
		if n.story {
			stories = append(stories, n.report)
		}
	}
	if _, err := p.unite("story", append(stories, id)); err != nil {
		return nil, err
	}
	if changed, err = p.unite("edition", append(editions, id)); err != nil {
		return nil, err
	}
	moved, err := p.order(id)
	if err != nil {
		return nil, err
	}
	same := slices.Concat(copies, credited, editions)
	for _, b := range same {
		if err := p.copy(id, b, s, copies, editions); err != nil {
			return nil, err
		}
	}
	regrouped, err := p.origins(append(same, id))
	return slices.Concat(changed, moved, regrouped), err
}

func (p *shaper) exec(query string, args ...any) error {
	_, err := p.tx.ExecContext(p.ctx, query, args...)
	return err
}

func (p *shaper) insert(s *shape) error {
	printed, err := s.print.MarshalBinary()
	if err != nil {
		return err
	}
	terms, err := s.terms.MarshalBinary()
	if err != nil {
		return err
	}
	if terms == nil {
		terms = []byte{}
	}
	err = p.exec(`INSERT INTO shape (report, text_hash, url_key, outlet, day, moment, title, print, terms, credit, why, retracts, origin, story, edition)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, s.report, s.textHash, s.urlKey, s.outlet, s.day, s.moment, s.title, printed, terms, s.credit, s.why,
		s.retracts, s.originGroup, s.story, s.edition)
	if err != nil {
		return err
	}
	for _, h := range s.print.Sketch() {
		if err := p.exec(`INSERT INTO sketch (hash, report) VALUES (?, ?)`, h, s.report); err != nil {
			return err
		}
	}
	for _, h := range s.terms.Strongest(nearTerms) {
		if err := p.exec(`INSERT INTO term (hash, day, report) VALUES (?, ?, ?)`, h, s.day, s.report); err != nil {
			return err
		}
	}
	return nil
}

// ids runs a query whose rows are one number each.
func (p *shaper) ids(query string, args ...any) ([]int64, error) {
	rows, err := p.tx.QueryContext(p.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		list = append(list, id)
	}
	return list, rows.Err()
}

// copies are the reports with the same words, or with many of them.
func (p *shaper) copies(s *shape) ([]int64, error) {
	found, err := p.ids(`SELECT report FROM shape WHERE text_hash = ? AND report <> ?`, s.textHash, s.report)
	if err != nil {
		return nil, err
	}
	sketch := s.print.Sketch()
	if len(sketch) == 0 {
		return found, nil
	}
	args := []any{s.report}
	for _, h := range sketch {
		args = append(args, h)
	}
	candidates, err := p.ids(`SELECT DISTINCT report FROM sketch WHERE report <> ? AND hash IN (`+marks(len(sketch))+`)`, args...)
	if err != nil {
		return nil, err
	}
	for _, c := range candidates {
		if slices.Contains(found, c) {
			continue
		}
		other, err := p.print(c)
		if err != nil {
			return nil, err
		}
		if origin.Compare(s.print, other).Copy() {
			found = append(found, c)
		}
	}
	slices.Sort(found)
	return found, nil
}

func (p *shaper) print(report int64) (*origin.Print, error) {
	var print origin.Print
	err := p.tx.QueryRowContext(p.ctx, `SELECT print FROM shape WHERE report = ?`, report).Scan(scanInto{&print})
	return &print, err
}

// neighbour is a report whose terms are alike.
type neighbour struct {
	report     int64
	similarity float64
	story      bool // alike enough to tell one story
}

// near finds and stores the reports of the same days whose terms are alike.
func (p *shaper) near(s *shape) ([]neighbour, error) {
	strongest := s.terms.Strongest(nearTerms)
	if len(strongest) == 0 {
		return nil, nil
	}
	// A report without a date may lie beside any.
	condition, args := "", []any{s.report}
	if s.day != "" {
		day, err := time.Parse(dayLayout, s.day)
		if err != nil {
			return nil, err
		}
		condition = ` AND (day = '' OR day BETWEEN ? AND ?)`
		args = append(args, day.AddDate(0, 0, -nearDays).Format(dayLayout), day.AddDate(0, 0, nearDays).Format(dayLayout))
	}
	for _, h := range strongest {
		args = append(args, h)
	}
	rows, err := p.tx.QueryContext(p.ctx, `SELECT t.report, s.terms FROM (SELECT report FROM term WHERE report <> ?`+condition+` AND hash IN (`+marks(len(strongest))+`)
		GROUP BY report HAVING count(*) >= 2) t JOIN shape s ON s.report = t.report ORDER BY t.report`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []neighbour
	for rows.Next() {
		var c int64
		var v situation.Vector
		if err := rows.Scan(&c, scanInto{&v}); err != nil {
			return nil, err
		}
		if n := alike(s.terms, c, v); n.similarity >= nearLeast {
			list = append(list, n)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	for _, n := range list {
		if err := p.exec(`INSERT INTO near (a, b, similarity) VALUES (?, ?, ?)`, min(n.report, s.report), max(n.report, s.report), n.similarity); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// credited are the reports of the same story that credit the same agency, or
// are the agency's own.
func (p *shaper) credited(s *shape, near []neighbour) ([]int64, error) {
	var found []int64
	for _, n := range near {
		if !n.story {
			continue
		}
		var credit, outlet string
		if err := p.tx.QueryRowContext(p.ctx, `SELECT credit, outlet FROM shape WHERE report = ?`, n.report).Scan(&credit, &outlet); err != nil {
			return nil, err
		}
		if s.credit != "" && (s.credit == credit || s.credit == outlet) || credit != "" && credit == s.outlet {
			found = append(found, n.report)
		}
	}
	return found, nil
}

// editions are the other versions of the report: those at the same address,
// and copies that the same outlet put out within days where one of the two has
// no address.
func (p *shaper) editions(s *shape, copies []int64) ([]int64, error) {
	var found []int64
	var err error
	if s.urlKey != "" {
		found, err = p.ids(`SELECT report FROM shape WHERE url_key = ? AND report <> ?`, s.urlKey, s.report)
		if err != nil {
			return nil, err
		}
	}
	if s.outlet == "" {
		return found, nil
	}
	for _, c := range copies {
		var outlet, key, day string
		if err := p.tx.QueryRowContext(p.ctx, `SELECT outlet, url_key, day FROM shape WHERE report = ?`, c).Scan(&outlet, &key, &day); err != nil {
			return nil, err
		}
		if outlet == s.outlet && (key == "" || s.urlKey == "") && within(day, s.day, editionDays) && !slices.Contains(found, c) {
			found = append(found, c)
		}
	}
	// A notice without an address names what it takes back by its title.
	taken, err := p.takenBack(s)
	return append(found, slices.DeleteFunc(taken, func(r int64) bool { return slices.Contains(found, r) })...), err
}

// takenBack are the reports of the outlet whose title the notice holds.
func (p *shaper) takenBack(s *shape) ([]int64, error) {
	if s.outlet == "" {
		return nil, nil
	}
	if s.retracts {
		return p.ids(`SELECT report FROM shape WHERE outlet = ? AND retracts = 0 AND report <> ? AND length(CAST(title AS BLOB)) > 8 AND instr(?, title) > 0`, s.outlet, s.report, s.title)
	}
	if len(s.title) <= 8 {
		return nil, nil
	}
	return p.ids(`SELECT report FROM shape WHERE outlet = ? AND retracts = 1 AND report <> ? AND instr(title, ?) > 0`, s.outlet, s.report, s.title)
}

// within says whether two days lie at most so many apart, or one is not known.
func within(a, b string, days int) bool {
	x, err := time.Parse(dayLayout, a)
	if err != nil {
		return true
	}
	y, err := time.Parse(dayLayout, b)
	if err != nil {
		return true
	}
	return math.Abs(x.Sub(y).Hours()) <= float64(24*days)
}

// unite puts reports into one group of the column, and gives those that were
// in another before.
func (p *shaper) unite(column string, reports []int64) (changed []int64, err error) {
	args := make([]any, len(reports))
	for i, r := range reports {
		args[i] = r
	}
	groups, err := p.ids(`SELECT DISTINCT `+column+` FROM shape WHERE report IN (`+marks(len(args))+`)`, args...)
	if err != nil || len(groups) < 2 {
		return nil, err
	}
	slices.Sort(groups)
	args = []any{groups[0]}
	for _, g := range groups[1:] {
		args = append(args, g)
	}
	return p.ids(`UPDATE shape SET `+column+` = ? WHERE `+column+` IN (`+marks(len(groups)-1)+`) RETURNING report`, args...)
}

// order puts the versions of a report in their order, by the moment they were
// published and then as they were added, and gives those that changed.
func (p *shaper) order(report int64) (changed []int64, err error) {
	rows, err := p.tx.QueryContext(p.ctx, `SELECT report, retracts, later, retracted FROM shape
		WHERE edition = (SELECT edition FROM shape WHERE report = ?) ORDER BY moment, report`, report)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	type version struct {
		report           int64
		retracts         bool
		later, retracted sql.NullInt64
	}
	var list []version
	for rows.Next() {
		var v version
		if err := rows.Scan(&v.report, &v.retracts, &v.later, &v.retracted); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	var next, notice sql.NullInt64
	for _, v := range slices.Backward(list) {
		later, taken := next, notice
		switch {
		case v.retracts:
			taken = sql.NullInt64{}
		case p.book.retracted[v.report]:
			taken = sql.NullInt64{Int64: v.report, Valid: true}
		}
		if later != v.later || taken != v.retracted {
			changed = append(changed, v.report)
			if err := p.exec(`UPDATE shape SET later = ?, retracted = ? WHERE report = ?`, later, taken, v.report); err != nil {
				return nil, err
			}
		}
		next = sql.NullInt64{Int64: v.report, Valid: true}
		if v.retracts {
			notice = next
		}
	}
	return changed, nil
}

// origins puts reports into one group of origin along the pairs of copies, and
// gives those whose group changed. What people said of two reports' origin wins.
func (p *shaper) origins(reports []int64) (changed []int64, err error) {
	if len(p.book.copies) == 0 && len(p.book.independent) == 0 {
		return p.unite("origin", reports)
	}
	return p.regroupOrigins(reports)
}

// regroupOrigins makes the groups of origin anew that the reports are in, and
// those to which pairs or corrections link them.
func (p *shaper) regroupOrigins(reports []int64) (changed []int64, err error) {
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
	index := map[int64]int{}
	for i, m := range members {
		index[m] = i
	}
	var edges []situation.Edge
	for i, m := range members {
		others, err := p.ids(`SELECT b FROM copy WHERE a = ? ORDER BY b`, m)
		if err != nil {
			return nil, err
		}
		for _, o := range others {
			if j, ok := index[o]; ok && !p.book.independent[pairOf(m, o)] {
				edges = append(edges, situation.Edge{A: i, B: j, Score: 1})
			}
		}
	}
	for _, pair := range p.book.copies {
		if i, ok := index[pair[0]]; ok {
			if j, ok := index[pair[1]]; ok {
				edges = append(edges, situation.Edge{A: i, B: j, Fixed: true})
			}
		}
	}
	group := situation.Groups(len(members), edges, func(a, b int) bool { return p.book.independent[pairOf(members[a], members[b])] })
	for i, m := range members {
		moved, err := p.ids(`UPDATE shape SET origin = ?1 WHERE report = ?2 AND origin <> ?1 RETURNING report`, members[group[i]], m)
		if err != nil {
			return nil, err
		}
		changed = append(changed, moved...)
	}
	return changed, nil
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
	if err := p.exec(`UPDATE shape SET credit = ?, why = ? WHERE report = ?`, again.credit, again.why, report); err != nil {
		return nil, err
	}
	near, err := p.ids(`SELECT b FROM near WHERE a = ?1 UNION SELECT a FROM near WHERE b = ?1`, report)
	if err != nil {
		return nil, err
	}
	var neighbours []neighbour
	for _, n := range near {
		other, err := p.compareTerms(again.terms, n)
		if err != nil {
			return nil, err
		}
		neighbours = append(neighbours, other)
	}
	found, err := p.credited(again, neighbours)
	if err != nil {
		return nil, err
	}
	for _, b := range found {
		if err := p.copy(report, b, again, nil, nil); err != nil {
			return nil, err
		}
	}
	moved, err := p.origins(append(found, report))
	return append(moved, report), err
}

// compareTerms is alike for a report whose terms are to be looked up.
func (p *shaper) compareTerms(terms situation.Vector, other int64) (neighbour, error) {
	var v situation.Vector
	if err := p.tx.QueryRowContext(p.ctx, `SELECT terms FROM shape WHERE report = ?`, other).Scan(scanInto{&v}); err != nil {
		return neighbour{}, err
	}
	return alike(terms, other, v), nil
}

// alike compares a report's terms with those of another.
func alike(terms situation.Vector, other int64, v situation.Vector) neighbour {
	// Rounded, so that it is the same whichever report comes first.
	similarity := math.Round(situation.Similarity(terms, v)*1e4) / 1e4
	return neighbour{other, similarity, similarity >= storyLeast && situation.SharedTerms(terms, v) >= storyTerms}
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

// copy stores why two reports have one origin.
func (p *shaper) copy(a, b int64, s *shape, copies, editions []int64) error {
	var why []string
	if slices.Contains(copies, b) {
		other, err := p.print(b)
		if err != nil {
			return err
		}
		l := origin.Compare(s.print, other)
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
