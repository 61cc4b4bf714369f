package world

import (
	"fmt"
	"strings"
)

// Organization is a body with a name: international, agency, outlet, party,
// armed group, ministry, company.
type Organization struct {
	ID      string // "org/united-nations"
	Name    string
	Kind    string   // igo, ngo, outlet, party, armed, government, parliament, military, police, court, intelligence, company, movement
	Country string   // alpha-3, or "" for international bodies
	Sectors []string // PLOVER sectors, primary first
	Cameo   string   // CAMEO code: a whole one for international bodies ("IGOUNO"), else the agent ("MED", "REB")
	Names   []string // every name and abbreviation, Name first
	From    string   // first and last year, or ""
	To      string
	Origin  string // where a user has it from, or ""
}

// Organization is the organisation with this id, or nil.
func (w *World) Organization(id string) *Organization { return w.organizations[id] }

// Organizations lists the organisations with this name or abbreviation.
func (w *World) Organizations(name string) []*Organization {
	var memory foldMemory
	return pick(w.orgNames[string(appendFolded(memory[:0], name))], name)
}

// respelt is a folded name with the words of bodies that are spelt in a British
// and an American way spelt in the other.
func respelt(key string) string {
	pairs := [][2]string{{"defence", "defense"}, {"organisation", "organization"}, {"labour", "labor"}, {"centre", "center"}, {"programme", "program"}}
	words := strings.Fields(key)
	for i, w := range words {
		for _, p := range pairs {
			switch w {
			case p[0]:
				words[i] = p[1]
			case p[1]:
				words[i] = p[0]
			}
		}
	}
	return strings.Join(words, " ")
}

func (w *World) loadOrganizations() error {
	w.organizations, w.orgNames = map[string]*Organization{}, map[string][]named[*Organization]{}
	other := map[string][]named[*Organization]{} // under the other spelling
	for _, file := range []string{"organizations.tsv", "parties_factbook.tsv.gz", "forces_factbook.tsv", "armed_ucdp.tsv.gz"} {
		// name, kind, country, sectors, CAMEO, other names, from, to
		err := readTable(file, 8, func(c []string) error {
			o := &Organization{Name: c[0], Kind: c[1], Country: c[2], Sectors: list(c[3]), Cameo: c[4],
				Names: append([]string{c[0]}, list(c[5])...), From: c[6], To: c[7]}
			o.ID = "org/" + strings.ReplaceAll(Fold(o.Name), " ", "-")
			if w.organizations[o.ID] != nil {
				o.ID += "-" + strings.ToLower(o.Country)
			}
			if w.organizations[o.ID] != nil {
				return fmt.Errorf("second row for %s", o.ID)
			}
			w.organizations[o.ID] = o
			for _, n := range o.Names {
				key := Fold(n)
				w.orgNames[key] = append(w.orgNames[key], named[*Organization]{n, o})
				if k := respelt(key); k != key {
					other[k] = append(other[k], named[*Organization]{n, o})
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for key, list := range other {
		if len(w.orgNames[key]) == 0 {
			w.orgNames[key] = list
		}
	}
	return nil
}
