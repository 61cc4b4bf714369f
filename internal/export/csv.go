package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"annals/internal/record"
)

// Kind is a table: what its rows are.
type Kind string

const (
	Reports    Kind = "reports"
	Actors     Kind = "actors"
	Statements Kind = "statements"
	Events     Kind = "events"
	Figures    Kind = "figures"
	Times      Kind = "times"
	Places     Kind = "places"
)

// Kinds are all tables.
func Kinds() []Kind { return []Kind{Reports, Actors, Statements, Events, Figures, Times, Places} }

// CSV writes one table: comma-separated, UTF-8, one header row, fields quoted
// where needed (RFC 4180). An unknown value is an empty field. A list is
// joined by "; ", and lists that belong together (actors and actor_countries)
// have the same length. Offsets count code points of the report's text. A
// field that a spreadsheet would run as a formula begins with an apostrophe.
type CSV struct {
	w       *csv.Writer
	columns []column
	kind    Kind
}

// NewCSV writes the header row of the kind's table.
func NewCSV(w io.Writer, kind Kind) (*CSV, error) {
	c := &CSV{w: csv.NewWriter(w), kind: kind, columns: columns(kind)}
	if c.columns == nil {
		return nil, fmt.Errorf("export: no table of %s", kind)
	}
	return c, c.write(Columns(kind))
}

// Columns are the names of a table's columns in order.
func Columns(kind Kind) []string {
	var names []string
	for _, c := range columns(kind) {
		names = append(names, c.name)
	}
	return names
}

// Write writes the record's rows of the table's kind: all, or those with the
// given ids.
func (c *CSV) Write(r *record.Record, ids ...string) error {
	for _, x := range rows(r, c.kind) {
		if len(ids) > 0 && !slices.Contains(ids, x.id) {
			continue
		}
		var fields []string
		for _, col := range c.columns {
			fields = append(fields, guard(col.print(x)))
		}
		if err := c.write(fields); err != nil {
			return err
		}
	}
	return nil
}

// Close ends the file.
func (c *CSV) Close() error { return nil }

func (c *CSV) write(fields []string) error {
	err := c.w.Write(fields)
	if err == nil {
		c.w.Flush()
		err = c.w.Error()
	}
	if err != nil {
		return fmt.Errorf("export: csv: %w", err)
	}
	return nil
}

// plainNumber is what needs no guard although it may begin with a minus.
var plainNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// guard puts an apostrophe before what a spreadsheet would take for a formula.
// Fields that already begin with apostrophes get one more, so that taking the
// first away always gives the field back.
func guard(s string) string {
	first := strings.TrimLeft(s, "'")
	if first == "" || !strings.ContainsAny(first[:1], "=+-@\t\r\n") && !startsWide(first) || plainNumber.MatchString(s) {
		return s
	}
	return "'" + s
}

// startsWide says whether a full-width form of a formula's first character
// comes first; some spreadsheets take it for the plain one.
func startsWide(s string) bool {
	for _, wide := range []string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, wide) {
			return true
		}
	}
	return false
}
