package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"annals/internal/lexicon/ontology"
	"annals/internal/record"
)

// goldEvents is three texts: one with a reciprocal event and both actors, one
// without events, one in another language.
const goldEvents = `{"id":"a","origin":"own","lang":"en","text":"Peru met Chile.","exhaustive":true,"levels":["quad","plover","code","actors","spans"],"gold":[{"source":"PER","target":"CHL","code":"040","plover":"CONSULT","quad":1,"source_text":"Peru","target_text":"Chile"},{"source":"CHL","target":"PER","code":"040","plover":"CONSULT","quad":1,"source_text":"Chile","target_text":"Peru"}]}
{"id":"b","origin":"own","lang":"en","text":"It rained.","exhaustive":true,"levels":["quad","plover","code","actors","spans"],"gold":[]}
{"id":"c","origin":"own","lang":"es","text":"Llueve.","exhaustive":true,"levels":["quad"],"gold":[]}
`

// metInAnyWeather is a reader that finds a meeting of Peru and Chile in every
// text, and a denied attack that must not count.
func metInAnyWeather(text, _ string) (*record.Record, error) {
	party := func(actor, name string) record.Party {
		return record.Party{Actor: &actor, Span: &record.Span{End: len(name), Text: name}}
	}
	both := []record.Party{party("A1", "Peru"), party("A2", "Chile")}
	return &record.Record{
		Report: record.Report{Text: text},
		Actors: []record.Actor{
			{ID: "A1", Name: "Peru", Cameo: record.Ptr("PER"), Aliases: []string{"Peru"}},
			{ID: "A2", Name: "Chile", Cameo: record.Ptr("CHL"), Aliases: []string{"Chile"}},
		},
		Events: []record.Event{
			{Plover: "CONSULT", Cameo: record.Ptr("040"), Status: record.Happened, Actors: both, Recipients: both},
			{Plover: "ASSAULT", Cameo: record.Ptr("190"), Status: record.Denied, Actors: both},
		},
	}, nil
}

func TestEvents(t *testing.T) {
	dir := t.TempDir()
	gold, system := filepath.Join(dir, "gold.jsonl"), filepath.Join(dir, "system.jsonl")
	if err := os.WriteFile(gold, []byte(goldEvents), 0o600); err != nil {
		t.Fatal(err)
	}
	tables, err := Events(metInAnyWeather, Options{Gold: []string{gold}, System: system})
	if err != nil {
		t.Fatal(err)
	}
	table, none := tables[0], tables[1]
	if len(none.Rows) != 1 || !slices.Equal(none.Rows[0].Values, []float64{1, 1, 100, 1, 100}) {
		t.Errorf("texts without events: %+v", none.Rows)
	}
	// texts, gold, system, precision; recall is 100 everywhere.
	for label, want := range map[string][]float64{
		"own any": {2, 1, 2, 50}, "own quad": {2, 1, 2, 50}, "own plover+S+T": {2, 2, 4, 50},
		"own code+full": {2, 2, 4, 50}, "own spans": {1, 2, 2, 100},
	} {
		i := slices.IndexFunc(table.Rows, func(r Row) bool { return r.Label == label })
		if i < 0 {
			t.Errorf("no row %q", label)
			continue
		}
		if got := table.Rows[i].Values; !slices.Equal(got[:4], want) || got[4] != 100 {
			t.Errorf("%s: got %v, want %v", label, got, want)
		}
	}
	if len(table.Notes) != 1 || !strings.Contains(table.Notes[0], "1 texts") {
		t.Errorf("notes: %q", table.Notes)
	}
	written, err := os.ReadFile(system)
	if err != nil {
		t.Fatal(err)
	}
	var line struct {
		ID     string
		Events []CodedEvent
	}
	if err := json.Unmarshal([]byte(strings.SplitN(string(written), "\n", 2)[0]), &line); err != nil || line.ID != "a" || len(line.Events) != 2 {
		t.Errorf("system line %+v, %v", line, err)
	}
}

func TestActorCodes(t *testing.T) {
	for code, want := range map[string][2]string{
		"RUSGOV": {"RUS", "GOV"}, "SCGMIL": {"SRB", "MIL"}, "REBUAF": {"", "REB"}, "---": {"", ""},
		"IGOUNO": {"IGO", ""}, "": {"", ""}, "~CIVREB": {"CIV", "REB"}, "US": {"", ""},
	} {
		if got := [2]string{actorCountry(code), actorRole(code)}; got != want {
			t.Errorf("%q: got %v, want %v", code, got, want)
		}
	}
}

func TestPloverForScoring(t *testing.T) {
	o, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := eventScorer{ontology: o}
	for code, want := range map[string]string{"1411": "PROTEST", "19": "ASSAULT", "0871": "YIELD", "023": "REQUEST", "999": "", "155": "MOBILIZE"} {
		if got := s.plover(codedSide{code: code, quad: -1}); got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}
