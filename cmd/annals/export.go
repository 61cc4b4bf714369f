package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"annals/internal/export"
	"annals/internal/ledger"
)

// exportCmd writes the whole ledger to files for other programs.
type exportCmd struct {
	ledgerFlags
	Format string `enum:"jsonl,csv" default:"jsonl" help:"jsonl (complete) or csv (one table a kind)."`
	Kind   string `enum:"reports,actors,statements,events,figures,times,places," default:"" help:"Rows of one kind: reports, actors, statements, events, figures, times, places. Without it: whole records (jsonl), or events (csv; all tables if --output is a folder)."`
	Output string `short:"o" placeholder:"FILE" help:"Write here instead of to standard output. With csv, a folder takes one file a kind."`
}

// Help is the long help of the command.
func (c *exportCmd) Help() string {
	return `jsonl writes one record a line, as annals read --format json does, or with --kind one row a line.
csv writes one table; doc/TABLES.md lists the columns. A file is written beside its place and moved
there when it is whole.

Examples:
  annals export -o ledger.jsonl
  annals export --format csv --kind statements -o statements.csv
  annals export --format csv -o tables/

Exit codes: 0 all was written, 1 fault of the ledger or of the output, 2 the command line is wrong.`
}

// Run writes the ledger.
func (c *exportCmd) Run(ctx context.Context, std streams) error {
	l, err := c.toRead(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	if c.Format == "csv" && c.Kind == "" && isFolder(c.Output) {
		if err := os.MkdirAll(c.Output, 0o755); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		for _, k := range export.Kinds() {
			path := filepath.Join(c.Output, string(k)+".csv")
			if err := toFile(path, func(w io.Writer) error { return writeTable(ctx, w, l, k) }); err != nil {
				return err
			}
		}
		return nil
	}
	write := func(w io.Writer) error { return c.write(ctx, w, l) }
	if c.Output == "" || c.Output == "-" {
		out := bufio.NewWriter(std.out)
		if err := write(out); err != nil {
			return err
		}
		return out.Flush()
	}
	return toFile(c.Output, write)
}

func (c *exportCmd) write(ctx context.Context, w io.Writer, l *ledger.Ledger) error {
	if c.Format == "csv" {
		kind := export.Kind(c.Kind)
		if kind == "" {
			kind = export.Events
		}
		return writeTable(ctx, w, l, kind)
	}
	for rec, err := range l.All(ctx) {
		switch {
		case err != nil:
		case c.Kind == "":
			err = rec.Write(w)
		default:
			err = export.WriteLines(w, rec, export.Kind(c.Kind))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func writeTable(ctx context.Context, w io.Writer, l *ledger.Ledger, kind export.Kind) error {
	table, err := export.NewCSV(w, kind)
	if err != nil {
		return err
	}
	for rec, err := range l.All(ctx) {
		if err == nil {
			err = table.Write(rec)
		}
		if err != nil {
			return err
		}
	}
	return nil
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
		return errors.Join(write(f), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer os.Remove(f.Name())
	out := bufio.NewWriter(f)
	err = write(out)
	err = errors.Join(err, out.Flush(), f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}
