package main

import (
	"fmt"

	"annals/internal/corpus"
	"annals/internal/extract/quote"
	"annals/internal/text"
)

// trainQuoteCmd trains the models that tell statements from other clauses, on
// articles as this program itself reads them.
type trainQuoteCmd struct {
	Articles []string `required:"" sep:"none" help:"Attribution sets to train on (JSON Lines)." placeholder:"FILE"`
	Most     int      `help:"Stop after so many articles, for learning curves. 0: all." placeholder:"N"`
	Out      string   `required:"" help:"Where to write the weights." placeholder:"FILE"`
	Trees    string   `required:"" help:"Where to write the trees." placeholder:"FILE"`
}

// Run reads the articles, trains and writes.
func (c *trainQuoteCmd) Run(std streams) error {
	_, engine, err := loadReading()
	if err != nil {
		return err
	}
	trainer, err := quote.NewTrainer()
	if err != nil {
		return err
	}
	n := 0
	for _, path := range c.Articles {
		err := corpus.Attributions(path, func(a corpus.Article) error {
			if n++; c.Most > 0 && n > c.Most {
				return nil
			}
			doc := &text.Document{Text: a.Text, Published: a.Date}
			engine.Read(doc)
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
	weights, trees, err := trainer.Weights()
	if err != nil {
		return err
	}
	fmt.Fprintf(std.err, "%d attributions, %d within reach; threshold with the best F1 on held-out articles: %.2f\n", trainer.Gold, trainer.Reached, trainer.Threshold)
	if err := writeWeights(c.Out, weights, std.err); err != nil {
		return err
	}
	return writeWeights(c.Trees, trees, std.err)
}
