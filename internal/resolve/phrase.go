package resolve

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// phrase is what a noun phrase says about whom it describes.
type phrase struct {
	role    *world.Role // what the head and its modifiers are, or nil
	country string      // alpha-3 from a demonym, a country or a seat of power, or ""
	body    *world.Organization
	metonym *world.Metonym
	former  bool
	plural  bool
	counted bool // with a number
	single  bool // one of several
	why     string
}

// describe reads the noun phrase with head h.
func (s *resolution) describe(h int) phrase {
	d := s.doc
	p := phrase{plural: d.Tokens[h].Plural() || d.Tokens[h].XPOS == "NNS" || d.Tokens[h].XPOS == "NNPS"}
	modifiers := s.modifiers(h)
	p.counted = slices.ContainsFunc(d.Children(h), func(c int) bool { return text.IsRelation(d.Tokens[c].Deprel, "nummod") })
	for _, m := range modifiers {
		if s.words.is("former", strings.ToLower(d.Form(m))) {
			p.former = true
		}
	}
	if strings.HasPrefix(strings.ToLower(d.Form(h)), "ex-") {
		p.former = true
	}
	p.role = s.role(h, modifiers)
	if p.role != nil && p.role.Phrase == "union" && d.Form(h) == "Union" {
		if first, last := d.Subtree(h); !s.ofWorkers(strings.Fields(d.Slice(d.TokenSpan(first, last)))) {
			p.role = nil
		}
	}
	if p.role != nil && s.words.is("anybody", p.role.Phrase) && d.Child(h, "nmod:poss") >= 0 {
		p.role = &world.Role{Phrase: p.role.Phrase, Kind: p.role.Kind, Gender: p.role.Gender} // "its men" may bear arms
	}
	if p.role != nil && p.plural && s.words.is("contracting", p.role.Phrase) && len(s.withoutDeterminer(modifiers)) == 0 {
		p.role = &world.Role{Phrase: p.role.Phrase, Kind: "group"} // "all parties": whoever takes part
	}
	s.describeBody(&p, h, modifiers)
	s.describeCountry(&p, h, modifiers)
	s.describeBefore(&p, h, modifiers)
	s.describeNational(&p, h, modifiers)
	if p.role != nil && s.words.is("side", p.role.Phrase) && p.country == "" && p.body == nil && p.metonym == nil {
		p.role = nil // "each side": whichever it is
	}
	p.why = "“" + s.core(h, modifiers) + "”"
	return p
}

// ofWorkers reports whether the words of a union's name say whose it is: "Union of
// Teachers", none of the workers of a "Homeland Union".
func (s *resolution) ofWorkers(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		l := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(w), "'"), "s")
		r := s.world.Role(l)
		return slices.Contains([]string{"trade", "labour", "labor"}, l) || r != nil && r.Kind != "organization" && r.Phrase != "union"
	})
}

// describeBefore reads the name of a country or an international body right
// before the phrase, wherever the tree hangs it: "European Community" before
// "foreign ministers".
func (s *resolution) describeBefore(p *phrase, h int, modifiers []int) {
	first := h
	if len(modifiers) > 0 {
		first = modifiers[0]
	}
	if p.role == nil && !s.words.is("agent", strings.ToLower(s.doc.Tokens[h].Lemma)) || p.body != nil || p.country != "" || p.metonym != nil || s.doc.Tokens[first].UPOS == "DET" {
		return
	}
	s.bodyEnding(p, first)
	for _, i := range s.ending[first] {
		m := s.doc.Mentions[i]
		if m.Kind != text.Name || m.Type == text.Person || p.body != nil {
			continue
		}
		name := s.printedName(m)
		if t := s.doc.Tokens[m.Head]; t.Head == h || s.doc.Tokens[h].Head == m.Head {
			p.country = s.countryOf(name, true)
		}
	}
}

// bodyEnding sets the body to the international one whose name ends right
// before token t.
func (s *resolution) bodyEnding(p *phrase, t int) {
	for _, i := range s.ending[t] {
		m := s.doc.Mentions[i]
		if m.Kind != text.Name || m.Type == text.Person || t >= len(s.doc.Tokens) || s.doc.Tokens[m.Head].Sentence != s.doc.Tokens[t].Sentence {
			continue
		}
		if found := s.organizations(s.printedName(m)); len(found) == 1 && found[0].Kind == "igo" {
			p.body = found[0]
		}
	}
}

// describeNational reads "the Libyan leader" as one of Libya's government:
// nothing but the country stands before the noun.
func (s *resolution) describeNational(p *phrase, h int, modifiers []int) {
	if p.country == "" || p.role == nil || p.role.Sector != "" || p.body != nil || p.metonym != nil || !s.words.is("national", p.role.Phrase) {
		return
	}
	modifiers = s.withoutDeterminer(modifiers)
	if len(modifiers) > 0 && s.countryOf(s.doc.Slice(s.doc.TokenSpan(modifiers[0], modifiers[len(modifiers)-1]+1)), true) == p.country {
		p.role = &world.Role{Phrase: p.role.Phrase, Kind: p.role.Kind, Sector: "GOV", Cameo: "GOV"}
	}
}

// maxModifiers is how many tokens before its head are read: longer chains are
// faults of the tree.
const maxModifiers = 8

// modifiers are the tokens right before head h that belong to its noun phrase:
// a chain of adjectives, nouns and names without a gap.
func (s *resolution) modifiers(h int) []int {
	d := s.doc
	first := h
	for i := h - 1; i >= max(h-maxModifiers, d.Sentences[d.Tokens[h].Sentence].First); i-- {
		if !s.under(i, h) || d.Form(i) == "(" || d.Form(i) == ")" {
			break
		}
		first = i
	}
	for first < h && (d.Tokens[first].Deprel == "case" || d.Tokens[first].UPOS == "CCONJ" || d.Tokens[first].UPOS == "PUNCT") {
		first++
	}
	var list []int
	for i := first; i < h; i++ {
		list = append(list, i)
	}
	return list
}

// under reports whether token i depends on h through modifiers only.
func (s *resolution) under(i, h int) bool {
	d := s.doc
	for steps := 0; i != h; steps++ {
		if a, b := &d.Tokens[i], &d.Tokens[h]; i == h-1 && isNominal(a.UPOS) && a.Head == b.Head && a.Deprel == b.Deprel {
			return true // "crimes" before "court", both hung from the same verb
		} else if i == h-1 && a.Head == b.Head && a.Deprel == "amod" && b.Deprel == "compound" {
			return true // "Israeli" before "army", both hung from "bulldozers"
		}
		t := d.Tokens[i]
		switch base, _, _ := strings.Cut(t.Deprel, ":"); base {
		case "amod", "compound", "nmod", "flat", "case", "punct", "nummod", "det", "conj", "cc", "advmod", "goeswith":
		default:
			return false
		}
		if t.Head < 0 || steps > 10 {
			return false
		}
		i = t.Head
	}
	return true
}

// core is the phrase's words from its first modifier to the head.
func (s *resolution) core(h int, modifiers []int) string {
	first := h
	if len(modifiers) > 0 {
		first = modifiers[0]
	}
	return s.doc.Slice(s.doc.TokenSpan(first, h+1))
}

// role is the role of the head with its modifiers and "of" phrase: "minister
// of defence", "interior minister", "minister".
func (s *resolution) role(h int, modifiers []int) *world.Role {
	d := s.doc
	plain := s.core(h, modifiers)
	if slices.ContainsFunc(modifiers, func(m int) bool { return s.words.is("at odds", s.lower(m)) }) {
		return nil // "the warring parties" are no parties
	}
	if of := s.ofPhrase(h); of >= 0 {
		_, last := d.Subtree(of)
		if last > h+5 {
			last = min(of+1, len(d.Tokens))
		}
		if r := s.world.Role(d.Slice(d.TokenSpan(h, last))); r != nil && strings.Contains(r.Phrase, " of ") {
			return r
		}
	}
	return s.world.Role(plain)
}

// ofPhrase is the head of the phrase after "of" or "for" at h, or -1.
func (s *resolution) ofPhrase(h int) int {
	d := s.doc
	for _, c := range d.Children(h) {
		if c > h && text.IsRelation(d.Tokens[c].Deprel, "nmod") {
			if k := d.Child(c, "case"); k >= 0 && slices.Contains([]string{"of", "for", "with", "at"}, strings.ToLower(d.Form(k))) {
				return c
			}
		}
	}
	return -1
}

// describeBody finds the body that the person speaks or acts for: "a Kremlin
// spokesman", "the head of Hamas".
func (s *resolution) describeBody(p *phrase, h int, modifiers []int) {
	d := s.doc
	lemma := strings.ToLower(d.Tokens[h].Lemma)
	if (p.role != nil || s.words.is("agent", lemma)) && s.describeMember(p, modifiers) {
		return
	}
	if p.role != nil && !s.words.is("agent", p.role.Phrase) && !s.words.is("agent", lemma) && !s.words.is("kind", lemma) && !s.words.is("presiding", lemma) {
		return
	}
	for i := range modifiers {
		for j := len(modifiers); j > i; j-- {
			if s.nameBody(p, d.Slice(d.TokenSpan(modifiers[i], modifiers[j-1]+1))) {
				return
			}
		}
	}
	if of := s.ofPhrase(h); of >= 0 {
		if s.nameBody(p, s.nameAround(of)) || s.describeMember(p, s.modifiers(of)) {
			return
		}
		if p.role == nil || p.role.Sector == "" || p.role.Phrase == "official" {
			if r := s.role(of, s.modifiers(of)); r != nil && r.Sector != "" && r.Kind != "person" {
				p.role = &world.Role{Phrase: r.Phrase, Kind: "person", Sector: r.Sector, Cameo: r.Cameo}
				s.describeCountry(p, of, s.modifiers(of))
			}
		}
	}
	if p.role != nil && s.words.is("presiding", p.role.Phrase) && s.otherThanCountry(h, modifiers) {
		p.role = nil
	}
	// "a police spokesman": the modifiers alone say the sector.
	if len(modifiers) > 0 && (p.role == nil && (s.words.is("agent", lemma) || s.words.is("presiding", lemma)) || p.role != nil && (p.role.Sector == "" || p.role.Phrase == "official")) {
		last := modifiers[len(modifiers)-1]
		if r := s.world.Role(s.core(last, modifiers[:len(modifiers)-1])); r != nil && r.Sector != "" {
			p.role = &world.Role{Phrase: r.Phrase, Kind: "person", Sector: r.Sector, Cameo: r.Cameo}
		}
	}
}

// describeMember reads "UN troops", "the EU court": what an international body
// has belongs to it, whatever it is.
func (s *resolution) describeMember(p *phrase, modifiers []int) bool {
	for i := range modifiers {
		for j := len(modifiers); j > i; j-- {
			found := s.world.Organizations(s.doc.Slice(s.doc.TokenSpan(modifiers[i], modifiers[j-1]+1)))
			if len(found) == 1 && found[0].Kind == "igo" {
				p.body = found[0]
				return true
			}
		}
	}
	return false
}

// otherThanCountry reports whether a president or chancellor presides over
// something that is no country: "the president of the club", "university
// president".
func (s *resolution) otherThanCountry(h int, modifiers []int) bool {
	if of := s.ofPhrase(h); of >= 0 {
		name := s.nameAround(of)
		return s.countryOf(name, false) == "" && len(s.world.Places(name)) == 0 && !s.words.is("state", strings.ToLower(s.doc.Tokens[of].Lemma))
	}
	if len(modifiers) == 0 {
		return false
	}
	last := modifiers[len(modifiers)-1]
	if s.doc.Tokens[last].UPOS == "PROPN" && s.lower(h) != "governor" && s.lower(h) != "secretary" {
		return s.onlyTown(s.nameAround(last)) // "Lyon president", of a club
	}
	if s.doc.Tokens[last].UPOS != "NOUN" {
		return false
	}
	r := s.world.Role(s.doc.Form(last))
	return r != nil && r.Sector != "" && r.Sector != "GOV"
}

// onlyTown reports whether a name is that of towns and of no state, country or seat of
// power.
func (s *resolution) onlyTown(name string) bool {
	places := s.world.Places(name)
	return len(places) > 0 && s.countryOf(name, true) == "" && !slices.ContainsFunc(places, func(p *world.Place) bool { return p.Kind != "city" })
}

// nameBody sets the body or metonym that the words name.
func (s *resolution) nameBody(p *phrase, words string) bool {
	if m := s.world.Metonym(words); m != nil && (!m.Place || m.Country == "") {
		p.metonym = m
		return true
	}
	if found := s.organizations(words); len(found) == 1 {
		p.body = found[0]
		return true
	}
	return false
}

// describeCountry finds the country that the phrase names by a demonym
// ("Belarusian police"), a possessor or modifier ("Russia's army", "US
// troops"), or a phrase after "of", "in" or "from".
func (s *resolution) describeCountry(p *phrase, h int, modifiers []int) {
	d := s.doc
	if p.country != "" {
		return
	}
	found := map[string]bool{}
	if s.ethnic(h) {
		modifiers = nil // "ethnic Turks in Bulgaria"
	}
	first, last := "", -2 // the country named last and where
	for i := range modifiers {
		for j := min(len(modifiers), i+4); j > i; j-- {
			if code := s.countryOf(d.Slice(d.TokenSpan(modifiers[i], modifiers[j-1]+1)), true); code != "" {
				if last == i-1 && first != "" && !settled(code) {
					break // a people of another country: "Bosnian Serb forces"
				} else if last == i-1 {
					delete(found, first)
				}
				found[code] = true
				first, last = code, j-1
				break
			}
		}
	}
	if len(found) == 0 {
		s.placesBefore(modifiers, found)
	}
	if len(found) == 0 {
		s.countriesAfter(h, found)
	}
	if len(found) == 0 {
		s.countriesFled(h, found)
	}
	if code := s.possessorsCountry(h); len(found) == 0 && code != "" {
		found[code] = true
	}
	if code := s.homeOfPeople(h, modifiers); len(found) == 0 && code != "" {
		found[code] = true
	}
	if len(found) == 1 {
		for code := range found {
			p.country = code
		}
	}
}

// settled reports whether a country's people name themselves by where they or others came
// from: an "Irish American" is one of America, a "Bosnian Serb" none of Serbia.
func settled(country string) bool {
	return slices.Contains([]string{"USA", "CAN", "AUS", "NZL", "CYP"}, country)
}

// possessorCountry is the country that has what noun h names: "Rwanda's Senate"; or "".
func (s *resolution) possessorCountry(h int) string {
	p := s.doc.Child(h, "nmod:poss")
	if p < 0 || s.doc.Tokens[p].UPOS == "PRON" {
		return ""
	}
	return s.countryOf(s.nameAround(p), true)
}

// possessorsCountry is the country of those whose the group h is, where an adjective on
// them gives it: "Iranian women's groups"; or "".
func (s *resolution) possessorsCountry(h int) string {
	p := s.doc.Child(h, "nmod:poss")
	if p < 0 || s.doc.Tokens[p].UPOS != "NOUN" {
		return ""
	}
	for _, i := range s.modifiers(p) {
		if code := s.countryOf(s.doc.Form(i), true); code != "" {
			return code
		}
	}
	return ""
}

// homeOfPeople is the country of the people that a phrase names ("Tamil refugees", "the
// Kurds"): the only one in which it lives, or the only one of these that the report
// names; else "".
func (s *resolution) homeOfPeople(h int, modifiers []int) string {
	for _, i := range append(slices.Clone(modifiers), h) {
		countries := s.world.Homelands(s.doc.Form(i))
		if len(countries) == 1 {
			return countries[0]
		}
		home := ""
		for _, c := range countries {
			if !s.mentioned[c] {
				continue
			}
			if home != "" {
				return ""
			}
			home = c
		}
		if home != "" {
			return home
		}
	}
	return ""
}

// countriesAfter finds the countries in the phrases after the noun h: "of
// Iraq", "in northwestern Pakistan", "in Minsk".
func (s *resolution) countriesAfter(h int, found map[string]bool) {
	d := s.doc
	for _, c := range d.Children(h) {
		k := d.Child(c, "case")
		if c < h || k < 0 || !text.IsRelation(d.Tokens[c].Deprel, "nmod") || !slices.Contains([]string{"of", "in", "from", "for"}, s.lower(k)) {
			continue
		}
		name := s.nameAround(c)
		for _, other := range d.Children(c) {
			// "the ministers of Peru and Chile" are of neither.
			if text.IsRelation(d.Tokens[other].Deprel, "conj") {
				if code := s.countryOf(s.nameAround(other), false); code != "" {
					found[code] = true
				}
			}
		}
		if code := s.countryOf(name, false); code != "" {
			found[code] = true
		} else if code := s.countryOf(s.core(c, s.withoutDeterminer(s.modifiers(c))), false); code != "" {
			found[code] = true
		} else if code := s.possessorCountry(c); code != "" && s.lower(k) == "of" {
			found[code] = true
		} else if code := cmp.Or(s.placed[c], s.placeCountry(s.placeName(c))); code != "" {
			found[code] = true
		} else if len(found) == 0 {
			s.placesAfter(c, found)
		}
	}
}

// placesBefore finds the countries of the places among a noun's modifiers: "an
// Istanbul court".
func (s *resolution) placesBefore(modifiers []int, found map[string]bool) {
	for _, t := range modifiers {
		code := s.placed[t]
		if i, ok := s.around[t]; ok && s.doc.Mentions[i].Type == text.Location && s.doc.Mentions[i].Head == t {
			code = cmp.Or(code, s.placeCountry(s.printedName(s.doc.Mentions[i])))
		} else if places := s.world.Places(s.doc.Form(t)); !ok && s.doc.Tokens[t].UPOS == "PROPN" && len(places) > 0 && places[0].Population > 100000 {
			code = cmp.Or(code, s.placeCountry(s.doc.Form(t)))
		}
		if code != "" {
			found[code] = true
		}
	}
}

// countriesFled finds the countries that refugees have fled: "refugees fleeing
// the war in Liberia".
func (s *resolution) countriesFled(h int, found map[string]bool) {
	d := s.doc
	for _, c := range d.Children(h) {
		if c < h || !text.IsRelation(d.Tokens[c].Deprel, "acl") || !s.words.is("flight", d.Tokens[c].Lemma) {
			continue
		}
		first, last := d.Subtree(c)
		for t := max(first, c); t < last; t++ {
			if code := s.countryOf(s.nameAround(t), true); code != "" {
				found[code] = true
			}
		}
	}
}

// placesAfter finds the country of the place behind the noun h: "the workers
// of the tram company of Riga", "the mayor of the city of Riga".
func (s *resolution) placesAfter(h int, found map[string]bool) {
	d := s.doc
	for _, c := range d.Children(h) {
		k := d.Child(c, "case")
		if c < h || k < 0 || !text.IsRelation(d.Tokens[c].Deprel, "nmod") || s.lower(k) != "of" && s.lower(k) != "in" {
			continue
		}
		if code := s.countryOf(s.nameAround(c), false); code != "" {
			found[code] = true
		} else if code := s.placeCountry(s.placeName(c)); code != "" {
			found[code] = true
		}
	}
}

// placeName is the name with head h without a noun for its kind ("the Tyumen
// region" gives Tyumen), or "" where it is not written as a name.
func (s *resolution) placeName(h int) string {
	name := s.nameAround(h)
	if i := strings.LastIndexByte(name, ' '); i > 0 && strings.ToLower(name[i+1:]) == name[i+1:] {
		name = name[:i]
	}
	if first, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(first) {
		return ""
	}
	return name
}

// ethnic reports whether the noun with head h is called ethnic: then a demonym
// before it names a people, no country.
func (s *resolution) ethnic(h int) bool {
	return slices.ContainsFunc(s.doc.Children(h), func(c int) bool { return s.lower(c) == "ethnic" })
}

// nameAround is the name with head h: the head with its compounds and flat
// parts, without adjectives ("northwestern Pakistan" gives Pakistan).
func (s *resolution) nameAround(h int) string {
	d := s.doc
	if i, ok := s.around[h]; ok && d.Mentions[i].Type == text.Organization && d.Mentions[i].Last == h+1 {
		return s.printedName(d.Mentions[i]) // "March 23 Movement"
	}
	first, last := h, h+1
	for _, c := range d.Children(h) {
		if text.IsRelation(d.Tokens[c].Deprel, "compound") || text.IsRelation(d.Tokens[c].Deprel, "flat") ||
			d.Tokens[c].UPOS == "PROPN" && text.IsRelation(d.Tokens[c].Deprel, "amod") {
			first, last = min(first, c), max(last, c+1)
		}
	}
	return d.Slice(d.TokenSpan(first, last))
}

func (s *resolution) lower(i int) string { return strings.ToLower(s.doc.Form(i)) }

// countryOf is the country that the words name or, with demonyms, describe.
func (s *resolution) countryOf(words string, demonyms bool) string {
	if c := s.world.CountryNamed(words); c != nil {
		return s.meant(words, c.Code)
	}
	if demonyms {
		codes := map[string]bool{}
		for _, d := range s.world.Demonyms(words) {
			codes[d.Country.Code] = true
		}
		if len(codes) > 1 { // "Congolese": of the one where the report's places lie
			maps.DeleteFunc(codes, func(code string, _ bool) bool { return !s.lies[code] })
		}
		if len(codes) == 1 {
			for code := range codes {
				return code
			}
		}
		if m := s.world.Metonym(words); m != nil && m.Country != "" {
			return m.Country
		}
	}
	return ""
}

// placeCountry is the country of a place name that leaves little doubt: all
// places of the name lie there, or the largest has ten times the people of the
// next one elsewhere.
func (s *resolution) placeCountry(name string) string {
	places := s.world.Places(name)
	if len(places) == 0 {
		return ""
	}
	first := places[0]
	for _, p := range places[1:] { // those of the news stand first, whatever their size
		if first.Kind == "city" && p.Kind == "city" && p.Population > first.Population {
			first = p
		}
	}
	for _, p := range places {
		rival := p.Kind == first.Kind || first.Kind == "city" || p.Population > 100000
		if p.Country != first.Country && rival && first.Population <= 10*p.Population {
			return ""
		}
	}
	return first.Country
}
