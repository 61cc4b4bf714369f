package world

// Country is a country or territory with an ISO 3166-1 alpha-3 code, XKX
// (Kosovo), or a former state with the code that it had (SUN, YUG, CSK, …).
type Country struct {
	Code     string   // alpha-3
	Name     string   // "Belarus"
	Official string   // "Republic of Belarus", or ""
	Capital  string   // "Minsk", or ""
	Lat, Lon float64  // of the country's middle, degrees
	From, To string   // years of a former or young state, or ""
	Names    []string // every spelling, Name first
	// Adjectives, Nationals and Plurals are the demonyms: "Polish", "Pole", "Poles".
	Adjectives, Nationals, Plurals []string
}

// DemonymKind tells apart the words for the people of a country.
type DemonymKind uint8

const (
	Adjective DemonymKind = iota // "Polish"
	National                     // "Pole": one person
	Nationals                    // "Poles": people of the country
)

// Demonym is a word for what or who belongs to a country. One word can have
// several readings ("Belarusian": adjective and national).
type Demonym struct {
	Country *Country
	Kind    DemonymKind
}

// Metonym is the name of a place or building that news uses for a body of a
// country's power: "the Kremlin", "Downing Street", "the Pentagon".
type Metonym struct {
	Name    string
	Country string // alpha-3, or "" for an international body
	Sectors []string
	// Place is true for names of cities, which mean the government only where
	// they act or speak ("Moscow refuses"), not where things happen ("in Moscow").
	Place bool
	// Body is the name of what it stands for: "government of Russia", "Department of Defense".
	Body string
}

// Country is the country with this alpha-3 code, or nil.
func (w *World) Country(code string) *Country { return w.countries[code] }

// CountryNamed is the country with this name or spelling, or nil. Demonyms are
// no names.
func (w *World) CountryNamed(name string) *Country { return w.countryNames[Fold(name)] }

// Demonyms lists the readings of a word as a demonym ("Poles", "Belarusian"),
// one country's or several's.
func (w *World) Demonyms(word string) []Demonym { return w.demonyms[Fold(word)] }

// Metonym is the body of power that a place name or building stands for, or
// nil. An article is allowed: "the Kremlin".
func (w *World) Metonym(name string) *Metonym { return w.metonyms[Fold(name)] }
