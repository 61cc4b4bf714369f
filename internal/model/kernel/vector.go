package kernel

import "unsafe"

// tile computes some rows of some outputs of a product: x is the first row,
// each pitch bytes long, of depth inputs, a multiple of 16; w the outputs'
// weights; dst the first result, stride numbers before that of the next row.
// Kernels of signed activations don't look at sums.
type tile func(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)

// tiled multiplies by tiles of so many rows and columns.
func tiled(rows, columns int, t tile) func([]float32, int, *Matrix, *Rows) {
	return func(dst []float32, stride int, m *Matrix, q *Rows) {
		panel := len(m.weights) / stride // bytes of an output's weights
		x := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(q.data))), 8*len(q.data))
		for o := 0; o < stride; o += columns {
			for row := 0; row < len(q.scale); row += rows {
				t(&dst[row*stride+o], stride, &x[row*q.pitch], q.pitch, &m.weights[o*panel], m.depth,
					&m.scale[o], &m.bias[o], &m.sums[o], &q.scale[row])
			}
		}
	}
}

// quantiser quantises rows by two loops over numbers in multiples of lane: the
// largest magnitude, and activations as the kernel keeps them, of a width in
// bytes.
func quantiser(width int, largest func(x *float32, n int) float32, store func(dst *byte, x *float32, n int, inverse float32)) func(*Rows, int, []float32) {
	return func(q *Rows, row int, x []float32) {
		n := len(x) &^ (lane - 1)
		m := largestMagnitude(x[n:])
		if n > 0 {
			m = max(m, largest(&x[0], n))
		}
		scale, inverse := quantum(m)
		q.scale[row] = scale
		to := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(q.data))), 8*len(q.data))[row*q.pitch:][:q.pitch]
		if n > 0 {
			store(&to[0], &x[0], n, inverse)
		}
		if n < len(x) {
			var rest [lane]float32
			copy(rest[:], x[n:])
			store(&to[n*width], &rest[0], lane, inverse)
		}
	}
}
