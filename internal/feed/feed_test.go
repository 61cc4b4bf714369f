package feed

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

const rssFeed = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Coast Daily</title><link>https://coast.example/</link><ttl>30</ttl>
<item><title>Dockers &amp; drivers
 strike</title><link>/news/1#top</link><guid isPermaLink="false">id-1</guid><pubDate>Mon, 04 Mar 2024 09:30:00 +0200</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>Dockers walked out.</p>]]></content:encoded>
<source url="https://wire.example/rss">Tallow News Agency</source></item>
<item><guid>https://coast.example/news/2</guid><title>Talks</title><dc:publisher>Coast Weekly</dc:publisher></item>
<item><title>nothing to go by</title></item>
<item><link>javascript:alert(1)</link><title>bad</title></item>
</channel></rss>`

const atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Port Post</title><updated>2024-03-04T10:00:00Z</updated>
<entry><id>urn:1</id><title>Talks fail</title><link href="https://port.example/1"/><updated>2024-03-05T10:00:00Z</updated><content type="html">&lt;p&gt;No.&lt;/p&gt;</content></entry></feed>`

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"Quay","items":[{"id":"7","url":"https://quay.example/7","content_html":"<p>Yes.</p>","date_published":"2024-03-04T08:00:00Z"}]}`

func TestParse(t *testing.T) {
	f, err := Parse([]byte(rssFeed), "", "https://coast.example/feed.xml")
	if err != nil || f.Title != "Coast Daily" || f.TTL != 30*time.Minute || len(f.Items) != 2 {
		t.Fatalf("got %+v, %v", f, err)
	}
	one, two := f.Items[0], f.Items[1]
	one.Hash, two.Hash = "", ""
	if want := (Item{Key: "id-1", URL: "https://coast.example/news/1", Title: "Dockers & drivers strike", Published: "2024-03-04T09:30:00+02:00",
		Source: "Tallow News Agency", Text: "<p>Dockers walked out.</p>"}); one != want {
		t.Errorf("got %+v", one)
	}
	if want := (Item{Key: "https://coast.example/news/2", URL: "https://coast.example/news/2", Title: "Talks", Source: "Coast Weekly"}); two != want {
		t.Errorf("got %+v", two)
	}
	f, err = Parse([]byte(atomFeed), "", "https://port.example/atom")
	if err != nil || len(f.Items) != 1 || f.Items[0].Key != "urn:1" || f.Items[0].Published != "" || f.Items[0].Text != "<p>No.</p>" {
		t.Errorf("an Atom feed without dates of publication: got %+v, %v", f, err)
	}
	f, err = Parse([]byte(jsonFeed), "", "https://quay.example/feed.json")
	if err != nil || len(f.Items) != 1 || f.Items[0].Key != "7" || f.Items[0].Published != "2024-03-04T08:00:00Z" {
		t.Errorf("got %+v, %v", f, err)
	}
}

func TestHashChangesWithTheItem(t *testing.T) {
	hashOf := func(feed string) string {
		f, err := Parse([]byte(feed), "", "https://coast.example/feed.xml")
		if err != nil {
			t.Fatal(err)
		}
		return f.Items[0].Hash
	}
	if hashOf(rssFeed) != hashOf(strings.Replace(rssFeed, "<ttl>30", "<ttl>60", 1)) {
		t.Error("the hash changed with the feed")
	}
	if hashOf(rssFeed) == hashOf(strings.Replace(rssFeed, "walked out", "went back", 1)) {
		t.Error("the hash is the same for another text")
	}
}

func TestParseEncoding(t *testing.T) {
	latin := "<rss version=\"2.0\"><channel><title>Malm\xf6</title><item><guid>1</guid></item></channel></rss>"
	for name, c := range map[string][2]string{
		"declared by the server": {latin, "iso-8859-1"},
		"declared by the feed":   {`<?xml version="1.0" encoding="iso-8859-1"?>` + latin, "utf-8"},
		"declared by nobody":     {latin, ""},
		"declared wrongly":       {`<?xml version="1.0" encoding="UTF-8"?>` + latin, "utf-8"},
		"declared, but UTF-8":    {`<?xml version='1.0' encoding='iso-8859-1' standalone='yes'?>` + strings.Replace(latin, "\xf6", "ö", 1), "iso-8859-1"},
		"with a mark":            {"\ufeff" + `<?xml version="1.0" encoding="windows-1251"?>` + strings.Replace(latin, "\xf6", "ö", 1), ""},
		"UTF-16":                 {"\xff\xfe" + wide(`<?xml version="1.0" encoding="utf-16"?>`+strings.Replace(latin, "\xf6", "ö", 1)), ""},
	} {
		if f, err := Parse([]byte(c[0]), c[1], "https://a.example/"); err != nil || f.Title != "Malmö" {
			t.Errorf("%s: got %+v, %v", name, f, err)
		}
	}
}

// wide is a text in UTF-16, low bytes first.
func wide(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

// TestParseWithoutID: an item that is only a text is known by what it says.
func TestParseWithoutID(t *testing.T) {
	text := `<rss version="2.0"><channel><item><title>One</title><description>Dockers walked out.</description></item><item><title>Two</title><description>They went back.</description></item></channel></rss>`
	f, err := Parse([]byte(text), "", "https://a.example/")
	if err != nil || len(f.Items) != 2 || f.Items[0].Key == f.Items[1].Key || f.Items[0].Key != f.Items[0].Hash || f.Items[0].Text != "Dockers walked out." {
		t.Errorf("got %+v, %v", f, err)
	}
}

func TestCanonical(t *testing.T) {
	for address, want := range map[string]string{
		"HTTP://A.Example:80": "http://a.example/", "https://a.example:443/Feed?x=Y#top": "https://a.example/Feed?x=Y",
		"https://a.example:8443/feed/": "https://a.example:8443/feed/", "feeds.opml": "feeds.opml", "http://[::1": "http://[::1",
	} {
		if got := Canonical(address); got != want {
			t.Errorf("%s: got %s", address, got)
		}
	}
}

func TestParseFails(t *testing.T) {
	deep := "<rss version=\"2.0\"><channel>" + strings.Repeat("<x:a>", 5000) + strings.Repeat("</x:a>", 5000) + "</channel></rss>"
	for name, c := range map[string]struct{ data, say string }{
		"page":    {"<!doctype html><html><body>Hi</body></html>", "no feed"},
		"empty":   {"", "no feed"},
		"json":    {"[]", "no feed"},
		"broken":  {rssFeed[:300], "damaged"},
		"deep":    {deep, "nested"},
		"entity":  {`<!DOCTYPE rss [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title>`, "damaged"},
		"deep js": {`{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 100_000), "damaged"},
	} {
		if _, err := Parse([]byte(c.data), "", "https://a.example/"); err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := Parse([]byte("x"), "", ""); !errors.Is(err, ErrNoFeed) {
		t.Errorf("got %v", err)
	}
	var endless strings.Builder
	endless.WriteString(`<rss version="2.0"><channel>`)
	for i := range 2 * mostItems {
		fmt.Fprintf(&endless, "<item><guid>%d</guid></item>", i)
	}
	endless.WriteString("</channel></rss>")
	if f, err := Parse([]byte(endless.String()), "", "https://a.example/"); err != nil || len(f.Items) != mostItems {
		t.Errorf("got %v", err)
	}
}

func TestReadOPML(t *testing.T) {
	list, err := ReadOPML([]byte(`<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Ports"><outline type="rss" text="Coast" title="Coast Daily" xmlUrl="https://coast.example/feed.xml" htmlUrl="https://coast.example"/>
<outline text="Again" xmlUrl="https://coast.example/feed.xml"/></outline><outline text="Post" xmlurl="https://port.example/atom"/></body></opml>`))
	want := []Subscription{{"https://coast.example/feed.xml", "Coast Daily"}, {"https://port.example/atom", "Post"}}
	if err != nil || !slices.Equal(list, want) {
		t.Errorf("got %+v, %v", list, err)
	}
	for _, bad := range []string{"", "<rss/>", "<opml><body>", "{}"} {
		if list, err := ReadOPML([]byte(bad)); err == nil {
			t.Errorf("%q: got %+v", bad, list)
		}
	}
}

func TestDiscover(t *testing.T) {
	page := `<html><head><link rel="stylesheet" href="a.css"><link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="ALTERNATE" type="application/atom+xml" href="https://b.example/atom"><link rel="alternate" hreflang="fr" href="/fr"></head></html>`
	if got := Discover([]byte(page), "https://a.example/x/"); !slices.Equal(got, []string{"https://a.example/feed.xml", "https://b.example/atom"}) {
		t.Errorf("got %q", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{rssFeed, atomFeed, jsonFeed, `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item/></rdf:RDF>`} {
		f.Add([]byte(s), "")
	}
	f.Add([]byte("\xff\xfe<\x00r\x00s\x00s\x00>\x00"), "utf-16")
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		out, err := Parse(data, encoding, "https://a.example/feed")
		if err != nil {
			return
		}
		for _, it := range out.Items {
			if it.Key == "" || it.Hash == "" || it.URL != "" && !strings.HasPrefix(it.URL, "http") {
				t.Errorf("got %+v", it)
			}
		}
	})
}

func FuzzReadOPML(f *testing.F) {
	f.Add([]byte(`<opml><body><outline xmlUrl="https://a.example/"/></body></opml>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ReadOPML(data)
		if err != nil {
			return
		}
		for _, s := range list {
			if s.URL == "" {
				t.Error("a subscription without an address")
			}
		}
		Discover(data, "https://a.example/")
	})
}
