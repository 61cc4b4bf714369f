// Package numeral reads numbers in digits and words. It cuts a stretch of text
// into atoms (words, runs of digits, marks), finer than a tokeniser does, so
// that "15bn", "27-year" and "1990s" read alike however they were tokenised;
// it reads its embedded table of number words and writes nothing.
package numeral
