package encoder

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"annals/internal/model/kernel"
	"annals/internal/text"
)

// TestVectors makes the vectors of sentences by every kernel: all give the same.
func TestVectors(t *testing.T) {
	sentences := plainText(rand.New(rand.NewPCG(5, 1)), 20)
	var first []int8
	for _, k := range kernel.Available() {
		e := randomEncoder(t, shipped, 1, k)
		if err := e.openVectors(vectors); err != nil {
			t.Fatal(err)
		}
		d := document(sentences...)
		analyse(e, d)
		if want := len(d.Tokens) * text.VectorWidth; len(d.Vectors) != want {
			t.Fatalf("%s: %d numbers, want %d", k.Name, len(d.Vectors), want)
		}
		if first == nil {
			first = d.Vectors
		}
		if !slices.Equal(d.Vectors, first) {
			t.Errorf("%s gives other vectors than %s", k.Name, kernel.Best().Name)
		}
	}
	if slices.Max(first) == slices.Min(first) {
		t.Error("all numbers are the same")
	}
}

func TestOpenVectorsRefuses(t *testing.T) {
	for _, data := range [][]byte{nil, vectors[:len(vectors)/2]} {
		if err := randomEncoder(t, shipped, 1, kernel.Best()).openVectors(data); err == nil {
			t.Errorf("%d bytes that are no vectors open without an error", len(data))
		}
	}
	if err := randomEncoder(t, tiny, 1, kernel.Best()).openVectors(vectors); err == nil {
		t.Error("the components of another network open without an error")
	}
}

// TestComponents finds the axis along which numbers vary most.
func TestComponents(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 9))
	var m moments
	for range 2000 {
		far, near := 4*random.NormFloat64(), random.NormFloat64()
		m.add([]float32{float32(1 + 0.6*far - 0.8*near), float32(2 + 0.8*far + 0.6*near)})
	}
	w, bias, err := m.components(1)
	if err != nil {
		t.Fatal(err)
	}
	if slope := float64(w[0][1] / w[0][0]); math.Abs(slope-0.8/0.6) > 0.1 {
		t.Errorf("the axis has the slope %.2f, want %.2f", slope, 0.8/0.6)
	}
	if centre := w[0][0]*1 + w[0][1]*2 + bias[0]; math.Abs(float64(centre)) > 0.2 {
		t.Errorf("the mean is at %.2f, want 0", centre)
	}
	if _, _, err := m.components(3); err == nil {
		t.Error("three components of two numbers give no error")
	}
}
