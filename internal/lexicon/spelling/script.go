package spelling

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Romanise is the name in lower-case Latin letters without diacritics, its
// words separated by one space. Apostrophes, points and possessive endings go;
// hyphens separate words. Cyrillic, Greek, Arabic, Hebrew, Georgian and
// Armenian letters are written by the table of scripts, Arabic and Hebrew
// without the vowels that they do not print; other scripts stay as they are.
func (t *Table) Romanise(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	space := true
	for _, r := range norm.NFD.String(withoutPossessive(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
			space = false
		case r >= 'A' && r <= 'Z':
			b.WriteRune(r + 'a' - 'A')
			space = false
		case unicode.Is(unicode.Mn, r) || strings.ContainsRune("'’‘`´ʼʻʾʿ.", r):
		case unicode.IsLetter(r):
			lower := unicode.ToLower(r)
			if latin, ok := t.scripts[lower]; ok {
				b.WriteString(latin)
			} else {
				b.WriteRune(lower)
			}
			space = false
		case !space:
			b.WriteByte(' ')
			space = true
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

func withoutPossessive(name string) string {
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
