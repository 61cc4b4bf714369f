package origin

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const wire = `VARNA, 12 May (North Wire) - Bakers in the port of Varna went on strike on Monday over the price of flour, their union said.

About 300 of them marched from the old mill to the town hall, where the mayor refused to come out. Police closed two streets until the evening.

"We will bake again when flour costs what it did last spring," union leader Ilse Korner told the crowd. The town has eleven bakeries and most of them stayed shut.`

func TestCopies(t *testing.T) {
	paragraphs := strings.Split(wire, "\n\n")
	for name, c := range map[string]struct {
		text string
		copy bool
	}{
		"itself":             {wire, true},
		"case and marks":     {strings.ToUpper(strings.ReplaceAll(wire, ",", " ;")), true},
		"cut":                {paragraphs[0] + "\n\n" + paragraphs[1], true},
		"another lead":       {"Varna was without fresh bread on Monday.\n\n" + paragraphs[1] + "\n\n" + paragraphs[2], true},
		"words changed":      {strings.NewReplacer("strike", "stoppage", "marched", "walked", "evening", "night").Replace(wire), true},
		"the same quotation": {"Flour mills are to blame, a professor said.\n\n\"We will bake again when flour costs what it did last spring,\" union leader Ilse Korner told the crowd. But the mills say that wheat is dear everywhere, and that nobody can change it before the harvest comes in.", false},
		"own words":          {"Hundreds of bakers protested in Varna on Monday against dear flour. They gathered at the town hall, and the police shut roads nearby.", false},
		"nothing":            {"", false},
	} {
		if got := Compare(Fingerprint(wire), Fingerprint(c.text)).Copy(); got != c.copy {
			t.Errorf("%s: %v, %+v", name, got, Compare(Fingerprint(wire), Fingerprint(c.text)))
		}
	}
}

func TestSketchesNest(t *testing.T) {
	short, long := Fingerprint(wire), Fingerprint(wire+strings.Repeat(" More was said about the bread of Varna by those who had none", 1)+manyWords(4000))
	if n := len(long.Sketch()); n > 2*sketchSize || n < sketchSize/3 {
		t.Errorf("a sketch of %d", n)
	}
	for _, h := range long.Sketch() {
		if slices.Contains(short.Own, h) && !slices.Contains(short.Sketch(), h) {
			t.Error("the shorter text has left out what the longer keeps")
		}
	}
}

func manyWords(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteByte(' ')
		b.WriteString(strings.Repeat(string(rune('a'+i%26)), i/26+1))
	}
	return b.String()
}

func TestPrintIsKept(t *testing.T) {
	p := Fingerprint(wire)
	b, err := p.MarshalBinary()
	var again Print
	if err == nil {
		err = again.UnmarshalBinary(b)
	}
	if d := cmp.Diff(p, &again); d != "" || err != nil {
		t.Error(d, err)
	}
	for _, bad := range []string{"", "abc", "\xff\xff\xff\xff"} {
		if again.UnmarshalBinary([]byte(bad)) == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestTextHash(t *testing.T) {
	if TextHash("Bread,  is DEAR.\n") != TextHash("“Bread is dear”") || TextHash("a b") == TextHash("ab") {
		t.Error("hash of the words")
	}
}

func TestCredit(t *testing.T) {
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, publisher, feed, name, why string }{
		{wire, "Coast Daily", "", "North Wire", "dateline"},
		{wire, "North Wire", "", "", ""},
		{"Bread is dear.", "Coast Daily", "North Wire", "North Wire", "feed"},
		{"Bread is dear.", "Coast Daily", "The Coast Daily", "", ""},
		{"MINSK, August 9 (Reuters) – Bread is dear.", "Coast Daily", "", "Reuters", "dateline"},
		{"MINSK (AP) — Bread is dear.", "Coast Daily", "", "Associated Press", "dateline"},
		{"By Jane Oak, Associated Press\n\nBread is dear.", "Coast Daily", "", "Associated Press", "byline"},
		{"By Jane Oak\n\nBread is dear.", "Coast Daily", "", "", ""},
		{"Bread is dear.\n\n(Reporting by Jane Oak; Reuters)", "Coast Daily", "", "", ""},
		{"Bread is dear.\n\nReporting by North Wire", "Coast Daily", "", "North Wire", "credit line"},
		{"Bread is dear.\n\nReporting by Jane Oak", "Coast Daily", "", "", ""},
		{"Bread is dear.\n\nSource: AFP", "Coast Daily", "", "Agence France-Presse", "byline"},
		{"Bread is dear, he said. (Interfax)", "Coast Daily", "", "Interfax", "credit line"},
		{"Bread is dear, said the head of the bakers' guild (BG).", "Coast Daily", "", "", ""},
		{"Interfax, Minsk - Bread is dear.", "Coast Daily", "", "Interfax", "dateline"},
		{"Reuters reported that bread is dear.", "Coast Daily", "", "", ""},
	} {
		if got := a.Credit(c.text, c.publisher, c.feed); got != (Credit{c.name, c.why}) {
			t.Errorf("%q by %s: %+v, want %s by %s", c.text[:min(len(c.text), 40)], c.publisher, got, c.name, c.why)
		}
	}
}

func FuzzFingerprint(f *testing.F) {
	f.Add(wire)
	f.Add("“ \" « \xff (\n)")
	a, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := Fingerprint(text)
		if l := Compare(p, p); len(p.Own) > 0 && l.Resemblance != 1 {
			t.Errorf("resembles itself by %v", l.Resemblance)
		}
		TextHash(text)
		a.Credit(text, "Coast Daily", "")
	})
}

func BenchmarkFingerprint(b *testing.B) {
	for b.Loop() {
		Fingerprint(wire).Sketch()
	}
}
