package main

import (
	"fmt"
	"math"

	"annals/internal/corpus"
	"annals/internal/reading/segment"
	"annals/internal/text"
)

// trainSegmentCmd trains the model that says where sentences end.
type trainSegmentCmd struct {
	Treebank []string `required:"" sep:"none" help:"Treebanks to train on (CoNLL-U). Documents that may not train shipped weights are left out." placeholder:"FILE"`
	Articles []string `sep:"none" help:"Articles (JSON Lines with \"id\" and \"text\") that keep clean news as it is, with --split." placeholder:"FILE"`
	Split    []string `sep:"none" help:"Sentences of the articles as another program splits them: JSON Lines with \"id\" and \"sents\", whose tokens begin with form, lemma, start and end." placeholder:"FILE"`
	Seed     uint64   `default:"1" help:"Seed of the first weights and of the order of examples."`
	Out      string   `required:"" help:"Where to write the weights." placeholder:"FILE"`
}

// Run trains and writes; eval treebank --raw scores the result.
func (c *trainSegmentCmd) Run(std streams) error {
	trainer := segment.NewTrainer(c.Seed, func(s string) { fmt.Fprintln(std.err, s) })
	bank, err := trainable(c.Treebank)
	if err != nil {
		return err
	}
	for _, d := range bank {
		trainer.Add(d.Doc)
	}
	texts := map[string]string{}
	for _, path := range c.Articles {
		err := corpus.JSONLines(path, func(v struct{ ID, Text string }) error {
			texts[v.ID] = v.Text
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, path := range c.Split {
		err := corpus.JSONLines(path, func(v splitArticle) error {
			if t, ok := texts[v.ID]; ok {
				trainer.AddSilver(v.document(t))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	weights, err := trainer.Weights()
	if err != nil {
		return err
	}
	return writeWeights(c.Out, weights, std.err)
}

// splitArticle is the sentences of an article as another program splits them:
// for each the list of its tokens, then what else that program found. Offsets
// count code points.
type splitArticle struct {
	ID    string
	Sents [][][][]any
}

// document is the article's text with the spans of its sentences.
func (a splitArticle) document(t string) *text.Document {
	d := &text.Document{Text: t}
	m := text.NewMapper(t)
	for _, s := range a.Sents {
		if len(s) == 0 || len(s[0]) == 0 {
			continue
		}
		first, last := s[0][0], s[0][len(s[0])-1]
		if len(first) < 4 || len(last) < 4 {
			continue
		}
		start, ok1 := first[2].(float64)
		end, ok2 := last[3].(float64)
		if ok1 && ok2 && start >= 0 && end > start && end < math.MaxInt32 {
			d.Sentences = append(d.Sentences, text.Sentence{Span: text.Span{
				Start: m.ByteFromPoint(int(start)), End: m.ByteFromPoint(int(end)),
			}})
		}
	}
	return d
}
