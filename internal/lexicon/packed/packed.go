// Package packed reads tables of numbers that are kept as unsigned varints
// under gzip.
//
// It reads the bytes of such a table and gives its numbers one after another;
// what is wrong with them it remembers until it is asked.
package packed

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// largest is how many bytes a table may have when it is unpacked.
const largest = 64 << 20

// Reader gives the numbers of a table. After a fault it gives 0 only.
type Reader struct {
	rest  []byte
	fault bool
}

// Open unpacks a table that begins with the magic.
func Open(table []byte, magic string) (*Reader, error) {
	z, err := gzip.NewReader(bytes.NewReader(table))
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(z, largest))
	if err != nil {
		return nil, err
	}
	b, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok {
		return nil, fmt.Errorf("does not begin with %q", magic)
	}
	return &Reader{rest: b}, nil
}

// Number is the next number.
func (r *Reader) Number() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fault, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// Count is a number of things that follow, each of at least a byte.
func (r *Reader) Count() int {
	v := r.Number()
	if v > uint64(len(r.rest)) {
		r.fault = true
		return 0
	}
	return int(v)
}

// Below is a number less than n, which is at most 2³².
func (r *Reader) Below(n uint64) uint32 {
	v := r.Number()
	if v >= min(n, math.MaxUint32+1) {
		r.fault = true
		return 0
	}
	return uint32(v)
}

// Whole reports whether all numbers were there and as they must be, and none
// is left.
func (r *Reader) Whole() bool { return !r.fault && len(r.rest) == 0 }

// Fault reports whether a number was missing or not as it must be.
func (r *Reader) Fault() bool { return r.fault }

// Pack writes a table of the magic and the varints behind it.
func Pack(magic string, varints []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(append([]byte(magic), varints...)); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
