// Package cue is the lexicon of words by which reports say that somebody said,
// wrote, thought, wanted or demanded something: verbs, nouns, adjectives and
// fixed phrases, each with its act and the frames it takes. It reads its
// embedded table and writes nothing.
package cue
