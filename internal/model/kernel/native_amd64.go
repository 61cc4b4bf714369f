package kernel

import "golang.org/x/sys/cpu"

// native lists the kernels for this processor, the fastest first.
func native() []*Kernel {
	if !cpu.X86.HasAVX2 {
		return nil
	}
	avx2 := Kernel{
		Name:     "AVX2",
		bytes:    2,
		pack:     packer[int16](16, 2),
		quantise: quantiser(2, largestAVX2, wordsAVX2),
		multiply: tiled(6, 16, tileAVX2),
		cell:     cellAVX2,
		activate: activateAVX2,
		addRow:   addRowAVX2,
		dots:     dotsAVX2,
	}
	kernels := []*Kernel{&avx2}
	if cpu.X86.HasAVXVNNI {
		vnni := avx2
		vnni.Name, vnni.bytes = "AVX-VNNI", 1
		vnni.pack = packer[int8](16, 4)
		vnni.quantise = quantiser(1, largestAVX2, bytesAVX2)
		vnni.multiply = tiled(6, 16, tileAVXVNNI)
		kernels = append([]*Kernel{&vnni}, kernels...)
	}
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VNNI {
		kernels = append([]*Kernel{{
			Name:     "AVX-512 VNNI",
			bytes:    1,
			pack:     packer[int8](32, 4),
			quantise: quantiser(1, largestAVX512, bytesAVX512),
			multiply: tiled(12, 32, tileAVX512),
			cell:     cellAVX512,
			activate: activateAVX512,
			addRow:   addRowAVX512,
			dots:     dotsAVX512,
		}}, kernels...)
	}
	return kernels
}

// tileAVX512 computes 12 rows of 32 outputs; activations are bytes, 128 for 0.
func tileAVX512(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)

// tileAVXVNNI computes 6 rows of 16 outputs; activations are bytes, 128 for 0.
func tileAVXVNNI(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)

// tileAVX2 computes 6 rows of 16 outputs; activations and weights are words of
// 16 bits.
func tileAVX2(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)

func largestAVX512(x *float32, n int) float32

func largestAVX2(x *float32, n int) float32

// bytesAVX512 writes 128 + x·inverse, rounded, as bytes.
func bytesAVX512(dst *byte, x *float32, n int, inverse float32)

// bytesAVX2 writes 128 + x·inverse, rounded, as bytes.
func bytesAVX2(dst *byte, x *float32, n int, inverse float32)

// wordsAVX2 writes x·inverse, rounded, as words of 16 bits.
func wordsAVX2(dst *byte, x *float32, n int, inverse float32)

func cellAVX512(out, u, skip, c *float32, n int)

func cellAVX2(out, u, skip, c *float32, n int)

func activateAVX512(x *float32, n int)

func activateAVX2(x *float32, n int)

func addRowAVX512(dst *float32, row *int8, n int, scale float32)

func addRowAVX2(dst *float32, row *int8, n int, scale float32)

func dotsAVX512(dst, x, rows *float32, stride, count, n int)

func dotsAVX2(dst, x, rows *float32, stride, count, n int)
