package resolve

import (
	"cmp"
	"slices"
	"strings"

	"annals/internal/record"
	"annals/internal/text"
)

// countriesFromEvents gives groups whose country nothing says the country of
// the place where they take part in events ("police arrested four activists in
// Minsk"), if it is the same for all of these.
func (s *resolution) countriesFromEvents(rec *record.Record, ties map[*record.Party]*draft) {
	places := map[*draft]map[string]string{} // country → name of the place
	for i := range rec.Events {
		e := &rec.Events[i]
		if e.Where == nil {
			continue
		}
		country := s.countryOf(e.Where.Name, false)
		if country == "" {
			first, _ := s.doc.TokensIn(s.speller.Bytes(e.Where.Span))
			country = cmp.Or(s.placed[first], s.placeCountry(e.Where.Name))
		}
		for _, side := range [][]record.Party{e.Actors, e.Recipients} {
			for j := range side {
				d := ties[&side[j]]
				if d == nil || country == "" || !s.isLocal(d) {
					continue
				}
				if places[d] == nil {
					places[d] = map[string]string{}
				}
				places[d][country] = e.Where.Name
			}
		}
	}
	for d, countries := range places {
		if len(countries) != 1 {
			continue
		}
		for country, name := range countries {
			d.setCountry(country)
			d.because("takes part in what happens in %s", name)
		}
	}
}

// placedCountries gives each token of a place's name the country that the
// place has been found to lie in.
func (s *resolution) placedCountries(rec *record.Record) map[int]string {
	placed := map[int]string{}
	for _, p := range rec.Places {
		if p.Country == nil {
			continue
		}
		first, last := s.doc.TokensIn(s.speller.Bytes(p.Span))
		for t := first; t < last; t++ {
			placed[t] = *p.Country
		}
	}
	return placed
}

// isLocal reports whether a draft is a group or body without a name or country of
// its own that belongs to where it acts.
func (s *resolution) isLocal(d *draft) bool {
	a := &d.actor
	if a.Country != nil || a.Known != nil || a.Kind != record.KindGroup && a.Kind != record.KindOrganization || len(a.Sectors) == 0 && !s.isEthnic(d) {
		return false
	}
	if len(a.Sectors) > 0 && !s.words.is("local", strings.ToLower(a.Sectors[0])) {
		return false
	}
	return !s.foreign(d)
}

// placeParty drafts the place that something is done to, a party without a
// will of its own: "shelled Rafah", "arrived in Amman".
func (s *resolution) placeParty(span text.Span) *draft {
	h := s.head(span)
	i, ok := s.at[h]
	if !ok || s.doc.Mentions[i].Kind != text.Name || s.doc.Mentions[i].Type != text.Location {
		return nil
	}
	m := s.doc.Mentions[i]
	name := s.printedName(m)
	country := cmp.Or(s.placeCountry(name), s.partOfCountry(name))
	if country == "" {
		return nil
	}
	d := s.draftFor("place/" + name)
	d.actor.Name, d.actor.Kind = name, record.KindOther
	d.setCountry(country)
	at := s.doc.TokenSpan(m.First, m.Last)
	d.addMention(at, s.doc.Slice(at))
	d.because("place in the country")
	return d
}

// partOfCountry is the country of which a name says which part it means: "Western
// Cambodia"; or "".
func (s *resolution) partOfCountry(name string) string {
	part, whole, _ := strings.Cut(name, " ")
	if c := s.world.CountryNamed(whole); c != nil && slices.Contains([]string{"northern", "southern", "eastern", "western", "central", "northeastern", "northwestern", "southeastern", "southwestern", "upper", "lower"}, strings.ToLower(part)) {
		return s.meant(whole, c.Code)
	}
	return ""
}

// headsReport reports whether a place was found in a line that says where a report is
// from: before the colon of its headline, or beside its date.
func headsReport(rule string) bool {
	return strings.HasPrefix(rule, "where: before the colon") || strings.HasPrefix(rule, "where: dateline")
}

// filedFrom is the country of the place that a report's datelines, or the line over it,
// name, or "" where they name none or several.
func (s *resolution) filedFrom(rec *record.Record) string {
	filed := ""
	for _, b := range s.doc.Blocks {
		for i := range rec.Places {
			p := &rec.Places[i]
			at := s.speller.Bytes(p.Span)
			if p.Country == nil || !b.Dateline.Covers(at) && !(b.Span.Covers(at) && headsReport(p.Rule)) {
				continue
			}
			if filed != "" && filed != *p.Country {
				return ""
			}
			filed = *p.Country
		}
	}
	return filed
}
