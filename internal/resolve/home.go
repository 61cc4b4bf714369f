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

// countriesFromOthers gives actors whose country no words of their own say the
// country of the person whom they belong to ("supporters of President Ben
// Bella") or the report's home country.
func (s *resolution) countriesFromOthers() {
	home := s.home()
	if s.filed != "" && home != s.filed {
		home = "" // filed from one country on another
	}
	for _, d := range s.drafts {
		s.counterpart(d)
	}
	for _, d := range slices.Concat(s.drafts, s.drafts) { // an owner may have its country from the report
		if !d.wanted || d.actor.Country != nil || d.actor.Known != nil {
			continue
		}
		if master := s.master(d); master != nil {
			d.setCountry(*master.actor.Country)
			if len(d.actor.Sectors) == 0 && len(master.actor.Sectors) > 0 {
				d.addSectors(master.actor.Sectors[0])
				d.setAgent(master.agent)
			}
			d.because("speaks for %s", master.display())
		} else if owner := s.owner(d); owner != nil {
			d.setCountry(*owner.actor.Country)
			d.because("of %s", owner.actor.Name)
		} else if home != "" && s.belongsAtHome(d) {
			d.setCountry(home)
			d.because("the report's only home country")
		} else if home == "" && s.belongsAtHome(d) {
			if scope := s.scope(d); scope != "" {
				d.setCountry(scope)
				d.because("what its first sentence or the dateline says where it is")
			}
		}
	}
}

// ofState reports whether a draft's first sector is one of the state, whose people
// are at home where they act.
func (s *resolution) ofState(d *draft) bool {
	return len(d.actor.Sectors) > 0 && s.words.is("of the state", strings.ToLower(d.actor.Sectors[0]))
}

// counterpart gives the counterpart of somebody in another country the same sector: "his
// Cuban counterpart".
func (s *resolution) counterpart(d *draft) {
	if !d.wanted || len(d.actor.Sectors) > 0 || d.person != nil {
		return
	}
	for _, span := range d.spans {
		h := s.head(span)
		if h < 0 || strings.ToLower(s.doc.Tokens[h].Lemma) != "counterpart" {
			continue
		}
		if at := s.doc.Child(h, "nmod:poss"); at >= 0 {
			if o := s.bearer(at); o != nil && o != d && o.actor.Kind != record.KindCountry && len(o.actor.Sectors) > 0 {
				d.addSectors(o.actor.Sectors[0])
				d.setAgent(agentOf(o.actor.Sectors[0]))
				d.because("counterpart of %s", o.display())
				return
			}
		}
	}
}

// scope is the country where the sentence that first speaks of a draft says that
// something happens or whose body acts there, if it is one only; of what belongs to a
// state, where the sentence says so of none, the only country that its paragraph so far
// speaks of, if something happens there or its bodies act; the country that the report
// is filed from, where the paragraph speaks of no other one; or "".
func (s *resolution) scope(d *draft) string {
	if len(d.spans) == 0 {
		return ""
	}
	first := slices.MinFunc(d.spans, func(a, b text.Span) int { return a.Start - b.Start })
	t, _ := s.doc.TokensIn(first)
	if t >= len(s.doc.Tokens) || s.quoted[t] {
		return ""
	}
	sentence := s.doc.Sentences[s.doc.Tokens[t].Sentence]
	here := s.countriesAt(sentence.First, sentence.Last)
	if len(here) > 0 {
		return one(here)
	}
	if !s.ofState(d) || s.ofPeople(d) {
		return "" // rebels and bystanders may be from anywhere
	}
	block := s.doc.Blocks[sentence.Block]
	begin := s.doc.Sentences[block.First].First
	at, named := s.countriesAt(begin, sentence.Last), s.codesWithin(begin, sentence.Last)
	switch {
	case len(named) == 1 && at[named[0]]:
		return named[0]
	case s.filed != "" && (len(named) == 0 && !s.filedElsewhere() || len(named) == 1 && named[0] == s.filed):
		return s.filed
	case s.filed != "":
		return one(at)
	}
	return "" // what else the paragraph speaks of may be anywhere
}

// filedElsewhere reports whether a report is filed from one country on another: it names
// that one more often, and more than once.
func (s *resolution) filedElsewhere() bool {
	count := map[string]int{}
	s.eachCountry(0, len(s.doc.Tokens), s.homeland, func(_, _ int, code string) { count[code]++ })
	for code, n := range count {
		if code != s.filed && n > max(1, count[s.filed]) {
			return true
		}
	}
	return false
}

// one is the only member of a set, or "".
func one(set map[string]bool) string {
	if len(set) != 1 {
		return ""
	}
	for code := range set {
		return code
	}
	return ""
}

// countriesAt are the countries of which tokens first to last say that something
// happens there or that a body of theirs acts.
func (s *resolution) countriesAt(first, last int) map[string]bool {
	found := map[string]bool{}
	s.eachCountry(first, last, s.homeland, func(i, j int, code string) {
		if s.athome(i, j) {
			found[code] = true
		}
	})
	return found
}

// master is the body or person with a country for whom a person speaks or works,
// who is named before the noun for that: "the junta's spokesman", "Kagame's
// spokeswoman Ana Ruiz"; or nil.
func (s *resolution) master(d *draft) *draft {
	if d.actor.Kind != record.KindPerson {
		return nil
	}
	for _, span := range d.spans {
		h := s.head(span)
		if h < 0 || s.doc.Tokens[h].UPOS == "PRON" {
			continue
		}
		heads := append([]int{h}, s.doc.Children(h)...)
		if t := s.doc.Tokens[h]; t.Head >= 0 && s.doc.Tokens[t.Head].UPOS == "NOUN" {
			heads = append(heads, t.Head)
		}
		for _, n := range heads {
			if s.doc.Tokens[n].UPOS != "NOUN" || !s.words.is("serving", strings.ToLower(s.doc.Tokens[n].Lemma)) {
				continue
			}
			if at := s.doc.Child(n, "nmod:poss"); at >= 0 {
				if o := s.possessing(at); o != nil && o != d && o.actor.Country != nil && o.actor.Kind != record.KindCountry {
					return o
				}
			}
		}
	}
	return nil
}

// owner is the person with a country whom a draft's words name as the one that
// it is of or for: "President Ben Bella's government"; or nil.
func (s *resolution) owner(d *draft) *draft {
	if d.actor.Kind == record.KindPerson && len(d.forms) > 0 && s.isName(d) {
		return nil
	}
	for _, span := range d.spans {
		h := s.head(span)
		if h < 0 {
			continue
		}
		for _, at := range []int{s.ofPhrase(h), s.doc.Child(h, "nmod:poss"), s.doc.Child(h, "compound")} {
			if at < 0 {
				continue
			}
			owners := []*draft{}
			for _, i := range s.bearers(at) {
				owners = append(owners, s.byEntity[s.doc.Mentions[i].Entity])
			}
			if s.doc.Tokens[at].UPOS == "PRON" {
				owners = []*draft{s.possessing(at)}
			}
			for _, o := range owners {
				if o == nil || o == d || o.actor.Country == nil {
					continue
				}
				if o.actor.Kind == record.KindPerson || text.IsRelation(s.doc.Tokens[at].Deprel, "nmod:poss") && s.isHomely(d) {
					return o // "its army" is of the same country
				}
			}
		}
	}
	return nil
}

// isHomely reports whether a draft is a group or body of a kind that reports name
// without its country at home.
func (s *resolution) isHomely(d *draft) bool {
	return len(d.actor.Sectors) > 0 && s.words.is("homely", strings.ToLower(d.actor.Sectors[0])) && !s.foreign(d)
}

// isName reports whether one of a draft's mentions is a name.
func (s *resolution) isName(d *draft) bool {
	return slices.ContainsFunc(d.spans, func(span text.Span) bool {
		first, _ := s.doc.TokensIn(span)
		i, ok := s.around[first]
		return ok && s.doc.Mentions[i].Kind == text.Name
	})
}

// hasName reports whether one of a draft's mentions is a name that stands for it.
func (s *resolution) hasName(d *draft) bool {
	return slices.ContainsFunc(s.doc.Mentions, func(m text.Mention) bool {
		return m.Kind == text.Name && m.Entity >= 0 && s.byEntity[m.Entity] == d
	})
}

// belongsAtHome reports whether a draft is an official, a body or a group that
// a report names without its country where that is the reader's own or was
// said before.
func (s *resolution) belongsAtHome(d *draft) bool {
	a := &d.actor
	if s.isEthnic(d) {
		return true
	}
	if len(a.Sectors) == 0 || s.foreign(d) {
		return false
	}
	sector := strings.ToLower(a.Sectors[0])
	switch a.Kind {
	case record.KindPerson, record.KindOffice:
		return s.words.is("homely", sector)
	case record.KindOrganization:
		return s.words.is("homely", sector) && (!s.isName(d) || stateBodies()[world.Fold(a.Name)] != "" || sector != "reb" && s.words.is("contending", sector))
	case record.KindGroup:
		return (s.words.is("local", sector) || s.stateForces(d) || s.authorities(d) || s.calledLocal(d)) && !s.isName(d) && !s.ofPeople(d)
	}
	return false
}

// calledLocal reports whether a draft is called local: "local media".
func (s *resolution) calledLocal(d *draft) bool {
	return slices.ContainsFunc(d.forms, func(form string) bool { return strings.HasPrefix(strings.ToLower(form), "local ") })
}

// authorities reports whether a draft is called "the authorities".
func (s *resolution) authorities(d *draft) bool {
	return slices.ContainsFunc(d.forms, func(form string) bool {
		return strings.TrimPrefix(strings.ToLower(form), "the ") == "authorities"
	})
}

// stateForces reports whether a draft is called as the forces of a state are:
// "the army".
func (s *resolution) stateForces(d *draft) bool {
	return slices.ContainsFunc(d.forms, func(form string) bool {
		form = strings.TrimPrefix(strings.ToLower(form), "the ")
		return s.words.is("forces", form)
	})
}

// isEthnic reports whether a draft is of people whose nation is called ethnic.
func (s *resolution) isEthnic(d *draft) bool {
	return slices.ContainsFunc(d.spans, func(span text.Span) bool {
		h := s.head(span)
		return h >= 0 && s.ethnic(h)
	})
}

// ofPeople reports whether a capital within a group's words names a people or
// place of its own: "Malayan civilians".
func (s *resolution) ofPeople(d *draft) bool {
	return slices.ContainsFunc(d.forms, func(form string) bool {
		words := strings.Fields(form)
		return slices.ContainsFunc(words[1:], func(w string) bool {
			first, _ := utf8.DecodeRuneInString(w)
			return unicode.IsUpper(first)
		})
	})
}

// foreign reports whether a draft's words say that they are from elsewhere or
// of several countries.
func (s *resolution) foreign(d *draft) bool {
	return slices.ContainsFunc(d.forms, func(form string) bool {
		words := strings.Fields(strings.ToLower(form))
		for i, w := range words {
			if w == "foreign" && i+1 < len(words) && slices.Contains([]string{"ministry", "minister", "ministers", "office", "secretary", "affairs"}, words[i+1]) {
				continue // "its foreign ministry" is at home
			}
			if s.words.is("several", w) || s.words.is("abroad", w) || s.words.is("abroad", strings.TrimSuffix(w, "s")) {
				return true
			}
		}
		return false
	})
}

// home is the country where the report's events take place and whose bodies
// act in it, or "": the only one that a few sentences name, in a longer report
// one that three of four words for countries name. A country that is only
// dealt with ("flew to France", "accused Russia") is nobody's home.
func (s *resolution) home() string {
	d := s.doc
	at, named := map[string]int{}, map[string]int{}
	all := 0
	for _, sentence := range d.Sentences {
		for i := sentence.First; i < sentence.Last; i++ {
			if first, _ := utf8.DecodeRuneInString(d.Form(i)); !unicode.IsUpper(first) {
				continue
			}
			for j := min(i+3, sentence.Last); j > i; j-- {
				code := s.homeland(i, j)
				if code == "" || d.Tokens[j-1].UPOS == "PUNCT" {
					continue
				}
				named[code]++
				all++
				if s.athome(i, j) || s.domesticName(i, j) {
					at[code]++
				}
				i = j - 1
				break
			}
		}
	}
	if len(at) != 1 {
		return ""
	}
	for code := range at {
		if len(named) == 1 || len(d.Sentences) > 3 && 4*named[code] >= 3*all {
			return code
		}
	}
	return ""
}

// homeland is the country that tokens i to j name by its name, its adjective
// or one of its towns.
func (s *resolution) homeland(i, j int) string {
	words := s.doc.Slice(s.doc.TokenSpan(i, j))
	if i > 0 && s.lower(i-1) == "ethnic" {
		return ""
	}
	if code := s.countryOf(words, true); code != "" {
		return code
	}
	if m, ok := s.around[i]; ok && s.doc.Mentions[m].Type == text.Location && s.doc.Mentions[m].Last == j {
		return cmp.Or(s.placed[i], s.placeCountry(words))
	}
	return ""
}

// athome reports whether the name of a country or town at tokens i to j says
// where something happens ("in Algiers") or whose body acts ("Haitian police",
// "Nepal's parliament").
func (s *resolution) athome(i, j int) bool {
	d := s.doc
	h := j - 1
	for d.Tokens[h].Head >= i && d.Tokens[h].Head < j && d.Tokens[h].Head != h {
		h = d.Tokens[h].Head
	}
	t := d.Tokens[h]
	if t.Head < 0 {
		return false
	}
	if k := d.Child(h, "case"); k >= 0 && k < h {
		if s.lower(k) == "of" && s.words.is("territory", s.lower(t.Head)) { // "in the port city of Sfax"
			return s.happensIn(t.Head)
		}
		return s.happensIn(h)
	}
	if text.IsRelation(t.Deprel, "nsubj") && !s.quoted[h] && t.Plural() && len(s.world.Demonyms(d.Form(h))) > 0 {
		return true // "Haitians marched"
	}
	if !text.IsRelation(t.Deprel, "amod") && !text.IsRelation(t.Deprel, "nmod") && !text.IsRelation(t.Deprel, "compound") {
		return false
	}
	noun := d.Tokens[t.Head]
	lemma := strings.ToLower(noun.Lemma)
	if s.words.is("domestic", lemma) {
		return true
	}
	if s.words.is("territory", lemma) { // "in the Kenyan port of Mombasa"
		return s.happensIn(t.Head)
	}
	if k := d.Child(t.Head, "case"); k >= 0 && k < t.Head && s.lower(k) != "by" && s.lower(k) != "according" && s.lower(k) != "of" &&
		!(s.lower(k) == "against" && s.isProceeding(noun.Head)) { // "opened a case against two Peruvian ministers"
		return false
	}
	role := s.world.Role(lemma)
	return !s.words.is("abroad", lemma) && role != nil && s.words.is("homely", strings.ToLower(role.Sector)) && role.Sector != "MIL"
}

// isProceeding reports whether token t is a noun for what courts and prosecutors do
// against somebody, or a verb whose object is.
func (s *resolution) isProceeding(t int) bool {
	if t < 0 {
		return false
	}
	if s.doc.Tokens[t].UPOS == "VERB" {
		t = s.doc.Child(t, "obj", "nsubj:pass")
	}
	return t >= 0 && s.words.is("proceeding", strings.ToLower(s.doc.Tokens[t].Lemma))
}

// domesticName reports whether the name of a country at tokens i to j stands in that
// of a party or of rebels there: "the Communist Party of Nepal".
func (s *resolution) domesticName(i, j int) bool {
	at, ok := s.around[i]
	if !ok || s.doc.Mentions[at].Last < j || s.doc.Mentions[at].First == i && s.doc.Mentions[at].Last == j {
		return false
	}
	d := s.byEntity[s.doc.Mentions[at].Entity]
	return d != nil && d.actor.Kind == record.KindOrganization && len(d.actor.Sectors) > 0 && s.words.is("contending", strings.ToLower(d.actor.Sectors[0]))
}

// happensIn reports whether the phrase with head h says where something
// happens.
func (s *resolution) happensIn(h int) bool {
	k := s.doc.Child(h, "case")
	return k >= 0 && k < h && slices.Contains([]string{"in", "across", "throughout", "within", "inside"}, s.lower(k))
}
