package resolve

import (
	"math"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// nearest is the only candidate that lies in the part of the world that the
// sentence speaks of: within 1,500 km of a place or of the middle of a country
// that it names, where every other candidate is three times as far from all of
// them. Candidates with a tenth of the weight of the largest do not count. Tripoli
// is Libya's in a sentence on Malta, Lebanon's in one on Syria.
func (r *placeResolver) nearest(countries map[string]*world.Place, order []string, at text.Span) *world.Place {
	t := r.doc.TokenAt(at.Start)
	if t >= len(r.doc.Tokens) {
		return nil
	}
	sentence := r.doc.Sentences[r.doc.Tokens[t].Sentence].Span
	var best *world.Place
	first, second := math.Inf(1), math.Inf(1)
	heaviest := 0
	for _, c := range countries {
		heaviest = max(heaviest, weight(c))
	}
	for _, code := range order {
		if weight(countries[code]) < heaviest/10 {
			continue
		}
		d := math.Inf(1)
		for _, e := range r.near(at.Start) {
			if e.at < sentence.Start || e.at >= sentence.End || e.at >= at.Start && e.at < at.End {
				continue
			}
			if c := r.world.Country(e.country); c != nil {
				d = min(d, kilometres(c.Lat, c.Lon, countries[code].Lat, countries[code].Lon))
			}
		}
		switch {
		case d < first:
			best, first, second = countries[code], d, first
		case d < second:
			second = d
		}
	}
	if first > 1500 || second < 3*first {
		return nil
	}
	return best
}

// kilometres is the distance of two points given in degrees, on a sphere.
func kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const radians = math.Pi / 180
	c := math.Sin(lat1*radians)*math.Sin(lat2*radians) + math.Cos(lat1*radians)*math.Cos(lat2*radians)*math.Cos((lon1-lon2)*radians)
	return 6371 * math.Acos(max(-1, min(1, c)))
}
