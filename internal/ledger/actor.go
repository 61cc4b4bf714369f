package ledger

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"annals/internal/correction"
	"annals/internal/record"
	"annals/internal/situation"
)

// Actor is an actor over reports.
type Actor struct {
	Key       string         `json:"key"`
	Names     []string       `json:"names"` // the one most used first
	Country   string         `json:"country"`
	Reports   int            `json:"reports"`
	Roles     map[string]int `json:"roles"` // actor, recipient, speaker, source, via, named → rows
	Relations []Relation     `json:"relations"`
}

// Relation is what one actor did to, or said of, another, as far as clauses of
// reports say so: an event with one as its actor and the other as its
// recipient.
type Relation struct {
	Key     string          `json:"key"` // of the other
	Name    string          `json:"name"`
	Towards bool            `json:"towards"` // the actor did it to the other; else the other to the actor
	Events  []RelationEvent `json:"events"`
}

// RelationEvent is one situation between two actors.
type RelationEvent struct {
	Day     string `json:"day"`
	Type    string `json:"type"`
	Mode    string `json:"mode"`
	Status  string `json:"status"`
	Origins int    `json:"origins"`
	Row     string `json:"row"` // report id and row of one event of it
	Words   string `json:"words"`
}

// Actors finds actors by their key, by a row of a report ("3f2a…/A2"), or by
// words of their names, those in most reports first.
func (l *Ledger) Actors(ctx context.Context, name string) ([]Actor, error) {
	keys, err := l.actorKeys(ctx, name)
	if err != nil {
		return nil, err
	}
	var list []Actor
	for _, k := range keys {
		a, err := l.actor(ctx, k)
		if err != nil {
			return nil, explain(l.path, err)
		}
		list = append(list, a)
	}
	slices.SortStableFunc(list, func(a, b Actor) int { return b.Reports - a.Reports })
	return list, nil
}

// actorKeys are the keys that a name may mean.
func (l *Ledger) actorKeys(ctx context.Context, name string) ([]string, error) {
	var known bool
	if err := l.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM party WHERE identity = ?1 AND ?1 <> '')`, name).Scan(&known); err != nil {
		return nil, explain(l.path, err)
	}
	if known {
		return []string{name}, nil
	}
	if report, row, ok := strings.Cut(name, "/"); ok && idPrefix.MatchString(strings.ToLower(report)) {
		c, err := l.GetKeyed(ctx, report)
		if err != nil {
			return nil, err
		}
		if key := c.Keys[strings.ToUpper(row)]; key != "" {
			return []string{key}, nil
		}
		return nil, notFound("%s is no actor that other reports could have; annals correct pin ties it to one", name)
	}
	phrase := `name : "` + strings.NewReplacer(`"`, `""`, "\x00", " ").Replace(name) + `"`
	keys, err := column[string](ctx, l.db, `SELECT DISTINCT identity FROM party WHERE identity <> '' AND role = 'named'
		AND id IN (SELECT rowid FROM party_names WHERE party_names MATCH ?) ORDER BY identity`, phrase)
	return keys, explain(l.path, err)
}

func (l *Ledger) actor(ctx context.Context, key string) (Actor, error) {
	a := Actor{Key: key, Roles: map[string]int{}}
	// One report may give it several names.
	err := l.db.QueryRowContext(ctx, `SELECT count(DISTINCT e.report) FROM party p JOIN entry e ON e.id = p.entry WHERE p.identity = ? AND p.role = ?`, key, roleNamed).Scan(&a.Reports)
	if err != nil {
		return a, err
	}
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT p.shown, ifnull(p.country, ''), p.role, count(*) FROM party p JOIN entry e ON e.id = p.entry
		WHERE p.identity = ? GROUP BY 1, 2, 3 ORDER BY count(DISTINCT e.report) DESC, 1`, key)) {
		var name, country, role string
		var n int
		if err := scan(&name, &country, &role, &n); err != nil {
			return a, err
		}
		if !slices.Contains(a.Names, name) {
			a.Names = append(a.Names, name)
		}
		if a.Country == "" {
			a.Country = country
		}
		a.Roles[role] += n
	}
	a.Relations, err = l.relations(ctx, key)
	return a, err
}

// relations are the events between an actor and others, one row for a
// situation.
func (l *Ledger) relations(ctx context.Context, key string) ([]Relation, error) {
	var list []Relation
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT o.identity, o.shown, m.role = 'actor', ifnull(e.first_day, ''), e.plover, ifnull(e.mode, ''), e.status, s.origins,
			r.content_id || '/' || e.record_id, e.words
		FROM party m JOIN party o ON o.entry = m.entry AND o.identity <> '' AND o.identity <> m.identity
		JOIN entry e ON e.id = m.entry JOIN feature f ON f.entry = e.id JOIN situation s ON s.id = f.situation JOIN report r ON r.id = e.report
		WHERE m.identity = ? AND (m.role = 'actor' AND o.role = 'recipient' OR m.role = 'recipient' AND o.role = 'actor')
		GROUP BY f.situation, o.identity, m.role ORDER BY o.shown, o.identity, 3 DESC, 4, e.id`, key)) {
		var r Relation
		var e RelationEvent
		if err := scan(&r.Key, &r.Name, &r.Towards, &e.Day, &e.Type, &e.Mode, &e.Status, &e.Origins, &e.Row, &e.Words); err != nil {
			return nil, err
		}
		if n := len(list); n > 0 && list[n-1].Key == r.Key && list[n-1].Towards == r.Towards {
			list[n-1].Events = append(list[n-1].Events, e)
			continue
		}
		r.Events = []RelationEvent{e}
		list = append(list, r)
	}
	return list, nil
}

// profileReports is of how many reports, the newest, a profile takes the names
// and the words of an actor.
const profileReports = 500

// Profile is an actor with all that the ledger has of it.
type Profile struct {
	Actor
	Kind    string   `json:"kind"` // that most reports give it
	Sectors []string `json:"sectors"`
	Called  []Called `json:"called"` // those of most reports first
	Deeds   []Deed   `json:"deeds"`  // in order of their days
	Said    []Saying `json:"said"`   // in order of time
	// Corrections are those that hold and speak of it, or of its rows.
	Corrections []correction.Correction `json:"corrections"`
	Sources     []Standing              `json:"sources"` // the reports that name it, in order of time
	// Beyond counts the older reports whose names and statements are left out.
	Beyond int `json:"beyond"`
}

// Called is a name or a description that reports have for an actor.
type Called struct {
	Name    string   `json:"name"`
	Reports int      `json:"reports"`
	Outlets []string `json:"outlets"` // as printed, each once
}

// Deed is a situation in which an actor did something, or something was done
// to it, or both.
type Deed struct {
	*Situation
	Did      bool `json:"did"`
	Suffered bool `json:"suffered"`
}

// Saying is what an actor said, by one report or by several in the same words.
type Saying struct {
	Act     string             `json:"act"`
	Words   string             `json:"words"`
	To      string             `json:"to"`   // to whom, "" if nobody says
	Via     []string           `json:"via"`  // through whom, the nearest to the report first
	Day     string             `json:"day"`  // when it was said, "" if the report does not say
	Rows    []string           `json:"rows"` // report id and row of each, the earliest first
	Reports []situation.Report `json:"reports"`
}

// Profile tells all of the actor with a key.
func (l *Ledger) Profile(ctx context.Context, key string) (*Profile, error) {
	p := &Profile{}
	var err error
	if p.Actor, err = l.actor(ctx, key); err != nil {
		return nil, explain(l.path, err)
	}
	p.Sources, err = l.listStandings(ctx, ` FROM shape s JOIN report r ON r.id = s.report
		WHERE s.report IN (SELECT e.report FROM entry e JOIN party p ON p.entry = e.id WHERE p.identity = ? AND p.role = 'named')
		ORDER BY s.moment = '', s.moment, r.content_id`, key)
	if err != nil {
		return nil, explain(l.path, err)
	}
	book, err := loadBook(ctx, l.db)
	if err != nil {
		return nil, explain(l.path, err)
	}
	x := &profiler{Profile: p, key: key, kinds: map[string]int{}, called: map[string]*Called{}, said: map[string]int{}}
	p.Beyond = max(0, len(p.Sources)-profileReports)
	shelf := &shelf{l: l, book: book, records: map[int64]*shelved{}}
	for _, s := range p.Sources[p.Beyond:] {
		r, err := shelf.get(ctx, s.Number)
		if err != nil {
			return nil, explain(l.path, err)
		}
		x.take(s.Report, r)
		for _, c := range book.Active() {
			if c.Row != nil && c.Row.Report == s.ID && strings.HasPrefix(c.Row.Row, "A") && r.keys[c.Row.Find(r.record)] == key {
				p.Corrections = append(p.Corrections, c)
			}
		}
	}
	for _, c := range book.Active() {
		if slices.Contains(c.Keys(), key) && !slices.ContainsFunc(p.Corrections, func(o correction.Correction) bool { return o.ID == c.ID }) {
			p.Corrections = append(p.Corrections, c)
		}
	}
	slices.SortFunc(p.Corrections, func(a, b correction.Correction) int { return int(a.ID - b.ID) })
	x.settle()
	p.Deeds, err = l.deeds(ctx, key)
	return p, explain(l.path, err)
}

// deeds are the situations in which an actor acts or is acted upon.
func (l *Ledger) deeds(ctx context.Context, key string) ([]Deed, error) {
	type found struct {
		id            int64
		did, suffered bool
	}
	var all []found
	for scan := range Rows(l.db.QueryContext(ctx, `SELECT f.situation, max(p.role = 'actor'), max(p.role = 'recipient') FROM party p JOIN feature f ON f.entry = p.entry
		WHERE p.identity = ? AND p.role IN ('actor', 'recipient') GROUP BY f.situation`, key)) {
		var f found
		if err := scan(&f.id, &f.did, &f.suffered); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	var list []Deed
	for _, f := range all {
		s, err := l.situation(ctx, f.id, nil)
		if err != nil {
			return nil, err
		}
		if s != nil {
			list = append(list, Deed{s, f.did, f.suffered})
		}
	}
	slices.SortStableFunc(list, func(a, b Deed) int { return strings.Compare(a.day(), b.day()) })
	return list, nil
}

// day is the day by which a deed is put in order; one without a day comes last.
func (d Deed) day() string { return cmp.Or(d.First, d.By, "9999") }

// profiler gathers what reports say of an actor.
type profiler struct {
	*Profile
	key    string
	kinds  map[string]int
	called map[string]*Called
	said   map[string]int // act and words → place in Said
}

// take takes what one report says.
func (x *profiler) take(report situation.Report, r *shelved) {
	names := map[string]bool{}
	ids := map[string]bool{}
	for i := range r.record.Actors {
		a := &r.record.Actors[i]
		if r.keys[a.ID] != x.key {
			continue
		}
		ids[a.ID] = true
		x.kinds[a.Kind]++
		for _, s := range a.Sectors {
			if !slices.Contains(x.Sectors, s) {
				x.Sectors = append(x.Sectors, s)
			}
		}
		for _, name := range append([]string{a.Name}, a.Aliases...) {
			names[strings.Join(strings.Fields(name), " ")] = true
		}
	}
	for name := range names {
		c := x.called[name]
		if c == nil {
			c = &Called{Name: name}
			x.called[name] = c
		}
		c.Reports++
		if report.Publisher != "" && !slices.Contains(c.Outlets, report.Publisher) {
			c.Outlets = append(c.Outlets, report.Publisher)
		}
	}
	for i := range r.record.Statements {
		if s := &r.record.Statements[i]; ids[record.Value(s.Source.Actor)] {
			x.saying(report, r.record, s)
		}
	}
}

// saying notes a statement of the actor's.
func (x *profiler) saying(report situation.Report, r *record.Record, s *record.Statement) {
	name := func(p record.Party) string {
		for i := range r.Actors {
			if r.Actors[i].ID == record.Value(p.Actor) {
				return r.Actors[i].Name
			}
		}
		if p.Span != nil {
			return p.Span.Text
		}
		return record.Value(p.Description)
	}
	var words []string
	for _, c := range s.Content {
		words = append(words, c.Text)
	}
	said := Saying{Act: s.Act, Words: strings.Join(strings.Fields(strings.Join(words, " […] ")), " ")}
	row := report.ID + "/" + s.ID
	if i, ok := x.said[said.Act+"\n"+said.Words]; ok {
		x.Said[i].Rows, x.Said[i].Reports = append(x.Said[i].Rows, row), append(x.Said[i].Reports, report)
		return
	}
	if s.Addressee != nil {
		said.To = name(*s.Addressee)
	}
	for _, v := range s.Via {
		said.Via = append(said.Via, name(v))
	}
	if s.Said != nil {
		said.Day = record.Value(s.Said.Start)
	}
	said.Rows, said.Reports = []string{row}, []situation.Report{report}
	x.said[said.Act+"\n"+said.Words] = len(x.Said)
	x.Said = append(x.Said, said)
}

// settle orders what was gathered.
func (x *profiler) settle() {
	most := 0
	for _, kind := range []string{record.KindPerson, record.KindOrganization, record.KindCountry, record.KindGroup, record.KindOffice, record.KindOther} {
		if x.kinds[kind] > most {
			x.Kind, most = kind, x.kinds[kind]
		}
	}
	for _, c := range x.called {
		x.Called = append(x.Called, *c)
	}
	slices.SortFunc(x.Called, func(a, b Called) int {
		return cmp.Or(b.Reports-a.Reports, strings.Compare(a.Name, b.Name))
	})
}
