package query

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Node is a condition that a row of the ledger meets or does not: one of And,
// Or, Not, Words, Code, Days and Range. A row that has nothing of the kind a
// condition asks for (the status of a statement) does not meet it.
type Node interface {
	write(b *strings.Builder, nested bool)
}

// And holds where all of its conditions hold; an empty And always holds.
type And []Node

// Or holds where one of its conditions holds.
type Or []Node

// Not holds where its condition does not.
type Not struct{ Node Node }

// Words holds where one of the phrases stands in the field's text.
type Words struct {
	Field Field
	Any   []Phrase
}

// Phrase is one word or several in a row.
type Phrase struct {
	Text   string
	Prefix bool // the last word is only the beginning of a word
}

// Code holds where the field has one of the values.
type Code struct {
	Field Field
	Any   []string
}

// Days holds where the field's time overlaps the days from From up to, and
// without, To. "" leaves that side open.
type Days struct {
	Field    Field // Date or Published
	From, To string
}

// Range holds where the field's number lies between Low and High. nil leaves
// that side open.
type Range struct {
	Field               Field
	Low, High           *float64
	AboveLow, BelowHigh bool // the bound itself is left out
}

// String is the query in canonical form. It parses to the same tree.
func String(n Node) string {
	var b strings.Builder
	n.write(&b, false)
	return b.String()
}

func (n And) write(b *strings.Builder, nested bool) { join(b, n, " ", nested) }

func (n Or) write(b *strings.Builder, nested bool) { join(b, n, " OR ", nested) }

func join(b *strings.Builder, nodes []Node, between string, nested bool) {
	if nested {
		b.WriteByte('(')
	}
	for i, n := range nodes {
		if i > 0 {
			b.WriteString(between)
		}
		n.write(b, true)
	}
	if nested {
		b.WriteByte(')')
	}
}

func (n Not) write(b *strings.Builder, _ bool) {
	b.WriteByte('-')
	n.Node.write(b, true)
}

func (n Words) write(b *strings.Builder, _ bool) {
	if n.Field != Text || len(n.Any) > 1 {
		b.WriteString(string(n.Field) + ":")
	}
	for i, p := range n.Any {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + p.Text + `"`)
		if p.Prefix {
			b.WriteByte('*')
		}
	}
}

func (n Code) write(b *strings.Builder, _ bool) {
	b.WriteString(string(n.Field) + ":")
	for i, v := range n.Any {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.ContainsFunc(v, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			v = `"` + v + `"`
		}
		b.WriteString(v)
	}
}

func (n Days) write(b *strings.Builder, _ bool) {
	last := n.To
	if last != "" {
		last = addDays(last, -1)
	}
	switch {
	case n.Field == Date && n.To == "":
		b.WriteString("since:" + n.From)
	case n.Field == Date && n.From == "":
		b.WriteString("until:" + last)
	case n.Field == Date:
		b.WriteString("on:" + n.From + ".." + last)
	default:
		b.WriteString("published:" + n.From + ".." + last)
	}
}

func (n Range) write(b *strings.Builder, _ bool) {
	number := func(v *float64) string { return strconv.FormatFloat(*v, 'f', -1, 64) }
	b.WriteString(string(n.Field) + ":")
	switch {
	case n.Low != nil && n.High != nil:
		b.WriteString(number(n.Low) + ".." + number(n.High))
	case n.Low != nil && n.AboveLow:
		b.WriteString(">" + number(n.Low))
	case n.Low != nil:
		b.WriteString(">=" + number(n.Low))
	case n.BelowHigh:
		b.WriteString("<" + number(n.High))
	default:
		b.WriteString("<=" + number(n.High))
	}
}

const day = "2006-01-02"

func addDays(date string, n int) string {
	t, err := time.Parse(day, date)
	if err != nil {
		return date
	}
	return t.AddDate(0, 0, n).Format(day)
}
