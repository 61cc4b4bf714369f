package main

import (
	"fmt"
	"os"

	"annals/internal/corpus"
	"annals/internal/extract/quote"
	"annals/internal/lexicon/world"
	"annals/internal/reading/encoder"
	"annals/internal/reading/quotemark"
	"annals/internal/reading/segment"
	"annals/internal/text"
)

// trainQuoteCmd trains the model that tells statements from other clauses, on
// articles as this program's own encoder reads them.
type trainQuoteCmd struct {
	Articles []string `required:"" sep:"none" help:"Attribution sets to train on (JSON Lines)." placeholder:"FILE"`
	Out      string   `required:"" help:"Where to write the weights." placeholder:"FILE"`
}

// Run trains and writes.
func (c *trainQuoteCmd) Run(std streams) error {
	w, err := world.Load()
	if err != nil {
		return err
	}
	e, err := encoder.Load(w)
	if err != nil {
		return err
	}
	trainer, err := quote.NewTrainer()
	if err != nil {
		return err
	}
	segmenter := segment.New()
	for _, path := range c.Articles {
		err := corpus.Attributions(path, func(a corpus.Article) error {
			doc := &text.Document{Text: a.Text, Published: a.Date}
			segmenter.Segment(doc)
			quotemark.Mark(doc)
			e.Analyse(doc)
			gold := quote.Gold{Document: doc}
			for _, x := range a.Attributions {
				gold.Attributions = append(gold.Attributions, quote.Attribution(x))
			}
			trainer.Add(gold)
			return nil
		})
		if err != nil {
			return err
		}
	}
	weights, err := trainer.Weights()
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, weights, 0o644); err != nil {
		return fmt.Errorf("train: %w", err)
	}
	fmt.Fprintf(std.err, "%d attributions, %d within reach; threshold with the best F1 on held-out articles: %.2f; wrote %d bytes to %s\n",
		trainer.Gold, trainer.Reached, trainer.Threshold, len(weights), c.Out)
	return nil
}
