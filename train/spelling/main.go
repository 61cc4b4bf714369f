// Command spelling learns what it costs to rewrite pieces of names, from pairs
// of spellings of one name.
//
// It reads the towns of the collected facts with their other names (GeoNames,
// CC BY 4.0), the aliases of the hand-written table of persons, and its own
// surnames as romanisation systems write them; it writes costs.tsv, which
// holds pieces of up to four letters and numbers.
//
//	go run ./train/spelling --facts DIR --people internal/lexicon/world/tables/people.tsv --out internal/lexicon/spelling/costs.tsv
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"annals/internal/lexicon/spelling"
)

func main() {
	facts := flag.String("facts", "", "folder with the collected facts")
	people := flag.String("people", "internal/lexicon/world/tables/people.tsv", "table of persons with aliases")
	out := flag.String("out", "internal/lexicon/spelling/costs.tsv", "table of costs to write")
	flag.Parse()
	if err := learn(*facts, *people, *out); err != nil {
		fmt.Fprintln(os.Stderr, "spelling:", err)
		os.Exit(1)
	}
}

func learn(facts, people, out string) error {
	t, err := spelling.Load()
	if err != nil {
		return err
	}
	c := &corpus{table: t, seen: map[pair]bool{}}
	if err := c.towns(filepath.Join(facts, "geonames_cities15000.ccby.tsv.gz")); err != nil {
		return err
	}
	towns := len(c.pairs)
	if err := c.people(people); err != nil {
		return err
	}
	aliases := len(c.pairs) - towns
	if err := c.systems(); err != nil {
		return err
	}
	fmt.Printf("%d pairs of towns, %d of persons, %d of romanised surnames\n", towns, aliases, len(c.pairs)-towns-aliases)
	m := newTransducer()
	for round := range rounds {
		used := m.round(c.pairs)
		fmt.Printf("round %d: %d pairs, %d pieces\n", round+1, used, len(m.p))
	}
	return write(out, m.costs(c.pairs))
}

//go:embed systems.tsv
var systemTable string

//go:embed surnames.txt
var surnames string

// pair is two romanised words, a before b.
type pair struct{ a, b string }

// corpus gathers pairs of words that spell one name.
type corpus struct {
	table *spelling.Table
	pairs []pair
	seen  map[pair]bool
}

// add keeps the words of two names pairwise, where they are Latin, as many on
// both sides, and end alike: other endings are inflections of other languages.
func (c *corpus) add(a, b string) {
	x, y := strings.Fields(c.table.Romanise(a)), strings.Fields(c.table.Romanise(b))
	if len(x) != len(y) {
		return
	}
	for i := range x {
		p := pair{min(x[i], y[i]), max(x[i], y[i])}
		if p.a != p.b && len(p.a) > 3 && len(p.b) > 3 && len(p.a) < 20 && len(p.b) < 20 && plain(p.a) && plain(p.b) &&
			vowelEnd(p.a) == vowelEnd(p.b) && !c.seen[p] {
			c.seen[p] = true
			c.pairs = append(c.pairs, p)
		}
	}
}

func plain(s string) bool {
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// vowelEnd classes a word's ending; s is apart because Baltic languages add it.
func vowelEnd(s string) byte {
	if strings.HasSuffix(s, "ine") {
		return 'c' // French
	}
	switch last := s[len(s)-1]; last {
	case 'a', 'e', 'o', 'u', 's':
		return last
	case 'i', 'y', 'j':
		return 'i'
	}
	return 'c'
}

// romanised are the countries whose names reach news through romanisation.
const romanised = "RU UA BY KZ KG UZ TJ TM BG RS MK ME BA SY IQ EG LY DZ TN MA SD YE SA JO LB PS AE KW QA OM IR AF PK GE AM AZ GR IL"

func (c *corpus) towns(path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the towns: %w", err)
	}
	r, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("unpack %s: %w", path, err)
	}
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		f := strings.Split(s.Text(), "\t")
		if len(f) < 5 || !strings.Contains(romanised, f[4]) {
			continue
		}
		names := []string{f[1]}
		for _, n := range strings.Split(f[3], ",") {
			if n != "" && n[0] >= 'A' && n[0] <= 'Z' && strings.ToUpper(n) != n {
				names = append(names, n)
			}
		}
		for i, a := range names {
			for _, b := range names[i+1:] {
				c.add(a, b)
			}
		}
	}
	return s.Err()
}

func (c *corpus) people(path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the persons: %w", err)
	}
	for line := range strings.Lines(string(raw)) {
		f := strings.Split(line, "\t")
		if len(f) < 4 || f[0][0] == '#' {
			continue
		}
		forms := append(strings.Split(f[3], ";"), strings.ReplaceAll(f[0], "*", ""))
		for i, a := range forms {
			for _, b := range forms[i+1:] {
				c.add(lastWord(a), lastWord(b))
			}
		}
	}
	return nil
}

func lastWord(s string) string { return s[strings.LastIndexAny(s, " -")+1:] }

// systems writes every surname by every system.
func (c *corpus) systems() error {
	letters := map[rune][]string{}
	for line := range strings.Lines(systemTable) {
		if f := strings.Split(strings.TrimRight(line, "\n"), "\t"); f[0] != "" && line[0] != '#' {
			letters[[]rune(f[0])[0]] = f[1:]
		}
	}
	for line := range strings.Lines(surnames) {
		if line[0] == '#' {
			continue
		}
		for _, names := range strings.Fields(line) {
			var forms []string
			for _, name := range strings.Split(names, "=") {
				written, err := writeBySystems(letters, name)
				if err != nil {
					return err
				}
				forms = append(forms, written...)
			}
			for i, a := range forms {
				for _, b := range forms[i+1:] {
					c.add(a, b)
				}
			}
		}
	}
	return nil
}

// writeBySystems writes a Cyrillic name by each of the systems, those in -ский and
// -ская also with the Polish ending.
func writeBySystems(letters map[rune][]string, name string) ([]string, error) {
	forms := make([]string, 6)
	for _, r := range strings.ToLower(strings.ReplaceAll(name, "'", "")) {
		l := letters[r]
		if len(l) != len(forms) {
			return nil, fmt.Errorf("systems.tsv has no letter %q", r)
		}
		for i := range forms {
			forms[i] += l[i]
		}
	}
	if strings.HasSuffix(forms[2], "in") {
		forms[2] += "e" // French: Gagarine
	}
	polish := forms[3] // Cichanouska, Ostrowski
	for _, e := range [][2]string{{"skaja", "ska"}, {"ckaja", "cka"}, {"skij", "ski"}, {"ckij", "cki"}, {"skyj", "ski"}} {
		if stem, ok := strings.CutSuffix(polish, e[0]); ok {
			forms = append(forms, stem+e[1])
		}
	}
	return forms, nil
}

func write(path string, costs []cost) error {
	slices.SortFunc(costs, func(a, b cost) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	io.WriteString(w, "# What it costs to rewrite a piece of a name as another, either way, in hundredths of a nat; ^ and $ are the edges of a word.\n# Learnt by go run ./train/spelling. piece\tpiece\tcost\n")
	for _, c := range costs {
		fmt.Fprintf(w, "%s\t%s\t%d\n", c.from, c.to, c.value)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Printf("%s: %d costs\n", path, len(costs))
	return f.Close()
}
