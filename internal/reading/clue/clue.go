// Package clue gathers what speaks for and against names before anybody weighs
// it: how each sentence uses capitals, where capitalised words stand together,
// what the rest of the report says of a word (Ratinov and Roth 2009 call it
// non-local evidence), and what the lexicon knows words for. Packages encoder
// and name weigh it, each in its own way.
//
// It reads Text, Sentences and Tokens and writes [Clues], nothing of the
// document. Trained weights depend on every number in it.
package clue

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// Clues are those of one document. The zero value is ready to be filled; when
// it is filled again its memory is used again.
type Clues struct {
	Words []Word // by token
	Modes []Mode // by sentence

	known []uint32 // of all tokens, see Word.known
}

// Word is what is known of one token.
type Word struct {
	Lower      uint32  // hash of the form in lower case
	Capital    bool    // begins with a capital letter, or has one after a particle ("al-Assad")
	Letters    bool    // has a letter
	First      bool    // first word of its sentence, opening marks aside
	Connective bool    // may stand inside a name in lower case: "of", "de", "bin"
	Run        Stretch // of capitalised words around it; empty for others
	Long       Stretch // the same with connectives between them: "Ministry of the Interior"
	Elsewhere  Evidence

	known Stretch // of Clues.known
}

// Stretch is a half-open range.
type Stretch struct{ First, Last int }

// Len is how many things lie in the stretch.
func (s Stretch) Len() int { return s.Last - s.First }

// Known lists what the lexicon knows the spans around token i for: each a kind
// (see kindsOf) times four plus the [Part] of the name that the token is, in
// the order of the spans' beginnings, the longest first.
func (c *Clues) Known(i int) []uint32 {
	k := c.Words[i].known
	return c.known[k.First:k.Last]
}

// Finder finds clues. It is safe for use by several goroutines on different
// documents.
type Finder struct {
	world *world.World
	lists Lists
	desks sync.Pool // of *desk
}

// desk is the memory that one goroutine works with.
type desk struct {
	lower   []byte
	found   map[uint32]Evidence // by hash of the word in lower case
	matches []match
	names   [nameSlots]lookedUp
}

// New makes a finder around the given facts, which may be nil.
func New(w *world.World) *Finder {
	f := &Finder{world: w, lists: LoadLists()}
	f.desks.New = func() any { return &desk{found: map[uint32]Evidence{}} }
	return f
}

// Find fills c with the clues of a document that has Sentences and Tokens.
func (f *Finder) Find(d *text.Document, c *Clues) {
	k := f.desks.Get().(*desk)
	defer f.desks.Put(k)
	c.Words, c.Modes = resize(c.Words, len(d.Tokens)), resize(c.Modes, len(d.Sentences))
	for s, sentence := range d.Sentences {
		c.Modes[s] = modeOf(d, sentence)
		first := true
		for i := sentence.First; i < sentence.Last; i++ {
			w := k.word(d.Form(i))
			w.First = first
			if w.Letters {
				first = false
			}
			c.Words[i] = w
		}
		c.runs(sentence)
	}
	f.lookUp(d, c, k)
	f.gather(d, c, k)
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

// word is what the token's own letters say.
func (k *desk) word(form string) (w Word) {
	k.lower = AppendLower(k.lower[:0], form)
	w.Lower = Hash(0, k.lower)
	w.Capital, w.Letters = capital(form)
	w.Connective = connective(k.lower)
	return w
}

// AppendLower appends the form in lower case.
func AppendLower(b []byte, form string) []byte {
	for i := 0; i < len(form); i++ {
		c := form[i]
		if c >= utf8.RuneSelf {
			for _, r := range form[i:] {
				b = utf8.AppendRune(b, unicode.ToLower(r))
			}
			break
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}

// Hash is FNV-1a over the string, its bits mixed once more (the finaliser of
// MurmurHash3), since FNV leaves the high ones of short strings alike.
func Hash[T string | []byte](seed uint32, s T) uint32 {
	h := uint32(2166136261) ^ seed
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}
