package eval

import (
	"math"
	"slices"
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

// TestReferenceCases holds the measures to cases of the tests of the reference
// scorer (Pradhan et al., ACL 2014): a key and a response each, and the recall
// and precision that the scorer gives.
func TestReferenceCases(t *testing.T) {
	tests := []struct {
		name          string
		key, response []string
		muc, b3, ceaf [2]float64
	}{
		{"A-2, mentions missing", []string{"a", "bc", "def"}, []string{"a", "de"},
			[2]float64{1.0 / 3, 1}, [2]float64{7.0 / 3 / 6, 1}, [2]float64{0.6, 0.9}},
		{"A-3, mentions too many", []string{"a", "bc", "def"}, []string{"a", "bcx", "defy", "z"},
			[2]float64{1, 3.0 / 5}, [2]float64{1, (4 + 7.0/12) / 9}, [2]float64{0.88571429, 0.66428571}},
		{"M-2, all apart", []string{"abcdef"}, []string{"a", "b", "c", "d", "e", "f"},
			[2]float64{0, 0}, [2]float64{1.0 / 6, 1}, [2]float64{2.0 / 7, 2.0 / 7 / 6}},
		{"M-3, in two", []string{"abcdef"}, []string{"abc", "def"},
			[2]float64{4.0 / 5, 1}, [2]float64{3.0 / 6, 1}, [2]float64{2.0 / 3, 1.0 / 3}},
		{"N-2, all together", []string{"a", "b", "c", "d", "e", "f"}, []string{"abcdef"},
			[2]float64{0, 0}, [2]float64{1, 1.0 / 6}, [2]float64{2.0 / 7 / 6, 2.0 / 7}},
	}
	for _, test := range tests {
		var s corefScore
		s.add(letters(test.key...), letters(test.response...))
		for name, pair := range map[string][2][2]float64{
			"MUC":   {{s.muc[0].value(), s.muc[1].value()}, test.muc},
			"B3":    {{s.b3[0].value(), s.b3[1].value()}, test.b3},
			"CEAFe": {{s.ceaf[0].value(), s.ceaf[1].value()}, test.ceaf},
		} {
			for side := range 2 {
				if math.Abs(pair[0][side]-pair[1][side]) > 1e-7 {
					t.Errorf("%s: %s: recall and precision %.4v, want %.4v", test.name, name, pair[0], pair[1])
				}
			}
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

// TestHeadedChains matches by heads what has other edges, each gold mention once.
func TestHeadedChains(t *testing.T) {
	// "the old mill by the river burnt": token 2 heads 0 to 6, token 5 heads 4 to 6.
	d := &text.Document{}
	for _, head := range []int{2, 2, 6, 5, 5, 2, -1} {
		d.Tokens = append(d.Tokens, text.Token{Head: head})
	}
	mill, river, other := text.Span{End: 6}, text.Span{Start: 4, End: 6}, text.Span{Start: 6, End: 7}
	gold := []chain{{mill, river}}
	heads := map[text.Span]int{mill: 2, river: 5}
	got := headedChains([]chain{{{End: 3}, {Start: 1, End: 3}, river, other}}, gold, d, heads)
	want := []chain{{mill, {Start: 1, End: 3}, river, other}}
	if !slices.EqualFunc(got, want, func(a, b chain) bool { return slices.Equal(a, b) }) {
		t.Errorf("got %v, want %v", got, want)
	}
}
