package resolve

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// inPower ties the descriptions of those who govern a country to the only person
// of the report who does, or who ever did where the report has no date: "the head
// of the Kremlin", "the Turkish leader".
func (s *resolution) inPower() {
	for e, entity := range s.doc.Entities {
		d := s.byEntity[e]
		if d == nil || d.person != nil || d.actor.Known != nil || len(s.names(e)) > 0 {
			continue
		}
		i := slices.IndexFunc(entity.Mentions, func(m int) bool { return s.doc.Mentions[m].Kind == text.Nominal })
		if i < 0 {
			continue
		}
		h := s.doc.Mentions[entity.Mentions[i]].Head
		if who := s.ruler(h); who != nil {
			s.adopt(who, e)
			who.because("“%s”: the only one of the report who governs there", s.doc.Slice(s.wholePhrase(h, h+1)))
		}
	}
}

// ruler is the only person named in the report who governs what the singular
// description with head h says, or nil.
func (s *resolution) ruler(h int) *draft {
	p := s.describe(h)
	if p.plural || p.former || p.counted || p.single || s.quoted[h] || s.words.is("some of", s.lower(h)) {
		return nil
	}
	if det := s.doc.Child(h, "det"); det >= 0 && s.lower(det) != "the" {
		return nil // "a Russian leader"
	}
	office := ""
	if p.role != nil {
		office = p.role.Office
	}
	country, lemma := p.country, strings.ToLower(s.doc.Tokens[h].Lemma)
	switch {
	case p.metonym != nil && !p.metonym.Place && slices.Contains(p.metonym.Sectors, "GOV") && s.words.is("heading", lemma):
		country, office = p.metonym.Country, ""
	case s.words.is("national", lemma) && s.onlyNational(h):
		office = ""
	case office == "" || !s.words.is("governing office", office):
		return nil
	}
	if country == "" {
		return nil
	}
	return s.only(func(c *draft) bool { return c.person != nil && s.governs(c.person, country, office) })
}

// onlyNational reports whether nothing but a country and what says little stands
// before the noun h: "the Russian leader", not "the Russian opposition leader".
func (s *resolution) onlyNational(h int) bool {
	return !slices.ContainsFunc(s.modifiers(h), func(m int) bool {
		w := s.lower(m)
		return s.doc.Tokens[m].UPOS != "DET" && !s.words.is("vague", w) && s.countryOf(s.doc.Form(m), true) == "" && !isPossessive(w)
	})
}

// governs reports whether a person holds the office in the country on the
// report's date, or ever held it where there is none; any office of those who
// govern for "".
func (s *resolution) governs(p *world.Person, country, office string) bool {
	terms := p.Terms
	if s.doc.Published != "" {
		terms = p.TermsOn(s.doc.Published)
	}
	return slices.ContainsFunc(terms, func(t world.Term) bool {
		return t.Country == country && (t.Office == office || office == "" && s.words.is("governing office", t.Office))
	})
}

// numbered is the number that a word says, as far as descriptions take up so many
// persons or countries, or 0.
func numbered(word string) int {
	switch word {
	case "both", "two":
		return 2
	case "three":
		return 3
	}
	return 0
}

// members are the persons or countries that a description with their number
// stands for: "the two leaders", "both countries". They are those of the nearest
// sentence that names as many, where nothing behind it names others, else those
// of the whole report before, if these are as many; or nil.
func (s *resolution) members(span text.Span) []*draft {
	h := s.head(span)
	if h < 0 || s.doc.Tokens[h].UPOS != "NOUN" {
		return nil
	}
	n := s.howMany(h)
	if n == 0 {
		return nil
	}
	lemma := strings.ToLower(s.doc.Tokens[h].Lemma)
	var within func(first, last int) []*draft
	switch r := s.world.Role(lemma); {
	case s.words.is("between countries", lemma):
		within = s.countriesWithin
	case s.words.is("statesman", lemma) && r != nil && r.Office != "":
		within = func(first, last int) []*draft {
			return s.personsWithin(first, last, func(c *draft) bool { return s.called(c, r) })
		}
	case s.words.is("statesman", lemma):
		within = func(first, last int) []*draft {
			return s.personsWithin(first, last, func(c *draft) bool {
				return slices.Contains(c.actor.Sectors, "GOV") || slices.Contains(c.actor.Sectors, "ELI")
			})
		}
	default:
		return nil
	}
	d := s.doc
	for i := d.Tokens[h].Sentence; i >= 0; i-- {
		first, last := d.Sentences[i].First, min(d.Sentences[i].Last, h)
		if len(within(first, last)) < n {
			continue
		}
		if found := within(first, h); len(found) == n {
			return found
		}
		return nil
	}
	if found := within(0, h); len(found) == n {
		return found
	}
	return nil
}

// howMany is the number in a definite description with head h that says nothing
// else of them: 2 for "the two neighbouring countries"; or 0.
func (s *resolution) howMany(h int) int {
	d := s.doc
	n, definite := 0, false
	for _, c := range d.Children(h) {
		w := s.lower(c)
		switch base, _, _ := strings.Cut(d.Tokens[c].Deprel, ":"); {
		case base == "det" && w == "both":
			n, definite = 2, true
		case base == "det" && (w == "the" || w == "these"):
			definite = true
		case base == "nummod":
			n = numbered(w)
		case base == "amod" && c < h && !s.words.is("of both", w), base == "compound", base == "acl", base == "conj", base == "appos":
			return 0
		case base == "nmod" && (c < h || !s.words.is("state", strings.ToLower(d.Tokens[c].Lemma))): // "the two heads of state"
			return 0
		}
	}
	if !definite {
		return 0
	}
	return n
}

// personsWithin are the persons who fit of those whom tokens first to last name, or
// take up when they have been named.
func (s *resolution) personsWithin(first, last int, fits func(*draft) bool) []*draft {
	named := func(c *draft) bool {
		return slices.ContainsFunc(s.doc.Mentions, func(m text.Mention) bool {
			return m.Kind == text.Name && m.Last <= last && m.Entity >= 0 && s.byEntity[m.Entity] == c
		})
	}
	var list []*draft
	for t := first; t < last; t++ {
		i, ok := s.at[t]
		if !ok {
			continue
		}
		c := s.byEntity[s.doc.Mentions[i].Entity]
		if s.isPerson(c, "") && named(c) && !slices.Contains(list, c) && fits(c) {
			list = append(list, c)
		}
	}
	return list
}

// countriesWithin are the countries that tokens first to last name, by adjective
// or capital too.
func (s *resolution) countriesWithin(first, last int) []*draft {
	var list []*draft
	for _, code := range s.codesWithin(first, last) {
		if c := s.world.Country(code); c != nil {
			list = append(list, s.draftCountry(c))
		}
	}
	return list
}

// codesWithin are the countries that tokens first to last name, each once.
func (s *resolution) codesWithin(first, last int) []string {
	var codes []string
	s.eachCountry(first, last, func(i, j int) string { return s.countryOf(s.doc.Slice(s.doc.TokenSpan(i, j)), true) }, func(_, _ int, code string) {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	})
	return codes
}

// eachCountry goes through the words in capitals from token first to last, of which up
// to three, i to j, have a country together, the longest first.
func (s *resolution) eachCountry(first, last int, country func(i, j int) string, do func(i, j int, code string)) {
	for i := first; i < last; i++ {
		if c, _ := utf8.DecodeRuneInString(s.doc.Form(i)); !unicode.IsUpper(c) {
			continue
		}
		for j := min(i+3, last); j > i; j-- {
			if code := country(i, j); code != "" {
				do(i, j, code)
				i = j - 1
				break
			}
		}
	}
}

// tieApart makes of each party of an event that stands for several with a name as
// many parties, and ties them; what only they are named for they do to each other.
func (s *resolution) tieApart(e *record.Event, ties map[*record.Party]*draft) {
	apart := func(list []record.Party) []record.Party {
		var parties []record.Party
		var whose []*draft
		for _, p := range list {
			members := []*draft{nil}
			if p.Span != nil && !p.Anonymous {
				if found := s.members(s.speller.Bytes(*p.Span)); found != nil {
					members, p.Count = found, nil
				}
			}
			for _, m := range members {
				parties, whose = append(parties, p), append(whose, m)
			}
		}
		for i, m := range whose {
			if m != nil {
				m.wanted = true
				m.addMention(s.speller.Bytes(*parties[i].Span), "")
				ties[&parties[i]] = m
			}
		}
		return parties
	}
	among := len(e.Actors) == 1 && len(e.Recipients) == 0 && s.words.is("mutual", strings.ToLower(e.Plover))
	actors := e.Actors
	e.Actors, e.Recipients = apart(actors), apart(e.Recipients)
	if among && len(e.Actors) > 1 {
		e.Recipients = apart(actors)
	}
}
