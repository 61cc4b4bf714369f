package reading

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"annals/internal/lexicon/world"
	"annals/internal/reading/quotemark"
	"annals/internal/text"
)

func loadEngine(tb testing.TB) *Engine {
	tb.Helper()
	w, err := world.Load()
	if err != nil {
		tb.Fatal(err)
	}
	e, err := New(w)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// segmented is a document with everything that an Analyser needs.
func segmented(e *Engine, body string) *text.Document {
	d := &text.Document{Text: body}
	e.Segmenter().Segment(d)
	quotemark.Mark(d)
	return d
}

// examples are the texts of the example reports.
func examples(tb testing.TB) (texts []string) {
	tb.Helper()
	paths, err := filepath.Glob("../../testdata/reports/*.txt")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no example reports: %v", err)
	}
	for _, p := range paths {
		body, err := os.ReadFile(p)
		if err != nil {
			tb.Fatal(err)
		}
		texts = append(texts, string(body))
	}
	return texts
}

// madeUp is a report whose words and names nobody has read before.
func madeUp(r *rand.Rand, sentences int) string {
	word := func() string {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteByte("bdfgklmnprstvz"[r.IntN(14)])
			b.WriteByte("aeiou"[r.IntN(5)])
		}
		return b.String()
	}
	name := func() string { w := word(); return strings.ToUpper(w[:1]) + w[1:] }
	var b strings.Builder
	for range sentences {
		fmt.Fprintf(&b, "%s %s, the %s of %s, said on Monday that the %s had %sed a %s near %s.\n\n",
			name(), name(), word(), name(), word(), word(), word(), name())
	}
	return b.String()
}

// TestAnalyseAllocations holds the Analyser to what it allocates once it has
// its memory: a few things a report, whatever its length, of which most are
// what it gives back.
func TestAnalyseAllocations(t *testing.T) {
	const (
		aReport = 20.0
		aToken  = 0.01
	)
	e := loadEngine(t)
	read := strings.Join(examples(t), "\n\n")
	for _, test := range []struct {
		name  string
		texts func() string
	}{
		{"a report read before", func() string { return read }},
		{"a long one", func() string { return strings.Repeat(read+"\n\n", 4) }},
		{"new words and names", func() func() string {
			r := rand.New(rand.NewPCG(1, 2))
			return func() string { return madeUp(r, 100) }
		}()},
	} {
		const runs = 3
		var docs []*text.Document
		for range runs + 1 { // the first to warm up
			docs = append(docs, segmented(e, test.texts()))
		}
		tokens, next := len(docs[0].Tokens), 0
		// A collection would take pooled memory away, which is then made again.
		percent := debug.SetGCPercent(-1)
		got := testing.AllocsPerRun(runs, func() {
			e.Analyser().Analyse(docs[next])
			next++
		})
		debug.SetGCPercent(percent)
		if most := aReport + aToken*float64(tokens); got > most {
			t.Errorf("%s: %v allocations for %d tokens, want at most %v", test.name, got, tokens, most)
		}
	}
}

// BenchmarkAnalyse reads the example reports, their tokens given.
func BenchmarkAnalyse(b *testing.B) {
	e := loadEngine(b)
	var docs []*text.Document
	for _, body := range examples(b) {
		docs = append(docs, segmented(e, body))
	}
	b.ReportAllocs()
	tokens := 0
	for b.Loop() {
		for _, d := range docs {
			d.Mentions = nil
			e.Analyser().Analyse(d)
			tokens += len(d.Tokens)
		}
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkLoad loads the models around facts that are loaded already.
func BenchmarkLoad(b *testing.B) {
	w, err := world.Load()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(w); err != nil {
			b.Fatal(err)
		}
	}
}
