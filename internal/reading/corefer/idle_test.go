package corefer

import (
	"slices"
	"testing"
)

// TestIdle lists the mentions of sentences with words that speak of nothing by
// themselves, as chains have them.
func TestIdle(t *testing.T) {
	for _, test := range []struct {
		sentence string
		want     []string
	}{
		{`A DET det 2
			lot NOUN nsubj 5
			of ADP case 4
			ants NOUN nmod 2
			died VERB root 0`, []string{"A lot of ants"}},
		{`All DET nsubj 4
			of ADP case 3
			us PRON nmod 1
			left VERB root 0`, []string{"All of us"}},
		{`We PRON nsubj 3
			all DET det 1
			left VERB root 0
			early ADV advmod 3`, []string{"We all"}},
		{`Let VERB root 0
			us PRON obj 1
			all DET advmod 4
			leave VERB xcomp 1
			early ADV advmod 4`, []string{"us"}},
		{`Ask VERB root 0
			him PRON obj 1
			or CCONJ cc 4
			her PRON conj 2
			today NOUN obl:unmarked 1`, []string{"him or her", "today"}},
		{`Boats NOUN nsubj 5
			, PUNCT punct 4
			for ADP case 4
			example NOUN obl 5
			sink VERB root 0`, []string{"Boats"}},
		{`Norwich PROPN nsubj 2
			won VERB root 0
			3 NUM obj 2
			– PUNCT punct 5
			0 NUM nmod 3
			then ADV advmod 2`, []string{"3", "Norwich"}},
		{`Write VERB root 0
			a DET det 3
			story NOUN obj 1
			and CCONJ cc 5
			headline NOUN conj 3`, []string{"a story", "a story and headline"}},
		{`English ADJ amod 2
			captain NOUN nsubj 5
			Tor PROPN appos 2 PER:2
			Berg PROPN flat 3
			scored VERB root 0`, []string{"English captain Tor Berg"}},
		{`The DET det 3
			2016 NUM nummod 3
			season NOUN nsubj 4
			ended VERB root 0
			at ADP case 6
			9 NUM obl 4
			a.m. NOUN nmod 6`, []string{"2016", "9 a.m.", "The 2016 season"}},
	} {
		d := document(t, test.sentence)
		r := load(t).sieves(d, true)
		var got []string
		for i := range r.mentions {
			if m := &r.mentions[i]; !m.told {
				got = append(got, d.Slice(d.TokenSpan(m.whole.Start, m.whole.End)))
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", d.Text, got, test.want)
		}
	}
}
