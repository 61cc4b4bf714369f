package segment

import (
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// pad is how many empty signs stand before and after those of a block, so that
// features need not look where it ends.
const pad = 4

// stretch is a block as the learnt decision sees it. Its slices are used again
// for each block of a document.
type stretch struct {
	style  style
	signs  []sign // of token i at i+pad
	ruled  []bool // whether a sentence ends after the token by rule
	bound  []bool // whether no sentence ends after the token, whatever else is said
	next   []int  // the first token, from this one on, that ends a sentence by rule
	smalls []int  // tokens of small letters before the token
	calm   []int  // tokens since the last mark
	within []uint8
	block  uint32 // what the whole block is like
	wide   []uint32
	deep   []uint32
}

// Bits of stretch.block.
const (
	allCapitals uint32 = 1 << iota
	noCapitals
	noStop      // not one full stop
	endsStopped // its last token ends a sentence
)

// read sets the stretch to a block's words and the ends that the rules found.
func (b *stretch) read(t *tables, s string, words []text.Span, ends []int) {
	n := len(words)
	b.signs = append(b.signs[:0], make([]sign, pad)...)
	for i, w := range words {
		b.signs = append(b.signs, signOf(s[w.Start:w.End], i == 0 || words[i-1].End < w.Start))
	}
	b.signs = append(b.signs, make([]sign, pad)...)
	b.ruled = cleared(b.ruled, n)
	for _, e := range ends {
		b.ruled[e-1] = true
	}
	b.next = cleared(b.next, n+1)
	b.next[n] = n - 1
	for i := n - 1; i >= 0; i-- {
		b.next[i] = b.next[i+1]
		if b.ruled[i] {
			b.next[i] = i
		}
	}
	b.count(n)
	b.bind(t, s, words)
	b.brackets(s, words)
}

// cleared is a slice of n zeros in the place of another.
func cleared[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, 2*n)
	}
	s = s[:n]
	clear(s)
	return s
}

// count sets smalls, calm and block.
func (b *stretch) count(n int) {
	b.smalls, b.calm = cleared(b.smalls, n+1), cleared(b.calm, n)
	titles, loud, stops, calm := 0, 0, 0, 0
	for i, s := range b.signs[pad : pad+n] {
		b.smalls[i+1] = b.smalls[i]
		switch s.shape {
		case shapeSmall:
			b.smalls[i+1]++
		case shapeTitle, shapeMixed:
			titles++
		case shapeCapitals:
			loud++
		case shapeStop:
			stops++
		}
		if calm++; s.shape.marked() {
			calm = 0
		}
		b.calm[i] = calm
	}
	b.block = 0
	smalls := b.smalls[n]
	for bit, is := range [...]bool{
		loud > 4*(smalls+titles), smalls > 3 && titles == 0, stops == 0, n > 0 && b.signs[n+pad-1].shape.ends(),
	} {
		if is {
			b.block |= 1 << bit
		}
	}
}

// longestAside is how many tokens brackets hold together at most.
const longestAside = 60

// hold notes that no sentence ends between brackets except by rule.
func (b *stretch) hold(from, to int) {
	for i := from; i < to; i++ {
		b.bound[i] = b.bound[i] || !b.ruled[i]
	}
}

// brackets notes for each token how many brackets are open after it, at most
// two, and whether a quotation is.
func (b *stretch) brackets(s string, words []text.Span) {
	b.within = cleared(b.within, len(words))
	depth, opened, quoted := 0, 0, uint8(0)
	for i, w := range words {
		switch b.signs[i+pad].shape {
		case shapeOpening:
			if depth++; depth == 1 {
				opened = i
			}
		case shapeClosing:
			if depth == 1 && i-opened <= longestAside {
				b.hold(opened, i)
			}
			depth = max(depth-1, 0)
		case shapeQuote:
			switch s[w.Start:w.End] {
			case `"`:
				quoted ^= 1
			case "“": // after a word it closes, as machine translation prints it
				quoted = 0
				if b.signs[i+pad].space || b.signs[i+pad-1].shape.marked() {
					quoted = 1
				}
			case "”":
				quoted = 0
			}
		}
		b.within[i] = uint8(min(depth, 2))<<1 | quoted
	}
}

// bind notes as bound the abbreviations that belong to what follows them.
func (b *stretch) bind(t *tables, s string, words []text.Span) {
	b.bound = cleared(b.bound, len(words))
	for i, w := range words {
		if b.signs[i+pad].shape != shapeDotted || b.ruled[i] {
			continue
		}
		word := s[w.Start : w.End-1]
		initial, size := utf8.DecodeRuneInString(word)
		b.bound[i] = size == len(word) && unicode.IsUpper(initial) || t.abbreviation(word) == dotNeverEnds
	}
}

// candidate reports whether a sentence may end between tokens i and i+1. Most
// places may not, and nothing more is asked of them: between two words the
// second of which is in small letters, and before a comma or a full stop.
func (b *stretch) candidate(i int) bool {
	if b.ruled[i] {
		return true
	}
	if b.bound[i] {
		return false
	}
	left, right := b.signs[i+pad].shape, b.signs[i+pad+1].shape
	switch right {
	case shapeComma, shapeStop:
		return false
	case shapeSmall:
		return left != shapeSmall && left != shapeTitle && left != shapeCapital && left != shapeComma
	}
	return true
}

// firm reports whether the rules are not to be doubted that a sentence ends
// after token i: a full stop and the mark that closes a quotation before a
// word with a capital, or an ellipsis before a quotation that opens so.
func (b *stretch) firm(i int) bool {
	if i == 0 || !b.ruled[i] {
		return false
	}
	l1, l0, r0, r1 := b.signs[i+pad-1], b.signs[i+pad], b.signs[i+pad+1], b.signs[i+pad+2]
	if l0.shape == shapeQuote && l1.shape == shapeStop {
		return r0.shape == shapeTitle || r0.shape == shapeCapitals
	}
	return l0.shape == shapeEllipsis && r0.shape == shapeQuote && r0.space && !r1.space && r1.shape == shapeTitle
}

// style is what the document's blocks are like.
type style struct {
	begins, closes filter // the first and the last two words of blocks
	kind           uint32
}

// survey reads the style of a document off the words of its blocks.
func survey(s string, blocks [][]text.Span) style {
	var st style
	stopped, careless, all := 0, 0, 0
	mail, dates := false, false
	for _, words := range blocks {
		n := len(words)
		if n < 2 {
			continue
		}
		all++
		at := func(i int) sign { return signOf(s[words[i].Start:words[i].End], true) }
		first, last := at(0), at(n-1)
		st.begins.add(pair(first, at(1)))
		st.closes.add(pair(at(n-2), last))
		if last.shape.ends() {
			stopped++
		}
		if first.shape == shapeSmall {
			careless++
		}
		for i := 0; i < min(n, headTokens) && !(mail && dates); i++ {
			switch at(i).shape {
			case shapeAddress:
				mail = true
			case shapeFigures:
				dates = true
			}
		}
	}
	st.kind = quarter(stopped, all) | quarter(careless, all)<<2
	if mail {
		st.kind |= 16
	}
	if dates {
		st.kind |= 32
	}
	return st
}

// headTokens is how many tokens of a block are searched for the addresses and
// dates of a letter's head.
const headTokens = 12

// quarter is 0 for none, 1 for less than a quarter, 2 for less than three
// quarters, else 3.
func quarter(n, of int) uint32 {
	switch {
	case n == 0:
		return 0
	case n*4 < of:
		return 1
	case n*4 < of*3:
		return 2
	}
	return 3
}

func pair(a, b sign) uint32 { return (a.word*31 + b.word) * 0x9E3779B1 }

// filter is a set of hashes that may hold more than was added to it.
type filter [64]uint64

func (f *filter) add(h uint32) { f[h>>26] |= 1 << (h >> 20 & 63) }

func (f *filter) has(h uint32) uint32 { return uint32(f[h>>26] >> (h >> 20 & 63) & 1) }

// rough is a length in steps that grow.
func rough(n int) uint32 {
	switch {
	case n <= 0:
		return 0
	case n <= 4:
		return uint32(n)
	case n <= 6:
		return 5
	case n <= 9:
		return 6
	case n <= 14:
		return 7
	case n <= 20:
		return 8
	case n <= 30:
		return 9
	case n <= 45:
		return 10
	}
	return 11
}
