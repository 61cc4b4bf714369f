package eval

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/corpus"
	"annals/internal/record"
	"annals/internal/situation"
	"annals/internal/text"
)

// joinReport is a report of ECB+ as the program reads it.
type joinReport struct {
	gold     *corpus.ECB
	facts    *situation.Facts
	mentions []joinMention
}

// joinMention is a gold mention of an event with what is compared of it.
type joinMention struct {
	chain string
	event situation.Event
	row   bool // the program's own record has an event there
}

// Read is a function that reads a report's text.
type Read func(body, date string) (*text.Document, *record.Record, error)

// Joins scores which events of several reports are one, on gold mentions of
// events in ECB+ (those in sentences whose annotation was checked), topic by
// topic: MUC, B³, CEAFe, their mean (CoNLL) and LEA. Chains of one mention
// count, as the literature does with gold mentions. The baseline puts together
// what has the same head lemma within a topic. Rows marked "across" see the
// chains of a topic as a whole; a chain is evaluated over all of its reports.
// The last rows are of the events that the program's own records have at gold
// mentions: precision and recall of pairs of them, in two reports, that the
// ledger would join.
func Joins(read Read, split string, o Options) ([]*Table, error) {
	topics, err := joinTopics(read, split, o)
	if err != nil {
		return nil, err
	}
	weights, err := situation.JoinWeights()
	if err != nil {
		return nil, err
	}
	baseline, own := &crossScore{}, &crossScore{}
	var hits, system, gold float64
	for _, reports := range topics {
		list, gold1 := flatten(reports)
		baseline.add(gold1, byKey(len(list), func(i int) string { return list[i].event.Head }))
		own.add(gold1, joinAll(reports, list, weights))
		h, s, g := pairsOfRows(reports)
		hits, system, gold = hits+h, system+s, gold+g
	}
	coref := &Table{Title: "events over reports, " + split, Columns: []string{"MUC", "B3", "CEAFe", "LEA", "CoNLL"},
		Rows:  []Row{{"gold mentions, same head lemma", baseline.values()}, {"gold mentions", own.values()}},
		Notes: []string{fmt.Sprintf("%d topics; F1 in percent.", len(topics))}}
	p, r, f := F1(hits, system, gold)
	pairs := &Table{Title: "joins of the ledger, " + split, Columns: []string{"precision", "recall", "F1"}, Rows: []Row{{"pairs in two reports", []float64{p, r, f}}},
		Notes: []string{fmt.Sprintf("%.0f pairs joined, %.0f pairs of gold, of events that records have at gold mentions.", system, gold)}}
	return []*Table{coref, pairs}, nil
}

// joinTopics reads the reports of a part of ECB+, by topic.
func joinTopics(read Read, split string, o Options) ([][]*joinReport, error) {
	byTopic := map[int][]*joinReport{}
	for _, path := range o.Gold {
		err := corpus.ECBReports(path, func(e *corpus.ECB) error {
			if e.Split != split {
				return nil
			}
			r, err := newJoinReport(read, e)
			if err == nil && len(r.mentions) > 0 {
				byTopic[e.Topic] = append(byTopic[e.Topic], r)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
	}
	var topics [][]*joinReport
	for t := range 1000 {
		if len(byTopic[t]) > 0 {
			topics = append(topics, byTopic[t])
		}
	}
	if len(topics) == 0 {
		return nil, fmt.Errorf("eval: %v hold no checked mentions of events", o.Gold)
	}
	return topics, nil
}

// newJoinReport reads a report and sees what its gold mentions have.
func newJoinReport(read Read, e *corpus.ECB) (*joinReport, error) {
	doc, rec, err := read(e.Text, "")
	if err != nil {
		return nil, err
	}
	keys := map[string]string{}
	for i := range rec.Actors {
		if k := situation.Key(&rec.Actors[i]); k != "" {
			keys[rec.Actors[i].ID] = k
		}
	}
	r := &joinReport{gold: e, facts: situation.Of(rec, keys)}
	x := &mentionReader{doc: doc, rec: rec, keys: keys, speller: record.NewSpeller(e.Text)}
	for _, m := range e.Mentions {
		if !m.Event() || !m.Checked {
			continue
		}
		span := text.Span{Start: e.Tokens[m.First].Start, End: e.Tokens[m.Last-1].End}
		event, row := x.event(span, r.facts)
		r.mentions = append(r.mentions, joinMention{m.Chain, event, row})
	}
	return r, nil
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
			e.Head, e.Class = lemma(x.doc, head), situation.Class(x.doc.Form(head))
			return e, true
		}
	}
	e := situation.Event{Head: lemma(x.doc, head), Class: situation.Class(x.doc.Form(head)), Position: at.Start}
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

// flatten lists the mentions of a topic, and the gold chain of each.
func flatten(reports []*joinReport) ([]placedMention, []int) {
	var list []placedMention
	for i, r := range reports {
		for _, m := range r.mentions {
			list = append(list, placedMention{m, i})
		}
	}
	return list, byKey(len(list), func(i int) string { return list[i].chain })
}

// byKey groups n things by a key: the group of each is the first thing that
// has it.
func byKey(n int, key func(int) string) []int {
	first := map[string]int{}
	group := make([]int, n)
	for i := range n {
		k := key(i)
		if _, ok := first[k]; !ok {
			first[k] = i
		}
		group[i] = first[k]
	}
	return group
}

// joinAll groups the mentions of a topic by the model: the two groups whose
// pairs score highest on average become one, until none score enough.
func joinAll(reports []*joinReport, list []placedMention, w situation.Weights) []int {
	n := len(list)
	score := make([][]float64, n)
	group, size := make([]int, n), make([]int, n)
	for i := range n {
		score[i], group[i], size[i] = make([]float64, n), i, 1
	}
	forPairs(reports, list, func(i, j int, f []situation.Feature) { score[i][j] = w.Score(f); score[j][i] = score[i][j] })
	for {
		a, b, best := -1, -1, joinThreshold
		for i := range n {
			for j := range i {
				if size[i] > 0 && size[j] > 0 && score[i][j] >= best {
					a, b, best = j, i, score[i][j]
				}
			}
		}
		if a < 0 {
			return group
		}
		for k := range n {
			mean := (score[a][k]*float64(size[a]) + score[b][k]*float64(size[b])) / float64(size[a]+size[b])
			score[a][k], score[k][a] = mean, mean
			if group[k] == b {
				group[k] = a
			}
		}
		size[a] += size[b]
		size[b] = 0
	}
}

// joinThreshold is how highly two groups must score on average, as measured
// on the training topics.
const joinThreshold = .3

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
	list, _ := flatten(reports)
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
	group := situation.Groups(len(list), edges, func(a, b int) bool {
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

// crossScore adds up chains of mentions over topics.
type crossScore struct {
	muc, b3, ceaf, lea [4]float64 // hits and total of recall, then of precision
}

// groupsOf lists the members of each group.
func groupsOf(group []int) [][]int {
	at := map[int]int{}
	var list [][]int
	for i, g := range group {
		k, ok := at[g]
		if !ok {
			k = len(list)
			at[g] = k
			list = append(list, nil)
		}
		list[k] = append(list[k], i)
	}
	return list
}

// add adds a topic: the gold and the program's group of each mention.
func (s *crossScore) add(gold, system []int) {
	g, y := groupsOf(gold), groupsOf(system)
	for side, pair := range [][2]any{{g, system}, {y, gold}} {
		keys, response := pair[0].([][]int), pair[1].([]int)
		for _, k := range keys {
			parts := map[int]int{}
			for _, m := range k {
				parts[response[m]]++
			}
			n := float64(len(k))
			s.muc[2*side] += n - float64(len(parts))
			s.muc[2*side+1] += n - 1
			var square, links float64
			for _, c := range parts {
				square += float64(c) * float64(c)
				links += float64(c) * float64(c-1) / 2
			}
			s.b3[2*side] += square / n
			s.b3[2*side+1] += n
			if len(k) == 1 { // a chain of one is resolved where the other side has it alone
				if alone(response, k[0]) {
					links = 1
				}
				s.lea[2*side] += links
			} else {
				s.lea[2*side] += n * links / (n * (n - 1) / 2)
			}
			s.lea[2*side+1] += n
		}
	}
	phi := bestMatch(g, y)
	s.ceaf[0] += phi
	s.ceaf[1] += float64(len(g))
	s.ceaf[2] += phi
	s.ceaf[3] += float64(len(y))
}

func alone(group []int, m int) bool {
	n := 0
	for _, g := range group {
		if g == group[m] {
			n++
		}
	}
	return n == 1
}

// bestMatch is the greatest sum of phi4 over one-to-one pairs of groups.
func bestMatch(g, y [][]int) float64 {
	at := map[int]int{}
	for k, list := range y {
		for _, m := range list {
			at[m] = k
		}
	}
	n := max(len(g), len(y))
	cost := make([][]float64, n)
	for a := range cost {
		cost[a] = make([]float64, n)
		if a >= len(g) {
			continue
		}
		shared := map[int]int{}
		for _, m := range g[a] {
			shared[at[m]]++
		}
		for b, k := range shared {
			cost[a][b] = -2 * float64(k) / float64(len(g[a])+len(y[b]))
		}
	}
	return -assign(cost)
}

// values are the F1 of MUC, B³, CEAFe and LEA, and the CoNLL score.
func (s *crossScore) values() []float64 {
	f := func(v [4]float64) float64 {
		if v[1] == 0 || v[3] == 0 {
			return 0
		}
		r, p := v[0]/v[1], v[2]/v[3]
		if r+p == 0 {
			return 0
		}
		return 200 * r * p / (r + p)
	}
	muc, b3, ceaf, lea := f(s.muc), f(s.b3), f(s.ceaf), f(s.lea)
	return []float64{muc, b3, ceaf, lea, (muc + b3 + ceaf) / 3}
}

// JoinExamples are the pairs of gold mentions in the training topics of ECB+.
func JoinExamples(read Read, o Options) ([]situation.Example, error) {
	topics, err := joinTopics(read, "train", o)
	if err != nil {
		return nil, err
	}
	var list []situation.Example
	for _, reports := range topics {
		mentions, _ := flatten(reports)
		forPairs(reports, mentions, func(i, j int, f []situation.Feature) {
			list = append(list, situation.Example{Features: f, One: mentions[i].chain == mentions[j].chain})
		})
	}
	return list, nil
}
