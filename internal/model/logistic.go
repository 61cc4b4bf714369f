package model

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
)

// Example is one training item of [Logistic].
type Example struct {
	Features []Feature
	Class    int
	Weight   float64 // 0 stands for 1
}

// LogisticOptions steers [Logistic]. The zero value of a field takes the
// default named there.
type LogisticOptions struct {
	Epochs int     // passes over the examples; 12
	Rate   float64 // step width of AdaGrad; 0.1
	L2     float64 // pull of a weight to nothing each time its feature is seen; 1e-5
	Cutoff int     // examples that a feature must occur in; 2
	Seed   uint64  // order of the examples
}

// Logistic trains multinomial logistic regression by stochastic gradient
// descent with the step widths of AdaGrad (Duchi, Hazan & Singer 2011). Two
// labels make it binary. The same examples, options and labels give the same
// model. It fails where there are no examples, too many labels, or an example
// is of no class.
func Logistic(name string, labels []string, examples []Example, o LogisticOptions) (*Linear, error) {
	o.defaults()
	classes := len(labels)
	if classes < 2 || classes > MaxClasses || len(examples) == 0 {
		return nil, fmt.Errorf("model: logistic %s: %d labels, %d examples", name, classes, len(examples))
	}
	rows := map[uint32]int{}
	counts := map[uint32]int{}
	for i, e := range examples {
		if e.Class < 0 || e.Class >= classes {
			return nil, fmt.Errorf("model: logistic %s: example %d has class %d of %d", name, i, e.Class, classes)
		}
		for _, f := range e.Features {
			k := f.key()
			if counts[k]++; counts[k] == o.Cutoff {
				rows[k] = len(rows)
			}
		}
	}
	weights := make([]float32, len(rows)*classes)
	squares := make([]float32, len(rows)*classes)
	random := rand.New(rand.NewPCG(o.Seed, 1))
	p := make([]float64, classes)
	var active []int
	for range o.Epochs {
		for _, i := range random.Perm(len(examples)) {
			e := examples[i]
			active = active[:0]
			clear(p)
			for _, f := range e.Features {
				if r, ok := rows[f.key()]; ok {
					active = append(active, r*classes)
					for c := range p {
						p[c] += float64(weights[r*classes+c])
					}
				}
			}
			softmax(p)
			p[e.Class]--
			weight := e.Weight
			if weight == 0 {
				weight = 1
			}
			for _, r := range active {
				for c, g := range p {
					w := &weights[r+c]
					g := weight*g + o.L2*float64(*w)
					squares[r+c] += float32(g * g)
					*w -= float32(o.Rate * g / math.Sqrt(float64(squares[r+c])+1e-8))
				}
			}
		}
	}
	return quantise(name, labels, logisticRows(rows, weights, classes)), nil
}

func (o *LogisticOptions) defaults() {
	o.Epochs = cmp.Or(o.Epochs, 12)
	o.Rate = cmp.Or(o.Rate, 0.1)
	o.L2 = cmp.Or(o.L2, 1e-5)
	o.Cutoff = cmp.Or(o.Cutoff, 2)
}

func softmax(p []float64) {
	top := math.Inf(-1)
	for _, v := range p {
		top = max(top, v)
	}
	sum := 0.0
	for c := range p {
		p[c] = math.Exp(p[c] - top)
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
}

func logisticRows(index map[uint32]int, weights []float32, classes int) []row {
	rows := make([]row, 0, len(index))
	for key, i := range index {
		r := row{key: key}
		for c := range classes {
			if w := weights[i*classes+c]; w != 0 {
				r.classes = append(r.classes, uint8(c))
				r.weights = append(r.weights, float64(w))
			}
		}
		rows = append(rows, r)
	}
	return rows
}
