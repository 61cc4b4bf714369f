package kernel

import "golang.org/x/sys/cpu"

// native lists the kernels for this processor, the fastest first.
func native() []*Kernel {
	neon := Kernel{
		Name:     "NEON",
		bytes:    1,
		pack:     packer[int8](4, 16),
		quantise: quantiser(1, largestNEON, bytesNEON),
		multiply: tiled(4, 4, tileNEON),
		cell:     cellNEON,
		activate: activateNEON,
		addRow:   addRowNEON,
		dots:     dotsNEON,
	}
	if !cpu.ARM64.HasASIMDDP {
		return []*Kernel{&neon}
	}
	dot := neon
	dot.Name = "NEON with dot products"
	dot.pack, dot.multiply = packer[int8](16, 4), tiled(4, 16, tileDot)
	return []*Kernel{&dot, &neon}
}

// tileDot computes 4 rows of 16 outputs; activations are signed bytes.
func tileDot(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)

// tileNEON computes 4 rows of 4 outputs, on processors without dot products.
func tileNEON(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)

func largestNEON(x *float32, n int) float32

// bytesNEON writes x·inverse, rounded, as signed bytes.
func bytesNEON(dst *byte, x *float32, n int, inverse float32)

func cellNEON(out, u, skip, c *float32, n int)

func activateNEON(x *float32, n int)

func addRowNEON(dst *float32, row *int8, n int, scale float32)

func dotsNEON(dst, x, rows *float32, stride, count, n int)
