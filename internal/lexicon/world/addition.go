package world

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Addition is facts of a user's own. Origin of each says where it came from.
type Addition struct {
	People        []*Person
	Organizations []*Organization
	Places        []NamedPlace
}

// NamedPlace is a place with its other names.
type NamedPlace struct {
	Place
	Names []string
}

// With is the world with what a user adds; w stays as it is. A person or
// organisation with the full name and country of a known one adds names and
// terms to it; any other takes its names over from whoever had them. A place
// stands before those of its name, and in place of those of its country.
func (w *World) With(a Addition) *World {
	more := *w
	more.persons = maps.Clone(w.persons)
	more.fullNames, more.aliases, more.surnames = maps.Clone(w.fullNames), maps.Clone(w.aliases), maps.Clone(w.surnames)
	more.organizations, more.orgNames = maps.Clone(w.organizations), maps.Clone(w.orgNames)
	more.people = slices.Clone(w.people)
	more.places.more = maps.Clone(w.places.more)
	for _, p := range a.People {
		more.addOwnPerson(*p)
	}
	for _, o := range a.Organizations {
		more.addOwnOrganization(*o)
	}
	for i := range a.Places {
		more.places.add(&a.Places[i])
	}
	more.spelled, more.lookups = sync.OnceValue(more.indexSpellings), newLookups()
	return &more
}

// addOwnPerson adds a person, or what is new of a known one.
func (w *World) addOwnPerson(p Person) {
	if p.Surname == "" {
		p.Surname = p.Name[strings.LastIndexByte(p.Name, ' ')+1:]
	}
	for _, known := range w.fullNames[Fold(p.Name)] {
		if p.Country == "" || known.Country == p.Country {
			p.ID, p.Name, p.Surname, p.Country = known.ID, known.Name, known.Surname, known.Country
			if p.Gender == "" {
				p.Gender = known.Gender
			}
			p.Aliases = slices.Concat(p.Aliases, known.Aliases)
			p.Terms = slices.Concat(p.Terms, known.Terms)
			w.replacePerson(known, &p)
			w.ownNames(&p)
			return
		}
	}
	p.ID = freeID(w.persons, "person/"+strings.ReplaceAll(Fold(p.Name), " ", "-"))
	w.persons[p.ID] = &p
	w.people = append(w.people, &p)
	w.ownNames(&p)
}

// ownNames gives the names of a user's person to nobody else.
func (w *World) ownNames(p *Person) {
	w.fullNames[Fold(p.Name)] = []*Person{p}
	if surname := Fold(p.Surname); surname != Fold(p.Name) && !slices.Contains(w.surnames[surname], p) {
		w.surnames[surname] = append(slices.Clip(w.surnames[surname]), p)
	}
	for _, a := range p.Aliases {
		key := Fold(a)
		if key == Fold(p.Name) {
			continue
		}
		delete(w.fullNames, key)
		w.aliases[key] = []named[*Person]{{a, p}}
	}
}

// replacePerson puts a person in the place of a known one.
func (w *World) replacePerson(known, p *Person) {
	swap := func(list []*Person) []*Person {
		list = slices.Clone(list)
		if i := slices.Index(list, known); i >= 0 {
			list[i] = p
		}
		return list
	}
	w.persons[p.ID] = p
	w.people = swap(w.people)
	w.surnames[Fold(known.Surname)] = swap(w.surnames[Fold(known.Surname)])
}

// addOwnOrganization adds an organisation, or what is new of a known one.
func (w *World) addOwnOrganization(o Organization) {
	o.Names = append([]string{o.Name}, o.Names...)
	id := "org/" + strings.ReplaceAll(Fold(o.Name), " ", "-")
	if known := w.organizations[id]; known != nil && (o.Country == "" || known.Country == o.Country) {
		o.ID, o.Name, o.Country, o.Names = id, known.Name, known.Country, slices.Concat(o.Names, known.Names)
		if len(o.Sectors) == 0 {
			o.Kind, o.Sectors, o.Cameo = known.Kind, known.Sectors, known.Cameo
		}
	} else {
		o.ID = freeID(w.organizations, id)
	}
	w.organizations[o.ID] = &o
	for _, n := range o.Names {
		w.orgNames[Fold(n)] = []named[*Organization]{{n, &o}}
	}
}

// freeID is the id, with a mark of the user's own where it is taken.
func freeID[T any](taken map[string]T, id string) string {
	for {
		if _, ok := taken[id]; !ok {
			return id
		}
		id += "-own"
	}
}
