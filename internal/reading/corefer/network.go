package corefer

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"

	"annals/internal/model"
	"annals/internal/model/kernel"
)

//go:embed weights.bin
var embedded []byte

// network scores pairs of a mention and an entity before it, and that a
// mention begins an entity. Each feature has a row: what it adds to the hidden
// units and, last, to the score itself. A score is the sum of the latter and
// of the hidden units, rectified and weighed (Wiseman et al., ACL 2015). Beside
// the features, the hidden units take what the mentions' views say.
type network struct {
	width int // hidden units
	slots []slot
	keys  []uint32  // ascending; row i+1 is that of keys[i], row 0 is zero
	rows  []float32 // (width+1) numbers each, in training
	// Biases and weights of the hidden units, and of the score, for pairs and
	// for new entities.
	pairBias, pairOut, newBias, newOut []float32

	views []*views // of each of the networks side by side

	// Rows as the weight file has them, from keys[0] on: bytes, and what a byte
	// of 1 stands for in each.
	packed []int8
	scale  []float32
	kernel *kernel.Kernel
	matrix *kernel.Matrix // makes all views of a mention
}

type slot struct {
	key uint32
	row int32
}

// newNetwork makes a network of zeros that knows the features of the keys.
func newNetwork(width int, keys []uint32) *network {
	n := emptyNetwork(width, keys)
	n.rows = make([]float32, (len(keys)+1)*(width+1))
	return n
}

// emptyNetwork makes a network without rows.
func emptyNetwork(width int, keys []uint32) *network {
	n := &network{width: width, keys: keys}
	for _, v := range []*[]float32{&n.pairBias, &n.pairOut, &n.newBias, &n.newOut} {
		*v = make([]float32, width+1)
	}
	n.index()
	return n
}

func (n *network) index() {
	size := 16
	for size < 2*len(n.keys) {
		size *= 2
	}
	n.slots = make([]slot, size)
	mask := uint32(size - 1)
	for i, k := range n.keys {
		at := k & mask
		for n.slots[at].row != 0 {
			at = (at + 1) & mask
		}
		n.slots[at] = slot{k, int32(i + 1)}
	}
}

// vectors are all weights.
func (n *network) vectors() [][]float32 {
	list := [][]float32{n.rows, n.pairBias, n.pairOut, n.newBias, n.newOut}
	for _, v := range n.views {
		list = append(list, v.vectors()...)
	}
	return list
}

// find is the row of a feature, or 0.
func (n *network) find(f model.Feature) int32 {
	key := uint32(f >> 32)
	mask := uint32(len(n.slots) - 1)
	for at := key & mask; n.slots[at].row != 0; at = (at + 1) & mask {
		if n.slots[at].key == key {
			return n.slots[at].row
		}
	}
	return 0
}

// row is the numbers of a feature.
func (n *network) row(i int32) []float32 {
	w := n.width + 1
	return n.rows[int(i)*w : int(i)*w+w]
}

// sum adds the rows of features to v.
func (n *network) sum(v []float32, rows []int32) {
	if n.packed != nil {
		for _, i := range rows {
			at := int(i-1) * len(v)
			n.kernel.AddRow(v, n.packed[at:at+len(v)], n.scale[i-1])
		}
		return
	}
	for _, i := range rows {
		w := n.row(i)
		w = w[:len(v)]
		for k := range v {
			v[k] += w[k]
		}
	}
}

// score is the score of hidden units before rectification, v, by the weights
// out.
func score(v, out []float32) float32 {
	last := len(v) - 1
	s := v[last]
	out = out[:len(v)]
	for k, x := range v[:last] {
		if x > 0 {
			s += x * out[k]
		}
	}
	return s
}

// Names of the tensors in the weight file.
const (
	tensorKeys  = "keys"
	tensorRows  = "rows"
	tensorDense = "dense"
)

// loadNetwork reads the weight file.
func loadNetwork(data []byte) (*network, error) {
	t, err := model.ReadTensors(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("corefer: %w", err)
	}
	keys, err := t.Words(tensorKeys)
	if err != nil {
		return nil, fmt.Errorf("corefer: %w", err)
	}
	w, scale, rows, columns, err := t.Quantised(tensorRows)
	if err != nil {
		return nil, fmt.Errorf("corefer: %w", err)
	}
	dense, err := t.Floats(tensorDense)
	if err != nil {
		return nil, fmt.Errorf("corefer: %w", err)
	}
	if rows != len(keys) || columns < 1 || len(dense) != 4*columns || !slices.IsSorted(keys) {
		return nil, fmt.Errorf("corefer: %d keys, %d rows of %d, %d other numbers: train the weights again", len(keys), rows, columns, len(dense))
	}
	n := emptyNetwork(columns-1, keys)
	n.packed, n.scale, n.kernel = w, scale, kernel.Best()
	for k, v := range [][]float32{n.pairBias, n.pairOut, n.newBias, n.newOut} {
		copy(v, dense[k*columns:])
	}
	if err := n.readViews(t); err != nil {
		return nil, fmt.Errorf("corefer: %w", err)
	}
	return n, nil
}

// bytes is the weight file: a tensor file as package model reads it, the rows
// in 8 bits, each with its own scale.
func (n *network) bytes() ([]byte, error) {
	columns := n.width + 1
	var file model.TensorFile
	file.AddWords(tensorKeys, n.keys)
	file.AddRows(tensorRows, slices.Collect(slices.Chunk(n.rows[columns:], columns)))
	file.AddFloats(tensorDense, slices.Concat(n.pairBias, n.pairOut, n.newBias, n.newOut))
	n.writeViews(&file)
	b, err := file.Bytes()
	if err != nil {
		return nil, fmt.Errorf("corefer: %w", err)
	}
	return b, nil
}
