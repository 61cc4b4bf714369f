package quote

import (
	"strings"

	"annals/internal/lexicon/cue"
	"annals/internal/model"
	"annals/internal/text"
)

// Roles of a token in the report's outermost attributions.
const (
	roleNone = iota
	roleSource
	roleCue
	roleContent
	roleCount
)

func roleLabels() []string { return []string{"none", "source", "cue", "content"} }

// roleChances is how likely a token is of each role.
type roleChances [roleCount]float32

// roles reads each token by itself, from the words around it and from its
// place in the tree, as part of a source, a cue or a content. What it says is
// evidence for judging candidates: where they begin and end above all.
func (p *page) roles(m *model.Linear) []roleChances {
	out := make([]roleChances, len(p.Tokens))
	var features []model.Feature
	var scores [roleCount]int32
	var chances [roleCount]float64
	for i := range p.Tokens {
		if p.unspoken(i) {
			out[i][roleNone] = 1
			continue
		}
		features = p.roleFeatures(features[:0], i)
		m.Probabilities(features, scores[:], chances[:])
		for r, c := range chances {
			out[i][r] = float32(c)
		}
	}
	return out
}

// Templates of the features of roles.
const (
	rWord = iota
	rAround
	rTag
	rTree
	rReport
	rQuote
	rPlace
)

// farthest is how many steps up the tree a verb of saying is looked for.
const farthest = 6

// roleFeatures appends the features of token i.
func (p *page) roleFeatures(out []model.Feature, i int) []model.Feature {
	s := p.sentence(i)
	add := func(template, sub int, values ...uint64) {
		f := model.Template(1000 + template*32 + sub)
		for _, v := range values {
			f = f.With(v)
		}
		out = append(out, f)
	}
	word := func(k int) uint64 {
		if k < s.First || k >= s.Last {
			return 0
		}
		return p.hashes[k].word
	}
	tag := func(k int) uint64 {
		if k < s.First || k >= s.Last {
			return 0
		}
		return p.hashes[k].tag
	}
	deprel := p.hashes[i].deprel
	w := word(i)
	add(rWord, 0)
	add(rWord, 1, w)
	add(rWord, 2, word(i-1), w)
	add(rWord, 3, w, word(i+1))
	add(rAround, 0, word(i-1))
	add(rAround, 1, word(i+1))
	add(rAround, 2, word(i-2))
	add(rAround, 3, word(i+2))
	add(rAround, 4, word(i-2), word(i-1))
	add(rAround, 5, word(i+1), word(i+2))
	of := p.hashes[i].class
	add(rWord, 4, uint64(of.Fine))
	add(rWord, 5, uint64(of.Fine), tag(i+1))
	add(rTag, 0, tag(i), deprel)
	add(rTag, 1, tag(i-1), tag(i))
	add(rTag, 2, tag(i), tag(i+1))
	add(rTag, 3, tag(i-1), tag(i), tag(i+1))
	quote := p.quoteState(i, s)
	p.pathFeatures(i, quote, add)
	add(rQuote, 0, quote)
	add(rQuote, 1, quote, tag(i))
	add(rQuote, 2, quote, w)
	add(rPlace, 0, coarse(i-s.First), quote)
	add(rPlace, 1, coarse(s.Last-i), quote)
	return out
}

// quoteState says whether token i stands in a quotation, whether its sentence
// and the one before hold one, and whether a verb of saying stands beside.
func (p *page) quoteState(i int, s *text.Sentence) uint64 {
	v := uint64(0)
	if p.quoted[i] >= 0 {
		v |= 1
	} else if p.marked[i] {
		v |= 2
	}
	state := p.reporting[p.Tokens[i].Sentence]
	v |= uint64(state) << 2
	if p.Tokens[i].Sentence > 0 && p.Sentences[p.Tokens[i].Sentence-1].Block == s.Block {
		v |= uint64(p.reporting[p.Tokens[i].Sentence-1]) << 5
	} else {
		v |= 1 << 9
	}
	return v
}

// What a sentence has, for quoteState.
const (
	hasQuotation = 1 << iota
	hasSaying    // a verb of saying outside quotation marks
	hasOpen      // it ends inside a quotation
)

// pathFeatures look for the nearest cue above token i in the tree, and the
// nearest ones before and behind it in the sentence.
func (p *page) pathFeatures(i int, quote uint64, add adder) {
	path := uint64(0)
	t := &p.Tokens[i]
	own := p.cueKind(i)
	add(rReport, 0, own, quote)
	h := i
	for step := 0; step < farthest && h >= 0; step++ {
		up := p.Tokens[h].Head
		path = path*31 + model.Text(relation(p.Tokens[h].Deprel))
		if up < 0 {
			h = -1
			break
		}
		h = up
		if k := p.cueKind(h); k != 0 {
			side := uint64(0)
			if i > h {
				side = 1
			}
			lemma := p.hashes[h].lemma
			add(rTree, 0, path, side)
			add(rTree, 1, path, side, lemma)
			add(rTree, 2, path, side, k)
			add(rTree, 3, lemma, side, uint64(min(step, 3)))
			add(rTree, 4, path, p.hashes[i].tag)
			add(rTree, 5, path, side, p.hashes[i].word)
			break
		}
	}
	if h < 0 {
		add(rTree, 6, quote)
	}
	if t.Head >= 0 {
		add(rTree, 7, p.hashes[i].deprel, p.hashes[t.Head].lemma)
		add(rTree, 8, p.hashes[i].deprel, p.hashes[t.Head].tag, p.hashes[t.Head].deprel)
	}
	s := p.sentence(i)
	before, behind := -1, -1
	for k := i - 1; k >= max(s.First, i-20); k-- {
		if p.cueKind(k) != 0 {
			before = k
			break
		}
	}
	for k := i + 1; k < min(s.Last, i+20); k++ {
		if p.cueKind(k) != 0 {
			behind = k
			break
		}
	}
	near := func(sub, k int) {
		if k < 0 {
			add(rReport, sub, quote)
			return
		}
		lemma := p.hashes[k].lemma
		d := coarse(max(i-k, k-i))
		add(rReport, sub, lemma, d)
		add(rReport, sub+1, lemma, quote)
		add(rReport, sub+2, d, quote, p.hashes[i].tag)
		add(rReport, sub+3, p.cueKind(k), d, p.hashes[i].word)
	}
	near(1, before)
	near(6, behind)
}

// cueKind says what the lexicon knows token i for: 0 nothing, 1 a verb of
// saying, 2 another verb, 3 a noun, 4 an adjective, 5 "according to".
func (p *page) cueKind(i int) uint64 { return uint64(p.kinds[i]) }

// findKinds fills what cueKind and quoteState answer.
func (p *page) findKinds() {
	p.kinds = make([]uint8, len(p.Tokens))
	p.reporting = make([]uint8, len(p.Sentences))
	for i := range p.Tokens {
		t := &p.Tokens[i]
		switch {
		case p.verbal(i) && p.saying(i):
			p.kinds[i] = 1
		case p.verbal(i) && p.cues.Has(p.lemmas[i], cue.Verb):
			p.kinds[i] = 2
		case t.UPOS == "NOUN" && p.cues.Has(p.lemmas[i], cue.Noun):
			p.kinds[i] = 3
		case t.UPOS == "ADJ" && p.cues.Has(p.lemmas[i], cue.Adjective):
			p.kinds[i] = 4
		case p.lower[i] == "according":
			p.kinds[i] = 5
		}
		state := &p.reporting[t.Sentence]
		if p.quoted[i] >= 0 {
			*state |= hasQuotation
		} else if p.kinds[i] == 1 || p.kinds[i] == 5 {
			*state |= hasSaying
		}
		if i == p.Sentences[t.Sentence].Last-1 && p.quoted[i] >= 0 {
			*state |= hasOpen
		}
	}
}

// relation is a relation without its subtype.
func relation(deprel string) string {
	base, _, _ := strings.Cut(deprel, ":")
	return base
}
