package encoder

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"annals/internal/reading/clue"
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
func Fold(form string) string { return string(appendFolded(nil, form)) }

func appendFolded(b []byte, form string) []byte {
	for _, r := range form {
		switch {
		case unicode.IsDigit(r):
			r = '0'
		case r == '’' || r == '‘' || r == '`':
			r = '\''
		case r == '“' || r == '”':
			r = '"'
		default:
			r = unicode.ToLower(r)
		}
		b = utf8.AppendRune(b, r)
	}
	return b
}

// WordHash is the hash of a folded form.
func WordHash(folded string) uint32 { return clue.Hash(0, folded) }

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
func (v Vocabulary) Form(form string) Form { return v.find(form, new(spelling)) }

// spelling is the memory in which the rows of a form are found.
type spelling struct {
	marked []byte  // the folded form between "^" and "$"
	at     []int   // where each of its letters begins, and the end
	pieces []int32 // of the form found last
}

// find finds the rows of a form in the given memory.
func (v Vocabulary) find(form string, s *spelling) Form {
	s.marked = append(appendFolded(append(s.marked[:0], '^'), form), '$')
	s.at = s.at[:0]
	for i, c := range s.marked {
		if utf8.RuneStart(c) {
			s.at = append(s.at, i)
		}
	}
	s.at = append(s.at, len(s.marked))
	s.pieces = s.pieces[:0]
	first := int32(len(v) + shapeRows + clueRows)
	add := func(seed uint32, from, to int) { // letters
		if len(s.pieces) < maxPieces {
			s.pieces = append(s.pieces, first+int32(clue.Hash(seed, s.marked[s.at[from]:s.at[to]])%pieceRows))
		}
	}
	n := len(s.at) - 1 // letters, marks included
	for k := 1; k <= min(4, n-2); k++ {
		add(seedPrefix, 1, 1+k)
	}
	for k := 1; k <= min(5, n-2); k++ {
		add(seedSuffix, n-1-k, n-1)
	}
	for k := 3; k <= 4; k++ {
		for i := 0; i+k <= n; i++ {
			add(seedInner, i, i+k)
		}
	}
	slices.Sort(s.pieces)
	f := Form{Word: -1, Shape: int32(len(v)) + int32(shapeHash(form)%shapeRows), Pieces: s.pieces}
	if i, ok := slices.BinarySearch(v, clue.Hash(0, s.folded())); ok {
		f.Word = int32(i)
	}
	return f
}

// folded is the form found last, folded.
func (s *spelling) folded() []byte { return s.marked[1 : len(s.marked)-1] }

// shapeHash is the hash of the form with a letter for each kind of character,
// runs cut to two ("McCain" XxXxx), and its length in letters up to six.
func shapeHash(form string) uint32 {
	var memory [13]byte
	b := memory[:0]
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
	return clue.Hash(0, append(b, '0'+byte(min(letters, 6))))
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
