package world

import (
	"embed"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
)

//go:embed tables
var tables embed.FS

// readTable gives each row of an embedded table as its columns, exactly n of
// them. Empty lines and lines that begin with # are comments.
func readTable(name string, n int, row func(c []string) error) error {
	raw, err := readFile(name)
	if err != nil {
		return err
	}
	columns := make([]string, n)
	line := 0
	for len(raw) > 0 {
		var s string
		s, raw, _ = strings.Cut(raw, "\n")
		line++
		if s == "" || s[0] == '#' {
			continue
		}
		if err := split(s, columns); err != nil {
			return fmt.Errorf("world: %s line %d: %w", name, line, err)
		}
		if err := row(columns); err != nil {
			return fmt.Errorf("world: %s line %d: %w", name, line, err)
		}
	}
	return nil
}

// readFile is an embedded table's text, unpacked where its name ends in .gz.
func readFile(name string) (string, error) {
	f, err := tables.Open("tables/" + name)
	if err != nil {
		return "", fmt.Errorf("world: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return "", fmt.Errorf("world: unpack %s: %w", name, err)
		}
	}
	var b strings.Builder
	if _, err := io.Copy(&b, r); err != nil {
		return "", fmt.Errorf("world: read %s: %w", name, err)
	}
	return b.String(), nil
}

// split cuts a line at its tabs into exactly len(columns) columns.
func split(line string, columns []string) error {
	for i := range columns {
		var more bool
		columns[i], line, more = strings.Cut(line, "\t")
		if more != (i < len(columns)-1) {
			return fmt.Errorf("want %d columns", len(columns))
		}
	}
	return nil
}

// list is a cell's values, which semicolons separate.
func list(cell string) []string {
	if cell == "" {
		return nil
	}
	values := strings.Split(cell, ";")
	for i := range values {
		values[i] = strings.TrimSpace(values[i])
	}
	return values
}
