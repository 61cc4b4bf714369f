package eval

import (
	"math"
	"testing"
)

// TestCrossScore compares with values worked out by hand.
func TestCrossScore(t *testing.T) {
	gold := []int{0, 0, 0, 3, 3, 5}
	for _, c := range []struct {
		system []int
		want   []float64 // MUC, B³, CEAFe, LEA, CoNLL
	}{
		{gold, []float64{100, 100, 100, 100, 100}},
		// {0 1 2}{3 4}{5} as {0 1}{2 3 4}{5}: MUC 2/3 both ways; B³ recall (4/3+1/3·1+... )
		{[]int{0, 0, 2, 2, 2, 5}, []float64{200. / 3, 100 * (5./3 + 2 + 1) / 6, 100 * (.8 + .8 + 1) / 3, 400. / 6, 0}},
	} {
		s := &crossScore{}
		s.add(gold, c.system)
		got := s.values()
		c.want[4] = (c.want[0] + c.want[1] + c.want[2]) / 3
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-9 {
				t.Errorf("%v: measure %d is %.3f, want %.3f", c.system, i, got[i], c.want[i])
			}
		}
	}
}
