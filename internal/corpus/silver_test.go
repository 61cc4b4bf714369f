package corpus

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"annals/internal/text"
)

// silverArticle has "Anna" and "she", and a chain of both.
const silverArticle = `{"id":"a","sents":[[[["Anna","Anna",0,4,"NNP","PERSON"],["left","leave",5,9,"VBD","O"]],[[1,"nsubj"],[-1,"root"]]],` +
	`[[["she","she",11,14,"PRP","O"],["said","say",15,19,"VBD","O"]],[[1,"nsubj"],[-1,"root"]]]],"coref":[[[0,0,1,0],[1,0,1,0]]]}`

func readSilver(t *testing.T, line string) (map[string][][]text.Span, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "silver.jsonl")
	if err := os.WriteFile(path, []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return SilverChains(path)
}

func TestSilverChains(t *testing.T) {
	got, err := readSilver(t, silverArticle)
	if err != nil {
		t.Fatal(err)
	}
	if want := []text.Span{{Start: 0, End: 4}, {Start: 11, End: 14}}; len(got["a"]) != 1 || !slices.Equal(got["a"][0], want) {
		t.Errorf("got %v, want one chain %v", got, want)
	}
	for _, wrong := range []string{
		`{"id":"a","sents":[],"coref":[[[0,0,1,0]]]}`,
		`{"id":"a","sents":[[[["x","x",0,1]],[]]],"coref":[[[0,0,2,0]]]}`,
		`{"id":"a","sents":[[[["x"]],[]]],"coref":[[[0,0,1,0]]]}`,
	} {
		if _, err := readSilver(t, wrong); err == nil {
			t.Errorf("%s is read without an error", wrong)
		}
	}
}

func FuzzSilverChains(f *testing.F) {
	f.Add(silverArticle)
	f.Fuzz(func(t *testing.T, line string) {
		_, _ = readSilver(t, line) // must not panic
	})
}
