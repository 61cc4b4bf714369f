package situation

import (
	"cmp"
	_ "embed"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// rarity says how rare words are, by the hash of their stem: the logarithm of
// how many texts there are for one that has a word of the slot, times 24.
//
//go:embed rarity.bin
var rarity []byte

// RaritySlots is how many slots the table of rarity has.
const RaritySlots = 1 << 14

// vectorTerms is how many terms of a text are kept.
const vectorTerms = 48

// Vector is the terms that stand out in a text, sorted by their hash, with
// weights whose squares add up to 1.
type Vector []Term

// Term is a word's stem, by its hash, and its weight.
type Term struct {
	Hash   uint32
	Weight float32
}

// Terms is the vector of a text; the words of its title count twice.
func Terms(title, text string) Vector {
	counts := map[uint32]float64{}
	for _, w := range words(title) {
		counts[Hash(stem(w))] += 2
	}
	for _, w := range words(text) {
		counts[Hash(stem(w))]++
	}
	var v Vector
	for h, n := range counts {
		if weight := (1 + math.Log(n)) * Rare(h); weight > 0 {
			v = append(v, Term{h, float32(weight)})
		}
	}
	slices.SortFunc(v, func(a, b Term) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Hash, b.Hash)) })
	v = v[:min(len(v), vectorTerms)]
	var square float64
	for _, t := range v {
		square += float64(t.Weight) * float64(t.Weight)
	}
	for i := range v {
		v[i].Weight = float32(float64(v[i].Weight) / math.Sqrt(square))
	}
	slices.SortFunc(v, func(a, b Term) int { return cmp.Compare(a.Hash, b.Hash) })
	return v
}

// Rare is the inverse document frequency of a stem by its hash, 0 for the most
// common.
func Rare(h uint32) float64 { return float64(rarity[h%RaritySlots]) / 24 }

// Strongest are the hashes of the n terms with the greatest weights.
func (v Vector) Strongest(n int) []uint32 {
	byWeight := slices.Clone(v)
	slices.SortFunc(byWeight, func(a, b Term) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Hash, b.Hash)) })
	var list []uint32
	for _, t := range byWeight[:min(n, len(byWeight))] {
		list = append(list, t.Hash)
	}
	return list
}

// Similarity is the cosine of two vectors, 0 to 1.
func Similarity(a, b Vector) float64 {
	var sum float64
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].Hash < b[0].Hash:
			a = a[1:]
		case a[0].Hash > b[0].Hash:
			b = b[1:]
		default:
			sum += float64(a[0].Weight) * float64(b[0].Weight)
			a, b = a[1:], b[1:]
		}
	}
	return sum
}

// SharedTerms is how many terms two vectors share.
func SharedTerms(a, b Vector) int {
	n := 0
	for _, t := range a {
		if _, ok := slices.BinarySearchFunc(b, t.Hash, func(o Term, h uint32) int { return cmp.Compare(o.Hash, h) }); ok {
			n++
		}
	}
	return n
}

// MarshalBinary writes hash and weight of each term, little-endian.
func (v Vector) MarshalBinary() ([]byte, error) {
	var b []byte
	for _, t := range v {
		b = binary.LittleEndian.AppendUint32(b, t.Hash)
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(t.Weight))
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (v *Vector) UnmarshalBinary(b []byte) error {
	if len(b)%8 != 0 {
		return errors.New("situation: malformed vector of terms")
	}
	*v = make(Vector, len(b)/8)
	for i := range *v {
		(*v)[i] = Term{binary.LittleEndian.Uint32(b[8*i:]), math.Float32frombits(binary.LittleEndian.Uint32(b[8*i+4:]))}
	}
	return nil
}

// Rarity makes the table of rarity from texts.
func Rarity(texts func(yield func(string) bool)) []byte {
	var seen [RaritySlots]int
	n := 0
	for text := range texts {
		n++
		here := map[uint32]bool{}
		for _, w := range words(text) {
			here[Hash(stem(w))%RaritySlots] = true
		}
		for slot := range here {
			seen[slot]++
		}
	}
	table := make([]byte, RaritySlots)
	for slot, k := range seen {
		table[slot] = byte(min(255, max(0, math.Round(24*(math.Log(float64(n+1)/float64(k+1))-.7)))))
	}
	return table
}

//go:embed stop.txt
var stopList string

// stopWords are the words that only hold sentences together, and those that
// any report may have.
var stopWords = sync.OnceValue(func() map[string]bool { return wordSet(stopList) })

// words are the words of a text without case and accents; words of one letter
// and those that only hold sentences together are left out.
func words(text string) []string {
	var list []string
	stop := stopWords()
	for _, w := range strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
	}) {
		w = foldWord(w)
		if len(w) > 1 && !stop[w] {
			list = append(list, w)
		}
	}
	return list
}

// foldWord is a word without case, accents and the genitive's ending.
func foldWord(w string) string {
	w = strings.NewReplacer("’", "'").Replace(strings.ToLower(w))
	w = strings.Trim(strings.TrimSuffix(w, "'s"), "'")
	if ascii(w) {
		return w
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(w) {
		if !unicode.IsMark(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Stem is the stem of a word, "" for one that only holds sentences together and
// one that any report may have.
func Stem(word string) string {
	list := words(word)
	if len(list) == 0 {
		return ""
	}
	return stem(list[len(list)-1])
}

// stem is a folded word's stem (Porter's second stemmer).
func stem(w string) string { return english.Stem(w, false) }

// Hash is the 32-bit hash (FNV-1a) of a stem.
func Hash(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}
