package ingest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Paragraphs of a report about nothing real, long enough for an article.
const (
	para1 = "The harbour workers of Port Selby walked out on Tuesday after talks over pay broke down, their union said, leaving eleven ships waiting outside the breakwater."
	para2 = "“We asked for a fair wage and were laughed at,” said Ana Kovar, who leads the union. The port authority did not answer questions, but a spokesman called the walkout a surprise."
	para3 = "The two sides have met four times since the spring. A mediator named by the government is to see them both again before the end of the week, according to the ministry."
)

func paras() string { return "<p>" + para1 + "</p>\n<p>" + para2 + "</p>\n<p>" + para3 + "</p>" }

func page(head, body string) string {
	return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">" + head + "</head><body>" + body + "</body></html>"
}

const clutter = `<div id="cookie-banner"><p>We and our 214 partners use cookies to give you the best experience, to measure how you use our pages and to show you advertisements. You can accept all of them or choose which ones you allow.</p><button>Accept all</button></div>
<nav><ul><li><a href="/a">Home</a></li><li><a href="/b">World</a></li><li><a href="/c">Sport</a></li></ul></nav>`

const footer = `<footer><p>© 2019 Selby Courier. All rights reserved.</p><time datetime="2019-01-01">1 January 2019</time></footer>`

func TestPages(t *testing.T) {
	type want struct{ title, publisher, published, url string }
	for name, c := range map[string]struct {
		page string
		want want
	}{
		"JSON-LD": {page(`<title>Walkout | Selby Courier</title><meta property="og:title" content="Other title">
			<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Organization","@id":"#o","name":"Selby Courier"},
			{"@type":["NewsArticle"],"headline":"Dockers walk out","datePublished":"2023-05-02T08:30:00+0200","dateModified":"2023-05-09","publisher":{"@id":"#o"},"url":"https://courier.example/walkout"}]}</script>`,
			"<article><h1>Dockers walk out</h1>"+paras()+"</article>"),
			want{"Dockers walk out", "Selby Courier", "2023-05-02T08:30:00+02:00", "https://courier.example/walkout"}},
		"OpenGraph": {page(`<meta property="og:type" content="article"><meta property="og:title" content="Dockers walk out"><meta property="og:site_name" content="Selby Courier">
			<meta property="article:published_time" content="2023-05-02T08:30:00Z"><meta property="article:modified_time" content="2024-01-01"><link rel="canonical" href="https://courier.example/w">`, "<div>"+paras()+"</div>"),
			want{"Dockers walk out", "Selby Courier", "2023-05-02T08:30:00Z", "https://courier.example/w"}},
		"untidy JSON-LD": {page(`<script type="application/ld+json"><!-- {"@type":"NewsArticle","headline":"Dockers
				walk out &amp; talk","datePublished":["2023-05-02"],"publisher":{"name":"Selby Courier"}} --></script>`, "<div>"+paras()+"</div>"),
			want{"Dockers walk out & talk", "Selby Courier", "2023-05-02", ""}},
		"several JSON-LD articles": {page(`<title>Dockers walk out</title><script type="application/ld+json">[{"@type":"NewsArticle","headline":"A","datePublished":"2023-05-02"},
				{"@type":"NewsArticle","headline":"B","datePublished":"2023-05-03"}]</script>`, "<div>"+paras()+"</div>"),
			want{"Dockers walk out", "", "", ""}},
		"time only": {page(`<title>Dockers walk out</title>`, "<article><h1>Dockers walk out</h1><p>Updated <span class=updated><time datetime=2023-05-03>3 May</time></span>, published <time datetime='2023-05-02'>2 May 2023</time></p>"+paras()+"</article>"+footer),
			want{"Dockers walk out", "", "2023-05-02", ""}},
		"nothing": {page("<title>Dockers walk out</title>", "<div>"+paras()+"</div>"+footer),
			want{"Dockers walk out", "", "", ""}},
		"cookie banner": {page("<title>Dockers walk out</title>", clutter+"<article>"+paras()+"</article>"+footer),
			want{"Dockers walk out", "", "", ""}},
		"broken JSON-LD": {page(`<title>Dockers walk out</title><script type="application/ld+json">{"@type":"NewsArticle", headline: }</script>`, "<article>"+paras()+"</article>"),
			want{"Dockers walk out", "", "", ""}},
		"an address is no date": {page(`<title>Dockers walk out</title><link rel="canonical" href="https://courier.example/2021/03/04/w">`, "<article>"+paras()+"</article>"+footer),
			want{"Dockers walk out", "", "", "https://courier.example/2021/03/04/w"}},
		"teasers with dates": {page(`<title>Dockers walk out</title>`, "<main><article>"+paras()+"<aside><article><time datetime=2020-01-01>then</time>Old story</article></aside></article></main>"),
			want{"Dockers walk out", "", "", ""}},
	} {
		m, err := readPage(c.page, "")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := (want{m.title, m.publisher, m.published, m.url}); got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, c.want)
		}
		body := m.text[strings.Index(m.text, "The harbour"):]
		if want := para1 + "\n\n" + para2 + "\n\n" + para3; body != want {
			t.Errorf("%s: got text\n%s", name, m.text)
		}
	}
}

func TestPageKeepsHeadingsAndLists(t *testing.T) {
	m, err := readPage(page("", "<article>"+paras()+"<h2>What comes next</h2><p>"+para1+"</p><ul><li>One ship has left the port.</li><li>Ten <b>are</b>\n waiting.</li></ul><p>First line<br>second line of it.</p></article>"), "")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{para1, para2, para3, "What comes next", para1, "• One ship has left the port.", "• Ten are waiting.", "First line\nsecond line of it."}, "\n\n")
	if m.text != want {
		t.Errorf("got\n%s", m.text)
	}
}

func TestPageLosesClutter(t *testing.T) {
	p := page("", `<div class="page cookies-unset"><h1>Dockers walk out</h1><div><p>`+para1+`</p><p>Advertisement</p><div class="newsletter-box"><p>Sign up to our newsletter. It comes every day.</p></div>
		<p><b>Read also:</b> <a href="/x">Port fees rise again</a></p><p>`+para2+`</p><figure><img src=a.jpg><figcaption>Dockers at the gate.</figcaption></figure><p>`+para3+`</p></div></div>`)
	m, err := readPage(p, "")
	if want := para1 + "\n\n" + para2 + "\n\n" + para3; err != nil || m.text != want {
		t.Errorf("got %q, %v", m.text, err)
	}
}

func TestPagesWithoutArticle(t *testing.T) {
	links := strings.Repeat(`<li><a href="/x">Ministers meet again in the capital</a></li>`, 30)
	for name, p := range map[string]string{
		"links":   page("<title>Home</title>", "<nav><ul>"+links+"</ul></nav>"),
		"log in":  page("<title>Log in</title>", "<form><p>Please log in.</p><input name=u><input type=password></form>"),
		"nothing": page("", ""),
		"script":  page("", "<div id=root></div><script>var x = 'A long script. With sentences. And more of them, as some pages have.'</script>"),
	} {
		if m, err := readPage(p, ""); !errors.Is(err, ErrNoArticle) {
			t.Errorf("%s: got %q, %v", name, m.text, err)
		}
	}
}

func TestRussianPage(t *testing.T) {
	const ru = "Рабочие порта прекратили работу во вторник после того, как переговоры о зарплате закончились ничем, сообщил профсоюз. Одиннадцать судов ждут на рейде."
	path := filepath.Join(t.TempDir(), "ru.html")
	if err := os.WriteFile(path, []byte("<html><article><p>"+ru+"</p><p>"+ru+"</p></article></html>"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Expand([]string{path})[0].Read(context.Background(), Options{})
	if !errors.Is(err, ErrLanguage) || !strings.Contains(err.Error(), "Russian") {
		t.Errorf("got %v", err)
	}
}

func TestNormalDate(t *testing.T) {
	for in, want := range map[string]string{
		"2021-03-05": "2021-03-05", "2021-03-05T10:30:00Z": "2021-03-05T10:30:00Z", "2021-03-05T10:30:00.123+01:00": "2021-03-05T10:30:00+01:00",
		"2021-03-05T10:30:00+0100": "2021-03-05T10:30:00+01:00", "2021-03-05T10:30": "2021-03-05", "2021-03-05 10:30:00": "2021-03-05",
		"March 5, 2021": "2021-03-05", "Fri, 05 Mar 2021 10:30:00 GMT": "2021-03-05T10:30:00Z", "2021-03": "", "2021": "", "yesterday": "", "": "", "05/03/2021": "",
	} {
		if got, _ := normalDate(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestPageFileIsRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "saved page")
	if err := os.WriteFile(path, []byte(page("<title>Dockers walk out</title>", "<article>"+paras()+"</article>")), 0o644); err != nil {
		t.Fatal(err)
	}
	in, err := Expand([]string{path})[0].Read(context.Background(), Options{Title: "My title", Date: "2020-02-02"})
	if err != nil {
		t.Fatal(err)
	}
	if *in.Report.Title != "My title" || *in.Report.Published != "2020-02-02" || *in.Report.Language != "en" {
		t.Errorf("got %+v", in.Report)
	}
}

func FuzzPage(f *testing.F) {
	f.Add(page(`<meta property="og:title" content="x"><script type="application/ld+json">[{"@graph":[{"@type":"NewsArticle"}]}]</script>`, "<article>"+paras()+"<time>2 May 2023</time></article>"))
	f.Add("<article><p>" + para1 + "<li><table><tr><td>a<td>b</table><!-- -->")
	f.Add(`<html><frameset><body><svg><math><template><script type="application/ld+json">{"@type":[1,{"a":null}],"publisher":[{}]}`)
	f.Fuzz(func(t *testing.T, p string) {
		m, err := readPage(p, "https://a.example/")
		if err != nil && !errors.Is(err, ErrNoArticle) {
			t.Errorf("%q: %v", p, err)
		}
		if err == nil && strings.TrimSpace(m.text) == "" {
			t.Errorf("%q: an article without text", p)
		}
	})
}
