package corpus

import (
	"archive/tar"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

// Meantime is one report of the MEANTIME corpus (Minard et al. 2016) with its
// time expressions.
type Meantime struct {
	ID    string
	Topic string // the folder that the file lies in: "corpus_airbus"
	// Text is put together from the corpus's tokens: a line each for title and
	// date, then one paragraph. Offsets are bytes.
	Text string
	Date string // the report's own date (TIMEX3 CREATION_TIME), "2006-01-02", or ""
	// Annotated is where the annotated part ends: the title and the first five
	// sentences hold every time expression of the gold.
	Annotated int
	Times     []Timex
	Events    []EventMention
	Links     []TimeLink
	Entities  []EntityMention
}

// EntityMention is words of the gold that name or describe an entity.
type EntityMention struct {
	Start, End int    // bytes of Meantime.Text, half-open
	Chain      string // as EventMention.Chain
}

// EventMention is a word of the gold that names an event, and how firmly.
type EventMention struct {
	Start, End int    // bytes of Meantime.Text, half-open
	Certainty  string // CERTAIN, PROBABLE, POSSIBLE, UNDERSPECIFIED, or ""
	Polarity   string // POS, NEG
	Time       string // FUTURE, NON_FUTURE, UNDERSPECIFIED
	Special    string // COND_IF_CLAUSE, COND_MAIN_CLAUSE, GEN, NONE
	Chain      string // id of the event, over reports where several speak of it
}

// TimeLink says how the time of an event lies to that of an expression.
type TimeLink struct {
	Event    int    // index into Meantime.Events
	Time     int    // index into Meantime.Times
	Relation string // TimeML's: IS_INCLUDED, SIMULTANEOUS, BEFORE, AFTER, BEGUN_BY, …
}

// Timex is a time expression of the gold.
type Timex struct {
	Start, End int    // bytes of Meantime.Text, half-open
	Type       string // DATE, TIME, DURATION, SET
	Value      string // TIMEX3 value: "2009-06", "P27Y", "PAST_REF"
	Creation   bool   // the report's own date
}

// annotatedSentences is how many sentences, title and date line included, the
// annotators of MEANTIME read for time expressions.
const annotatedSentences = 6

// MeantimeReports reads a CAT XML file, or each of those in an archive (tar or
// tar.gz), one at a time, and hands it to each; it stops at the first error.
func MeantimeReports(archive string, each func(*Meantime) error) error {
	f, err := Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	if path.Ext(archive) == ".xml" {
		m, err := ReadMeantime(f)
		if err != nil {
			return fmt.Errorf("corpus: %s: %w", archive, err)
		}
		m.Topic = path.Base(path.Dir(archive))
		return each(m)
	}
	files := tar.NewReader(f)
	for {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("corpus: %s: %w", archive, err)
		}
		if path.Ext(h.Name) != ".xml" {
			continue
		}
		m, err := ReadMeantime(files)
		if err != nil {
			return fmt.Errorf("corpus: %s: %s: %w", archive, h.Name, err)
		}
		m.Topic = path.Base(path.Dir(h.Name))
		if err := each(m); err != nil {
			return err
		}
	}
}

// catFile is the part of the CAT XML format that is read.
type catFile struct {
	XMLName xml.Name `xml:"Document"`
	Name    string   `xml:"doc_name,attr"`
	Tokens  []struct {
		ID       string `xml:"t_id,attr"`
		Sentence int    `xml:"sentence,attr"`
		Form     string `xml:",chardata"`
	} `xml:"token"`
	Times  []catTime `xml:"Markables>TIMEX3"`
	Events []struct {
		ID        string      `xml:"m_id,attr"`
		Certainty string      `xml:"certainty,attr"`
		Polarity  string      `xml:"polarity,attr"`
		Time      string      `xml:"time,attr"`
		Special   string      `xml:"special_cases,attr"`
		Anchors   []catAnchor `xml:"token_anchor"`
	} `xml:"Markables>EVENT_MENTION"`
	Entities []struct {
		ID      string      `xml:"m_id,attr"`
		Anchors []catAnchor `xml:"token_anchor"`
	} `xml:"Markables>ENTITY_MENTION"`
	EventInstances  []catInstance `xml:"Markables>EVENT"`
	EntityInstances []catInstance `xml:"Markables>ENTITY"`
	TimeLinks       []struct {
		Relation string     `xml:"reltype,attr"`
		Source   catMention `xml:"source"`
		Target   catMention `xml:"target"`
	} `xml:"Relations>TLINK"`
	Refers []struct {
		Sources []catMention `xml:"source"`
		Target  catMention   `xml:"target"`
	} `xml:"Relations>REFERS_TO"`
}

// catAnchor is a token that a mention stands on.
type catAnchor struct {
	Token string `xml:"t_id,attr"`
}

// catTime is a time expression.
type catTime struct {
	ID       string      `xml:"m_id,attr"`
	Type     string      `xml:"type,attr"`
	Value    string      `xml:"value,attr"`
	Function string      `xml:"functionInDocument,attr"`
	Anchors  []catAnchor `xml:"token_anchor"`
}

// catMention is an end of a relation.
type catMention struct {
	ID string `xml:"m_id,attr"`
}

// catInstance is what mentions refer to.
type catInstance struct {
	ID       string `xml:"m_id,attr"`
	Instance string `xml:"instance_id,attr"` // the same in every report, or ""
}

// chains tells by the id of each mention what it refers to: an instance over
// reports, or one of this report.
func (c *catFile) chains() map[string]string {
	instance := map[string]string{}
	for _, i := range append(c.EventInstances, c.EntityInstances...) {
		if i.Instance != "" {
			instance[i.ID] = i.Instance
		}
	}
	chains := map[string]string{}
	for _, r := range c.Refers {
		to := cmp.Or(instance[r.Target.ID], c.Name+"#"+r.Target.ID)
		for _, s := range r.Sources {
			chains[s.ID] = to
		}
	}
	return chains
}

// ReadMeantime reads one report in CAT XML. Time expressions without words
// (implicit ones) are left out.
func ReadMeantime(r io.Reader) (*Meantime, error) {
	var c catFile
	if err := xml.NewDecoder(r).Decode(&c); err != nil {
		return nil, fmt.Errorf("corpus: CAT XML: %w", err)
	}
	m := &Meantime{ID: c.Name}
	at, err := m.spell(&c)
	if err != nil {
		return nil, err
	}
	times, err := m.readTimes(c.Times, at)
	if err != nil {
		return nil, err
	}
	chains := c.chains()
	events := map[string]int{} // indexes by id
	for _, x := range c.Events {
		if len(x.Anchors) == 0 {
			continue
		}
		start, end, err := at.span(x.Anchors)
		if err != nil {
			return nil, err
		}
		events[x.ID] = len(m.Events)
		m.Events = append(m.Events, EventMention{start, end, x.Certainty, x.Polarity, x.Time, x.Special, cmp.Or(chains[x.ID], c.Name+"#"+x.ID)})
	}
	for _, x := range c.Entities {
		if len(x.Anchors) == 0 {
			continue
		}
		start, end, err := at.span(x.Anchors)
		if err != nil {
			return nil, err
		}
		m.Entities = append(m.Entities, EntityMention{start, end, cmp.Or(chains[x.ID], c.Name+"#"+x.ID)})
	}
	for _, l := range c.TimeLinks {
		m.addLink(l.Source.ID, l.Target.ID, l.Relation, events, times)
	}
	return m, nil
}

// catPositions are where the tokens of a report stand in its text, by their ids.
type catPositions struct {
	starts, ends map[string]int
	dateLine     int // the date line is sentence 1
}

// span is from the first to the last of some tokens.
func (p *catPositions) span(tokens []catAnchor) (int, int, error) {
	first, last := tokens[0].Token, tokens[len(tokens)-1].Token
	start, ok := p.starts[first]
	end, known := p.ends[last]
	if !ok || !known {
		return 0, 0, fmt.Errorf("corpus: CAT XML: no token %q or %q", first, last)
	}
	return start, end, nil
}

// spell sets the report's text from its tokens.
func (m *Meantime) spell(c *catFile) (*catPositions, error) {
	at := &catPositions{starts: map[string]int{}, ends: map[string]int{}}
	var b strings.Builder
	var quotes int
	for i, t := range c.Tokens {
		form := t.Form
		if form == "``" || form == "''" {
			form = `"`
		}
		if !utf8.ValidString(form) || strings.TrimSpace(form) == "" {
			return nil, fmt.Errorf("corpus: CAT XML: token %s is empty or not UTF-8", t.ID)
		}
		switch {
		case i == 0:
		case t.Sentence != c.Tokens[i-1].Sentence && t.Sentence <= 2:
			b.WriteString("\n\n")
		case t.Sentence != c.Tokens[i-1].Sentence || spaced(c.Tokens[i-1].Form, t.Form, quotes):
			b.WriteByte(' ')
		}
		if form == `"` {
			quotes++
		}
		if i > 0 && t.Sentence == 1 && c.Tokens[i-1].Sentence == 0 {
			at.dateLine = b.Len()
		}
		at.starts[t.ID] = b.Len()
		b.WriteString(form)
		at.ends[t.ID] = b.Len()
		if t.Sentence < annotatedSentences {
			m.Annotated = b.Len()
		}
	}
	m.Text = b.String()
	return at, nil
}

// readTimes sets the report's time expressions and its date, and gives the
// expressions' indexes by their ids.
func (m *Meantime) readTimes(list []catTime, at *catPositions) (map[string]int, error) {
	index := map[string]int{}
	for _, x := range list {
		if len(x.Anchors) == 0 {
			continue
		}
		t := Timex{Type: x.Type, Value: x.Value, Creation: x.Function == "CREATION_TIME"}
		for k, a := range x.Anchors {
			start, ok := at.starts[a.Token]
			if !ok {
				return nil, fmt.Errorf("corpus: CAT XML: no token %q", a.Token)
			}
			if k == 0 || start < t.Start {
				t.Start = start
			}
			t.End = max(t.End, at.ends[a.Token])
		}
		if t.Creation {
			m.Date = isoDate(t.Value)
		}
		index[x.ID] = len(m.Times)
		m.Times = append(m.Times, t)
	}
	if m.Date == "" { // two reports have their date line, but not marked as such
		for i, t := range m.Times {
			if t.Type == "DATE" && t.Start == at.dateLine && len(t.Value) == 10 {
				m.Times[i].Creation, m.Date = true, t.Value
			}
		}
	}
	return index, nil
}

// addLink keeps a link of an event and a time expression, from the event's side.
func (m *Meantime) addLink(source, target, relation string, events, times map[string]int) {
	inverse := map[string]string{"INCLUDES": "IS_INCLUDED", "IS_INCLUDED": "INCLUDES", "BEFORE": "AFTER", "AFTER": "BEFORE", "SIMULTANEOUS": "SIMULTANEOUS"}
	if e, ok := events[source]; ok {
		if t, ok := times[target]; ok {
			m.Links = append(m.Links, TimeLink{e, t, relation})
		}
		return
	}
	if e, ok := events[target]; ok && inverse[relation] != "" {
		if t, ok := times[source]; ok {
			m.Links = append(m.Links, TimeLink{e, t, inverse[relation]})
		}
	}
}

// isoDate is the date as year-month-day; one file of the corpus has it the
// other way round.
func isoDate(v string) string {
	if len(v) == 10 && v[2] == '-' && v[5] == '-' {
		return v[6:] + "-" + v[3:5] + "-" + v[:2]
	}
	return v
}

// spaced reports whether a space stood between two tokens of a sentence, after
// so many quotation marks.
func spaced(before, form string, quotes int) bool {
	switch form {
	case ".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "'", "n't", "'re", "'ve", "'ll", "'d", "'m", "''":
		return false
	case "\"":
		return quotes%2 == 0
	}
	switch before {
	case "(", "[", "$", "€", "£", "US$", "``":
		return false
	case "\"":
		return quotes%2 == 0
	}
	return true
}
