package quote

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/reading/encoder"
	"annals/internal/reading/quotemark"
	"annals/internal/reading/segment"
	"annals/internal/record"
	"annals/internal/text"
)

var update = flag.Bool("update", false, "write the golden files")

// reader reads a text with the program's own steps.
func reader(t testing.TB) func(string) *text.Document {
	t.Helper()
	w, err := world.Load()
	if err != nil {
		t.Fatal(err)
	}
	e, err := encoder.Load(w)
	if err != nil {
		t.Fatal(err)
	}
	s := segment.New()
	return func(body string) *text.Document {
		d := &text.Document{Text: body}
		s.Segment(d)
		quotemark.Mark(d)
		e.Analyse(d)
		return d
	}
}

// passage is one entry of passages.txt.
type passage struct {
	name, text string
	unread     bool
	want       []string
}

func passages(t *testing.T) []passage {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "passages.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []passage
	for _, part := range strings.Split(string(raw), "\n== ")[1:] {
		name, body, _ := strings.Cut(strings.TrimSpace(part), "\n")
		p := passage{name: strings.TrimSuffix(name, "?"), unread: strings.HasSuffix(name, "?")}
		var lines []string
		for line := range strings.Lines(body) {
			if line = strings.TrimRight(line, "\n"); strings.Contains(line, " | ") {
				p.want = append(p.want, line)
			} else {
				lines = append(lines, line)
			}
		}
		p.text = strings.TrimSpace(strings.Join(lines, "\n"))
		out = append(out, p)
	}
	return out
}

// shown writes statements in the form of passages.txt.
func shown(list []record.Statement) []string {
	var out []string
	source := func(p record.Party) string {
		if p.Span == nil {
			return "-"
		}
		return p.Span.Text
	}
	for _, s := range list {
		var content, rest, via []string
		for _, c := range s.Content {
			content = append(content, c.Text)
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
		line := strings.Join([]string{source(s.Source), s.Cue.Text, strings.Join(content, " … "), s.Form + " " + s.Act}, " | ")
		if len(rest) > 0 {
			line += " | " + strings.Join(rest, "; ")
		}
		out = append(out, line)
	}
	return out
}

func TestPassages(t *testing.T) {
	read := reader(t)
	finder, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var golden strings.Builder
	for _, p := range passages(t) {
		d := read(p.text)
		list := finder.Find(d, record.NewSpeller(p.text))
		rec := record.Record{Report: record.Report{Text: p.text}, Statements: list}
		if err := rec.Check(); err != nil {
			t.Errorf("%s: %v", p.name, err)
		}
		got := shown(list)
		fmt.Fprintf(&golden, "== %s\n%s\n", p.name, strings.Join(append(got, ""), "\n"))
		read := slices.Equal(got, p.want)
		switch {
		case !read && !p.unread:
			t.Errorf("%s: %s\ngot:\n  %s\nwant:\n  %s", p.name, p.text, strings.Join(got, "\n  "), strings.Join(p.want, "\n  "))
		case read && p.unread:
			t.Logf("%s is read now: take its question mark away", p.name)
		}
	}
	path := filepath.Join("testdata", "passages.golden")
	if *update {
		if err := os.WriteFile(path, []byte(golden.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if golden.String() != string(want) {
		t.Errorf("statements differ from %s; see with -update and git diff", path)
	}
}

// FuzzFind holds the finder to the record's invariants on any text.
func FuzzFind(f *testing.F) {
	read := reader(f)
	finder, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"“A,” she said. “B.”", "He said: “", "According to", "It is said that “he said “x", "a: “b” — C", "said said said", "“”, told Reuters that"} {
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
