package world

import (
	"sort"
	"strconv"
	"strings"
)

// minorPlaces are the lines "name\tcountry\tc or r\tpopulation\tlatitude\tlongitude"
// of small towns (c) and of divisions of countries (r), in the byte order of
// their folded names. They are parsed when asked for.
type minorPlaces struct {
	lines  string
	starts []int32 // where each line starts
}

// MinorPlaces lists the small towns and the divisions of countries of a name
// that [World.Places] is too coarse for. A name in a country that several of a
// kind share has one entry with NoPoint set. Small towns bear the names of
// persons and of everything else: a caller must know from the text that a place
// is meant, and in which country.
func (w *World) MinorPlaces(name string) []*Place {
	m := &w.places.minor
	var memory, other foldMemory
	key := string(appendFolded(memory[:0], name))
	if upper, _ := letterCase(name); upper == 0 || key == "" {
		return nil
	}
	line := func(i int) string {
		l, _, _ := strings.Cut(m.lines[m.starts[i]:], "\n")
		return l
	}
	folded := func(i int) string {
		printed, _, _ := strings.Cut(line(i), "\t")
		return string(appendFolded(other[:0], printed))
	}
	first := sort.Search(len(m.starts), func(i int) bool { return folded(i) >= key })
	var list []*Place
	for i := first; i < len(m.starts) && folded(i) == key; i++ {
		var c [6]string
		if split(line(i), c[:]) != nil {
			continue
		}
		p := &Place{Name: c[0], Country: c[1], Kind: "city", NoPoint: c[4] == ""}
		if c[2] == "r" {
			p.Kind = "region"
		}
		p.Population, _ = strconv.Atoi(c[3])
		if !p.NoPoint {
			p.Lat, p.Lon, _ = coordinates(c[4], c[5])
		}
		list = append(list, p)
	}
	return list
}
