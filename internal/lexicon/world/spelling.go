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
	person int32 // index into World.people
	form   string
}

// indexSpellings makes the index over names and aliases.
func (w *World) indexSpellings() spellings {
	index := make(spellings, 2*len(w.people))
	for i, p := range w.people {
		for _, form := range append([]string{p.Name}, p.Aliases...) {
			words := strings.Fields(w.spelling.Romanise(form))
			if len(words) == 0 {
				continue
			}
			last := words[len(words)-1]
			if words[0] == w.spelling.Romanise(p.Surname) && len(words) > 1 { // the family name stands first
				index.add(w.spelling, words[0], spelled{int32(i), form})
			}
			index.add(w.spelling, last, spelled{int32(i), form})
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
