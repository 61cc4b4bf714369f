package eval

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"annals/internal/corpus"
	"annals/internal/record"
	"annals/internal/text"
)

// ReadRecord reads one article whole. The date is as the set gives it.
type ReadRecord func(text, date string) (*text.Document, *record.Record, error)

// sourceContext is how many code points a source is shown with on each side.
const sourceContext = 300

// Sources writes a sample of the sources of statements in attribution sets for
// a person to judge: those that overlap a gold source, each with its context,
// the source between ⟦ and ⟧, and the actor that it resolves to with all forms
// of its name. The same seed gives the same sample. Columns are how many
// sources overlap gold, and how many of them are tied to an actor.
func Sources(read ReadRecord, o Options, n int, seed uint64, out io.Writer) (*Table, error) {
	var cards []string
	found, tied := 0, 0
	for _, path := range o.Gold {
		err := corpus.Attributions(path, func(a corpus.Article) error {
			_, rec, err := read(a.Text, a.Date)
			if err != nil {
				return fmt.Errorf("eval: article %s: %w", a.ID, err)
			}
			spell := record.NewSpeller(a.Text)
			for _, s := range rec.Statements {
				if s.Source.Span == nil || !overlapsSource(spell.Bytes(*s.Source.Span), a.Attributions) {
					continue
				}
				found++
				if s.Source.Actor != nil {
					tied++
				}
				cards = append(cards, sourceCard(a.ID, rec, &s))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	random := rand.New(rand.NewPCG(seed, 1))
	random.Shuffle(len(cards), func(i, j int) { cards[i], cards[j] = cards[j], cards[i] })
	for i, card := range cards[:min(n, len(cards))] {
		if _, err := fmt.Fprintf(out, "%d. %s\n\n", i+1, card); err != nil {
			return nil, fmt.Errorf("eval: write sample: %w", err)
		}
	}
	return &Table{Title: "sources", Columns: []string{"found (number)", "tied (number)"}, Rows: []Row{{"all", []float64{float64(found), float64(tied)}}}}, nil
}

func overlapsSource(s text.Span, gold []corpus.Attribution) bool {
	for _, g := range gold {
		for _, t := range g.Source {
			if s.Overlaps(t) {
				return true
			}
		}
	}
	return false
}

// sourceCard is one source as a person judges it.
func sourceCard(article string, rec *record.Record, s *record.Statement) string {
	points := []rune(rec.Report.Text)
	at := s.Source.Span
	line := func(from, to int) string {
		return strings.Join(strings.Fields(string(points[max(from, 0):min(to, len(points))])), " ")
	}
	who := "nobody"
	if s.Source.Actor != nil {
		for _, a := range rec.Actors {
			if a.ID == *s.Source.Actor {
				who = fmt.Sprintf("%s (%s) %q, %d mentions", a.Name, a.Kind, a.Aliases, len(a.Mentions))
			}
		}
	}
	return fmt.Sprintf("%s\n  %s ⟦%s⟧ %s\n  → %s", article, line(at.Start-sourceContext, at.Start), at.Text, line(at.End, at.End+sourceContext/3), who)
}
