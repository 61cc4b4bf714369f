package encoder

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"annals/internal/text"
)

func TestScript(t *testing.T) {
	for _, c := range []struct{ label, form, want string }{
		{"a0+", "Lagos", "Lagos"},
		{"l0+", "The", "the"},
		{"l3+y", "Bodies", "body"},
		{"l2+", "Talked", "talk"},
		{"l9+", "am", "am"}, // does not fit
		{"a2+be", "is", "be"},
		{"l1+š", "Nož", "noš"},
	} {
		s, err := parseScript(c.label)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.apply(c.form); got != c.want {
			t.Errorf("%s makes %q of %q, want %q", c.label, got, c.form, c.want)
		}
	}
	for _, label := range []string{"", "a", "x0+", "a+", "a-1+", "a0", "afour+"} {
		if _, err := parseScript(label); err == nil {
			t.Errorf("%q is taken for a script", label)
		}
	}
}

var testLabels = []string{"B-PER", "I-PER", "L-PER", "U-PER", "O", "U-MISC", "L-MISC", "B-MISC", "I-MISC"}

func TestNameLabels(t *testing.T) {
	for _, labels := range [][]string{testLabels, NameLabels()} {
		if _, err := parseNameLabels(labels); err != nil {
			t.Error(err)
		}
	}
	for _, labels := range [][]string{nil, {"O", "B-PER"}, testLabels[:4], testLabels[:8], append(testLabels, "X")} {
		if _, err := parseNameLabels(labels); err == nil {
			t.Errorf("%v are taken for labels of names", labels)
		}
	}
}

// bestNames tries all sequences of names in n tokens.
func bestNames(l *nameLabels, scores []float32, from, n int) float64 {
	if from == n {
		return 0
	}
	at := func(t, label int) float64 { return float64(scores[t*l.count+label]) }
	best := at(from, l.outside) + bestNames(l, scores, from+1, n)
	for _, label := range l.label {
		best = max(best, at(from, label[unit])+bestNames(l, scores, from+1, n))
		sum := at(from, label[begin])
		for end := from + 1; end < n; end++ {
			best = max(best, sum+at(end, label[last])+bestNames(l, scores, end+1, n))
			sum += at(end, label[inside])
		}
	}
	return best
}

// TestViterbiIsBest compares with all sequences.
func TestViterbiIsBest(t *testing.T) {
	l, err := parseNameLabels(testLabels)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(4, 5))
	var v viterbi
	for range 300 {
		n := r.IntN(7)
		scores := make([]float32, n*l.count)
		for i := range scores {
			scores[i] = float32(r.NormFloat64())
		}
		names := v.decode(nil, l, scores, n, l.count)
		got, next := 0.0, 0
		for t := range n {
			label := l.outside
			if next < len(names) && t >= names[next].first {
				f := names[next]
				label = l.label[f.class][partOf(t-f.first, f.last-f.first)]
				if t == f.last-1 {
					next++
				}
			}
			got += float64(scores[t*l.count+label])
		}
		if want := bestNames(l, scores, 0, n); next != len(names) || math.Abs(got-want) > 1e-4 {
			t.Fatalf("names %v have score %v, the best have %v", names, got, want)
		}
	}
}

// TestMentions checks what becomes of names that the network finds.
func TestMentions(t *testing.T) {
	l, err := parseNameLabels(testLabels)
	if err != nil {
		t.Fatal(err)
	}
	per, misc := 0, 1
	for _, c := range []struct {
		sentence string
		found    []found
		want     []string
	}{
		{"The Basques met Anna Berg", []found{{misc, 0, 2}, {per, 3, 5}}, []string{"MISC Basques", "PER Anna Berg"}},
		{"the Basques", []found{{misc, 0, 2}}, []string{"MISC Basques"}},
		{"The", []found{{misc, 0, 1}}, []string{"MISC The"}},
	} {
		d := document(c.sentence)
		var got []string
		for _, f := range c.found {
			m := l.mention(d, 0, f)
			got = append(got, fmt.Sprintf("%s %s", m.Type, d.Slice(d.TokenSpan(m.First, m.Last))))
			if m.Head != m.Last-1 || m.Entity != -1 || m.Kind != text.Name || m.Why == "" {
				t.Errorf("%q: mention %+v", c.sentence, m)
			}
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: names %q, want %q", c.sentence, got, c.want)
		}
	}
}

// TestAgree settles the class of a name that is spelt alike in two places.
func TestAgree(t *testing.T) {
	l, err := parseNameLabels(testLabels)
	if err != nil {
		t.Fatal(err)
	}
	d := document("Berg spoke .", "BERG left .")
	scores := make([]float32, len(d.Tokens)*l.count)
	scores[l.label[0][unit]] = 3             // PER, surely
	scores[3*l.count+l.label[1][unit]] = 0.5 // MISC, hardly
	names := []text.Mention{l.mention(d, 0, found{0, 0, 1}), l.mention(d, 3, found{1, 0, 1})}
	l.agree(d, names, scores)
	if names[0].Type != text.Person || names[1].Type != text.Person || names[1].Why == names[0].Why {
		t.Errorf("names %+v", names)
	}
}
