package name

import (
	_ "embed"
	"slices"
	"unicode"

	"annals/internal/reading/clue"
	"annals/internal/text"
)

//go:embed abbreviations.txt
var abbreviationsText string

//go:embed places.txt
var placesText string

//go:embed persons.txt
var personsText string

//go:embed openers.txt
var openersText string

//go:embed streets.txt
var streetsText string

// guideline is what holds for names whatever the model makes of them.
type guideline struct {
	lists         clue.Lists
	abbreviations map[string]bool // as printed: "CEO"
	places        map[string]bool // last words of names of places, in lower case: "bridge"
	persons       map[string]bool // nouns whose apposition names a person: "wife"
	openers       map[string]bool // first words of names of bodies: "radio"
	streets       map[string]bool // first words of names of places: "plaza"
}

func loadGuideline() *guideline {
	return &guideline{clue.LoadLists(), clue.WordSet(abbreviationsText), clue.WordSet(placesText), clue.WordSet(personsText), clue.WordSet(openersText), clue.WordSet(streetsText)}
}

// hold brings a name under the guideline, or says that it is none: articles
// and titles are no part of a name, an abbreviation of common words is none,
// and what a place, a building or a body is called is one.
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
		var memory [64]byte
		switch first := clue.AppendLower(memory[:0], d.Form(m.First)); {
		case several() && g.openers[string(first)]:
			m.Type, m.Why = text.Organization, "name model; its first word is of a body"
		case several() && g.streets[string(first)]:
			m.Type, m.Why = text.Location, "name model; its first word is of a place"
		case g.behindStreet(d, m):
			m.Type, m.Why = text.Location, "name model; the noun before it is of a place"
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

// behindStreet reports whether a name stands right behind the noun for a place that it
// belongs to, as most languages but English write it: "the avenue Rustaveli".
func (g *guideline) behindStreet(d *text.Document, m *text.Mention) bool {
	noun := m.First - 1
	if noun < 0 || d.Tokens[noun].UPOS != "NOUN" || !g.places[d.Form(noun)] {
		return false
	}
	switch d.Form(noun) {
	case "avenue", "boulevard", "square": // where nobody is, whatever the tree makes of the words
		return true
	}
	return d.Tokens[m.Head].Head == noun || d.Tokens[noun].Head == m.Head
}

// apposed reports whether a name of several words, no abbreviation among them, says
// who a singular noun for a person means: "His lawyer, Ana Ruiz,".
func (g *guideline) apposed(d *text.Document, m *text.Mention) bool {
	t := &d.Tokens[m.Head]
	if m.Last-m.First < 2 || t.Deprel != "appos" || t.Head < 0 || t.Head >= m.First || d.Tokens[t.Head].XPOS != "NN" {
		return false
	}
	if t.Head != m.First-1 && (t.Head != m.First-2 || d.Form(m.First-1) != ",") {
		return false
	}
	for i := m.First; i < m.Last; i++ {
		if form := d.Form(i); len(form) > 2 && shouted(form) {
			return false
		}
	}
	var memory [64]byte
	return g.persons[string(clue.AppendLower(memory[:0], d.Form(t.Head)))]
}

// title reports whether a person's first word is a title: "Don" is a given
// name as often.
func (g *guideline) title(form string) bool {
	return form != "Don" && g.lists.Title(form)
}

// endsNoName are words behind the hyphen of "Putin-led" that are as short as
// the second syllable of a name.
var endsNoName = []string{"based", "born", "built", "era", "esque", "fans", "free", "held", "led", "like", "made", "run", "style", "type", "won"}

// syllable reports whether a hyphen and a short word in small letters, tied to
// a person's name of several words, carry it on, as names from East Asia are
// written: "Kim Jong-un".
func syllable(d *text.Document, m *text.Mention) bool {
	hyphen, next := m.Last, m.Last+1
	if m.Type != text.Person || m.Last-m.First < 2 || next >= len(d.Tokens) || d.Form(hyphen) != "-" ||
		d.Tokens[hyphen].Start != d.Tokens[hyphen-1].End || d.Tokens[next].Start != d.Tokens[hyphen].End {
		return false
	}
	form := d.Form(next)
	for _, r := range form {
		if !unicode.IsLower(r) {
			return false
		}
	}
	return len(form) <= longestSyllable && !slices.Contains(endsNoName, form)
}

// longestSyllable is in bytes, of a name from East Asia in Latin letters.
const longestSyllable = 5

// article reports whether a name's first word is an article that does not
// belong to it: "the" anywhere, "The" before a people or a person.
func article(form string, class text.NameType) bool {
	return form == "the" || form == "The" && (class == text.Misc || class == text.Person)
}
