package corpus

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"annals/internal/text"
)

// TreebankDoc is one document of a treebank in CoNLL-U.
type TreebankDoc struct {
	ID    string // of "# newdoc id", or ""
	Genre string // of "# meta::genre", or ""
	// Doc holds the gold blocks (paragraphs), sentences and tokens. Its text
	// is the forms with the spaces that SpaceAfter allows; an empty line
	// stands between paragraphs. Blocks name who speaks them ("# speaker").
	Doc *text.Document
	// Misc is the last column of each token, "" for none.
	Misc []string
}

// untrained are the genres of GUM whose texts' licences forbid commercial use
// or derived works; shipped weights are not trained on them.
var untrained = []string{"essay", "fiction", "letter", "podcast", "whow"}

// Trainable reports whether shipped weights may be trained on the document:
// its genre is free and none of its words are masked.
func (t *TreebankDoc) Trainable() bool {
	genre := t.Genre
	if parts := strings.Split(t.ID, "_"); genre == "" && len(parts) > 1 && parts[0] == "GUM" {
		genre = parts[1]
	}
	if slices.Contains(untrained, genre) {
		return false
	}
	for i, tok := range t.Doc.Tokens {
		if tok.Lemma == "_" && strings.Trim(t.Doc.Form(i), "_") == "" && tok.UPOS != "PUNCT" && tok.UPOS != "SYM" {
			return false
		}
	}
	return true
}

// quoting is the genre of GUM in which speakers are what annotators made of
// quotations; elsewhere they are the labels that the printed text has.
const quoting = "fiction"

// Treebank reads the documents of a CoNLL-U file, gzip or plain.
func Treebank(path string) ([]*TreebankDoc, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	docs, err := ReadTreebank(f)
	if err != nil {
		return nil, fmt.Errorf("%w (in %s)", err, path)
	}
	return docs, nil
}

// ReadTreebank reads documents in CoNLL-U
// (https://universaldependencies.org/format.html). The words of a multiword
// token become stretches of its form; empty nodes and enhanced dependencies
// are left out. Errors name the line.
func ReadTreebank(r io.Reader) ([]*TreebankDoc, error) {
	c := &conllu{lines: bufio.NewReaderSize(r, 1<<20)}
	for {
		line, err := c.lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("corpus: line %d: %w", c.line, err)
		}
		c.line++
		if fault := c.take(strings.TrimRight(line, "\r\n")); fault != nil {
			return nil, fmt.Errorf("corpus: line %d: %w", c.line, fault)
		}
		if err != nil {
			break
		}
	}
	if err := c.endSentence(); err != nil {
		return nil, fmt.Errorf("corpus: line %d: %w", c.line, err)
	}
	c.endDoc()
	return c.docs, nil
}

// conllu is the state of reading: documents read, the document that grows, and
// the sentence that grows.
type conllu struct {
	lines *bufio.Reader
	line  int
	docs  []*TreebankDoc

	doc       *TreebankDoc
	text      strings.Builder
	paragraph bool // a new paragraph begins with the next sentence
	kind      text.BlockKind
	spaced    bool // a space comes before the next word

	speaker string // who says the sentence, "" if nobody is named

	first    int   // first token of the sentence
	heads    []int // within the sentence, 0 for the root
	multiEnd int   // number of the last word of the multiword token that is open
	multiLen int   // what is left of its surface, in bytes
	multiGap bool  // no space after it
}

func (c *conllu) take(line string) error {
	switch {
	case line == "":
		return c.endSentence()
	case line[0] == '#':
		return c.comment(strings.TrimSpace(line[1:]))
	}
	cols := strings.Split(line, "\t")
	if len(cols) != 10 {
		return fmt.Errorf("%d columns, want 10", len(cols))
	}
	if strings.Contains(cols[0], ".") {
		return nil
	}
	if cols[1] == "" {
		return errors.New("a word without a form")
	}
	if first, last, ok := strings.Cut(cols[0], "-"); ok {
		return c.multiword(first, last, cols[1], cols[9])
	}
	return c.word(cols)
}

func (c *conllu) comment(s string) error {
	key, value, _ := strings.Cut(s, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	switch {
	case key == "newdoc" || key == "newdoc id":
		if err := c.endSentence(); err != nil {
			return err
		}
		c.endDoc()
		c.start()
		c.doc.ID = value
	case key == "newpar" || key == "newpar id":
		c.paragraph, c.kind = true, text.Paragraph
	case key == "newpar_block" && strings.HasPrefix(value, "head"):
		c.kind = text.Heading
	case key == "meta::genre":
		c.start()
		c.doc.Genre = value
	case key == "speaker" && (c.doc == nil || c.doc.Genre != quoting):
		c.speaker = value
	}
	return nil
}

func (c *conllu) start() {
	if c.doc == nil {
		c.doc = &TreebankDoc{Doc: &text.Document{}}
		c.paragraph = true
	}
}

// multiword opens a multiword token; each of its words then takes its stretch.
func (c *conllu) multiword(first, last, form, misc string) error {
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err1 != nil || err2 != nil || from != len(c.heads)+1 || to < from || c.multiEnd > len(c.heads) {
		return fmt.Errorf("multiword token %s-%s out of place", first, last)
	}
	if len([]rune(form)) < to-from+1 {
		return fmt.Errorf("multiword token %q has more words than letters", form)
	}
	c.start()
	c.open()
	c.text.WriteString(form)
	c.multiEnd, c.multiLen = to, len(form)
	c.multiGap = noSpace(misc)
	return nil
}

func noSpace(misc string) bool {
	return slices.Contains(strings.Split(misc, "|"), "SpaceAfter=No")
}

// open writes what stands before the next surface token: a paragraph's empty
// line, a space or nothing.
func (c *conllu) open() {
	if n := len(c.doc.Doc.Blocks); len(c.heads) == 0 && n > 0 && c.speaker != "" && c.speaker != c.doc.Doc.Blocks[n-1].Speaker {
		c.paragraph = true // another's turn
	}
	if c.text.Len() > 0 {
		switch {
		case len(c.heads) == 0 && c.paragraph:
			c.text.WriteString("\n\n")
		case c.spaced:
			c.text.WriteByte(' ')
		}
	}
	if len(c.heads) == 0 && c.paragraph {
		c.closeBlock()
		d := c.doc.Doc
		d.Blocks = append(d.Blocks, text.Block{
			Span: text.Span{Start: c.text.Len()}, Kind: c.kind, First: len(d.Sentences), Speaker: c.speaker,
		})
		c.paragraph = false
	}
}

func (c *conllu) closeBlock() {
	if d := c.doc.Doc; len(d.Blocks) > 0 {
		b := &d.Blocks[len(d.Blocks)-1]
		b.Last = len(d.Sentences)
		if b.Last > b.First {
			b.End = d.Sentences[b.Last-1].End
		}
	}
}

func (c *conllu) word(cols []string) error {
	if n, err := strconv.Atoi(cols[0]); err != nil || n != len(c.heads)+1 {
		return fmt.Errorf("word number %q, want %d", cols[0], len(c.heads)+1)
	}
	head, err := strconv.Atoi(cols[6])
	if cols[6] == "_" {
		head, err = 0, nil
	}
	if err != nil || head < 0 {
		return fmt.Errorf("head %q", cols[6])
	}
	c.start()
	d := c.doc.Doc
	tok := text.Token{
		Sentence: len(d.Sentences),
		UPOS:     blank(cols[3]), XPOS: blank(cols[4]), Feats: blank(cols[5]),
		Lemma: cols[2], Deprel: blank(cols[7]),
	}
	if len(c.heads) < c.multiEnd {
		tok.Start, tok.End = c.cut(cols[1])
	} else {
		c.open()
		tok.Start = c.text.Len()
		c.text.WriteString(cols[1])
		tok.End = c.text.Len()
		c.spaced = !noSpace(cols[9])
	}
	c.heads = append(c.heads, head)
	d.Tokens = append(d.Tokens, tok)
	c.doc.Misc = append(c.doc.Misc, blank(cols[9]))
	return nil
}

// cut takes the next word's stretch off what is left of a multiword token's
// surface: its form where the surface goes on with it, everything for the
// last word, and otherwise as many letters as the form has but one for each
// word still to come.
func (c *conllu) cut(form string) (start, end int) {
	start = c.text.Len() - c.multiLen
	left := c.multiEnd - len(c.heads) - 1 // words after this one
	rest := c.text.String()[start:]
	n := len(rest)
	if left == 0 {
		c.spaced = !c.multiGap
	} else {
		letters := len([]rune(rest))
		keep := min(max(len([]rune(form)), 1), letters-left)
		n = len(string([]rune(rest)[:keep]))
	}
	c.multiLen -= n
	return start, start + n
}

func blank(s string) string {
	if s == "_" {
		return ""
	}
	return s
}

func (c *conllu) endSentence() error {
	n := len(c.heads)
	if c.multiEnd > n {
		return errors.New("the sentence ends within a multiword token")
	}
	c.multiEnd = 0
	if n == 0 {
		return nil
	}
	c.speaker = ""
	d := c.doc.Doc
	words := d.Tokens[c.first:]
	for i, h := range c.heads {
		if h > n || h == i+1 {
			return fmt.Errorf("word %d has head %d in a sentence of %d", i+1, h, n)
		}
		words[i].Head = c.first + h - 1
		if h == 0 {
			words[i].Head = -1
		}
	}
	d.Sentences = append(d.Sentences, text.Sentence{
		Span:  text.Span{Start: words[0].Start, End: words[n-1].End},
		First: c.first, Last: len(d.Tokens), Block: len(d.Blocks) - 1,
	})
	c.first, c.heads = len(d.Tokens), c.heads[:0]
	return nil
}

func (c *conllu) endDoc() {
	if c.doc == nil {
		return
	}
	if len(c.doc.Doc.Tokens) > 0 {
		c.closeBlock()
		c.doc.Doc.Text = c.text.String()
		c.doc.Doc.LinkChildren()
		c.docs = append(c.docs, c.doc)
	}
	c.doc, c.first, c.spaced = nil, 0, false
	c.text.Reset()
}
