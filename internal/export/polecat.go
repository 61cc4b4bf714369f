package export

import (
	"io"
	"slices"
	"strings"

	"annals/internal/record"
)

// POLECATColumns are the 40 columns of a POLECAT file, which has a header.
func POLECATColumns() []string {
	return []string{"Event ID", "Event Date", "Event Type", "Event Mode", "Event Intensity", "Quad Code", "Contexts",
		"Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
		"Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw",
		"Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
		"Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"}
}

// POLECAT writes POLECAT's table: one row for each event of each report. The
// parties of one side share a row, joined by "; ", what one of them has more
// than one of by "|".
type POLECAT struct {
	*tsv
	codes *Codes
	opt   Options
}

// NewPOLECAT writes the header.
func NewPOLECAT(w io.Writer, codes *Codes, opt Options) (*POLECAT, error) {
	p := &POLECAT{newTSV(w, len(POLECATColumns())), codes, opt}
	return p, p.write(POLECATColumns()...)
}

// Write writes the record's events: all, or those with the given ids.
func (p *POLECAT) Write(r *record.Record, ids ...string) error {
	for _, x := range rows(r, Events) {
		if len(ids) > 0 && !slices.Contains(ids, x.id) || len(p.opt.Statuses) > 0 && !slices.Contains(p.opt.Statuses, x.event.Status) {
			continue
		}
		if err := p.write(p.fields(x)...); err != nil {
			return err
		}
	}
	return nil
}

func (p *POLECAT) fields(x *row) []string {
	e, r := x.event, &x.record.Report
	fields := []string{strings.TrimPrefix(r.ID, "sha256:") + "_" + e.ID, dateOf(e.When).join("-"), e.Plover, record.Value(e.Mode), "",
		[]string{"", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"}[max(0, min(4, e.Quad))], list(e.Contexts)}
	fields = append(fields, p.side(x, e.Actors)...)
	fields = append(fields, p.side(x, e.Recipients)...)
	fields = append(fields, polecatPlace(e.Where)...)
	published := record.Value(r.Published)
	published = published[:min(len(published), len(dayLayout))]
	return append(fields, record.Value(r.Publisher), published, x.named(record.KindPerson), x.named(record.KindOrganization), x.placed(), record.Value(r.Language), p.opt.Version)
}

// side are the eight columns of those on one side of an event.
func (p *POLECAT) side(x *row, parties []record.Party) []string {
	columns := make([][]string, 8)
	for _, q := range parties {
		a := x.actors[record.Value(q.Actor)]
		var name, cow, primary, sectors, raw string
		if a != nil {
			name, sectors = a.Name, strings.Join(a.Sectors, "|")
			if len(a.Sectors) > 0 {
				primary = a.Sectors[0]
			}
			cow = p.codes.nations[record.Value(a.Country)].COW
		}
		if q.Span != nil {
			raw = q.Span.Text
		}
		for i, v := range []string{name, country(a), cow, primary, sectors, "", raw, ""} {
			columns[i] = append(columns[i], v)
		}
	}
	var fields []string
	for _, values := range columns {
		if !slices.ContainsFunc(values, func(v string) bool { return v != "" }) {
			values = nil
		}
		fields = append(fields, list(values))
	}
	return fields
}

// polecatPlace are the ten columns of a place.
func polecatPlace(p *record.Place) []string {
	if p == nil {
		return slices.Repeat([]string{""}, 10)
	}
	city, province := "", ""
	switch p.Kind {
	case "city":
		city = p.Name
	case "region":
		province = p.Name
	}
	return []string{p.Name, city, "", province, record.Value(p.Country), record.Decimal(p.Lat), record.Decimal(p.Lon), "", p.Span.Text, ""}
}

// named are the names of the report's actors of a kind.
func (x *row) named(kind string) string {
	var names []string
	for _, a := range x.record.Actors {
		if a.Kind == kind && !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	return list(names)
}

// placed are the names of the report's places.
func (x *row) placed() string {
	var names []string
	for _, p := range x.record.Places {
		if !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	return list(names)
}
