package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"annals/internal/lexicon/world"
)

var abbreviated = regexp.MustCompile(` or ([A-ZÀ-Ý][\p{L}/-]{1,9})(?:\s|$|\)|,)`)

// parties writes the parties of the World Factbook that it gives with an
// abbreviation ("Law and Justice or PiS").
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
		text := regexp.MustCompile(`\([^)]*\)`).ReplaceAllString(r["parties"], "")
		for {
			at := abbreviated.FindStringSubmatchIndex(text)
			if at == nil {
				break
			}
			name, short := text[:at[0]], text[at[2]:at[3]]
			if text = text[at[3]:]; strings.HasPrefix(text, " or ") {
				text = text[4:] // a second abbreviation
				if i := strings.IndexByte(text, ' '); i > 0 {
					text = text[i:]
				}
			}
			if i := strings.LastIndex(strings.TrimSpace(name), "  "); i >= 0 {
				name = strings.TrimSpace(name)[i:]
			}
			name = cell(name)
			words := strings.Fields(name)
			if len(words) < 2 || len(words) > 8 || strings.ContainsAny(name, ":0123456789,!") || !loud(short) || len(short) < 3 || strings.Contains(name, " or ") ||
				have[world.Fold(name)] || strings.ToUpper(name[:1]) != name[:1] {
				continue
			}
			have[world.Fold(name)] = true
			lines = append(lines, fmt.Sprintf("%s\tparty\t%s\tPTY\tPTY\t%s\t\t", name, country, short))
		}
	}
	slices.Sort(lines)
	return c.write("parties_factbook.tsv.gz", organizationHeader("Parties: CIA World Factbook (public domain).")+strings.Join(lines, "\n")+"\n")
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
	groupWords = regexp.MustCompile(`\b(Army|Front|Movement|Liberation|Forces?|Brigades?|Council|Revolution\w*|Islamic|Resistance|State|Jihad|Hizb|Harakat|Jaysh|Jabhat|Lashkar|Al|Ansar|Party|Cartel|Jama\w*|Guard|Tigers|Union|Emirate|Organi[sz]ation|Separatist\w*|Militia|Alliance)\b`)
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
