// Package origin tells which reports go back to the same writing: copies with
// small edits, cut or lengthened ones, and reports that credit the same
// agency. What shares an origin confirms nothing, however many outlets print
// it.
//
// It reads texts and gives fingerprints, likenesses and credits; it knows no
// storage. Copies are found by shingles of words (Broder 1997, "On the
// resemblance and containment of documents"): a small sketch of each text finds
// candidates, the full sets of shingles decide.
package origin
