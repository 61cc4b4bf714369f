package main

import (
	"fmt"
	"os"

	"annals/internal/corpus"
	"annals/internal/eval"
	"annals/internal/pipeline"
	"annals/internal/situation"
)

// trainJoinCmd learns the weights that say whether two events are one.
type trainJoinCmd struct {
	Gold   []string `required:"" sep:"none" help:"ECB+ as JSON Lines; its training topics are used." placeholder:"FILE"`
	Epochs int      `default:"12" help:"Passes over the pairs."`
	Seed   uint64   `default:"1" help:"Seed of the shuffling."`
	Out    string   `required:"" help:"Where to write the weights." placeholder:"FILE"`
}

// Run reads the reports, learns and writes.
func (c *trainJoinCmd) Run(std streams) error {
	p, err := pipeline.New()
	if err != nil {
		return err
	}
	examples, err := eval.JoinExamples(goldReader(p), eval.Options{Gold: c.Gold})
	if err != nil {
		return err
	}
	fmt.Fprintf(std.err, "%d pairs\n", len(examples))
	f, err := os.Create(c.Out)
	if err != nil {
		return fmt.Errorf("train join: %w", err)
	}
	defer f.Close()
	if err := situation.Train(examples, c.Epochs, c.Seed).Write(f); err != nil {
		return err
	}
	return f.Close()
}

// trainRarityCmd counts in how many texts words stand.
type trainRarityCmd struct {
	Text []string `required:"" sep:"none" help:"Plain text: JSON Lines with a field \"text\"." placeholder:"FILE"`
	Out  string   `required:"" help:"Where to write the table." placeholder:"FILE"`
}

// Run counts and writes.
func (c *trainRarityCmd) Run() error {
	var failed error
	table := situation.Rarity(func(yield func(string) bool) {
		for _, path := range c.Text {
			err := corpus.JSONLines(path, func(v struct {
				Text string `json:"text"`
			}) error {
				yield(v.Text)
				return nil
			})
			if err != nil {
				failed = err
			}
		}
	})
	if failed != nil {
		return failed
	}
	return os.WriteFile(c.Out, table, 0o644)
}
