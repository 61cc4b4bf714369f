package model

// Weights collects the weights that a step has trained by a method of its own,
// before they are rounded to those of a [Linear].
type Weights struct {
	labels []string
	rows   []row
	at     map[uint32]int // row of a key
}

// NewWeights begins the weights of a model with the classes.
func NewWeights(labels []string) *Weights {
	return &Weights{labels: labels, at: map[uint32]int{}}
}

// Add adds to the weight of a feature for a class.
func (w *Weights) Add(f Feature, class int, weight float64) {
	key := f.key()
	i, ok := w.at[key]
	if !ok {
		i = len(w.rows)
		w.at[key], w.rows = i, append(w.rows, row{key: key})
	}
	r := &w.rows[i]
	for k, c := range r.classes {
		if int(c) == class {
			r.weights[k] += weight
			return
		}
	}
	r.classes, r.weights = append(r.classes, uint8(class)), append(r.weights, weight)
}

// Model is the weights so far, in 8 bits.
func (w *Weights) Model(name string) *Linear { return quantise(name, w.labels, w.rows) }
