package corefer

import (
	"slices"
	"strings"
	"testing"

	"annals/internal/text"
)

// talking makes a document of turns, each a sentence in a block of its own, whose
// speakers are named.
func talking(t *testing.T, speakers []string, sentences ...string) *text.Document {
	d := document(t, sentences...)
	d.Blocks = nil
	for i := range d.Sentences {
		d.Sentences[i].Block = i
		d.Blocks = append(d.Blocks, text.Block{Span: d.Sentences[i].Span, First: i, Last: i + 1, Speaker: speakers[i]})
	}
	return d
}

const (
	iLeft = `
I PRON nsubj 2
left VERB root 0
. PUNCT punct 2`
	youLeft = `
You PRON nsubj 2
left VERB root 0
. PUNCT punct 2`
	didYouGuys = `
You PRON nsubj 3
guys NOUN dep 1
left VERB root 0
. PUNCT punct 3`
	thankYou = `
Thank VERB root 0
you PRON obj 1
, PUNCT punct 4
Ana PROPN vocative 1 PER:1
. PUNCT punct 1`
	heLeft = `
He PRON nsubj 2
left VERB root 0
. PUNCT punct 2`
)

func TestTalk(t *testing.T) {
	c := load(t)
	for name, test := range map[string]struct {
		speakers, sentences []string
		want                []string
	}{
		"one speaker is one": {[]string{"Ana Ruiz", "Ben", "Ana Ruiz"}, []string{iLeft, iLeft, iLeft}, []string{"I = I"}},
		"two are spoken to by each other": {[]string{"Ana Ruiz", "Ben", "Ana Ruiz"}, []string{iLeft, youLeft, youLeft},
			[]string{"I = You"}},
		"several are nobody's “I”": {[]string{"Ana Ruiz", "Ben"}, []string{iLeft, didYouGuys}, nil},
		"a name in another's turn": {[]string{"AnaRuiz", "Ben", "AnaRuiz"}, []string{iLeft, thankYou, iLeft}, []string{"I = you = Ana = I"}},
		"a name that two have":     {[]string{"AnaRuiz", "AnaGomez", "Ben"}, []string{iLeft, iLeft, thankYou}, nil},
		"nobody calls himself he":  {[]string{"Jon Arfal", "Jon Arfal"}, []string{iLeft, heLeft}, nil},
		"nobody is named":          {[]string{"", "", ""}, []string{iLeft, iLeft, thankYou}, []string{"I = I"}},
	} {
		d := talking(t, test.speakers, test.sentences...)
		c.Corefer(d)
		if err := d.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := groups(d); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestStandsFor(t *testing.T) {
	for _, test := range []struct {
		name, label string
		want        bool
	}{
		{"Ana", "AnaRuiz", true},
		{"Ruiz", "JusticeAnaRuiz", true},
		{"Ana Ruiz", "Justice Ana B. Ruiz (Lesna)", true},
		{"McRae", "TinaMcRae", true},
		{"An", "AnaRuiz", false},
		{"Lesna", "Ana Ruiz (Lesna)", false},
		{"Ben Ruiz", "Ana Ruiz", false},
	} {
		name := strings.Fields(strings.ToLower(test.name))
		if got := standsFor(name, labelWords(test.label)); got != test.want {
			t.Errorf("%s for %s: %v", test.name, test.label, got)
		}
	}
}
