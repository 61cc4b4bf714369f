package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const eventLines = `{"id":"a","origin":"own","lang":"en","date":"2024-05-01","text":"Peru thanked Chile.","exhaustive":true,"levels":["quad","code"],"gold":[{"source":"PER","target":"CHL","code":"051","plover":null,"quad":1,"source_text":null,"target_text":null}]}
{"id":"b","origin":"own","lang":"en","text":"It rained.","exhaustive":true,"levels":["quad"],"gold":[]}
`

func writeFile(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "events.jsonl")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEvents(t *testing.T) {
	list, err := Events(writeFile(t, eventLines))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || len(list[0].Gold) != 1 || *list[0].Gold[0].Code != "051" || list[0].Gold[0].Plover != nil {
		t.Errorf("got %+v", list)
	}
	if _, err := Events(writeFile(t, "{\n")); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a broken line gives %v", err)
	}
}

func FuzzEvents(f *testing.F) {
	f.Add(eventLines)
	f.Add(`{"gold":[{"quad":"x"}]}`)
	f.Fuzz(func(t *testing.T, content string) {
		_, _ = Events(writeFile(t, content)) // it must not panic
	})
}
