// Package segment finds the blocks, sentences and tokens of a text.
//
// It reads Document.Text and sets Blocks, Sentences and Tokens. Tokens follow
// the conventions of the Universal Dependencies treebanks of English: "don't"
// is "do" and "n't", "well-known" is "well", "-" and "known". Nothing is lost:
// every character that is neither space nor a control character lies inside
// exactly one token, except in separator lines, datelines and the marks of
// list items, which hold no tokens.
//
// Only the text itself counts. A line break ends a block where the lines look
// like paragraphs and is a space where they look wrapped to a width.
package segment

import (
	"annals/internal/text"
)

// Segmenter splits texts. It is safe for use by several goroutines.
type Segmenter struct {
	tables tables
}

// New makes a Segmenter with the embedded tables.
func New() *Segmenter { return &Segmenter{readTables()} }

// Segment sets the document's Blocks, Sentences and Tokens from its Text.
// Tokens have no head yet: Head is -1.
func (s *Segmenter) Segment(d *text.Document) {
	d.Blocks = s.tables.blocks(d.Text)
	d.Sentences = d.Sentences[:0]
	d.Tokens = make([]text.Token, 0, len(d.Text)/5)
	var words []text.Span
	var ends []int
	for i := range d.Blocks {
		b := &d.Blocks[i]
		b.First = len(d.Sentences)
		if b.Kind != text.Separator {
			if b.Kind == text.Paragraph {
				b.Dateline = dateline(d.Text, b.Span)
			}
			from := b.Start
			if b.Dateline.Len() > 0 {
				from = b.Dateline.End
			}
			words = s.tables.tokens(words[:0], d.Text, from, b.End)
			ends = s.tables.sentences(ends[:0], d.Text, words)
			add(d, i, words, ends)
		}
		b.Last = len(d.Sentences)
	}
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
