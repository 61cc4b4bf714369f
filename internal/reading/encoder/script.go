package encoder

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ScriptOf is the edit script, as a label, that makes the lemma of the form and
// keeps the case where it can.
func ScriptOf(form, lemma string) string {
	best := script{lower: true, cut: -1}
	for _, lower := range []bool{true, false} {
		f := form
		if lower {
			f = strings.Map(unicode.ToLower, form)
		}
		common := 0
		for common < len(f) && common < len(lemma) {
			r, size := utf8.DecodeRuneInString(f[common:])
			q, _ := utf8.DecodeRuneInString(lemma[common:])
			if r != q {
				break
			}
			common += size
		}
		s := script{lower, utf8.RuneCountInString(f[common:]), lemma[common:]}
		if best.cut < 0 || s.cut+len(s.add) < best.cut+len(best.add) {
			best = s
		}
	}
	c := "a"
	if best.lower {
		c = "l"
	}
	return c + strconv.Itoa(best.cut) + "+" + best.add
}
