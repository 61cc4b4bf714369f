package corefer

import (
	"math"
	"math/rand/v2"
	"testing"

	"annals/internal/text"
)

// TestViewGradients compares gradients with what the hidden units change by
// when a weight is moved.
func TestViewGradients(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	l := &lesson{mentions: make([]mention, 3), inputs: make([][]int8, 3)}
	for i := range l.inputs {
		l.inputs[i] = make([]int8, viewInputs)
		for k := range l.inputs[i] {
			l.inputs[i][k] = int8(random.IntN(2*text.VectorUnit) - text.VectorUnit)
		}
	}
	o := TrainOptions{Views: 16}
	o.defaults()
	tr := &trainer{TrainOptions: o, network: newNetwork(4, nil), random: random}
	tr.startViews()
	v := tr.view
	gradient := [2][]float32{{0.5, -1, 0, 0.3, 1}, {1, 0, -0.7, 0.2, -1}} // of a pair and a new entity
	value := func() float64 {
		v.open(l)
		tr.random = rand.New(rand.NewPCG(3, 4)) // the same numbers are left out
		fresh, pair := make([]float32, 5), make([]float32, 5)
		tr.beginView(2, 1, fresh)
		v.addPair(0, 1, 0, pair)
		sum := 0.0
		for c := range pair {
			sum += float64(gradient[0][c]*pair[c] + gradient[1][c]*fresh[c])
		}
		return sum
	}
	value()
	v.backPair(2, 0, gradient[0])
	v.backFresh(2, gradient[1])
	v.spreadBack()
	for list, w := range v.vectors() {
		largest := 0
		for k, g := range v.grads[list] {
			if g*g > v.grads[list][largest]*v.grads[list][largest] {
				largest = k
			}
		}
		for _, k := range []int{largest, random.IntN(len(w)), random.IntN(len(w))} {
			const step = 1e-2
			was := w[k]
			w[k] = was + step
			up := value()
			w[k] = was - step
			down := value()
			w[k] = was
			if got, want := float64(v.grads[list][k]), (up-down)/(2*step); math.Abs(got-want) > 0.02*math.Abs(want)+1e-3 {
				t.Errorf("weight %d of list %d: gradient %g, want %g", k, list, got, want)
			}
		}
	}
}
