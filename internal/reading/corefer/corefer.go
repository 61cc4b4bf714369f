// Package corefer finds descriptions and pronouns that refer to persons,
// groups and organisations, and says which mentions of a report name the same
// one.
//
// It reads Tokens with tags and trees, Vectors, Quotations, Published, and the
// name Mentions; it adds nominal and pronoun Mentions and writes Entities.
//
// Sure rules run first, as sieves (Lee et al., Computational Linguistics 2013):
// equal names, parts and abbreviations of names, appositions and titles,
// offices that the lexicon knows a mentioned person to hold, a quotation's "I".
// A learnt ranker then takes the mentions from left to right and decides which
// entity before it each belongs to, if any; what the sieves joined stays. In a
// record a wrong join costs more than a missing one: there the ranker must be
// surer, and nothing known of the two may contradict.
package corefer

import (
	"cmp"
	"fmt"
	"slices"

	"annals/internal/lexicon/cluster"
	"annals/internal/lexicon/cue"
	"annals/internal/lexicon/world"
	"annals/internal/text"
)

// Corefer links the mentions of a report. It is safe for use by several
// goroutines on different documents.
type Corefer struct {
	world    *world.World
	tables   *tables
	clusters *cluster.Clusters
	cues     *cue.Lexicon
	network  *network
	edges    *edges
}

// Load makes a Corefer of the embedded weights around the given facts.
func Load(w *world.World) (*Corefer, error) { return Open(w, embedded) }

// Open makes a Corefer of a weight file. The error says what is wrong with it.
func Open(w *world.World, weights []byte) (*Corefer, error) {
	c, err := withoutNetwork(w)
	if err != nil {
		return nil, err
	}
	if c.network, err = loadNetwork(weights); err != nil {
		return nil, err
	}
	c.edges, err = loadEdges(embeddedEdges)
	return c, err
}

// withoutNetwork makes a Corefer that can run its sieves only.
func withoutNetwork(w *world.World) (*Corefer, error) {
	clusters, err := cluster.Load()
	if err != nil {
		return nil, fmt.Errorf("corefer: %w", err)
	}
	cues, err := cue.Load()
	if err != nil {
		return nil, fmt.Errorf("corefer: %w", err)
	}
	return &Corefer{world: w, tables: loadTables(), clusters: clusters, cues: cues}, nil
}

// Corefer adds the nominal and pronoun mentions of the document and sets its
// entities. Entities stand in the order of their first mentions.
func (c *Corefer) Corefer(d *text.Document) {
	r := c.sieves(d, false)
	r.joinAddressed()
	r.joinNarrator()
	a := newRanker(r, r.profiles(), c.network)
	a.run(a.sure)
	r.joinOffices() // pronouns have ruled out some holders
	r.write()
}

// Chains lists everything that the report speaks of, things and abstract
// matters included, as chains of mentions in text order; adjectives
// ("Belarusian") speak of nothing. It reads what Corefer
// reads and writes nothing: measuring needs the things, records don't.
func (c *Corefer) Chains(d *text.Document) [][]text.Mention {
	r := c.sieves(d, true)
	a := newRanker(r, r.profiles(), c.network)
	a.run(a.best)
	c.edges.choose(r)
	index := map[int]int{}
	var chains [][]text.Mention
	for i := range r.mentions {
		root := r.find(i)
		if r.mentions[i].adjective(d) || r.mentions[i].told && len(r.mentions[root].members) == 1 {
			continue
		}
		k, ok := index[root]
		if !ok {
			k = len(chains)
			index[root] = k
			chains = append(chains, nil)
		}
		m := r.mentions[i].Mention
		m.First, m.Last = r.mentions[i].whole.Start, r.mentions[i].whole.End
		chains[k] = append(chains[k], m)
	}
	return chains
}

// sieves finds the mentions and joins those that sure rules can join. What
// clauses tell is looked for only where it is asked for: records never show it.
func (c *Corefer) sieves(d *text.Document, clauses bool) *reader {
	r := &reader{Corefer: c, doc: d}
	r.mendNames()
	r.detect(clauses)
	r.describe()
	r.findTurns()
	r.joinNames()
	r.joinAppositions()
	r.joinOffices()
	r.joinCollectives()
	r.joinBodies()
	r.joinPlaces()
	r.joinTurns()
	r.joinRoles()
	r.joinVoices()
	r.joinSpeakers()
	r.joinControlled()
	r.joinReported()
	r.joinExpletives()
	return r
}

// reader is the state of one document's reading.
type reader struct {
	*Corefer
	doc        *text.Document
	mentions   []mention   // in text order, shadows included
	at         []int       // by token: the mention of records whose head it is, or -1
	nameAt     []int       // by token: the name mention that begins there, or -1
	nameBefore []int       // by token: the name mention that ends before it, or -1
	bodyBefore map[int]int // by token: the mention of the document that names a body and ends before it
	talk       *talk
	quoted     []int // by token: the innermost quotation around it that is no scare quote, or -1
}

// write puts the mentions and entities into the document. Things that only
// competed for pronouns are left out, and so are pronouns that they won.
func (r *reader) write() {
	d := r.doc
	d.Mentions, d.Entities = d.Mentions[:0], nil
	index := map[int]int{}
	for i := range r.mentions {
		m := &r.mentions[i]
		root := r.find(i)
		if m.chained || r.mentions[root].facts.kind == thing {
			continue
		}
		e, ok := index[root]
		if !ok {
			e = len(d.Entities)
			index[root] = e
			d.Entities = append(d.Entities, text.Entity{})
		}
		m.Entity = e
		d.Entities[e].Mentions = append(d.Entities[e].Mentions, len(d.Mentions))
		d.Mentions = append(d.Mentions, m.Mention)
	}
	for root, e := range index {
		f := r.mentions[root].facts
		d.Entities[e].Type = f.class
		d.Entities[e].Known = f.known
		d.Entities[e].Gender = f.gender
		if f.gender == neuter {
			d.Entities[e].Gender = ""
		}
		d.Entities[e].Plural = f.number == plural && f.kind != body
	}
}

// adjective reports whether a name only qualifies a noun: "Belarusian" in
// "Belarusian goods".
func (m *mention) adjective(d *text.Document) bool {
	return m.Kind == text.Name && m.Type == text.Misc && (d.Tokens[m.Head].UPOS == "ADJ" || d.Tokens[m.Head].Deprel == "amod")
}

// sortMentions puts mentions in text order, the longer of two that start
// together first, and notes their heads.
func (r *reader) sortMentions() {
	slices.SortStableFunc(r.mentions, func(a, b mention) int {
		return cmp.Or(a.First-b.First, b.Last-a.Last)
	})
	n := len(r.doc.Tokens)
	r.at, r.nameAt, r.nameBefore = unset(n), unset(n+1), unset(n+1)
	for i := range r.mentions {
		m := &r.mentions[i]
		m.parent, m.members, m.named = i, []int{i}, m.Kind == text.Name
		if !m.chained { // rules speak of what records show
			r.at[m.Head] = i
		}
		if m.named && r.nameAt[m.First] < 0 {
			r.nameAt[m.First] = i
		}
		if m.named && r.nameBefore[m.Last] < 0 {
			r.nameBefore[m.Last] = i
		}
	}
}

// unset is n times -1.
func unset(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = -1
	}
	return list
}
