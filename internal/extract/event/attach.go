package event

import (
	"slices"
	"strings"

	"annals/internal/lexicon/ontology"
	"annals/internal/record"
	"annals/internal/text"
)

// clause is the span of the clause around an act's predicate, without the
// punctuation at its edges; it always covers the trigger.
func (r *reader) clause(a *act) text.Span {
	p := a.pred
	for p >= 0 && !r.upos(p, "VERB", "AUX") && r.d.Tokens[p].Head >= 0 {
		p = r.d.Tokens[p].Head
	}
	first, last := r.d.Subtree(p)
	for _, c := range r.d.Children(p) { // what is told beside it ends the clause
		if c > p && r.upos(c, "VERB") && r.isBeside(c) {
			if f, _ := r.d.Subtree(c); f >= a.last && f > p {
				last = min(last, f)
			}
		}
	}
	for last-first > 1 && r.upos(first, "PUNCT", "CCONJ") {
		first++
	}
	for last-first > 1 && r.upos(last-1, "PUNCT") {
		last--
	}
	return r.d.TokenSpan(min(first, a.first), max(last, a.last))
}

// isBeside reports whether verb c begins a clause that stands beside its
// governor's rather than in it, whatever the tree calls it.
func (r *reader) isBeside(c int) bool {
	switch {
	case r.rel(c, "conj", "parataxis"):
		return true
	case r.d.Child(c, "nsubj") < 0 || r.rel(c, "ccomp", "xcomp", "acl", "csubj"):
		return false
	}
	return !r.rel(c, "advcl") || r.d.Child(c, "mark", "advmod") < 0 && strings.Contains(r.d.Tokens[c].Feats, "VerbForm=Fin")
}

// contexts joins the code's contexts with those that the words of the clause
// stand for.
func (r *reader) contexts(code ontology.Code, clause text.Span) []string {
	out := slices.Clone(code.Contexts)
	first, last := r.d.TokensIn(clause)
	for i := first; i < last; i++ {
		for _, c := range r.ontology.Contexts(r.lemma(i)) {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// modifies reports whether the expression at span hangs from one of the tokens
// at places, an act's predicates, as an adverbial or a noun's attribute.
// A time may also look like an object: "protested every Sunday".
func (r *reader) modifies(places []int, span text.Span, prepositions bool) bool {
	first, last := r.d.TokensIn(span)
	for i := first; i < last; i++ {
		h := r.d.Tokens[i].Head
		if h >= first && h < last {
			continue
		}
		for depth := 0; h >= 0 && depth < 3; depth++ {
			if slices.Contains(places, h) && (r.rel(i, "obl", "nmod", "advmod", "amod", "compound") || !prepositions && r.rel(i, "obj")) && (!prepositions || r.isWhere(i)) {
				return true
			}
			// "in the city of Brest", "on the evening of 3 May", "outside a bar in Brest"
			part := r.rel(i, "appos", "flat", "nummod") || r.rel(i, "nmod", "compound") && (r.in("place", h) || r.isTime(h))
			within := prepositions && r.rel(i, "nmod") && r.isWhere(i) && r.isWhere(h) && r.upos(h, "NOUN") && !r.isPerson(h)
			if !part && !within || r.upos(h, "VERB") {
				break
			}
			i = h
			h = r.d.Tokens[h].Head
		}
		return false
	}
	return false
}

// isWhere reports whether a noun phrase stands under a preposition of place: who is
// rescued from somewhere was there.
func (r *reader) isWhere(i int) bool {
	h := r.d.Tokens[i].Head
	if h >= 0 && r.childLemma(i, "case", "from") && slices.Contains([]string{"evacuate", "rescue", "airlift"}, r.lemma(h)) {
		return true
	}
	return r.childLemma(i, "case", "in", "at", "near", "outside", "inside", "around", "across", "throughout", "on", "along", "off", "over", "within", "between", "north", "south", "east", "west")
}

// where is the place in the act's own clause that is none of its parties, or
// nil. Of a deed (CAMEO 14 to 20) the place may also hang from those it is
// done to: "arrested 14 protesters in Minsk".
func (r *reader) where(a *act) *record.Place {
	at := r.sitesOf(a.places...)
	if a.code >= "14" {
		at = slices.Concat(at, a.targets)
	}
	parties := slices.Concat(a.sources, a.targets)
	for _, p := range r.near.places[r.d.Tokens[a.pred].Sentence] {
		if slices.ContainsFunc(parties, func(h int) bool { return p.at.Covers(r.d.TokenSpan(h, h+1)) }) {
			continue
		}
		if r.modifies(at, p.at, true) {
			return record.Ptr(r.given.Places[p.index])
		}
	}
	return nil
}

// figures lists the counts inside the phrases of the act's parties and
// objects.
func (r *reader) figures(a *act) []string {
	near := r.near.figures[r.d.Tokens[a.pred].Sentence]
	if len(near) == 0 {
		return nil
	}
	var arguments []text.Span
	add := func(heads []int) {
		for _, h := range heads {
			arguments = append(arguments, r.d.TokenSpan(r.phrase(h)))
		}
	}
	add(a.sources)
	add(a.targets)
	for _, p := range a.places {
		f := r.frame(p)
		add(f.obj)
		add(f.subj)
	}
	var out []string
	for _, g := range near {
		if id := r.given.Figures[g.index].ID; slices.ContainsFunc(arguments, g.at.Overlaps) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// accordingTo lists the statements in whose content tokens first to last lie.
func (r *reader) accordingTo(first, last int) []string {
	at := r.d.TokenSpan(first, last)
	var out []string
	for _, c := range r.near.contents[r.d.Tokens[first].Sentence] {
		st := &r.given.Statements[c.index]
		if c.at.Covers(at) && !slices.Contains(out, st.ID) && !r.circumstance(first, st) {
			out = append(out, st.ID)
		}
	}
	return out
}

// circumstance reports whether token i stands in a clause that says when
// somebody demanded, promised or the like, which the report says itself: "called
// for a strike after police arrested protesters".
func (r *reader) circumstance(i int, st *record.Statement) bool {
	if st.Cue == nil {
		return false
	}
	switch st.Act {
	case "assert", "accuse", "believe", "deny", "doubt":
		return false // such a clause may well belong to what is said
	}
	cue, end := r.d.TokensIn(r.s.Bytes(*st.Cue))
	for steps := 0; i >= 0 && steps < 8; i, steps = r.d.Tokens[i].Head, steps+1 {
		h := r.d.Tokens[i].Head
		if text.IsRelation(r.d.Tokens[i].Deprel, "advcl") && h >= cue && h < end {
			mark := r.d.Child(i, "mark", "advmod")
			return mark >= 0 && slices.Contains([]string{"after", "as", "when", "while", "before"}, strings.ToLower(r.d.Form(mark)))
		}
	}
	return false
}
