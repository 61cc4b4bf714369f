package encoder

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/model"
	"annals/internal/model/kernel"
	"annals/internal/reading/clue"
	"annals/internal/text"
)

// checkAnalysis holds a document to what Analyse promises.
func checkAnalysis(t *testing.T, d *text.Document) {
	t.Helper()
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	for _, s := range d.Sentences {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			tok := d.Tokens[i]
			if tok.UPOS == "" || tok.XPOS == "" || tok.Lemma == "" {
				t.Fatalf("token %d, %q, is not tagged: %+v", i, d.Form(i), tok)
			}
			if (tok.Head < 0) != (tok.Deprel == rootRelation) {
				t.Fatalf("token %d has head %d and relation %q", i, tok.Head, tok.Deprel)
			}
			if tok.Head < 0 {
				roots++
			}
		}
		if roots != 1 {
			t.Fatalf("%d roots in a sentence of %d tokens", roots, s.Last-s.First)
		}
	}
}

// TestAnalyseRandom reads random sentences by random weights: trees are well
// formed and every token has scores of names.
func TestAnalyseRandom(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 3))
		e := randomEncoder(t, tiny, seed, kernel.Best())
		d := document(randomText(r, 5, func() int { return 1 + r.IntN(60) })...)
		if n := len(analyse(e, d)); n != len(d.Tokens)*nameLabels {
			t.Fatalf("%d scores of names for %d tokens", n, len(d.Tokens))
		}
		checkAnalysis(t, d)
	}
}

// TestKernelsAgree reads by every kernel of the machine; results are equal.
func TestKernelsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 3))
	sentences := randomText(r, 10, func() int { return 1 + r.IntN(40) })
	var want *text.Document
	for _, k := range kernel.Available() {
		d := document(sentences...)
		analyse(randomEncoder(t, tiny, 1, k), d)
		if want == nil {
			want = d
		} else if !reflect.DeepEqual(d, want) {
			t.Errorf("kernel %s reads otherwise than %s", k.Name, kernel.Best().Name)
		}
	}
}

// TestLongSentence reads a sentence without end in pieces.
func TestLongSentence(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 3))
	d := document(randomText(r, 1, func() int { return 5*longest + 7 })...)
	analyse(randomEncoder(t, tiny, 1, kernel.Best()), d)
	checkAnalysis(t, d)
}

// TestConcurrentUse reads the same documents from several goroutines.
func TestConcurrentUse(t *testing.T) {
	e := randomEncoder(t, tiny, 1, kernel.Best())
	r := rand.New(rand.NewPCG(7, 3))
	sentences := randomText(r, 30, func() int { return 1 + r.IntN(30) })
	want := document(sentences...)
	analyse(e, want)
	var g sync.WaitGroup
	for range 4 {
		g.Go(func() {
			d := document(sentences...)
			if analyse(e, d); !reflect.DeepEqual(d, want) {
				t.Error("two readings of a document differ")
			}
		})
	}
	g.Wait()
}

// TestOpenErrors takes a sound file and leaves out or spoils one thing.
func TestOpenErrors(t *testing.T) {
	open := func(w *fileWriter, labels map[string][]string) error {
		_, err := Open(bytes.NewReader(w.finish(t, labels)))
		return err
	}
	w, labels := randomTensors(tiny, 1)
	if err := open(w, labels); err != nil {
		t.Fatal(err)
	}
	for i, entry := range w.entries {
		name := entry["name"].(string)
		entry["name"] = "other"
		err := open(w, labels)
		entry["name"] = name
		if optional := name == "head.attr.w"; (err == nil) != optional {
			t.Errorf("without tensor %q: %v", name, err)
		}
		shape := entry["shape"].([]int)
		w.entries[i]["shape"] = append([]int{shape[0] - 1}, shape[1:]...)
		err = open(w, labels)
		w.entries[i]["shape"] = shape
		if err == nil {
			t.Errorf("opened a file with a smaller tensor %q", name)
		}
	}
	for decision, list := range labels {
		for _, spoilt := range [][]string{nil, list[:len(list)-1], append([]string{"new"}, list...)} {
			labels[decision] = spoilt
			if err := open(w, labels); err == nil {
				t.Errorf("opened a file with the labels %q for %q", spoilt, decision)
			}
		}
		labels[decision] = list
	}
	labels["lemma"][0] = "cut two"
	if err := open(w, labels); err == nil {
		t.Error("opened a file with a script that is none")
	}
}

// FuzzAnalyse reads any words.
func FuzzAnalyse(f *testing.F) {
	e := randomEncoder(f, tiny, 1, kernel.Best())
	f.Add("The minister said that .\nMarie - Claire left")
	f.Fuzz(func(t *testing.T, input string) {
		var sentences []string
		for line := range strings.Lines(strings.ToValidUTF8(input, "?")) {
			if words := strings.Fields(line); len(words) > 0 {
				sentences = append(sentences, strings.Join(words, " "))
			}
		}
		d := document(sentences...)
		analyse(e, d)
		checkAnalysis(t, d)
	})
}

// TestEmptyDocument reads nothing.
func TestEmptyDocument(t *testing.T) {
	d := &text.Document{}
	analyse(randomEncoder(t, tiny, 1, kernel.Best()), d)
	if len(d.Mentions) != 0 {
		t.Errorf("names in an empty document: %v", d.Mentions)
	}
}

func BenchmarkAnalyse(b *testing.B) {
	r := rand.New(rand.NewPCG(8, 3))
	sentences := plainText(r, 100)
	w, err := world.Load()
	if err != nil {
		b.Fatal(err)
	}
	f := clue.New(w)
	var c clue.Clues
	for _, k := range kernel.Available() {
		b.Run(k.Name, func(b *testing.B) {
			e := randomEncoder(b, shipped, 1, k)
			tokens := 0
			b.ReportAllocs()
			for b.Loop() {
				d := document(sentences...)
				f.Find(d, &c)
				e.Analyse(d, &c)
				tokens += len(d.Tokens)
			}
			b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	file := randomFile(b, shipped, 1)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		tensors, err := model.ReadTensors(bytes.NewReader(file))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := newEncoder(tensors, kernel.Best()); err != nil {
			b.Fatal(err)
		}
	}
}
