package forest

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// circle is rows of two numbers and noise, of the class yes inside a circle.
func circle(n int) (rows, labels []float32) {
	r := rand.New(rand.NewPCG(1, 1))
	for range n {
		x, y := r.Float32()*2-1, r.Float32()*2-1
		rows = append(rows, x, y, r.Float32())
		label := float32(0)
		if x*x+y*y < 0.5 {
			label = 1
		}
		labels = append(labels, label)
	}
	return rows, labels
}

func TestTrain(t *testing.T) {
	rows, labels := circle(4000)
	f, err := Train(rows[:3*3000], 3, labels[:3000], Options{Trees: 60, Rate: 0.2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, f, f); err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(b.Bytes())
	if err != nil || len(loaded) != 2 {
		t.Fatalf("%d forests, %v", len(loaded), err)
	}
	right := 0
	for i := 3000; i < 4000; i++ {
		row := rows[3*i : 3*i+3]
		p := f.Probability(row)
		if q := loaded[1].Probability(row); q != p {
			t.Fatalf("row %d: %v after loading, %v before", i, q, p)
		}
		if (p > 0.5) == (labels[i] > 0.5) {
			right++
		}
	}
	if right < 940 {
		t.Errorf("%d of 1000 rows right", right)
	}
	again, _ := Train(rows[:3*3000], 3, labels[:3000], Options{Trees: 60, Rate: 0.2, Seed: 1})
	var c bytes.Buffer
	if err := Write(&c, again, again); err != nil || !bytes.Equal(b.Bytes(), c.Bytes()) {
		t.Error("the same rows and seed gave another forest")
	}
}

// TestFlat: rows that tell nothing get the share of yes.
func TestFlat(t *testing.T) {
	rows, labels := make([]float32, 400), make([]float32, 400)
	for i := range 100 {
		labels[i] = 1
	}
	f, err := Train(rows, 1, labels, Options{Trees: 3})
	if err != nil {
		t.Fatal(err)
	}
	if p := f.Probability(rows[:1]); math.Abs(p-0.25) > 0.01 {
		t.Errorf("probability %.2f", p)
	}
}

func TestTrainRefuses(t *testing.T) {
	if _, err := Train(make([]float32, 5), 2, make([]float32, 2), Options{}); err == nil {
		t.Error("five numbers passed for two rows of two")
	}
}

// FuzzLoad: no file makes Load or a forest fail in another way than by error.
func FuzzLoad(f *testing.F) {
	rows, labels := circle(300)
	small, err := Train(rows, 3, labels, Options{Trees: 2})
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, small); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("x"))
	f.Fuzz(func(t *testing.T, file []byte) {
		forests, err := Load(file)
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Errorf("error %v", err)
			}
			return
		}
		for _, f := range forests {
			f.Probability(make([]float32, f.Width()))
		}
	})
}
