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
