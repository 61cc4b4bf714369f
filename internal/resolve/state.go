package resolve

import (
	_ "embed"
	"strings"
	"sync"

	"annals/internal/lexicon/world"
)

//go:embed state_bodies.tsv
var stateBodyTable string

// stateBodies gives each pattern of a state body's name the body's own name.
var stateBodies = sync.OnceValue(func() map[string]string { return classes(stateBodyTable) })

// stateBody is the id of a ministry or another body of which a country has
// one, by the pattern of its name, or "": "Russian Foreign Ministry" and
// "Ministry of Foreign Affairs of Russia" are both body/rus-foreign-ministry.
func (s *resolution) stateBody(name string) string {
	id := func(country, rest string) string {
		if body := stateBodies()[world.Fold(rest)]; body != "" && country != "" {
			return "body/" + strings.ToLower(country) + "-" + strings.ReplaceAll(body, " ", "-")
		}
		return ""
	}
	if i := strings.LastIndex(name, " of "); i > 0 {
		if found := id(s.countryOf(name[i+len(" of "):], false), name[:i]); found != "" {
			return found
		}
	}
	words := strings.Fields(name)
	for n := min(4, len(words)-1); n > 0; n-- {
		before := strings.Join(words[:n], " ")
		if c := s.countryOf(before, true); c != "" && s.world.Metonym(before) == nil {
			return id(c, strings.Join(words[n:], " "))
		}
	}
	return ""
}

// stateBodyOf is the id of a country's body whose description ends in its name,
// behind words for the country only: "Israeli army"; or "".
func (s *resolution) stateBodyOf(country, words string) string {
	id := s.stateBody(words)
	if strings.HasPrefix(id, "body/"+strings.ToLower(country)+"-") {
		return id
	}
	return ""
}
