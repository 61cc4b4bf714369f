package main

import (
	"fmt"

	"annals/internal/corpus"
	"annals/internal/reading/corefer"
	"annals/internal/reading/quotemark"
)

// trainCoreferCmd trains the model that says which mentions are of one entity,
// on treebanks as this program's own analyser reads them.
type trainCoreferCmd struct {
	Treebank []string `required:"" sep:"none" help:"Treebanks with Entity= annotation to train on (CoNLL-U). Documents that may not train shipped weights are left out." placeholder:"FILE"`
	Seed     uint64   `default:"1" help:"Seed of the first weights and of the order of reports."`
	Epochs   int      `help:"Passes over the reports."`
	Out      string   `required:"" help:"Where to write the weights." placeholder:"FILE"`
}

// Run trains and writes; eval coref scores the result.
func (c *trainCoreferCmd) Run(std streams) error {
	w, engine, err := loadReading()
	if err != nil {
		return err
	}
	var reports []corefer.Gold
	for _, path := range c.Treebank {
		bank, err := corpus.Treebank(path)
		if err != nil {
			return err
		}
		for _, t := range bank {
			if !t.Trainable() {
				continue
			}
			chains, err := t.Chains()
			if err != nil {
				return err
			}
			g := corefer.Gold{Document: t.Plain()}
			for _, chain := range chains {
				if len(chain) > 1 {
					g.Chains = append(g.Chains, chain)
				}
			}
			quotemark.Mark(g.Document)
			engine.Analyser().Analyse(g.Document)
			reports = append(reports, g)
		}
	}
	log := func(s string) { fmt.Fprintln(std.err, s) }
	weights, err := corefer.Train(w, reports, corefer.TrainOptions{Seed: c.Seed, Epochs: c.Epochs}, log)
	if err != nil {
		return err
	}
	return writeWeights(c.Out, weights, std.err)
}
