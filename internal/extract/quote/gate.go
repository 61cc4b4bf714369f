package quote

import (
	"annals/internal/lexicon/cue"
	"annals/internal/model"
)

// ajar is how likely the gate must find a word to be a cue for its readings to
// be listed at all.
const ajar = 0.02

// open lists the tokens that may be cues: all marks and phrases, and of verbs,
// nouns and adjectives those that the gate finds likely enough. Without a gate
// all are.
func (p *page) open(gate *model.Linear) []bool {
	out := make([]bool, len(p.Tokens))
	var features []model.Feature
	var scores [2]int32
	var chances [2]float64
	for i := range p.Tokens {
		switch {
		case p.unspoken(i) || p.unconfirmed(i):
		case gate == nil || !p.gated(i) || p.opensTurn(i) || p.cues.Told(p.lemmas[i]) || p.isCarried(i):
			out[i] = true
		default:
			features = p.gateFeatures(features[:0], i)
			gate.Probabilities(features, scores[:], chances[:])
			out[i] = chances[1] >= ajar
		}
	}
	return out
}

// unconfirmed reports whether token i says that nobody could check something:
// "none of the figures could be verified". Nobody says anything there.
func (p *page) unconfirmed(i int) bool {
	switch p.lemmas[i] {
	case "confirm", "verify", "corroborate", "substantiate", "authenticate":
	default:
		return false
	}
	if p.Child(i, "aux:pass") < 0 || p.Child(i, "obl:agent") >= 0 {
		return false
	}
	for _, c := range p.Children(i) {
		if p.is(c, "nsubj") && (p.lower[c] == "none" || p.lower[c] == "nothing" || p.lower[c] == "neither") {
			return true
		}
		switch p.lower[c] {
		case "not", "n't", "n’t", "never":
			return true
		}
	}
	return false
}

// gated reports whether the gate judges token i: verbs, nouns and adjectives.
func (p *page) gated(i int) bool {
	switch p.Tokens[i].UPOS {
	case "NOUN":
		return true
	case "ADJ":
		return true
	}
	return p.verbal(i) && p.lower[i] != "according"
}

// gateFeatures appends what the gate sees of token i.
func (p *page) gateFeatures(out []model.Feature, i int) []model.Feature {
	s := p.sentence(i)
	add := func(sub int, values ...uint64) {
		f := model.Template(3000 + sub)
		for _, v := range values {
			f = f.With(v)
		}
		out = append(out, f)
	}
	lemma, tag, deprel := p.hashes[i].lemma, p.hashes[i].tag, p.hashes[i].deprel
	quote := p.quoteState(i, s)
	shape, subject := uint64(0), uint64(0)
	for _, c := range p.Children(i) {
		switch {
		case p.is(c, "ccomp"):
			shape |= 1
		case p.is(c, "xcomp"):
			shape |= 2
		case p.is(c, "obj"):
			shape |= 4
		case p.is(c, "obl", "nmod") && c > i:
			shape |= 8
		case p.is(c, "acl", "advcl", "parataxis") && c > i:
			shape |= 16
		case p.is(c, "aux:pass", "cop"):
			shape |= 32
		case p.is(c, "nsubj"):
			subject = p.hashes[c].tag
			out = append(out, model.Template(3100).With(p.hashes[c].word).With(shape&3), model.Template(3101).With(p.hashes[c].word).With(lemma))
		}
	}
	known := uint64(0)
	for k, part := range []cue.Part{cue.Verb, cue.Noun, cue.Adjective} {
		if p.cues.Has(p.lemmas[i], part) {
			known |= 1 << k
		}
	}
	next := uint64(0)
	if i+1 < s.Last {
		next = p.hashes[i+1].word
	}
	fine := uint64(p.hashes[i].class.Fine)
	add(0)
	add(1, lemma, p.hashes[i].upos)
	add(2, lemma, tag)
	add(3, lemma, shape)
	add(4, lemma, quote)
	add(5, lemma, next)
	add(6, tag, deprel, shape)
	add(7, known, shape, tag)
	add(8, known, quote)
	add(9, fine, shape)
	add(10, fine, quote)
	add(11, next, tag)
	add(12, subject, lemma)
	add(13, subject, shape, known)
	add(14, deprel, lemma)
	return out
}
