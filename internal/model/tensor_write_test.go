package model

import (
	"bytes"
	"slices"
	"testing"
)

// TestTensorFile writes tensors and reads them back.
func TestTensorFile(t *testing.T) {
	var file TensorFile
	file.AddWords("words", []uint32{1, 7, 9})
	file.AddRows("rows", [][]float32{{1, -0.5}, {0, 0}, {254, 127}})
	file.AddFloats("floats", []float32{0.25})
	data, err := file.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	tensors, err := ReadTensors(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if words, err := tensors.Words("words"); err != nil || !slices.Equal(words, []uint32{1, 7, 9}) {
		t.Errorf("words %v, %v", words, err)
	}
	if floats, err := tensors.Floats("floats"); err != nil || !slices.Equal(floats, []float32{0.25}) {
		t.Errorf("floats %v, %v", floats, err)
	}
	w, scale, rows, columns, err := tensors.Quantised("rows")
	if err != nil || rows != 3 || columns != 2 {
		t.Fatalf("%d×%d, %v", rows, columns, err)
	}
	if !slices.Equal(w, []int8{127, -64, 0, 0, 127, 64}) || !slices.Equal(scale, []float32{1. / 127, 0, 2}) {
		t.Errorf("rows %v by %v", w, scale)
	}
}
