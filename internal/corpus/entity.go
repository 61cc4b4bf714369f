package corpus

import (
	"fmt"
	"slices"
	"strings"

	"annals/internal/text"
)

// Plain is the document with its gold blocks, sentences and tokens but none of
// the gold tags and trees.
func (t *TreebankDoc) Plain() *text.Document {
	d := &text.Document{Text: t.Doc.Text, Blocks: slices.Clone(t.Doc.Blocks), Sentences: slices.Clone(t.Doc.Sentences)}
	for _, tok := range t.Doc.Tokens {
		d.Tokens = append(d.Tokens, text.Token{Span: tok.Span, Sentence: tok.Sentence, Head: -1})
	}
	return d
}

// Chains reads the Entity= annotation of the MISC column (Universal Anaphora,
// as GUM has it): for each entity the ranges of tokens that mention it, in
// the order in which they end. "(7-person-…" opens a mention of entity 7, "7)"
// closes the latest one still open, "(7-person)" is a mention of one token. A
// mention in two pieces ("7[1/2]") counts from its first piece on as a mention
// of its own each. The error names the token.
func (t *TreebankDoc) Chains() ([][]text.Span, error) {
	c := chainReader{open: map[string][]int{}, index: map[string]int{}}
	for i, m := range t.Misc {
		for field := range strings.SplitSeq(m, "|") {
			value, ok := strings.CutPrefix(field, "Entity=")
			if !ok {
				continue
			}
			if err := c.token(i, value); err != nil {
				return nil, fmt.Errorf("corpus: document %s, token %d: %w", t.ID, i+1, err)
			}
		}
	}
	return c.chains, nil
}

// chainReader is the state of reading Entity= annotations.
type chainReader struct {
	open   map[string][]int // first tokens of the mentions still open, by entity
	index  map[string]int   // of each entity's chain
	chains [][]text.Span
}

// token takes the annotation of token i.
func (c *chainReader) token(i int, value string) error {
	for value != "" {
		if value[0] == '(' {
			end := strings.IndexAny(value[1:], "()") + 1
			if end == 0 {
				end = len(value)
			}
			id := entityID(value[1:end])
			if end < len(value) && value[end] == ')' {
				c.add(id, text.Span{Start: i, End: i + 1})
				end++
			} else {
				c.open[id] = append(c.open[id], i)
			}
			value = value[end:]
			continue
		}
		end := strings.IndexByte(value, ')')
		if end < 0 {
			return fmt.Errorf("malformed Entity=%s", value)
		}
		id := entityID(value[:end])
		starts := c.open[id]
		if len(starts) == 0 {
			return fmt.Errorf("entity %s closes but was not open", id)
		}
		c.add(id, text.Span{Start: starts[len(starts)-1], End: i + 1})
		c.open[id] = starts[:len(starts)-1]
		value = value[end+1:]
	}
	return nil
}

func (c *chainReader) add(id string, s text.Span) {
	k, ok := c.index[id]
	if !ok {
		k = len(c.chains)
		c.index[id] = k
		c.chains = append(c.chains, nil)
	}
	if !slices.Contains(c.chains[k], s) {
		c.chains[k] = append(c.chains[k], s)
	}
}

// entityID is the identifier at the start of an annotation, without the
// number of a piece.
func entityID(s string) string {
	s, _, _ = strings.Cut(s, "-")
	s, _, _ = strings.Cut(s, "[")
	return s
}
