// Package correction is what people change in the records that the program
// made: entries of their own that say who changed what, when and why.
//
// It reads corrections and records and gives the records as corrected; the
// program's own are left as they are. A correction knows its row by the words
// that the row rests on, so that it finds the row again in what a later engine
// reads. It knows no storage.
package correction
