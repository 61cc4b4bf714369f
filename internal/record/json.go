package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// ContentID is the id of a report with this text and publication date (""
// where unknown).
func ContentID(text, published string) string {
	h := sha256.New()
	io.WriteString(h, published)
	h.Write([]byte{0})
	io.WriteString(h, text)
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// Write writes the record as one line of JSON. Lists that are nil are written
// as [], since the contract has no null lists.
func (r *Record) Write(w io.Writer) error {
	line, err := r.MarshalLine()
	if err != nil {
		return err
	}
	_, err = w.Write(line)
	return err
}

// MarshalLine is the record as one line of JSON with its newline.
func (r *Record) MarshalLine() ([]byte, error) {
	r.fillLists()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("record: write %s: %w", r.Report.ID, err)
	}
	return b.Bytes(), nil
}

// Parse reads one record from JSON and checks it.
func Parse(line []byte) (*Record, error) {
	var r Record
	if err := json.Unmarshal(line, &r); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	if err := r.Check(); err != nil {
		return nil, err
	}
	return &r, nil
}

func (r *Record) fillLists() {
	r.Actors = orEmpty(r.Actors)
	r.Statements = orEmpty(r.Statements)
	r.Events = orEmpty(r.Events)
	r.Figures = orEmpty(r.Figures)
	r.Times = orEmpty(r.Times)
	r.Places = orEmpty(r.Places)
	for i := range r.Actors {
		a := &r.Actors[i]
		a.Sectors, a.Aliases, a.Mentions = orEmpty(a.Sectors), orEmpty(a.Aliases), orEmpty(a.Mentions)
	}
	for i := range r.Statements {
		s := &r.Statements[i]
		s.Content, s.Via = orEmpty(s.Content), orEmpty(s.Via)
	}
	for i := range r.Events {
		e := &r.Events[i]
		e.Contexts, e.Figures, e.AccordingTo = orEmpty(e.Contexts), orEmpty(e.Figures), orEmpty(e.AccordingTo)
		e.Actors, e.Recipients = orEmpty(e.Actors), orEmpty(e.Recipients)
	}
	for i := range r.Figures {
		r.Figures[i].AccordingTo = orEmpty(r.Figures[i].AccordingTo)
	}
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
