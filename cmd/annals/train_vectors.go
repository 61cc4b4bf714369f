package main

import (
	"fmt"
	"os"

	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/reading/encoder"
	"annals/internal/reading/quotemark"
	"annals/internal/text"
)

// trainVectorsCmd finds the components that make tokens' vectors.
type trainVectorsCmd struct {
	Treebank []string `required:"" sep:"none" help:"Treebanks (CoNLL-U). Documents that may not train shipped weights are left out." placeholder:"FILE"`
	Encoder  string   `required:"" help:"Weights of the encoder." placeholder:"FILE"`
	Out      string   `required:"" help:"Where to write the components." placeholder:"FILE"`
}

// Run reads the treebanks' words and writes the components.
func (c *trainVectorsCmd) Run(std streams) error {
	w, err := world.Load()
	if err != nil {
		return err
	}
	f, err := os.Open(c.Encoder)
	if err != nil {
		return fmt.Errorf("train vectors: %w", err)
	}
	defer f.Close()
	e, err := encoder.Open(f)
	if err != nil {
		return err
	}
	var documents []*text.Document
	bank, err := trainable(c.Treebank)
	if err != nil {
		return err
	}
	for _, t := range bank {
		documents = append(documents, t.Plain())
	}
	finder := clue.New(w)
	b, err := e.Components(func(yield func(*text.Document, *clue.Clues)) {
		var clues clue.Clues
		for _, d := range documents {
			quotemark.Mark(d)
			finder.Find(d, &clues)
			yield(d, &clues)
		}
	})
	if err != nil {
		return err
	}
	return writeWeights(c.Out, b, std.err)
}
