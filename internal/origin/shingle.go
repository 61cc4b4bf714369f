package origin

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// shingleLength is how many words make a shingle. Four words are rarely the
// same by chance, and one changed word costs four shingles only.
const shingleLength = 4

// sketchSize is about how many shingles a sketch holds, whatever the length of
// the text.
const sketchSize = 24

// Print is the fingerprint of a text: the hashes of its shingles, sorted and
// each once.
type Print struct {
	Own    []uint32 // shingles in the text's own words
	Quoted []uint32 // shingles that lie in quotation marks as a whole
}

// Fingerprint takes the shingles of a text. Case, punctuation, accents and
// white space do not count. What stands in quotation marks is kept apart:
// reporters who hear the same speech quote the same words.
func Fingerprint(text string) *Print {
	type word struct {
		text   string
		quoted bool
	}
	var words []word
	quotes := quotations(text)
	start := -1
	flush := func(end int) {
		if start >= 0 {
			words = append(words, word{fold(text[start:end]), quotes.hold(start)})
			start = -1
		}
	}
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if (r == '\'' || r == '’') && start >= 0 {
			continue
		}
		flush(i)
	}
	flush(len(text))
	p := &Print{}
	for i := 0; i+shingleLength <= len(words); i++ {
		h := fnv.New32a()
		inside := true
		for _, w := range words[i : i+shingleLength] {
			h.Write([]byte(w.text))
			h.Write([]byte{0})
			inside = inside && w.quoted
		}
		if inside {
			p.Quoted = append(p.Quoted, mix(h.Sum32()))
		} else {
			p.Own = append(p.Own, mix(h.Sum32()))
		}
	}
	p.Own, p.Quoted = set(p.Own), set(p.Quoted)
	return p
}

// set sorts hashes and keeps each once.
func set(h []uint32) []uint32 {
	slices.Sort(h)
	return slices.Compact(h)
}

// mix spreads a hash's bits (the finaliser of MurmurHash3), so that its lowest
// are as good as any for a sketch.
func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// fold is a word without case and accents.
func fold(word string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(word) {
		if !unicode.IsMark(r) && r != '\'' && r != '’' {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// stretches are byte ranges of a text in order.
type stretches [][2]int

// quotations are the stretches in double quotation marks, each within its
// paragraph; a mark that is never closed opens none.
func quotations(text string) stretches {
	var list stretches
	open := -1
	for i, r := range text {
		switch {
		case r == '\n':
			open = -1
		case r == '“' || r == '„' || r == '«' || r == '"' && open < 0:
			open = i
		case open >= 0 && (r == '”' || r == '»' || r == '"'):
			list = append(list, [2]int{open, i})
			open = -1
		}
	}
	return list
}

func (s stretches) hold(at int) bool {
	i, _ := slices.BinarySearchFunc(s, at, func(q [2]int, at int) int { return q[1] - at })
	return i < len(s) && s[i][0] <= at
}

// Sketch is a part of the shingles by which copies find each other: those
// whose hash divides by a power of two that leaves about sketchSize of them.
// A shorter text keeps more of its shingles, a longer one fewer; what the
// longer keeps the shorter keeps too (Broder's MOD sketch).
func (p *Print) Sketch() []uint32 {
	every := uint32(1)
	for len(p.Own)/int(every) > sketchSize*3/2 {
		every *= 2
	}
	var kept []uint32
	for _, h := range p.Own {
		if h%every == 0 {
			kept = append(kept, h)
		}
	}
	return kept
}

// MarshalBinary writes the numbers of own and quoted shingles and then all, as
// little-endian 32-bit numbers.
func (p *Print) MarshalBinary() ([]byte, error) {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(p.Own)))
	for _, h := range p.Own {
		b = binary.LittleEndian.AppendUint32(b, h)
	}
	for _, h := range p.Quoted {
		b = binary.LittleEndian.AppendUint32(b, h)
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (p *Print) UnmarshalBinary(b []byte) error {
	if len(b) < 4 || len(b)%4 != 0 {
		return errors.New("origin: malformed fingerprint")
	}
	all := make([]uint32, len(b)/4-1)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(b[4+4*i:])
	}
	own := binary.LittleEndian.Uint32(b)
	if uint64(own) > uint64(len(all)) {
		return errors.New("origin: malformed fingerprint")
	}
	p.Own, p.Quoted = all[:own], all[own:]
	return nil
}

// TextHash is the hash of a text's words, hexadecimal: two texts that differ
// in case, punctuation and white space only have the same.
func TextHash(text string) string {
	h := sha256.New()
	for _, w := range strings.FieldsFunc(norm.NFKC.String(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		h.Write([]byte(fold(w)))
		h.Write([]byte{' '})
	}
	return hex.EncodeToString(h.Sum(nil))
}
