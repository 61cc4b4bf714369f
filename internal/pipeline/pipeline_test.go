package pipeline

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"annals/internal/ingest"
	"annals/internal/record"
)

// loaded is one pipeline for all tests of the package.
var loaded = sync.OnceValues(New)

func load(t testing.TB) *Pipeline {
	t.Helper()
	p, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// strange are texts that break habits.
func strange() []string {
	return []string{
		"", " ", "\n\n\n", "–\n—\n***", "a", "“", "”", "\"\"\"\"", "“““ he said ”””", "(((((((((", "’s", "...",
		"He said he said he said he said.", "\"No,\" \"yes,\" \"no,\" she said, he said, they said.",
		"SAID THE MINISTER: \"NO\".", "1,2,3,4,5,6 and 7 of the 8 were 9.", "between 10 and 5 people, 99999999999999999999999 dead",
		"On 31 February 2021, on 99/99/9999, at 25:61, in the 0000s.", "ＦＵＬＬ　ＷＩＤＴＨ said.", "👩‍👩‍👧 said 🙂: “🙂”",
		"ПУТИН said that Лукашенко will go.", "مصر said", "a\u0300\u0301\u0302 said b", "x\u2028y\u2029z said", "\ufeffThe army denied it.",
		"According to according to according to sources.", "Citing citing sources, sources said, citing sources.",
		strings.Repeat("and he said that ", 300) + "it was over.", strings.Repeat("(“", 200), strings.Repeat("The army attacked the town. ", 50),
		"Q:\n\nA:\n\nQ: ?\n\nA: I.", "Q\nA\nQ  ?\nA. I\nQ.", "Q (: ?\nA ): I\n(A): I\nQ (: you?", "ANA (: I\nBEN: you?\nANA (: we", "“ANA: I?\n\n“It.\n\nBEN: You.\n\nANA: “I,” you.”",
		"<html><body><p>He said</p></body></html>", "He\r\nsaid\r\n\r\nno.\r\n", "\tHe\tsaid\tno.", "he said\x00she said",
	}
}

// TestReadHoldsInvariants reads strange texts; Read itself checks the record.
func TestReadHoldsInvariants(t *testing.T) {
	for _, s := range strange() {
		for _, date := range []*string{nil, record.Ptr("2024-02-29"), record.Ptr("2020-09-14T08:00:00Z")} {
			holdsInvariants(t, record.Report{ID: "x", Text: s, Published: date})
		}
	}
}

// TestReadsDisturbedReports reads the example reports with words left out,
// told twice or exchanged: rules meet trees there that no sentence has.
func TestReadsDisturbedReports(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/reports/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no example reports: %v", err)
	}
	for k, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(uint64(k), 1))
		for range *disturbances {
			holdsInvariants(t, record.Report{ID: filepath.Base(path), Text: disturbed(string(b), random)})
		}
	}
}

var disturbances = flag.Int("disturbances", 6, "how often each example report is read with its words disturbed")

// disturbed is a text with one in eight words left out, told twice, put into capitals or
// exchanged with another one.
func disturbed(s string, random *rand.Rand) string {
	words := strings.SplitAfter(s, " ")
	for i := range words {
		if random.IntN(8) > 0 {
			continue
		}
		switch random.IntN(4) {
		case 0:
			words[i] = ""
		case 1:
			words[i] += words[i]
		case 2:
			words[i] = strings.ToUpper(words[i])
		default:
			j := random.IntN(len(words))
			words[i], words[j] = words[j], words[i]
		}
	}
	return strings.Join(words, "")
}

// holdsInvariants reads a report and checks document, record and written record.
func holdsInvariants(t *testing.T, report record.Report) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s: %v\n%s\n%s", report.ID, p, report.Text, debug.Stack())
		}
	}()
	doc, rec, err := load(t).Read(report)
	if err != nil {
		t.Errorf("%.60q: %v", report.Text, err)
		return
	}
	if err := doc.Check(); err != nil {
		t.Errorf("%.60q: %v", report.Text, err)
	}
	if line, err := rec.MarshalLine(); err != nil {
		t.Errorf("%.60q: %v", report.Text, err)
	} else if _, err := record.Parse(line); err != nil {
		t.Errorf("%.60q: written record does not parse: %v", report.Text, err)
	}
}

// TestNothingWithoutDate: a report without a date and without years resolves
// no time, whatever the day the test runs on.
func TestNothingWithoutDate(t *testing.T) {
	_, rec, err := load(t).Read(record.Report{ID: "x", Text: "The minister resigned on Monday. Last week he said that he would stay until 25 September. Yesterday the army moved."})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range rec.Times {
		if x.Start != nil || x.End != nil || x.Basis != record.NoBasis {
			t.Errorf("%q was resolved to %v–%v", x.Span.Text, x.Start, x.End)
		}
	}
	if len(rec.Times) < 4 {
		t.Errorf("%d times found, want 4", len(rec.Times))
	}
}

func TestReadAllKeepsOrderAndGoesOn(t *testing.T) {
	dir := t.TempDir()
	var args []string
	for i := range 12 {
		path := filepath.Join(dir, fmt.Sprintf("%02d.txt", i))
		body := strings.Repeat(fmt.Sprintf("The minister said that %d people were hurt in the fire. ", i+2), 1+(i*7)%5)
		if i == 4 {
			body = ""
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	args = append(args, filepath.Join(dir, "missing.txt"))
	i, failed := 0, 0
	for r := range load(t).ReadAll(context.Background(), ingest.Expand(args), ingest.Options{}) {
		if r.Source.Name != args[i] {
			t.Errorf("result %d is of %s, want %s", i, r.Source.Name, args[i])
		}
		if r.Err != nil {
			failed++
		}
		i++
	}
	if i != len(args) || failed != 2 {
		t.Errorf("%d results with %d failures, want %d with 2", i, failed, len(args))
	}
	for range load(t).ReadAll(context.Background(), ingest.Expand(args), ingest.Options{}) {
		break // a caller that stops early must not hang the readers
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range strange() {
		f.Add(s, "2024-02-29")
	}
	f.Fuzz(func(t *testing.T, body, date string) {
		if !utf8.ValidString(body) || len(body) > 2000 {
			return
		}
		report := record.Report{ID: "x", Text: body}
		if len(date) == len("2024-02-29") {
			report.Published = &date
		}
		doc, _, err := load(t).Read(report)
		if err != nil {
			t.Fatal(err)
		}
		if err := doc.Check(); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	p := load(b)
	body, err := os.ReadFile("../../testdata/reports/wire.txt")
	if err != nil {
		b.Fatal(err)
	}
	report := record.Report{ID: "x", Text: string(body), Published: record.Ptr("2024-03-12")}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := p.Read(report); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}
