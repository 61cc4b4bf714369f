package world

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Person is a person of public life.
type Person struct {
	ID      string // "person/alexander-lukashenko"
	Name    string // "Alexander Lukashenko"
	Gender  string // "m", "f" or ""
	Country string // alpha-3 of the person's country
	Surname string // "Lukashenko"
	Aliases []string
	Terms   []Term
}

// Term is a time in an office or role.
type Term struct {
	Country string // alpha-3, or "" for an international body
	Body    string // id of the organisation that the office belongs to, or ""
	Office  string // "president", "prime minister", "foreign minister", "opposition leader", …
	Sector  string // PLOVER sector, "GOV", "OPP", …
	Cameo   string // CAMEO agent code, "GOV", "OPP", …
	// From and To are dates as precise as known ("1994-07-20", "1994-07",
	// "1994"), or "": From where the beginning is unknown, To while the term
	// lasts as of AsOf.
	From, To string
}

// MatchKind says how a name matched a person, surest first.
type MatchKind uint8

const (
	FullName MatchKind = iota // "Alexander Lukashenko" as the table has it
	Alias                     // a form that the table holds for sufficient by itself: "Lukashenko"
	Spelling                  // one of these in another spelling: "Aleksandr Lukaschenko"
	Surname                   // the surname only: needs support from the text
)

// Match is a person whom a name may stand for.
type Match struct {
	Person *Person
	Kind   MatchKind
}

type office struct{ sector, cameo string }

type givenName struct{ group, gender string }

// Person is the person with this id, or nil.
func (w *World) Person(id string) *Person { return w.persons[id] }

// People lists the persons whom the name may stand for, surest first. Two
// persons with the same kind of match leave the name ambiguous ("Bush").
func (w *World) People(name string) []Match {
	var found []Match
	seen := map[*Person]bool{}
	add := func(kind MatchKind, people []*Person) {
		for _, p := range people {
			if !seen[p] {
				seen[p] = true
				found = append(found, Match{p, kind})
			}
		}
	}
	key := Fold(name)
	if upper, _ := letterCase(name); key == "" || upper == 0 {
		return nil
	}
	add(FullName, w.fullNames[key])
	add(Alias, pick(w.aliases[key], name))
	if words := strings.Fields(key); len(words) > 1 {
		add(Spelling, w.spelledLike(words))
	} else if len(key) >= 6 && len(found) == 0 && len(w.surnames[key]) == 0 {
		add(Spelling, w.looseAliases[loose(key)])
	}
	add(Surname, w.surnames[key])
	return found
}

// spelledLike lists the persons with the same surname in another spelling and
// the same given name, in another spelling or in another language's form
// ("Aleksandr", "Aliaksandr"). Middle names do not count; different initials
// tell persons apart.
func (w *World) spelledLike(words []string) []*Person {
	var people []*Person
	for i := 1; i < len(words); i++ {
		surname := strings.Join(words[i:], " ")
		for _, s := range w.looseSurnames[looseWords(surname)] {
			if w.sameGivenName(words[0], s.given) && !clash(words, s.initials) && !slices.Contains(people, s.person) {
				people = append(people, s.person)
			}
		}
	}
	return people
}

// spelling is one form of a person's name, for the tolerant look-up.
type spelling struct {
	person   *Person
	given    string   // the first given name, folded
	initials []string // single letters after it
}

func spellingOf(p *Person, folded string) spelling {
	words := strings.Fields(folded)
	return spelling{p, words[0], initials(words)}
}

func initials(words []string) []string {
	var list []string
	for _, word := range words[1:] {
		if len(word) == 1 {
			list = append(list, word)
		}
	}
	return list
}

// clash reports whether both names have initials, and different ones.
func clash(words, other []string) bool {
	own := initials(words)
	return len(own) > 0 && len(other) > 0 && !slices.Equal(own, other)
}

func (w *World) sameGivenName(a, b string) bool {
	if loose(a) == loose(b) {
		return true
	}
	g, ok := w.givenNames[a]
	return ok && g.group == w.givenNames[b].group
}

// GivenNameGender is "m" or "f" for a given name that persons of one gender
// bear, and "" otherwise.
func (w *World) GivenNameGender(name string) string { return w.givenNames[Fold(name)].gender }

// IsGivenName reports whether the table of given names has the name.
func (w *World) IsGivenName(name string) bool {
	_, ok := w.givenNames[Fold(name)]
	return ok
}

// OfficeHolder lists who held the office of a country (alpha-3) on a date
// (RFC 3339 date or a prefix of one). Several answer where the date falls on a
// handover that is known to the month or year only, and where the office has
// several holders.
func (w *World) OfficeHolder(country, office, date string) []*Person {
	var people []*Person
	for _, p := range w.holders[country+" "+office] {
		if slices.ContainsFunc(p.TermsOn(date), func(t Term) bool { return t.Country == country && t.Office == office }) {
			people = append(people, p)
		}
	}
	return people
}

// TermsOn lists the terms that the person served at the date (RFC 3339 date,
// date-time or a prefix). It lists none for "" and for dates after AsOf plus a
// year, of which the tables know nothing.
func (p *Person) TermsOn(date string) []Term {
	if date == "" || precedes(addYear(AsOf), date) {
		return nil
	}
	var terms []Term
	for _, t := range p.Terms {
		if !precedes(date, t.From) && (t.To == "" || !precedes(t.To, date)) {
			terms = append(terms, t)
		}
	}
	return terms
}

// precedes reports whether a lies before b for certain: at the precision that
// both have.
func precedes(a, b string) bool {
	n := min(len(a), len(b), len("2006-01-02"))
	return a[:n] < b[:n]
}

func addYear(month string) string {
	var year int
	fmt.Sscanf(month, "%d", &year)
	return fmt.Sprintf("%d%s", year+1, month[4:])
}

func (w *World) loadPeople() error {
	w.offices, w.persons, w.holders = map[string]office{}, map[string]*Person{}, map[string][]*Person{}
	w.fullNames, w.aliases, w.surnames = map[string][]*Person{}, map[string][]named[*Person]{}, map[string][]*Person{}
	w.looseSurnames, w.looseAliases = map[string][]spelling{}, map[string][]*Person{}
	err := readTable("offices.tsv", 3, func(c []string) error {
		w.offices[c[0]] = office{c[1], c[2]}
		return nil
	})
	if err != nil {
		return err
	}
	for _, file := range []string{"people.tsv", "people_factbook.tsv", "people_us.tsv.gz"} {
		// name, gender, country, aliases, terms; the surname is marked by * or is the last word
		if err := readTable(file, 5, w.loadPerson); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) loadPerson(c []string) error {
	_, surname, marked := strings.Cut(c[0], "*")
	if !marked {
		surname = c[0][strings.LastIndexByte(c[0], ' ')+1:]
	} else if i := strings.IndexByte(surname, '*'); i >= 0 {
		// "*Xi* Jinping": the surname stands first.
		surname = surname[:i]
	}
	p := &Person{Name: strings.ReplaceAll(c[0], "*", ""), Gender: c[1], Country: c[2], Surname: surname, Aliases: list(c[3])}
	p.ID = "person/" + strings.ReplaceAll(Fold(p.Name), " ", "-")
	if w.persons[p.ID] != nil {
		return fmt.Errorf("second row for %s", p.ID)
	}
	w.persons[p.ID] = p
	for _, s := range list(c[4]) {
		t, err := w.parseTerm(s, p.Country)
		if err != nil {
			return err
		}
		p.Terms = append(p.Terms, t)
	}
	slices.SortStableFunc(p.Terms, func(a, b Term) int { return cmp.Compare(a.From, b.From) })
	w.indexPerson(p)
	return nil
}

func (w *World) indexPerson(p *Person) {
	w.fullNames[Fold(p.Name)] = append(w.fullNames[Fold(p.Name)], p)
	surname := Fold(p.Surname)
	if surname != Fold(p.Name) {
		w.surnames[surname] = append(w.surnames[surname], p)
	}
	name := spellingOf(p, Fold(p.Name))
	w.addSpelling(surname, name)
	for _, a := range p.Aliases {
		key := Fold(a)
		w.aliases[key] = append(w.aliases[key], named[*Person]{a, p})
		if i := strings.LastIndexByte(key, ' '); i < 0 {
			w.addSpelling(key, name)
		} else {
			w.addSpelling(key[i+1:], spellingOf(p, key))
		}
		if l := looseWords(key); len(key) >= 6 && !slices.Contains(w.looseAliases[l], p) {
			w.looseAliases[l] = append(w.looseAliases[l], p)
		}
	}
	for _, t := range p.Terms {
		key := t.Country + " " + t.Office
		if !slices.Contains(w.holders[key], p) {
			w.holders[key] = append(w.holders[key], p)
		}
	}
}

func (w *World) addSpelling(surname string, s spelling) {
	key := looseWords(surname)
	w.looseSurnames[key] = append(w.looseSurnames[key], s)
}

// parseTerm reads "president 1994-07-20..", "prime minister 2006..2010" or,
// for an office outside the person's own country, "secretary-general
// @org/united-nations 2017.." and "president @GEO 2008..2013".
func (w *World) parseTerm(s, country string) (Term, error) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return Term{}, fmt.Errorf("term %q has no dates", s)
	}
	t := Term{Country: country}
	var ranged bool
	if t.From, t.To, ranged = strings.Cut(s[i+1:], ".."); !ranged {
		return Term{}, fmt.Errorf("term %q has no dates", s)
	}
	var body string
	t.Office, body, _ = strings.Cut(s[:i], " @")
	known, ok := w.offices[t.Office]
	if !ok {
		return Term{}, fmt.Errorf("office %q is not in offices.tsv", t.Office)
	}
	t.Sector, t.Cameo = known.sector, known.cameo
	switch {
	case strings.HasPrefix(body, "org/"):
		o := w.organizations[body]
		if o == nil {
			return Term{}, fmt.Errorf("no organisation %s", body)
		}
		t.Body, t.Country = body, o.Country
		t.Sector, t.Cameo = o.Sectors[0], o.Cameo
	case body != "":
		t.Country = body
	}
	return t, nil
}

// looseWords is the loose form of each word.
func looseWords(folded string) string {
	words := strings.Fields(folded)
	for i, word := range words {
		words[i] = loose(word)
	}
	return strings.Join(words, " ")
}

func (w *World) loadGivenNames() error {
	w.givenNames = map[string]givenName{}
	// gender, forms of one name in different languages
	return readTable("given_names.tsv", 2, func(c []string) error {
		forms := strings.Fields(c[1])
		for _, f := range forms {
			if _, twice := w.givenNames[Fold(f)]; twice {
				return fmt.Errorf("%s stands twice", f)
			}
			w.givenNames[Fold(f)] = givenName{forms[0], c[0]}
		}
		return nil
	})
}
