// Package render shows a record to people: one page for a terminal (Text),
// one self-contained HTML page (HTML), one flat table (CSV), and why a record
// was made (Explain).
//
// It reads a record and, for explanations, the document it came from; it
// writes to an io.Writer.
package render

// Style says what the output can show.
type Style struct {
	Width  int  // columns; at least 60
	Colour bool // ANSI colours
}
