package export

import (
	"fmt"
	"io"

	"annals/internal/record"
)

// GeoJSON writes a FeatureCollection (RFC 7946): one Feature for each
// situation. Its geometry is the point of its place, or null where no report
// gives a place with a known point.
type GeoJSON struct {
	*document
	statuses []string
}

// NewGeoJSON makes the writer.
func NewGeoJSON(w io.Writer, opt Options) *GeoJSON {
	return &GeoJSON{newDocument(w, `{"type":"FeatureCollection","features":[`, `]}`), opt.Statuses}
}

type feature struct {
	Type       string     `json:"type"`
	ID         string     `json:"id"`
	Geometry   *point     `json:"geometry"`
	Properties properties `json:"properties"`
}

type point struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"` // degrees east and north
}

// properties say of a situation what maps show. Actor and recipient are those
// of the report that says most.
type properties struct {
	Type       string   `json:"type"`
	Mode       *string  `json:"mode"`
	Cameo      *string  `json:"cameo"`
	Quad       int      `json:"quad"`
	Contexts   []string `json:"contexts"`
	Status     string   `json:"status"`
	Actors     []string `json:"actors"`
	Recipients []string `json:"recipients"`
	From       *string  `json:"from"`  // first day
	Until      *string  `json:"until"` // the day after its last
	Place      *string  `json:"place"`
	PlaceKind  *string  `json:"place_kind"`
	Country    *string  `json:"country"`
	Denied     bool     `json:"denied"`  // somebody asserts it, and somebody denies it
	Reports    int      `json:"reports"` // that assert it, or that deny it where nobody asserts it
	Outlets    int      `json:"outlets"`
	Origins    int      `json:"origins"` // independent of each other
	Claims     []claim  `json:"claims"`
}

// claim is what one report says.
type claim struct {
	Event       string  `json:"event"` // report id and row
	Status      string  `json:"status"`
	DatedBy     *string `json:"dated_by"`     // as in the record
	AccordingTo []voice `json:"according_to"` // none: the report's own voice
	Publisher   *string `json:"publisher"`
	Published   *string `json:"published"`
	URL         *string `json:"url"`
	Words       string  `json:"words"`
	Start       int     `json:"start"` // code points of the report's text
	End         int     `json:"end"`
}

// Write writes a situation.
func (g *GeoJSON) Write(s *Situation) error {
	t := s.told(g.statuses)
	if t == nil {
		return nil
	}
	e := t.main.event
	f := feature{Type: "Feature", ID: s.ID, Properties: properties{Type: e.Plover, Mode: e.Mode, Cameo: e.Cameo, Quad: e.Quad, Status: e.Status, Denied: t.denied,
		Contexts: append([]string{}, e.Contexts...), Actors: names(t.main, e.Actors), Recipients: names(t.main, e.Recipients)}}
	p := &f.Properties
	if first, end := days(t.when()); first != "" {
		p.From, p.Until = &first, &end
	}
	if w := t.where(); w != nil {
		p.Place, p.PlaceKind, p.Country = &w.Name, &w.Kind, w.Country
		if w.Lat != nil && w.Lon != nil {
			f.Geometry = &point{"Point", [2]float64{*w.Lon, *w.Lat}}
		}
	}
	p.Reports, p.Outlets, p.Origins = t.tally()
	for _, x := range t.all {
		p.Claims = append(p.Claims, claimOf(x))
	}
	if err := g.item(f); err != nil {
		return fmt.Errorf("export: geojson: %w", err)
	}
	return nil
}

func names(x *said, list []record.Party) []string {
	out := []string{}
	for _, p := range x.parties(list) {
		out = append(out, p.name)
	}
	return out
}

func claimOf(x *said) claim {
	r, e := &x.record.Report, x.event
	return claim{x.address(), e.Status, e.DatedBy, x.voices(), r.Publisher, r.Published, r.URL, e.Evidence.Text, e.Evidence.Start, e.Evidence.End}
}
