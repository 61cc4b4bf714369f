// Package cluster knows which words keep the same company: classes of words
// that stand before and after the same words in a large body of text. A word
// that a treebank never shows shares its class with words that it does.
//
// It reads a form and gives its classes. The words themselves are not kept,
// only 32 bits of the hash of each.
package cluster

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/packed"
)

//go:embed clusters.bin
var table []byte

// Clusters is the classes of words. It is safe for use by several goroutines.
type Clusters struct {
	slots []slot // open addressing, a power of two
}

// Class is a word's class among few and among many classes; both are 0 for a
// word that is not known.
type Class struct{ Coarse, Fine uint16 }

type slot struct {
	key uint32
	Class
}

// Load reads the embedded table.
func Load() (*Clusters, error) { return load() }

// load reads the table once for all who ask; nothing changes it afterwards.
var load = sync.OnceValues(func() (*Clusters, error) { return New(table) })

const magic = "ANNALSC1"

// ErrFormat says that a table is not what [Induce] makes.
var ErrFormat = errors.New("malformed table of clusters")

// New reads a table that [Induce] made: gzip over the magic, the number of
// words, and for each word, sorted by key, the gap to its key, its coarse and
// its fine class, all as unsigned varints.
func New(table []byte) (*Clusters, error) {
	r, err := packed.Open(table, magic)
	if err != nil {
		return nil, fmt.Errorf("cluster: %w: %w", ErrFormat, err)
	}
	words := r.Count()
	c := newClusters(words)
	key := uint64(0)
	for range words {
		key += r.Number()
		class := Class{uint16(r.Below(math.MaxUint16 + 1)), uint16(r.Below(math.MaxUint16 + 1))}
		if r.Fault() || key > math.MaxUint32 || class.Fine == 0 {
			return nil, fmt.Errorf("cluster: %w: a word is wrong or missing", ErrFormat)
		}
		c.put(uint32(key), class)
	}
	if !r.Whole() {
		return nil, fmt.Errorf("cluster: %w: too short or too long", ErrFormat)
	}
	return c, nil
}

func newClusters(words int) *Clusters {
	size := 2
	for size < 2*words {
		size *= 2
	}
	return &Clusters{make([]slot, size)}
}

func (c *Clusters) put(key uint32, class Class) {
	mask := uint32(len(c.slots) - 1)
	i := key & mask
	for c.slots[i].Fine != 0 && c.slots[i].key != key {
		i = (i + 1) & mask
	}
	c.slots[i] = slot{key, class}
}

// Of is the class of a form, whatever its case.
func (c *Clusters) Of(form string) Class {
	key := keyOf(form)
	mask := uint32(len(c.slots) - 1)
	for i := key & mask; c.slots[i].Fine != 0; i = (i + 1) & mask {
		if c.slots[i].key == key {
			return c.slots[i].Class
		}
	}
	return Class{}
}

// keyOf hashes a form in lower case, with 0 for digits and one kind of
// quotation mark and dash, by FNV-1a.
func keyOf(form string) uint32 {
	h := uint64(14695981039346656037)
	var buffer [utf8.UTFMax]byte
	for _, r := range form {
		switch {
		case r >= '0' && r <= '9':
			r = '0'
		case r == '’' || r == '‘' || r == '`':
			r = '\''
		case r == '“' || r == '”' || r == '„' || r == '«' || r == '»':
			r = '"'
		case r == '–' || r == '—':
			r = '-'
		default:
			r = unicode.ToLower(r)
		}
		for _, c := range buffer[:utf8.EncodeRune(buffer[:], r)] {
			h = (h ^ uint64(c)) * 1099511628211
		}
	}
	return uint32(h>>32) ^ uint32(h)
}

// write stores the classes of words by key.
func write(classes map[uint32]Class) ([]byte, error) {
	keys := make([]uint32, 0, len(classes))
	for k := range classes {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	b := binary.AppendUvarint(nil, uint64(len(keys)))
	last := uint32(0)
	for _, k := range keys {
		b = binary.AppendUvarint(b, uint64(k-last))
		b = binary.AppendUvarint(b, uint64(classes[k].Coarse))
		b = binary.AppendUvarint(b, uint64(classes[k].Fine))
		last = k
	}
	out, err := packed.Pack(magic, b)
	if err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	return out, nil
}
