package name

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/klauspost/compress/gzip"
)

// vocabulary is what raw text teaches about words: the cluster of words used
// alike, and how often the word is written with a capital. It is safe for use
// by several goroutines.
type vocabulary struct {
	words map[uint32]seen
}

// seen is what is known of a word; all zero where it is not in the vocabulary.
type seen struct {
	fine    uint16 // cluster, from 1
	coarse  uint8  // cluster of clusters, from 1
	capital uint8  // 1 to 5: never to always capitalised in running text
}

// look is what is known of a word, by the hashes of its form as printed and in
// lower case: its cluster by the first, how often it has a capital by either.
func (v *vocabulary) look(form, lower uint32) seen {
	s, ok := v.words[form]
	if !ok {
		s.capital = v.words[lower].capital
	}
	return s
}

// errWords says that the file of words is not what TrainWords makes.
var errWords = errors.New("malformed file of words: train it again")

// The file of words is gzip over the number of words and four columns: gaps
// between the sorted hashes (uvarint), fine clusters (two bytes, little
// endian), coarse clusters and capitals (a byte each).

func (v *vocabulary) write() ([]byte, error) {
	keys := make([]uint32, 0, len(v.words))
	for k := range v.words {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	b := binary.AppendUvarint(nil, uint64(len(keys)))
	before := uint32(0)
	for _, k := range keys {
		b = binary.AppendUvarint(b, uint64(k-before))
		before = k
	}
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint16(b, v.words[k].fine)
	}
	for _, k := range keys {
		b = append(b, v.words[k].coarse)
	}
	for _, k := range keys {
		b = append(b, v.words[k].capital)
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	if _, err := z.Write(b); err != nil {
		return nil, fmt.Errorf("name: write words: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("name: write words: %w", err)
	}
	return out.Bytes(), nil
}

func readVocabulary(file []byte) (*vocabulary, error) {
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errWords, err)
	}
	b, err := io.ReadAll(io.LimitReader(z, 64<<20))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errWords, err)
	}
	count, n := binary.Uvarint(b)
	if n <= 0 || count > uint64(len(b)) {
		return nil, errWords
	}
	b = b[n:]
	keys := make([]uint32, count)
	before := uint32(0)
	for i := range keys {
		gap, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, errWords
		}
		b = b[n:]
		before += uint32(gap)
		keys[i] = before
	}
	if uint64(len(b)) != 4*count {
		return nil, errWords
	}
	v := &vocabulary{words: make(map[uint32]seen, count)}
	for i, k := range keys {
		v.words[k] = seen{
			fine:    binary.LittleEndian.Uint16(b[2*i:]),
			coarse:  b[2*int(count)+i],
			capital: b[3*int(count)+i],
		}
	}
	return v, nil
}
