package model

import "math/bits"

// Feature is the hash of a template's number and its values. Build one by
//
//	model.Template(7).With(model.Text(word)).With(tag)
//
// The order of values matters.
type Feature uint64

// mix is an odd constant with about as many ones as zeros.
const mix = 0x9E3779B97F4A7C15

// Template starts a feature. Templates of one model have different numbers.
func Template(n int) Feature { return Feature(mix).With(uint64(n) + 1) }

// With adds a value to a feature: a small number or a hash of a text.
func (f Feature) With(v uint64) Feature {
	hi, lo := bits.Mul64(uint64(f)^v^0xA0761D6478BD642F, mix^v<<32|1)
	return Feature(hi ^ lo)
}

// WithText adds a text as a value.
func (f Feature) WithText(s string) Feature { return f.With(Text(s)) }

// Text is the hash of a text, by FNV-1a over 64 bits with a final mix.
func Text[T string | []byte](s T) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h ^ h>>29
}

// key is what models keep of a feature.
func (f Feature) key() uint32 { return uint32(uint64(f)>>32) ^ uint32(f) }
