package parse

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"annals/internal/text"
)

// feats are the features of Penn Treebank tags, as far as the samples need them.
var feats = map[string]string{
	"VBD": "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin", "NN": "Number=Sing", "NNS": "Number=Plur",
	"NNP": "Number=Sing", "DT": "Definite=Def|PronType=Art", "VBN": "Tense=Past|VerbForm=Part|Voice=Pass",
}

// document makes a document of one sentence a line; each token is written
// form/UPOS/XPOS and is its own lemma.
func document(s string) *text.Document {
	d := &text.Document{}
	var b strings.Builder
	for line := range strings.Lines(s) {
		first := len(d.Tokens)
		for _, word := range strings.Fields(line) {
			parts := strings.Split(word, "/")
			start := b.Len()
			b.WriteString(parts[0])
			d.Tokens = append(d.Tokens, text.Token{
				Span: text.Span{Start: start, End: b.Len()}, Sentence: len(d.Sentences),
				UPOS: parts[1], XPOS: parts[2], Feats: feats[parts[2]], Lemma: strings.ToLower(parts[0]), Head: -1,
			})
			b.WriteByte(' ')
		}
		if last := len(d.Tokens); last > first {
			d.Sentences = append(d.Sentences, text.Sentence{
				Span:  text.Span{Start: d.Tokens[first].Start, End: d.Tokens[last-1].End},
				First: first, Last: last,
			})
		}
	}
	d.Text = b.String()
	d.Blocks = []text.Block{{Span: text.Span{End: b.Len()}, Last: len(d.Sentences)}}
	return d
}

const sample = `The/DET/DT minister/NOUN/NN said/VERB/VBD talks/NOUN/NNS with/ADP/IN the/DET/DT rebels/NOUN/NNS had/AUX/VBD failed/VERB/VBN ./PUNCT/.
Two/NUM/CD soldiers/NOUN/NNS were/AUX/VBD killed/VERB/VBN in/ADP/IN the/DET/DT attack/NOUN/NN ,/PUNCT/, police/NOUN/NNS said/VERB/VBD on/ADP/IN Friday/PROPN/NNP ./PUNCT/.
She/PRON/PRP met/VERB/VBD the/DET/DT envoy/NOUN/NN and/CCONJ/CC left/VERB/VBD for/ADP/IN Vienna/PROPN/NNP ./PUNCT/.
`

func load(t testing.TB) *Parser {
	t.Helper()
	p, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParse(t *testing.T) {
	d := document(sample)
	load(t).Parse(d)
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, tok := range d.Tokens {
		head := "ROOT"
		if tok.Head >= 0 {
			head = d.Form(tok.Head)
		}
		got = append(got, fmt.Sprintf("%s(%s, %s)", tok.Deprel, head, d.Form(i)))
	}
	all := strings.Join(got, " ")
	for _, want := range []string{
		"nsubj(said, minister)", "ccomp(said, failed)", "nsubj(failed, talks)", "nmod(talks, rebels)",
		"nsubj:pass(killed, soldiers)", "obl(killed, attack)", "nsubj(said, police)", "obl(said, Friday)",
		"obj(met, envoy)", "conj(met, left)", "obl(left, Vienna)",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no %s in %s", want, all)
		}
	}
	if d.Child(2, "nsubj") != 1 {
		t.Error("the children are not linked")
	}
}

// wellFormed says what is wrong with a document's trees: every sentence has
// one root, labelled so, and no cycles.
func wellFormed(d *text.Document) error {
	if err := d.Check(); err != nil {
		return err
	}
	for n, s := range d.Sentences {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			if root := d.Tokens[i].Head < 0; root {
				roots++
			}
			if (d.Tokens[i].Head < 0) != (d.Tokens[i].Deprel == "root") || d.Tokens[i].Deprel == "" {
				return fmt.Errorf("token %d has head %d and relation %q", i, d.Tokens[i].Head, d.Tokens[i].Deprel)
			}
		}
		if roots != 1 {
			return fmt.Errorf("sentence %d has %d roots", n, roots)
		}
	}
	return nil
}

func TestTreesAreWellFormed(t *testing.T) {
	p := load(t)
	random := rand.New(rand.NewPCG(1, 1))
	tags := []string{"NOUN/NN", "VERB/VBD", "PUNCT/,", "ADP/IN", "DET/DT", "X/FW", "PUNCT/``", "CCONJ/CC", "odd/odd"}
	for n := range 300 {
		var b strings.Builder
		for range 1 + n%40 {
			fmt.Fprintf(&b, "w%d/%s ", random.IntN(50), tags[random.IntN(len(tags))])
		}
		d := document(b.String())
		p.Parse(d)
		if err := wellFormed(d); err != nil {
			t.Fatalf("%v in %s", err, b.String())
		}
	}
	empty := &text.Document{}
	p.Parse(empty)
}

// A list or a page gone wrong may be a sentence of thousands of tokens.
func TestLongSentence(t *testing.T) {
	p := load(t)
	for _, words := range []string{"dogs/NOUN/NNS ,/PUNCT/, ", "go/VERB/VB ", "of/ADP/IN "} {
		d := document(strings.Repeat(words, 3000))
		p.Parse(d)
		if err := wellFormed(d); err != nil {
			t.Errorf("%s: %v", words, err)
		}
	}
}

func TestNewGrammar(t *testing.T) {
	for name, classes := range map[string][]string{
		"no root":     {"shift", "left nsubj", "right obj"},
		"no right":    {"shift", "left root"},
		"not a label": {"shift", "left root", "right", "up nsubj"},
	} {
		if _, err := newGrammar(classes); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	var many []string
	for i := range maxLabels {
		many = append(many, fmt.Sprintf("right r%d", i))
	}
	if _, err := newGrammar(append(many, "shift", "left root")); err == nil {
		t.Error("too many relations, no error")
	}
	if _, err := New([]byte("no weights")); err == nil {
		t.Error("no weights, no error")
	}
}

// gold is the sample with trees: every word hangs on the one after it.
func gold() []*text.Document {
	d := document(strings.Repeat(sample, 4))
	for _, s := range d.Sentences {
		for i := s.First; i < s.Last; i++ {
			d.Tokens[i].Head, d.Tokens[i].Deprel = i+1, "dep"
			if i == s.Last-2 {
				d.Tokens[i].Head, d.Tokens[i].Deprel = -1, "root"
			}
			if i == s.Last-1 {
				d.Tokens[i].Head, d.Tokens[i].Deprel = i-1, "punct"
			}
		}
	}
	return []*text.Document{d}
}

func TestTrain(t *testing.T) {
	o := TrainOptions{Epochs: 6, Cutoff: 1, Prune: 1, Seed: 1}
	first, err := Train(gold(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Train(gold(), o, nil)
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("a second training differs (%v)", err)
	}
	p, err := New(first)
	if err != nil {
		t.Fatal(err)
	}
	d, want := document(sample), gold()[0]
	p.Parse(d)
	right := 0
	for i, tok := range d.Tokens {
		if tok.Head == want.Tokens[i].Head && tok.Deprel == want.Tokens[i].Deprel {
			right++
		}
	}
	if 10*right < 9*len(d.Tokens) {
		t.Errorf("%d of %d arcs of the training sentences are right", right, len(d.Tokens))
	}
	if _, err := Train(nil, TrainOptions{}, nil); err == nil {
		t.Error("nothing to train on, no error")
	}
}

func BenchmarkParse(b *testing.B) {
	p := load(b)
	d := document(strings.Repeat(sample, 20))
	b.ReportAllocs()
	for b.Loop() {
		p.Parse(d)
	}
	b.ReportMetric(float64(len(d.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
