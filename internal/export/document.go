package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// document writes one JSON document that holds a list, an item at a time.
type document struct {
	w     *bufio.Writer
	begin string // up to the list's first item
	end   string // from the end of its last
	begun bool
}

func newDocument(w io.Writer, begin, end string) *document {
	return &document{w: bufio.NewWriter(w), begin: begin, end: end}
}

// item adds an item.
func (d *document) item(v any) error {
	line, err := compact(v)
	if err != nil {
		return err
	}
	before := ",\n"
	if !d.begun {
		before, d.begun = d.begin+"\n", true
	}
	_, err = d.w.WriteString(before + line)
	return err
}

// Close writes the end of the document.
func (d *document) Close() error {
	if !d.begun {
		d.w.WriteString(d.begin)
	}
	d.w.WriteString("\n" + d.end + "\n")
	if err := d.w.Flush(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// compact is a value as JSON on one line, without a line end.
func compact(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimSpace(b.Bytes())), nil
}
