// Package export writes records and situations for other programs. It reads
// record.Record, or what several reports tell of one thing (Situation), and
// writes to an io.Writer: JSON Lines, CSV and Parquet, one table a kind
// (doc/TABLES.md); the tables of GDELT, POLECAT and Phoenix, FollowTheMoney,
// GeoJSON, GraphML, GEXF and JSON-LD (doc/EXPORTS.md).
//
// What is not known is left empty, in the form that the format has for it.
package export
