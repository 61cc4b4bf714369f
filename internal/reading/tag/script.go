package tag

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// script makes a lemma of a form: lower its case or not, cut letters off its
// end, add others. As a label it is written "l3+y": lower, cut 3, add "y";
// "a0+" leaves the form as it is.
type script struct {
	lower bool
	cut   int // code points
	add   string
}

func (s script) String() string {
	c := "a"
	if s.lower {
		c = "l"
	}
	return c + strconv.Itoa(s.cut) + "+" + s.add
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

// scriptOf is the script that makes the lemma of the form and keeps the case
// where it can.
func scriptOf(form, lemma string) script {
	best := script{lower: true, cut: -1}
	for _, lower := range []bool{true, false} {
		f := form
		if lower {
			f = strings.Map(unicode.ToLower, form)
		}
		common := 0
		for common < len(f) && common < len(lemma) {
			r, size := utf8.DecodeRuneInString(f[common:])
			q, _ := utf8.DecodeRuneInString(lemma[common:])
			if r != q {
				break
			}
			common += size
		}
		s := script{lower, utf8.RuneCountInString(f[common:]), lemma[common:]}
		if best.cut < 0 || s.cut+len(s.add) < best.cut+len(best.add) {
			best = s
		}
	}
	return best
}
