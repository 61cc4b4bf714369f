package schema

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"annals/internal/record"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSON()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("record.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("record.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// full is a record that uses every field.
func full() *record.Record {
	text := "On Monday the port minister told reporters that about 40 dockers had walked out in Orsk."
	span := func(words string) record.Span {
		start := strings.Index(text, words)
		return record.Span{Start: start, End: start + len(words), Text: words}
	}
	minister := record.Party{Actor: record.Ptr("A1"), Span: record.Ptr(span("the port minister")), Description: record.Ptr("the port minister")}
	dockers := record.Party{Span: record.Ptr(span("about 40 dockers")), Description: record.Ptr("about 40 dockers"), Count: record.Ptr(40)}
	reporters := record.Party{Span: record.Ptr(span("reporters")), Anonymous: true}
	monday := record.Time{ID: "T1", Start: record.Ptr("2024-03-04"), End: record.Ptr("2024-03-05"), Grain: record.Ptr("day"), Basis: record.Relative, Span: span("Monday")}
	orsk := record.Place{ID: "P1", Name: "Orsk", Kind: "city", Country: record.Ptr("RUS"), Lat: record.Ptr(51.2), Lon: record.Ptr(58.6), Span: span("Orsk")}
	return &record.Record{
		Report: record.Report{ID: record.ContentID(text, "2024-03-05"), Title: record.Ptr("Dockers walk out"), URL: record.Ptr("https://example.org/dockers"),
			Publisher: record.Ptr("Example"), Published: record.Ptr("2024-03-05"), Language: record.Ptr("en"), Text: text},
		Actors: []record.Actor{{ID: "A1", Name: "the port minister", Kind: record.KindOffice, Country: record.Ptr("RUS"), Sectors: []string{"GOV"},
			Cameo: record.Ptr("RUSGOV"), Aliases: []string{"the port minister"}, Mentions: []record.Span{span("the port minister")}}},
		Statements: []record.Statement{{ID: "S1", Source: minister, Cue: record.Ptr(span("told")), Content: []record.Span{span("about 40 dockers had walked out in Orsk")},
			Form: record.Indirect, Act: "assert", Via: []record.Party{reporters}, Addressee: &reporters, Said: &monday, Confidence: record.Ptr(0.9)}},
		Events: []record.Event{{ID: "E1", Plover: "PROTEST", Mode: record.Ptr("strike"), Cameo: record.Ptr("143"), Quad: 4, Contexts: []string{"economic"},
			Actors: []record.Party{dockers}, Status: record.Happened, When: &monday, Where: &orsk, Figures: []string{"F1"}, AccordingTo: []string{"S1"},
			Trigger: span("walked out"), Evidence: span("about 40 dockers had walked out in Orsk"), Confidence: record.Ptr(0.8)}},
		Figures: []record.Figure{{ID: "F1", Value: record.Ptr(40.0), Bound: "about", Unit: record.Ptr("person"), Counts: record.Ptr("dockers"),
			AccordingTo: []record.Party{minister}, Span: span("about 40")}},
		Times:  []record.Time{monday},
		Places: []record.Place{orsk},
	}
}

func validate(t *testing.T, s *jsonschema.Schema, line []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func TestSchemaTakesRecords(t *testing.T) {
	s := compiled(t)
	unknown := &record.Record{
		Report:     record.Report{ID: "x", Text: "He left. Later."},
		Actors:     []record.Actor{{ID: "A1", Name: "He", Kind: record.KindPerson, Mentions: []record.Span{{Start: 0, End: 2, Text: "He"}}}},
		Statements: []record.Statement{{ID: "S1", Content: []record.Span{{Start: 0, End: 7, Text: "He left"}}, Form: record.Direct, Act: "assert"}},
		Events: []record.Event{{ID: "E1", Plover: "RETREAT", Quad: 2, Status: record.Happened, Trigger: record.Span{Start: 3, End: 7, Text: "left"},
			Evidence: record.Span{Start: 0, End: 7, Text: "He left"}}},
		Times: []record.Time{{ID: "T1", Basis: record.NoBasis, Span: record.Span{Start: 9, End: 14, Text: "Later"}}},
	}
	for name, r := range map[string]*record.Record{"full": full(), "unknown": unknown, "empty": {Report: record.Report{ID: "x"}}} {
		if err := r.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		line, err := r.MarshalLine()
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, s, line); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaRefusesBrokenRecords(t *testing.T) {
	s := compiled(t)
	line, err := full().MarshalLine()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new string }{
		{`"kind":"office"`, `"kind":"ministry"`},
		{`"country":"RUS"`, `"country":"ru"`},
		{`"sectors":["GOV"]`, `"sectors":null`},
		{`"sectors":["GOV"]`, `"sectors":["gov"]`},
		{`"mentions":[`, `"mentions":[],"was":[`},
		{`"form":"indirect"`, `"form":"oblique"`},
		{`"act":"assert"`, `"act":"mumble"`},
		{`"within":null,`, ``},
		{`"confidence":0.9`, `"confidence":1.5`},
		{`"plover":"PROTEST"`, `"plover":"protest"`},
		{`"cameo":"143"`, `"cameo":143`},
		{`"quad":4`, `"quad":5`},
		{`"status":"happened"`, `"status":"done"`},
		{`"bound":"about"`, `"bound":null`},
		{`"value":40`, `"value":"40"`},
		{`"grain":"day"`, `"grain":"fortnight"`},
		{`"basis":"relative"`, `"basis":null`},
		{`"start":"2024-03-04"`, `"start":"last Monday"`},
		{`"lat":51.2`, `"lat":151.2`},
		{`"published":"2024-03-05"`, `"published":"5 March"`},
		{`"published":"2024-03-05",`, ``},
		{`"start":83`, `"start":-83`},
		{`"anonymous":true`, `"anonymous":null`},
		{`"count":40`, `"count":0`},
	} {
		broken := bytes.Replace(line, []byte(c.old), []byte(c.new), 1)
		if bytes.Equal(broken, line) {
			t.Errorf("%s does not stand in the record:\n%s", c.old, line)
		} else if validate(t, s, broken) == nil {
			t.Errorf("%s instead of %s is taken", c.new, c.old)
		}
	}
	added := bytes.Replace(line, []byte(`{"report":`), []byte(`{"corrected":[],"report":`), 1)
	if err := validate(t, s, added); err != nil {
		t.Errorf("an added field is refused: %v", err)
	}
}

// TestSchemaListsEveryField holds the schema to the types of package record:
// every field that is always written is required, and no other.
func TestSchemaListsEveryField(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSON()))
	if err != nil {
		t.Fatal(err)
	}
	root := doc.(map[string]any)
	defs := root["$defs"].(map[string]any)
	for name, v := range map[string]any{"": record.Record{}, "report": record.Report{}, "actor": record.Actor{}, "statement": record.Statement{},
		"event": record.Event{}, "figure": record.Figure{}, "time": record.Time{}, "place": record.Place{}, "party": record.Party{}, "span": record.Span{}} {
		object := root
		if name != "" {
			object = defs[name].(map[string]any)
		}
		required := map[string]bool{}
		for _, f := range object["required"].([]any) {
			required[f.(string)] = true
		}
		fields := map[string]bool{}
		for f := range reflect.TypeOf(v).Fields() {
			tag := f.Tag.Get("json")
			if !strings.HasSuffix(tag, ",omitempty") {
				fields[tag] = true
			}
		}
		if fmt.Sprint(required) != fmt.Sprint(fields) {
			t.Errorf("%s: the schema requires %v, the type writes %v", name, required, fields)
		}
	}
}

func TestSchemaListsTheAcceptedValues(t *testing.T) {
	s := string(JSON())
	for _, list := range [][]string{record.Acts(), record.Statuses(), record.Bounds(), record.Grains()} {
		for _, v := range list {
			if !strings.Contains(s, `"`+v+`"`) {
				t.Errorf("%q is not in the schema", v)
			}
		}
	}
}
