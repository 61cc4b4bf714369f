package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

const article = `{"id":"a","publisher":"p","date":"2020-01-02","text":"“Ja,” she said.","attributions":[{"source":[[6,9]],"cue":[[10,14]],"content":[[0,5]]}]}`

func read(t *testing.T, line string) ([]Article, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "set.jsonl")
	if err := os.WriteFile(path, []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out []Article
	err := Attributions(path, func(a Article) error { out = append(out, a); return nil })
	return out, err
}

func TestAttributionsConvertsCodePoints(t *testing.T) {
	list, err := read(t, article)
	if err != nil {
		t.Fatal(err)
	}
	a := list[0]
	at := a.Attributions[0]
	for want, span := range map[string][2]int{"“Ja,”": {at.Content[0].Start, at.Content[0].End}, "she": {at.Source[0].Start, at.Source[0].End}, "said": {at.Cue[0].Start, at.Cue[0].End}} {
		if got := a.Text[span[0]:span[1]]; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func FuzzAttributions(f *testing.F) {
	f.Add(article)
	f.Add(`{"text":"x","attributions":[{"content":[[-1,99]]}]}`)
	f.Add(`{"text":"é","attributions":[{"content":[[5,2]]}]}`)
	f.Fuzz(func(t *testing.T, line string) {
		list, _ := read(t, line)
		for _, a := range list {
			for _, at := range a.Attributions {
				for _, s := range at.Content {
					if s.Start < 0 || s.End < s.Start || s.End > len(a.Text) {
						t.Fatalf("span %d–%d of %q", s.Start, s.End, a.Text)
					}
				}
			}
		}
	})
}
