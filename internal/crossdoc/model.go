package crossdoc

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

//go:embed weights.json.gz
var weights []byte

// Model says which reports tell one story, and which mentions of them are one.
type Model struct {
	Reports  Part `json:"reports"`
	Events   Part `json:"events"`
	Entities Part `json:"entities"`
}

// Part is trees, and how surely groups must be one on average to be joined.
type Part struct {
	Trees *Trees  `json:"trees"`
	Least float64 `json:"least"`
}

// Load gives the embedded model.
func Load() (*Model, error) { return load() }

// load reads the weights once for all who ask; nothing changes them.
var load = sync.OnceValues(func() (*Model, error) { return ReadModel(bytes.NewReader(weights)) })

// ReadModel reads what Write wrote: gzip over JSON.
func ReadModel(r io.Reader) (*Model, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("crossdoc: weights: %w", err)
	}
	m := &Model{}
	if err := json.NewDecoder(io.LimitReader(z, 64<<20)).Decode(m); err != nil {
		return nil, fmt.Errorf("crossdoc: weights: %w", err)
	}
	reports, mentions := storyObservations, mentionObservations
	for _, p := range []struct {
		Part
		observations int
	}{{m.Reports, reports}, {m.Events, mentions}, {m.Entities, mentions}} {
		if p.Trees == nil {
			return nil, errTrees
		}
		if err := p.Trees.check(p.observations); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// Write writes the model as ReadModel reads it.
func (m *Model) Write(w io.Writer) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("crossdoc: %w", err)
	}
	if err := json.NewEncoder(z).Encode(m); err != nil {
		return fmt.Errorf("crossdoc: %w", err)
	}
	return z.Close()
}

func (m *Model) part(entities bool) *Part {
	if entities {
		return &m.Entities
	}
	return &m.Events
}
