package text

import "unicode/utf8"

// stride is how many bytes lie between two remembered positions.
const stride = 256

// Mapper converts between byte and code point offsets of one text. It is safe
// for use by several goroutines.
type Mapper struct {
	text  string
	marks []int // code points before byte i*stride
	ascii bool
}

// NewMapper makes a mapper for a text of valid UTF-8.
func NewMapper(text string) *Mapper {
	m := &Mapper{text: text, ascii: true}
	n := 0
	for i := 0; i < len(text); i++ {
		if i%stride == 0 {
			m.marks = append(m.marks, n)
		}
		if utf8.RuneStart(text[i]) {
			n++
		} else {
			m.ascii = false
		}
	}
	if len(text)%stride == 0 {
		m.marks = append(m.marks, n)
	}
	return m
}

// PointFromByte is the code point offset of byte offset b, which must lie on a
// code point's first byte or at the end of the text.
func (m *Mapper) PointFromByte(b int) int {
	if m.ascii {
		return b
	}
	n := m.marks[b/stride]
	for i := b / stride * stride; i < b; i++ {
		if utf8.RuneStart(m.text[i]) {
			n++
		}
	}
	return n
}

// ByteFromPoint is the byte offset of code point offset p; offsets past the
// end give the length of the text.
func (m *Mapper) ByteFromPoint(p int) int {
	if m.ascii {
		return min(p, len(m.text))
	}
	lo, hi := 0, len(m.marks)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if m.marks[mid] <= p {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	n := m.marks[lo]
	i := lo * stride
	for i < len(m.text) && !utf8.RuneStart(m.text[i]) {
		i++
	}
	for ; i < len(m.text) && n < p; n++ {
		_, size := utf8.DecodeRuneInString(m.text[i:])
		i += size
	}
	return i
}
