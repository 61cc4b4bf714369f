package eval

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/situation"
	"annals/internal/text"
)

// joinReport is a report of ECB+ with what the ledger would compare of the
// gold's mentions of events.
type joinReport struct {
	facts    *situation.Facts
	mentions []joinMention
}

// joinMention is a gold mention of an event with what is compared of it.
type joinMention struct {
	chain string
	event situation.Event
	row   bool // the program's own record has an event there
}

// Joins scores the joining of events by the ledger on ECB+: of the events that
// the program's own records have at gold mentions of events, precision and
// recall of the pairs of them, in two reports of a topic, that the ledger
// would join.
func Joins(read Read, split string, o Options) (*Table, error) {
	topics, err := joinTopics(read, split, o)
	if err != nil {
		return nil, err
	}
	var hits, system, gold float64
	for _, reports := range topics {
		h, s, g := pairsOfRows(reports)
		hits, system, gold = hits+h, system+s, gold+g
	}
	p, r, f := F1(hits, system, gold)
	return &Table{Title: "joins of the ledger, " + split, Columns: []string{"precision", "recall", "F1"}, Rows: []Row{{"pairs in two reports", []float64{p, r, f}}},
		Notes: []string{fmt.Sprintf("%.0f pairs joined, %.0f pairs of gold, of events that records have at gold mentions.", system, gold)}}, nil
}

// joinTopics reads the reports of a part of ECB+, by topic.
func joinTopics(read Read, split string, o Options) ([][]*joinReport, error) {
	topics, err := crossReports(read, split, o)
	if err != nil {
		return nil, err
	}
	list := make([][]*joinReport, len(topics))
	for t, topic := range topics {
		for _, r := range topic {
			list[t] = append(list[t], newJoinReport(r))
		}
	}
	return list, nil
}

// newJoinReport sees what a report's gold mentions of events have.
func newJoinReport(c *crossReport) *joinReport {
	keys := map[string]string{}
	for i := range c.rec.Actors {
		if k := situation.Key(&c.rec.Actors[i]); k != "" {
			keys[c.rec.Actors[i].ID] = k
		}
	}
	r := &joinReport{facts: situation.Of(c.rec, keys)}
	x := &mentionReader{doc: c.doc, rec: c.rec, keys: keys, speller: record.NewSpeller(c.gold.Text)}
	for _, m := range c.gold.Mentions {
		if !m.Entity {
			event, row := x.event(m.Span, r.facts)
			r.mentions = append(r.mentions, joinMention{m.Chain, event, row})
		}
	}
	return r
}

// mentionReader makes of words of a report what is compared of an event.
type mentionReader struct {
	doc     *text.Document
	rec     *record.Record
	keys    map[string]string
	speller *record.Speller
}

// event is the event of the record whose trigger lies in the words, or else
// what the tree around the words gives.
func (x *mentionReader) event(span text.Span, facts *situation.Facts) (situation.Event, bool) {
	first, last := x.doc.TokensIn(span)
	if first >= last {
		return situation.Event{Head: situation.Head(x.doc.Slice(span))}, false
	}
	head := first
	for i := first; i < last; i++ {
		if h := x.doc.Tokens[i].Head; h < first || h >= last {
			head = i
			break
		}
	}
	token := x.doc.Tokens[head]
	at := x.speller.Span(token.Span)
	for i := range x.rec.Events {
		if t := x.rec.Events[i].Trigger; t.Start < at.End && at.Start < t.End {
			e := facts.Events[i]
			e.Head, e.Class, e.Word = lemma(x.doc, head), situation.Class(x.doc.Form(head)), x.doc.Form(head)
			return e, true
		}
	}
	e := situation.Event{Head: lemma(x.doc, head), Class: situation.Class(x.doc.Form(head)), Word: x.doc.Form(head), Position: at.Start}
	for _, c := range x.doc.Children(head) {
		switch d := x.doc.Tokens[c].Deprel; {
		case text.IsRelation(d, "nsubj:pass"), text.IsRelation(d, "obj"), text.IsRelation(d, "iobj"):
			e.Recipients = append(e.Recipients, x.who(c))
		case text.IsRelation(d, "nsubj"), text.IsRelation(d, "nmod:poss"), text.IsRelation(d, "compound"):
			e.Actors = append(e.Actors, x.who(c))
		case text.IsRelation(d, "obl:agent"):
			e.Actors = append(e.Actors, x.who(c))
		case text.IsRelation(d, "nmod"), text.IsRelation(d, "obl"):
			e.Recipients = append(e.Recipients, x.who(c))
		}
	}
	near := situation.Near(x.rec, x.keys, x.speller.Span(token.Span))
	e.Places, e.Country, e.First, e.End, e.Named = near.Places, near.Country, near.First, near.End, near.Named
	return e, false
}

func lemma(d *text.Document, i int) string {
	if l := strings.ToLower(d.Tokens[i].Lemma); l != "" {
		return situation.Head(l)
	}
	return situation.Head(d.Form(i))
}

// who is the actor of the record that is named there, or the words themselves.
func (x *mentionReader) who(token int) situation.Who {
	at := x.speller.Span(x.doc.Tokens[token].Span)
	for i := range x.rec.Actors {
		a := &x.rec.Actors[i]
		for _, m := range a.Mentions {
			if m.Start <= at.Start && at.End <= m.End && m.End-m.Start < 60 {
				return situation.NewWho(a, x.keys[a.ID])
			}
		}
	}
	first, last := x.doc.Subtree(token)
	return situation.NewWho(&record.Actor{Name: x.doc.Slice(x.doc.TokenSpan(first, min(last, first+6)))}, "")
}

// placedMention is a mention with its report.
type placedMention struct {
	joinMention
	report int
}

// flatten lists the mentions of a topic.
func flatten(reports []*joinReport) []placedMention {
	var list []placedMention
	for i, r := range reports {
		for _, m := range r.mentions {
			list = append(list, placedMention{m, i})
		}
	}
	return list
}

// forPairs hands over each pair of mentions of a topic that may be one, with
// its features.
func forPairs(reports []*joinReport, list []placedMention, each func(i, j int, f []situation.Feature)) {
	similar := make([][]float64, len(reports))
	for a := range reports {
		similar[a] = make([]float64, len(reports))
		for b := range reports {
			similar[a][b] = situation.Similarity(reports[a].facts.Terms, reports[b].facts.Terms)
		}
		similar[a][a] = 1
	}
	for i := range list {
		for j := range i {
			s := similar[list[i].report][list[j].report]
			each(j, i, situation.Pair(&list[j].event, &list[i].event, s, list[i].report == list[j].report))
		}
	}
}

// pairsOfRows counts the pairs of the records' own events at gold mentions, in
// two reports, that the ledger would join, those of gold, and both.
func pairsOfRows(reports []*joinReport) (hits, system, gold float64) {
	list := flatten(reports)
	list = slices.DeleteFunc(list, func(m placedMention) bool { return !m.row })
	var edges []situation.Edge
	forPairs(reports, list, func(i, j int, f []situation.Feature) {
		similarity := situation.Similarity(reports[list[i].report].facts.Terms, reports[list[j].report].facts.Terms)
		if list[i].report != list[j].report && similarity < .12 {
			return
		}
		l, err := situation.Compare(&list[i].event, &list[j].event, similarity, list[i].report == list[j].report)
		if err == nil && l.Score >= situation.LinkLeast {
			edges = append(edges, situation.Edge{A: i, B: j, Score: l.Score})
		}
	})
	things := make([]situation.Thing, len(list))
	for i, m := range list {
		things[i] = situation.Thing{Kind: int64(i), Report: int64(m.report)}
	}
	group, _ := situation.Groups(things, edges, func(a, b int) bool {
		return situation.Apart(&list[a].event, &list[b].event, list[a].report == list[b].report)
	})
	for i := range list {
		for j := range i {
			if list[i].report == list[j].report {
				continue
			}
			same, joined := list[i].chain == list[j].chain, group[i] == group[j]
			if same {
				gold++
			}
			if joined {
				system++
			}
			if same && joined {
				hits++
			}
		}
	}
	return hits, system, gold
}

// JoinExamples are the pairs of gold mentions in the training topics of ECB+.
func JoinExamples(read Read, o Options) ([]situation.Example, error) {
	topics, err := joinTopics(read, "train", o)
	if err != nil {
		return nil, err
	}
	var list []situation.Example
	for _, reports := range topics {
		mentions := flatten(reports)
		forPairs(reports, mentions, func(i, j int, f []situation.Feature) {
			list = append(list, situation.Example{Features: f, One: mentions[i].chain == mentions[j].chain})
		})
	}
	return list, nil
}
