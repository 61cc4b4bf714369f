package eval

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"annals/internal/corpus"
	"annals/internal/record"
	"annals/internal/text"
)

// ReadStatements reads one article and finds its statements. The date is as
// the set gives it.
type ReadStatements func(text, date string) (*text.Document, []record.Statement, error)

// Attribution scores statements against attribution sets in the layout of
// PolNeAR (Newell, Margolin & Ruths 2018). A role, which may be several pieces,
// is judged as the set of words that it touches.
//
//	attr.C      contents found: pairs whose words overlap by half or more (Jaccard)
//	attr.CS     … and with the same source: a shared word that is no function word
//	attr.CSQ    … and with the same cue
//	attr.Ch80   as CS, with an overlap of 0.8
//	direct, mixed, indirect, speech
//	            CS for contents wholly, partly, not in quotation marks; for cues of
//	            speech and belief
//	source, cue, content
//	            the role alone, all its words the same
//
// The set has outermost attributions only, so [Outermost] statements are
// compared.
func Attribution(read ReadStatements, o Options) (*Table, error) {
	out, err := systemFile(o.System)
	if err != nil {
		return nil, err
	}
	defer out.close()
	t := attributionTally{}
	var bins reliability
	var speech confidences
	for _, path := range o.Gold {
		err := corpus.Attributions(path, func(a corpus.Article) error {
			_, statements, err := read(a.Text, a.Date)
			if err != nil {
				return fmt.Errorf("eval: article %s: %w", a.ID, err)
			}
			system, confidence := Outermost(a.Text, statements)
			if err := out.article(a, system); err != nil {
				return err
			}
			for i, v := range t.article(a, system) {
				bins.add(confidence[i], v.right)
				if v.says {
					speech = append(speech, outcome{confidence[i], v.right})
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if err := out.flush(); err != nil {
		return nil, err
	}
	table := t.table()
	table.Notes = append(table.Notes, speech.note())
	table.Notes = append(table.Notes, bins.notes()...)
	return table, nil
}

// Outermost maps statements to the view of a set that has outermost
// attributions only: statements within others fall away, and of a chain the
// voice nearest to the report remains, with the statement's own source beside
// it ("Bloomberg, citing five officials, wrote P": both are source). A link that
// is only spoken to ("told Reuters") is none of the set's sources. The second
// result is the statements' confidence, 1 where there is none.
func Outermost(report string, statements []record.Statement) ([]corpus.Attribution, []float64) {
	spell := record.NewSpeller(report)
	var out []corpus.Attribution
	var confidence []float64
	for _, s := range statements {
		if s.Within != nil {
			continue
		}
		var a corpus.Attribution
		if s.Source.Span != nil {
			a.Source = append(a.Source, spell.Bytes(*s.Source.Span))
		}
		for _, v := range s.Via {
			if v.Span == nil || s.Addressee != nil && s.Addressee.Span != nil && *s.Addressee.Span == *v.Span {
				continue
			}
			if link := spell.Bytes(*v.Span); !spokenTo(report[:link.Start]) {
				a.Source = append(a.Source, link)
			}
		}
		if s.Cue != nil {
			a.Cue = append(a.Cue, spell.Bytes(*s.Cue))
		}
		for _, c := range s.Content {
			a.Content = append(a.Content, spell.Bytes(c))
		}
		out = append(out, a)
		p := 1.0
		if s.Confidence != nil {
			p = *s.Confidence
		}
		confidence = append(confidence, p)
	}
	return out, confidence
}

// spokenTo reports whether whoever is named behind the text is spoken to: "told
// Reuters", "in an interview with the paper", and not "according to the paper".
func spokenTo(before string) bool {
	words := strings.Fields(before[max(0, len(before)-40):])
	n := len(words)
	if n < 2 {
		return false
	}
	switch strings.ToLower(words[n-1]) {
	case "told", "tells", "tell", "telling", "with":
		return true
	case "to":
		return strings.ToLower(words[n-2]) != "according"
	}
	return false
}

// systemWriter writes the program's output as lines of the set's own layout,
// in code points. A nil file writes nothing.
type systemWriter struct {
	file *os.File
	w    *bufio.Writer
}

func systemFile(path string) (*systemWriter, error) {
	if path == "" {
		return &systemWriter{w: bufio.NewWriter(io.Discard)}, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("eval: system file: %w", err)
	}
	return &systemWriter{f, bufio.NewWriter(f)}, nil
}

func (s *systemWriter) article(a corpus.Article, list []corpus.Attribution) error {
	type attribution struct {
		Source  [][2]int `json:"source"`
		Cue     [][2]int `json:"cue"`
		Content [][2]int `json:"content"`
	}
	m := text.NewMapper(a.Text)
	points := func(spans []text.Span) [][2]int {
		out := [][2]int{}
		for _, b := range spans {
			out = append(out, [2]int{m.PointFromByte(b.Start), m.PointFromByte(b.End)})
		}
		return out
	}
	line := struct {
		ID           string        `json:"id"`
		Attributions []attribution `json:"attributions"`
	}{ID: a.ID, Attributions: []attribution{}}
	for _, x := range list {
		line.Attributions = append(line.Attributions, attribution{points(x.Source), points(x.Cue), points(x.Content)})
	}
	if err := json.NewEncoder(s.w).Encode(line); err != nil {
		return fmt.Errorf("eval: system file: %w", err)
	}
	return nil
}

func (s *systemWriter) flush() error {
	if err := s.w.Flush(); err != nil {
		return fmt.Errorf("eval: system file: %w", err)
	}
	return nil
}

func (s *systemWriter) close() {
	if s.file != nil {
		s.file.Close()
	}
}

// outcome is one answer's confidence and whether it is right.
type outcome struct {
	confidence float64
	right      bool
}

// confidences are answers to be ordered by their confidence.
type confidences []outcome

// note says how many of the more confident half are right.
func (c confidences) note() string {
	slices.SortStableFunc(c, func(a, b outcome) int { return cmp.Compare(b.confidence, a.confidence) })
	half, right := c[:len(c)/2], 0
	for _, a := range half {
		if a.right {
			right++
		}
	}
	if len(half) == 0 {
		return "CS speech has too few answers for a more confident half"
	}
	return fmt.Sprintf("CS speech, the more confident half: precision %.1f (%d of %d, confidence %.2f or more)",
		100*float64(right)/float64(len(half)), right, len(half), half[len(half)-1].confidence)
}

// reliability sorts answers by their confidence, for a table of how often
// answers of a confidence are right.
type reliability [10]struct{ n, right, sum float64 }

func (r *reliability) add(confidence float64, right bool) {
	b := &r[min(int(confidence*10), 9)]
	b.n++
	b.sum += confidence
	if right {
		b.right++
	}
}

func (r *reliability) notes() []string {
	out := []string{"confidence of statements: mean, share right, number"}
	for _, b := range r {
		if b.n > 0 {
			out = append(out, fmt.Sprintf("  %.2f  %.2f  %4.0f", b.sum/b.n, b.right/b.n, b.n))
		}
	}
	return out
}
