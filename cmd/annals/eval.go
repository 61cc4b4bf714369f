package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"annals/internal/eval"
	"annals/internal/extract/event"
	"annals/internal/lexicon/world"
	"annals/internal/pipeline"
	"annals/internal/record"
	"annals/internal/text"
)

// evalCmd scores the program against gold data.
type evalCmd struct {
	Name   string   `arg:"" enum:"treebank,ner,attribution,events,status,times,dates,coref,sources,crossdoc,copies,joins,speed,all" help:"What to score: treebank, ner, attribution, events, status, times, dates, coref, sources, crossdoc, copies, joins, speed, or all."`
	Gold   []string `short:"g" sep:"none" help:"Gold files (gzip or plain)." placeholder:"FILE"`
	System string   `help:"Also write this program's output here, in the scorer's input format." placeholder:"FILE"`
	Sample int      `default:"200" help:"sources: how many to show."`
	Seed   uint64   `default:"1" help:"sources: seed of the sample."`
	Raw    bool     `help:"treebank: start from plain text instead of gold tokens."`
	View   string   `enum:"petrarch," default:"" help:"events: petrarch: score all sets also as PETRARCH-2 would code the records, and write that with --system."`
	Bench  string   `help:"all: the folder that holds the gold data." placeholder:"DIR"`
	Format string   `enum:"text,json" default:"text" help:"text or json."`
}

// Help is the long help of the command.
func (c *evalCmd) Help() string {
	return `Examples:
  annals eval treebank --gold en_ewt-dev.conllu.gz
  annals eval treebank --raw --gold en_gum-dev.conllu.gz
  annals eval attribution --gold dev.jsonl.gz --system out.jsonl
  annals eval events --view petrarch --gold dev.jsonl.gz
  annals eval speed --gold reports.jsonl.gz
  annals eval sources --gold dev.jsonl.gz --sample 200 > judge.txt
  annals eval all --bench ../shared/bench

sources shows sources of statements with whom they resolve to, for a person to judge.

Formats: treebank and coref read CoNLL-U (coref with GUM's Entity= annotation), ner reads IOB2,
attribution and events read JSON Lines, status, times and dates read MEANTIME's CAT XML or its tar.gz,
speed reads JSON Lines with a "text" field, copies and joins read ECB+ as JSON Lines, crossdoc that or MEANTIME.`
}

// Run scores and prints the tables.
func (c *evalCmd) Run(std streams) error {
	p, err := pipeline.New()
	if err != nil {
		return err
	}
	jobs := []evalJob{{c.Name, eval.Options{Gold: c.Gold, System: c.System, Raw: c.Raw, View: c.View == "petrarch"}}}
	if c.Name == "all" {
		if c.Bench == "" {
			return fmt.Errorf("eval all: name the folder of the gold data with --bench")
		}
		jobs = everyJob(c.Bench)
	} else if len(c.Gold) == 0 {
		return fmt.Errorf("eval %s: name the gold files with --gold", c.Name)
	}
	if c.Name == "sources" {
		table, err := eval.Sources(func(body, date string) (*text.Document, *record.Record, error) { return readGold(p, body, date) },
			jobs[0].opt, c.Sample, c.Seed, std.out)
		if err != nil {
			return err
		}
		return table.Write(std.err)
	}
	for i, j := range jobs {
		tables, err := j.run(p)
		if err != nil {
			return err
		}
		for k, t := range tables {
			if c.Format == "json" {
				if err := json.NewEncoder(std.out).Encode(t); err != nil {
					return fmt.Errorf("eval: %w", err)
				}
				continue
			}
			if i+k > 0 {
				fmt.Fprintln(std.out)
			}
			if err := t.Write(std.out); err != nil {
				return err
			}
		}
	}
	return nil
}

// evalJob is one scorer with its files.
type evalJob struct {
	name string
	opt  eval.Options
}

// everyJob lists the scorers over a folder laid out as the project's gold
// data is.
func everyJob(bench string) []evalJob {
	file := func(name string) []string { return []string{filepath.Join(bench, filepath.FromSlash(name))} }
	return []evalJob{
		{"treebank", eval.Options{Gold: file("treebanks/en_ewt-dev.conllu.gz")}},
		{"treebank", eval.Options{Gold: file("treebanks/en_gum-dev.conllu.gz")}},
		{"treebank", eval.Options{Gold: file("treebanks/en_ewt-dev.conllu.gz"), Raw: true}},
		{"treebank", eval.Options{Gold: file("treebanks/en_gum-dev.conllu.gz"), Raw: true}},
		{"ner", eval.Options{Gold: file("ner/worldwide-dev.EVALUATION-ONLY.conll.gz")}},
		{"ner", eval.Options{Gold: file("ner/conll2003-dev.EVALUATION-ONLY.conll.gz")}},
		{"coref", eval.Options{Gold: file("treebanks/en_gum-dev.conllu.gz")}},
		{"attribution", eval.Options{Gold: file("attribution/dev.jsonl.gz")}},
		{"events", eval.Options{Gold: file("events/dev.jsonl.gz")}},
		{"status", eval.Options{Gold: file("meantime/meantime-dev.tar.gz")}},
		{"times", eval.Options{Gold: file("meantime/meantime-dev.tar.gz")}},
		{"dates", eval.Options{Gold: file("meantime/meantime-dev.tar.gz")}},
		{"crossdoc", eval.Options{Gold: file("coref/ecbplus-train-dev.ccby3.jsonl.gz")}},
		{"crossdoc", eval.Options{Gold: file("meantime/meantime-dev.tar.gz")}},
		{"joins", eval.Options{Gold: file("coref/ecbplus-train-dev.ccby3.jsonl.gz")}},
		{"copies", eval.Options{Gold: file("coref/ecbplus-train-dev.ccby3.jsonl.gz")}},
		{"speed", eval.Options{Gold: file("attribution/dev.jsonl.gz")}},
	}
}

func (j evalJob) run(p *pipeline.Pipeline) ([]*eval.Table, error) {
	switch j.name {
	case "treebank":
		return eval.Treebank(p.Reading(), j.opt)
	case "ner":
		return one(eval.Names(p.Reading().Analyser(), j.opt))
	case "coref":
		return eval.Coreference(p.Reading(), j.opt)
	case "attribution":
		return one(eval.Attribution(func(body, date string) (*text.Document, []record.Statement, error) {
			doc, rec, err := readGold(p, body, date)
			if err != nil {
				return nil, nil, err
			}
			return doc, rec.Statements, nil
		}, j.opt))
	case "events":
		return eval.Events(func(body, date string) (*record.Record, error) {
			_, rec, err := readGold(p, body, date)
			return rec, err
		}, j.opt)
	case "status":
		return one(overTokens(p, func(c *event.Coder, read readGiven) (*eval.Table, error) {
			return eval.Statuses(func(body, date string) (*text.Document, func(int) string, error) {
				doc, given, err := read(body, date)
				if err != nil {
					return nil, nil, err
				}
				return doc, c.Statuses(doc, record.NewSpeller(body), given), nil
			}, j.opt)
		}))
	case "dates":
		return one(overTokens(p, func(c *event.Coder, read readGiven) (*eval.Table, error) {
			return eval.Dates(func(body, date string) (*text.Document, func(int) (*record.Time, string), error) {
				doc, given, err := read(body, date)
				if err != nil {
					return nil, nil, err
				}
				return doc, c.Dates(doc, record.NewSpeller(body), given), nil
			}, j.opt)
		}))
	case "times":
		return one(eval.Times(func(body, date string) (*text.Document, []record.Time, error) {
			doc, rec, err := readGold(p, body, date)
			if err != nil {
				return nil, nil, err
			}
			return doc, rec.Times, nil
		}, j.opt))
	case "joins":
		return one(eval.Joins(goldReader(p), "dev", j.opt))
	case "crossdoc":
		return eval.CrossDocument(goldReader(p), "dev", j.opt)
	case "copies":
		return one(eval.Copies(j.opt))
	case "speed":
		return one(eval.Speed(p, j.opt))
	}
	return nil, fmt.Errorf("eval: no scorer %q", j.name)
}

func one(t *eval.Table, err error) ([]*eval.Table, error) {
	if err != nil {
		return nil, err
	}
	return []*eval.Table{t}, nil
}

// goldReader reads gold texts by the whole pipeline.
func goldReader(p *pipeline.Pipeline) eval.Read {
	return func(body, date string) (*text.Document, *record.Record, error) { return readGold(p, body, date) }
}

// readGold runs the whole pipeline over a gold text.
func readGold(p *pipeline.Pipeline, body, date string) (*text.Document, *record.Record, error) {
	report := record.Report{ID: record.ContentID(body, date), Text: body}
	if date != "" {
		report.Published = &date
	}
	return p.Read(report)
}

// readGiven reads a gold text and what its events are found with.
type readGiven func(body, date string) (*text.Document, event.Given, error)

// overTokens scores what the coder of events says of any token.
func overTokens(p *pipeline.Pipeline, score func(*event.Coder, readGiven) (*eval.Table, error)) (*eval.Table, error) {
	w, err := world.Load()
	if err != nil {
		return nil, err
	}
	c, err := event.Load(w)
	if err != nil {
		return nil, err
	}
	return score(c, func(body, date string) (*text.Document, event.Given, error) {
		doc, rec, err := readGold(p, body, date)
		if err != nil {
			return nil, event.Given{}, err
		}
		return doc, event.Given{Statements: rec.Statements, Times: rec.Times, Places: rec.Places, Figures: rec.Figures}, nil
	})
}
