// Package event finds events: who did what to whom, with its PLOVER type, its
// CAMEO code and its status.
//
// It reads a complete text.Document and the statements, times, places and
// figures of its record, and writes record.Event values whose parties are not
// yet tied to actors.
package event

import (
	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// Coder codes events. It is safe for use by several goroutines.
type Coder struct {
	world *world.World
}

// Given is what earlier parts of extraction found in the same document.
type Given struct {
	Statements []record.Statement
	Times      []record.Time
	Places     []record.Place
	Figures    []record.Figure
}

// Load reads the embedded ontology and lexicon.
func Load(w *world.World) (*Coder, error) { return &Coder{world: w}, nil }

// Find lists the document's events in the order of their triggers.
func (c *Coder) Find(d *text.Document, s *record.Speller, given Given) []record.Event { return nil }
