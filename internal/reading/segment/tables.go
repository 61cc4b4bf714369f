package segment

import (
	_ "embed"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed tables/abbreviations.tsv
var abbreviationsTable string

//go:embed tables/words.tsv
var wordsTable string

//go:embed tables/cuts.tsv
var cutsTable string

//go:embed tables/datelines.txt
var datelinesTable string

//go:embed tables/lines.tsv
var linesTable string

//go:embed tables/talk.tsv
var talkTable string

// dot says what the full stop of an abbreviation can be.
type dot uint8

const (
	notAbbreviation dot = iota
	dotNeverEnds        // "Mr.", "vs.": what follows belongs to it
	dotBeforeNumber     // "No.": an abbreviation before a number only
	dotMayEnd           // "Inc.", "U.S.": ends a sentence where the next words begin one
)

// tables are the word lists behind the rules, read once by New.
type tables struct {
	abbreviations map[string]dot
	prefixes      map[string]bool            // stay joined to what follows their hyphen
	starters      map[string]bool            // lower-cased words that begin sentences
	saying        map[string]bool            // verbs that carry on a sentence after a quotation
	units         map[string]bool            // split off the number before them
	whole         map[string]bool            // lower-cased forms never split
	faces         []string                   // emoticons
	afterIts      map[string]bool            // words after which "its" stands for "it's"
	cuts          map[string]int             // lower-cased forms of two words and the length of the first
	datelines     map[string]bool            // lower-cased places that reports are filed from
	talk          map[string]map[string]bool // words of the labels of turns
	lines         map[string][]string        // phrases that show what a line is, lower-cased
}

func readTables() tables {
	t := tables{
		abbreviations: map[string]dot{},
		cuts:          map[string]int{},
		lines:         map[string][]string{},
		talk:          map[string]map[string]bool{},
		datelines:     map[string]bool{},
	}
	for place := range strings.Lines(datelinesTable) {
		if !strings.HasPrefix(place, "#") {
			t.datelines[strings.TrimSpace(place)] = true
		}
	}
	classes := map[string]dot{"never": dotNeverEnds, "number": dotBeforeNumber, "may": dotMayEnd}
	for class, words := range rows(abbreviationsTable) {
		for _, w := range words {
			t.abbreviations[w] = classes[class]
		}
	}
	words := rows(wordsTable)
	t.prefixes = set(words["prefix"])
	t.starters = set(words["starter"])
	t.saying = set(words["saying"])
	t.units = set(words["unit"])
	t.whole = set(words["whole"])
	t.faces = words["face"]
	t.afterIts = set(words["its"])
	for class, words := range rows(talkTable) {
		t.talk[class] = set(words)
	}
	for length, forms := range rows(cutsTable) {
		n, _ := strconv.Atoi(length)
		for _, f := range forms {
			t.cuts[f] = n
		}
	}
	for line := range strings.Lines(linesTable) {
		if key, phrase, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			t.lines[key] = append(t.lines[key], phrase)
		}
	}
	return t
}

// rows reads lines of a key, a tab and words separated by spaces; lines that
// begin with # are remarks. A key may have several lines.
func rows(table string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(table) {
		key, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && !strings.HasPrefix(key, "#") {
			m[key] = append(m[key], strings.Fields(words)...)
		}
	}
	return m
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// abbreviation says what the full stop after the word can be, judged by the
// word alone. Entries with a capital match only words with a capital.
func (t *tables) abbreviation(word string) dot {
	if len(word) > longestAbbreviation {
		return notAbbreviation
	}
	if d, ok := t.abbreviations[word]; ok {
		return d
	}
	lower := strings.ToLower(word)
	if d, ok := t.abbreviations[lower]; ok {
		return d
	}
	if r, size := utf8.DecodeRuneInString(word); unicode.IsUpper(r) && size < len(lower) {
		if d, ok := t.abbreviations[word[:size]+lower[size:]]; ok {
			return d
		}
	}
	if dotted(word) {
		return dotMayEnd
	}
	return notAbbreviation
}

// dotted reports whether the word is letters with full stops between them:
// "U.S", "a.m", "Ph.D".
func dotted(word string) bool {
	letters, dots := 0, 0
	for _, r := range word {
		switch {
		case r == '.':
			if letters == 0 {
				return false
			}
			dots++
			letters = 0
		case unicode.IsLetter(r):
			if letters++; letters > 2 {
				return false
			}
		default:
			return false
		}
	}
	return dots > 0 && letters > 0
}
