package clue

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// Mode says how a sentence uses capitals.
type Mode uint8

// The modes. Trained weights depend on their order.
const (
	Plain   Mode = iota
	Titled       // a headline that capitalises most words
	Shouted      // a headline in capitals throughout
	Small        // no capitals at all
)

func modeOf(d *text.Document, s text.Sentence) Mode {
	words, capital, inCapitals := 0, 0, 0
	for i := s.First; i < s.Last; i++ {
		form := d.Form(i)
		r, size := utf8.DecodeRuneInString(form)
		if !unicode.IsLetter(r) || size == len(form) {
			continue
		}
		words++
		if unicode.IsUpper(r) {
			capital++
			if Shouting(form) {
				inCapitals++
			}
		}
	}
	switch {
	case words >= 1 && 10*inCapitals >= 7*words && (words >= 2 || s.Last-s.First <= 3):
		return Shouted
	case words >= 5 && 100*capital >= 65*words:
		return Titled
	case words >= 6 && capital == 0:
		return Small
	}
	return Plain
}

// capital reports whether the form begins with a capital letter, or has one
// after a hyphen or an apostrophe, and whether it has letters at all.
func capital(form string) (capital, letters bool) {
	before := rune(0)
	for i, r := range form {
		if unicode.IsLetter(r) {
			letters = true
			if unicode.IsUpper(r) && (i == 0 || strings.ContainsRune("-‑–'’‘`", before)) {
				capital = true
			}
		}
		before = r
	}
	return capital, letters
}

// Shouting reports whether a word is in capitals throughout.
func Shouting(form string) bool {
	has := false // a letter that has another case
	for _, r := range form {
		if unicode.ToUpper(r) != r {
			return false
		}
		has = has || unicode.ToLower(r) != r
	}
	return has
}

// headlineCase writes each word with a capital first letter only, with one space between.
func headlineCase(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for word := range strings.FieldsSeq(name) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		for i, r := range word {
			if i == 0 {
				b.WriteRune(unicode.ToUpper(r))
			} else {
				b.WriteRune(unicode.ToLower(r))
			}
		}
	}
	return b.String()
}

// Connective reports whether the word, in lower case, may join capitalised
// words to one name.
func Connective(lower string) bool { return connective([]byte(lower)) }

func connective(lower []byte) bool {
	switch string(lower) {
	case "of", "the", "and", "for", "in", "on", "&", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "el",
		"al", "bin", "bint", "ibn", "van", "von", "der", "den", "ter", "ten", "ul", "ud", "y", "e", "abu", "'s", "’s", "-":
		return true
	}
	return false
}

// runs finds stretches of capitalised words, strict ones and long ones that
// connectives join ("Ministry of the Interior").
func (c *Clues) runs(s text.Sentence) {
	for i := s.First; i < s.Last; {
		if !c.Words[i].Capital {
			i++
			continue
		}
		end, strict := i+1, i
		for j := i + 1; j < s.Last && j-end <= 2; j++ {
			if c.Words[j].Capital {
				if j > end {
					c.closeRun(strict, end)
					strict = j
				}
				end = j + 1
			} else if !c.Words[j].Connective {
				break
			}
		}
		c.closeRun(strict, end)
		for j := i; j < end; j++ {
			c.Words[j].Long = Stretch{i, end}
		}
		i = end
	}
}

func (c *Clues) closeRun(first, last int) {
	for j := first; j < last; j++ {
		c.Words[j].Run = Stretch{first, last}
	}
}
