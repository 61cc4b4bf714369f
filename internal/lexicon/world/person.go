package world

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync/atomic"

	"annals/internal/lexicon/spelling"
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
	Origin  string // where a user has it from, or ""
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

// Person is the person with this id, or nil.
func (w *World) Person(id string) *Person { return w.persons[id] }

// People lists the persons whom the name may stand for, surest first. Two
// persons with the same kind of match leave the name ambiguous ("Bush").
func (w *World) People(name string) []Match { return w.peopleNamed(name, true) }

// PeopleAsSpelt is People without other spellings of the name: a few look-ups
// for every stretch of words that might be a name.
func (w *World) PeopleAsSpelt(name string) []Match { return w.peopleNamed(name, false) }

func (w *World) peopleNamed(name string, spellings bool) []Match {
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
	var memory foldMemory
	key := string(appendFolded(memory[:0], name))
	if upper, _ := letterCase(name); key == "" || upper == 0 {
		return nil
	}
	add(FullName, w.fullNames[key])
	add(Alias, pick(w.aliases[key], name))
	if spellings {
		if words := strings.Fields(w.spelling.Romanise(name)); len(words) > 1 || len(key) >= 6 && len(found) == 0 && len(w.surnames[key]) == 0 {
			add(Spelling, w.remembered(name, words))
		}
	}
	add(Surname, w.surnames[key])
	return found
}

// lookup is a name and the persons whose names are other spellings of it.
type lookup struct {
	name   string
	people []*Person
}

// lookups remembers the names of the last reports, by hash: a report says the
// same names again and again, and every step asks. Its memory is bounded.
type lookups struct {
	seed  maphash.Seed
	slots [1 << 12]atomic.Pointer[lookup]
}

// longLookup is the longest name that is remembered, in bytes.
const longLookup = 64

func newLookups() *lookups { return &lookups{seed: maphash.MakeSeed()} }

// remembered is spelledLike with a memory.
func (w *World) remembered(name string, words []string) []*Person {
	slot := &w.lookups.slots[maphash.String(w.lookups.seed, name)%uint64(len(w.lookups.slots))]
	if l := slot.Load(); l != nil && l.name == name {
		return l.people
	}
	l := &lookup{strings.Clone(name), w.spelledLike(name, words)}
	if len(name) <= longLookup {
		slot.Store(l)
	}
	return l.people
}

// spelledLike lists the persons whose name or alias is another spelling of the
// name, the given name's form in another language included ("Aleksandr",
// "Aliaksandr"). A single word is compared with the aliases only.
func (w *World) spelledLike(name string, words []string) []*Person {
	var people []*Person
	parsed := w.spelling.Parse(name)
	candidates := w.spelled().candidates(w.spelling, words[len(words)-1])
	if len(words) > 1 && w.spelling.SurnameFirst(words[0]) {
		candidates = append(candidates, w.spelled().candidates(w.spelling, words[0])...)
	}
	for _, s := range candidates {
		if s.single == (len(words) == 1) && !slices.Contains(people, s.person) && w.spelling.CompareNames(parsed, s.name) == spelling.Same {
			people = append(people, s.person)
		}
	}
	return people
}

// SameName compares two names of persons as printed, in any script.
func (w *World) SameName(a, b string) spelling.Verdict { return w.spelling.Compare(a, b) }

// GivenNameGender is "m" or "f" for a given name that persons of one gender
// bear, and "" otherwise.
func (w *World) GivenNameGender(name string) string {
	g, _ := w.spelling.Given(name)
	return g.Gender
}

// IsGivenName reports whether the table of given names has the name.
func (w *World) IsGivenName(name string) bool {
	_, ok := w.spelling.Given(name)
	return ok
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

// TermsBy lists the terms that had begun by the date (as for TermsOn); all of them
// for "".
func (p *Person) TermsBy(date string) []Term {
	if date == "" {
		return p.Terms
	}
	return slices.DeleteFunc(slices.Clone(p.Terms), func(t Term) bool { return t.From != "" && precedes(date, t.From) })
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
	w.offices, w.persons = map[string]office{}, map[string]*Person{}
	w.fullNames, w.aliases, w.surnames = map[string][]*Person{}, map[string][]named[*Person]{}, map[string][]*Person{}
	err := readTable("offices.tsv", 3, func(c []string) error {
		w.offices[c[0]] = office{c[1], c[2]}
		return nil
	})
	if err != nil {
		return err
	}
	for _, file := range []string{"people.tsv", "people_factbook.tsv", "people_offices.tsv.gz", "people_us.tsv.gz", "people_heads.tsv"} {
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
	if known := w.persons[p.ID]; known != nil {
		if p.ID += "-" + strings.ToLower(p.Country); known.Country != p.Country && w.persons[p.ID] == nil {
			return w.addPerson(p, c[4]) // somebody else of the name
		}
		return w.addTerms(known, c)
	}
	return w.addPerson(p, c[4])
}

// addTerms adds the terms of a row about a person whom an earlier table has.
func (w *World) addTerms(p *Person, c []string) error {
	if p.Gender == "" {
		p.Gender = c[1]
	}
	if p.Country != c[2] || c[3] != "" || p.Gender != c[1] && c[1] != "" {
		return fmt.Errorf("second row for %s", p.ID)
	}
	return w.readTerms(p, c[4])
}

func (w *World) addPerson(p *Person, terms string) error {
	w.persons[p.ID] = p
	w.people = append(w.people, p)
	w.indexPerson(p)
	return w.readTerms(p, terms)
}

func (w *World) readTerms(p *Person, cell string) error {
	for _, s := range list(cell) {
		t, err := w.parseTerm(s, p.Country)
		if err != nil {
			return err
		}
		p.Terms = append(p.Terms, t)
	}
	slices.SortStableFunc(p.Terms, func(a, b Term) int { return cmp.Compare(a.From, b.From) })
	return nil
}

func (w *World) indexPerson(p *Person) {
	w.fullNames[Fold(p.Name)] = append(w.fullNames[Fold(p.Name)], p)
	surname := Fold(p.Surname)
	if surname != Fold(p.Name) {
		w.surnames[surname] = append(w.surnames[surname], p)
	}
	for _, a := range p.Aliases {
		key := Fold(a)
		w.aliases[key] = append(w.aliases[key], named[*Person]{a, p})
	}
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
