package world

import "strings"

// looseRules rewrite a folded name into its normal form for spelling-tolerant
// look-up, longest pattern first at each position. They undo the differences
// between the English, German, French, Polish and scholarly transliterations
// of Slavic and Arabic names; nothing here joins names that differ in sound.
var looseRules = strings.NewReplacer(
	"shch", "s", "schtsch", "s", "tsch", "h", "tch", "h", "sch", "s", "dsch", "z", "dzh", "z",
	"cz", "h", "ch", "h", "kh", "h", "sh", "s", "sz", "s", "zh", "z", "ts", "c", "tz", "c",
	"ce", "ce", "ci", "ci", "cy", "ci", "ck", "k", "c", "k", "q", "k", "ph", "f", "x", "ks",
	"gh", "g", "dh", "d", "w", "v", "ou", "u", "oo", "u", "ee", "i",
	"iy", "i", "yi", "i", "ij", "i", "yy", "i", "ii", "i", "ye", "e", "ie", "e", "je", "e", "y", "i", "j", "i",
)

// loose is the normal form of one word of a name: "lukaschenko", "lukachenko"
// and "lukashenka" all give the same. Endings that inflect by language are cut
// to one form, and doubled letters count once.
func loose(word string) string {
	s := looseRules.Replace(word)
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i == 0 || s[i] != s[i-1] {
			b.WriteByte(s[i])
		}
	}
	s = b.String()
	for _, e := range [...][2]string{{"skaia", "ska"}, {"skaa", "ska"}, {"enka", "enko"}, {"of", "ov"}, {"eff", "ev"}, {"ef", "ev"}} {
		if stem, ok := strings.CutSuffix(s, e[0]); ok && len(stem) > 2 {
			return stem + e[1]
		}
	}
	return s
}
