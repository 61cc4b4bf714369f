package main

import (
	"fmt"
	"io"
	"os"

	"annals/internal/corpus"
	"annals/internal/reading/parse"
	"annals/internal/reading/tag"
	"annals/internal/text"
)

// trainCmd trains the models of the reading and extraction steps: one
// subcommand per weight file, each in a file train_<name>.go but for these two.
type trainCmd struct {
	Tag   trainTagCmd   `cmd:"" help:"Train the tagger: parts of speech, features, lemmas."`
	Parse trainParseCmd `cmd:"" help:"Train the parser."`
	Name  trainNameCmd  `cmd:"" help:"Train the finder of names."`
	Quote trainQuoteCmd `cmd:"" help:"Train the scorer of statements."`
}

// treebankFiles are the arguments of what trains on treebanks.
type treebankFiles struct {
	Treebank []string `required:"" sep:"none" help:"Treebanks to train on (CoNLL-U). Documents that may not train shipped weights are left out." placeholder:"FILE"`
	Dev      []string `sep:"none" help:"Treebanks to score the result on." placeholder:"FILE"`
	Seed     uint64   `default:"1" help:"Seed of the order of sentences."`
	Out      string   `required:"" help:"Where to write the weights." placeholder:"FILE"`
}

// trainable reads the documents that may train shipped weights.
func (t *treebankFiles) trainable() ([]*text.Document, error) {
	var docs []*text.Document
	for _, path := range t.Treebank {
		bank, err := corpus.Treebank(path)
		if err != nil {
			return nil, err
		}
		for _, d := range bank {
			if d.Trainable() {
				docs = append(docs, d.Doc)
			}
		}
	}
	return docs, nil
}

// write stores the weights and says how large they are.
func (t *treebankFiles) write(weights []byte, log io.Writer) error {
	if err := os.WriteFile(t.Out, weights, 0o644); err != nil {
		return fmt.Errorf("train: %w", err)
	}
	fmt.Fprintf(log, "wrote %d bytes to %s\n", len(weights), t.Out)
	return nil
}

// trainTagCmd trains the tagger.
type trainTagCmd struct {
	treebankFiles
	Epochs int `default:"8" help:"Passes over the documents."`
}

// Run trains, writes and scores.
func (c *trainTagCmd) Run(std streams) error {
	docs, err := c.trainable()
	if err != nil {
		return err
	}
	log := func(s string) { fmt.Fprintln(std.err, s) }
	weights, err := tag.Train(docs, tag.TrainOptions{Epochs: c.Epochs, Seed: c.Seed}, log)
	if err != nil {
		return err
	}
	return c.write(weights, std.err)
}

// trainParseCmd trains the parser.
type trainParseCmd struct {
	treebankFiles
	Epochs int `default:"10" help:"Passes over the documents."`
	Folds  int `default:"5" help:"Parts that the documents are cut into to give each the tags of a tagger trained on the others."`
}

// Run tags the documents, trains, writes and scores.
func (c *trainParseCmd) Run(std streams) error {
	docs, err := c.trainable()
	if err != nil {
		return err
	}
	log := func(s string) { fmt.Fprintln(std.err, s) }
	log(fmt.Sprintf("tagging %d documents with %d taggers", len(docs), c.Folds))
	if err := tag.Jackknife(docs, c.Folds, tag.TrainOptions{Seed: c.Seed}); err != nil {
		return err
	}
	weights, err := parse.Train(docs, parse.TrainOptions{Epochs: c.Epochs, Seed: c.Seed}, log)
	if err != nil {
		return err
	}
	return c.write(weights, std.err)
}
