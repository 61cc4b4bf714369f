package model

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math"
	"testing"
)

// sample makes items whose class follows from two of their three features.
func sample(n int) []Example {
	var es []Example
	for i := range n {
		a, b, noise := uint64(i%5), uint64(i/5%3), uint64(i*7919%101)
		es = append(es, Example{
			Features: []Feature{Template(0), Template(1).With(a).With(b), Template(2).With(a), Template(3).With(noise)},
			Class:    int((a + b) % 3),
		})
	}
	return es
}

var labels = []string{"x", "y", "z"}

// trained is a model of the weights that tell the classes of samples.
func trained() *Linear {
	w := NewWeights(labels)
	for a := range uint64(5) {
		for b := range uint64(3) {
			w.Add(Template(1).With(a).With(b), int((a+b)%3), 0.5)
			w.Add(Template(1).With(a).With(b), int((a+b)%3), 0.5)
		}
		w.Add(Template(2).With(a), int(a%3), -0.1)
	}
	return w.Model("weights")
}

func wrong(m *Linear) int {
	n := 0
	scores := make([]int32, len(m.Labels))
	for _, e := range sample(300) {
		if m.Best(e.Features, scores) != e.Class {
			n++
		}
	}
	return n
}

func TestWeights(t *testing.T) {
	if n := wrong(trained()); n > 0 {
		t.Errorf("%d of 300 training items are wrong", n)
	}
}

func TestLogisticIsCalibrated(t *testing.T) {
	var es []Example
	for i := range 4000 {
		e := Example{Features: []Feature{Template(0), Template(1).With(uint64(i % 2))}}
		if i%2 == 0 && i%10 != 0 || i%2 == 1 && i%10 == 1 {
			e.Class = 1
		}
		es = append(es, e)
	}
	m, err := Logistic("logistic", []string{"no", "yes"}, es, LogisticOptions{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	scores, p := make([]int32, 2), make([]float64, 2)
	for i, want := range []float64{0.8, 0.2} {
		m.Probabilities(es[i].Features, scores, p)
		if math.Abs(p[1]-want) > 0.06 {
			t.Errorf("feature %d: probability %.2f, want %.2f", i, p[1], want)
		}
	}
	if _, err := Logistic("none", labels, nil, LogisticOptions{}); err == nil {
		t.Error("no examples, no error")
	}
}

func TestWriteLoad(t *testing.T) {
	m := trained()
	other, err := Logistic("logistic", labels, sample(300), LogisticOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var b, again bytes.Buffer
	if err := Write(&b, m, other); err != nil {
		t.Fatal(err)
	}
	set, err := Load(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	got, err := set.Model("weights")
	if err != nil {
		t.Fatal(err)
	}
	if n := wrong(got); n > 0 || got.Unit != m.Unit || fmt.Sprint(got.Labels) != fmt.Sprint(labels) {
		t.Errorf("the model changed on its way through the file: %d wrong", n)
	}
	if _, err := set.Model("none"); err == nil {
		t.Error("a model that is not there was found")
	}
	if err := Write(&again, got, set["logistic"]); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("a second writing differs")
	}
}

// One weight far above the others keeps its size, and the others theirs.
func TestQuantiseKeepsLargeWeights(t *testing.T) {
	rows := []row{{key: 0, classes: []uint8{1}, weights: []float64{100}}}
	for k := range uint32(10000) {
		rows = append(rows, row{key: k + 1, classes: []uint8{0}, weights: []float64{1}})
	}
	m := quantise("large", labels, rows)
	for key, want := range map[uint32]float64{0: 100, 5: 1} {
		scores := make([]int32, 3)
		m.Scores([]Feature{Feature(key)}, scores)
		if got := float64(scores[0]+scores[1]) * float64(m.Unit); math.Abs(got-want) > 0.15 {
			t.Errorf("weight %v comes back as %v", want, got)
		}
	}
}

func TestScoresDoNotAllocate(t *testing.T) {
	m, e := trained(), sample(1)[0]
	scores, p := make([]int32, 3), make([]float64, 3)
	if n := testing.AllocsPerRun(100, func() {
		m.Best(e.Features, scores)
		m.Probabilities(e.Features, scores, p)
	}); n > 0 {
		t.Errorf("%v allocations per item", n)
	}
}

func zip(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func TestLoadMalformed(t *testing.T) {
	good := trained().append(append([]byte(magic), version, 1))
	if _, err := Load(zip(good)); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"no gzip":       []byte("hello"),
		"no magic":      zip([]byte("hello, world")),
		"empty":         zip(nil),
		"other version": zip(append([]byte(magic), 9, 0)),
		"cut":           zip(good[:len(good)-1]),
		"too long":      zip(append(bytes.Clone(good), 0)),
		"huge count":    zip(append([]byte(magic), version, 1, 0, 0, 0, 0, 128, 63, 255, 255, 255, 255, 15)),
	} {
		if _, err := Load(b); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	good := trained().append(append([]byte(magic), version, 1))
	f.Add(good)
	f.Add(append([]byte(magic), version, 0))
	f.Add(append([]byte(magic), version, 1, 1, 'n', 1, 1, 'l', 0, 0, 128, 63, 1, 5, 0, 0, 1))
	f.Fuzz(func(t *testing.T, b []byte) {
		set, err := Load(zip(b))
		if err != nil {
			return
		}
		for _, m := range set {
			if len(m.Labels) > 0 {
				m.Best([]Feature{Template(0), Template(1).With(2)}, make([]int32, len(m.Labels)))
			}
		}
	})
}

func BenchmarkScores(b *testing.B) {
	m, es := trained(), sample(300)
	scores := make([]int32, 3)
	for i := 0; b.Loop(); i++ {
		m.Best(es[i%300].Features, scores)
	}
}

func TestText(t *testing.T) {
	if Text("minister") != Text([]byte("minister")) {
		t.Error("a string and its bytes hash differently")
	}
}
