package event

import (
	"cmp"
	"slices"

	"annals/internal/lexicon/ontology"
	"annals/internal/lexicon/petrarch"
)

// Knows reports whether a CAMEO code can be given to an event.
func (c *Coder) Knows(code string) bool {
	_, ok := c.ontology.Code(code)
	return ok
}

// With is the coder with the verbs of a user's dictionary, which are tried
// before its own: first the patterns of more words, then the verb alone.
func (c *Coder) With(verbs []petrarch.Verb) *Coder {
	var entries []*ontology.Entry
	for _, v := range verbs {
		patterns := slices.Clone(v.Patterns)
		slices.SortStableFunc(patterns, func(a, b petrarch.Pattern) int { return cmp.Compare(len(b.Words), len(a.Words)) })
		for _, p := range patterns {
			e := entryOf(v, p.Code)
			for _, words := range p.Words {
				e.Conditions = append(e.Conditions, ontology.Condition{Slot: "clause", Values: words})
			}
			if p.Target != "" {
				e.Target = []string{"p:" + p.Target, "obj", "iobj"}
			}
			entries = append(entries, e)
		}
		if v.Code != "" {
			entries = append(entries, entryOf(v, v.Code))
		}
	}
	more := *c
	more.ontology = c.ontology.With(entries)
	return &more
}

func entryOf(v petrarch.Verb, code string) *ontology.Entry {
	e := &ontology.Entry{
		Lemmas: append([]string{v.Lemma}, v.Forms...), Code: code,
		Target: []string{"obj", "iobj", "p:with", "p:to", "p:against", "p:on"},
		Origin: "user's dictionary: " + v.Lemma + " [" + code + "]",
	}
	if v.Particle != "" {
		e.Conditions = []ontology.Condition{{Slot: "prt", Values: []string{v.Particle}}}
	}
	return e
}
