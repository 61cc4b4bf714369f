package model

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"unsafe"

	"github.com/klauspost/compress/gzip"
)

// A tensor file is gzip over: the magic, the length of a header (32 bits), the
// header in JSON, zeros up to a multiple of tensorAlignment, and the tensors'
// numbers, all in little-endian order. The header names each tensor, its type,
// shape and offset from the end of the zeros, and lists the labels of each
// decision.
const (
	tensorMagic     = "ANNALSNN1\n"
	tensorAlignment = 64
	maxTensorHeader = 4 << 20
	maxTensorBytes  = 96 << 20
)

// Tensors is the content of a tensor file.
type Tensors struct {
	// Labels are the classes of each decision, by its name.
	Labels map[string][]string

	tensors map[string]tensor
}

// tensor is one array of numbers.
type tensor struct {
	kind  string // "i8", "f32" or "u32"
	shape []int
	data  []byte
}

// tensorHeader is the JSON of the header.
type tensorHeader struct {
	Tensors []struct {
		Name   string `json:"name"`
		Kind   string `json:"dtype"`
		Shape  []int  `json:"shape"`
		Offset int    `json:"offset"`
	} `json:"tensors"`
	Labels map[string][]string `json:"labels"`
}

// ReadTensors reads a tensor file. The error wraps [ErrFormat] where the bytes
// are no such file.
func ReadTensors(r io.Reader) (*Tensors, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("model: %w: %w", ErrFormat, err)
	}
	return readTensors(z)
}

// readTensors reads what the gzip holds.
func readTensors(z io.Reader) (*Tensors, error) {
	header, err := readTensorHeader(z)
	if err != nil {
		return nil, fmt.Errorf("model: %w: %w", ErrFormat, err)
	}
	t := &Tensors{Labels: header.Labels, tensors: map[string]tensor{}}
	ends := make([]int, len(header.Tensors))
	total := 0
	for i, h := range header.Tensors {
		if _, twice := t.tensors[h.Name]; twice {
			return nil, fmt.Errorf("model: %w: two tensors %q", ErrFormat, h.Name)
		}
		size, err := tensorBytes(h.Kind, h.Shape)
		if err != nil || h.Offset < 0 || h.Offset > maxTensorBytes-size {
			return nil, fmt.Errorf("model: %w: tensor %q of type %q and shape %v at offset %d", ErrFormat, h.Name, h.Kind, h.Shape, h.Offset)
		}
		t.tensors[h.Name] = tensor{kind: h.Kind, shape: h.Shape}
		ends[i] = h.Offset + size
		total = max(total, ends[i])
	}
	data, err := readBytes(z, total)
	if err != nil {
		return nil, fmt.Errorf("model: %w: tensors: %w", ErrFormat, err)
	}
	// The end holds the checksum; the last tensor may be filled up, too.
	if _, err := io.CopyN(io.Discard, z, tensorAlignment); err != io.EOF {
		return nil, fmt.Errorf("model: %w: does not end after its tensors (%v)", ErrFormat, err)
	}
	for i, h := range header.Tensors {
		t.tensors[h.Name] = tensor{h.Kind, h.Shape, data[h.Offset:ends[i]]}
	}
	return t, nil
}

func readTensorHeader(z io.Reader) (*tensorHeader, error) {
	const start = len(tensorMagic) + 4
	head, err := readBytes(z, start)
	if err != nil {
		return nil, err
	}
	if string(head[:len(tensorMagic)]) != tensorMagic {
		return nil, fmt.Errorf("not a tensor file")
	}
	size := binary.LittleEndian.Uint32(head[len(tensorMagic):])
	if size > maxTensorHeader {
		return nil, fmt.Errorf("a header of %d bytes", size)
	}
	n := int(size)
	padded := (start+n+tensorAlignment-1)/tensorAlignment*tensorAlignment - start
	text, err := readBytes(z, padded)
	if err != nil {
		return nil, err
	}
	var h tensorHeader
	if err := json.Unmarshal(text[:n], &h); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	return &h, nil
}

// readBytes reads exactly n bytes. It takes memory as bytes come in, so that
// a short file that claims to be long costs little.
func readBytes(r io.Reader, n int) ([]byte, error) {
	const first = 1 << 20
	b := make([]byte, min(n, first))
	for have := 0; ; {
		m, err := io.ReadFull(r, b[have:])
		if err != nil {
			return nil, fmt.Errorf("ends after %d of %d bytes: %w", have+m, n, err)
		}
		have = len(b)
		if have == n {
			return b, nil
		}
		longer := make([]byte, min(n, 4*have))
		copy(longer, b)
		b = longer
	}
}

// tensorBytes is the size of a tensor's numbers.
func tensorBytes(kind string, shape []int) (int, error) {
	n := 4
	switch kind {
	case "i8":
		n = 1
	case "f32", "u32":
	default:
		return 0, ErrFormat
	}
	for _, d := range shape {
		if d < 0 || d > maxTensorBytes || d > 0 && n > maxTensorBytes/d {
			return 0, ErrFormat
		}
		n *= d
	}
	return n, nil
}

// Has reports whether there is a tensor of the name.
func (t *Tensors) Has(name string) bool {
	_, ok := t.tensors[name]
	return ok
}

// tensor is the named tensor of a type and number of dimensions.
func (t *Tensors) tensor(name, kind string, dimensions int) (tensor, error) {
	x, ok := t.tensors[name]
	switch {
	case !ok:
		return x, fmt.Errorf("model: no tensor %q in the file: train or export it again", name)
	case x.kind != kind || len(x.shape) != dimensions:
		return x, fmt.Errorf("model: tensor %q is %s of %d dimensions, want %s of %d", name, x.kind, len(x.shape), kind, dimensions)
	}
	return x, nil
}

// Quantised is a matrix of signed bytes, row by row, and what a byte of 1
// stands for in each row (the tensors name and name.scale). The caller must
// not change them.
func (t *Tensors) Quantised(name string) (w []int8, scale []float32, rows, columns int, err error) {
	x, err := t.tensor(name, "i8", 2)
	if err != nil {
		return nil, nil, 0, 0, err
	}
	if scale, err = t.Floats(name + ".scale"); err != nil {
		return nil, nil, 0, 0, err
	}
	rows, columns = x.shape[0], x.shape[1]
	if len(scale) != rows {
		return nil, nil, 0, 0, fmt.Errorf("model: tensor %q has %d rows and %d scales", name, rows, len(scale))
	}
	w = unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(x.data))), len(x.data))
	return w, scale, rows, columns, nil
}

// Floats is a vector of floating-point numbers.
func (t *Tensors) Floats(name string) ([]float32, error) {
	x, err := t.tensor(name, "f32", 1)
	if err != nil {
		return nil, err
	}
	v := make([]float32, x.shape[0])
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(x.data[4*i:]))
		if math.IsNaN(float64(v[i])) || math.IsInf(float64(v[i]), 0) {
			return nil, fmt.Errorf("model: tensor %q: number %d is not finite", name, i)
		}
	}
	return v, nil
}

// Words is a vector of unsigned whole numbers.
func (t *Tensors) Words(name string) ([]uint32, error) {
	x, err := t.tensor(name, "u32", 1)
	if err != nil {
		return nil, err
	}
	v := make([]uint32, x.shape[0])
	for i := range v {
		v[i] = binary.LittleEndian.Uint32(x.data[4*i:])
	}
	return v, nil
}
