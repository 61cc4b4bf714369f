package segment

import (
	"unicode"
	"unicode/utf8"
)

// shape is what a token looks like, whatever its letters.
type shape uint8

const (
	shapeOutside  shape = iota // before the first or after the last token of the block
	shapeSmall                 // small letters only
	shapeTitle                 // a capital, then small letters
	shapeCapital               // one capital letter
	shapeCapitals              // several letters, all capitals
	shapeMixed                 // capitals after the first letter
	shapeNumber                // digits only
	shapeFigures               // digits with other marks: "12/24/2004", "3.5", "12:30"
	shapeCode                  // letters and digits
	shapeDotted                // ends with a full stop: "Mr.", "U.S."
	shapeAddress               // of the web or mail
	shapeStop                  // . ! ?
	shapeEllipsis
	shapeComma
	shapeColon // and semicolon
	shapeDash
	shapeOpening // bracket
	shapeClosing // bracket
	shapeQuote
	shapeRule // a run of marks as long as a line of its own
	shapeBullet
	shapeFace // ":)"
	shapeSymbol
)

// marked reports whether the token holds no word.
func (s shape) marked() bool { return s >= shapeStop }

// ends reports whether a paragraph that ends so ends with a sentence.
func (s shape) ends() bool {
	return s == shapeStop || s == shapeEllipsis || s == shapeQuote || s == shapeClosing
}

// sign is what the learnt decision knows of a token.
type sign struct {
	word  uint32 // hash of the form in lower case, with 0 for digits
	shape shape
	size  uint8 // bytes, at most 15
	space bool  // stands after a space
}

// look is the shape and whether a space stands before, as one value.
func (s sign) look() uint32 {
	if s.space {
		return uint32(s.shape) | 64
	}
	return uint32(s.shape)
}

// longestRun is how many equal marks are one mark; more are a line.
const longestRun = 4

// signOf makes the sign of a form.
func signOf(form string, space bool) sign {
	s := sign{size: uint8(min(len(form), 15)), space: space}
	h := uint32(2166136261)
	smalls, larges, digits, others := 0, 0, 0, 0
	at := false
	for i := 0; i < len(form); i++ {
		c := form[i]
		switch {
		case c >= 'a' && c <= 'z':
			smalls++
		case c >= 'A' && c <= 'Z':
			larges++
			c |= 0x20
		case c >= '0' && c <= '9':
			digits++
			c = '0'
		case c < utf8.RuneSelf:
			others++
			at = at || c == '@'
		default:
			r, size := utf8.DecodeRuneInString(form[i:])
			switch {
			case unicode.IsLower(r):
				smalls++
			case unicode.IsUpper(r):
				larges++
			case unicode.IsLetter(r):
				smalls++
			default:
				others++
			}
			h = (h ^ uint32(plain(unicode.ToLower(r)))) * 16777619
			i += size - 1
			continue
		}
		h = (h ^ uint32(c)) * 16777619
	}
	s.word = h ^ h>>15
	first, size := utf8.DecodeRuneInString(form)
	if isWord(first) {
		s.shape = wordShape(smalls, larges, digits, others, at, form, first)
	} else {
		s.shape = markShape(form, first, size)
	}
	return s
}

// plain is the ASCII mark that a typographic one stands for.
func plain(r rune) rune {
	switch r {
	case '’', '‘', '`', '´':
		return '\''
	case '“', '”', '„', '«', '»':
		return '"'
	case '–', '—', '―', '‐', '‑', '−':
		return '-'
	}
	return r
}

func wordShape(smalls, larges, digits, others int, at bool, form string, first rune) shape {
	letters := smalls + larges
	switch {
	case at:
		return shapeAddress
	case letters == 0 && others == 0:
		return shapeNumber
	case letters == 0:
		return shapeFigures
	case form[len(form)-1] == '.':
		return shapeDotted
	case digits > 0:
		return shapeCode
	case others > 0 && letters > 6 && len(form) > 8 && !unicode.IsLetter(rune(form[len(form)-1])):
		return shapeAddress
	case larges == 0:
		return shapeSmall
	case smalls == 0 && larges == 1:
		return shapeCapital
	case smalls == 0:
		return shapeCapitals
	case larges == 1 && unicode.IsUpper(first):
		return shapeTitle
	}
	return shapeMixed
}

func markShape(form string, r rune, size int) shape {
	alone := len(form) == size
	switch r = plain(r); r {
	case '…':
		return shapeEllipsis
	case '.':
		if !alone {
			return shapeEllipsis
		}
		return shapeStop
	case '!', '?', '。', '！', '？':
		return shapeStop
	case ',':
		return shapeComma
	case ';', ':':
		if !alone {
			return shapeFace
		}
		return shapeColon
	case '(', '[', '{', '<':
		return shapeOpening
	case ')', ']', '}', '>':
		return shapeClosing
	case '"', '\'':
		return shapeQuote
	case '•', '·', '▪', '●', '►', '*', '-', '_', '=', '~', '+', '#', '|':
		switch {
		case len(form) > longestRun*size:
			return shapeRule
		case r == '*' || r >= utf8.RuneSelf:
			return shapeBullet
		case !alone && isWord(rune(form[size])):
			return shapeCode
		}
		return shapeDash
	}
	return shapeSymbol
}
