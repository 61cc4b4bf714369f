package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"annals/internal/export"
	"annals/internal/ledger"
	"annals/internal/record"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// exampleLedger is a ledger of the expected records of two example reports.
func exampleLedger(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "examples.db")
	l, err := ledger.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, name := range []string{"wire", "communique"} {
		raw, err := os.ReadFile(filepath.Join(examples, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		rec, err := record.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Add(context.Background(), rec, "examples"); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// moment is when a report was added, which is another in every run.
var moment = regexp.MustCompile(`\b20\d{12}\b`)

// TestExamplesExports holds what is exported of the example reports against
// testdata/exports.
func TestExamplesExports(t *testing.T) {
	db := exampleLedger(t)
	for _, format := range []string{"csv", "gdelt", "gdelt-mentions", "polecat", "phoenix", "phoenix-view", "petrarch", "petrarch-view", "ftm", "geojson", "graphml", "gexf", "jsonld"} {
		t.Run(format, func(t *testing.T) {
			var out, errs bytes.Buffer
			arguments := []string{"export", "--db", db, "--format", format}
			if name, viewed := strings.CutSuffix(format, "-view"); viewed {
				arguments = []string{"export", "--db", db, "--format", name, "--view", "petrarch"}
			}
			if code := run(arguments, streams{os.Stdin, &out, &errs}); code != 0 {
				t.Fatalf("exit code %d: %s", code, errs.String())
			}
			got := moment.ReplaceAllString(out.String(), "20240101000000")
			if v := version(); v != "devel" {
				got = strings.ReplaceAll(got, v, "devel")
			}
			path := filepath.Join("testdata", "exports", "examples."+format)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("%s is not what is expected (make examples writes it anew):\n%s", format, d)
			}
		})
	}
}

// TestExamplesParquet holds every table of Parquet against that of CSV.
func TestExamplesParquet(t *testing.T) {
	db := exampleLedger(t)
	dir := t.TempDir() + string(filepath.Separator)
	for _, format := range []string{"csv", "parquet"} {
		if code := run([]string{"export", "--db", db, "--format", format, "-o", dir}, streams{os.Stdin, os.Stdout, os.Stderr}); code != 0 {
			t.Fatalf("%s: exit code %d", format, code)
		}
	}
	for _, kind := range export.Kinds() {
		f, err := os.Open(dir + string(kind) + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		table, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		rows := readParquet(t, dir+string(kind)+".parquet")
		if len(rows) != len(table)-1 || len(rows) == 0 {
			t.Errorf("%s: %d rows of Parquet, %d of CSV", kind, len(rows), len(table)-1)
			continue
		}
		for i, row := range rows {
			for j, name := range table[0] {
				if got, want := asText(row[name]), strings.TrimPrefix(table[i+1][j], "'"); got != strings.TrimPrefix(want, "'") {
					t.Errorf("%s, row %d: %s is %q in Parquet, %q in CSV", kind, i+1, name, got, want)
				}
			}
		}
	}
}

// readParquet gives the rows of a file by column.
func readParquet(t *testing.T, path string) (rows []map[string]any) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := parquet.NewReader(f)
	defer r.Close()
	for {
		row := map[string]any{}
		err := r.Read(&row)
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
}

// asText is a value as CSV has it.
func asText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, strings.ReplaceAll(asText(x), ";", ","))
		}
		return strings.Join(out, "; ")
	}
	return fmt.Sprint(v)
}
