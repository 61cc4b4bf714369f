package ingest

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// pdfFont turns codes of strings into letters and widths.
type pdfFont struct {
	font    pdf.Font
	encoder pdf.TextEncoding // for what is not in letters; nil if nothing tells
	wide    bool             // codes are two bytes long (9.7)
	widths  map[int]float64  // of a wide font, in thousandths of its size
	other   float64          // width of all other codes
	letters map[string]string
	drawn   bool // its letters are drawings without names (9.6.5)
}

// font is the font of a name in the program's resources.
func (p *pdfProgram) font(name string) *pdfFont {
	if f := p.fonts[name]; f != nil {
		return f
	}
	v := p.resources.Key("Font").Key(name)
	f := &pdfFont{font: pdf.Font{V: v}, wide: v.Key("Subtype").Name() == "Type0", letters: map[string]string{}, drawn: v.Key("Subtype").Name() == "Type3"}
	if f.wide {
		f.readWidths(v.Key("DescendantFonts").Index(0), p.scanner)
	}
	if table := v.Key("ToUnicode"); table.Kind() == pdf.Stream {
		f.readLetters(table, p.scanner)
	}
	if !f.wide || v.Key("Encoding").Name() != "Identity-H" {
		f.encoder = f.font.Encoder()
	}
	if p.fonts == nil {
		p.fonts = map[string]*pdfFont{}
	}
	p.fonts[name] = f
	return f
}

// readWidths reads the widths of a composite font (9.7.4.3).
func (f *pdfFont) readWidths(v pdf.Value, s *pdfScanner) {
	f.widths, f.other = map[int]float64{}, 1000
	if dw := v.Key("DW"); !dw.IsNull() {
		f.other = dw.Float64()
	}
	w := v.Key("W")
	for i := 0; i+1 < w.Len() && len(f.widths) < 1<<16; {
		s.check()
		first, second := int(w.Index(i).Int64()), w.Index(i+1)
		if second.Kind() == pdf.Array {
			for k := range second.Len() {
				f.widths[first+k] = second.Index(k).Float64()
			}
			i += 2
			continue
		}
		width := w.Index(i + 2).Float64()
		for c := first; c <= int(second.Int64()) && c < 1<<16; c++ {
			f.widths[c] = width
		}
		i += 3
	}
}

// readLetters reads a font's table of the letters of its codes (9.10.3).
func (f *pdfFont) readLetters(table pdf.Value, s *pdfScanner) {
	pdf.Interpret(table, func(stack *pdf.Stack, op string) {
		s.check()
		args := operands(stack)
		switch op {
		case "findresource":
			stack.Push(f.font.V) // any dictionary, for "begin" to open
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				f.set(args[i].RawString(), args[i+1].RawString(), 0)
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				f.setRange(args[i].RawString(), args[i+1].RawString(), args[i+2])
			}
		}
	})
}

// setRange sets the letters of the codes from low to high, which differ in
// their last byte.
func (f *pdfFont) setRange(low, high string, to pdf.Value) {
	if len(low) == 0 || len(low) != len(high) {
		return
	}
	last := len(low) - 1
	end := int(high[last])
	if low[:last] != high[:last] {
		end = 0xff // broken
	}
	for k := 0; k <= end-int(low[last]); k++ {
		code := low[:last] + string([]byte{low[last] + byte(k)})
		if to.Kind() == pdf.Array {
			f.set(code, to.Index(k).RawString(), 0)
		} else {
			f.set(code, to.RawString(), k)
		}
	}
}

// set sets the letters of a code: UTF-16, the last unit moved on by a number.
func (f *pdfFont) set(code, utf16BE string, plus int) {
	var units []uint16
	for i := 0; i+1 < len(utf16BE); i += 2 {
		units = append(units, uint16(utf16BE[i])<<8|uint16(utf16BE[i+1]))
	}
	if len(units) == 0 || len(f.letters) >= 1<<16 {
		return
	}
	units[len(units)-1] += uint16(plus)
	if !f.wide && len(code) > 1 {
		code = code[len(code)-1:]
	}
	f.letters[code] = clean(string(utf16.Decode(units)))
}

// codes are the codes of a string.
func (f *pdfFont) codes(raw string) iter.Seq[string] {
	return func(yield func(string) bool) {
		n := 1
		if f.wide {
			n = 2
		}
		for ; len(raw) >= n; raw = raw[n:] {
			if !yield(raw[:n]) {
				return
			}
		}
	}
}

func (f *pdfFont) width(code string) float64 {
	if !f.wide {
		return f.font.Width(int(code[0]))
	}
	if w, ok := f.widths[int(code[0])<<8|int(code[1])]; ok {
		return w
	}
	return f.other
}

// decode is the letters that a code stands for, "" if that is unknown.
func (f *pdfFont) decode(code string) string {
	t, ok := f.letters[code]
	if !ok && f.drawn && len(code) == 1 {
		if t, ok = texLetters()[code[0]]; ok {
			return t
		}
	}
	if ok || f.encoder == nil {
		return t
	}
	t = f.encoder.Decode(code)
	if r, _ := utf8.DecodeRuneInString(t); len(code) == 1 && r == rune(code[0]) && r >= 0x80 && r < 0xa0 {
		t = string(charmap.Windows1252.DecodeByte(code[0])) // of a font whose table names only some
	}
	t = clean(t)
	if len(f.letters) < 1<<16 {
		f.letters[code] = t
	}
	return t
}

// texLetters are what codes stand for that are control characters elsewhere, in
// the bitmap fonts that TeX writes without a table of their letters: ligatures
// of the encodings OT1 and T1, quotation marks and dashes of T1.
func texLetters() map[byte]string {
	return map[byte]string{0x0b: "ff", 0x0c: "fi", 0x0d: "fl", 0x0e: "ffi", 0x0f: "ffl", 0x10: "“", 0x11: "”", 0x15: "–", 0x16: "—",
		0x1b: "ff", 0x1c: "fi", 0x1d: "fl", 0x1e: "ffi", 0x1f: "ffl", 0x7f: "-"}
}

// clean drops what is no letter or sign, and takes ligatures apart.
func clean(t string) string {
	t = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0' || r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r) || r == unicode.ReplacementChar || r == '\u00ad':
			return -1
		}
		return r
	}, t)
	if strings.ContainsFunc(t, func(r rune) bool { return r >= 0xfb00 && r <= 0xfb06 }) {
		t = norm.NFKC.String(t)
	}
	return t
}
