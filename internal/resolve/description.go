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
	if s.words.is("campaign", lemma) {
		return s.campaign(h)
	}
	first, last := d.TokensIn(span)
	if slices.ContainsFunc(d.Children(h), func(c int) bool { return c > h && c < last && text.IsRelation(d.Tokens[c].Deprel, "conj") }) {
		return nil // two of them
	}
	if found := s.nameBehind(last); found != nil && !strings.Contains(t.Feats, "Number=Plur") {
		return found
	}
	if det := s.lower(first); det != "the" && det != "that" && det != "this" || strings.Contains(t.Feats, "Number=Plur") || first > h {
		return nil
	}
	if s.ofPhrase(h) >= 0 {
		return nil // says of whom by itself
	}
	if found := s.byRole(first+1, h); found != nil {
		return found
	}
	if det := s.lower(first); det == "the" || det == "that" {
		return s.bodyBefore(lemma, first, h)
	}
	return nil
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

// byRole is the one person of the report who is called, or known to be, all
// that the words of a description say; where several are, or where the words
// are new, the one whom the sentence before is about.
func (s *resolution) byRole(first, h int) *draft {
	d := s.doc
	said := s.contentWords(first, h+1)
	head := canonical(strings.ToLower(d.Tokens[h].Lemma))
	epithet := s.words.is("epithet", head)
	for t := first; t < h; t++ {
		if i, ok := s.around[t]; ok && s.doc.Mentions[i].Type == text.Organization {
			epithet = false // "the FBI director" is nobody but theirs
		}
	}
	role := s.world.Role(head)
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
	if len(called) > 1 {
		return s.lastAbout(h, func(c *draft) bool { return slices.Contains(called, c) })
	}
	if !epithet {
		return nil
	}
	return s.lastAbout(h, func(c *draft) bool { return fits(c) && !s.contradicts(said, c) })
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
		if !ok || s.quoted[t] {
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

// contradicts reports whether one of the words is what the report calls
// somebody else.
func (s *resolution) contradicts(said []string, c *draft) bool {
	own := s.attributes(c)
	return slices.ContainsFunc(said, func(w string) bool {
		return !own[w] && slices.ContainsFunc(s.drafts, func(other *draft) bool {
			return other != c && other.actor.Kind == record.KindPerson && s.isName(other) && s.attributes(other)[w]
		})
	})
}

// nationOf reports whether the word names the country of the draft.
func (s *resolution) nationOf(w string, d *draft) bool {
	return d.actor.Country != nil && s.countryOf(strings.ToUpper(w[:1])+w[1:], true) == *d.actor.Country
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
			if w = canonical(world.Fold(w)); w != "" && !s.words.is("former", w) && !s.words.is("vague", w) {
				list = append(list, w)
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
	case "hopeful", "contender", "front-runner", "frontrunner", "front runner", "rival":
		return "candidate"
	case "gop", "r":
		return "republican"
	case "d", "democratic":
		return "democrat"
	case "pres":
		return "president"
	case "gen":
		return "general"
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
	c.words = map[string]bool{}
	add := func(first, last int) {
		for _, w := range s.contentWords(first, last) {
			c.words[w] = true
		}
	}
	d := s.doc
	for _, span := range c.spans {
		first, last := d.TokensIn(span)
		if first >= len(d.Tokens) {
			continue
		}
		i, named := s.around[first]
		if !named || d.Mentions[i].First != first {
			add(first, last)
			continue
		}
		m := d.Mentions[i]
		sentence := d.Sentences[d.Tokens[m.Head].Sentence]
		begin := s.withoutTitle(m)
		for begin > sentence.First && slices.Contains([]string{"NOUN", "PROPN", "ADJ"}, d.Tokens[begin-1].UPOS) {
			begin--
		}
		add(begin, s.withoutTitle(m))
		add(m.Last, s.aside(m.Last, sentence.Last))
	}
	if c.person != nil {
		for _, t := range c.person.Terms {
			for _, w := range strings.Fields(t.Office) {
				c.words[canonical(w)] = true
			}
		}
	}
	return c.words
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
	generic := s.words.is("body", lemma)
	if kinds == nil && !generic {
		return nil
	}
	var far, by []*draft
	for _, c := range s.drafts {
		if c.actor.Kind != record.KindOrganization || !s.hasBodyName(c) {
			continue
		}
		distance := s.distance(c, h)
		if !s.nameable(c, lemma, kinds) {
			if c.actor.Known == nil && len(c.actor.Sectors) == 0 && distance >= 0 && distance <= closeBy && kinds != nil {
				return nil // it may be of the kind
			}
			continue
		}
		if distance >= 0 && distance <= nearby {
			far = append(far, c)
		}
		if distance >= 0 && distance <= closeBy {
			by = append(by, c)
		}
	}
	switch {
	case len(far) == 1:
		return far[0]
	case len(by) == 1:
		return by[0]
	case len(by) == 0 && s.words.is("any body", lemma) && d.Tokens[h].Sentence > 0:
		// "the group": whichever body the sentence before is about
		found, _, _ := s.centre(d.Tokens[h].Sentence-1, func(c *draft) bool { return isBody(c) && s.hasBodyName(c) })
		return found
	}
	return nil
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

// campaign is the campaign that a source is: of the person named or taken up
// before the noun, or the only one that has spoken.
func (s *resolution) campaign(h int) *draft {
	d := s.doc
	var owner *draft
	for t := h - 1; t >= max(h-maxModifiers, d.Sentences[d.Tokens[h].Sentence].First) && owner == nil; t-- {
		if i, ok := s.around[t]; ok && d.Mentions[i].Type == text.Person {
			owner = s.byEntity[d.Mentions[i].Entity]
			break
		}
		if p := s.lower(t); p == "his" || p == "her" {
			if i, ok := s.at[t]; ok {
				owner = s.byEntity[d.Mentions[i].Entity]
			}
			if owner == nil {
				owner = s.takenUp(t)
			}
			break
		}
		if u := d.Tokens[t].UPOS; u != "ADJ" && u != "NOUN" && u != "PART" && u != "PROPN" && d.Form(t) != "'s" && d.Form(t) != "’s" {
			break
		}
	}
	if owner == nil {
		return s.onlyCampaign(h)
	}
	if owner.actor.Kind != record.KindPerson || !s.isName(owner) {
		return nil
	}
	c := s.draftFor("campaign/" + owner.key)
	if c.actor.Kind == "" {
		c.actor.Name, c.actor.Kind = "campaign of "+owner.display(), record.KindOrganization
		if owner.actor.Country != nil {
			c.setCountry(*owner.actor.Country)
		}
		c.addSectors("PTY")
		c.because("campaign of %s", owner.display())
		s.campaigns = append(s.campaigns, c)
	}
	return c
}

// onlyCampaign is the campaign meant by "the campaign": the only one so far, or
// that of whom the sentence before is about.
func (s *resolution) onlyCampaign(h int) *draft {
	if len(s.modifiers(h)) != 1 || s.lower(h-1) != "the" {
		return nil
	}
	if len(s.campaigns) == 1 {
		return s.campaigns[0]
	}
	var by []*draft
	for _, c := range s.campaigns {
		if n := s.distance(c, h); n >= 0 && n <= closeBy {
			by = append(by, c)
		}
	}
	if len(by) == 1 {
		return by[0]
	}
	return nil
}

// together is the draft of several persons or bodies whom a source names side
// by side: "Ruiz and Gomez"; or nil.
func (s *resolution) together(span text.Span) *draft {
	d := s.doc
	first, last := d.TokensIn(span)
	var members []*draft
naming:
	for t := first; t < last; t++ {
		i, ok := s.around[t]
		if ok && d.Mentions[i].First == t && d.Mentions[i].Last <= last && d.Mentions[i].Type != text.Misc {
			m := s.byEntity[d.Mentions[i].Entity]
			if m == nil || slices.Contains(members, m) || d.Mentions[i].Type == text.Organization && len(members) == 0 ||
				d.Mentions[i].Type == text.Location && m.actor.Kind != record.KindCountry || len(members) > 0 && m.actor.Kind == record.KindCountry && members[0].actor.Kind != record.KindCountry {
				return nil
			}
			members = append(members, m)
			t = d.Mentions[i].Last - 1
			continue
		}
		if len(members) > 1 && d.Form(t) == "," && t+1 < last && (d.Tokens[t+1].UPOS == "NUM" || d.Tokens[t+1].UPOS == "DET") {
			break naming // "Ruiz and Gomez, two leaders of …"
		}
		switch u := d.Tokens[t].UPOS; {
		case u == "PUNCT", u == "CCONJ", u == "DET", u == "NOUN", u == "PROPN", u == "ADJ", ok:
		default:
			return nil
		}
	}
	if len(members) < 2 || len(members) > 4 {
		return nil
	}
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
	c.addMention(span, d.Slice(span))
	c.because("named side by side")
	return c
}
