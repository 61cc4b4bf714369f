package resolve_test

import (
	"testing"

	"annals/internal/lexicon/petrarch"
	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/resolve"
)

func TestDictionary(t *testing.T) {
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := resolve.Dictionary{
		Actors: petrarch.Actors{"orinoco league": {{Code: "VENREB"}}, "jane doe": {{Code: "USAMED", To: "2010-01-01"}}},
		Agents: petrarch.Agents{"fishermen": "BUS"},
	}
	span := record.Span{Start: 0, End: 14, Text: "Orinoco League"}
	rec := &record.Record{
		Report: record.Report{Published: record.Ptr("2005-01-01T10:00:00Z")},
		Actors: []record.Actor{{ID: "A1", Name: "Jane Doe"}, {ID: "A2", Name: "fishermen", Country: record.Ptr("MLT")}},
		Events: []record.Event{{Actors: []record.Party{{Span: &span}}}},
	}
	d.Apply(w, rec)
	want := []struct{ cameo, country, sector string }{{"USAMED", "USA", "JRN"}, {"MLTBUS", "MLT", "BUS"}, {"VENREB", "VEN", "REB"}}
	for i, c := range want {
		a := rec.Actors[i]
		if *a.Cameo != c.cameo || *a.Country != c.country || a.Sectors[0] != c.sector {
			t.Errorf("%s: %s %s %v", a.Name, *a.Cameo, *a.Country, a.Sectors)
		}
	}
	if p := rec.Events[0].Actors[0]; p.Actor == nil || *p.Actor != "A3" {
		t.Error("the party has no actor")
	}
}
