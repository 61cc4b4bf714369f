package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"annals/internal/lexicon/spelling"
	"annals/internal/lexicon/world"
)

// known are the surnames of the hand-written table with their country, and
// the ids that tables have used.
type known struct {
	surnames map[string]bool
	names    map[string]bool
	printed  map[string][]string // country → names
}

func (c *compiler) knownPeople(files ...string) (*known, error) {
	k := &known{map[string]bool{}, map[string]bool{}, map[string][]string{}}
	for _, f := range files {
		rows, err := readTSV(filepath.Join(c.out, f))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			k.add(r[0], r[2], strings.Split(r[3], ";"))
		}
	}
	return k, nil
}

func (k *known) add(name, country string, aliases []string) {
	k.names[world.Fold(strings.ReplaceAll(name, "*", ""))] = true
	for _, n := range append(aliases, name) {
		k.printed[country] = append(k.printed[country], strings.ReplaceAll(n, "*", ""))
	}
	for _, n := range append(aliases, strings.ReplaceAll(name, "*", "")) {
		for _, word := range strings.Fields(world.Fold(n)) {
			if len(word) > 3 {
				k.surnames[country+word] = true
			}
		}
	}
}

var (
	sinceRE = regexp.MustCompile(`\(since (?:(\d+) )?(?:([A-Z][a-z]+) )?(\d{4})`)
	months  = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
)

// factbookPeople writes the chiefs of state and heads of government of the
// World Factbook whom the hand-written table lacks. The Factbook prints the
// part of the name by which a person is known in capitals.
func (c *compiler) factbookPeople() error {
	rows, err := readJSON(filepath.Join(c.facts, "factbook_facts.publicdomain.jsonl.gz"))
	if err != nil {
		return err
	}
	have, err := c.knownPeople("people.tsv")
	if err != nil {
		return err
	}
	var lines []string
	for _, r := range rows {
		country := c.byFIPS[r["gec"]]
		if country == "" || c.subjects[country] == "" {
			continue
		}
		for _, field := range []string{"chief_of_state", "head_of_government"} {
			if line := c.factbookPerson(r[field], country, have); line != "" {
				lines = append(lines, line)
			}
		}
	}
	slices.Sort(lines)
	return c.write("people_factbook.tsv", "# Chiefs of state and heads of government: CIA World Factbook (public domain).\n"+
		"# name\tgender\tcountry\taliases\tterms\n"+strings.Join(lines, "\n")+"\n")
}

var titles = []struct{ words, office string }{
	{"Transition Prime Minister", "prime minister"}, {"Interim Prime Minister", "prime minister"}, {"Acting Prime Minister", "prime minister"},
	{"Caretaker Prime Minister", "prime minister"}, {"Transitional President", "president"}, {"Transition President", "president"},
	{"Interim President", "president"}, {"Prime Minister", "prime minister"}, {"President", "president"}, {"Chancellor", "chancellor"},
	{"King", "monarch"}, {"Queen", "monarch"}, {"Sultan", "monarch"}, {"Amir", "monarch"}, {"Grand Duke", "monarch"}, {"Prince", "monarch"},
	{"Governor", "governor"}, {"Premier", "prime minister"}, {"Chief Minister", "prime minister"},
}

func (c *compiler) factbookPerson(entry, country string, have *known) string {
	since := sinceRE.FindStringSubmatchIndex(entry)
	if since == nil || strings.Contains(entry[:since[0]], ";") || strings.Contains(entry, "represented by") {
		return ""
	}
	title := slices.IndexFunc(titles, func(t struct{ words, office string }) bool { return strings.HasPrefix(entry, t.words+" ") })
	if title < 0 {
		return ""
	}
	name := strings.TrimSpace(strings.TrimPrefix(entry[:since[0]], titles[title].words))
	var printed []string
	var surname []string
	for _, word := range strings.Fields(name) {
		if strings.HasSuffix(word, ".") && len(word) > 2 || strings.HasPrefix(word, "(") {
			continue // "Gen.", "Col."
		}
		if loud(word) {
			word = capitalise(word)
			surname = append(surname, word)
		}
		printed = append(printed, word)
	}
	if len(printed) < 2 || len(printed) > 5 || len(surname) == 0 || titles[title].office == "monarch" {
		return ""
	}
	name = strings.Join(printed, " ")
	if have.names[world.Fold(withoutInitials(printed))] {
		return "" // head of state of a dependent territory, too
	}
	if slices.ContainsFunc(have.printed[country], func(n string) bool { return c.spelling.Compare(n, name) == spelling.Same }) {
		return "" // in another spelling
	}
	for _, s := range surname {
		if have.surnames[country+world.Fold(s)] {
			return ""
		}
	}
	have.add(name, country, nil)
	day, month, year := group(entry, since, 1), group(entry, since, 2), group(entry, since, 3)
	from := year
	if m := slices.Index(months, month); m >= 0 {
		from += fmt.Sprintf("-%02d", m+1)
		if day != "" {
			from += fmt.Sprintf("-%02s", day)
		}
	}
	if last := strings.Join(surname, " "); strings.HasSuffix(name, last) {
		name = strings.TrimSuffix(name, last) + "*" + last
	} else {
		name = strings.Replace(name, last, "*"+last+"*", 1)
		if !strings.HasPrefix(name, "*") {
			return "" // the known part in the middle of the name
		}
	}
	return fmt.Sprintf("%s\t\t%s\t\t%s %s..", cell2(name), country, titles[title].office, zeroPad(from))
}

// withoutInitials is the name without single letters in the middle.
func withoutInitials(words []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return len(w) == 2 && w[1] == '.' }), " ")
}

func group(s string, at []int, n int) string {
	if at[2*n] < 0 {
		return ""
	}
	return s[at[2*n]:at[2*n+1]]
}

func zeroPad(date string) string { return strings.ReplaceAll(date, "- ", "-0") }

// cell2 is cell for names that carry the mark of the surname.
func cell2(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, ";", ",")), " ")
}

func loud(word string) bool {
	letters := 0
	for _, r := range word {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 1
}

func capitalise(word string) string {
	var b strings.Builder
	start := true
	for _, r := range word {
		if start {
			b.WriteRune(unicode.ToUpper(r))
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
		start = r == '-' || r == '\'' || r == '’'
	}
	return b.String()
}

// americans writes members of Congress and the executive, and chiefs of
// mission since 1970.
func (c *compiler) americans() error {
	have, err := c.knownPeople("people.tsv", "people_factbook.tsv", "people_offices.tsv.gz")
	if err != nil {
		return err
	}
	officials, err := readNamedTSV(filepath.Join(c.facts, "us_officials.cc0.tsv.gz"))
	if err != nil {
		return err
	}
	offices := map[string]string{"sen": "senator", "rep": "representative", "prez": "president", "viceprez": "vice president"}
	terms := map[string][]string{}
	var order []string
	add := func(name, term string) {
		if name = cell(name); have.names[world.Fold(name)] {
			return
		}
		if terms[name] == nil {
			order = append(order, name)
		}
		terms[name] = append(terms[name], term)
	}
	for _, r := range officials {
		office := offices[r["type"]]
		if r["start"] < "1985" || office != "senator" && office != "representative" {
			continue
		}
		to := r["end"]
		if to > world.AsOf {
			to = ""
		}
		add(r["first"]+" "+r["last"], office+" "+r["start"]+".."+to)
	}
	missions, err := readNamedTSV(filepath.Join(c.facts, "us_chiefs_of_mission.publicdomain.tsv.gz"))
	if err != nil {
		return err
	}
	for _, r := range missions {
		if r["started"] >= "1970" && r["role"] == "ambassador-e-p" && (r["ended"] != "" || r["started"] > "2022") {
			given, _, _ := strings.Cut(r["forename"], " ")
			add(given+" "+r["surname"], "ambassador "+r["started"]+".."+r["ended"])
		}
	}
	var b strings.Builder
	b.WriteString("# Members of the US Congress: congress-legislators (CC0). Chiefs of mission: Office of the Historian (public domain).\n" +
		"# name\tgender\tcountry\taliases\tterms\n")
	slices.Sort(order)
	seen := map[string]bool{}
	for _, name := range order {
		if key := world.Fold(name); !seen[key] {
			seen[key] = true
			fmt.Fprintf(&b, "%s\t\tUSA\t\t%s\n", name, strings.Join(terms[name], ";"))
		}
	}
	return c.write("people_us.tsv.gz", b.String())
}
