package corefer

import (
	"math"

	"annals/internal/model/kernel"
	"annals/internal/text"
)

// viewTrainer trains a network's views. Gradients of the pairs' weights add up
// over some mentions and those of the views over a report before Adam (Kingma
// and Ba 2015) moves the weights.
type viewTrainer struct {
	*views
	rate   float32
	kernel *kernel.Kernel
	grads  [][]float32 // of vectors()
	adam   []adam
	// Of the report: inputs, views by role and mention, and their gradients.
	inputs      [][]int8
	looks, back [2][][]float32
	// Of the mention: what is left out of views and what the rest counts, its
	// own view, what the hidden units of each option see, and the mentions that
	// stand for its entity.
	mask, own []float32
	seen      [][]float32
	standing  [][2]int
	steps     int
	row, grad []float32
}

// moveEach is over how many mentions the gradients of pairs add up.
const moveEach = 64

// adam is the state of one list of weights.
type adam struct {
	mean, square []float32
	steps        float64
}

// move moves weights against their gradient, which it clears.
func (a *adam) move(w, gradient []float32, rate float32) {
	const first, second = 0.9, 0.999
	a.steps++
	r := rate * float32(math.Sqrt(1-math.Pow(second, a.steps))/(1-math.Pow(first, a.steps)))
	for i, g := range gradient {
		a.mean[i] += (1 - first) * (g - a.mean[i])
		a.square[i] += (1 - second) * (g*g - a.square[i])
		w[i] -= r * a.mean[i] / (float32(math.Sqrt(float64(a.square[i]))) + 1e-7)
		gradient[i] = 0
	}
}

// startViews gives the network views with small random weights. Both views of a
// mention begin alike, so that products tell likeness from the start.
func (t *trainer) startViews() {
	v := newViews(t.Views, t.network.width+1)
	for i := range v.w[:len(v.w)/2] {
		x := float32(t.random.NormFloat64() * 0.7 / math.Sqrt(viewInputs))
		v.w[i], v.w[len(v.w)/2+i] = x, x
	}
	for _, list := range [][]float32{v.pair, v.fresh} {
		for i := range list {
			list[i] = float32(t.random.NormFloat64() * 0.02)
		}
	}
	t.network.views = []*views{v}
	t.view = &viewTrainer{
		views: v, rate: float32(t.ViewRate), kernel: kernel.Best(), mask: make([]float32, v.width), own: make([]float32, v.width),
		row: make([]float32, viewInputs), grad: make([]float32, viewBlocks*v.width),
	}
	for _, list := range v.vectors() {
		t.view.grads = append(t.view.grads, make([]float32, len(list)))
		t.view.adam = append(t.view.adam, adam{mean: make([]float32, len(list)), square: make([]float32, len(list))})
	}
}

// open begins a report.
func (t *viewTrainer) open(l *lesson) {
	t.inputs = l.inputs
	for as := range t.looks {
		t.looks[as], t.back[as] = make([][]float32, len(l.mentions)), make([][]float32, len(l.mentions))
	}
}

// input is what a view of mention i sees.
func (t *viewTrainer) input(i int) []float32 {
	for k, b := range t.inputs[i] {
		t.row[k] = float32(b) / text.VectorUnit
	}
	return t.row
}

// of is the view of mention i in a role.
func (t *viewTrainer) of(i, as int) []float32 {
	if v := t.looks[as][i]; v != nil {
		return v
	}
	v := make([]float32, t.width)
	t.kernel.Dots(v, t.input(i), t.w[as*t.width*viewInputs:], viewInputs)
	for k := range v {
		v[k] += t.bias[as*t.width+k]
	}
	t.kernel.Activate(v)
	t.looks[as][i], t.back[as][i] = v, make([]float32, t.width)
	return v
}

// beginView begins a mention: it leaves out a share of the views' numbers, and adds
// what new entities make of it to their hidden units.
func (t *trainer) beginView(i, options int, hidden []float32) {
	v := t.view
	for k := range v.mask {
		v.mask[k] = 0
		if t.random.Float64() >= t.ViewDrop {
			v.mask[k] = float32(1 / (1 - t.ViewDrop))
		}
	}
	for k, x := range v.of(i, 0) {
		v.own[k] = x * v.mask[k]
	}
	for len(v.seen) < options {
		v.seen = append(v.seen, make([]float32, viewBlocks*v.width))
		v.standing = append(v.standing, [2]int{})
	}
	v.add(hidden, v.own, v.fresh)
}

// add adds what rows of weights make of numbers.
func (t *viewTrainer) add(hidden, numbers, rows []float32) {
	sums := make([]float32, len(hidden))
	t.kernel.Dots(sums, numbers, rows, len(numbers))
	for c, x := range sums {
		hidden[c] += x
	}
}

// addPair adds what the views say of an option to its hidden units.
func (t *viewTrainer) addPair(option, latest, noun int, hidden []float32) {
	u, k := t.seen[option], t.width
	t.standing[option] = [2]int{latest, noun}
	b, c := t.of(latest, 1), t.of(noun, 1)
	copy(u, t.own)
	for x, m := range t.mask {
		u[k+x], u[2*k+x] = b[x]*m, c[x]*m
	}
	combine(u[singleBlocks*k:], u[:k], u[k:2*k], u[2*k:3*k])
	t.add(hidden, u, t.pair)
}

// spread adds to the gradient of rows of weights that made the hidden units of
// numbers, and sets back to the gradient of the numbers.
func spread(hidden, numbers, rows, gradient, back []float32) {
	n := len(numbers)
	back = back[:n]
	clear(back)
	for c, g := range hidden {
		if g == 0 {
			continue
		}
		w, to := rows[c*n:][:n], gradient[c*n:][:n]
		for x, v := range numbers {
			back[x] += g * w[x]
			to[x] += g * v
		}
	}
}

// backPair adds up gradients of an option of mention i, given those of its
// hidden units.
func (t *viewTrainer) backPair(i, option int, hidden []float32) {
	u, k := t.seen[option], t.width
	spread(hidden, u, t.pair, t.grads[2], t.grad)
	g := t.grad
	own, latest, noun := t.back[0][i], t.back[1][t.standing[option][0]], t.back[1][t.standing[option][1]]
	for x, m := range t.mask {
		if m == 0 {
			continue
		}
		a, b, c := u[x], u[k+x], u[2*k+x]
		nearer, further := g[4*k+x], g[6*k+x] // of the differences
		if a < b {
			nearer = -nearer
		}
		if a < c {
			further = -further
		}
		own[x] += m * (g[x] + g[3*k+x]*b + nearer + g[5*k+x]*c + further)
		latest[x] += m * (g[k+x] + g[3*k+x]*a - nearer)
		noun[x] += m * (g[2*k+x] + g[5*k+x]*a - further)
	}
}

// backFresh adds up gradients of mention i as a new entity.
func (t *viewTrainer) backFresh(i int, hidden []float32) {
	spread(hidden, t.own, t.fresh, t.grads[3], t.grad)
	for x, m := range t.mask {
		t.back[0][i][x] += m * t.grad[x]
	}
}

// end ends a mention.
func (t *viewTrainer) end() {
	if t.steps++; t.steps%moveEach == 0 {
		t.move(2, 3)
	}
}

// close ends a report and moves the weights of the views.
func (t *viewTrainer) close() {
	t.spreadBack()
	t.move(0, 1)
}

// spreadBack adds up the gradients of the weights that made the report's views.
func (t *viewTrainer) spreadBack() {
	for as := range t.back {
		for i, back := range t.back[as] {
			if back == nil {
				continue
			}
			x := t.input(i)
			for k, v := range t.looks[as][i] {
				// The derivative of z/√(1+z²) by what it is.
				s := float64(1 - v*v)
				g := back[k] * float32(s*math.Sqrt(s))
				if g == 0 {
					continue
				}
				o := as*t.width + k
				t.grads[1][o] += g
				to := t.grads[0][o*viewInputs:][:viewInputs]
				for c, v := range x {
					to[c] += g * v
				}
			}
		}
	}
}

// move moves some lists of weights.
func (t *viewTrainer) move(lists ...int) {
	for _, k := range lists {
		t.adam[k].move(t.views.vectors()[k], t.grads[k], t.rate)
	}
}
