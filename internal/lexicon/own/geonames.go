package own

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// The columns of a GeoNames dump, from 0.
const (
	geoName, geoPlain, geoOthers = 1, 2, 3
	geoLat, geoLon               = 4, 5
	geoClass, geoCode            = 6, 7
	geoCountry                   = 8
	geoPopulation                = 14
	geoColumns                   = 19
)

// ReadGeoNames reads a dump of GeoNames, such as cities15000.txt: 19 columns
// between tabs. Of the other names, those in Latin and Cyrillic letters are
// taken; codes of airports are not.
func ReadGeoNames(r io.Reader) (Lexicon, []Fault, error) {
	var list Lexicon
	var faults []Fault
	err := eachLine(r, func(n int, line string) {
		c := strings.Split(line, "\t")
		if len(c) != geoColumns {
			faults = append(faults, Fault{n, fmt.Sprintf("%d columns; GeoNames has %d between tabs", len(c), geoColumns)})
			return
		}
		e := Entry{Kind: "place", Name: c[geoName], Country: c[geoCountry], Capital: c[geoCode] == "PPLC"}
		switch {
		case c[geoClass] == "P":
			e.PlaceKind = "city"
		case c[geoClass] == "A" && strings.HasPrefix(c[geoCode], "ADM"):
			e.PlaceKind = "region"
		default:
			e.PlaceKind = "other"
		}
		lat, err := strconv.ParseFloat(c[geoLat], 64)
		lon, err2 := strconv.ParseFloat(c[geoLon], 64)
		if err != nil || err2 != nil {
			faults = append(faults, Fault{n, fmt.Sprintf("coordinates %q, %q; want degrees", c[geoLat], c[geoLon])})
			return
		}
		e.Lat, e.Lon = &lat, &lon
		if e.Population, err = strconv.Atoi(c[geoPopulation]); err != nil && c[geoPopulation] != "" {
			faults = append(faults, Fault{n, fmt.Sprintf("population %q; want a number", c[geoPopulation])})
			return
		}
		for _, a := range append([]string{c[geoPlain]}, strings.Split(c[geoOthers], ",")...) {
			if legible(a) {
				e.Aliases = append(e.Aliases, a)
			}
		}
		list, faults = keep(list, faults, n, e)
	})
	return list, faults, err
}

// legible reports whether a name has Latin or Cyrillic letters only and is no
// code.
func legible(name string) bool {
	if len(name) < 3 || len(name) > mostName || strings.ToUpper(name) == name {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Cyrillic)
	})
}
