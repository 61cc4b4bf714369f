package main

import (
	"fmt"
	"runtime"

	"annals/internal/corpus"
	"annals/internal/reading"
	"annals/internal/reading/corefer"
	"annals/internal/reading/quotemark"
	"annals/internal/text"

	"golang.org/x/sync/errgroup"
)

// trainCoreferCmd trains the model that says which mentions are of one entity,
// on treebanks and articles as this program's own analyser reads them.
type trainCoreferCmd struct {
	Treebank []string `required:"" sep:"none" help:"Treebanks with Entity= annotation to train on (CoNLL-U). Documents that may not train shipped weights are left out." placeholder:"FILE"`
	Articles []string `sep:"none" help:"Articles that a program found chains in (JSON Lines), to begin with." placeholder:"FILE"`
	Silver   []string `sep:"none" help:"What that program found in each of these files." placeholder:"FILE"`
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
	bank, err := trainable(c.Treebank)
	if err != nil {
		return err
	}
	for _, t := range bank {
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
		reports = append(reports, g)
	}
	inParallel(reports, func(g corefer.Gold) {
		quotemark.Mark(g.Document)
		engine.Analyser().Analyse(g.Document)
	})
	if len(c.Articles) != len(c.Silver) {
		return fmt.Errorf("train corefer: %d files of articles for %d of chains: name one of each", len(c.Articles), len(c.Silver))
	}
	for k := range c.Articles {
		silver, err := silverReports(engine, c.Articles[k], c.Silver[k])
		if err != nil {
			return err
		}
		reports = append(reports, silver...)
	}
	log := func(s string) { fmt.Fprintln(std.err, s) }
	weights, err := corefer.Train(w, reports, corefer.TrainOptions{Seed: c.Seed, Epochs: c.Epochs}, log)
	if err != nil {
		return err
	}
	return writeWeights(c.Out, weights, std.err)
}

// silverReports reads articles with the chains that a program found in them.
func silverReports(engine *reading.Engine, articles, chains string) ([]corefer.Gold, error) {
	found, err := corpus.SilverChains(chains)
	if err != nil {
		return nil, err
	}
	var reports []corefer.Gold
	var ids []string
	err = corpus.Attributions(articles, func(a corpus.Article) error {
		if len(found[a.ID]) > 0 {
			reports = append(reports, corefer.Gold{Document: &text.Document{Text: a.Text, Published: a.Date}, Silver: true})
			ids = append(ids, a.ID)
		}
		return nil
	})
	inParallel(reports, func(g corefer.Gold) {
		engine.Segmenter().Segment(g.Document)
		quotemark.Mark(g.Document)
		engine.Analyser().Analyse(g.Document)
	})
	for k := range reports {
		d := reports[k].Document
		points := text.NewMapper(d.Text)
		for _, c := range found[ids[k]] {
			var chain []text.Span
			for _, s := range c {
				first, last := d.TokensIn(text.Span{Start: points.ByteFromPoint(s.Start), End: points.ByteFromPoint(s.End)})
				if first < last {
					chain = append(chain, text.Span{Start: first, End: last})
				}
			}
			reports[k].Chains = append(reports[k].Chains, chain)
		}
	}
	return reports, err
}

// inParallel calls do for each report, on all processors.
func inParallel(reports []corefer.Gold, do func(corefer.Gold)) {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, r := range reports {
		g.Go(func() error { do(r); return nil })
	}
	_ = g.Wait() // nothing gives an error
}
