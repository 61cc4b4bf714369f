package main

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"annals/internal/pipeline"
	"annals/internal/record"
	"annals/internal/render"
)

// readCmd reads reports and prints their records.
type readCmd struct {
	inputFlags
	extensionFlags
	styleFlags
	Format        string  `short:"f" enum:"text,html,json,jsonl,csv" default:"text" help:"text (for people), html (one self-contained page), json or jsonl (one record a line), csv (one flat table)."`
	Explain       string  `help:"Say why the record with this id (S1, E2, F1, A3, …) was made." placeholder:"ID"`
	MinConfidence float64 `help:"Leave out statements and events whose confidence is known and lower." placeholder:"P"`
}

// Help is the long help of the command.
func (c *readCmd) Help() string {
	return `Reports are plain text, HTML, PDF with a text layer, or electronic letters (.eml). Of a page, the article
is read, and its title, publisher and date are taken from the page's own metadata. Web archives (.warc,
.warc.gz) and JSON Lines (.jsonl, with "text" and, where known, "title", "publisher", "url", "published")
hold many reports. What nobody states stays unknown: without a date, "on Monday" is not resolved.

Examples:
  annals read report.txt
  annals read --date 2024-03-12 --publisher "Coast Daily" report.txt
  annals read --format json reports/ > records.jsonl
  annals read --format html page.html > record.html
  annals read --explain E2 report.txt
  annals read --format json --ontology own.tsv --actors actors.txt --verbs verbs.txt report.txt
  curl -s https://example.org/story | annals read -

Exit codes: 0 all inputs were read, 1 a fault of the program, 2 the command line is wrong, 3 an input was
not found or is damaged, 4 an input is empty or a page holds no article, 5 an input is not text, 6 an input is not in
English, 7 an input is too large, 8 a page could not be fetched. The first input that fails decides; the
others are still read.`
}

// Run reads and prints.
func (c *readCmd) Run(ctx context.Context, std streams) error {
	if c.MinConfidence < 0 || c.MinConfidence > 1 {
		fmt.Fprintln(std.err, "annals: read: --min-confidence is between 0 and 1")
		return exitError(2)
	}
	out := bufio.NewWriter(std.out)
	print, err := c.printer(out, std.out)
	if err != nil {
		return err
	}
	err = c.readReports(ctx, std, &c.extensionFlags, func(r pipeline.Result) error {
		r.Record.Drop(c.MinConfidence)
		if err := print(r); err != nil {
			return err
		}
		return flush(out)
	})
	if err != nil {
		return err
	}
	return flush(out)
}

func flush(w *bufio.Writer) error {
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the output: %w", err)
	}
	return nil
}

// printer is what to do with each record in the chosen format.
func (c *readCmd) printer(out, terminal io.Writer) (func(pipeline.Result) error, error) {
	style := c.style(terminal)
	n := 0
	switch {
	case c.Explain != "":
		return func(r pipeline.Result) error { return render.Explain(out, r.Document, r.Record, c.Explain, style) }, nil
	case c.Format == "text":
		return func(r pipeline.Result) error {
			if n++; n > 1 {
				fmt.Fprintln(out)
			}
			if r.Record.Report.Title == nil && r.Source.Name != "-" {
				titled := *r.Record
				titled.Report.Title = record.Ptr(r.Source.Name)
				return render.Text(out, &titled, style)
			}
			return render.Text(out, r.Record, style)
		}, nil
	case c.Format == "csv":
		table, err := render.NewCSV(out)
		if err != nil {
			return nil, err
		}
		return func(r pipeline.Result) error { return table.Write(r.Record) }, nil
	case c.Format == "html":
		return func(r pipeline.Result) error { return render.HTML(out, r.Record) }, nil
	}
	return func(r pipeline.Result) error { return r.Record.Write(out) }, nil
}
