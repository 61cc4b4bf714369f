package eval

import (
	"fmt"

	"annals/internal/corpus"
	"annals/internal/record"
	"annals/internal/text"
)

// Statuses scores how firmly the text puts each event mention of MEANTIME: its
// polarity, certainty, time and special case, mapped by GoldStatus, against
// the status that read gives the token. read makes the document of a text with
// its date, and the status of any of its tokens.
func Statuses(read func(text, date string) (*text.Document, func(token int) string, error), o Options) (*Table, error) {
	count := map[[2]string]float64{}
	var all, right float64
	for _, path := range o.Gold {
		err := corpus.MeantimeReports(path, func(m *corpus.Meantime) error {
			doc, status, err := read(m.Text, m.Date)
			if err != nil {
				return fmt.Errorf("eval: %s: %w", m.ID, err)
			}
			for _, e := range m.Events {
				want := GoldStatus(e)
				token := mentionHead(doc, e)
				if want == "" || token < 0 {
					continue
				}
				have := coarse(status(token))
				count[[2]string{want, have}]++
				all++
				if want == have {
					right++
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	t := &Table{Title: "status", Columns: []string{"gold", "system", "P", "R", "F1"}}
	for _, s := range []string{record.Happened, record.Planned, record.Possible, record.Denied} {
		var gold, system float64
		for pair, n := range count {
			if pair[0] == s {
				gold += n
			}
			if pair[1] == s {
				system += n
			}
		}
		p, r, f := F1(count[[2]string{s, s}], system, gold)
		t.Rows = append(t.Rows, Row{s, []float64{gold, system, p, r, f}})
	}
	t.Notes = append(t.Notes, fmt.Sprintf("accuracy %.1f%% (%.0f of %.0f mentions)", 100*right/max(all, 1), right, all))
	return t, nil
}

// mentionHead is the token that a mention hangs from, the predicate for a
// copula or auxiliary, or -1.
func mentionHead(d *text.Document, e corpus.EventMention) int {
	first, last := d.TokensIn(text.Span{Start: e.Start, End: e.End})
	for i := first; i < last; i++ {
		h := d.Tokens[i].Head
		if h >= first && h < last {
			continue
		}
		if h >= 0 && (text.IsRelation(d.Tokens[i].Deprel, "cop") || text.IsRelation(d.Tokens[i].Deprel, "aux")) {
			return h
		}
		return i
	}
	return -1
}

// GoldStatus maps MEANTIME's attributes to a status, "" where they say
// nothing:
//
//	polarity NEG                          denied
//	a conditional, or certainty PROBABLE or POSSIBLE   possible
//	time FUTURE, certainty CERTAIN        planned
//	else, certainty CERTAIN               happened
func GoldStatus(e corpus.EventMention) string {
	switch {
	case e.Polarity == "NEG":
		return record.Denied
	case e.Special == "COND_IF_CLAUSE" || e.Special == "COND_MAIN_CLAUSE" || e.Certainty == "PROBABLE" || e.Certainty == "POSSIBLE":
		return record.Possible
	case e.Certainty != "CERTAIN":
		return ""
	case e.Time == "FUTURE":
		return record.Planned
	}
	return record.Happened
}

// coarse folds the statuses that MEANTIME does not tell apart: what is asked,
// threatened or supposed is possible.
func coarse(status string) string {
	switch status {
	case record.Ongoing:
		return record.Happened
	case record.Demanded, record.Threatened, record.Hypothetical:
		return record.Possible
	}
	return status
}
