// Package when finds time expressions. It reads a document's text, tokens,
// tags and, where present, its tree, and writes [record.Time].
package when

import (
	"annals/internal/record"
	"annals/internal/text"
)

// Find lists the document's time expressions in text order.
func Find(doc *text.Document, spell *record.Speller) []record.Time { return nil }
