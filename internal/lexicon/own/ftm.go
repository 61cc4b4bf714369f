package own

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// topics are the sectors of FollowTheMoney's topics that have one.
const topics = " gov:GOV gov.national:GOV gov.state:GOV gov.muni:GOV gov.head:GOV gov.executive:GOV gov.legislative:LEG gov.judicial:JUD gov.security:MIL gov.financial:GOV" +
	" gov.igo:IGO mil:MIL pol.party:PTY pol.union:LAB rel:REL role.judge:JUD role.journo:JRN role.act:CVL role.spy:SPY role.diplo:GOV role.lawyer:CVL fin.bank:BUS crime.terror:UAF crime.traffick:CRM crime.theft:CRM "

// ReadFollowTheMoney reads entities of FollowTheMoney, one JSON object a line:
// persons, organisations, companies and public bodies. Entities of other
// schemata are counted as faults, as nobody says who they are.
func ReadFollowTheMoney(r io.Reader) (Lexicon, []Fault, error) {
	var list Lexicon
	var faults []Fault
	err := eachLine(r, func(n int, line string) {
		var x struct {
			Schema     string              `json:"schema"`
			Caption    string              `json:"caption"`
			Properties map[string][]string `json:"properties"`
		}
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			faults = append(faults, Fault{n, fmt.Sprintf("no entity in JSON: %v", err)})
			return
		}
		kind := ""
		switch x.Schema {
		case "Person":
			kind = "person"
		case "Organization", "Company", "PublicBody":
			kind = "organization"
		case "LegalEntity":
			kind = "actor"
		default:
			faults = append(faults, Fault{n, fmt.Sprintf("schema %q; want Person, Organization, Company, PublicBody or LegalEntity", x.Schema)})
			return
		}
		list, faults = keep(list, faults, n, entity(kind, x.Caption, x.Properties))
	})
	return list, faults, err
}

// entity makes an entry of an entity's properties.
func entity(kind, caption string, properties map[string][]string) Entry {
	first := func(names ...string) string {
		for _, n := range names {
			if len(properties[n]) > 0 {
				return properties[n][0]
			}
		}
		return ""
	}
	e := Entry{Kind: kind, Name: caption, Office: first("position")}
	if e.Name == "" {
		e.Name = first("name")
	}
	// Weak aliases are left out: they do not suffice by themselves.
	e.Aliases = slices.Concat(properties["name"], properties["alias"], properties["abbreviation"], properties["previousName"])
	for _, c := range slices.Concat(properties["country"], properties["nationality"], properties["jurisdiction"]) {
		if e.Country = alpha3(c); e.Country != "" {
			break
		}
	}
	switch strings.ToLower(first("gender")) {
	case "male":
		e.Gender = "m"
	case "female":
		e.Gender = "f"
	}
	for _, t := range properties["topics"] {
		if _, after, ok := strings.Cut(topics, " "+t+":"); ok && !slices.Contains(e.Sectors, after[:3]) {
			e.Sectors = append(e.Sectors, after[:3])
		}
	}
	if len(e.Sectors) > 0 && e.Sectors[0] == "IGO" {
		e.Country = ""
	}
	return e
}
