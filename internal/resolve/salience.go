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

// A source that coreference leaves open is looked for where reports leave it to
// their readers: "he" who speaks again is whoever spoke or was spoken of last,
// the subject of the clause or sentence before (the preferred centre of Grosz,
// Joshi and Weinstein, Computational Linguistics 1995).

// farthest is how many sentences of the report's own voice before a pronoun are
// read for whom it takes up.
const farthest = 3

// heard notes that the draft, or with nil nobody in particular, is the source of
// a statement.
func (s *resolution) heard(st *record.Statement, d *draft) {
	at := st.Source.Span
	if at == nil || st.Within != nil {
		return
	}
	first, _ := s.doc.TokensIn(s.speller.Bytes(*at))
	if h := s.head(s.speller.Bytes(*at)); d == nil && h >= 0 && (s.isDocument(h) || s.isWork(h)) {
		return
	}
	if first < len(s.doc.Tokens) && !s.quoted[first] {
		n := s.doc.Tokens[first].Sentence
		s.speaks[n] = append(s.speaks[n], d)
		for _, c := range st.Content {
			s.told = append(s.told, s.speller.Bytes(c))
		}
	}
}

// onlyTold reports whether the subject at token i of sentence n is a person who stands in
// what another one says there: "Ruiz is the best, Gomez argues".
func (s *resolution) onlyTold(n, i int) bool {
	who := s.bearer(i)
	return s.isPerson(who, "") && len(s.speaks[n]) > 0 && !slices.Contains(s.speaks[n], who) && slices.ContainsFunc(s.told, func(c text.Span) bool { return c.Covers(s.doc.Tokens[i].Span) })
}

// quotedTokens marks the tokens inside quotation marks, scare quotes aside, and in the
// turns of a talk.
func quotedTokens(d *text.Document) []bool {
	quoted := make([]bool, len(d.Tokens))
	for _, q := range d.Quotations {
		if q.Scare {
			continue
		}
		first, last := d.TokensIn(q.Span)
		for t := first; t < last; t++ {
			quoted[t] = true
		}
	}
	for i := range d.Tokens {
		if d.BlockOf(i).Speaker != "" && !d.InLabel(i) {
			quoted[i] = true
		}
	}
	return quoted
}

// takenUp is the draft that a source's personal pronoun takes up, or nil.
func (s *resolution) takenUp(h int) *draft {
	gender, ok := map[string]string{"he": "m", "his": "m", "she": "f", "her": "f"}[s.lower(h)]
	if ok {
		fits := func(d *draft) bool { return s.isPerson(d, gender) }
		return cmp.Or(s.before(h, fits), s.subjectBehind(h, fits))
	}
	switch s.lower(h) {
	case "it":
		return s.before(h, func(d *draft) bool { return isBody(d) || d != nil && d.actor.Kind == record.KindCountry })
	case "they":
		return s.before(h, func(d *draft) bool { return isBody(d) || d != nil && d.actor.Kind == record.KindGroup })
	}
	return nil
}

// isPerson reports whether a draft is one person who may have the gender.
func (s *resolution) isPerson(d *draft, gender string) bool {
	return d != nil && (d.actor.Kind == record.KindPerson || d.actor.Kind == record.KindOffice) && (gender == "" || d.gender == "" || d.gender == gender)
}

func isBody(d *draft) bool { return d != nil && d.actor.Kind == record.KindOrganization }

// before is the last one in the centre of the report before token h who fits:
// the subject of a clause above, else whom a sentence before is about.
func (s *resolution) before(h int, fits func(*draft) bool) *draft {
	if s.quoted[h] {
		return nil
	}
	if d := s.subjectAbove(h, fits); d != nil {
		return d
	}
	return s.earlier(h, fits)
}

// earlier is the one who fits whom the last sentence before that of token h is
// about that is about somebody.
func (s *resolution) earlier(h int, fits func(*draft) bool) *draft {
	read := 0
	for n := s.doc.Tokens[h].Sentence - 1; n >= 0 && read < farthest; n-- {
		if s.doc.Blocks[s.doc.Sentences[n].Block].Kind == text.Heading {
			return nil
		}
		d, own, sure := s.centre(n, fits)
		if sure {
			return d
		}
		if own {
			read++
		}
	}
	return nil
}

// subjectAbove is the subject of a clause that the clause of token h hangs from,
// or of one before it that hangs from it.
func (s *resolution) subjectAbove(h int, fits func(*draft) bool) *draft {
	d := s.doc
	verb := d.Tokens[h].Head
	if verb < 0 {
		return nil
	}
	subject := func(v int) *draft {
		i := d.Child(v, "nsubj")
		if i < 0 || i >= h || s.quoted[i] {
			return nil
		}
		if found := s.whom(i); fits(found) {
			return found
		}
		return nil
	}
	if text.IsRelation(d.Tokens[h].Deprel, "nsubj") {
		if found := subject(verb); found != nil {
			return found // the tree gives the verb two: "Ruiz, who …, listed them: '…', he said"
		}
	}
	for v := d.Tokens[verb].Head; v >= 0; v = d.Tokens[v].Head {
		if found := subject(v); found != nil {
			return found
		}
	}
	return s.subjectFronted(verb, h, subject)
}

// subjectFronted is the one subject of the clauses that stand before token h and
// hang from its verb: "Where Ruiz grew up, he said …". What is only supposed
// ("if Ruiz wins, he said") is part of what is said.
func (s *resolution) subjectFronted(verb, h int, subject func(v int) *draft) *draft {
	d := s.doc
	var one *draft
	for v := d.Sentences[d.Tokens[h].Sentence].First; v < h; v++ {
		if base, _, _ := strings.Cut(d.Tokens[v].Deprel, ":"); base != "advcl" && base != "acl" {
			continue
		}
		if mark := d.Child(v, "mark"); mark >= 0 && s.words.is("supposing", s.lower(mark)) {
			continue
		}
		at := v
		for at != verb && at >= 0 && at < h {
			at = d.Tokens[at].Head
		}
		if at != verb {
			continue
		}
		found := subject(v)
		if found != nil && one != nil && found != one {
			return nil
		}
		one = cmp.Or(one, found)
	}
	return one
}

// subjectBehind is the named subject, who fits, of the clause that follows the one of the
// subject at token h, which hangs from it: "Back when he wrote it, Ruiz said"; or nil.
func (s *resolution) subjectBehind(h int, fits func(*draft) bool) *draft {
	d := s.doc
	verb := d.Tokens[h].Head
	if s.quoted[h] || verb < 0 || !text.IsRelation(d.Tokens[h].Deprel, "nsubj") || !text.IsRelation(d.Tokens[verb].Deprel, "advcl") {
		return nil
	}
	if i := d.Child(d.Tokens[verb].Head, "nsubj"); i > verb && !s.quoted[i] {
		if who := s.bearer(i); fits(who) && s.isName(who) {
			return who
		}
	}
	return nil
}

// whom is the draft of the subject at token i as a reader takes it: of a
// pronoun, the one whom it takes up; of a description, the one whom the report
// calls so; of several names side by side, all of them; or nil.
func (s *resolution) whom(i int) *draft {
	if d, known := s.taken[i]; known {
		return d
	}
	found := s.bearer(i)
	s.taken[i] = found
	switch s.lower(i) {
	case "he", "she":
		if taken := s.takenUp(i); found == nil || taken != nil && s.isName(taken) && !s.namedHere(found, i) {
			found = taken
		}
	case "it", "they":
		if found != nil {
			found = cmp.Or(s.takenUp(i), found)
		}
	default:
		u := s.doc.Tokens[i].UPOS
		if u != "NOUN" && u != "PROPN" {
			break
		}
		first, last := s.doc.Subtree(i)
		if s.joined(i, last) {
			found = s.together(s.doc.TokenSpan(first, last))
		} else if found == nil || !s.isName(found) {
			found = cmp.Or(s.describedBefore(i, s.wholePhrase(i, last)), found)
		}
	}
	s.taken[i] = found
	return found
}

// possessing is the draft of the possessor at token i: of "his", "her", "its" and
// "whose", whom the pronoun takes up; or nil.
func (s *resolution) possessing(i int) *draft {
	found := s.bearer(i)
	switch s.lower(i) {
	case "his", "her":
		if taken := s.takenUp(i); taken != nil && s.isName(taken) && !(found != nil && s.namedHere(found, i)) {
			return taken
		}
	case "its":
		if found == nil {
			return s.before(i, func(c *draft) bool { return isBody(c) || c != nil && c.actor.Kind == record.KindCountry })
		}
	case "whose":
		if noun := s.qualified(i); noun >= 0 {
			return s.whom(s.lastNamed(noun, i))
		}
	}
	return found
}

// joined reports whether somebody else's name stands beside token h before token
// last.
func (s *resolution) joined(h, last int) bool {
	return slices.ContainsFunc(s.doc.Children(h), func(c int) bool {
		_, named := s.around[c]
		return named && c > h && c < last && text.IsRelation(s.doc.Tokens[c].Deprel, "conj")
	})
}

// namedHere reports whether the draft is named before token h in its sentence,
// outside quotation marks, where nobody is the subject of a clause above.
func (s *resolution) namedHere(d *draft, h int) bool {
	first := s.doc.Sentences[s.doc.Tokens[h].Sentence].First
	for t := first; t < h; t++ {
		if i, ok := s.around[t]; ok && !s.quoted[t] && s.byEntity[s.doc.Mentions[i].Entity] == d {
			return s.subjectAbove(h, func(c *draft) bool { return s.isPerson(c, d.gender) }) == nil
		}
	}
	return false
}

// describedHere reports whether a noun calls the draft in the clause that the one of
// token h hangs from, outside quotation marks: "the man was fined after he posted it".
func (s *resolution) describedHere(d *draft, h int) bool {
	verb := s.doc.Tokens[h].Head
	if verb < 0 || !text.IsRelation(s.doc.Tokens[verb].Deprel, "advcl") && !text.IsRelation(s.doc.Tokens[verb].Deprel, "acl") {
		return false
	}
	for t := s.doc.Sentences[s.doc.Tokens[h].Sentence].First; t < h; t++ {
		if i, ok := s.at[t]; ok && !s.quoted[t] && s.doc.Mentions[i].Kind != text.Pronoun && s.byEntity[s.doc.Mentions[i].Entity] == d {
			return true
		}
	}
	return false
}

// bearer is the draft of the mention with head i, or nil.
func (s *resolution) bearer(i int) *draft {
	for _, at := range s.bearers(i) {
		if d := s.byEntity[s.doc.Mentions[at].Entity]; d != nil {
			return d
		}
	}
	return nil
}

// centre is the one among those who fit whom sentence n is about: its subject,
// else who speaks in it, else the only one named. It is not own where the
// sentence says nothing in the report's own voice, and sure where nobody
// earlier can be meant.
func (s *resolution) centre(n int, fits func(*draft) bool) (found *draft, own, sure bool) {
	d := s.doc
	if s.bracketed(n) {
		return nil, false, false
	}
	var others, subjects []*draft
	named := false // the subject is a name, of no person who is known
	for i := d.Sentences[n].First; i < d.Sentences[n].Last; i++ {
		if s.quoted[i] || d.Tokens[i].UPOS == "PUNCT" {
			continue
		}
		own = true
		if t := d.Tokens[i]; text.IsRelation(t.Deprel, "nsubj") && d.Tokens[t.Head].Head < 0 && !s.onlyTold(n, i) {
			if asked := s.asked(t.Head); fits(asked) {
				return asked, true, true // and answers next
			}
			if who := s.whom(i); fits(who) {
				return who, true, true
			}
			named = named || t.UPOS == "PROPN" && !s.isPerson(s.whom(i), "")
		}
		if at, ok := s.at[i]; ok {
			who := s.byEntity[d.Mentions[at].Entity]
			if !fits(who) {
				continue
			}
			if !slices.Contains(others, who) {
				others = append(others, who)
			}
			if d.Mentions[at].Kind == text.Name && text.IsRelation(d.Tokens[i].Deprel, "nsubj") && !slices.Contains(subjects, who) {
				subjects = append(subjects, who)
			}
		}
	}
	if spoken := s.speaks[n]; len(spoken) > 0 {
		if last := spoken[len(spoken)-1]; last == nil || fits(last) {
			return last, true, true
		}
	}
	switch len(others) {
	case 0:
		return nil, own, false
	case 1:
		if others[0].actor.Kind == record.KindPerson { // "it" may be anything
			return others[0], own, true
		}
	}
	if len(subjects) == 1 && subjects[0].actor.Kind == record.KindPerson && !named {
		return subjects[0], own, true // of a clause: "there are times when Ruiz helps Gomez"
	}
	return nil, own, true
}

// bracketed reports whether sentence n stands in brackets, as an aside.
func (s *resolution) bracketed(n int) bool {
	d := s.doc
	first, last := d.Sentences[n].First, d.Sentences[n].Last
	return last-first > 2 && d.Form(first) == "(" && (d.Form(last-1) == ")" || d.Form(last-2) == ")")
}

// asked is the one whom the verb at token v asks something, or nil.
func (s *resolution) asked(v int) *draft {
	if !s.words.is("asking", s.doc.Tokens[v].Lemma) {
		return nil
	}
	for _, relation := range []string{"iobj", "obj"} {
		if i := s.doc.Child(v, relation); i >= 0 && !s.quoted[i] {
			if d := s.bearer(i); d != nil && d.actor.Kind == record.KindPerson {
				return d
			}
		}
	}
	return nil
}

// salient is the draft that a source takes up where coreference has tied it to
// no name, or, of a pronoun, to somebody else than whom the sentence before is
// about; or nil.
func (s *resolution) salient(span text.Span, d *draft) *draft {
	h := s.head(span)
	if h < 0 || s.isDocument(h) || s.isWork(h) || s.doc.InLabel(h) {
		return nil
	}
	if c := s.campaignsTogether(span); c != nil {
		return c
	}
	if body := s.fighters(h); body != nil {
		at := s.upTo(span, h)
		body.addMention(at, s.doc.Slice(at))
		body.because("“%s” are of it", s.doc.Slice(at))
		return body
	}
	if d != nil && (d.person != nil || d.actor.Known != nil || s.isName(d)) {
		switch {
		case s.doc.Tokens[h].UPOS == "PRON":
			return s.instead(h, d)
		case s.soleName(span) == d:
			return nil
		case (d.actor.Kind == record.KindOrganization || d.actor.Kind == record.KindOther) && d.actor.Known == nil && s.words.is("party member", s.lower(h)):
			return s.describedBefore(h, span) // "the Wisconsin Republican"
		}
		return cmp.Or(s.calledOtherwise(h, span, d), s.subjectCalled(h, span, d))
	}
	var found *draft
	switch {
	case s.doc.Tokens[h].UPOS != "PRON":
		if found = s.describedBefore(h, span); found == nil && d == nil {
			return cmp.Or(s.together(span), s.pairBefore(h, span), s.calledBySurname(span), s.calledShort(span), s.calledByName(span))
		}
	case s.doc.Child(h, "cc") >= 0 || s.doc.Child(h, "conj") >= 0: // "she and another reporter"
		return nil
	case d == nil:
		found = s.takenUp(h)
	case s.isPerson(d, ""):
		if !s.describedHere(d, h) {
			found = s.takenUp(h)
		}
		found = cmp.Or(found, d)
	default:
		found = d
	}
	if found != nil && found.person == nil && !s.isName(found) {
		found = cmp.Or(s.throughDescription(found, h), found)
	}
	if found == nil || found == d {
		return nil
	}
	if !s.takeOver(found, h) {
		at := s.upTo(span, h)
		found.addMention(at, s.doc.Slice(at))
	}
	s.taken[h] = found
	found.because("“%s” takes up %s", s.doc.Slice(s.upTo(span, h)), found.display())
	return found
}

// throughDescription is whom the draft's description before token h takes up,
// of a person without a name; or nil.
func (s *resolution) throughDescription(d *draft, h int) *draft {
	for _, span := range d.spans {
		at := s.head(span)
		if i, ok := s.at[at]; at >= 0 && at < h && ok && s.doc.Mentions[i].Kind == text.Nominal {
			return s.describedBefore(at, span)
		}
	}
	return nil
}

// fighters is the armed body whose people a source is: "M23 rebels"; or nil.
func (s *resolution) fighters(h int) *draft {
	if !s.words.is("rank and file", strings.ToLower(s.doc.Tokens[h].Lemma)) {
		return nil
	}
	p := s.describe(h)
	modifiers := s.withoutDeterminer(s.modifiers(h))
	if !p.plural || p.counted || p.former || len(modifiers) == 0 {
		return nil
	}
	last := modifiers[len(modifiers)-1] + 1
	for _, m := range modifiers {
		if found := s.organizations(s.doc.Slice(s.doc.TokenSpan(m, last))); len(found) == 1 && found[0].Kind == "armed" {
			return s.draftOrganization(found[0])
		}
	}
	return nil
}

// instead is whoever speaks as "he" or "she" at token h rather than the draft
// of a named person, whom coreference chose: the subject before, who is not the
// one spoken of ("Cox says Obama is wrong. He adds …"); or nil.
func (s *resolution) instead(h int, d *draft) *draft {
	t := s.doc.Tokens[h]
	if !text.IsRelation(t.Deprel, "nsubj") {
		return nil
	}
	if s.lower(h) == "it" || s.lower(h) == "they" {
		return s.insteadOfBody(h, d)
	}
	if d.actor.Kind != record.KindPerson {
		return nil
	}
	found := s.takenUp(h)
	if found == nil || found == d || !s.isName(found) || s.namedHere(d, h) {
		return nil
	}
	s.drop(d, t.Span)
	found.addMention(t.Span, "")
	s.taken[h] = found
	found.because("“%s” takes up %s, the subject before", s.doc.Form(h), found.display())
	return found
}

// insteadOfBody is whoever speaks as "it" or "they" at token h rather than the
// draft of a body, which coreference chose and which is no subject before: the
// subject of a clause above; or nil.
func (s *resolution) insteadOfBody(h int, d *draft) *draft {
	if d.actor.Kind == record.KindPerson || s.quoted[h] {
		return nil
	}
	found := s.subjectAbove(h, func(c *draft) bool {
		return c != nil && (isBody(c) || c.actor.Kind == record.KindCountry || c.actor.Kind == record.KindGroup && s.lower(h) == "they")
	})
	if found == nil || found == d {
		return nil
	}
	s.drop(d, s.doc.Tokens[h].Span)
	found.addMention(s.doc.Tokens[h].Span, "")
	s.taken[h] = found
	found.because("“%s” takes up %s, the subject above", s.doc.Form(h), found.display())
	return found
}

// calledOtherwise is the one person whom the report calls, beside the name, all
// that a source's description says, where coreference chose another one whom it
// does not call so: "the Ohio governor" of two governors; or nil.
func (s *resolution) calledOtherwise(h int, span text.Span, d *draft) *draft {
	i, ok := s.at[h]
	first, last := s.doc.TokensIn(span)
	if !ok || s.doc.Mentions[i].Kind != text.Nominal || d.actor.Kind != record.KindPerson || s.besides(h, last) >= 0 || s.lower(first) != "the" || first >= h || s.ofPhrase(h) >= 0 {
		return nil
	}
	said := s.contentWords(first+1, h+1)
	if len(said) < 2 {
		return nil
	}
	so := func(c *draft) bool {
		words := s.byname(c)
		return !slices.ContainsFunc(said, func(w string) bool { return !words[w] && !s.nationOf(w, c) })
	}
	if so(d) {
		return nil
	}
	one := s.only(func(c *draft) bool { return c != d && s.isPerson(c, d.gender) && s.isName(c) && so(c) })
	s.handOver(s.doc.Mentions[i], d, one, "is called so")
	return one
}

// handOver takes a mention from one draft and gives it to another, for a reason; it
// does nothing where that is nil.
func (s *resolution) handOver(m text.Mention, from, to *draft, why string) {
	if to == nil {
		return
	}
	at := s.doc.TokenSpan(m.First, m.Last)
	s.drop(from, at)
	to.addMention(at, s.doc.Slice(at))
	s.taken[m.Head] = to
	to.because("“%s” %s", s.doc.Slice(at), why)
}

// subjectCalled is the person who is the subject of the sentence before a bare
// epithet at token h, where coreference chose another one, who is none there and whom
// the report does not call so beside the name: "Ruiz … Gomez … The candidate said"; or nil.
func (s *resolution) subjectCalled(h int, span text.Span, d *draft) *draft {
	i, ok := s.at[h]
	first, _ := s.doc.TokensIn(span)
	n := s.doc.Tokens[h].Sentence
	head := canonical(strings.ToLower(s.doc.Tokens[h].Lemma))
	if !ok || s.quoted[h] || n == 0 || s.doc.Mentions[i].Kind != text.Nominal || d.actor.Kind != record.KindPerson || s.lower(first) != "the" || first+1 != h && (first+2 != h || s.doc.Tokens[first+1].UPOS != "ADJ") ||
		!s.words.is("epithet", head) || s.lastAbout(h, func(c *draft) bool { return c == d }) != nil {
		return nil
	}
	role := s.world.Role(head)
	found := s.lastAbout(h, func(c *draft) bool {
		return s.isPerson(c, "") && s.isName(c) && (role == nil || role.Gender == "" || c.gender == "" || role.Gender == c.gender) && !s.contradicts([]string{head}, c, "")
	})
	if found != nil && s.byname(d)[head] && !s.byname(found)[head] {
		return nil
	}
	s.handOver(s.doc.Mentions[i], d, found, "takes up the subject before")
	return found
}

// drop takes a mention from a draft, with its form where no other mention has it.
func (s *resolution) drop(d *draft, span text.Span) {
	form := s.doc.Slice(span)
	d.words = nil
	d.spans = slices.DeleteFunc(d.spans, func(s text.Span) bool { return s == span })
	delete(d.has, span)
	if slices.ContainsFunc(d.spans, func(other text.Span) bool { return s.doc.Slice(other) == form }) {
		return
	}
	d.forms = slices.DeleteFunc(d.forms, func(f string) bool { return f == form })
	delete(d.has, form)
}

// takeOver gives the draft the mentions of the entity of the mention with head
// h, which has no name of its own, and reports whether there is one that no
// party has been tied to.
func (s *resolution) takeOver(d *draft, h int) bool {
	i, ok := s.at[h]
	if !ok || s.doc.Mentions[i].Entity < 0 {
		return false
	}
	e := s.doc.Mentions[i].Entity
	if old := s.byEntity[e]; old != nil && old.wanted || len(s.names(e)) > 0 {
		return false
	}
	others := func(k int) bool { return k != i && s.doc.Mentions[k].Kind != text.Pronoun }
	if s.doc.Mentions[i].Kind == text.Nominal && slices.ContainsFunc(s.doc.Entities[e].Mentions, others) {
		return false // "the actress" may be another one elsewhere
	}
	s.adopt(d, e)
	return true
}

// display is what a draft is called so far.
func (d *draft) display() string {
	if d.actor.Name != "" {
		return d.actor.Name
	}
	return longest(d.forms)
}

// soleName is the draft of the one person whom a span names, whatever the tree
// says: the name ends it behind a title ("Texas Sen. Ted Cruz") or begins it
// before what the person is ("Ana Ruiz, head of research and policy").
func (s *resolution) soleName(span text.Span) *draft {
	d := s.doc
	first, last := d.TokensIn(span)
	for t := first + 1; t+1 < last; t++ {
		if d.Form(t) == "," && s.words.is("relative", s.lower(t+1)) {
			last = t // "Ana Ruiz, who was there"
		}
	}
	last = s.throughName(first, last)
	if found := s.behindDescription(first, last); found != nil {
		return found
	}
	first, last = s.behindDateline(first, last), s.beforeTime(first, last)
	for first < last && d.Tokens[first].UPOS == "PUNCT" {
		first++
	}
	for last > first && d.Tokens[last-1].UPOS == "PUNCT" {
		if d.Form(last-1) == ")" { // "Rep. Ana Ruiz (R-Utah)"
			for last > first && d.Form(last-1) != "(" {
				last--
			}
		}
		last--
	}
	if last <= first {
		return nil
	}
	var persons []text.Mention
	for t := first; t < last; t++ {
		if i, ok := s.around[t]; ok && d.Mentions[i].First == t && d.Mentions[i].Type == text.Person {
			persons = append(persons, d.Mentions[i])
		}
	}
	if len(persons) == 0 {
		return nil
	}
	end := persons[len(persons)-1]
	described := len(persons) == 1 && s.behindComma(first, end.First) && !s.words.is("some of", s.lower(first)) &&
		(d.Tokens[first].UPOS == "DET" || text.IsRelation(d.Tokens[first].Deprel, "nmod:poss")) // "a lawyer for the paper, Ana Ruiz", "his partner, Ana Ruiz"
	if before := s.lower(max(end.First-1, 0)); len(persons) == 1 && (before == "named" || before == "called" || before == "as" && slices.Contains([]string{"identified", "known"}, s.lower(max(end.First-2, 0)))) {
		described = true // "a resident named Ana Ruiz", "a man identified as Omar Sidibe"
	}
	if at := end.First - 1; at > first+1 && end.Last == last && s.words.is("title", strings.Trim(s.lower(at), ".")) && d.Form(at-1) == "," {
		described = described || len(persons) == 1 // "All that aside, Mr. Ruiz"
	}
	if described && end.Last < last && slices.Contains([]string{"of", "from", "at"}, s.lower(end.Last)) {
		last = end.Last // "one pastor, Ana Ruiz of the Liberty Church"
	}
	if end.Last == last && (described || len(persons) == 1 && s.inserted(first, end) || s.titled(first, end.First) || len(persons) == 1 && s.longTitle(first, end.First)) {
		return s.byEntity[end.Entity]
	}
	begin := persons[0]
	if (begin.First == first || s.titled(first, begin.First) || s.longTitle(first, begin.First)) && begin.Last+1 < last && d.Form(begin.Last) == "," &&
		(s.says(begin.Last+1, last) || len(persons) == 1 && d.Tokens[begin.Last+1].XPOS == "VBN") { // "Ruiz, arrested on Monday"
		return s.byEntity[begin.Entity]
	}
	return nil
}

// behindComma reports whether a comma stands right before a name that begins at token
// t, or before its title: "the other candidate, former Secretary of State Ana Ruiz".
func (s *resolution) behindComma(first, t int) bool {
	d := s.doc
	for ; t > first && d.Form(t-1) != ","; t-- {
		if u := d.Tokens[t-1].UPOS; u != "NOUN" && u != "PROPN" && u != "ADJ" && s.lower(t-1) != "of" {
			return false
		}
	}
	return t > first
}

// behindDateline is the first token behind a dateline that begins tokens first to
// last: "RYE, N.H. - State Rep. Ana Ruiz".
func (s *resolution) behindDateline(first, last int) int {
	d := s.doc
	if word := d.Form(first); len(word) < 3 || strings.ToUpper(word) != word {
		return first
	}
	for t := first + 1; t+1 < last; t++ {
		if f := d.Form(t); (f == "-" || f == "–" || f == "—") && d.Tokens[t].Start > d.Tokens[t-1].End {
			return t + 1
		}
	}
	return first
}

// beforeTime is the end of tokens first to last without the time that a name runs
// into: "Ruiz Sunday night".
func (s *resolution) beforeTime(first, last int) int {
	end := last
	for end > first+1 && (s.words.is("day", s.lower(end-1)) || s.words.is("time of day", s.lower(end-1))) {
		end--
	}
	if end < last && s.words.is("day", s.lower(end)) {
		return end
	}
	return last
}

// inserted reports whether a name is the subject of what is inserted in a
// sentence, whose beginning was taken for a part of the source: "Voters, Ruiz
// suggested, need not worry". A comma stands before the name and its verb behind it.
func (s *resolution) inserted(first int, m text.Mention) bool {
	d := s.doc
	return m.First-1 > first && d.Form(m.First-1) == "," && text.IsRelation(d.Tokens[m.Head].Deprel, "nsubj") &&
		m.Last < len(d.Tokens) && (d.Tokens[m.Last].UPOS == "VERB" || d.Tokens[m.Last].UPOS == "AUX") && d.Tokens[m.Last].Sentence == d.Tokens[m.Head].Sentence
}

// behindDescription is the person whose name stands between commas behind a
// description that ends before token last: "the president of the group, Ana Ruiz, said".
func (s *resolution) behindDescription(first, last int) *draft {
	d := s.doc
	if first >= last || last >= len(d.Tokens) || d.Tokens[first].UPOS != "DET" && !text.IsRelation(d.Tokens[first].Deprel, "nmod:poss") {
		return nil
	}
	for t := first; t < last; t++ {
		if i, ok := s.around[t]; ok && d.Mentions[i].Type == text.Person && (d.Mentions[i].Last >= last || !isPossessive(d.Form(d.Mentions[i].Last))) || d.Form(t) == "," {
			return nil
		}
	}
	h := s.head(d.TokenSpan(first, last))
	found := s.nameBehind(last)
	if found == nil || h < 0 || d.Tokens[h].Plural() || !s.forPersons(strings.ToLower(d.Tokens[h].Lemma)) {
		return nil
	}
	if end := d.Mentions[s.around[last+1]].Last; end >= len(d.Tokens) || d.Form(end) != "," {
		return nil
	}
	return found
}

// throughName is the end of the person's name that a title goes on to behind token
// last, where the title was cut short ("[Talk] show host Ana Ruiz"); else last.
func (s *resolution) throughName(first, last int) int {
	d := s.doc
	for t := first; t < last; t++ {
		if i, ok := s.around[t]; ok && d.Mentions[i].Type == text.Person || d.Tokens[t].UPOS != "NOUN" && d.Tokens[t].UPOS != "PROPN" && d.Tokens[t].UPOS != "ADJ" && d.Tokens[t].UPOS != "DET" && d.Form(t) != "-" {
			return last
		}
	}
	for t := last; t < min(last+longestName, len(d.Tokens)) && d.Tokens[t].Sentence == d.Tokens[first].Sentence; t++ {
		if i, ok := s.around[t]; ok && d.Mentions[i].Type == text.Person {
			if d.Mentions[i].First == t && t > first && d.Tokens[t-1].UPOS == "NOUN" {
				return d.Mentions[i].Last
			}
			return last
		}
		if d.Tokens[t].UPOS != "NOUN" && d.Tokens[t].UPOS != "PROPN" && d.Tokens[t].UPOS != "ADJ" {
			return last
		}
	}
	return last
}

// longTitle reports whether tokens first to last say what the person is whose name
// follows: "The former commander of the Bolivian Army".
func (s *resolution) longTitle(first, last int) bool {
	d := s.doc
	if last-first < 3 || d.Tokens[first].UPOS != "DET" || s.lower(first) != "the" {
		return false
	}
	if u := d.Tokens[last-1].UPOS; u != "NOUN" && u != "PROPN" {
		return false
	}
	head := -1
	for t := first; t < last; t++ {
		switch d.Tokens[t].UPOS {
		case "VERB", "AUX", "PUNCT", "CCONJ", "PRON", "SCONJ":
			return false
		case "ADP":
			if head < 0 {
				head = t - 1
			}
			if s.lower(t) != "of" {
				return false
			}
		}
	}
	if head <= first {
		return false
	}
	lemma := strings.ToLower(d.Tokens[head].Lemma)
	r := s.world.Role(lemma)
	return r != nil && (r.Kind == "person" || singularPerson(lemma)) || s.words.is("agent", lemma)
}

// titled reports whether tokens first to last are words of a title: nouns,
// names and adjectives in a row that name nobody else.
func (s *resolution) titled(first, last int) bool {
	d := s.doc
	owned := false // "the paper's editor, Ana Ruiz"
	for t := first; t < last; t++ {
		switch d.Tokens[t].UPOS {
		case "NOUN", "PROPN", "ADJ", "DET", "NUM":
		case "CCONJ":
			if i, ok := s.around[t-1]; t == first || ok && d.Mentions[i].Type == text.Person {
				return false
			}
		default:
			switch f := d.Form(t); {
			case isPossessive(f):
				owned = true
			case f == "-", f == ".", f == "," && owned:
			case t > first && d.Form(t-1) == "-", t+1 < last && d.Form(t+1) == "-": // "best-selling"
			default:
				return false
			}
		}
		if i, ok := s.around[t]; ok && d.Mentions[i].Type == text.Person && d.Mentions[i].Last < last && d.Tokens[t].Deprel == "nsubj" {
			return false
		}
	}
	return true
}

// says reports whether what stands behind a name and a comma, up to token last,
// says who that is and names nobody beside it.
func (s *resolution) says(t, last int) bool {
	d := s.doc
	i, ok := s.around[t]
	owned := ok && d.Mentions[i].Last < last && isPossessive(d.Form(d.Mentions[i].Last)) // "Ruiz, Gomez's budget director"
	if ok && d.Mentions[i].Type == text.Person && !owned {
		return false
	}
	switch d.Tokens[t].UPOS {
	case "DET", "NOUN", "NUM", "ADJ", "PRON":
	case "PROPN":
		if owned {
			break
		}
		if d.Form(last-1) == "," {
			return false
		}
	case "VERB":
		if t+1 >= last || d.Tokens[t].XPOS != "VBG" || d.Tokens[t+1].UPOS != "NOUN" && d.Tokens[t+1].UPOS != "PROPN" {
			return false // but "Ruiz, managing director of the bank"
		}
	default:
		return false
	}
	for k := t + 1; k < last; k++ {
		i, ok := s.around[k]
		if !ok || d.Mentions[i].First != k || d.Mentions[i].Type != text.Person {
			continue
		}
		before := k - 1
		for before > t && s.words.is("title", strings.Trim(s.lower(before), ".")) {
			before--
		}
		if d.Tokens[before].UPOS == "CCONJ" {
			return false // "Ruiz, the mayor, and Senator Gomez"
		}
	}
	return true
}

// isPossessive reports whether a token is the ending of a possessor's name.
func isPossessive(form string) bool {
	return form == "'s" || form == "’s" || form == "'" || form == "’"
}

// calledBySurname is the only person of the report with a whole name that ends in
// the one word of a span, whatever else the word means: "Will wrote"; or nil.
func (s *resolution) calledBySurname(span text.Span) *draft {
	first, last := s.doc.TokensIn(span)
	if last != first+1 || s.doc.Tokens[first].UPOS == "PRON" || s.doc.Tokens[first].UPOS == "DET" {
		return nil
	}
	form := s.doc.Form(first)
	label := len(form) > 3 && last < len(s.doc.Tokens) && s.doc.Form(last) == ":" && s.doc.Sentences[s.doc.Tokens[first].Sentence].First == first // "RUIZ: Do you agree?"
	if c, _ := utf8.DecodeRuneInString(form); !unicode.IsUpper(c) || strings.ToUpper(form) == form && !label {
		return nil
	}
	word := " " + world.Fold(form)
	one := s.only(func(c *draft) bool {
		return c.actor.Kind == record.KindPerson && strings.HasSuffix(world.Fold(c.display()), word) && s.isName(c)
	})
	if one != nil {
		one.addMention(span, s.doc.Slice(span))
	}
	return one
}

// calledShort is the only department of the report whose name is the one word of a
// span and "Department" ("State said"), or the only body whose name begins with
// all of its words, two at least ("Grand Central" of a publisher); or nil.
func (s *resolution) calledShort(span text.Span) *draft {
	word := s.doc.Slice(span)
	if c, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(c) {
		return nil
	}
	several := strings.Contains(word, " ")
	if several && len(s.world.Places(word)) > 0 {
		return nil
	}
	one := s.only(func(c *draft) bool {
		return isBody(c) && slices.ContainsFunc(c.forms, func(f string) bool {
			return !several && strings.HasSuffix(f, word+" Department") || several && strings.HasPrefix(f, word+" ") && strings.Count(f, " ") == strings.Count(word, " ")+1
		})
	})
	if one != nil {
		one.addMention(span, word)
	}
	return one
}

// pairBefore is the draft of the two persons whom "the two" or "both" take up: the
// only two named side by side before it in its sentence or, if there are none, in the
// one before; or nil.
func (s *resolution) pairBefore(h int, span text.Span) *draft {
	d := s.doc
	first, last := d.TokensIn(span)
	t := d.Tokens[h]
	two := s.lower(first) == "both" && (h == first || h == first+1) || s.lower(first) == "the" && first+1 < last && s.lower(first+1) == "two" && h <= first+2
	if !two || s.quoted[h] || h != last-1 || t.UPOS == "NOUN" && !s.forPersons(strings.ToLower(t.Lemma)) {
		return nil
	}
	var members []*draft
	for n := t.Sentence; n >= max(0, t.Sentence-1) && members == nil; n-- {
		for i := d.Sentences[n].First; i < min(h, d.Sentences[n].Last); i++ {
			pair := s.pairAt(i)
			if pair != nil && members != nil {
				return nil
			}
			if pair != nil {
				members = pair
			}
		}
	}
	if members == nil {
		return nil
	}
	return s.group(members, span, "the two named side by side before")
}

// pairAt are the two persons, no more, whom a name with head i and the one beside it
// stand for; or nil.
func (s *resolution) pairAt(i int) []*draft {
	d := s.doc
	if s.quoted[i] {
		return nil
	}
	var members []*draft
	for _, t := range append([]int{i}, d.Children(i)...) {
		if t != i && !text.IsRelation(d.Tokens[t].Deprel, "conj") {
			continue
		}
		m, ok := s.at[t]
		if !ok || d.Mentions[m].Kind != text.Name || d.Mentions[m].Type != text.Person {
			return nil
		}
		if c := s.byEntity[d.Mentions[m].Entity]; c != nil && c.actor.Kind == record.KindPerson {
			members = append(members, c)
		}
	}
	if len(members) != 2 || members[0] == members[1] {
		return nil
	}
	return members
}

// forPersons reports whether a noun is for persons.
func (s *resolution) forPersons(lemma string) bool {
	r := s.world.Role(lemma)
	return r != nil && (r.Kind == "person" || singularPerson(lemma)) || s.words.is("epithet", canonical(lemma)) || s.words.is("one person", lemma) || s.words.is("anybody", lemma)
}

// calledByName drafts who speaks under a name that no step took for that of a
// body or person: "Judicial Watch said"; or nil.
func (s *resolution) calledByName(span text.Span) *draft {
	d := s.doc
	first, last := d.TokensIn(span)
	if first < last && s.lower(first) == "the" {
		first++
	}
	at, end := span, last
	if last = s.beforeKind(first, last); last < end {
		at = d.TokenSpan(first, last)
	}
	if first >= last || last-first > longestName+2 || s.quoted[first] || d.Blocks[d.Sentences[d.Tokens[first].Sentence].Block].Kind == text.Heading {
		return nil
	}
	if c := s.bodyByNoun(first, last); c != nil {
		c.addMention(at, d.Slice(at))
		return c
	}
	if last-first > longestName {
		return nil
	}
	inside, lower := 0, false
	plural := d.Tokens[last-1].Plural()
	for t := first; t < last; t++ {
		form := d.Form(t)
		if i, ok := s.around[t]; ok && (d.Mentions[i].Type == text.Person || d.Mentions[i].Type == text.Location) ||
			d.Tokens[t].UPOS != "PROPN" && (d.Tokens[t].UPOS != "ADJ" || t == last-1 || s.ofParty(last-1) || plural) || s.words.is("former", s.lower(t)) {
			return nil
		}
		if c, _ := utf8.DecodeRuneInString(form); !unicode.IsUpper(c) {
			return nil
		}
		lower = lower || strings.ToUpper(form) != form
		if t > d.Sentences[d.Tokens[t].Sentence].First || s.recurs(t) {
			inside++
		}
	}
	if c := s.bearerOfSurname(last - 1); c != nil && last-first > 1 && s.words.is("title", strings.Trim(s.lower(first), ".")) {
		c.addMention(span, d.Slice(d.TokenSpan(last-1, last)))
		return c // "Mr. Band"
	}
	if next, _ := utf8.DecodeRuneInString(d.Form(min(last, len(d.Tokens)-1))); unicode.IsUpper(next) {
		return nil // a headline within the text
	}
	name := d.Slice(d.TokenSpan(first, last))
	if inside == 0 || !lower || s.words.is("day", s.lower(last-1)) || len(s.world.Demonyms(name)) > 0 || s.world.Role(name) != nil || len(s.world.Places(name)) > 0 {
		return nil
	}
	c := s.draftFor("named/" + world.Fold(name))
	if c.actor.Name == "" {
		c.actor.Name, c.actor.Kind = name, record.KindOther
		switch {
		case last < end:
			c.actor.Kind = record.KindOrganization
		case plural:
			c.actor.Kind = record.KindGroup // "the Millennials"
		}
		c.because("speaks under this name")
	}
	c.addMention(at, d.Slice(at))
	s.taken[last-1] = c
	return c
}

// bodyByNoun drafts the body whose whole name tokens first to last are, which no step took
// for one: capitals, with a noun for a body before small words ("Committee for a
// Responsible Budget"); or nil.
func (s *resolution) bodyByNoun(first, last int) *draft {
	d := s.doc
	if last-first > 2 && d.Tokens[first].UPOS == "ADJ" && strings.ToLower(d.Form(first)) == d.Form(first) {
		first++ // "nonpartisan Commission on Debates"
	}
	small, noun := 0, false
	for t := first; t < last; t++ {
		if c, _ := utf8.DecodeRuneInString(d.Form(t)); unicode.IsUpper(c) {
			noun = noun || small == 0 && s.words.is("body", strings.ToLower(d.Form(t)))
			continue
		}
		switch s.lower(t) {
		case "for", "on", "of", "a", "the", "and", "in":
			small++
		default:
			return nil
		}
	}
	if small == 0 || !noun || last-first < 3 {
		return nil
	}
	name := d.Slice(d.TokenSpan(first, last))
	c := s.draftFor("named/" + world.Fold(name))
	if c.actor.Name == "" {
		c.actor.Name, c.actor.Kind = name, record.KindOrganization
		c.because("speaks under this name, of a body by its noun")
	}
	return c
}

// beforeKind is the end of the name that begins tokens first to last, where an
// apposition says behind it what body it is: "the Independent, a newspaper"; else last.
func (s *resolution) beforeKind(first, last int) int {
	d := s.doc
	for t := first + 1; t+1 < last; t++ {
		if d.Form(t) != "," {
			continue
		}
		if det := s.lower(t + 1); det != "a" && det != "an" && det != "the" {
			return last
		}
		for k := t + 2; k < last && d.Tokens[k].UPOS != "ADP" && d.Tokens[k].UPOS != "PUNCT"; k++ {
			if w := strings.ToLower(d.Tokens[k].Lemma); d.Tokens[k].UPOS == "NOUN" && (s.words.is("kind", w) || s.words.is("body", w) || s.words["body "+w] != nil) {
				return t
			}
		}
		return last
	}
	return last
}

// recurs reports whether the word of token t stands elsewhere in the report as a
// name, too, and nowhere in lower case.
func (s *resolution) recurs(t int) bool {
	form, again := s.doc.Form(t), false
	for i := range s.doc.Tokens {
		if i == t || !strings.EqualFold(s.doc.Form(i), form) {
			continue
		}
		if s.doc.Form(i) != form || s.doc.Tokens[i].UPOS != "PROPN" {
			return false
		}
		again = true
	}
	return again
}

// longestName is how many words such a name has at most.
const longestName = 5
