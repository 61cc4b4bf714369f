package crossdoc

import (
	"math"
	"strconv"
	"strings"

	"annals/internal/situation"
	"annals/internal/text"
)

// tale is what tells the story of a report from others of its kind: who,
// where, how many, and which words go together.
type tale struct {
	persons, places, bodies terms // words of names
	leadNames               terms // words of names in the first sentences
	counted                 terms // numbers with what they count
	deeds                   terms // subjects and objects with their verb
	pairs                   terms // words side by side
	years, title            terms
	sentences               []terms // the first ones
}

// comparedSentences is how many sentences of two reports are compared each with each.
const comparedSentences = 4

// told gathers a report's tale.
func (r *Report) told() tale {
	d := r.doc
	names := map[text.NameType]counts{text.Person: {}, text.Location: {}, text.Organization: {}, text.Misc: {}}
	for _, m := range d.Mentions {
		if set := names[m.Type]; set != nil && m.Kind == text.Name {
			for _, h := range r.stems[m.First:m.Last] {
				if h != 0 {
					set[h]++
				}
			}
		}
	}
	leadNames, counted, deeds, pairs, years, title := counts{}, counts{}, counts{}, counts{}, counts{}, counts{}
	before := uint32(0)
	for i, t := range d.Tokens {
		h := r.stems[i]
		if h == 0 {
			continue
		}
		if before != 0 {
			pairs[both(before, h)] = 1
		}
		before = h
		if t.Sentence == 0 {
			title[h] = 1
		}
		if t.UPOS == "PROPN" && t.Sentence < leadSentences {
			leadNames[h] = 1
		}
		if form := d.Form(i); t.UPOS == "NUM" && len(form) == 4 && (strings.HasPrefix(form, "19") || strings.HasPrefix(form, "20")) {
			years[h] = 1
		}
		if t.Head < 0 || r.stems[t.Head] == 0 {
			continue
		}
		if t.UPOS == "NUM" {
			counted[both(h, r.stems[t.Head])] = 1
		}
		if text.IsRelation(t.Deprel, "obj") || text.IsRelation(t.Deprel, "nsubj") {
			deeds[both(h, r.stems[t.Head])] = 1
		}
	}
	out := tale{persons: names[text.Person].terms(), places: names[text.Location].terms(), bodies: names[text.Organization].terms(), leadNames: leadNames.terms(),
		counted: counted.plain(), deeds: deeds.plain(), pairs: pairs.plain(), years: years.plain(), title: title.terms()}
	for _, s := range d.Sentences[:min(len(d.Sentences), comparedSentences)] {
		out.sentences = append(out.sentences, r.between(s.First, s.Last))
	}
	return out
}

// both is the hash of two words in their order.
func both(a, b uint32) uint32 {
	return situation.Hash(strconv.FormatUint(uint64(a), 36) + " " + strconv.FormatUint(uint64(b), 36))
}

// likeness says how alike two reports are.
type likeness struct {
	words, names, topical, lead, days float64   // cosines; topical: of words weighed by how few of the reports have them
	observed                          []float32 // these and others, in an order that the trained trees rely on
	one                               float64   // how surely they tell one story; see Model
	group                             bool      // they fell into one group of reports
}

// storyObservations is how many are made of two reports.
const storyObservations = 30

// press is a set of reports that are compared with each other.
type press struct {
	reports        []*Report
	have           map[uint32]float64 // how many reports have a word
	topical, named []terms            // words, and names, weighed by how few of the reports have them
	alike, namely  [][]float64        // cosines of these
}

func newPress(reports []*Report) *press {
	p := &press{reports: reports, have: map[uint32]float64{}, alike: square(len(reports)), namely: square(len(reports))}
	for _, r := range reports {
		for _, t := range r.words {
			p.have[t.hash]++
		}
	}
	for _, r := range reports {
		p.topical, p.named = append(p.topical, p.weighed(r.words)), append(p.named, p.weighed(r.names))
	}
	for i := range reports {
		for j := range i + 1 {
			p.alike[i][j], p.namely[i][j] = cosine(p.topical[i], p.topical[j]), cosine(reports[i].names, reports[j].names)
			p.alike[j][i], p.namely[j][i] = p.alike[i][j], p.namely[i][j]
		}
	}
	return p
}

func (p *press) weighed(list terms) terms {
	out := make(terms, len(list))
	for i, t := range list {
		out[i] = term{t.hash, p.few(t.hash)}
	}
	return out
}

// few is the logarithm of how many reports there are for one that has the word.
func (p *press) few(hash uint32) float64 { return math.Log(float64(len(p.reports)+1) / p.have[hash]) }

// likenesses compares each two of a set of reports.
func likenesses(reports []*Report) map[[2]*Report]*likeness {
	p := newPress(reports)
	near := map[[2]*Report]*likeness{}
	for i, a := range reports {
		for j, b := range reports[:i+1] {
			l := p.compare(i, j)
			near[[2]*Report{a, b}], near[[2]*Report{b, a}] = l, l
		}
	}
	return near
}

// compare compares two reports.
func (p *press) compare(i, j int) *likeness {
	a, b := p.reports[i], p.reports[j]
	f, g := &a.tale, &b.tale
	l := &likeness{words: cosine(a.words, b.words), names: p.namely[i][j], topical: p.alike[i][j], lead: cosine(a.lead, b.lead), days: cosine(a.days, b.days)}
	best, each := sentencesAlike(f.sentences, g.sentences)
	rarest, rare := p.rare(a, b)
	first, second := p.closer(p.alike, i, j), p.closer(p.alike, j, i)
	firstNamed, secondNamed := p.closer(p.namely, i, j), p.closer(p.namely, j, i)
	l.observed = floats(
		l.words, l.names, l.topical, l.lead, cosine(a.number, b.number), cosine(a.verbs, b.verbs), cosine(a.nouns, b.nouns), l.days,
		float64(min(len(a.words), len(b.words))),
		// Who, where, how many.
		cosine(f.persons, g.persons), cosine(f.places, g.places), cosine(f.bodies, g.bodies), cosine(f.leadNames, g.leadNames), cosine(f.counted, g.counted),
		meet(f.persons, g.persons), meet(f.places, g.places), meet(f.years, g.years),
		// Words that go together.
		cosine(f.pairs, g.pairs), cosine(f.deeds, g.deeds), cosine(f.title, g.title), best, each,
		// What few of the reports have, and which others come closer.
		rarest, rare, cosine(p.named[i], p.named[j]),
		min(first, second), max(first, second), min(firstNamed, secondNamed), max(firstNamed, secondNamed), p.common(i, j),
	)
	return l
}

// sentencesAlike is the greatest cosine of two sentences, and the sum over the
// sentences of either report of their greatest, by half.
func sentencesAlike(a, b []terms) (best, each float64) {
	other := make([]float64, len(b))
	for _, s := range a {
		most := 0.
		for k, t := range b {
			c := cosine(s, t)
			most, other[k] = max(most, c), max(other[k], c)
		}
		best, each = max(best, most), each+most
	}
	for _, c := range other {
		each += c
	}
	return best, each / 2
}

// rare is the greatest weight of a word that both reports have, and the sum of
// the rarities of those that a quarter of the reports have at most.
func (p *press) rare(a, b *Report) (rarest, sum float64) {
	for t := range shared(a.words, b.words) {
		rarest = max(rarest, p.few(t.hash))
		if p.have[t.hash] <= max(2, float64(len(p.reports))/4) {
			sum += t.weight
		}
	}
	return rarest, sum
}

// closer is the share of the other reports that are more like report i than
// report j is.
func (p *press) closer(alike [][]float64, i, j int) float64 {
	n := 0
	for k := range p.reports {
		if k != i && k != j && alike[i][k] > alike[i][j] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(p.reports)-2))
}

// common is the cosine of how alike two reports are to all others.
func (p *press) common(i, j int) float64 {
	var dot, first, second float64
	for k := range p.reports {
		if k != i && k != j {
			x, y := p.alike[i][k], p.alike[j][k]
			dot, first, second = dot+x*y, first+x*x, second+y*y
		}
	}
	if dot == 0 {
		return 0
	}
	return dot / math.Sqrt(first*second)
}

// likenesses compares reports, and says which of them tell one story.
func (m *Model) likenesses(reports []*Report) map[[2]*Report]*likeness {
	near := likenesses(reports)
	stories(reports, near, m.Reports.score(reports, near), m.Reports.Least)
	return near
}

// score says how surely each two reports tell one story.
func (p *Part) score(reports []*Report, near map[[2]*Report]*likeness) [][]float64 {
	score := square(len(reports))
	for i, a := range reports {
		for j, b := range reports[:i] {
			one := p.Trees.probability(near[[2]*Report{a, b}].observed)
			score[i][j], score[j][i] = one, one
		}
		score[i][i] = 1
	}
	return score
}

// stories notes which reports tell one story.
func stories(reports []*Report, near map[[2]*Report]*likeness, score [][]float64, least float64) {
	group := groups(score, least)
	for i, a := range reports {
		for j, b := range reports[:i+1] {
			l := near[[2]*Report{a, b}]
			l.one, l.group = score[i][j], group[i] == group[j]
		}
	}
}
