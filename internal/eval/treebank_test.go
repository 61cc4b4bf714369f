package eval

import (
	"os"
	"path/filepath"
	"testing"

	"annals/internal/corpus"
	"annals/internal/text"
)

const bank = `# newdoc id = GUM_news_trial
# meta::genre = news
1	They	they	PRON	PRP	Case=Nom|Number=Plur	2	nsubj	_	_
2	left	leave	VERB	VBD	Tense=Past	0	root	_	_
3	Kyiv	Kyiv	PROPN	NNP	Number=Sing	2	obj	_	SpaceAfter=No
4	.	.	PUNCT	.	_	2	punct	_	_

1	Nobody	nobody	PRON	NN	Number=Sing	2	nsubj	_	_
2	spoke	speak	VERB	VBD	Tense=Past	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_
`

func bankFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "trial.conllu")
	if err := os.WriteFile(path, []byte(bank), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// answer gives the gold answers, but calls the object an oblique, hangs the
// last full stop on the first word, and adds a feature that does not count.
func answer(t *testing.T, path string) func(*text.Document) {
	docs, err := corpus.Treebank(path)
	if err != nil {
		t.Fatal(err)
	}
	return func(d *text.Document) {
		for i := range d.Tokens {
			for _, g := range docs[0].Doc.Tokens {
				if g.Span == d.Tokens[i].Span {
					g.Sentence = d.Tokens[i].Sentence
					d.Tokens[i] = g
				}
			}
		}
		d.Tokens[2].Deprel = "obl:tmod"
		d.Tokens[2].Feats = "Entity=Yes|Number=Sing"
		d.Tokens[len(d.Tokens)-1].Head = len(d.Tokens) - 3
	}
}

func row(t *testing.T, tables []*Table, title, label, column string) float64 {
	t.Helper()
	for _, table := range tables {
		if table.Title != title {
			continue
		}
		for _, r := range table.Rows {
			for i, c := range table.Columns {
				if r.Label == label && c == column {
					return r.Values[i]
				}
			}
		}
	}
	t.Fatalf("no value for %s, %s, %s", title, label, column)
	return 0
}

func TestTreebankGoldTokens(t *testing.T) {
	path := bankFile(t)
	system := filepath.Join(t.TempDir(), "system.conllu")
	tables, err := treebank(nil, answer(t, path), Options{Gold: []string{path}, System: system})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		title, label, column string
		value                float64
	}{
		{"treebank, gold tokens", "trial", "words (number)", 7},
		{"treebank, gold tokens", "trial", "UPOS", 100},
		{"treebank, gold tokens", "trial", "Feats", 100},
		{"treebank, gold tokens", "trial", "UAS", 100 * 6.0 / 7},
		{"treebank, gold tokens", "trial", "LAS", 100 * 5.0 / 7},
		{"by genre", "news", "LAS", 100 * 5.0 / 7},
		{"by relation", "nsubj", "F1", 100},
		{"by relation", "obj", "recall", 0},
		{"by relation", "punct", "precision", 50},
		{"by sentence length", "1–10 words", "LAS", 100 * 5.0 / 7},
	} {
		if got := row(t, tables, want.title, want.label, want.column); got < want.value-0.01 || got > want.value+0.01 {
			t.Errorf("%s, %s, %s: %.2f, want %.2f", want.title, want.label, want.column, got, want.value)
		}
	}
	docs, err := corpus.Treebank(system)
	if err != nil || len(docs[0].Doc.Tokens) != 7 || docs[0].Doc.Tokens[2].Deprel != "obl:tmod" {
		t.Errorf("what was written does not read back: %v", err)
	}
}

// From plain text, one word goes wrong: "Kyiv." stays together.
func TestTreebankRaw(t *testing.T) {
	path := bankFile(t)
	segment := func(d *text.Document) {
		d.Blocks = []text.Block{{Span: text.Span{End: len(d.Text)}, Last: 2}}
		d.Sentences = []text.Sentence{
			{Span: text.Span{End: 15}, Last: 3}, {Span: text.Span{Start: 16, End: 29}, First: 3, Last: 6},
		}
		for i, s := range []text.Span{{Start: 0, End: 4}, {Start: 5, End: 9}, {Start: 10, End: 15}, {Start: 16, End: 22}, {Start: 23, End: 28}, {Start: 28, End: 29}} {
			d.Tokens = append(d.Tokens, text.Token{Span: s, Sentence: i / 3, Head: -1})
		}
	}
	analyse := func(d *text.Document) {
		for i, head := range []int{1, -1, 1, 4, -1, 4} {
			d.Tokens[i].Head = head
		}
	}
	tables, err := treebank(segment, analyse, Options{Gold: []string{path}, Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	const title = "treebank, from plain text"
	for column, want := range map[string]float64{"words": 100 * 10.0 / 13, "sentences": 100, "UAS": 100 * 10.0 / 13, "UPOS": 0} {
		if got := row(t, tables, title, "trial", column); got < want-0.01 || got > want+0.01 {
			t.Errorf("%s: %.2f, want %.2f", column, got, want)
		}
	}
}
