package world

import (
	"slices"
	"sync"

	"annals/internal/lexicon/spelling"
)

// AsOf is the month to which the tables of office holders reach.
const AsOf = "2026-01"

// World is the embedded facts with their indexes.
type World struct {
	countries     map[string]*Country // by alpha-3
	countryNames  map[string][]named[*Country]
	demonyms      map[string][]named[Demonym]
	metonyms      map[string]*Metonym
	offices       map[string]office
	persons       map[string]*Person // by id
	fullNames     map[string][]*Person
	aliases       map[string][]named[*Person]
	surnames      map[string][]*Person
	people        []*Person // in the order of the tables
	spelling      *spelling.Table
	lookups       *lookups         // names asked for lately
	spelled       func() spellings // made at the first look-up that needs it
	organizations map[string]*Organization
	orgNames      map[string][]named[*Organization]
	roles         map[string]*Role
	homelands     map[string][]string // of peoples, by their folded forms
	places        gazetteer
	shortStates   map[string][]ShortState // by short form without its last point
}

// named is a value under a name as the table prints it; the indexes hold it
// under the folded name.
type named[T any] struct {
	form  string
	value T
}

// Load parses the embedded tables. An error means that a table is malformed,
// which the tests of this package rule out.
func Load() (*World, error) {
	w := &World{lookups: newLookups()}
	var err error
	if w.spelling, err = spelling.Load(); err != nil {
		return nil, err
	}
	w.spelled = sync.OnceValue(w.indexSpellings)
	for _, load := range []func() error{
		w.loadCountries, w.loadMetonyms, w.loadRoles, w.loadPeoples, w.loadOrganizations, w.loadPeople, w.loadPlaces, w.loadShortStates,
	} {
		if err := load(); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// pick lists the values whose table form fits the name as printed.
func pick[T comparable](entries []named[T], printed string) []T {
	var values []T
	for _, e := range entries {
		if caseFits(e.form, printed) && !slices.Contains(values, e.value) {
			values = append(values, e.value)
		}
	}
	return values
}
