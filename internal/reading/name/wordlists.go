package name

import (
	_ "embed"
	"strings"
)

//go:embed titles.txt
var titlesText string

//go:embed saying.txt
var sayingText string

//go:embed peoples.txt
var peoplesText string

// lists are the embedded word lists.
type lists struct {
	titles, saying map[string]bool
	peoples        map[string]bool // "kurdish", "latin american"
}

func loadLists() *lists {
	return &lists{wordSet(titlesText), wordSet(sayingText), wordSet(peoplesText)}
}

// wordSet is the set of the words of a list: one a line, "#" begins a comment.
func wordSet(table string) map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			set[line] = true
		}
	}
	return set
}

// people reports whether the words name or describe a people, faith or part
// of the world, in the singular or plural.
func (l *lists) people(name string) bool {
	lower := strings.ToLower(name)
	return l.peoples[lower] || l.peoples[strings.TrimSuffix(lower, "s")]
}
