package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Subscription is a feed that somebody follows.
type Subscription struct {
	URL   string
	Title string // as the list has it, or ""
}

// ReadOPML reads a list of subscriptions (OPML 1.0 and 2.0): every outline that
// has the address of a feed, at any depth.
func ReadOPML(data []byte) ([]Subscription, error) {
	if depth, nodes := measure(data); depth > mostDepth || nodes > mostNodes {
		return nil, errors.New("the list is nested too deeply or too large")
	}
	var list []Subscription
	seen := map[string]bool{}
	d, opml := newDecoder(bytes.NewReader(data)), false
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("the list of feeds is damaged: %w", err)
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := strings.ToLower(e.Name.Local); {
		case name == "opml":
			opml = true
		case opml && name == "outline":
			s := subscription(e)
			if s.URL != "" && !seen[s.URL] {
				seen[s.URL] = true
				list = append(list, s)
			}
		}
	}
	if !opml {
		return nil, errors.New("the list of feeds is no OPML")
	}
	return list, nil
}

func subscription(e xml.StartElement) Subscription {
	var s Subscription
	for _, a := range e.Attr {
		switch value := line(a.Value); strings.ToLower(a.Name.Local) {
		case "xmlurl":
			s.URL = value
		case "title":
			s.Title = value
		case "text":
			if s.Title == "" {
				s.Title = value
			}
		}
	}
	return s
}

// Discover lists the feeds that a page names as its own, by <link
// rel="alternate">, in their order.
func Discover(page []byte, address string) []string {
	base, err := url.Parse(address)
	if err != nil {
		return nil
	}
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil
	}
	var found []string
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Link || n.Type != html.ElementNode {
			continue
		}
		attributes := map[string]string{}
		for _, a := range n.Attr {
			attributes[a.Key] = strings.TrimSpace(a.Val)
		}
		rel := strings.Fields(strings.ToLower(attributes["rel"]))
		if !slices.Contains(rel, "alternate") && !slices.Contains(rel, "feed") {
			continue
		}
		switch strings.ToLower(attributes["type"]) {
		case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml":
			if to := absolute(attributes["href"], base); to != "" && !slices.Contains(found, to) {
				found = append(found, to)
			}
		}
	}
	return found
}
