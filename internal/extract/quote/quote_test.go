package quote

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"annals/internal/passage"
	"annals/internal/record"
	"annals/internal/text"
)

var update = flag.Bool("update", false, "write the golden files")

// reader reads a text with the program's own steps.
func reader(t testing.TB) func(string) *text.Document {
	t.Helper()
	engine := passage.Engine(t)
	return func(body string) *text.Document {
		d := &text.Document{Text: body}
		engine.Read(d)
		return d
	}
}

// entry is one passage of a file of passages.
type entry struct {
	name, publisher, text string
	unread                bool
	want                  []string
}

func passages(t *testing.T, file string) []entry {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var out []entry
	for _, part := range strings.Split(string(raw), "\n== ")[1:] {
		name, body, _ := strings.Cut(strings.TrimSpace(part), "\n")
		p := entry{name: strings.TrimSuffix(name, "?"), unread: strings.HasSuffix(name, "?")}
		var lines []string
		for line := range strings.Lines(body) {
			line = strings.TrimRight(line, "\n")
			publisher, ok := strings.CutPrefix(line, "by ")
			switch {
			case strings.HasPrefix(line, "#"):
			case ok:
				p.publisher = publisher
			case strings.Contains(line, " | "):
				p.want = append(p.want, line)
			default:
				lines = append(lines, line)
			}
		}
		p.text = strings.TrimSpace(strings.Join(lines, "\n"))
		out = append(out, p)
	}
	return out
}

// golden holds what was written against a file of testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("statements differ from %s; see with -update and git diff", path)
	}
}

// find finds the statements of a passage and holds them to the record's
// invariants.
func (p *entry) find(t *testing.T, finder *Finder, read func(string) *text.Document) []record.Statement {
	t.Helper()
	d := read(p.text)
	d.Publisher = p.publisher
	list := finder.Find(d, record.NewSpeller(p.text))
	rec := record.Record{Report: record.Report{Text: p.text}, Statements: list}
	if err := rec.Check(); err != nil {
		t.Errorf("%s: %v", p.name, err)
	}
	return list
}

// shown writes statements in the form of passages.txt.
func shown(list []record.Statement) []string {
	var out []string
	source := func(p record.Party) string {
		switch {
		case p.Span == nil:
			return "-"
		case p.Description != nil:
			return *p.Description
		}
		return p.Span.Text
	}
	for _, s := range list {
		var content, rest, via []string
		for _, c := range s.Content {
			content = append(content, strings.ReplaceAll(c.Text, "\n", "\\n"))
		}
		for _, v := range s.Via {
			via = append(via, source(v))
		}
		if len(via) > 0 {
			rest = append(rest, "via "+strings.Join(via, ", "))
		}
		if s.Addressee != nil {
			rest = append(rest, "to "+source(*s.Addressee))
		}
		if s.Source.Anonymous {
			rest = append(rest, "anonymous")
		}
		if s.Source.Count != nil {
			rest = append(rest, fmt.Sprintf("count %d", *s.Source.Count))
		}
		if s.Within != nil {
			i := slices.IndexFunc(list, func(o record.Statement) bool { return o.ID == *s.Within })
			rest = append(rest, "in "+source(list[i].Source))
		}
		cue := "-"
		if s.Cue != nil {
			cue = s.Cue.Text
		}
		line := strings.Join([]string{source(s.Source), cue, strings.Join(content, " … "), s.Form + " " + s.Act}, " | ")
		if len(rest) > 0 {
			line += " | " + strings.Join(rest, "; ")
		}
		out = append(out, line)
	}
	return out
}

func TestPassages(t *testing.T) { hold(t, "passages") }

// TestTortures reads quotation marks as they come.
func TestTortures(t *testing.T) { hold(t, "tortures") }

// hold compares what is found in the passages of a file with what a careful
// reader finds, and all of it with the golden file.
func hold(t *testing.T, file string) {
	read := reader(t)
	finder, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, p := range passages(t, file+".txt") {
		got := shown(p.find(t, finder, read))
		fmt.Fprintf(&all, "== %s\n%s\n", p.name, strings.Join(append(got, ""), "\n"))
		same := slices.Equal(got, p.want)
		switch {
		case !same && !p.unread:
			t.Errorf("%s: %s\ngot:\n  %s\nwant:\n  %s", p.name, p.text, strings.Join(got, "\n  "), strings.Join(p.want, "\n  "))
		case same && p.unread:
			t.Logf("%s is read now: take its question mark away", p.name)
		}
	}
	golden(t, file+".golden", all.String())
}

// FuzzFind holds the finder to the record's invariants on any text.
func FuzzFind(f *testing.F) {
	read := reader(f)
	finder, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"“A,” she said. “B.”", "He said: “", "According to", "It is said that “he said “x", "a: “b” — C", "said said said", "# saY 000", "“”, told Reuters that"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "")
		list := finder.Find(read(s), record.NewSpeller(s))
		rec := record.Record{Report: record.Report{Text: s}, Statements: list}
		if err := rec.Check(); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	read := reader(b)
	finder, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	body := strings.Repeat("“The dam has held,” Anna Orlova said on Monday, according to the agency. The ministry denied that the road, which leads to the coast, was closed, but warned of floods.\n\n", 20)
	d := read(body)
	spell := record.NewSpeller(body)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		finder.Find(d, spell)
	}
}
