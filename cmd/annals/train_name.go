package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"annals/internal/corpus"
	"annals/internal/eval"
	"annals/internal/lexicon/world"
	"annals/internal/reading/clue"
	"annals/internal/reading/encoder"
	"annals/internal/reading/name"
	"annals/internal/text"
)

// trainNameCmd trains the finder of names, and the clusters of words that it
// draws on.
type trainNameCmd struct {
	UNER     []string `name:"uner" sep:"none" help:"Universal NER files (IOB2 of five columns, gold)." placeholder:"FILE"`
	Wikigold []string `sep:"none" help:"Wikigold (gold)." placeholder:"FILE"`
	CrossNER []string `name:"crossner" sep:"none" help:"CrossNER politics (gold)." placeholder:"FILE"`
	RE3D     []string `name:"re3d" sep:"none" help:"re3d (gold, other guideline)." placeholder:"FILE"`
	GMB      []string `name:"gmb" sep:"none" help:"Groningen Meaning Bank, news (silver)." placeholder:"FILE"`
	Raw      []string `sep:"none" help:"Raw text for the clusters of words: JSON Lines with a text field. Without it the words in --words are used as they are." placeholder:"FILE"`
	Words    string   `required:"" help:"File of words, written with --raw and read otherwise." placeholder:"FILE"`
	Out      string   `help:"Where to write the weights." placeholder:"FILE" required:"" xor:"what"`
	Encoder  string   `help:"With --cv: the weights of an encoder that has not learnt from the Universal NER files, for its opinion." placeholder:"FILE"`
	CV       int      `name:"cv" help:"Write nothing, but score the Universal NER files by cross-validation in so many parts." placeholder:"N" required:"" xor:"what"`
}

// Help is the long help of the command.
func (c *trainNameCmd) Help() string {
	return `Example:
  annals train name --uner uner-ewt-dev.iob2.gz --wikigold wikigold.conll.gz --crossner crossner_politics.conll.gz \
    --re3d re3d.conll.gz --gmb gmb_voa.conll.gz --raw text/*.jsonl.gz \
    --words internal/reading/name/words.bin.gz --out internal/reading/name/weights.bin.gz`
}

// Run trains, logs the loss of each pass, and writes the files.
func (c *trainNameCmd) Run(std streams) error {
	w, err := world.Load()
	if err != nil {
		return err
	}
	if err := c.trainWords(std); err != nil {
		return err
	}
	words, err := os.ReadFile(c.Words)
	if err != nil {
		return fmt.Errorf("train name: %w: give --raw to make it", err)
	}
	examples, err := c.examples(w, c.CV > 0)
	if err != nil {
		return err
	}
	o := name.DefaultTrainOptions()
	o.Log = std.err
	if c.CV > 0 {
		return c.crossValidate(std, w, words, examples, o)
	}
	weights, err := name.Train(w, words, examples, o)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, weights, 0o644); err != nil {
		return fmt.Errorf("train name: %w", err)
	}
	fmt.Fprintf(std.err, "wrote %d bytes to %s\n", len(weights), c.Out)
	return nil
}

func (c *trainNameCmd) trainWords(std streams) error {
	if len(c.Raw) == 0 {
		return nil
	}
	var fault error
	words, err := name.TrainWords(func(yield func(string)) {
		for _, path := range c.Raw {
			err := corpus.JSONLines(path, func(v struct{ Text string }) error {
				for line := range strings.Lines(v.Text) {
					yield(line)
				}
				return nil
			})
			if err != nil && fault == nil {
				fault = err
			}
		}
	})
	if fault != nil {
		return fault
	}
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Words, words, 0o644); err != nil {
		return fmt.Errorf("train name: %w", err)
	}
	fmt.Fprintf(std.err, "wrote %d bytes to %s\n", len(words), c.Words)
	return nil
}

// examples reads the training sets, without Universal NER where cross-validation
// adds its parts.
func (c *trainNameCmd) examples(w *world.World, withoutUNER bool) ([]name.Example, error) {
	var examples []name.Example
	for _, set := range []struct {
		source name.Source
		paths  []string
	}{{name.CrossNER, c.CrossNER}, {name.GMB, c.GMB}, {name.RE3D, c.RE3D}, {name.UNER, c.UNER}, {name.Wikigold, c.Wikigold}} {
		if set.source == name.UNER && withoutUNER {
			continue
		}
		for _, path := range set.paths {
			docs, err := corpus.IOB(path)
			if err != nil {
				return nil, err
			}
			for _, d := range docs {
				e, err := name.Prepare(set.source, d.Doc, d.Labels, w)
				if err != nil {
					return nil, fmt.Errorf("train name: %s: %w", path, err)
				}
				examples = append(examples, e)
			}
		}
	}
	return examples, nil
}

// opinion is what the encoder named says of a document's names, or nothing.
func (c *trainNameCmd) opinion() (func(*text.Document, *clue.Clues) []float32, error) {
	if c.Encoder == "" {
		return func(*text.Document, *clue.Clues) []float32 { return nil }, nil
	}
	f, err := os.Open(c.Encoder)
	if err != nil {
		return nil, fmt.Errorf("train name: %w", err)
	}
	defer f.Close()
	e, err := encoder.Open(f)
	if err != nil {
		return nil, fmt.Errorf("train name: %s: %w", c.Encoder, err)
	}
	return e.Analyse, nil
}

// crossValidate trains on all but one part of the Universal NER documents, and
// on the other sets, finds the names of that part, and scores them all.
func (c *trainNameCmd) crossValidate(std streams, w *world.World, words []byte, others []name.Example, o name.TrainOptions) error {
	opinion, err := c.opinion()
	if err != nil {
		return err
	}
	var docs []corpus.Named
	for _, path := range c.UNER {
		read, err := corpus.IOB(path)
		if err != nil {
			return err
		}
		docs = append(docs, read...)
	}
	finder := clue.New(w)
	var clues clue.Clues
	for part := range c.CV {
		examples := slices.Clone(others)
		for i, d := range docs {
			if i%c.CV != part {
				e, err := name.Prepare(name.UNER, d.Doc, d.Labels, w)
				if err != nil {
					return fmt.Errorf("train name: %w", err)
				}
				examples = append(examples, e)
			}
		}
		weights, err := name.Train(w, words, examples, o)
		if err != nil {
			return err
		}
		namer, err := name.New(weights, words)
		if err != nil {
			return err
		}
		for i := part; i < len(docs); i += c.CV {
			finder.Find(docs[i].Doc, &clues)
			namer.Name(docs[i].Doc, &clues, opinion(docs[i].Doc, &clues))
		}
	}
	return eval.ScoreNames(docs).Write(std.out)
}
