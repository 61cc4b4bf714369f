package export

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"annals/internal/record"
	"annals/internal/situation"
)

// GDELTColumns are the 61 columns of a GDELT 2.0 Events file, which has no
// header.
func GDELTColumns() []string {
	out := []string{"GlobalEventID", "Day", "MonthYear", "Year", "FractionDate"}
	for _, a := range []string{"Actor1", "Actor2"} {
		for _, c := range []string{"Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code"} {
			out = append(out, a+c)
		}
	}
	out = append(out, "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone")
	for _, g := range []string{"Actor1Geo", "Actor2Geo", "ActionGeo"} {
		for _, c := range []string{"Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"} {
			out = append(out, g+"_"+c)
		}
	}
	return append(out, "DATEADDED", "SOURCEURL")
}

// GDELTMentionColumns are the 16 columns of a GDELT 2.0 Mentions file, which
// has no header.
func GDELTMentionColumns() []string {
	return []string{"GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
		"Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
		"MentionDocTranslationInfo", "Extras"}
}

// GDELT writes GDELT 2.0 Events: one row for each situation and pair of actor
// and recipient. NumMentions counts the events of reports, NumSources the
// independent origins, NumArticles the reports behind the situation.
type GDELT struct {
	*tsv
	codes    *Codes
	statuses []string
}

// NewGDELT makes the writer of Events.
func NewGDELT(w io.Writer, codes *Codes, opt Options) *GDELT {
	return &GDELT{newTSV(w, len(GDELTColumns())), codes, opt.Statuses}
}

// Write writes the rows of a situation.
func (g *GDELT) Write(s *Situation) error {
	t := s.told(g.statuses)
	if t == nil {
		return nil
	}
	for _, p := range t.main.pairs() {
		if err := g.write(g.fields(s, t, p)...); err != nil {
			return err
		}
	}
	return nil
}

func (g *GDELT) fields(s *Situation, t *told, p pair) []string {
	cameo := record.Value(t.main.event.Cameo)
	d := dateOf(t.when())
	fields := []string{strconv.FormatInt(eventNumber(s.ID, p), 10), d.join(""), d.year + d.month, d.year, d.fraction()}
	if d.month == "" {
		fields[2] = ""
	}
	fields = append(fields, g.actor(p.actor)...)
	fields = append(fields, g.actor(p.recipient)...)
	reports, _, origins := t.tally()
	fields = append(fields, truth(slices.ContainsFunc(t.firm, leads)),
		cameo, base(cameo), root(cameo), gdeltQuad(t.main.event), g.codes.goldstein(cameo),
		strconv.Itoa(len(t.firm)), strconv.Itoa(origins), strconv.Itoa(reports), "")
	fields = append(fields, slices.Repeat([]string{""}, 16)...) // where the actors are is not known
	fields = append(fields, g.place(t.where())...)
	return append(fields, stamp(t.added()), t.sourceURL())
}

// actor are the ten columns of an actor.
func (g *GDELT) actor(p *party) []string {
	out := slices.Repeat([]string{""}, 10)
	if p == nil {
		return out
	}
	out[1] = strings.ToUpper(p.name)
	code := g.codes.actorCodeOf(p.actor)
	out[0], out[2], out[3] = code.whole, code.country, code.known
	types := code.agents
	if code.body != "" {
		types = append([]string{code.body}, types...)
	}
	copy(out[7:], types[:min(3, len(types))])
	return out
}

// place are the eight columns of a place.
func (g *GDELT) place(p *record.Place) []string {
	if p == nil {
		return slices.Repeat([]string{""}, 8)
	}
	c := g.codes.nations[record.Value(p.Country)]
	kind := map[string]string{"country": "1", "city": "4", "region": "5"}[p.Kind]
	if c.Alpha3 == "USA" {
		kind = map[string]string{"country": "1", "city": "3", "region": "2"}[p.Kind]
	}
	name, feature := p.Name, ""
	switch {
	case p.Kind == "country":
		feature = c.FIPS
	case c.Name != "":
		name += ", " + c.Name
	}
	return []string{kind, name, c.FIPS, "", "", record.Decimal(p.Lat), record.Decimal(p.Lon), feature}
}

// gdeltQuad is the quad class, in GDELT a matter of the code's first digits.
func gdeltQuad(e *record.Event) string {
	n, err := strconv.Atoi(root(record.Value(e.Cameo)))
	switch {
	case err != nil:
		return strconv.Itoa(e.Quad)
	case n <= 5:
		return "1"
	case n <= 8:
		return "2"
	case n <= 13:
		return "3"
	}
	return "4"
}

// fraction is the year with the share of it that is over, as GDELT reckons:
// months of 30 days in a year of 365.
func (d date) fraction() string {
	if d.day == "" {
		return ""
	}
	month, _ := strconv.Atoi(d.month)
	day, _ := strconv.Atoi(d.day)
	passed := float64((month-1)*30+day) / 365
	return fmt.Sprintf("%s.%04d", d.year, int(passed*1e4))
}

// eventNumber is a number for a situation and pair, below 2^53 so that it
// passes through programs that keep numbers as floats. It follows from the
// situation's first event and the pair's names.
func eventNumber(id string, p pair) int64 {
	for _, side := range []*party{p.actor, p.recipient} {
		id += "\x00"
		if side != nil {
			id += side.name
		}
	}
	sum := sha256.Sum256([]byte(id))
	return int64(binary.BigEndian.Uint64(sum[:]) >> 11)
}

// added is when the first of the reports was added, RFC 3339 in UTC.
func (t *told) added() string {
	first := t.firm[0].Added
	for _, x := range t.firm {
		first = min(first, x.Added)
	}
	return first
}

// stamp is a moment as GDELT writes it, YYYYMMDDHHMMSS in UTC.
func stamp(moment string) string {
	t, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		return ""
	}
	return t.UTC().Format("20060102150405")
}

// sourceURL is the address of the first report that has one, or else the first
// report in words.
func (t *told) sourceURL() string {
	for _, x := range t.firm {
		if u := record.Value(x.record.Report.URL); u != "" {
			return u
		}
	}
	return citation(&t.firm[0].record.Report)
}

// leads says whether an event stands in the first paragraph of its report: the
// first that is longer than a headline or dateline.
func leads(x *said) bool {
	runes := []rune(x.record.Report.Text)
	start := 0
	for start < len(runes) {
		end := start
		for end < len(runes) && runes[end] != '\n' {
			end++
		}
		if len(strings.Fields(string(runes[start:end]))) > 15 {
			return x.event.Trigger.Start < end
		}
		start = end + 1
	}
	return false
}

func truth(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// GDELTMentions writes GDELT 2.0 Mentions: for each row of Events one row for
// each report's event behind it. The column Extras, which GDELT leaves empty,
// holds a JSON object: {"report", "event", "status", "according_to": [{"source",
// "via", "act"}], "words"}.
type GDELTMentions struct {
	*tsv
	statuses []string
}

// NewGDELTMentions makes the writer of Mentions.
func NewGDELTMentions(w io.Writer, opt Options) *GDELTMentions {
	return &GDELTMentions{newTSV(w, len(GDELTMentionColumns())), opt.Statuses}
}

// Write writes the rows of a situation.
func (g *GDELTMentions) Write(s *Situation) error {
	t := s.told(g.statuses)
	if t == nil {
		return nil
	}
	for _, p := range t.main.pairs() {
		for _, x := range t.firm {
			extras, err := json.Marshal(extrasOf(x))
			if err != nil {
				return fmt.Errorf("export: gdelt mentions: %w", err)
			}
			fields := mentionFields(s, t, p, x)
			for i, f := range fields {
				fields[i] = guard(unquoted.Replace(f))
			}
			if err := g.writeRaw(append(fields, string(extras))...); err != nil {
				return err
			}
		}
	}
	return nil
}

func mentionFields(s *Situation, t *told, p pair, x *said) []string {
	r := &x.record.Report
	kind, name, identifier := "2", record.Value(r.Publisher), citation(r)
	if u := record.Value(r.URL); u != "" {
		kind, identifier = "1", u
		if parsed, err := url.Parse(u); err == nil && parsed.Hostname() != "" {
			name = strings.TrimPrefix(parsed.Hostname(), "www.")
		}
	}
	confidence := ""
	if c := x.event.Confidence; c != nil {
		confidence = strconv.Itoa(int(math.Round(*c * 100)))
	}
	return []string{strconv.FormatInt(eventNumber(s.ID, p), 10), stamp(t.added()), stamp(x.Added), kind, name, identifier,
		strconv.Itoa(situation.Sentence(r.Text, x.event.Trigger.Start)),
		offset(p.actor.same(x.parties(x.event.Actors))), offset(p.recipient.same(x.parties(x.event.Recipients))), strconv.Itoa(x.event.Trigger.Start),
		"1", confidence, strconv.Itoa(utf8.RuneCountInString(r.Text)), "", ""}
}

func offset(p *party) string {
	if p == nil || p.Span == nil {
		return ""
	}
	return strconv.Itoa(p.Span.Start)
}

// extras is the column Extras.
type extras struct {
	Report      string  `json:"report"`
	Event       string  `json:"event"`
	Status      string  `json:"status"`
	DatedBy     *string `json:"dated_by"`
	AccordingTo []voice `json:"according_to"`
	Words       string  `json:"words"`
}

// voice is who says so.
type voice struct {
	Source string   `json:"source"` // "": the report does not name anybody
	Via    []string `json:"via,omitempty"`
	Act    string   `json:"act"`
}

func extrasOf(x *said) extras {
	return extras{x.record.Report.ID, x.id, x.event.Status, x.event.DatedBy, x.voices(), x.event.Evidence.Text}
}

// voices are who an event is according to; none: the report's own voice.
func (x *said) voices() []voice {
	out := []voice{}
	for _, s := range x.accordingTo() {
		v := voice{Source: x.name(s.Source), Act: s.Act}
		for _, p := range s.Via {
			v.Via = append(v.Via, x.name(p))
		}
		out = append(out, v)
	}
	return out
}
