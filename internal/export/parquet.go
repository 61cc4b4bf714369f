package export

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"annals/internal/record"
)

// rowsInGroup is how many rows of a Parquet file are held in memory and
// written together.
const rowsInGroup = 20_000

// Parquet writes one table as an Apache Parquet file: the columns of CSV, in
// the same order, with types: whole numbers (INT64), numbers (DOUBLE), truth
// values, text, and lists of text or whole numbers. An unknown value is null.
// Lists that belong together have the same length, or are null where none of
// their values is known.
type Parquet struct {
	w       *parquet.GenericWriter[any]
	columns []column
	kind    Kind
	row     reflect.Type // a struct with one field a column
}

// NewParquet begins the file; Close ends it.
func NewParquet(w io.Writer, kind Kind) (*Parquet, error) {
	p := &Parquet{kind: kind, columns: columns(kind)}
	if p.columns == nil {
		return nil, fmt.Errorf("export: no table of %s", kind)
	}
	var fields []reflect.StructField
	for i, c := range p.columns {
		f := reflect.StructField{Name: fmt.Sprintf("F%d", i), Tag: reflect.StructTag(`parquet:"` + c.name + `,optional"`)}
		switch c.cell {
		case textCell:
			f.Type = reflect.TypeFor[*string]()
		case wholeCell:
			f.Type = reflect.TypeFor[*int64]()
		case realCell:
			f.Type = reflect.TypeFor[*float64]()
		case truthCell:
			f.Type = reflect.TypeFor[*bool]()
		case listCell:
			f.Type, f.Tag = reflect.TypeFor[[]string](), reflect.StructTag(`parquet:"`+c.name+`,optional,list"`)
		case wholesCell:
			f.Type, f.Tag = reflect.TypeFor[[]int64](), reflect.StructTag(`parquet:"`+c.name+`,optional,list"`)
		}
		fields = append(fields, f)
	}
	p.row = reflect.StructOf(fields)
	schema := parquet.SchemaOf(reflect.New(p.row).Interface())
	p.w = parquet.NewGenericWriter[any](w, schema, parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(rowsInGroup),
		parquet.CreatedBy("annals", "1", ""), parquet.KeyValueMetadata("annals.table", string(kind)))
	return p, nil
}

// Write writes the record's rows of the table's kind: all, or those with the
// given ids.
func (p *Parquet) Write(r *record.Record, ids ...string) error {
	for _, x := range rows(r, p.kind) {
		if len(ids) > 0 && !slices.Contains(ids, x.id) {
			continue
		}
		row := reflect.New(p.row).Elem()
		for i, c := range p.columns {
			set(row.Field(i), c.value(x))
		}
		if _, err := p.w.Write([]any{row.Addr().Interface()}); err != nil {
			return fmt.Errorf("export: parquet: %w", err)
		}
	}
	return nil
}

// set sets a field of a row; nil leaves it null.
func set(field reflect.Value, value any) {
	switch v := value.(type) {
	case string:
		v = strings.ToValidUTF8(v, "�")
		field.Set(reflect.ValueOf(&v))
	case int:
		n := int64(v)
		field.Set(reflect.ValueOf(&n))
	case float64:
		field.Set(reflect.ValueOf(&v))
	case bool:
		field.Set(reflect.ValueOf(&v))
	case []string:
		field.Set(reflect.ValueOf(v))
	case []int:
		wide := make([]int64, len(v))
		for i, n := range v {
			wide[i] = int64(n)
		}
		field.Set(reflect.ValueOf(wide))
	}
}

// Close writes the end of the file, without which it can't be read.
func (p *Parquet) Close() error {
	if err := p.w.Close(); err != nil {
		return fmt.Errorf("export: parquet: %w", err)
	}
	return nil
}
