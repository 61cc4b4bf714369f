package main

import (
	"fmt"
	"slices"

	"annals/internal/corpus"
	"annals/internal/eval"
	"annals/internal/extract/event"
	"annals/internal/lexicon/world"
	"annals/internal/pipeline"
	"annals/internal/record"
	"annals/internal/resolve"
)

// trainEventCmd trains the model that judges candidates of events, on
// sentences as this program reads them.
type trainEventCmd struct {
	Gold   []string `required:"" sep:"none" help:"Event sets to train on (JSON Lines)." placeholder:"FILE"`
	Out    string   `help:"Where to write the weights; without it, only score." placeholder:"FILE"`
	System string   `help:"Also write the cross-validated events here, in the scorer's input format." placeholder:"FILE"`
}

// Run trains, writes the weights and prints cross-validated scores.
func (c *trainEventCmd) Run(std streams) error {
	p, err := pipeline.New()
	if err != nil {
		return err
	}
	w, err := world.Load()
	if err != nil {
		return err
	}
	trainer, err := event.NewTrainer(w)
	if err != nil {
		return err
	}
	var sentences []corpus.EventSentence
	for _, path := range c.Gold {
		list, err := corpus.Events(path)
		if err != nil {
			return err
		}
		sentences = append(sentences, slices.DeleteFunc(list, func(s corpus.EventSentence) bool {
			return s.Language != "" && s.Language != "en" || s.Origin == "petr-unit" // codes another scheme over invented countries
		})...)
	}
	judge, err := eval.NewEventJudge(sentences)
	if err != nil {
		return err
	}
	records := map[string]*record.Record{} // by text and date
	var order []*record.Record
	resolver := resolve.New(w)
	for _, s := range sentences {
		if records[s.Date+s.Text] != nil {
			continue
		}
		doc, rec, err := readGold(p, s.Text, s.Date)
		if err != nil {
			return err
		}
		rec.Events = trainer.Add(event.Text{
			Document: doc, Group: eval.EventGroup(s.Text),
			Given: event.Given{Statements: rec.Statements, Times: rec.Times, Places: rec.Places, Figures: rec.Figures},
			Right: func(e record.Event) (bool, bool) { return judge.Right(s.Text, e) },
		})
		resolver.Resolve(doc, rec)
		records[s.Date+s.Text] = rec
		order = append(order, rec)
	}
	if err := c.score(trainer, records, order, std); err != nil {
		return err
	}
	if c.Out == "" {
		return nil
	}
	weights, err := trainer.Weights()
	if err != nil {
		return err
	}
	return writeWeights(c.Out, weights, std.err)
}

// score prints the scores of the events that models pass which have not seen
// their texts.
func (c *trainEventCmd) score(trainer *event.Trainer, records map[string]*record.Record, order []*record.Record, std streams) error {
	keep, err := trainer.Kept()
	if err != nil {
		return err
	}
	for _, rec := range order {
		n := len(rec.Events)
		kept := rec.Events[:0:0]
		for i, e := range rec.Events {
			if keep[i] {
				kept = append(kept, e)
			}
		}
		keep, rec.Events = keep[n:], kept
	}
	tables, err := eval.Events(func(text, date string) (*record.Record, error) {
		rec := records[date+text]
		if rec == nil {
			return &record.Record{}, nil
		}
		return rec, nil
	}, eval.Options{Gold: c.Gold, System: c.System})
	if err != nil {
		return err
	}
	for _, t := range tables {
		t.Title += ", cross-validated"
		if err := t.Write(std.out); err != nil {
			return fmt.Errorf("train: %w", err)
		}
	}
	return nil
}
