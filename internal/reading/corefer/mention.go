package corefer

import (
	"strings"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// Values of facts.
const (
	singular = "s"
	plural   = "p"
	neuter   = "n"

	someone = "person"
	several = "group"
	body    = "organization"
	place   = "place"
	thing   = "thing"
)

// facts are what is known of a mention, and of an entity at its root.
type facts struct {
	class   text.NameType
	kind    string // someone, several, body, place, thing or ""
	gender  string // "m", "f", neuter or ""
	number  string // singular, plural or ""
	known   string // id in the lexicon, or ""
	person  *world.Person
	full    []string // words of a person's whole name, folded, or nil
	country string   // of a description: alpha-3, or ""
	office  string   // of a description: office or "leader", or ""
	speaker int      // number of the speaker who this is, or 0
}

// mention is a mention with what the rules need to know.
type mention struct {
	text.Mention
	facts   facts
	parent  int   // union-find
	members []int // of a root: the mentions of its entity, ascending
	named   bool  // of a root: one of them is a name
	pron    pronoun
	shadow  bool     // a noun phrase for a thing: competes for "it" and "they", is not written
	words   []string // of a name, without titles
	printed string   // a name as printed
	key     string   // and folded
	definite,
	indefinite bool
	lemma  string // of the head, lower case
	quoted int    // quotation that holds it, or -1
	turn   int    // number of the speaker in whose turn it stands outside of quotations, or 0
	// chained holds for what only chains show and records never do, several
	// for a coordination.
	// told holds for what a clause tells.
	chained, several, told bool
	whole                  text.Span // range of tokens of the whole noun phrase
}

// personal reports whether the mention is a pronoun other than "this" and the
// like, whose phrase is told by rule.
func (m *mention) personal() bool { return m.Kind == text.Pronoun && m.pron.kind != "demonstrative" }

// detect collects the mentions: the names found before, descriptions by a
// noun for persons or bodies, pronouns, and other noun phrases as shadows.
func (r *reader) detect(clauses bool) {
	d := r.doc
	covered := make([]bool, len(d.Tokens))
	r.bodyBefore = map[int]int{}
	persons := unset(len(d.Tokens)) // the name of a person that begins at the token
	for k, m := range d.Mentions {
		r.mentions = append(r.mentions, mention{Mention: m})
		if m.Kind == text.Name && m.Type == text.Person {
			persons[m.First] = k
		}
		if m.Kind == text.Name && m.Type == text.Organization {
			r.bodyBefore[m.Last] = k
		}
		for i := m.First; i < m.Last; i++ {
			covered[i] = true
		}
	}
	r.detectLabels(covered)
	for i, t := range d.Tokens {
		if covered[i] {
			continue
		}
		switch {
		case t.UPOS == "PRON":
			if p, ok := r.tables.pronouns[strings.ToLower(d.Form(i))]; ok {
				r.mentions = append(r.mentions, mention{
					Mention: text.Mention{First: i, Last: i + 1, Head: i, Kind: text.Pronoun, Entity: -1, Why: "pronoun"}, pron: p,
					chained: r.pleonastic(i) || r.letUs(i),
				})
			}
		case t.UPOS == "NOUN" || t.UPOS == "PROPN":
			if m, ok := r.description(i, persons); ok {
				r.mentions = append(r.mentions, m)
			}
		}
	}
	r.detectThings(covered)
	if clauses {
		r.leaveIdle(covered)
		r.detectClauses()
	}
	r.extents()
	r.sortMentions()
	r.quoted = quotedTokens(d)
	for i := range r.mentions {
		r.mentions[i].quoted = r.quoted[r.mentions[i].Head]
	}
}

// pleonastic reports whether "it" at token i refers to nothing ("it rains",
// "it is clear that").
func (r *reader) pleonastic(i int) bool {
	d := r.doc
	if !strings.EqualFold(d.Form(i), "it") {
		return false
	}
	t := d.Tokens[i]
	if t.Deprel == "expl" || strings.HasPrefix(t.Deprel, "expl:") {
		return true
	}
	if t.Head < 0 || !text.IsRelation(t.Deprel, "nsubj") {
		return false
	}
	if d.Child(t.Head, "csubj") >= 0 {
		return true
	}
	switch d.Tokens[t.Head].Lemma {
	case "seem", "appear", "turn", "rain", "snow", "happen", "say", "report", "believe", "expect", "think":
		return d.Child(t.Head, "ccomp", "csubj") >= 0
	case "clear", "likely", "unlikely", "possible", "impossible", "necessary", "important", "time", "difficult", "hard", "easy", "unclear":
		return true
	}
	return false
}

// letUs reports whether token i is the end of "let's", which records leave out.
func (r *reader) letUs(i int) bool {
	w := r.word(i)
	return w == "'s" || w == "’s"
}

// quotedTokens is for each token the innermost quotation around it that is no
// scare quote, or -1: quotations stand in order of their opening, and one that
// has ended never comes back.
func quotedTokens(d *text.Document) []int {
	quoted := unset(len(d.Tokens))
	var open []int
	next := 0
	for i, t := range d.Tokens {
		for ; next < len(d.Quotations) && d.Quotations[next].Inner.Start <= t.Start; next++ {
			if !d.Quotations[next].Scare {
				open = append(open, next)
			}
		}
		for len(open) > 0 && d.Quotations[open[len(open)-1]].Inner.End < t.End {
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			quoted[i] = open[len(open)-1]
		}
	}
	return quoted
}

// description makes the nominal mention headed by token i, or a shadow.
func (r *reader) description(i int, persons []int) (mention, bool) {
	d := r.doc
	t := d.Tokens[i]
	switch base, _, _ := strings.Cut(t.Deprel, ":"); base {
	case "compound", "flat", "fixed", "goeswith", "amod", "vocative":
		return mention{}, false
	}
	if i+1 < len(persons) && persons[i+1] >= 0 && r.isTitle(i, &d.Mentions[persons[i+1]]) {
		return mention{}, false
	}
	m := mention{Mention: text.Mention{Head: i, Kind: text.Nominal, Entity: -1}, lemma: strings.ToLower(t.Lemma)}
	m.First, m.Last = r.phrase(i)
	m.facts.number = number(t)
	phrase := r.withoutDeterminers(m.First, i+1)
	if role := r.world.Role(phrase); role != nil {
		m.facts.kind, m.facts.gender, m.facts.office = role.Kind, role.Gender, role.Office
		m.Why = "role noun “" + role.Phrase + "”"
	} else if n, ok := r.tables.nouns[m.lemma]; ok {
		m.facts.kind, m.facts.gender = n.kind, n.gender
		m.Why = "noun for a person or body"
	} else {
		m.shadow, m.facts.kind = true, thing
		r.determination(&m)
		return m, true
	}
	if role := r.world.Role(m.lemma); m.facts.office == "" && role != nil {
		m.facts.office = role.Office // "long-running president"
	}
	switch m.lemma {
	case "leader", "head", "chief", "boss", "ruler", "strongman", "statesman", "dictator", "autocrat":
		m.facts.office = "leader"
	case "country", "nation", "state", "city", "town", "village", "region", "province", "republic", "kingdom":
		m.facts.kind, m.facts.gender = place, neuter
	}
	if m.facts.number == plural && m.facts.kind == someone {
		m.facts.kind = several
	}
	if m.facts.kind == several && m.facts.number == singular && r.oneOfGroup(m.lemma) {
		m.facts.kind = someone
	}
	switch m.facts.kind {
	case someone:
		m.facts.class = text.Person
	case body:
		m.facts.class = text.Organization
		m.facts.gender = neuter
	}
	r.determination(&m)
	r.ofCountry(&m)
	return m, true
}

// oneOfGroup reports whether a noun of a group's row names one person in the
// singular ("protester"), not a body ("army").
func (r *reader) oneOfGroup(lemma string) bool {
	for _, suffix := range []string{"er", "or", "ist", "man", "ian", "ee", "ent", "ant", "eer", "ess", "ic"} {
		if strings.HasSuffix(lemma, suffix) && lemma != "government" && lemma != "parliament" && lemma != "public" && lemma != "newspaper" && lemma != "broadcaster" {
			return true
		}
	}
	return false
}

// isTitle reports whether the noun at i stands as a title before the name m of
// a person ("President Alexander Lukashenko").
func (r *reader) isTitle(i int, m *text.Mention) bool {
	if r.doc.Tokens[i].Sentence != r.doc.Tokens[i+1].Sentence || r.tables.generic[strings.ToLower(r.doc.Tokens[i].Lemma)] {
		return false // "the newspaper Morning Star"
	}
	form := r.doc.Form(i)
	return form != strings.ToLower(form) || r.doc.Tokens[m.Head].Head == i || r.doc.Tokens[i].Head == m.Head
}

// phrase is the range of the noun phrase headed by i: from its first
// dependent on the left to the prepositional phrases on its right; relative
// clauses, appositions and conjuncts stay out.
func (r *reader) phrase(i int) (first, last int) {
	d := r.doc
	first, last = i, i+1
	for _, c := range d.Children(i) {
		base, _, _ := strings.Cut(d.Tokens[c].Deprel, ":")
		if c < i {
			switch base {
			case "det", "amod", "compound", "nmod", "nummod", "flat":
				f, _ := d.Subtree(c)
				first = min(first, f)
			}
		}
	}
	for _, c := range d.Children(i) {
		if c < last {
			continue
		}
		f, l := d.Subtree(c)
		base, _, _ := strings.Cut(d.Tokens[c].Deprel, ":")
		if f != last || (base != "nmod" && base != "flat" && base != "fixed") || base == "nmod" && r.aside(d.Tokens[c].Deprel, f) {
			break
		}
		last = l
	}
	if r.word(first-1) == "at" && (r.word(first) == "least" || r.word(first) == "most") {
		first--
	}
	for first < i && !r.beginsBound(first) {
		switch t := d.Tokens[first]; {
		case t.UPOS == "PUNCT", t.UPOS == "ADP", t.UPOS == "SCONJ", t.XPOS == "WRB":
			first++
			continue
		}
		break
	}
	if first == i {
		first = r.possessor(i)
	}
	return r.label(i, first), last
}

// possessor is where the phrase begins whose possessive stands before the noun
// at token i, whatever the tree made of it: "the miners' union"; i if there is
// none.
func (r *reader) possessor(i int) int {
	d := r.doc
	start := d.Sentences[d.Tokens[i].Sentence].First
	switch r.word(i - 1) {
	case "'s", "’s", "'", "’":
	default:
		return i
	}
	first := i
	for t := i - 2; t >= start && t > i-8 && d.Tokens[i-2].UPOS != "PRON"; t-- {
		switch d.Tokens[t].UPOS {
		case "NOUN", "PROPN", "ADJ", "NUM":
			first = t
			continue
		case "DET":
			first = t
		}
		break
	}
	return first
}

// beginsBound reports whether the words of a bound of a number begin at token
// i: "at least", "up to", "between".
func (r *reader) beginsBound(i int) bool {
	switch next := r.word(i + 1); r.word(i) {
	case "at":
		return next == "least" || next == "most"
	case "up":
		return next == "to"
	case "about", "around", "over", "under", "between":
		return r.doc.Tokens[i+1].UPOS == "NUM"
	}
	return false
}

// word is the lower-case form of token i, "" outside the text.
func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.doc.Tokens) {
		return ""
	}
	return strings.ToLower(r.doc.Form(i))
}

// label moves the beginning of a phrase headed by a noun for a body to the
// name of a body before it, over one word, whatever the tree made of them:
// "the World Health food agency".
func (r *reader) label(i, first int) int {
	d := r.doc
	if !r.tables.generic[strings.ToLower(d.Tokens[i].Lemma)] {
		return first
	}
	for _, end := range []int{i, i - 1} {
		if end <= 0 || end < i && r.word(end) != d.Form(end) {
			break
		}
		k, ok := r.bodyBefore[end]
		if !ok || d.Tokens[d.Mentions[k].First].Sentence != d.Tokens[i].Sentence {
			continue
		}
		begin := d.Mentions[k].First
		if begin > 0 && d.Tokens[begin-1].UPOS == "DET" && d.Tokens[begin-1].Sentence == d.Tokens[i].Sentence {
			begin--
		}
		return min(first, begin)
	}
	return first
}

// withoutDeterminers is the text of a phrase without its determiners,
// possessors and numbers.
func (r *reader) withoutDeterminers(first, last int) string {
	d := r.doc
	for first < last-1 {
		switch d.Tokens[first].UPOS {
		case "DET", "NUM", "PRON", "PART", "ADV", "ADP", "PUNCT":
			first++
			continue
		}
		break
	}
	return d.Slice(d.TokenSpan(first, last))
}

func number(t text.Token) string {
	switch {
	case t.Plural(), t.XPOS == "NNS", t.XPOS == "NNPS":
		return plural
	case t.UPOS == "NOUN" || t.UPOS == "PROPN":
		return singular
	}
	return ""
}

// determination notes whether a description is definite: by its article, or
// by a possessor. The article counts wherever the parser hung it.
func (r *reader) determination(m *mention) {
	d := r.doc
	if first := d.Tokens[m.First]; first.UPOS == "DET" {
		switch strings.ToLower(d.Form(m.First)) {
		case "the", "this", "that", "these", "those", "both":
			m.definite = true
		case "a", "an", "some", "another", "any", "each", "every", "no", "several", "many":
			m.indefinite = true
		}
	}
	for _, c := range d.Children(m.Head) {
		if text.IsRelation(d.Tokens[c].Deprel, "nmod:poss") {
			m.definite = true
		}
	}
}

// ofCountry notes which country a description belongs to: "the Belarusian
// president", "the president of Belarus", "the head of the Kremlin".
func (r *reader) ofCountry(m *mention) {
	d := r.doc
	for i := m.First; i < m.Last; i++ {
		if i == m.Head {
			continue
		}
		form := d.Form(i)
		if form == strings.ToLower(form) {
			continue
		}
		if demonyms := r.world.Demonyms(form); len(demonyms) > 0 && i < m.Head {
			m.facts.country = demonyms[0].Country.Code
			return
		}
		for end := min(m.Last, i+4); end > i; end-- {
			name := d.Slice(d.TokenSpan(i, end))
			if country := r.world.CountryNamed(name); country != nil {
				m.facts.country = country.Code
				return
			}
			if metonym := r.world.Metonym(name); metonym != nil && m.facts.office == "leader" {
				m.facts.country = metonym.Country
				return
			}
		}
	}
}
