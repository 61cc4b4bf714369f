package main

import (
	"fmt"
	"io"
	"os"
	"slices"

	"annals/internal/corpus"
	"annals/internal/lexicon/cluster"
	"annals/internal/lexicon/world"
	"annals/internal/reading"
	"annals/internal/reading/segment"
	"annals/internal/text"
)

// trainCmd trains the models of the reading and extraction steps: one
// subcommand per weight file, each in a file train_<name>.go but for these.
type trainCmd struct {
	Cluster  trainClusterCmd  `cmd:"" help:"Find classes of words that keep the same company."`
	Corefer  trainCoreferCmd  `cmd:"" help:"Train the model that says who is who within a report."`
	Edge     trainEdgeCmd     `cmd:"" help:"Train the models that say where the phrases of mentions begin and end."`
	Segment  trainSegmentCmd  `cmd:"" help:"Train the model that says where sentences end."`
	Name     trainNameCmd     `cmd:"" help:"Train the finder of names."`
	Encoder  trainEncoderCmd  `cmd:"" help:"Write the arrays that the shared encoder is trained on."`
	Quote    trainQuoteCmd    `cmd:"" help:"Train the scorer of statements."`
	Event    trainEventCmd    `cmd:"" help:"Train the model that judges candidates of events."`
	Join     trainJoinCmd     `cmd:"" help:"Train the model that says whether two events of two reports are one."`
	Sense    trainSenseCmd    `cmd:"" help:"Make the table of words that can mean the same from WordNet."`
	Crossdoc trainCrossdocCmd `cmd:"" help:"Train the coreference over reports."`
	Rarity   trainRarityCmd   `cmd:"" help:"Count how rare words are, for the likeness of reports."`
	Vectors  trainVectorsCmd  `cmd:"" help:"Find the components of what the encoder makes of words, for the coreference."`
}

// trainClusterCmd finds classes of words.
type trainClusterCmd struct {
	Text []string `required:"" sep:"none" help:"Plain text: JSON Lines with a field \"text\"." placeholder:"FILE"`
	Out  string   `required:"" help:"Where to write the table." placeholder:"FILE"`
}

// Run cuts the texts into sentences, finds classes and writes them.
func (c *trainClusterCmd) Run(std streams) error {
	var in cluster.Inducer
	segmenter := segment.New()
	tokens := 0
	add := func(v struct {
		Text string `json:"text"`
	}) error {
		d := &text.Document{Text: v.Text}
		segmenter.Segment(d)
		for _, s := range d.Sentences {
			var forms []string
			for i := s.First; i < s.Last; i++ {
				forms = append(forms, d.Form(i))
			}
			in.Add(forms)
		}
		tokens += len(d.Tokens)
		return nil
	}
	for _, path := range c.Text {
		if err := corpus.JSONLines(path, add); err != nil {
			return err
		}
		fmt.Fprintf(std.err, "%d tokens after %s\n", tokens, path)
	}
	table, err := in.Induce(cluster.Options{}, func(s string) { fmt.Fprintln(std.err, s) })
	if err != nil {
		return err
	}
	return writeWeights(c.Out, table, std.err)
}

// trainable are the documents of the treebanks that may train shipped weights.
func trainable(paths []string) ([]*corpus.TreebankDoc, error) {
	var all []*corpus.TreebankDoc
	for _, path := range paths {
		bank, err := corpus.Treebank(path)
		if err != nil {
			return nil, err
		}
		all = append(all, slices.DeleteFunc(bank, func(d *corpus.TreebankDoc) bool { return !d.Trainable() })...)
	}
	return all, nil
}

// writeWeights writes a file of weights and says how large it is.
func writeWeights(path string, weights []byte, log io.Writer) error {
	if err := os.WriteFile(path, weights, 0o644); err != nil {
		return fmt.Errorf("train: %w", err)
	}
	fmt.Fprintf(log, "wrote %d bytes to %s\n", len(weights), path)
	return nil
}

// loadReading loads what reads reports, and the facts that it knows.
func loadReading() (*world.World, *reading.Engine, error) {
	w, err := world.Load()
	if err != nil {
		return nil, nil, err
	}
	engine, err := reading.New(w)
	return w, engine, err
}
