package situation

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed counted.tsv
var countedTable string

// counted maps the stem of a word that counts a thing to the word that stands
// for all of its kind.
var counted = sync.OnceValue(func() map[string]string {
	kinds := map[string]string{}
	for line := range strings.SplitSeq(countedTable, "\n") {
		kind, others, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		kinds[stem(kind)] = kind
		for _, w := range strings.Fields(others) {
			if kinds[stem(w)] == "" {
				kinds[stem(w)] = kind
			}
		}
	}
	return kinds
})

// Counted is what a figure counts, words for the same thing made one:
// "detained" and "arrests" are "arrested". Without a word for it, it is the
// unit.
func Counted(counts, unit string) string {
	kinds := counted()
	list := words(counts)
	for _, w := range list {
		if kind := kinds[stem(w)]; kind != "" {
			return kind
		}
	}
	if len(list) == 0 {
		return unit
	}
	var stems []string
	for _, w := range list {
		stems = append(stems, stem(w))
	}
	return strings.Join(stems, " ")
}
