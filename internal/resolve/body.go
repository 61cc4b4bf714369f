package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// named drafts the actor behind a name of a body or place: a country, a
// government behind the name of its seat, an organisation, or, for nationals
// ("Belarusians"), a group.
func (s *resolution) named(e int, names []int) {
	name := s.fullest(names)
	entity := s.doc.Entities[e]
	if c := s.world.CountryNamed(name); c != nil && entity.Type != text.Organization || c != nil && entity.Type == text.Organization && len(s.world.Organizations(name)) == 0 {
		s.country(e, c)
		return
	}
	if m := s.metonym(names); m != nil {
		s.government(e, m)
		return
	}
	if entity.Type == text.Location && s.stateBody(name) == "" && !s.cited(name, names) {
		return
	}
	if found := s.peopleNamed(name); len(found) > 0 && entity.Type == text.Misc {
		s.nationals(e, found, names)
		return
	}
	if entity.Type == text.Misc && len(s.world.Organizations(name)) == 0 {
		return
	}
	s.organization(e, name, names)
}

// cited reports whether a name that the reader took for a place's is that of a source:
// "according to Baza".
func (s *resolution) cited(name string, names []int) bool {
	return slices.ContainsFunc(names, func(i int) bool {
		t := s.doc.Mentions[i].First
		return t > 1 && s.lower(t-1) == "to" && s.lower(t-2) == "according"
	}) && s.world.OnlyTowns(name)
}

// peopleNamed says whose people a name is: "Bosnian Serbs" are of Bosnia.
func (s *resolution) peopleNamed(name string) []world.Demonym {
	first, second, two := strings.Cut(name, " ")
	if found := s.world.Demonyms(name); len(found) > 0 || !two {
		return found
	}
	of, from := s.world.Demonyms(second), s.world.Demonyms(first)
	switch {
	case len(of) > 0 && settled(of[0].Country.Code):
		return of
	case len(of) > 0 || len(s.world.Homelands(second)) > 0:
		return from
	}
	return nil
}

// fullest is the longest of the names that is no abbreviation of another.
func (s *resolution) fullest(names []int) string {
	best := ""
	for _, m := range names {
		if n := s.printedName(s.doc.Mentions[m]); len(n) > len(best) {
			best = n
		}
	}
	return best
}

// draftCountry is the draft of a country.
func (s *resolution) draftCountry(c *world.Country) *draft {
	d := s.draftFor("country/" + c.Code)
	d.actor.Name, d.actor.Kind, d.actor.Known = c.Name, record.KindCountry, record.Ptr("country/"+c.Code)
	d.setCountry(c.Code)
	return d
}

func (s *resolution) country(e int, c *world.Country) {
	d := s.draftCountry(c)
	s.adopt(d, e)
	d.because("country name")
	for _, m := range s.doc.Entities[e].Mentions {
		if mention := s.doc.Mentions[m]; mention.Kind == text.Name && (s.acts(mention.Head) || s.related(mention.Head)) {
			d.wanted = true
		}
	}
}

// related reports whether the country named by a mention with head h stands in a
// relation between countries: "the integration of Russia and Belarus", "Belarus'
// debt to Russia".
func (s *resolution) related(h int) bool {
	t := s.doc.Tokens[h]
	if text.IsRelation(t.Deprel, "conj") && t.Head >= 0 {
		return s.related(t.Head)
	}
	return t.Head >= 0 && text.IsRelation(t.Deprel, "nmod") && s.words.is("relation", strings.ToLower(s.doc.Tokens[t.Head].Lemma)) && !s.located(h)
}

func (s *resolution) metonym(names []int) *world.Metonym {
	for _, i := range names {
		if m := s.world.Metonym(s.printedName(s.doc.Mentions[i])); m != nil {
			return m
		}
	}
	return nil
}

// government drafts the body that a seat of power stands for. A city does so
// only in the mentions where it acts; the others stay a place.
func (s *resolution) government(e int, m *world.Metonym) {
	d := s.seat(m)
	if !m.Place {
		d.wanted = true
		s.adopt(d, e)
		d.because("“%s” stands for the %s", m.Name, m.Body)
		return
	}
	s.byPlace[e] = d
	for _, i := range s.doc.Entities[e].Mentions {
		mention := s.doc.Mentions[i]
		if mention.Kind == text.Name && s.acts(mention.Head) {
			d.wanted = true
			span := s.doc.TokenSpan(mention.First, mention.Last)
			d.addMention(span, s.doc.Slice(span))
			d.because("“%s” acts here and stands for the %s", m.Name, m.Body)
		}
	}
}

// seat is the draft of the body behind a metonym: an organisation that the
// lexicon knows by that name, or the government of the country.
func (s *resolution) seat(m *world.Metonym) *draft {
	if found := s.world.Organizations(m.Body); len(found) == 1 {
		return s.draftOrganization(found[0])
	}
	d := s.governmentOf(m.Country, m.Body)
	if len(d.actor.Sectors) == 0 {
		d.addSectors(m.Sectors...)
		d.setAgent(m.Cameo)
	}
	return d
}

// governmentOf is the draft of a body of a country's power.
func (s *resolution) governmentOf(country, body string) *draft {
	id := "government/" + country
	if !strings.HasPrefix(body, "government of") {
		id = "body/" + strings.ReplaceAll(world.Fold(body), " ", "-")
	}
	d := s.draftFor(id)
	d.actor.Name, d.actor.Kind, d.actor.Known = body, record.KindOrganization, record.Ptr(id)
	d.setCountry(country)
	return d
}

func (s *resolution) draftOrganization(o *world.Organization) *draft {
	d := s.draftFor(o.ID)
	d.actor.Name, d.actor.Kind, d.actor.Known = o.Name, record.KindOrganization, record.Ptr(o.ID)
	d.setCountry(o.Country)
	if len(d.actor.Sectors) == 0 {
		d.addSectors(o.Sectors...)
	}
	d.setAgent(o.Cameo)
	d.from(o.Origin)
	return d
}

// organization drafts a body by its name, known or not.
func (s *resolution) organization(e int, name string, names []int) {
	if r := s.world.Role(name); s.inLonger(names) || r != nil && r.Kind == "person" && len(s.organizations(name)) == 0 && s.doc.Tokens[s.doc.Mentions[names[0]].Head].Deprel == "appos" {
		return // "Ana Ruiz, the Humanitarian Coordinator"
	}
	if s.national(e, name, names) {
		return
	}
	if o, how := s.identifyBody(names); o != nil {
		d := s.draftOrganization(o)
		d.wanted = true
		s.adopt(d, e)
		d.because("name “%s”: %s", name, how)
		return
	}
	key := fmt.Sprintf("entity/%d", e)
	office := s.stateBody(name)
	if office != "" {
		key = office
	}
	d := s.draftFor(key)
	s.adopt(d, e)
	if len(name) > len(d.actor.Name) {
		d.actor.Name = name
	}
	d.actor.Kind = record.KindOrganization
	d.because("name as printed")
	if office != "" {
		d.actor.Known = record.Ptr(office)
	}
	if o := s.ownerBody(name); o != nil {
		d.addSectors(o.Sectors...)
		d.setAgent(o.Cameo)
		d.because("a body of %s", o.Name)
		d.wanted = true
		return
	}
	// The name's own words say what the body is: "Ministry of Health of Belarus".
	housed := slices.ContainsFunc(strings.Fields(strings.ToLower(name)), func(w string) bool { return s.words.is("housed", w) })
	if p := s.namePhrase(name); p.role != nil || p.country != "" {
		if housed && s.world.CountryNamed(name) == nil {
			p.country = "" // the Saudi Hospital need not be in Saudi Arabia
		} else if p.country == "" {
			p.country = s.membersCountry(name)
		}
		s.applyPhrase(d, p)
	}
	for _, i := range names {
		if housed {
			break
		}
		var p phrase
		h := s.doc.Mentions[i].Head
		s.describeCountry(&p, h, s.modifiers(h))
		if country := cmp.Or(p.country, s.possessor(s.doc.Mentions[i].First)); country != "" {
			d.setCountry(country)
			d.because("of %s", country)
		}
	}
	for _, p := range s.descriptions(e) {
		if p.role == nil || p.role.Kind != "person" {
			s.applyPhrase(d, p)
		}
	}
	if slices.ContainsFunc(names, func(i int) bool { return s.agencyBefore(s.doc.Mentions[i].First) }) {
		d.addSectors("JRN")
		d.because("behind “agency”")
	}
	// A name of which nothing is known must act to be an actor.
	d.wanted = len(d.actor.Sectors) > 0 || slices.ContainsFunc(names, func(m int) bool { return s.acts(s.doc.Mentions[m].Head) })
}

// agencyBefore reports whether a bare "agency" stands right before token t: "the agency
// Vesna", one of news where nothing says of what.
func (s *resolution) agencyBefore(t int) bool {
	return t > 1 && s.lower(t-1) == "agency" && s.doc.Tokens[t-1].UPOS == "NOUN" && s.doc.Tokens[t-2].UPOS == "DET"
}

// inLonger reports whether all of the names stand in longer names that began before them:
// "Red Crescent Societies" in that of the federation of them.
func (s *resolution) inLonger(names []int) bool {
	return !slices.ContainsFunc(names, func(i int) bool {
		m := s.doc.Mentions[i]
		return !slices.ContainsFunc(s.doc.Mentions[max(0, i-2):i], func(n text.Mention) bool {
			return n.Kind == text.Name && n.Last <= m.First && s.longerEnd(n) >= m.Last
		})
	})
}

// national drafts the Red Cross or Red Crescent of a country ("the Hungarian Red Cross"),
// which is another body than the movement; it reports whether that is meant.
func (s *resolution) national(e int, name string, names []int) bool {
	if society := strings.TrimSuffix(name, " Society"); !strings.HasSuffix(society, "Red Cross") && !strings.HasSuffix(society, "Red Crescent") {
		return false
	}
	p := s.namePhrase(name)
	for _, i := range names {
		h := s.doc.Mentions[i].Head
		s.describeCountry(&p, h, s.modifiers(h))
	}
	if p.country == "" {
		return false
	}
	d := s.draftFor(fmt.Sprintf("entity/%d", e))
	d.actor.Kind, d.wanted = record.KindOrganization, true
	d.setCountry(p.country)
	d.addSectors("NGO")
	d.setAgent("NGO")
	s.adopt(d, e)
	d.because("the society of %s", p.country)
	return true
}

// membersCountry is the country whose adjective stands behind "of" in the name of a body,
// for those of whom it is: "Confederation of Zambian Trade Unions", "Union of South
// Sudanese Journalists"; or "".
func (s *resolution) membersCountry(name string) string {
	_, of, ok := strings.Cut(name, " of ")
	words := strings.Fields(of)
	if !ok || len(words) < 2 {
		return ""
	}
	c := s.adjectiveOf(words[0])
	if len(words) > 2 {
		c = cmp.Or(s.adjectiveOf(words[0]+" "+words[1]), c)
	}
	if c == nil {
		return ""
	}
	return c.Code
}

// ownerBody is the international body that a name says it belongs to: "the
// African Union's Court of Justice", "United Nations Observer Mission"; or nil.
func (s *resolution) ownerBody(name string) *world.Organization {
	words := strings.Fields(name)
	for n := len(words) - 1; n > 0; n-- {
		if list := s.organizations(strings.Join(words[:n], " ")); len(list) == 1 && list[0].Kind == "igo" {
			return list[0]
		}
	}
	return nil
}

// identifyBody finds the known organisation behind the names. Where several
// have the name, the one whose country the phrase around a mention names.
func (s *resolution) identifyBody(names []int) (*world.Organization, string) {
	for _, i := range names {
		m := s.doc.Mentions[i]
		if o := s.longerName(m); o != nil {
			return o, "known organisation by the words around it"
		}
		found := s.organizations(s.printedName(m))
		if len(found) == 1 && s.agrees(found[0], m.Head) {
			return found[0], "known organisation"
		}
		if o := s.withoutKind(s.printedName(m)); o != nil {
			return o, "known organisation"
		}
		if o := s.wholeBody(m.Head); o != nil {
			return o, "known organisation by the words around it"
		}
		var p phrase
		s.describeCountry(&p, m.Head, s.modifiers(m.Head))
		var fitting *world.Organization
		for _, o := range found {
			if p.country == "" || o.Country != p.country {
				continue
			}
			if fitting != nil {
				return nil, ""
			}
			fitting = o
		}
		if fitting != nil {
			return fitting, "known organisation of the country named beside it"
		}
		if o := s.ofSpokenCountry(found); o != nil {
			return o, "the only one of the name in a country that the report names"
		}
	}
	return nil, ""
}

// ofSpokenCountry is the only one of several bodies whose country the report names, if
// no other is of a country that it names; or nil.
func (s *resolution) ofSpokenCountry(found []*world.Organization) *world.Organization {
	var one *world.Organization
	for _, o := range found {
		if o.Country == "" || !s.mentioned[o.Country] {
			continue
		}
		if one != nil {
			return nil
		}
		one = o
	}
	return one
}

// maxNameAfter is how many tokens behind a mention a longer name is looked for.
const maxNameAfter = 6

// longerName is the organisation whose name goes on behind the mention:
// "al-Qaeda" in "al-Qaeda in the Islamic Maghreb"; or nil.
func (s *resolution) longerName(m text.Mention) *world.Organization {
	if last := s.longerEnd(m); last > m.Last {
		return s.organizations(s.doc.Slice(s.doc.TokenSpan(m.First, last)))[0]
	}
	return nil
}

// longerEnd is where the longer name ends that a mention begins, else the mention's end.
func (s *resolution) longerEnd(m text.Mention) int {
	end := s.doc.Sentences[s.doc.Tokens[m.Head].Sentence].Last
	for last := min(m.Last+maxNameAfter, end); last > m.Last+1; last-- {
		if found := s.organizations(s.doc.Slice(s.doc.TokenSpan(m.First, last))); len(found) == 1 {
			return last
		}
	}
	return m.Last
}

// organizations lists the organisations that a name may stand for in this
// report. Names that other countries' bodies bear, too (Congress, Labour), and
// those of parties and small armed groups count only where the report names
// the country.
func (s *resolution) organizations(name string) []*world.Organization {
	return slices.DeleteFunc(s.world.Organizations(name), func(o *world.Organization) bool {
		return o.Origin == "" && o.Country != "" && !s.mentioned[o.Country] && (o.Kind == "party" || o.Kind == "military" && !strings.Contains(name, " ") || isLocal(o) || s.world.Role(name) != nil && o.Kind != "outlet")
	})
}

// isLocal reports whether the organisation is one of the many armed groups of
// one war, whose names and abbreviations recur elsewhere.
func isLocal(o *world.Organization) bool { return o.Kind == "armed" && o.From != "" }

// agrees reports whether a body of one country may be meant by the phrase with
// head h: no other country stands in the phrase.
func (s *resolution) agrees(o *world.Organization, h int) bool {
	if o.Country == "" || o.Kind == "armed" || o.Kind == "outlet" || o.Kind == "company" {
		return true
	}
	var p phrase
	s.describeCountry(&p, h, s.modifiers(h))
	return p.country == "" || p.country == o.Country
}

// mentionedCountries are the countries that the report names.
func (s *resolution) mentionedCountries() map[string]bool {
	named := map[string]bool{}
	d := s.doc
	for _, sentence := range d.Sentences {
		for i := sentence.First; i < sentence.Last; i++ {
			if first, _ := utf8.DecodeRuneInString(d.Form(i)); !unicode.IsUpper(first) {
				continue
			}
			for j := i + 1; j <= min(i+3, sentence.Last); j++ {
				if code := s.countryOf(d.Slice(d.TokenSpan(i, j)), true); code != "" {
					named[code] = true
				}
			}
		}
	}
	return named
}

// withoutKind is the organisation that a name gives without a last word for
// its kind: "Fatah movement"; or nil.
func (s *resolution) withoutKind(name string) *world.Organization {
	i := strings.LastIndexByte(name, ' ')
	if i < 0 || !s.words.is("kind", strings.ToLower(name[i+1:])) {
		return nil
	}
	if found := s.organizations(name[:i]); len(found) == 1 {
		return found[0]
	}
	return nil
}

// wholeBody is the organisation that the noun phrase with head h names as a
// whole, whatever part of it some step took for the name; or nil.
func (s *resolution) wholeBody(h int) *world.Organization {
	modifiers := s.withoutDeterminer(s.modifiers(h))
	if len(modifiers) == 0 {
		return nil
	}
	if found := s.organizations(s.core(h, modifiers)); len(found) == 1 {
		return found[0]
	}
	return nil
}

// namePhrase reads a body's printed name as a phrase.
func (s *resolution) namePhrase(name string) phrase {
	p := phrase{role: s.world.Role(name), why: "“" + name + "”"}
	before, after, of := strings.Cut(name, " of ")
	if of {
		if r := s.world.Role(before); r != nil && r.Kind == "organization" {
			p.role = r
		}
		if i := strings.LastIndex(after, " of "); i >= 0 {
			after = after[i+4:]
		}
		if c := s.world.CountryNamed(after); c != nil {
			p.country = c.Code
		}
	}
	words := strings.Fields(name)
	if p.role != nil && (p.role.Kind == "person" || p.role.Phrase == "union" && !s.ofWorkers(words)) {
		p.role = nil
	}
	if p.country == "" {
		for n := min(3, len(words)); n > 0 && p.country == ""; n-- {
			p.country = s.countryOf(strings.Join(words[:n], " "), true)
		}
	}
	return p
}

// nationals drafts the people of a country.
func (s *resolution) nationals(e int, found []world.Demonym, names []int) {
	codes := map[string]bool{}
	for _, f := range found {
		codes[f.Country.Code] = true
	}
	d := s.draftFor(fmt.Sprintf("entity/%d", e))
	s.adopt(d, e)
	d.actor.Kind = record.KindGroup
	if slices.ContainsFunc(names, func(m int) bool { return s.onePerson(s.doc.Mentions[m].Head) }) {
		d.actor.Kind = record.KindPerson
		d.addSectors("CVL")
	}
	for _, m := range names { // "Croatian Serbs", of which only the people is the name
		if p := s.describe(s.doc.Mentions[m].Head); p.country != "" && !codes[p.country] {
			d.setCountry(p.country)
			d.because("a people in %s", p.country)
			codes = nil
			break
		}
	}
	if len(codes) == 1 && !slices.ContainsFunc(names, func(m int) bool { return s.ethnic(s.doc.Mentions[m].Head) }) {
		d.setCountry(found[0].Country.Code)
		d.because("people of %s", found[0].Country.Name)
	}
	for _, m := range names {
		h := s.doc.Mentions[m].Head
		p := s.describe(h)
		if p.counted || s.isCounted(h) {
			d.addSectors("CVL")
		}
		if s.ethnic(h) && p.country != "" {
			d.setCountry(p.country)
			d.because("they live in %s", p.country)
		}
		d.wanted = d.wanted || found[0].Kind != world.Adjective && s.acts(h)
	}
}

// onePerson reports whether a people's name stands for one of them: "a 41-year-old
// Bulgarian".
func (s *resolution) onePerson(h int) bool {
	det := s.doc.Child(h, "det")
	return det >= 0 && slices.Contains([]string{"a", "an", "another"}, s.lower(det)) && h > det &&
		!text.IsRelation(s.doc.Tokens[h].Deprel, "amod") && !text.IsRelation(s.doc.Tokens[h].Deprel, "compound") && !s.doc.Tokens[h].Plural()
}

// described drafts the actor of an entity that has no name, wanted only as a
// party: "the police", "the Belarusian president".
func (s *resolution) described(e int) {
	for _, i := range s.doc.Entities[e].Mentions {
		m := s.doc.Mentions[i]
		if m.Kind != text.Nominal {
			continue
		}
		d := s.byEntity[e]
		if o := s.describesPart(m); o != nil && d == nil {
			s.part(e, m, o)
			return
		}
		if d == nil {
			p := s.describe(m.Head)
			if !s.describesActor(e, p) {
				continue
			}
			body := s.wholeBody(m.Head)
			if body == nil && s.words.is("kind", s.doc.Tokens[m.Head].Lemma) {
				body = p.body
			}
			if body != nil {
				// "the Interfax agency": a name that no step took for one.
				d = s.draftOrganization(body)
				s.adopt(d, e)
				d.wanted = true
				d.because("%s: known organisation", p.why)
				return
			}
			d = s.draftFor(s.describedKey(fmt.Sprintf("entity/%d", e), m.Head, p))
			s.adopt(d, e)
			s.kindOf(d, m.Head, p)
			if det := s.doc.Child(m.Head, "det"); !p.counted && (det < 0 || s.lower(det) == "the") {
				core := strings.ToLower(s.core(m.Head, s.withoutDeterminer(s.modifiers(m.Head))))
				if s.byCore[core] == nil {
					s.byCore[core] = d
				}
			}
			if entity := s.doc.Entities[e]; d.actor.Kind == record.KindOther && entity.Type == text.Person {
				d.actor.Kind = record.KindPerson
				if entity.Plural {
					d.actor.Kind = record.KindGroup
				}
			}
		}
		s.sectorsOfPerson(d, []phrase{s.describe(m.Head)})
	}
}

// part drafts a part of an international body that has no name of its own:
// "the United Nations refugee agency".
func (s *resolution) part(e int, m text.Mention, o *world.Organization) {
	first := m.First
	if s.doc.Tokens[first].UPOS == "DET" {
		first++
	}
	name := s.doc.Slice(s.doc.TokenSpan(first, m.Head+1))
	d := s.draftFor("part/" + strings.ToLower(name))
	if known := s.knownPart(name, o); known != nil {
		d = s.draftOrganization(known)
	}
	s.adopt(d, e)
	if d.actor.Name == "" {
		d.actor.Name, d.actor.Kind = name, record.KindOrganization
		d.addSectors(o.Sectors...)
		d.setAgent(o.Cameo)
	}
	d.because("“%s”, of %s", name, o.Name)
}

// namedPart is the part of an international body that the phrase with head h
// describes, where the lexicon knows it; or nil.
func (s *resolution) namedPart(h int) *world.Organization {
	lemma := strings.ToLower(s.doc.Tokens[h].Lemma)
	if !s.words.is("kind", lemma) && !s.words.is("part", lemma) {
		return nil
	}
	modifiers := s.withoutDeterminer(s.modifiers(h))
	if len(modifiers) == 0 {
		return nil
	}
	words := s.core(h, modifiers)
	for j := len(modifiers); j > 0; j-- {
		if found := s.organizations(s.doc.Slice(s.doc.TokenSpan(modifiers[0], modifiers[j-1]+1))); len(found) == 1 && found[0].Kind == "igo" {
			return s.knownPart(words, found[0])
		}
	}
	return nil
}

// knownPart is the organisation that the description of a part of an
// international body names, whichever of that body's names it begins with:
// "United Nations refugee agency" is the UN refugee agency; or nil.
func (s *resolution) knownPart(name string, of *world.Organization) *world.Organization {
	if known := s.organizations(name); len(known) == 1 {
		return known[0]
	}
	for _, own := range of.Names {
		rest, ok := strings.CutPrefix(strings.ToLower(name), strings.ToLower(own)+" ")
		if !ok {
			continue
		}
		for _, other := range of.Names {
			if known := s.organizations(other + " " + rest); len(known) == 1 {
				return known[0]
			}
		}
	}
	return nil
}

// describesActor reports whether a description is one of persons or bodies:
// "the country" is none.
func (s *resolution) describesActor(e int, p phrase) bool {
	entity := s.doc.Entities[e]
	return p.role != nil && !s.abstract(e, p) || p.body != nil || p.metonym != nil || entity.Type == text.Person
}

// abstract reports whether a noun for a body stands bare where it does not act
// and so means the matter, no body: "shared intelligence".
func (s *resolution) abstract(e int, p phrase) bool {
	return !slices.ContainsFunc(s.doc.Entities[e].Mentions, func(i int) bool {
		m := s.doc.Mentions[i]
		return m.Kind == text.Nominal && !s.matter(m.Head, p)
	})
}

// matter reports whether the noun at token h, which p describes, stands bare
// and does not act.
func (s *resolution) matter(h int, p phrase) bool {
	return p.role != nil && s.words.is("matter", p.role.Phrase) && len(s.modifiers(h)) == 0 && !text.IsRelation(s.doc.Tokens[h].Deprel, "nsubj")
}

// describedKey is the key of a described actor: the Russian government is the
// government of Russia however it is called, and the army of a country its army.
func (s *resolution) describedKey(key string, h int, p phrase) string {
	if p.role != nil && p.country != "" && !p.former && !p.plural && p.body == nil {
		if body := s.stateBodyOf(p.country, s.core(h, s.withoutDeterminer(s.modifiers(h)))); body != "" {
			return body
		}
	}
	if p.role != nil && p.country != "" && s.words.is("governing", s.lower(h)) && !p.former && !s.ofRegion(h) && (s.ofPhrase(h) < 0 || s.countryOf(s.nameAround(s.ofPhrase(h)), false) != "") {
		if c := s.world.Country(p.country); c != nil {
			return s.governmentOf(c.Code, "government of "+withArticle(c.Name)).key
		}
	}
	return key
}

// ofRegion reports whether a place that is neither country nor capital stands
// before the noun h: "the Puntland government".
func (s *resolution) ofRegion(h int) bool {
	for _, t := range append(s.modifiers(h), s.doc.Child(h, "nmod:poss")) {
		if t < 0 || s.doc.Tokens[t].UPOS != "PROPN" {
			continue
		}
		name := s.doc.Form(t)
		if i, ok := s.around[t]; ok {
			name = s.printedName(s.doc.Mentions[i])
		}
		if s.countryOf(name, true) == "" && (s.placed[t] != "" || len(s.world.Places(name)) > 0) {
			return true
		}
	}
	return false
}

// withArticle puts "the" before the names of countries that take it.
func withArticle(name string) string {
	switch name {
	case "United States", "United Kingdom", "Netherlands", "Philippines", "United Arab Emirates", "Czech Republic",
		"Democratic Republic of the Congo", "Central African Republic", "Dominican Republic", "Maldives", "Bahamas":
		return "the " + name
	}
	return name
}

// kindOf sets the kind of a described actor.
func (s *resolution) kindOf(d *draft, h int, p phrase) {
	if d.actor.Kind != "" {
		return
	}
	switch {
	case p.single:
		d.actor.Kind = record.KindPerson
	case s.words.is("collective", strings.ToLower(s.doc.Tokens[h].Lemma)) && p.role != nil && p.role.Kind == "person":
		d.actor.Kind = record.KindGroup
	case p.role != nil && !p.plural && s.words.is("one person", strings.TrimPrefix(s.lower(h), "pre-")):
		d.actor.Kind = record.KindPerson
	case p.plural && p.role != nil && p.role.Kind == "organization":
		d.actor.Kind = record.KindGroup // "Western governments"
	case s.words.is("housed", s.lower(h)) && p.role != nil:
		d.actor.Kind = record.KindOrganization
	case p.role != nil && p.role.Kind == "organization", p.role != nil && !p.plural && !p.counted && s.isBodyNoun(strings.ToLower(s.doc.Tokens[h].Lemma)):
		d.actor.Kind = record.KindOrganization
	case p.plural, p.role != nil && p.role.Kind == "group" && !singularPerson(s.lower(h)):
		d.actor.Kind = record.KindGroup
	case p.role != nil && p.role.Office != "" && !p.former:
		d.actor.Kind = record.KindOffice
	case p.role != nil:
		d.actor.Kind = record.KindPerson
	default:
		d.actor.Kind = record.KindOther
	}
}

// isBodyNoun reports whether a noun is for bodies of a kind that are no armed
// groups: "newspaper", "airline".
func (s *resolution) isBodyNoun(lemma string) bool {
	kinds := s.words["body "+lemma]
	return len(kinds) > 0 && !kinds["armed"]
}

// singularPerson reports whether a singular noun of a group row names one
// person: "protester", but not "opposition".
func singularPerson(noun string) bool {
	if noun == "national" {
		return true
	}
	for _, ending := range []string{"er", "or", "ist", "man", "ant", "ent", "ee", "an", "ary"} {
		if strings.HasSuffix(noun, ending) && noun != "military" {
			return true
		}
	}
	return false
}
