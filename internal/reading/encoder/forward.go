package encoder

import "annals/internal/model/kernel"

// batch is some sentences on their way through the network, one token a row,
// and what the heads say of them. Products take all rows at once and cells take
// sentence by sentence, so that sentences of any length go together without
// filling. Its memory is used again.
type batch struct {
	sentences []span // rows of each
	count     int    // rows

	forms  []float32 // embeddings of the forms alone, width a row
	inputs []float32 // what the first mixing layer reads: both towers, the embedding
	layers [2][]float32
	output []float32 // the last layer's two directions, and the form
	gates  []float32 // products within cells
	state  []float32 // a cell's memory
	sum    []float32 // of one embedding's numbers
	rows   kernel.Rows

	hidden  []float32 // hidden layers, as section tells
	tags    []float32 // scores, rows of heads.tags.Stride()
	names   []float32 // scores, rows of heads.names.Stride()
	lemma   []float32
	scripts []float32 // scores, rows of heads.script.Stride()
	arcs    []float32 // U·h of each token as a head
	scores  []float32 // of the arcs of one sentence
	likes   []float32 // what its tokens score as heads of any dependent
	pairs   []float32 // hidden layer of the relations of chosen arcs
	rels    []float32 // scores, rows of heads.relation.Stride()
}

// span is a half-open range of rows.
type span struct{ first, last int }

// grow makes room for n numbers; what was there is lost.
func grow(s *[]float32, n int) []float32 {
	if cap(*s) < n {
		*s = make([]float32, n+n/4)
	}
	*s = (*s)[:n]
	return *s
}

// reset empties the batch.
func (b *batch) reset() { b.sentences, b.count = b.sentences[:0], 0 }

// add makes room for a sentence of n tokens, whose forms the caller then sets.
func (b *batch) add(n int) {
	b.sentences = append(b.sentences, span{b.count, b.count + n})
	b.count += n
}

// setForm sets e to the embedding of a form, its clues aside.
func (n *network) setForm(e []float32, f Form) {
	clear(e)
	k := n.kernel
	for _, r := range f.Pieces {
		k.AddRow(e, n.row(r), n.rowScale[r])
	}
	scale := pieceScale(len(f.Pieces))
	for i := range e {
		e[i] *= scale
	}
	if f.Word >= 0 {
		k.AddRow(e, n.row(f.Word), n.rowScale[f.Word])
	}
	k.AddRow(e, n.row(f.Shape), n.rowScale[f.Shape])
}

func (n *network) row(r int32) []int8 { return n.rows[int(r)*n.width:][:n.width] }

// embed starts a batch: forms are the embeddings of its rows' forms, clues
// the further rows of the table.
func (n *network) embed(b *batch, clues [][]int32) {
	stride := n.inputs()
	rows := kernel.PadRows(b.count)
	inputs, output := grow(&b.inputs, rows*stride), grow(&b.output, rows*stride)
	for t := range b.count {
		x := output[t*stride+2*n.hidden:][:n.width]
		e := inputs[t*stride+2*n.hidden:][:n.width]
		copy(e, b.forms[t*n.width:])
		copy(x, e)
		for _, r := range clues[t] {
			n.kernel.AddRow(e, n.row(r), n.rowScale[r])
		}
		n.kernel.Normalise(e, e, n.gain, n.bias, n.ones, grow(&b.sum, 1), 1e-5)
	}
}

// inputs is the width of what the first mixing layer reads, and of the output
// with the form beside it.
func (n *network) inputs() int { return 2*n.hidden + n.width }

// encode runs the recurrent layers over an embedded batch and sets its output.
func (n *network) encode(b *batch) {
	h, wide, k := n.hidden, n.inputs(), n.kernel
	padded := kernel.PadRows(b.count)
	grow(&b.state, h)
	for i := range b.layers {
		grow(&b.layers[i], padded*2*h)
	}
	// Out of the embedding, into both towers: the only cells with a
	// projection of their input beside the gates.
	in, out := matrix{b.inputs[2*h:], wide}, matrix{b.layers[0], 2 * h}
	if len(n.towers) == 0 {
		out = matrix{b.inputs, wide}
	}
	k.Quantise(&b.rows, in.x, b.count, n.width, wide)
	u := n.product(b, n.first)
	for d := range 2 {
		n.sweep(b, d, out.from(d*h), u.from(4*d*h), u.from((4*d+3)*h))
	}
	for i, cells := range n.towers {
		in, out = out, matrix{b.layers[(i+1)%2], 2 * h}
		if i == len(n.towers)-1 {
			out = matrix{b.inputs, wide}
		}
		for d, w := range cells {
			skip := in.from(d * h)
			k.Quantise(&b.rows, skip.x, b.count, h, skip.stride)
			n.sweep(b, d, out.from(d*h), n.product(b, w), skip)
		}
	}
	in = matrix{b.inputs, wide}
	for i, w := range n.mixes {
		out = matrix{b.layers[i%2], 2 * h}
		if i == len(n.mixes)-1 {
			out = matrix{b.output, wide}
		}
		k.Quantise(&b.rows, in.x, b.count, w.Inputs, in.stride)
		u := n.product(b, w)
		for d := range 2 {
			n.sweep(b, d, out.from(d*h), u.from(3*d*h), in.from(d*h))
		}
		in = out
	}
}

// matrix is rows of numbers that begin stride apart.
type matrix struct {
	x      []float32
	stride int
}

func (m matrix) from(column int) matrix { return matrix{m.x[column:], m.stride} }

func (m matrix) row(t int) []float32 { return m.x[t*m.stride:] }

// product multiplies the batch's quantised rows.
func (n *network) product(b *batch, w *kernel.Matrix) matrix {
	u := grow(&b.gates, kernel.PadRows(b.count)*w.Stride())
	w.Apply(u, &b.rows)
	return matrix{u, w.Stride()}
}

// sweep runs a cell over every sentence, from its first token to its last or,
// in direction 1, from its last to its first.
func (n *network) sweep(b *batch, direction int, out, u, skip matrix) {
	c := b.state[:n.hidden]
	for _, s := range b.sentences {
		clear(c)
		t, step := s.first, 1
		if direction == 1 {
			t, step = s.last-1, -1
		}
		for ; s.first <= t && t < s.last; t += step {
			n.kernel.Cell(out.row(t), u.row(t), skip.row(t), c)
		}
	}
}

// score runs the heads over an encoded batch, relations aside.
func (n *network) score(b *batch) {
	h, k, wide := &n.heads, n.kernel, n.inputs()
	padded := kernel.PadRows(b.count)
	k.Quantise(&b.rows, b.output, b.count, 2*n.hidden, wide)
	stride := h.shared.Stride()
	hidden := grow(&b.hidden, padded*stride)
	h.shared.Apply(hidden, &b.rows)
	for t := range b.count {
		k.Activate(hidden[t*stride:][:h.relDependent.at])
	}
	apply := func(dst *[]float32, w *kernel.Matrix, x []float32, width, stride int) {
		k.Quantise(&b.rows, x, b.count, width, stride)
		w.Apply(grow(dst, padded*w.Stride()), &b.rows)
	}
	apply(&b.tags, h.tags, hidden[h.tag.at:], h.tag.width, stride)
	apply(&b.names, h.names, hidden[h.name.at:], h.name.width, stride)
	apply(&b.arcs, h.arc, hidden[h.head.at:], h.head.width, stride)
	apply(&b.lemma, h.lemma, b.output, wide, wide)
	k.Activate(b.lemma[:b.count*h.lemma.Stride()])
	apply(&b.scripts, h.script, b.lemma, h.lemma.Outputs, h.lemma.Stride())
}

// arcScores sets scores[i·(n+1)+j] to the score of the arc from head j to the
// i-th of a sentence's n tokens; head 0 is the root, head j the j-th token
// from 1.
func (n *network) arcScores(b *batch, s span) []float32 {
	h := &n.heads
	count := s.last - s.first
	scores, likes := grow(&b.scores, count*(count+1)), grow(&b.likes, count+1)
	stride := h.shared.Stride()
	likes[0] = h.rootHead
	n.kernel.Dots(likes[1:], h.arcHead, b.hidden[s.first*stride+h.head.at:], stride)
	for i := range count {
		row := scores[i*(count+1):][:count+1]
		d := h.dependent.of(b.hidden[(s.first+i)*stride:])
		n.kernel.Dots(row[:1], d, h.arcRoot, 0)
		n.kernel.Dots(row[1:], d, b.arcs[s.first*h.arc.Stride():], h.arc.Stride())
		for j, v := range likes {
			row[j] += v
		}
	}
	return scores
}

// relations scores the relations of the arcs from heads[i] to row i of the
// batch; −1 is the root.
func (n *network) relations(b *batch, heads []int) {
	h := &n.heads
	width, stride := h.relDependent.width, h.shared.Stride()
	padded := kernel.PadRows(b.count)
	pairs := grow(&b.pairs, padded*width)
	for i, head := range heads {
		to := pairs[i*width:][:width]
		from := h.relRoot
		if head >= 0 {
			from = h.relHead.of(b.hidden[head*stride:])
		}
		for c, x := range h.relDependent.of(b.hidden[i*stride:]) {
			to[c] = x + from[c]
		}
	}
	n.kernel.Activate(pairs[:b.count*width])
	n.kernel.Quantise(&b.rows, pairs, b.count, width, width)
	h.relation.Apply(grow(&b.rels, padded*h.relation.Stride()), &b.rows)
}
