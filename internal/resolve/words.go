package resolve

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed words.tsv
var wordsTable string

// words are the small closed classes that resolution needs, by name of the
// class in words.tsv.
type words map[string]map[string]bool

// loadWords parses the embedded table once; it is read-only afterwards.
var loadWords = sync.OnceValue(func() words {
	w := words{}
	for line := range strings.Lines(wordsTable) {
		class, members, found := strings.Cut(strings.TrimSpace(line), "\t")
		if !found || strings.HasPrefix(class, "#") {
			continue
		}
		w[class] = map[string]bool{}
		for _, m := range strings.Split(members, ";") {
			w[class][strings.TrimSpace(m)] = true
		}
	}
	return w
})

func (w words) is(class, word string) bool { return w[class][word] }

//go:embed signs.tsv
var signsTable string

// loadSigns parses the words that speak of one country only: each with its alpha-3.
var loadSigns = sync.OnceValue(func() map[string]string {
	signs := map[string]string{}
	for line := range strings.Lines(signsTable) {
		code, words, found := strings.Cut(strings.TrimSpace(line), "\t")
		if !found || strings.HasPrefix(code, "#") {
			continue
		}
		for _, w := range strings.Split(words, ";") {
			signs[w] = code
		}
	}
	return signs
})
