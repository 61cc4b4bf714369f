package model

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/klauspost/compress/gzip"
)

// A weight file is gzip over: the magic, a version, the number of models, and
// for each its name, labels and unit (float32), then four columns: the number
// of features and the gaps between their sorted keys; the number of weights,
// less one, of each (a byte); the class of each weight (a byte); each weight
// (a signed byte). Numbers are unsigned varints, strings have their length
// before them. Columns compress better than rows.
const (
	magic   = "ANNALSW"
	version = 1
	// maxFile is how many bytes a file may uncompress to.
	maxFile = 256 << 20
)

// ErrFormat says that a weight file is not what Write makes.
var ErrFormat = errors.New("malformed weight file")

// Set is the models of one file by name.
type Set map[string]*Linear

// Model is the named model, or an error that names it.
func (s Set) Model(name string) (*Linear, error) {
	if m := s[name]; m != nil {
		return m, nil
	}
	return nil, fmt.Errorf("model: no model %q in the weight file: train it again", name)
}

// Write stores models in one file. The bytes depend on nothing but the models.
func Write(w io.Writer, models ...*Linear) error {
	b := append([]byte(magic), version)
	b = binary.AppendUvarint(b, uint64(len(models)))
	for _, m := range models {
		b = m.append(b)
	}
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("model: %w", err)
	}
	if _, err := z.Write(b); err != nil {
		return fmt.Errorf("model: write weights: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("model: write weights: %w", err)
	}
	return nil
}

func (m *Linear) append(b []byte) []byte {
	text := func(s string) {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	text(m.Name)
	b = binary.AppendUvarint(b, uint64(len(m.Labels)))
	for _, l := range m.Labels {
		text(l)
	}
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.Unit))
	b = binary.AppendUvarint(b, uint64(len(m.keys)))
	last := uint32(0)
	for _, k := range m.keys {
		b = binary.AppendUvarint(b, uint64(k-last))
		last = k
	}
	mask := uint32(len(m.slots) - 1)
	for _, k := range m.keys {
		i := k & mask
		for m.slots[i].key != k || m.slots[i].at == empty {
			i = (i + 1) & mask
		}
		b = append(b, uint8(m.slots[i].at))
	}
	for _, w := range m.weights {
		b = append(b, uint8(w>>8))
	}
	for _, w := range m.weights {
		b = append(b, uint8(w))
	}
	return b
}

// Load reads a weight file. The error wraps [ErrFormat] where the bytes are
// not what Write makes.
func Load(data []byte) (Set, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("model: %w: %w", ErrFormat, err)
	}
	b, err := io.ReadAll(io.LimitReader(z, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("model: %w: %w", ErrFormat, err)
	}
	if len(b) > maxFile {
		return nil, fmt.Errorf("model: %w: larger than %d bytes", ErrFormat, maxFile)
	}
	r := &reader{b: b}
	if string(r.bytes(len(magic))) != magic {
		return nil, fmt.Errorf("model: %w: not a weight file", ErrFormat)
	}
	if v := r.bytes(1); len(v) == 1 && v[0] != version {
		return nil, fmt.Errorf("model: %w: version %d, want %d: train it again", ErrFormat, v[0], version)
	}
	set := Set{}
	for range r.count() {
		m := r.linear()
		if r.err != nil {
			break
		}
		set[m.Name] = m
	}
	if r.err == nil && len(r.b) > 0 {
		r.fail("%d bytes too many", len(r.b))
	}
	if r.err != nil {
		return nil, fmt.Errorf("model: %w", r.err)
	}
	return set, nil
}

// reader takes values off the front of b; after its first error it gives zeros.
type reader struct {
	b   []byte
	err error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrFormat, fmt.Sprintf(format, args...))
	}
	r.b = nil
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.b) {
		r.fail("ends too early")
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) number() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail("ends within a number")
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count is a number of things of at least a byte each.
func (r *reader) count() int {
	v := r.number()
	if v > uint64(len(r.b)) {
		r.fail("counts %d things in %d bytes", v, len(r.b))
		return 0
	}
	return int(v)
}

func (r *reader) text() string { return string(r.bytes(r.count())) }

func (r *reader) linear() *Linear {
	m := &Linear{Name: r.text()}
	labels := r.count()
	if labels > MaxClasses {
		r.fail("model %q has %d labels, at most %d are allowed", m.Name, labels, MaxClasses)
		return m
	}
	for range labels {
		m.Labels = append(m.Labels, r.text())
	}
	if unit := r.bytes(4); unit != nil {
		m.Unit = math.Float32frombits(binary.LittleEndian.Uint32(unit))
	}
	if !(m.Unit > 0) || math.IsInf(float64(m.Unit), 0) {
		r.fail("model %q has unit %v", m.Name, m.Unit)
	}
	rows := r.count()
	m.keys = make([]uint32, 0, rows)
	last := uint64(0)
	for i := range rows {
		gap := r.number()
		last += gap
		if gap > math.MaxUint32 || last > math.MaxUint32 || i > 0 && gap == 0 {
			r.fail("model %q: keys are not in order", m.Name)
			return m
		}
		m.keys = append(m.keys, uint32(last))
	}
	counts := r.bytes(rows)
	n := 0
	for _, c := range counts {
		n += int(c) + 1
	}
	if n > maxWeights {
		r.fail("model %q has %d weights, at most %d are allowed", m.Name, n, maxWeights)
		return m
	}
	classes, weights := r.bytes(n), r.bytes(n)
	if r.err != nil {
		return m
	}
	m.weights = make([]uint16, n)
	for i := range m.weights {
		if int(classes[i]) >= labels {
			r.fail("model %q: class %d of %d", m.Name, classes[i], labels)
			return m
		}
		m.weights[i] = uint16(classes[i])<<8 | uint16(weights[i])
	}
	m.index(counts)
	return m
}
