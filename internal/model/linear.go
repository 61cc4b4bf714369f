package model

import (
	"cmp"
	"math"
	"slices"
)

// MaxClasses is how many classes a model may have.
const MaxClasses = 256

// maxWeights is how many weights a model may have: a slot counts them in 24 bits.
const maxWeights = 1 << 24

// Linear is a linear model: for each feature a few classes with a weight each.
// It is safe for use by several goroutines.
type Linear struct {
	// Name says which decision the model makes, unique within a file.
	Name string
	// Labels names the classes, at most MaxClasses.
	Labels []string
	// Unit is what a weight of 1 stands for; scores are multiples of it.
	Unit float32

	slots   []slot   // open addressing, a power of two
	weights []uint16 // class in the high byte, signed weight in the low byte
	keys    []uint32 // sorted
}

// slot finds a feature's weights: the high 24 bits of at are their start, the
// low 8 bits their number less one. An empty slot has at == empty.
type slot struct{ key, at uint32 }

const empty = math.MaxUint32

// Scores adds each feature's weights to scores, which has a place for each
// class. The caller clears it first.
//
// It first finds the slots of a batch of features and then adds their weights,
// so that the processor waits for many slots at once rather than for each.
func (m *Linear) Scores(features []Feature, scores []int32) {
	var found [64]uint32
	mask := uint32(len(m.slots) - 1)
	for len(features) > 0 {
		batch := features[:min(len(features), len(found))]
		features = features[len(batch):]
		n := 0
		for _, f := range batch {
			key := f.key()
			s := m.slots[key&mask]
			for i := key; s.key != key && s.at != empty; {
				i++
				s = m.slots[i&mask]
			}
			found[n] = s.at
			if s.at != empty {
				n++
			}
		}
		for _, at := range found[:n] {
			start := at >> 8
			for _, w := range m.weights[start : start+at&0xff+1] {
				scores[w>>8] += int32(int8(w))
			}
		}
	}
}

// Best is the class with the highest score, the first of equals. It clears
// and uses scores, which has a place for each class.
func (m *Linear) Best(features []Feature, scores []int32) int {
	clear(scores)
	m.Scores(features, scores)
	best := 0
	for c, s := range scores {
		if s > scores[best] {
			best = c
		}
	}
	return best
}

// Probabilities sets p[c] to the probability of each class, the softmax of the
// scores. It is calibrated only for a model that [Logistic] trained. It clears
// and uses scores; both have a place for each class.
func (m *Linear) Probabilities(features []Feature, scores []int32, p []float64) {
	clear(scores)
	m.Scores(features, scores)
	top := slices.Max(scores)
	sum := 0.0
	for c, s := range scores {
		p[c] = math.Exp(float64(s-top) * float64(m.Unit))
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
}

// row is one feature's weights before they are quantised or after they are read.
type row struct {
	key     uint32
	classes []uint8
	weights []float64
}

// span is how many times the root mean square of the weights the largest
// weight is that fits into 8 bits. A larger one is stored as several for the
// same class, which add up: cutting the few large ones would cost more than
// all small ones are worth.
const span = 24

// quantise makes a model of 8-bit weights. Weights that come to nothing, and
// rows without weights, fall away.
func quantise(name string, labels []string, rows []row) *Linear {
	sum, n, top := 0.0, 0, 0.0
	for _, r := range rows {
		for _, w := range r.weights {
			if w != 0 {
				sum += w * w
				n++
				top = max(top, math.Abs(w))
			}
		}
	}
	m := &Linear{Name: name, Labels: labels, Unit: 1}
	if n > 0 {
		m.Unit = float32(min(top, span*math.Sqrt(sum/float64(n))) / math.MaxInt8)
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.key, b.key) })
	var counts []uint8
	for _, r := range rows {
		before := len(m.weights)
		for i, w := range r.weights {
			q := int(math.Round(w / float64(m.Unit)))
			for q != 0 && len(m.weights) < maxWeights && len(m.weights)-before < MaxClasses {
				part := min(max(q, -math.MaxInt8), math.MaxInt8)
				m.weights = append(m.weights, uint16(r.classes[i])<<8|uint16(uint8(int8(part))))
				q -= part
			}
		}
		if k := len(m.weights) - before; k > 0 {
			m.keys = append(m.keys, r.key)
			counts = append(counts, uint8(k-1))
		}
	}
	m.index(counts)
	return m
}

// index fills the slots from the keys and the number of weights, less one, of
// each.
func (m *Linear) index(counts []uint8) {
	size := 2
	for size < 2*len(m.keys) {
		size *= 2
	}
	m.slots = make([]slot, size)
	for i := range m.slots {
		m.slots[i].at = empty
	}
	start := uint32(0)
	mask := uint32(size - 1)
	for i, key := range m.keys {
		at := key & mask
		for m.slots[at].at != empty {
			at = (at + 1) & mask
		}
		m.slots[at] = slot{key, start<<8 | uint32(counts[i])}
		start += uint32(counts[i]) + 1
	}
}
