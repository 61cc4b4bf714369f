package resolve

import (
	"slices"

	"annals/internal/lexicon/world"
)

// sectorsOfPerson sets country, sectors and CAMEO code of a person or of
// persons described: first by what the text says, then by the terms of office.
func (s *resolution) sectorsOfPerson(d *draft, said []phrase) {
	if d.person != nil && s.doc.Published != "" && len(d.person.TermsOn(s.doc.Published)) == 0 && slices.ContainsFunc(said, func(p phrase) bool { return p.former }) {
		// Friends go on calling the ousted president "President".
		said = slices.DeleteFunc(slices.Clone(said), func(p phrase) bool { return !p.former && p.role != nil && p.role.Sector == "GOV" })
	}
	for _, p := range said {
		s.applyPhrase(d, p)
	}
	if d.person == nil {
		s.countryOfTitle(d, said)
		return
	}
	terms, why := s.terms(d.person)
	past := len(terms) == 0 && s.wasInPower(d.person)
	if len(d.actor.Sectors) == 0 && past {
		d.addSectors("ELI")
		d.because("no longer in office on the report's date")
	}
	for _, t := range terms {
		d.addSectors(t.Sector)
		if t.Sector == "IGO" {
			if d.actor.Country == nil && d.actor.Sectors[0] == "IGO" {
				d.setAgent(t.Cameo)
			}
		} else if d.actor.Sectors[0] == t.Sector {
			d.setCountry(t.Country)
			d.setAgent(t.Cameo)
		}
		d.because("%s %s..%s, %s", t.Office, t.From, t.To, why)
	}
	if len(d.actor.Sectors) == 0 && servedAbroad(d.person) {
		return // a country would say more than is known
	}
	if len(d.actor.Sectors) == 0 || d.actor.Sectors[0] != "IGO" {
		d.setCountry(s.existing(d.person.Country))
	}
}

// countryOfTitle sets the country of a person of whom title and surname leave
// several: "President Bush" is of the United States whichever he is.
func (s *resolution) countryOfTitle(d *draft, said []phrase) {
	if d.actor.Country != nil || d.actor.Name == "" {
		return
	}
	country := ""
	for _, p := range said {
		if p.role == nil || p.role.Office == "" {
			continue
		}
		for _, m := range s.world.People(d.actor.Name) {
			for _, t := range m.Person.Terms {
				if t.Office != p.role.Office || s.doc.Published != "" && t.From > s.doc.Published[:min(4, len(s.doc.Published))]+"-99" {
					continue
				}
				if country != "" && country != t.Country {
					return
				}
				country = t.Country
			}
		}
	}
	if country != "" {
		d.setCountry(country)
		d.because("all of the name who held the office did so there")
	}
}

// servedAbroad reports whether the person is known for offices of
// international bodies: has held no other, or holds one now.
func servedAbroad(p *world.Person) bool {
	n := len(p.Terms)
	if n > 0 && p.Terms[n-1].Sector == "IGO" && p.Terms[n-1].To == "" {
		return true
	}
	return n > 0 && !slices.ContainsFunc(p.Terms, func(t world.Term) bool { return t.Sector != "IGO" })
}

// existing is the code of a country that existed when the report appeared.
func (s *resolution) existing(code string) string {
	c := s.world.Country(code)
	if c == nil || s.doc.Published != "" && (s.doc.Published < c.From || c.To != "" && s.doc.Published > c.To+"-99") {
		return ""
	}
	return code
}

// terms are the terms that count for the report: those of its date or, without
// a date, those of a person all of whose public life has one sector.
func (s *resolution) terms(p *world.Person) ([]world.Term, string) {
	if s.doc.Published != "" {
		return p.TermsOn(s.doc.Published), "on the report's date"
	}
	if always := slices.DeleteFunc(slices.Clone(p.Terms), func(t world.Term) bool { return t.From != "" || t.To != "" }); len(always) > 0 {
		return always, "at all times"
	}
	if len(p.Terms) == 0 {
		return nil, ""
	}
	last := p.Terms[len(p.Terms)-1]
	for _, t := range p.Terms {
		if t.Sector != last.Sector || t.Country != last.Country || t.Body != last.Body {
			return nil, ""
		}
	}
	if last.To != "" {
		return nil, ""
	}
	return []world.Term{last}, "the same at all times"
}

// wasInPower reports whether a term in a high office had ended by the report's
// date.
func (s *resolution) wasInPower(p *world.Person) bool {
	if s.doc.Published == "" || len(s.doc.Published) < 4 || s.doc.Published > world.AsOf+"-99" {
		return false
	}
	for _, t := range p.Terms {
		if s.words.is("high", t.Office) && t.To != "" && t.To < s.doc.Published {
			return true
		}
	}
	return false
}

// applyPhrase adds what one description says.
func (s *resolution) applyPhrase(d *draft, p phrase) {
	switch {
	case p.former:
		d.setCountry(p.country)
		if p.role != nil && (p.role.Sector == "GOV" || p.role.Sector == "LEG" || p.role.Sector == "ELI") {
			d.addSectors("ELI")
			d.because("%s", p.why)
		}
		return
	case p.body != nil:
		if p.body.Country == "" && p.country != "" && p.body.Kind != "igo" {
			d.setCountry(p.country)
		}
		d.setCountry(p.body.Country)
		d.addSectors(p.body.Sectors...)
		if p.role != nil && p.body.Kind == "igo" && s.words.is("uniform", p.role.Sector) {
			d.addSectors(p.role.Sector)
		}
		if len(p.body.Sectors) > 0 && d.actor.Sectors[0] == p.body.Sectors[0] {
			d.setAgent(p.body.Cameo)
		}
		d.because("%s, of %s", p.why, p.body.Name)
		return
	case p.metonym != nil:
		d.setCountry(p.metonym.Country)
		d.addSectors(p.metonym.Sectors...)
		d.setAgent(p.metonym.Cameo)
		d.because("%s, of the %s", p.why, p.metonym.Body)
		return
	}
	if p.country != "" {
		d.setCountry(p.country)
		d.because("%s", p.why)
	}
	if p.role != nil && p.role.Sector != "" {
		d.addSectors(p.role.Sector)
		d.because("%s", p.why)
		if d.actor.Sectors[0] == p.role.Sector {
			d.setAgent(p.role.Cameo)
		}
	}
}
