// Package feed reads RSS, Atom and JSON Feed, lists of subscriptions in OPML,
// and the feeds that a page names.
//
// It reads bytes and writes [Feed] and [Subscription]. It fetches nothing.
package feed

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
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
	Key       string // the feed's own id of it, its address, or its hash
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
	data = toUTF8(data, encoding)
	if gofeed.DetectFeedType(bytes.NewReader(data)) == gofeed.FeedTypeUnknown {
		return nil, ErrNoFeed
	}
	if depth, nodes := measure(data); data[0] == '<' && (depth > mostDepth || nodes > mostNodes) {
		return nil, errors.New("the feed is nested too deeply or too large") // JSON's reader has such limits itself
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
		item := itemOf(it, base)
		if item.Key == "" && strings.TrimSpace(item.Text) == "" {
			continue // there is nothing to be had of it
		}
		item.Source = source(in, i)
		if !isDated(in, i) {
			item.Published = ""
		}
		item.Hash = hash(item)
		item.Key = cmp.Or(item.Key, item.Hash)
		f.Items = append(f.Items, item)
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

// Canonical is an address in the one way in which it is written: scheme and
// host in small letters, no port that goes without saying, a path, no fragment.
// What is no address stays as it is.
func Canonical(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return address
	}
	u.Scheme, u.Host, u.Fragment = strings.ToLower(u.Scheme), strings.ToLower(u.Host), ""
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
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

// toUTF8 is a feed in UTF-8, without a mark or declaration that says something
// else. What is valid UTF-8 is taken for that whatever is declared; else the
// feed's own declaration counts, then the server's, and what contradicts both is
// taken for Windows-1252, as browsers do.
func toUTF8(data []byte, server string) []byte {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		if wide, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data); err == nil {
			data = wide
		}
	}
	data = bytes.TrimLeft(data, "\ufeff \t\r\n")
	head := data[:min(len(data), 200)]
	declared := declaration.FindSubmatchIndex(head)
	if !utf8.Valid(data) {
		name := server
		if declared != nil {
			name = string(head[declared[4]:declared[5]])
		}
		e, known := charset.Lookup(name)
		if e == nil || known == "utf-8" {
			e = charmap.Windows1252
		}
		rest := data
		if declared != nil {
			rest = data[declared[1]:]
		}
		decoded, err := e.NewDecoder().Bytes(rest)
		if err != nil {
			decoded = bytes.ToValidUTF8(rest, []byte("\ufffd"))
		}
		return decoded
	}
	if declared != nil { // UTF-8 is what a feed is that declares nothing
		return data[declared[1]:]
	}
	return data
}

// declaration is the XML declaration of a feed that names its encoding.
var declaration = regexp.MustCompile(`^<\?xml[^>]*encoding\s*=\s*(["'])([^"']*)["'][^>]*\?>\s*`)

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
