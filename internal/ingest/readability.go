package ingest

import (
	"net/url"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// findArticle is the part of a page that is its article. It uses
// go-readability, which follows Mozilla's Readability.js; this file is all
// that knows of it. The page's metadata is not taken from it.
func findArticle(doc *html.Node, base *url.URL) (*html.Node, error) {
	p := readability.NewParser()
	p.DisableJSONLD = true
	p.CharThresholds = shortArticle
	a, err := p.ParseDocument(doc, base)
	if err != nil || a.Node == nil {
		return nil, &fault{ErrNoArticle, ErrNoArticle.Error(), err}
	}
	return a.Node, nil
}
