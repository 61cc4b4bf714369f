package figure

import (
	"strings"

	"annals/internal/text"
)

// count finds what the quantity counts and sets unit, counts and span; false
// where the number counts nothing that the sentence names.
func (f *finder) count(q *quantity) bool {
	ok := f.money(q) || f.measure(q) || f.people(q) || f.things(q) || f.numberOf(q) || f.collective(q) || f.bare(q) || f.elliptic(q) || f.earlier(q)
	if !ok {
		return false
	}
	q.skip = max(q.skip, q.end)
	q.span = text.Span{Start: f.atoms[q.start].Start, End: f.atoms[q.end-1].End}
	return true
}

// collective reads how many a group of persons has: "its crew of 23".
func (f *finder) collective(q *quantity) bool {
	if !f.is(q.start-1, "of") || !f.ends(q) || q.bound == "between" {
		return false
	}
	switch noun := f.low(q.start - 2); noun {
	case "crew", "team", "squad", "delegation", "gang", "platoon", "garrison", "workforce", "congregation", "contingent", "audience", "family":
		q.unit, q.counts, q.rule = "person", noun, q.rule+"; of a group"
		return true
	}
	return false
}

// elliptic reads a number whose noun stands with the number before it: "300
// jobs in France, 200 in Spain".
func (f *finder) elliptic(q *quantity) bool {
	p := f.last
	if p.unit == "" || p.end == 0 {
		return false
	}
	if p.unit == "person" && f.is(q.end, "of") && f.is(q.end+1, "them", "whom") && q.bound != "between" { // "34 officers, eight of them seriously"
		q.unit, q.counts, q.end, q.rule = p.unit, p.counts, q.end+2, q.rule+"; noun of the number before it"
		k := q.end
		if f.is(k, "were", "are", "was", "is") {
			k++
		}
		if t := f.tokenIndex(k); t >= 0 && k > q.end { // "20 of whom were children"
			if h := f.nounPhrase(t); h >= 0 {
				q.counts = f.printed(h)
			}
		}
		return true
	}
	if p.unit == "person" && f.is(q.start-1, "them", "whom") && f.is(q.start-2, "among") && f.is(q.end, "from", "in", "at", ",", ".") { // "500 police, among them 120 from the capital"
		q.unit, q.counts, q.rule = p.unit, p.counts, q.rule+"; noun of the number before it"
		return true
	}
	if p.unit == "person" && f.is(q.end, "of") && f.is(q.end+1, "their", "its", "his", "her", "our") && f.is(q.end+2, "own") { // "killed 19 soldiers and lost four of their own"
		q.unit, q.counts, q.end, q.rule = p.unit, p.counts, q.end+3, q.rule+"; noun of the number before it"
		if c, how := f.fateBefore(q); how != "" {
			q.counts = c.as
		}
		return true
	}
	if f.is(q.end, "more") && !f.nounAt(q.end+1) && f.is(q.start-1, ",", "and", ";") && f.wordIs(f.tokenIndex(q.end), "more") && !f.is(q.end+1, "than") { // "17 survivors on Tuesday and three more on Wednesday"
		q.unit, q.counts, q.end, q.rule = p.unit, p.counts, q.end+1, q.rule+"; noun of the number before it"
		return true
	}
	if p.unit == "person" && f.is(q.start-1, "but", "though", "while") && strings.HasPrefix(f.xpos(q.end), "VB") { // "expected 5,000 marchers but only 800 came"
		q.unit, q.counts, q.rule = p.unit, p.counts, q.rule+"; noun of the number before it"
		return true
	}
	if f.heldAgain(q) {
		q.unit, q.counts, q.rule = p.unit, p.counts, q.rule+"; noun of the number before it"
		return true
	}
	if p.unit == "vote" && f.is(q.start-1, "to") && p.end == q.start-1 && f.ends(q) { // "212 votes to 98"
		q.unit, q.counts, q.rule = p.unit, p.counts, q.rule+"; noun of the number before it"
		return true
	}
	if q.start-p.end > 6 || !f.is(q.start-1, ",", "and", ";") || !f.is(q.end, "in", "from", "at") || !f.capital(q.end+1) {
		return false
	}
	q.unit, q.counts, q.rule = p.unit, p.counts, q.rule+"; noun of the number before it"
	return true
}

// heldAgain reports whether a number that ends its clause stands behind a verb of having,
// taking or sending, as the number before it does: "lost 22 seats and now holds 48",
// "had downed 17 drones; Kyiv said it had launched 60".
func (f *finder) heldAgain(q *quantity) bool {
	t := f.token(q.start - 1)
	if t == nil || t.UPOS != "VERB" || f.last.unit == "percent" || f.last.unit == "fraction" || q.end < len(f.atoms) && !f.is(q.end, ".", ",", ";") {
		return false
	}
	switch t.Lemma {
	case "hold", "have", "win", "take", "launch", "fire", "send", "need", "want", "free", "lose", "keep", "seize", "get", "pay", "offer", "receive", "owe":
		return true
	}
	return false
}

// money reads a currency before or after the number.
func (f *finder) money(q *quantity) bool {
	code, n := "", 0
	for _, k := range []int{2, 1} {
		if c, taken := f.currencies.at(f.atoms, q.number-k); taken == k && f.moneySign(q.number-k) == k {
			code, n = c, k
			break
		}
	}
	if n > 0 {
		q.start = min(q.start, q.number-n)
	} else {
		k := q.past
		if f.is(k, "-") && f.glued(k) {
			k++
		}
		c, taken := f.currencies.at(f.atoms, k)
		if taken == 0 && f.is(q.start-1, "from") && f.is(q.end, "to") && q.end+1 < len(f.atoms) { // "from 11 to 12.41 euros"
			if to, ok := f.numbers.Read(f.atoms[q.end+1:]); ok {
				if c, n := f.currencies.at(f.atoms, q.end+1+to.Atoms); n > 0 {
					if c == "-" {
						c = singular(f.low(q.end + to.Atoms + n))
					}
					q.unit, q.rule = c, q.rule+"; money of the number after it"
					return true
				}
			}
		}
		if taken == 0 || f.is(k, "sum", "won", "pounds", "crowns") && !f.nounAt(k) && !(q.value != nil && *q.value >= 1000) {
			return false
		}
		code = c
		if code == "-" {
			code = singular(f.low(k + taken - 1))
		}
		q.end = max(q.end, k+taken)
	}
	q.unit, q.rule = code, q.rule+"; money"
	if head := f.worthOf(q); head != "" {
		q.counts = head
	}
	return true
}

func (f *finder) nounAt(i int) bool { return strings.HasPrefix(f.xpos(i), "NN") }

// worthOf is the noun that an amount of money or measure describes: "a $15
// billion contract", "a debt of $5bn".
func (f *finder) worthOf(q *quantity) string {
	if f.is(q.start-1, "of", "worth") && f.nounAt(q.start-2) && f.xpos(q.start-2) != "NNP" {
		return f.low(q.start - 2)
	}
	if f.is(q.start-1, "worth") && f.is(q.start-2, ",") && f.nounAt(q.start-3) && f.xpos(q.start-3) != "NNP" { // "the deal, worth $2bn"
		return f.low(q.start - 3)
	}
	if f.is(q.start-1, "at") && f.nounAt(q.start-2) { // "put the damage at $3m"
		for k := q.start - 3; k >= max(0, q.start-7); k-- {
			if t := f.token(k); t != nil && (t.Lemma == "put" || t.Lemma == "estimate" || t.Lemma == "value") {
				return f.low(q.start - 2)
			}
		}
	}
	if !f.is(q.start-1, "a", "an", "the", "its", "their", "his", "this", "first") {
		return ""
	}
	first := f.tokenIndex(q.end)
	if first < 0 {
		return ""
	}
	if h := f.nounPhrase(first); h >= 0 {
		return strings.ToLower(f.doc.Form(h))
	}
	return ""
}

// measure reads a unit of measure after the number.
func (f *finder) measure(q *quantity) bool {
	if q.unit == "fraction" {
		f.ofWhom(q)
		return true
	}
	k := q.past
	if f.is(k, "-") && f.glued(k) {
		k++
	}
	unit, n := f.units.at(f.atoms, k)
	if n == 0 && f.is(q.start-1, "from") && f.is(q.end, "to") && q.end+1 < len(f.atoms) { // "from 5 to 8 percent"
		if to, ok := f.numbers.Read(f.atoms[q.end+1:]); ok {
			if unit, n = f.units.at(f.atoms, q.end+1+to.Atoms); n > 0 {
				q.unit, q.rule = unit, q.rule+"; unit of the number after it"
				return true
			}
		}
	}
	if n == 0 && f.is(k, "point", "points") && (f.last.unit == "percent" || f.toPercent(k+1)) { // "64%, up 7 points", "fell 9 points to 31 percent"
		unit, n = "percentage point", 1
	}
	if n == 0 || f.is(k, "m", "foot") && n == 1 && !f.glued(k) && f.low(k) == "m" {
		return false
	}
	q.unit, q.end, q.rule = unit, max(q.end, k+n), q.rule+"; unit"
	if b, m := f.after.at(f.atoms, q.end); m > 0 && q.bound == "exactly" && b != "" && f.is(q.end, "or") {
		q.bound = b
		q.end += m
	}
	f.ofWhom(q)
	return true
}

// toPercent reports whether "to" and a number of percent stand at atom i.
func (f *finder) toPercent(i int) bool {
	if !f.is(i, "to") || i+1 >= len(f.atoms) {
		return false
	}
	to, ok := f.numbers.Read(f.atoms[i+1:])
	if !ok {
		return false
	}
	unit, _ := f.units.at(f.atoms, i+1+to.Atoms)
	return unit == "percent"
}

// ofWhom sets Counts from "… of the voters".
func (f *finder) ofWhom(q *quantity) {
	if !f.is(q.end, "of") && q.rule != "fraction" {
		return
	}
	k := q.end
	if f.is(k, "of") {
		k++
	}
	if f.is(k, "them", "whom") && f.last.unit != "" && k > q.end { // "1.3 million voters, 52 percent of them women"
		q.counts, q.end = f.last.counts, k+1
		return
	}
	for f.is(k, "the", "all", "its", "their", "his", "her", "those", "these", "our") {
		k++
	}
	first := f.tokenIndex(k)
	if first < 0 {
		return
	}
	if h := f.nounPhrase(first); h >= 0 {
		q.counts = f.printed(h)
	}
}

// printed is the noun as printed, in lower case unless it is a name.
func (f *finder) printed(t int) string {
	if t-2 >= f.sentence.First && f.wordIs(t-1, "-") && f.doc.Tokens[t-1].Start == f.doc.Tokens[t-2].End && f.doc.Tokens[t].Start == f.doc.Tokens[t-1].End {
		return strings.ToLower(f.doc.Slice(f.doc.TokenSpan(t-2, t+1))) // "break-ins"
	}
	form := f.doc.Form(t)
	if strings.HasPrefix(f.doc.Tokens[t].XPOS, "NNP") || len(form) > 1 && strings.ToUpper(form) == form { // "GDP"
		return form
	}
	return strings.ToLower(form)
}

// things reads the counted noun after the number.
func (f *finder) things(q *quantity) bool {
	k := max(q.past, q.end)
	of, strong := false, false
	if f.is(k, "out") && f.is(k+1, "of") { // "11 out of 17 districts"
		k++
	}
	if f.is(k, "of") {
		of = true
		k = f.owner(k + 1)
		for f.is(k, "the", "its", "their", "his", "her", "those", "these", "our", "them") {
			k++
		}
	}
	if f.is(k, "more", "other", "additional", "further", "another", "such") {
		k++
	}
	if f.is(k, "-", "‑") && f.glued(k) {
		if !f.is(k+1, "strong", "member", "person", "man", "seat", "foot", "nation", "member") {
			return false
		}
		k++
		if f.is(k, "strong") {
			k++
			strong = true
		}
	}
	first := f.tokenIndex(k)
	if first < 0 || of && q.number+1 == q.past && !f.wordy(q) && f.is(q.number, "one") {
		return false
	}
	head := f.headOf(q, first)
	if head < 0 {
		return false
	}
	form, lemma := f.printed(head), f.lemma(head)
	if strings.Contains(form, "-") {
		lemma = singular(form)
	}
	if c, ok := f.adjective(head); ok { // "another 30 injured"
		q.end, q.unit, q.counts = max(q.end, f.atomAfter(head)), "person", c.as
		q.rule += "; adjective"
		return true
	}
	if !f.countable(q, head, lemma) {
		return false
	}
	if lemma == "life" && f.isLost(head) {
		q.end, q.unit, q.counts = max(q.end, f.atomAfter(head)), "person", "dead"
		q.rule += "; lives lost"
		return true
	}
	person := f.isPerson(head, lemma) || strong // "the 5,000-strong force"
	q.end = max(q.end, f.atomAfter(head))
	q.unit, q.counts, q.rule = lemma, form, q.rule+"; counted noun"
	if person {
		q.unit = "person"
	}
	if c, ok := f.nounRole(lemma); ok { // "12 arrests"
		q.unit, q.counts, q.rule = "person", c.as, q.rule+" of doing"
		return true
	}
	if c, how := f.fate(q, head); how != "" && c.as != "lost" && (c.role != "subject" || c.as == "dead" || c.as == "drowned" || person && f.generic(head, lemma)) && (person || c.thing || c.role == "adjective" || how == "noun of doing" && c.as == "dead" || lemma == "family" || lemma == "household" || lemma == "other") {
		q.counts = c.as
		q.rule += "; " + how
		if lemma == "other" && !c.thing { // "detained 12 others"
			q.unit = "person"
		}
	}
	return true
}

// isLost reports whether the lives at token head are taken: "claimed 12 lives", "the loss
// of 40 lives".
func (f *finder) isLost(head int) bool {
	t := f.doc.Tokens[head]
	if t.Head < 0 {
		return false
	}
	by := f.doc.Tokens[t.Head].Lemma
	if text.IsRelation(t.Deprel, "nmod") {
		return by == "loss"
	}
	return text.IsRelation(t.Deprel, "obj") && (by == "claim" || by == "cost" || by == "lose" || by == "take") ||
		t.Deprel == "nsubj:pass" && (by == "lose" || by == "claim" || by == "take")
}

// owner is the atom behind a name and its possessive ending that begins at atom k,
// "of Rakhine's 17 townships", or k.
func (f *finder) owner(k int) int {
	j := k
	for j < k+4 && f.capital(j) {
		j++
	}
	if j == k && f.is(k, "the", "its", "their") { // "14 of the state's 17 townships"
		j = k + 2
	}
	if j > k && f.is(j, "'", "’") && f.is(j+1, "s") {
		return j + 2
	}
	return k
}

// wordy reports whether the number is a magnitude ("dozens of", "hundreds of").
func (f *finder) wordy(q *quantity) bool { return q.value == nil }

// headOf is the counted noun's token: the head of the number in the tree, else
// the head of the noun phrase at token first.
func (f *finder) headOf(q *quantity, first int) int {
	for i := q.number; i < q.past; i++ {
		t := f.tokenIndex(i)
		if t < 0 || !text.IsRelation(f.doc.Tokens[t].Deprel, "nummod") {
			continue
		}
		h := f.doc.Tokens[t].Head
		for n := 0; n < 4 && h >= 0 && f.doc.Tokens[h].Deprel == "compound" && f.doc.Tokens[h].Head > h; n++ { // "a dozen flu samples"
			h = f.doc.Tokens[h].Head
		}
		if h >= first && h < first+8 && strings.HasPrefix(f.doc.Tokens[h].XPOS, "NN") && !f.parted(first, h) {
			return h
		}
	}
	return f.nounPhrase(first)
}

// parted reports whether a preposition, conjunction or verb stands from token
// first to token head: the number counts something else, whatever the tree
// says ("police detain 40 as protests spread").
func (f *finder) parted(first, head int) bool {
	for t := first; t < head; t++ {
		switch f.doc.Tokens[t].XPOS {
		case "IN", "VBD", "VBZ", "VBP", "MD", "TO":
			return true
		}
	}
	return false
}

// nounPhrase is the head of the noun phrase that begins at token first by the
// order of its tags, -1 where none begins.
func (f *finder) nounPhrase(first int) int {
	head := -1
	for t := first; t < f.sentence.Last && t < first+7; t++ {
		tok := &f.doc.Tokens[t]
		plural := tok.XPOS == "NNS" || tok.XPOS == "NNPS"
		switch {
		case strings.HasPrefix(tok.XPOS, "NN"):
			if head >= 0 && (f.doc.Tokens[head].XPOS == "NNS" && !plural || tok.XPOS == "NNP" && !(t+1 < f.sentence.Last && f.doc.Tokens[t+1].XPOS == "NNS")) {
				return head
			}
			head = t
		case tok.XPOS == "JJ" || tok.XPOS == "JJR" || tok.XPOS == "JJS" || tok.XPOS == "VBN" || tok.XPOS == "VBG" || tok.XPOS == "HYPH":
			if head >= 0 && tok.XPOS != "HYPH" {
				return head
			}
		case tok.XPOS == "CD" && head < 0 && t > f.sentence.First && (t == first && of(f.doc.Form(t-1)) || f.wordIs(t-1, "the")): // "of the 2,310 ballots", "of its 5 frigates"
		case tok.XPOS == "CC" && head < 0 && t > first, tok.XPOS == "," && head < 0 && t > first:
		case tok.XPOS == "" && tok.UPOS == "":
			if w := strings.ToLower(f.doc.Form(t)); t <= first+1 && (f.persons[singular(w)] || strings.HasSuffix(w, "s") && len(w) > 3) {
				return t
			}
		default:
			return head
		}
	}
	return head
}

// of reports a word behind which a number says how many there are in all.
func of(word string) bool {
	switch strings.ToLower(word) {
	case "of", "'s", "’s", "its", "their", "his", "her", "our", "these", "those":
		return true
	}
	return false
}

func (f *finder) lemma(t int) string {
	form := strings.ToLower(f.doc.Form(t))
	if strings.HasSuffix(form, "ches") || strings.HasSuffix(form, "shes") { // a lemma guessed from "-es" may be none
		return singular(form)
	}
	if l := f.doc.Tokens[t].Lemma; l != "" && f.doc.Tokens[t].XPOS != "NNPS" && f.doc.Tokens[t].XPOS != "NNP" {
		return strings.ToLower(l)
	}
	return singular(form)
}

// singular is the likely singular of a noun's plural.
func singular(w string) string {
	switch w {
	case "people", "persons":
		return "person"
	case "men":
		return "man"
	case "women":
		return "woman"
	case "children":
		return "child"
	case "kroner":
		return "krone"
	case "kronor":
		return "krona"
	}
	for _, e := range [...][2]string{{"ies", "y"}, {"sses", "ss"}, {"shes", "sh"}, {"ches", "ch"}, {"xes", "x"}, {"men", "man"}} {
		if stem, ok := strings.CutSuffix(w, e[0]); ok && len(stem) > 1 {
			return stem + e[1]
		}
	}
	if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && len(w) > 3 {
		return w[:len(w)-1]
	}
	return w
}

// countable reports whether the noun is counted rather than numbered: a plural
// or a word for persons, and for "one" a person or a thing done to it.
func (f *finder) countable(q *quantity, head int, lemma string) bool {
	if f.definitePair(q) {
		if _, fated := f.fate(q, head); fated == "" || !f.is(q.number-1, "his", "her", "its", "their", "our") { // "her three sons drowned"
			return false
		}
	}
	tok := &f.doc.Tokens[head]
	plural := tok.XPOS == "NNS" || tok.XPOS == "NNPS" || tok.XPOS == ""
	if q.value != nil && *q.value == 1 {
		_, fated := f.fate(q, head)
		return f.persons[lemma] && !f.is(q.past, "of") && (fated != "" || f.is(q.start-1, "only", "least") || f.is(q.start, "only", "just") || q.bound != "exactly")
	}
	if tok.XPOS == "NNP" { // "10 Downing Street", "22 Boeing"
		return false
	}
	if !plural && !f.persons[lemma] && !strings.Contains(" aircraft spacecraft police crew sheep cattle fish species offspring series warships ", " "+lemma+" ") {
		return f.is(q.past, "-") || tok.XPOS == ""
	}
	return !(tok.XPOS == "NNPS" && f.inName(head) && !f.persons[lemma])
}

// definitePair reports "the two sides", "both", "these three countries": a
// reference to those already named, no figure.
func (f *finder) definitePair(q *quantity) bool {
	return q.bound == "exactly" && q.value != nil && *q.value <= 3 && !f.digits(q.number) &&
		f.is(q.number-1, "the", "these", "those", "both", "his", "her", "its", "their", "our", "all", "other", "last", "first", "next", "past")
}

// inName reports whether token t lies in a name of a person, organisation or
// place of several words.
func (f *finder) inName(t int) bool {
	for _, m := range f.doc.Mentions {
		if m.Kind == text.Name && m.First <= t && t < m.Last && m.Last-m.First > 1 && m.Type != text.Misc {
			return true
		}
	}
	return false
}

// isPerson reports whether the noun at token t is a word for persons: of the
// table, a people's name, or a compound of either.
func (f *finder) isPerson(t int, lemma string) bool {
	if _, last, ok := strings.Cut(lemma, "-"); ok && f.persons[last] { // "ex-generals"
		return true
	}
	if f.persons[lemma] || f.persons[singular(strings.ToLower(f.doc.Form(t)))] {
		return true
	}
	for _, end := range []string{"man", "woman", "men", "women"} {
		if strings.HasSuffix(lemma, end) && len(lemma) > 5 && !f.is(f.atomOf(t), "human", "german") {
			return true
		}
	}
	if x := f.doc.Tokens[t].XPOS; x != "NNPS" && x != "NNP" {
		return false
	}
	for _, end := range []string{"an", "ese", "stani", "qi", "eli", "meni", "deshi", "wadian"} {
		if strings.HasSuffix(lemma, end) {
			return true
		}
	}
	return false
}

// generic reports whether the noun says no more than that they are people:
// "people", or a people's name.
func (f *finder) generic(t int, lemma string) bool {
	switch lemma {
	case "person", "people", "man", "woman", "resident", "citizen", "inhabitant", "adult":
		return true
	}
	x := f.doc.Tokens[t].XPOS
	return x == "NNPS" || x == "NNP"
}

// atomAfter is the first atom after token t.
func (f *finder) atomAfter(t int) int {
	for i := range f.atoms {
		if f.atoms[i].Start >= f.doc.Tokens[t].End {
			return i
		}
	}
	return len(f.atoms)
}
