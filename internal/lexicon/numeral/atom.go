package numeral

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Atom is a run of letters, a run of digits with the marks inside it, or a
// single mark.
type Atom struct {
	Start, End int    // bytes
	Text       string // as printed
	Lower      string // lower case; abbreviations without their points ("a.m." is "am")
	Glued      bool   // nothing stands between it and the atom before
	Digits     bool   // a run of digits: "1,200", "10:30", "2020"
}

// Low is the lower-case form of atom i, "" outside the list.
func Low(atoms []Atom, i int) string {
	if i < 0 || i >= len(atoms) {
		return ""
	}
	return atoms[i].Lower
}

// Is reports whether atom i is one of the words.
func Is(atoms []Atom, i int, words ...string) bool {
	w := Low(atoms, i)
	return w != "" && slices.Contains(words, w)
}

// Scan cuts text into atoms; offset is added to their positions.
func Scan(text string, offset int) []Atom {
	var atoms []Atom
	end := -1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			i += size
			continue
		}
		n := size
		digits := r >= '0' && r <= '9'
		switch {
		case digits:
			n = digitRun(text[i:])
		case unicode.IsLetter(r):
			n = letterRun(text[i:])
		}
		word := text[i : i+n]
		lower := strings.ToLower(word)
		if !digits && n > size {
			lower = strings.ReplaceAll(lower, ".", "")
		}
		atoms = append(atoms, Atom{Start: offset + i, End: offset + i + n, Text: word, Lower: lower, Glued: end == i, Digits: digits})
		i += n
		end = i
	}
	return atoms
}

// digitRun is the length of a run of digits; one point, comma or colon may
// stand between two digits.
func digitRun(s string) int {
	n := 0
	for n < len(s) {
		c := s[n]
		inside := (c == '.' || c == ',' || c == ':') && n+1 < len(s) && isDigit(s[n+1])
		if !isDigit(c) && !inside {
			break
		}
		n++
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// letterRun is the length of a run of letters, or of an abbreviation of single
// letters with points ("a.m.", "U.S.").
func letterRun(s string) int {
	if n := abbreviation(s); n > 0 {
		return n
	}
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
			return i
		}
	}
	return len(s)
}

func abbreviation(s string) int {
	n, pairs := 0, 0
	for {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.IsLetter(r) || n+size >= len(s) || s[n+size] != '.' {
			break
		}
		n += size + 1
		pairs++
	}
	if pairs >= 2 {
		return n
	}
	return 0
}
