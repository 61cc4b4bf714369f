package corpus

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestECB(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gold.jsonl")
	line := `{"topic": 4, "doc": "4_1ecbplus", "split": "dev", "tokens": [["http", 0], ["bread", 0], ["Bakers", 1], ["marched", 1], [".", 1], [" ", 1],
		["They", 2], ["said", 2], [":", 2], ["` + "``" + `", 2], ["No", 2], ["more", 2], ["''", 2], [".", 2], ["All", 3], ["left", 3], [".", 3]],
		"mentions": [{"m": 1, "type": "ACTION_OCCURRENCE", "tok": [3], "chain": "ACT7"}, {"m": 2, "type": "HUMAN_PART_PER", "tok": [2], "chain": null},
		{"m": 3, "type": "NEG_ACTION_OCCURRENCE", "tok": [15, 14], "chain": "ACT8"}, {"m": 9, "type": "LOC_GEO", "tok": [1], "chain": "LOC1"}], "validated": [1]}`
	compact := ""
	for _, r := range line {
		if r != '\n' && r != '\t' {
			compact += string(r)
		}
	}
	if err := os.WriteFile(path, []byte(compact+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := ECBReports(path, func(e *ECB) error {
		if d := cmp.Diff("Bakers marched. They said: \"No more\".\n\nAll left.", e.Text); d != "" {
			t.Error(d)
		}
		want := []ECBMention{{1, 2, "ACTION_OCCURRENCE", "4#ACT7", true}, {0, 1, "HUMAN_PART_PER", "4_1ecbplus#2", true}, {11, 13, "NEG_ACTION_OCCURRENCE", "4#ACT8", false}}
		if d := cmp.Diff(want, e.Mentions); d != "" {
			t.Error(d)
		}
		if !e.Mentions[0].Event() || e.Mentions[0].Entity() || !e.Mentions[1].Entity() || !e.Mentions[2].Event() {
			t.Error("kinds of mentions")
		}
		for _, tok := range e.Tokens {
			if s := e.Sentences[tok.Sentence]; !s.Covers(tok.Span) {
				t.Errorf("%v is outside its sentence", tok)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(`{"tokens": [[1, "a"]]}`+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if ECBReports(path, func(*ECB) error { return nil }) == nil {
		t.Error("a token that is a number was read")
	}
}
