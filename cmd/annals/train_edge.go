package main

import (
	"fmt"
	"os"

	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/reading/corefer"
	"annals/internal/reading/encoder"
	"annals/internal/reading/name"
	"annals/internal/reading/quotemark"
)

// trainEdgeCmd trains the models that say where the phrases of mentions begin
// and end, on treebanks as the program reads them and as encoders that know
// them less well do.
type trainEdgeCmd struct {
	Treebank []string `required:"" sep:"none" help:"Treebanks with Entity= annotation to train on (CoNLL-U). Documents that may not train shipped weights are left out." placeholder:"FILE"`
	Encoder  []string `sep:"none" help:"Weights of further encoders to read them with." placeholder:"FILE"`
	Seed     uint64   `default:"1" help:"Seed of the order of phrases."`
	Out      string   `required:"" help:"Where to write the weights." placeholder:"FILE"`
}

// Run trains and writes; eval coref scores the result.
func (c *trainEdgeCmd) Run(std streams) error {
	w, err := world.Load()
	if err != nil {
		return err
	}
	encoders, err := c.encoders()
	if err != nil {
		return err
	}
	namer, err := name.Load()
	if err != nil {
		return err
	}
	finder := clue.New(w)
	var clues clue.Clues
	var reports []corefer.Gold
	bank, err := trainable(c.Treebank)
	if err != nil {
		return err
	}
	for _, t := range bank {
		chains, err := t.Chains()
		if err != nil {
			return err
		}
		for _, e := range encoders {
			d := t.Plain()
			quotemark.Mark(d)
			finder.Find(d, &clues)
			namer.Name(d, &clues, e.Analyse(d, &clues))
			reports = append(reports, corefer.Gold{Document: d, Chains: chains})
		}
	}
	weights, err := corefer.TrainEdges(w, reports, corefer.EdgeOptions{Seed: c.Seed})
	if err != nil {
		return err
	}
	return writeWeights(c.Out, weights, std.err)
}

// encoders are the program's own and those named.
func (c *trainEdgeCmd) encoders() ([]*encoder.Encoder, error) {
	own, err := encoder.Load()
	if err != nil {
		return nil, err
	}
	list := []*encoder.Encoder{own}
	for _, path := range c.Encoder {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("train edge: %w", err)
		}
		e, err := encoder.Open(f)
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			return nil, fmt.Errorf("train edge: %s: %w", path, err)
		}
		list = append(list, e)
	}
	return list, nil
}
