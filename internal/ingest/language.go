package ingest

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed tables/english.tsv
var englishTable string

// identify is the BCP 47 tag of the text's language, or "" where the text is
// too short or too mixed to tell. A text that is firmly not English is an
// error that names its language.
//
// English is told by its function words; the trigrams of whatlanggo, which
// mistake short texts full of names, only name the language of texts that have
// next to none of them.
func identify(t string) (string, error) {
	english := englishWords()
	letters, latin, words, ours, both := 0, 0, 0, 0, 0
	sample := t[:cut(t, 1<<16)]
	for w := range strings.FieldsFuncSeq(sample, func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		switch english[strings.ToLower(w)] {
		case "own":
			ours++
		case "shared":
			both++
		}
		for _, r := range w {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	foreign := latin*2 < letters
	switch {
	case letters < 12:
		return "", nil
	case !foreign && ours*100 >= words*4 && (ours+both)*100 >= words*15:
		return "en", nil
	case !foreign && (letters < 80 || ours*100 >= words*3):
		return "", nil
	}
	info := whatlanggo.Detect(sample)
	firm := foreign || both*100 < words*25 && (info.IsReliable() || words >= 40)
	if info.Lang < 0 || info.Lang == whatlanggo.Eng || !firm {
		return "", nil
	}
	tag, err := language.Parse(info.Lang.Iso6393())
	if err != nil {
		return "", nil
	}
	return "", &fault{ErrLanguage, fmt.Sprintf("it is in %s, and only English is read", display.English.Languages().Name(tag)), nil}
}

// englishWords are the frequent words of English with "own" or "shared": their
// share tells an English text however many foreign names it holds.
func englishWords() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(englishTable) {
		kind, words, _ := strings.Cut(strings.TrimSpace(line), "\t")
		for w := range strings.FieldsSeq(words) {
			m[w] = kind
		}
	}
	return m
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
