// Package eval scores Annals against gold data. It reads files in the formats
// that package corpus knows, runs the reading engine or the whole pipeline
// over them, and writes tables of scores; on request it also writes the
// program's own output in the scorers' input format.
package eval

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// Options says what to score.
type Options struct {
	Gold   []string // gold files, gzip or plain
	System string   // where to write the program's output for other scorers, or ""
	Raw    bool     // treebank: start from plain text instead of gold tokens
	View   bool     // events: score all sets by PETRARCH-2's conventions as well
	Train  []string // crossval and the like: extra training files, or nil
}

// Table is a table of scores.
type Table struct {
	Title   string   `json:"title"`
	Columns []string `json:"columns"`
	Rows    []Row    `json:"rows"`
	Notes   []string `json:"notes,omitempty"`
}

// Row is one line of a Table: a label and a value for each column. Values are
// percentages unless the column's name says otherwise.
type Row struct {
	Label  string    `json:"label"`
	Values []float64 `json:"values"`
}

// Write writes the table for people: aligned columns, one decimal.
func (t *Table) Write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(tw, "%s\t", t.Title)
	for _, c := range t.Columns {
		fmt.Fprintf(tw, "%s\t", c)
	}
	fmt.Fprintln(tw)
	for _, r := range t.Rows {
		fmt.Fprintf(tw, "%s\t", r.Label)
		for i, v := range r.Values {
			if t.counts(i) {
				fmt.Fprintf(tw, "%.0f\t", v)
			} else {
				fmt.Fprintf(tw, "%.1f\t", v)
			}
		}
		fmt.Fprintln(tw)
	}
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("eval: write table: %w", err)
	}
	for _, n := range t.Notes {
		fmt.Fprintln(w, n)
	}
	return nil
}

// counts reports whether a column holds whole numbers only: counts, no shares.
func (t *Table) counts(column int) bool {
	for _, r := range t.Rows {
		if v := r.Values[column]; v != math.Trunc(v) {
			return false
		}
	}
	return true
}

// F1 is the harmonic mean of precision and recall in percent, from counts of
// hits, system items and gold items; 0 where nothing can be counted.
func F1(hits, system, gold float64) (p, r, f float64) {
	if system > 0 {
		p = 100 * hits / system
	}
	if gold > 0 {
		r = 100 * hits / gold
	}
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return p, r, f
}
