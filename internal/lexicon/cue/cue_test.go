package cue

import (
	"slices"
	"testing"
)

func TestLoad(t *testing.T) {
	x, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, list := range x.words {
		n += len(list)
	}
	if n < 500 {
		t.Errorf("only %d cues", n)
	}
	for _, c := range []struct {
		lemma string
		part  Part
		act   string
		frame Frame
	}{
		{"say", Verb, "assert", Clause}, {"urge", Verb, "demand", ObjectTo}, {"accuse", Verb, "accuse", ObjectOf},
		{"claim", Noun, "assert", Clause}, {"critical", Adjective, "criticise", "of"}, {"want", Verb, "intend", To},
		{"call", Verb, "demand", "for"}, {"call", Noun, "demand", "for"}, {"afraid", Adjective, "believe", Clause},
	} {
		if !slices.ContainsFunc(x.Entries(c.lemma, c.part), func(e Entry) bool { return e.Act == c.act && e.Takes(c.frame) }) {
			t.Errorf("%s (%s) has no reading %s with %s", c.lemma, c.part, c.act, c.frame)
		}
	}
	if !x.Hearsay("adverb", "reportedly") || !x.Hearsay("passive", "say") || x.Hearsay("passive", "shoot") {
		t.Error("hearsay markers are wrong")
	}
	if !slices.Contains(x.Sources(), "according to") {
		t.Error("no “according to”")
	}
}

// TestTable holds every row to the lists that the record and the comment of
// the table allow.
func TestTable(t *testing.T) {
	acts := []string{"assert", "deny", "accuse", "demand", "propose", "promise", "refuse", "threaten", "praise",
		"criticise", "thank", "apologise", "ask", "hope", "doubt", "believe", "intend"}
	parts := []Part{Verb, Noun, Adjective}
	frames := []Frame{Clause, How, To, Ing, Quote, Object, ObjectTo, ObjectAs, ObjectFor, ObjectOf,
		"of", "for", "on", "about", "against", "with", "in", "over", "at", "from"}
	x, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for lemma, list := range x.words {
		for _, e := range list {
			seen[e.Act] = true
			if !slices.Contains(acts, e.Act) || !slices.Contains(parts, e.Part) || len(e.Frames) == 0 {
				t.Errorf("%s: %+v", lemma, e)
			}
			for _, f := range e.Frames {
				if !slices.Contains(frames, f) {
					t.Errorf("%s: frame %q", lemma, f)
				}
			}
		}
	}
	for _, a := range acts {
		if !seen[a] {
			t.Errorf("no cue has the act %s", a)
		}
	}
}
