package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"

	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newsPage is one of endless pages: each tells of people, places and days of
// its own.
func newsPage(n int) string {
	r := rand.New(rand.NewPCG(uint64(n), 7))
	pick := func(list string) string {
		words := strings.Split(list, ",")
		return words[r.IntN(len(words))]
	}
	name := func() string {
		return pick("Bar,Kes,Mar,Nor,Tal,Vel,Os,Dra,Sel,Lin") + pick("a,e,i,o,u") + pick("dan,lov,ric,mir,wen,sten,gard,bek") + pick(",,en,ov,ski,sson")
	}
	person := func() string { return pick("Irena,Tomas,Ada,Samir,Greta,Paul,Lena,Omar,Ruth,Ivo") + " " + name() }
	var body strings.Builder
	for range 4 + r.IntN(6) {
		town, who := name(), person()
		switch r.IntN(6) {
		case 0:
			fmt.Fprintf(&body, "<p>%s said on %s that %d dockers had walked out in %s. “We asked for talks,” %s told reporters.</p>", who, pick("Monday,Tuesday,Friday"), 20+r.IntN(900), town, who)
		case 1:
			fmt.Fprintf(&body, "<p>Police in %s arrested %d people near the %s on %s evening, according to a spokesman for the interior ministry.</p>", town, 1+r.IntN(80), pick("station,harbour,parliament,market"), pick("Sunday,Thursday"))
		case 2:
			fmt.Fprintf(&body, "<p>The mayor of %s, %s, denied that the council had refused to meet %s. He called for an inquiry.</p>", town, who, person())
		case 3:
			fmt.Fprintf(&body, "<p>Troops shelled %s overnight and %d civilians were killed, %s said. The army did not comment.</p>", town, 2+r.IntN(40), who)
		case 4:
			fmt.Fprintf(&body, "<p>The foreign ministers of %s and %s met in %s and promised aid worth %d million dollars.</p>", pick("Latvia,Chile,Ghana,Norway,Peru"), pick("Estonia,Kenya,Japan,Malta,Nepal"), town, 1+r.IntN(300))
		default:
			fmt.Fprintf(&body, "<p>About %d people marched through %s to demand the resignation of %s, who has led the town since %d.</p>", 100*(1+r.IntN(90)), town, who, 1990+r.IntN(30))
		}
	}
	return fmt.Sprintf(`<!doctype html><html><head><title>Report %d</title><meta property="og:site_name" content="%s Daily">
<meta property="article:published_time" content="20%d-%02d-%02dT08:%02d:00Z"></head><body><nav><a href="/">Home</a></nav><article><h1>%s: report %d</h1>%s</article></body></html>`,
		n, name(), 15+r.IntN(9), 1+r.IntN(12), 1+r.IntN(28), n%60, name(), n, body.String())
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
