package world

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for name, want := range map[string]string{
		"The Kremlin": "kremlin", "Lukashenko’s": "lukashenko", "U.S.": "us", "Côte d’Ivoire": "cote divoire", "Al-Assad": "al assad",
		"Лукашенко": "lukashenko", "Łódź": "lodz", "Erdoğan": "erdogan", "  Guinea - Bissau ": "guinea bissau", "Sana'a": "sanaa", "": "", "'s": "s",
	} {
		if got := Fold(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"The Kremlin’s", "ﬁ", "\xff", "İstanbul", "العربية", "the the", "a\u0301"} {
		f.Add(s)
	}
	w := load(f)
	f.Fuzz(func(t *testing.T, s string) {
		key := Fold(s)
		if utf8.ValidString(s) && !utf8.ValidString(key) {
			t.Errorf("%q folds to invalid UTF-8", s)
		}
		if strings.Contains(key, "  ") || strings.HasSuffix(key, " ") {
			t.Errorf("%q folds to %q", s, key)
		}
		w.People(s)
		w.Places(s)
		w.Organizations(s)
		w.CountryNamed(s)
		w.Demonyms(s)
		w.Metonym(s)
		w.Role(s)
	})
}

func TestLoose(t *testing.T) {
	for _, same := range [][]string{
		{"lukashenko", "lukaschenko", "lukashenka"},
		{"tsikhanouskaya", "cichanouska", "tsichanouskaja"},
		{"yanukovych", "yanukovitch", "janukowytsch"},
		{"zelensky", "zelenskyy", "zelenskiy"},
		{"gorbachev", "gorbatchev"},
	} {
		for _, word := range same[1:] {
			if loose(word) != loose(same[0]) {
				t.Errorf("%s → %s, %s → %s", same[0], loose(same[0]), word, loose(word))
			}
		}
	}
	for _, apart := range [][2]string{{"medvedev", "medvedchuk"}, {"putin", "putina"}, {"karimov", "karimova"}, {"yushchenko", "lushchenko"}, {"abadi", "ebadi"}} {
		if loose(apart[0]) == loose(apart[1]) {
			t.Errorf("%s and %s are one", apart[0], apart[1])
		}
	}
}
