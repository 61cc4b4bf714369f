// Package figure finds numbers with what they count.
//
// It reads a document's text, sentences, tokens, tags, name mentions and,
// where present, its tree, and writes [record.Figure]. It decides as follows.
//
// Value is the number as printed; Low and High are what the words assure:
// "more than 770" has value 770 and low 770, "up to 500" value 500 and high
// 500, "10 to 15" low 10 and high 15 and no value, a plain number all three
// alike, "about 300" a value alone. "Dozens", "tens of thousands" have no
// value and are at least two dozen, one ten thousand; "several hundred" at
// least two hundred. "One in five" is the value 0.2 of unit "fraction".
//
// Unit is "person" for counted people, an ISO 4217 code for money, a unit of
// measure, "percent", or the counted noun in the singular. Counts is the fate
// or the doing that the sentence gives those counted ("arrested", "killed",
// "protesters" for people who protest), else the counted noun as printed.
//
// ChangedFrom is the figure that one has replaced: the 12 of "87, up from 12",
// the 41 of "from 41 to 58".
//
// Dates, durations, times of day, ages, ordinals, scores, addresses and
// numbers that name things ("Article 5", "flight 370") are no figures. A span
// runs from the words of the bound to the unit or the counted noun.
package figure

import (
	"fmt"

	"annals/internal/lexicon/numeral"
	"annals/internal/record"
	"annals/internal/text"
)

// Find lists the document's figures in text order.
func Find(doc *text.Document, spell *record.Speller) []record.Figure {
	t, err := load()
	if err != nil {
		return nil
	}
	f := &finder{tables: t, doc: doc}
	var figures []record.Figure
	for s := range doc.Sentences {
		f.enter(s)
		done := 0 // atoms that belong to a figure
		for i := 0; i < len(f.atoms); {
			q, ok := f.quantityAt(i)
			if !ok || !f.count(&q) || q.start < done {
				i = max(i+1, q.skip)
				continue
			}
			fig := q.record(spell)
			fig.ID = fmt.Sprintf("F%d", len(figures)+1)
			if n := len(figures); f.last.end > 0 {
				f.linkChange(q, &fig, &figures[n-1])
			}
			figures = append(figures, fig)
			i, done = q.end, q.end
			f.last = q
		}
	}
	return figures
}

// finder holds what finding in one document needs.
type finder struct {
	*tables
	doc      *text.Document
	atoms    []numeral.Atom // of the current sentence
	sentence text.Sentence
	last     quantity // the figure before in this sentence, or none
	above    quantity // the last figure of the sentence before in its block, or none
}

func (f *finder) enter(s int) {
	f.above = f.last
	if s == 0 || f.doc.Sentences[s].Block != f.sentence.Block {
		f.above = quantity{}
	}
	f.sentence = f.doc.Sentences[s]
	f.atoms = numeral.Scan(f.doc.Slice(f.sentence.Span), f.sentence.Start)
	f.last = quantity{}
}

// quantity is a number in its place: what it says, and what it counts.
type quantity struct {
	start, end       int // atoms, bound and counted noun included
	number, past     int // atoms of the number itself
	skip             int // where to go on if it is no figure
	value, low, high *float64
	bound            string
	unit, counts     string
	span             text.Span
	rule             string
}

func (q *quantity) record(spell *record.Speller) record.Figure {
	r := record.Figure{Value: q.value, Low: q.low, High: q.high, Bound: q.bound, Span: spell.Span(q.span), Rule: "figure: " + q.rule}
	if q.unit != "" {
		r.Unit = &q.unit
	}
	if q.counts != "" {
		r.Counts = &q.counts
	}
	return r
}

// low is the lower-case form of atom i, "" outside the sentence.
func (f *finder) low(i int) string { return numeral.Low(f.atoms, i) }

func (f *finder) is(i int, words ...string) bool { return numeral.Is(f.atoms, i, words...) }

func (f *finder) glued(i int) bool { return i >= 0 && i < len(f.atoms) && f.atoms[i].Glued }

func (f *finder) capital(i int) bool {
	if i < 0 || i >= len(f.atoms) {
		return false
	}
	c := f.atoms[i].Text[0]
	return c >= 'A' && c <= 'Z'
}

func (f *finder) digits(i int) bool { return i >= 0 && i < len(f.atoms) && f.atoms[i].Digits }

// token is the token that holds atom i, nil outside the sentence.
func (f *finder) token(i int) *text.Token {
	if t := f.tokenIndex(i); t >= 0 {
		return &f.doc.Tokens[t]
	}
	return nil
}

func (f *finder) tokenIndex(i int) int {
	if i < 0 || i >= len(f.atoms) {
		return -1
	}
	if t := f.doc.TokenAt(f.atoms[i].Start); t >= f.sentence.First && t < f.sentence.Last {
		return t
	}
	return -1
}

func (f *finder) xpos(i int) string {
	if t := f.token(i); t != nil {
		return t.XPOS
	}
	return ""
}

// atomOf is the first atom at or after the start of token t.
func (f *finder) atomOf(t int) int {
	for i := range f.atoms {
		if f.atoms[i].End > f.doc.Tokens[t].Start {
			return i
		}
	}
	return len(f.atoms)
}
