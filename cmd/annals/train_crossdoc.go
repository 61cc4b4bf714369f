package main

import (
	"bytes"
	"fmt"
	"os"

	"annals/internal/eval"
	"annals/internal/lexicon/cluster"
	"annals/internal/lexicon/sense"
	"annals/internal/pipeline"
)

// trainSenseCmd makes the table of senses.
type trainSenseCmd struct {
	Wordnet string `required:"" help:"Folder of WordNet's files: data.verb, index.verb, data.noun, index.noun." placeholder:"DIR"`
	Out     string `required:"" help:"Where to write the table." placeholder:"FILE"`
}

// Run keeps the words that the table of clusters knows.
func (c *trainSenseCmd) Run(std streams) error {
	clusters, err := cluster.Load()
	if err != nil {
		return err
	}
	table, err := sense.Compile(os.DirFS(c.Wordnet), func(word string) bool { return clusters.Of(word).Fine != 0 })
	if err != nil {
		return err
	}
	fmt.Fprintf(std.err, "%d bytes\n", len(table))
	return os.WriteFile(c.Out, table, 0o644)
}

// trainCrossdocCmd learns the coreference over reports.
type trainCrossdocCmd struct {
	Gold   []string `required:"" sep:"none" help:"ECB+ as JSON Lines; its training topics are used." placeholder:"FILE"`
	Seed   uint64   `default:"1" help:"Seed of the shuffling."`
	Out    string   `required:"" help:"Where to write the weights of pairs." placeholder:"FILE"`
	Detect string   `required:"" help:"Where to write the weights that find mentions." placeholder:"FILE"`
}

// Run reads the reports, learns and writes.
func (c *trainCrossdocCmd) Run() error {
	p, err := pipeline.New()
	if err != nil {
		return err
	}
	model, detector, err := eval.TrainCrossDocument(goldReader(p), c.Seed, eval.Options{Gold: c.Gold})
	if err != nil {
		return err
	}
	var pairs bytes.Buffer
	if err := model.Write(&pairs); err != nil {
		return err
	}
	mentions, err := detector.Write()
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Detect, mentions, 0o644); err != nil {
		return fmt.Errorf("train crossdoc: %w", err)
	}
	return os.WriteFile(c.Out, pairs.Bytes(), 0o644)
}
