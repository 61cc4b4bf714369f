// Package forest is gradient-boosted decision trees for two classes over a few
// dozen numbers: file format, inference, training.
//
// It reads and writes weights.
package forest

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Forest says how likely a row of numbers is of the class "yes": the logistic
// function of a base and one leaf of each tree. It is safe for use by several
// goroutines.
type Forest struct {
	width int // numbers in a row
	base  float32
	trees [][]node
}

// node is an inner node, which sends rows whose number is at most the
// threshold to node left and others to node left+1, or a leaf (left 0) with
// its value as threshold.
type node struct {
	threshold float32
	feature   uint16
	left      uint16
}

// Width is how many numbers a row has.
func (f *Forest) Width() int { return f.width }

// Score is the logit of a row, which has Width numbers.
func (f *Forest) Score(row []float32) float64 {
	sum := f.base
	for _, t := range f.trees {
		n := t[0]
		for n.left != 0 {
			if row[n.feature] <= n.threshold {
				n = t[n.left]
			} else {
				n = t[n.left+1]
			}
		}
		sum += n.threshold
	}
	return float64(sum)
}

// Probability is the probability of "yes" for a row.
func (f *Forest) Probability(row []float32) float64 { return 1 / (1 + math.Exp(-f.Score(row))) }

// A file is gzip over: the magic, the number of forests, and for each its width,
// base, number of trees, and for each tree its number of nodes and the nodes,
// all little endian and of fixed size.
const magic = "ANNALSF1"

// maxFile is how many bytes a file may uncompress to.
const maxFile = 64 << 20

// ErrFormat says that a file is not what Write makes.
var ErrFormat = errors.New("malformed file of trees")

// Write stores forests in one file. The bytes depend on nothing but the forests.
func Write(w io.Writer, forests ...*Forest) error {
	b := append([]byte(magic), byte(len(forests)))
	for _, f := range forests {
		b = binary.LittleEndian.AppendUint16(b, uint16(f.width))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f.base))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(f.trees)))
		for _, t := range f.trees {
			b = binary.LittleEndian.AppendUint16(b, uint16(len(t)))
			for _, n := range t {
				b = binary.LittleEndian.AppendUint16(b, n.feature)
				b = binary.LittleEndian.AppendUint16(b, n.left)
				b = binary.LittleEndian.AppendUint32(b, math.Float32bits(n.threshold))
			}
		}
	}
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("forest: %w", err)
	}
	if _, err := z.Write(b); err != nil {
		return fmt.Errorf("forest: write: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("forest: write: %w", err)
	}
	return nil
}

// Load reads what Write has written. Its error is ErrFormat where the bytes are
// anything else.
func Load(file []byte) ([]*Forest, error) {
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("forest: %w: %w", ErrFormat, err)
	}
	b, err := io.ReadAll(io.LimitReader(z, maxFile))
	if err != nil {
		return nil, fmt.Errorf("forest: %w: %w", ErrFormat, err)
	}
	r := reader{b: b}
	if string(r.take(len(magic))) != magic {
		return nil, fmt.Errorf("forest: %w: no magic", ErrFormat)
	}
	out := make([]*Forest, r.byte())
	for i := range out {
		if out[i] = r.forest(); r.bad {
			return nil, fmt.Errorf("forest: %w: forest %d", ErrFormat, i)
		}
	}
	if r.bad || len(r.b) > 0 {
		return nil, fmt.Errorf("forest: %w: length", ErrFormat)
	}
	return out, nil
}

// reader takes numbers off the front of bytes; bad once there are too few, or
// a tree is none.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if len(r.b) < n {
		r.bad, r.b = true, nil
		return make([]byte, n)
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) byte() int      { return int(r.take(1)[0]) }
func (r *reader) uint16() uint16 { return binary.LittleEndian.Uint16(r.take(2)) }
func (r *reader) float() float32 { return math.Float32frombits(binary.LittleEndian.Uint32(r.take(4))) }

func (r *reader) forest() *Forest {
	f := &Forest{width: int(r.uint16()), base: r.float()}
	for n := r.uint16(); n > 0 && !r.bad; n-- {
		size := r.uint16()
		r.bad = r.bad || size == 0
		tree := make([]node, 0, min(int(size), len(r.b)/8))
		for i := uint16(0); i < size && !r.bad; i++ {
			n := node{feature: r.uint16(), left: r.uint16(), threshold: r.float()}
			// Nodes stand behind their parents, so that every walk ends.
			r.bad = r.bad || int(n.feature) >= f.width && n.left != 0 || n.left != 0 && (n.left <= i || n.left+1 >= size || n.left == math.MaxUint16)
			tree = append(tree, n)
		}
		f.trees = append(f.trees, tree)
	}
	return f
}
