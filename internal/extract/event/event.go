// Package event finds events: who did what to whom, with its PLOVER type, its
// CAMEO code and its status.
//
// It reads a complete text.Document and the statements, times, places and
// figures of its record, and writes record.Event values whose parties are not
// yet tied to actors.
//
// A predicate's arguments (clause.go) are matched with the frames of the
// lexicon (match.go); operators such as "refuse" or "call off" combine with
// the act in their complement (act.go); tense, modality, negation and
// embedding give the status (status.go); parties, times, places and figures
// are attached (party.go, attach.go); what is told twice becomes one event
// (merge.go).
package event

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"

	"annals/internal/lexicon/cluster"
	"annals/internal/lexicon/ontology"
	"annals/internal/lexicon/world"
	"annals/internal/model"
	"annals/internal/record"
	"annals/internal/text"
)

//go:embed weights.bin
var weights []byte

// A candidate whose confidence is lower is no event. What the text only mentions in
// passing has to be surer; what somebody is accused of less so, since gold leaves it
// out and the confidence is too low there, and less so what a main clause says outright. The thresholds were set on cross-validated
// confidences of the training sets and on reports read by eye.
const (
	threshold        = 0.5
	asideThreshold   = 0.6
	plainThreshold   = 0.45
	allegedThreshold = 0.4
)

// Coder codes events. It is safe for use by several goroutines.
type Coder struct {
	world    *world.World
	ontology *ontology.Ontology
	clusters *cluster.Clusters
	// judge and calibration give a candidate's confidence; nil while they are
	// being trained.
	judge, calibration *model.Linear
}

// Load reads the embedded ontology, lexicon and weights.
func Load(w *world.World) (*Coder, error) {
	c, err := newCoder(w)
	if err != nil {
		return nil, err
	}
	set, err := model.Load(weights)
	if err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	if c.judge, err = set.Model(modelName); err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	if c.calibration, err = set.Model(calibrationName); err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	return c, nil
}

// newCoder makes a Coder that judges nothing.
func newCoder(w *world.World) (*Coder, error) {
	o, err := ontology.Load()
	if err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	k, err := cluster.Load()
	if err != nil {
		return nil, fmt.Errorf("event: %w", err)
	}
	return &Coder{world: w, ontology: o, clusters: k}, nil
}

// Find lists the document's events in the order of their triggers. Headings,
// bylines and captions are not coded.
func (c *Coder) Find(d *text.Document, s *record.Speller, given Given) []record.Event {
	r := newReader(c, d, s, given)
	var events []record.Event
	told := map[string][]telling{}
	r.candidates(func(found []*candidate) {
		for _, x := range found {
			p := c.confidence(r, x)
			if p < r.least(x) {
				continue
			}
			x.event.Confidence = &p
			now := r.telling(x, len(events))
			key := x.event.Plover + " " + x.event.Status
			again := len(told[key]) - 1 // the nearest before it
			for again >= 0 && !(sameTime(&events[told[key][again].event], &x.event) && r.isSame(told[key][again], now)) {
				again--
			}
			if again >= 0 {
				merge(&events[told[key][again].event], &x.event, x.again)
				continue
			}
			told[key] = append(told[key], now)
			events = append(events, x.event)
		}
	})
	for i := range events {
		events[i].ID = fmt.Sprintf("E%d", i+1)
	}
	return events
}

// Statuses gives how firmly a document puts what any of its tokens means.
func (c *Coder) Statuses(d *text.Document, s *record.Speller, given Given) func(token int) string {
	r := newReader(c, d, s, given)
	for _, sentence := range d.Sentences {
		r.sentence(sentence)
	}
	return r.status
}

// confidence is the calibrated probability that a candidate is an event as
// coded, rounded to hundredths.
func (c *Coder) confidence(r *reader, x *candidate) float64 {
	p := probability(c.judge, r.features(nil, x))
	p = probability(c.calibration, calibrationFeatures(p))
	return math.Round(100*p) / 100
}

// least is the confidence from which a candidate is an event.
func (r *reader) least(x *candidate) float64 {
	switch {
	case r.isAside(x.act):
		return asideThreshold
	case r.given.alleged(x.event.AccordingTo):
		return allegedThreshold
	case r.isPlain(x):
		return plainThreshold
	}
	return threshold
}

// candidates hands over the candidates of each sentence in the order of their
// triggers.
func (r *reader) candidates(yield func([]*candidate)) {
	for _, sentence := range r.d.Sentences {
		switch r.d.Blocks[sentence.Block].Kind {
		case text.Heading, text.Byline, text.Caption, text.Separator:
			continue
		}
		acts := r.absorb(r.sentence(sentence))
		slices.SortStableFunc(acts, func(a, b *act) int { return a.first - b.first })
		var found []*candidate
		for _, a := range acts {
			if e, ok := r.event(a); ok {
				found = append(found, &candidate{a, e})
			}
		}
		if len(found) > 0 {
			yield(found)
		}
	}
}

// reader is the state of one document's reading.
type reader struct {
	*Coder
	d        *text.Document
	s        *record.Speller
	given    Given
	near     *nearby
	lemmas   []string                // of the tokens, in lower case
	mention  []int                   // index of the mention with this head token, or -1
	senses   map[int]*ontology.Entry // the sense that was found for a token
	consumed map[int]bool            // tokens whose act is part of another
	open     map[int]bool            // tokens whose act is being read
	frames   map[int]*frame
	congress bool // the document names members of the United States Congress by their titles
}

func newReader(c *Coder, d *text.Document, s *record.Speller, given Given) *reader {
	d = mend(d)
	r := &reader{
		Coder: c, d: d, s: s, given: given, near: newNearby(d, s, given), mention: make([]int, len(d.Tokens)),
		senses: map[int]*ontology.Entry{}, consumed: map[int]bool{}, open: map[int]bool{}, frames: map[int]*frame{},
	}
	for i := range r.mention {
		r.mention[i] = -1
		r.lemmas = append(r.lemmas, c.lemma(&d.Tokens[i], strings.ToLower(d.Form(i))))
		r.congress = r.congress || slices.Contains([]string{"Sen.", "Sens.", "Senator", "Senators", "Congressman", "Congresswoman"}, d.Form(i))
	}
	for i, m := range d.Mentions {
		if old := r.mention[m.Head]; old < 0 || d.Mentions[old].Last-d.Mentions[old].First < m.Last-m.First {
			r.mention[m.Head] = i
		}
	}
	return r
}

// sentence codes one sentence, governors before what they govern, so that an
// operator can claim the act in its complement.
func (r *reader) sentence(s text.Sentence) []*act {
	var queue []int
	for i := s.First; i < s.Last; i++ {
		if r.d.Tokens[i].Head < 0 {
			queue = append(queue, i)
		}
	}
	var acts []*act
	for len(queue) > 0 {
		t := queue[0]
		queue = append(queue[1:], r.d.Children(t)...)
		if !r.consumed[t] {
			acts = append(acts, r.top(t)...)
		}
	}
	return acts
}

// event makes the record of an act; false where it is no event after all.
func (r *reader) event(a *act) (record.Event, bool) {
	code, known := r.ontology.Code(a.code)
	if !known {
		return record.Event{}, false
	}
	kind := code.Type
	if a.kind != "" {
		kind = a.kind
	}
	typ, _ := r.ontology.Type(kind)
	a.targets = slices.DeleteFunc(slices.Clone(a.targets), func(t int) bool {
		return r.isOwn(t, a.sources) || r.isWeOf(t, a) || !a.mutual && r.isItself(t, a.sources)
	})
	if a.mutual {
		// Both sides do it to each other: each stands on both.
		both := append(slices.Clone(a.sources), a.targets...)
		slices.Sort(both)
		if both = slices.Compact(both); len(both) > 1 {
			a.sources, a.targets = both, both
		}
	}
	e := record.Event{
		Plover: kind, Quad: typ.Quad, Cameo: record.Ptr(a.code), Status: a.status,
		Actors: r.parties(a.sources), Recipients: r.parties(a.targets),
		Trigger: r.s.Span(r.d.TokenSpan(a.first, a.last)),
		Rule:    a.rule,
	}
	if r.isServing(a) || r.isCourtesy(a) {
		return record.Event{}, false
	}
	if typ.NeedsRecipient && len(e.Recipients) == 0 || len(e.Actors)+len(e.Recipients) == 0 && !r.isPlaced(a) {
		return record.Event{}, false
	}
	if (e.Status == record.Possible || e.Status == record.Hypothetical) && len(a.sources) > 0 && !slices.ContainsFunc(a.sources, func(h int) bool { return !r.isSpeechRole(h) }) {
		return record.Event{}, false // "if you support the mayor", "we should discuss how to end the war"
	}
	switch {
	case a.mode != "":
		e.Mode = record.Ptr(a.mode)
	case a.kind == "" && code.Mode != "":
		e.Mode = record.Ptr(code.Mode)
	}
	evidence := r.clause(a)
	e.Evidence = r.s.Span(evidence)
	e.Contexts = r.contexts(code, evidence)
	date := r.date(a.pred, r.sitesOf(a.places...), a.status)
	e.When = date.time
	if date.by != "" {
		e.DatedBy = &date.by
	}
	e.Where = r.where(a)
	e.Figures = r.figures(a)
	e.AccordingTo = r.accordingTo(a.first, a.last)
	return e, true
}
