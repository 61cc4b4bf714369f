package spelling

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Romanise is the name in lower-case Latin letters without diacritics, its
// words separated by one space. Apostrophes, points and possessive endings go;
// hyphens separate words. Cyrillic, Greek, Arabic, Hebrew, Georgian and
// Armenian letters are written by the table of scripts, Arabic and Hebrew
// without the vowels that they do not print; other scripts stay as they are.
func (t *Table) Romanise(name string) string {
	var memory [64]byte
	return string(t.appendRomanised(memory[:0], name))
}

// appendRomanised appends the romanised name to an empty slice.
func (t *Table) appendRomanised(b []byte, name string) []byte {
	space := true
	for _, r := range norm.NFD.String(WithoutPossessive(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b = append(b, byte(r))
			space = false
		case r >= 'A' && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
			space = false
		case unicode.Is(unicode.Mn, r) || strings.ContainsRune("'’‘`´ʼʻʾʿ.", r):
		case unicode.IsLetter(r):
			lower := unicode.ToLower(r)
			if latin, ok := t.scripts[lower]; ok {
				b = append(b, latin...)
			} else {
				b = utf8.AppendRune(b, lower)
			}
			space = false
		case !space:
			b = append(b, ' ')
			space = true
		}
	}
	return bytes.TrimSuffix(b, []byte(" "))
}

// WithoutPossessive is a name without the ending that makes it a possessor.
func WithoutPossessive(name string) string {
	name = strings.TrimSpace(name)
	for _, ending := range []string{"'s", "’s", "ʼs", "'", "’"} {
		if rest, ok := strings.CutSuffix(name, ending); ok && rest != "" {
			return rest
		}
	}
	return name
}

// vowelless reports whether the name is printed in a script that leaves out
// short vowels.
func vowelless(name string) bool {
	for _, r := range name {
		if unicode.In(r, unicode.Arabic, unicode.Hebrew) {
			return true
		}
	}
	return false
}
