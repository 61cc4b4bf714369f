package kernel

import "fmt"

// Part is some rows of a weight matrix before it is packed. Parts that are
// multiplied by the same inputs make one [Matrix].
type Part struct {
	// Weights holds Outputs rows of as many weights as there are inputs.
	Weights []int8
	// Scale is what a weight of 1 stands for, one per output.
	Scale []float32
	// Bias is added to each output; nil for none.
	Bias    []float32
	Outputs int
}

// Matrix is a quantised matrix in the layout of its kernel. It does not
// change, and may be used by several goroutines.
type Matrix struct {
	// Outputs and Inputs are its size without filling.
	Outputs, Inputs int

	kernel  *Kernel
	weights []byte
	depth   int       // inputs, filled up
	scale   []float32 // filled up, as are:
	bias    []float32
	sums    []int32 // −128 times the sum of each output's weights
}

// Pack makes a matrix of parts with the given number of inputs. The error says
// which part has another size than it claims.
func (k *Kernel) Pack(inputs int, parts ...Part) (*Matrix, error) {
	m := &Matrix{Inputs: inputs, kernel: k, depth: padDepth(inputs)}
	if inputs < 1 || len(parts) == 0 {
		return nil, fmt.Errorf("kernel: a matrix of %d parts and %d inputs", len(parts), inputs)
	}
	for i, p := range parts {
		if p.Outputs < 1 || len(p.Weights) != p.Outputs*inputs || len(p.Scale) != p.Outputs || p.Bias != nil && len(p.Bias) != p.Outputs {
			return nil, fmt.Errorf("kernel: part %d: %d weights, %d scales and %d biases for %d outputs of %d inputs",
				i, len(p.Weights), len(p.Scale), len(p.Bias), p.Outputs, inputs)
		}
		m.Outputs += p.Outputs
	}
	columns := padColumns(m.Outputs)
	w := make([]int8, columns*m.depth)
	m.scale, m.bias, m.sums = make([]float32, columns), make([]float32, columns), make([]int32, columns)
	at := 0
	for _, p := range parts {
		copy(m.scale[at:], p.Scale)
		copy(m.bias[at:], p.Bias)
		for o := range p.Outputs {
			sum := int32(0)
			row := p.Weights[o*inputs : (o+1)*inputs]
			copy(w[(at+o)*m.depth:], row)
			for _, v := range row {
				sum += int32(v)
			}
			m.sums[at+o] = -128 * sum
		}
		at += p.Outputs
	}
	m.weights = k.pack(w, columns, m.depth)
	return m, nil
}

// Stride is the number of outputs with filling: what a row of the product
// takes in memory.
func (m *Matrix) Stride() int { return len(m.scale) }

// Apply multiplies rows of activations and adds the bias: row r of the product
// begins at dst[r·Stride()]. The rows must have been quantised by the kernel
// that packed the matrix; dst needs room for [PadRows] of them.
func (m *Matrix) Apply(dst []float32, q *Rows) {
	if q.Width != m.Inputs {
		panic(fmt.Sprintf("kernel: rows of %d activations for a matrix of %d inputs", q.Width, m.Inputs))
	}
	rows, stride := PadRows(q.Count), m.Stride()
	m.kernel.multiply(dst[:rows*stride], stride, m, q)
}

// Rows is rows of quantised activations. The zero Rows is ready for use; its
// memory is used again.
type Rows struct {
	// Count and Width are the number of rows and of activations in each.
	Count, Width int

	data  []int64   // in the layout of the kernel
	scale []float32 // what a quantum stands for, one per row
	pitch int       // bytes from one row to the next
}

// Quantise sets q to the rows of the given width that begin stride apart in x.
func (k *Kernel) Quantise(q *Rows, x []float32, rows, width, stride int) {
	padded := PadRows(rows)
	q.Count, q.Width = rows, width
	q.pitch = padDepth(width) * k.bytes
	words := padded * q.pitch / 8
	if cap(q.data) < words {
		q.data = make([]int64, words)
	}
	q.data = q.data[:words]
	if cap(q.scale) < padded {
		q.scale = make([]float32, padded)
	}
	q.scale = q.scale[:padded]
	for r := range rows {
		k.quantise(q, r, x[r*stride:r*stride+width])
	}
}

// quantum is the scale of a row with the given largest magnitude, and its
// inverse. A row that is all but nothing becomes nothing.
func quantum(largest float32) (scale, inverse float32) {
	if largest < 1e-30 {
		return 0, 0
	}
	return largest / 127, 127 / largest
}
