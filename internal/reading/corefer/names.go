package corefer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// mendNames brings names to what the lexicon alone can say of them: with the number
// that ends or begins the name of a body ("France 24", "24 Chasa"), and of a body that
// only looks like a person ("Le Monde").
func (r *reader) mendNames() {
	d := r.doc
	partOfName := map[string]bool{}
	for _, m := range d.Mentions {
		if m.Kind == text.Name && m.Type == text.Person && m.Last-m.First > 1 {
			partOfName[d.Form(m.First)], partOfName[d.Form(m.Last-1)] = true, true
		}
	}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Kind != text.Name {
			continue
		}
		sentence := d.Sentences[d.Tokens[m.Head].Sentence]
		free := func(t int) bool {
			return t >= sentence.First && t < sentence.Last && (d.Tokens[t].UPOS == "NUM" || d.Tokens[t].UPOS == "PROPN") && !slices.ContainsFunc(d.Mentions, func(n text.Mention) bool { return n.Kind == text.Name && n.First <= t && t < n.Last })
		}
		called := text.IsRelation(d.Tokens[m.Head].Deprel, "vocative")
		switch {
		case free(m.Last) && r.onlyBody(m.First, m.Last+1):
			m.Last++
			m.Type = text.Organization
		case free(m.First-1) && r.onlyBody(m.First-1, m.Last):
			m.First--
			m.Type = text.Organization
		case m.Type == text.Location && called && (r.world.IsGivenName(d.Form(m.First)) || d.BlockOf(m.Head).Speaker != "" && r.world.CountryNamed(d.Form(m.First)) == nil):
			m.Type = text.Person // "Thank you, Selma"
		case m.Type == text.Location && d.BlockOf(m.Head).Label.Covers(d.TokenSpan(m.First, m.Last)) && !r.inBrackets(m) && r.world.CountryNamed(d.Slice(d.TokenSpan(m.First, m.Last))) == nil:
			m.Type = text.Person // "ORLOVA:"
		case m.Type == text.Person && !called && (m.Last-m.First > 1 || !partOfName[d.Form(m.First)]) && !r.titled(m) && r.onlyBody(m.First, m.Last):
			m.Type = text.Organization
		}
	}
}

// inBrackets reports whether a mention of a label stands in its brackets.
func (r *reader) inBrackets(m *text.Mention) bool {
	d := r.doc
	return strings.Contains(d.Text[d.BlockOf(m.Head).Label.Start:d.Tokens[m.First].Start], "(")
}

// onlyBody reports whether tokens first to last are the name of one body that the
// lexicon knows, and of no person, place or given name.
func (r *reader) onlyBody(first, last int) bool {
	name := r.doc.Slice(r.doc.TokenSpan(first, last))
	return len(r.world.Organizations(name)) == 1 && len(r.world.People(name)) == 0 && len(r.world.Places(name)) == 0 && !r.world.IsGivenName(name)
}

// titled reports whether a title stands before a name: "Mr. Dawn".
func (r *reader) titled(m *text.Mention) bool {
	return m.First > 0 && r.tables.titles[strings.ToLower(r.doc.Form(m.First-1))] != ""
}

// describe sets what names and pronouns say of themselves and what the
// lexicon says of them.
func (r *reader) describe() {
	d := r.doc
	for i := range r.mentions {
		m := &r.mentions[i]
		switch m.Kind {
		case text.Pronoun:
			m.facts.gender, m.facts.number = m.pron.gender, m.pron.number
		case text.Name:
			m.printed = d.Slice(d.TokenSpan(m.First, m.Last))
			m.key = world.Fold(m.printed)
			m.words = strings.Fields(m.key)
			m.facts.class = m.Type
			m.facts.number = singular
			switch m.Type {
			case text.Person:
				r.describePerson(m)
			case text.Organization:
				m.facts.kind, m.facts.gender = body, neuter
				if found := r.world.Organizations(m.printed); len(found) == 1 {
					m.facts.known = found[0].ID
				}
			case text.Location:
				m.facts.kind, m.facts.gender = place, neuter
				if country := r.world.CountryNamed(m.printed); country != nil {
					m.facts.known = "country/" + country.Code
				}
			case text.Misc:
				if number(d.Tokens[m.Head]) == plural {
					m.facts.number, m.facts.kind = plural, several
				}
			}
		}
	}
}

func (r *reader) describePerson(m *mention) {
	d := r.doc
	m.facts.kind = someone
	if len(m.words) > 1 {
		m.facts.full = m.words
	}
	var sure []*world.Person
	for _, match := range r.world.People(m.printed) {
		if match.Kind != world.Surname && (len(sure) == 0 || match.Kind == world.FullName) {
			sure = append(sure, match.Person)
		}
	}
	if len(sure) == 1 {
		m.facts.person, m.facts.known, m.facts.gender = sure[0], sure[0].ID, sure[0].Gender
		return
	}
	if len(m.words) > 1 {
		m.facts.gender = r.world.GivenNameGender(m.words[0])
	}
	if m.First > 0 && d.Tokens[m.First-1].Sentence == d.Tokens[m.First].Sentence {
		title := strings.ToLower(d.Form(m.First - 1))
		if gender := r.tables.titles[title]; gender != "" {
			m.facts.gender = gender
		}
	}
}

// joinNames joins names that are equal, parts of one another, abbreviations,
// or known to the lexicon as one.
func (r *reader) joinNames() {
	r.joinEqualNames()
	r.joinPartNames()
	r.joinAbbreviations()
}

func (r *reader) joinEqualNames() {
	byKey, byKnown := map[string]int{}, map[string]int{}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != text.Name {
			continue
		}
		key := string(m.Type) + "\t" + m.key
		if j, ok := byKey[key]; ok {
			r.join(i, j, "same name as before")
		} else {
			byKey[key] = i
		}
		if m.facts.known == "" {
			continue
		}
		if j, ok := byKnown[m.facts.known]; ok {
			r.join(i, j, "another name of "+m.facts.known)
		} else {
			byKnown[m.facts.known] = i
		}
	}
}

// joinPartNames joins a person's surname or given name to the full name that
// ends or begins with it, and the short form of an organisation's name to the
// long one, if there is one such name only: one before it or, failing that,
// one after it.
func (r *reader) joinPartNames() {
	index := r.namesByWord()
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != text.Name || m.Type != text.Person && m.Type != text.Organization {
			continue
		}
		if len(m.words) == 0 {
			continue
		}
		longer := index[m.words[len(m.words)-1]]
		at, _ := slices.BinarySearch(longer, i)
		target := r.wholeName(i, longer[:at])
		if target == none {
			target = r.wholeName(i, longer[at:])
		}
		if target >= 0 {
			r.join(i, target, "part of “"+r.mentions[target].printed+"”")
		}
	}
}

// namesByWord are the names of two words or more by each of their words. Of
// names that are spelt alike, which are one entity by now, the first and last
// stand for all.
func (r *reader) namesByWord() map[string][]int {
	type spelling struct {
		class text.NameType
		key   string
	}
	last := map[spelling]int{}
	for i := range r.mentions {
		if m := &r.mentions[i]; m.Kind == text.Name {
			last[spelling{m.Type, m.key}] = i
		}
	}
	index, seen := map[string][]int{}, map[spelling]bool{}
	for i := range r.mentions {
		m := &r.mentions[i]
		s := spelling{m.Type, m.key}
		if m.Kind != text.Name || len(m.words) < 2 || seen[s] && last[s] != i {
			continue
		}
		seen[s] = true
		for k, w := range m.words {
			if !slices.Contains(m.words[:k], w) {
				index[w] = append(index[w], i)
			}
		}
	}
	return index
}

// What wholeName answers where no name, or more than one, fits.
const (
	none = -1
	many = -2
)

// wholeName is the mention of the list whose name the name of mention i may be
// part of; none, or many where names of several entities fit.
func (r *reader) wholeName(i int, list []int) int {
	m := &r.mentions[i]
	target := none
	for _, j := range list {
		n := &r.mentions[j]
		if n.Kind != text.Name || n.Type != m.Type || len(n.words) <= len(m.words) || !r.partOf(m, n) || !compatible(r.entity(i), r.entity(j)) {
			continue
		}
		if target >= 0 && r.find(target) != r.find(j) {
			return many
		}
		target = j
	}
	return target
}

// partOf reports whether the shorter name m can stand for n.
func (r *reader) partOf(m, n *mention) bool {
	if m.Type == text.Organization {
		return len(m.words) == 1 && len(m.key) > 3 && m.words[0] == n.words[0] && len(n.words) <= 4 && r.world.CountryNamed(m.printed) == nil && len(r.world.Demonyms(m.printed)) == 0
	}
	if suffix(m.words, n.words) {
		return true
	}
	if len(m.words) == 1 {
		// "Ms. Sarah" for "Sarah Odeh": a given name, or a middle one's surname.
		return m.words[0] == n.words[0] || len(n.words) > 2 && m.words[0] == n.words[1] && len(m.words[0]) > 2
	}
	// "John Smith" for "John Q. Smith".
	return m.words[0] == n.words[0] && m.words[len(m.words)-1] == n.words[len(n.words)-1]
}

func suffix(short, long []string) bool {
	for k := range short {
		if short[len(short)-1-k] != long[len(long)-1-k] {
			return false
		}
	}
	return true
}

// joinAbbreviations joins "IAEA" to "International Atomic Energy Agency".
func (r *reader) joinAbbreviations() {
	d := r.doc
	index := r.namesByInitials()
	for i := range r.mentions {
		m := &r.mentions[i]
		form := strings.ReplaceAll(d.Slice(d.TokenSpan(m.First, m.Last)), ".", "")
		if m.Kind != text.Name || len(form) < 2 || len(form) > 8 || strings.ToUpper(form) != form {
			continue
		}
		candidates := index[form]
		before := -1 // the name before the bracket that the abbreviation stands in
		if m.First > 1 && d.Form(m.First-1) == "(" {
			if before = r.nameBefore[m.First-1]; before >= 0 {
				candidates = append([]int{before}, candidates...)
			}
		}
		for _, j := range candidates {
			n := &r.mentions[j]
			if n.Last-n.First < 2 || n.Type != m.Type && n.Type != text.Organization {
				continue
			}
			if !strings.EqualFold(initials(d, n), form) && !(m.Type == n.Type && form[0] == d.Form(n.First)[0]) {
				continue
			}
			if j == before && m.Type != n.Type {
				// The long form tells the class of a bare abbreviation.
				m.Type, m.facts.class, m.facts.kind, m.facts.gender = n.Type, n.Type, n.facts.kind, n.facts.gender
			}
			if r.join(i, j, "initials of “"+d.Slice(d.TokenSpan(n.First, n.Last))+"”") {
				break
			}
		}
	}
}

// namesByInitials are the names of two words or more by their initials, the
// first of each spelling for all.
func (r *reader) namesByInitials() map[string][]int {
	index, seen := map[string][]int{}, map[string]bool{}
	for i := range r.mentions {
		n := &r.mentions[i]
		key := string(n.Type) + "\t" + n.key
		if n.Kind != text.Name || n.Last-n.First < 2 || seen[key] {
			continue
		}
		seen[key] = true
		letters := strings.ToUpper(initials(r.doc, n))
		index[letters] = append(index[letters], i)
	}
	return index
}

// initials are the first letters of a name's capitalised words.
func initials(d *text.Document, m *mention) string {
	var b strings.Builder
	for i := m.First; i < m.Last; i++ {
		if c, _ := utf8.DecodeRuneInString(d.Form(i)); unicode.IsUpper(c) {
			b.WriteRune(c)
		}
	}
	return b.String()
}
