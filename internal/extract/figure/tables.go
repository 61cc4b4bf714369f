package figure

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"annals/internal/lexicon/calendar"
	"annals/internal/lexicon/numeral"
)

//go:embed tables
var files embed.FS

// tables are what finding needs to know of words.
type tables struct {
	numbers    *numeral.Words
	calendar   *calendar.Words
	before     phrases // bound
	after      phrases // bound
	currencies phrases // ISO 4217, or "-"
	units      phrases // the record's unit
	idioms     phrases
	persons    map[string]bool
	labels     map[string]bool
	counts     map[string][]counted // by lemma
}

// counted says as what those are counted that stand in a role beside a word.
type counted struct {
	role, as string
	thing    bool
}

// load parses the embedded tables once; they are read-only afterwards. The
// tables are part of the program, and the tests hold them to their form.
var load = sync.OnceValues(func() (*tables, error) {
	t := &tables{before: phrases{}, after: phrases{}, currencies: phrases{}, units: phrases{}, idioms: phrases{},
		persons: map[string]bool{}, labels: map[string]bool{}, counts: map[string][]counted{}}
	var err error
	if t.numbers, err = numeral.Load(); err != nil {
		return nil, err
	}
	if t.calendar, err = calendar.Load(); err != nil {
		return nil, err
	}
	for name, p := range map[string]phrases{"bounds.tsv": t.before, "after.tsv": t.after, "currencies.tsv": t.currencies, "units.tsv": t.units} {
		if err := eachRow(name, 2, func(f []string) { p.add(f[0], f[1]) }); err != nil {
			return nil, err
		}
	}
	if err := eachRow("idioms.txt", 1, func(f []string) { t.idioms.add(f[0], "") }); err != nil {
		return nil, err
	}
	for name, set := range map[string]map[string]bool{"persons.txt": t.persons, "labels.txt": t.labels} {
		if err := eachRow(name, 1, func(f []string) {
			for _, w := range strings.Fields(f[0]) {
				set[w] = true
			}
		}); err != nil {
			return nil, err
		}
	}
	err = eachRow("counts.tsv", 3, func(f []string) {
		t.counts[f[0]] = append(t.counts[f[0]], counted{f[1], f[2], len(f) > 3})
	})
	return t, err
})

func eachRow(name string, columns int, each func([]string)) error {
	b, err := files.ReadFile("tables/" + name)
	if err != nil {
		return fmt.Errorf("figure: %w", err)
	}
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) < columns {
			return fmt.Errorf("figure: %s line %d: want %d columns", name, n+1, columns)
		}
		each(f)
	}
	return nil
}

// phrases are sequences of atoms with a value, by their first atom.
type phrases map[string][]phrase

type phrase struct {
	atoms []string
	value string
}

func (p phrases) add(words, value string) {
	var atoms []string
	for _, a := range numeral.Scan(words, 0) {
		atoms = append(atoms, a.Lower)
	}
	p[atoms[0]] = append(p[atoms[0]], phrase{atoms, value})
}

// at is the longest phrase that begins at atom i, and how many atoms it takes.
func (p phrases) at(atoms []numeral.Atom, i int) (value string, n int) {
	if i < 0 || i >= len(atoms) {
		return "", 0
	}
	for _, c := range p[atoms[i].Lower] {
		if len(c.atoms) > n && matches(atoms[i:], c.atoms) {
			value, n = c.value, len(c.atoms)
		}
	}
	return value, n
}

func matches(atoms []numeral.Atom, want []string) bool {
	if len(atoms) < len(want) {
		return false
	}
	for k, w := range want {
		if atoms[k].Lower != w {
			return false
		}
	}
	return true
}
