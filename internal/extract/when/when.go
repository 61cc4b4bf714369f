// Package when finds time expressions: dates, weekdays, months, years,
// decades, times of day, ranges, durations, repetitions.
//
// It reads a document's text, sentences, tokens, tags, name mentions and,
// where present, its tree, and writes [record.Time]. A span is the expression
// itself in the sense of TIMEX3 (TimeML, Pustejovsky et al. 2003), without the
// preposition before it; the preposition shows in an open end ("until
// September 25" has no start). A range ("from 2009 to 2011") is one time. What counts
// from an event takes the event's words along ("hours after the blast").
//
// Relative expressions are resolved against the report's date or the dateline
// of their block, and stay unresolved where neither is known. The bounds of a
// loose expression ("early June", "late 2006") are those of the whole period
// that it lies in. Durations, repetitions and vague expressions have no bounds;
// their rule carries the value that TIMEX3 gives them.
package when

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"annals/internal/lexicon/calendar"
	"annals/internal/lexicon/numeral"
	"annals/internal/record"
	"annals/internal/text"
)

// words are the tables that finding needs.
type words struct {
	calendar *calendar.Words
	numbers  *numeral.Words
}

// load parses the embedded tables once; they are read-only afterwards. The
// tables are part of the program, and the tests hold them to their form.
var load = sync.OnceValues(func() (words, error) {
	c, err := calendar.Load()
	if err != nil {
		return words{}, err
	}
	n, err := numeral.Load()
	return words{c, n}, err
})

// Find lists the document's time expressions in text order, without overlap.
func Find(doc *text.Document, spell *record.Speller) []record.Time {
	w, err := load()
	if err != nil {
		return nil
	}
	f := &finder{words: w, doc: doc, inName: inNames(doc)}
	published, _ := parseDay(doc.Published)
	var times []record.Time
	for b := range doc.Blocks {
		block := &doc.Blocks[b]
		if block.Dateline.Len() > 0 {
			f.ref = f.dateline(block, published)
		} else if f.ref.IsZero() {
			f.ref = published
		}
		for _, h := range f.head(block) {
			times = append(times, f.record(h, spell))
		}
		for s := block.First; s < block.Last; s++ {
			for _, h := range f.sentence(s) {
				times = append(times, f.record(h, spell))
			}
		}
	}
	for i := range times {
		times[i].ID = fmt.Sprintf("T%d", i+1)
	}
	return times
}

// parseDay reads the day of an RFC 3339 date or date-time.
func parseDay(s string) (time.Time, bool) {
	if len(s) < 10 {
		return time.Time{}, false
	}
	t, err := time.Parse("2006-01-02", s[:10])
	return t, err == nil
}

// finder holds what finding in one document needs.
type finder struct {
	words
	doc    *text.Document
	inName []bool    // of each token: it lies in a longer name of a person or body
	ref    time.Time // the report's date, or the dateline's; zero where unknown

	// of the current sentence:
	atoms []numeral.Atom
	named []bool // the atom lies in a name that is no time

	// what was last resolved before the current position, and in which
	// sentence: a day, for "the next day", and any period, for "the previous year"
	antecedent   period
	since        int
	last         period
	lastGrain    grain
	lastSentence int
}

// hit is a reading at its place, resolved as far as it can be.
type hit struct {
	reading
	span     text.Span
	period   period
	resolved bool
	basis    string
	rule     string
}

// reading is what a stretch of atoms means before it is resolved.
type reading struct {
	atoms  int // how many
	grain  grain
	stated bool // at needs no reference
	// at resolves the reading; nil where nothing can.
	at         func(*situation) (period, bool)
	recurrence string
	clock      *clock // a time of day without a day
	rule       string
	opens      bool // "since", "until" before it leave an end open
}

// situation is what resolving can draw on.
type situation struct {
	ref        time.Time // zero where unknown
	tense      tense
	antecedent period // the day last named in this sentence or one before it, up to three back in its paragraph; zero where none
	last       period // the period last named in this sentence; zero where none
	lastGrain  grain
}

func (s *situation) known() bool { return !s.ref.IsZero() }

// sentence finds the expressions of sentence s from left to right, the longest
// at each place.
func (f *finder) sentence(s int) []hit {
	f.enter(s)
	hits := f.expressions(s)
	f.attachClock(hits, s)
	return hits
}

// head finds the expressions in a block's dateline, or in a block that is only the time
// of day of an entry. A time of day is one of the report's day.
func (f *finder) head(b *text.Block) []hit {
	if b.Dateline.Len() == 0 {
		return nil
	}
	kept := *f
	f.scan(b.Dateline)
	hits := f.expressions(b.First)
	*f = kept // what the text goes on to speak of is another day
	f.onOwnDay(hits)
	return hits
}

// expressions finds those among the current atoms, which are of sentence s.
func (f *finder) expressions(s int) []hit {
	var hits []hit
	for i := 0; i < len(f.atoms); {
		r, ok := f.longest(i)
		if end := i + r.atoms; ok && end < len(f.atoms) && f.inOneName(i, end) {
			i, ok = end-1, false // "March 23 Movement"
		}
		if !ok {
			i++
			continue
		}
		hits = append(hits, f.resolve(r, i, s))
		i += r.atoms
	}
	return hits
}

// inOneName reports whether atoms i to end, the last included, lie in the name
// of one body.
func (f *finder) inOneName(i, end int) bool {
	first, last := f.doc.TokenAt(f.atoms[i].Start), f.doc.TokenAt(f.atoms[end].Start)
	if first >= len(f.doc.Tokens) || f.doc.Tokens[first].Start > f.atoms[i].Start { // a dateline has no tokens
		return false
	}
	for _, m := range f.doc.Mentions {
		if m.Kind == text.Name && m.Type == text.Organization && m.First <= first && last < m.Last {
			return true
		}
	}
	return false
}

func (f *finder) enter(s int) { f.scan(f.doc.Sentences[s].Span) }

// scan cuts a span into atoms.
func (f *finder) scan(span text.Span) {
	f.atoms = numeral.Scan(f.doc.Slice(span), span.Start)
	f.named = make([]bool, len(f.atoms))
	t := f.doc.TokenAt(span.Start)
	for i, a := range f.atoms {
		for t < len(f.doc.Tokens) && f.doc.Tokens[t].End <= a.Start {
			t++
		}
		f.named[i] = t < len(f.doc.Tokens) && f.doc.Tokens[t].Start < a.End && f.inName[t]
	}
}

// inNames marks the tokens in names of several words of persons and bodies.
func inNames(doc *text.Document) []bool {
	in := make([]bool, len(doc.Tokens))
	for _, m := range doc.Mentions {
		if m.Kind != text.Name || m.Last-m.First < 2 || m.Type != text.Person && m.Type != text.Organization {
			continue
		}
		for t := m.First; t < m.Last; t++ {
			in[t] = true
		}
	}
	return in
}

// dateline is the date in a block's dateline, or the report's.
func (f *finder) dateline(b *text.Block, published time.Time) time.Time {
	f.scan(b.Dateline)
	for i := range f.atoms {
		if r, ok := f.calendarDay(i); ok {
			if p, ok := r.at(&situation{ref: published}); ok {
				return p.start
			}
		}
	}
	if f.ref.IsZero() {
		return published
	}
	return f.ref
}

// resolve gives a reading its place, its bounds and its open end.
func (f *finder) resolve(r reading, i, s int) hit {
	h := hit{reading: r, basis: record.NoBasis, rule: r.rule}
	h.span = text.Span{Start: f.atoms[i].Start, End: f.atoms[i+r.atoms-1].End}
	if r.at == nil {
		return h
	}
	now := &situation{ref: f.ref, tense: f.tenseAt(i, i+r.atoms)}
	switch {
	case now.tense == noTense && f.is(i-1, "until", "till"):
		now.tense = future
	case f.is(i-1, "since"):
		now.tense = past
	}
	if f.since >= s-1 || f.since >= s-3 && f.doc.Sentences[f.since].Block == f.doc.Sentences[s].Block {
		now.antecedent = f.antecedent
	}
	if f.lastSentence == s {
		now.last, now.lastGrain = f.last, f.lastGrain
	}
	p, ok := r.at(now)
	if !ok {
		h.rule += "; nothing to resolve it against"
		return h
	}
	h.period, h.resolved, h.basis = p, true, record.Relative
	if r.stated {
		h.basis = record.Stated
	}
	if r.grain == day {
		f.antecedent, f.since = p, s
	}
	f.last, f.lastGrain, f.lastSentence = p, r.grain, s
	if r.opens {
		f.open(&h, i)
	}
	return h
}

// record is the hit as the record has it.
func (f *finder) record(h hit, spell *record.Speller) record.Time {
	t := record.Time{Basis: h.basis, Span: spell.Span(h.span), Rule: "when: " + h.rule}
	if g := h.grain.String(); g != "" {
		t.Grain = &g
	}
	if h.recurrence != "" {
		t.Recurrence = &h.recurrence
	}
	if h.resolved && !h.period.start.IsZero() {
		t.Start = record.Ptr(layout(h.period.start, h.grain, h.period.zone))
	}
	if h.resolved && !h.period.end.IsZero() {
		t.End = record.Ptr(layout(h.period.end, h.grain, h.period.zone))
	}
	return t
}

// low is the lower-case form of atom i, "" outside the sentence.
func (f *finder) low(i int) string { return numeral.Low(f.atoms, i) }

// is reports whether atom i is one of the words.
func (f *finder) is(i int, words ...string) bool { return numeral.Is(f.atoms, i, words...) }

// phrase reports whether the words, separated by spaces, begin at atom i, and
// how many atoms they take.
func (f *finder) phrase(i int, words string) (int, bool) {
	n := 0
	for w := range strings.FieldsSeq(words) {
		if base, ok := strings.CutSuffix(w, "'s"); ok {
			if f.low(i+n) != base || !f.apostrophe(i+n+1) || f.low(i+n+2) != "s" {
				return 0, false
			}
			n += 3
			continue
		}
		if f.low(i+n) != w {
			return 0, false
		}
		n++
	}
	return n, true
}

func (f *finder) apostrophe(i int) bool { return f.is(i, "'", "’", "ʼ", "‘") }

// hyphen reports a hyphen or dash at atom i that is glued to what stands
// before it.
func (f *finder) hyphen(i int) bool {
	return f.is(i, "-", "‑", "–", "—") && f.atoms[i].Glued
}

func (f *finder) capital(i int) bool {
	if i < 0 || i >= len(f.atoms) {
		return false
	}
	c := f.atoms[i].Text[0]
	return c >= 'A' && c <= 'Z'
}

func (f *finder) glued(i int) bool { return i < len(f.atoms) && i >= 0 && f.atoms[i].Glued }

// token is the index of the token that holds atom i.
func (f *finder) token(i int) int { return f.doc.TokenAt(f.atoms[i].Start) }

// xpos is the Penn tag of atom i's token, "" outside or before tagging.
func (f *finder) xpos(i int) string {
	if i < 0 || i >= len(f.atoms) {
		return ""
	}
	if t := f.token(i); t < len(f.doc.Tokens) {
		return f.doc.Tokens[t].XPOS
	}
	return ""
}
