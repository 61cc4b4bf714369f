// Package nation is the codes that countries have in other systems. It reads
// its embedded table (codes.tsv) and writes nothing.
package nation

import (
	_ "embed"
	"fmt"
	"strings"
)

// Codes are the codes of one country; "" where a system has none.
type Codes struct {
	Alpha3 string // ISO 3166-1, XKX for Kosovo: "BLR"
	Alpha2 string // "BY"
	FIPS   string // FIPS 10-4: "BO"
	COW    string // Correlates of War: "370"
	Name   string // "Belarus"
}

//go:embed codes.tsv
var table string

// Load parses the table: codes by alpha-3.
func Load() (map[string]Codes, error) {
	codes := map[string]Codes{}
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 5 {
			return nil, fmt.Errorf("nation: codes.tsv:%d has %d columns, not 5", i+1, len(c))
		}
		codes[c[0]] = Codes{c[0], c[1], c[2], c[3], c[4]}
	}
	return codes, nil
}
