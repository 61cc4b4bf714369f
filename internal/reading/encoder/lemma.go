package encoder

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
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

// apply appends the edited form to the buffer; where the script does not fit,
// the form stays whole.
func (s script) apply(b []byte, form string) []byte {
	start := len(b)
	for _, r := range form {
		if s.lower {
			r = unicode.ToLower(r)
		}
		b = utf8.AppendRune(b, r)
	}
	end := len(b)
	for range s.cut {
		if end == start {
			return b
		}
		_, size := utf8.DecodeLastRune(b[start:end])
		end -= size
	}
	if end == start && s.add == "" {
		return b
	}
	return append(b[:end], s.add...)
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

// lemmaOf is a form's irregular lemma under a tag, if it has one.
func lemmaOf(forms []irregular, xpos string) (lemma string, ok bool) {
	for _, r := range forms {
		if r.xpos == xpos {
			return r.lemma, true
		}
	}
	return "", false
}

// lemmas are those of a document's tokens that scripts make, one after another
// in one memory, so that a document needs one string for all.
type lemmas struct {
	bytes  []byte
	tokens []int // which they are of
	ends   []int
}

func (l *lemmas) reset() { l.bytes, l.tokens, l.ends = l.bytes[:0], l.tokens[:0], l.ends[:0] }

// add edits the form of a token.
func (l *lemmas) add(token int, form string, s script) {
	l.bytes = s.apply(l.bytes, form)
	l.tokens, l.ends = append(l.tokens, token), append(l.ends, len(l.bytes))
}

// set gives the tokens their lemmas.
func (l *lemmas) set(d *text.Document) {
	all, start := string(l.bytes), 0
	for i, token := range l.tokens {
		d.Tokens[token].Lemma = all[start:l.ends[i]]
		start = l.ends[i]
	}
}
