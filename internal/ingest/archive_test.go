package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// warcRecord is one record of a web archive.
func warcRecord(kind, media, address, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-03-12T08:00:00Z\r\n"+
		"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, address, media, len(block), block)
}

// warcPage is the record of a page as a server gave it.
func warcPage(address, header, body string) string {
	return warcRecord("response", "application/http; msgtype=response", address, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"+header+"\r\n"+body)
}

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// written writes a file into a new folder and gives its source.
func written(t testing.TB, name, content string) Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return Source{Name: path}
}

// outcomes reads an archive's parts: what each is called, and "ok" or the kind
// of its error.
func outcomes(t testing.TB, s Source, opt Options, from int64) (got []string, next []int64) {
	t.Helper()
	for p := range s.Parts(context.Background(), opt, from) {
		_, err := p.Read(context.Background(), opt)
		what := "ok"
		var e *Error
		if errors.As(err, &e) {
			what = string(e.Kind)
		}
		got = append(got, strings.TrimPrefix(p.Name, s.Name)+" "+what)
		next = append(next, p.Next)
		if p.Archive != s.Name {
			t.Errorf("%s is of the archive %q", p.Name, p.Archive)
		}
	}
	return got, next
}

func article(n int) string {
	return page(fmt.Sprintf("<title>Report %d</title>", n), "<article>"+paras()+"</article>")
}

// chunked is a body in two chunks.
func chunked(s string) string {
	return fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 10, s[:10], len(s)-10, s[10:])
}

// crawl is an archive with pages in every encoding and with what is passed over.
func crawl() []string {
	var deflated, br bytes.Buffer
	z := zlib.NewWriter(&deflated)
	z.Write([]byte(article(3)))
	z.Close()
	b := brotli.NewWriter(&br)
	b.Write([]byte(article(4)))
	b.Close()
	e, _ := zstd.NewWriter(nil)
	return []string{
		warcRecord("warcinfo", "application/warc-fields", "", "software: test\r\n"),
		warcRecord("request", "application/http; msgtype=request", "https://a.example/1", "GET /1 HTTP/1.1\r\n\r\n"),
		warcPage("https://a.example/1", "", article(1)),
		warcPage("https://a.example/2", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(zipped(article(2)))),
		warcPage("https://a.example/3", "Content-Encoding: deflate\r\n", deflated.String()),
		warcPage("<https://a.example/4>", "Content-Encoding: br\r\n", br.String()),
		warcPage("https://a.example/5", "Content-Encoding: zstd\r\n", string(e.EncodeAll([]byte(article(5)), nil))),
		// As Common Crawl keeps what it has decompressed.
		warcPage("https://a.example/6", "X-Crawler-Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", article(6)),
		warcRecord("response", "application/http; msgtype=response", "https://a.example/7", "HTTP/2 200\r\ncontent-type: text/plain\r\n\r\n"+sample),
		warcRecord("response", "application/http; msgtype=response", "https://a.example/gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"+article(0)),
		warcRecord("response", "application/http; msgtype=response", "https://a.example/pic", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
		warcRecord("revisit", "application/http; msgtype=response", "https://a.example/1", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
		warcRecord("conversion", "text/plain", "https://a.example/8", sample),
		warcRecord("resource", "text/plain", "metadata://gnu.org/software/wget/warc/wget_arguments.txt", sample),
		warcRecord("response", "text/dns", "dns:a.example", "20240312\na.example. 1 IN A 10.0.0.1\n"),
		warcPage("https://a.example/teaser", "", page("", "<p>Hi</p>")),
	}
}

func crawlOutcomes() []string {
	var want []string
	for i := range 8 {
		want = append(want, fmt.Sprintf(": https://a.example/%d ok", i+1))
	}
	return append(want, ": https://a.example/teaser "+string(ErrNoArticle))
}

func TestWebArchive(t *testing.T) {
	records := crawl()
	var each string
	for _, r := range records {
		each += zipped(r)
	}
	for name, content := range map[string]string{"a.warc": strings.Join(records, ""), "b.warc.gz": each, "c.warc.gz": zipped(strings.Join(records, ""))} {
		s := written(t, name, content)
		got, next := outcomes(t, s, Options{}, 0)
		if !slices.Equal(got, crawlOutcomes()) {
			t.Errorf("%s: got\n%s", name, strings.Join(got, "\n"))
		}
		if name == "c.warc.gz" {
			continue // one member of gzip
		}
		for i := range got {
			if rest, _ := outcomes(t, s, Options{}, next[i]); !slices.Equal(rest, got[i+1:]) {
				t.Errorf("%s: behind %q came %q", name, got[i], rest)
			}
		}
	}
}

func TestWebArchiveTells(t *testing.T) {
	s := written(t, "a.warc", warcPage("https://a.example/1", "", article(1)))
	for p := range s.Parts(context.Background(), Options{}, 0) {
		in, err := p.Read(context.Background(), Options{Publisher: "Selby Courier"})
		if err != nil || *in.Report.URL != "https://a.example/1" || *in.Report.Title != "Report 1" || *in.Report.Publisher != "Selby Courier" || in.Report.Published != nil {
			t.Errorf("got %+v, %v", in, err)
		}
	}
}

// TestDamagedArchive: what is broken is told, and the rest is read.
func TestDamagedArchive(t *testing.T) {
	good := func(i int) string { return warcPage(fmt.Sprintf("https://a.example/%d", i), "", article(i)) }
	broken := zipped(good(2))
	broken = broken[:len(broken)/2] + "\x00\x01\x02" + broken[len(broken)/2+3:]
	long := strings.Replace(good(2), "Content-Length: ", "Content-Length: 9", 1)
	bomb := warcPage("https://a.example/2", "Content-Encoding: gzip\r\n", zipped(strings.Repeat("a ", 1<<20)))
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"a.warc.gz": {zipped(good(1)) + broken + zipped(good(3)), []string{"/1 ok", string(ErrUnreadable), "/3 ok"}},
		"b.warc.gz": {zipped(good(1)) + "garbage" + zipped(good(3)), []string{"/1 ok", string(ErrUnreadable), "/3 ok"}},
		"c.warc.gz": {zipped(good(1)) + zipped(good(2))[:200], []string{"/1 ok", string(ErrUnreadable)}},
		"d.warc":    {good(1) + "WARC/1.0\r\nWARC-Type: response\r\n\r\n" + good(3), []string{"/1 ok", string(ErrUnreadable), "/3 ok"}},
		"e.warc":    {good(1) + "WARC/1.0\r\n" + strings.Repeat("x", 1<<17) + "\r\n" + good(3), []string{"/1 ok", string(ErrUnreadable), "/3 ok"}},
		"f.warc":    {good(1) + good(2)[:300], []string{"/1 ok", string(ErrUnreadable)}},
		"g.warc":    {good(1) + long, []string{"/1 ok", string(ErrUnreadable)}},
		"h.warc.gz": {zipped(good(1)) + zipped(bomb) + zipped(good(3)), []string{"/1 ok", string(ErrTooLarge), "/3 ok"}},
		"i.warc":    {"", nil},
	} {
		got, _ := outcomes(t, written(t, name, c.content), Options{MaxBytes: 1 << 20}, 0)
		match := len(got) >= len(c.want)
		for i := range min(len(got), len(c.want)) {
			match = match && strings.HasSuffix(got[i], c.want[i])
		}
		if !match || len(got) > len(c.want)+1 {
			t.Errorf("%s: got\n%s", name, strings.Join(got, "\n"))
		}
	}
}

func TestJSONLines(t *testing.T) {
	lines := []string{
		`{"text":` + fmt.Sprintf("%q", sample) + `,"title":"One","publisher":"Selby Courier","url":"https://a.example/1","published":"2024-03-12"}`,
		"",
		`{"body":` + fmt.Sprintf("%q", sample) + `,"headline":"Two","date":"2024-03-12 08:00:00","extra":{"a":[1]}}`,
		`{"report":{"text":` + fmt.Sprintf("%q", sample) + `,"title":null,"published":"2024-03-12T08:00:00Z"},"events":[]}`,
		`{"text":` + fmt.Sprintf("%q", sample) + `,"date":"tomorrow"}`,
		`{"title":"no text"}`,
		`["text"]`,
		`{"text":"` + strings.Repeat("long ", 1<<10) + `"}`,
		`{"text":` + fmt.Sprintf("%q", sample) + `}`,
	}
	want := []string{":1 ok", ":3 ok", ":4 ok", ":5 " + string(ErrUnreadable), ":6 " + string(ErrEmpty), ":7 " + string(ErrUnreadable), ":8 " + string(ErrTooLarge), ":9 ok"}
	plain := strings.Join(lines, "\n")
	for name, content := range map[string]string{"a.jsonl": plain, "b.ndjson": strings.ReplaceAll(plain, "\n", "\r\n") + "\r\n", "c.jsonl.gz": zipped(plain)} {
		s := written(t, name, content)
		got, next := outcomes(t, s, Options{MaxBytes: 4 << 10}, 0)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got\n%s", name, strings.Join(got, "\n"))
		}
		for i := range got {
			if rest, _ := outcomes(t, s, Options{MaxBytes: 4 << 10}, next[i]); !slices.Equal(rest, got[i+1:]) {
				t.Errorf("%s: behind %q came %q", name, got[i], rest)
			}
		}
	}
	for p := range written(t, "a.jsonl", plain).Parts(context.Background(), Options{}, 0) {
		in, err := p.Read(context.Background(), Options{})
		if err != nil || *in.Report.Title != "One" || *in.Report.Publisher != "Selby Courier" || *in.Report.URL != "https://a.example/1" || *in.Report.Published != "2024-03-12" {
			t.Errorf("got %+v, %v", in, err)
		}
		break
	}
	got, _ := outcomes(t, written(t, "d.jsonl.gz", zipped(plain)[:100]), Options{}, 0)
	if len(got) == 0 || !strings.HasSuffix(got[len(got)-1], string(ErrUnreadable)) {
		t.Errorf("a cut file gave %q", got)
	}
}

func TestEachReadsFilesAndArchives(t *testing.T) {
	text, archive := written(t, "a.txt", sample), written(t, "b.warc", warcPage("https://a.example/1", "", article(1)))
	var got []string
	for s := range Each(context.Background(), []Source{text, archive, {Name: "missing.warc"}}, Options{}) {
		_, err := s.Read(context.Background(), Options{})
		got = append(got, fmt.Sprint(err == nil))
	}
	if !slices.Equal(got, []string{"true", "true", "false"}) {
		t.Errorf("got %q", got)
	}
}

func FuzzArchive(f *testing.F) {
	all := strings.Join(crawl(), "")
	f.Add([]byte(all), "a.warc")
	f.Add([]byte(zipped(all)), "a.warc.gz")
	f.Add([]byte(zipped(crawl()[3])+"x"+zipped(crawl()[4])), "a.warc.gz")
	f.Add([]byte(`{"text":"He said no.","date":"2024-03-12"}`+"\n{}"), "a.jsonl")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		if archiveOf(name) == noArchive || strings.ContainsAny(name, "/\x00") || len(name) > 50 {
			return
		}
		s, n := written(t, name, string(data)), 0
		for p := range s.Parts(context.Background(), Options{MaxBytes: 1 << 16}, 0) {
			if _, err := p.Read(context.Background(), Options{}); err != nil && kindOf(err) == "" {
				t.Errorf("got %v", err)
			}
			if n++; n > len(data)+2 {
				t.Fatal("the archive has no end")
			}
		}
	})
}
