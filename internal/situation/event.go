package situation

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/cluster"
	"annals/internal/record"
)

// Event is what is compared of one event of one report.
type Event struct {
	Row      string `json:"row"`      // id in its record: "E3"
	Position int    `json:"position"` // code point where its trigger begins
	Type     string `json:"type,omitempty"`
	Mode     string `json:"mode,omitempty"`
	Status   string `json:"status,omitempty"`
	Head     string `json:"head"`            // stem of the trigger
	Word     string `json:"word,omitempty"`  // the trigger's last word
	Class    uint16 `json:"class,omitempty"` // class of the trigger's word among words that are used alike

	Named []string `json:"named,omitempty"` // names in its sentence: keys of actors, or folded words

	First string `json:"first,omitempty"` // its own first day, "" if the report gives none
	End   string `json:"end,omitempty"`   // the day after its last
	Told  string `json:"told,omitempty"`  // the report's day
	// DatedBy is what dates it (record.Event.DatedBy), "" where nothing does; the
	// days of an event that its report does not date are those that its sentence
	// names, which tell it apart from others and are not shown as its own.
	DatedBy string `json:"dated_by,omitempty"`

	Places  []string `json:"places,omitempty"`  // folded names of towns and regions, its own or its sentence's
	Placed  bool     `json:"placed,omitempty"`  // the places are its own
	Country string   `json:"country,omitempty"` // alpha-3, where it is

	Actors     []Who `json:"actors,omitempty"`
	Recipients []Who `json:"recipients,omitempty"`

	Voices  []Voice  `json:"voices,omitempty"` // according to whom; none: the report's own voice
	Figures []Figure `json:"figures,omitempty"`
}

// Mark is what is compared and counted of the event and where it stands, without the ids of rows: two
// readings of a report with one mark for an event say the same of it.
func (e *Event) Mark() (string, error) {
	o := *e
	o.Row, o.Voices, o.Figures = "", withoutRows(e.Voices), slices.Clone(e.Figures)
	for i := range o.Figures {
		o.Figures[i].Row, o.Figures[i].Voices = "", withoutRows(o.Figures[i].Voices)
	}
	b, err := json.Marshal(o)
	return string(b), err
}

func withoutRows(voices []Voice) []Voice {
	voices = slices.Clone(voices)
	for i := range voices {
		voices[i].Statement = ""
	}
	return voices
}

// SaysWhen says whether the report gives the event days of its own.
func (e *Event) SaysWhen() bool {
	return e.First != "" && e.DatedBy != "" && e.DatedBy != record.ByReport
}

// Who is a party as far as reports can be compared.
type Who struct {
	Key     string   `json:"key,omitempty"` // see Key; "" for a party that is described only
	Name    string   `json:"name"`          // as it is shown
	Words   []string `json:"words"`         // folded words of the name or description, sorted
	Sectors []string `json:"sectors,omitempty"`
	Country string   `json:"country,omitempty"`
}

// Voice is who says so.
type Voice struct {
	Statement string `json:"statement"` // its id in the record
	Act       string `json:"act"`
	Who       Who    `json:"who"` // no name: the report names nobody
	Via       []Who  `json:"via,omitempty"`
	Said      string `json:"said,omitempty"` // the day, "" if the report gives none
}

// Figure is a number of a report.
type Figure struct {
	Row     string   `json:"row"`
	Counts  string   `json:"counts"` // what it counts, words for the same thing made one: "arrested"
	Value   *float64 `json:"value"`
	Low     *float64 `json:"low"`
	High    *float64 `json:"high"`
	Bound   string   `json:"bound"`
	Unit    string   `json:"unit"`
	Voices  []Voice  `json:"voices,omitempty"`
	Places  []string `json:"places,omitempty"` // of its sentence
	Words   string   `json:"words"`            // as printed
	Inside  bool     `json:"inside,omitempty"` // it belongs to an event of the report
	Told    string   `json:"told,omitempty"`   // the report's day
	Time    string   `json:"time,omitempty"`   // first day named in its sentence
	TimeEnd string   `json:"time_end,omitempty"`
}

// Facts is what is compared of one report.
type Facts struct {
	Events  []Event  `json:"events"`
	Figures []Figure `json:"figures"`
	Terms   Vector   `json:"-"`
}

// Of takes from a record what is compared. Keys are those of its actors over
// reports, by their id.
func Of(r *record.Record, keys map[string]string) *Facts {
	x := &reader{rec: r, keys: keys, actors: map[string]*record.Actor{}, statements: map[string]*record.Statement{}, sentences: sentences(r.Report.Text)}
	x.told, _ = Period(record.Value(r.Report.Published))
	for i := range r.Actors {
		x.actors[r.Actors[i].ID] = &r.Actors[i]
	}
	for i := range r.Statements {
		x.statements[r.Statements[i].ID] = &r.Statements[i]
	}
	facts := &Facts{Terms: Terms(record.Value(r.Report.Title), r.Report.Text)}
	inside := map[string]bool{}
	for i := range r.Events {
		for _, f := range r.Events[i].Figures {
			inside[f] = true
		}
	}
	figures := map[string]Figure{}
	for i := range r.Figures {
		f := x.figure(&r.Figures[i])
		f.Inside = inside[f.Row]
		figures[f.Row] = f
		facts.Figures = append(facts.Figures, f)
	}
	for i := range r.Events {
		facts.Events = append(facts.Events, x.event(&r.Events[i], figures))
	}
	return facts
}

// reader reads one record.
type reader struct {
	rec        *record.Record
	keys       map[string]string
	actors     map[string]*record.Actor
	statements map[string]*record.Statement
	sentences  []int // code points where sentences begin
	told       string
}

func (x *reader) event(v *record.Event, figures map[string]Figure) Event {
	e := Event{Row: v.ID, Position: v.Trigger.Start, Type: v.Plover, Mode: record.Value(v.Mode), Status: v.Status, Head: Head(v.Trigger.Text), Word: lastWord(v.Trigger.Text),
		Class: Class(v.Trigger.Text), Told: x.told, Named: x.named(v.Trigger)}
	e.First, e.End = x.days(v.When, v.Trigger)
	if e.DatedBy = record.Value(v.DatedBy); e.DatedBy == "" && v.When != nil {
		e.DatedBy = record.ByClause // as engines read that knew no other
	}
	e.Places, e.Country = x.places(v.Where, v.Trigger)
	e.Placed = v.Where != nil
	e.Actors, e.Recipients = x.parties(v.Actors), x.parties(v.Recipients)
	seen := map[string]bool{}
	for _, id := range v.AccordingTo {
		for s := x.statements[id]; s != nil && !seen[s.ID]; s = x.statements[record.Value(s.Within)] {
			seen[s.ID] = true
			e.Voices = append(e.Voices, x.voice(s))
		}
	}
	for _, id := range v.Figures {
		if f, ok := figures[id]; ok {
			e.Figures = append(e.Figures, f)
		}
	}
	return e
}

func (x *reader) figure(v *record.Figure) Figure {
	f := Figure{Row: v.ID, Value: v.Value, Low: v.Low, High: v.High, Bound: v.Bound, Unit: strings.ToLower(record.Value(v.Unit)), Words: v.Span.Text, Told: x.told}
	f.Counts = Counted(record.Value(v.Counts), f.Unit)
	f.Places, _ = x.places(nil, v.Span)
	f.Time, f.TimeEnd = x.days(nil, v.Span)
	for _, p := range v.AccordingTo {
		voice := Voice{Act: "assert", Who: x.who(p)}
		for i := range x.rec.Statements { // the statement that holds it knows who passed it on
			s := &x.rec.Statements[i]
			if s.Source.Actor != nil && p.Actor != nil && *s.Source.Actor == *p.Actor && holds(s.Content, v.Span) {
				voice = x.voice(s)
			}
		}
		f.Voices = append(f.Voices, voice)
	}
	return f
}

func holds(content []record.Span, s record.Span) bool {
	return slices.ContainsFunc(content, func(c record.Span) bool { return c.Start <= s.Start && s.End <= c.End })
}

func (x *reader) voice(s *record.Statement) Voice {
	v := Voice{Statement: s.ID, Act: s.Act, Who: x.who(s.Source), Via: x.parties(s.Via)}
	if s.Said != nil {
		v.Said, _ = Period(record.Value(s.Said.Start))
	}
	return v
}

// named are the actors that the sentence of some words names.
func (x *reader) named(near record.Span) []string {
	from, to := x.sentence(near.Start)
	var list []string
	for i := range x.rec.Actors {
		a := &x.rec.Actors[i]
		name := x.keys[a.ID]
		if name == "" && proper(a.Name) {
			name = strings.Join(nameWords(a.Name), " ")
		}
		in := func(m record.Span) bool { return from <= m.Start && m.Start < to }
		if name != "" && !slices.Contains(list, name) && slices.ContainsFunc(a.Mentions, in) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// days are the days of a time, or of the one time that stands in the same
// sentence as the words.
func (x *reader) days(t *record.Time, near record.Span) (first, end string) {
	if t == nil {
		from, to := x.sentence(near.Start)
		for i := range x.rec.Times {
			if s := &x.rec.Times[i]; from <= s.Span.Start && s.Span.Start < to && s.Start != nil && s.End != nil {
				if t != nil {
					return "", "" // which of them is not known
				}
				t = s
			}
		}
	}
	if t == nil || t.Start == nil || t.Recurrence != nil {
		return "", ""
	}
	first, end = Period(*t.Start)
	if t.End == nil && x.told >= first { // "since May" reaches to the report's day
		_, end = Period(x.told)
	}
	if t.End != nil {
		if stop, after := Period(*t.End); stop > first {
			end = stop
			if strings.Contains(*t.End, "T") && !strings.Contains(*t.End, "T00:00") {
				end = after
			}
		}
	}
	return first, end
}

// places are the folded names of where it is, or of the places in the same
// sentence; countries by themselves give the country only.
func (x *reader) places(where *record.Place, near record.Span) (names []string, country string) {
	add := func(p *record.Place) {
		if p.Kind == "country" {
			if country == "" {
				country = record.Value(p.Country)
			}
			return
		}
		if name := strings.Join(nameWords(p.Name), " "); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		country = record.Value(p.Country)
	}
	if where != nil {
		add(where)
		return names, country
	}
	from, to := x.sentence(near.Start)
	for i := range x.rec.Places {
		if p := &x.rec.Places[i]; from <= p.Span.Start && p.Span.Start < to {
			add(p)
		}
	}
	slices.Sort(names)
	return names, country
}

func (x *reader) sentence(at int) (from, to int) {
	i, found := slices.BinarySearch(x.sentences, at)
	if !found {
		i--
	}
	from, to = 0, int(^uint(0)>>1)
	if i >= 0 {
		from = x.sentences[i]
	}
	if i+1 < len(x.sentences) {
		to = x.sentences[i+1]
	}
	return from, to
}

func (x *reader) parties(list []record.Party) []Who {
	var out []Who
	for _, p := range list {
		if w := x.who(p); w.Name != "" {
			out = append(out, w)
		}
	}
	return out
}

func (x *reader) who(p record.Party) Who {
	var w Who
	switch {
	case p.Description != nil:
		w.Name = *p.Description
	case p.Span != nil:
		w.Name = p.Span.Text
	}
	if a := x.actors[record.Value(p.Actor)]; a != nil {
		return NewWho(a, x.keys[a.ID])
	}
	w.Name = strings.Join(strings.Fields(w.Name), " ")
	w.Words = nameWords(w.Name)
	slices.Sort(w.Words)
	return w
}

// NewWho is an actor as it is compared, by its key over reports.
func NewWho(a *record.Actor, key string) Who {
	w := Who{Key: key, Name: strings.Join(strings.Fields(a.Name), " "), Sectors: a.Sectors, Country: record.Value(a.Country)}
	w.Words = nameWords(w.Name)
	slices.Sort(w.Words)
	return w
}

// Near is what the sentence around words of a report says of where and when:
// an Event with places, country, days and
// names only.
func Near(r *record.Record, keys map[string]string, words record.Span) Event {
	x := &reader{rec: r, keys: keys, sentences: sentences(r.Report.Text)}
	var e Event
	e.First, e.End = x.days(nil, words)
	e.Places, e.Country = x.places(nil, words)
	e.Named = x.named(words)
	return e
}

// sentences lists the code points at which sentences begin, as well as stops
// and line ends show it.
func sentences(text string) []int {
	starts := []int{0}
	point, stopped := 0, false
	runes := []rune(text)
	for ; point < len(runes); point++ {
		r := runes[point]
		switch {
		case r == '\n':
			stopped = true
		case strings.ContainsRune(".!?", r):
			next := point + 1
			for next < len(runes) && strings.ContainsRune(`"”’')»`, runes[next]) {
				next++
			}
			stopped = next < len(runes) && unicode.IsSpace(runes[next]) && !abbreviated(runes, point)
		case stopped && !unicode.IsSpace(r) && !strings.ContainsRune(`”’')»`, r):
			if !unicode.IsLower(r) && starts[len(starts)-1] < point {
				starts = append(starts, point)
			}
			stopped = false
		}
	}
	return starts
}

// Sentence is the number of the sentence, counted from 1, that holds a code
// point of a text.
func Sentence(text string, at int) int {
	i, found := slices.BinarySearch(sentences(text), at)
	if found {
		i++
	}
	return i
}

// abbreviated says whether a full stop ends an initial or a title.
func abbreviated(runes []rune, stop int) bool {
	start := stop
	for start > 0 && unicode.IsLetter(runes[start-1]) {
		start--
	}
	switch word := string(runes[start:stop]); word {
	case "Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gov", "Gen", "Col", "Lt", "Sgt", "Maj", "Capt", "Adm", "St", "No":
		return true
	default:
		return utf8.RuneCountInString(word) == 1 && unicode.IsUpper(runes[start])
	}
}

// Class is the class of a trigger's word among words that are used alike, 0 if
// it is not known.
func Class(trigger string) uint16 {
	c, err := cluster.Load()
	if err != nil || trigger == "" {
		return 0
	}
	return c.Of(lastWord(trigger)).Fine
}

func lastWord(words string) string {
	f := strings.Fields(words)
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// Head is the stem of a trigger's word: its last, but for a particle.
func Head(trigger string) string {
	list := words(trigger)
	if len(list) == 0 {
		if f := strings.Fields(strings.ToLower(trigger)); len(f) > 0 {
			return f[0]
		}
		return ""
	}
	return stem(list[len(list)-1])
}
