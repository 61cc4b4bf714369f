package ingest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// decode turns bytes into valid UTF-8 text and remarks on what it changed. A
// byte order mark is dropped. declared is the encoding that the carrier names,
// or ""; a page may name its own.
//
// Without a mark and without a declaration, bytes that are not UTF-8 are taken
// for damaged UTF-8 if most sequences of theirs are whole, and for
// Windows-1252 if letters outside ASCII are rare, as in Western texts.
func decode(data []byte, declared string, page bool) (string, []string, error) {
	if what := signature(data); what != "" {
		return "", nil, &fault{ErrBinary, what, nil}
	}
	if order, n := byteOrder(data); order != nil {
		return wide(data[n:], order)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var t string
	var notes []string
	if utf8.Valid(data) && !escapes(data) {
		t = string(data)
	} else {
		e, name := guess(data, declared, page)
		switch {
		case e != nil:
			decoded, err := e.NewDecoder().Bytes(data)
			if err != nil {
				return "", nil, &fault{ErrEncoding, "its text is not the " + name + " that it says it is; convert it to UTF-8", err}
			}
			t = strings.ToValidUTF8(string(decoded), "\ufffd")
			notes = append(notes, "converted from "+name)
		case name != "":
			t = strings.ToValidUTF8(string(data), "\ufffd")
			notes = append(notes, "some bytes are not valid UTF-8; each stretch of them is replaced by U+FFFD")
		default:
			return "", nil, &fault{ErrEncoding, "its text is in an encoding that cannot be told; convert it to UTF-8, for example with iconv", nil}
		}
	}
	if controls(t) {
		return "", nil, &fault{ErrBinary, "it is not text", nil}
	}
	return t, notes, nil
}

// signature says what a well-known kind of file the bytes begin as, or "".
func signature(data []byte) string {
	for _, s := range []struct{ magic, what string }{
		{"PK\x03\x04", "it is an archive or an office document; save it as text first"},
		{"\xd0\xcf\x11\xe0", "it is an office document; save it as text first"},
		{"{\\rtf", "it is an RTF document; save it as text first"},
		{"\x1f\x8b", "it is compressed with gzip; decompress it first"},
		{"\x89PNG", "it is a picture"},
		{"\xff\xd8\xff", "it is a picture"},
		{"GIF8", "it is a picture"},
		{"\x7fELF", "it is a program"},
		{"SQLite format 3\x00", "it is a database"},
	} {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return s.what
		}
	}
	return ""
}

// byteOrder is the order of UTF-16 that the bytes are in, by their mark or by
// the zeros of its Latin letters, with the length of the mark; nil for none.
func byteOrder(data []byte) (binary.ByteOrder, int) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return binary.LittleEndian, 2
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return binary.BigEndian, 2
	}
	var zeros [2]int
	head := data[:min(len(data), 4096)]
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case half < 4 || len(data)%2 != 0:
	case zeros[1]*10 > half*7 && zeros[0]*20 < half:
		return binary.LittleEndian, 0
	case zeros[0]*10 > half*7 && zeros[1]*20 < half:
		return binary.BigEndian, 0
	}
	return nil, 0
}

// wide decodes UTF-16.
func wide(data []byte, order binary.ByteOrder) (string, []string, error) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	t := string(utf16.Decode(units))
	if controls(t) {
		return "", nil, &fault{ErrBinary, "it is not text", nil}
	}
	notes := []string{"converted from UTF-16"}
	if n := strings.Count(t, "\ufffd"); n > 0 {
		notes = append(notes, fmt.Sprintf("%d characters are broken and replaced by U+FFFD", n))
	}
	return t, notes, nil
}

// escapes reports whether the bytes look like ISO-2022, which is ASCII with
// escapes and valid UTF-8 by accident.
func escapes(data []byte) bool { return bytes.Contains(data, []byte("\x1b$")) }

// guess is the encoding of bytes that are not UTF-8, with its name. A name
// without an encoding means damaged UTF-8; neither means that it can't be told.
func guess(data []byte, declared string, page bool) (encoding.Encoding, string) {
	if declared != "" {
		if e, name := charset.Lookup(declared); e != nil && name != "utf-8" && name != "replacement" {
			return e, spelled(name)
		}
	}
	if page {
		// The page's own <meta charset>; its fallback is not sure.
		if e, name, _ := charset.DetermineEncoding(data, ""); name != "utf-8" && name != "windows-1252" && name != "replacement" {
			return e, spelled(name)
		}
	}
	whole, stretches, broken, ascii, odd := 0, 0, 0, 0, 0
	last := -2 // where the last broken byte stood
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
			if last != i-1 {
				stretches++
			}
			last = i
			if strings.IndexByte("\x81\x8d\x8f\x90\x9d", data[i]) >= 0 {
				odd++ // not assigned in Windows-1252
			}
		case size > 1:
			whole++
		default:
			ascii++
		}
		i += size
	}
	switch {
	case whole >= 2*stretches:
		return nil, "utf-8"
	case odd == 0 && broken*5 < ascii:
		return charmap.Windows1252, "Windows-1252"
	}
	return nil, ""
}

// spelled is how messages write the name of an encoding.
func spelled(name string) string {
	if rest, ok := strings.CutPrefix(name, "windows-"); ok {
		return "Windows-" + rest
	}
	return strings.ToUpper(name)
}

// controls reports whether the text holds control characters as no text does:
// a zero, or more than one in five hundred characters.
func controls(t string) bool {
	n := 0
	for i := 0; i < len(t); i++ {
		switch c := t[i]; {
		case c == 0:
			return true
		case c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1a:
			n++
		}
	}
	return n > 2 && n*500 > len(t)
}
