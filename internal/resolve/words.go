package resolve

import (
	_ "embed"
	"iter"
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
	for class, member := range members(wordsTable) {
		if w[class] == nil {
			w[class] = map[string]bool{}
		}
		w[class][member] = true
	}
	return w
})

// members goes through a table of lines "class\tmember;member", each member with
// its class; lines that begin with # are remarks.
func members(table string) iter.Seq2[string, string] {
	return func(yield func(class, member string) bool) {
		for line := range strings.Lines(table) {
			class, list, found := strings.Cut(strings.TrimSpace(line), "\t")
			if !found || strings.HasPrefix(class, "#") {
				continue
			}
			for m := range strings.SplitSeq(list, ";") {
				if !yield(class, strings.TrimSpace(m)) {
					return
				}
			}
		}
	}
}

// classes gives each member of such a table its class.
func classes(table string) map[string]string {
	of := map[string]string{}
	for class, member := range members(table) {
		of[member] = class
	}
	return of
}

func (w words) is(class, word string) bool { return w[class][word] }

//go:embed signs.tsv
var signsTable string

// loadSigns parses the words that speak of one country only: each with its alpha-3.
var loadSigns = sync.OnceValue(func() map[string]string { return classes(signsTable) })
