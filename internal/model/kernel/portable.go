package kernel

import "math"

// portable is the kernel that every machine has, and the measure of the
// others.
//
// It multiplies a weight by two activations at once: the activations of two
// rows lie in the halves of a 64-bit word, and so do the sums.
func portable() *Kernel {
	return &Kernel{
		Name:     "portable",
		bytes:    4,
		pack:     packer[int8](4, 1),
		quantise: quantisePortable,
		multiply: multiplyPortable,
		cell:     cellPointers,
		activate: activatePointers,
		addRow:   addRowPointers,
		dots:     dotsPointers,
	}
}

// magic is a number whose sum with a small number x ends in x, rounded to the
// nearest whole number, halves to even.
const magic = 3 << 22

func largestMagnitude(x []float32) float32 {
	var m float32
	for _, v := range x {
		if v < 0 {
			v = -v
		}
		if v > m {
			m = v
		}
	}
	return m
}

// round is x rounded to the nearest whole number; |x| must be at most 127.
func round(x float32) int8 { return int8(math.Float32bits(x + magic)) }

func quantisePortable(q *Rows, row int, x []float32) {
	scale, inverse := quantum(largestMagnitude(x))
	q.scale[row] = scale
	depth := q.pitch / 4
	words := q.data[row/2*depth:][:depth]
	if row%2 == 0 {
		clear(words)
		for i, v := range x {
			words[i] = int64(round(float32(v * inverse)))
		}
		return
	}
	for i, v := range x {
		words[i] += int64(round(float32(v*inverse))) << 32
	}
}

func multiplyPortable(dst []float32, stride int, m *Matrix, q *Rows) {
	depth := m.depth
	for o := 0; o < stride; o += 4 {
		w := m.weights[o*depth : (o+4)*depth]
		for row := 0; row < q.Count; row += 2 {
			var s0, s1, s2, s3 int64
			x := q.data[row/2*depth:][:depth]
			v := w
			for _, a := range x {
				if len(v) < 4 {
					break
				}
				s0 += int64(int8(v[0])) * a
				s1 += int64(int8(v[1])) * a
				s2 += int64(int8(v[2])) * a
				s3 += int64(int8(v[3])) * a
				v = v[4:]
			}
			for n, s := range [4]int64{s0, s1, s2, s3} {
				low := int32(s)
				high := int32((s - int64(low)) >> 32)
				scale, bias := m.scale[o+n], m.bias[o+n]
				dst[row*stride+o+n] = float32(float32(low)*float32(q.scale[row]*scale)) + bias
				dst[(row+1)*stride+o+n] = float32(float32(high)*float32(q.scale[row+1]*scale)) + bias
			}
		}
	}
}

// Constants of the inverse square root: a guess from the number's exponent and
// two steps of Newton's method, tuned by Moroz, Walczyk, Hrynchyshyn, Holimath
// and Cieśliński (2018) to a relative error of 7·10⁻⁷. It needs no division,
// and is the same on every machine, unlike processors' own estimates.
const (
	rootGuess = 0x5f376908
	rootStep1 = 1.50087896
	rootStep2 = 1.50000057
)

// squash is a(z) = z/√(1+z²).
func squash(z float32) float32 {
	x := 1 + float32(z*z)
	y := math.Float32frombits(rootGuess - math.Float32bits(x)>>1)
	x *= 0.5
	y *= rootStep1 - float32(x*float32(y*y))
	y *= rootStep2 - float32(x*float32(y*y))
	return float32(z * y) // rounded before anything is added to it
}

// gate is g(z) = (1 + a(z)) / 2.
func gate(z float32) float32 { return 0.5 + float32(0.5*squash(z)) }

func cellPortable(out, u, skip, c []float32) {
	n := len(c)
	xs, fs, rs := u[:n], u[n:2*n], u[2*n:3*n]
	out, skip = out[:n], skip[:n]
	for i := range c {
		f, r := gate(fs[i]), gate(rs[i])
		x := xs[i]
		v := x + float32(f*(c[i]-x))
		c[i] = v
		out[i] = skip[i] + float32(r*(squash(v)-skip[i]))
	}
}

func activatePortable(x []float32) {
	for i, z := range x {
		x[i] = squash(z)
	}
}

func addRowPortable(dst []float32, row []int8, scale float32) {
	for i, v := range row[:len(dst)] {
		dst[i] += float32(float32(v) * scale)
	}
}

// Dot is the scalar product of x and the first len(x) numbers of y. Every
// sixteenth product goes into the same sum, and the sums are added in halves,
// as vector code does it.
func Dot(x, y []float32) float32 {
	var sums [lane]float32
	y = y[:len(x)]
	for len(x) >= lane {
		for i := range sums {
			sums[i] += float32(x[i] * y[i])
		}
		x, y = x[lane:], y[lane:]
	}
	for i, v := range x {
		sums[i] += float32(v * y[i])
	}
	return fold(&sums)
}

// fold adds the sums of all lanes.
func fold(sums *[lane]float32) float32 {
	for half := lane / 2; half > 0; half /= 2 {
		for i := range half {
			sums[i] += sums[i+half]
		}
	}
	return sums[0]
}
