package kernel

import "unsafe"

// The portable loops behind the signatures of the assembly.

func cellPointers(out, u, skip, c *float32, n int) {
	cellPortable(unsafe.Slice(out, n), unsafe.Slice(u, 3*n), unsafe.Slice(skip, n), unsafe.Slice(c, n))
}

func activatePointers(x *float32, n int) { activatePortable(unsafe.Slice(x, n)) }

func addRowPointers(dst *float32, row *int8, n int, scale float32) {
	addRowPortable(unsafe.Slice(dst, n), unsafe.Slice(row, n), scale)
}

func dotsPointers(dst, x, rows *float32, stride, count, n int) {
	d, v := unsafe.Slice(dst, count), unsafe.Slice(x, n)
	r := unsafe.Slice(rows, (count-1)*stride+n)
	for i := range d {
		d[i] = Dot(v, r[i*stride:])
	}
}
