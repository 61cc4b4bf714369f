package encoder

import (
	"bytes"
	"fmt"
	"math"

	"annals/internal/model"
	"annals/internal/model/kernel"
	"annals/internal/reading/clue"
	"annals/internal/text"

	"gonum.org/v1/gonum/mat"
)

// A token's vector is the principal components of three things that the
// network has of it: the embedding, what the towers give, what the last layer
// gives. Components are scaled by the fourth root of their variance, half the
// way to numbers that all vary as much.

// vectorParts is how many parts a vector has.
const vectorParts = text.VectorWidth / text.VectorPart

// source is the batch's numbers that part i of the vectors is made of.
func (n *network) source(b *batch, i int) (x []float32, width, stride int) {
	wide, both := n.inputs(), 2*n.hidden
	switch i {
	case 0:
		return b.inputs[both:], n.width, wide
	case 1:
		return b.inputs, both, wide
	}
	return b.output, both, wide
}

// openVectors reads the file of components.
func (e *Encoder) openVectors(data []byte) error {
	t, err := model.ReadTensors(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("encoder: vectors: %w", err)
	}
	l := &loader{tensors: t, kernel: e.network.kernel}
	e.vectors = make([]*kernel.Matrix, vectorParts)
	for i := range e.vectors {
		_, width, _ := e.network.source(&batch{inputs: make([]float32, e.network.inputs()), output: make([]float32, e.network.inputs())}, i)
		l.pack(&e.vectors[i], width, outputs{vectorTensor(i), text.VectorPart})
	}
	if err := l.wait(); err != nil {
		return fmt.Errorf("encoder: vectors: %w; make them again with train vectors", err)
	}
	return nil
}

// vectorTensor is the name of a part's matrix, without its ending.
func vectorTensor(i int) string { return fmt.Sprintf("part.%d", i) }

// appendVectors appends the vectors of a batch to the document's, which have room
// for them.
func (e *Encoder) appendVectors(d *text.Document, k *desk) {
	if e.vectors == nil {
		return
	}
	n, b := e.network, &k.batch
	at := len(d.Vectors)
	d.Vectors = d.Vectors[:at+b.count*text.VectorWidth] // all of them are set below
	for i, m := range e.vectors {
		x, width, stride := n.source(b, i)
		n.kernel.Quantise(&b.rows, x, b.count, width, stride)
		product := grow(&k.vector, kernel.PadRows(b.count)*m.Stride())
		m.Apply(product, &b.rows)
		for t := range b.count {
			to := d.Vectors[at+t*text.VectorWidth+i*text.VectorPart:][:text.VectorPart]
			for c, v := range product[t*m.Stride():][:text.VectorPart] {
				to[c] = int8(math.RoundToEven(float64(max(-127, min(127, v*text.VectorUnit)))))
			}
		}
	}
}

// sampleEach is of how many tokens one is looked at for the components.
const sampleEach = 6

// Components finds the components in documents and gives the file of them. Each
// document is called for with its clues.
func (e *Encoder) Components(documents func(yield func(*text.Document, *clue.Clues))) ([]byte, error) {
	var sums [vectorParts]moments
	k := e.desks.Get().(*desk)
	defer e.desks.Put(k)
	seen := 0
	documents(func(d *text.Document, c *clue.Clues) {
		e.open(d, c, k)
		for parts := k.parts; len(parts) > 0; {
			var now []part
			now, parts = nextBatch(parts)
			e.encode(d, k, now)
			for t := range k.batch.count {
				if seen++; seen%sampleEach != 0 {
					continue
				}
				for i := range sums {
					x, width, stride := e.network.source(&k.batch, i)
					sums[i].add(x[t*stride:][:width])
				}
			}
		}
	})
	var file model.TensorFile
	for i := range sums {
		w, bias, err := sums[i].components(text.VectorPart)
		if err != nil {
			return nil, err
		}
		file.AddRows(vectorTensor(i)+".w", w)
		file.AddFloats(vectorTensor(i)+".b", bias)
	}
	return file.Bytes()
}

// moments are sums over rows of numbers, of the numbers and of their products.
type moments struct {
	count    float64
	sum      []float64
	products [][]float64 // lower half
}

func (m *moments) add(x []float32) {
	if m.sum == nil {
		m.sum = make([]float64, len(x))
		m.products = make([][]float64, len(x))
		for i := range x {
			m.products[i] = make([]float64, i+1)
		}
	}
	m.count++
	for i, v := range x {
		m.sum[i] += float64(v)
		row := m.products[i]
		for j, u := range x[:i+1] {
			row[j] += float64(v) * float64(u)
		}
	}
}

// components gives a matrix of n rows and a bias that make the first n principal
// components of a row, scaled.
func (m *moments) components(n int) (w [][]float32, bias []float32, err error) {
	size := len(m.sum)
	if m.count < 2 || n > size {
		return nil, nil, fmt.Errorf("encoder: %d components of %d rows of %d numbers: name more documents", n, int(m.count), size)
	}
	covariance := mat.NewSymDense(size, nil)
	for i, row := range m.products {
		for j, p := range row {
			covariance.SetSym(i, j, p/m.count-m.sum[i]*m.sum[j]/(m.count*m.count))
		}
	}
	var e mat.EigenSym
	if !e.Factorize(covariance, true) {
		return nil, nil, fmt.Errorf("encoder: the components of %d numbers can't be found", size)
	}
	values := e.Values(nil) // ascending
	var axes mat.Dense
	e.VectorsTo(&axes)
	mean := 0.0
	for k := range n {
		mean += math.Sqrt(max(values[size-1-k], 1e-12)) / float64(n)
	}
	for k := range n {
		at := size - 1 - k
		scale := 1 / math.Sqrt(math.Sqrt(max(values[at], 1e-12))*mean)
		row, shift := make([]float32, size), 0.0
		for i := range row {
			v := axes.At(i, at) * scale
			row[i] = float32(v)
			shift -= v * m.sum[i] / m.count
		}
		w, bias = append(w, row), append(bias, float32(shift))
	}
	return w, bias, nil
}
