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

// irregularForm is a Penn Treebank tag and a folded form.
type irregularForm struct{ xpos, form string }

func parseIrregular(table string) (map[irregularForm]string, error) {
	m := map[irregularForm]string{}
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
		m[irregularForm{cols[0], cols[1]}] = cols[2]
	}
	return m, nil
}
