package numeral

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
)

//go:embed numbers.tsv
var table string

// Words is the table of number words. It is read-only and safe for use by
// several goroutines.
type Words struct {
	entries map[string]entry
}

type entry struct {
	kind  string
	value float64
}

// Load parses the embedded table.
func Load() (*Words, error) {
	w := &Words{map[string]entry{}}
	for n, line := range strings.Split(table, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("numeral: line %d: want word, kind and value", n+1)
		}
		v, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			return nil, fmt.Errorf("numeral: line %d: %w", n+1, err)
		}
		w.entries[f[0]] = entry{f[1], v}
	}
	return w, nil
}

// Number is a number as read.
type Number struct {
	Value  float64
	Atoms  int  // how many atoms it takes
	Word   bool // written without any digit
	Plain  bool // a bare run of digits: "2009", "12", not "1,200", "1.5" or "12 million"
	Suffix string
	// Floor is true for "tens of thousands", "dozens": Value is one unit of
	// the magnitude, the least that the words can mean.
	Floor bool
}

// Read reads the number that begins at atoms[0]: "1,200", "12.5 million",
// "3bn", "three hundred and ten", "a dozen", "half a million", "two and a
// half", "tens of thousands". The second result is false where none begins.
func (w *Words) Read(atoms []Atom) (Number, bool) {
	n, ok := w.read(atoms[:min(len(atoms), longest)])
	return n, ok && n.Value <= largest
}

// What is longer or larger than these is no number that a report gives.
const (
	longest = 16 // atoms
	largest = 1e18
)

func (w *Words) read(atoms []Atom) (Number, bool) {
	if len(atoms) == 0 {
		return Number{}, false
	}
	if atoms[0].Digits {
		return w.digits(atoms)
	}
	if n, ok := w.plural(atoms); ok {
		return n, true
	}
	if n, ok := w.half(atoms); ok {
		return n, true
	}
	return w.words(atoms)
}

// Ordinal reads "21st", "third", "twenty-first"; it gives the rank and how
// many atoms it takes.
func (w *Words) Ordinal(atoms []Atom) (rank, taken int) {
	if len(atoms) == 0 {
		return 0, 0
	}
	if atoms[0].Digits {
		v, err := strconv.Atoi(atoms[0].Text)
		if err == nil && len(atoms) > 1 && atoms[1].Glued && strings.Contains(" st nd rd th ", " "+atoms[1].Lower+" ") {
			return v, 2
		}
		return 0, 0
	}
	if e := w.entries[atoms[0].Lower]; e.kind == "ordinal" {
		return int(e.value), 1
	} else if e.kind == "ten" && len(atoms) > 2 && atoms[1].Text == "-" {
		if o := w.entries[atoms[2].Lower]; o.kind == "ordinal" && o.value < 10 {
			return int(e.value + o.value), 3
		}
	}
	return 0, 0
}

// Value is the value of a run of digits with commas for thousands and a point
// for decimals; ok is false for times, dates and version numbers.
func Value(digits string) (v float64, ok bool) {
	whole, decimals, hasPoint := strings.Cut(digits, ".")
	if strings.Contains(decimals, ",") || strings.Contains(decimals, ".") || strings.Contains(digits, ":") {
		return 0, false
	}
	groups := strings.Split(whole, ",")
	for i, g := range groups {
		if i > 0 && len(g) != 3 || len(groups) > 1 && (len(g) > 3 || g == "0") {
			return 0, false
		}
	}
	s := strings.Join(groups, "")
	if hasPoint {
		s += "." + decimals
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsInf(v, 0)
}

func (w *Words) digits(atoms []Atom) (Number, bool) {
	v, ok := Value(atoms[0].Text)
	if !ok {
		return Number{}, false
	}
	n := Number{Value: v, Atoms: 1, Plain: !strings.ContainsAny(atoms[0].Text, ",.")}
	// "10 000": groups of three after a narrow or plain space, the first group short
	if n.Plain && len(atoms[0].Text) <= 3 && len(atoms) > 1 && atoms[1].Digits && atoms[1].Text == "000" && !atoms[1].Glued {
		for n.Atoms < len(atoms) && atoms[n.Atoms].Text == "000" {
			n.Value *= 1000
			n.Atoms++
		}
		n.Plain = false
	}
	if n.Atoms < len(atoms) {
		next := atoms[n.Atoms]
		if e := w.entries[next.Lower]; e.kind == "suffix" && (next.Glued || len(next.Lower) > 1) {
			n.Value *= e.value
			n.Suffix = next.Lower
			n.Atoms++
			n.Plain = false
			return n, true
		}
	}
	return w.half2(atoms, w.magnify(atoms, n)), true
}

// magnify multiplies by the magnitudes that follow: "12 million", "3 hundred thousand".
func (w *Words) magnify(atoms []Atom, n Number) Number {
	for n.Atoms < len(atoms) {
		next := n.Atoms
		if atoms[next].Text == "-" && next+1 < len(atoms) {
			next++
		}
		e := w.entries[atoms[next].Lower]
		if e.kind != "magnitude" && e.kind != "hundred" && !(e.kind == "plural" && e.value >= 1000) { // "15 thousands"
			break
		}
		n.Value *= e.value
		n.Atoms = next + 1
		n.Plain = false
	}
	return n
}

// half2 reads "… and a half", "… and a quarter" and the magnitude after it.
func (w *Words) half2(atoms []Atom, n Number) Number {
	rest := atoms[n.Atoms:]
	if len(rest) < 3 || rest[0].Lower != "and" || rest[1].Lower != "a" || rest[2].Lower != "half" {
		return n
	}
	unit := 1.0
	if n.Atoms > 1 && n.Value >= 1e6 {
		unit = math.Pow(1000, math.Floor(math.Log(n.Value)/math.Log(1000)+1e-9))
	}
	n.Value += unit / 2
	n.Atoms += 3
	n.Plain = false
	return w.magnify(atoms, n)
}

// plural reads "dozens", "tens of thousands", "hundreds of thousands".
func (w *Words) plural(atoms []Atom) (Number, bool) {
	e := w.entries[atoms[0].Lower]
	if e.kind != "plural" {
		return Number{}, false
	}
	n := Number{Value: e.value, Atoms: 1, Word: true, Floor: true}
	for n.Atoms+1 < len(atoms) && atoms[n.Atoms].Lower == "of" {
		next := w.entries[atoms[n.Atoms+1].Lower]
		if next.kind != "plural" {
			break
		}
		n.Value *= next.value
		n.Atoms += 2
	}
	// "tens" and "scores" say a number only with a magnitude or with "of"
	if n.Atoms == 1 && (atoms[0].Lower == "tens" || atoms[0].Lower == "scores") &&
		(len(atoms) < 2 || atoms[1].Lower != "of") {
		return Number{}, false
	}
	return n, true
}

// half reads "half a million", "half a dozen".
func (w *Words) half(atoms []Atom) (Number, bool) {
	if len(atoms) < 3 || atoms[0].Lower != "half" || atoms[1].Lower != "a" {
		return Number{}, false
	}
	e := w.entries[atoms[2].Lower]
	if e.kind != "magnitude" {
		return Number{}, false
	}
	return Number{Value: e.value / 2, Atoms: 3, Word: true}, true
}

// words reads a number in words. It keeps a running total, the group below
// the last magnitude, and the place of the last word taken: each next word
// must be of a smaller kind within its group.
func (w *Words) words(atoms []Atom) (Number, bool) {
	var total, group float64
	taken, last := 0, "" // last kind taken
	i := 0
	if atoms[0].Lower == "a" || atoms[0].Lower == "an" {
		if len(atoms) < 2 {
			return Number{}, false
		}
		e := w.entries[atoms[1].Lower]
		if e.kind != "magnitude" && e.kind != "hundred" {
			return Number{}, false
		}
		group, i, last = 1, 1, "unit"
	}
	for i < len(atoms) {
		j := i
		if taken > 0 && j+1 < len(atoms) {
			switch {
			case atoms[j].Text == "-" && (last == "ten" || w.entries[atoms[j+1].Lower].kind == "magnitude" || w.entries[atoms[j+1].Lower].kind == "hundred"):
				j++
			case atoms[j].Lower == "and" && (last == "hundred" || last == "magnitude"):
				j++
				if j+1 < len(atoms) && w.entries[atoms[j+1].Lower].kind == "hundred" {
					return Number{Value: total + group, Atoms: taken, Word: true}, true // "one hundred and two hundred" are two
				}
			}
		}
		e, ok := w.entries[atoms[j].Lower]
		if !ok {
			break
		}
		allowed := false
		switch e.kind {
		case "unit":
			allowed = last == "" || last == "hundred" || last == "magnitude" || last == "ten" && e.value > 0 && e.value < 10
			if allowed {
				group += e.value
			}
		case "ten":
			allowed = last == "" || last == "hundred" || last == "magnitude"
			if allowed {
				group += e.value
			}
		case "hundred":
			allowed = (last == "unit" || last == "ten" || last == "") && group < 100
			if allowed {
				group = max(group, 1) * e.value
			}
		case "magnitude":
			allowed = j == i || atoms[i].Text == "-" // not "one hundred and million"
			if allowed {
				if last == "magnitude" { // "a thousand million"
					total *= e.value
				} else {
					total += max(group, 1) * e.value
				}
				group = 0
			}
		}
		if !allowed {
			break
		}
		last = e.kind
		taken = j + 1
		i = j + 1
	}
	if taken == 0 {
		return Number{}, false
	}
	return w.half2(atoms, Number{Value: total + group, Atoms: taken, Word: true}), true
}
