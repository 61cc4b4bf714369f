package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// native lists the kernels for this processor, the fastest first.
func native() []*Kernel {
	neon := Kernel{
		Name:     "NEON",
		bytes:    1,
		pack:     packNEON,
		quantise: quantiseNEON,
		multiply: multiplyNEON,
		cell:     cellNEON,
		activate: activateNEON,
		addRow:   addRowNEON,
		dots:     dotsNEON,
	}
	if !cpu.ARM64.HasASIMDDP {
		return []*Kernel{&neon}
	}
	dot := neon
	dot.Name, dot.pack, dot.multiply = "NEON with dot products", packDot, multiplyDot
	return []*Kernel{&dot, &neon}
}

func packDot(w []int8, outputs, inputs int) []byte {
	return pack[int8](w, outputs, inputs, 16, 4)
}

func packNEON(w []int8, outputs, inputs int) []byte {
	return pack[int8](w, outputs, inputs, 4, 16)
}

// quantiseNEON writes activations as signed bytes.
func quantiseNEON(q *Rows, row int, x []float32) {
	n := len(x) &^ (lane - 1)
	m := largestMagnitude(x[n:])
	if n > 0 {
		m = max(m, largestNEON(unsafe.SliceData(x), n))
	}
	scale, inverse := quantum(m)
	q.scale[row] = scale
	to := (*int8)(q.row(row))
	if n > 0 {
		bytesNEON(to, unsafe.SliceData(x), n, inverse)
	}
	tail := unsafe.Slice(to, len(x))
	for i := n; i < len(x); i++ {
		tail[i] = round(float32(x[i] * inverse))
	}
}

func multiplyDot(dst []float32, stride int, m *Matrix, q *Rows) {
	for o := 0; o < stride; o += 16 {
		for row := 0; row < len(q.scale); row += 4 {
			tileDot(&dst[row*stride+o], stride, (*int8)(q.row(row)), q.pitch, &m.weights[o*m.depth], m.depth,
				&m.scale[o], &m.bias[o], &q.scale[row])
		}
	}
}

func multiplyNEON(dst []float32, stride int, m *Matrix, q *Rows) {
	for o := 0; o < stride; o += 4 {
		for row := 0; row < len(q.scale); row += 4 {
			tileNEON(&dst[row*stride+o], stride, (*int8)(q.row(row)), q.pitch, &m.weights[o*m.depth], m.depth,
				&m.scale[o], &m.bias[o], &q.scale[row])
		}
	}
}

// tileDot computes 4 rows of 16 outputs. Stride is in numbers, pitch in bytes,
// depth in inputs, a multiple of 16.
//
//go:noescape
func tileDot(dst *float32, stride int, x *int8, pitch int, w *byte, depth int, scale, bias, rowScale *float32)

// tileNEON computes 4 rows of 4 outputs, on processors without dot products.
//
//go:noescape
func tileNEON(dst *float32, stride int, x *int8, pitch int, w *byte, depth int, scale, bias, rowScale *float32)

// largestNEON is the largest magnitude among n numbers, a multiple of 16.
//
//go:noescape
func largestNEON(x *float32, n int) float32

// bytesNEON writes x·inverse, rounded, for n numbers, a multiple of 16.
//
//go:noescape
func bytesNEON(dst *int8, x *float32, n int, inverse float32)

//go:noescape
func cellNEON(out, u, skip, c *float32, n int)

//go:noescape
func activateNEON(x *float32, n int)

//go:noescape
func addRowNEON(dst *float32, row *int8, n int, scale float32)

//go:noescape
func dotsNEON(dst, x, rows *float32, stride, count, n int)
