package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"annals/internal/lexicon/world"
)

var (
	abbreviated = regexp.MustCompile(`^(?:or )?(.+?) or ([A-ZÀ-Ý][\p{L}/-]{1,9})$`)
	asides      = regexp.MustCompile(`\([^)]*\)|note:.*`)
	leaderOf    = regexp.MustCompile(`\[[^\]]*\]|\s{2,}|;`)
	afterShort  = regexp.MustCompile(` or ([A-ZÀ-Ý][\p{L}/-]{1,9}) `)
	partyWords  = regexp.MustCompile(`\b(Party|Movement|Front|Union|Alliance|Coalition|Congress|Democrats?|League|Assembly|Rally|Bloc|Democracy|Greens?|Forum|Force|Council)\b`)
)

// parties writes the parties of the World Factbook: those that it gives with
// an abbreviation ("Law and Justice or PiS") and those whose name says that
// they are one.
func (c *compiler) parties() error {
	rows, err := readJSON(filepath.Join(c.facts, "factbook_facts.publicdomain.jsonl.gz"))
	if err != nil {
		return err
	}
	have, err := c.knownOrganizations()
	if err != nil {
		return err
	}
	var lines []string
	for _, r := range rows {
		country := c.byFIPS[r["gec"]]
		if country == "" || c.subjects[country] == "" {
			continue
		}
		// Where a line break was lost, the next name follows the abbreviation.
		text := afterShort.ReplaceAllString(asides.ReplaceAllString(r["parties"], ""), " or $1; ")
		for _, entry := range leaderOf.Split(text, -1) {
			name, short := strings.TrimSpace(entry), ""
			if at := abbreviated.FindStringSubmatch(name); at != nil {
				name, short = at[1], at[2]
			}
			if name = cell(name); !isParty(name, short) || have[world.Fold(name)] {
				continue
			}
			have[world.Fold(name)] = true
			lines = append(lines, fmt.Sprintf("%s\tparty\t%s\tPTY\tPTY\t%s\t\t", name, country, short))
		}
	}
	slices.Sort(lines)
	return c.write("parties_factbook.tsv.gz", organizationHeader("Parties: CIA World Factbook (public domain).")+strings.Join(lines, "\n")+"\n")
}

func isParty(name, short string) bool {
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 8 || strings.ContainsAny(name, ":0123456789,!“”\"") || strings.Contains(" "+name+" ", " or ") {
		return false
	}
	first, _ := firstRune(name)
	if !unicode.IsUpper(first) || words[0] == "The" && len(words) == 2 {
		return false
	}
	if len(partyWords.FindAllString(name, 3)) > 1 && strings.HasSuffix(name, " Party") && strings.Count(name, "Party") > 1 {
		return false // two names that lost what stood between them
	}
	return short != "" && loud(short) && len(short) > 2 || short == "" && partyWords.MatchString(name)
}

var (
	forcesName = regexp.MustCompile(`^(?:the )?([A-Z][^:;(,]{5,60}?)\s*(?:\(([^)]*)\)?)?\s*[:;(,]`)
	forceWords = regexp.MustCompile(`\b(Forces?|Army|Guard|Military|Defen[cs]e)\b`)
	shortWord  = regexp.MustCompile(`\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b`)
)

// forces writes the armed forces by the names that the World Factbook gives
// them.
func (c *compiler) forces() error {
	rows, err := readJSON(filepath.Join(c.facts, "factbook_facts.publicdomain.jsonl.gz"))
	if err != nil {
		return err
	}
	have, err := c.knownOrganizations()
	if err != nil {
		return err
	}
	var lines []string
	for _, r := range rows {
		country := c.byFIPS[r["gec"]]
		at := forcesName.FindStringSubmatch(r["military"])
		if country == "" || c.subjects[country] == "" || at == nil || !forceWords.MatchString(at[1]) || strings.HasPrefix(at[1], "Ministry") {
			continue
		}
		name, short := cell(at[1]), shortWord.FindString(at[2])
		if name == "Armed Forces" || name == "National Armed Forces" || name == "Defense Forces" {
			name += " of " + c.subjects[country]
		}
		if have[world.Fold(short)] {
			short = "" // AFP
		}
		if have[world.Fold(name)] || len(short) < 3 && short != "" {
			continue
		}
		have[world.Fold(name)] = true
		lines = append(lines, fmt.Sprintf("%s\tmilitary\t%s\tMIL\tMIL\t%s\t\t", name, country, short))
	}
	slices.Sort(lines)
	return c.write("forces_factbook.tsv", organizationHeader("Armed forces: CIA World Factbook (public domain).")+strings.Join(lines, "\n")+"\n")
}

func organizationHeader(origin string) string {
	return "# " + origin + "\n# name\tkind\tcountry\tsectors\tCAMEO\tother names\tfrom\tto\n"
}

func (c *compiler) knownOrganizations() (map[string]bool, error) {
	rows, err := readTSV(filepath.Join(c.out, "organizations.tsv"))
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for _, r := range rows {
		for _, n := range append([]string{r[0]}, strings.Split(r[5], ";")...) {
			have[world.Fold(n)] = true
		}
	}
	return have, nil
}

var (
	groupWords = regexp.MustCompile(`\b(Army|Front|Movement|Liberation|Forces?|Brigades?|Council|Revolution\w*|Islamic|Resistance|State|Jihad|Hizb|Harakat|Jaysh|Jabhat|Lashkar|Al|Ansar|Party|Cartel|Jama\w*|Guard|Tigers|Union|Emirate|Organi[sz]ation|Separatist\w*|Militia|Alliance|Ahrar|Liwa|Los|La|Comando|Bonde|Fam[ií]lia|Guerreros|Carteles|Amigos|Autodefensas|Bloque|Command|Operations Room|Mayi|Raia|Nyatura|Kamajors|Koglweogo|Ansarallah|Arrow Boys|Terceiro|Jamiat|Shabab|Shuhada|Vigilance|Committee|Legion|Dawn|Axe|gang|Zetas|Brigade|Battalion|Mujahid\w*)\b`)
	notAGroup  = regexp.MustCompile(`^(Government of|Military faction|Forces of|Supporters|Christians|Muslims)|\b(clan|tribe|subclan|faction|irregulars|insurgents)\b|, | \(`)
)

// armedGroups writes the organised armed groups of UCDP. Its list has peoples
// and clans too: a group counts as organised if its name is an abbreviation or
// says so.
func (c *compiler) armedGroups() error {
	rows, err := readNamedTSV(filepath.Join(c.facts, "ucdp_actors.ccby4.tsv.gz"))
	if err != nil {
		return err
	}
	have, err := c.knownOrganizations()
	if err != nil {
		return err
	}
	var lines []string
	for _, r := range rows {
		name, full := cell(r["name"]), cell(r["fullname"])
		if full == "n/a" {
			full = ""
		}
		organised := loud(name) && len(name) > 2 || groupWords.MatchString(name) || groupWords.MatchString(full)
		if !organised || notAGroup.MatchString(name) || have[world.Fold(name)] || have[world.Fold(full)] {
			continue
		}
		country, ok := c.location(r["locations"])
		if !ok {
			continue
		}
		names := ""
		if full != "" && full != name {
			name, names = full, name
		}
		if loud(name) && len(name) < 3 || have[world.Fold(name)] {
			continue
		}
		have[world.Fold(name)] = true
		sector, agent := "REB", "REB"
		if strings.Contains(name, "Cartel") {
			sector, agent = "CRM", "CRM"
		}
		lines = append(lines, strings.Join([]string{name, "armed", country, sector, agent, names, r["first_year"], ""}, "\t"))
	}
	slices.Sort(lines)
	return c.write("armed_ucdp.tsv.gz", organizationHeader("Armed groups: Uppsala Conflict Data Program, UCDP Actor Dataset (CC BY 4.0).")+strings.Join(lines, "\n")+"\n")
}

// location is the country of a list of countries, "" where they are several,
// and whether all of them are known.
func (c *compiler) location(cell string) (string, bool) {
	var found []string
	for _, name := range strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == ',' }) {
		name, _, _ = strings.Cut(name, "(")
		code := c.byName[world.Fold(name)]
		if world.Fold(name) == "congo" {
			code = "COG"
		}
		if code == "" {
			return "", false
		}
		if !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return "", len(found) > 1
}
