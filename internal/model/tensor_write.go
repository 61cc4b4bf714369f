package model

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
)

// TensorFile is a tensor file that grows, for [ReadTensors] to read.
type TensorFile struct {
	header struct {
		Tensors []tensorEntry       `json:"tensors"`
		Labels  map[string][]string `json:"labels"`
	}
	data []byte
}

type tensorEntry struct {
	Name   string `json:"name"`
	Kind   string `json:"dtype"`
	Shape  []int  `json:"shape"`
	Offset int    `json:"offset"`
}

func (f *TensorFile) add(name, kind string, data []byte, shape ...int) {
	f.header.Tensors = append(f.header.Tensors, tensorEntry{name, kind, shape, len(f.data)})
	f.data = fill(append(f.data, data...))
}

// fill fills up to where the next part may begin.
func fill(b []byte) []byte {
	return append(b, make([]byte, (tensorAlignment-len(b)%tensorAlignment)%tensorAlignment)...)
}

// AddWords adds whole numbers, for [Tensors.Words].
func (f *TensorFile) AddWords(name string, v []uint32) {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	f.add(name, "u32", b, len(v))
}

// AddFloats adds numbers, for [Tensors.Floats].
func (f *TensorFile) AddFloats(name string, v []float32) {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	f.add(name, "f32", b, len(v))
}

// AddRows adds rows of as many numbers each in 8 bits, each row with its own
// scale, for [Tensors.Quantised].
func (f *TensorFile) AddRows(name string, rows [][]float32) {
	columns := 0
	if len(rows) > 0 {
		columns = len(rows[0])
	}
	quantised := make([]byte, 0, len(rows)*columns)
	scale := make([]float32, len(rows))
	for i, row := range rows {
		top := float32(0)
		for _, x := range row {
			top = max(top, max(x, -x))
		}
		scale[i] = top / 127
		for _, x := range row {
			b := int8(0)
			if top > 0 {
				b = int8(math.Round(float64(x / scale[i])))
			}
			quantised = append(quantised, byte(b))
		}
	}
	f.add(name, "i8", quantised, len(rows), columns)
	f.AddFloats(name+".scale", scale)
}

// Bytes is the file.
func (f *TensorFile) Bytes() ([]byte, error) {
	f.header.Labels = map[string][]string{}
	header, err := json.Marshal(f.header)
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	b := binary.LittleEndian.AppendUint32([]byte(tensorMagic), uint32(len(header)))
	b = append(fill(append(b, header...)), f.data...)
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	if _, err := z.Write(b); err != nil {
		return nil, fmt.Errorf("model: write tensors: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("model: write tensors: %w", err)
	}
	return out.Bytes(), nil
}
