package situation

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"annals/internal/record"
)

// Key is by what the actors of two reports are one and the same: the entry of
// the embedded facts behind them ("known:…"), or else the same full name of the
// same kind ("name:ilse korner"). "" where the report only describes the actor
// ("police", "two officials", a surname alone or with initials): such are never one by
// themselves, only by a correction. A body that any country has ("the interior
// ministry") is known by its country as well, and by nothing where that is not
// known.
func Key(a *record.Actor) string {
	if a.Known != nil {
		return "known:" + *a.Known
	}
	return NameKey(a)
}

// NameKey is the key that an actor has, or would have if the embedded facts
// did not know it.
func NameKey(a *record.Actor) string {
	list := nameWords(a.Name)
	name := strings.Join(list, " ")
	switch {
	case name == "" || !proper(a.Name):
		return ""
	case a.Kind == record.KindPerson:
		full := 0 // initials may be anybody's
		for _, w := range list {
			if utf8.RuneCountInString(w) > 1 {
				full++
			}
		}
		if full < 2 {
			return ""
		}
		return "name:" + name
	case genericBody(list):
		if a.Country == nil {
			return ""
		}
		return "name:" + name + " " + strings.ToLower(*a.Country)
	case a.Kind == record.KindOrganization, a.Kind == record.KindCountry, a.Kind == record.KindGroup && len(list) > 1:
		return "name:" + name
	}
	return ""
}

// nameWords are the words of a name without case, accents, titles, numbers and
// what stands before it.
func nameWords(name string) []string {
	var list []string
	for _, w := range strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
	}) {
		w = foldWord(w)
		if particles()[w] {
			continue
		}
		if strings.IndexFunc(w, unicode.IsLetter) >= 0 {
			list = append(list, w)
		}
	}
	return list
}

// proper says whether a name has a word that is written large where it need
// not be: any word but the first.
func proper(name string) bool {
	fields := strings.Fields(name)
	large := 0
	for i, w := range fields {
		r := []rune(w)
		if len(r) > 0 && unicode.IsUpper(r[0]) && (i > 0 || len(fields) == 1 || len(r) > 1 && unicode.IsUpper(r[1])) {
			large++
		}
	}
	first := []rune(name)
	if len(fields) == 2 && large == 1 && len(first) > 0 && unicode.IsUpper(first[0]) {
		return true
	}
	return large*2 >= len(fields) && large > 0 || large >= 2
}

//go:embed bodies.txt
var bodyList string

//go:embed particles.txt
var particleList string

// bodies are the words of which the names of bodies are made that every
// country has; particles are those that no name is told by.
var (
	bodies    = sync.OnceValue(func() map[string]bool { return wordSet(bodyList) })
	particles = sync.OnceValue(func() map[string]bool { return wordSet(particleList) })
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// genericBody says whether a name is one that every country has.
func genericBody(list []string) bool {
	return !slices.ContainsFunc(list, func(w string) bool { return !bodies()[w] })
}

// Same says how two parties compare.
type Same int8

const (
	Unlike  Same = -1 // they can't be one
	Unknown Same = 0
	Kindred Same = 1 // both are police, or both a crowd
	One     Same = 2
)

// Compare compares two parties.
func (w Who) Compare(o Who) Same {
	switch {
	case w.Key != "" && w.Key == o.Key:
		return One
	case len(w.Words) > 0 && slices.Equal(w.Words, o.Words) && (w.Country == o.Country || w.Country == "" || o.Country == ""):
		return One
	}
	if w.Country != "" && o.Country != "" && w.Country != o.Country && w.Country != "IGO" && o.Country != "IGO" {
		return Unlike
	}
	if subset(w.Words, o.Words) || subset(o.Words, w.Words) {
		return One
	}
	if w.Key != "" && o.Key != "" {
		switch {
		case w.stands(o) || o.stands(w):
			return Kindred
		case w.described() || o.described():
			return Unknown
		}
		return Unlike
	}
	a, b := w.crowd(), o.crowd()
	switch {
	case a == "" || b == "":
		return Unknown
	case a == b:
		return Kindred
	case w.Key != "" || o.Key != "":
		return Unknown // of a name, one report shows another side than the other
	}
	return Unlike
}

// described says whether a party's name has words of a description
// ("Varna mayor's driver"), by which anybody may be meant.
func (w Who) described() bool {
	if strings.HasPrefix(w.Key, "known:") {
		return false
	}
	for _, f := range strings.Fields(w.Name) {
		if r, _ := utf8.DecodeRuneInString(f); unicode.IsLower(r) && !particles()[foldWord(f)] {
			return true
		}
	}
	return false
}

// stands says whether a party may speak of another as its country does: a
// country for its government, police or army.
func (w Who) stands(o Who) bool {
	return w.Country != "" && w.Country == o.Country && len(w.Words) <= 2 && slices.ContainsFunc(o.Sectors, func(s string) bool { return s == "GOV" || s == "MIL" || s == "COP" })
}

// crowd is what kind of people a party is by its primary sector: those who
// guard the order, those who fight it, and everybody else.
func (w Who) crowd() string {
	if len(w.Sectors) == 0 {
		return ""
	}
	switch w.Sectors[0] {
	case "COP", "MIL", "SPY", "PRM":
		return "forces"
	case "REB", "UAF", "CRM", "SEP":
		return "fighters"
	case "GOV", "LEG", "JUD":
		return "state"
	case "JRN", "BUS", "IGO", "NGO", "MNC":
		return w.Sectors[0]
	}
	return "people"
}

func subset(a, b []string) bool {
	if len(a) == 0 {
		return false
	}
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return true
}
