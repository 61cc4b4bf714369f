package corpus

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const twoColumns = "Mira B-PER\nOrlo I-PER\nleft O\nVasht I-LOC\n. O\n\nHe O\nsleeps O\n"

const fiveColumns = "# newdoc id = a\n# sent_id = a-1\n1-2\tdon't\t_\t-\tx\n1\tdo\tO\t-\tx\n2\tn't\tO\t-\tx\n3\tleave\tO\t-\tx\n" +
	"4\tVasht\tB-LOC\t-\tx\n\n# newdoc id = b\n1\tMira\tB-PER\t-\tx\n\n"

func TestReadIOB(t *testing.T) {
	tests := []struct {
		name, in string
		texts    []string
		names    [][]NameSpan
	}{
		{"two columns", twoColumns, []string{"Mira Orlo left Vasht .\nHe sleeps"},
			[][]NameSpan{{{0, 2, "PER"}, {3, 4, "LOC"}}}},
		{"Universal NER", strings.ReplaceAll(fiveColumns, "1-2\tdon't\t_", "1-2\tdon't\tO"), []string{"do n't leave Vasht", "Mira"},
			[][]NameSpan{{{3, 4, "LOC"}}, {{0, 1, "PER"}}}},
		{"two names side by side", "A B-PER\nB B-PER\nC I-PER\n", []string{"A B C"}, [][]NameSpan{{{0, 1, "PER"}, {1, 3, "PER"}}}},
		{"empty", "\n\n", nil, nil},
	}
	for _, test := range tests {
		docs, err := ReadIOB(strings.NewReader(test.in))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		var texts []string
		var names [][]NameSpan
		for _, d := range docs {
			if err := d.Doc.Check(); err != nil {
				t.Errorf("%s: %v", test.name, err)
			}
			texts, names = append(texts, d.Doc.Text), append(names, NameSpans(d.Doc, d.Labels))
		}
		if diff := cmp.Diff(test.texts, texts); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		if diff := cmp.Diff(test.names, names); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestReadIOBSaysWhichLine(t *testing.T) {
	_, err := ReadIOB(strings.NewReader("Mira B-PER\nalone\n"))
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v, want an error that names line 2", err)
	}
}

func FuzzReadIOB(f *testing.F) {
	f.Add(twoColumns)
	f.Add(fiveColumns)
	f.Add("-DOCSTART- O\n\n\xff\tB-PER\n")
	f.Fuzz(func(t *testing.T, in string) {
		docs, err := ReadIOB(strings.NewReader(in))
		if err != nil {
			return
		}
		for _, d := range docs {
			if err := d.Doc.Check(); err != nil {
				t.Fatal(err)
			}
			if len(d.Labels) != len(d.Doc.Tokens) {
				t.Fatalf("%d labels for %d tokens", len(d.Labels), len(d.Doc.Tokens))
			}
			NameSpans(d.Doc, d.Labels)
			var out strings.Builder
			if err := WriteIOB(&out, []Named{d}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
