package corpus

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"annals/internal/text"
)

// Chained is a report with mentions of events and entities in chains that run
// over the reports of a topic. Offsets are bytes.
type Chained struct {
	Topic string // reports of other topics share no chain
	Story string // of ECB+: which of the two stories of its topic it tells; else ""
	ID    string
	Split string // train, dev
	Text  string
	Date  string // "2006-01-02", or ""
	// Read is what the annotators read: only mentions in it are part of the
	// gold.
	Read     []text.Span
	Mentions []ChainedMention
}

// ChainedMention is a mention of the gold.
type ChainedMention struct {
	text.Span
	Entity bool   // of a participant, a thing or a place; otherwise of an event
	Chain  string // by what it is in one chain with others of its topic
}

// ChainedReports reads the reports of ECB+ (JSON Lines) or MEANTIME (tar of
// CAT XML), by the file's name. Of ECB+, what stands in sentences whose
// annotation was not checked is left out, as the literature does.
func ChainedReports(file string, each func(*Chained) error) error {
	if strings.Contains(path.Base(file), ".jsonl") {
		return ECBReports(file, func(e *ECB) error { return each(e.chained()) })
	}
	return MeantimeReports(file, func(m *Meantime) error { return each(m.chained()) })
}

func (e *ECB) chained() *Chained {
	c := &Chained{Topic: fmt.Sprint(e.Topic), Story: "first", ID: e.ID, Split: e.Split, Text: e.Text}
	if strings.HasSuffix(e.ID, "plus") {
		c.Story = "second"
	}
	for i, s := range e.Sentences {
		if e.Checked[i] {
			c.Read = append(c.Read, s.Span)
		}
	}
	for _, m := range e.Mentions {
		if m.Checked && (m.Event() || m.Entity()) {
			c.Mentions = append(c.Mentions, ChainedMention{text.Span{Start: e.Tokens[m.First].Start, End: e.Tokens[m.Last-1].End}, m.Entity(), m.Chain})
		}
	}
	return c
}

// chained leaves out mentions of numbers and whole clauses, and what stands
// after the sentences that were read whole.
func (m *Meantime) chained() *Chained {
	c := &Chained{Topic: m.Topic, ID: m.ID, Split: "dev", Text: m.Text, Date: m.Date, Read: []text.Span{{Start: 0, End: m.Annotated}}}
	add := func(start, end int, entity bool, chain string) {
		if end <= m.Annotated {
			c.Mentions = append(c.Mentions, ChainedMention{text.Span{Start: start, End: end}, entity, chain})
		}
	}
	for _, e := range m.Events {
		add(e.Start, e.End, false, e.Chain)
	}
	for _, e := range m.Entities {
		add(e.Start, e.End, true, e.Chain)
	}
	slices.SortStableFunc(c.Mentions, func(a, b ChainedMention) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	return c
}
