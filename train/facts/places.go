package main

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"annals/internal/lexicon/world"
)

// place is one row of the gazetteer with the names that lead to it.
type place struct {
	name, kind, country, admin string
	population                 int
	lat, lon                   float64
	capital                    bool
	others                     []string
}

// places joins GeoNames' towns of more than 15,000 people, Natural Earth's
// places, first-order divisions (in the middle of their towns), countries and
// the hand-written regions.
func (c *compiler) places() error {
	towns, admins, err := c.towns()
	if err != nil {
		return err
	}
	if towns, err = c.naturalEarth(towns); err != nil {
		return err
	}
	all := towns
	for _, key := range slices.Sorted(maps.Keys(admins)) {
		all = append(all, *admins[key])
	}
	regions, err := c.regions()
	if err != nil {
		return err
	}
	all = append(regions, all...)
	slices.SortStableFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.population, a.population), cmp.Compare(a.name, b.name), cmp.Compare(a.country, b.country))
	})
	return c.writePlaces(all)
}

// rank puts countries and regions before towns of the same name.
func rank(p place) int {
	return map[string]int{"country": 0, "region": 1, "other": 2, "city": 3}[p.kind]
}

func (c *compiler) towns() ([]place, map[string]*place, error) {
	rows, err := readNamedTSV(filepath.Join(c.facts, "geonames_cities15000.ccby.tsv.gz"))
	if err != nil {
		return nil, nil, err
	}
	newer, err := readNamedTSV(filepath.Join(c.facts, "geonames_world_cities.ccby4.tsv.gz"))
	if err != nil {
		return nil, nil, err
	}
	division := map[string]string{}
	current := map[string]string{}
	for _, r := range newer {
		division[r["geonameid"]] = r["subcountry"]
		current[r["geonameid"]] = r["name"]
	}
	var towns []place
	admins := map[string]*place{}
	weight := map[string]float64{}
	for _, r := range rows {
		p := place{name: r["name"], kind: "city", country: c.byAlpha2[r["cc"]], admin: division[r["geonameid"]], capital: r["feature"] == "PPLC"}
		p.population, _ = strconv.Atoi(r["population"])
		p.lat, _ = strconv.ParseFloat(r["lat"], 64)
		p.lon, _ = strconv.ParseFloat(r["lon"], 64)
		p.others = append([]string{r["ascii"]}, latinNames(r["altnames_latin"])...)
		if now := current[r["geonameid"]]; now != "" && now != p.name {
			p.others = append(p.others, p.name)
			p.name = now
		}
		if p.country == "" {
			continue
		}
		towns = append(towns, p)
		if p.admin == "" || p.admin == p.name {
			continue
		}
		key := p.country + "\t" + p.admin
		a := admins[key]
		if a == nil {
			a = &place{name: p.admin, kind: "region", country: p.country}
			admins[key] = a
		}
		w := float64(p.population) + 1
		a.lat += p.lat * w
		a.lon += p.lon * w
		weight[key] += w
		a.population += p.population
	}
	for key, a := range admins {
		a.lat /= weight[key]
		a.lon /= weight[key]
		a.population = 0 // of its towns only
	}
	return towns, admins, nil
}

// latinNames are the spellings that a news text may have: capitalised, of
// Latin letters, no codes and no romanised syllables of other scripts.
func latinNames(cell string) []string {
	var names []string
	for _, n := range strings.Split(cell, ",") {
		first, _ := firstRune(n)
		upper := strings.ToUpper(n) == n
		if !unicode.IsUpper(first) || upper || len(n) < 4 || strings.ContainsAny(n, "=()/") {
			continue
		}
		names = append(names, n)
	}
	return names
}

func firstRune(s string) (rune, bool) {
	for _, r := range s {
		return r, true
	}
	return 0, false
}

// naturalEarth adds the places that GeoNames lacks and marks the capitals.
func (c *compiler) naturalEarth(towns []place) ([]place, error) {
	rows, err := readNamedTSV(filepath.Join(c.facts, "natural_earth_places_50m.publicdomain.tsv.gz"))
	if err != nil {
		return nil, err
	}
	index := map[string]int{}
	for i, t := range towns {
		for _, n := range append([]string{t.name}, t.others...) {
			if key := t.country + world.Fold(n); index[key] == 0 {
				index[key] = i + 1
			}
		}
	}
	for _, r := range rows {
		country := r["a3"]
		if c.subjects[country] == "" {
			country = c.byName[world.Fold(r["country"])]
		}
		if country == "" || strings.Contains(r["class"], "station") {
			continue
		}
		if i := index[country+world.Fold(r["name"])]; i > 0 {
			towns[i-1].capital = towns[i-1].capital || r["is_capital"] == "1"
			continue
		}
		p := place{name: r["name"], kind: "city", country: country, admin: r["admin1"], capital: r["is_capital"] == "1", others: latinNames(r["alt"])}
		p.population, _ = strconv.Atoi(r["pop_max"])
		p.lat, _ = strconv.ParseFloat(r["lat"], 64)
		p.lon, _ = strconv.ParseFloat(r["lon"], 64)
		towns = append(towns, p)
	}
	return towns, nil
}

// regions are the hand-written regions and the countries.
func (c *compiler) regions() ([]place, error) {
	var list []place
	countries, err := readTSV(filepath.Join(c.out, "countries.tsv"))
	if err != nil {
		return nil, err
	}
	for _, r := range countries {
		p := place{name: r[1], kind: "country", country: r[0], others: strings.Split(r[8], ";")}
		if p.lat, err = strconv.ParseFloat(r[3], 64); err != nil {
			return nil, fmt.Errorf("countries.tsv: %s: %w", r[0], err)
		}
		p.lon, _ = strconv.ParseFloat(r[4], 64)
		list = append(list, p)
	}
	// name, kind, country, latitude, longitude, other names
	rows, err := readTSV(filepath.Join(c.out, "regions.tsv"))
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if len(r) != 6 {
			return nil, fmt.Errorf("regions.tsv: %q has %d columns, want 6", r[0], len(r))
		}
		p := place{name: r[0], kind: r[1], country: r[2], others: strings.Split(r[5], ";")}
		if p.lat, err = strconv.ParseFloat(r[3], 64); err != nil {
			return nil, fmt.Errorf("regions.tsv: %s: %w", r[0], err)
		}
		p.lon, _ = strconv.ParseFloat(r[4], 64)
		list = append(list, p)
	}
	return list, nil
}

// writePlaces writes the places in order and, for each folded name, the
// numbers of its places: twice the place's row, plus one for other spellings.
func (c *compiler) writePlaces(all []place) error {
	var b strings.Builder
	b.WriteString("# Places: GeoNames (CC BY 4.0), Natural Earth (public domain), own work for countries and regions.\n" +
		"# name\tkind\tcountry\tadmin\tpopulation\tlatitude\tlongitude\tcapital\n")
	names := map[string][]int{}
	for i, p := range all {
		capital := ""
		if p.capital {
			capital = "capital"
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%d\t%.3f\t%.3f\t%s\n", cell(p.name), p.kind, p.country, cell(p.admin), p.population, p.lat, p.lon, capital)
		main := world.Fold(p.name)
		names[main] = append(names[main], 2*i)
		seen := map[string]bool{main: true, "": true}
		for _, n := range p.others {
			if key := world.Fold(n); !seen[key] && isPlainLatin(key) {
				seen[key] = true
				names[key] = append(names[key], 2*i+1)
			}
		}
	}
	if err := c.write("places.tsv.gz", b.String()); err != nil {
		return err
	}
	b.Reset()
	for _, key := range slices.Sorted(maps.Keys(names)) {
		numbers := names[key]
		slices.SortStableFunc(numbers, func(a, b int) int { return cmp.Or(cmp.Compare(a&1, b&1), cmp.Compare(a, b)) })
		fmt.Fprintf(&b, "%s\t%s\n", key, strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ","), "[]"))
	}
	return c.write("place_names.tsv.gz", b.String())
}

func isPlainLatin(folded string) bool {
	for _, r := range folded {
		if r >= 0x80 {
			return false
		}
	}
	return true
}
