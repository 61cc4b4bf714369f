// Package where finds the places that a report names. It reads a document's
// text, tokens, tags, name mentions and, where present, its tree, and writes
// [record.Place]; coordinates are resolved later, against the whole report.
package where

import (
	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// Find lists the document's places in text order, without coordinates.
func Find(doc *text.Document, w *world.World, spell *record.Speller) []record.Place { return nil }
