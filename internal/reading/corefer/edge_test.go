package corefer

import (
	"bytes"
	"slices"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// harbourFire has a phrase whose last part the tree hangs from the verb.
const harbourFire = `
	Crews NOUN nsubj 2
	fought VERB root 0
	the DET det 4
	fire NOUN obj 2
	in ADP case 7
	the DET det 7
	harbour NOUN obl 2
	. PUNCT punct 2`

// outlineOf draws the mention that token i heads.
func outlineOf(t *testing.T, d *text.Document, i int) *outline {
	t.Helper()
	r := load(t).sieves(d, true)
	o := &outline{reader: r}
	m := &r.mentions[r.at[i]]
	said := newSayings(d)
	said.add(m.whole, m.Head)
	o.draw(m, said, m.whole)
	return o
}

// TestOutline lists the edges that the tree gives, and those that the rivals
// of heads add.
func TestOutline(t *testing.T) {
	d := document(t, harbourFire)
	o := outlineOf(t, d, 3)
	if got := o.ends(nil); !slices.Equal(got, []int{4}) {
		t.Errorf("ends by the tree alone: %v", got)
	}
	if got := o.starts(nil); !slices.Equal(got, []int{2, 3}) {
		t.Errorf("starts by the tree alone: %v", got)
	}
	d = document(t, harbourFire)
	d.Tokens[6].Rival, d.Tokens[6].Doubt = 3, 0.4
	o = outlineOf(t, d, 3)
	if got := o.ends(nil); !slices.Equal(got, []int{4, 7}) {
		t.Errorf("ends with a rival: %v", got)
	}
	if got := o.reached(5); got != 0.4 {
		t.Errorf("the article depends on the noun with %v, want 0.4", got)
	}
}

// TestTrainEdges trains on reports whose phrases go on where the tree doubts it:
// the same seed gives the same file, and what was taught is known.
func TestTrainEdges(t *testing.T) {
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	report := func() Gold {
		d := document(t, harbourFire)
		d.Tokens[6].Rival, d.Tokens[6].Doubt = 3, 0.4
		return Gold{Document: d, Chains: [][]text.Span{{{Start: 2, End: 7}}, {{Start: 0, End: 1}}}}
	}
	reports := []Gold{report(), report()}
	options := EdgeOptions{Cutoff: 1, Epochs: 20, Seed: 3}
	weights, err := TrainEdges(w, reports, options)
	if err != nil {
		t.Fatal(err)
	}
	again, err := TrainEdges(w, reports, options)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(weights, again) {
		t.Error("two trainings of one seed differ")
	}
	e, err := loadEdges(weights)
	if err != nil {
		t.Fatal(err)
	}
	o := outlineOf(t, report().Document, 3)
	if got := best(e.ends, o.ends(nil), o.endFeatures); got != 7 {
		t.Errorf("the phrase ends at token %d, want 7", got)
	}
	o.end = 7
	if got := best(e.starts, o.starts(nil), o.startFeatures); got != 2 {
		t.Errorf("the phrase begins at token %d, want 2", got)
	}
	if _, err := TrainEdges(w, nil, options); err == nil {
		t.Error("no reports train without an error")
	}
}

func TestLoadEdgesRefuses(t *testing.T) {
	for _, data := range [][]byte{nil, []byte("no weights"), embeddedEdges[:len(embeddedEdges)/2]} {
		if _, err := loadEdges(data); err == nil {
			t.Errorf("%d bytes that are no weight file load without an error", len(data))
		}
	}
}
