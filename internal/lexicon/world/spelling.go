package world

import (
	"strings"

	"annals/internal/lexicon/spelling"
)

// spellings finds the forms of persons' names by the coarse keys of their last
// word.
type spellings map[string][]spelled

// spelled is one form of a person's name.
type spelled struct {
	person *Person
	name   spelling.Name
	single bool // a form of one word
}

// indexSpellings makes the index over names and aliases.
func (w *World) indexSpellings() spellings {
	index := make(spellings, 2*len(w.people))
	for _, p := range w.people {
		for _, form := range append([]string{p.Name}, p.Aliases...) {
			words := strings.Fields(w.spelling.Romanise(form))
			if len(words) == 0 {
				continue
			}
			entry := spelled{p, w.spelling.Parse(form), len(words) == 1}
			if words[0] == w.spelling.Romanise(p.Surname) && len(words) > 1 { // the family name stands first
				index.add(w.spelling, words[0], entry)
			}
			index.add(w.spelling, words[len(words)-1], entry)
		}
	}
	return index
}

func (s spellings) add(t *spelling.Table, word string, form spelled) {
	for _, key := range t.Keys(word) {
		s[key] = append(s[key], form)
	}
}

// candidates are the forms whose last word may be a spelling of the word.
func (s spellings) candidates(t *spelling.Table, word string) []spelled {
	var list []spelled
	for _, key := range t.Keys(word) {
		list = append(list, s[key]...)
	}
	return list
}
