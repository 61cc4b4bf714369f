package quote

import (
	"strings"

	"annals/internal/lexicon/cue"
	"annals/internal/text"
)

// lemma is a token's lemma as it was read; for a verb that no lexicon knows and
// that has been read from its ending alone ("regretted", "regrett"), the lemma
// that the lexicon has for such a form.
func (x *lexica) lemma(t *text.Token, lower string) string {
	switch {
	case t.UPOS == "VERB" && !x.cues.Has(t.Lemma, cue.Verb):
		for _, lemma := range stems(lower) {
			if x.cues.Has(lemma, cue.Verb) {
				return lemma
			}
		}
	case t.UPOS == "NOUN" && strings.HasSuffix(lower, "men"):
		if one := strings.TrimSuffix(lower, "men") + "man"; x.cues.Anonymous(one) {
			return one
		}
	}
	return t.Lemma
}

// stems lists what a regular form of a verb can be a form of.
func stems(form string) []string {
	for _, ending := range []string{"ing", "ed", "es", "s"} {
		stem, ok := strings.CutSuffix(form, ending)
		if !ok || len(stem) < 3 {
			continue
		}
		out := []string{stem, stem + "e"}
		if n := len(stem); stem[n-1] == stem[n-2] {
			out = append(out, stem[:n-1])
		} else if stem[n-1] == 'i' {
			out = append(out, stem[:n-1]+"y")
		}
		return out
	}
	return nil
}

// spelling is a lemma as American texts spell it, where the lexicon has the cue in
// both spellings: what is learnt of "apologize" holds for "apologise".
func (x *lexica) spelling(lemma string) string {
	if stem, british := strings.CutSuffix(lemma, "ise"); british {
		if american := stem + "ize"; x.cues.Has(american, cue.Verb) && x.cues.Has(lemma, cue.Verb) {
			return american
		}
		return lemma
	}
	if stem, british := strings.CutSuffix(lemma, "our"); british && x.cues.Has(stem+"or", cue.Verb) {
		return stem + "or"
	}
	return lemma
}
