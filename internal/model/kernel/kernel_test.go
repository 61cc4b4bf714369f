package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// others are the kernels of this machine beside the portable one.
func others() []*Kernel {
	k := Available()
	return k[:len(k)-1]
}

func numbers(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64() * math.Exp(r.NormFloat64()))
	}
	return x
}

func weights(r *rand.Rand, n int) []int8 {
	w := make([]int8, n)
	for i := range w {
		w[i] = int8(r.IntN(255) - 127)
	}
	return w
}

// sameBits reports the first place where two vectors differ.
func sameBits(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: number %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

// product multiplies by one kernel and gives the rows without filling.
func product(t *testing.T, k *Kernel, x []float32, rows, inputs int, parts []Part) []float32 {
	t.Helper()
	m, err := k.Pack(inputs, parts...)
	if err != nil {
		t.Fatal(err)
	}
	var q Rows
	stride := inputs + 3 // rows need not touch
	k.Quantise(&q, x, rows, inputs, stride)
	dst := make([]float32, PadRows(rows)*m.Stride())
	m.Apply(dst, &q)
	var out []float32
	for r := range rows {
		out = append(out, dst[r*m.Stride():][:m.Outputs]...)
	}
	return out
}

// TestApplyAgrees compares products of every kernel with the portable one.
func TestApplyAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, k := range others() {
		for range 60 {
			rows, inputs := 1+r.IntN(40), 1+r.IntN(200)
			var parts []Part
			for range 1 + r.IntN(3) {
				n := 1 + r.IntN(70)
				p := Part{Weights: weights(r, n*inputs), Scale: numbers(r, n), Outputs: n}
				if r.IntN(2) == 0 {
					p.Bias = numbers(r, n)
				}
				parts = append(parts, p)
			}
			x := numbers(r, rows*(inputs+3))
			if r.IntN(4) == 0 { // a row of zeros
				clear(x[:inputs])
			}
			sameBits(t, fmt.Sprintf("%s, %d rows of %d", k.Name, rows, inputs),
				product(t, k, x, rows, inputs, parts), product(t, portable(), x, rows, inputs, parts))
		}
	}
}

// TestApplyExact compares the portable kernel with sums written out, at the
// largest values: nothing overflows or saturates.
func TestApplyExact(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for _, k := range Available() {
		const rows, inputs, outputs = 7, 640, 5
		w, x := make([]int8, outputs*inputs), make([]float32, rows*(inputs+3))
		for i := range w {
			w[i] = int8(254*r.IntN(2) - 127)
		}
		for i := range x {
			x[i] = float32(254*r.IntN(2) - 127)
		}
		for i := range inputs {
			w[i], x[i] = 127, 127
			w[inputs+i] = -127
		}
		got := product(t, k, x, rows, inputs, []Part{{Weights: w, Scale: []float32{1, 1, 1, 1, 1}, Outputs: outputs}})
		for row := range rows {
			for o := range outputs {
				sum := 0
				for i := range inputs {
					sum += int(w[o*inputs+i]) * int(x[row*(inputs+3)+i])
				}
				if got[row*outputs+o] != float32(sum) {
					t.Fatalf("%s: row %d, output %d: %v, want %d", k.Name, row, o, got[row*outputs+o], sum)
				}
			}
		}
	}
}

// TestRounding holds quantisation to rounding halves to even.
func TestRounding(t *testing.T) {
	x := []float32{127, -127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49, -0.51, 63.5, 64.5, -126.5, 0, 1e-20, 3}
	want := []float32{127, -127, 0, 2, 2, 0, -2, -2, 0, -1, 64, 64, -126, 0, 0, 3}
	for _, k := range Available() {
		for i := range x {
			w := make([]int8, len(x))
			w[i] = 1
			m, err := k.Pack(len(x), Part{Weights: w, Scale: []float32{1}, Outputs: 1})
			if err != nil {
				t.Fatal(err)
			}
			var q Rows
			k.Quantise(&q, x, 1, len(x), len(x))
			dst := make([]float32, PadRows(1)*m.Stride())
			if m.Apply(dst, &q); dst[0] != want[i] {
				t.Errorf("%s: %v becomes %v, want %v", k.Name, x[i], dst[0], want[i])
			}
		}
	}
}

// TestLoopsAgree compares the floating-point loops with the portable ones.
func TestLoopsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	p := portable()
	for _, k := range others() {
		for _, n := range []int{1, 15, 16, 17, 32, 48, 96, 100, 192, 256} {
			what := fmt.Sprintf("%s, %d", k.Name, n)
			u, skip, c := numbers(r, 3*n), numbers(r, n), numbers(r, n)
			u[0], c[0] = float32(math.Inf(1)), 0
			var out, memory [2][]float32
			for i, k := range []*Kernel{k, p} {
				out[i], memory[i] = make([]float32, n), slices.Clone(c)
				k.Cell(out[i], u, skip, memory[i])
				u[0] = 3e30
				k.Cell(out[i], u, skip, memory[i])
				u[0] = 2
			}
			sameBits(t, what+": output of cell", out[0][1:], out[1][1:])
			sameBits(t, what+": memory of cell", memory[0][1:], memory[1][1:])

			z := numbers(r, n)
			y := slices.Clone(z)
			k.Activate(z)
			p.Activate(y)
			sameBits(t, what+": activation", z, y)

			row := weights(r, n)
			k.AddRow(z, row, 0.37)
			p.AddRow(y, row, 0.37)
			sameBits(t, what+": sum of rows", z, y)

			for _, count := range []int{0, 1, 2, 3, 4, 5, 9} {
				rows := numbers(r, (count+1)*(n+5))
				got, want := make([]float32, count), make([]float32, count)
				k.Dots(got, z, rows, n+5)
				p.Dots(want, z, rows, n+5)
				sameBits(t, what+": products", got, want)
			}
		}
	}
}

// TestCell computes a step by the formula, in 64 bits.
func TestCell(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	const h = 32
	u, skip, c := numbers(r, 3*h), numbers(r, h), numbers(r, h)
	a := func(z float32) float64 { return float64(z) / math.Sqrt(1+float64(z)*float64(z)) }
	for _, k := range Available() {
		out, memory := make([]float32, h), slices.Clone(c)
		k.Cell(out, u, skip, memory)
		for i := range h {
			f, g := 0.5+0.5*a(u[h+i]), 0.5+0.5*a(u[2*h+i])
			v := f*float64(c[i]) + (1-f)*float64(u[i])
			o := g*a(float32(v)) + (1-g)*float64(skip[i])
			if math.Abs(v-float64(memory[i])) > 1e-5*(1+math.Abs(v)) || math.Abs(o-float64(out[i])) > 1e-5*(1+math.Abs(o)) {
				t.Fatalf("%s: channel %d: memory %v, output %v, want %v, %v", k.Name, i, memory[i], out[i], v, o)
			}
		}
	}
}

// TestNormalise checks mean and variance.
func TestNormalise(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	x := numbers(r, 128)
	gain, bias := slices.Repeat([]float32{2}, 128), slices.Repeat([]float32{1}, 128)
	Best().Normalise(x, x, gain, bias, slices.Repeat([]float32{1}, 128), make([]float32, 1), 1e-5)
	var sum, squares float64
	for _, v := range x {
		sum += float64(v)
		squares += float64(v-1) * float64(v-1)
	}
	if math.Abs(sum/128-1) > 1e-5 || math.Abs(squares/128-4) > 1e-3 {
		t.Errorf("mean %v and variance %v, want 1 and 4", sum/128, squares/128)
	}
}

// TestPackErrors names the part that does not fit.
func TestPackErrors(t *testing.T) {
	k := Best()
	for _, p := range []Part{
		{Weights: make([]int8, 5), Scale: make([]float32, 2), Outputs: 2},
		{Weights: make([]int8, 6), Scale: make([]float32, 1), Outputs: 2},
		{Weights: make([]int8, 6), Scale: make([]float32, 2), Bias: make([]float32, 3), Outputs: 2},
		{},
	} {
		if _, err := k.Pack(3, p); err == nil {
			t.Errorf("packed %+v", p)
		}
	}
}

func BenchmarkApply(b *testing.B) {
	r := rand.New(rand.NewPCG(6, 1))
	for _, size := range [][2]int{{1536, 640}, {768, 256}, {128, 128}} {
		outputs, inputs := size[0], size[1]
		part := Part{Weights: weights(r, outputs*inputs), Scale: numbers(r, outputs), Outputs: outputs}
		const rows = 192
		x := numbers(r, rows*inputs)
		for _, k := range Available() {
			b.Run(fmt.Sprintf("%s/%dx%d", k.Name, outputs, inputs), func(b *testing.B) {
				m, err := k.Pack(inputs, part)
				if err != nil {
					b.Fatal(err)
				}
				var q Rows
				k.Quantise(&q, x, rows, inputs, inputs)
				dst := make([]float32, rows*m.Stride())
				for b.Loop() {
					m.Apply(dst, &q)
				}
				b.ReportMetric(float64(rows*outputs*inputs)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
			})
		}
	}
}

func BenchmarkCell(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 1))
	const h = 256
	u, skip, c, out := numbers(r, 3*h), numbers(r, h), numbers(r, h), make([]float32, h)
	for _, k := range Available() {
		b.Run(k.Name, func(b *testing.B) {
			for b.Loop() {
				k.Cell(out, u, skip, c)
			}
		})
	}
}
