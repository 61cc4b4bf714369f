package eval

import (
	"cmp"
	"fmt"
	"slices"

	"annals/internal/corpus"
	"annals/internal/crossdoc"
	"annals/internal/record"
	"annals/internal/text"
)

// Read is a function that reads a report's text.
type Read func(body, date string) (*text.Document, *record.Record, error)

// crossReport is a report of the gold as the program reads it.
type crossReport struct {
	gold   *corpus.Chained
	doc    *text.Document
	rec    *record.Record
	report *crossdoc.Report
}

// crossReports reads the reports of a part of the gold, by topic.
func crossReports(read Read, split string, o Options) ([][]*crossReport, error) {
	tables, err := crossdoc.LoadTables()
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var topics [][]*crossReport
	for _, path := range o.Gold {
		err := corpus.ChainedReports(path, func(c *corpus.Chained) error {
			if c.Split != split || len(c.Mentions) == 0 {
				return nil
			}
			doc, rec, err := read(c.Text, c.Date)
			if err != nil {
				return err
			}
			k, ok := at[c.Topic]
			if !ok {
				k = len(topics)
				at[c.Topic], topics = k, append(topics, nil)
			}
			topics[k] = append(topics[k], &crossReport{c, doc, rec, crossdoc.NewReport(doc, tables)})
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
	}
	if len(topics) == 0 {
		return nil, fmt.Errorf("eval: %v hold no mentions in chains over reports", o.Gold)
	}
	return topics, nil
}

// reportsOf are the reports of a topic as they are compared.
func reportsOf(topic []*crossReport) []*crossdoc.Report {
	var list []*crossdoc.Report
	for _, r := range topic {
		list = append(list, r.report)
	}
	return list
}

// goldOf are the gold's mentions of a topic: of each two with one head the
// shorter is left out.
func goldOf(topic []*crossReport, entities bool) (mentions []*crossdoc.Mention, chains []string, places []text.Span) {
	for k, r := range topic {
		at := map[int]int{}
		for _, g := range r.gold.Mentions {
			first, last := r.doc.TokensIn(g.Span)
			if g.Entity != entities || first >= last {
				continue
			}
			m := r.report.Mention(first, last)
			if i, ok := at[m.Head()]; ok {
				if m.Length() > mentions[i].Length() {
					mentions[i], chains[i] = m, g.Chain
				}
				continue
			}
			at[m.Head()] = len(mentions)
			mentions, chains, places = append(mentions, m), append(chains, g.Chain), append(places, placeOf(k, m))
		}
	}
	return mentions, chains, places
}

// placeOf is the head of a mention of the report with a number, as a range
// that no other mention has.
func placeOf(report int, m *crossdoc.Mention) text.Span {
	at := report<<20 + m.Head()
	return text.Span{Start: at, End: at + 1}
}

// chainsOf puts places into chains by the group of each.
func chainsOf[K comparable](places []text.Span, group []K) []chain {
	at := map[K]int{}
	var list []chain
	for i, g := range group {
		k, ok := at[g]
		if !ok {
			k = len(list)
			at[g], list = k, append(list, nil)
		}
		list[k] = append(list[k], places[i])
	}
	return list
}

// CrossDocument scores the coreference over reports, of events and of
// entities, on ECB+ or MEANTIME: mentions, MUC, B³, CEAFe, LEA, and the CoNLL
// score. Reports are grouped within the gold's topics (of ECB+, its two
// stories together). With gold mentions and with the program's own; a mention
// counts as the gold's where both have the same head. Chains of one mention
// count. The baseline puts together what has the same head lemma within a
// topic, of the same mentions.
func CrossDocument(read Read, split string, o Options) ([]*Table, error) {
	topics, err := crossReports(read, split, o)
	if err != nil {
		return nil, err
	}
	model, err := crossdoc.Load()
	if err != nil {
		return nil, err
	}
	detector, err := crossdoc.LoadDetector()
	if err != nil {
		return nil, err
	}
	var tables []*Table
	for _, entities := range []bool{false, true} {
		title := "events over reports"
		if entities {
			title = "entities over reports"
		}
		tables = append(tables, crossTable(title+", "+split, topics, entities, model, detector))
	}
	return tables, nil
}

func crossTable(title string, topics [][]*crossReport, entities bool, model *crossdoc.Model, detector *crossdoc.Detector) *Table {
	rows := []string{"gold mentions, same head lemma", "gold mentions", "own mentions, same head lemma", "own mentions"}
	scores := make([]corefScore, len(rows))
	for _, topic := range topics {
		mentions, chains, places := goldOf(topic, entities)
		gold := chainsOf(places, chains)
		own, ownPlaces := ownMentions(topic, entities, detector)
		for k, side := range []struct {
			mentions []*crossdoc.Mention
			places   []text.Span
		}{{mentions, places}, {own, ownPlaces}} {
			lemmas := make([]string, len(side.mentions))
			for i, m := range side.mentions {
				lemmas[i] = m.Lemma()
			}
			scores[2*k].add(gold, chainsOf(side.places, lemmas))
			scores[2*k+1].add(gold, chainsOf(side.places, model.Group(reportsOf(topic), side.mentions, entities)))
		}
	}
	table := &Table{Title: title, Columns: []string{"mentions", "MUC", "B3", "CEAFe", "LEA", "CoNLL"},
		Notes: []string{fmt.Sprintf("%d topics, each grouped as a whole; F1 in percent; chains of one mention count.", len(topics))}}
	for i, label := range rows {
		table.Rows = append(table.Rows, Row{label, scores[i].values()})
	}
	return table
}

// ownMentions are the program's mentions in what the annotators read.
func ownMentions(topic []*crossReport, entities bool, detector *crossdoc.Detector) (list []*crossdoc.Mention, places []text.Span) {
	for k, r := range topic {
		for _, span := range r.ranges() {
			found, other := detector.Detect(r.report, span[0], span[1])
			if entities {
				found = other
			}
			for _, m := range found {
				list, places = append(list, m), append(places, placeOf(k, m))
			}
		}
	}
	return list, places
}

// ranges are the tokens that the annotators read.
func (r *crossReport) ranges() [][2]int {
	var list [][2]int
	for _, s := range r.gold.Read {
		first, last := r.doc.TokensIn(s)
		list = append(list, [2]int{first, last})
	}
	return list
}

// TrainCrossDocument learns the coreference over reports, and the finding of
// mentions, from the training topics of ECB+.
func TrainCrossDocument(read Read, seed uint64, o Options) (*crossdoc.Model, *crossdoc.Detector, error) {
	topics, err := crossReports(read, "train", o)
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(topics, func(a, b []*crossReport) int { return cmp.Compare(a[0].gold.Topic, b[0].gold.Topic) })
	var list []crossdoc.Topic
	var annotated []crossdoc.Annotated
	for _, topic := range topics {
		t := crossdoc.Topic{Reports: reportsOf(topic)}
		for _, r := range topic {
			t.Stories = append(t.Stories, r.gold.Story)
			one := []*crossReport{r}
			events, _, _ := goldOf(one, false)
			entities, _, _ := goldOf(one, true)
			annotated = append(annotated, crossdoc.Annotated{Report: r.report, Events: events, Entities: entities, Read: r.ranges()})
		}
		t.Events.Mentions, t.Events.Chains, _ = goldOf(topic, false)
		t.Entities.Mentions, t.Entities.Chains, _ = goldOf(topic, true)
		list = append(list, t)
	}
	detector, err := crossdoc.TrainDetector(annotated, seed)
	if err != nil {
		return nil, nil, err
	}
	return crossdoc.Train(list, conll), detector, nil
}

// conll is the CoNLL score of groups of mentions.
func conll(topics []crossdoc.Gold, groups [][]int) float64 {
	s := &corefScore{}
	for t, g := range topics {
		places := make([]text.Span, len(g.Mentions))
		for i := range places {
			places[i] = text.Span{Start: i, End: i + 1}
		}
		s.add(chainsOf(places, g.Chains), chainsOf(places, groups[t]))
	}
	return s.values()[5]
}
