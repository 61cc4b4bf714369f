package encoder

import (
	"fmt"
	"slices"

	"annals/internal/model"
	"annals/internal/model/kernel"

	"golang.org/x/sync/errgroup"
)

// network is the weights of the encoder and its heads, packed for this
// machine. It does not change.
//
// A token's embedding, normalised, goes through two towers of simple recurrent
// units, one for each direction, whose cells see their own direction only;
// layers that mix both directions follow. Every head reads the last layer.
type network struct {
	kernel *kernel.Kernel
	width  int // of an embedding
	hidden int // channels of a cell

	rows     []int8    // the table of embeddings
	rowScale []float32 // what a quantum stands for in each of its rows
	gain     []float32 // of the normalisation
	bias     []float32
	ones     []float32 // as many as an embedding has numbers

	first  *kernel.Matrix      // the first cells of both towers
	towers [][2]*kernel.Matrix // the others, forward and backward
	mixes  []*kernel.Matrix    // cells of both directions

	heads heads
}

// heads are the output layers.
type heads struct {
	shared *kernel.Matrix // hidden layers of tags, names, arcs and relations
	// Where each hidden layer begins in the shared product, and its width.
	tag, name, dependent, head, relDependent, relHead section

	tags   *kernel.Matrix // UPOS, XPOS and features
	names  *kernel.Matrix
	lemma  *kernel.Matrix // hidden layer of lemmas, which also sees the form
	script *kernel.Matrix
	attr   *kernel.Matrix // hidden layer of attribution labels; nil where the file has none
	label  *kernel.Matrix // attribution labels

	arc      *kernel.Matrix // U of the arcs' scores
	arcHead  []float32      // v of the arcs' scores
	arcRoot  []float32      // U·h of the root
	rootHead float32        // v·h of the root
	relRoot  []float32      // stands for the root among the heads of relations
	relation *kernel.Matrix
}

// section is a range of the columns of a product.
type section struct{ at, width int }

func (s section) of(row []float32) []float32 { return row[s.at : s.at+s.width] }

// newNetwork packs the tensors of a file. Sizes follow from the tensors'
// shapes; the error says which do not go together.
func newNetwork(t *model.Tensors, k *kernel.Kernel) (*network, error) {
	n := &network{kernel: k}
	l := &loader{tensors: t, kernel: k}
	n.rows, n.rowScale, _, n.width = l.quantised("emb")
	n.gain, n.bias = l.floats("norm.gain", n.width), l.floats("norm.bias", n.width)
	n.ones = slices.Repeat([]float32{1}, n.width)
	_, _, rows, _ := l.quantised("fwd.1.w")
	n.hidden = rows / 4
	if l.err == nil && (n.width == 0 || n.hidden == 0) {
		return nil, fmt.Errorf("encoder: embeddings of %d numbers and cells of %d channels", n.width, n.hidden)
	}
	n.loadCells(l)
	root := n.loadHeads(l)
	if err := l.wait(); err != nil {
		return nil, fmt.Errorf("encoder: %w", err)
	}
	n.projectRoot(root)
	return n, nil
}

func (n *network) loadCells(l *loader) {
	h := n.hidden
	l.pack(&n.first, n.width, outputs{"fwd.1", 4 * h}, outputs{"bwd.1", 4 * h})
	n.towers = make([][2]*kernel.Matrix, max(1, l.layers("fwd.%d.w", "bwd.%d.w"))-1)
	for i := range n.towers {
		l.pack(&n.towers[i][0], h, outputs{fmt.Sprintf("fwd.%d", i+2), 3 * h})
		l.pack(&n.towers[i][1], h, outputs{fmt.Sprintf("bwd.%d", i+2), 3 * h})
	}
	n.mixes = make([]*kernel.Matrix, max(1, l.layers("mix.%d.fwd.w", "mix.%d.bwd.w")))
	for i := range n.mixes {
		inputs := 2 * h
		if i == 0 {
			inputs += n.width
		}
		l.pack(&n.mixes[i], inputs, outputs{fmt.Sprintf("mix.%d.fwd", i+1), 3 * h}, outputs{fmt.Sprintf("mix.%d.bwd", i+1), 3 * h})
	}
}

// loadHeads packs the heads and gives the root's vector among the heads of arcs.
func (n *network) loadHeads(l *loader) (root []float32) {
	h, inputs := &n.heads, 2*n.hidden
	at := 0
	place := func(s *section, name string) outputs {
		_, _, rows, _ := l.quantised(name + ".w")
		*s = section{at, rows}
		at += rows
		return outputs{name, rows}
	}
	l.pack(&h.shared, inputs, place(&h.tag, "head.tag"), place(&h.name, "head.name"), place(&h.dependent, "arc.dep"),
		place(&h.head, "arc.head"), place(&h.relDependent, "rel.dep"), place(&h.relHead, "rel.head"))
	label := func(name, labels string) outputs { return outputs{name, l.labels(labels)} }
	l.pack(&h.tags, h.tag.width, label("head.upos", "upos"), label("head.xpos", "xpos"), label("head.feats", "feats"))
	l.pack(&h.names, h.name.width, label("head.label", "name"))
	_, _, lemma, _ := l.quantised("head.lemma.w")
	l.pack(&h.lemma, inputs+n.width, outputs{"head.lemma", lemma})
	l.pack(&h.script, lemma, label("head.script", "lemma"))
	if l.tensors.Has("head.attr.w") {
		_, _, attr, _ := l.quantised("head.attr.w")
		l.pack(&h.attr, inputs, outputs{"head.attr", attr})
		l.pack(&h.label, attr, label("head.attrlabel", "attr"))
	}
	l.pack(&h.arc, h.head.width, outputs{"arc.u", h.dependent.width})
	h.arcHead = l.floats("arc.v", h.head.width)
	l.pack(&h.relation, h.relHead.width, label("rel.out", "rel"))
	h.relRoot = l.floats("rel.root", h.relHead.width)
	if h.relHead.width != h.relDependent.width {
		l.fail(fmt.Errorf("relations of %d and %d numbers", h.relHead.width, h.relDependent.width))
	}
	return l.floats("arc.root", h.head.width)
}

// projectRoot computes the root's part of the arcs' scores.
func (n *network) projectRoot(root []float32) {
	h := &n.heads
	var q kernel.Rows
	n.kernel.Quantise(&q, root, 1, len(root), len(root))
	product := make([]float32, kernel.PadRows(1)*h.arc.Stride())
	h.arc.Apply(product, &q)
	h.arcRoot = product[:h.dependent.width]
	h.rootHead = kernel.Dot(root, h.arcHead)
}

// loader takes tensors out of a file and packs them side by side. After its
// first error it gives zeros.
type loader struct {
	tensors *model.Tensors
	kernel  *kernel.Kernel
	group   errgroup.Group
	err     error
}

func (l *loader) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

func (l *loader) wait() error {
	if err := l.group.Wait(); err != nil {
		l.fail(err)
	}
	return l.err
}

func (l *loader) quantised(name string) (w []int8, scale []float32, rows, columns int) {
	w, scale, rows, columns, err := l.tensors.Quantised(name)
	if err != nil {
		l.fail(err)
	}
	return w, scale, rows, columns
}

func (l *loader) floats(name string, n int) []float32 {
	v, err := l.tensors.Floats(name)
	if err == nil && len(v) != n {
		err = fmt.Errorf("tensor %q has %d numbers, want %d", name, len(v), n)
	}
	if err != nil {
		l.fail(err)
		return make([]float32, n)
	}
	return v
}

// layers is the highest number under which the file has a tensor of one of the
// patterns.
func (l *loader) layers(patterns ...string) int {
	const most = 16
	for i := most; i > 0; i-- {
		for _, p := range patterns {
			if l.tensors.Has(fmt.Sprintf(p, i)) {
				return i
			}
		}
	}
	return 0
}

// labels is the number of labels of a decision.
func (l *loader) labels(name string) int {
	n := len(l.tensors.Labels[name])
	if n == 0 {
		l.fail(fmt.Errorf("no labels %q in the file", name))
	}
	return n
}

// outputs is a matrix of the file and how many rows it must have.
type outputs struct {
	name string
	rows int
}

// biasOf is the tensor of a matrix' bias, or "" where it has none.
func biasOf(name string) string {
	switch name {
	case "arc.u", "rel.head":
		return ""
	case "rel.dep":
		return "rel.b"
	}
	return name + ".b"
}

// pack makes one matrix of several that take the same inputs.
func (l *loader) pack(to **kernel.Matrix, inputs int, matrices ...outputs) {
	var parts []kernel.Part
	for _, m := range matrices {
		w, scale, rows, columns := l.quantised(m.name + ".w")
		if l.err == nil && (rows != m.rows || columns != inputs) {
			l.fail(fmt.Errorf("tensor %q is %d×%d, want %d×%d", m.name+".w", rows, columns, m.rows, inputs))
		}
		p := kernel.Part{Weights: w, Scale: scale, Outputs: rows}
		if b := biasOf(m.name); b != "" {
			p.Bias = l.floats(b, rows)
		}
		parts = append(parts, p)
	}
	if l.err != nil {
		return
	}
	l.group.Go(func() (err error) {
		*to, err = l.kernel.Pack(inputs, parts...)
		return err
	})
}
