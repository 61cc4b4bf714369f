// Package spelling tells whether two printed names are spellings of one name:
// Cichanouska, Tsikhanouskaya and Тихановская; al-Assad, Assad and Asad; Orbán
// Viktor and Viktor Orbán.
//
// It reads its embedded tables (costs.tsv, which go run ./train/spelling
// learns; given_names.tsv; surname_first.txt; scripts.tsv) and writes nothing.
// A [Table] is read-only after [Load] and safe for use by several goroutines.
//
// Names are written in plain Latin letters first ([Table.Romanise]). Two words
// are then as far apart as the cheapest way to rewrite one as the other costs,
// piece by piece ("tsch" as "ch"), and are one name up to [Limit] a letter.
// The costs come from expectation maximisation over a stochastic edit
// transducer (Ristad and Yianilos, Learning String-Edit Distance, 1998) whose
// pieces are up to four letters long.
package spelling
