// Package resolve says who the parties of a record are: it turns the entities
// of a document into the record's actors and ties each party to its actor.
//
// It reads a text.Document with entities and a record.Record whose parties
// have spans; it writes Record.Actors and every Party.Actor.
package resolve

import (
	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// Resolver resolves parties against the facts of the world. It is safe for use
// by several goroutines.
type Resolver struct{ world *world.World }

// New makes a Resolver.
func New(w *world.World) *Resolver { return &Resolver{w} }

// Resolve sets rec.Actors from doc.Entities and the Actor of every party.
func (r *Resolver) Resolve(doc *text.Document, rec *record.Record) {}
