// Package passage is for tests: passages with what must be found in them, and
// the steps that read them. No program imports it.
//
// It reads tables of the folders testdata and the embedded weights, and writes
// documents.
package passage

import (
	"os"
	"strings"
	"sync"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/reading"
	"annals/internal/reading/clue"
	"annals/internal/reading/encoder"
	"annals/internal/reading/name"
	"annals/internal/reading/segment"
	"annals/internal/text"
)

// Passage is a sentence or a short report with what must be found in it.
type Passage struct {
	Date string // of the report, "" if unknown
	Text string
	Want []string
}

// Table reads a table: each passage is a line, "@2024-05-15 " or "@- " before
// it where dates count, and below it stand, each behind a tab, the lines that
// must be found. Lines that begin with "#" say what the table is.
func Table(tb testing.TB, path string) []Passage {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	var list []Passage
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if want, ok := strings.CutPrefix(line, "\t"); ok {
			last := &list[len(list)-1]
			last.Want = append(last.Want, want)
			continue
		}
		p := Passage{Text: line}
		if dated, ok := strings.CutPrefix(line, "@"); ok {
			p.Date, p.Text, _ = strings.Cut(dated, " ")
			p.Date = strings.TrimPrefix(p.Date, "-")
		}
		list = append(list, p)
	}
	return list
}

// Hold holds what is found to a table of at least 60 passages, of which so many
// percent must have just the lines that are wanted: models that tag, parse and
// name move a few of them.
func Hold(t *testing.T, path string, least int, find func(Passage) []string) {
	t.Helper()
	right, all := 0, 0
	for _, p := range Table(t, path) {
		all++
		got := find(p)
		if strings.Join(got, "\n") == strings.Join(p.Want, "\n") {
			right++
			continue
		}
		t.Logf("%s %s\n got %q\nwant %q", p.Date, p.Text, got, p.Want)
	}
	t.Logf("%d of %d passages right", right, all)
	if all < 60 || right*100 < least*all {
		t.Errorf("%s: %d of %d passages right", path, right, all)
	}
}

var loaded = sync.OnceValues(world.Load)

// World is what the program knows of the world.
func World(tb testing.TB) *world.World {
	tb.Helper()
	w, err := loaded()
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// Reader reads texts of a day, "" if it is unknown, as the program does, but
// without names and coreference.
func Reader(tb testing.TB) func(body, date string) *text.Document {
	tb.Helper()
	return reader(tb, nil)
}

// NameReader reads texts as the program does, but without coreference.
func NameReader(tb testing.TB) func(body, date string) *text.Document {
	tb.Helper()
	n, err := name.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return reader(tb, n)
}

func reader(tb testing.TB, namer *name.Namer) func(body, date string) *text.Document {
	tb.Helper()
	e, err := encoder.Load()
	if err != nil {
		tb.Fatal(err)
	}
	segmenter, finder := segment.New(), clue.New(World(tb))
	return func(body, date string) *text.Document {
		d := &text.Document{Text: body, Published: date}
		segmenter.Segment(d)
		var c clue.Clues
		finder.Find(d, &c)
		if opinion := e.Analyse(d, &c); namer != nil {
			namer.Name(d, &c, opinion)
		}
		return d
	}
}

// Engine reads texts with all of the program's steps.
func Engine(tb testing.TB) *reading.Engine {
	tb.Helper()
	e, err := reading.New(World(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return e
}
