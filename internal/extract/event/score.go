package event

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/model"
	"annals/internal/record"
)

const (
	modelName       = "event"
	calibrationName = "event calibration"
)

// labels of the model that judges candidates.
func labels() []string { return []string{"no", "yes"} }

// candidate is an act with the event that it would become.
type candidate struct {
	*act
	event record.Event
}

// Templates of features. A number is never used for two things: it is part of
// the hash.
const (
	tBias = iota
	tKind
	tCode
	tTrigger
	tRelation
	tClause
	tTense
	tStatus
	tParties
	tWho
	tTime
	tObject
	tAbove
)

// features appends the features of a candidate: what it means, the word that
// says so and where that stands, and who takes part. What else the sentence
// tells is left out: most gold names one event a sentence, and what is learnt
// must be whether an event is read rightly, not whether it matters most.
func (r *reader) features(out []model.Feature, c *candidate) []model.Feature {
	t := r.d.Tokens[c.pred]
	kind, root := model.Text(c.event.Plover), model.Text(c.code[:min(2, len(c.code))])
	lemma, relation := model.Text(r.lemma(c.first)), model.Text(baseOf(t.Deprel))
	class := uint64(r.clusters.Of(r.d.Form(c.first)).Coarse)
	clause := r.clauseKind(c.pred)
	noun := uint64(0)
	if r.upos(c.first, "NOUN") {
		noun = 1
	}
	sides := uint64(min(len(c.sources), 2)*3 + min(len(c.targets), 2))
	add := func(template, sub int, values ...uint64) {
		f := model.Template(template*16 + sub)
		for _, v := range values {
			f = f.With(v)
		}
		out = append(out, f)
	}
	add(tBias, 0)
	add(tKind, 0, kind)
	add(tKind, 1, root)
	add(tKind, 2, kind, noun)
	add(tCode, 0, model.Text(c.code))
	add(tTrigger, 0, lemma, kind)
	add(tTrigger, 1, class, kind)
	add(tTrigger, 2, class)
	add(tTrigger, 3, model.Text(c.rule))
	add(tRelation, 0, relation, noun)
	add(tRelation, 1, relation, kind)
	add(tClause, 0, clause, noun)
	add(tClause, 1, clause, kind)
	add(tClause, 2, clause, sides)
	add(tTense, 0, model.Text(t.XPOS), clause)
	add(tTense, 1, r.auxiliaries(c.pred), noun)
	add(tStatus, 0, model.Text(c.status), kind)
	add(tParties, 0, sides, noun)
	add(tParties, 1, sides, kind)
	for side, heads := range [][]int{c.sources, c.targets} {
		for _, h := range heads {
			add(tWho, side, r.partyClass(h), kind)
			add(tWho, 2+side, r.partyClass(h), noun)
			add(tWho, 4+side, uint64(r.clusters.Of(r.d.Form(h)).Coarse), kind)
		}
	}
	if by := c.event.DatedBy; by != nil && *by == record.ByClause {
		add(tTime, 0, kind)
	}
	if h := t.Head; h >= 0 {
		add(tAbove, 0, model.Text(r.lemma(h)))
		add(tAbove, 1, uint64(r.clusters.Of(r.d.Form(h)).Coarse), kind)
	}
	return out
}

// clauseKind is how the clause of token p hangs together with the main one.
func (r *reader) clauseKind(p int) uint64 {
	kind := "main"
	for h := p; h >= 0; h = r.d.Tokens[h].Head {
		switch {
		case r.d.Tokens[h].Deprel == "acl:relcl":
			return model.Text("relative " + kind)
		case r.rel(h, "acl", "advcl", "ccomp", "xcomp", "parataxis", "csubj", "appos", "nmod", "obl"):
			if kind == "main" {
				kind = baseOf(r.d.Tokens[h].Deprel)
			}
		}
	}
	return model.Text(kind)
}

// isPlain reports whether a candidate is a seizure, an occupation, a sanction or a request that the
// main clause of a sentence, or what it says that somebody says, tells of both sides.
func (r *reader) isPlain(c *candidate) bool {
	if c.status != record.Happened && c.status != record.Ongoing || len(c.sources) == 0 || len(c.targets) == 0 || !r.upos(c.pred, "VERB") {
		return false
	}
	h := r.d.Tokens[c.pred].Head
	if said := h >= 0 && r.rel(c.pred, "ccomp") && r.d.Tokens[h].Head < 0 && r.ontology.In("say", r.lemma(h)); h >= 0 && !said && !(r.rel(c.pred, "conj") && r.d.Tokens[h].Head < 0) {
		return false
	}
	if slices.ContainsFunc(slices.Concat(c.sources, c.targets), r.isSpeechRole) {
		return false
	}
	request := (strings.HasPrefix(c.code, "02") || strings.HasPrefix(c.code, "10")) && !r.congress
	return strings.HasPrefix(c.code, "171") || c.code == "192" || c.code == "163" || request
}

// isAside reports whether the text says only in passing what an act means: in a
// clause that describes a noun, or as a noun that is no object, subject or agent
// ("strength was shown by an exercise") and no "at the request of".
func (r *reader) isAside(a *act) bool {
	return !slices.ContainsFunc(a.places, func(p int) bool { return !r.standsAside(p) })
}

func (r *reader) standsAside(p int) bool {
	if r.upos(p, "NOUN") && !r.rel(p, "root", "obj", "nsubj", "conj") && !r.childLemma(p, "case", "by", "at") {
		return true
	}
	for h := p; h >= 0; h = r.d.Tokens[h].Head {
		if r.rel(h, "acl", "amod") {
			return true
		}
		if r.rel(h, "ccomp", "root", "parataxis") {
			return false
		}
	}
	return false
}

func (r *reader) auxiliaries(p int) uint64 {
	f := model.Template(0)
	for _, c := range r.d.Children(p) {
		if r.rel(c, "aux", "mark") {
			f = f.WithText(r.lemma(c)).WithText(r.d.Tokens[c].XPOS)
		}
	}
	return uint64(f)
}

// partyClass is what kind of phrase names a party.
func (r *reader) partyClass(h int) uint64 {
	if m := r.mention[h]; m >= 0 {
		return model.Text(fmt.Sprint(r.d.Mentions[m].Type, r.d.Mentions[m].Kind))
	}
	return model.Text(r.d.Tokens[h].UPOS + r.roleKind(h))
}

// baseOf is a relation without its subtype.
func baseOf(relation string) string {
	base, _, _ := strings.Cut(relation, ":")
	return base
}

// calibrationFeatures describe a probability to the calibration: a thermometer
// of tenths, so that what is learnt of one holds for its neighbours.
func calibrationFeatures(p float64) []model.Feature {
	out := []model.Feature{model.Template(0)}
	for i := 1; i < 10 && p >= float64(i)/10; i++ {
		out = append(out, model.Template(i))
	}
	return out
}

// probability is a model's for "yes".
func probability(m *model.Linear, features []model.Feature) float64 {
	var scores [2]int32
	var p [2]float64
	m.Probabilities(features, scores[:], p[:])
	return p[1]
}
