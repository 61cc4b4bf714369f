package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"annals/internal/export"
	"annals/internal/query"
	"annals/internal/record"
)

// exportCmd writes the ledger, or what meets a query, to files for other
// programs.
type exportCmd struct {
	ledgerFlags
	Terms  []string `arg:"" optional:"" help:"Only what meets these terms of a query (annals query --help); all without them." placeholder:"TERM"`
	Format string   `enum:"jsonl,csv,parquet,gdelt,gdelt-mentions,polecat,phoenix,petrarch,ftm,geojson,graphml,gexf,jsonld,html" default:"jsonl" help:"jsonl (complete), csv, parquet, gdelt, gdelt-mentions, polecat, phoenix, petrarch, ftm, geojson, graphml, gexf, jsonld or html; see above."`
	Kind   string   `enum:"reports,actors,statements,events,figures,times,places," default:"" help:"For jsonl, csv, parquet: rows of one kind (reports, actors, statements, events, figures, times, places). Without it: whole records (jsonl), or events (csv, parquet; all tables if --output is a folder)."`
	Status []string `placeholder:"STATUS" help:"For formats of events: those of these statuses (happened, ongoing, planned, possible, demanded, threatened, denied, hypothetical), or all. Where the format has no place for the status: happened and ongoing, unless you say otherwise."`
	View   string   `enum:"petrarch," default:"" help:"For phoenix and petrarch: petrarch: code as PETRARCH-2 would, statements and announced deeds included (doc/EXPORTS.md). Terms then find reports."`
	Output string   `short:"o" placeholder:"FILE" help:"Write here instead of to standard output. With csv and parquet, a folder takes one file a kind."`
}

// Help is the long help of the command.
func (c *exportCmd) Help() string {
	return `What each column and field holds, and what stays empty: doc/EXPORTS.md.

  jsonl            whole records, as annals read --format json has them; with --kind one row a line
  csv, parquet     one table a kind; doc/TABLES.md lists the columns
  gdelt            GDELT 2.0 Events, 61 columns, no header     joined over reports, one row a pair of parties
  gdelt-mentions   GDELT 2.0 Mentions, 16 columns, no header   the reports behind those rows
  polecat          POLECAT, 40 columns with header             one row for each event of each report
  phoenix          Phoenix, 26 columns, no header              joined over reports, one row a pair of parties
  petrarch         PETRARCH2, 11 columns, no header            one row for each event of each report and pair
  ftm              FollowTheMoney entities, JSON Lines         articles, actors, events, links
  geojson          FeatureCollection                           joined over reports; no known point: null
  graphml, gexf    a graph of who did what to whom             actors over reports; every event an edge
  jsonld           schema.org: NewsArticle, Quotation, Claim, Event, actors
  html             a folder of pages for people: stories, reports with their records, actors, linked to each other

What is corrected is written as corrected. Formats of events leave out reports with a later version and
reports that were taken back. gdelt, gdelt-mentions, polecat, phoenix, petrarch, ftm and jsonld have no place,
or none that their readers look at, to say that something was only planned, demanded or denied: they get
what happened or is going on, and more only with --status. A file is written beside its place and moved there
when it is whole.

Examples:
  annals export -o ledger.jsonl
  annals export --format csv --kind statements -o statements.csv
  annals export --format parquet -o tables/
  annals export --format gdelt country:BLR since:2020-08 -o belarus.tsv
  annals export --format geojson type:PROTEST min-origins:2 -o protests.geojson
  annals export --format polecat --status all -o everything.tsv
  annals export --format phoenix --view petrarch -o phoenix.tsv
  annals export --format gexf party:lukashenko -o around.gexf
  annals export --format html since:2020-08 -o pages/

Exit codes: 0 all was written (also where nothing meets the query), 1 fault of the ledger or of the output, 2 the
command line or the query is wrong.`
}

// tables are the formats with a table for each kind of row.
func (c *exportCmd) tables() bool { return c.Format == "csv" || c.Format == "parquet" }

// wrong says what is wrong with the command line, "" if nothing is.
func (c *exportCmd) wrong() string {
	rows := c.Format == "jsonl" || c.tables()
	switch {
	case c.Format == "html" && (c.Output == "" || c.Output == "-"):
		return "html is a folder of pages: name it with -o FOLDER"
	case c.Format == "html" && (c.Kind != "" || len(c.Status) > 0):
		return "pages hold rows of every kind and status: leave out --kind and --status"
	case c.Kind != "" && !rows:
		return "--kind is for jsonl, csv and parquet; --format " + c.Format + " has one kind of row"
	case c.View != "" && c.Format != "phoenix" && c.Format != "petrarch":
		return "--view is for phoenix and petrarch, not for " + c.Format
	case len(c.Status) > 0 && rows:
		return "--status is for formats of events; write the term status:" + strings.Join(c.Status, ",") + " instead"
	}
	for _, s := range c.Status {
		if s != "all" && !slices.Contains(record.Statuses(), s) {
			return "--status is all, or one of " + strings.Join(record.Statuses(), ", ") + "; not " + s
		}
	}
	return ""
}

// statuses are those of the events to be written; nil: any.
func (c *exportCmd) statuses() []string {
	switch {
	case slices.Contains(c.Status, "all"):
		return nil
	case len(c.Status) > 0:
		return c.Status
	case c.Format == "geojson" || c.Format == "graphml" || c.Format == "gexf": // each event says its status
		return nil
	}
	return export.Took()
}

// Run writes the ledger.
func (c *exportCmd) Run(ctx context.Context, std streams) error {
	if w := c.wrong(); w != "" {
		fmt.Fprintf(std.err, "annals: export: %s\n", w)
		return exitError(2)
	}
	tree, err := query.Parse(query.FromArguments(c.Terms))
	if err != nil {
		fmt.Fprintf(std.err, "annals: %v\n", err)
		return exitError(2)
	}
	l, err := c.toRead(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	x := &exporting{exportCmd: c, ctx: ctx, ledger: l, err: std.err}
	if len(c.Terms) > 0 {
		x.tree = tree
	}
	if c.Format == "html" {
		return (&pages{exporting: x, folder: c.Output}).write()
	}
	if c.tables() && c.Kind == "" && isFolder(c.Output) {
		if err := os.MkdirAll(c.Output, 0o755); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		for _, k := range export.Kinds() {
			path := filepath.Join(c.Output, string(k)+"."+c.Format)
			if err := toFile(path, func(w io.Writer) error { return x.rows(w, k) }); err != nil {
				return err
			}
		}
		return nil
	}
	if c.Output == "" || c.Output == "-" {
		out := bufio.NewWriter(std.out)
		if err := x.write(out); err != nil {
			return err
		}
		return out.Flush()
	}
	return toFile(c.Output, x.write)
}

// isFolder says whether the output is a folder, or named as one.
func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir() || errors.Is(err, fs.ErrNotExist) && strings.HasSuffix(path, string(filepath.Separator))
}

// toFile writes a file beside its place and moves it there when it is whole. A
// pipe or device is written to as it is.
func toFile(path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		return cmp.Or(write(f), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if full := (*fs.PathError)(nil); errors.As(err, &full) {
		return fmt.Errorf("export: nothing can be written in the folder %s: %w", filepath.Dir(path), full.Err)
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer os.Remove(f.Name())
	out := bufio.NewWriter(f)
	if err := write(out); err != nil {
		f.Close()
		return err
	}
	err = cmp.Or(out.Flush(), f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}
