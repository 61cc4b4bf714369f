package text

import (
	"slices"
	"testing"
	"testing/quick"
	"unicode/utf8"
)

func TestMapperRoundTrip(t *testing.T) {
	check := func(s string) bool {
		if !utf8.ValidString(s) {
			return true
		}
		for len(s) > 0 && len(s) < 2*stride {
			s += s
		}
		m := NewMapper(s)
		point := 0
		for b := range s {
			if m.PointFromByte(b) != point || m.ByteFromPoint(point) != b {
				return false
			}
			point++
		}
		return m.PointFromByte(len(s)) == point && m.ByteFromPoint(point) == len(s)
	}
	for _, s := range []string{"", "plain", "“Šárka” 漢字 🙂 end"} {
		if !check(s) {
			t.Errorf("round trip fails for %q", s)
		}
	}
	if err := quick.Check(check, nil); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsCycle(t *testing.T) {
	d := &Document{
		Text:      "a b",
		Blocks:    []Block{{Span: Span{0, 3}, Last: 1}},
		Sentences: []Sentence{{Span: Span{0, 3}, First: 0, Last: 2}},
		Tokens:    []Token{{Span: Span{0, 1}, Head: 1}, {Span: Span{2, 3}, Head: 0}},
	}
	if d.Check() == nil {
		t.Error("a cycle went unnoticed")
	}
	d.Tokens[1].Head = -1
	if err := d.Check(); err != nil {
		t.Error(err)
	}
	d.Tokens[0].Rival, d.Tokens[0].Doubt = 2, 0.5
	if d.Check() == nil {
		t.Error("a rival outside the sentence went unnoticed")
	}
}

// TestKeepTrees: a sentence that a change left without a root gets its heads
// back, another keeps its new ones.
func TestKeepTrees(t *testing.T) {
	d := &Document{
		Sentences: []Sentence{{First: 0, Last: 2}, {First: 2, Last: 4}},
		Tokens:    []Token{{Head: 1}, {Head: -1}, {Sentence: 1, Head: 3}, {Sentence: 1, Head: -1}},
	}
	before := slices.Clone(d.Tokens)
	d.Tokens[1].Head = 0
	d.Tokens[2].Head, d.Tokens[3].Head = -1, 2
	d.KeepTrees(before)
	var heads []int
	for _, t := range d.Tokens {
		heads = append(heads, t.Head)
	}
	if want := []int{1, -1, -1, 2}; !slices.Equal(heads, want) {
		t.Errorf("heads %v, want %v", heads, want)
	}
}
