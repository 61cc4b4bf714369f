package eval

import (
	"math"
	"testing"

	"annals/internal/text"
)

// chains of letters: "abc" is a chain of the mentions a, b and c.
func letters(chains ...string) []chain {
	var out []chain
	for _, s := range chains {
		var c chain
		for _, r := range s {
			c = append(c, text.Span{Start: int(r), End: int(r) + 1})
		}
		out = append(out, c)
	}
	return out
}

// TestCorefMeasures holds the measures to the worked examples of Pradhan et
// al. (ACL 2014, figure 1) and, for LEA, of Moosavi and Strube (ACL 2016).
func TestCorefMeasures(t *testing.T) {
	var s corefScore
	s.add(letters("abc", "defg"), letters("ab", "cd", "fghi"))
	tests := []struct {
		name      string
		got       [2]ratio
		recall, p float64
	}{
		{"MUC", s.muc, 2.0 / 5, 2.0 / 5},
		{"B3", s.b3, (4.0/3 + 1.0/3 + 1.0/4 + 4.0/4) / 7, (4.0/2 + 1.0/2 + 1.0/2 + 4.0/4) / 8},
		{"CEAFe", s.ceaf, (0.8 + 0.5) / 2, (0.8 + 0.5) / 3},
		{"LEA", s.lea, (3*(1.0/3) + 4*(1.0/6)) / 7, (2.0 + 4*(1.0/6)) / 8},
		{"mentions", s.mentions, 6.0 / 7, 6.0 / 8},
	}
	for _, test := range tests {
		if math.Abs(test.got[0].value()-test.recall) > 1e-9 || math.Abs(test.got[1].value()-test.p) > 1e-9 {
			t.Errorf("%s: recall %.4f precision %.4f, want %.4f %.4f",
				test.name, test.got[0].value(), test.got[1].value(), test.recall, test.p)
		}
	}
}

func TestCorefPerfect(t *testing.T) {
	var s corefScore
	s.add(letters("abc", "de"), letters("de", "abc"))
	for i, v := range s.values() {
		if math.Abs(v-100) > 1e-9 {
			t.Errorf("column %d is %.2f for equal chains", i, v)
		}
	}
}

// TestCorefAlone holds LEA to a chain of one mention that both sides have, and
// one that only one has.
func TestCorefAlone(t *testing.T) {
	var s corefScore
	s.add(letters("abc", "de", "f"), letters("ab", "cde", "f"))
	if r, p := s.lea[0].value(), s.lea[1].value(); math.Abs(r-(1+2+1)/6.) > 1e-9 || math.Abs(p-(2+1+1)/6.) > 1e-9 {
		t.Errorf("recall %.4f precision %.4f", r, p)
	}
	s = corefScore{}
	s.add(letters("ab", "f"), letters("a", "bf"))
	if r, p := s.lea[0].value(), s.lea[1].value(); r != 0 || p != 0 {
		t.Errorf("recall %.4f precision %.4f", r, p)
	}
}

func TestEntityChains(t *testing.T) {
	chains, err := entityChains([]string{
		"Entity=(1-person-new-x|SpaceAfter=No", "Entity=(2-place-new)1)", "_", "Entity=(1-person-giv(3-event", "Entity=3)1)", "Entity=(4[1/2]-a)",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []chain{{{Start: 0, End: 2}, {Start: 3, End: 5}}, {{Start: 1, End: 2}}, {{Start: 3, End: 5}}, {{Start: 5, End: 6}}}
	found := 0
	for _, c := range chains {
		for _, w := range want {
			if len(c) == len(w) && c[0] == w[0] {
				found++
				break
			}
		}
	}
	if len(chains) != 4 || found != 4 {
		t.Errorf("got %v", chains)
	}
	if _, err := entityChains([]string{"Entity=9)"}); err == nil {
		t.Error("an entity that was never opened closes without an error")
	}
}
