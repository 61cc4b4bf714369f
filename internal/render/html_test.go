package render

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"annals/internal/record"
	"annals/internal/text"
)

var update = flag.Bool("update", false, "write the expected files anew")

const marina = `Dock strike spreads

On Monday dockers' leader Ana Brazil told the Harbour Post that "the port <of Lune> said it would pay" about 40 men.

Her union marched in Lune & blocked the gate.`

// docks is a small record whose layers overlap.
func docks() *record.Record {
	at := func(words string) record.Span {
		before, _, ok := strings.Cut(marina, words)
		if !ok {
			panic(words)
		}
		start := len([]rune(before))
		return record.Span{Start: start, End: start + len([]rune(words)), Text: words}
	}
	ana := record.Party{Actor: record.Ptr("A1"), Span: record.Ptr(at("dockers' leader Ana Brazil"))}
	port := record.Party{Actor: record.Ptr("A2"), Span: record.Ptr(at("the port <of Lune>"))}
	post := record.Party{Span: record.Ptr(at("the Harbour Post"))}
	lune := record.Place{ID: "P1", Name: "Lune", Kind: "city", Country: record.Ptr("FRA"), Lat: record.Ptr(47.5), Lon: record.Ptr(-2.25), Span: at("Lune> said")}
	lune.Span.Text, lune.Span.End = "Lune", lune.Span.Start+4
	return &record.Record{
		Report: record.Report{ID: "sha256:0123456789abcdef", Title: record.Ptr("Dock <b>strike</b>"), URL: record.Ptr("javascript:alert(1)"), Published: record.Ptr("2024-03-05"),
			Language: record.Ptr("en"), Text: marina},
		Actors: []record.Actor{
			{ID: "A1", Name: "Ana Brazil", Kind: record.KindPerson, Sectors: []string{"LAB"}, Aliases: []string{"Ana Brazil"}, Mentions: []record.Span{at("Ana Brazil"), at("Her")}},
			{ID: "A2", Name: "Port of Lune", Kind: record.KindOrganization, Country: record.Ptr("FRA"), Sectors: []string{"BUS"}, Aliases: []string{"the port <of Lune>"},
				Mentions: []record.Span{at("the port <of Lune>")}},
		},
		Statements: []record.Statement{
			{ID: "S1", Source: ana, Cue: record.Ptr(at("told")), Content: []record.Span{at(`"the port <of Lune> said it would pay" about 40 men`)}, Form: record.Mixed, Act: "assert",
				Via: []record.Party{post}, Addressee: &post, Confidence: record.Ptr(.84)},
			{ID: "S2", Source: port, Cue: record.Ptr(at("said")), Content: []record.Span{at("it would pay")}, Form: record.Indirect, Act: "promise", Within: record.Ptr("S1")},
		},
		Events: []record.Event{
			{ID: "E1", Plover: "AGREE", Quad: 1, Actors: []record.Party{port}, Status: record.Planned, Where: &lune, Figures: []string{"F1"}, AccordingTo: []string{"S1"},
				Trigger: at("would pay"), Evidence: at("it would pay\" about 40 men")},
			{ID: "E2", Plover: "PROTEST", Mode: record.Ptr("demo"), Cameo: record.Ptr("141"), Quad: 4, Status: record.Happened, Trigger: at("marched"), Evidence: at("Her union marched in Lune"), Confidence: record.Ptr(.5)},
		},
		Figures: []record.Figure{{ID: "F1", Value: record.Ptr(40.0), Bound: "about", Unit: record.Ptr("person"), AccordingTo: []record.Party{ana}, Span: at("about 40")}},
		Times:   []record.Time{{ID: "T1", Start: record.Ptr("2024-03-04"), End: record.Ptr("2024-03-05"), Grain: record.Ptr("day"), Basis: record.Relative, Span: at("Monday")}},
		Places:  []record.Place{lune},
	}
}

func pageOf(t *testing.T, rec *record.Record) string {
	t.Helper()
	if err := rec.Check(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := HTML(&b, rec); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHTML(t *testing.T) {
	golden(t, "docks.html", pageOf(t, docks()))
}

// golden holds a page to a file of testdata.
func golden(t *testing.T, name, page string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if d := cmp.Diff(string(want), page); d != "" {
		t.Errorf("the page differs (-want +got):\n%s", d)
	}
}

// TestHTMLStandsByItself parses the page: every link leads to something that
// is there, nothing is loaded, no script runs, and the words are the report's.
func TestHTMLStandsByItself(t *testing.T) {
	for name, rec := range map[string]*record.Record{"docks": docks(), "empty": {Report: record.Report{Text: "Nothing.\n"}}} {
		root, err := html.Parse(strings.NewReader(pageOf(t, rec)))
		if err != nil {
			t.Fatal(err)
		}
		ids, links, words := map[string]bool{}, []string{}, ""
		for n := range root.Descendants() {
			switch {
			case n.Type == html.TextNode && within(n, "article") && !within(n, "sup"):
				words += n.Data
			case n.Type == html.ElementNode && (n.Data == "script" || n.Data == "img" || n.Data == "link" || n.Data == "iframe"):
				t.Errorf("%s: the page has a <%s>", name, n.Data)
			}
			for _, a := range n.Attr {
				switch a.Key {
				case "id":
					if ids[a.Val] {
						t.Errorf("%s: id %s stands twice", name, a.Val)
					}
					ids[a.Val] = true
				case "href":
					links = append(links, a.Val)
				case "src", "onclick", "onload":
					t.Errorf("%s: attribute %s", name, a.Key)
				}
			}
		}
		for _, l := range links {
			if !strings.HasPrefix(l, "#") || len(l) > 1 && !ids[l[1:]] {
				t.Errorf("%s: link %s leads nowhere", name, l)
			}
		}
		if got, want := strings.Fields(words), strings.Fields(rec.Report.Text); !cmp.Equal(got, want) {
			t.Errorf("%s: the words are not the report's: %q", name, got)
		}
	}
}

func within(n *html.Node, tag string) bool {
	for a := range n.Ancestors() {
		if a.Data == tag {
			return true
		}
	}
	return false
}

// FuzzSegments lays random layers over random texts: nothing of the text may
// be lost, and each layer's class must stand on exactly its words.
func FuzzSegments(f *testing.F) {
	f.Add("One two.\n\nThree\nfour. \n \n five", uint8(0), uint8(9), uint8(4), uint8(30))
	f.Add("\n\n x", uint8(0), uint8(2), uint8(2), uint8(3))
	f.Fuzz(func(t *testing.T, s string, a, b, c, d uint8) {
		n := len(s) + 1
		span := func(x, y uint8) text.Span {
			from, to := int(x)%n, int(y)%n
			return text.Span{Start: min(from, to), End: max(from, to)}
		}
		first, second := span(a, b), span(c, d)
		over := []layer{{Span: first, class: "one", anchor: "w-one"}, {Span: second, class: "two"}}
		paragraphs := paragraphsOf(s)
		got := segments(s, over)
		for i, p := range paragraphs {
			words, one := "", ""
			for _, g := range got[i] {
				words += g.Text
				if strings.Contains(g.Class, "one") {
					one += g.Text
				}
			}
			if words != s[p.Start:p.End] {
				t.Fatalf("paragraph %q became %q", s[p.Start:p.End], words)
			}
			from, to := max(first.Start, p.Start), min(first.End, p.End)
			if from < to && one != s[from:to] {
				t.Fatalf("layer over %q marks %q", s[from:to], one)
			}
		}
	})
}
