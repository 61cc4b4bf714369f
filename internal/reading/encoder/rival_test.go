package encoder

import (
	"math"
	"testing"

	"annals/internal/text"
)

// TestRivals notes the likeliest other head of each token with its probability,
// and none where the tree's head is sure, where only the root competes, or where
// scores are no numbers.
func TestRivals(t *testing.T) {
	nan := float32(math.NaN())
	scores := []float32{ // root, then the tokens as heads
		9, 0, 0, 0, 0,
		0, 2, 0, 1, 0,
		5, -9, 6, 0, -9,
		nan, nan, nan, nan, nan,
	}
	tokens := []text.Token{{}, {}, {}, {Rival: 3, Doubt: 1}}
	setRivals(tokens, scores, []int{-1, 0, 1, 0}, 10)
	want := []text.Token{{}, {Rival: 12, Doubt: 0.207}, {Rival: 12, Doubt: 0}, {}}
	for i, w := range want {
		got := tokens[i]
		if math.Abs(float64(got.Doubt-w.Doubt)) > 0.001 || w.Doubt > 0 && got.Rival != w.Rival {
			t.Errorf("token %d: rival %d at %.3f, want %d at %.3f", i, got.Rival, got.Doubt, w.Rival, w.Doubt)
		}
	}
}

// BenchmarkRivals is of a sentence of 24 words.
func BenchmarkRivals(b *testing.B) {
	const n = 24
	scores := make([]float32, n*(n+1))
	for i := range scores {
		scores[i] = float32(i % 17)
	}
	tokens, heads := make([]text.Token, n), make([]int, n)
	for b.Loop() {
		setRivals(tokens, scores, heads, 0)
	}
}
