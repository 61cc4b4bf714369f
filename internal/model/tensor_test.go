package model

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// tensorFile makes a file of a header and what follows it.
func tensorFile(header string, data []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(tensorMagic), uint32(len(header)))
	b = append(b, header...)
	for len(b)%tensorAlignment != 0 {
		b = append(b, 0)
	}
	return zipped(append(b, data...))
}

func zipped(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

const goodHeader = `{"tensors":[
	{"name":"w","dtype":"i8","shape":[2,3],"offset":0},
	{"name":"w.scale","dtype":"f32","shape":[2],"offset":8},
	{"name":"n","dtype":"u32","shape":[1],"offset":16}],
	"config":{"depth":1},"labels":{"rel":["root","obj"]}}`

var goodData = []byte{1, 2, 3, 255, 254, 253, 0, 0, 0, 0, 128, 63, 0, 0, 0, 192, 7, 0, 1, 0}

func TestReadTensors(t *testing.T) {
	for _, data := range [][]byte{goodData, append(slices.Clone(goodData), make([]byte, 40)...)} {
		f, err := ReadTensors(bytes.NewReader(tensorFile(goodHeader, data)))
		if err != nil {
			t.Fatal(err)
		}
		w, scale, rows, columns, err := f.Quantised("w")
		if err != nil || rows != 2 || columns != 3 || !slices.Equal(w, []int8{1, 2, 3, -1, -2, -3}) || !slices.Equal(scale, []float32{1, -2}) {
			t.Errorf("w is %v by %v, %d×%d, %v", w, scale, rows, columns, err)
		}
		if n, err := f.Words("n"); err != nil || !slices.Equal(n, []uint32{65543}) {
			t.Errorf("n is %v, %v", n, err)
		}
		if !slices.Equal(f.Labels["rel"], []string{"root", "obj"}) || !f.Has("n") || f.Has("m") {
			t.Errorf("labels are %v", f.Labels)
		}
		for _, name := range []string{"n", "m"} {
			if _, err := f.Floats(name); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("floats of %q: %v", name, err)
			}
		}
		if _, _, _, _, err := f.Quantised("w.scale"); err == nil {
			t.Error("took floats for a matrix of bytes")
		}
	}
}

func TestReadTensorsErrors(t *testing.T) {
	header := func(from, to string) []byte { return tensorFile(strings.Replace(goodHeader, from, to, 1), goodData) }
	for name, file := range map[string][]byte{
		"no gzip":          []byte(tensorMagic),
		"nothing":          zipped(nil),
		"other magic":      zipped([]byte("ANNALSW\x01 and so on")),
		"header too long":  zipped(append([]byte(tensorMagic), 0, 0, 0, 127)),
		"short header":     zipped(append([]byte(tensorMagic), 9, 0, 0, 0, '{')),
		"no JSON":          tensorFile("{", nil),
		"short data":       tensorFile(goodHeader, goodData[:10]),
		"long data":        tensorFile(goodHeader, append(slices.Clone(goodData), make([]byte, 100)...)),
		"unknown type":     header(`"i8"`, `"i4"`),
		"negative offset":  header(`"offset":8`, `"offset":-8`),
		"huge offset":      header(`"offset":8`, `"offset":9223372036854775807`),
		"huge shape":       header(`[2,3]`, `[4294967296,4294967296]`),
		"large shape":      header(`[2,3]`, `[90000000]`),
		"negative shape":   header(`[2,3]`, `[-2,-3]`),
		"one name twice":   header(`"w.scale"`, `"w"`),
		"broken checksum":  slices.Concat(tensorFile(goodHeader, goodData)[:150], make([]byte, 30)),
		"ends in the gzip": tensorFile(goodHeader, goodData)[:120],
	} {
		if _, err := ReadTensors(bytes.NewReader(file)); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	notFinite := slices.Clone(goodData)
	copy(notFinite[8:], []byte{0, 0, 192, 127})
	f, err := ReadTensors(bytes.NewReader(tensorFile(goodHeader, notFinite)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Floats("w.scale"); err == nil {
		t.Error("took a number that is none")
	}
}

// FuzzReadTensors reads what may stand behind a sound gzip.
func FuzzReadTensors(f *testing.F) {
	z, err := gzip.NewReader(bytes.NewReader(tensorFile(goodHeader, goodData)))
	if err != nil {
		f.Fatal(err)
	}
	good, err := io.ReadAll(z)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(tensorMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := readTensors(bytes.NewReader(data))
		if err != nil {
			return
		}
		for name := range x.tensors {
			x.Floats(name)
			x.Words(name)
			if w, scale, rows, columns, err := x.Quantised(name); err == nil && (len(w) != rows*columns || len(scale) != rows) {
				t.Errorf("%q has %d bytes and %d scales, and is %d×%d", name, len(w), len(scale), rows, columns)
			}
		}
	})
}
