package resolve

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/spelling"
	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// entities drafts an actor for each entity of the document that is one.
func (s *resolution) entities() {
	s.byEntity = make([]*draft, len(s.doc.Entities))
	s.byPlace = make([]*draft, len(s.doc.Entities))
	for e := range s.doc.Entities {
		names := s.names(e)
		switch {
		case len(names) == 0:
			s.described(e)
		case s.doc.Entities[e].Type == text.Person && s.namesPlaces(names) && !s.knownPerson(names):
		case s.doc.Entities[e].Type == text.Person && !s.onlySeats(names) && !s.knownBody(names) || s.knownPerson(names):
			s.personal(e, names)
		default:
			s.named(e, names)
		}
	}
}

// namesPlaces reports whether all the names stand where places have been found.
func (s *resolution) namesPlaces(names []int) bool {
	return !slices.ContainsFunc(names, func(i int) bool {
		m := s.doc.Mentions[i]
		for t := m.First; t < m.Last; t++ {
			if s.placed[t] == "" {
				return true
			}
		}
		return false
	})
}

// knownPerson reports whether all the names are a person's whom the lexicon
// knows and nobody else's, whatever the entity's type says.
func (s *resolution) knownPerson(names []int) bool {
	for _, i := range names {
		name := s.personName(s.doc.Mentions[i])
		if found := s.world.People(name); len(found) == 0 || found[0].Kind > world.Alias || len(s.world.Organizations(name)) > 0 ||
			len(s.world.Places(name)) > 0 {
			return false
		}
	}
	return true
}

// knownBody reports whether one of the names is of several words and a body's that the
// lexicon knows, and none of them a person's: "Lockheed Martin".
func (s *resolution) knownBody(names []int) bool {
	known := false
	for _, i := range names {
		name := s.printedName(s.doc.Mentions[i])
		if len(s.world.PeopleAsSpelt(name)) > 0 {
			return false
		}
		known = known || strings.Contains(name, " ") && len(s.world.Organizations(name)) == 1
	}
	return known
}

// onlySeats reports whether all of the names are one of a seat of power and no
// person's whom the lexicon knows.
func (s *resolution) onlySeats(names []int) bool {
	return !slices.ContainsFunc(names, func(i int) bool {
		name := s.printedName(s.doc.Mentions[i])
		return s.world.Metonym(name) == nil || len(s.world.People(name)) > 0
	})
}

// names are the indices of the entity's name mentions.
func (s *resolution) names(e int) []int {
	var list []int
	for _, m := range s.doc.Entities[e].Mentions {
		if s.doc.Mentions[m].Kind == text.Name {
			list = append(list, m)
		}
	}
	return list
}

// adopt adds all mentions of the entity to the draft.
func (s *resolution) adopt(d *draft, e int) {
	s.byEntity[e] = d
	for _, i := range s.doc.Entities[e].Mentions {
		m := s.doc.Mentions[i]
		span := s.doc.TokenSpan(m.First, m.Last)
		form := s.doc.Slice(span)
		if m.Kind == text.Pronoun {
			form = ""
		}
		d.addMention(span, form)
	}
}

// printedName is a name mention's text without article and possessive and, for
// persons, without titles: a body keeps all words of its name ("Romanian
// Foreign Ministry").
func (s *resolution) printedName(m text.Mention) string {
	first := m.First
	if m.Type == text.Person {
		first = s.withoutTitle(m)
	} else if first < m.Last-1 && (s.lower(first) == "the" || s.doc.Tokens[first].UPOS == "DET") {
		first++
	}
	return s.printed(m, first)
}

// personName is a name mention's text as that of a person, whatever its type.
func (s *resolution) personName(m text.Mention) string { return s.printed(m, s.withoutTitle(m)) }

func (s *resolution) printed(m text.Mention, first int) string {
	last := m.Last
	for last > first+1 && (s.doc.Tokens[last-1].UPOS == "PART" || strings.HasPrefix(s.doc.Form(last-1), "'") || strings.HasPrefix(s.doc.Form(last-1), "’")) {
		last--
	}
	name := s.doc.Slice(s.doc.TokenSpan(first, last))
	for _, ending := range []string{"'s", "’s"} {
		name = strings.TrimSuffix(name, ending)
	}
	return strings.Join(strings.Fields(name), " ")
}

// withoutTitle is the first token of a name mention behind article, titles and
// the country that stands before them: "Turkish Foreign Minister".
func (s *resolution) withoutTitle(m text.Mention) int {
	isTitle := func(t int) bool {
		return s.words.is("title", strings.Trim(s.lower(t), ".")) || s.words.is("former", s.lower(t)) || s.lower(t) == "the" || s.doc.Tokens[t].UPOS == "DET"
	}
	first := m.First
	for t := first; t < min(first+4, m.Last-2); t++ {
		if s.countryOf(s.doc.Slice(s.doc.TokenSpan(first, t+1)), true) != "" && s.words.is("title", s.lower(t+1)) {
			first = t + 1
			break
		}
	}
	for first < m.Last-1 && isTitle(first) {
		first++
	}
	return first
}

// personal drafts a person.
func (s *resolution) personal(e int, names []int) {
	full := ""
	for _, m := range names {
		if n := s.personName(s.doc.Mentions[m]); len(strings.Fields(n)) > len(strings.Fields(full)) || full == "" {
			full = n
		}
	}
	said := s.descriptions(e)
	p, how := s.identify(full, names, said)
	key := fmt.Sprintf("entity/%d", e)
	if p != nil {
		key = p.ID
	} else if same := s.spelledAlike(full); same != nil {
		key = same.key
		same.because("“%s” is another spelling", full)
	}
	d := s.draftFor(key)
	d.wanted = d.wanted || (p != nil || strings.Contains(full, " ") || !s.onlyModifies(names)) && !s.onlyHouses(names)
	s.adopt(d, e)
	d.actor.Kind, d.gender = record.KindPerson, s.doc.Entities[e].Gender
	if given, _, _ := strings.Cut(full, " "); d.gender == "" {
		d.gender = s.world.GivenNameGender(given)
	}
	if given, _, several := strings.Cut(full, " "); p == nil && !(several && s.world.IsGivenName(given)) && slices.ContainsFunc(said, func(ph phrase) bool { return ph.role != nil && s.words.is("kind", ph.role.Phrase) }) {
		d.actor.Kind = record.KindOrganization // "the weekly Dawn"
	}
	if p != nil {
		d.person = p
		d.actor.Name, d.actor.Known = p.Name, record.Ptr(p.ID)
		d.because("name “%s”: %s", full, how)
		d.from(p.Origin)
	} else if len(full) > len(d.actor.Name) {
		d.actor.Name = inSmallLetters(full)
		d.because("name as printed")
	}
	s.sectorsOfPerson(d, said)
}

// inSmallLetters is a person's name with the words that are printed in capitals, as in
// labels of speakers, written as names are: "Elena Markovic", "Ben Cole". Initials stay.
func inSmallLetters(name string) string {
	words := strings.Fields(name)
	fewest := 4 // capitals in a row that are no initials; fewer beside such ones
	if strings.ToUpper(name) == name && slices.ContainsFunc(words, func(w string) bool { return utf8.RuneCountInString(w) >= 4 }) {
		fewest = 3
	}
	for k, w := range words {
		if utf8.RuneCountInString(w) < fewest || strings.ToUpper(w) != w {
			continue
		}
		parts := strings.Split(strings.ToLower(w), "-")
		for i, p := range parts {
			if r, size := utf8.DecodeRuneInString(p); size > 0 {
				parts[i] = string(unicode.ToUpper(r)) + p[size:]
			}
		}
		words[k] = strings.Join(parts, "-")
	}
	return strings.Join(words, " ")
}

// onlyHouses reports whether all of the names are those of buildings and streets:
// "Kenyatta hospital".
func (s *resolution) onlyHouses(names []int) bool {
	return !slices.ContainsFunc(names, func(i int) bool {
		h := s.doc.Mentions[i].Head
		t := s.doc.Tokens[h]
		return t.Head != h+1 || !text.IsRelation(t.Deprel, "compound") || !s.words.is("housed", strings.ToLower(s.doc.Form(t.Head)))
	})
}

// onlyModifies reports whether all of the names stand before nouns as modifiers,
// as the names of peoples, bodies and places do: "Bloomberg agency", or behind
// "the mayor of".
func (s *resolution) onlyModifies(names []int) bool {
	return !slices.ContainsFunc(names, func(i int) bool {
		h := s.doc.Mentions[i].Head
		t := s.doc.Tokens[h]
		if k := s.doc.Child(h, "case"); k >= 0 && s.lower(k) == "of" && t.Head >= 0 && text.IsRelation(t.Deprel, "nmod") && s.words.is("placed", strings.ToLower(s.doc.Tokens[t.Head].Lemma)) {
			return false
		}
		return t.Head < s.doc.Mentions[i].Last || s.doc.Tokens[t.Head].UPOS != "NOUN" || !text.IsRelation(t.Deprel, "compound") && !text.IsRelation(t.Deprel, "amod")
	})
}

// spelledAlike is the draft of a person whom no table knows and whose full name
// this is in another spelling, or nil.
func (s *resolution) spelledAlike(full string) *draft {
	if !strings.Contains(full, " ") {
		return nil
	}
	for _, d := range s.drafts {
		if d.person == nil && d.actor.Kind == record.KindPerson && strings.Contains(d.actor.Name, " ") && s.world.SameName(d.actor.Name, full) == spelling.Same {
			return d
		}
	}
	return nil
}

// identify finds the person whom the names stand for, and says how.
func (s *resolution) identify(full string, names []int, said []phrase) (*world.Person, string) {
	if id := s.doc.Entities[s.doc.Mentions[names[0]].Entity].Known; strings.HasPrefix(id, "person/") {
		if p := s.world.Person(id); p != nil && !s.another(full, p) && !s.unheardOf(full, p) {
			return p, "known to coreference"
		}
	}
	matches := s.world.People(full)
	if len(matches) == 0 || s.unheardOf(full, matches[0].Person) {
		return nil, ""
	}
	kind := matches[0].Kind
	if kind != world.Surname {
		if p := sole(matches, kind); p != nil {
			if s.tooEarly(p) {
				return nil, ""
			}
			return p, [...]string{world.FullName: "full name", world.Alias: "alias", world.Spelling: "other spelling"}[kind]
		}
	} else if strings.Contains(full, " ") {
		return nil, "" // another given name
	}
	// A surname, and a name that several bear, needs an office beside it.
	fitting := slices.DeleteFunc(matches, func(m world.Match) bool { return m.Kind != kind || !s.fits(m.Person, said) })
	if p := sole(fitting, kind); p != nil {
		return p, "name and office"
	}
	return nil, ""
}

// unheardOf reports whether a name is only another spelling of the person's, and
// the report does not name the person's country: it may be somebody else's.
func (s *resolution) unheardOf(name string, p *world.Person) bool {
	return p.Country != "" && !s.mentioned[p.Country] && !slices.ContainsFunc(s.world.People(name), func(m world.Match) bool {
		return m.Person == p && m.Kind != world.Spelling
	})
}

// another reports whether the report calls somebody of the person's surname by
// another given name: Luis Rubio.
func (s *resolution) another(full string, p *world.Person) bool {
	given, _, several := strings.Cut(full, " ")
	if !several || !s.world.IsGivenName(given) {
		return false
	}
	for _, name := range append([]string{p.Name}, p.Aliases...) {
		if slices.Contains(strings.Fields(world.Fold(name)), world.Fold(given)) {
			return false
		}
	}
	return !slices.ContainsFunc(s.world.People(full), func(m world.Match) bool { return m.Person == p && m.Kind != world.Surname })
}

func sole(matches []world.Match, kind world.MatchKind) *world.Person {
	var found *world.Person
	for _, m := range matches {
		if m.Kind == kind {
			if found != nil {
				return nil
			}
			found = m.Person
		}
	}
	return found
}

// tooEarly reports whether the report is older than the person's public life
// by a generation: then the name is somebody else's.
func (s *resolution) tooEarly(p *world.Person) bool {
	if s.doc.Published == "" || len(p.Terms) == 0 || p.Terms[0].From == "" {
		return false
	}
	var published, from int
	fmt.Sscanf(s.doc.Published, "%4d", &published)
	fmt.Sscanf(p.Terms[0].From, "%4d", &from)
	return published < from-20
}

// fits reports whether a description names an office that the person held, on
// the report's date if it has one.
func (s *resolution) fits(p *world.Person, said []phrase) bool {
	terms := p.Terms
	if s.doc.Published != "" {
		terms = p.TermsOn(s.doc.Published)
	}
	for _, ph := range said {
		if ph.role == nil || ph.role.Office == "" || ph.country == "" {
			continue
		}
		for _, t := range terms {
			if t.Office == ph.role.Office && t.Country == ph.country {
				return true
			}
		}
	}
	return false
}

// descriptions reads what the text calls the entity: its nominal mentions, the
// titles and appositions of its names, and what it is said to be.
func (s *resolution) descriptions(e int) []phrase {
	d := s.doc
	var heads []int
	names := map[int]int{} // title → the name that the tree hung on it
	add := func(h int) {
		if h >= 0 && d.Tokens[h].UPOS != "PRON" && !slices.Contains(heads, h) {
			heads = append(heads, h)
		}
	}
	var list []phrase
	for _, i := range d.Entities[e].Mentions {
		m := d.Mentions[i]
		switch m.Kind {
		case text.Nominal:
			add(m.Head)
		case text.Name:
			t := d.Tokens[m.Head]
			if t.Head >= 0 && (text.IsRelation(t.Deprel, "flat") || text.IsRelation(t.Deprel, "appos")) && (t.Head < m.First || t.Head >= m.Last) {
				if s.words.is("title", s.lower(t.Head)) || s.world.Role(d.Form(t.Head)) != nil {
					add(t.Head)
					names[t.Head] = m.Head
				}
			}
			if t.Head >= m.Last && text.IsRelation(t.Deprel, "compound") && d.Entities[e].Type == text.Organization && s.words.is("kind", strings.ToLower(d.Tokens[t.Head].Lemma)) {
				add(t.Head) // "the Umma party"
			}
			if text.IsRelation(t.Deprel, "appos") && t.Head >= 0 && t.Head < m.First {
				add(s.heading(t.Head)) // "the head of the UN mission, Ana Ruiz"
			}
			if o := s.ownParty(m); o != nil {
				list = append(list, phrase{body: o, why: "of " + o.Name})
			}
			for _, c := range d.Children(m.Head) {
				i, named := s.at[c]
				if text.IsRelation(d.Tokens[c].Deprel, "appos") && (!named || d.Mentions[i].Kind != text.Name || s.words.is("agent", s.lower(c))) {
					add(c)
				}
			}
			if p, ok := s.titleBefore(m); ok {
				list = append(list, p)
			}
		}
	}
	for _, h := range heads {
		p := s.describe(h)
		if name, ok := names[h]; ok {
			s.reign(&p, name)
		}
		list = append(list, p)
	}
	return list
}

// heading is the noun for a person at which a chain of "of" phrases begins that ends in
// noun t; or -1.
func (s *resolution) heading(t int) int {
	for steps := 0; steps < 3 && text.IsRelation(s.doc.Tokens[t].Deprel, "nmod") && s.doc.Tokens[t].Head >= 0 && s.doc.Tokens[t].Head < t; steps++ {
		t = s.doc.Tokens[t].Head
		if r := s.world.Role(s.doc.Form(t)); r != nil && r.Kind == "person" && s.doc.Tokens[t].UPOS == "NOUN" {
			return t
		}
	}
	return -1
}

// ownParty is the known party or body that has a person: "Labour's Ana Ruiz"; or nil.
func (s *resolution) ownParty(m text.Mention) *world.Organization {
	p := s.doc.Child(m.Head, "nmod:poss")
	if p < 0 || p >= m.First {
		return nil
	}
	if found := s.organizations(s.nameAround(p)); len(found) == 1 {
		return found[0]
	}
	return nil
}

// reign sets the country of a title from what stands behind the name with head h:
// "King Hussein of Jordan".
func (s *resolution) reign(p *phrase, h int) {
	if p.country != "" || p.body != nil || p.metonym != nil || p.role == nil {
		return
	}
	if of := s.ofPhrase(h); of >= 0 {
		p.country = s.countryOf(s.nameAround(of), false)
	}
}

// titleBefore reads the title that stands before or in a name mention:
// "Belarusian President Alexander Lukashenko".
func (s *resolution) titleBefore(m text.Mention) (phrase, bool) {
	d := s.doc
	last := s.withoutTitle(m) // the title ends before token last
	begin := last
	for begin > d.Sentences[d.Tokens[m.Head].Sentence].First {
		t := d.Tokens[begin-1]
		if t.UPOS != "NOUN" && t.UPOS != "PROPN" && t.UPOS != "ADJ" && d.Form(begin-1) != "-" && s.lower(begin-1) != "of" && !s.words.is("former", s.lower(begin-1)) {
			break
		}
		if begin-1 < m.First && t.Head != m.Head && !s.under(begin-1, m.Head) {
			break
		}
		begin--
	}
	if begin == last {
		return phrase{}, false
	}
	begin = s.longerRole(begin, last)
	words := d.Slice(d.TokenSpan(begin, last))
	p := phrase{role: s.world.Role(words), why: "“" + words + "”"}
	var modifiers []int
	for i := begin; i < last; i++ {
		modifiers = append(modifiers, i)
		if s.words.is("former", s.lower(i)) || strings.HasPrefix(s.lower(i), "ex-") {
			p.former = true
		}
	}
	s.describeBody(&p, last-1, modifiers[:len(modifiers)-1])
	s.describeCountry(&p, last-1, modifiers)
	if p.country == "" && p.body == nil && p.metonym == nil {
		p.country = s.possessor(begin)
	}
	if p.country == "" && p.body == nil && p.metonym == nil {
		s.bodyEnding(&p, begin)
	}
	s.reign(&p, m.Head)
	s.describeNational(&p, last-1, modifiers[:len(modifiers)-1])
	return p, p.role != nil || p.country != "" || p.body != nil || p.metonym != nil
}

// possessor is the country whose name stands with "'s" before token i:
// "Niger's ambassador".
func (s *resolution) possessor(i int) string {
	d := s.doc
	first := d.Sentences[d.Tokens[i].Sentence].First
	if i-2 < first || d.Form(i-1) != "'s" && d.Form(i-1) != "’s" {
		return ""
	}
	for begin := max(first, i-5); begin < i-1; begin++ {
		if c := s.world.CountryNamed(d.Slice(d.TokenSpan(begin, i-1))); c != nil {
			return c.Code
		}
	}
	return ""
}

// longerRole moves the beginning of a title to the left where the words there
// make a longer known role with it ("human rights" + "activist"), whatever the
// tree says.
func (s *resolution) longerRole(begin, last int) int {
	d := s.doc
	known := s.world.Role(d.Slice(d.TokenSpan(begin, last)))
	best := begin
	for i := begin - 1; i >= max(begin-3, d.Sentences[d.Tokens[begin].Sentence].First); i-- {
		if u := d.Tokens[i].UPOS; u != "NOUN" && u != "ADJ" && u != "PROPN" {
			break
		}
		if r := s.world.Role(d.Slice(d.TokenSpan(i, last))); r != nil && (known == nil || len(r.Phrase) > len(known.Phrase)) {
			known, best = r, i
		}
	}
	return best
}
