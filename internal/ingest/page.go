package ingest

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// metadata is a page's article with what the page says of it; "" is unknown.
type metadata struct {
	text      string
	title     string
	publisher string
	published string // RFC 3339 date or date-time
	url       string
	article   bool // the page says that it is an article
}

// readPage reads an HTML page that was fetched from address, or "".
func readPage(page, address string) (metadata, error) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return metadata{}, &fault{ErrNoArticle, "the page cannot be read as HTML", err}
	}
	base, _ := url.Parse(address)
	m := pageMetadata(doc)
	removeClutter(doc)
	body, err := findArticle(doc, base)
	if err != nil {
		return metadata{}, err
	}
	m.text = strings.TrimPrefix(plainText(body), m.title+"\n\n")
	if !isProse(m.text, m.article) {
		return metadata{}, ErrNoArticle
	}
	return m, nil
}

// readFragment reads HTML that is a report and nothing else.
func readFragment(fragment string) (metadata, error) {
	doc, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		return metadata{}, &fault{ErrNoArticle, "the text cannot be read as HTML", err}
	}
	removeClutter(doc)
	t := plainText(doc)
	if !isProse(t, true) {
		return metadata{}, &fault{ErrNoArticle, "its HTML holds no sentence", nil}
	}
	return metadata{text: t}, nil
}

// removeClutter takes out of a page what is no part of any article but stands
// inside one or may be taken for the article of a short page: requests for
// consent, newsletters, advertisements, links to other stories.
func removeClutter(doc *html.Node) {
	var gone []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && (isClutter(n) && !holdsArticle(n) || isSignpost(n)) {
			gone = append(gone, n)
		}
	}
	for _, n := range gone {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
}

// isClutter reports whether an element's names or text say that it is clutter.
func isClutter(n *html.Node) bool {
	if attribute(n, "role") == "dialog" {
		return true
	}
	name := strings.ToLower(attribute(n, "id") + " " + attribute(n, "class"))
	for _, word := range []string{"cookie", "consent", "gdpr", "newsletter", "advert", "ad-slot", "adslot"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	for word := range strings.FieldsSeq(name) {
		switch word {
		case "comments", "comment", "comment-list", "comments-section", "comment-section", "disqus_thread":
			return true
		}
	}
	return false
}

// holdsArticle reports whether an element is so much of the page that its
// names say nothing of its parts.
func holdsArticle(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Main, atom.Article:
		return true
	}
	return element(n, atom.H1) != nil || element(n, atom.Article) != nil || element(n, atom.Main) != nil
}

// isSignpost reports whether a paragraph is a link to another story ("Read
// also: …") or a mark of an advertisement.
func isSignpost(n *html.Node) bool {
	if n.DataAtom != atom.P && n.DataAtom != atom.Div || n.FirstChild == nil {
		return false
	}
	if n.DataAtom == atom.Div && (n.FirstChild.Type != html.TextNode || n.FirstChild.NextSibling != nil) {
		return false // a block of blocks, looked at one by one
	}
	t := strings.ToLower(plainText(n))
	if t == "advertisement" || t == "advertising" || t == "sponsored" {
		return true
	}
	for _, start := range []string{"read also", "read more", "also read", "see also", "related:", "more:", "watch:", "listen:"} {
		if strings.HasPrefix(t, start) {
			return 2*linked(n) > len(t)
		}
	}
	return false
}

// linked is the length of the text inside links below a node.
func linked(n *html.Node) int {
	sum := 0
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			sum += len(plainText(c))
		}
	}
	return sum
}

// shortArticle is the length in characters of an article that a page need not
// vouch for.
const shortArticle = 140

// isProse reports whether the text has the sentences of an article: lines that
// end as sentences do, a long one's worth of characters in all, or a short
// one's where the page says that it is an article.
func isProse(t string, article bool) bool {
	n := 0
	for line := range strings.Lines(t) {
		line = strings.TrimRight(line, "\"'”’»)] \n")
		if strings.HasSuffix(line, ".") || strings.HasSuffix(line, "!") || strings.HasSuffix(line, "?") || strings.HasSuffix(line, "…") || strings.HasSuffix(line, "。") {
			n += utf8.RuneCountInString(line)
		}
	}
	return n >= shortArticle || article && n >= 30
}

// attribute is the value of an element's attribute, or "".
func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// plainText is the text below a node: blocks separated by empty lines, white
// space within them collapsed, "<br>" a line break, items of lists marked "•".
func plainText(n *html.Node) string {
	var w textWriter
	w.node(n)
	w.endBlock()
	return w.out.String()
}

// textWriter collects the current block's text and writes finished blocks.
type textWriter struct {
	out    strings.Builder
	block  strings.Builder
	prefix string // mark of the list item whose text has not begun
}

func (w *textWriter) endBlock() {
	lines := strings.Split(w.block.String(), "\n")
	w.block.Reset()
	kept := lines[:0]
	for _, l := range lines {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			kept = append(kept, l)
		}
	}
	if len(kept) == 0 {
		return
	}
	if w.out.Len() > 0 {
		w.out.WriteString("\n\n")
	}
	w.out.WriteString(w.prefix + strings.Join(kept, "\n"))
	w.prefix = ""
}

func (w *textWriter) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.block.WriteString(strings.Map(func(r rune) rune {
			if r == '\n' || r == '\r' || r == '\u00a0' {
				return ' '
			}
			return r
		}, n.Data))
		return
	case html.ElementNode:
	case html.DocumentNode:
		w.children(n)
		return
	default:
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Button, atom.Form, atom.Iframe, atom.Svg, atom.Figcaption, atom.Head, atom.Nav, atom.Select, atom.Textarea:
		return
	case atom.Br:
		w.block.WriteByte('\n')
		return
	case atom.Td, atom.Th:
		w.children(n)
		w.block.WriteByte(' ')
		return
	}
	if !isBlock(n.DataAtom) {
		w.children(n)
		return
	}
	w.endBlock()
	if n.DataAtom == atom.Li {
		w.prefix = "• "
	}
	w.children(n)
	w.endBlock()
	w.prefix = ""
}

func (w *textWriter) children(n *html.Node) {
	for c := range n.ChildNodes() {
		w.node(c)
	}
}

// isBlock reports whether an element begins and ends a paragraph of its own.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Blockquote, atom.Pre,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.Table, atom.Thead, atom.Tbody, atom.Tr, atom.Caption, atom.Figure, atom.Hr, atom.Address, atom.Details, atom.Summary, atom.Body, atom.Html:
		return true
	}
	return false
}
