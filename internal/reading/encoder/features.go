package encoder

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The table of embeddings has four sections, one after another: the words of
// the vocabulary, shapes, clues, and pieces of words. Words have a row each;
// shapes and pieces share rows by hash.
const (
	shapeRows = 256
	clueRows  = 640
	pieceRows = 24576
)

// Vocabulary is the words that have a row of their own: the hashes of their
// folded forms, in ascending order. A word's row is its hash's index.
type Vocabulary []uint32

// Rows is the number of rows of the table of embeddings.
func (v Vocabulary) Rows() int { return len(v) + shapeRows + clueRows + pieceRows }

// Form is a word form as rows of the table of embeddings.
type Form struct {
	Word   int32   // row of the word, or -1
	Shape  int32   // row of the shape
	Pieces []int32 // rows of the prefixes, suffixes and inner strings, in ascending order, repeats included
}

// Fold is the form as the vocabulary knows it: in lower case, with 0 for every
// digit and plain quotation marks.
func Fold(form string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return '0'
		case r == '’' || r == '‘' || r == '`':
			return '\''
		case r == '“' || r == '”':
			return '"'
		}
		return unicode.ToLower(r)
	}, form)
}

// hash32 is FNV-1a over the string, its bits mixed once more (the finaliser of
// MurmurHash3), since FNV leaves the high ones of short strings alike.
func hash32(seed uint32, s string) uint32 {
	h := uint32(2166136261) ^ seed
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// WordHash is the hash of a folded form.
func WordHash(folded string) uint32 { return hash32(0, folded) }

// Seeds of the hashes of pieces, so that "un" at the start is no "un" at the end.
const (
	seedPrefix = 1 + iota
	seedSuffix
	seedInner
)

// maxPieces bounds the work for a word of absurd length.
const maxPieces = 48

// Form finds the rows of a form: its word, its shape, and its pieces, which
// are prefixes of one to four letters, suffixes of one to five and all strings
// of three and four letters with the word's edges marked, after Bojanowski et
// al. (2017).
func (v Vocabulary) Form(form string) Form {
	folded := Fold(form)
	f := Form{Word: -1, Shape: int32(len(v)) + int32(hash32(0, shape(form))%shapeRows)}
	if i, ok := slices.BinarySearch(v, WordHash(folded)); ok {
		f.Word = int32(i)
	}
	first := len(v) + shapeRows + clueRows
	add := func(seed uint32, piece string) {
		if len(f.Pieces) < maxPieces {
			f.Pieces = append(f.Pieces, int32(first)+int32(hash32(seed, piece)%pieceRows))
		}
	}
	at := make([]int, 0, 32) // where each letter begins, and the end
	for i := range folded {
		at = append(at, i)
	}
	at = append(at, len(folded))
	n := len(at) - 1
	for k := 1; k <= min(4, n); k++ {
		add(seedPrefix, folded[:at[k]])
	}
	for k := 1; k <= min(5, n); k++ {
		add(seedSuffix, folded[at[n-k]:])
	}
	marked := "^" + folded + "$"
	at = at[:0]
	for i := range marked {
		at = append(at, i)
	}
	at = append(at, len(marked))
	for k := 3; k <= 4; k++ {
		for i := 0; i+k < len(at); i++ {
			add(seedInner, marked[at[i]:at[i+k]])
		}
	}
	slices.Sort(f.Pieces)
	return f
}

// shape is the form with a letter for each kind of character, runs cut to two
// ("McCain" XxXxx), and its length in letters up to six.
func shape(form string) string {
	var b []byte
	run, letters := 0, 0
	for _, r := range form {
		c := kindOf(r)
		letters++
		if len(b) > 0 && b[len(b)-1] == c {
			run++
		} else {
			run = 1
		}
		if run <= 2 && len(b) < 12 {
			b = append(b, c)
		}
	}
	return string(append(b, '0'+byte(min(letters, 6))))
}

func kindOf(r rune) byte {
	switch {
	case unicode.IsUpper(r):
		return 'X'
	case unicode.IsLetter(r):
		return 'x'
	case unicode.IsDigit(r):
		return '9'
	case r < utf8.RuneSelf:
		return byte(r)
	}
	return '#'
}

// pieceScale is what the sum of n pieces is multiplied by.
func pieceScale(n int) float32 {
	if n == 0 {
		return 0
	}
	return float32(1 / math.Sqrt(float64(n)))
}
