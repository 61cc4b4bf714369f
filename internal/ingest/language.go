package ingest

import (
	_ "embed"
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed tables/english.tsv
var englishTable string

//go:embed tables/languages.tsv
var languagesTable string

// Thresholds of identify, in per cent of the words unless said otherwise.
const (
	fewestLetters = 12 // letters of a text that anything is said of
	// A text is English where so many words are frequent in no other language,
	// and so many frequent ones all in all.
	englishOwn, englishAll = 4, 15
	// A text may be English, and nothing is said, from so many of either on.
	maybeOwn, maybeAll = 3, 35
	// A text of fewer words whose language cannot be told may be English.
	fewestWords = 20
	// Of a text in two languages, English is read if so many words of whole
	// lines are English.
	englishLines = 25
)

// Least evidence for a language that shares its script with others: what its
// frequent words and letters come to per word, in all, and beyond the next
// language, where a word that no other has is 1.
const (
	leastShare  = 0.10
	leastScore  = 1.5
	leastMargin = 0.75
)

// identify is the BCP 47 tag of the text's language, or "" where the text is
// too short or too mixed to tell. A text that is firmly not English, and no
// quarter of which is, is an error that names its language if that can be told.
//
// Languages are told by their script, their frequent words and their letters
// (tables/languages.tsv); names, which mislead trigrams, count for nothing. So
// an English text however full of foreign names is English.
func identify(t string) (string, error) {
	l := load()
	sample := t[:cut(t, 1<<16)]
	e := l.english(sample)
	switch {
	case e.letters < fewestLetters:
		return "", nil
	case e.is():
		return "en", nil
	case !e.foreign() && (e.own*100 >= e.words*maybeOwn || (e.own+e.shared)*100 >= e.words*maybeAll):
		return "", nil
	}
	tag, _ := l.tongue(sample)
	switch {
	case l.englishIn(sample):
		return "", nil
	case tag == "" && e.other():
		return "", &fault{ErrLanguage, "it is in a language that cannot be told, and only English is read", nil}
	case tag == "":
		return "", nil
	}
	name, err := language.Parse(tag)
	if err != nil {
		return "", nil
	}
	return "", &fault{ErrLanguage, fmt.Sprintf("it is in %s, and only English is read", display.English.Languages().Name(name)), nil}
}

// englishness counts what tells English.
type englishness struct {
	letters, latin, words int
	small                 int // words that begin with a small letter
	own, shared           int // frequent words, next to unknown or frequent elsewhere too
}

func (e englishness) foreign() bool { return e.latin*2 < e.letters }

func (e englishness) is() bool {
	return !e.foreign() && e.words > 0 && e.own*100 >= e.words*englishOwn && (e.own+e.shared)*100 >= e.words*englishAll
}

// other reports whether the text is in sentences, not a list of names, and
// next to none of its words are frequent in English.
func (e englishness) other() bool {
	return e.words >= fewestWords && e.own*100 < e.words*2 && (e.own+e.shared)*100 < e.words*englishAll && e.small*100 >= e.words*40
}

// wordsOf yields the words of a text.
func wordsOf(t string) func(func(string) bool) {
	return strings.FieldsFuncSeq(t, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && r != '\u200c'
	})
}

func (l *languages) english(t string) englishness {
	var e englishness
	for w := range wordsOf(t) {
		e.words++
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
			e.small++
		}
		switch l.frequent[strings.ToLower(w)] {
		case "own":
			e.own++
		case "shared":
			e.shared++
		}
		for _, r := range w {
			e.letters++
			if unicode.Is(unicode.Latin, r) {
				e.latin++
			}
		}
	}
	return e
}

// englishIn reports whether a quarter of the words stand in lines of English.
func (l *languages) englishIn(t string) bool {
	all, english := 0, 0
	for line := range strings.Lines(t) {
		e := l.english(line)
		all += e.words
		if e.is() && e.words >= 5 {
			english += e.words
		}
	}
	return english > 0 && english*100 >= all*englishLines
}

// tongue is the BCP 47 tag of the language that the text is in, English left
// aside, and how sure that is from 0 to 1; or "" where the evidence is less
// than the constants above ask for.
func (l *languages) tongue(t string) (string, float64) {
	script, share := scriptOf(t)
	inScript := l.byScript[script]
	switch {
	case share < 0.5 || len(inScript) == 0:
		return "", 0
	case len(inScript) == 1:
		return inScript[0], share
	}
	scores := make([]float64, len(inScript))
	words := 0
	for w := range wordsOf(t) {
		words++
		of := l.words[script+strings.ToLower(w)]
		for _, k := range of {
			scores[k] += 1 / float64(len(of))
		}
	}
	for _, r := range strings.ToLower(t) {
		if of := l.letters[r]; of != nil {
			for _, k := range of[script] {
				scores[k] += 0.5 / float64(len(of[script]))
			}
		}
	}
	best, second := 0, -1
	for k := range scores {
		if scores[k] > scores[best] {
			best = k
		}
	}
	for k := range scores {
		if k != best && (second < 0 || scores[k] > scores[second]) {
			second = k
		}
	}
	confidence := scores[best] / max(scores[best]+scores[second], math.SmallestNonzeroFloat64)
	if scores[best] < leastScore || scores[best] < leastShare*float64(words) || scores[best]-scores[second] < leastMargin {
		return "", confidence
	}
	return inScript[best], confidence
}

// scripts are the scripts that languages are told by. Kana stands for both
// kinds, and Chinese characters beside it are Japanese too.
var scripts = map[string][]*unicode.RangeTable{
	"Latin": {unicode.Latin}, "Cyrillic": {unicode.Cyrillic}, "Arabic": {unicode.Arabic}, "Hebrew": {unicode.Hebrew},
	"Greek": {unicode.Greek}, "Armenian": {unicode.Armenian}, "Georgian": {unicode.Georgian}, "Ethiopic": {unicode.Ethiopic},
	"Devanagari": {unicode.Devanagari}, "Bengali": {unicode.Bengali}, "Tamil": {unicode.Tamil}, "Telugu": {unicode.Telugu},
	"Malayalam": {unicode.Malayalam}, "Kannada": {unicode.Kannada}, "Gujarati": {unicode.Gujarati}, "Gurmukhi": {unicode.Gurmukhi},
	"Sinhala": {unicode.Sinhala}, "Thai": {unicode.Thai}, "Khmer": {unicode.Khmer}, "Myanmar": {unicode.Myanmar}, "Lao": {unicode.Lao},
	"Hangul": {unicode.Hangul}, "Kana": {unicode.Hiragana, unicode.Katakana}, "Han": {unicode.Han},
}

// scriptOf is the script of most of the text's letters and its share of them.
func scriptOf(t string) (string, float64) {
	counts := map[string]int{}
	last, letters := "", 0
	for _, r := range t {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if last == "" || !unicode.In(r, scripts[last]...) {
			last = ""
			for name, tables := range scripts {
				if unicode.In(r, tables...) {
					last = name
					break
				}
			}
		}
		if last != "" {
			counts[last]++
		}
	}
	if kana := counts["Kana"]; kana*10 >= counts["Han"] && kana > 0 {
		counts["Kana"] += counts["Han"]
		delete(counts, "Han")
	}
	best := ""
	for name, n := range counts {
		if best == "" || n > counts[best] || n == counts[best] && name < best {
			best = name
		}
	}
	if best == "" {
		return "", 0
	}
	return best, float64(counts[best]) / float64(letters)
}

// languages is the tables, read once.
type languages struct {
	frequent map[string]string         // words of English: "own" or "shared"
	byScript map[string][]string       // tags
	words    map[string][]int          // script and word → languages of the script
	letters  map[rune]map[string][]int // letter → script → languages
}

// load reads the tables once for all who ask; nothing changes them afterwards.
var load = sync.OnceValue(func() *languages {
	l := &languages{map[string]string{}, map[string][]string{}, map[string][]int{}, map[rune]map[string][]int{}}
	for line := range strings.Lines(englishTable) {
		kind, words, _ := strings.Cut(strings.TrimSpace(line), "\t")
		for w := range strings.FieldsSeq(words) {
			l.frequent[w] = kind
		}
	}
	for line := range strings.Lines(languagesTable) {
		cols := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cols) < 2 {
			continue
		}
		script := cols[1]
		k := len(l.byScript[script])
		l.byScript[script] = append(l.byScript[script], cols[0])
		if len(cols) < 4 {
			continue
		}
		for w := range strings.FieldsSeq(cols[2]) {
			l.words[script+w] = append(l.words[script+w], k)
		}
		for _, r := range cols[3] {
			if l.letters[r] == nil {
				l.letters[r] = map[string][]int{}
			}
			l.letters[r][script] = append(l.letters[r][script], k)
		}
	}
	return l
})

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
