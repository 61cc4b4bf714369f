package world

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Place is a populated place, region, country or water of the gazetteer.
type Place struct {
	Name       string
	Kind       string  // "city", "region", "country" or "other", as the record has it
	Country    string  // alpha-3, or ""
	Admin      string  // name of the first-order division, or ""
	Population int     // 0 where unknown
	Lat, Lon   float64 // degrees, WGS 84
	Capital    bool    // of its country
	NoPoint    bool    // Lat and Lon are not known
	Origin     string  // where a user has it from, or ""
}

// largeTown is how many people the smallest town has that reports let speak for
// itself.
const largeTown = 100_000

// OnlyTowns reports whether a name is of small towns at most, which do not speak:
// "according to Baza" names somebody else. It is so of a name of no place.
func (w *World) OnlyTowns(name string) bool {
	return w.CountryNamed(name) == nil && w.Metonym(name) == nil && !slices.ContainsFunc(w.Places(name), func(p *Place) bool {
		return p.Kind != "city" || p.Population >= largeTown
	})
}

// gazetteer finds places by folded name. names holds one line for each name,
// "name\tnumbers", in byte order; a number is twice the index into places, plus
// one where the name is not the place's main one.
type gazetteer struct {
	places []Place
	names  string
	starts []int32             // where each line of names starts
	more   map[string][]*Place // those of the news and a user's, by folded name
	minor  minorPlaces
	wrong  map[string]string // folded name → kind and country of what the built-in table has in error
}

// Places lists the places with this name: first those of which it is the main
// name, then those of which it is another spelling, each the most populous
// first; countries and regions stand before towns of the same name.
func (w *World) Places(name string) []*Place {
	if upper, _ := letterCase(name); upper == 0 {
		return nil
	}
	var memory foldMemory
	key := appendFolded(memory[:0], name)
	more := w.places.more[string(key)]
	builtIn := w.places.find(key)
	if wrong := w.places.wrong[string(key)]; wrong != "" {
		builtIn = slices.DeleteFunc(builtIn, func(p *Place) bool { return p.Kind+" "+p.Country == wrong })
	}
	if len(more) == 0 {
		return builtIn
	}
	return append(slices.Clone(more), slices.DeleteFunc(builtIn, func(p *Place) bool {
		return slices.ContainsFunc(more, func(o *Place) bool { return o.Country == p.Country && o.Kind == p.Kind })
	})...)
}

// find lists the built-in places under a folded name.
func (g *gazetteer) find(key []byte) []*Place {
	i := sort.Search(len(g.starts), func(i int) bool {
		line := g.names[g.starts[i]:]
		return line[:strings.IndexByte(line, '\t')] >= string(key)
	})
	if i == len(g.starts) {
		return nil
	}
	line, _, _ := strings.Cut(g.names[g.starts[i]:], "\n")
	name, numbers, _ := strings.Cut(line, "\t")
	if name != string(key) {
		return nil
	}
	list := make([]*Place, 0, 1+strings.Count(numbers, ","))
	for n := range strings.SplitSeq(numbers, ",") {
		number, _ := strconv.Atoi(n)
		list = append(list, &g.places[number/2])
	}
	return list
}

func (w *World) loadPlaces() error {
	g := &w.places
	g.places = make([]Place, 0, 30000)
	// name, kind, country, admin, population, latitude, longitude, "capital" or ""
	err := readTable("places.tsv.gz", 8, func(c []string) error {
		p := Place{Name: c[0], Kind: c[1], Country: c[2], Admin: c[3], Capital: c[7] != ""}
		var err error
		if p.Population, err = strconv.Atoi(c[4]); err != nil {
			return fmt.Errorf("population: %w", err)
		}
		if p.Lat, p.Lon, err = coordinates(c[5], c[6]); err != nil {
			return err
		}
		g.places = append(g.places, p)
		return nil
	})
	if err != nil {
		return err
	}
	if g.names, err = readFile("place_names.tsv.gz"); err != nil {
		return err
	}
	g.starts = lineStarts(g.names)
	if g.minor.lines, err = readFile("places_minor.tsv.gz"); err != nil {
		return err
	}
	g.minor.starts = lineStarts(g.minor.lines)
	return g.loadNews()
}

// lineStarts is where each line of a text of whole lines starts.
func lineStarts(lines string) []int32 {
	starts := make([]int32, 0, strings.Count(lines, "\n"))
	for start := 0; start < len(lines); start += strings.IndexByte(lines[start:], '\n') + 1 {
		starts = append(starts, int32(start))
	}
	return starts
}

// loadNews adds the places of the news that the gazetteer lacks.
func (g *gazetteer) loadNews() error {
	g.more = map[string][]*Place{}
	g.wrong = map[string]string{}
	// name, kind, country, population, latitude, longitude, other names
	return readTable("places_news.tsv", 7, func(c []string) error {
		if kind, ok := strings.CutPrefix(c[1], "no "); ok { // the gazetteer has it in a country that it is not of
			g.wrong[Fold(c[0])] = kind + " " + c[2]
			return nil
		}
		p := NamedPlace{Place: Place{Name: c[0], Kind: c[1], Country: c[2]}, Names: list(c[6])}
		var err error
		if p.Population, err = strconv.Atoi(c[3]); err != nil {
			return fmt.Errorf("population: %w", err)
		}
		if p.Lat, p.Lon, err = coordinates(c[4], c[5]); err != nil {
			return err
		}
		g.add(&p)
		return nil
	})
}

// add adds a place under its names.
func (g *gazetteer) add(p *NamedPlace) {
	for _, n := range append([]string{p.Name}, p.Names...) {
		if key := Fold(n); key != "" && !slices.Contains(g.more[key], &p.Place) {
			g.more[key] = append(slices.Clip(g.more[key]), &p.Place)
		}
	}
}
