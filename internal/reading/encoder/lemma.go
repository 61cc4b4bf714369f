package encoder

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed irregular.tsv
var irregularTable string

// script makes a lemma of a form: lower its case or not, cut letters off its
// end, add others. As a label it is written "l3+y": lower, cut 3, add "y";
// "a0+" leaves the form as it is.
type script struct {
	lower bool
	cut   int // code points
	add   string
}

func parseScript(label string) (script, error) {
	head, add, ok := strings.Cut(label, "+")
	if !ok || len(head) < 2 || head[0] != 'a' && head[0] != 'l' {
		return script{}, fmt.Errorf("the label %q is not a script", label)
	}
	cut, err := strconv.Atoi(head[1:])
	if err != nil || cut < 0 {
		return script{}, fmt.Errorf("the label %q is not a script", label)
	}
	return script{head[0] == 'l', cut, add}, nil
}

// apply edits the form; where the script does not fit the form stays whole.
func (s script) apply(form string) string {
	if s.lower {
		form = strings.ToLower(form)
	}
	end := len(form)
	for range s.cut {
		if end == 0 {
			return form
		}
		_, size := utf8.DecodeLastRuneInString(form[:end])
		end -= size
	}
	if end == 0 && s.add == "" {
		return form
	}
	if s.add == "" {
		return form[:end]
	}
	return form[:end] + s.add
}

// irregular is the lemma of a form under one Penn Treebank tag.
type irregular struct{ xpos, lemma string }

// parseIrregular reads the table of irregular forms, by folded form.
func parseIrregular(table string) (map[string][]irregular, error) {
	m := map[string][]irregular{}
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 3 {
			return nil, fmt.Errorf("irregular forms, line %d: %d columns, want 3", n, len(cols))
		}
		m[cols[1]] = append(m[cols[1]], irregular{cols[0], cols[2]})
	}
	return m, nil
}

// edited is a lemma that a script made of a form.
type edited struct {
	script int
	lemma  string
}

// lemma is the form's lemma under a tag, by the table or else by the script of
// the given number. It remembers the last one that a script made.
func (f *form) lemma(xpos string, number int, scripts []script) string {
	for _, r := range f.irregular {
		if r.xpos == xpos {
			return r.lemma
		}
	}
	last := f.edited.Load()
	if last == nil || last.script != number {
		last = &edited{number, scripts[number].apply(f.text)}
		f.edited.Store(last)
	}
	return last.lemma
}
