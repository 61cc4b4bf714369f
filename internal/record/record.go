package record

import (
	"annals/internal/text"
	"strconv"
)

// Record is everything read out of one report.
type Record struct {
	Report     Report      `json:"report"`
	Actors     []Actor     `json:"actors"`
	Statements []Statement `json:"statements"`
	Events     []Event     `json:"events"`
	Figures    []Figure    `json:"figures"`
	Times      []Time      `json:"times"`
	Places     []Place     `json:"places"`
}

// Report is the report itself. A pointer field is nil where the fact is
// unknown.
type Report struct {
	ID        string  `json:"id"` // "sha256:" and the hex hash of Text and Published
	Title     *string `json:"title"`
	URL       *string `json:"url"`
	Publisher *string `json:"publisher"`
	Published *string `json:"published"` // RFC 3339 date or date-time
	Language  *string `json:"language"`  // BCP 47
	Text      string  `json:"text"`
}

// Span is a stretch of Report.Text: Text is what stands from code point Start
// to code point End, exclusive.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Party is whoever speaks, acts or is acted upon.
type Party struct {
	Actor       *string `json:"actor"` // id of an Actor, nil if it could not be resolved
	Span        *Span   `json:"span"`
	Description *string `json:"description"`
	Anonymous   bool    `json:"anonymous"`
	Count       *int    `json:"count"`
}

// Kinds of Actor.
const (
	KindPerson       = "person"
	KindGroup        = "group"
	KindOrganization = "organization"
	KindCountry      = "country"
	KindOffice       = "office"
	KindOther        = "other"
)

// Actor is a person, group, organisation or country of the report with every
// place where it is mentioned.
type Actor struct {
	ID       string   `json:"id"` // "A1", "A2", … in order of first mention
	Name     string   `json:"name"`
	Kind     string   `json:"kind"`
	Country  *string  `json:"country"` // ISO 3166-1 alpha-3
	Sectors  []string `json:"sectors"` // PLOVER sectors, the primary one first
	Cameo    *string  `json:"cameo"`
	Aliases  []string `json:"aliases"`
	Mentions []Span   `json:"mentions"`
	// Known is the id of the lexicon's entry behind the actor, or nil.
	Known *string `json:"known,omitempty"`
	// Rule says how name, country and sectors were found.
	Rule string `json:"rule,omitempty"`
}

// Forms of Statement.
const (
	Direct   = "direct"
	Indirect = "indirect"
	Mixed    = "mixed"
)

// Statement is something that the report says somebody said, wrote, thought
// or felt.
type Statement struct {
	ID         string   `json:"id"` // "S1", …
	Source     Party    `json:"source"`
	Cue        *Span    `json:"cue"`
	Content    []Span   `json:"content"`
	Form       string   `json:"form"`
	Act        string   `json:"act"` // one of Acts
	Via        []Party  `json:"via"` // the nearest to the report first
	Addressee  *Party   `json:"addressee"`
	Said       *Time    `json:"said"`
	Within     *string  `json:"within"` // id of the enclosing statement
	Confidence *float64 `json:"confidence"`
	Rule       string   `json:"rule,omitempty"` // the rule or model that made it
}

// Acts are the values of Statement.Act.
func Acts() []string {
	return []string{"assert", "deny", "accuse", "demand", "propose", "promise", "refuse", "threaten", "praise",
		"criticise", "thank", "apologise", "ask", "hope", "doubt", "believe", "intend"}
}

// Types are PLOVER's event types, the values of Event.Plover.
func Types() []string {
	return []string{"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
		"THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
}

// Values of Event.Status.
const (
	Happened     = "happened"
	Ongoing      = "ongoing"
	Planned      = "planned"
	Possible     = "possible"
	Demanded     = "demanded"
	Threatened   = "threatened"
	Denied       = "denied"
	Hypothetical = "hypothetical"
)

// Statuses are the values of Event.Status.
func Statuses() []string {
	return []string{Happened, Ongoing, Planned, Possible, Demanded, Threatened, Denied, Hypothetical}
}

// Values of Event.DatedBy: whose time expression When is. ByReport has no When:
// the report tells it as done, so that it was by the report's own date.
const (
	ByClause    = "clause"    // its own clause's
	BySentence  = "sentence"  // one that scopes over the sentence
	ByParagraph = "paragraph" // one of a sentence before it in the paragraph
	ByReport    = "report"
	ByPerson    = "person" // a person gave it in a correction
)

// Datings are the values of Event.DatedBy.
func Datings() []string {
	return []string{ByClause, BySentence, ByParagraph, ByReport, ByPerson}
}

// Event is one thing done by actors to recipients, coded to PLOVER and CAMEO.
type Event struct {
	ID          string   `json:"id"` // "E1", …
	Plover      string   `json:"plover"`
	Mode        *string  `json:"mode"`
	Cameo       *string  `json:"cameo"`
	Quad        int      `json:"quad"` // 1 to 4
	Contexts    []string `json:"contexts"`
	Actors      []Party  `json:"actors"`
	Recipients  []Party  `json:"recipients"`
	Status      string   `json:"status"`
	When        *Time    `json:"when"`
	DatedBy     *string  `json:"dated_by"` // one of Datings; nil: nothing says when
	Where       *Place   `json:"where"`
	Figures     []string `json:"figures"`      // ids of Figures
	AccordingTo []string `json:"according_to"` // ids of Statements; empty: the report's own voice
	Trigger     Span     `json:"trigger"`
	Evidence    Span     `json:"evidence"`
	Again       []Span   `json:"again,omitempty"` // where the report tells it again
	Confidence  *float64 `json:"confidence"`
	Rule        string   `json:"rule,omitempty"`
	// Codes are the event's codes in ontologies that a user's tables map to,
	// by the ontology's name.
	Codes map[string]string `json:"codes,omitempty"`
}

// Bounds are the values of Figure.Bound.
func Bounds() []string {
	return []string{"exactly", "about", "at_least", "more_than", "at_most", "less_than", "between"}
}

// Figure is a number that the report gives for something.
type Figure struct {
	ID          string   `json:"id"` // "F1", …
	Value       *float64 `json:"value"`
	Low         *float64 `json:"low"`
	High        *float64 `json:"high"`
	Bound       string   `json:"bound"` // one of Bounds
	Unit        *string  `json:"unit"`
	Counts      *string  `json:"counts"`
	AccordingTo []Party  `json:"according_to"`
	// ChangedFrom is the id of the figure that this one has replaced: the 12 of
	// "87, up from 12"; or nil.
	ChangedFrom *string `json:"changed_from,omitempty"`
	Span        Span    `json:"span"`
	Rule        string  `json:"rule,omitempty"`
}

// Values of Time.Basis.
const (
	Stated   = "stated"
	Relative = "relative"
	NoBasis  = "none"
)

// Grains are the values of Time.Grain.
func Grains() []string {
	return []string{"minute", "hour", "day", "week", "month", "year", "decade"}
}

// Time is a time expression. Start and End are ISO 8601, End exclusive; both
// are nil if the expression can't be resolved.
type Time struct {
	ID         string  `json:"id"` // "T1", …
	Start      *string `json:"start"`
	End        *string `json:"end"`
	Grain      *string `json:"grain"`
	Basis      string  `json:"basis"`
	Recurrence *string `json:"recurrence"`
	Span       Span    `json:"span"`
	Rule       string  `json:"rule,omitempty"`
}

// Place is a place that the report names.
type Place struct {
	ID      string   `json:"id"` // "P1", …
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`    // country, region, city, other
	Country *string  `json:"country"` // ISO 3166-1 alpha-3
	Lat     *float64 `json:"lat"`     // degrees north, WGS 84
	Lon     *float64 `json:"lon"`     // degrees east, WGS 84
	Span    Span     `json:"span"`
	Rule    string   `json:"rule,omitempty"`
}

// Ptr is a pointer to a copy of v, for the fields that nil leaves unknown.
func Ptr[T any](v T) *T { return &v }

// Value is what p points to, or nothing of its kind where that is unknown.
func Value[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}

// Decimal is a number in digits, or "" where it is unknown.
func Decimal(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

// Speller turns byte spans of a document into Spans of its record.
type Speller struct {
	text   string
	mapper *text.Mapper
}

// NewSpeller makes a Speller for a text of valid UTF-8.
func NewSpeller(t string) *Speller { return &Speller{t, text.NewMapper(t)} }

// Span is the record's form of a document's byte span.
func (s *Speller) Span(b text.Span) Span {
	return Span{s.mapper.PointFromByte(b.Start), s.mapper.PointFromByte(b.End), s.text[b.Start:b.End]}
}

// Bytes is the document's byte span of a record's Span.
func (s *Speller) Bytes(p Span) text.Span {
	start := s.mapper.ByteFromPoint(p.Start)
	return text.Span{Start: start, End: start + len(p.Text)}
}
