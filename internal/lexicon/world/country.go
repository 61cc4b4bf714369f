package world

import (
	"fmt"
	"slices"
	"strconv"
)

// Country is a country or territory with an ISO 3166-1 alpha-3 code, XKX
// (Kosovo), or a former state with the code that it had (SUN, YUG, CSK, …).
type Country struct {
	Code     string   // alpha-3
	Name     string   // "Belarus"
	Official string   // "Republic of Belarus", or ""
	Capital  string   // "Minsk", or ""
	Lat, Lon float64  // of the country's middle, degrees
	From, To string   // first and last year of a former or young state, or ""
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
	Country string   // alpha-3, or "" for an international body
	Sectors []string // PLOVER sectors, the primary one first
	Cameo   string   // CAMEO agent code
	// Place is true for names of cities, which mean the government only where
	// they act or speak ("Moscow refuses"), not where things happen ("in Moscow").
	Place bool
	// Body is what it stands for: "government of Russia", "Department of
	// Defense". Metonyms with the same body are one actor.
	Body string
}

// Country is the country with this alpha-3 code, or nil.
func (w *World) Country(code string) *Country { return w.countries[code] }

// CountryNamed is the country with this name or spelling, or nil. Demonyms are
// no names.
func (w *World) CountryNamed(name string) *Country {
	var memory foldMemory
	if found := pick(w.countryNames[string(appendFolded(memory[:0], name))], name); len(found) == 1 {
		return found[0]
	}
	return nil
}

// Demonyms lists the readings of a word as a demonym ("Poles", "Belarusian").
func (w *World) Demonyms(word string) []Demonym {
	var memory foldMemory
	return pick(w.demonyms[string(appendFolded(memory[:0], word))], word)
}

// Metonym is the body of power that a place name or building stands for, or
// nil. An article is allowed: "the Kremlin".
func (w *World) Metonym(name string) *Metonym {
	var memory foldMemory
	if m := w.metonyms[string(appendFolded(memory[:0], name))]; m != nil && caseFits(m.Name, name) {
		return m
	}
	return nil
}

func (w *World) loadCountries() error {
	w.countries, w.countryNames, w.demonyms = map[string]*Country{}, map[string][]named[*Country]{}, map[string][]named[Demonym]{}
	official := map[string]string{}
	err := readTable("country_official.tsv", 2, func(c []string) error {
		official[c[0]] = c[1]
		return nil
	})
	if err != nil {
		return err
	}
	// code, name, capital, latitude, longitude, adjectives, nationals, plurals, other names, from, to
	return readTable("countries.tsv", 11, func(c []string) error {
		k := &Country{Code: c[0], Name: c[1], Capital: c[2], Adjectives: list(c[5]), Nationals: list(c[6]), Plurals: list(c[7]),
			Official: official[c[0]], From: c[9], To: c[10]}
		k.Names = append([]string{k.Name}, list(c[8])...)
		var err error
		if k.Lat, k.Lon, err = coordinates(c[3], c[4]); err != nil {
			return err
		}
		if w.countries[k.Code] != nil {
			return fmt.Errorf("second row for %s", k.Code)
		}
		w.countries[k.Code] = k
		w.nameCountry(k)
		return nil
	})
}

func (w *World) nameCountry(k *Country) {
	names := k.Names
	if k.Official != "" {
		names = append(slices.Clip(names), k.Official)
	}
	seen := map[string]bool{}
	for _, n := range names {
		if key := Fold(n); !seen[key] {
			seen[key] = true
			w.countryNames[key] = append(w.countryNames[key], named[*Country]{n, k})
		}
	}
	for kind, words := range [][]string{k.Adjectives, k.Nationals, k.Plurals} {
		for _, word := range words {
			key := Fold(word)
			w.demonyms[key] = append(w.demonyms[key], named[Demonym]{word, Demonym{k, DemonymKind(kind)}})
		}
	}
}

func (w *World) loadMetonyms() error {
	w.metonyms = map[string]*Metonym{}
	// name, country, sectors, CAMEO agent, "place" or "", body
	return readTable("metonyms.tsv", 6, func(c []string) error {
		w.metonyms[Fold(c[0])] = &Metonym{Name: c[0], Country: c[1], Sectors: list(c[2]), Cameo: c[3], Place: c[4] == "place", Body: c[5]}
		return nil
	})
}

func coordinates(lat, lon string) (float64, float64, error) {
	y, err := strconv.ParseFloat(lat, 64)
	if err != nil {
		return 0, 0, fmt.Errorf("latitude %q: %w", lat, err)
	}
	x, err := strconv.ParseFloat(lon, 64)
	if err != nil {
		return 0, 0, fmt.Errorf("longitude %q: %w", lon, err)
	}
	return y, x, nil
}
