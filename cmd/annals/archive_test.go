package main

import (
	"bytes"
	"compress/gzip"
	"fmt"

	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newsPage is one of endless pages, no two of which are alike.
func newsPage(n int) string {
	pick := func(list string, k int) string {
		words := strings.Split(list, ",")
		return words[(n/k+n)%len(words)]
	}
	town := pick("Tallow,Selby Quay,Marlow Sound,Upper Dray,Kestrel Bay,Norrin,Ashby Head,Lower Fenn", 1)
	who := pick("Irena Voss,Tomas Keller,Ada Lindqvist,Samir Haddad,Greta Olsson,Paul Mensah", 7)
	body := fmt.Sprintf("%s said on Monday that %d dockers had walked out in %s. “We asked for talks in March,” %s told reporters. “Nobody answered.”",
		who, 20+n%900, town, who)
	for i := range 3 + n%5 {
		body += fmt.Sprintf("</p><p>The port authority of %s denied that it had refused to meet the union, and said that %d ships were waiting outside the harbour. "+
			"Police arrested %d people near pier %d on Tuesday evening, according to a spokesman for the interior ministry.", town, 3+(n+i)%40, 1+(n*i)%17, i+n%9)
	}
	return fmt.Sprintf(`<!doctype html><html><head><title>Report %d</title><meta property="og:site_name" content="Coast Daily %d">
<meta property="article:published_time" content="2024-03-%02dT08:%02d:00Z"></head><body><nav><a href="/">Home</a></nav><article><h1>Strike in %s, report %d</h1><p>%s</p></article></body></html>`,
		n, n%7, 1+n%28, n%60, town, n, body)
}

// writeArchive writes pages numbered from first as a crawler keeps them, each a
// member of gzip, and gives the archive's path.
func writeArchive(t testing.TB, path string, first, pages int) string {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z := gzip.NewWriter(file)
	for n := first; n < first+pages; n++ {
		page := newsPage(n)
		block := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
		z.Reset(file)
		fmt.Fprintf(z, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://coast.example/%d\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", n, len(block), block)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// annals runs a command line in this process.
func annals(t testing.TB, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(args, streams{strings.NewReader(""), &o, &e})
	return o.String(), e.String(), code
}

// peak is the most memory that this process has had at once, in megabytes, or
// 0 where the system does not tell.
func peak() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes float64
	fmt.Sscan(rest, &kilobytes)
	return kilobytes / 1024
}

// BenchmarkAddArchive adds an archive of 2,000 pages to an empty ledger, and
// then again: pages per second, and the most memory that was needed after half
// of the pages and after all.
func BenchmarkAddArchive(b *testing.B) {
	dir := b.TempDir()
	half := writeArchive(b, filepath.Join(dir, "1.warc.gz"), 0, 1000)
	rest := writeArchive(b, filepath.Join(dir, "2.warc.gz"), 1000, 1000)
	for i := 0; b.Loop(); i++ {
		db := filepath.Join(dir, fmt.Sprintf("%d.db", i))
		add := func(archive, want string) {
			if out, errs, code := annals(b, "add", "--quiet", "--db", db, archive); code != 0 || !strings.Contains(out, want) {
				b.Fatalf("code %d: %s%s", code, out, errs)
			}
		}
		add(half, "1000 reports added")
		b.ReportMetric(peak(), "MB-after-1000")
		add(rest, "1000 reports added")
		b.ReportMetric(peak(), "MB-after-2000")
		b.ReportMetric(2000/b.Elapsed().Seconds()*float64(i+1), "pages/s")
		add(half, "0 reports added")
	}
}

// BenchmarkAddAgain adds an archive that the ledger has already, read from its
// beginning.
func BenchmarkAddAgain(b *testing.B) {
	dir := b.TempDir()
	archive, db := writeArchive(b, filepath.Join(dir, "1.warc.gz"), 0, 500), filepath.Join(dir, "a.db")
	annals(b, "add", "--quiet", "--db", db, archive)
	for b.Loop() {
		if out, errs, code := annals(b, "add", "--quiet", "--again", "--db", db, archive); code != 0 || !strings.Contains(out, "0 reports added, 500 already there") {
			b.Fatalf("code %d: %s%s", code, out, errs)
		}
	}
	b.ReportMetric(500*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
