package corpus

import (
	"fmt"

	"annals/internal/text"
)

// Article is one article of an attribution set with its gold attributions.
type Article struct {
	ID           string
	Publisher    string
	Date         string // as in the set: an ISO 8601 date, or ""
	Text         string
	Attributions []Attribution
}

// Attribution is who, by which words, says or thinks what: the roles of
// PolNeAR (Newell, Margolin & Ruths 2018). A role may be several pieces or
// none. Spans are bytes of Article.Text.
type Attribution struct {
	Source, Cue, Content []text.Span
}

// attributionLine is a line of an attribution set; offsets are code points.
type attributionLine struct {
	ID           string `json:"id"`
	Publisher    string `json:"publisher"`
	Date         string `json:"date"`
	Text         string `json:"text"`
	Attributions []struct {
		Source  [][2]int `json:"source"`
		Cue     [][2]int `json:"cue"`
		Content [][2]int `json:"content"`
	} `json:"attributions"`
}

// Attributions reads an attribution set, JSON Lines with one article a line,
// and hands each article to each.
func Attributions(path string, each func(Article) error) error {
	return JSONLines(path, func(l attributionLine) error {
		a := Article{ID: l.ID, Publisher: l.Publisher, Date: l.Date, Text: l.Text}
		m := text.NewMapper(l.Text)
		spans := func(list [][2]int) ([]text.Span, error) {
			var out []text.Span
			for _, p := range list {
				if p[0] < 0 || p[1] < p[0] {
					return nil, fmt.Errorf("article %s: span %d–%d", l.ID, p[0], p[1])
				}
				out = append(out, text.Span{Start: m.ByteFromPoint(p[0]), End: m.ByteFromPoint(p[1])})
			}
			return out, nil
		}
		for _, g := range l.Attributions {
			var at Attribution
			var err [3]error
			at.Source, err[0] = spans(g.Source)
			at.Cue, err[1] = spans(g.Cue)
			at.Content, err[2] = spans(g.Content)
			for _, e := range err {
				if e != nil {
					return e
				}
			}
			a.Attributions = append(a.Attributions, at)
		}
		return each(a)
	})
}
