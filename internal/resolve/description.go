package resolve

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// describedBefore is the person, body or campaign that a source's description
// with head h takes up, whom coreference has not found: "the Ohio governor", "the
// tycoon", "the network", "his campaign"; or nil.
func (s *resolution) describedBefore(h int, span text.Span) *draft {
	d := s.doc
	t := d.Tokens[h]
	if t.UPOS != "NOUN" && t.UPOS != "PROPN" {
		return nil
	}
	lemma := strings.ToLower(t.Lemma)
	if s.words.is("campaign", lemma) || s.words.is("personal", lemma) && (s.doc.Child(h, "nmod:poss") >= 0 || h > 0 && (s.words.is("campaign", s.lower(h-1)) || s.ofPersonNamed(h-1))) {
		return s.campaign(h)
	}
	first, last := d.TokensIn(span)
	if found := s.calledBelow(first, h); found != nil {
		return found
	}
	if c := s.besides(h, last); c >= 0 {
		if first < h && s.lower(first) == "the" && !t.Plural() && s.bareBeside(h, c) {
			return cmp.Or(s.byParts(first+1, last, h), s.partsTakeUp(first+1, h, c)) // "the former senator and current nominee"
		}
		return nil // two of them
	}
	if found := s.nameBehind(last); found != nil && !t.Plural() {
		return found
	}
	if det := s.lower(first); det != "the" && det != "that" && det != "this" || t.Plural() || first > h {
		return nil
	}
	if of := s.ofPhrase(h); of >= 0 && d.Tokens[of].UPOS != "NUM" { // "the mother of three"
		// Says of whom by itself; an office has had several.
		if r := s.role(h, s.modifiers(h)); r != nil && r.Office != "" && strings.Contains(r.Phrase, " of ") {
			return s.byOffice(r, h)
		}
		return nil
	}
	if found := s.byRole(first+1, h); found != nil {
		return found
	}
	if det := s.lower(first); det == "the" || det == "that" {
		return s.bodyBefore(lemma, first, h)
	}
	return nil
}

// calledBelow is the one person of the report below whom it calls all that a
// description in its headline says, in two words at least: "Texas senator: …"; or nil.
func (s *resolution) calledBelow(first, h int) *draft {
	d := s.doc
	n := d.Tokens[h].Sentence
	if n > 0 && d.Blocks[d.Sentences[n].Block].Kind != text.Heading || first > h || d.Tokens[h].Plural() || !s.forPersons(strings.ToLower(d.Tokens[h].Lemma)) {
		return nil
	}
	said := s.contentWords(first, max(h+1, s.endOf(h)))
	if len(said) < 2 {
		return nil
	}
	return s.only(func(c *draft) bool {
		if !s.isPerson(c, "") || !s.hasName(c) {
			return false
		}
		words := s.byname(c)
		return !slices.ContainsFunc(said, func(w string) bool { return !words[w] })
	})
}

// endOf is the end of the phrase with "of" or "from" and a name behind noun h:
// "senator from Texas"; else of h itself.
func (s *resolution) endOf(h int) int {
	for _, c := range s.doc.Children(h) {
		if k := s.doc.Child(c, "case"); c > h && k >= 0 && (s.lower(k) == "of" || s.lower(k) == "from") {
			_, last := s.doc.Subtree(c)
			return min(last, h+5)
		}
	}
	return h + 1
}

// nameBehind is the person whose name follows a description and a comma, which
// ends at token t: "the party's nominee, Ana Ruiz, said"; or nil.
func (s *resolution) nameBehind(t int) *draft {
	if t+1 >= len(s.doc.Tokens) || s.doc.Form(t) != "," || s.doc.Tokens[t+1].Sentence != s.doc.Tokens[t].Sentence {
		return nil
	}
	if i, ok := s.around[t+1]; ok && s.doc.Mentions[i].First == t+1 && s.doc.Mentions[i].Type == text.Person {
		return s.byEntity[s.doc.Mentions[i].Entity]
	}
	return nil
}

// ofPersonNamed reports whether a person's name ends in token t: "the Ruiz team".
func (s *resolution) ofPersonNamed(t int) bool {
	i, ok := s.around[t]
	return ok && s.doc.Mentions[i].Type == text.Person && s.doc.Mentions[i].Last == t+1 || s.bearerOfSurname(t) != nil
}

// ofParty reports whether token t is a word for the members of a party: "the GOP
// nominee".
func (s *resolution) ofParty(t int) bool {
	return slices.ContainsFunc(s.contentWords(t, t+1), func(w string) bool { return s.words.is("party member", w) })
}

// byRole is the one person of the report who is called, or known to be, all
// that the words of a description say; where several are, or where the words
// are new, the one whom the sentence before is about.
func (s *resolution) byRole(first, h int) *draft {
	d := s.doc
	said := s.contentWords(first, h+1)
	head := canonical(strings.TrimPrefix(strings.ToLower(d.Tokens[h].Lemma), "ex-"))
	epithet := s.words.is("epithet", head)
	for t := first; t < h; t++ {
		if i, ok := s.around[t]; ok && s.doc.Mentions[i].Type == text.Organization && !s.ofParty(t) {
			epithet = false // "the FBI director" is nobody but theirs
		}
	}
	role := s.world.Role(head)
	epithet = epithet || s.aged(first, h) && role != nil && (role.Kind == "person" || singularPerson(head)) && !s.words.is("anybody", head) // "the 57-year-old scientist"
	if len(said) == 0 || !epithet && (role == nil || role.Kind != "person" && role.Sector != "JUD" && !singularPerson(head)) {
		return nil
	}
	var p phrase
	s.describeCountry(&p, h, s.modifiers(h))
	gender := ""
	if role != nil {
		gender = role.Gender
	}
	fits := func(c *draft) bool {
		return s.isPerson(c, gender) && s.isName(c) && (p.country == "" || c.actor.Country == nil || *c.actor.Country == p.country)
	}
	var called []*draft
	for _, c := range s.drafts {
		if !fits(c) || c.spans[0].Start > d.Tokens[h].Start {
			continue
		}
		words := s.attributes(c)
		if !slices.ContainsFunc(said, func(w string) bool { return !words[w] && !s.nationOf(w, c) }) {
			called = append(called, c)
		}
	}
	if len(called) == 1 {
		return called[0]
	}
	if len(called) > 1 && role != nil && role.Office != "" {
		called = s.ofTheTime(called, said, s.describe(h).former)
		if len(called) == 1 {
			return called[0]
		}
	}
	if len(called) > 1 {
		return s.lastAbout(h, func(c *draft) bool { return slices.Contains(called, c) })
	}
	if c := s.byStateAlone(head, first, h, fits); c != nil {
		return c
	}
	if owner := d.Child(h, "nmod:poss"); !epithet || owner >= 0 && d.Tokens[owner].UPOS != "PRON" {
		return nil // "the hospital's director" says by itself who that is
	}
	whole := s.describe(h).role
	return s.lastAbout(h, func(c *draft) bool {
		return fits(c) && !s.contradicts(said, c, p.country) && !s.neverSuch(c, whole)
	})
}

// aged reports whether tokens first to h say how old somebody is: "57-year-old".
func (s *resolution) aged(first, h int) bool {
	for t := first; t+1 < h; t++ {
		if w := s.lower(t); w == "year" && s.lower(min(t+2, h)) == "old" || strings.HasSuffix(w, "-year-old") {
			return true
		}
	}
	return false
}

// neverSuch reports whether a description's role is of another sector than all of the
// offices that somebody is known for, or a minister's where none of them is one: a
// president is no "gang leader" and no "minister", but may be a businessman.
func (s *resolution) neverSuch(c *draft, r *world.Role) bool {
	if c.person == nil || len(c.person.Terms) == 0 || r == nil || s.words.is("calling", strings.ToLower(r.Sector)) {
		return false
	}
	minister := strings.HasSuffix(r.Office, "minister")
	return (r.Sector != "" || minister) && !slices.ContainsFunc(c.person.Terms, func(t world.Term) bool {
		return minister && strings.HasSuffix(t.Office, "minister") || !minister && t.Sector == r.Sector
	}) && !slices.Contains(c.actor.Sectors, r.Sector)
}

// ofTheTime are those of the persons who hold on the report's date an office that
// the words name or, with former, who do not; all of them where nobody does.
func (s *resolution) ofTheTime(persons []*draft, said []string, former bool) []*draft {
	holds := func(c *draft) bool {
		return c.person != nil && s.doc.Published != "" && slices.ContainsFunc(c.person.TermsOn(s.doc.Published), func(t world.Term) bool {
			return slices.ContainsFunc(strings.Fields(t.Office), func(w string) bool { return slices.Contains(said, canonical(w)) })
		})
	}
	if !slices.ContainsFunc(persons, holds) {
		return persons
	}
	return slices.DeleteFunc(slices.Clone(persons), func(c *draft) bool { return holds(c) == former })
}

// besides is the head that stands beside h before token last, or -1.
func (s *resolution) besides(h, last int) int {
	for _, c := range s.doc.Children(h) {
		if c > h && c < last && text.IsRelation(s.doc.Tokens[c].Deprel, "conj") {
			return c
		}
	}
	return -1
}

// bareBeside reports whether the noun c beside noun h goes on describing the
// same person: it has no article of its own, and the verb is singular or tells
// nothing.
func (s *resolution) bareBeside(h, c int) bool {
	d := s.doc
	if d.Tokens[c].UPOS != "NOUN" || d.Child(c, "det") >= 0 || d.Child(c, "nmod:poss") >= 0 || d.Tokens[c].Plural() {
		return false
	}
	verb := d.Tokens[h].Head
	return verb < 0 || !d.Tokens[verb].Plural()
}

// byParts is the one person of whom a description in several parts, tokens first
// to last, says something that the report calls that person, names among it,
// where it says nothing that the report calls another and not that one; or nil.
func (s *resolution) byParts(first, last, h int) *draft {
	said := s.contentWords(first, last)
	var names []string
	for t := first; t < last; t++ {
		if s.doc.Tokens[t].UPOS == "PROPN" {
			names = append(names, s.contentWords(t, t+1)...)
		}
	}
	return s.onlyPerson(h, "", func(c *draft) bool {
		words := s.attributes(c)
		return slices.ContainsFunc(said, func(w string) bool { return words[w] }) && !s.contradicts(said, c, "") &&
			!slices.ContainsFunc(names, func(w string) bool { return !words[w] && !s.words.is("party member", w) && !s.nationOf(w, c) })
	})
}

// partsTakeUp is the person whom the sentence before is about, where a description
// with heads h and c side by side, which begins at token first, says nothing that
// the report calls another and not that one; or nil.
func (s *resolution) partsTakeUp(first, h, c int) *draft {
	d := s.doc
	if !s.forPersons(strings.ToLower(d.Tokens[h].Lemma)) || !s.forPersons(strings.ToLower(d.Tokens[c].Lemma)) {
		return nil
	}
	said := s.contentWords(first, c+1)
	return s.lastAbout(h, func(who *draft) bool { return s.isPerson(who, "") && s.isName(who) && !s.contradicts(said, who, "") })
}

// only is the only draft that fits, or nil.
func (s *resolution) only(fits func(*draft) bool) *draft {
	var one *draft
	for _, c := range s.drafts {
		if !fits(c) {
			continue
		}
		if one != nil {
			return nil
		}
		one = c
	}
	return one
}

// onlyPerson is the only one who fits of the persons named before token h who may
// have the gender; or nil.
func (s *resolution) onlyPerson(h int, gender string, fits func(*draft) bool) *draft {
	return s.only(func(c *draft) bool {
		return s.isPerson(c, gender) && s.isName(c) && c.spans[0].Start <= s.doc.Tokens[h].Start && fits(c)
	})
}

// byOffice is the one person of the report who is known to have held the office
// that a description names, or whom the report calls so; or nil.
func (s *resolution) byOffice(r *world.Role, h int) *draft {
	return s.onlyPerson(h, r.Gender, func(c *draft) bool {
		return s.called(c, r) || c.person != nil && slices.ContainsFunc(c.person.Terms, func(t world.Term) bool { return t.Office == r.Office })
	})
}

// called reports whether the report gives a person's name the words of a role.
func (s *resolution) called(c *draft, r *world.Role) bool {
	words := s.attributes(c)
	return !slices.ContainsFunc(strings.Fields(r.Phrase), func(w string) bool { return w != "of" && w != "the" && !words[canonical(w)] })
}

// ofRival reports whether the report calls a person a member of another party than
// the words of a description do.
func (s *resolution) ofRival(c *draft, said []string) bool {
	own := s.attributes(c)
	return s.ofSomeClass(own, "party member") && slices.ContainsFunc(said, func(w string) bool { return s.words.is("party member", w) && !own[w] })
}

// ofSomeClass reports whether one of the words is of a class of words.tsv.
func (s *resolution) ofSomeClass(words map[string]bool, class string) bool {
	for member := range s.words[class] {
		if words[member] {
			return true
		}
	}
	return false
}

// lastAbout is the one whom a description takes up among those who fit: the
// only one named before it in its sentence, where a pronoun would not do, else
// whom a sentence before is about.
func (s *resolution) lastAbout(h int, fits func(*draft) bool) *draft {
	d := s.doc
	if s.quoted[h] {
		return nil
	}
	var here []*draft
	for t := d.Sentences[d.Tokens[h].Sentence].First; t < h; t++ {
		i, ok := s.at[t]
		if !ok || s.quoted[t] || s.withOthers(t, h) {
			continue
		}
		if who := s.byEntity[d.Mentions[i].Entity]; s.isPerson(who, "") && s.isName(who) && !slices.Contains(here, who) {
			here = append(here, who)
		}
	}
	switch {
	case len(here) == 1 && fits(here[0]):
		return here[0]
	case len(here) > 0:
		return nil
	}
	return s.earlier(h, fits)
}

// withOthers reports whether token t stands in a phrase with "with" of the verb
// that token h is an argument of: "in an interview with Ruiz, the candidate said".
func (s *resolution) withOthers(t, h int) bool {
	d := s.doc
	with := false
	for up := t; up >= 0 && d.Tokens[up].Sentence == d.Tokens[h].Sentence; up = d.Tokens[up].Head {
		if up == d.Tokens[h].Head {
			return with
		}
		if k := d.Child(up, "case"); k >= 0 && s.lower(k) == "with" {
			with = true
		}
		if d.Tokens[up].UPOS == "VERB" {
			return false
		}
	}
	return false
}

// contradicts reports whether one of the words is what the report calls
// somebody else, of the country where the description names one.
func (s *resolution) contradicts(said []string, c *draft, country string) bool {
	own := s.attributes(c)
	for _, w := range said {
		if own[w] {
			continue
		}
		others := 0
		for _, other := range s.drafts {
			if other != c && other.actor.Kind == record.KindPerson && s.isName(other) && s.attributes(other)[w] &&
				(country == "" || other.actor.Country == nil || *other.actor.Country == country) && !s.ofRival(other, said) {
				others++
			}
		}
		switch {
		case s.words.is("party member", w): // of whom there are many, whom a report need not call so
			if others == 1 || s.ofSomeClass(own, "party member") {
				return true
			}
		case s.words.is("one of many", w):
			if others == 1 || others > 1 && !s.ofSomeClass(own, "one of many") && !s.ofSomeClass(own, "party member") {
				return true
			}
		case others > 0:
			return true
		}
	}
	return false
}

// nationOf reports whether the word names the country of the draft, and no state of it.
func (s *resolution) nationOf(w string, d *draft) bool {
	return d.actor.Country != nil && !s.isState(strings.ToUpper(w[:1])+w[1:]) && s.countryOf(strings.ToUpper(w[:1])+w[1:], true) == *d.actor.Country
}

// contentWords are the words of tokens first to last that say what somebody is.
func (s *resolution) contentWords(first, last int) []string {
	var list []string
	for t := first; t < last; t++ {
		switch s.doc.Tokens[t].UPOS {
		case "NOUN", "PROPN", "ADJ":
			w := strings.ToLower(s.doc.Form(t))
			if s.doc.Tokens[t].UPOS == "NOUN" && s.doc.Tokens[t].Lemma != "" {
				w = strings.ToLower(s.doc.Tokens[t].Lemma)
			}
			w = strings.TrimPrefix(w, "ex-")
			if states := s.world.ShortStates(s.doc.Form(t)); len(states) == 1 && s.doc.Tokens[t].UPOS == "PROPN" {
				w = states[0].Name // "(R-Tex.)"
			}
			for w := range strings.FieldsSeq(world.Fold(w)) {
				if w = canonical(w); !s.words.is("former", w) && !s.words.is("vague", w) {
					list = append(list, w)
				}
			}
		}
	}
	return list
}

// canonical is one word for several that say the same of a person.
func canonical(w string) string {
	switch w {
	case "sen", "congressman", "congresswoman", "rep", "representative", "legislator", "senator", "mp":
		return "lawmaker"
	case "gov":
		return "governor"
	case "hopeful", "contender", "rival":
		return "candidate"
	case "front-runner", "frontrunner", "runner":
		return "frontrunner"
	case "gop", "r":
		return "republican"
	case "d", "democratic":
		return "democrat"
	case "pres":
		return "president"
	case "gen":
		return "general"
	case "ceo":
		return "executive"
	case "spokesperson", "spokeswoman":
		return "spokesman"
	case "chairwoman", "chairperson", "chair":
		return "chairman"
	}
	return w
}

// attributes are the words that the report uses for a person beside the name,
// in titles, brackets, appositions and descriptions, and the offices that the
// person is known to have held.
func (s *resolution) attributes(c *draft) map[string]bool {
	if c.words != nil {
		return c.words
	}
	c.words = s.byname(c)
	d := s.doc
	for _, span := range c.spans {
		first, last := d.TokensIn(span)
		if i, named := s.around[first]; first < len(d.Tokens) && (!named || d.Mentions[i].First != first) {
			for _, w := range s.contentWords(first, last) {
				c.words[w] = true
			}
		}
	}
	return c.words
}

// namesOf are the names that begin what is said of the draft.
func (s *resolution) namesOf(c *draft) []text.Mention {
	var names []text.Mention
	for _, span := range c.spans {
		first, _ := s.doc.TokensIn(span)
		if i, named := s.around[first]; named && s.doc.Mentions[i].First == first {
			names = append(names, s.doc.Mentions[i])
		}
	}
	return names
}

// byname are the attributes that stand beside the name, and the offices held.
func (s *resolution) byname(c *draft) map[string]bool {
	words := map[string]bool{}
	add := func(first, last int) {
		for _, w := range s.contentWords(first, last) {
			words[w] = true
		}
	}
	d := s.doc
	for _, m := range s.namesOf(c) {
		sentence := d.Sentences[d.Tokens[m.Head].Sentence]
		begin := s.withoutTitle(m)
		for begin > sentence.First && (slices.Contains([]string{"NOUN", "PROPN", "ADJ"}, d.Tokens[begin-1].UPOS) || d.Form(begin-1) == "-") {
			begin--
		}
		add(begin, s.withoutTitle(m))
		add(m.Last, s.aside(m.Last, sentence.Last))
	}
	if c.person != nil {
		for _, t := range c.person.TermsBy(s.doc.Published) {
			for _, w := range strings.Fields(t.Office) {
				words[canonical(w)] = true
			}
		}
	}
	return words
}

// longestAside is how many tokens of a bracket or apposition are read.
const longestAside = 12

// aside is the end of what stands behind a name in brackets or, with an article
// or noun first, between commas.
func (s *resolution) aside(t, last int) int {
	d := s.doc
	if t+1 >= last {
		return t
	}
	closing := ""
	switch d.Form(t) {
	case "(":
		closing = ")"
	case ",":
		if u := d.Tokens[t+1].UPOS; u != "DET" && u != "NOUN" && u != "ADJ" {
			return t
		}
		closing = ","
	default:
		return t
	}
	for k := t + 1; k < min(last, t+longestAside); k++ {
		if f := d.Form(k); f == closing || closing == "," && f == "." {
			return k
		}
		if i := d.Child(k, "nsubj"); closing == "," && i > t && i < k {
			return t // "in an interview with Ruiz, the candidate said"
		}
		if d.Tokens[k].UPOS == "VERB" || d.Tokens[k].UPOS == "ADP" && closing == "," && d.Form(k) != "of" {
			return k
		}
	}
	return t
}

// nearby is how many sentences before a noun for a body its name is looked for,
// and closeBy where several were named.
const nearby, closeBy = 10, 2

// bodyBefore is the only body named nearby that the noun can be for: "the
// network" for an outlet, "the board" for one of that name; or nil.
func (s *resolution) bodyBefore(lemma string, first, h int) *draft {
	d := s.doc
	for t := first + 1; t < h; t++ {
		if c, _ := utf8.DecodeRuneInString(d.Form(t)); unicode.IsUpper(c) || d.Tokens[t].UPOS == "NUM" {
			return nil // another one
		}
	}
	kinds := s.words["body "+lemma]
	if h > first+1 && s.lower(h-1) == "news" && lemma == "organization" {
		kinds = s.words["body newspaper"]
	}
	generic := s.words.is("body", lemma)
	if kinds == nil && !generic {
		return nil
	}
	if h > first+1 {
		if found := s.bodyOfWords(s.contentWords(first+1, h+1)); found != nil {
			return found
		}
	}
	if other, found := s.sameNounBefore(first, h); found && h == first+1 {
		return other
	}
	if h == first+1 && (kinds != nil || s.words.is("any body", lemma)) {
		fits := func(c *draft) bool {
			return isBody(c) && s.hasBodyName(c) && (c.actor.Known == nil && len(c.actor.Sectors) == 0 || s.nameable(c, lemma, kinds))
		}
		if found := s.bodyHere(h, fits); found != nil {
			return found
		}
	}
	var own []string // words of its own: "work safety" before "agency"
	for t := first + 1; t < h; t++ {
		if d.Tokens[t].UPOS == "NOUN" {
			own = append(own, s.contentWords(t, t+1)...)
		}
	}
	var far, by []*draft
	doubtful := false
	for _, c := range s.drafts {
		if c.actor.Kind != record.KindOrganization || !s.hasBodyName(c) || slices.ContainsFunc(own, func(w string) bool { return !s.nameable(c, w, nil) }) {
			continue
		}
		distance := s.distance(c, h)
		if !s.nameable(c, lemma, kinds) {
			doubtful = doubtful || c.actor.Known == nil && len(c.actor.Sectors) == 0 && distance >= 0 && distance <= closeBy && kinds != nil
			continue // it may be of the kind
		}
		if distance >= 0 && distance <= nearby {
			far = append(far, c)
		}
		if distance >= 0 && distance <= closeBy {
			by = append(by, c)
		}
	}
	switch {
	case doubtful:
		return s.subjectBefore(h, by)
	case len(far) == 1:
		return far[0]
	case len(by) == 1:
		return by[0]
	case len(by) == 0 && len(own) == 0 && s.words.is("any body", lemma) && d.Tokens[h].Sentence > 0:
		// "the group": whichever body the sentence before is about
		found, _, _ := s.centre(d.Tokens[h].Sentence-1, func(c *draft) bool { return isBody(c) && s.hasBodyName(c) })
		return found
	}
	return nil
}

// subjectBefore is the subject of the sentence before that of token h, if it is one
// of the bodies; or nil.
func (s *resolution) subjectBefore(h int, bodies []*draft) *draft {
	d := s.doc
	n := d.Tokens[h].Sentence - 1
	if n < 0 {
		return nil
	}
	for i := d.Sentences[n].First; i < d.Sentences[n].Last; i++ {
		if t := d.Tokens[i]; !s.quoted[i] && text.IsRelation(t.Deprel, "nsubj") && t.Head >= 0 && d.Tokens[t.Head].Head < 0 {
			if who := s.whom(i); slices.Contains(bodies, who) {
				return who
			}
		}
	}
	return nil
}

// bodyHere is the body that a bare noun at token h takes up: the only one that fits
// of those named before it in its sentence, else whichever the sentence before is
// about, or the only one that it names; or nil.
func (s *resolution) bodyHere(h int, fits func(*draft) bool) *draft {
	d := s.doc
	n := d.Tokens[h].Sentence
	named := func(first, last int) (one *draft, several bool) {
		for t := first; t < last; t++ {
			i, ok := s.around[t]
			if !ok || s.quoted[t] || d.Mentions[i].Type != text.Organization {
				continue
			}
			if c := s.byEntity[d.Mentions[i].Entity]; fits(c) {
				if one != nil && one != c {
					return nil, true
				}
				one = c
			}
		}
		return one, false
	}
	for t := d.Sentences[n].First; t < h; t++ {
		if i, ok := s.at[t]; ok && !s.quoted[t] && text.IsRelation(d.Tokens[t].Deprel, "nsubj") && d.Mentions[i].Kind == text.Name && d.Tokens[d.Tokens[t].Head].Head < 0 {
			if c := s.byEntity[d.Mentions[i].Entity]; c == nil || c.person == nil && !isBody(c) && !strings.Contains(c.display(), " ") {
				return nil // may be one that was not found to be a body
			}
		}
	}
	if one, several := named(d.Sentences[n].First, h); one != nil || several {
		return one
	}
	if n == 0 || d.Blocks[d.Sentences[n-1].Block].Kind == text.Heading {
		return nil
	}
	if found, _, _ := s.centre(n-1, fits); found != nil {
		return found
	}
	one, _ := named(d.Sentences[n-1].First, d.Sentences[n-1].Last)
	return one
}

// sameNounBefore is the draft, or nil, of the last description with the noun h and
// words of its own shortly before, and whether there is one: "the agency" behind
// "a work safety agency". Token first begins the phrase of h.
func (s *resolution) sameNounBefore(first, h int) (*draft, bool) {
	d := s.doc
	from := d.Sentences[max(0, d.Tokens[h].Sentence-closeBy)].First
	for t := first - 1; t >= from; t-- {
		_, named := s.around[t]
		if named || d.Tokens[t].UPOS != "NOUN" || d.Tokens[t].Lemma != d.Tokens[h].Lemma {
			continue
		}
		if before := s.withoutDeterminer(s.modifiers(t)); len(before) == 0 || slices.ContainsFunc(before, func(m int) bool { _, ok := s.around[m]; return ok }) {
			continue
		}
		return s.bearer(t), true
	}
	return nil, false
}

// bodyOfWords is the only body whose name has all of several words: "the budget
// office"; or nil.
func (s *resolution) bodyOfWords(words []string) *draft {
	if len(words) < 2 {
		return nil
	}
	return s.only(func(c *draft) bool {
		return isBody(c) && s.hasBodyName(c) && !slices.ContainsFunc(words, func(w string) bool { return !s.nameable(c, w, nil) })
	})
}

// hasBodyName reports whether a mention of the draft is a body's name.
func (s *resolution) hasBodyName(c *draft) bool {
	return slices.ContainsFunc(c.spans, func(span text.Span) bool {
		first, last := s.doc.TokensIn(span)
		for t := first; t < last; t++ {
			if i, ok := s.around[t]; ok && s.doc.Mentions[i].Type == text.Organization {
				return true
			}
		}
		return false
	})
}

// nameable reports whether a body may be called by the noun: its name has the
// word, or it is of a kind that the noun is for.
func (s *resolution) nameable(c *draft, lemma string, kinds map[string]bool) bool {
	names := append([]string{c.actor.Name}, c.forms...)
	if len(c.actor.Sectors) > 0 && kinds[kindOfSector(c.actor.Sectors[0])] {
		return true
	}
	if c.actor.Known != nil {
		if o := s.world.Organization(*c.actor.Known); o != nil {
			if kinds[o.Kind] {
				return true
			}
			names = append(names, o.Names...)
		}
	}
	return slices.ContainsFunc(names, func(n string) bool {
		return slices.Contains(strings.Fields(world.Fold(n)), lemma)
	})
}

// kindOfSector is the kind of organisation that a body of the sector is, or "".
func kindOfSector(sector string) string {
	switch sector {
	case "BUS", "MNC":
		return "company"
	case "JRN":
		return "outlet"
	case "PTY":
		return "party"
	case "NGO", "SOC":
		return "ngo"
	case "IGO":
		return "igo"
	case "REB", "UAF":
		return "armed"
	}
	return ""
}

// distance is how many sentences before token h the draft was last named, or -1.
func (s *resolution) distance(c *draft, h int) int {
	best := -1
	for _, span := range c.spans {
		if span.Start >= s.doc.Tokens[h].Start {
			continue
		}
		first, _ := s.doc.TokensIn(span)
		if n := s.doc.Tokens[h].Sentence - s.doc.Tokens[first].Sentence; best < 0 || n < best {
			best = n
		}
	}
	return best
}

// campaign is the campaign, office or team that a source is: of the person named
// or taken up before the noun or, of a campaign, the only one that has spoken.
func (s *resolution) campaign(h int) *draft {
	kind := "campaign"
	if lemma := strings.ToLower(s.doc.Tokens[h].Lemma); !s.words.is("campaign", lemma) && !s.words.is("campaign", s.lower(max(h-1, 0))) {
		kind = lemma
	}
	owner, _ := s.campaigner(h)
	if of := s.ofPhrase(h); owner == nil && of >= 0 {
		if owner = s.whom(of); owner == nil || owner.actor.Kind != record.KindPerson || !s.isName(owner) {
			return nil // "the campaign of the former senator"
		}
	}
	switch {
	case owner == nil && kind == "campaign":
		return s.onlyCampaign(h)
	case owner == nil:
		return nil
	}
	return s.campaignOf(owner, kind)
}

// campaignsTogether is the draft of the campaigns of two persons, wherever the tree has
// their head: "the Ruiz and Gomez campaigns"; or nil.
func (s *resolution) campaignsTogether(span text.Span) *draft {
	_, last := s.doc.TokensIn(span)
	if h := last - 1; h > 0 && s.doc.Tokens[h].Plural() && s.words.is("campaign", strings.ToLower(s.doc.Tokens[h].Lemma)) {
		if owner, other := s.campaigner(h); owner != nil && other != nil && owner != other {
			return s.group([]*draft{s.campaignOf(other, "campaign"), s.campaignOf(owner, "campaign")}, span, "named side by side")
		}
	}
	return nil
}

// campaigner is the person whose campaign, office or team the noun at token h is by
// the words before it, and the one who is named with "and" before that person: "the
// Ruiz and Gomez campaigns"; or nil.
func (s *resolution) campaigner(h int) (owner, other *draft) {
	d := s.doc
	for t := h - 1; t >= max(h-maxModifiers, d.Sentences[d.Tokens[h].Sentence].First) && owner == nil; t-- {
		if i, ok := s.around[t]; ok && d.Mentions[i].Type == text.Person {
			owner = s.byEntity[d.Mentions[i].Entity]
			other = s.personBeside(d.Mentions[i].First)
			break
		}
		if owner = s.bearerOfSurname(t); owner != nil {
			other = s.personBeside(t)
			break
		}
		if p := s.lower(t); p == "his" || p == "her" || p == "whose" {
			owner = s.possessing(t)
			break
		}
		if s.doc.Tokens[t].UPOS == "NOUN" && isPossessive(s.doc.Form(t+1)) {
			owner = s.whom(t) // "the nominee's campaign"
			break
		}
		if u := d.Tokens[t].UPOS; u != "ADJ" && u != "NOUN" && u != "PART" && u != "PROPN" && !isPossessive(d.Form(t)) {
			break
		}
	}
	if owner == nil || owner.actor.Kind != record.KindPerson || !s.isName(owner) {
		return nil, nil
	}
	return owner, other
}

// campaignOf is the campaign, office or team of a person.
func (s *resolution) campaignOf(owner *draft, kind string) *draft {
	c := s.draftFor(kind + "/" + owner.key)
	if c.actor.Kind == "" {
		c.actor.Name, c.actor.Kind = kind+" of "+owner.display(), record.KindOrganization
		if owner.actor.Country != nil {
			c.setCountry(*owner.actor.Country)
		}
		if kind == "campaign" {
			c.addSectors("PTY")
			s.campaigns = append(s.campaigns, c)
		} else if len(owner.actor.Sectors) > 0 {
			c.addSectors(owner.actor.Sectors[0])
		}
		c.because("%s of %s", kind, owner.display())
	}
	return c
}

// bearerOfSurname is the only person of the report whose name ends in token t,
// where another name holds it ("Ruiz Campaign"); or nil.
func (s *resolution) bearerOfSurname(t int) *draft {
	if s.doc.Tokens[t].UPOS != "PROPN" {
		return nil
	}
	word := " " + world.Fold(s.doc.Form(t))
	return s.only(func(c *draft) bool {
		return c.actor.Kind == record.KindPerson && strings.HasSuffix(" "+world.Fold(c.display()), word) && s.isName(c)
	})
}

// onlyCampaign is the campaign meant by "the campaign": the only one so far, or
// that of whom the sentence before is about.
func (s *resolution) onlyCampaign(h int) *draft {
	if s.doc.Tokens[h].Plural() {
		return nil
	}
	if h == 0 || s.lower(h-1) != "the" && !s.words.is("campaign", s.lower(h-1)) {
		return nil
	}
	for n := s.doc.Tokens[h].Sentence; n >= max(0, s.doc.Tokens[h].Sentence-closeBy); n-- {
		if one, found := s.campaignIn(n, h); found {
			return one
		}
	}
	if len(s.campaigns) == 1 {
		return s.campaigns[0]
	}
	return s.campaignOfCandidate(h)
}

// campaignIn is the only campaign of which sentence n speaks before token h, nil where
// there are several, and whether it speaks of one.
func (s *resolution) campaignIn(n, h int) (one *draft, found bool) {
	for t := s.doc.Sentences[n].First; t < min(h, s.doc.Sentences[n].Last); t++ {
		if !s.words.is("campaign", strings.ToLower(s.doc.Tokens[t].Lemma)) || s.doc.Tokens[t].UPOS != "NOUN" && s.doc.Tokens[t].UPOS != "PROPN" {
			continue
		}
		owner, _ := s.campaigner(t)
		if owner == nil {
			continue
		}
		c := s.campaignOf(owner, "campaign")
		if found && c != one {
			return nil, true
		}
		one, found = c, true
	}
	return one, found
}

// campaignOfCandidate is the campaign of the candidate whom the clauses above token h
// or the sentence before are about: "Ruiz will speak on Monday, the campaign said"; or nil.
func (s *resolution) campaignOfCandidate(h int) *draft {
	who := s.before(h, func(c *draft) bool { return s.isPerson(c, "") && s.isName(c) })
	if who == nil {
		who = s.firstSubject(h)
	}
	if who == nil || !s.attributes(who)["candidate"] && !s.attributes(who)["nominee"] {
		return nil
	}
	return s.campaignOf(who, "campaign")
}

// firstSubject is the named person who is the subject of the sentence of token h, which
// stands before it; or nil.
func (s *resolution) firstSubject(h int) *draft {
	for t := s.doc.Sentences[s.doc.Tokens[h].Sentence].First; t < h; t++ {
		if !s.quoted[t] && text.IsRelation(s.doc.Tokens[t].Deprel, "nsubj") {
			if who := s.whom(t); s.isPerson(who, "") && s.isName(who) {
				return who
			}
			return nil
		}
	}
	return nil
}

// personBeside is the person whose name ends before "and" before token t, or nil.
func (s *resolution) personBeside(t int) *draft {
	d := s.doc
	if t < 2 || d.Tokens[t-1].UPOS != "CCONJ" {
		return nil
	}
	if i, ok := s.around[t-2]; ok && d.Mentions[i].Type == text.Person {
		return s.byEntity[d.Mentions[i].Entity]
	}
	return s.bearerOfSurname(t - 2)
}

// together is the draft of several persons or bodies whom a source names side
// by side: "Ruiz and Gomez", "Ana Ruiz, a lawyer, and Senator Juan Gomez"; or nil.
func (s *resolution) together(span text.Span) *draft {
	members := s.sideBySide(span)
	if members == nil {
		members = s.personsBeside(span)
	}
	if members == nil {
		members = s.headsBeside(span)
	}
	if len(members) < 2 || len(members) > 4 {
		return nil
	}
	return s.group(members, span, "named side by side")
}

// group is the draft of several persons, bodies or countries as one, whom the span
// names or describes.
func (s *resolution) group(members []*draft, span text.Span, why string) *draft {
	key, names := "together", ""
	for i, m := range members {
		key += "/" + m.key
		switch {
		case i == len(members)-1:
			names += " and "
		case i > 0:
			names += ", "
		}
		names += m.display()
	}
	c := s.draftFor(key)
	c.actor.Name, c.actor.Kind = names, record.KindGroup
	for _, m := range members {
		m.wanted = true
		if len(m.actor.Sectors) > 0 {
			c.addSectors(m.actor.Sectors[0])
		}
	}
	if country := members[0].actor.Country; country != nil && !slices.ContainsFunc(members, func(m *draft) bool { return m.actor.Country == nil || *m.actor.Country != *country }) {
		c.setCountry(*country)
	}
	c.addMention(span, s.doc.Slice(span))
	c.because("%s", why)
	return c
}

// sideBySide are those of whom a span holds the names and little else, or nil.
func (s *resolution) sideBySide(span text.Span) []*draft {
	d := s.doc
	first, last := d.TokensIn(span)
	and := func(t text.Token) bool { return t.UPOS == "CCONJ" && !strings.EqualFold(d.Slice(t.Span), "or") } // "the party, or SVP"
	if !slices.ContainsFunc(d.Tokens[first:last], and) {
		return nil
	}
	var members []*draft
	for t := first; t < last; t++ {
		i, ok := s.around[t]
		if ok && d.Mentions[i].First == t && d.Mentions[i].Last <= last && d.Mentions[i].Type != text.Misc {
			m := s.byEntity[d.Mentions[i].Entity]
			if m == nil || slices.Contains(members, m) ||
				d.Mentions[i].Type == text.Location && m.actor.Kind != record.KindCountry || len(members) > 0 && m.actor.Kind != members[0].actor.Kind &&
				(members[0].actor.Kind != record.KindPerson || m.actor.Kind == record.KindCountry) {
				return nil
			}
			members = append(members, m)
			t = d.Mentions[i].Last - 1
			continue
		}
		if len(members) > 1 && d.Form(t) == "," && t+1 < last && (d.Tokens[t+1].UPOS == "NUM" || d.Tokens[t+1].UPOS == "DET" || s.lower(t+1) == "among") {
			return members // "Ruiz and Gomez, two leaders of …"
		}
		switch u := d.Tokens[t].UPOS; {
		case u == "PUNCT", u == "CCONJ", u == "DET", u == "NOUN", u == "PROPN", u == "ADJ", ok:
		default:
			return nil
		}
	}
	return members
}

// headsBeside are those whom the heads of a span's phrases stand for, side by
// side: "the Ruiz campaign and the party"; or nil where one is nobody with a name.
func (s *resolution) headsBeside(span text.Span) []*draft {
	h := s.head(span)
	_, last := s.doc.TokensIn(span)
	if h < 0 || s.besides(h, last) < 0 {
		return nil
	}
	heads := []int{h}
	for _, c := range s.doc.Children(h) {
		if c > h && c < last && text.IsRelation(s.doc.Tokens[c].Deprel, "conj") {
			heads = append(heads, c)
		}
	}
	var members []*draft
	for _, i := range heads {
		if u := s.doc.Tokens[i].UPOS; u != "NOUN" && u != "PROPN" {
			return nil
		}
		m := s.bearer(i)
		if m == nil || !s.hasName(m) {
			m = cmp.Or(s.describedBefore(i, s.wholePhrase(i, i+1)), m)
		}
		if m == nil || m.actor.Kind == record.KindGroup || m.actor.Known == nil && !s.hasName(m) && !slices.Contains(s.campaigns, m) || slices.Contains(members, m) {
			return nil
		}
		members = append(members, m)
	}
	return members
}

// personsBeside are the persons whom a span names side by side with what they
// are between commas, in brackets or behind "of": each but the first stands
// behind a comma or "and" and a title, and the last one behind "and"; or nil.
func (s *resolution) personsBeside(span text.Span) []*draft {
	d := s.doc
	first, last := d.TokensIn(span)
	h := s.head(span)
	several := h >= 0 && s.describe(h).plural // "two rivals, Ruiz and Gomez"
	var members []*draft
	and, end := false, first // what stands before the next name begins at token end
	for t := first; t < last; t++ {
		i, ok := s.around[t]
		if s.words.is("relative", s.lower(t)) && len(members) > 1 {
			break
		}
		if !ok || d.Mentions[i].First != t || d.Mentions[i].Type != text.Person || d.Mentions[i].Last > last {
			continue
		}
		begin := t
		for begin > end && d.Form(begin-1) != "," && d.Tokens[begin-1].UPOS != "CCONJ" {
			begin--
		}
		who := s.byEntity[d.Mentions[i].Entity]
		if who == nil || who.actor.Kind != record.KindPerson || slices.Contains(members, who) || !s.titled(begin, t) ||
			d.Mentions[i].Last < last && isPossessive(d.Form(d.Mentions[i].Last)) {
			return nil
		}
		and = begin > end && d.Tokens[begin-1].UPOS == "CCONJ"
		if len(members) > 0 && begin == end || len(members) == 0 && begin > first && !several {
			return nil
		}
		members, end = append(members, who), d.Mentions[i].Last
		t = end - 1
	}
	if !and {
		return nil
	}
	return members
}
