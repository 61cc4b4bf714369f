package segment

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// hidden is the width of the hidden layer.
const hidden = 8

// network scores a place from its features: the sum of the weights of the wide
// ones, plus a layer of rectified units over the rows of the deep ones.
type network struct {
	wide     []int8         // 1<<wideBits
	deep     [][hidden]int8 // 1<<deepBits
	bias     [hidden]float32
	out      [hidden]float32
	wideUnit float32 // what a wide weight of 1 stands for
	deepUnit float32
}

// score is the log odds that a sentence ends at the place whose features the
// stretch holds.
func (n *network) score(b *stretch) float32 {
	var sum int32
	for _, f := range b.wide {
		sum += int32(n.wide[f])
	}
	var h [hidden]int32
	for _, f := range b.deep {
		row := &n.deep[f]
		for k := range h {
			h[k] += int32(row[k])
		}
	}
	s := float32(sum) * n.wideUnit
	for k, v := range h {
		s += n.out[k] * max(float32(v)*n.deepUnit+n.bias[k], 0)
	}
	return s
}

// A weight file is gzip over the magic, the two units, bias and out (float32,
// little endian), then for wide and deep the number of places that are not
// zero, the gaps between them (unsigned varints), and their weights.
const networkMagic = "ANNALSE1"

// ErrFormat says that weights are not what [Train] makes.
var ErrFormat = errors.New("malformed weights of segmentation")

// write stores the network.
func (n *network) write() ([]byte, error) {
	b := []byte(networkMagic)
	for _, v := range n.floats() {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(*v))
	}
	b = appendSparse(b, len(n.wide), func(i int) []int8 { return n.wide[i : i+1] })
	b = appendSparse(b, len(n.deep), func(i int) []int8 { return n.deep[i][:] })
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("segment: %w", err)
	}
	if _, err := z.Write(b); err != nil {
		return nil, fmt.Errorf("segment: write weights: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("segment: write weights: %w", err)
	}
	return out.Bytes(), nil
}

// floats lists the numbers that stand first in a file, in its order.
func (n *network) floats() []*float32 {
	f := []*float32{&n.wideUnit, &n.deepUnit}
	for k := range hidden {
		f = append(f, &n.bias[k])
	}
	for k := range hidden {
		f = append(f, &n.out[k])
	}
	return f
}

func appendSparse(b []byte, size int, at func(int) []int8) []byte {
	var gaps, weights []byte
	last, count := 0, 0
	for i := range size {
		row := at(i)
		used := false
		for _, w := range row {
			used = used || w != 0
		}
		if !used {
			continue
		}
		gaps = binary.AppendUvarint(gaps, uint64(i-last))
		last = i
		count++
		for _, w := range row {
			weights = append(weights, uint8(w))
		}
	}
	b = binary.AppendUvarint(b, uint64(count))
	return append(append(b, gaps...), weights...)
}

// parseNetwork reads what write made. The error wraps [ErrFormat].
func parseNetwork(file []byte) (*network, error) {
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("segment: %w: %w", ErrFormat, err)
	}
	b, err := io.ReadAll(io.LimitReader(z, 16<<20))
	if err != nil {
		return nil, fmt.Errorf("segment: %w: %w", ErrFormat, err)
	}
	n := &network{wide: make([]int8, 1<<wideBits), deep: make([][hidden]int8, 1<<deepBits)}
	floats := n.floats()
	b, ok := bytes.CutPrefix(b, []byte(networkMagic))
	if !ok || len(b) < 4*len(floats) {
		return nil, fmt.Errorf("segment: %w: not weights of segmentation", ErrFormat)
	}
	for _, v := range floats {
		*v = math.Float32frombits(binary.LittleEndian.Uint32(b))
		b = b[4:]
		if f := float64(*v); math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("segment: %w: a weight is no number", ErrFormat)
		}
	}
	b, ok = readSparse(b, len(n.wide), 1, func(i int) []int8 { return n.wide[i : i+1] })
	if ok {
		b, ok = readSparse(b, len(n.deep), hidden, func(i int) []int8 { return n.deep[i][:] })
	}
	if !ok || len(b) > 0 {
		return nil, fmt.Errorf("segment: %w: ends too early or too late", ErrFormat)
	}
	return n, nil
}

// readSparse fills a table of rows of a width and gives what is left of b.
func readSparse(b []byte, size, width int, at func(int) []int8) ([]byte, bool) {
	count, k := binary.Uvarint(b)
	if k <= 0 || count > uint64(size) {
		return nil, false
	}
	b = b[k:]
	places := make([]int, count)
	last := uint64(0)
	for i := range places {
		gap, k := binary.Uvarint(b)
		if k <= 0 || gap >= uint64(size) || last+gap >= uint64(size) {
			return nil, false
		}
		last += gap
		places[i] = int(last)
		b = b[k:]
	}
	if len(b) < width*len(places) {
		return nil, false
	}
	for i, p := range places {
		for j, w := range b[i*width : (i+1)*width] {
			at(p)[j] = int8(w)
		}
	}
	return b[width*len(places):], true
}
