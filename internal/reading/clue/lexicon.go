package clue

import (
	"slices"

	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// Part is which part of a name a token is (BILOU, Ratinov and Roth 2009).
type Part uint8

// The parts. Trained weights depend on their order.
const (
	Begin Part = iota
	Inside
	Last
	Unit
)

// PartOf is the part that token number at is of a name of n tokens.
func PartOf(at, n int) Part {
	switch {
	case n == 1:
		return Unit
	case at == 0:
		return Begin
	case at == n-1:
		return Last
	}
	return Inside
}

// longestName is the length in tokens of the longest name looked up.
const longestName = 5

// match is that the lexicon knows a span around a token.
type match struct {
	token int
	known uint32 // as in Clues.Known
}

// lookUp tells tokens what the lexicon knows the spans around them for.
func (f *Finder) lookUp(d *text.Document, c *Clues, k *desk) {
	k.matches = k.matches[:0]
	for s, sentence := range d.Sentences {
		if f.world == nil {
			break
		}
		small := c.Modes[s] == Small
		for i := sentence.First; i < sentence.Last; i++ {
			if !c.Words[i].Capital && !small {
				continue
			}
			for n := min(longestName, sentence.Last-i); n >= 1; n-- {
				if !c.Words[i+n-1].Capital && !small {
					continue
				}
				for _, kind := range f.kinds(k, d.Slice(d.TokenSpan(i, i+n)), n) {
					for j := range n {
						k.matches = append(k.matches, match{i + j, uint32(kind)<<2 | uint32(PartOf(j, n))})
					}
				}
			}
		}
	}
	c.sortKnown(k)
}

// sortKnown hands the matches to their tokens, in the order in which they were
// found.
func (c *Clues) sortKnown(k *desk) {
	c.known = resize(c.known, len(k.matches))
	for _, m := range k.matches {
		c.Words[m.token].known.Last++
	}
	end := 0
	for i := range c.Words {
		n := c.Words[i].known.Last
		c.Words[i].known = Stretch{end, end}
		end += n
	}
	for _, m := range k.matches {
		to := &c.Words[m.token].known.Last
		c.known[*to] = m.known
		*to++
	}
}

// GivenName reports whether the lexicon knows token i for a given name.
func (c *Clues) GivenName(i int) bool { return slices.Contains(c.Known(i), givenName<<2|uint32(Unit)) }

// Bounds of the memory of names: how many, how many of one hash, and the longest, in bytes.
const (
	nameSlots = 1 << 12
	nameWays  = 4
	longName  = 48
)

// lookedUp is a name of some tokens and what the lexicon knows it for.
type lookedUp struct {
	name          [longName]byte
	bytes, tokens uint8
	kinds         kinds
}

// kinds are what one name is known for.
type kinds struct {
	count uint8
	kind  [8]uint8
}

func (k *kinds) add(kind uint32) {
	k.kind[k.count] = uint8(kind)
	k.count++
}

func (k *kinds) all() []uint8 { return k.kind[:k.count] }

// kinds is what the lexicon knows a name of n tokens for, remembered or found.
func (f *Finder) kinds(k *desk, name string, n int) []uint8 {
	set := k.names[Hash(uint32(n), name)%(nameSlots/nameWays)*nameWays:][:nameWays]
	for i := range set {
		if s := &set[i]; int(s.tokens) == n && string(s.name[:s.bytes]) == name {
			return s.kinds.all()
		}
	}
	copy(set[1:], set) // the oldest goes
	slot := &set[0]
	slot.bytes, slot.tokens = uint8(copy(slot.name[:], name)), uint8(n)
	if len(name) > longName {
		slot.tokens = 0 // not to be found again
	}
	if len(name) > 3 && Shouting(name) {
		name = headlineCase(name)
	}
	slot.kinds = kindsOf(f.world, f.lists, name, n)
	return slot.kinds.all()
}

// givenName is the kind of a given name.
const givenName = 14

// kindsOf lists what the lexicon knows the name for, as numbers below 128: 1 a
// person's name by kind of match, 8 a country, 9 a demonym by kind, 12 a
// metonym, 13 a people, 14 a given name, 16 an organisation by kind, 80 a place
// by kind and size.
func kindsOf(w *world.World, l Lists, name string, n int) (k kinds) {
	if l.People(name) {
		k.add(13)
	}
	if n == 1 && w.IsGivenName(name) {
		k.add(givenName)
	}
	if people := w.PeopleAsSpelt(name); len(people) > 0 {
		k.add(1 + uint32(people[0].Kind))
	}
	if w.CountryNamed(name) != nil {
		k.add(8)
	}
	if demonyms := w.Demonyms(name); len(demonyms) > 0 {
		k.add(9 + uint32(demonyms[0].Kind))
	}
	if orgs := w.Organizations(name); len(orgs) > 0 {
		k.add(16 + Hash(0, orgs[0].Kind)%64)
	}
	if w.Metonym(name) != nil {
		k.add(12)
	}
	if places := w.Places(name); len(places) > 0 {
		size := uint32(0)
		switch p := places[0].Population; {
		case p >= 1_000_000:
			size = 3
		case p >= 200_000:
			size = 2
		case p >= 50_000:
			size = 1
		}
		k.add(80 + 4*(Hash(0, places[0].Kind)%8) + size)
	}
	return k
}
