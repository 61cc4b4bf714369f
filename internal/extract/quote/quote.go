// Package quote finds statements: who, according to the report, said, wrote,
// thought, wanted or demanded what, in which words, through whom.
//
// It reads a document's blocks, sentences, tagged and parsed tokens and
// quotations, and writes statements of package record.
package quote

import (
	"annals/internal/record"
	"annals/internal/text"
)

// Finder finds statements. It is safe for use by several goroutines.
type Finder struct{}

// Load makes a Finder from the embedded lexicon and weights.
func Load() (*Finder, error) { return &Finder{}, nil }

// Find lists the document's statements in text order.
func (f *Finder) Find(doc *text.Document, spell *record.Speller) []record.Statement { return nil }
