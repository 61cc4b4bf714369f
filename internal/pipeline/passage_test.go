package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"annals/internal/passage"
	"annals/internal/record"
)

// fault is what is wrong with a row: its kind ("not found", "wrong country"),
// which is counted for every table, and the row as read and as wanted, which is
// shown for those that may be looked at.
type fault struct{ kind, row string }

// cells are the lines that a passage wants, split at their bars.
func cells(x passage.Passage) (rows [][]string) {
	for _, line := range x.Want {
		rows = append(rows, strings.Split(line, " | "))
	}
	return rows
}

// score reads a table's passages and holds the share of its rows that are right
// to a floor, in percent, and counts the faults by kind.
func score(t *testing.T, file string, floor int, show bool, judge func(*record.Record, [][]string) []fault) {
	p := load(t)
	all, wrong := 0, 0
	kinds := map[string]int{}
	for i, x := range passage.Table(t, "testdata/"+file) {
		_, rec, err := p.Read(record.Report{ID: fmt.Sprint(i), Text: x.Text})
		if err != nil {
			t.Fatal(err)
		}
		all += max(1, len(x.Want))
		faults := judge(rec, cells(x))
		wrong += min(len(faults), max(1, len(x.Want)))
		rows := ""
		for _, f := range faults {
			kinds[f.kind]++
			rows += "\n\t" + f.row + ": " + f.kind
		}
		if show && rows != "" {
			t.Logf("%s%s", x.Text, rows)
		}
	}
	t.Logf("%s: %d of %d right, %.1f %%; faults: %v", file, all-wrong, all, 100*float64(all-wrong)/float64(all), kinds)
	if (all-wrong)*100 < floor*all {
		t.Errorf("%s: %d of %d right", file, all-wrong, all)
	}
}
