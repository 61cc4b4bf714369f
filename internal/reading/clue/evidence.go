package clue

import (
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// Evidence is what clear contexts elsewhere in the report say of a word: a set
// of the bits below.
type Evidence uint32

// Bits of Evidence. Trained weights depend on their order.
const (
	LowerElsewhere   Evidence = 1 << iota // the word stands in lower case elsewhere
	CapitalElsewhere                      // capitalised elsewhere, not at the start of a sentence
	EndsLongerRun                         // last word of a longer run elsewhere: a surname, "Party"
	BeginsLongerRun
	AfterTitle   // follows a title somewhere: "Mr.", "President"
	BeforeSaying // precedes a verb of saying somewhere
	AfterIn      // follows "in", "near", "from" as a run of its own
	Initials     // the initials of a run elsewhere
)

// EvidenceBits is how many bits of Evidence there are.
const EvidenceBits = 8

// gather looks over the whole document for clear contexts of each capitalised
// word, and hands them to all its occurrences.
func (f *Finder) gather(d *text.Document, c *Clues, k *desk) {
	clear(k.found)
	for s, sentence := range d.Sentences {
		if c.Modes[s] == Shouted || c.Modes[s] == Titled {
			continue
		}
		for i := sentence.First; i < sentence.Last; i++ {
			w := &c.Words[i]
			switch {
			case !w.Letters:
			case w.Capital:
				k.found[w.Lower] |= f.context(d, c, k, i)
			default:
				k.found[w.Lower] |= LowerElsewhere
			}
			if w.Capital && w.Long.First == i && w.Long.Len() >= 2 {
				k.found[k.initials(d, c, w.Long)] |= Initials
			}
		}
	}
	for i := range c.Words {
		if w := &c.Words[i]; w.Letters {
			w.Elsewhere = k.found[w.Lower]
		}
	}
}

// context is what the place of a capitalised word says of it.
func (f *Finder) context(d *text.Document, c *Clues, k *desk, i int) (e Evidence) {
	w, sentence := &c.Words[i], d.Sentences[d.Tokens[i].Sentence]
	if !w.First {
		e |= CapitalElsewhere
	}
	if w.Run.Len() > 1 {
		if i == w.Run.Last-1 {
			e |= EndsLongerRun
		}
		if i == w.Run.First {
			e |= BeginsLongerRun
		}
	}
	if i > sentence.First {
		k.lower = AppendLower(k.lower[:0], d.Form(i-1))
		if f.lists.titles[string(k.lower)] {
			e |= AfterTitle
		} else if i == w.Run.First {
			switch string(k.lower) {
			case "in", "near", "at", "from":
				e |= AfterIn
			}
		}
	}
	if i+1 < sentence.Last && i == w.Run.Last-1 && f.lists.saying[d.Form(i+1)] {
		e |= BeforeSaying
	}
	return e
}

// initials is the hash of a run's acronym in lower case: "oas" for
// "Organisation of American States".
func (k *desk) initials(d *text.Document, c *Clues, s Stretch) uint32 {
	k.lower = k.lower[:0]
	for i := s.First; i < s.Last; i++ {
		if c.Words[i].Capital {
			r, _ := utf8.DecodeRuneInString(d.Form(i))
			k.lower = utf8.AppendRune(k.lower, unicode.ToLower(r))
		}
	}
	return Hash(0, k.lower)
}
