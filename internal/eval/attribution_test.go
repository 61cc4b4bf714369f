package eval

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"annals/internal/record"
	"annals/internal/text"
)

// TestAttribution scores one statement that is right, one with another source
// and one within another on an article of three attributions.
func TestAttribution(t *testing.T) {
	const body = "“The dam holds,” Orlova said. The mayor denied that the road was shut. Critics want new elections."
	line := func(source, cue, content string) string {
		span := func(s string) string {
			m := text.NewMapper(body)
			b := strings.Index(body, s)
			return "[[" + strconv.Itoa(m.PointFromByte(b)) + "," + strconv.Itoa(m.PointFromByte(b+len(s))) + "]]"
		}
		return `{"source":` + span(source) + `,"cue":` + span(cue) + `,"content":` + span(content) + `}`
	}
	dir := t.TempDir()
	gold := filepath.Join(dir, "gold.jsonl")
	err := os.WriteFile(gold, []byte(`{"id":"a","text":"`+body+`","attributions":[`+
		line("Orlova", "said", "“The dam holds,”")+","+line("The mayor", "denied", "that the road was shut")+","+
		line("Critics", "want", "new elections")+"]}\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	spell := record.NewSpeller(body)
	span := func(s string) *record.Span {
		b := strings.Index(body, s)
		return record.Ptr(spell.Span(text.Span{Start: b, End: b + len(s)}))
	}
	statements := []record.Statement{
		{ID: "S1", Source: record.Party{Span: span("Orlova")}, Cue: span("said"), Content: []record.Span{*span("The dam holds")}},
		{ID: "S2", Source: record.Party{Span: span("Orlova")}, Cue: span("denied"), Content: []record.Span{*span("the road was shut")}},
		{ID: "S3", Source: record.Party{Span: span("the road")}, Cue: span("shut"), Content: []record.Span{*span("shut")}, Within: record.Ptr("S2")},
	}
	system := filepath.Join(dir, "system.jsonl")
	table, err := Attribution(func(string, string) (*text.Document, []record.Statement, error) { return nil, statements, nil },
		Options{Gold: []string{gold}, System: system})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][3]float64{"attr.C": {100, 200. / 3, 80}, "attr.CS": {50, 100. / 3, 40}, "CS direct": {100, 100, 100}, "CS indirect": {0, 0, 0}}
	for _, r := range table.Rows {
		w, ok := want[r.Label]
		for i := range w {
			if ok && (r.Values[i] > w[i]+0.01 || r.Values[i] < w[i]-0.01) {
				t.Errorf("%s: got %v, want %v", r.Label, r.Values, w)
			}
		}
	}
	written, err := os.ReadFile(system)
	if err != nil || !strings.Contains(string(written), `"source":[[`) || strings.Count(string(written), `"cue"`) != 2 {
		t.Errorf("system file: %v %s", err, written)
	}
}

func TestInsideQuotes(t *testing.T) {
	for s, want := range map[string]string{
		`a "b" c`:  "..xx...",
		`"a "b" c`: "xxxxx...",
		"``a'' b":  "xxx....",
	} {
		got := ""
		for _, in := range insideQuotes(s) {
			if in {
				got += "x"
			} else {
				got += "."
			}
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", s, got, want)
		}
	}
}

func TestSaysOrThinks(t *testing.T) {
	for w, want := range map[string]bool{"said": true, "believes": true, "denied": true, "according": true, "claiming": true, "replies": true, "ran": false, "wants": false, "": false} {
		if saysOrThinks(w) != want {
			t.Errorf("%q: want %v", w, want)
		}
	}
}
