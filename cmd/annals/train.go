package main

import (
	"fmt"
	"io"
	"os"

	"annals/internal/corpus"
	"annals/internal/eval"
	"annals/internal/lexicon/cluster"
	"annals/internal/reading/parse"
	"annals/internal/reading/segment"
	"annals/internal/reading/tag"
	"annals/internal/text"
)

// trainCmd trains the models of the reading and extraction steps: one
// subcommand per weight file, each in a file train_<name>.go but for these.
type trainCmd struct {
	Cluster  trainClusterCmd  `cmd:"" help:"Find classes of words that keep the same company; tag and parse are trained after it."`
	Segment  trainSegmentCmd  `cmd:"" help:"Train the model that says where sentences end."`
	Tag      trainTagCmd      `cmd:"" help:"Train the tagger: parts of speech, features, lemmas."`
	Parse    trainParseCmd    `cmd:"" help:"Train the parser."`
	Name     trainNameCmd     `cmd:"" help:"Train the finder of names."`
	Encoder  trainEncoderCmd  `cmd:"" help:"Write the arrays that the shared encoder is trained on."`
	Quote    trainQuoteCmd    `cmd:"" help:"Train the scorer of statements."`
	Event    trainEventCmd    `cmd:"" help:"Train the model that judges candidates of events."`
	Join     trainJoinCmd     `cmd:"" help:"Train the model that says whether two events of two reports are one."`
	Sense    trainSenseCmd    `cmd:"" help:"Make the table of words that can mean the same from WordNet."`
	Crossdoc trainCrossdocCmd `cmd:"" help:"Train the coreference over reports."`
	Rarity   trainRarityCmd   `cmd:"" help:"Count how rare words are, for the likeness of reports."`
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

// score writes the tables of the development treebanks, if there are any.
func (t *treebankFiles) score(analyse func(*text.Document), out io.Writer) error {
	if len(t.Dev) == 0 {
		return nil
	}
	tables, err := eval.Trees(analyse, eval.Options{Gold: t.Dev})
	if err != nil {
		return err
	}
	for _, table := range tables {
		if err := table.Write(out); err != nil {
			return err
		}
	}
	return nil
}

// writeWeights writes a file of weights and says how large it is.
func writeWeights(path string, weights []byte, log io.Writer) error {
	if err := os.WriteFile(path, weights, 0o644); err != nil {
		return fmt.Errorf("train: %w", err)
	}
	fmt.Fprintf(log, "wrote %d bytes to %s\n", len(weights), path)
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
	if err := writeWeights(c.Out, weights, std.err); err != nil {
		return err
	}
	tagger, err := tag.New(weights)
	if err != nil {
		return err
	}
	return c.score(tagger.Tag, std.out)
}

// trainParseCmd trains the parser.
type trainParseCmd struct {
	treebankFiles
	Epochs int `default:"6" help:"Passes over the documents."`
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
	if err := tag.Jackknife(docs, c.Folds, tag.TrainOptions{Epochs: 6, Seed: c.Seed}); err != nil {
		return err
	}
	weights, err := parse.Train(docs, parse.TrainOptions{Epochs: c.Epochs, Seed: c.Seed}, log)
	if err != nil {
		return err
	}
	if err := writeWeights(c.Out, weights, std.err); err != nil {
		return err
	}
	parser, err := parse.New(weights)
	if err != nil {
		return err
	}
	tagger, err := tag.Load()
	if err != nil {
		return err
	}
	return c.score(func(d *text.Document) { tagger.Tag(d); parser.Parse(d) }, std.out)
}
