package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"annals/internal/pipeline"
	"annals/internal/record"
	"annals/internal/record/schema"
	"annals/internal/render"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write the expected records anew")

const examples = "../../testdata/reports"

// example is one row of the manifest.
type example struct{ file, date, publisher, title string }

func manifest(t *testing.T) []example {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(examples, "manifest.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var list []example
	for _, l := range strings.Split(strings.TrimRight(string(raw), "\n"), "\n")[1:] {
		f := strings.Split(l, "\t")
		if len(f) != 4 {
			t.Fatalf("manifest: %q has %d columns, not 4", l, len(f))
		}
		list = append(list, example{f[0], f[1], f[2], f[3]})
	}
	return list
}

func (e example) report(t *testing.T) record.Report {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(examples, e.file))
	if err != nil {
		t.Fatal(err)
	}
	known := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	return record.Report{
		ID: record.ContentID(string(raw), e.date), Title: known(e.title), Publisher: known(e.publisher),
		Published: known(e.date), Language: record.Ptr("en"), Text: string(raw),
	}
}

// TestExamples reads every example report, validates its record against the
// JSON Schema and holds it and its terminal page against the expected files.
func TestExamples(t *testing.T) {
	p, err := pipeline.New()
	if err != nil {
		t.Fatal(err)
	}
	valid := compileSchema(t)
	for _, e := range manifest(t) {
		t.Run(e.file, func(t *testing.T) {
			_, rec, err := p.Read(e.report(t))
			if err != nil {
				t.Fatal(err)
			}
			line, err := rec.MarshalLine()
			if err != nil {
				t.Fatal(err)
			}
			instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
			if err != nil {
				t.Fatal(err)
			}
			if err := valid.Validate(instance); err != nil {
				t.Errorf("the record breaks the schema: %v", err)
			}
			var indented, page bytes.Buffer
			if err := json.Indent(&indented, line, "", " "); err != nil {
				t.Fatal(err)
			}
			if err := render.Text(&page, rec, render.Style{Width: 100}); err != nil {
				t.Fatal(err)
			}
			base := filepath.Join(examples, strings.TrimSuffix(e.file, filepath.Ext(e.file)))
			golden(t, base+".json", indented.Bytes())
			golden(t, base+".out", page.Bytes())
		})
	}
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.JSON()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("record.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("record.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// golden compares got with the expected file, or writes the file with -update.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", filepath.Base(path), diff)
	}
}
