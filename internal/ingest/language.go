package ingest

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// english are words so frequent in English, and so rare elsewhere, that their
// share tells an English text from others however many foreign names it holds.
const english = `the and of that was were with for from have has had this which their they his her she would could should been
	said not but are is it by at as will who after when what about more than into over also there where against between during its`

// identify is the BCP 47 tag of the text's language, or "" where the text is
// too short or too mixed to tell. A text that is firmly not English is an
// error that names its language.
//
// English is told by its function words; the trigrams of whatlanggo, which
// mistake short texts full of names, only name the language of texts that have
// next to none of them.
func identify(t string) (string, error) {
	letters, latin, words, function := 0, 0, 0, 0
	known := map[string]bool{}
	for w := range strings.FieldsSeq(english) {
		known[w] = true
	}
	sample := t[:cut(t, 1<<16)]
	for w := range strings.FieldsFuncSeq(sample, func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		if known[strings.ToLower(w)] {
			function++
		}
		for _, r := range w {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	share := float64(function) / float64(max(words, 1))
	foreign := latin*2 < letters
	switch {
	case letters < 12:
		return "", nil
	case !foreign && share >= 0.12:
		return "en", nil
	case !foreign && (words < 12 || share >= 0.06):
		return "", nil
	}
	info := whatlanggo.Detect(sample)
	if info.Lang == whatlanggo.Eng || !foreign && !info.IsReliable() || info.Lang < 0 {
		return "", nil
	}
	tag, err := language.Parse(info.Lang.Iso6391())
	if err != nil {
		return "", nil
	}
	return "", &fault{ErrLanguage, fmt.Sprintf("it is in %s, and only English is read", display.English.Languages().Name(tag)), nil}
}

// cut is the length of t, at most n bytes and whole characters.
func cut(t string, n int) int {
	if len(t) <= n {
		return len(t)
	}
	for n > 0 && t[n]&0xc0 == 0x80 {
		n--
	}
	return n
}
