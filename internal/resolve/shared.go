package resolve

import (
	"strings"

	"annals/internal/record"
)

// meant is the country of a country's name that a federal state bears, too
// (Georgia): the federation where the report speaks of it and not of the
// country, else the country.
func (s *resolution) meant(name, code string) string {
	for _, p := range s.world.Places(name) {
		if p.Kind == "region" && p.Country != "" && p.Country != code && strings.Contains(federations, p.Country) && s.spoken[p.Country] && !s.spoken[code] {
			return p.Country
		}
	}
	return code
}

// spokenOf are the countries that the report speaks of by demonyms and by the
// places that it names, other than by countries' own names.
func (s *resolution) spokenOf(rec *record.Record) map[string]bool {
	spoken := map[string]bool{}
	for t := range s.doc.Tokens {
		for _, d := range s.world.Demonyms(s.doc.Form(t)) {
			spoken[d.Country.Code] = true
		}
	}
	for i := range rec.Places {
		if p := &rec.Places[i]; p.Kind != "country" {
			if code := s.placeCountry(p.Name); code != "" {
				spoken[code] = true
			}
		}
	}
	return spoken
}
