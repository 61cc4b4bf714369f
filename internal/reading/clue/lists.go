package clue

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

// Lists are the embedded word lists.
type Lists struct {
	titles, saying map[string]bool
	peoples        map[string]bool // "kurdish", "latin american"
}

// LoadLists reads the embedded word lists.
func LoadLists() Lists {
	return Lists{WordSet(titlesText), WordSet(sayingText), WordSet(peoplesText)}
}

// WordSet is the set of the words of a list: one a line, "#" begins a comment.
func WordSet(table string) map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			set[line] = true
		}
	}
	return set
}

// Title reports whether the word is a title or an office that stands before a
// person's name.
func (l Lists) Title(word string) bool {
	var memory [64]byte
	return l.titles[string(AppendLower(memory[:0], word))]
}

// People reports whether the words name or describe a people, faith or part
// of the world, in the singular or plural.
func (l Lists) People(name string) bool {
	var memory [64]byte
	lower := AppendLower(memory[:0], name)
	if l.peoples[string(lower)] {
		return true
	}
	n := len(lower)
	return n > 0 && lower[n-1] == 's' && l.peoples[string(lower[:n-1])]
}
