package encoder

import (
	"math"
	"math/rand/v2"
	"testing"
)

// bestTree tries all trees of a few tokens and gives the highest score.
func bestTree(scores []float32, n int) float64 {
	best := math.Inf(-1)
	heads := make([]int, n)
	var try func(i int)
	try = func(i int) {
		if i == n {
			if wellFormed(heads) {
				best = max(best, scoreOf(scores, heads))
			}
			return
		}
		for h := -1; h < n; h++ {
			if heads[i] = h; h != i {
				try(i + 1)
			}
		}
	}
	try(0)
	return best
}

// wellFormed reports whether heads make a tree with one root.
func wellFormed(heads []int) bool {
	roots := 0
	for i, h := range heads {
		if h < 0 {
			roots++
		}
		steps := 0
		for ; h >= 0; h = heads[h] {
			if steps++; steps > len(heads) || h == i {
				return false
			}
		}
	}
	return roots == 1
}

func scoreOf(scores []float32, heads []int) float64 {
	sum := 0.0
	for i, h := range heads {
		sum += float64(scores[i*(len(heads)+1)+h+1])
	}
	return sum
}

// TestTreeIsBest compares with all trees, for scores of several kinds.
func TestTreeIsBest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	var f forest
	for round := range 1500 {
		n := 1 + r.IntN(5)
		scores := make([]float32, n*(n+1))
		for i := range scores {
			switch round % 3 {
			case 0:
				scores[i] = float32(r.NormFloat64())
			case 1: // ties
				scores[i] = float32(r.IntN(3))
			case 2: // the root is everybody's favourite head
				scores[i] = float32(r.NormFloat64()*10 + 1)
				if i%(n+1) == 0 {
					scores[i] += 50
				}
			}
		}
		heads := make([]int, n)
		f.tree(scores, heads)
		if !wellFormed(heads) {
			t.Fatalf("%v is no tree", heads)
		}
		if got, want := scoreOf(scores, heads), bestTree(scores, n); math.Abs(got-want) > 1e-3 {
			t.Fatalf("round %d: %v has score %v; the best tree has %v", round, heads, got, want)
		}
	}
}

// TestTreeOfLongSentence holds long sentences of any scores to one root.
func TestTreeOfLongSentence(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 5))
	var f forest
	for _, n := range []int{60, longest, 7} {
		scores := make([]float32, n*(n+1))
		for i := range scores {
			switch scores[i] = float32(r.NormFloat64()); r.IntN(50) {
			case 0:
				scores[i] = float32(math.NaN())
			case 1:
				scores[i] = float32(math.Inf(1 - 2*r.IntN(2)))
			}
		}
		heads := make([]int, n)
		if f.tree(scores, heads); !wellFormed(heads) {
			t.Fatalf("%v is no tree", heads)
		}
	}
}

// FuzzTree takes bytes for scores.
func FuzzTree(f *testing.F) {
	f.Add([]byte("abcdefghijklmnopqrst"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		for (n+1)*(n+2) <= len(data) && n < 40 {
			n++
		}
		scores := make([]float32, n*(n+1))
		for i := range scores {
			scores[i] = float32(int8(data[i]))
		}
		heads := make([]int, n)
		var forest forest
		if forest.tree(scores, heads); n > 0 && !wellFormed(heads) {
			t.Errorf("%v is no tree", heads)
		}
	})
}

func BenchmarkTree(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 5))
	const n = 24
	scores := make([]float32, n*(n+1))
	for i := range scores {
		scores[i] = float32(r.NormFloat64())
	}
	heads := make([]int, n)
	var f forest
	for b.Loop() {
		f.tree(scores, heads)
	}
}
