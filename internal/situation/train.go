package situation

import (
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// Example is a pair of events with whether they are one.
type Example struct {
	Features []Feature
	One      bool
}

// byHand are the weights of which the training corpus says little: it has
// hardly a date and few denials, and its towns are seldom named twice. A denial
// speaks of something that somebody asserts.
func byHand() Weights {
	return Weights{"same day": 1.5, "overlapping days": .5, "days apart": -2, "same place": 1.5, "same country": .3, "same figure": 1, "another figure": 0,
		"one denies the other": 1.3}
}

// Train fits the logistic model by AdaGrad (Duchi et al. 2011) over shuffled
// examples; the same seed gives the same weights. Weights set by hand stay.
func Train(examples []Example, epochs int, seed uint64) Weights {
	w, square := Weights{}, map[string]float64{}
	dice := rand.New(rand.NewPCG(seed, 1))
	order := dice.Perm(len(examples))
	for range epochs {
		dice.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			x := &examples[i]
			wrong := -w.Score(x.Features)
			if x.One {
				wrong++
			}
			step := func(name string, value float64) {
				g := wrong*value - 1e-6*w[name]
				square[name] += g * g
				w[name] += .3 * g / math.Sqrt(square[name]+1e-8)
			}
			step("bias", 1)
			for _, f := range x.Features {
				step(f.Name, f.Value)
			}
		}
	}
	maps.Copy(w, byHand())
	return w
}

// Write writes the weights as ParseWeights reads them, sorted by name.
func (w Weights) Write(out io.Writer) error {
	for _, name := range slices.Sorted(maps.Keys(w)) {
		if _, err := fmt.Fprintf(out, "%s\t%.2f\n", name, w[name]); err != nil {
			return fmt.Errorf("situation: %w", err)
		}
	}
	return nil
}
