package own

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// columns of a CSV file, in any order; kind and name must be there. Several
// values of a cell stand between semicolons.
const columns = "kind name aliases country sectors cameo gender office from to place_kind admin population lat lon capital"

// ReadCSV reads a table whose first line names its columns.
func ReadCSV(r io.Reader) (Lexicon, []Fault, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord, c.TrimLeadingSpace = -1, true
	head, err := c.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("no first line with the names of the columns: %w", err)
	}
	at := map[string]int{}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if !slices.Contains(strings.Fields(columns), name) {
			return nil, nil, fmt.Errorf("column %q; want some of: %s", name, columns)
		}
		at[name] = i
	}
	for _, name := range []string{"kind", "name"} {
		if _, ok := at[name]; !ok {
			return nil, nil, fmt.Errorf("no column %q", name)
		}
	}
	var list Lexicon
	var faults []Fault
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return list, faults, nil
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			faults = append(faults, Fault{broken.Line, broken.Err.Error()})
			continue
		}
		if err != nil {
			return list, faults, fmt.Errorf("read the table: %w", err)
		}
		line, _ := c.FieldPos(0)
		e, why := row(func(name string) string {
			if i, ok := at[name]; ok && i < len(cells) {
				return strings.TrimSpace(cells[i])
			}
			return ""
		})
		if why != "" {
			faults = append(faults, Fault{line, why})
			continue
		}
		list, faults = keep(list, faults, line, e)
	}
}

// row makes an entry of a table's row.
func row(cell func(column string) string) (e Entry, why string) {
	e = Entry{
		Kind: strings.ToLower(cell("kind")), Name: cell("name"), Aliases: values(cell("aliases")), Country: cell("country"),
		Sectors: values(cell("sectors")), Cameo: cell("cameo"), Gender: cell("gender"), Office: cell("office"),
		From: cell("from"), To: cell("to"), PlaceKind: strings.ToLower(cell("place_kind")), Admin: cell("admin"),
		Capital: cell("capital") != "",
	}
	if s := cell("population"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			return e, fmt.Sprintf("population %q; want a number", s)
		}
		e.Population = n
	}
	for name, to := range map[string]**float64{"lat": &e.Lat, "lon": &e.Lon} {
		if s := cell(name); s != "" {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				return e, fmt.Sprintf("%s %q; want degrees", name, s)
			}
			*to = &v
		}
	}
	return e, ""
}

// values are the values of a cell, which semicolons separate.
func values(cell string) []string {
	var list []string
	for _, v := range strings.Split(cell, ";") {
		if v = strings.TrimSpace(v); v != "" {
			list = append(list, v)
		}
	}
	return list
}
