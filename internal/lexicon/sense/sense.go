// Package sense knows which words can mean the same thing: "fire" and
// "dismiss", "attack" the noun and "attack" the verb, "death" and "die".
//
// It reads a word and gives the senses it can have, and how near two words
// come to each other in meaning. The words themselves are not kept, only 32
// bits of the hash of each.
package sense

import (
	_ "embed"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"sync"

	"annals/internal/lexicon/packed"
)

//go:embed senses.bin
var table []byte

// Senses is the senses of words. It is safe for use by several goroutines.
type Senses struct {
	words map[uint32][]uint32 // the senses of a word, the commonest first
	above []uint32            // the wider sense that each sense is a kind of, plus one; 0 for none
	verbs uint32              // the senses below this one are of verbs
}

// Load reads the embedded table.
func Load() (*Senses, error) { return load() }

// load reads the table once for all who ask; nothing changes it afterwards.
var load = sync.OnceValues(func() (*Senses, error) { return New(table) })

const magic = "ANNALSS1"

// ErrFormat says that a table is not what [Compiler] writes.
var ErrFormat = errors.New("malformed table of senses")

// New reads a table: gzip over the magic; the number of senses, how many of
// them, the first ones, are of verbs, and for each the number, plus one, of the
// sense above it; the number of words and for each, by rising key, the gap to
// its key, how many senses it has, and these. All are unsigned varints.
func New(table []byte) (*Senses, error) {
	r, err := packed.Open(table, magic)
	if err != nil {
		return nil, fmt.Errorf("sense: %w: %w", ErrFormat, err)
	}
	s := &Senses{above: make([]uint32, r.Count())}
	s.verbs = r.Below(uint64(len(s.above)) + 1)
	for i := range s.above {
		s.above[i] = r.Below(uint64(len(s.above)) + 1)
	}
	n := r.Count()
	s.words = make(map[uint32][]uint32, n)
	key := uint64(0)
	for range n {
		key += r.Number()
		list := make([]uint32, r.Count())
		for i := range list {
			list[i] = r.Below(uint64(len(s.above)))
		}
		s.words[uint32(key)] = list
	}
	if !r.Whole() || key > math.MaxUint32 {
		return nil, fmt.Errorf("sense: %w: ends too early or too late", ErrFormat)
	}
	return s, nil
}

// key is the hash of a word in small letters.
func key(word string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(strings.ToLower(word)))
	return h.Sum32()
}

// Kin says how near the meanings of two words come: 1 where both have the same
// sense first, less the rarer the senses are that they share, 0 where they
// share none.
type Kin struct {
	Same    float64 // they can mean the same
	Kind    float64 // what one means can be a kind of what the other means
	Sibling float64 // what they mean can be kinds of one thing
}

// Compare compares two words, verbs or nouns, in any form.
func (s *Senses) Compare(a, b string) Kin {
	var k Kin
	for i, x := range s.of(a) {
		for j, y := range s.of(b) {
			near := 1 / (1 + float64(i+j)/2)
			switch up, other := s.above[x], s.above[y]; {
			case x == y:
				k.Same = max(k.Same, near)
			case up == y+1, other == x+1:
				k.Kind = max(k.Kind, near)
			case up != 0 && up == other:
				k.Sibling = max(k.Sibling, near)
			}
		}
	}
	return k
}

// of are the senses of a word, or else of the dictionary form that it may be a
// form of.
func (s *Senses) of(word string) []uint32 {
	word = strings.ToLower(word)
	if list := s.words[key(word)]; list != nil {
		return list
	}
	if base := irregular()[word]; base != "" {
		return s.words[key(base)]
	}
	for _, e := range endings {
		stem, ok := strings.CutSuffix(word, e.off)
		if !ok || len(stem) < 2 {
			continue
		}
		if list := s.words[key(stem+e.on)]; list != nil {
			return list
		}
		if n := len(stem); e.doubles && stem[n-1] == stem[n-2] { // "stopped"
			if list := s.words[key(stem[:n-1])]; list != nil {
				return list
			}
		}
	}
	return nil
}

// endings are those of verbs and nouns: off the form, and on its dictionary
// form.
var endings = []struct {
	off, on string
	doubles bool
}{{"ies", "y", false}, {"ied", "y", false}, {"es", "e", false}, {"es", "", false}, {"s", "", false}, {"ed", "e", false}, {"ed", "", true}, {"ing", "e", false}, {"ing", "", true}, {"men", "man", false}}

//go:embed irregular.txt
var irregularList string

// irregular are forms that no ending shows, with their dictionary form.
var irregular = sync.OnceValue(func() map[string]string {
	forms := map[string]string{}
	for line := range strings.Lines(irregularList) {
		f := strings.Fields(line)
		for _, w := range f[min(1, len(f)):] {
			forms[w] = f[0]
		}
	}
	return forms
})

// FromVerb says what a word does by its two commonest senses: "verb" where the
// first is a verb's, "deed" where only the second is, as of a noun that is
// derived from a verb, "thing" where neither is, "" for a word that is not
// known.
func (s *Senses) FromVerb(word string) string {
	switch list := s.of(word); {
	case len(list) == 0:
		return ""
	case list[0] < s.verbs:
		return "verb"
	case len(list) > 1 && list[1] < s.verbs:
		return "deed"
	}
	return "thing"
}
