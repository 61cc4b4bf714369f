// Package cue is the lexicon of words by which reports say that somebody said,
// wrote, thought, wanted or demanded something: verbs, nouns and adjectives,
// each with its act and the frames it takes, and the markers of hearsay. It
// reads its embedded tables and writes nothing.
package cue

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed cues.tsv
var cues string

//go:embed markers.tsv
var markers string

// Part is a cue's part of speech.
type Part string

const (
	Verb      Part = "verb"
	Noun      Part = "noun"
	Adjective Part = "adjective"
)

// Frame is a shape that a cue's content can take.
type Frame string

// Frames of cues.tsv; any other frame is a preposition that stands before the
// content, such as "of" in "critical of the plan".
const (
	Clause    Frame = "clause" // "says (that) the road is open"
	How       Frame = "how"    // "asks whether the road is open"
	To        Frame = "to"     // "promises to leave"
	Ing       Frame = "ing"    // "denies leaving"
	Quote     Frame = "quote"  // direct speech
	Object    Frame = "obj"    // "denies the charge"
	ObjectTo  Frame = "objto"  // "urges her to leave"
	ObjectAs  Frame = "objas"  // "calls it a farce", "hails it as a success"
	ObjectFor Frame = "objfor" // "thanks him for his help"
	ObjectOf  Frame = "objof"  // "accuses him of theft"
)

// Entry is one reading of a cue word.
type Entry struct {
	Act    string // one of record.Acts
	Part   Part
	Frames []Frame
	// Addressee says where the person spoken to stands: "obj", a preposition,
	// or "" for nowhere.
	Addressee string
	// Second are the words after the first in a cue of several words: "out"
	// in "point out".
	Second []string
}

// Takes reports whether the cue can have content of this shape.
func (e *Entry) Takes(f Frame) bool { return slices.Contains(e.Frames, f) }

// Lexicon holds the cues by lemma. It is read-only after Load.
type Lexicon struct {
	words   map[string][]Entry
	markers map[string][]string // kind → words
}

// Load reads the embedded tables.
func Load() (*Lexicon, error) {
	x := &Lexicon{words: map[string][]Entry{}, markers: map[string][]string{}}
	for n, row := range rows(cues) {
		if len(row) != 5 {
			return nil, fmt.Errorf("cue: cues.tsv row %d has %d columns, not 5", n+1, len(row))
		}
		e := Entry{Act: row[0], Part: Part(row[1]), Addressee: strings.Trim(row[3], "-")}
		for _, f := range strings.Fields(row[2]) {
			e.Frames = append(e.Frames, Frame(strings.TrimSuffix(f, "+")))
		}
		for _, w := range strings.Fields(row[4]) {
			first, rest, _ := strings.Cut(w, "_")
			e.Second = nil
			if rest != "" {
				e.Second = strings.Split(rest, "_")
			}
			x.words[first] = append(x.words[first], e)
		}
	}
	for n, row := range rows(markers) {
		if len(row) != 2 {
			return nil, fmt.Errorf("cue: markers.tsv row %d has %d columns, not 2", n+1, len(row))
		}
		for _, w := range strings.Fields(row[1]) {
			x.markers[row[0]] = append(x.markers[row[0]], strings.ReplaceAll(w, "_", " "))
		}
	}
	return x, nil
}

// rows splits a table into rows of columns, comments and empty lines left out.
func rows(table string) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// Entries lists the readings of a lemma, in the table's order; the caller must
// not change them.
func (x *Lexicon) Entries(lemma string, part Part) []Entry {
	var out []Entry
	for _, e := range x.words[lemma] {
		if e.Part == part {
			out = append(out, e)
		}
	}
	return out
}

// Has reports whether the lemma is a cue of the part of speech, alone or with
// further words.
func (x *Lexicon) Has(lemma string, part Part) bool {
	return slices.ContainsFunc(x.words[lemma], func(e Entry) bool { return e.Part == part })
}

// Hearsay reports whether a word marks hearsay in one of the ways of
// markers.tsv: "adverb", "passive" or "modal".
func (x *Lexicon) Hearsay(kind, word string) bool { return slices.Contains(x.markers[kind], word) }

// Carries reports whether a verb means little beside the noun that is its
// object: "express", "make".
func (x *Lexicon) Carries(verb string) bool { return slices.Contains(x.markers["carrier"], verb) }

// Anonymous reports whether a noun in the singular stands for persons whom
// reports leave unnamed: "source", "official".
func (x *Lexicon) Anonymous(noun string) bool { return slices.Contains(x.markers["anonymous"], noun) }

// Cites reports whether a verb names where a reporter has something from:
// "cite", "refer".
func (x *Lexicon) Cites(verb string) bool { return slices.Contains(x.markers["citing"], verb) }

// Handles reports whether a participle says what an outlet does with words that
// it passes on: "seen", "published", "quoted".
func (x *Lexicon) Handles(participle string) bool {
	return slices.Contains(x.markers["handled"], participle)
}

// Time reports whether a noun names a stretch of time, which is nobody's words.
func (x *Lexicon) Time(noun string) bool { return slices.Contains(x.markers["time"], noun) }

// Outlet reports whether a word in small letters is part of names and
// descriptions of news outlets: "agency", "reuters", "newspaper".
func (x *Lexicon) Outlet(word string) bool { return slices.Contains(x.markers["outlet"], word) }

// Masthead reports whether a word in small letters ends names of newspapers,
// though it is a common word too: "observer", "star".
func (x *Lexicon) Masthead(word string) bool { return slices.Contains(x.markers["masthead"], word) }

// Deed reports whether a verb of saying names a deed too: "attack", "raise".
func (x *Lexicon) Deed(verb string) bool { return slices.Contains(x.markers["deed"], verb) }

// Warns reports whether a word of threatening also only foretells: "warn".
func (x *Lexicon) Warns(word string) bool { return slices.Contains(x.markers["warning"], word) }

// Menace reports whether a noun names what is done to those who are warned:
// "consequence", "retaliation".
func (x *Lexicon) Menace(noun string) bool { return slices.Contains(x.markers["menace"], noun) }

// Befalls reports whether a verb tells what happens to its subject: "suffer".
func (x *Lexicon) Befalls(verb string) bool { return slices.Contains(x.markers["befalling"], verb) }

// Stance reports whether a verb's approval or disapproval may be shown without
// words: "support", "oppose".
func (x *Lexicon) Stance(verb string) bool { return slices.Contains(x.markers["stance"], verb) }

// Matter reports whether a noun names what is put into words: "concern", "plan".
func (x *Lexicon) Matter(noun string) bool { return slices.Contains(x.markers["matter"], noun) }

// Tally reports whether a noun names what is counted: "toll", "number".
func (x *Lexicon) Tally(noun string) bool { return slices.Contains(x.markers["tally"], noun) }

// Mute reports whether a noun names what can't speak: "exercise", "strike".
func (x *Lexicon) Mute(noun string) bool { return slices.Contains(x.markers["mute"], noun) }

// Document reports whether a noun names what is cited and holds words.
func (x *Lexicon) Document(noun string) bool { return slices.Contains(x.markers["document"], noun) }

// Told reports whether a noun is a claim that reports pass on without saying
// whose it is: "the claim that …".
func (x *Lexicon) Told(noun string) bool { return slices.Contains(x.markers["told"], noun) }

// Sources lists the phrases that stand before a source: "according to".
func (x *Lexicon) Sources() []string { return x.markers["source"] }
