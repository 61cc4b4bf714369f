package corpus

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"annals/internal/text"
)

// Named is a document with gold names.
type Named struct {
	Doc *text.Document
	// Labels holds one IOB2 label per token of Doc ("B-PER", "I-PER", "O"),
	// in the label set of its file.
	Labels []string
}

// iobDocument is how many sentences make a document in files that do not mark
// where documents end. Names that recur nearby mostly share their class, and
// a report is about this long.
const iobDocument = 25

// IOB reads a file of names in IOB2: one token a line, an empty line between
// sentences. Lines have two columns (token, tag), or the five of Universal NER
// (id, token, tag, misc, annotator). Documents end at "# newdoc" or
// "-DOCSTART-"; a file without either is cut every 25 sentences. An I- tag
// that continues nothing becomes B-. Tokens stand in the document's text with
// a space between them, sentences a line each.
func IOB(path string) ([]Named, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	docs, err := ReadIOB(f)
	if err != nil {
		return nil, fmt.Errorf("%w in %s", err, path)
	}
	return docs, nil
}

// ReadIOB reads IOB2 as IOB does.
func ReadIOB(r io.Reader) ([]Named, error) {
	var (
		docs   []Named
		words  []string // of the sentence being read
		labels []string
		b      iobBuilder
		marked bool
	)
	cut := func() {
		if d, ok := b.document(); ok {
			docs = append(docs, d)
		}
	}
	flush := func() {
		if len(words) > 0 {
			b.sentence(words, labels)
			words, labels = words[:0], labels[:0]
		}
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.ToValidUTF8(strings.TrimRight(lines.Text(), " \t\r"), "\uFFFD")
		switch {
		case line == "":
			flush()
			if !marked && len(b.doc.Sentences) >= iobDocument {
				cut()
			}
		case strings.HasPrefix(line, "# newdoc") || strings.HasPrefix(line, "-DOCSTART-"):
			marked = true
			flush()
			cut()
		case strings.HasPrefix(line, "# "):
		default:
			word, label, skip, err := iobLine(line)
			if err != nil {
				return nil, fmt.Errorf("corpus: line %d: %w", n, err)
			}
			if !skip {
				words, labels = append(words, word), append(labels, label)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("corpus: read IOB2: %w", err)
	}
	flush()
	cut()
	return docs, nil
}

// iobLine splits a token's line; skip is true for the ranges of multiword
// tokens ("8-9"), whose words follow.
func iobLine(line string) (word, label string, skip bool, err error) {
	columns := strings.Split(line, "\t")
	if len(columns) == 1 {
		columns = strings.Fields(line)
	}
	switch {
	case len(columns) >= 5:
		word, label, skip = columns[1], columns[2], strings.ContainsAny(columns[0], "-.")
	case len(columns) >= 2:
		word, label = columns[0], columns[len(columns)-1]
	default:
		return "", "", false, fmt.Errorf("%q has one column, want a token and a tag", line)
	}
	word = strings.Join(strings.Fields(word), "\u00A0")
	if word == "" {
		return "", "", false, fmt.Errorf("%q has no token", line)
	}
	if label != "O" && !strings.HasPrefix(label, "B-") && !strings.HasPrefix(label, "I-") {
		return "", "", false, fmt.Errorf("tag %q is not IOB2", label)
	}
	return word, label, skip, nil
}

// iobBuilder puts sentences together into a document.
type iobBuilder struct {
	doc    text.Document
	labels []string
	text   strings.Builder
}

func (b *iobBuilder) sentence(words, labels []string) {
	if b.text.Len() > 0 {
		b.text.WriteByte('\n')
	}
	start, first := b.text.Len(), len(b.doc.Tokens)
	before := "O"
	for i, w := range words {
		if i > 0 {
			b.text.WriteByte(' ')
		}
		at := b.text.Len()
		b.text.WriteString(w)
		b.doc.Tokens = append(b.doc.Tokens, text.Token{
			Span: text.Span{Start: at, End: b.text.Len()}, Sentence: len(b.doc.Sentences), Head: -1,
		})
		label := labels[i]
		if label[0] == 'I' && (before == "O" || before[2:] != label[2:]) {
			label = "B" + label[1:]
		}
		b.labels = append(b.labels, label)
		before = label
	}
	b.doc.Sentences = append(b.doc.Sentences, text.Sentence{
		Span: text.Span{Start: start, End: b.text.Len()}, First: first, Last: len(b.doc.Tokens),
	})
}

// document hands over what has been gathered and starts afresh.
func (b *iobBuilder) document() (Named, bool) {
	if len(b.doc.Sentences) == 0 {
		return Named{}, false
	}
	d := b.doc
	d.Text = b.text.String()
	d.Blocks = []text.Block{{Span: text.Span{End: len(d.Text)}, Last: len(d.Sentences)}}
	n := Named{Doc: &d, Labels: b.labels}
	*b = iobBuilder{}
	return n, true
}

// WriteIOB writes documents as IOB2 with two columns, an empty line after
// each sentence.
func WriteIOB(w io.Writer, docs []Named) error {
	out := bufio.NewWriter(w)
	for _, d := range docs {
		for _, s := range d.Doc.Sentences {
			for i := s.First; i < s.Last; i++ {
				fmt.Fprintf(out, "%s\t%s\n", d.Doc.Form(i), d.Labels[i])
			}
			fmt.Fprintln(out)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("corpus: write IOB2: %w", err)
	}
	return nil
}

// NameSpan is a name of a document: its tokens, half-open, and its class.
type NameSpan struct {
	First, Last int
	Type        string
}

// NameSpans lists the names that IOB2 labels mark. No name crosses the end of
// a sentence.
func NameSpans(d *text.Document, labels []string) []NameSpan {
	var spans []NameSpan
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; {
			if labels[i] == "O" {
				i++
				continue
			}
			last := i + 1
			for last < s.Last && labels[last] == "I"+labels[i][1:] {
				last++
			}
			spans = append(spans, NameSpan{i, last, labels[i][2:]})
			i = last
		}
	}
	return spans
}
