package corpus

import (
	"bufio"
	"cmp"
	"fmt"
	"io"

	"annals/internal/text"
)

// WriteTreebank writes documents in CoNLL-U, each word a line of its own;
// words that nothing sets apart in the text get SpaceAfter=No.
func WriteTreebank(w io.Writer, docs []*TreebankDoc) error {
	b := bufio.NewWriter(w)
	for _, doc := range docs {
		fmt.Fprintf(b, "# newdoc id = %s\n", doc.ID)
		for _, s := range doc.Doc.Sentences {
			for i := s.First; i < s.Last; i++ {
				writeWord(b, doc.Doc, s, i)
			}
			b.WriteByte('\n')
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("corpus: write treebank: %w", err)
	}
	return nil
}

func writeWord(b *bufio.Writer, d *text.Document, s text.Sentence, i int) {
	tok := d.Tokens[i]
	head := 0
	if tok.Head >= 0 {
		head = tok.Head - s.First + 1
	}
	misc := "_"
	if i+1 < len(d.Tokens) && d.Tokens[i+1].Start == tok.End {
		misc = "SpaceAfter=No"
	}
	or := func(v string) string { return cmp.Or(v, "_") }
	fmt.Fprintf(b, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t_\t%s\n", i-s.First+1, d.Form(i), or(tok.Lemma),
		or(tok.UPOS), or(tok.XPOS), or(tok.Feats), head, or(tok.Deprel), misc)
}
