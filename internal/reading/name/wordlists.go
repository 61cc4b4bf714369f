package name

import (
	_ "embed"
	"strings"
)

//go:embed titles.txt
var titlesText string

//go:embed saying.txt
var sayingText string

// lists are the embedded word lists.
type lists struct {
	titles, saying map[string]bool
}

func loadLists() *lists {
	return &lists{wordSet(titlesText), wordSet(sayingText)}
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
