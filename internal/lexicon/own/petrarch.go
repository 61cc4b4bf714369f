package own

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/petrarch"
)

// ReadPetrarch reads an actor dictionary of the PETRARCH family. Such a file
// does not say who is a person, so that its entries are actors of either kind;
// a name with several codes gives an entry for each.
func ReadPetrarch(r io.Reader) (Lexicon, []Fault, error) {
	actors, skipped, err := petrarch.ReadActors(r)
	if err != nil {
		return nil, nil, fmt.Errorf("read the dictionary: %w", err)
	}
	var names []string
	for name := range actors {
		names = append(names, name)
	}
	slices.Sort(names)
	var list Lexicon
	var faults []Fault
	for _, name := range names {
		for _, p := range actors[name] {
			e := Entry{Kind: "actor", Name: capitals(name), From: p.From, To: p.To}
			e.Country, e.Sectors, e.Cameo = parts(p.Code)
			list, faults = keep(list, faults, 0, e)
		}
	}
	if skipped > 0 {
		faults = append(faults, Fault{0, fmt.Sprintf("%d codes cannot be read", skipped)})
	}
	return list, faults, nil
}

// capitals writes each word with a capital: dictionaries have one case only.
func capitals(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		r, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[size:]
	}
	return strings.Join(words, " ")
}

// parts splits a CAMEO actor code into country, sectors and agent code.
func parts(code string) (country string, list []string, agent string) {
	code = strings.ToUpper(strings.ReplaceAll(code, "~", ""))
	rest := code
	if len(code) >= 3 && !strings.Contains(sectors, " "+code[:3]+" ") {
		if country = alpha3(code[:3]); country != "" {
			rest = code[3:]
		}
	}
	for agent = rest; len(rest) >= 3; rest = rest[3:] {
		sector := rest[:3]
		switch sector {
		case "MED":
			sector = "JRN"
		case "HLH":
			sector = "MED"
		}
		if strings.Contains(sectors, " "+sector+" ") && !slices.Contains(list, sector) {
			list = append(list, sector)
		}
	}
	return country, list, agent
}
