package corpus

import (
	"fmt"

	"annals/internal/text"
)

// silverLine is a line of a set that a program annotated: sentences of tokens
// with their offsets in code points, and chains of mentions as sentence, first
// token, end and head.
type silverLine struct {
	ID        string            `json:"id"`
	Sentences [][2][]silverItem `json:"sents"`
	Chains    [][][4]int        `json:"coref"`
}

// silverItem is a token or a dependency.
type silverItem []any

// SilverChains reads the chains of mentions that a program found in articles,
// JSON Lines with one article a line, by the article's id. Spans are code points
// of the article's text; articles without chains are left out.
func SilverChains(path string) (map[string][][]text.Span, error) {
	articles := map[string][][]text.Span{}
	err := JSONLines(path, func(l silverLine) error {
		for _, c := range l.Chains {
			var chain []text.Span
			for _, m := range c {
				s, err := l.span(m)
				if err != nil {
					return fmt.Errorf("article %s: %w", l.ID, err)
				}
				chain = append(chain, s)
			}
			articles[l.ID] = append(articles[l.ID], chain)
		}
		return nil
	})
	return articles, err
}

// span is where a mention stands.
func (l *silverLine) span(m [4]int) (text.Span, error) {
	if m[0] < 0 || m[0] >= len(l.Sentences) {
		return text.Span{}, fmt.Errorf("a mention stands in sentence %d of %d", m[0], len(l.Sentences))
	}
	tokens := l.Sentences[m[0]][0]
	if m[1] < 0 || m[2] <= m[1] || m[2] > len(tokens) {
		return text.Span{}, fmt.Errorf("a mention is of tokens %d to %d of %d", m[1], m[2], len(tokens))
	}
	start, err := tokens[m[1]].offset(2)
	if err != nil {
		return text.Span{}, err
	}
	end, err := tokens[m[2]-1].offset(3)
	return text.Span{Start: start, End: end}, err
}

// offset is the number at place k of a token.
func (s silverItem) offset(k int) (int, error) {
	if k < len(s) {
		if v, ok := s[k].(float64); ok {
			return int(v), nil
		}
	}
	return 0, fmt.Errorf("a token has no offset at place %d", k)
}
