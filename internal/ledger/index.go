package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/situation"
)

// Roles of a party in an entry.
const (
	roleActor     = "actor"
	roleRecipient = "recipient"
	roleSpeaker   = "speaker" // of a statement: its actor and its source
	roleSource    = "source"
	roleVia       = "via"
	roleNamed     = "named" // anywhere in the report
	roleGone      = "gone"  // an actor that a person deleted
)

// entry is what is indexed of an event, statement, figure or report. Pointers
// are nil where the record says nothing.
type entry struct {
	kind      Kind
	id        string
	position  int
	time      *record.Time
	event     *record.Event
	act       *string
	form      *string
	sure      *float64
	evidence  string   // to be shown
	text      []string // more words to look for
	said      []string
	places    []string
	country   *string
	parties   []participant
	figures   []*record.Figure
	corrected bool
}

// participant is a party, or an actor of the report, in its role.
type participant struct {
	role     string
	names    []string
	country  *string
	sectors  []string
	identity string // key of the actor over reports, "" if it has none
	readAs   string // the key before corrections
	byName   string // the key by name of an actor that is known by another
	shown    string // the actor's name
}

// index replaces what is indexed of the report by what this reading says.
func index(ctx context.Context, tx *sql.Tx, r *record.Record, report, reading int64) error {
	book, err := loadBook(ctx, tx)
	if err != nil {
		return err
	}
	x := newIndexer(ctx, tx, book)
	var moved []int64
	var shaped bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM shape WHERE report = ?)`, report).Scan(&shaped); err != nil {
		return err
	}
	if !shaped {
		if moved, err = x.shape(r, report); err != nil {
			return err
		}
	}
	if err := x.write(r, report, reading); err != nil {
		return err
	}
	return x.settle(moved)
}

// indexer keeps the index in step with what was written.
type indexer struct {
	ctx  context.Context
	tx   *sql.Tx
	book *book
	// events are the entries whose situation is to be worked out anew.
	events []int64
	// fresh are the entries of events of reports that were not there before.
	fresh map[int64]bool
	err   error // the first; after it insert does nothing more
}

func newIndexer(ctx context.Context, tx *sql.Tx, b *book) *indexer {
	return &indexer{ctx: ctx, tx: tx, book: b, fresh: map[int64]bool{}}
}

// shape places a new report among the others.
func (x *indexer) shape(r *record.Record, report int64) (moved []int64, err error) {
	sources, err := feedSources(x.ctx, x.tx, report)
	if err != nil {
		return nil, err
	}
	return (&shaper{x.ctx, x.tx, x.book}).place(report, &r.Report, sources)
}

// again indexes a report anew from its newest reading.
func (x *indexer) again(report int64) error {
	var reading int64
	var line string
	err := x.tx.QueryRowContext(x.ctx, `SELECT id, record FROM reading WHERE report = ? ORDER BY id DESC LIMIT 1`, report).Scan(&reading, &line)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	r, err := record.Parse([]byte(line))
	if err != nil {
		return err
	}
	return x.write(r, report, reading)
}

// write replaces the entries of a report by those of a reading as corrected.
func (x *indexer) write(r *record.Record, report, reading int64) error {
	c, err := x.book.Apply(r)
	if err != nil {
		return err
	}
	facts := situation.Of(c.Record, c.Keys)
	kept, err := x.clear(report, facts)
	if err != nil {
		return err
	}
	if err := x.head(&c.Record.Report, report); err != nil {
		return err
	}
	machine := map[string]readKeys{}
	for i := range r.Actors {
		k := readKeys{key: situation.Key(&r.Actors[i])}
		if name := situation.NameKey(&r.Actors[i]); name != k.key {
			k.byName = name
		}
		machine[r.Actors[i].ID] = k
	}
	day, dayEnd := published(&r.Report)
	w := &entryWriter{indexer: x, report: report, reading: reading, day: day, dayEnd: dayEnd}
	numbers := map[string]int64{}
	for _, e := range entries(c.Record, c.Keys, machine) {
		numbers[e.id] = w.write(e, kept[e.id])
	}
	if x.err != nil {
		return x.err
	}
	return x.features(c.Record.Report.ID, facts, report, numbers, kept)
}

// clear removes the entries of a report's last reading, but for those of events
// of which this one says the same as far as they are compared: these keep their
// numbers, links and situations. It gives them by the rows of this reading.
func (x *indexer) clear(report int64, facts *situation.Facts) (kept map[string]int64, err error) {
	if kept, err = x.unchanged(report, facts); err != nil {
		return nil, err
	}
	stay, err := listed(slices.Sorted(maps.Values(kept)))
	if err != nil {
		return nil, err
	}
	const goes = `(SELECT entry FROM feature WHERE report = ?1 AND entry NOT IN (SELECT value FROM json_each(?2)))`
	// Those that were linked to what goes are to be grouped anew.
	linked, err := x.ids(`SELECT a FROM link WHERE b IN `+goes+` UNION SELECT b FROM link WHERE a IN `+goes, report, stay)
	if err != nil {
		return nil, err
	}
	x.events = append(x.events, linked...)
	for _, delete := range []string{`DELETE FROM situation WHERE id IN ` + goes, `DELETE FROM entry WHERE report = ?1 AND id NOT IN (SELECT value FROM json_each(?2))`} {
		if _, err := x.tx.ExecContext(x.ctx, delete, report, stay); err != nil {
			return nil, err
		}
	}
	for _, delete := range []string{`DELETE FROM party WHERE entry IN`, `DELETE FROM number WHERE entry IN`, `DELETE FROM entry_words WHERE rowid IN`, `DELETE FROM entry_names WHERE rowid IN`} {
		if _, err := x.tx.ExecContext(x.ctx, delete+` (SELECT value FROM json_each(?))`, stay); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

// unchanged are the entries of events of the report that are compared as one of
// this reading is, by its row.
func (x *indexer) unchanged(report int64, facts *situation.Facts) (map[string]int64, error) {
	there, err := x.ids(`SELECT entry FROM feature WHERE report = ? ORDER BY entry`, report)
	if err != nil || len(there) == 0 {
		return nil, err
	}
	events, err := x.compared(there)
	if err != nil {
		return nil, err
	}
	before := map[string][]int64{}
	for _, id := range there {
		mark, err := events[id].Mark()
		if err != nil {
			return nil, err
		}
		before[mark] = append(before[mark], id)
	}
	kept := map[string]int64{}
	for i := range facts.Events {
		mark, err := facts.Events[i].Mark()
		if err != nil {
			return nil, err
		}
		if list := before[mark]; len(list) > 0 {
			kept[facts.Events[i].Row], before[mark] = list[0], list[1:]
		}
	}
	return kept, nil
}

// head brings what is known of the report as a whole up to date.
func (x *indexer) head(r *record.Report, report int64) error {
	day, _ := published(r)
	_, err := x.tx.ExecContext(x.ctx, `UPDATE report SET title = ?, url = ?, publisher = ?, published = ?, day = ?, language = ? WHERE id = ?`,
		r.Title, r.URL, r.Publisher, r.Published, day, r.Language, report)
	if err != nil {
		return err
	}
	return x.reportNames(report)
}

// reportNames indexes the report's title and everyone who published it.
func (x *indexer) reportNames(report int64) error {
	var titles, publishers []string
	for scan := range Rows(x.tx.QueryContext(x.ctx, `SELECT ifnull(title, ''), ifnull(publisher, '') FROM report WHERE id = ?1
		UNION SELECT '', publisher FROM sighting WHERE report = ?1`, report)) {
		var t, p string
		if err := scan(&t, &p); err != nil {
			return err
		}
		titles, publishers = append(titles, t), append(publishers, p)
	}
	if _, err := x.tx.ExecContext(x.ctx, `DELETE FROM report_names WHERE rowid = ?`, report); err != nil {
		return err
	}
	_, err := x.tx.ExecContext(x.ctx, `INSERT INTO report_names (rowid, title, publisher) VALUES (?, ?, ?)`, report, apart(titles), apart(publishers))
	return err
}

// readKeys are an actor's key as read, and that by its name where it is
// another.
type readKeys struct{ key, byName string }

// entries lists what is indexed of a record. Keys and machine are the keys of
// its actors, as corrected and as read.
func entries(r *record.Record, keys map[string]string, machine map[string]readKeys) []*entry {
	x := &collector{record: r, keys: keys, machine: machine, speller: record.NewSpeller(r.Report.Text), actors: map[string]*record.Actor{},
		statements: map[string]*record.Statement{}, figures: map[string]*record.Figure{}}
	for i := range r.Actors {
		x.actors[r.Actors[i].ID] = &r.Actors[i]
	}
	for i := range r.Statements {
		x.statements[r.Statements[i].ID] = &r.Statements[i]
	}
	for i := range r.Figures {
		x.figures[r.Figures[i].ID] = &r.Figures[i]
	}
	list := []*entry{x.report()}
	for i := range r.Events {
		list = append(list, x.event(&r.Events[i]))
	}
	for i := range r.Statements {
		list = append(list, x.statement(&r.Statements[i]))
	}
	for i := range r.Figures {
		list = append(list, x.figure(&r.Figures[i]))
	}
	return list
}

// collector gathers the entries of one record.
type collector struct {
	record     *record.Record
	keys       map[string]string
	machine    map[string]readKeys
	speller    *record.Speller
	actors     map[string]*record.Actor
	statements map[string]*record.Statement
	figures    map[string]*record.Figure
}

func (x *collector) report() *entry {
	e := &entry{kind: Reports, evidence: record.Value(x.record.Report.Title), text: []string{x.record.Report.Text}}
	for _, a := range x.record.Actors {
		e.parties = append(e.parties, participant{roleNamed, append([]string{a.Name}, a.Aliases...), a.Country, a.Sectors, x.keys[a.ID], x.machine[a.ID].key, x.machine[a.ID].byName, a.Name})
	}
	for id, k := range x.machine {
		if x.actors[id] == nil {
			e.parties = append(e.parties, participant{role: roleGone, readAs: k.key, byName: k.byName})
		}
	}
	for _, p := range x.record.Places {
		e.places = append(e.places, p.Name, p.Span.Text)
	}
	return e
}

func (x *collector) event(v *record.Event) *entry {
	e := &entry{kind: Events, id: v.ID, position: v.Evidence.Start, time: v.When, event: v, sure: v.Confidence, evidence: v.Evidence.Text, corrected: isCorrected(v.Rule)}
	e.parties = append(x.parties(roleActor, v.Actors), x.parties(roleRecipient, v.Recipients)...)
	if v.Where != nil {
		e.places, e.country = []string{v.Where.Name, v.Where.Span.Text}, v.Where.Country
	}
	for _, id := range v.AccordingTo {
		// The statement, and those that hold it.
		for s := x.statements[id]; s != nil; s = x.statements[record.Value(s.Within)] {
			e.parties = append(e.parties, x.parties(roleSource, []record.Party{s.Source})...)
			e.parties = append(e.parties, x.parties(roleVia, s.Via)...)
			for _, c := range s.Content {
				e.said = append(e.said, c.Text)
			}
		}
	}
	for _, id := range v.Figures {
		if f := x.figures[id]; f != nil {
			e.figures = append(e.figures, f)
		}
	}
	return e
}

func (x *collector) statement(v *record.Statement) *entry {
	e := &entry{kind: Statements, id: v.ID, position: v.Content[0].Start, time: v.Said, act: &v.Act, form: &v.Form, sure: v.Confidence, corrected: isCorrected(v.Rule)}
	for _, c := range v.Content {
		e.said = append(e.said, c.Text)
	}
	e.evidence = strings.Join(e.said, " … ")
	if v.Cue != nil {
		e.text = []string{v.Cue.Text}
	}
	e.parties = append(x.parties(roleSpeaker, []record.Party{v.Source}), x.parties(roleVia, v.Via)...)
	if v.Addressee != nil {
		e.parties = append(e.parties, x.parties(roleRecipient, []record.Party{*v.Addressee})...)
	}
	return e
}

func (x *collector) figure(v *record.Figure) *entry {
	e := &entry{kind: Figures, id: v.ID, position: v.Span.Start, figures: []*record.Figure{v}, parties: x.parties(roleSource, v.AccordingTo), corrected: isCorrected(v.Rule)}
	b := x.speller.Bytes(v.Span)
	e.evidence = sentenceAround(x.record.Report.Text, b.Start, b.End)
	return e
}

// isCorrected says whether a correction made a row.
func isCorrected(rule string) bool { return strings.HasPrefix(rule, "correction ") }

// parties are the parties under every name that the report has for them.
func (x *collector) parties(role string, list []record.Party) []participant {
	var out []participant
	for _, p := range list {
		q := participant{role: role}
		if p.Span != nil {
			q.names = append(q.names, p.Span.Text)
		}
		if p.Description != nil {
			q.names = append(q.names, *p.Description)
		}
		if a := x.actors[record.Value(p.Actor)]; a != nil {
			q.names = append(append(q.names, a.Name), a.Aliases...)
			q.country, q.sectors = a.Country, a.Sectors
			q.identity, q.readAs, q.byName, q.shown = x.keys[a.ID], x.machine[a.ID].key, x.machine[a.ID].byName, a.Name
		}
		if len(q.names) > 0 {
			out = append(out, q)
		}
	}
	return out
}

// insert adds a row; after the first error it does nothing more.
func (x *indexer) insert(query string, args ...any) (id int64) {
	if x.err != nil {
		return 0
	}
	res, err := x.tx.ExecContext(x.ctx, query, args...)
	if err == nil {
		id, err = res.LastInsertId()
	}
	x.err = err
	return id
}

// entryWriter writes the entries of one reading.
type entryWriter struct {
	*indexer
	report, reading int64
	day, dayEnd     *string // of the report
}

// write writes an entry, over one that is kept unless that is 0, and gives its
// number.
func (w *entryWriter) write(e *entry, kept int64) int64 {
	first, end := days(e.time, w.day)
	if first == nil {
		first, end = w.day, w.dayEnd
	}
	v := e.event
	var plover, mode, cameo, status *string
	var quad *int
	contexts := ""
	if v != nil {
		plover, mode, cameo, status, quad, contexts = &v.Plover, v.Mode, v.Cameo, &v.Status, &v.Quad, list(v.Contexts)
	}
	id := w.insert(`INSERT INTO entry (id, reading, report, kind, record_id, position, first_day, end_day, plover, mode, cameo, quad, contexts,
		status, act, form, country, confidence, words, corrected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET reading = excluded.reading, record_id = excluded.record_id, position = excluded.position, first_day = excluded.first_day,
		end_day = excluded.end_day, plover = excluded.plover, mode = excluded.mode, cameo = excluded.cameo, quad = excluded.quad, contexts = excluded.contexts,
		status = excluded.status, act = excluded.act, form = excluded.form, country = excluded.country, confidence = excluded.confidence, words = excluded.words,
		corrected = excluded.corrected`,
		sql.NullInt64{Int64: kept, Valid: kept != 0}, w.reading, w.report, e.kind, e.id, e.position, first, end, plover, mode, cameo, quad, contexts,
		status, e.act, e.form, e.country, e.sure, e.evidence, e.corrected)
	if kept != 0 {
		id = kept
	}
	words := slices.Concat([]string{e.evidence}, e.text, e.places)
	for _, p := range e.parties {
		words = append(words, p.names...)
		party := w.insert(`INSERT INTO party (entry, role, country, sectors, identity, read_as, by_name, shown) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			id, p.role, p.country, list(p.sectors), p.identity, p.readAs, p.byName, p.shown)
		w.insert(`INSERT INTO party_names (rowid, name) VALUES (?, ?)`, party, apart(p.names))
	}
	var counts []string
	for _, f := range e.figures {
		low, high := cmp.Or(f.Low, f.Value, f.High), cmp.Or(f.High, f.Value, f.Low)
		var unit *string
		if f.Unit != nil {
			unit = record.Ptr(strings.ToLower(*f.Unit))
		}
		w.insert(`INSERT INTO number (entry, low, high, unit) VALUES (?, ?, ?, ?)`, id, low, high, unit)
		counts = append(counts, record.Value(f.Counts))
	}
	w.insert(`INSERT INTO entry_words (rowid, words, said, counts) VALUES (?, ?, ?, ?)`, id, apart(words), apart(e.said), apart(counts))
	w.insert(`INSERT INTO entry_names (rowid, place) VALUES (?, ?)`, id, apart(e.places))
	return id
}

// apart joins texts so that no phrase runs from one into the next: between
// them stands a private-use character, which SQLite takes for a word.
func apart(texts []string) string {
	texts = slices.Clone(texts)
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), " \uE000 ")
}

// list is how a list of codes is kept: each between spaces.
func list(codes []string) string {
	if len(codes) == 0 {
		return ""
	}
	return " " + strings.Join(codes, " ") + " "
}
