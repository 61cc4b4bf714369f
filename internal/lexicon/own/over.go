package own

import (
	"slices"

	"annals/internal/lexicon/world"
)

// Over is the world with the lexicon laid over it. Entries of one person or
// organisation, the roles of a career, become one.
func (l Lexicon) Over(w *world.World) *world.World {
	if len(l) == 0 {
		return w
	}
	var a world.Addition
	people, bodies := map[[2]string]*world.Person{}, map[[2]string]*world.Organization{}
	for _, e := range l {
		key := [2]string{world.Fold(e.Name), e.Country}
		if e.Kind == "person" || e.Kind == "actor" {
			if people[key] == nil {
				people[key] = &world.Person{Name: e.Name, Country: e.Country, Origin: e.Origin}
				a.People = append(a.People, people[key])
			}
			e.addTo(people[key])
		}
		if e.Kind == "organization" || e.Kind == "actor" {
			if bodies[key] == nil {
				bodies[key] = &world.Organization{Name: e.Name, Country: e.Country, Origin: e.Origin}
				a.Organizations = append(a.Organizations, bodies[key])
			}
			e.addToBody(bodies[key])
		}
		if e.Kind == "place" {
			a.Places = append(a.Places, world.NamedPlace{Names: e.Aliases, Place: world.Place{
				Name: e.Name, Kind: e.PlaceKind, Country: e.Country, Admin: e.Admin, Population: e.Population,
				Lat: *e.Lat, Lon: *e.Lon, Capital: e.Capital, Origin: e.Origin}})
		}
	}
	return w.With(a)
}

func (e Entry) addTo(p *world.Person) {
	p.Aliases = append(p.Aliases, e.Aliases...)
	if p.Gender == "" {
		p.Gender = e.Gender
	}
	office := e.Office
	if office == "" {
		office = "role"
	}
	for i, sector := range e.Sectors {
		t := world.Term{Country: e.Country, Office: office, Sector: sector, From: e.From, To: e.To}
		if i == 0 {
			t.Cameo = e.Cameo
		}
		p.Terms = append(p.Terms, t)
	}
}

func (e Entry) addToBody(o *world.Organization) {
	o.Names = append(o.Names, e.Aliases...)
	for _, s := range e.Sectors {
		if !slices.Contains(o.Sectors, s) {
			o.Sectors = append(o.Sectors, s)
		}
	}
	if o.Cameo == "" {
		o.Cameo = e.Cameo
	}
	o.Kind = kindOf(o)
}

// kindOf is the kind of organisation that the first sector speaks of.
func kindOf(o *world.Organization) string {
	if len(o.Sectors) == 0 {
		return "movement"
	}
	switch o.Sectors[0] {
	case "IGO":
		return "igo"
	case "NGO", "SOC":
		return "ngo"
	case "JRN":
		return "outlet"
	case "PTY", "OPP":
		return "party"
	case "REB", "UAF", "PRM":
		return "armed"
	case "MIL":
		return "military"
	case "GOV":
		return "government"
	case "COP":
		return "police"
	case "JUD":
		return "court"
	case "LEG":
		return "parliament"
	case "SPY":
		return "intelligence"
	case "BUS", "MNC":
		return "company"
	}
	return "movement"
}
