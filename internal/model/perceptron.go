package model

// Perceptron trains a [Linear] by the averaged perceptron (Freund & Schapire
// 1999; Collins 2002). The caller scores an item, and where it disagrees with
// the best class moves the weights by Update; Tick follows each item. The
// result is the average of the weights over all ticks, kept lazily: each
// weight remembers the sum of its changes times the tick they came at.
//
// A feature gets weights at its cutoff-th update; rarer ones never do.
type Perceptron struct {
	// Prune leaves out of the Model the weights that come to less than this
	// in 8 bits, where the root mean square is 5 or more. Most averaged
	// weights are small; without them a model of many classes is a fraction
	// of the size and as good.
	Prune int

	labels []string
	cutoff uint8
	rows   []trainRow
	slots  []int32 // row + 1, open addressing
	seen   []uint8 // updates of features without a row, by hash
	ticks  float64
}

type trainRow struct {
	key   uint32
	cells []cell
}

type cell struct {
	class  uint8
	weight float32
	moved  float64 // sum of changes times ticks
}

// seenBits is the size of the table of counts; features that share a place
// share a count, which only softens the cut-off.
const seenBits = 25

// NewPerceptron makes a trainer for the classes; a feature needs cutoff
// updates, at least 1, before it gets weights.
func NewPerceptron(labels []string, cutoff int) *Perceptron {
	return &Perceptron{
		labels: labels,
		cutoff: uint8(min(max(cutoff, 1), 255)),
		slots:  make([]int32, 1<<16),
		seen:   make([]uint8, 1<<seenBits),
	}
}

// find is the place of a key in slots: its own, or the free one it would take.
func (p *Perceptron) find(key uint32) int {
	mask := len(p.slots) - 1
	i := int(key) & mask
	for p.slots[i] != 0 && p.rows[p.slots[i]-1].key != key {
		i = (i + 1) & mask
	}
	return i
}

// Scores adds each feature's weights to scores, which has a place for each
// class. The caller clears it first.
func (p *Perceptron) Scores(features []Feature, scores []float32) {
	for _, f := range features {
		key := f.key()
		r := p.slots[p.find(key)]
		if r == 0 {
			continue
		}
		for _, c := range p.rows[r-1].cells {
			scores[c.class] += c.weight
		}
	}
}

// Update adds delta to the weight of each feature for the class.
func (p *Perceptron) Update(features []Feature, class int, delta float32) {
	for _, f := range features {
		key := f.key()
		i := p.find(key)
		if p.slots[i] == 0 {
			seen := &p.seen[key>>(32-seenBits)]
			if *seen++; *seen < p.cutoff {
				continue
			}
			i = p.add(key, i)
		}
		r := &p.rows[p.slots[i]-1]
		at := 0
		for at < len(r.cells) && int(r.cells[at].class) != class {
			at++
		}
		if at == len(r.cells) {
			r.cells = append(r.cells, cell{class: uint8(class)})
		}
		r.cells[at].weight += delta
		r.cells[at].moved += float64(delta) * p.ticks
	}
}

// add makes a row for a key whose free place is i, and gives its place.
func (p *Perceptron) add(key uint32, i int) int {
	p.rows = append(p.rows, trainRow{key: key})
	if 2*len(p.rows) > len(p.slots) {
		p.slots = make([]int32, 2*len(p.slots))
		for r := range p.rows[:len(p.rows)-1] {
			p.slots[p.find(p.rows[r].key)] = int32(r + 1)
		}
		i = p.find(key)
	}
	p.slots[i] = int32(len(p.rows))
	return i
}

// Tick ends an item.
func (p *Perceptron) Tick() { p.ticks++ }

// Model is the average of the weights so far, in 8 bits. Training may go on.
func (p *Perceptron) Model(name string) *Linear {
	rows := make([]row, 0, len(p.rows))
	for _, t := range p.rows {
		r := row{key: t.key}
		for _, c := range t.cells {
			r.classes = append(r.classes, c.class)
			r.weights = append(r.weights, float64(c.weight)-c.moved/max(p.ticks, 1))
		}
		rows = append(rows, r)
	}
	return quantise(name, p.labels, rows, p.Prune)
}
