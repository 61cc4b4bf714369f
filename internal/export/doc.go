// Package export writes records for other programs: JSON Lines, which are
// complete, and CSV, one table a kind with documented columns. It reads
// record.Record and writes to an io.Writer.
package export
