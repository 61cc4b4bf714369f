package crossdoc

import (
	"math"

	"annals/internal/lexicon/sense"
	"annals/internal/situation"
	"annals/internal/text"
)

// pair is two mentions as they are compared, and how alike their reports are.
type pair struct {
	a, b *Mention
	kin  sense.Kin
	near *likeness
	in   *setting
}

// setting is what else the reports speak of: how many mentions with a stem
// each report has, and all have.
type setting struct {
	mine map[*Report]map[uint32]int
	all  map[uint32]int
}

func newSetting(mentions []*Mention) *setting {
	s := &setting{map[*Report]map[uint32]int{}, map[uint32]int{}}
	for _, m := range mentions {
		if s.mine[m.report] == nil {
			s.mine[m.report] = map[uint32]int{}
		}
		s.mine[m.report][m.stem]++
		s.all[m.stem]++
	}
	return s
}

func floats(list ...float64) []float32 {
	out := make([]float32, len(list))
	for i, v := range list {
		out[i] = float32(v)
	}
	return out
}

func newPair(a, b *Mention, near *likeness, in *setting) *pair {
	return &pair{a, b, a.report.tables.senses.Compare(a.lemma, b.lemma), near, in}
}

// observations on two mentions, in an order that the trained trees rely on.
func (p *pair) observations() []float32 {
	a, b, near := p.a, p.b, p.near
	sameReport := a.report == b.report
	wordsWeight, wordsShare := overlap(a.words, b.words)
	aroundWeight, aroundShare := overlap(a.around, b.around)
	doerWeight, doerShare := overlap(a.doer, b.doer)
	doneWeight, doneShare := overlap(a.done, b.done)
	besideWeight, _ := overlap(a.beside, b.beside)
	chainWeight, chainShare := overlap(a.chain, b.chain)
	one, another := a.report.doc.Tokens[a.head].Sentence, b.report.doc.Tokens[b.head].Sentence
	apart, later := 20., min(20, float64(max(one, another)))
	if sameReport {
		apart = min(20, math.Abs(float64(one-another)))
	}
	rivalsA, rivalsB := float64(a.rivals(b, p.in)), float64(b.rivals(a, p.in))
	rareA, rareB := situation.Rare(a.stem), situation.Rare(b.stem)
	return floats(
		// The words.
		yes(a.stem == b.stem),
		yes(a.class.Fine != 0 && a.class.Fine == b.class.Fine),
		yes(a.class.Coarse != 0 && a.class.Coarse == b.class.Coarse),
		prefix(a.lemma, b.lemma), p.kin.Same, p.kin.Kind, p.kin.Sibling,
		min(rareA, rareB), max(rareA, rareB),
		wordsWeight, wordsShare, float64(min(len(a.words), len(b.words))),
		yes(a.words.has(b.stem))+yes(b.words.has(a.stem)),
		yes(a.verb)+yes(b.verb), yes(a.name)+yes(b.name), yes(a.pronoun)+yes(b.pronoun), yes(a.plural != b.plural),
		agree(a.numeral, b.numeral), agree(a.kind, b.kind),
		// The reports.
		yes(sameReport), near.words, near.names, near.topical, near.one, yes(near.group), near.lead, near.days,
		// What stands around.
		cosine(a.context, b.context), cosine(a.names, b.names), meet(a.days, b.days),
		aroundWeight, aroundShare, doerWeight, doerShare, doneWeight, doneShare, besideWeight,
		yes(a.around.has(b.stem))+yes(b.around.has(a.stem)), yes(a.context.has(b.stem))+yes(b.context.has(a.stem)),
		apart, later, yes(sameReport && apart == 0), yes(later < leadSentences), yes(one == 0)+yes(another == 0),
		// What else the reports speak of: another mention may be the better one.
		min(rivalsA, rivalsB), max(rivalsA, rivalsB),
		math.Log(float64(1+min(p.in.all[a.stem], p.in.all[b.stem]))), math.Log(float64(1+max(p.in.all[a.stem], p.in.all[b.stem]))),
		// Who is who within the reports.
		yes(sameReport && a.entity >= 0 && a.entity == b.entity), chainWeight, chainShare,
	)
}

// rivals is how many mentions with the other's stem this one's report has,
// but for the two themselves.
func (m *Mention) rivals(other *Mention, in *setting) int {
	n := in.mine[m.report][other.stem]
	if m.stem == other.stem {
		n--
	}
	if m.report == other.report {
		n--
	}
	return max(0, n)
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// agree is 1 where both are given and the same, -1 where they differ.
func agree[T string | text.NameType](a, b T) float64 {
	switch {
	case a == "" || b == "":
		return 0
	case a == b:
		return 1
	}
	return -1
}

// meet is 1 where both have terms and share some, -1 where they share none.
func meet(a, b terms) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if _, share := overlap(a, b); share > 0 {
		return 1
	}
	return -1
}

// prefix is the share of the longer word that both begin with.
func prefix(a, b string) float64 {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return float64(n) / float64(max(1, len(a), len(b)))
}
