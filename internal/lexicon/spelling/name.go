package spelling

import (
	"slices"
	"strings"
)

// Verdict is what two printed names say about who bears them.
type Verdict uint8

const (
	// Different names: other surnames, other given names, other initials.
	Different Verdict = iota
	// Compatible names may be one person's, but one says less than the other:
	// "Lukashenko" and "Alexander Lukashenko".
	Compatible
	// Same are two spellings of one name.
	Same
)

// Compare compares two names of persons as printed, in any of the scripts. It
// knows nothing of persons: two of them may bear the Same name.
func (t *Table) Compare(a, b string) Verdict { return t.CompareNames(t.Parse(a), t.Parse(b)) }

// CompareNames is [Table.Compare] for names that were parsed before.
func (t *Table) CompareNames(x, y Name) Verdict {
	if len(x.words) == 0 || len(y.words) == 0 || x.suffix != y.suffix {
		return Different
	}
	if slices.Equal(x.words, y.words) && slices.Equal(x.initials, y.initials) {
		return Same
	}
	if v := t.aligned(x, y); v != Different {
		return v
	}
	if t.reversed(x, y) {
		return Same
	}
	if x.vowelless != y.vowelless && len(x.words)+len(x.initials) > 1 && t.skeletons(x, y) {
		return Same
	}
	return Different
}

// Name is a person's name in its words.
type Name struct {
	words     []string // romanised, without articles, particles, patronymics and initials
	initials  []string // single letters behind the first word
	suffix    string   // "jr", "sr", "ii", …
	vowelless bool
}

// Parse reads a person's name as printed.
func (t *Table) Parse(name string) Name {
	p := Name{vowelless: vowelless(name)}
	words := strings.Fields(t.Romanise(name))
	if len(words) > 1 && t.surnameFirst[words[0]] && !p.vowelless {
		p.words = words // of syllables, none of them a particle
		return p
	}
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case i > 0 && isSuffix(w):
			p.suffix = w
		case isArticle(w) && i+1 < len(words):
		case len(w) == 1 && i > 0:
			p.initials = append(p.initials, w)
		case i > 0 && i+1 < len(words) && isPatronymic(w):
		case isServant(w) && i+1 < len(words): // Abdul Aziz, Abd al-Aziz
			i++
			for i+1 < len(words) && isArticle(words[i]) {
				i++
			}
			p.words = append(p.words, "abd"+words[i])
		case i+1 < len(words) && isGod(words[i+1]):
			i++
			p.words = append(p.words, w+"allah")
		default:
			p.words = append(p.words, withoutArticle(w, p.vowelless))
		}
	}
	return p
}

func isSuffix(w string) bool {
	switch w {
	case "jr", "sr", "junior", "senior", "ii", "iii", "iv":
		return true
	}
	return false
}

// isArticle reports the articles and particles that come and go in print.
func isArticle(w string) bool {
	switch w {
	case "al", "el", "ul", "as", "es", "ash", "esh", "an", "ar", "er", "ad", "ed", "at", "az", "ez", "bin", "ben", "ibn", "bint", "von", "van", "de", "da", "di", "du",
		"del", "der", "den", "la", "le", "dos", "das", "the":
		return true
	}
	return false
}

func isServant(w string) bool {
	switch w {
	case "abd", "abdel", "abdul", "abdal", "abdol", "abdoul":
		return true
	}
	return false
}

func isGod(w string) bool { return w == "allah" || w == "ullah" || w == "llh" || w == "allh" }

// withoutArticle takes the article off a word that carries it: Abdelaziz gives
// abdaziz; in Arabic script alasd gives asd.
func withoutArticle(w string, vowelless bool) string {
	for _, servant := range []string{"abdoul", "abdel", "abdul", "abdal", "abdol"} {
		if rest, ok := strings.CutPrefix(w, servant); ok && len(rest) > 2 {
			return "abd" + rest
		}
	}
	if rest, ok := strings.CutPrefix(w, "al"); ok && vowelless && len(rest) > 2 {
		return rest
	}
	return w
}

// isPatronymic reports an East Slavic patronymic, which stands between given
// name and surname.
func isPatronymic(w string) bool {
	for _, ending := range []string{"ovich", "evich", "avich", "ovych", "evych", "ovic", "ovna", "evna", "auna", "ivna", "yivna", "ovitch", "evitch", "owitsch", "ewitsch", "owna", "ewna", "ich"} {
		if strings.HasSuffix(w, ending) && len(w) > len(ending)+1 {
			return true
		}
	}
	return false
}

// aligned compares names in the same order: given name, middle names, surname.
func (t *Table) aligned(x, y Name) Verdict {
	if len(x.words) > len(y.words) {
		x, y = y, x
	}
	m, n := len(x.words), len(y.words)
	if !t.sameSurname(x, y) {
		return t.joined(x, y)
	}
	if m == 1 && len(x.initials) == 0 {
		if n == 1 && len(y.initials) == 0 {
			return Same
		}
		return Compatible
	}
	switch {
	case len(x.initials) > 0 && len(y.initials) > 0 && !slices.Equal(x.initials, y.initials):
		return Different
	case len(x.initials) > 0 && m == 2 && n == 3 && y.words[1][:1] != x.initials[0]:
		return Different
	}
	if m == 1 {
		return Compatible
	}
	switch {
	case t.sameGiven(x.words[0], y.words[0]):
		if t.middlesFit(x.words[1:m-1], y.words[1:n-1]) {
			return Same
		}
		return Different
	case m < n && slices.ContainsFunc(y.words[1:n-1], func(w string) bool { return t.sameGiven(x.words[0], w) }):
		return Compatible // Tayyip Erdogan; but a father's name stands there, too
	case len(x.words[0]) == 1 && x.words[0][0] == y.words[0][0], len(y.words[0]) == 1 && x.words[0][0] == y.words[0][0]:
		return Compatible // "V. Putin"
	}
	return Different
}

// SurnameFirst reports whether a romanised word is a family name that stands
// before the given name where it is at home: Abe, Orban, Xi.
func (t *Table) SurnameFirst(word string) bool { return t.surnameFirst[word] }

// sameSurname compares the last words; where a name is printed with the family
// name first, all its words are short and must be equal or nearly so.
func (t *Table) sameSurname(x, y Name) bool {
	a, b := x.words[len(x.words)-1], y.words[len(y.words)-1]
	if x.vowelless != y.vowelless {
		return skeleton(a) == skeleton(b)
	}
	d, same := t.SameWord(a, b)
	if len(x.words) > 1 && len(y.words) > 1 && t.surnameFirst[x.words[0]] && t.surnameFirst[y.words[0]] {
		return d <= strict
	}
	return same
}

// strict is the cost that names of the few short syllables of East Asia, and
// names joined from several words, may differ by.
const strict = 130

// joined compares names of which one is printed in more words: Kim Jong Un and
// Kim Jongun, Nasr Allah and Nasrallah.
func (t *Table) joined(x, y Name) Verdict {
	if len(x.words) == len(y.words) || len(x.initials)+len(y.initials) > 0 || x.vowelless != y.vowelless {
		return Different
	}
	a, b := strings.Join(x.words, ""), strings.Join(y.words, "")
	if len(a) >= 8 && t.Distance(a, b, strict) <= strict {
		return Same
	}
	return Different
}

// middlesFit reports whether middle names do not tell the names apart: one
// name has none, or all of the shorter list are in the longer one.
func (t *Table) middlesFit(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, w := range a {
		if !slices.ContainsFunc(b, func(v string) bool { return t.sameGiven(w, v) }) {
			return false
		}
	}
	return true
}

// sameGiven reports whether two words are spellings of one given name, or its
// forms in two languages (Aliaksandr, Alexander).
func (t *Table) sameGiven(a, b string) bool {
	if a == b {
		return true
	}
	g, ok := t.given[a]
	h, also := t.given[b]
	if ok && also {
		return g.Group == h.Group
	}
	if x, y := ending(a), ending(b); x != y && (x == 'a' || y == 'a') && (x == 'o' || y == 'o') {
		return false // Angela, Angelo
	}
	_, same := t.SameWord(a, b)
	return same
}

// reversed reports names with the same words of which one has the family name
// first and the other last: Orbán Viktor, Abe Shinzo.
func (t *Table) reversed(x, y Name) bool {
	m, n := len(x.words), len(y.words)
	if m != n || m < 2 || len(x.initials)+len(y.initials) > 0 {
		return false
	}
	for range 2 {
		if t.surnameFirst[x.words[0]] && x.words[0] == y.words[n-1] && slices.Equal(x.words[1:], y.words[:n-1]) {
			return true
		}
		x, y = y, x
	}
	return false
}

// skeletons reports names with the same consonants, word by word, of which one
// is printed without vowels.
func (t *Table) skeletons(x, y Name) bool {
	return slices.EqualFunc(x.words, y.words, func(a, b string) bool { return skeleton(a) == skeleton(b) })
}

// skeleton is what a script without vowels and its romanisations have in
// common: the consonants, those that romanise differently as one, none twice.
func skeleton(word string) string {
	var b strings.Builder
	last := byte(0)
	for i := 0; i < len(word); i++ {
		c := word[i]
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'w', 'j', 'h', 'v':
			continue
		case 'q', 'g', 'c', 'x':
			c = 'k'
		case 'z', 'd':
			c = 's'
			if word[i] == 'd' {
				c = 'd'
			}
		case 'p':
			c = 'b'
		}
		if c != last {
			b.WriteByte(c)
		}
		last = c
	}
	return b.String()
}
