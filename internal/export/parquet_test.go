package export

import (
	"bytes"
	"io"
	"reflect"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"
)

func TestParquetReadsBack(t *testing.T) {
	r := sample()
	for kind, want := range map[Kind]map[string]any{
		Reports:    {"title": "@Bread", "published": nil, "events": int64(1), "characters": int64(99)},
		Actors:     {"name": "Ann Oak; Co.", "aliases": []any{"Ann Oak; Co.", "-5 miller"}, "sectors": []any{"BUS", "OPP"}, "start": int64(40)},
		Statements: {"source": []any{"Ann Oak; Co."}, "source_anonymous": false, "source_count": nil, "content_start": []any{int64(1), int64(18)}, "confidence": .5, "via": nil},
		Events: {"actor": []any{"Dockers", "Ann Oak; Co."}, "actor_country": []any{"", "ZAF"}, "recipient": nil, "where_lat": -33.25, "when_from": "2021-09-12", "status": "happened",
			"quad": int64(4), "confidence": nil},
		Figures: {"value": -5.0, "unit": nil},
		Times:   {"until": "2021-09-13"},
		Places:  {"kind": "city"},
	} {
		var b bytes.Buffer
		p, err := NewParquet(&b, kind)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Write(r); err != nil {
			t.Fatal(err)
		}
		if err := p.Write(r, "none of them"); err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		names, rows := readParquet(t, b.Bytes())
		if !slices.Equal(names, Columns(kind)) {
			t.Errorf("%s: columns %v", kind, names)
		}
		if len(rows) != 1 {
			t.Fatalf("%s: %d rows", kind, len(rows))
		}
		for name, v := range want {
			if !reflect.DeepEqual(rows[0][name], v) {
				t.Errorf("%s: %s is %#v, want %#v", kind, name, rows[0][name], v)
			}
		}
	}
	if _, err := NewParquet(io.Discard, "loaves"); err == nil {
		t.Error("a table of loaves")
	}
}

// readParquet gives the columns' names in order and the rows by name.
func readParquet(t *testing.T, data []byte) (names []string, rows []map[string]any) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range f.Schema().Fields() {
		names = append(names, field.Name())
	}
	r := parquet.NewReader(f)
	defer r.Close()
	for {
		row := map[string]any{}
		if err := r.Read(&row); err == io.EOF {
			return names, rows
		} else if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
}
