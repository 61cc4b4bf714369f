package world

// AsOf is the month to which the tables of office holders reach.
const AsOf = "2026-01"

// World is the embedded facts with their indexes.
type World struct {
	countries     map[string]*Country  // by alpha-3
	countryNames  map[string]*Country  // by folded name
	demonyms      map[string][]Demonym // by folded word
	metonyms      map[string]*Metonym  // by folded name
	persons       map[string]*Person   // by id
	personNames   map[string][]Match   // by folded name
	holders       map[string][]*Person // by country and office
	organizations map[string]*Organization
	orgNames      map[string][]*Organization // by folded name
	roles         map[string]*Role
	places        *gazetteer
}

// Load parses the embedded tables.
func Load() (*World, error) {
	return &World{places: &gazetteer{}}, nil
}
