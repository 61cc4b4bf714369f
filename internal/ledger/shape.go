package ledger

import (
	"cmp"
	"context"
	"database/sql"
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
	// Thousands of reports may tell of one matter, most of them copies. A
	// report is held against the first that have one of its hashes, so many
	// for each hash, and against those of its days that share the most terms;
	// it stands near the most alike, of copies of one text only a few. What
	// holds of these holds of the rest.
	firstCopies  = 32
	mostCopies   = 40
	termReports  = 120
	mostCompared = 200
	mostNear     = 40
	nearTwins    = 2
	// editionDays is how many days apart an outlet puts out two versions of a
	// report that bear no address.
	editionDays = 3
)

// shape is what a report is like, a row of the table of that name.
type shape struct {
	report                                int64
	textHash, urlKey, outlet, day, moment string
	title, credit, why                    string
	print                                 *origin.Print
	terms                                 situation.Vector
	retracts                              bool
	originGroup, story, edition, twin     int64
}

// newShape works out what a report is like.
func newShape(id int64, r *record.Report, feedSources []string) (*shape, error) {
	agencies, err := origin.Load()
	if err != nil {
		return nil, err
	}
	s := &shape{report: id, textHash: origin.TextHash(r.Text), urlKey: PageKey(record.Value(r.URL)), outlet: origin.OutletKey(record.Value(r.Publisher)),
		title: record.Value(r.Title), print: origin.Fingerprint(r.Text), terms: situation.Terms(record.Value(r.Title), r.Text),
		originGroup: id, story: id, edition: id, retracts: situation.IsRetraction(record.Value(r.Title), r.Text)}
	if first, _ := period(record.Value(r.Published)); !first.IsZero() {
		s.day, s.moment = first.Format(dayLayout), first.Format(dayLayout)
	}
	if t, err := time.Parse(time.RFC3339, record.Value(r.Published)); err == nil {
		s.moment = t.UTC().Format(time.RFC3339)
	}
	c := agencies.Credit(r.Text, record.Value(r.Publisher), feedSources...)
	s.credit, s.why = origin.OutletKey(c.Name), c.Why
	return s, nil
}

// PageKey is an address without what does not tell pages apart: scheme, "www.",
// a slash at the end, marks of who led there; "" for what is no address.
func PageKey(address string) string {
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
	copies, err := p.copies(s)
	if err != nil {
		return nil, err
	}
	s.twin = id
	for _, c := range copies {
		s.twin = min(s.twin, c.twin)
	}
	if err := p.insert(s); err != nil {
		return nil, err
	}
	near, err := p.near(s)
	if err != nil {
		return nil, err
	}
	credited := credited(s, near)
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
	same := slices.Concat(numbersOf(copies), credited, editions)
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
	err = p.exec(`INSERT INTO shape (report, text_hash, url_key, outlet, day, moment, title, print, terms, credit, why, retracts, origin, story, edition, twin)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, s.report, s.textHash, s.urlKey, s.outlet, s.day, s.moment, s.title, printed, terms, s.credit, s.why,
		s.retracts, s.originGroup, s.story, s.edition, s.twin)
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
	return column[int64](p.ctx, p.tx, query, args...)
}

// other is a report that another is compared with.
type other struct {
	report, twin                int64
	likeness                    origin.Likeness // of copies
	similarity                  float64         // of near reports
	story                       bool            // near enough to tell one story
	outlet, urlKey, day, credit string
}

func numbersOf(list []other) []int64 {
	ids := make([]int64, len(list))
	for i, o := range list {
		ids[i] = o.report
	}
	return ids
}

// copies are the reports with the same words, or with many of them.
func (p *shaper) copies(s *shape) ([]other, error) {
	same, err := p.ids(`SELECT report FROM shape WHERE text_hash = ? AND report <> ? ORDER BY report LIMIT ?`, s.textHash, s.report, firstCopies)
	if err != nil {
		return nil, err
	}
	var parts []string
	var args []any
	for _, h := range s.print.Sketch() {
		parts = append(parts, `SELECT report FROM (SELECT report FROM sketch WHERE hash = ? AND report <> ? ORDER BY report LIMIT ?)`)
		args = append(args, h, s.report, firstCopies)
	}
	candidates, err := p.commonest(parts, args, 1, mostCopies)
	if err != nil {
		return nil, err
	}
	among, err := listed(append(candidates, same...))
	if err != nil {
		return nil, err
	}
	var found []other
	for scan := range Rows(p.tx.QueryContext(p.ctx, `SELECT report, twin, print, outlet, url_key, day, credit FROM shape
		WHERE report IN (SELECT value FROM json_each(?)) ORDER BY report`, among)) {
		var o other
		var print origin.Print
		if err := scan(&o.report, &o.twin, scanInto{&print}, &o.outlet, &o.urlKey, &o.day, &o.credit); err != nil {
			return nil, err
		}
		if o.likeness = origin.Compare(s.print, &print); o.likeness.Copy() || slices.Contains(same, o.report) {
			found = append(found, o)
		}
	}
	return found, nil
}

// commonest are the numbers that most of some queries give, at least so many
// of them, the most frequent first and of these the smallest.
func (p *shaper) commonest(queries []string, args []any, least, most int) ([]int64, error) {
	if len(queries) == 0 {
		return nil, nil
	}
	return p.ids(`SELECT report FROM (`+strings.Join(queries, ` UNION ALL `)+`) GROUP BY report HAVING count(*) >= ? ORDER BY count(*) DESC, report LIMIT ?`,
		append(args, least, most)...)
}

// near finds and stores the reports of the same days whose terms are alike.
func (p *shaper) near(s *shape) ([]other, error) {
	candidates, err := p.onTerms(s)
	if err != nil {
		return nil, err
	}
	list, err := p.alike(s, candidates)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(o other) bool { return o.similarity < nearLeast })
	slices.SortStableFunc(list, func(a, b other) int { return cmp.Compare(b.similarity, a.similarity) })
	twins := map[int64]int{}
	list = slices.DeleteFunc(list, func(o other) bool {
		twins[o.twin]++
		return twins[o.twin] > nearTwins
	})
	list = list[:min(len(list), mostNear)]
	for _, o := range list {
		if err := p.exec(`INSERT INTO near (a, b, similarity) VALUES (?, ?, ?)`, min(o.report, s.report), max(o.report, s.report), o.similarity); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// onTerms are the reports of the same days that share strong terms. A report
// without a date may lie beside any.
func (p *shaper) onTerms(s *shape) ([]int64, error) {
	var parts []string
	var args []any
	add := func(hash uint32, days, order string, bounds ...string) {
		parts = append(parts, `SELECT report FROM (SELECT report FROM term WHERE hash = ? AND report <> ? AND `+days+` ORDER BY `+order+` LIMIT ?)`)
		args = append(args, hash, s.report)
		for _, b := range bounds {
			args = append(args, b)
		}
		args = append(args, termReports)
	}
	for _, h := range s.terms.Strongest(nearTerms) {
		day, err := time.Parse(dayLayout, s.day)
		if err != nil {
			add(h, `day >= ''`, `day DESC, report DESC`)
			continue
		}
		// The nearest days first, on either side.
		add(h, `day BETWEEN ? AND ?`, `day, report`, s.day, day.AddDate(0, 0, nearDays).Format(dayLayout))
		add(h, `day >= ? AND day < ?`, `day DESC, report DESC`, day.AddDate(0, 0, -nearDays).Format(dayLayout), s.day)
		add(h, `day = ''`, `report`)
	}
	return p.commonest(parts, args, 2, mostCompared)
}

// alike compares a report's terms with those of others, in the order of their
// numbers.
func (p *shaper) alike(s *shape, reports []int64) ([]other, error) {
	among, err := listed(reports)
	if err != nil {
		return nil, err
	}
	var list []other
	for scan := range Rows(p.tx.QueryContext(p.ctx, `SELECT report, twin, terms, outlet, credit FROM shape WHERE report IN (SELECT value FROM json_each(?)) ORDER BY report`, among)) {
		var o other
		var v situation.Vector
		if err := scan(&o.report, &o.twin, scanInto{&v}, &o.outlet, &o.credit); err != nil {
			return nil, err
		}
		// Rounded, so that it is the same whichever report comes first.
		o.similarity = math.Round(situation.Similarity(s.terms, v)*1e4) / 1e4
		o.story = o.similarity >= storyLeast && situation.SharedTerms(s.terms, v) >= storyTerms
		list = append(list, o)
	}
	return list, nil
}

// credited are the reports of the same story that credit the same agency, or
// are the agency's own.
func credited(s *shape, near []other) (found []int64) {
	for _, o := range near {
		if o.story && (s.credit != "" && (s.credit == o.credit || s.credit == o.outlet) || o.credit != "" && o.credit == s.outlet) {
			found = append(found, o.report)
		}
	}
	return found
}

// editions are the other versions of the report: those at the same address,
// and copies that the same outlet put out within days where one of the two has
// no address.
func (p *shaper) editions(s *shape, copies []other) ([]int64, error) {
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
		if c.outlet == s.outlet && (c.urlKey == "" || s.urlKey == "") && within(c.day, s.day, editionDays) && !slices.Contains(found, c.report) {
			found = append(found, c.report)
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
	type version struct {
		report           int64
		retracts         bool
		later, retracted sql.NullInt64
	}
	var list []version
	for scan := range Rows(p.tx.QueryContext(p.ctx, `SELECT report, retracts, later, retracted FROM shape
		WHERE edition = (SELECT edition FROM shape WHERE report = ?) ORDER BY moment, report`, report)) {
		var v version
		if err := scan(&v.report, &v.retracts, &v.later, &v.retracted); err != nil {
			return nil, err
		}
		list = append(list, v)
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
