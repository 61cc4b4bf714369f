package segment

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// Trainer learns where sentences end. Documents need their Text and the spans
// of their Sentences; blocks and tokens are the package's own.
type Trainer struct {
	segmenter *Segmenter
	gold      []source
	added     int // documents, without those in capitals
	// Seed of the first weights and of the order of examples.
	Seed uint64
	// Log is told how the training goes on.
	Log func(string)
}

// source is a document to learn from.
type source struct {
	doc    *text.Document
	ends   map[int]bool // where sentences end, in bytes
	weight float32
	agreed bool // only places where the rules say the same are learnt from
}

// silverWeight is what an example from a document that a program split counts.
const silverWeight = 0.08

// NewTrainer makes a Trainer.
func NewTrainer(seed uint64, log func(string)) *Trainer {
	return &Trainer{segmenter: &Segmenter{tables: readTables()}, Seed: seed, Log: log}
}

// Add adds a document with gold sentences. Every eighth is learnt from a
// second time in capitals only, as tickers write.
func (t *Trainer) Add(d *text.Document) { t.add(d, 1, false) }

// AddSilver adds a document that another program split: what it and the rules
// agree on keeps clean news as the rules have it.
func (t *Trainer) AddSilver(d *text.Document) { t.add(d, silverWeight, true) }

func (t *Trainer) add(d *text.Document, weight float32, agreed bool) {
	s := source{d, map[int]bool{}, weight, agreed}
	for _, x := range d.Sentences {
		s.ends[x.End] = true
	}
	t.gold = append(t.gold, s)
	if t.added++; t.added%8 == 0 {
		s.doc = &text.Document{Text: loud(d.Text)}
		t.gold = append(t.gold, s)
	}
}

// loud is the text in capitals where that does not change its length.
func loud(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if u := unicode.ToUpper(r); utf8.RuneLen(u) == utf8.RuneLen(r) {
			r = u
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// example is one place to learn from.
type example struct {
	wide, deep []uint32
	ends       bool
	weight     float32
}

// Weights learns and gives the weight file. It learns twice: first with the
// gold beginnings of sentences, then also with those that the first weights
// find, so that one mistake does not bring the next (Ross et al. 2011,
// DAgger).
func (t *Trainer) Weights() ([]byte, error) {
	var examples []example
	for _, s := range t.gold {
		examples = t.examples(examples, s, nil)
	}
	if len(examples) == 0 {
		return nil, errors.New("segment: nothing to learn from")
	}
	first := t.learn(examples)
	for _, s := range t.gold {
		examples = t.examples(examples, s, first)
	}
	return t.learn(examples).write()
}

// examples appends those of a document. Sentences begin where the gold says,
// or where the guide decides if there is one.
func (t *Trainer) examples(out []example, s source, guide *network) []example {
	t.segmenter.each(s.doc.Text, func(_, _ int, words []text.Span, b *stretch) {
		start := 0
		for i := 0; i+1 < len(words); i++ {
			ends := s.ends[words[i].End]
			if !b.candidate(i) {
				if ends && guide == nil {
					start = i + 1
				}
				continue
			}
			b.features(i, start)
			if !s.agreed || ends == b.ruled[i] {
				out = append(out, example{append([]uint32(nil), b.wide...), append([]uint32(nil), b.deep...), ends, s.weight})
			}
			switch {
			case guide != nil:
				ends = guide.score(b) > 0
			case s.agreed:
				ends = b.ruled[i]
			}
			if ends {
				start = i + 1
			}
		}
	})
	return out
}

// How the network is learnt: logistic loss, step widths of AdaGrad (Duchi,
// Hazan & Singer 2011).
const (
	epochs   = 4
	wideRate = 0.1
	deepRate = 0.05
	pull     = 1e-3 // of a weight to nothing each time its feature is seen
	rarest   = 5    // examples that a wide feature must occur in
)

// weight is a weight with the sum of its squared gradients.
type weight struct{ w, squares float32 }

func (w *weight) step(g, rate float64) {
	g += pull * float64(w.w)
	w.squares += float32(g * g)
	w.w -= float32(rate * g / math.Sqrt(float64(w.squares)+1e-6))
}

// learner is the network while it is learnt.
type learner struct {
	wide      []weight
	deep      [][hidden]weight
	bias, out [hidden]weight
	counts    []uint8 // examples of each wide feature, at most 255
}

func (t *Trainer) learn(examples []example) *network {
	r := rand.New(rand.NewPCG(t.Seed, 1))
	l := &learner{
		wide: make([]weight, 1<<wideBits), deep: make([][hidden]weight, 1<<deepBits), counts: make([]uint8, 1<<wideBits),
	}
	for k := range hidden {
		l.bias[k].w, l.out[k].w = 0.1, float32(r.NormFloat64()*0.5)
	}
	for _, e := range examples {
		for _, f := range e.wide {
			l.counts[f] = max(l.counts[f], l.counts[f]+1)
		}
		for _, f := range e.deep {
			for k := range hidden {
				if l.deep[f][k].w == 0 {
					l.deep[f][k].w = float32(r.NormFloat64() * 0.05)
				}
			}
		}
	}
	for epoch := range epochs {
		loss := 0.0
		for _, i := range r.Perm(len(examples)) {
			loss += l.step(&examples[i])
		}
		t.Log(fmt.Sprintf("pass %d over %d places: loss %.4f", epoch+1, len(examples), loss/float64(len(examples))))
	}
	return l.network()
}

// step moves the weights by one example and gives its loss.
func (l *learner) step(e *example) float64 {
	sum := 0.0
	for _, f := range e.wide {
		sum += float64(l.wide[f].w)
	}
	var h [hidden]float64
	for k := range h {
		for _, f := range e.deep {
			h[k] += float64(l.deep[f][k].w)
		}
		h[k] += float64(l.bias[k].w)
		sum += max(h[k], 0) * float64(l.out[k].w)
	}
	p := 1 / (1 + math.Exp(-sum))
	g, loss := p, -math.Log(max(1-p, 1e-9))
	if e.ends {
		g, loss = p-1, -math.Log(max(p, 1e-9))
	}
	g *= float64(e.weight)
	if math.Abs(g) < 1e-4 {
		return loss
	}
	for _, f := range e.wide {
		if l.counts[f] >= rarest {
			l.wide[f].step(g, wideRate)
		}
	}
	for k := range h {
		if h[k] <= 0 {
			continue
		}
		inner := g * float64(l.out[k].w)
		l.out[k].step(g*h[k], deepRate)
		l.bias[k].step(inner, deepRate)
		for _, f := range e.deep {
			l.deep[f][k].step(inner, deepRate)
		}
	}
	return loss
}

// network is the learnt weights in 8 bits.
func (l *learner) network() *network {
	n := &network{wide: make([]int8, len(l.wide)), deep: make([][hidden]int8, len(l.deep))}
	topWide, topDeep := 0.0, 0.0
	for _, w := range l.wide {
		topWide = max(topWide, math.Abs(float64(w.w)))
	}
	for _, row := range l.deep {
		for _, w := range row {
			topDeep = max(topDeep, math.Abs(float64(w.w)))
		}
	}
	n.wideUnit, n.deepUnit = float32(max(topWide, 1e-6)/math.MaxInt8), float32(max(topDeep, 1e-6)/math.MaxInt8)
	for i, w := range l.wide {
		n.wide[i] = int8(math.Round(float64(w.w / n.wideUnit)))
	}
	for i, row := range l.deep {
		for k, w := range row {
			n.deep[i][k] = int8(math.Round(float64(w.w / n.deepUnit)))
		}
	}
	for k := range hidden {
		n.bias[k], n.out[k] = l.bias[k].w, l.out[k].w
	}
	return n
}
