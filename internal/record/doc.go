// Package record is the sourced record of one report: who did and said what,
// to whom, when, where, how many, according to whom, through whom and how
// firmly.
//
// Its types are the JSON contract of doc/FORMAT.md field by field. It reads
// and writes that JSON, numbers records, and checks the contract's invariants
// (Check). Offsets count Unicode code points of Report.Text, half-open.
package record
