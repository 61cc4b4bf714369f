package clue

import (
	"slices"
	"strings"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// document makes a document of sentences whose tokens stand between spaces.
func document(sentences ...string) *text.Document {
	d := &text.Document{Text: strings.Join(sentences, "\n")}
	at := 0
	for _, s := range sentences {
		first, start := len(d.Tokens), at
		for form := range strings.FieldsSeq(s) {
			at += strings.Index(d.Text[at:], form)
			d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Start: at, End: at + len(form)}, Sentence: len(d.Sentences), Head: -1})
			at += len(form)
		}
		d.Sentences = append(d.Sentences, text.Sentence{Span: text.Span{Start: start, End: at}, First: first, Last: len(d.Tokens)})
		at = start + len(s) + 1
	}
	d.Blocks = []text.Block{{Span: text.Span{End: len(d.Text)}, Last: len(d.Sentences)}}
	return d
}

func TestModes(t *testing.T) {
	for sentence, want := range map[string]Mode{
		"The talks in Lagos failed on Monday .":      Plain,
		"Talks Fail As Dockers Leave the Table":      Titled,
		"TALKS FAIL":                                 Shouted,
		"HARBOUR":                                    Shouted,
		"the talks failed again late last night .":   Small,
		"\" 12 - 7":                                  Plain,
		"PORT AUTHORITY OF KELO SAYS TALKS at END 3": Shouted,
	} {
		var c Clues
		New(nil).Find(document(sentence), &c)
		if c.Modes[0] != want {
			t.Errorf("%q has mode %d, want %d", sentence, c.Modes[0], want)
		}
	}
}

// TestRuns shows runs in brackets and long ones in braces.
func TestRuns(t *testing.T) {
	for sentence, want := range map[string]string{
		"the Ministry of the Interior said":    "the {[Ministry] of the [Interior]} said",
		"met Ana Ruvo of Kelo and then left":   "met {[Ana Ruvo] of [Kelo]} and then left",
		"Bashar al-Assad spoke":                "{[Bashar al-Assad]} spoke",
		"nobody spoke":                         "nobody spoke",
		"Kelo of the and for Harun was closed": "{[Kelo]} of the and for {[Harun]} was closed",
	} {
		d := document(sentence)
		var c Clues
		New(nil).Find(d, &c)
		var words []string
		for i, w := range c.Words {
			form := d.Form(i)
			if w.Run.First == i && w.Capital {
				form = "[" + form
			}
			if w.Long.First == i && w.Capital {
				form = "{" + form
			}
			if w.Run.Last == i+1 {
				form += "]"
			}
			if w.Long.Last == i+1 {
				form += "}"
			}
			words = append(words, form)
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestEvidence(t *testing.T) {
	d := document(
		"Today President Ruvo said that the Port Union had met in Kelo .",
		"The union , or PU , was in favour .",
		"RUVO IN FAVOUR",
	)
	var c Clues
	New(nil).Find(d, &c)
	for form, want := range map[string]Evidence{
		"Ruvo":   CapitalElsewhere | EndsLongerRun | AfterTitle | BeforeSaying,
		"RUVO":   CapitalElsewhere | EndsLongerRun | AfterTitle | BeforeSaying,
		"Union":  CapitalElsewhere | EndsLongerRun | LowerElsewhere,
		"Kelo":   CapitalElsewhere | AfterIn,
		"PU":     CapitalElsewhere | Initials,
		"FAVOUR": LowerElsewhere,
		"Today":  BeginsLongerRun,
	} {
		i := slices.IndexFunc(d.Tokens, func(t text.Token) bool { return d.Slice(t.Span) == form })
		if got := c.Words[i].Elsewhere; got != want {
			t.Errorf("%s: evidence %08b, want %08b", form, got, want)
		}
	}
}

func TestKnown(t *testing.T) {
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := document("Kenyan troops left Sri Lanka for Nairobi .", "NAIROBI AND QELOVARN", "the kenyan troops had gone to nairobi .")
	f := New(w)
	var c Clues
	for range 2 { // found, then remembered
		f.Find(d, &c)
		for _, test := range []struct {
			token int
			known uint32
			want  bool
		}{
			{0, 9<<2 | uint32(Unit), true},
			{1, 9<<2 | uint32(Unit), false},
			{3, 8<<2 | uint32(Begin), true},
			{4, 8<<2 | uint32(Last), true},
			{4, 8<<2 | uint32(Unit), false},
			{8, 8<<2 | uint32(Unit), false},
		} {
			if got := slices.Contains(c.Known(test.token), test.known); got != test.want {
				t.Errorf("%q is known for %d: %v, want %v", d.Form(test.token), test.known, got, test.want)
			}
		}
		if !slices.Equal(c.Known(6), c.Known(8)) || len(c.Known(6)) == 0 {
			t.Errorf("Nairobi is known for %v, in capitals for %v", c.Known(6), c.Known(8))
		}
		if len(c.Known(10)) != 0 {
			t.Errorf("a made-up place is known for %v", c.Known(10))
		}
	}
}

// TestFindAgain holds clues to be the same whatever their memory held before.
func TestFindAgain(t *testing.T) {
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	f := New(w)
	docs := []*text.Document{document("President Ruvo of Kenya left .", "RUVO OUT"), document("the Union", "It said so in Kelo ."), document("x")}
	var used Clues
	for _, d := range slices.Concat(docs, docs) {
		var fresh Clues
		f.Find(d, &used)
		f.Find(d, &fresh)
		if !slices.Equal(used.Words, fresh.Words) || !slices.Equal(used.Modes, fresh.Modes) || !slices.Equal(used.known, fresh.known) {
			t.Errorf("%q has other clues in memory that was used", d.Text)
		}
	}
}

func TestShouting(t *testing.T) {
	for word, want := range map[string]bool{"NATO": true, "U.N.": true, "Nato": false, "12": false, "ÄÖÜ": true, "漢字": false, "": false} {
		if Shouting(word) != want {
			t.Errorf("Shouting(%q) is %v", word, !want)
		}
	}
}
