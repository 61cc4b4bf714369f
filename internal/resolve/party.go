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

// tieParties finds the draft of every party of the record that has one, and
// marks it as wanted.
func (s *resolution) tieParties(rec *record.Record) map[*record.Party]*draft {
	for i := range rec.Statements {
		st := &rec.Statements[i]
		if st.Source.Span != nil {
			s.sources[s.head(s.speller.Bytes(*st.Source.Span))] = true
		}
	}
	ties := map[*record.Party]*draft{}
	for i := range rec.Statements {
		st := &rec.Statements[i]
		s.tie(ties, &st.Source, true)
		s.heard(st, ties[&st.Source])
		for j := range st.Via {
			s.tie(ties, &st.Via[j], true)
		}
		s.tie(ties, st.Addressee, true)
	}
	for i := range rec.Events {
		s.tieEvent(ties, &rec.Events[i])
	}
	for i := range rec.Figures {
		for j := range rec.Figures[i].AccordingTo {
			s.tie(ties, &rec.Figures[i].AccordingTo[j], true)
		}
	}
	return ties
}

// tieEvent ties those who act in an event, and those to whom it is done.
func (s *resolution) tieEvent(ties map[*record.Party]*draft, e *record.Event) {
	s.tieApart(e, ties)
	for j := range e.Actors {
		if p := &e.Actors[j]; ties[p] == nil {
			s.tie(ties, p, true)
		}
	}
	for j := range e.Recipients {
		p := &e.Recipients[j]
		if ties[p] == nil {
			s.tie(ties, p, false)
		}
		if ties[p] != nil || p.Span == nil {
			continue
		}
		d := s.placeParty(s.speller.Bytes(*p.Span))
		if d == nil && j > 0 {
			d = s.othersLike(ties[&e.Recipients[j-1]], s.speller.Bytes(*p.Span))
		}
		if d != nil {
			d.wanted = true
			ties[p] = d
		}
	}
}

// tie ties one party, who speaks or acts or to whom something is done; nobody where
// there is none.
func (s *resolution) tie(ties map[*record.Party]*draft, p *record.Party, speaks bool) {
	if p == nil || p.Span == nil {
		return
	}
	span := s.speller.Bytes(*p.Span)
	if p.Anonymous && !s.collective(span) {
		if s.soleName(span) == nil {
			return
		}
		p.Anonymous = false // "a resident of the town, Ana Ruiz"
	}
	if antecedent, ok := s.antecedent(span); ok {
		span = antecedent
		p.Description = record.Ptr(s.doc.Slice(span))
	}
	d := s.partyDraft(span, speaks)
	if d != nil && (s.spokenWith(span, d) || s.ofAnotherState(span, d)) {
		s.drop(d, span)
		d = nil
	}
	if members := s.members(span); members != nil {
		d = s.group(members, span, "“"+s.doc.Slice(span)+"”: the only ones named before")
	} else if other, decided := s.insteadOf(span, d); decided {
		d = other
	} else if speaks {
		d = cmp.Or(s.salient(span, d), d, s.unknownName(span))
	}
	if d == nil {
		return
	}
	d.wanted = true
	ties[p] = d
	s.callFully(d, span)
	s.learn(d, span)
	s.among(d, span)
}

// unknownName drafts the body behind the name of a source that no step took for a name:
// "El Faro del Sur, citing a memorandum, reported"; or nil where the words are none. It
// is of several words in capitals, which a description with a name in it is not.
func (s *resolution) unknownName(span text.Span) *draft {
	d := s.doc
	first, last := d.TokensIn(span)
	for first < last && s.lower(first) == "the" {
		first++
	}
	least, outlet := 2, first+1 < last && (s.lower(first) == "agency" || s.words["body "+s.lower(first)]["outlet"])
	if outlet { // "the agency Beta"
		first++
		least = 1
	}
	if last-first < least || last-first > longestCall {
		return nil
	}
	for t := first; t < last; t++ {
		r, _ := utf8.DecodeRuneInString(d.Form(t))
		if i, ok := s.at[t]; ok && d.Mentions[i].Kind == text.Name && d.Mentions[i].Type != text.Organization && (d.Mentions[i].Type != text.Location || len(s.world.Places(s.printedName(d.Mentions[i]))) > 0) {
			return nil
		}
		if d.Tokens[t].UPOS != "PROPN" || !unicode.IsUpper(r) && (t == first || t == last-1) {
			return nil
		}
	}
	at := d.TokenSpan(first, last)
	o := s.draftFor("named/" + strings.ToLower(d.Slice(at)))
	o.actor.Kind = record.KindOrganization
	o.addMention(at, d.Slice(at))
	if outlet {
		o.addSectors("JRN")
	}
	o.because("a source by its name")
	return o
}

// othersLike drafts those whom a party calls others of the kind that was named right
// before: "killed two Iraqi students and wounded five others"; or nil.
func (s *resolution) othersLike(d *draft, span text.Span) *draft {
	h := s.head(span)
	if d == nil || h < 0 || d.actor.Kind != record.KindGroup || s.lower(h) != "others" && s.lower(h) != "more" {
		return nil
	}
	o := s.draftFor(fmt.Sprintf("at/%d", h))
	o.addMention(span, s.doc.Slice(span))
	o.actor.Kind = record.KindGroup
	if d.actor.Country != nil {
		o.setCountry(*d.actor.Country)
	}
	o.addSectors(d.actor.Sectors...)
	o.setAgent(d.agent)
	o.because("others of those before")
	return o
}

// learn takes from a party's words what its name leaves open: "the Umma (Nation)
// party" is a party.
func (s *resolution) learn(d *draft, span text.Span) {
	h := s.head(span)
	if h < 0 || d.person != nil || d.actor.Known != nil || d.actor.Kind != record.KindOrganization || len(d.actor.Sectors) > 0 || s.doc.Tokens[h].UPOS != "NOUN" {
		return
	}
	if p := s.describe(h); p.role != nil && p.role.Kind != "person" && p.body == nil && p.metonym == nil {
		s.applyPhrase(d, p)
	}
}

// longestCall is how many words a party may be called by.
const longestCall = 7

// callFully calls a group of which only a bare noun is known by the words of
// the party: "people close to her", not "people".
func (s *resolution) callFully(d *draft, span text.Span) {
	if d.actor.Name != "" || d.actor.Kind != record.KindGroup || len(d.forms) != 1 || strings.Contains(d.forms[0], " ") {
		return
	}
	first, last := s.doc.TokensIn(span)
	words := s.doc.Slice(span)
	if last-first > longestCall || !strings.HasPrefix(words, d.forms[0]+" ") || strings.ContainsAny(words, ",;:\n\r\"“”()") {
		return
	}
	d.forms = append([]string{words}, d.forms...)
}

// wholePhrase is the mention with head h or the name that holds it, else the
// head with its modifiers, in either case before token end.
func (s *resolution) wholePhrase(h, end int) text.Span {
	d := s.doc
	for _, at := range []map[int]int{s.at, s.around} {
		if i, ok := at[h]; ok && d.Mentions[i].Last <= end {
			return d.TokenSpan(d.Mentions[i].First, d.Mentions[i].Last)
		}
	}
	first := h
	if modifiers := s.modifiers(h); len(modifiers) > 0 {
		first = modifiers[0]
	}
	return d.TokenSpan(first, h+1)
}

// collective reports whether a party without a name is a group or body that
// acts as one ("the police", "protesters"), not some person who would not be
// named ("officials", "a source").
func (s *resolution) collective(span text.Span) bool {
	h := s.head(span)
	if h < 0 {
		return false
	}
	p, h := s.describeCounted(h)
	return p.role != nil && p.role.Kind != "person" && p.role.Sector != "" && !singularPerson(s.lower(h)) &&
		!s.words.is("agent", strings.ToLower(s.doc.Tokens[h].Lemma))
}

// partyDraft is the draft of the party with the span, or nil. A party that
// speaks or acts turns the name of a capital into its government, unless it
// stands in a phrase of place; one that something is done to does so only where
// its place in the sentence says so ("warned Washington", not "left Manila").
func (s *resolution) partyDraft(span text.Span, acts bool) *draft {
	h := s.head(span)
	if h < 0 {
		return nil
	}
	if d := s.soleName(span); d != nil {
		return d
	}
	if s.coordinated(span, h) {
		return nil
	}
	if d := s.governmentOfOwner(h); d != nil {
		at := s.upTo(span, h)
		d.addMention(at, s.doc.Slice(at))
		d.because("“%s”", s.doc.Slice(at))
		return d
	}
	if o := s.namedPart(h); o != nil {
		d := s.draftOrganization(o)
		d.addMention(s.upTo(span, h), s.doc.Slice(s.upTo(span, h)))
		d.because("a part of a body, known by a description")
		return d
	}
	if i, ok := s.labelled[h]; ok {
		// "the World Bank" in "the World Bank evaluation office"
		if d := s.byEntity[s.doc.Mentions[i].Entity]; d != nil {
			return d
		}
	}
	if found := s.organizations(strings.TrimPrefix(strings.TrimPrefix(s.doc.Slice(span), "the "), "The ")); len(found) == 1 && (strings.Contains(s.doc.Slice(span), " ") || found[0].Kind == "igo" || acts && found[0].Kind == "outlet" && s.recurs(h)) {
		d := s.draftOrganization(found[0])
		d.addMention(span, s.doc.Slice(span))
		d.because("known organisation")
		return d
	}
	if s.isAdjective(h) {
		if d := s.namedParty(h); d != nil {
			return d
		}
	}
	if d := s.holders(h); d != nil {
		return d
	}
	if d := s.author(h); d != nil || s.isDocument(h) || s.isWork(h) {
		return d
	}
	for _, at := range s.bearers(h) {
		m := s.doc.Mentions[at]
		if d := s.byEntity[m.Entity]; d != nil {
			return d
		}
		if d := s.byPlace[m.Entity]; d != nil && m.Kind != text.Pronoun && (acts && !s.located(m.Head) && !s.modifies(m.Head, span) || s.acts(m.Head)) {
			at := s.doc.TokenSpan(m.First, m.Last)
			d.addMention(at, s.doc.Slice(at))
			d.because("“%s” is a party and stands for the %s", s.doc.Slice(at), d.actor.Name)
			return d
		}
		if d := s.namesake(m); d != nil && acts && !s.located(m.Head) && !s.modifies(m.Head, span) {
			return d
		}
		if m.Kind == text.Name || m.Kind == text.Pronoun {
			return nil // a place, or a pronoun without antecedent
		}
	}
	if d := s.namedParty(h); d != nil {
		return d
	}
	if text.IsRelation(s.doc.Tokens[h].Deprel, "compound") {
		// A modifier of the noun that names them: "business" in "a business partner".
		if at, ok := s.at[s.doc.Tokens[h].Head]; ok {
			return s.byEntity[s.doc.Mentions[at].Entity]
		}
	}
	return s.newParty(h, span)
}

// governmentOfOwner is the government that the noun h names as that of one who
// governs, or of a country: "his government", "its regime"; or nil.
func (s *resolution) governmentOfOwner(h int) *draft {
	at := s.doc.Child(h, "nmod:poss")
	if at < 0 || s.doc.Tokens[at].UPOS != "PRON" || !s.words.is("governing", strings.ToLower(s.doc.Tokens[h].Lemma)) {
		return nil
	}
	o := s.possessing(at)
	if o == nil || o.actor.Country == nil || o.actor.Kind != record.KindCountry && (o.actor.Kind != record.KindPerson || !s.isName(o) || !slices.Contains(o.actor.Sectors, "GOV")) {
		return nil
	}
	c := s.world.Country(*o.actor.Country)
	if c == nil {
		return nil
	}
	d := s.governmentOf(c.Code, "government of "+withArticle(c.Name))
	if len(d.actor.Sectors) == 0 {
		d.addSectors("GOV")
	}
	return d
}

// namesake is the company or outlet that bears the name of a place, which itself
// says nothing: "Amazon reported"; or nil.
func (s *resolution) namesake(m text.Mention) *draft {
	if m.Kind != text.Name || m.Type != text.Location {
		return nil
	}
	span := s.doc.TokenSpan(m.First, m.Last)
	found := s.organizations(s.doc.Slice(span))
	if len(found) != 1 || found[0].Kind != "company" && found[0].Kind != "outlet" {
		return nil
	}
	d := s.draftOrganization(found[0])
	d.addMention(span, s.doc.Slice(span))
	d.because("known organisation")
	return d
}

// modifies reports whether token h only modifies a noun outside the span:
// "Washington" before "think tanks".
func (s *resolution) modifies(h int, span text.Span) bool {
	t := s.doc.Tokens[h]
	return t.Head >= 0 && (text.IsRelation(t.Deprel, "compound") || text.IsRelation(t.Deprel, "amod")) && !span.Covers(s.doc.Tokens[t.Head].Span)
}

// coordinated reports whether the span names several parties side by side, who
// are not one actor.
func (s *resolution) coordinated(span text.Span, h int) bool {
	d := s.doc
	i, ok := s.at[h]
	if !ok {
		return false
	}
	for _, c := range d.Children(h) {
		j, mentioned := s.at[c]
		if mentioned && text.IsRelation(d.Tokens[c].Deprel, "conj") && span.Covers(d.Tokens[c].Span) && d.Mentions[i].Entity != d.Mentions[j].Entity {
			return true
		}
	}
	return false
}

// head is the head token of a span: the one whose own head lies outside, a
// noun or pronoun if there is a choice.
func (s *resolution) head(span text.Span) int {
	first, last := s.doc.TokensIn(span)
	found := -1
	for i := first; i < last; i++ {
		t := s.doc.Tokens[i]
		if t.Head >= first && t.Head < last {
			continue
		}
		if isNominal(t.UPOS) {
			return s.lastOfStack(i, last)
		}
		if found < 0 && t.UPOS != "PUNCT" {
			found = i
		}
	}
	if found >= 0 && s.doc.Tokens[found].UPOS == "VERB" {
		if i := s.doc.Child(found, "nsubj"); i >= first && i < last {
			return i // of a clause: "her campaign sent a letter"
		}
	}
	return found
}

func isNominal(upos string) bool { return upos == "NOUN" || upos == "PROPN" || upos == "PRON" }

// lastOfStack is the last of nouns in a row that modify the same word outside
// the span: "militant" in "British militant", said of somebody with a name.
func (s *resolution) lastOfStack(i, last int) int {
	d := s.doc
	for i+1 < last && isNominal(d.Tokens[i+1].UPOS) && d.Tokens[i+1].UPOS != "PRON" && d.Tokens[i+1].Head == d.Tokens[i].Head {
		i++
	}
	return i
}

// bearers lists the mentions that may say who a phrase with head h is: the
// mention with that head, a name around it, a name in apposition, or the name
// before a noun for its kind ("the Interfax agency").
func (s *resolution) bearers(h int) []int {
	d := s.doc
	var list []int
	add := func(i int) {
		if d.Mentions[i].Entity >= 0 && !slices.Contains(list, i) {
			list = append(list, i)
		}
	}
	if i, ok := s.around[h]; ok && d.Mentions[i].Last == h+1 && d.Mentions[i].Type == text.Organization {
		add(i) // "the rebel Kurdistan Workers' Party"
	}
	if i, ok := s.at[h]; ok {
		add(i)
		if d.Mentions[i].Kind == text.Name {
			return list
		}
	}
	if i, ok := s.around[h]; ok {
		add(i)
	}
	for _, c := range d.Children(h) {
		i, ok := s.at[c]
		if !ok || d.Mentions[i].Kind != text.Name {
			continue
		}
		switch base, _, _ := strings.Cut(d.Tokens[c].Deprel, ":"); {
		case base == "flat", base == "appos":
			list = append([]int{i}, list...)
		case base == "compound" && s.words.is("kind", d.Tokens[h].Lemma):
			list = append([]int{i}, list...)
		}
	}
	return list
}

// newParty drafts a party that is in no entity: a country by its adjective
// ("Russian strikes"), or a description ("Belarusian police").
func (s *resolution) newParty(h int, span text.Span) *draft {
	if o := s.wholeBody(h); o != nil {
		d := s.draftOrganization(o)
		d.addMention(s.upTo(span, h), s.doc.Slice(s.upTo(span, h)))
		d.because("known organisation")
		return d
	}
	if d := cmp.Or(s.statePart(h, span), s.bloc(h)); d != nil {
		return d
	}
	p, counted := s.describeCounted(h)
	p.counted = p.counted || s.isCounted(h)
	if d := s.countedPeople(counted, p, s.upTo(span, counted)); d != nil {
		return d
	}
	if p.body == nil && p.metonym == nil && p.country == "" && (p.role == nil || p.role.Sector == "") {
		if d := s.sentBy(h); d != nil {
			return d
		}
	}
	if p.role == nil && p.body == nil && p.metonym == nil {
		if g := s.groupBefore(counted); g >= 0 {
			return s.newParty(g, text.Span{Start: span.Start, End: s.doc.Tokens[g].End})
		}
	}
	if p.role == nil && p.body == nil && p.metonym == nil && s.crowd(counted) {
		d := s.draftFor(fmt.Sprintf("at/%d", h))
		d.addMention(span, s.doc.Slice(span))
		d.actor.Kind = record.KindGroup
		d.addSectors("CVL")
		d.because("so many people")
		return d
	}
	if p.role == nil && p.body == nil && p.metonym == nil || s.matter(counted, p) {
		return nil
	}
	d := s.draftFor(s.describedKey(s.newKey(h, counted, p), counted, p))
	d.addMention(s.upTo(span, counted), s.doc.Slice(s.upTo(span, counted)))
	s.kindOf(d, counted, p)
	s.sectorsOfPerson(d, []phrase{p})
	d.because("described as %s", p.why)
	return d
}

// crowd reports whether a magnitude stands for people by itself, as the subject of a verb:
// "thousands marched".
func (s *resolution) crowd(h int) bool {
	t := s.doc.Tokens[h]
	return t.Deprel == "nsubj" && strings.HasSuffix(s.lower(h), "s") && slices.Contains([]string{"hundred", "thousand", "dozen", "score", "ten"}, strings.ToLower(t.Lemma)) && s.ofPhrase(h) < 0
}

// groupBefore is the noun for an armed or governing group right before the noun h for what
// they move in or fly: the army in "Indian army helicopters"; or -1.
func (s *resolution) groupBefore(h int) int {
	g := h - 1
	if g < 0 || s.doc.Tokens[g].Head != h || !text.IsRelation(s.doc.Tokens[g].Deprel, "compound") || s.doc.Tokens[g].UPOS != "NOUN" {
		return -1
	}
	if r := s.world.Role(s.lower(g)); r == nil || !slices.Contains([]string{"MIL", "COP", "REB", "GOV"}, r.Sector) || !s.words.is("vehicle", strings.ToLower(s.doc.Tokens[h].Lemma)) {
		return -1
	}
	return g
}

// sentBy is the international body from which a phrase says that they are, who are
// else nobody in particular: "a mission of observers from the OSCE"; or nil.
func (s *resolution) sentBy(h int) *draft {
	for _, n := range []int{h, s.ofPhrase(h)} {
		if n < 0 {
			continue
		}
		for _, c := range s.doc.Children(n) {
			k := s.doc.Child(c, "case")
			if c < n || k < 0 || s.lower(k) != "from" || !text.IsRelation(s.doc.Tokens[c].Deprel, "nmod") {
				continue
			}
			if found := s.organizations(s.nameAround(c)); len(found) == 1 && found[0].Kind == "igo" {
				d := s.draftOrganization(found[0])
				d.because("they are from it")
				return d
			}
		}
	}
	return nil
}

// statePart drafts a part of a country that a noun for it names with the
// country's adjective: "the Azerbaijani republic of Nakhichevan".
func (s *resolution) statePart(h int, span text.Span) *draft {
	if !s.words.is("territory", s.lower(h)) {
		return nil
	}
	p := s.describe(h)
	if p.country == "" || p.role != nil || p.former {
		return nil
	}
	at := s.upTo(span, h)
	d := s.draftFor("place/" + strings.ToLower(s.doc.Slice(at)))
	d.actor.Kind = record.KindOther
	d.setCountry(p.country)
	d.addMention(at, s.doc.Slice(at))
	d.because("part of the country")
	return d
}

// namedParty drafts the actor that token h names by itself: a country by its
// adjective, a body that no step took for a name.
func (s *resolution) namedParty(h int) *draft {
	word := s.doc.Form(h)
	c := s.adjectiveOf(word)
	if h > 0 && s.doc.Tokens[h-1].Sentence == s.doc.Tokens[h].Sentence {
		c = cmp.Or(s.adjectiveOf(s.doc.Form(h-1)+" "+word), c) // "Sierra Leonean", "South Sudanese"
	}
	if c != nil && s.doc.Tokens[h].UPOS != "NOUN" {
		if h > 0 && s.lower(h-1) == "ethnic" {
			d := s.draftFor(fmt.Sprintf("at/%d", h))
			d.actor.Kind = record.KindGroup
			d.addMention(s.doc.TokenSpan(h-1, h+1), s.doc.Slice(s.doc.TokenSpan(h-1, h+1)))
			d.because("a people, of whatever country")
			return d
		}
		if d := s.shared(h, c); d != nil {
			return d
		}
		d := s.draftCountry(c)
		d.addMention(s.doc.Tokens[h].Span, word)
		d.because("adjective of the country")
		return d
	}
	if found := s.organizations(word); len(found) == 1 && s.doc.Tokens[h].UPOS == "PROPN" {
		d := s.draftOrganization(found[0])
		d.addMention(s.doc.Tokens[h].Span, word)
		d.because("name “%s”: known organisation", word)
		return d
	}
	return nil
}

// shared is the draft of those whom several countries' adjectives share a noun
// for: the British in "US and British troops".
func (s *resolution) shared(h int, c *world.Country) *draft {
	d := s.doc
	noun, joined := d.Tokens[h].Head, d.Child(h, "conj") >= 0
	if text.IsRelation(d.Tokens[h].Deprel, "conj") && noun >= 0 {
		noun, joined = d.Tokens[noun].Head, true
	}
	if !joined || noun <= h || noun > h+5 || d.Tokens[noun].UPOS != "NOUN" {
		return nil
	}
	first := noun
	for first-1 > h && (d.Tokens[first-1].UPOS == "NOUN" || d.Tokens[first-1].UPOS == "ADJ") && s.adjectiveOf(d.Form(first-1)) == nil {
		first--
	}
	words, origin := d.Slice(d.TokenSpan(first, noun+1)), d.Form(h)
	if h > 0 && len(s.world.Demonyms(d.Slice(d.TokenSpan(h-1, h+1)))) > 0 { // "Sierra Leonean"
		origin = d.Slice(d.TokenSpan(h-1, h+1))
	}
	return s.sharing(h, noun, c, words, origin+" "+words)
}

// sharing is the draft of those of country c, named by token h, whom the words for them,
// which end at token noun, share with others; nil where the words are for nobody in
// particular. They get the name.
func (s *resolution) sharing(h, noun int, c *world.Country, words, name string) *draft {
	role := s.world.Role(words)
	if role != nil && role.Sector == "" && s.words.is("national", role.Phrase) {
		role = &world.Role{Phrase: role.Phrase, Kind: role.Kind, Sector: "GOV", Cameo: "GOV"} // "Polish and German leaders"
	}
	if role == nil || role.Sector == "" || role.Kind == "organization" {
		return nil
	}
	d := s.doc
	p := phrase{role: role, country: c.Code, plural: true, why: "“" + d.Form(h) + " … " + words + "”"}
	draft := s.draftFor("shared/" + c.Code + "/" + strings.ToLower(words))
	draft.actor.Name = name
	draft.addMention(d.Tokens[h].Span, d.Form(h))
	s.kindOf(draft, noun, p)
	s.sectorsOfPerson(draft, []phrase{p})
	return draft
}

// holders is the draft of those who hold an office in the country that the party at
// token h names as one of several: the Chilean in "the foreign ministers of Chile and
// Peru"; or nil.
func (s *resolution) holders(h int) *draft {
	d := s.doc
	first := h
	if g := d.Tokens[h].Head; g >= 0 && text.IsRelation(d.Tokens[h].Deprel, "conj") {
		first = g
	}
	noun := d.Tokens[first].Head
	if noun < 0 || noun >= first || !text.IsRelation(d.Tokens[first].Deprel, "nmod") || d.Child(first, "conj") < 0 || d.Tokens[noun].UPOS != "NOUN" || !d.Tokens[noun].Plural() {
		return nil
	}
	if k := d.Child(first, "case"); k < 0 || s.lower(k) != "of" && s.lower(k) != "from" {
		return nil
	}
	c := s.world.CountryNamed(s.nameAround(h))
	if c == nil {
		return nil
	}
	words := s.core(noun, s.withoutDeterminer(s.modifiers(noun)))
	return s.sharing(h, noun, c, words, words+" of "+s.nameAround(h))
}

// isAdjective reports whether token h modifies a noun.
func (s *resolution) isAdjective(h int) bool {
	t := s.doc.Tokens[h]
	return t.UPOS == "ADJ" || text.IsRelation(t.Deprel, "amod") || text.IsRelation(t.Deprel, "compound")
}

// isDocument reports whether token h is a noun for a document, which is nobody.
func (s *resolution) isDocument(h int) bool {
	t := s.doc.Tokens[h]
	return t.UPOS == "NOUN" && s.words.is("document", strings.ToLower(t.Lemma))
}

// isWork reports whether token h is a noun for what says something without
// being somebody's word, outside of a name: "the poll", "a new ad".
func (s *resolution) isWork(h int) bool {
	_, named := s.around[h]
	return !named && s.doc.Tokens[h].UPOS == "NOUN" && s.words.is("work", strings.ToLower(s.doc.Tokens[h].Lemma))
}

// author is the body that speaks through the document with head h ("a NATO
// statement"), or nil.
func (s *resolution) author(h int) *draft {
	if !s.isDocument(h) {
		return nil
	}
	modifiers := s.withoutDeterminer(s.modifiers(h))
	for _, m := range modifiers {
		if s.words.is("secret", strings.ToLower(s.doc.Form(m))) {
			return nil // what got out is not what they say
		}
	}
	var p phrase
	var span text.Span
	if len(modifiers) > 0 {
		span = s.doc.TokenSpan(modifiers[0], modifiers[len(modifiers)-1]+1)
	}
	if span.Len() == 0 || !s.nameBody(&p, s.doc.Slice(span)) {
		return s.authorAfter(h)
	}
	var d *draft
	if p.metonym != nil {
		d = s.seat(p.metonym)
	} else {
		d = s.draftOrganization(p.body)
	}
	d.addMention(span, s.doc.Slice(span))
	d.because("a document of theirs speaks")
	return d
}

// authorAfter is the body behind a document: "a memorandum of the defence
// ministry"; or nil.
func (s *resolution) authorAfter(h int) *draft {
	of := s.ofPhrase(h)
	if of < 0 {
		return nil
	}
	for _, i := range s.bearers(of) {
		if d := s.byEntity[s.doc.Mentions[i].Entity]; d != nil && d.actor.Kind == record.KindOrganization {
			d.because("a document of theirs speaks")
			return d
		}
	}
	return nil
}

// adjectiveOf is the country that the word is the adjective of, or nil where
// there are none or several.
func (s *resolution) adjectiveOf(word string) *world.Country {
	var found *world.Country
	for _, d := range s.world.Demonyms(word) {
		if d.Kind != world.Adjective {
			continue
		}
		if found != nil && found != d.Country {
			return nil
		}
		found = d.Country
	}
	return found
}

// describeCounted reads the phrase with head h; where that is a quantity
// ("hundreds of protesters"), the phrase that it counts, whose head it gives.
func (s *resolution) describeCounted(h int) (phrase, int) {
	p := s.describe(h)
	for s.words.is("quantity", strings.ToLower(s.doc.Tokens[h].Lemma)) {
		of := s.ofPhrase(h)
		if of < 0 {
			break
		}
		single := s.lower(h) == "one"
		h = of
		p = s.describe(h)
		p.plural, p.counted, p.single = !single, true, single
	}
	return p, h
}

// isCounted reports whether a quantity outside the party's words counts whom they name:
// "thousands of Greeks".
func (s *resolution) isCounted(h int) bool {
	t := s.doc.Tokens[h]
	if t.Head < 0 || !text.IsRelation(t.Deprel, "nmod") || !s.words.is("quantity", strings.ToLower(s.doc.Tokens[t.Head].Lemma)) {
		return false
	}
	k := s.doc.Child(h, "case")
	return k >= 0 && s.lower(k) == "of"
}

// upTo cuts a party's span behind its head and the short phrases that modify
// it: clauses and appositions are no part of what it is called.
func (s *resolution) upTo(span text.Span, h int) text.Span {
	end := s.doc.Tokens[h].End
	for _, c := range s.doc.Children(h) {
		if _, last := s.doc.Subtree(c); c > h && last <= h+6 && text.IsRelation(s.doc.Tokens[c].Deprel, "nmod") && s.doc.Tokens[c].XPOS != "VBG" && !s.chargedWith(h, c) {
			end = s.doc.Tokens[last-1].End
		}
	}
	if end > span.Start && end < span.End {
		span.End = end
	}
	return span
}

// chargedWith reports whether the phrase with head c says what the one with
// head h is accused of: "accused the army of crimes".
func (s *resolution) chargedWith(h, c int) bool {
	t := s.doc.Tokens[h]
	k := s.doc.Child(c, "case")
	return k >= 0 && s.lower(k) == "of" && t.Head >= 0 && s.words.is("charging", s.doc.Tokens[t.Head].Lemma) && text.IsRelation(t.Deprel, "obj")
}

// newKey joins the same description where it means the same ones: "the
// police" and "police", but not "two soldiers" and "three soldiers".
func (s *resolution) newKey(h, counted int, p phrase) string {
	if p.counted || counted != h {
		return fmt.Sprintf("at/%d", h)
	}
	if det := s.doc.Child(h, "det"); det >= 0 && s.lower(det) != "the" {
		return fmt.Sprintf("at/%d", h)
	}
	core := strings.ToLower(s.core(h, s.withoutDeterminer(s.modifiers(h))))
	if d := s.byCore[core]; d != nil {
		return d.key
	}
	return "described/" + core
}

func (s *resolution) withoutDeterminer(modifiers []int) []int {
	for len(modifiers) > 0 && s.doc.Tokens[modifiers[0]].UPOS == "DET" {
		modifiers = modifiers[1:]
	}
	return modifiers
}

// countedPeople drafts people called by their nationality: "thousands of
// Belarusians".
func (s *resolution) countedPeople(h int, p phrase, span text.Span) *draft {
	found := s.world.Demonyms(s.doc.Form(h))
	if len(found) == 0 || s.doc.Tokens[h].UPOS == "ADJ" {
		return nil
	}
	d := s.draftFor(fmt.Sprintf("at/%d", h))
	d.addMention(span, s.doc.Slice(span))
	d.actor.Kind = record.KindGroup
	for _, f := range found[1:] {
		if f.Country != found[0].Country {
			return d
		}
	}
	if !s.ethnic(h) {
		d.setCountry(found[0].Country.Code)
	}
	if p.counted {
		d.addSectors("CVL")
	}
	d.because("people of %s", found[0].Country.Name)
	return d
}
