package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"annals/internal/lexicon/spelling"
	"annals/internal/lexicon/world"
)

//go:embed leaders.txt
var leaders string

//go:embed ministers.txt
var ministers string

var officeLetters = map[string]string{"P": "president", "M": "prime minister", "C": "chancellor", "K": "monarch", "H": "head of state",
	"F": "foreign minister", "D": "defence minister"}

// holder is a person with the offices held in one country.
type holder struct {
	name, country, gender string // name with the mark of the surname
	terms                 []string
}

// officeTerm is one time in an office, dates as in the tables.
type officeTerm struct{ name, country, office, from, to string }

// holders writes the heads of state and government and the ministers of the
// two lists, joined with the persons whom the hand-written table has: of those,
// only the terms that it lacks.
func (c *compiler) holders() error {
	known, err := c.knownHolders()
	if err != nil {
		return err
	}
	var terms, former []officeTerm
	for line := range strings.Lines(leaders) {
		t, err := readTerms(line, ranged)
		if err != nil {
			return fmt.Errorf("leaders.txt: %w", err)
		}
		terms = append(terms, t...)
	}
	for line := range strings.Lines(ministers) {
		t, err := readTerms(line, chained)
		if err != nil {
			return fmt.Errorf("ministers.txt: %w", err)
		}
		terms = append(terms, t...)
	}
	terms = slices.DeleteFunc(terms, func(t officeTerm) bool {
		if successors[t.country] != nil {
			former = append(former, t)
		}
		return successors[t.country] != nil
	})
	people := map[string]*holder{}
	for _, t := range append(terms, former...) { // those of former states last, when their persons are known
		if c.subjects[t.country] == "" {
			return fmt.Errorf("%s: no country %s", t.name, t.country)
		}
		known.add(people, t)
	}
	var b strings.Builder
	b.WriteString("# Heads of state and government, foreign and defence ministers since 1990: own work.\n# name\tgender\tcountry\taliases\tterms\n")
	for _, key := range slices.Sorted(maps.Keys(people)) {
		if p := people[key]; len(p.terms) > 0 {
			fmt.Fprintf(&b, "%s\t%s\t%s\t\t%s\n", p.name, p.gender, p.country, strings.Join(p.terms, ";"))
		}
	}
	return c.write("people_offices.tsv.gz", b.String())
}

// readTerms reads a line "BLR F: …" of one of the lists.
func readTerms(line string, entries func(country, office string, list []string) ([]officeTerm, error)) ([]officeTerm, error) {
	line = strings.TrimSpace(line)
	if line == "" || line[0] == '#' {
		return nil, nil
	}
	head, rest, found := strings.Cut(line, ": ")
	country, letter, _ := strings.Cut(head, " ")
	if !found || officeLetters[letter] == "" {
		return nil, fmt.Errorf("%q is no line", line)
	}
	return entries(country, officeLetters[letter], strings.Split(rest, ", "))
}

// ranged reads entries with both ends: "91.9-94.1 Stanislav Shushkevich".
func ranged(country, office string, list []string) ([]officeTerm, error) {
	var terms []officeTerm
	for _, e := range list {
		dates, name, found := strings.Cut(e, " ")
		from, to, both := strings.Cut(dates, "-")
		if !found || !both {
			return nil, fmt.Errorf("%s %s: %q", country, office, e)
		}
		terms = append(terms, officeTerm{marked(name), country, office, date(from), date(to)})
	}
	return terms, nil
}

// chained reads entries of which each ends where the next one begins: "90
// Pyotr Kravchenko, 94 Vladimir Senko". ? stands for a time without a name.
func chained(country, office string, list []string) ([]officeTerm, error) {
	var terms []officeTerm
	for _, e := range list {
		from, name, found := strings.Cut(e, " ")
		if !found {
			return nil, fmt.Errorf("%s %s: %q", country, office, e)
		}
		if n := len(terms); n > 0 {
			terms[n-1].to = date(from)
		}
		terms = append(terms, officeTerm{marked(name), country, office, date(from), ""})
	}
	return slices.DeleteFunc(terms, func(t officeTerm) bool { return t.name == "?" || t.name == "-" }), nil
}

// date writes 91.9 as 1991-09; years from 40 on are of the last century.
func date(s string) string {
	if s == "" {
		return ""
	}
	year, month, _ := strings.Cut(s, ".")
	n, _ := strconv.Atoi(year)
	if n += 2000; n >= 2040 {
		n -= 100
	}
	if month == "" {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d-%02s", n, month)
}

// marked keeps one mark: "*Moussa Dadis *Camara" is known as Camara.
func marked(name string) string {
	if strings.HasPrefix(name, "*") && strings.Contains(name, " *") {
		return name[1:]
	}
	return name
}

// knownHolders is who the hand-written table has, by country.
type knownHolders struct {
	names map[string][][]string // country → the names of each person, canonical first
	terms map[string][]string   // country + canonical name → terms
	table *spelling.Table
}

func (c *compiler) knownHolders() (*knownHolders, error) {
	k := &knownHolders{map[string][][]string{}, map[string][]string{}, c.spelling}
	for _, file := range []string{"people.tsv", "people_factbook.tsv"} {
		rows, err := readTSV(filepath.Join(c.out, file))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			countries := map[string]bool{r[2]: true}
			for _, t := range strings.Split(r[4], ";") {
				if _, abroad, found := strings.Cut(t, " @"); found && len(abroad) > 3 && abroad[3] == ' ' {
					countries[abroad[:3]] = true
				}
			}
			for country := range countries {
				k.names[country] = append(k.names[country], append([]string{r[0]}, strings.Split(r[3], ";")...))
				k.terms[country+r[0]] = strings.Split(r[4], ";")
			}
		}
	}
	return k, nil
}

// find is the table's name of a person, or "".
func (k *knownHolders) find(country, name string) string {
	plain := strings.ReplaceAll(name, "*", "")
	for _, names := range k.names[country] {
		for _, n := range names {
			n = strings.ReplaceAll(n, "*", "")
			if strings.Contains(n, " ") && (world.Fold(n) == world.Fold(plain) || k.table.Compare(n, plain) == spelling.Same) {
				return names[0]
			}
		}
	}
	return ""
}

// successors are the countries whose persons held the offices of former states.
var successors = map[string][]string{
	"SUN": {"RUS", "GEO", "UKR"}, "CSK": {"CZE", "SVK"}, "YUG": {"SRB", "MNE", "HRV", "SVN", "BIH"}, "SCG": {"SRB", "MNE"}, "DDR": {"DEU"},
}

// add adds a term to its person, unless the hand-written table has it.
func (k *knownHolders) add(people map[string]*holder, t officeTerm) {
	name, home := k.find(t.country, t.name), t.country
	if list := successors[t.country]; list != nil {
		home = list[0]
		for _, other := range list {
			if found := k.find(other, t.name); found != "" {
				name, home = found, other
			} else if people[personKey(t.name, other)] != nil {
				home = other
			}
		}
	}
	if name != "" {
		for _, have := range k.terms[home+name] {
			if sameTerm(have, t) {
				return
			}
		}
	} else {
		name = t.name
	}
	abroad := ""
	if home != t.country {
		abroad, t.country = " @"+t.country, home
	}
	key := personKey(name, t.country)
	p := people[key]
	if p == nil {
		for other, q := range people { // the same person in another spelling
			if q.country == t.country && k.table.Compare(plainName(q.name), plainName(name)) == spelling.Same {
				p, key = q, other
				break
			}
		}
	}
	if p == nil {
		p = &holder{name: name, country: t.country, gender: k.gender(name)}
		people[key] = p
	}
	p.terms = append(p.terms, fmt.Sprintf("%s%s %s..%s", t.office, abroad, t.from, t.to))
	slices.SortFunc(p.terms, func(a, b string) int {
		return cmp.Compare(a[strings.LastIndexByte(a, ' '):], b[strings.LastIndexByte(b, ' '):])
	})
}

func personKey(name, country string) string { return world.Fold(plainName(name)) + "\t" + country }

func plainName(name string) string { return strings.ReplaceAll(name, "*", "") }

// gender is what the given name says, for names that print it first.
func (k *knownHolders) gender(name string) string {
	if strings.HasPrefix(name, "*") {
		return ""
	}
	first, _, _ := strings.Cut(name, " ")
	g, _ := k.table.Given(first)
	return g.Gender
}

// sameTerm reports whether a term as the tables print it ("president
// 1994-07-20..") is the same office at an overlapping or touching time.
func sameTerm(have string, t officeTerm) bool {
	i := strings.LastIndexByte(have, ' ')
	if i < 0 {
		return false
	}
	office, _, _ := strings.Cut(have[:i], " @")
	from, to, _ := strings.Cut(have[i+1:], "..")
	return office == t.office && (to == "" || year(t.from) <= year(to)) && (t.to == "" || year(from) <= year(t.to))
}

func year(date string) int {
	n, _ := strconv.Atoi(date[:min(4, len(date))])
	return n
}
