package world

// Place is a populated place, region, country or water of the gazetteer.
type Place struct {
	Name       string
	Kind       string  // "city", "region", "country" or "other", as the record has it
	Country    string  // alpha-3, or ""
	Admin      string  // name of the first-order division, or ""
	Population int     // 0 where unknown
	Lat, Lon   float64 // degrees, WGS 84
	Capital    bool    // of its country
}

type gazetteer struct{}

// Places lists the places with this name, the most populous first; those of
// which it is the main name stand before those of which it is another spelling.
func (w *World) Places(name string) []*Place { return nil }
