// Package figure finds numbers with what they count. It reads a document's
// text, tokens, tags and, where present, its tree, and writes [record.Figure].
package figure

import (
	"annals/internal/record"
	"annals/internal/text"
)

// Find lists the document's figures in text order.
func Find(doc *text.Document, spell *record.Speller) []record.Figure { return nil }
