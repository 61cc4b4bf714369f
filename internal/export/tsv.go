package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Options are what formats of events take.
type Options struct {
	// Statuses are those of the events that are written; nil: any.
	Statuses []string
	// Version names the program that made the file, for formats that say so.
	Version string
}

// tsv writes rows of a table whose fields are parted by tabs and never quoted:
// tabs and line breaks inside a field become spaces, straight quotation marks
// single ones. As in CSV, a field that a spreadsheet would run as a formula
// begins with an apostrophe.
type tsv struct {
	w       *bufio.Writer
	columns int
}

func newTSV(w io.Writer, columns int) *tsv { return &tsv{bufio.NewWriter(w), columns} }

var unquoted = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ", "\v", " ", "\f", " ", "\u2028", " ", "\u2029", " ", "\x00", "", `"`, "'")

func (t *tsv) write(fields ...string) error {
	for i, f := range fields {
		fields[i] = guard(unquoted.Replace(f))
	}
	return t.writeRaw(fields...)
}

// writeRaw writes fields that are fit for it.
func (t *tsv) writeRaw(fields ...string) error {
	if len(fields) != t.columns {
		return fmt.Errorf("export: a row of %d fields in a table of %d columns", len(fields), t.columns)
	}
	if _, err := t.w.WriteString(strings.Join(fields, "\t") + "\n"); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// Close writes what is still held back.
func (t *tsv) Close() error {
	if err := t.w.Flush(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}
