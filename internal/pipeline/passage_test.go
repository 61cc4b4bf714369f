package pipeline

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"annals/internal/record"
)

// fault is what is wrong with a row: its kind ("not found", "wrong country"),
// which is counted for every table, and the row as read and as wanted, which is
// shown for those that may be looked at.
type fault struct{ kind, row string }

// passage is a short report with what must be found in it.
type passage struct {
	text string
	want [][]string // cells
}

func passages(t *testing.T, file string) []passage {
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var list []passage
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\n")
		switch row, below := strings.CutPrefix(line, "\t"); {
		case strings.HasPrefix(line, "#"):
		case below:
			last := &list[len(list)-1]
			last.want = append(last.want, strings.Split(row, " | "))
		default:
			list = append(list, passage{text: line})
		}
	}
	return list
}

// score reads a table's passages and holds the share of its rows that are right
// to a floor, in percent, and counts the faults by kind.
func score(t *testing.T, file string, floor int, show bool, judge func(*record.Record, [][]string) []fault) {
	p := load(t)
	all, wrong := 0, 0
	kinds := map[string]int{}
	for i, x := range passages(t, file) {
		_, rec, err := p.Read(record.Report{ID: fmt.Sprint(i), Text: x.text})
		if err != nil {
			t.Fatal(err)
		}
		all += max(1, len(x.want))
		faults := judge(rec, x.want)
		wrong += min(len(faults), max(1, len(x.want)))
		rows := ""
		for _, f := range faults {
			kinds[f.kind]++
			rows += "\n\t" + f.row + ": " + f.kind
		}
		if show && rows != "" {
			t.Logf("%s%s", x.text, rows)
		}
	}
	t.Logf("%s: %d of %d right, %.1f %%; faults: %v", file, all-wrong, all, 100*float64(all-wrong)/float64(all), kinds)
	if (all-wrong)*100 < floor*all {
		t.Errorf("%s: %d of %d right", file, all-wrong, all)
	}
}
