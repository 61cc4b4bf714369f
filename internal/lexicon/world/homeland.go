package world

import (
	"unicode"
	"unicode/utf8"
)

// loadPeoples parses peoples.tsv.
func (w *World) loadPeoples() error {
	w.homelands = map[string][]string{}
	return readTable("peoples.tsv", 2, func(c []string) error {
		for _, form := range list(c[0]) {
			w.homelands[Fold(form)] = list(c[1])
		}
		return nil
	})
}

// Homelands lists the countries, by alpha-3, in which a people that is no state's
// nation chiefly lives: "Tamil", "Kurds". It is empty for other words, and for those
// written small ("fur").
func (w *World) Homelands(words string) []string {
	if first, _ := utf8.DecodeRuneInString(words); !unicode.IsUpper(first) {
		return nil
	}
	return w.homelands[Fold(words)]
}
