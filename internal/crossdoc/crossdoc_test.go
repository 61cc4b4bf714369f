package crossdoc

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"annals/internal/text"
)

// document makes a document of lines of "form/UPOS/lemma/head/relation", a
// sentence each; heads count within the sentence from 1, 0 for its root.
func document(lines ...string) *text.Document {
	d := &text.Document{}
	for k, line := range lines {
		first := len(d.Tokens)
		s := text.Sentence{Span: text.Span{Start: len(d.Text)}, First: first}
		for word := range strings.FieldsSeq(line) {
			var head int
			f := strings.Split(word, "/")
			fmt.Sscan(f[3], &head)
			start := len(d.Text)
			d.Text += f[0]
			d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Start: start, End: len(d.Text)}, Sentence: k, UPOS: f[1], Lemma: f[2], Head: first + head - 1, Deprel: f[4]})
			if head == 0 {
				d.Tokens[len(d.Tokens)-1].Head = -1
			}
			d.Text += " "
		}
		s.End, s.Last = len(d.Text), len(d.Tokens)
		d.Sentences = append(d.Sentences, s)
	}
	d.LinkChildren()
	return d
}

func tables(t testing.TB) *Tables {
	tables, err := LoadTables()
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

func harbour(t testing.TB) []*Report {
	return []*Report{
		NewReport(document(
			"Dockers/NOUN/docker/2/nsubj stormed/VERB/storm/0/root the/DET/the/4/det customs/NOUN/customs/5/compound house/NOUN/house/2/obj in/ADP/in/7/case Velmar/PROPN/Velmar/2/obl",
			"Police/NOUN/police/2/nsubj arrested/VERB/arrest/0/root nine/NUM/nine/4/nummod dockers/NOUN/docker/2/obj"), tables(t)),
		NewReport(document(
			"Police/NOUN/police/2/nsubj detained/VERB/detain/0/root nine/NUM/nine/4/nummod dockers/NOUN/docker/2/obj in/ADP/in/6/case Velmar/PROPN/Velmar/2/obl after/ADP/after/9/case the/DET/the/9/det storming/NOUN/storming/2/obl of/ADP/of/13/case the/DET/the/13/det customs/NOUN/customs/13/compound house/NOUN/house/9/nmod"), tables(t)),
	}
}

func TestMention(t *testing.T) {
	reports := harbour(t)
	stormed, storming := reports[0].Mention(1, 2), reports[1].Mention(8, 9)
	weight, _ := overlap(stormed.done, storming.beside)
	if weight == 0 {
		t.Errorf("what was stormed: %v and %v", stormed.done, storming.beside)
	}
	if m := reports[0].Mention(2, 5); m.Head() != 4 || m.Length() != 3 || m.Lemma() != "hous" {
		t.Errorf("head %d, %d tokens, %q", m.Head(), m.Length(), m.Lemma())
	}
}

// TestPairIsSymmetric holds what is observed of two mentions to be the same
// whichever comes first.
func TestPairIsSymmetric(t *testing.T) {
	reports := harbour(t)
	near := likenesses(reports)
	var all []*Mention
	for _, r := range reports {
		for i := range r.doc.Tokens {
			all = append(all, r.Mention(i, i+1))
		}
	}
	in := newSetting(all)
	for _, a := range all {
		for _, b := range all {
			l := near[[2]*Report{a.report, b.report}]
			x, y := newPair(a, b, l, in).observations(), newPair(b, a, l, in).observations()
			if !slices.Equal(x, y) || len(x) != mentionObservations {
				t.Fatalf("%d and %d: %v and %v", a.head, b.head, x, y)
			}
		}
	}
}

func TestGroup(t *testing.T) {
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	reports := harbour(t)
	mentions := []*Mention{reports[0].Mention(6, 7), reports[0].Mention(0, 1), reports[1].Mention(5, 6), reports[1].Mention(0, 1)}
	group := m.Group(reports, mentions, true)
	if group[2] != group[0] || group[1] == group[0] || group[3] == group[2] {
		t.Errorf("groups of Velmar, dockers, Velmar, police: %v", group)
	}
}

// TestGroups compares with the plain way to find the best two groups.
func TestGroups(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		n := 1 + dice.IntN(12)
		score := square(n)
		for i := range n {
			for j := range i {
				score[i][j] = dice.Float64()
				score[j][i] = score[i][j]
			}
		}
		if got, want := groups(score, .55), plainGroups(score, .55); !slices.Equal(got, want) {
			t.Fatalf("%v: %v, want %v", score, got, want)
		}
	}
}

func plainGroups(score [][]float64, least float64) []int {
	group := make([]int, len(score))
	for i := range group {
		group[i] = i
	}
	mean := func(a, b int) float64 {
		sum, n := 0., 0.
		for i, g := range group {
			for j, h := range group {
				if g == a && h == b {
					sum, n = sum+score[i][j], n+1
				}
			}
		}
		return sum / max(n, 1)
	}
	for {
		a, b, best := -1, -1, least
		for i := range group {
			for j := range i {
				if m := mean(j, i); m >= best {
					a, b, best = j, i, m
				}
			}
		}
		if a < 0 {
			return group
		}
		for i, g := range group {
			if g == b {
				group[i] = a
			}
		}
	}
}

// TestGrow learns that things are so where the first observation is high, or
// the second one low.
func TestGrow(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	var examples []Example
	for range 2000 {
		x := []float32{dice.Float32(), dice.Float32(), dice.Float32()}
		examples = append(examples, Example{x, x[0] > .7 || x[1] < .2, 1})
	}
	trees := grow(examples, 20, 3)
	if err := trees.check(3); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		x    []float32
		want bool
	}{{[]float32{.9, .9, .5}, true}, {[]float32{.1, .1, .5}, true}, {[]float32{.5, .5, .5}, false}, {[]float32{.6, .3, 0}, false}} {
		if p := trees.probability(c.x); p > .5 != c.want {
			t.Errorf("%v: %.2f", c.x, p)
		}
	}
}

func FuzzReadModel(f *testing.F) {
	m, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadModel(bytes.NewReader(b))
		if err != nil {
			return
		}
		m.Events.Trees.probability(make([]float32, mentionObservations))
	})
}
