package extract

import (
	"slices"

	"annals/internal/record"
	"annals/internal/text"
)

// linkClaimants names who claims each figure: the source of the innermost
// statement whose content holds it. What somebody promises or demands inside
// another's assertion is that other's figure. Outside of statements it is
// whoever counts. A figure in the report's own voice keeps an empty list.
func linkClaimants(d *text.Document, speller *record.Speller, rec *record.Record) {
	byID := map[string]*record.Statement{}
	for i := range rec.Statements {
		byID[rec.Statements[i].ID] = &rec.Statements[i]
	}
	for i := range rec.Figures {
		f := &rec.Figures[i]
		s := innermost(rec.Statements, f.Span)
		for s != nil && s.Within != nil && !asserts(s.Act) && byID[*s.Within] != nil {
			s = byID[*s.Within]
		}
		if s != nil && s.Source.Span != nil {
			f.AccordingTo = []record.Party{s.Source}
		} else if counter, ok := counter(d, speller.Bytes(f.Span)); ok {
			span := speller.Span(counter)
			f.AccordingTo = []record.Party{{Span: &span, Description: record.Ptr(span.Text)}}
		}
	}
}

// counter is the phrase of those who count: the subject of a verb of counting
// that the words of a figure hang from ("doctors counted nine dead", "officials
// raised the toll from 41 to 58").
func counter(d *text.Document, figure text.Span) (text.Span, bool) {
	first, last := d.TokensIn(figure)
	for t, steps := last-1, 0; t >= 0 && steps < 5; t, steps = d.Tokens[t].Head, steps+1 {
		if t >= first && t < last || d.Tokens[t].UPOS != "VERB" {
			continue
		}
		subject := d.Child(t, "nsubj")
		if subject < 0 || !counts(d, t) || d.Tokens[subject].UPOS == "PRON" {
			return text.Span{}, false
		}
		from, to := d.Subtree(subject)
		return d.TokenSpan(from, to), to <= t && to <= first
	}
	return text.Span{}, false
}

// counts reports whether a verb says how many there are.
func counts(d *text.Document, verb int) bool {
	switch d.Tokens[verb].Lemma {
	case "count", "tally", "number", "estimate", "register":
		return true
	case "raise", "lower", "revise", "put":
		object := d.Child(verb, "obj")
		return object >= 0 && slices.Contains([]string{"toll", "number", "figure", "count", "total", "estimate"}, d.Tokens[object].Lemma)
	case "speak", "talk":
		return verb+1 < len(d.Tokens) && d.Form(verb+1) == "of"
	}
	return false
}

// asserts reports whether an act says that something is so.
func asserts(act string) bool {
	switch act {
	case "assert", "accuse", "believe", "deny", "doubt":
		return true
	}
	return false
}

// innermost is the statement with the shortest content piece that covers the
// span, or nil.
func innermost(list []record.Statement, span record.Span) *record.Statement {
	var best *record.Statement
	length := 0
	for i := range list {
		for _, c := range list[i].Content {
			if c.Start <= span.Start && span.End <= c.End && (best == nil || c.End-c.Start < length) {
				best, length = &list[i], c.End-c.Start
			}
		}
	}
	return best
}

// linkSaid gives a statement the time that its cue carries: "she said on
// Monday". The time must hang from the cue in the tree and lie outside content
// and source.
func linkSaid(d *text.Document, s *record.Speller, rec *record.Record) {
	bySentence := map[int][]*record.Time{}
	for i := range rec.Times {
		if at := d.TokenAt(s.Bytes(rec.Times[i].Span).Start); at < len(d.Tokens) {
			n := d.Tokens[at].Sentence
			bySentence[n] = append(bySentence[n], &rec.Times[i])
		}
	}
	for i := range rec.Statements {
		st := &rec.Statements[i]
		if st.Cue == nil {
			continue
		}
		first, last := d.TokensIn(s.Bytes(*st.Cue))
		if first == last {
			continue
		}
		for _, t := range bySentence[d.Tokens[first].Sentence] {
			if inside(st.Content, t.Span) || st.Source.Span != nil && overlaps(*st.Source.Span, t.Span) {
				continue
			}
			if hangsFrom(d, s.Bytes(t.Span), first, last) {
				said := *t
				st.Said = &said
				break
			}
		}
	}
}

func inside(list []record.Span, span record.Span) bool {
	for _, c := range list {
		if overlaps(c, span) {
			return true
		}
	}
	return false
}

func overlaps(a, b record.Span) bool { return a.Start < b.End && b.Start < a.End }

// hangsFrom reports whether the topmost token of the span depends on a token
// of the half-open range first–last as a modifier of time.
func hangsFrom(d *text.Document, span text.Span, first, last int) bool {
	f, l := d.TokensIn(span)
	if l < len(d.Tokens) && d.Tokens[l].XPOS == "POS" {
		return false // "this year's opponent said"
	}
	for i := last; i < f; i++ {
		if d.Tokens[i].UPOS == "PUNCT" {
			return false // "she says, up from 14 this morning"
		}
	}
	for i := f; i < l; i++ {
		h := d.Tokens[i].Head
		if h >= f && h < l || h < 0 {
			continue
		}
		rel := d.Tokens[i].Deprel
		if !text.IsRelation(rel, "obl") && !text.IsRelation(rel, "advmod") && !text.IsRelation(rel, "nmod") {
			return false
		}
		return first <= h && h < last && d.Tokens[h].UPOS == "VERB"
	}
	return false
}
