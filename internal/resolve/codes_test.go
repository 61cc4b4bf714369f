package resolve_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"annals/internal/passage"
	"annals/internal/record"
	"annals/internal/resolve"
	"annals/internal/text"
)

// goldEvents is a line of a set of gold events: a text, and for each event the
// words and CAMEO codes of source and target.
type goldEvents struct {
	Text   string           `json:"text"`
	Date   string           `json:"date"`
	Lang   string           `json:"lang"`
	Levels []string         `json:"levels"`
	Gold   []map[string]any `json:"gold"`
}

// TestActorCodes measures the actors' codes on a set of gold events, given the
// words of each party:
//
//	ANNALS_EVENTS=dev.jsonl.gz go test ./internal/resolve -run ActorCodes -v
func TestActorCodes(t *testing.T) {
	path := os.Getenv("ANNALS_EVENTS")
	if path == "" {
		t.Skip("ANNALS_EVENTS names no set of gold events")
	}
	w := passage.World(t)
	engine := passage.Engine(t)
	r := resolve.New(w)
	var all, coded, right, begin int
	for _, x := range readGold(t, path) {
		if x.Lang != "en" || !slices.Contains(x.Levels, "actors") {
			continue
		}
		doc := &text.Document{Text: x.Text}
		if x.Date != "2000-01-01" { // stands for an unknown date in some sets
			doc.Published = x.Date
		}
		engine.Read(doc)
		rec, gold := partiesOf(x)
		r.Resolve(doc, rec)
		for i, want := range gold {
			got := codeOf(rec, rec.Statements[i].Source.Actor)
			all++
			if got != "" {
				coded++
			}
			if got == want {
				right++
			} else if testing.Verbose() {
				t.Logf("%s: want %s, got %q", rec.Statements[i].Source.Span.Text, want, got)
			}
			if len(got) > 2 && len(want) > 2 && got[:3] == want[:3] {
				begin++
			}
		}
	}
	t.Logf("%d parties, %d with a code, %d with the right one, %d right in the first three letters", all, coded, right, begin)
}

func readGold(t *testing.T, path string) []goldEvents {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var list []goldEvents
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var x goldEvents
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		list = append(list, x)
	}
	return list
}

// partiesOf gives a record with one statement by each gold party, and the
// parties' gold codes.
func partiesOf(x goldEvents) (*record.Record, []string) {
	rec := &record.Record{Report: record.Report{ID: "r", Text: x.Text}}
	speller := record.NewSpeller(x.Text)
	var gold []string
	for _, g := range x.Gold {
		for _, side := range []string{"source", "target"} {
			code, _ := g[side].(string)
			words, _ := g[side+"_text"].(string)
			start := strings.Index(x.Text, words)
			if code == "" || code == "---" || words == "" || start < 0 {
				continue
			}
			span := speller.Span(text.Span{Start: start, End: start + len(words)})
			gold = append(gold, code)
			rec.Statements = append(rec.Statements, record.Statement{
				ID: fmt.Sprintf("S%d", len(gold)), Source: record.Party{Span: &span}, Content: []record.Span{span}, Form: record.Indirect, Act: "assert",
			})
		}
	}
	return rec, gold
}

func codeOf(rec *record.Record, id *string) string {
	for _, a := range rec.Actors {
		if id != nil && a.ID == *id && a.Cameo != nil {
			return *a.Cameo
		}
	}
	return ""
}
