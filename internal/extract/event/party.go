package event

import (
	"slices"
	"strings"

	"annals/internal/lexicon/ontology"
	"annals/internal/record"
	"annals/internal/text"
)

// isActor reports whether the noun phrase with head h names somebody who can
// act or be acted upon.
func (r *reader) isActor(h int) bool {
	t := r.d.Tokens[h]
	if r.isTime(h) || r.isMere(h) {
		return false
	}
	if m := r.mention[h]; m >= 0 {
		switch r.d.Mentions[m].Type {
		case text.Person, text.Organization, text.Location:
			return true
		case text.Misc:
			return len(r.world.Demonyms(r.d.Form(h))) > 0 || len(r.world.Homelands(r.d.Form(h))) > 0 || r.roleKind(h) != ""
		}
	}
	switch t.UPOS {
	case "PRON":
		return r.isPersonalPronoun(h)
	case "NUM":
		if of := r.quantityOf(h); of >= 0 && !r.upos(of, "NUM") {
			return r.isActor(of)
		}
		return t.Deprel != "nummod" && t.Deprel != "compound"
	case "PROPN":
		return len(r.d.Mentions) == 0 || r.rel(h, "nsubj") || r.isKnown(h)
	case "NOUN", "ADJ":
		if of := r.quantityOf(h); of >= 0 {
			return r.isActor(of)
		}
		return r.roleKind(h) != "" || r.in("agent", h) || r.in("person", h) ||
			len(r.world.Demonyms(r.d.Form(h))) > 0 || len(r.world.Homelands(r.d.Form(h))) > 0 ||
			t.Deprel == "nsubj" && r.in("polity", h) // "the city deployed police"
	case "DET":
		return slices.Contains([]string{"some", "many", "all", "both", "several"}, r.lemma(h))
	}
	return false
}

// isMere reports whether "force" at h is what somebody uses, not those who use it:
// "excessive use of force"; or "justice" what somebody wants.
func (r *reader) isMere(h int) bool {
	g := r.d.Tokens[h].Head
	return r.lemma(h) == "justice" && r.rel(h, "obj", "obl", "nmod") && len(r.d.Children(h)) == 0 || r.lemma(h) == "force" && g >= 0 && r.rel(h, "nmod", "obj") && slices.Contains([]string{"use", "amount", "degree", "display"}, r.lemma(g))
}

// isKnown reports whether a proper noun that the namer passed over is the name
// of a country, body or people, or follows a title.
func (r *reader) isKnown(h int) bool {
	form := r.d.Form(h)
	return r.world.CountryNamed(form) != nil || r.world.Metonym(form) != nil || len(r.world.Organizations(form)) > 0 ||
		len(r.world.Demonyms(form)) > 0 || len(r.world.Homelands(form)) > 0 || r.roleKind(h) != "" || r.d.Child(h, "nmod:desc") >= 0
}

// isPersonalPronoun leaves out "it" unless coreference ties it to a person, an
// organisation or a place.
func (r *reader) isPersonalPronoun(h int) bool {
	switch strings.ToLower(r.d.Form(h)) {
	case "he", "she", "they", "him", "her", "them", "we", "us", "i", "me", "you", "who", "his", "their", "our", "hers", "my", "others", "himself", "herself", "themselves", "someone", "everyone", "one":
		return true
	case "those":
		return r.d.Child(h, "acl") >= 0
	case "it", "its":
		m := r.mention[h]
		if m < 0 || r.d.Mentions[m].Entity < 0 {
			return len(r.d.Mentions) == 0
		}
		e := r.d.Entities[r.d.Mentions[m].Entity]
		switch e.Type {
		case text.Person, text.Organization, text.Location:
			return true
		}
		first := r.d.Mentions[e.Mentions[0]].Head
		return !r.upos(first, "PRON") && r.isActor(first)
	}
	return false
}

// isSpeechRole reports whether h is a pronoun for whoever speaks or listens.
func (r *reader) isSpeechRole(h int) bool {
	return r.upos(h, "PRON") && slices.Contains([]string{"i", "we", "you", "me", "us", "one"}, strings.ToLower(r.d.Form(h)))
}

// roleKind is the kind of role that the noun phrase with head h names, "" for
// none.
func (r *reader) roleKind(h int) string {
	first := h
	for first > 0 {
		n := 1
		if first > 1 && r.d.Form(first-1) == "-" { // "hostage-takers"
			n = 2
		}
		if r.d.Tokens[first-n].Head != h || !r.rel(first-n, "amod", "compound") {
			break
		}
		first -= n
	}
	for ; first <= h; first++ {
		if role := r.world.Role(r.d.Slice(r.d.TokenSpan(first, h+1))); role != nil {
			return role.Kind
		}
	}
	return ""
}

// isOrigin reports whether an adjective or compound part names whose the noun
// is: "Israeli", "NATO", "Kremlin".
func (r *reader) isOrigin(c int) bool {
	if r.ontology.In("time", r.lemma(c)) {
		return false
	}
	if r.isLongDemonym(c) || len(r.world.Demonyms(r.d.Form(c))) > 0 || len(r.world.Homelands(r.d.Form(c))) > 0 {
		return true
	}
	if m := r.mention[c]; m >= 0 && r.upos(c, "PROPN") {
		return r.d.Mentions[m].Type != text.Misc && r.d.Mentions[m].Type != text.NoType
	}
	if r.rel(c, "compound") && r.upos(c, "NOUN") {
		return r.roleKind(c) != "" || r.in("agent", c) && !r.in("troops", c)
	}
	return len(r.d.Mentions) == 0 && r.upos(c, "PROPN")
}

// isLongDemonym reports whether token c ends an adjective of origin of two words:
// "South African".
func (r *reader) isLongDemonym(c int) bool {
	return c > 0 && r.d.Tokens[c-1].Sentence == r.d.Tokens[c].Sentence && r.upos(c-1, "ADJ", "PROPN") && len(r.world.Demonyms(r.d.Slice(r.d.TokenSpan(c-1, c+1)))) > 0
}

// originIn is modifier c where it names whose the noun is, or the part of it that
// does ("Israeli" hung on "air" in "Israeli air strikes"), or -1.
func (r *reader) originIn(c int) int {
	if r.isOrigin(c) {
		return c
	}
	if r.rel(c, "compound") && r.upos(c, "NOUN") {
		if o := r.d.Child(c, "amod", "compound"); o >= 0 && o < c && r.isOrigin(o) {
			return o
		}
	}
	return -1
}

// groupOf is the noun for a group behind adjective of origin c where both modify one
// noun, or -1: the army in "Israeli army bulldozers", which are not Israel's at large.
func (r *reader) groupOf(c int) int {
	g := c + 1
	if !r.rel(c, "amod", "compound") || g >= r.d.Tokens[c].Head || r.d.Tokens[g].Head != r.d.Tokens[c].Head || !r.rel(g, "compound") || !r.upos(g, "NOUN") {
		return -1
	}
	if r.roleKind(g) == "" && !r.in("agent", g) || !r.isOrigin(c) {
		return -1
	}
	return g
}

// actorsIn lists the actors that the noun phrases with these heads name: the
// heads themselves, or whoever owns what they name ("the government's
// decision", "Cypriot ships", "the leaders of the revolt").
func (r *reader) actorsIn(heads []int) []int {
	var out []int
	for _, h := range r.spokenFor(heads) {
		counted := h
		if of := r.quantityOf(h); of >= 0 {
			counted = of
		}
		switch peoples := r.coordinatedOrigins(counted); {
		case len(peoples) > 1:
			out = append(out, peoples...)
		case r.sidesOf(h) != nil:
			out = append(out, r.sidesOf(h)...)
		case r.isActor(h):
			out = append(out, h)
		case r.named(h) >= 0:
			out = append(out, r.named(h))
		default:
			out = append(out, r.owners(h, 2)...)
		}
	}
	slices.Sort(out)
	return r.withoutOwners(slices.Compact(out))
}

// withoutOwners leaves out possessive pronouns for others of the list: "its" in "Russia
// and its proxies".
func (r *reader) withoutOwners(heads []int) []int {
	return slices.DeleteFunc(heads, func(h int) bool {
		return r.upos(h, "PRON") && r.rel(h, "nmod:poss") && slices.ContainsFunc(heads, func(x int) bool {
			return x < h && r.identityOf(x) == r.identityOf(h)
		})
	})
}

// named is the name that says which person or place a noun means ("the coordinator, Lena
// Okafor", "the capital Kabul"), or -1.
func (r *reader) named(h int) int {
	for _, c := range r.d.Children(h) {
		if m := r.mention[c]; c > h && r.rel(c, "appos") && m >= 0 && r.d.Mentions[m].Kind == text.Name && r.d.Mentions[m].Type == text.Person {
			return c
		}
	}
	if !r.in("place", h) {
		return -1
	}
	for _, c := range r.d.Children(h) {
		if r.rel(c, "appos", "flat") && c == h+1 && r.mention[c] >= 0 {
			return c
		}
	}
	return -1
}

// coordinatedOrigins lists the adjectives of origin of a noun phrase that names
// several actors at once: "French and Egyptian warships".
func (r *reader) coordinatedOrigins(h int) []int {
	for _, c := range r.d.Children(h) {
		if r.rel(c, "amod", "compound") && r.isOrigin(c) {
			if all := r.withConjuncts(c); len(all) > 1 && !slices.ContainsFunc(all, func(x int) bool { return !r.isOrigin(x) && len(r.world.Demonyms(r.d.Form(x))) == 0 }) {
				return all
			}
		}
		if r.rel(c, "nmod") && r.childLemma(c, "case", "from", "of") && r.roleKind(h) != "" && r.d.Tokens[h].Plural() {
			if all := r.withConjuncts(c); len(all) > 1 && !slices.ContainsFunc(all, func(x int) bool { return r.world.CountryNamed(r.d.Form(x)) == nil }) {
				return all // "the presidents of Chad and Niger"
			}
		}
	}
	return nil
}

// spokenFor puts in the place of pronouns those who say what these stand in,
// where coreference left them alone: all of them for "they".
func (r *reader) spokenFor(heads []int) []int {
	var out []int
	for _, h := range heads {
		switch s := r.reportedSpeaker(h); {
		case s < 0:
			out = append(out, h)
		case strings.EqualFold(r.d.Form(h), "they"):
			out = append(out, r.withConjuncts(s)...)
		default:
			out = append(out, s)
		}
	}
	return out
}

// reportedSpeaker is whom a pronoun that coreference left alone stands for when
// it is the subject of what somebody says: the one who says it ("Hungary said
// it would"); -1 where that does not apply.
func (r *reader) reportedSpeaker(h int) int {
	if !r.upos(h, "PRON") || !slices.Contains([]string{"it", "they", "he", "she"}, strings.ToLower(r.d.Form(h))) {
		return -1
	}
	v := r.d.Tokens[h].Head
	for v >= 0 && !r.rel(v, "ccomp") && r.rel(v, "xcomp", "conj", "aux") {
		v = r.d.Tokens[v].Head
	}
	if v < 0 || !r.rel(v, "ccomp") {
		return -1
	}
	g := r.d.Tokens[v].Head
	if g < 0 || !r.ontology.In("say", r.lemma(g)) && !r.ontology.In("speech", r.lemma(g)) {
		return -1
	}
	they := strings.EqualFold(r.d.Form(h), "they")
	for _, o := range r.frame(g).obj {
		if o != h && they && r.isAlone(h) && r.isActor(o) && r.d.Tokens[o].Plural() {
			return o // "warned organisers that they would be charged"
		}
	}
	for _, s := range r.surface(g) {
		if they && r.isPerson(s) && len(r.withConjuncts(s)) == 1 {
			continue // one person is not "they"
		}
		if s != h && !r.upos(s, "PRON") && r.isActor(s) && (r.isAlone(h) || r.passesOver(h, s)) {
			return s
		}
	}
	return -1
}

// isAlone reports whether coreference ties pronoun h to nobody.
func (r *reader) isAlone(h int) bool {
	m := r.mention[h]
	return m < 0 || r.d.Mentions[m].Entity < 0 || len(r.d.Entities[r.d.Mentions[m].Entity].Mentions) < 2
}

// passesOver reports whether coreference ties "they" or "it" to somebody whom the
// report last names before s, who speaks of what he did himself: civilians in
// "while civilians fled, the soldiers say they have destroyed two posts".
func (r *reader) passesOver(h, s int) bool {
	several := r.d.Tokens[s].Plural() || len(r.withConjuncts(s)) > 1
	switch strings.ToLower(r.d.Form(h)) {
	case "they":
		if !several {
			return false
		}
	case "it":
		if several || r.isPerson(s) || r.roleKind(s) == "person" || r.roleKind(s) == "group" {
			return false
		}
	default:
		return false
	}
	last := -1
	for _, m := range r.d.Entities[r.d.Mentions[r.mention[h]].Entity].Mentions {
		if at := r.d.Mentions[m].Head; at < h {
			last = max(last, at)
		}
	}
	return last < s && last >= 0
}

func (r *reader) owners(h, depth int) []int {
	if depth == 0 || r.lemma(h) == "colony" { // which is not its ruler
		return nil
	}
	var weak []int
	for _, c := range r.d.Children(h) {
		switch {
		case r.isDoneTo(c, h):
		case r.rel(c, "nmod:poss") && r.isActor(c):
			return r.withConjuncts(c)
		case r.groupOf(c) >= 0:
			return []int{r.groupOf(c)}
		case r.rel(c, "amod", "compound") && r.originIn(c) >= 0:
			return []int{r.originIn(c)}
		case r.leaderIn(c) >= 0:
			return []int{r.leaderIn(c)}
		case r.rel(c, "nmod") && r.isOwner(c, h):
			if weak == nil {
				weak = r.withConjuncts(c)
			}
		}
	}
	if weak != nil {
		return weak
	}
	for _, c := range r.d.Children(h) {
		if r.rel(c, "nmod:poss") || r.rel(c, "nmod") && r.childLemma(c, "case", "of", "by") && !r.isDoneTo(c, h) {
			if found := r.owners(c, depth-1); found != nil {
				return found
			}
		}
	}
	return nil
}

// isDoneTo reports whether c behind "of" is what the deed that noun h names is done to,
// not whose it is: the camp in "the shelling of the camp".
func (r *reader) isDoneTo(c, h int) bool {
	if !r.rel(c, "nmod") || !r.childLemma(c, "case", "of") {
		return false
	}
	// The lemma of "shelling" may be "shell".
	senses := slices.Concat(r.ontology.Entries(ontology.Noun, r.lemma(h)), r.ontology.Entries(ontology.Noun, strings.ToLower(r.d.Form(h))))
	return slices.ContainsFunc(senses, func(e *ontology.Entry) bool {
		return slices.Contains(e.Target, "p:of") && !slices.Contains(e.Source, "p:of")
	})
}

// leaderIn is the actor that adjective c names as the one at the head of
// something: NATO in "the NATO-led operation", or -1.
func (r *reader) leaderIn(c int) int {
	if c < 2 || !r.rel(c, "amod") || !strings.EqualFold(r.d.Form(c), "led") || r.d.Form(c-1) != "-" {
		return -1
	}
	if o := r.d.Child(c, "compound", "nsubj", "obl", "amod"); o >= 0 && o == c-2 && (r.isActor(o) || r.isOrigin(o)) {
		return o
	}
	return -1
}

// sidesOf are the parties to a conflict, of which only where it is fought is
// named: Chad in "the parties to the conflict in Chad". There are none where h is
// no noun for such sides.
func (r *reader) sidesOf(h int) []int {
	if !slices.Contains([]string{"party", "side"}, r.lemma(h)) {
		return nil
	}
	for _, c := range r.d.Children(h) {
		if !r.rel(c, "nmod") || !r.childLemma(c, "case", "to", "in", "of") || r.isActor(c) {
			continue
		}
		for _, g := range r.d.Children(c) {
			if r.rel(g, "nmod") && r.childLemma(g, "case", "in", "between") && r.isActor(g) {
				return r.withConjuncts(g)
			}
		}
	}
	return nil
}

// isOwner reports whether the attribute with head c names whose noun h is, or
// else whom it concerns. An attack or bomb is nobody's whom it only hits.
func (r *reader) isOwner(c, h int) bool {
	prepositions := []string{"of", "by", "from", "against", "on", "with", "between", "to", "for", "among"}
	if r.in("instrument", h) && r.rel(h, "nsubj", "obl:agent") {
		prepositions = []string{"by", "from"}
	}
	if r.isDeed(h) { // the killing of farmers is not theirs
		prepositions = []string{"by", "from", "between"}
	}
	if r.in("territory", h) || r.in("place", h) {
		prepositions = append(prepositions, "in", "near") // "areas in Yemen"
	}
	return r.childLemma(c, "case", prepositions...) && r.isActor(c)
}

// isDeed reports whether noun h is one of force or coercion against those whom "of"
// or "on" names.
func (r *reader) isDeed(h int) bool {
	return slices.ContainsFunc(r.ontology.Entries(ontology.Noun, r.lemma(h)), func(e *ontology.Entry) bool {
		return e.Code >= "17" && !e.Mutual && slices.Contains(e.Target, "p:of")
	})
}

// parties makes the record's parties of head tokens.
func (r *reader) parties(heads []int) []record.Party {
	var out []record.Party
	for _, h := range heads {
		out = append(out, r.party(h))
	}
	return out
}

// party is the noun phrase with head h: its modifiers up to the first relative
// clause, apposition or coordinated phrase.
func (r *reader) party(h int) record.Party {
	first, last := r.phrase(h)
	whole := r.s.Span(r.d.TokenSpan(first, last))
	span := whole
	if of := r.quantityOf(h); of >= 0 { // who it is stands behind "of", how many before it
		f, l := r.phrase(of)
		span = r.s.Span(r.d.TokenSpan(f, l))
	}
	p := record.Party{Span: &span, Description: record.Ptr(whole.Text)}
	for _, c := range r.d.Children(h) {
		if r.rel(c, "amod") && slices.Contains([]string{"unidentified", "unknown", "unnamed", "masked", "anonymous"}, r.lemma(c)) {
			p.Anonymous = true
		}
	}
	for _, g := range r.near.figures[r.d.Tokens[h].Sentence] {
		f := &r.given.Figures[g.index]
		if !r.d.TokenSpan(first, last).Covers(g.at) || f.Bound != "exactly" || f.Value == nil || *f.Value != float64(int(*f.Value)) {
			continue
		}
		if i := r.d.TokenAt(g.at.Start); r.d.Tokens[i].Head == h && r.rel(i, "nummod") {
			p.Count = record.Ptr(int(*f.Value))
		}
	}
	return p
}

// phrase is the half-open token range of the noun phrase with head h without
// relative clauses, appositions after a comma, and coordinated phrases. An
// adjective or compound part that stands for an actor is a phrase by itself.
func (r *reader) phrase(h int) (first, last int) {
	first, last = h, h+1
	if r.rel(h, "amod", "compound") && r.isLongDemonym(h) || h > 0 && r.groupOf(h-1) == h {
		return h - 1, last
	}
	if g := r.d.Tokens[h].Head; r.rel(h, "amod") || r.rel(h, "conj") && g >= 0 && r.rel(g, "amod", "compound") {
		return first, last
	}
	children := r.d.Children(h)
	for i := len(children) - 1; i >= 0; i-- { // to the left: as far as the parts touch
		c := children[i]
		if c > h {
			continue
		}
		f, l := r.d.Subtree(c)
		if l != first || !r.rel(c, "det", "amod", "nummod", "compound", "nmod:poss", "nmod:desc", "nmod:unmarked", "advmod", "flat") || r.isTime(c) {
			break
		}
		first = f
	}
	for _, c := range children {
		if c < h {
			continue
		}
		f, l := r.d.Subtree(c)
		if f != last || !r.rel(c, "nmod", "flat", "appos", "compound", "nummod", "amod") || r.isTime(c) || r.ontology.In("time", r.lemma(c)) || r.childLemma(c, "case", "by") {
			break
		}
		last = l
	}
	for first < h && (r.upos(first, "CCONJ", "PUNCT", "ADP") || r.lemma(first) == "include") && !slices.Contains([]string{"least", "most", "to"}, r.lemma(first+1)) {
		first++
	}
	return first, last
}

// isTime reports whether the phrase with head c is one of time: "on Monday".
func (r *reader) isTime(c int) bool {
	if r.rel(c, "flat") {
		return false
	}
	if r.ontology.In("time", r.lemma(c)) {
		return true
	}
	if !r.upos(c, "NUM") {
		return false
	}
	for _, g := range r.d.Children(c) { // "on June 13"
		if r.ontology.In("time", r.lemma(g)) {
			return true
		}
	}
	return false
}

// speaker is the head token of who says what predicate p stands in: the
// subject of the verb of saying above or beside it, or the source of the
// innermost statement around it; -1 if there is none.
func (r *reader) speaker(p int) int {
	for h := p; h >= 0; h = r.d.Tokens[h].Head {
		g := r.d.Tokens[h].Head
		if g >= 0 && r.rel(h, "ccomp", "parataxis") && r.ontology.In("say", r.lemma(g)) {
			if s := r.actorsIn(r.surface(g)); len(s) > 0 {
				return s[0]
			}
		}
		for _, c := range r.d.Children(h) {
			if r.rel(c, "parataxis") && r.ontology.In("say", r.lemma(c)) {
				if s := r.actorsIn(r.surface(c)); len(s) > 0 {
					return s[0]
				}
			}
		}
	}
	best, length := -1, 0
	for _, c := range r.near.contents[r.d.Tokens[p].Sentence] {
		source := r.given.Statements[c.index].Source.Span
		if source == nil || !c.at.Covers(r.d.TokenSpan(p, p+1)) || best >= 0 && c.at.Len() >= length {
			continue
		}
		first, last := r.d.TokensIn(r.s.Bytes(*source))
		for i := first; i < last; i++ {
			if g := r.d.Tokens[i].Head; (g < first || g >= last) && r.isActor(i) {
				best, length = i, c.at.Len()
				break
			}
		}
	}
	return best
}
