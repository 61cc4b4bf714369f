package world

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"annals/internal/lexicon/spelling"
)

// Fold is the form under which names are compared: lower case, Latin letters
// without diacritics (Cyrillic is transliterated), one space between words, no
// apostrophes, points, possessive ending or article in front. "The
// Côte d’Ivoire's" folds to "cote divoire", "U.S." to "us".
func Fold(name string) string {
	var memory foldMemory
	return string(appendFolded(memory[:0], name))
}

// foldMemory holds the folded form of most names, so that looking one up need
// not allocate.
type foldMemory [64]byte

// appendFolded appends the folded form to an empty slice.
func appendFolded(b []byte, name string) []byte {
	space := true // no space at the beginning
	for _, r := range norm.NFD.String(spelling.WithoutPossessive(name)) {
		switch {
		case r < 0x80 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9'):
			b = append(b, byte(r))
			space = false
		case r >= 'A' && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
			space = false
		case unicode.Is(unicode.Mn, r) || isApostrophe(r) || r == '.':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b = append(b, latin(unicode.ToLower(r))...)
			space = false
		case !space:
			b = append(b, ' ')
			space = true
		}
	}
	return bytes.TrimPrefix(bytes.TrimSuffix(b, []byte(" ")), []byte("the "))
}

func isApostrophe(r rune) bool {
	return strings.ContainsRune("'’‘`´ʼʻʾʿ", r)
}

// latin is the plain Latin spelling of a lower-case letter that decomposing
// leaves outside a–z: BGN/PCGN in simplified form for Cyrillic.
func latin(r rune) string {
	const cyrillic = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
	switch r {
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ı', 'і':
		return "i"
	case 'ə':
		return "a"
	case 'ħ':
		return "h"
	case 'є':
		return "ye"
	case 'ґ':
		return "g"
	case 'ј':
		return "j"
	case 'љ':
		return "lj"
	case 'њ':
		return "nj"
	case 'ђ':
		return "dj"
	case 'ћ':
		return "c"
	case 'џ':
		return "dz"
	}
	letters := [...]string{"a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t",
		"u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"}
	if i := strings.IndexRune(cyrillic, r); i >= 0 {
		return letters[i/2]
	}
	return string(r)
}

// caseFits reports whether a name as printed may be the table's form: an
// abbreviation ("US", "WHO") must be printed in capitals, and a form with
// capitals must have at least one ("jordan" is no country).
func caseFits(form, printed string) bool {
	formUpper, formLower := letterCase(form)
	upper, lower := letterCase(printed)
	if formUpper > 1 && formLower == 0 && len(form) <= 6 {
		return lower == 0 || strings.HasSuffix(printed, "s") && lower == 1
	}
	return formUpper == 0 || upper > 0
}

func letterCase(s string) (upper, lower int) {
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper, lower
}
