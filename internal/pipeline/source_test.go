package pipeline

import (
	"fmt"
	"testing"

	"annals/internal/record"
)

// TestSourcesInContext holds who a source is to short reports: for the words of a
// source the name of its actor, or "-" for nobody who is named. The models that tag,
// parse and name may move a few of them.
func TestSourcesInContext(t *testing.T) {
	score(t, "sources.txt", 85, true, func(rec *record.Record, want [][]string) (faults []fault) {
		for _, cells := range want {
			got, kind := "no source", "no source"
			for _, s := range rec.Statements {
				if s.Source.Span == nil || s.Source.Span.Text != cells[0] {
					continue
				}
				got, kind = "-", "nobody"
				for _, a := range rec.Actors {
					if s.Source.Actor != nil && a.ID == *s.Source.Actor {
						got, kind = a.Name, "another"
					}
				}
				break
			}
			if got != cells[1] {
				faults = append(faults, fault{kind, fmt.Sprintf("%s: got %s, want %s", cells[0], got, cells[1])})
			}
		}
		return faults
	})
}
