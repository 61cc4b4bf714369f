package encoder

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"annals/internal/text"
)

// nameLabels are the numbers of the labels of the name head, as NameLabels
// describes them.
type nameLabels struct {
	outside int
	classes []text.NameType
	label   [][4]int // of each class: begin, inside, last, unit
	count   int
}

// parseNameLabels reads labels such as "O", "B-PER", "L-ORG" in any order.
// Every class must have all four parts.
func parseNameLabels(labels []string) (*nameLabels, error) {
	l := &nameLabels{outside: slices.Index(labels, "O"), count: len(labels)}
	if l.outside < 0 {
		return nil, fmt.Errorf("the labels of names lack %q", "O")
	}
	for _, label := range labels {
		class, ok := strings.CutPrefix(label, "B-")
		if !ok {
			continue
		}
		var parts [4]int
		for part, letter := range []string{begin: "B", inside: "I", last: "L", unit: "U"} {
			if parts[part] = slices.Index(labels, letter+"-"+class); parts[part] < 0 {
				return nil, fmt.Errorf("the labels of names lack %q", letter+"-"+class)
			}
		}
		l.classes = append(l.classes, text.NameType(class))
		l.label = append(l.label, parts)
	}
	if len(labels) != 1+4*len(l.classes) {
		return nil, fmt.Errorf("%d labels for %d classes of names", len(labels), len(l.classes))
	}
	return l, nil
}

// found is a name among the rows of a sentence: class and half-open range.
type found struct{ class, first, last int }

// viterbi is the search for the best sequence of labels; its memory is used
// again.
type viterbi struct {
	closed []float32 // of the best sequence that ends outside a name, by token
	step   []found   // the last step of that sequence: a name, or class −1
	open   []opened
}

// opened is the best open name of a class: its score and its first token.
type opened struct {
	score float32
	first int
}

// decode appends the best sequence of names in a sentence of n tokens, whose
// scores begin stride apart. Since a name's labels depend on nothing but its
// length, the search is over names: closed[i] is the best score of the first
// i tokens with no name left open.
func (v *viterbi) decode(names []found, l *nameLabels, scores []float32, n, stride int) []found {
	v.closed, v.step = resize(v.closed, n+1), resize(v.step, n+1)
	v.open = resize(v.open, len(l.classes))
	for c := range v.open {
		v.open[c] = opened{score: float32(math.Inf(-1))}
	}
	v.closed[0] = 0
	for i := range n {
		row := scores[i*stride:][:l.count]
		best, step := v.closed[i]+row[l.outside], found{-1, i, i + 1}
		for c, label := range l.label {
			if s := v.closed[i] + row[label[unit]]; s > best {
				best, step = s, found{c, i, i + 1}
			}
			o := &v.open[c]
			if s := o.score + row[label[last]]; s > best {
				best, step = s, found{c, o.first, i + 1}
			}
			if o.score += row[label[inside]]; !(o.score >= v.closed[i]+row[label[begin]]) {
				*o = opened{v.closed[i] + row[label[begin]], i}
			}
		}
		v.closed[i+1], v.step[i+1] = best, step
	}
	start := len(names)
	for i := n; i > 0; i = v.step[i].first {
		if v.step[i].class >= 0 {
			names = append(names, v.step[i])
		}
	}
	slices.Reverse(names[start:])
	return names
}

// mention makes a mention of a name found in a sentence that begins at token
// first.
func (l *nameLabels) mention(d *text.Document, first int, f found) text.Mention {
	class := l.classes[f.class]
	m := text.Mention{First: first + f.first, Last: first + f.last, Kind: text.Name, Type: class, Entity: -1, Why: "name model"}
	if m.First+1 < m.Last && article(d.Form(m.First), class) {
		m.First++
	}
	m.Head = head(d, m.First, m.Last)
	return m
}

// hyphenated joins the two halves of a person's name that a hyphen ties:
// "Marie-Claire Dupont".
func hyphenated(d *text.Document, names []text.Mention) []text.Mention {
	out := names[:0]
	for _, m := range names {
		if n := len(out) - 1; n >= 0 && m.Type == text.Person && out[n].Type == text.Person && out[n].Last+1 == m.First {
			tie := d.Tokens[out[n].Last]
			if d.Slice(tie.Span) == "-" && d.Tokens[out[n].Last-1].End == tie.Start && tie.End == d.Tokens[m.First].Start {
				out[n].Last, out[n].Head = m.Last, head(d, out[n].First, m.Last)
				continue
			}
		}
		out = append(out, m)
	}
	return out
}

// article reports whether a name's first word is an article that does not
// belong to it: "the" anywhere, "The" before a people or a person.
func article(form string, class text.NameType) bool {
	return form == "the" || form == "The" && (class == text.Misc || class == text.Person)
}

// agree gives names that are spelt alike one class, the one that suits all
// their places best: a report seldom uses one name for two things. Scores has
// l.count numbers for each token of the document.
func (l *nameLabels) agree(d *text.Document, names []text.Mention, scores []float32) {
	groups := map[string][]int{}
	for i, m := range names {
		form := strings.ToLower(d.Slice(d.TokenSpan(m.First, m.Last)))
		groups[form] = append(groups[form], i)
	}
	for _, group := range groups {
		if !slices.ContainsFunc(group, func(i int) bool { return names[i].Type != names[group[0]].Type }) {
			continue
		}
		sums := make([]float32, len(l.classes))
		for c, label := range l.label {
			for _, i := range group {
				m := names[i]
				for t := m.First; t < m.Last; t++ {
					sums[c] += scores[t*l.count+label[partOf(t-m.First, m.Last-m.First)]]
				}
			}
		}
		best := l.classes[slices.Index(sums, slices.Max(sums))]
		for _, i := range group {
			if names[i].Type != best {
				names[i].Type, names[i].Why = best, "name model; class from the name's other places"
			}
		}
	}
}

// head is the token of the range whose head lies outside it; the last token
// where there is no tree.
func head(d *text.Document, first, last int) int {
	for i := first; i < last; i++ {
		if h := d.Tokens[i].Head; h >= 0 && (h < first || h >= last) {
			return i
		}
	}
	for i := first; i < last; i++ {
		if d.Tokens[i].Deprel == "root" {
			return i
		}
	}
	return last - 1
}
