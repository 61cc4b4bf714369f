// Package query is the language in which people ask the ledger: text in, a
// tree of conditions out. It knows no storage.
//
//	actor:lukashenko type:PROTEST since:2020-08 said:"early elections" -minsk
//
// Terms that stand side by side must all hold. OR between terms, and commas
// between the values of one field, ask for any of them; NOT or a minus before
// a term turns it round; parentheses group. A term without a field looks for
// words anywhere in the row. Words may end in * to match what begins so.
package query
