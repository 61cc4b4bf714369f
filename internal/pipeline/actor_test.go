package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"annals/internal/record"
)

// TestActorsInContext holds countries and sectors of actors to short reports.
// The models that tag, parse and name may move a few of them.
func TestActorsInContext(t *testing.T) {
	score(t, "actors.txt", 80, true, func(rec *record.Record, want [][]string) (faults []fault) {
		for _, cells := range want {
			got, kind := "no actor", "no actor"
			for _, a := range rec.Actors {
				if !slices.ContainsFunc(append(a.Aliases, a.Name), func(form string) bool { return strings.EqualFold(form, cells[0]) }) {
					continue
				}
				country, sector := "-", "-"
				if a.Country != nil {
					country = *a.Country
				}
				if len(a.Sectors) > 0 && cells[2] != "-" {
					sector = a.Sectors[0]
				}
				got, kind = country+" | "+sector, "wrong country or sector"
			}
			if got != cells[1]+" | "+cells[2] {
				faults = append(faults, fault{kind, fmt.Sprintf("%s: got %s, want %s", cells[0], got, strings.Join(cells[1:], " | "))})
			}
		}
		return faults
	})
}
