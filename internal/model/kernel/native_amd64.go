package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// native lists the kernels for this processor, the fastest first.
func native() []*Kernel {
	var kernels []*Kernel
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VNNI {
		kernels = append(kernels, &Kernel{
			Name:     "AVX-512 VNNI",
			bytes:    1,
			pack:     packVNNI,
			quantise: quantiseVNNI,
			multiply: multiplyVNNI,
			cell:     cellAVX512,
			activate: activateAVX512,
			addRow:   addRowAVX512,
			dots:     dotsAVX512,
		})
	}
	if cpu.X86.HasAVX2 {
		kernels = append(kernels, &Kernel{
			Name:     "AVX2",
			bytes:    2,
			pack:     packAVX2,
			quantise: quantiseAVX2,
			multiply: multiplyAVX2,
			cell:     cellAVX2,
			activate: activateAVX2,
			addRow:   addRowAVX2,
			dots:     dotsAVX2,
		})
	}
	return kernels
}

func packVNNI(w []int8, outputs, inputs int) []byte {
	return pack[int8](w, outputs, inputs, 32, 4)
}

func packAVX2(w []int8, outputs, inputs int) []byte {
	return pack[int16](w, outputs, inputs, 16, 2)
}

// quantiseVNNI writes activations as unsigned bytes, 128 for 0.
func quantiseVNNI(q *Rows, row int, x []float32) {
	n := len(x) &^ (lane - 1)
	m := largestMagnitude(x[n:])
	if n > 0 {
		m = max(m, largestAVX512(unsafe.SliceData(x), n))
	}
	scale, inverse := quantum(m)
	q.scale[row] = scale
	to := q.row(row)
	if n > 0 {
		bytesAVX512((*byte)(to), unsafe.SliceData(x), n, inverse)
	}
	tail := unsafe.Slice((*byte)(to), len(x))
	for i := n; i < len(x); i++ {
		tail[i] = byte(round(float32(x[i]*inverse))) + 128
	}
}

// quantiseAVX2 writes activations as words of 16 bits.
func quantiseAVX2(q *Rows, row int, x []float32) {
	n := len(x) &^ (lane - 1)
	m := largestMagnitude(x[n:])
	if n > 0 {
		m = max(m, largestAVX2(unsafe.SliceData(x), n))
	}
	scale, inverse := quantum(m)
	q.scale[row] = scale
	to := (*int16)(q.row(row))
	if n > 0 {
		wordsAVX2(to, unsafe.SliceData(x), n, inverse)
	}
	tail := unsafe.Slice(to, len(x))
	for i := n; i < len(x); i++ {
		tail[i] = int16(round(float32(x[i] * inverse)))
	}
}

func multiplyVNNI(dst []float32, stride int, m *Matrix, q *Rows) {
	for o := 0; o < stride; o += 32 {
		for row := 0; row < len(q.scale); row += 12 {
			tileVNNI(&dst[row*stride+o], stride, (*byte)(q.row(row)), q.pitch, &m.weights[o*m.depth], m.depth,
				&m.scale[o], &m.bias[o], &m.sums[o], &q.scale[row])
		}
	}
}

func multiplyAVX2(dst []float32, stride int, m *Matrix, q *Rows) {
	for o := 0; o < stride; o += 16 {
		for row := 0; row < len(q.scale); row += 6 {
			tileAVX2(&dst[row*stride+o], stride, (*int16)(q.row(row)), q.pitch, &m.weights[2*o*m.depth], m.depth,
				&m.scale[o], &m.bias[o], &q.scale[row])
		}
	}
}

// tileVNNI computes 12 rows of 32 outputs. Stride is in numbers, pitch in
// bytes, depth in inputs, a multiple of 16.
//
//go:noescape
func tileVNNI(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)

// tileAVX2 computes 6 rows of 16 outputs. Stride is in numbers, pitch in
// bytes, depth in inputs, a multiple of 16.
//
//go:noescape
func tileAVX2(dst *float32, stride int, x *int16, pitch int, w *byte, depth int, scale, bias, rowScale *float32)

// largestAVX512 is the largest magnitude among n numbers, a multiple of 16.
//
//go:noescape
func largestAVX512(x *float32, n int) float32

//go:noescape
func largestAVX2(x *float32, n int) float32

// bytesAVX512 writes 128 + x·inverse, rounded, for n numbers, a multiple of 16.
//
//go:noescape
func bytesAVX512(dst *byte, x *float32, n int, inverse float32)

// wordsAVX2 writes x·inverse, rounded, for n numbers, a multiple of 16.
//
//go:noescape
func wordsAVX2(dst *int16, x *float32, n int, inverse float32)

//go:noescape
func cellAVX512(out, u, skip, c *float32, n int)

//go:noescape
func cellAVX2(out, u, skip, c *float32, n int)

//go:noescape
func activateAVX512(x *float32, n int)

//go:noescape
func activateAVX2(x *float32, n int)

//go:noescape
func addRowAVX512(dst *float32, row *int8, n int, scale float32)

//go:noescape
func addRowAVX2(dst *float32, row *int8, n int, scale float32)

//go:noescape
func dotsAVX512(dst, x, rows *float32, stride, count, n int)

//go:noescape
func dotsAVX2(dst, x, rows *float32, stride, count, n int)
