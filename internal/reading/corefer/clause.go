package corefer

import (
	"strings"

	"annals/internal/text"
)

// detectClauses adds what clauses tell: "this" and "the move" may take it up.
// Such a mention never looks for an antecedent itself, and stands alone unless
// something takes it up.
func (r *reader) detectClauses() {
	d := r.doc
	for i, t := range d.Tokens {
		if t.UPOS != "VERB" {
			continue
		}
		switch base, _, _ := strings.Cut(t.Deprel, ":"); base {
		case "root", "ccomp", "csubj", "advcl", "xcomp", "conj", "parataxis":
		default:
			continue
		}
		first, last := r.clause(i)
		m := mention{Mention: text.Mention{First: first, Last: last, Head: i, Kind: text.Nominal, Entity: -1}, lemma: strings.ToLower(t.Lemma), shadow: true, chained: true, told: true}
		m.facts.kind, m.facts.number = thing, singular
		r.mentions = append(r.mentions, m)
	}
}

// clause is the range of the clause that the verb at token i heads: a clausal
// subject whole, others without what ties them to the clause before and, but
// for content clauses, without what is coordinated with them.
func (r *reader) clause(i int) (first, last int) {
	d := r.doc
	first, last = d.Subtree(i)
	if !text.IsRelation(d.Tokens[i].Deprel, "csubj") {
		content := text.IsRelation(d.Tokens[i].Deprel, "ccomp")
		for first < i && r.ties(first, content) {
			first++
		}
		for _, c := range d.Children(i) {
			if c > i && !content && (text.IsRelation(d.Tokens[c].Deprel, "conj") || text.IsRelation(d.Tokens[c].Deprel, "parataxis")) {
				f, _ := d.Subtree(c)
				last = min(last, max(f, i+1))
			}
		}
	}
	for last > i+1 && d.Tokens[last-1].UPOS == "PUNCT" {
		last--
	}
	return first, last
}

// ties reports whether the word at token i ties a clause to others.
func (r *reader) ties(i int, content bool) bool {
	switch r.doc.Tokens[i].UPOS {
	case "PUNCT", "CCONJ", "INTJ", "ADV":
		return true
	case "SCONJ":
		return !content
	}
	return false
}

// joinExpletives joins "it" to the clausal subject that it stands for: "it is
// hard to tell".
func (r *reader) joinExpletives() {
	d := r.doc
	clauses := map[int]int{} // by token: the clause that it heads
	for i := range r.mentions {
		if r.mentions[i].told {
			clauses[r.mentions[i].Head] = i
		}
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != text.Pronoun || d.Tokens[m.Head].Head < 0 || r.word(m.Head) != "it" {
			continue
		}
		if c := d.Child(d.Tokens[m.Head].Head, "csubj"); c > m.Head {
			if k, ok := clauses[c]; ok {
				r.unite(k, i, "stands for the clause")
			}
		}
	}
}
