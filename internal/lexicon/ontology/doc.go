// Package ontology is what Annals knows of event coding: the PLOVER event
// types, the CAMEO codes with their Goldstein values, how acts combine with
// operators ("refuse" and "negotiate" make code 125), and the lexicon of event
// verbs, nouns and adjectives with their frames.
//
// It reads its embedded tables (folder tables, described at the head of each
// file) and writes nothing. An [Ontology] is read-only after [Load] and safe
// for use by several goroutines.
//
// Sources: PLOVER manual (Open Event Data Alliance, 2021); Schrodt, CAMEO
// Event Codebook 1.1b3 (2012); Goldstein, "A Conflict-Cooperation Scale for
// WEIS Events Data" (1992), in its extension to CAMEO.
package ontology
