package world

// Person is a person of public life.
type Person struct {
	ID      string // "person/alexander-lukashenko"
	Name    string // "Alexander Lukashenko"
	Gender  string // "m", "f" or ""
	Country string // alpha-3 of the person's country, or ""
	Surname string // "Lukashenko"
	Aliases []string
	Terms   []Term // in order of their beginning
}

// Term is a time in an office or role.
type Term struct {
	Country string // alpha-3, or "" for an international body
	Body    string // id of the organisation that the office belongs to, or ""
	Office  string // "president", "prime minister", "foreign minister", "opposition leader", …
	Sector  string // PLOVER sector, "GOV", "OPP", …
	Cameo   string // CAMEO agent code, "GOV", "OPP", …
	// From and To are dates as precise as known ("1994-07-20", "1994-07",
	// "1994"); To is exclusive and "" while the term lasts.
	From, To string
}

// MatchKind says how a name matched a person, surest first.
type MatchKind uint8

const (
	FullName MatchKind = iota // "Alexander Lukashenko" as the table has it
	Alias                     // a form that the table holds for sufficient by itself: "Lukashenko"
	Spelling                  // the full name in another spelling: "Aleksandr Lukaschenko"
	Surname                   // the surname only: needs support from the text
)

// Match is a person whom a name may stand for.
type Match struct {
	Person *Person
	Kind   MatchKind
}

// Person is the person with this id, or nil.
func (w *World) Person(id string) *Person { return w.persons[id] }

// People lists the persons whom the name may stand for, surest first. A list
// with two persons of the same kind of match is ambiguous ("Bush").
func (w *World) People(name string) []Match { return w.personNames[Fold(name)] }

// OfficeHolder lists who held the office of a country (alpha-3) on a date
// (RFC 3339 date or a prefix of one). Several answer where the date falls on a
// handover that the table knows to the year only.
func (w *World) OfficeHolder(country, office, date string) []*Person { return nil }

// TermsOn lists the terms that the person served at the date; none for "".
func (p *Person) TermsOn(date string) []Term { return nil }
