package corefer

import (
	"fmt"
	"slices"

	"annals/internal/model"
	"annals/internal/model/kernel"
	"annals/internal/text"
)

// views are what a network makes of the encoder's vectors. A mention has two:
// as it looks for an antecedent, and as one. The hidden units of a pair take
// the view of the mention, those of two mentions that stand for the entity, and
// the products and differences of the former with each of the latter.
type views struct {
	width, columns int       // numbers of a view; hidden units and one
	w              []float32 // 2·width rows of viewInputs weights
	bias           []float32 // 2·width
	pair           []float32 // columns rows of viewBlocks·width weights
	fresh          []float32 // columns rows of width weights, for new entities
}

const (
	// viewInputs is what a view sees of a mention: the vectors of its head and
	// of what the head depends on, and the form of its other content words.
	viewInputs = 2*text.VectorWidth + text.VectorPart
	// Blocks of what the hidden units of a pair see: three views by themselves,
	// products and differences.
	viewBlocks   = singleBlocks + 4
	singleBlocks = 3
)

func newViews(width, columns int) *views {
	return &views{
		width: width, columns: columns, w: make([]float32, 2*width*viewInputs), bias: make([]float32, 2*width),
		pair: make([]float32, columns*viewBlocks*width), fresh: make([]float32, columns*width),
	}
}

// vectors are all weights.
func (v *views) vectors() [][]float32 { return [][]float32{v.w, v.bias, v.pair, v.fresh} }

// viewInput sets x, of viewInputs numbers in units of the document's vectors,
// to what a view of mention i sees; the mean of the other words is rounded.
func (r *reader) viewInput(x []int8, i int) {
	clear(x)
	d, m := r.doc, &r.mentions[i]
	if len(d.Vectors) == 0 {
		return
	}
	head := m.Head
	if m.Kind == text.Name {
		head = m.Last - 1
	}
	copy(x, d.Vector(head))
	if h := d.Tokens[m.Head].Head; h >= 0 {
		copy(x[text.VectorWidth:], d.Vector(h))
	}
	if m.Kind == text.Pronoun {
		return
	}
	var sum [text.VectorPart]int
	n := 0
	for t := m.First; t < m.Last; t++ {
		switch d.Tokens[t].UPOS {
		case "NOUN", "PROPN", "ADJ", "NUM", "VERB":
			if t != head {
				n++
				for k, v := range d.Vector(t)[:text.VectorPart] {
					sum[k] += int(v)
				}
			}
		}
	}
	for k, v := range sum {
		x[2*text.VectorWidth+k] = int8(v / max(n, 1))
	}
}

// standing are the mentions that stand for an entity before mention i: the
// latest, and the noun that compares best, or again the latest.
func (a *ranker) standing(i int, e *entity) (latest, noun int) {
	latest = e.members[len(e.members)-1]
	if e.noun < 0 {
		return latest, latest
	}
	if a.reader.mentions[i].Kind != text.Pronoun {
		if k := slices.Index(e.heads, a.profiles[i].head); k >= 0 {
			return latest, e.headAt[k]
		}
	}
	return latest, e.noun
}

// combine sets u to products and differences of the view of a mention and those
// of two others.
func combine(u, mention, latest, noun []float32) {
	k := len(mention)
	u = u[:4*k]
	for x, a := range mention {
		b, c := latest[x], noun[x]
		u[x], u[k+x] = a*b, max(a-b, b-a)
		u[2*k+x], u[3*k+x] = a*c, max(a-c, c-a)
	}
}

// viewing is the views of one document's mentions by networks side by side.
type viewing struct {
	network       *network
	rows          []float32 // of each mention, all networks' views
	stride        int
	scratch, part []float32
}

// viewRows is how many mentions are looked at together.
const viewRows = 192

// look makes the views of all mentions.
func (n *network) look(r *reader) *viewing {
	m := n.matrix
	v := &viewing{network: n, stride: m.Outputs, scratch: make([]float32, 4*n.views[0].width), part: make([]float32, n.views[0].columns)}
	v.rows = make([]float32, len(r.mentions)*v.stride)
	count := min(viewRows, len(r.mentions))
	inputs, product := make([]float32, count*viewInputs), make([]float32, kernel.PadRows(count)*m.Stride())
	x := make([]int8, viewInputs)
	var rows kernel.Rows
	for at := 0; at < len(r.mentions); at += viewRows {
		count = min(viewRows, len(r.mentions)-at)
		for t := range count {
			r.viewInput(x, at+t)
			to := inputs[t*viewInputs:][:viewInputs]
			for k, b := range x {
				to[k] = float32(b) / text.VectorUnit
			}
		}
		n.kernel.Quantise(&rows, inputs, count, viewInputs, viewInputs)
		m.Apply(product[:kernel.PadRows(count)*m.Stride()], &rows)
		for t := range count {
			to := v.rows[(at+t)*v.stride:][:v.stride]
			copy(to, product[t*m.Stride():])
			n.kernel.Activate(to)
		}
	}
	return v
}

// of is the view of mention i by network k as it looks for an antecedent, 0, or
// as one, 1.
func (v *viewing) of(i, k, as int) []float32 {
	width := v.network.views[k].width
	return v.rows[i*v.stride+(2*k+as)*width:][:width]
}

// add adds to the hidden units of all networks what rows of weights, stride
// apart in each network's list, make of that network's numbers.
func (v *viewing) add(hidden []float32, weights func(*views) (rows []float32, stride int), numbers func(k int) []float32) {
	at, last := 0, len(hidden)-1
	for k, w := range v.network.views {
		rows, stride := weights(w)
		v.network.kernel.Dots(v.part, numbers(k), rows, stride)
		for c, x := range v.part[:w.columns-1] {
			hidden[at+c] += x
		}
		hidden[last] += v.part[w.columns-1] / float32(len(v.network.views))
		at += w.columns - 1
	}
}

// addSingle adds what block 0, 1 or 2 of the pairs makes of mention i.
func (v *viewing) addSingle(hidden []float32, i, block int) {
	v.add(hidden, func(w *views) ([]float32, int) { return w.pair[block*w.width:], viewBlocks * w.width },
		func(k int) []float32 { return v.of(i, k, min(block, 1)) })
}

// addFresh adds what new entities make of mention i.
func (v *viewing) addFresh(hidden []float32, i int) {
	v.add(hidden, func(w *views) ([]float32, int) { return w.fresh, w.width }, func(k int) []float32 { return v.of(i, k, 0) })
}

// addPair adds what products and differences make of mention i and two that
// stand for an entity.
func (v *viewing) addPair(hidden []float32, i, latest, noun int) {
	v.add(hidden, func(w *views) ([]float32, int) { return w.pair[singleBlocks*w.width:], viewBlocks * w.width },
		func(k int) []float32 {
			combine(v.scratch, v.of(i, k, 0), v.of(latest, k, 1), v.of(noun, k, 1))
			return v.scratch
		})
}

// Names of the tensors of views in the weight file.
const (
	tensorViews = "views"
	tensorBias  = "views.bias"
	tensorPairs = "views.pair"
	tensorFresh = "views.fresh"
)

// writeViews adds the views of networks side by side to a file.
func (n *network) writeViews(file *model.TensorFile) {
	var w, pair, fresh [][]float32
	var bias []float32
	for _, v := range n.views {
		w = slices.AppendSeq(w, slices.Chunk(v.w, viewInputs))
		pair = slices.AppendSeq(pair, slices.Chunk(v.pair, viewBlocks*v.width))
		fresh = slices.AppendSeq(fresh, slices.Chunk(v.fresh, v.width))
		bias = append(bias, v.bias...)
	}
	file.AddRows(tensorViews, w)
	file.AddFloats(tensorBias, bias)
	file.AddRows(tensorPairs, pair)
	file.AddRows(tensorFresh, fresh)
}

// readViews takes the views out of a file; the networks have as many hidden
// units together as the network.
func (n *network) readViews(t *model.Tensors) error {
	w, scale, outputs, inputs, err := t.Quantised(tensorViews)
	if err != nil {
		return err
	}
	bias, err := t.Floats(tensorBias)
	if err != nil {
		return err
	}
	pair, columns, block, err := unpacked(t, tensorPairs)
	if err != nil {
		return err
	}
	fresh, rows, width, err := unpacked(t, tensorFresh)
	if err != nil {
		return err
	}
	// Each network has one column more than hidden units.
	members := columns - n.width
	if members < 1 || n.width%members != 0 || inputs != viewInputs || width < 1 || block != viewBlocks*width || rows != columns || outputs != 2*width*members || len(bias) != outputs {
		return fmt.Errorf("views of %d×%d numbers for %d hidden units: train the weights again", outputs, inputs, n.width)
	}
	if n.matrix, err = n.kernel.Pack(inputs, kernel.Part{Weights: w, Scale: scale, Bias: bias, Outputs: outputs}); err != nil {
		return err
	}
	each := columns / members
	for k := range members {
		n.views = append(n.views, &views{width: width, columns: each, pair: pair[k*each*block:][:each*block], fresh: fresh[k*each*width:][:each*width]})
	}
	return nil
}

// unpacked is a quantised matrix of a file as numbers.
func unpacked(t *model.Tensors, name string) (v []float32, rows, columns int, err error) {
	w, scale, rows, columns, err := t.Quantised(name)
	if err != nil {
		return nil, 0, 0, err
	}
	v = make([]float32, len(w))
	for i, b := range w {
		v[i] = float32(b) * scale[i/columns]
	}
	return v, rows, columns, nil
}
