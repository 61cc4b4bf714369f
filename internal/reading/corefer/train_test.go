package corefer

import (
	"bytes"
	"slices"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// TestTrain trains on two small reports and a silver one and reads the weights back: the same
// seed gives the same file, and what was taught is known.
func TestTrain(t *testing.T) {
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	report := func() Gold {
		d := document(t, twoMen, policeWaited, heThanked)
		he := len(d.Tokens) - 4
		return Gold{Document: d, Chains: [][]text.Span{{{Start: 0, End: 2}, {Start: he, End: he + 1}}}}
	}
	silver := report()
	silver.Silver = true
	reports := []Gold{report(), report(), silver}
	options := TrainOptions{Members: 2, Epochs: 30, Cutoff: 1, Drop: 0.01, Seed: 3}
	weights, err := Train(w, reports, options, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(w, reports, options, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(weights, again) {
		t.Error("two trainings of one seed differ")
	}
	c, err := Open(w, weights)
	if err != nil {
		t.Fatal(err)
	}
	d := report().Document
	c.Corefer(d)
	if got, want := groups(d), []string{"Jon Arfal = He"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOpenRefuses(t *testing.T) {
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{nil, []byte("no weights"), embedded[:len(embedded)/2]} {
		if _, err := Open(w, data); err == nil {
			t.Errorf("%d bytes that are no weight file open without an error", len(data))
		}
	}
}
