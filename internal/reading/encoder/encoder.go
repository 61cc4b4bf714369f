// Package encoder is the learnt part of reading: one recurrent network reads
// every sentence once, and heads on top of it decide about tags, lemmas, the
// tree and names together.
//
// It reads Text, Blocks, Sentences, Tokens and Quotations and the clues that
// package clue finds, and sets UPOS, XPOS, Feats, Lemma, Head, Deprel, Rival and
// Doubt of every token, the lists of children and the tokens' Vectors.
// What it thinks of names it hands to package name, which decides.
//
// Words go in as rows of a table of embeddings (features.go, clues.go,
// form.go); the network is in network.go and forward.go, its arithmetic in
// package kernel; what its scores mean is settled in tree.go and lemma.go.
package encoder

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"annals/internal/model"
	"annals/internal/model/kernel"
	"annals/internal/reading/clue"
	"annals/internal/text"
)

// Encoder analyses documents. It is safe for use by several goroutines on
// different documents.
type Encoder struct {
	network    *network
	vocabulary Vocabulary

	upos, xpos, feats, relations []string
	root                         int // index of rootRelation
	scripts                      []script
	irregular                    map[string][]irregular // by folded form

	vectors []*kernel.Matrix // that make a token's vector, by part; nil for none

	desks sync.Pool // of *desk
}

const (
	// rootRelation is the relation of the arc from the root.
	rootRelation = "root"
	// joinRelation ties the parts of a sentence too long to be read as one.
	joinRelation = "parataxis"
	// longest is how many tokens are read as one sentence. Time and memory of
	// the tree grow with the square.
	longest = 400
	// batchRows is how many tokens go through the network together, unless
	// one sentence is longer.
	batchRows = 192
)

// desk is the memory that one goroutine works with.
type desk struct {
	batch  batch
	forest forest
	memory *formMemory
	clues  ClueRows
	odd    [][]irregular // of the batch's forms
	heads  []int         // rows of the batch
	lemmas lemmas
	parts  []part
	vector []float32
}

// part is a sentence, or a piece of one that is too long: a half-open range
// of tokens.
type part struct {
	first, last int
	continued   bool // not the first piece of its sentence
}

//go:embed weights.bin.gz
var weights []byte

//go:embed vectors.bin
var vectors []byte

// Load makes an encoder of the embedded weights.
func Load() (*Encoder, error) {
	e, err := Open(bytes.NewReader(weights))
	if err != nil {
		return nil, err
	}
	return e, e.openVectors(vectors)
}

// Open makes an encoder of a weight file. It sets no vectors.
func Open(r io.Reader) (*Encoder, error) {
	t, err := model.ReadTensors(r)
	if err != nil {
		return nil, fmt.Errorf("encoder: %w", err)
	}
	return newEncoder(t, kernel.Best())
}

func newEncoder(t *model.Tensors, k *kernel.Kernel) (*Encoder, error) {
	words, err := t.Words("words")
	if err != nil {
		return nil, fmt.Errorf("encoder: %w", err)
	}
	e := &Encoder{vocabulary: words}
	if !slices.IsSorted(words) {
		return nil, fmt.Errorf("encoder: the vocabulary is not in order: export the weights again")
	}
	if e.network, err = newNetwork(t, k); err != nil {
		return nil, err
	}
	if n := len(e.network.rowScale); n != e.vocabulary.Rows() {
		return nil, fmt.Errorf("encoder: %d rows of embeddings for %d words, want %d: export the weights again", n, len(words), e.vocabulary.Rows())
	}
	e.desks.New = func() any { return &desk{memory: newFormMemory(e.network.width)} }
	return e, e.readLabels(t.Labels)
}

func (e *Encoder) readLabels(labels map[string][]string) (err error) {
	e.upos, e.xpos, e.feats, e.relations = labels["upos"], labels["xpos"], labels["feats"], labels["rel"]
	e.root = slices.Index(e.relations, rootRelation)
	if e.root < 0 || len(e.relations) < 2 {
		return fmt.Errorf("encoder: %d relations, want %q and others", len(e.relations), rootRelation)
	}
	for _, label := range labels["lemma"] {
		s, err := parseScript(label)
		if err != nil {
			return fmt.Errorf("encoder: %w", err)
		}
		e.scripts = append(e.scripts, s)
	}
	if e.irregular, err = parseIrregular(irregularTable); err != nil {
		return fmt.Errorf("encoder: %w", err)
	}
	if !slices.Equal(labels["name"], NameLabels()) {
		return fmt.Errorf("encoder: the labels of names are %q, want %q: export the weights again", labels["name"], NameLabels())
	}
	return nil
}

// Analyse sets tags, lemmas, trees and vectors, and gives the scores of the labels of
// names: of each token a row of len(NameLabels()) logarithms up to a constant.
func (e *Encoder) Analyse(d *text.Document, c *clue.Clues) (names []float32) {
	k := e.desks.Get().(*desk)
	defer e.desks.Put(k)
	k.lemmas.reset()
	names = make([]float32, 0, len(d.Tokens)*nameLabels)
	d.Vectors = d.Vectors[:0]
	if e.vectors != nil {
		d.Vectors = slices.Grow(d.Vectors, len(d.Tokens)*text.VectorWidth)
	}
	e.open(d, c, k)
	for parts := k.parts; len(parts) > 0; {
		var now []part
		now, parts = nextBatch(parts)
		e.encode(d, k, now)
		e.appendVectors(d, k)
		names = e.decide(d, k, now, names)
	}
	k.lemmas.set(d)
	mend(d)
	return names
}

// appendParts cuts a sentence that is too long, after a semicolon or comma
// where there is one.
func appendParts(parts []part, d *text.Document, s text.Sentence) []part {
	first := s.First
	for s.Last-first > longest {
		cut := first + longest
		for _, marks := range []string{";:.!?", ","} {
			i := cut
			for i > first+longest/2 && !strings.Contains(marks, d.Form(i-1)) {
				i--
			}
			if i > first+longest/2 {
				cut = i
				break
			}
		}
		parts = append(parts, part{first, cut, first > s.First})
		first = cut
	}
	return append(parts, part{first, s.Last, first > s.First})
}

// open sets the clues and the parts of a document.
func (e *Encoder) open(d *text.Document, c *clue.Clues, k *desk) {
	k.clues.Set(e.vocabulary, d, c)
	k.parts = k.parts[:0]
	for _, s := range d.Sentences {
		k.parts = appendParts(k.parts, d, s)
	}
}

// nextBatch cuts off the parts that go through the network together.
func nextBatch(parts []part) (batch, rest []part) {
	n, rows := 1, parts[0].last-parts[0].first
	for n < len(parts) && rows+parts[n].last-parts[n].first <= batchRows {
		rows += parts[n].last - parts[n].first
		n++
	}
	return parts[:n], parts[n:]
}

// encode runs the recurrent layers over a batch.
func (e *Encoder) encode(d *text.Document, k *desk, parts []part) {
	n, b := e.network, &k.batch
	b.reset()
	first := parts[0].first
	for _, p := range parts {
		b.add(p.last - p.first)
	}
	embeddings := grow(&b.forms, b.count*n.width)
	k.odd = resize(k.odd, b.count)
	for t := range b.count {
		f := e.form(k.memory, d.Form(first+t))
		copy(embeddings[t*n.width:], f.embedding)
		k.odd[t] = f.irregular
	}
	n.embed(b, k.clues.Of[first:first+b.count])
	n.encode(b)
}

// decide sets the tags, lemmas and trees of a batch and appends what it scores
// their tokens' labels of names.
func (e *Encoder) decide(d *text.Document, k *desk, parts []part, names []float32) []float32 {
	n, b := e.network, &k.batch
	n.score(b)
	e.setTags(d, k, parts[0].first)
	e.setTrees(d, k, parts)
	for t := range b.count {
		names = append(names, b.names[t*n.heads.names.Stride():][:nameLabels]...)
	}
	return names
}

// setTags writes tags and features of the batch, whose first row is token
// first, and notes the lemmas.
func (e *Encoder) setTags(d *text.Document, k *desk, first int) {
	h, b := &e.network.heads, &k.batch
	for t := range b.count {
		tok := &d.Tokens[first+t]
		row := b.tags[t*h.tags.Stride():]
		upos, row := row[:len(e.upos)], row[len(e.upos):]
		xpos, row := row[:len(e.xpos)], row[len(e.xpos):]
		tok.UPOS, tok.XPOS = e.upos[largest(upos)], e.xpos[largest(xpos)]
		tok.Feats = e.feats[largest(row[:len(e.feats)])]
		if lemma, ok := lemmaOf(k.odd[t], tok.XPOS); ok {
			tok.Lemma = lemma
			continue
		}
		number := largest(b.scripts[t*h.script.Stride():][:len(e.scripts)])
		k.lemmas.add(first+t, d.Form(first+t), e.scripts[number])
	}
}

// largest is the index of the first of the largest numbers.
func largest(x []float32) int {
	best, top := 0, x[0]
	for i, v := range x {
		if v > top {
			best, top = i, v
		}
	}
	return best
}

// setTrees writes heads and relations of the batch. Pieces of a sentence hang
// from the root of its first piece.
func (e *Encoder) setTrees(d *text.Document, k *desk, parts []part) {
	n, b := e.network, &k.batch
	k.heads = resize(k.heads, b.count)
	for _, s := range b.sentences {
		heads := k.heads[s.first:s.last]
		scores := n.arcScores(b, s)
		k.forest.tree(scores, heads)
		setRivals(d.Tokens[parts[0].first+s.first:][:len(heads)], scores, heads, parts[0].first+s.first)
		for i, h := range heads {
			if h >= 0 {
				heads[i] = s.first + h
			}
		}
	}
	n.relations(b, k.heads)
	first, stride := parts[0].first, n.heads.relation.Stride()
	for i, s := range b.sentences {
		for t := s.first; t < s.last; t++ {
			tok := &d.Tokens[first+t]
			if h := k.heads[t]; h >= 0 {
				tok.Head, tok.Deprel = first+h, e.relations[e.relation(b.rels[t*stride:])]
				continue
			}
			tok.Head, tok.Deprel = -1, rootRelation
			if parts[i].continued {
				tok.Head, tok.Deprel = rootOf(d, d.Sentences[tok.Sentence].First), joinRelation
			}
		}
	}
}

// relation is the best relation other than that of the root.
func (e *Encoder) relation(scores []float32) int {
	best := -1
	for i, v := range scores[:len(e.relations)] {
		if i != e.root && (best < 0 || v > scores[best]) {
			best = i
		}
	}
	return best
}

// rootOf is the root above a token.
func rootOf(d *text.Document, i int) int {
	for d.Tokens[i].Head >= 0 {
		i = d.Tokens[i].Head
	}
	return i
}

// rivalLeast is the least doubt that is noted.
const rivalLeast = 0.002

// setRivals notes which head each token of a sentence could have instead of the
// chosen one, given the scores of the arcs as [forest.tree] takes them; the
// sentence begins with token first of the document.
func setRivals(tokens []text.Token, scores []float32, heads []int, first int) {
	n := len(heads)
	for i := range tokens {
		row := scores[i*(n+1):][:n+1]
		top, rival := row[0], -1
		for j, v := range row[1:] {
			top = max(top, v)
			if j != heads[i] && j != i && (rival < 0 || v > row[rival+1]) {
				rival = j
			}
		}
		tokens[i].Rival, tokens[i].Doubt = 0, 0
		if rival < 0 {
			continue
		}
		best := math.Exp(float64(row[rival+1] - top))
		if best < rivalLeast { // as most are, which saves the sum
			continue
		}
		sum := 0.0
		for _, v := range row {
			sum += math.Exp(float64(v - top))
		}
		if p := best / sum; p >= rivalLeast {
			tokens[i].Rival, tokens[i].Doubt = first+rival, float32(p)
		}
	}
}
