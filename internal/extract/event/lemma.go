package event

import (
	"strings"

	"annals/internal/lexicon/ontology"
	"annals/internal/text"
)

// lemma is the lemma of a token in lower case; of a verb or noun that the lexicon does
// not know under it, one that it knows and that the form may stand for: a lemma may be
// misread ("stabb", "bom", "downgraded", "airstrik").
func (c *Coder) lemma(t *text.Token, form string) string {
	lemma := strings.ToLower(t.Lemma)
	if lemma == "" {
		lemma = form
	}
	if t.UPOS == "NOUN" {
		if singular, ok := strings.CutSuffix(form, "s"); ok && c.ontology.Entries(ontology.Noun, lemma) == nil && c.ontology.Entries(ontology.Noun, singular) != nil {
			return singular
		}
		return lemma
	}
	if t.UPOS != "VERB" || c.ontology.Entries(ontology.Verb, lemma) != nil {
		return lemma
	}
	for _, l := range append(respelt(lemma), stems(form)...) {
		if c.ontology.Entries(ontology.Verb, l) != nil {
			return l
		}
	}
	return lemma
}

// stems lists what the lemma of a verb's form may be: "bombed" → "bomb", "bombe".
func stems(form string) []string {
	for _, ending := range []string{"ing", "ed", "s"} {
		if stem, ok := strings.CutSuffix(form, ending); ok && len(stem) > 1 {
			return respelt(stem)
		}
	}
	return nil
}

// respelt lists the lemmas that a stem of a verb may stand for: "stabb", "defeate", "occupi".
func respelt(stem string) []string {
	n := len(stem)
	out := []string{stem, stem + "e", stem + stem[n-1:]}
	switch {
	case strings.HasSuffix(stem, "ie"):
		out = append(out, stem[:n-2]+"y")
	case strings.HasSuffix(stem, "i"):
		out = append(out, stem[:n-1]+"y")
	case strings.HasSuffix(stem, "e"):
		out = append(out, stem[:n-1])
	case n > 3 && stem[n-1] == stem[n-2]:
		out = append(out, stem[:n-1])
	}
	return out
}
