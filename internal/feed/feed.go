// Package feed reads RSS, Atom and JSON Feed, lists of subscriptions in OPML,
// and the feeds that a page names.
//
// It reads bytes and writes [Feed] and [Subscription]. It fetches nothing.
package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
	"golang.org/x/net/html/charset"
)

// Limits on what a feed may make the reader do.
const (
	mostItems = 1000
	mostDepth = 100 // elements inside each other
	mostNodes = 500_000
)

// Feed is what a feed says. "" and 0 are unknown.
type Feed struct {
	Title string
	Items []Item // as the feed lists them, at most 1000
	TTL   time.Duration
}

// Item is one report that a feed tells of.
type Item struct {
	Key       string // the feed's own id of it, or its address
	URL       string // its page, absolute, or ""
	Title     string // plain text
	Published string // RFC 3339, or ""
	Source    string // whom the feed names as the report's own publisher
	Text      string // HTML: the report, its beginning, or ""
	Hash      string // of all that the feed says of it; changes when the item does
}

// ErrNoFeed is the error of Parse for what is no feed.
var ErrNoFeed = errors.New("it is no feed: neither RSS nor Atom nor JSON Feed")

// Parse reads a feed that was found at an address. encoding is what the server
// says of its bytes, or "". This file is all that knows of gofeed.
func Parse(data []byte, encoding, address string) (f *Feed, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			f, err = nil, fmt.Errorf("the feed cannot be read: %v", fault)
		}
	}()
	if gofeed.DetectFeedType(bytes.NewReader(data)) == gofeed.FeedTypeUnknown {
		return nil, ErrNoFeed
	}
	if data, err = harmless(data, encoding); err != nil {
		return nil, err
	}
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	in, err := p.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("the feed is damaged: %w", err)
	}
	base, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("the feed's address: %w", err)
	}
	f = &Feed{Title: line(in.Title)}
	if r, ok := in.OriginalFeed().(*rss.Feed); ok && r.TTL != "" {
		f.TTL, _ = time.ParseDuration(strings.TrimSpace(r.TTL) + "m")
		f.TTL = max(f.TTL, 0)
	}
	for i, it := range in.Items[:min(len(in.Items), mostItems)] {
		if item := itemOf(it, base); item.Key != "" {
			item.Source = source(in, i)
			if !isDated(in, i) {
				item.Published = ""
			}
			item.Hash = hash(item)
			f.Items = append(f.Items, item)
		}
	}
	return f, nil
}

// itemOf is gofeed's item; its key is "" where it has neither id nor address.
func itemOf(it *gofeed.Item, base *url.URL) Item {
	out := Item{Title: line(it.Title), URL: absolute(it.Link, base), Text: it.Content, Key: strings.TrimSpace(it.GUID)}
	if out.URL == "" && strings.HasPrefix(out.Key, "http") {
		out.URL = absolute(out.Key, base) // RSS: an id is an address unless it says otherwise
	}
	if out.Key == "" {
		out.Key = out.URL
	}
	if out.Text == "" {
		out.Text = it.Description
	}
	out.Published = published(it)
	return out
}

// published is when an item was published, in the zone that it was told in.
func published(it *gofeed.Item) string {
	at := it.PublishedParsed
	if at == nil || at.Year() <= 1970 {
		return ""
	}
	for _, parse := range []func(string) (time.Time, error){mail.ParseDate, func(s string) (time.Time, error) { return time.Parse(time.RFC3339, s) }} {
		if own, err := parse(strings.TrimSpace(it.Published)); err == nil && own.Equal(*at) {
			return own.Format(time.RFC3339)
		}
	}
	return at.UTC().Format(time.RFC3339)
}

// isDated is whether the date of an item is that of its publication. gofeed
// takes Atom's date of an update where there is no other, which is not when a
// thing was first told.
func isDated(in *gofeed.Feed, i int) bool {
	original, ok := in.OriginalFeed().(*atom.Feed)
	return !ok || i < len(original.Entries) && original.Entries[i].Published != ""
}

// source is the publisher that a feed names for its item: RSS's <source>,
// Atom's source, Dublin Core's publisher.
func source(in *gofeed.Feed, i int) string {
	if dc := in.Items[i].DublinCoreExt; dc != nil && len(dc.Publisher) > 0 {
		return line(dc.Publisher[0])
	}
	switch original := in.OriginalFeed().(type) {
	case *rss.Feed:
		if i < len(original.Items) && original.Items[i].Source != nil {
			return line(original.Items[i].Source.Title)
		}
	case *atom.Feed:
		if i < len(original.Entries) && original.Entries[i].Source != nil {
			return line(original.Entries[i].Source.Title)
		}
	}
	return ""
}

// hash is the hash of an item's contents.
func hash(it Item) string {
	h := sha256.New()
	for _, s := range []string{it.URL, it.Title, it.Published, it.Source, it.Text} {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// line is a text on one line.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// absolute is an address of http or https as seen from another, or "".
func absolute(address string, base *url.URL) string {
	address = strings.TrimSpace(address)
	if address == "" {
		return ""
	}
	u, err := base.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

// harmless is a feed as UTF-8 whose elements are not nested so deeply, nor so
// many, that reading them costs too much. JSON passes: its reader has such
// limits.
func harmless(data []byte, encoding string) ([]byte, error) {
	if !bytes.HasPrefix(bytes.TrimLeft(data, "\ufeff \t\r\n"), []byte("<")) {
		return data, nil
	}
	if e, name := charset.Lookup(encoding); e != nil && name != "utf-8" && !bytes.Contains(data[:min(len(data), 200)], []byte("encoding=")) {
		decoded, err := e.NewDecoder().Bytes(data)
		if err != nil {
			return nil, fmt.Errorf("the feed is not the %s that it says it is: %w", name, err)
		}
		data = decoded
	}
	if depth, nodes := measure(data); depth > mostDepth || nodes > mostNodes {
		return nil, errors.New("the feed is nested too deeply or too large")
	}
	return data, nil
}

// measure is how deeply a document's elements are nested and how many there
// are, up to where it breaks.
func measure(data []byte) (deepest, nodes int) {
	d := newDecoder(bytes.NewReader(data))
	for depth := 0; ; {
		t, err := d.RawToken()
		if err != nil || deepest > mostDepth || nodes > mostNodes {
			return deepest, nodes
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
			nodes++
			deepest = max(deepest, depth)
		case xml.EndElement:
			depth = max(0, depth-1)
		}
	}
}

// newDecoder reads XML as carelessly as feeds write it.
func newDecoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	return d
}
