package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"annals/internal/text"
)

// isSpace reports whether r separates tokens: white space, control characters
// and the marks of zero width that pages put between words.
func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060' || r == '\u200e' || r == '\u200f'
}

// scanner appends the tokens of one stretch of a text.
type scanner struct {
	*tables
	text string
	out  []text.Span
}

// tokens appends the tokens of t[from:to] to out.
func (t *tables) tokens(out []text.Span, s string, from, to int) []text.Span {
	sc := scanner{t, s, out}
	for i := from; i < to; {
		r, size := decode(s, i)
		if isSpace(r) {
			i += size
			continue
		}
		start := i
		plain := true
		for i < to {
			r, size := decode(s, i)
			if isSpace(r) {
				break
			}
			plain = plain && (r|0x20 >= 'a' && r|0x20 <= 'z')
			i += size
		}
		if plain {
			sc.word(start, i)
		} else {
			sc.chunk(start, i, to)
		}
	}
	return sc.out
}

func decode(s string, i int) (rune, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}

func (sc *scanner) emit(start, end int) {
	if start < end {
		sc.out = append(sc.out, text.Span{Start: start, End: end})
	}
}

// chunk splits what stands between two spaces: marks in front, marks behind,
// and the core between them. The stretch goes on until limit.
func (sc *scanner) chunk(a, b, limit int) {
	for a < b {
		if n := sc.whole(a, b); n > 0 {
			sc.emit(a, a+n)
			a += n
			continue
		}
		n := sc.leading(a, b)
		if n == 0 {
			break
		}
		sc.emit(a, a+n)
		a += n
	}
	tail := b
	var held [8]text.Span // marks behind, the last first
	behind := held[:0]
	for a < tail {
		n := sc.trailing(a, tail, limit)
		if n == 0 {
			break
		}
		behind = append(behind, text.Span{Start: tail - n, End: tail})
		tail -= n
	}
	if a < tail {
		sc.core(a, tail, limit)
	}
	for i := len(behind) - 1; i >= 0; i-- {
		sc.emit(behind[i].Start, behind[i].End)
	}
}

// leading is the length of the mark that s[a:b] begins with, or 0.
func (sc *scanner) leading(a, b int) int {
	r, size := decode(sc.text, a)
	next := rune(0)
	if a+size < b {
		next, _ = decode(sc.text, a+size)
	}
	switch {
	case isWord(r):
		return 0
	case r == '\'' || r == '’' || r == '‘' || r == '`':
		if next == r && r != '‘' || r == '‘' && next == '’' {
			return 2 * size
		}
		if clitic(sc.text[a:b]) == b-a || r != '‘' && unicode.IsDigit(next) && b-a-size <= 3 {
			return b - a // "'s" apart, "'90s"
		}
		return size
	case r == '.' || r == '…':
		if r == '.' && (unicode.IsDigit(next) || unicode.IsLower(next)) && (a == 0 || isSpace(before(sc.text, a))) {
			return 0 // ".5", ".com"
		}
		return dots(sc.text, a, b)
	case (r == '-' || r == '+') && unicode.IsDigit(next) && (a == 0 || isSpace(before(sc.text, a))):
		return 0 // "-5"
	case strings.ContainsRune("-=*_~<>#+|\\", r) || r == '$' && next == '$':
		return size * run(sc.text[a:b], r)
	case r == '!' || r == '?':
		return marks(sc.text[a:b])
	}
	return cluster(sc.text, a, b)
}

// trailing is the length of the mark that s[a:b] ends with, or 0.
func (sc *scanner) trailing(a, b, limit int) int {
	r, size := utf8.DecodeLastRuneInString(sc.text[a:b])
	if isWord(r) {
		return 0
	}
	if r == '(' || r == ')' || r == '/' {
		if n := sc.faceBehind(sc.text[a:b]); n > 0 {
			return n
		}
	}
	switch {
	case r == '.' || r == '…':
		n := size
		for n < b-a && (sc.text[b-n-1] == '.' || strings.HasSuffix(sc.text[a:b-n], "…")) {
			_, size := utf8.DecodeLastRuneInString(sc.text[a : b-n])
			n += size
		}
		if n == 1 && sc.abbreviated(a, b-1, b, limit) {
			return 0
		}
		if head := sc.text[a : b-n]; r == '.' && (strings.HasSuffix(head, "!") || strings.HasSuffix(head, "?")) {
			return b - a - len(strings.TrimRight(head, "!?"))
		}
		if n == 2 && r == '.' && sc.abbreviated(a, b-2, b, limit) {
			return 1
		}
		return n
	case r == '!' || r == '?':
		if sc.listed(sc.text[a:b]) {
			return 0
		}
		head := strings.TrimRight(sc.text[a:b], "!?")
		n := b - a - len(head)
		if stem := strings.TrimRight(head, "."); len(head)-len(stem) == 1 && !sc.abbreviated(a, a+len(stem), a+len(head), limit) || len(head)-len(stem) == 2 {
			n = b - a - len(stem) // ".?", "..!"
		}
		return n
	case r == '\'' || r == '`':
		if b-a > 2 && sc.text[b-2] == byte(r) {
			return 2
		}
		return 1
	case r == '’' && (strings.HasSuffix(sc.text[a:b], "’’") || strings.HasSuffix(sc.text[a:b], "‘’")):
		return 2 * size
	case strings.ContainsRune("-=*_~<>|\\", r) || strings.ContainsRune("$+", r) && b-a > 2 && sc.text[b-2] == byte(r):
		n := size
		for n < b-a && sc.text[b-n-1] == byte(r) {
			n++
		}
		return n
	case r == '/' && sc.listed(sc.text[a:b]):
		return 0
	case r == '$' || r == '+' && b-a == 2:
		return 0 // "US$", "C+": core decides
	case unicode.Is(unicode.M, r) || r == '\u200d':
		return 0 // a combining mark belongs to what it stands on
	}
	return size
}

// longestAbbreviation is the length in bytes that no abbreviation exceeds.
const longestAbbreviation = 24

// abbreviated reports whether the full stop at s[b-1] belongs to the word
// s[a:end] before it.
func (sc *scanner) abbreviated(a, end, b, limit int) bool {
	if a == end {
		return false
	}
	a = max(a, end-longestAbbreviation)
	for !utf8.RuneStart(sc.text[a]) {
		a++
	}
	word := sc.text[a:end]
	if i := strings.LastIndexAny(word, "-/(–—"); i >= 0 {
		_, size := decode(word, i)
		word = word[i+size:] // "Vice-Adm."
	}
	if r, size := utf8.DecodeRuneInString(word); size == len(word) && unicode.IsUpper(r) {
		next := sc.after(b, limit)
		return unicode.IsUpper(next) || unicode.IsDigit(next) || next == '.' // initials, "S. 147"
	}
	switch sc.abbreviation(word) {
	case dotNeverEnds:
		return true
	case dotMayEnd:
		next := sc.after(b, limit)
		return word != "etc" || next != 0 && !unicode.IsUpper(next)
	case dotBeforeNumber:
		return unicode.IsDigit(sc.after(b, limit))
	}
	return false
}

// after is the first character that is no space from offset i on, or 0.
func (sc *scanner) after(i, limit int) rune {
	for i < limit {
		r, size := decode(sc.text, i)
		if !isSpace(r) {
			return r
		}
		i += size
	}
	return 0
}

func before(s string, i int) rune {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// run is how many times s begins with the ASCII character r.
func run(s string, r rune) int {
	n := 0
	for n < len(s) && s[n] == byte(r) {
		n++
	}
	return n
}

// marks is the length of the exclamation and question marks s begins with.
func marks(s string) int {
	return len(s) - len(strings.TrimLeft(s, "!?"))
}

// dots is the length of the full stops and ellipses that s[a:b] begins with.
func dots(s string, a, b int) int {
	return b - a - len(strings.TrimLeft(s[a:b], ".…"))
}

// cluster is the length of one character with what combines with it:
// variation selectors, skin tones, joined emoji, pairs of regional letters.
func cluster(s string, a, b int) int {
	first, size := decode(s, a)
	n := size
	for a+n < b {
		r, size := decode(s, a+n)
		switch {
		case unicode.Is(unicode.M, r) || r >= 0x1f3fb && r <= 0x1f3ff:
			n += size
		case r == '\u200d':
			n += size
			if a+n < b {
				_, size := decode(s, a+n)
				n += size
			}
		case n == 4 && first >= 0x1f1e6 && first <= 0x1f1ff && r >= 0x1f1e6 && r <= 0x1f1ff:
			n += size
		default:
			return n
		}
	}
	return n
}
