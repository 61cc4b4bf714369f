// Package schema holds the JSON Schema (draft 2020-12) of the record, for
// other programs that read it. It reads and writes nothing.
//
// The schema says what a single value may be; what ties values together
// (spans that stand in the text, ids that exist) is record.Record.Check.
package schema

import _ "embed"

//go:embed schema.json
var document []byte

// JSON is the schema document. The caller may change the copy.
func JSON() []byte { return append([]byte(nil), document...) }
