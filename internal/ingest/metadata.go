package ingest

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pageMetadata is what a page says of its article: by schema.org in JSON-LD,
// by OpenGraph and kindred meta elements, and last by its own elements. The
// first that names a thing wins.
func pageMetadata(doc *html.Node) metadata {
	m := fromJSONLD(doc)
	meta := metaElements(doc)
	first := func(keys ...string) string {
		for _, k := range keys {
			if v := meta[k]; v != "" {
				return v
			}
		}
		return ""
	}
	m.article = m.article || meta["og:type"] == "article" || element(doc, atom.Article) != nil
	m.title = or(m.title, first("og:title", "twitter:title", "dc.title"), inner(element(doc, atom.H1)), inner(element(doc, atom.Title)))
	m.publisher = or(m.publisher, first("og:site_name", "application-name", "dc.publisher"))
	m.url = or(m.url, absolute(canonical(doc)), absolute(first("og:url")))
	for _, k := range []string{"article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
		"dc.date.issued", "dcterms.issued", "dc.date", "pubdate", "publishdate", "publish-date", "publication_date", "citation_publication_date"} {
		if m.published == "" {
			m.published, _ = normalDate(meta[k])
		}
	}
	m.published = or(m.published, timeElement(doc))
	return m
}

// or is the first value that is not empty, its white space collapsed.
func or(values ...string) string {
	for _, v := range values {
		if v = strings.Join(strings.Fields(v), " "); v != "" {
			return v
		}
	}
	return ""
}

// metaElements are the contents of the page's meta elements by their
// property, name or itemprop, lower-cased; the first of a name counts.
func metaElements(doc *html.Node) map[string]string {
	m := map[string]string{}
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Meta {
			continue
		}
		for _, key := range []string{"property", "name", "itemprop"} {
			k := strings.ToLower(attribute(n, key))
			if v := strings.TrimSpace(attribute(n, "content")); k != "" && v != "" && m[k] == "" {
				m[k] = v
			}
		}
	}
	return m
}

// element is the first element of the kind in the page, or nil.
func element(doc *html.Node, a atom.Atom) *html.Node {
	for n := range doc.Descendants() {
		if n.DataAtom == a && n.Type == html.ElementNode {
			return n
		}
	}
	return nil
}

func inner(n *html.Node) string {
	if n == nil {
		return ""
	}
	return plainText(n)
}

func canonical(doc *html.Node) string {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Link && attribute(n, "rel") == "canonical" {
			return attribute(n, "href")
		}
	}
	return ""
}

// absolute is the address if it is one of http or https with a host, else "".
func absolute(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return address
}

// fromJSONLD reads the page's schema.org article, or nothing where it has none
// or several of them (a page of teasers).
func fromJSONLD(doc *html.Node) metadata {
	var articles []map[string]any
	byID := map[string]map[string]any{}
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Script || !strings.HasPrefix(strings.ToLower(attribute(n, "type")), "application/ld+json") || n.FirstChild == nil {
			continue
		}
		var v any
		if json.Unmarshal([]byte(bareJSON(n.FirstChild.Data)), &v) == nil {
			articles = append(articles, articlesIn(v, byID)...)
		}
	}
	if len(articles) != 1 {
		return metadata{article: len(articles) > 1}
	}
	a := articles[0]
	m := metadata{
		article:   true,
		title:     html.UnescapeString(str(a["headline"])),
		publisher: html.UnescapeString(name(a["publisher"], byID)),
		url:       absolute(str(a["url"])),
	}
	m.published, _ = normalDate(str(a["datePublished"]))
	return m
}

// bareJSON is the object or list in a script without the comments around it,
// its line breaks, which JSON allows in no string, as spaces.
func bareJSON(s string) string {
	start, end := strings.IndexAny(s, "[{"), strings.LastIndexAny(s, "]}")
	if start < 0 || end < start {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s[start:end+1])
}

// articlesIn lists the articles among the objects at the top of a JSON-LD
// value and notes every object that has an id.
func articlesIn(v any, byID map[string]map[string]any) []map[string]any {
	var found []map[string]any
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			found = append(found, articlesIn(e, byID)...)
		}
	case map[string]any:
		if id := str(v["@id"]); id != "" && len(v) > 1 {
			byID[id] = v
		}
		if isArticle(v["@type"]) {
			return []map[string]any{v}
		}
		found = append(articlesIn(v["@graph"], byID), articlesIn(v["mainEntity"], byID)...)
	}
	return found
}

// isArticle reports whether a type is schema.org's Article or one below it.
func isArticle(v any) bool {
	if list, ok := v.([]any); ok {
		for _, e := range list {
			if isArticle(e) {
				return true
			}
		}
		return false
	}
	kind := str(v)
	kind = kind[strings.LastIndexAny(kind, "/:#")+1:]
	return strings.HasSuffix(kind, "Article") || kind == "Report" || kind == "BlogPosting" || kind == "LiveBlogPosting"
}

// str is the string that a JSON value is, or the first of a list, or "".
func str(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return str(v[0])
		}
	}
	return ""
}

// name is the name of a JSON-LD object, given in place or by its id.
func name(v any, byID map[string]map[string]any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return name(v[0], byID)
		}
	case map[string]any:
		if n := str(v["name"]); n != "" {
			return n
		}
		return str(byID[str(v["@id"])]["name"])
	}
	return ""
}

// timeElement is the date of the article's <time> element: the one marked as
// its publication, else the first in the article's or the page's main part,
// else the only date of the page. Times of updates, comments, asides, footers
// and of teasers of other articles do not count.
func timeElement(doc *html.Node) string {
	dates := map[string]bool{}
	inside, only := "", ""
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Time {
			continue
		}
		value := attribute(n, "datetime")
		if value == "" {
			value = plainText(n)
		}
		date, ok := normalDate(value)
		if !ok {
			continue
		}
		if attribute(n, "itemprop") == "datePublished" || hasAttribute(n, "pubdate") {
			return date
		}
		within, other := surroundings(n)
		if other {
			continue
		}
		if within && inside == "" {
			inside = date
		}
		dates[date] = true
		only = date
	}
	if inside != "" {
		return inside
	}
	if len(dates) == 1 {
		return only
	}
	return ""
}

func hasAttribute(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// surroundings reports whether a <time> stands in the main part of the page,
// and whether it belongs to something other than the article's publication.
func surroundings(n *html.Node) (within, other bool) {
	articles := 0
	for p := n; p != nil; p = p.Parent {
		name := strings.ToLower(attribute(p, "class") + " " + attribute(p, "id") + " " + attribute(p, "itemprop"))
		for _, word := range []string{"updat", "modif", "comment", "related", "teaser", "sidebar", "copyright"} {
			other = other || strings.Contains(name, word) && p.DataAtom != atom.Body && p.DataAtom != atom.Html
		}
		switch p.DataAtom {
		case atom.Aside, atom.Footer, atom.Nav, atom.Li, atom.Blockquote, atom.P:
			other = other || p.DataAtom != atom.P || longText(p)
		case atom.Article:
			articles++
		case atom.Main:
			within = true
		}
	}
	return within || articles > 0, other || articles > 1
}

// longText reports whether a paragraph is one of the article's own rather than
// a line about it.
func longText(p *html.Node) bool { return len(plainText(p)) > 120 }

// normalDate is a date as RFC 3339 writes it: a date-time where the value has
// a time with its zone, else the date alone. A value that is no whole date
// gives false.
func normalDate(v string) (string, bool) {
	v = strings.TrimSpace(v)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04-0700",
		"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", time.RFC1123, time.RFC1123Z} {
		if t, err := time.Parse(layout, v); err == nil && t.Year() > 0 {
			return t.Format(time.RFC3339), true
		}
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04:05.999", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04",
		"2 January 2006", "January 2, 2006", "Jan 2, 2006", "2 Jan 2006", "2006/01/02"} {
		if t, err := time.Parse(layout, v); err == nil && t.Year() > 0 {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}
