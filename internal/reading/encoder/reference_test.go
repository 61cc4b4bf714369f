package encoder

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"hash/fnv"
	"io"
	"math"
	"os"
	"testing"

	"annals/internal/model"
	"annals/internal/model/kernel"
)

// reference is the JSON of testdata/reference.json.gz: a network and what it
// must say, as another implementation computed it (train/reference.py).
type reference struct {
	Network   []byte              `json:"network"` // a weight file, in Base64
	Sentences []referenceSentence `json:"sentences"`
}

// referenceSentence is a sentence and the scores that every head gives it: a
// row per token and a column per label, in the order of the file's labels.
type referenceSentence struct {
	Tokens []struct {
		Word   int32   `json:"word"` // row of the table of embeddings, or −1
		Shape  int32   `json:"shape"`
		Pieces []int32 `json:"pieces"`
		Clues  []int32 `json:"clues"`
	} `json:"tokens"`
	// Heads are the arcs whose relations Rel scores: 0 is the root, 1 the
	// first token.
	Heads []int       `json:"heads"`
	UPOS  [][]float32 `json:"upos"`
	XPOS  [][]float32 `json:"xpos"`
	Feats [][]float32 `json:"feats"`
	Lemma [][]float32 `json:"lemma"`
	Name  [][]float32 `json:"name"`
	Attr  [][]float32 `json:"attr"`
	Rel   [][]float32 `json:"rel"`
	Arc   [][]float32 `json:"arc"` // a column per head, the root first
}

// What scores may differ by, one and on average: where sums in another order
// fall on the other side of a half, an activation is one quantum off.
const (
	tolerance     = 2e-2
	meanTolerance = 2e-4
)

func readReference(t *testing.T) *reference {
	t.Helper()
	data, err := os.ReadFile("testdata/reference.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	var r reference
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return &r
}

// sameEverywhere is the hash of the bits of the scores of the reference's
// sentences: the same for every kernel on every machine.
const sameEverywhere = 0x1f20e83afa2c073

// TestReference runs all sentences as one batch by every kernel.
func TestReference(t *testing.T) {
	r := readReference(t)
	tensors, err := model.ReadTensors(bytes.NewReader(r.Network))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kernel.Available() {
		t.Run(k.Name, func(t *testing.T) {
			n, err := newNetwork(tensors, k)
			if err != nil {
				t.Fatal(err)
			}
			compareReference(t, n, tensors.Labels, r)
		})
	}
}

func compareReference(t *testing.T, n *network, labels map[string][]string, r *reference) {
	var b batch
	var clues [][]int32
	var heads []int
	for _, s := range r.Sentences {
		first := b.count
		b.add(len(s.Tokens))
		for i, token := range s.Tokens {
			clues = append(clues, token.Clues)
			if s.Heads[i] == 0 {
				heads = append(heads, -1)
			} else {
				heads = append(heads, first+s.Heads[i]-1)
			}
		}
	}
	grow(&b.forms, b.count*n.width)
	for i, s := range r.Sentences {
		for t, token := range s.Tokens {
			n.setForm(b.forms[(b.sentences[i].first+t)*n.width:][:n.width], Form{token.Word, token.Shape, token.Pieces})
		}
	}
	n.embed(&b, clues)
	n.encode(&b)
	n.score(&b)
	n.relations(&b, heads)
	attr, attrStride := n.attribution(&b)
	h := &n.heads
	rows := func(scores []float32, m *kernel.Matrix) []float32 { return scores[:b.count*m.Stride()] }
	if got := hash(rows(b.tags, h.tags), rows(b.names, h.names), rows(b.scripts, h.script), rows(b.rels, h.relation)); got != sameEverywhere {
		t.Errorf("the hash of the scores is %#x, want %#x", got, uint64(sameEverywhere))
	}
	for i, s := range r.Sentences {
		first := b.sentences[i].first
		tags := matrix{b.tags[first*h.tags.Stride():], h.tags.Stride()}
		compare(t, i, "upos", s.UPOS, tags)
		compare(t, i, "xpos", s.XPOS, tags.from(len(labels["upos"])))
		compare(t, i, "feats", s.Feats, tags.from(len(labels["upos"])+len(labels["xpos"])))
		compare(t, i, "lemma", s.Lemma, matrix{b.scripts[first*h.script.Stride():], h.script.Stride()})
		compare(t, i, "name", s.Name, matrix{b.names[first*h.names.Stride():], h.names.Stride()})
		compare(t, i, "attr", s.Attr, matrix{attr[first*attrStride:], attrStride})
		compare(t, i, "rel", s.Rel, matrix{b.rels[first*h.relation.Stride():], h.relation.Stride()})
		arcs := n.arcScores(&b, b.sentences[i])
		for j := range s.Arc { // no token heads itself
			s.Arc[j][j+1] = arcs[j*(len(s.Tokens)+1)+j+1]
		}
		compare(t, i, "arc", s.Arc, matrix{arcs, len(s.Tokens) + 1})
	}
}

func hash(scores ...[]float32) uint64 {
	h := fnv.New64a()
	for _, s := range scores {
		for _, v := range s {
			binary.Write(h, binary.LittleEndian, v)
		}
	}
	return h.Sum64()
}

func compare(t *testing.T, sentence int, head string, want [][]float32, got matrix) {
	t.Helper()
	sum, count := 0.0, 0
	for i, row := range want {
		for j, w := range row {
			g := got.row(i)[j]
			d := math.Abs(float64(g - w))
			if !(d <= tolerance) {
				t.Errorf("sentence %d, token %d: score %d of %s is %v, want %v", sentence, i, j, head, g, w)
				return
			}
			sum += d
			count++
		}
	}
	if !(sum <= meanTolerance*float64(count)) || count == 0 {
		t.Errorf("sentence %d: %d scores of %s are %v off on average", sentence, count, head, sum/float64(count))
	}
}

// attribution scores the labels of the attribution head, in rows of the
// returned stride. Training can give a file that head; reading asks nothing of
// it.
func (n *network) attribution(b *batch) (scores []float32, stride int) {
	h, padded := &n.heads, kernel.PadRows(b.count)
	n.kernel.Quantise(&b.rows, b.output, b.count, 2*n.hidden, n.inputs())
	hidden := make([]float32, padded*h.attr.Stride())
	h.attr.Apply(hidden, &b.rows)
	n.kernel.Activate(hidden)
	n.kernel.Quantise(&b.rows, hidden, b.count, h.attr.Outputs, h.attr.Stride())
	scores = make([]float32, padded*h.label.Stride())
	h.label.Apply(scores, &b.rows)
	return scores, h.label.Stride()
}
