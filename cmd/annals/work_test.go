package main

import (
	"bytes"
	"testing"

	"annals/internal/pipeline"
	"annals/internal/queue"
	"annals/internal/record"
)

// TestReadWith: what was kept of a reading is taken over where it may be, and
// gives the same record.
func TestReadWith(t *testing.T) {
	p, err := pipeline.New()
	if err != nil {
		t.Fatal(err)
	}
	read := readWith(p)
	report := record.Report{ID: "x", Text: "Police arrested 40 people in Minsk, the ministry said.", Published: record.Ptr("2024-03-12")}
	first, err := read(report, nil, queue.FromNewest)
	if err != nil || first.Keep == nil {
		t.Fatalf("got %+v, %v", first, err)
	}
	want, _ := first.Record.MarshalLine()
	for name, c := range map[string]struct {
		kept  []byte
		from  queue.Stage
		taken bool
	}{
		"newest":  {first.Keep, queue.FromNewest, true},
		"kept":    {first.Keep, queue.FromKept, true},
		"text":    {first.Keep, queue.FromText, false},
		"damaged": {first.Keep[:len(first.Keep)/2], queue.FromKept, false},
		"nothing": {nil, queue.FromKept, false},
	} {
		got, err := read(report, c.kept, c.from)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if line, _ := got.Record.MarshalLine(); !bytes.Equal(line, want) || c.taken != (got.Keep == nil) {
			t.Errorf("%s: taken over: %v; the same record: %v", name, got.Keep == nil, bytes.Equal(line, want))
		}
	}
}
