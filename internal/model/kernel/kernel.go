// Package kernel multiplies quantised matrices and computes the other inner
// loops of a recurrent network, by the fastest code that the machine has.
//
// It reads weights of 8 bits and activations of 32-bit floating point, and
// writes activations. Activations are quantised row by row as they come: a
// row's largest magnitude becomes 127. Sums of products are whole numbers of
// 32 bits, and floating-point operations are done one by one in an order that
// all kernels share, never fused; so every kernel gives the same bits, and a
// report reads the same on every machine.
package kernel

import (
	"math"
	"unsafe"
)

// Sizes to which matrices are filled up with zeros, so that no kernel needs
// code for edges.
const (
	// rowTile divides the number of rows of activations in memory.
	rowTile = 12
	// columnTile divides the number of outputs of a matrix in memory.
	columnTile = 32
	// depthTile divides the number of inputs of a matrix in memory.
	depthTile = 16
	// lane is how many numbers vector code takes at once.
	lane = 16
)

// Kernel is one implementation of the inner loops. Its methods may be called
// by several goroutines.
type Kernel struct {
	// Name is what the kernel is called in tests: the instructions it needs.
	Name string

	// pack lays out weights, which are filled up to whole tiles.
	pack func(w []int8, outputs, inputs int) []byte
	// bytes is what an activation takes.
	bytes int
	// quantise writes one row of activations and gives its scale.
	quantise func(q *Rows, row int, x []float32)
	// multiply computes a product.
	multiply func(dst []float32, stride int, m *Matrix, q *Rows)
	// The following take numbers in multiples of lane.
	cell     func(out, u, skip, c *float32, n int)
	activate func(x *float32, n int)
	addRow   func(dst *float32, row *int8, n int, scale float32)
	dots     func(dst, x, rows *float32, stride, count, n int)
}

// Best is the fastest kernel of this machine.
func Best() *Kernel { return Available()[0] }

// Available lists the kernels that this machine can run, the fastest first and
// the portable one last.
func Available() []*Kernel { return append(native(), portable()) }

// PadRows is n rounded up to whole tiles of rows: the rows that an
// activation's buffer must have room for.
func PadRows(n int) int { return (n + rowTile - 1) / rowTile * rowTile }

func padColumns(n int) int { return (n + columnTile - 1) / columnTile * columnTile }

func padDepth(n int) int { return (n + depthTile - 1) / depthTile * depthTile }

// Cell makes one step of a simple recurrent unit (Lei et al., EMNLP 2018)
// over len(c) channels, with the gates that [Kernel.Activate] describes:
//
//	f, r = g(u[h:2h]), g(u[2h:3h])   where g(z) = (1 + a(z)) / 2
//	c    = u[:h] + f·(c − u[:h])
//	out  = skip + r·(a(c) − skip)
func (k *Kernel) Cell(out, u, skip, c []float32) {
	n := len(c)
	out, u, skip = out[:n], u[:3*n], skip[:n]
	if n%lane != 0 {
		cellPortable(out, u, skip, c)
		return
	}
	k.cell(unsafe.SliceData(out), unsafe.SliceData(u), unsafe.SliceData(skip), unsafe.SliceData(c), n)
}

// Activate replaces each z by a(z) = z/√(1+z²).
func (k *Kernel) Activate(x []float32) {
	n := len(x) &^ (lane - 1)
	if n > 0 {
		k.activate(unsafe.SliceData(x), n)
	}
	activatePortable(x[n:])
}

// AddRow adds a row of quantised numbers to dst.
func (k *Kernel) AddRow(dst []float32, row []int8, scale float32) {
	row = row[:len(dst)]
	n := len(dst) &^ (lane - 1)
	if n > 0 {
		k.addRow(unsafe.SliceData(dst), unsafe.SliceData(row), n, scale)
	}
	addRowPortable(dst[n:], row[n:], scale)
}

// Dots sets dst[i] to the scalar product of x and row i, which begins at
// rows[i·stride].
func (k *Kernel) Dots(dst, x, rows []float32, stride int) {
	if len(dst) == 0 {
		return
	}
	_ = rows[(len(dst)-1)*stride : (len(dst)-1)*stride+len(x)]
	if len(x)%lane != 0 || len(x) == 0 {
		for i := range dst {
			dst[i] = Dot(x, rows[i*stride:])
		}
		return
	}
	k.dots(unsafe.SliceData(dst), unsafe.SliceData(x), unsafe.SliceData(rows), stride, len(dst), len(x))
}

// Normalise sets dst to x with mean 0 and variance 1, times gain plus bias
// (Ba, Kiros and Hinton 2016); epsilon is added to the variance. Ones holds
// as many ones as x has numbers, sum has a place for one number.
func (k *Kernel) Normalise(dst, x, gain, bias, ones, sum []float32, epsilon float32) {
	dst, gain, bias = dst[:len(x)], gain[:len(x)], bias[:len(x)]
	n := float32(len(x))
	sum = sum[:1]
	k.Dots(sum, x, ones, 0)
	mean := sum[0] / n
	for i, v := range x {
		dst[i] = v - mean
	}
	k.Dots(sum, dst, dst, 0)
	deviation := float32(math.Sqrt(float64(sum[0]/n + epsilon)))
	for i, v := range dst {
		dst[i] = float32(v/deviation*gain[i]) + bias[i]
	}
}
