package packed

import (
	"encoding/binary"
	"testing"
)

func table(t *testing.T, numbers ...uint64) []byte {
	t.Helper()
	var b []byte
	for _, n := range numbers {
		b = binary.AppendUvarint(b, n)
	}
	out, err := Pack("MAGIC", b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReader(t *testing.T) {
	r, err := Open(table(t, 300, 1, 7), "MAGIC")
	if err != nil {
		t.Fatal(err)
	}
	if n, c, b := r.Number(), r.Count(), r.Below(8); n != 300 || c != 1 || b != 7 || !r.Whole() {
		t.Errorf("got %d, %d, %d, whole %v", n, c, b, r.Whole())
	}
	if r.Number() != 0 || !r.Fault() {
		t.Error("a number behind the end is no fault")
	}
}

func TestFaults(t *testing.T) {
	for name, read := range map[string]func(*Reader){
		"counts more than there is": func(r *Reader) { r.Count(); r.Number() },
		"not below":                 func(r *Reader) { r.Below(9); r.Number() },
		"left over":                 func(r *Reader) { r.Number() },
	} {
		r, err := Open(table(t, 9, 1), "MAGIC")
		if err != nil {
			t.Fatal(err)
		}
		if read(r); r.Whole() {
			t.Errorf("%s: taken for whole", name)
		}
	}
	if _, err := Open(table(t, 1), "OTHER"); err == nil {
		t.Error("a table of another kind is opened")
	}
	if _, err := Open([]byte("words"), "MAGIC"); err == nil {
		t.Error("what is no gzip is opened")
	}
}
