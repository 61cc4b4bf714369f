// Package segment finds the blocks, sentences and tokens of a text.
//
// It reads Document.Text and sets Blocks, Sentences and Tokens. Tokens follow
// the conventions of the Universal Dependencies treebanks of English: "don't"
// is "do" and "n't", "well-known" is "well", "-" and "known". Nothing is lost:
// every character that is neither space nor a control character lies inside
// exactly one token, except in separator lines, datelines and the marks of
// list items, which hold no tokens.
//
// Rules say where sentences end by their marks; a small network, trained beside
// them on what they say and on the words around (see [Trainer]), then decides
// at every place where one could end, so that headings, signatures, lists and
// careless writing without marks come apart too.
//
// Where the text is a talk, blocks say whose turn they are; the label of a turn is a
// sentence of its own.
//
// Only the text itself counts. A line break ends a block where the lines look
// like paragraphs and is a space where they look wrapped to a width.
package segment

import (
	_ "embed"
	"slices"
	"sync"

	"annals/internal/text"
)

// Segmenter splits texts. It is safe for use by several goroutines.
type Segmenter struct {
	tables  tables
	network *network // nil only within a Trainer
}

//go:embed weights.bin
var weights []byte

// embedded reads the embedded weights once for all who ask; nothing changes
// them afterwards. A program whose weights do not read was not built whole.
var embedded = sync.OnceValue(func() *network {
	n, err := parseNetwork(weights)
	if err != nil {
		panic(err)
	}
	return n
})

// New makes a Segmenter with the embedded tables and weights.
func New() *Segmenter { return &Segmenter{readTables(), embedded()} }

// Segment sets the document's Blocks, Sentences and Tokens from its Text.
// Tokens have no head yet: Head is -1.
func (s *Segmenter) Segment(d *text.Document) {
	d.Sentences = d.Sentences[:0]
	d.Tokens = make([]text.Token, 0, len(d.Text)/5)
	var ends []int
	d.Blocks = s.each(d.Text, func(block, label int, words []text.Span, b *stretch) {
		ends = s.network.decide(ends[:0], b)
		if label > 0 {
			ends = slices.Insert(slices.DeleteFunc(ends, func(e int) bool { return e <= label }), 0, label)
		}
		add(d, block, words, cut(ends, d.Text, words))
	})
	at := 0
	for i := range d.Blocks {
		b := &d.Blocks[i]
		b.First = at
		for at < len(d.Sentences) && d.Sentences[at].Block == i {
			at++
		}
		b.Last = at
	}
}

// each divides a text into blocks and calls f with each block that may hold
// sentences, how many words its label has, its words, and what is known of the places
// between them.
func (s *Segmenter) each(t string, f func(block, label int, words []text.Span, b *stretch)) []text.Block {
	blocks := s.tables.blocks(t)
	for i := range blocks {
		if b := &blocks[i]; b.Kind == text.Paragraph {
			b.Dateline = s.tables.dateline(t, b.Span)
		}
	}
	s.tables.markTurns(t, blocks)
	words := make([]text.Span, 0, len(t)/5)
	of := make([][]text.Span, len(blocks))
	for i := range blocks {
		b := &blocks[i]
		if b.Kind == text.Separator {
			continue
		}
		from := b.Start
		if b.Dateline.Len() > 0 {
			from = b.Dateline.End
		}
		first := len(words)
		words = s.tables.tokens(words, t, from, b.End)
		of[i] = words[first:len(words):len(words)]
	}
	around := stretch{style: survey(t, of)}
	var ends []int
	for i, words := range of {
		if len(words) > 0 {
			ends = s.tables.sentences(ends[:0], t, words)
			around.read(&s.tables, t, words, ends)
			label := 0
			for label < len(words) && words[label].End <= blocks[i].Label.End {
				label++
			}
			f(i, label, words, &around)
		}
	}
	return blocks
}

// add appends the words of a block, split into sentences before each of ends.
func add(d *text.Document, block int, words []text.Span, ends []int) {
	start := 0
	for _, end := range ends {
		first := len(d.Tokens)
		for _, w := range words[start:end] {
			d.Tokens = append(d.Tokens, text.Token{Span: w, Sentence: len(d.Sentences), Head: -1})
		}
		d.Sentences = append(d.Sentences, text.Sentence{
			Span:  text.Span{Start: words[start].Start, End: words[end-1].End},
			First: first, Last: len(d.Tokens), Block: block,
		})
		start = end
	}
}
