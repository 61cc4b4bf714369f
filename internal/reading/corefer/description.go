package corefer

import (
	"slices"
	"strings"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// joinAppositions joins descriptions to the names they stand beside: "Anna
// Sarkis, the opposition leader", "opponent Anna Sarkis", "Sarkis is the
// leader of the opposition".
func (r *reader) joinAppositions() {
	d := r.doc
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind == text.Pronoun {
			continue
		}
		t := d.Tokens[m.Head]
		switch {
		case t.Head >= 0 && text.IsRelation(t.Deprel, "appos") && r.at[r.apposed(m)] >= 0 && !r.listed(t.Head):
			r.joinBeside(i, r.at[r.apposed(m)], "apposition")
		case m.Kind == text.Name && r.namedSo(m) >= 0:
			if j := r.at[r.namedSo(m)]; j >= 0 && r.mentions[j].Kind == text.Nominal && r.mentions[j].facts.number == singular {
				r.joinBeside(i, j, "is named so")
			}
		case m.Kind == text.Nominal && m.definite && d.Child(m.Head, "cop") >= 0:
			if s := d.Child(m.Head, "nsubj"); s >= 0 && r.at[s] >= 0 && !r.negated(m.Head) && present(d, d.Child(m.Head, "cop")) {
				r.joinBeside(i, r.at[s], "predicate of “to be”")
			}
		case m.Kind == text.Nominal && !m.shadow && r.tables.generic[m.lemma]:
			// "the Interfax agency": the name says which.
			if j := r.nameBefore[m.Head]; j >= 0 {
				r.joinLabel(i, j)
			} else if j := r.nameAt[m.Head+1]; j >= 0 && m.definite && m.facts.number == singular && m.facts.kind != someone {
				// "the newspaper Morning Star"
				r.joinLabel(i, j)
			}
		case m.Kind == text.Nominal:
			// "opponent Anna Sarkis" without a comma, however it is parsed.
			if j := r.nameAt[m.Head+1]; j >= 0 && r.mentions[j].Type == text.Person && m.facts.number == singular && m.facts.kind == someone {
				r.joinBeside(i, j, "stands before the name")
			}
		}
	}
}

// apposed is the token that a mention is apposed to. A person is not apposed
// to a place or a body: "the spokesman for the port, Ana Cruz" is the spokesman,
// wherever the tree hangs her; nor is an abbreviation in brackets to a place: "the
// mission in the east (UNME)".
func (r *reader) apposed(m *mention) int {
	h := r.doc.Tokens[m.Head].Head
	if j := r.at[h]; m.Type == text.Organization && r.bracketed(m) && j >= 0 && r.mentions[j].Type == text.Location && text.IsRelation(r.doc.Tokens[h].Deprel, "nmod") {
		return r.doc.Tokens[h].Head
	}
	if m.Type != text.Person {
		return h
	}
	for range 3 {
		if j := r.at[h]; j >= 0 && (r.mentions[j].Kind == text.Nominal || r.mentions[j].Type == text.Person) {
			return h
		}
		t := r.doc.Tokens[h]
		if t.Head < 0 || !text.IsRelation(t.Deprel, "nmod") && t.Deprel != "compound" {
			return h
		}
		h = t.Head
	}
	return h
}

// bracketed reports whether a mention is one word in capitals between brackets.
func (r *reader) bracketed(m *mention) bool {
	form := r.doc.Form(m.Head)
	return m.Last == m.First+1 && m.First > 0 && r.doc.Form(m.First-1) == "(" && strings.ToUpper(form) == form
}

// namedSo is the noun of which a participle or a relative clause says that it is
// called by the name m, or -1: "a man identified as Omar Sidibe", "the commander,
// known as Elias", "a guard who asked to be named only as Tomas".
func (r *reader) namedSo(m *mention) int {
	d := r.doc
	t := d.Tokens[m.Head]
	v := t.Head
	if v < 0 || v > m.Head || m.Type != text.Person && m.Type != text.Organization {
		return -1
	}
	as := d.Child(m.Head, "case")
	switch d.Tokens[v].Lemma {
	case "identify", "know":
		if as < 0 || r.word(as) != "as" {
			return -1
		}
	case "name", "call", "nickname", "dub":
		if as >= 0 && r.word(as) != "as" {
			return -1
		}
	default:
		return -1
	}
	if d.Tokens[v].XPOS != "VBN" || !text.IsRelation(t.Deprel, "obl") && t.Deprel != "xcomp" && t.Deprel != "obj" || d.Child(v, "nsubj", "nsubj:pass") >= 0 {
		return -1
	}
	if d.Tokens[v].Deprel == "xcomp" && d.Tokens[v].Head >= 0 && d.Child(v, "aux:pass") >= 0 {
		v = d.Tokens[v].Head // "asked to be identified as"
	}
	if !text.IsRelation(d.Tokens[v].Deprel, "acl") {
		return -1
	}
	noun := d.Tokens[v].Head
	if who := d.Child(v, "nsubj"); who >= 0 && r.word(who) == "who" && m.Type == text.Person && text.IsRelation(d.Tokens[noun].Deprel, "nmod") {
		if j := r.at[noun]; j < 0 || r.mentions[j].facts.kind != someone {
			return d.Tokens[noun].Head // "a member of a local force, who …"
		}
	}
	return noun
}

// joinBeside joins two mentions that stand for one entity by syntax, if one of
// them is a description and the kinds agree.
func (r *reader) joinBeside(i, j int, why string) {
	a, b := &r.mentions[i], &r.mentions[j]
	if a.shadow != b.shadow || a.Kind == text.Name && b.Kind == text.Name || a.Kind == text.Pronoun || b.Kind == text.Pronoun {
		return
	}
	if b.Kind == text.Nominal && a.Kind == text.Name {
		r.join(j, i, why)
		return
	}
	r.join(i, j, why)
}

// joinLabel joins "the Interfax agency" to the name inside it, which must be
// able to name a body.
func (r *reader) joinLabel(i, j int) {
	d, m, n := r.doc, &r.mentions[i], &r.mentions[j]
	before := n.First < m.Head
	if n.Type == text.Misc || n.Type == text.Person && (before || n.facts.known != "") || strings.HasPrefix(n.facts.known, "country/") || n.First == m.First && n.Type == text.Location {
		return
	}
	if !before && d.Tokens[n.First].Sentence != d.Tokens[m.Head].Sentence {
		return
	}
	if n.Type == text.Location {
		if len(r.world.Places(n.printed)) > 0 {
			return
		}
		n.Why += "; a body by the noun after it"
	}
	root := r.find(j)
	f := &r.mentions[root].facts
	f.class, f.kind, f.gender = text.Organization, body, neuter
	for _, k := range r.mentions[root].members {
		if r.mentions[k].Kind == text.Name {
			r.mentions[k].Type = text.Organization
		}
	}
	if before {
		r.join(i, j, "the name stands before the noun")
	} else {
		r.join(i, j, "the noun stands before the name")
	}
}

// listed reports whether a token has conjuncts or several appositions: what
// looks like an apposition there may be an enumeration.
func (r *reader) listed(i int) bool {
	n := 0
	for _, c := range r.doc.Children(i) {
		switch {
		case text.IsRelation(r.doc.Tokens[c].Deprel, "conj"):
			return true
		case text.IsRelation(r.doc.Tokens[c].Deprel, "appos"):
			n++
		}
	}
	return n > 2
}

func (r *reader) negated(i int) bool {
	for _, c := range r.doc.Children(i) {
		switch strings.ToLower(r.doc.Form(c)) {
		case "not", "n't", "n’t", "never", "no", "would", "could", "may", "might", "should", "if":
			return true
		}
	}
	return false
}

// present reports whether the copula at i says what is: not what was or will be.
func present(d *text.Document, i int) bool {
	switch strings.ToLower(d.Form(i)) {
	case "is", "'s", "’s", "are", "was", "were":
		return true
	}
	return false
}

// joinOffices joins descriptions by office ("the Belarusian president", "the
// head of the Kremlin") to the one mentioned person whom the lexicon knows to
// hold the office, at the report's date or, where it has none, at any time.
func (r *reader) joinOffices() {
	persons := r.knownPersons()
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != text.Nominal || m.shadow || m.facts.office == "" || m.facts.number == plural || m.indefinite || r.entity(i).class == text.Person && r.named(i) {
			continue
		}
		if !m.definite && !r.bareOffice(m) || r.elsewhere(m) {
			continue
		}
		holder := -1
		for _, j := range persons {
			if r.holds(r.mentions[j].facts.person, m) && !r.apart(i, r.find(j)) {
				if holder >= 0 {
					holder = -2
					break
				}
				holder = j
			}
		}
		if holder >= 0 {
			r.join(i, holder, "the lexicon knows "+r.mentions[holder].facts.known+" in this office")
		}
	}
}

// elsewhere reports whether a description names an office of a town or division of
// some country, of which the lexicon does not say where a person held it: "the mayor
// of Tibú".
func (r *reader) elsewhere(m *mention) bool {
	switch m.facts.office {
	case "mayor", "governor", "deputy mayor", "prefect", "councillor", "police chief":
	default:
		return false
	}
	for _, c := range r.doc.Children(m.Head) {
		if c > m.Head && text.IsRelation(r.doc.Tokens[c].Deprel, "nmod") && r.doc.Tokens[c].UPOS == "PROPN" {
			return true
		}
	}
	return false
}

// knownPersons is one name mention of each entity that is a person of the
// lexicon.
func (r *reader) knownPersons() []int {
	seen := map[int]bool{}
	var list []int
	for j := range r.mentions {
		n := &r.mentions[j]
		if n.Kind != text.Name || n.facts.person == nil {
			continue
		}
		if root := r.find(j); !seen[root] {
			seen[root] = true
			list = append(list, j)
		}
	}
	return list
}

// named reports whether the entity of mention i has a name.
func (r *reader) named(i int) bool { return r.mentions[r.find(i)].named }

// bareOffice reports whether a description without a determiner still points
// at one holder: "Belarusian president" in a headline, "Kremlin chief".
func (r *reader) bareOffice(m *mention) bool { return m.facts.country != "" }

// leaderships are the offices that "leader", "head" and "chief" can mean.
var leaderships = []string{"president", "prime minister", "chancellor", "monarch", "supreme leader", "head of state", "head of government", "opposition leader", "chairman", "party leader"}

// holds reports whether the person held the office that the description names.
func (r *reader) holds(p *world.Person, m *mention) bool {
	terms := p.TermsBy(r.doc.Published)
	if r.doc.Published != "" && !r.nolonger(m) {
		terms = p.TermsOn(r.doc.Published)
	}
	return slices.ContainsFunc(terms, func(t world.Term) bool {
		if m.facts.country != "" && t.Country != m.facts.country {
			return false
		}
		if m.facts.office == "leader" {
			// "the leader" alone says too little.
			return m.facts.country != "" && slices.Contains(leaderships, t.Office)
		}
		return t.Office == m.facts.office
	})
}

// nolonger reports whether a description is of one who has lost the office: "the ousted
// president".
func (r *reader) nolonger(m *mention) bool {
	return slices.ContainsFunc(r.doc.Children(m.Head), func(c int) bool {
		switch r.word(c) {
		case "former", "ex", "ousted", "deposed", "toppled", "overthrown", "exiled", "onetime", "retired", "late":
			return c < m.Head
		}
		return false
	})
}

// apart reports whether mention i cannot be of the entity at root, since one
// holds the other, both are arguments of one predicate, or a description
// stands where the writer would have used a pronoun.
func (r *reader) apart(i, root int) bool { return r.clashing(i)[root] }

// clashing are the roots that mention i stands apart from.
func (r *reader) clashing(i int) map[int]bool {
	a := &r.mentions[i]
	sentence := r.doc.Tokens[a.Head].Sentence
	roots := map[int]bool{}
	note := func(j int) {
		b := &r.mentions[j]
		if within(a, b) || r.sharesPredicate(a, b) || a.Kind == text.Nominal && r.governs(b, a) {
			roots[r.find(j)] = true
		}
	}
	// Mentions stand in text order: those of one sentence are neighbours.
	for j := i - 1; j >= 0 && r.doc.Tokens[r.mentions[j].Head].Sentence == sentence; j-- {
		note(j)
	}
	for j := i + 1; j < len(r.mentions) && r.doc.Tokens[r.mentions[j].Head].Sentence == sentence; j++ {
		note(j)
	}
	return roots
}

// governs reports whether b is the subject of a verb above the clause that a
// stands in, where the writer would have used a pronoun: "he wants the
// president to go".
func (r *reader) governs(b, a *mention) bool {
	d := r.doc
	if !text.IsRelation(d.Tokens[b.Head].Deprel, "nsubj") {
		return false
	}
	verb := d.Tokens[b.Head].Head
	for h := d.Tokens[a.Head].Head; h >= 0; h = d.Tokens[h].Head {
		if h == verb {
			return true
		}
		switch base, _, _ := strings.Cut(d.Tokens[h].Deprel, ":"); base {
		case "xcomp", "ccomp", "obj", "obl", "nmod":
		default:
			return false
		}
	}
	return false
}

// joinCollectives joins what a report calls the same body or crowd throughout:
// "Police", "the police", "police". Those with modifiers ("riot police") stand
// apart from those without.
func (r *reader) joinCollectives() {
	first := map[string]int{}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != text.Nominal || m.shadow || m.indefinite || !r.tables.collective[m.lemma] || r.named(i) {
			continue
		}
		key, ok := r.modified(m)
		if !ok {
			continue
		}
		if j, seen := first[key]; !seen {
			first[key] = i
		} else if !r.apart(i, r.find(j)) {
			r.join(i, j, "the same collective")
		}
	}
}

// modified is a description's words but for its article; false where a number
// or a possessor picks some of many.
func (r *reader) modified(m *mention) (string, bool) {
	d := r.doc
	if h := d.Tokens[m.Head].Head; h >= 0 && h < m.Head && r.tables.partitive[strings.ToLower(d.Tokens[h].Lemma)] {
		return "", false // "dozens of protesters"
	}
	words := []string{}
	for t := m.First; t < m.Last; t++ {
		switch d.Tokens[t].UPOS {
		case "DET":
			if f := r.word(t); f != "the" {
				return "", false
			}
			continue
		case "NUM", "PRON":
			return "", false
		}
		if t == m.Head {
			words = append(words, m.lemma)
		} else {
			words = append(words, r.word(t))
		}
	}
	return strings.Join(words, " "), true
}

// bodyWindow is how many sentences back the name of a body is looked for.
const bodyWindow = 10

// joinBodies joins "the ministry" to the only body nearby whose name ends or
// begins with the noun: "the Foreign Ministry".
func (r *reader) joinBodies() {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != text.Nominal || !m.definite || m.chained || m.facts.number == plural || m.Last-m.First > 2 || r.word(m.First) != "the" || r.named(i) {
			continue
		}
		found, seen := -1, map[int]bool{}
		for j := i - 1; j >= 0 && r.doc.Tokens[m.Head].Sentence-r.doc.Tokens[r.mentions[j].Head].Sentence <= bodyWindow; j-- {
			n := &r.mentions[j]
			if n.Kind != text.Name || n.Type != text.Organization || len(n.words) == 0 || within(m, n) || n.words[len(n.words)-1] != m.lemma && n.words[0] != m.lemma {
				continue
			}
			if root := r.find(j); !seen[root] {
				seen[root] = true
				found = j
			}
		}
		if len(seen) == 1 && !r.apart(i, r.find(found)) {
			r.join(i, found, "short for “"+r.mentions[found].printed+"”")
		}
	}
}

// placeNoun is "country" or "city" for nouns that describe one, or "".
func placeNoun(lemma string) string {
	switch lemma {
	case "country", "nation":
		return "country"
	case "city", "town":
		return "city"
	}
	return ""
}

// joinPlaces joins "the country" and "the city" to the only country or city
// named in the last sentences, if the report is not filed from, or most about,
// another country.
func (r *reader) joinPlaces() {
	about := r.about()
	for i := range r.mentions {
		m := &r.mentions[i]
		kind := placeNoun(m.lemma)
		if kind == "" || m.Kind != text.Nominal || !m.definite || m.facts.number == plural || m.Last-m.First > 2 || r.named(i) {
			continue
		}
		found, seen, codes := -1, map[int]bool{}, map[string]bool{}
		for j := i - 1; j >= 0 && r.doc.Tokens[m.Head].Sentence-r.doc.Tokens[r.mentions[j].Head].Sentence <= 2; j-- {
			n := &r.mentions[j]
			if n.Kind != text.Name || r.above(n.Head, m.Head) {
				continue
			}
			if code := r.countryOf(n); code != "" {
				codes[code] = true
			}
			if n.Type != text.Location {
				continue
			}
			country := strings.HasPrefix(n.facts.known, "country/")
			if country != (kind == "country") || !country && !r.isCity(n) {
				continue
			}
			if root := r.find(j); !seen[root] {
				seen[root] = true
				found = j
			}
		}
		if len(seen) != 1 || kind == "country" && (len(codes) > 1 || about != "" && !codes[about]) {
			continue
		}
		r.join(i, found, "the only "+kind+" named nearby")
	}
}

// countryOf is the country (alpha-3) that a name mention names by its name or by
// the word for its people, or "".
func (r *reader) countryOf(m *mention) string {
	if code, ok := strings.CutPrefix(m.facts.known, "country/"); ok {
		return code
	}
	code := ""
	for _, d := range r.world.Demonyms(m.printed) {
		if code != "" && code != d.Country.Code {
			return ""
		}
		code = d.Country.Code
	}
	return code
}

// about is the country (alpha-3) that a report is about: of the place that it is
// filed from, else the one that it names twice as often as any other; or "".
func (r *reader) about() string {
	for _, b := range r.doc.Blocks {
		if b.Dateline.Len() == 0 {
			continue
		}
		name, _, _ := strings.Cut(r.doc.Slice(b.Dateline), ",")
		name, _, _ = strings.Cut(name, "(")
		if places := r.world.Places(strings.Trim(name, " -–—")); len(places) > 0 {
			return places[0].Country
		}
	}
	named, first, second, top := map[string]int{}, 0, 0, ""
	for i := range r.mentions {
		if r.mentions[i].Kind == text.Name {
			if code := r.countryOf(&r.mentions[i]); code != "" {
				named[code]++
			}
		}
	}
	for code, n := range named {
		switch {
		case n > first:
			first, second, top = n, first, code
		case n > second:
			second = n
		}
	}
	if first < 2*second || first < 2 {
		return ""
	}
	return top
}

// above reports whether token i stands above token j in the tree: what a
// clause says of a place is said of another ("France, whose troops left the
// country").
func (r *reader) above(i, j int) bool {
	for h := r.doc.Tokens[j].Head; h >= 0; h = r.doc.Tokens[h].Head {
		if h == i {
			return true
		}
	}
	return false
}

func (r *reader) isCity(m *mention) bool {
	places := r.world.Places(m.printed)
	return len(places) > 0 && places[0].Kind == "city"
}
