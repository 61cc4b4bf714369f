package eval

import (
	"fmt"
	"runtime"
	"time"

	"annals/internal/corpus"
	"annals/internal/pipeline"
	"annals/internal/reading"
	"annals/internal/reading/quotemark"
	"annals/internal/record"
	"annals/internal/text"
)

// Speed times each step of reading, and the whole pipeline, over the "text"
// field of JSON Lines, one report after another on one core. Tokens are those
// that the segmenter makes.
func Speed(p *pipeline.Pipeline, o Options) (*Table, error) {
	var texts []string
	for _, path := range o.Gold {
		err := corpus.JSONLines(path, func(v struct {
			Text string `json:"text"`
		}) error {
			texts = append(texts, v.Text)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	steps := readingSteps(p.Reading())
	spent := make([]time.Duration, len(steps))
	tokens, sentences := 0, 0
	for _, t := range texts {
		d := &text.Document{Text: t}
		for i, s := range steps {
			start := time.Now()
			s.run(d)
			spent[i] += time.Since(start)
		}
		tokens += len(d.Tokens)
		sentences += len(d.Sentences)
	}
	start := time.Now()
	for _, t := range texts {
		if _, _, err := p.Read(record.Report{ID: record.ContentID(t, ""), Text: t}); err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
	}
	whole := time.Since(start)
	table := &Table{Title: "speed, one core", Columns: []string{"tokens/s", "sentences/s", "share"}}
	row := func(label string, d time.Duration) {
		table.Rows = append(table.Rows, Row{label, []float64{float64(int(float64(tokens) / d.Seconds())), float64(int(float64(sentences) / d.Seconds())), 100 * d.Seconds() / whole.Seconds()}})
	}
	rest := whole
	for i, s := range steps {
		row(s.name, spent[i])
		rest -= spent[i]
	}
	row("extract, resolve", rest)
	row("whole pipeline", whole)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	table.Notes = []string{fmt.Sprintf("%d reports, %d sentences, %d tokens; %d MB taken from the system at the end", len(texts), sentences, tokens, m.Sys>>20)}
	return table, nil
}

type step struct {
	name string
	run  func(*text.Document)
}

// readingSteps are the steps of Engine.Read, each by itself.
func readingSteps(e *reading.Engine) []step {
	return []step{
		{"segment", e.Segmenter().Segment}, {"quotemark", quotemark.Mark},
		{"tag, parse, name", e.Analyser().Analyse}, {"corefer", e.Corefer().Corefer},
	}
}
