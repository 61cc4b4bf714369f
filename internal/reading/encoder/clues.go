package encoder

import (
	"annals/internal/reading/clue"
	"annals/internal/text"
)

// Sections of the rows of clues, in their order.
const (
	clueKnown     = 0   // as in clue.Clues.Known
	clueElsewhere = 512 // a bit of clue.Evidence each
	clueMode      = clueElsewhere + clue.EvidenceBits
	clueFirst     = clueMode + 4    // the first word of its sentence
	clueQuoted    = clueFirst + 1   // between quotation marks
	clueHeading   = clueQuoted + 1  // in a heading
	clueBullet    = clueHeading + 1 // in an item of a list
)

// ClueRows are what the encoder is told of tokens besides their forms, as rows
// of the table of embeddings. When they are set again their memory is used
// again.
type ClueRows struct {
	Of   [][]int32 // by token
	rows []int32   // of all tokens
}

// Set lists the rows for the clues of every token of the document, and for
// where it stands. It reads Blocks, Sentences, Tokens and Quotations.
func (r *ClueRows) Set(v Vocabulary, d *text.Document, c *clue.Clues) {
	r.Of, r.rows = resize(r.Of, len(d.Tokens)), r.rows[:0]
	first := int32(len(v) + shapeRows)
	add := func(clue int) { r.rows = append(r.rows, first+int32(clue)) }
	quotation := 0
	for i := range d.Tokens {
		t, w := &d.Tokens[i], &c.Words[i]
		start := len(r.rows)
		for _, k := range c.Known(i) {
			add(clueKnown + int(k))
		}
		for bit := 0; w.Capital && bit < clue.EvidenceBits; bit++ {
			if w.Elsewhere>>bit&1 == 1 {
				add(clueElsewhere + bit)
			}
		}
		add(clueMode + int(c.Modes[t.Sentence]))
		if w.First {
			add(clueFirst)
		}
		for quotation < len(d.Quotations) && d.Quotations[quotation].End <= t.Start {
			quotation++
		}
		if quotation < len(d.Quotations) && d.Quotations[quotation].Covers(t.Span) {
			add(clueQuoted)
		}
		switch d.Blocks[d.Sentences[t.Sentence].Block].Kind {
		case text.Heading:
			add(clueHeading)
		case text.Bullet:
			add(clueBullet)
		}
		r.Of[i] = r.rows[start:len(r.rows):len(r.rows)]
	}
}
