package encoder

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"annals/internal/model"
	"annals/internal/model/kernel"
	"annals/internal/reading/clue"
	"annals/internal/text"
)

// sizes are those of a network with random weights.
type sizes struct {
	words, width, hidden, head, lemma, arc int
	scripts                                int
}

// shipped is about the size of the network that is shipped.
var shipped = sizes{words: 24000, width: 128, hidden: 256, head: 128, lemma: 96, arc: 192, scripts: 400}

// tiny is quick to run.
var tiny = sizes{words: 50, width: 16, hidden: 32, head: 16, lemma: 8, arc: 16, scripts: 3}

// randomFile makes a weight file with random weights.
func randomFile(tb testing.TB, s sizes, seed uint64) []byte {
	tb.Helper()
	w, labels := randomTensors(s, seed)
	return w.finish(tb, labels)
}

// randomTensors makes random weights and labels to be written.
func randomTensors(s sizes, seed uint64) (*fileWriter, map[string][]string) {
	w := &fileWriter{random: rand.New(rand.NewPCG(seed, 1))}
	labels := map[string][]string{
		"upos": {"NOUN", "VERB", "ADP", "DET", "PROPN", "PUNCT"}, "xpos": {"NN", "VBD", "IN", "DT", "NNP", "."},
		"feats": {"", "Number=Sing", "Number=Plur"}, "lemma": {"a0+", "l0+", "l3+y"},
		"rel":  {"nsubj", "root", "obj", "obl", "conj", "punct", "parataxis"},
		"name": NameLabels(), "attr": {"O", "B", "I"},
	}
	fill := func(decision string, n int) {
		for i := len(labels[decision]); i < n; i++ {
			labels[decision] = append(labels[decision], fmt.Sprintf("a%d+x%d", i%5, i))
		}
	}
	fill("lemma", s.scripts)
	if s == shipped {
		fill("upos", 17)
		fill("xpos", 49)
		fill("feats", 180)
		fill("rel", 50)
	}
	words := make([]uint32, s.words)
	for i := range words {
		words[i] = w.random.Uint32()
	}
	slices.Sort(words)
	w.network(s, labels, Vocabulary(words).Rows())
	w.tensor("words", "u32", []int{s.words}, words)
	return w, labels
}

type fileWriter struct {
	random  *rand.Rand
	entries []map[string]any
	data    bytes.Buffer
}

func (w *fileWriter) network(s sizes, labels map[string][]string, rows int) {
	w.matrix("emb", rows, s.width)
	w.vector("norm.gain", s.width)
	w.vector("norm.bias", s.width)
	for _, tower := range []string{"fwd", "bwd"} {
		w.linear(tower+".1", 4*s.hidden, s.width)
		w.linear(tower+".2", 3*s.hidden, s.hidden)
		w.linear(tower+".3", 3*s.hidden, s.hidden)
		w.linear("mix.1."+tower, 3*s.hidden, 2*s.hidden+s.width)
		w.linear("mix.2."+tower, 3*s.hidden, 2*s.hidden)
	}
	for _, head := range []string{"head.tag", "head.name", "head.attr"} {
		w.linear(head, s.head, 2*s.hidden)
	}
	w.linear("head.lemma", s.lemma, 2*s.hidden+s.width)
	for _, head := range [][2]string{{"upos", "upos"}, {"xpos", "xpos"}, {"feats", "feats"}, {"label", "name"}, {"attrlabel", "attr"}} {
		w.linear("head."+head[0], len(labels[head[1]]), s.head)
	}
	w.linear("head.script", len(labels["lemma"]), s.lemma)
	w.linear("arc.dep", s.arc, 2*s.hidden)
	w.linear("arc.head", s.arc, 2*s.hidden)
	w.matrix("arc.u.w", s.arc, s.arc)
	w.vector("arc.v", s.arc)
	w.vector("arc.root", s.arc)
	w.matrix("rel.dep.w", s.arc, 2*s.hidden)
	w.matrix("rel.head.w", s.arc, 2*s.hidden)
	w.vector("rel.b", s.arc)
	w.vector("rel.root", s.arc)
	w.linear("rel.out", len(labels["rel"]), s.arc)
}

func (w *fileWriter) linear(name string, rows, columns int) {
	w.matrix(name+".w", rows, columns)
	w.vector(name+".b", rows)
}

func (w *fileWriter) matrix(name string, rows, columns int) {
	var normal [256]int8 // about as compressible as trained weights
	for i := range normal {
		normal[i] = int8(max(-127, min(127, 30*w.random.NormFloat64())))
	}
	x := make([]int8, rows*columns)
	for i := 0; i < len(x); {
		for bits := w.random.Uint64(); bits > 0 && i < len(x); bits >>= 8 {
			x[i] = normal[bits&0xff]
			i++
		}
	}
	w.tensor(name, "i8", []int{rows, columns}, x)
	scale := make([]float32, rows)
	for i := range scale {
		scale[i] = float32(0.05 / math.Sqrt(float64(columns)))
	}
	w.tensor(name+".scale", "f32", []int{rows}, scale)
}

func (w *fileWriter) vector(name string, n int) {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(0.3 * w.random.NormFloat64())
	}
	w.tensor(name, "f32", []int{n}, x)
}

func (w *fileWriter) tensor(name, kind string, shape []int, x any) {
	for w.data.Len()%64 != 0 {
		w.data.WriteByte(0)
	}
	w.entries = append(w.entries, map[string]any{"name": name, "dtype": kind, "shape": shape, "offset": w.data.Len()})
	if err := binary.Write(&w.data, binary.LittleEndian, x); err != nil {
		panic(err)
	}
}

func (w *fileWriter) finish(tb testing.TB, labels map[string][]string) []byte {
	header, err := json.Marshal(map[string]any{"tensors": w.entries, "labels": labels})
	if err != nil {
		tb.Fatal(err)
	}
	start := binary.LittleEndian.AppendUint32([]byte("ANNALSNN1\n"), uint32(len(header)))
	start = append(start, header...)
	for len(start)%64 != 0 {
		start = append(start, 0)
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.HuffmanOnly)
	if err != nil {
		tb.Fatal(err)
	}
	z.Write(start)
	z.Write(w.data.Bytes())
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// randomEncoder is an encoder with random weights.
func randomEncoder(tb testing.TB, s sizes, seed uint64, k *kernel.Kernel) *Encoder {
	tb.Helper()
	tensors, err := model.ReadTensors(bytes.NewReader(randomFile(tb, s, seed)))
	if err != nil {
		tb.Fatal(err)
	}
	e, err := newEncoder(tensors, k)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// analyse reads a document with clues that know no facts.
func analyse(e *Encoder, d *text.Document) []float32 {
	var c clue.Clues
	clue.New(nil).Find(d, &c)
	return e.Analyse(d, &c)
}

// document makes a document of one paragraph whose sentences are given as
// words between spaces.
func document(sentences ...string) *text.Document {
	d := &text.Document{Text: strings.Join(sentences, " ")}
	at := 0
	for i, sentence := range sentences {
		s := text.Sentence{Span: text.Span{Start: at, End: at + len(sentence)}, First: len(d.Tokens)}
		for word := range strings.FieldsSeq(sentence) {
			start := at + strings.Index(d.Text[at:], word)
			at = start + len(word)
			d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Start: start, End: at}, Sentence: i, Head: -1})
		}
		s.Last = len(d.Tokens)
		d.Sentences = append(d.Sentences, s)
		at = s.End + 1
	}
	d.Blocks = []text.Block{{Span: text.Span{End: len(d.Text)}, Last: len(d.Sentences)}}
	return d
}

// randomText is sentences of random words, some of them of mixed alphabets.
func randomText(r *rand.Rand, sentences int, words func() int) []string {
	vocabulary := strings.Fields("the The minister Minister said SAID that harbour of Port-Royal - ’s “ ” , ; . 12 3rd Čeština улица ١٢ of in United Nations Marie Claire 🙂 a")
	var out []string
	for range sentences {
		var b []string
		for range words() {
			b = append(b, vocabulary[r.IntN(len(vocabulary))])
		}
		out = append(out, strings.Join(b, " "))
	}
	return out
}

// plainText is sentences of 22 words on average with about as many capitals as
// a report has, of a few thousand made-up words.
func plainText(r *rand.Rand, sentences int) []string {
	word := func(n int) string {
		var b []byte
		for ; n > 0; n /= 20 {
			b = append(b, "bdfgklmnprstvzchjwxy"[n%20], "aeiou"[n%5])
		}
		return string(b)
	}
	var out []string
	for range sentences {
		var b []string
		for range 14 + r.IntN(17) {
			w := word(1 + int(4000*math.Pow(r.Float64(), 3)))
			if r.IntN(7) == 0 {
				w = strings.ToUpper(w[:1]) + w[1:]
			}
			b = append(b, w)
		}
		out = append(out, strings.Join(append(b, "."), " "))
	}
	return out
}
