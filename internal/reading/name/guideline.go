package name

import (
	_ "embed"
	"strings"

	"annals/internal/reading/clue"
	"annals/internal/text"
)

//go:embed abbreviations.txt
var abbreviationsText string

//go:embed places.txt
var placesText string

// guideline is what holds for names whatever the model makes of them.
type guideline struct {
	lists         clue.Lists
	abbreviations map[string]bool // as printed: "CEO"
	places        map[string]bool // last words of names of places, in lower case: "bridge"
}

func loadGuideline() *guideline {
	return &guideline{clue.LoadLists(), wordSet(abbreviationsText), wordSet(placesText)}
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

// hold brings a name under the guideline, or says that it is none: articles
// and titles are no part of a name, an abbreviation of common words is none,
// and what a place or building is called is a place.
func (g *guideline) hold(d *text.Document, m *text.Mention) (ok bool) {
	several := func() bool { return m.Last-m.First > 1 }
	if several() && article(d.Form(m.First), m.Type) {
		m.First++
	}
	switch m.Type {
	case text.Person:
		for several() && g.title(d.Form(m.First)) {
			m.First++
		}
	case text.Organization:
		var memory [64]byte
		if several() && g.places[string(clue.AppendLower(memory[:0], d.Form(m.Last-1)))] {
			m.Type, m.Why = text.Location, "name model; its last word is of a place"
		}
	}
	person := m.Type == text.Person || m.Type == text.Organization
	return several() || !person || !g.abbreviations[d.Form(m.First)]
}

// title reports whether a person's first word is a title: "Don" is a given
// name as often.
func (g *guideline) title(form string) bool {
	return form != "Don" && g.lists.Title(form)
}

// article reports whether a name's first word is an article that does not
// belong to it: "the" anywhere, "The" before a people or a person.
func article(form string, class text.NameType) bool {
	return form == "the" || form == "The" && (class == text.Misc || class == text.Person)
}
