package pipeline

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"annals/internal/record"
	"annals/internal/text"
)

// TestKeptAnalysis: what is extracted from a kept document is what was
// extracted from the fresh one.
func TestKeptAnalysis(t *testing.T) {
	p := load(t)
	texts := strange()
	files, _ := filepath.Glob("../../testdata/reports/*.txt")
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	for _, s := range texts {
		report := record.Report{ID: "x", Text: s, Published: record.Ptr("2024-03-12")}
		doc, fresh, err := p.Read(report)
		if err != nil {
			t.Fatal(err)
		}
		packed, err := PackAnalysis(doc)
		if err != nil {
			t.Fatal(err)
		}
		kept, reader, err := UnpackAnalysis(packed, report)
		if err != nil || reader != Reader {
			t.Errorf("%.40q: reader %s, %v", s, reader, err)
			continue
		}
		again, err := p.Extract(kept, report)
		if err != nil {
			t.Fatal(err)
		}
		one, _ := fresh.MarshalLine()
		two, _ := again.MarshalLine()
		if !bytes.Equal(one, two) {
			t.Errorf("%.40q: the record differs", s)
		}
		if _, _, err := UnpackAnalysis(packed, record.Report{Text: s + "x"}); err == nil {
			t.Errorf("%.40q: another text passed", s)
		}
	}
}

func FuzzUnpackAnalysis(f *testing.F) {
	// Made by hand, so that the models need not be loaded.
	report := record.Report{ID: "x", Text: "He left."}
	whole := text.Span{End: 8}
	doc := &text.Document{Text: report.Text, Blocks: []text.Block{{Span: whole, Last: 1}}, Sentences: []text.Sentence{{Span: whole, Last: 3}},
		Tokens: []text.Token{{Span: text.Span{End: 2}, Head: 1}, {Span: text.Span{Start: 3, End: 7}, Head: -1}, {Span: text.Span{Start: 7, End: 8}, Head: 1}}}
	packed, err := PackAnalysis(doc)
	if err != nil {
		f.Fatal(err)
	}
	if _, _, err := UnpackAnalysis(packed, report); err != nil {
		f.Fatal(err)
	}
	f.Add(packed)
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, _, err := UnpackAnalysis(b, report)
		if err == nil && doc.Check() != nil {
			t.Error("a broken document passed")
		}
	})
}

func BenchmarkExtract(b *testing.B) {
	p := load(b)
	body, err := os.ReadFile("../../testdata/reports/wire.txt")
	if err != nil {
		b.Fatal(err)
	}
	report := record.Report{ID: "x", Text: string(body), Published: record.Ptr("2024-03-12")}
	doc, err := p.Analyse(report)
	if err != nil {
		b.Fatal(err)
	}
	packed, err := PackAnalysis(doc)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(packed)), "kept-bytes")
	for b.Loop() {
		doc, _, err := UnpackAnalysis(packed, report)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Extract(doc, report); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(body)))
}
