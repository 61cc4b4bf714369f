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
