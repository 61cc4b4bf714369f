package tag

import (
	"bytes"
	"strings"
	"testing"
	"testing/quick"

	"annals/internal/text"
)

// document makes a document of one sentence a line; tokens are what spaces
// set apart.
func document(s string) *text.Document {
	d := &text.Document{Text: s, Blocks: []text.Block{{Span: text.Span{End: len(s)}}}}
	at := 0
	for line := range strings.Lines(s) {
		first := len(d.Tokens)
		for i := 0; i < len(line); {
			if line[i] == ' ' || line[i] == '\n' {
				i++
				continue
			}
			end := i
			for end < len(line) && line[end] != ' ' && line[end] != '\n' {
				end++
			}
			d.Tokens = append(d.Tokens, text.Token{
				Span: text.Span{Start: at + i, End: at + end}, Sentence: len(d.Sentences), Head: -1,
			})
			i = end
		}
		at += len(line)
		if last := len(d.Tokens); last > first {
			d.Sentences = append(d.Sentences, text.Sentence{
				Span:  text.Span{Start: d.Tokens[first].Start, End: d.Tokens[last-1].End},
				First: first, Last: last,
			})
		}
	}
	d.Blocks[0].Last = len(d.Sentences)
	return d
}

func load(t testing.TB) *Tagger {
	t.Helper()
	tagger, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return tagger
}

func TestTag(t *testing.T) {
	tagger := load(t)
	for _, test := range []struct{ sentence, upos, xpos, lemmas string }{
		{
			"The minister flew to Oslo on Monday .",
			"DET NOUN VERB ADP PROPN ADP PROPN PUNCT",
			"DT NN VBD IN NNP IN NNP .",
			"the minister fly to Oslo on Monday .",
		},
		{
			"They do n't want the troops to leave .",
			"PRON AUX PART VERB DET NOUN PART VERB PUNCT",
			"PRP VBP RB VB DT NNS TO VB .",
			"they do not want the troops to leave .",
		},
		{
			"“ Three villages were shelled , ” she said .",
			"PUNCT NUM NOUN AUX VERB PUNCT PUNCT PRON VERB PUNCT",
			"`` CD NNS VBD VBN , '' PRP VBD .",
			"\" three village be shell , \" she say .",
		},
	} {
		d := document(test.sentence)
		tagger.Tag(d)
		var upos, xpos, lemmas []string
		for _, tok := range d.Tokens {
			upos, xpos, lemmas = append(upos, tok.UPOS), append(xpos, tok.XPOS), append(lemmas, tok.Lemma)
		}
		for _, pair := range [][2]string{
			{strings.Join(upos, " "), test.upos},
			{strings.Join(xpos, " "), test.xpos},
			{strings.Join(lemmas, " "), test.lemmas},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s\ngot  %s\nwant %s", test.sentence, pair[0], pair[1])
			}
		}
	}
}

func TestTagFeats(t *testing.T) {
	d := document("She speaks .")
	load(t).Tag(d)
	if got, want := d.Tokens[1].Feats, "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"; got != want {
		t.Errorf("features of %q: %q, want %q", "speaks", got, want)
	}
	if got := d.Tokens[0].Feats; !strings.Contains(got, "Gender=Fem") || !strings.Contains(got, "Case=Nom") {
		t.Errorf("features of %q: %q", "She", got)
	}
}

// Every token of any text gets tags and a lemma, and keeps its place.
func TestTagAnything(t *testing.T) {
	tagger := load(t)
	check := func(s string) bool {
		d := document(s)
		tagger.Tag(d)
		for _, tok := range d.Tokens {
			if tok.UPOS == "" || tok.XPOS == "" || tok.Lemma == "" {
				return false
			}
		}
		return true
	}
	for _, s := range []string{"", "\xff\xfe", "🙂 ’ “ — …", strings.Repeat("a", 5000), strings.Repeat("b ", 5000)} {
		if !check(s) {
			t.Errorf("%.20q is not tagged", s)
		}
	}
	if err := quick.Check(check, nil); err != nil {
		t.Error(err)
	}
}

func TestScript(t *testing.T) {
	for _, test := range []struct{ form, lemma, script string }{
		{"cities", "city", "l3+y"},
		{"Cities", "city", "l3+y"},
		{"said", "say", "l2+y"},
		{"Minsk", "Minsk", "a0+"},
		{"Talks", "talk", "l1+"},
		{"Émigrés", "émigré", "l1+"},
		{"’s", "be", "l2+be"},
	} {
		s := scriptOf(test.form, test.lemma)
		if s.String() != test.script || s.apply(test.form) != test.lemma {
			t.Errorf("%s: script %s makes %s, want %s", test.form, s, s.apply(test.form), test.lemma)
		}
		back, err := parseScript(s.String())
		if err != nil || back != s {
			t.Errorf("script %s reads back as %s (%v)", s, back, err)
		}
	}
	for _, bad := range []string{"", "l", "x1+", "l-1+", "lx+"} {
		if _, err := parseScript(bad); err == nil {
			t.Errorf("%q was taken for a script", bad)
		}
	}
	if got := (script{cut: 9}).apply("abc"); got != "abc" {
		t.Errorf("a script that cuts everything left %q", got)
	}
	if err := quick.Check(func(form, lemma string) bool {
		form, lemma = strings.ToValidUTF8(form, ""), strings.ToValidUTF8(lemma, "")
		return lemma == "" || scriptOf(form, lemma).apply(form) == lemma
	}, nil); err != nil {
		t.Error(err)
	}
}

func TestIrregularTable(t *testing.T) {
	table, err := parseIrregular(irregular)
	if err != nil {
		t.Fatal(err)
	}
	if got := table[irregularForm{"VBD", "sought"}]; got != "seek" {
		t.Errorf("sought: %q", got)
	}
	if _, err := parseIrregular("VBD\tsought\n"); err == nil {
		t.Error("a row of two columns was taken")
	}
}

// gold gives the sentences of a document tags of its own: capitals are names,
// everything else nouns, and plurals lose their s.
func gold(s string) []*text.Document {
	d := document(s)
	for i := range d.Tokens {
		tok, form := &d.Tokens[i], d.Form(i)
		tok.UPOS, tok.XPOS, tok.Lemma = "NOUN", "NN", strings.TrimSuffix(form, "s")
		if form[0] < 'a' {
			tok.UPOS, tok.XPOS, tok.Feats, tok.Lemma = "PROPN", "NNP", "Number=Sing", form
		}
	}
	return []*text.Document{d, d}
}

func TestTrain(t *testing.T) {
	docs := gold(strings.Repeat("Anna dogs Berta cats\ntree Carl houses\n", 5))
	first, err := Train(docs, TrainOptions{Epochs: 3, Seed: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Train(docs, TrainOptions{Epochs: 3, Seed: 1}, nil)
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("a second training differs (%v)", err)
	}
	tagger, err := New(first)
	if err != nil {
		t.Fatal(err)
	}
	d := document("Doris birds")
	tagger.Tag(d)
	if d.Tokens[0].UPOS != "PROPN" || d.Tokens[1].UPOS != "NOUN" || d.Tokens[1].Lemma != "bird" {
		t.Errorf("tags %+v", d.Tokens)
	}
	if _, err := Train(nil, TrainOptions{}, nil); err == nil {
		t.Error("nothing to train on, no error")
	}
	if err := Jackknife(docs, 2, TrainOptions{Epochs: 1}); err != nil {
		t.Error(err)
	}
	if err := Jackknife(docs, 3, TrainOptions{}); err == nil {
		t.Error("more parts than documents, no error")
	}
}

func TestNewMalformed(t *testing.T) {
	if _, err := New([]byte("no weights")); err == nil {
		t.Error("no error")
	}
}

const sample = `The foreign minister of the island said on Tuesday that talks with its neighbour had broken down .
“ We can not accept the terms , ” he told reporters after a meeting that lasted for more than six hours .
At least 14 people were wounded when a shell hit a market in the northern town , according to the local council .
`

func BenchmarkTag(b *testing.B) {
	tagger := load(b)
	d := document(strings.Repeat(sample, 20))
	b.ReportAllocs()
	for b.Loop() {
		tagger.Tag(d)
	}
	b.ReportMetric(float64(len(d.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
