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
	for i, w := range list {
		list[i] = singular(w)
	}
	return strings.Join(list, " ")
}

// singular is a noun's singular as far as its ending shows it.
func singular(w string) string {
	switch {
	case w == "people":
		return "person"
	case w == "men", w == "women":
		return w[:len(w)-2] + "an"
	case w == "children":
		return "child"
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "xes"):
		return w[:len(w)-2]
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		return w[:len(w)-1]
	}
	return w
}
