package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/quick"

	"github.com/google/go-cmp/cmp"

	"annals/internal/record"
)

const story = `"=Bread" is dear; so is milk, -5 miller Ann Oak; Co. said.
Dockers of Port Azure marched on Sunday.`

func at(words string) record.Span {
	before, _, ok := strings.Cut(story, words)
	if !ok {
		panic(words)
	}
	start := len([]rune(before))
	return record.Span{Start: start, End: start + len([]rune(words)), Text: words}
}

func sample() *record.Record {
	ann := record.Party{Actor: record.Ptr("A1"), Span: record.Ptr(at("Ann Oak; Co."))}
	dockers := record.Party{Span: record.Ptr(at("Dockers")), Description: record.Ptr("Dockers"), Count: record.Ptr(3)}
	sunday := record.Time{ID: "T1", Start: record.Ptr("2021-09-12"), End: record.Ptr("2021-09-13"), Grain: record.Ptr("day"), Basis: record.Relative, Span: at("Sunday"), Rule: "weekday"}
	port := record.Place{ID: "P1", Name: "Port Azure", Kind: "city", Lat: record.Ptr(-33.25), Lon: record.Ptr(-5.0), Span: at("Port Azure")}
	return &record.Record{
		Report: record.Report{ID: record.ContentID(story, ""), Title: record.Ptr("@Bread"), Text: story},
		Actors: []record.Actor{{ID: "A1", Name: "Ann Oak; Co.", Kind: record.KindOrganization, Country: record.Ptr("ZAF"), Sectors: []string{"BUS", "OPP"},
			Aliases: []string{"Ann Oak; Co.", "-5 miller"}, Mentions: []record.Span{at("Ann Oak; Co.")}}},
		Statements: []record.Statement{{ID: "S1", Source: ann, Cue: record.Ptr(at("said")), Content: []record.Span{at("=Bread"), at("so is milk")},
			Form: record.Mixed, Act: "assert", Confidence: record.Ptr(.5)}},
		Events: []record.Event{{ID: "E1", Plover: "PROTEST", Mode: record.Ptr("demo"), Quad: 4, Actors: []record.Party{dockers, ann}, Status: record.Happened,
			When: &sunday, Where: &port, AccordingTo: []string{"S1"}, Trigger: at("marched"), Evidence: at("Dockers of Port Azure marched on Sunday.")}},
		Figures: []record.Figure{{ID: "F1", Value: record.Ptr(-5.0), Bound: "exactly", AccordingTo: []record.Party{ann, dockers}, Span: at("-5")}},
		Times:   []record.Time{sunday},
		Places:  []record.Place{port},
	}
}

// read gives a table back by column name, apostrophes taken off.
func read(t *testing.T, table []byte) []map[string]string {
	t.Helper()
	lines, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, l := range lines[1:] {
		m := map[string]string{}
		for i, name := range lines[0] {
			if m[name] != "" {
				t.Errorf("column %s stands twice", name)
			}
			m[name] = unguard(l[i])
		}
		out = append(out, m)
	}
	return out
}

// unguard undoes guard, as the comment on CSV says.
func unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && guard(rest) != rest {
		return rest
	}
	return s
}

func TestCSVReadsBack(t *testing.T) {
	r := sample()
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[Kind]map[string]string{
		Reports:    {"title": "@Bread", "report": r.Report.ID, "published": "", "events": "1", "characters": "99"},
		Actors:     {"id": "A1", "name": "Ann Oak; Co.", "aliases": "Ann Oak, Co.; -5 miller", "sectors": "BUS; OPP", "start": "40", "end": "52"},
		Statements: {"source": "Ann Oak, Co.", "source_sectors": "BUS OPP", "content": "=Bread […] so is milk", "content_start": "1; 18", "content_end": "7; 28", "cue": "said", "said_from": "", "source_anonymous": "false", "via": "", "via_country": ""},
		Events: {"actor": "Dockers; Ann Oak, Co.", "actor_country": "; ZAF", "actor_id": "; A1", "actor_cameo": "", "recipient": "", "sources": "Ann Oak, Co.", "when_from": "2021-09-12",
			"where": "Port Azure", "where_lat": "-33.25", "where_lon": "-5", "where_country": "", "evidence": "Dockers of Port Azure marched on Sunday.", "evidence_start": "59", "confidence": ""},
		Figures: {"value": "-5", "bound": "exactly", "unit": "", "according_to": "Ann Oak, Co.; Dockers", "words": "-5"},
		Times:   {"from": "2021-09-12", "until": "2021-09-13", "basis": "relative", "recurrence": "", "rule": "weekday"},
		Places:  {"name": "Port Azure", "kind": "city", "lat": "-33.25"},
	} {
		var b bytes.Buffer
		c, err := NewCSV(&b, kind)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Write(r); err != nil {
			t.Fatal(err)
		}
		table := read(t, b.Bytes())
		if len(table) != 1 {
			t.Fatalf("%s: %d rows", kind, len(table))
		}
		for name, v := range want {
			got, ok := table[0][name]
			if !ok || got != v {
				t.Errorf("%s: %s is %q, want %q", kind, name, got, v)
			}
		}
		if s := b.String(); strings.Contains(s, ",@") || strings.Contains(s, "\n=") || strings.Contains(s, ",=") || strings.Contains(s, ",\"=") {
			t.Errorf("%s: a formula got through: %s", kind, s)
		}
	}
	if _, err := NewCSV(&bytes.Buffer{}, "loaves"); err == nil {
		t.Error("a table of loaves")
	}
}

func TestCSVWritesChosenRows(t *testing.T) {
	r := sample()
	r.Events = append(r.Events, r.Events[0])
	r.Events[1].ID = "E2"
	var b bytes.Buffer
	c, err := NewCSV(&b, Events)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Write(r, "E2"); err != nil {
		t.Fatal(err)
	}
	if table := read(t, b.Bytes()); len(table) != 1 || table[0]["id"] != "E2" {
		t.Errorf("got %v", table)
	}
}

func TestGuard(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "plain": "plain", "-5": "-5", "-5.25": "-5.25", "+5": "'+5", "=1+1": "'=1+1", "@SUM(A1)": "'@SUM(A1)", "-5+cmd": "'-5+cmd",
		"\tx": "'\tx", "'tis": "'tis", "'=x": "''=x", "＝x": "'＝x", "'": "'",
	} {
		if got := guard(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if err := quick.Check(func(s string) bool { return unguard(guard(s)) == s }, nil); err != nil {
		t.Error(err)
	}
}

func TestLinesHoldWhatTheRowNames(t *testing.T) {
	r := sample()
	var b bytes.Buffer
	for _, k := range Kinds() {
		if err := WriteLines(&b, r, k); err != nil {
			t.Fatal(err)
		}
	}
	var kinds []Kind
	for _, l := range strings.Split(strings.TrimSpace(b.String()), "\n") {
		var line struct {
			Kind       Kind
			Report     Head
			Row        struct{ ID string }
			Actors     []Actor
			Statements []record.Statement
		}
		if err := json.Unmarshal([]byte(l), &line); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, line.Kind)
		if line.Report.ID != r.Report.ID {
			t.Errorf("%s names no report", line.Kind)
		}
		if line.Kind == Events && (len(line.Actors) != 1 || line.Actors[0].Name != "Ann Oak; Co." || len(line.Statements) != 1 || line.Row.ID != "E1") {
			t.Errorf("event: %+v", line)
		}
	}
	if d := cmp.Diff(Kinds(), kinds); d != "" {
		t.Error(d)
	}
}

// TestColumnsAreDocumented holds doc/TABLES.md to the columns.
func TestColumnsAreDocumented(t *testing.T) {
	raw, err := os.ReadFile("../../doc/TABLES.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := strings.Join(strings.Fields(string(raw)), " ")
	for _, k := range Kinds() {
		want := "**" + string(k) + "**: `" + strings.Join(Columns(k), "`, `") + "`"
		if !strings.Contains(doc, want) {
			t.Errorf("doc/TABLES.md does not say: %s", want)
		}
	}
}

func TestArrayIsOneDocument(t *testing.T) {
	for _, records := range [][]*record.Record{nil, {sample()}, {sample(), sample()}} {
		var b bytes.Buffer
		a := NewArray(&b)
		for _, r := range records {
			if err := a.Write(r, Events); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		var back []Line
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || len(back) != len(records) {
			t.Errorf("%d of %d rows, %v: %s", len(back), len(records), err, b.String())
		}
	}
}
