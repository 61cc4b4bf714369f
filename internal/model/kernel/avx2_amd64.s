#include "textflag.h"

// Operands stand in Go's order: sources first, the destination last; of a
// difference the first is taken from the second: VSUBPS b, a, d is d = a - b.

// Constants of squash in portable.go.
DATA ones<>+0(SB)/4, $1.0
GLOBL ones<>(SB), RODATA|NOPTR, $4
DATA halves<>+0(SB)/4, $0.5
GLOBL halves<>(SB), RODATA|NOPTR, $4
DATA guess<>+0(SB)/4, $0x5f376908
GLOBL guess<>(SB), RODATA|NOPTR, $4
DATA step1<>+0(SB)/4, $1.50087896
GLOBL step1<>(SB), RODATA|NOPTR, $4
DATA step2<>+0(SB)/4, $1.50000057
GLOBL step2<>(SB), RODATA|NOPTR, $4
DATA offset<>+0(SB)/4, $0x00800080
GLOBL offset<>(SB), RODATA|NOPTR, $4
DATA magnitude<>+0(SB)/4, $0x7fffffff
GLOBL magnitude<>(SB), RODATA|NOPTR, $4

// A row's two inputs at x by the weights in Y12 and Y13. A pair of products
// is at most 2·128·128, so that nothing saturates.
#define ROW(x, s0, s1) \
	VPBROADCASTD x, Y14         \
	VPMADDWD     Y12, Y14, Y15  \
	VPMADDWD     Y13, Y14, Y14  \
	VPADDD       Y15, s0, s0    \
	VPADDD       Y14, s1, s1

// Six rows, two inputs at offset n of each.
#define INPUTS2(n) \
	VMOVDQU (16*n)(DI), Y12         \
	VMOVDQU (16*n+32)(DI), Y13      \
	ROW(n(R8), Y0, Y1)              \
	ROW(n(R8)(CX*1), Y2, Y3)        \
	ROW(n(R8)(CX*2), Y4, Y5)        \
	ROW(n(R9), Y6, Y7)              \
	ROW(n(R9)(CX*1), Y8, Y9)        \
	ROW(n(R9)(CX*2), Y10, Y11)

// One row of results: to floating point, times both scales, plus the bias.
#define STORE(n, s0, s1) \
	VBROADCASTSS (4*n)(SI), Y14   \
	VMULPS       (R10), Y14, Y15   \
	VMULPS       32(R10), Y14, Y14 \
	VCVTDQ2PS    s0, s0            \
	VCVTDQ2PS    s1, s1            \
	VMULPS       Y15, s0, s0       \
	VMULPS       Y14, s1, s1       \
	VADDPS       Y12, s0, s0       \
	VADDPS       Y13, s1, s1       \
	VMOVUPS      s0, (AX)          \
	VMOVUPS      s1, 32(AX)        \
	ADDQ         BX, AX

// func tileAVX2(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)
TEXT ·tileAVX2(SB), NOSPLIT, $0-80
	MOVQ  dst+0(FP), AX
	MOVQ  stride+8(FP), BX
	SHLQ  $2, BX
	MOVQ  x+16(FP), R8
	MOVQ  pitch+24(FP), CX
	MOVQ  w+32(FP), DI
	MOVQ  depth+40(FP), DX
	LEAQ  (CX)(CX*2), R9
	ADDQ  R8, R9
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11

inputs:
	INPUTS2(0)
	INPUTS2(4)
	INPUTS2(8)
	INPUTS2(12)
	ADDQ $256, DI
	ADDQ $16, R8
	ADDQ $16, R9
	SUBQ $8, DX
	JG   inputs

	MOVQ    scale+48(FP), R10
	MOVQ    bias+56(FP), SI
	VMOVUPS (SI), Y12
	VMOVUPS 32(SI), Y13
	MOVQ    rowScale+72(FP), SI
	STORE(0, Y0, Y1)
	STORE(1, Y2, Y3)
	STORE(2, Y4, Y5)
	STORE(3, Y6, Y7)
	STORE(4, Y8, Y9)
	STORE(5, Y10, Y11)
	VZEROUPPER
	RET

// s becomes s plus the products of each four bytes of x with four signed ones
// of w: VPDPBUSD of AVX-VNNI, which the assembler knows for AVX-512 only. All
// three are numbers of registers.
#define VPDPBUSD(w, x, s) \
	BYTE $0xc4                                            \
	BYTE $(0x42 | (1-(s)/8)<<7 | (1-(w)/8)<<5)            \
	BYTE $(0x05 | (15-(x))<<3)                            \
	BYTE $0x50                                            \
	BYTE $(0xc0 | ((s)%8)<<3 | (w)%8)

// A row's four inputs at x by the weights in Y12 and Y13.
#define BYTES(x, s0, s1) \
	VPBROADCASTD x, Y14   \
	VPDPBUSD(12, 14, s0)  \
	VPDPBUSD(13, 14, s1)

// Six rows, four inputs at offset n of each.
#define INPUTS4(n) \
	VMOVDQU (16*n)(DI), Y12       \
	VMOVDQU (16*n+32)(DI), Y13    \
	BYTES(n(R8), 0, 1)            \
	BYTES(n(R8)(CX*1), 2, 3)      \
	BYTES(n(R8)(CX*2), 4, 5)      \
	BYTES(n(R9), 6, 7)            \
	BYTES(n(R9)(CX*1), 8, 9)      \
	BYTES(n(R9)(CX*2), 10, 11)

// func tileAVXVNNI(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)
TEXT ·tileAVXVNNI(SB), NOSPLIT, $0-80
	MOVQ    dst+0(FP), AX
	MOVQ    stride+8(FP), BX
	SHLQ    $2, BX
	MOVQ    x+16(FP), R8
	MOVQ    pitch+24(FP), CX
	MOVQ    w+32(FP), DI
	MOVQ    depth+40(FP), DX
	MOVQ    sums+64(FP), SI
	LEAQ    (CX)(CX*2), R9
	ADDQ    R8, R9
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), Y1
	VMOVDQA Y0, Y2
	VMOVDQA Y1, Y3
	VMOVDQA Y0, Y4
	VMOVDQA Y1, Y5
	VMOVDQA Y0, Y6
	VMOVDQA Y1, Y7
	VMOVDQA Y0, Y8
	VMOVDQA Y1, Y9
	VMOVDQA Y0, Y10
	VMOVDQA Y1, Y11

inputs:
	INPUTS4(0)
	INPUTS4(4)
	INPUTS4(8)
	INPUTS4(12)
	ADDQ $256, DI
	ADDQ $16, R8
	ADDQ $16, R9
	SUBQ $16, DX
	JG   inputs

	MOVQ    scale+48(FP), R10
	MOVQ    bias+56(FP), SI
	VMOVUPS (SI), Y12
	VMOVUPS 32(SI), Y13
	MOVQ    rowScale+72(FP), SI
	STORE(0, Y0, Y1)
	STORE(1, Y2, Y3)
	STORE(2, Y4, Y5)
	STORE(3, Y6, Y7)
	STORE(4, Y8, Y9)
	STORE(5, Y10, Y11)
	VZEROUPPER
	RET

// func largestAVX2(x *float32, n int) float32
TEXT ·largestAVX2(SB), NOSPLIT, $0-20
	MOVQ         x+0(FP), SI
	MOVQ         n+8(FP), CX
	VBROADCASTSS magnitude<>(SB), Y1
	VXORPS       Y0, Y0, Y0
	VXORPS       Y4, Y4, Y4

largest:
	VANDPS (SI), Y1, Y2
	VANDPS 32(SI), Y1, Y3
	VMAXPS Y2, Y0, Y0
	VMAXPS Y3, Y4, Y4
	ADDQ   $64, SI
	SUBQ   $16, CX
	JG     largest

	VMAXPS       Y4, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0x0e, X0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0x01, X0, X1
	VMAXPS       X1, X0, X0
	MOVSS        X0, ret+16(FP)
	VZEROUPPER
	RET

// func wordsAVX2(dst *byte, x *float32, n int, inverse float32)
TEXT ·wordsAVX2(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         x+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS inverse+24(FP), Y2

words:
	VMULPS    (SI), Y2, Y0
	VMULPS    32(SI), Y2, Y1
	VCVTPS2DQ Y0, Y0
	VCVTPS2DQ Y1, Y1
	VPACKSSDW Y1, Y0, Y0
	VPERMQ    $0xd8, Y0, Y0
	VMOVDQU   Y0, (DI)
	ADDQ      $64, SI
	ADDQ      $32, DI
	SUBQ      $16, CX
	JG        words
	VZEROUPPER
	RET

// func bytesAVX2(dst *byte, x *float32, n int, inverse float32)
TEXT ·bytesAVX2(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         x+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS inverse+24(FP), Y2
	VPBROADCASTD offset<>(SB), Y3

bytes:
	VMULPS       (SI), Y2, Y0
	VMULPS       32(SI), Y2, Y1
	VCVTPS2DQ    Y0, Y0
	VCVTPS2DQ    Y1, Y1
	VPACKSSDW    Y1, Y0, Y0
	VPERMQ       $0xd8, Y0, Y0
	VPADDW       Y3, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKUSWB    X1, X0, X0
	VMOVDQU      X0, (DI)
	ADDQ         $64, SI
	ADDQ         $16, DI
	SUBQ         $16, CX
	JG           bytes
	VZEROUPPER
	RET

// Constants of SQUASH and GATE.
#define CONSTANTS \
	VBROADCASTSS ones<>(SB), Y15   \
	VBROADCASTSS halves<>(SB), Y14 \
	VPBROADCASTD guess<>(SB), Y13  \
	VBROADCASTSS step1<>(SB), Y12  \
	VBROADCASTSS step2<>(SB), Y11

// z becomes z/√(1+z²); x, y and t are changed.
#define SQUASH(z, x, y, t) \
	VMULPS z, z, x    \
	VADDPS Y15, x, x  \
	VPSRLD $1, x, y   \
	VPSUBD y, Y13, y  \
	VMULPS Y14, x, x  \
	VMULPS y, y, t    \
	VMULPS x, t, t    \
	VSUBPS t, Y12, t  \
	VMULPS t, y, y    \
	VMULPS y, y, t    \
	VMULPS x, t, t    \
	VSUBPS t, Y11, t  \
	VMULPS t, y, y    \
	VMULPS y, z, z

// z becomes 1/2 + z/2.
#define GATE(z) \
	VMULPS Y14, z, z \
	VADDPS Y14, z, z

// func cellAVX2(out, u, skip, c *float32, n int)
TEXT ·cellAVX2(SB), NOSPLIT, $0-40
	MOVQ         out+0(FP), DI
	MOVQ         u+8(FP), SI
	MOVQ         skip+16(FP), DX
	MOVQ         c+24(FP), R8
	MOVQ         n+32(FP), CX
	LEAQ         (SI)(CX*4), R9
	LEAQ         (R9)(CX*4), R10
	CONSTANTS
	XORQ         AX, AX

channels:
	VMOVUPS (SI)(AX*4), Y0
	VMOVUPS (R9)(AX*4), Y1
	VMOVUPS (R10)(AX*4), Y2
	SQUASH(Y1, Y5, Y6, Y7)
	SQUASH(Y2, Y8, Y9, Y10)
	GATE(Y1)
	GATE(Y2)
	VMOVUPS (R8)(AX*4), Y3
	VSUBPS  Y0, Y3, Y3
	VMULPS  Y1, Y3, Y3
	VADDPS  Y3, Y0, Y3
	VMOVUPS Y3, (R8)(AX*4)
	SQUASH(Y3, Y5, Y6, Y7)
	VMOVUPS (DX)(AX*4), Y4
	VSUBPS  Y4, Y3, Y3
	VMULPS  Y2, Y3, Y3
	VADDPS  Y3, Y4, Y4
	VMOVUPS Y4, (DI)(AX*4)
	ADDQ    $8, AX
	CMPQ    AX, CX
	JL      channels
	VZEROUPPER
	RET

// func activateAVX2(x *float32, n int)
TEXT ·activateAVX2(SB), NOSPLIT, $0-16
	MOVQ         x+0(FP), SI
	MOVQ         n+8(FP), CX
	CONSTANTS

activate:
	VMOVUPS (SI), Y0
	SQUASH(Y0, Y1, Y2, Y3)
	VMOVUPS Y0, (SI)
	ADDQ    $32, SI
	SUBQ    $8, CX
	JG      activate
	VZEROUPPER
	RET

// func addRowAVX2(dst *float32, row *int8, n int, scale float32)
TEXT ·addRowAVX2(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         row+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS scale+24(FP), Y1

add:
	VPMOVSXBD (SI), Y0
	VCVTDQ2PS Y0, Y0
	VMULPS    Y1, Y0, Y0
	VADDPS    (DI), Y0, Y0
	VMOVUPS   Y0, (DI)
	ADDQ      $8, SI
	ADDQ      $32, DI
	SUBQ      $8, CX
	JG        add
	VZEROUPPER
	RET

// The sum of the lanes of y and z, in halves, goes to memory.
#define FOLD(y, z, x, t, to) \
	VADDPS       z, y, y      \
	VEXTRACTF128 $1, y, t     \
	VADDPS       t, x, x      \
	VPERMILPS    $0x0e, x, t  \
	VADDPS       t, x, x      \
	VPERMILPS    $0x01, x, t  \
	VADDPS       t, x, x      \
	VMOVSS       x, to

// func dotsAVX2(dst, x, rows *float32, stride, count, n int)
TEXT ·dotsAVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ rows+16(FP), R8
	MOVQ stride+24(FP), DX
	SHLQ $2, DX
	MOVQ count+32(FP), CX
	MOVQ n+40(FP), BX
	CMPQ CX, $2
	JL   rest

two:
	LEAQ   (R8)(DX*1), R9
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	XORQ   AX, AX

twoProducts:
	VMOVUPS (SI)(AX*4), Y4
	VMOVUPS 32(SI)(AX*4), Y5
	VMULPS  (R8)(AX*4), Y4, Y6
	VMULPS  32(R8)(AX*4), Y5, Y7
	VMULPS  (R9)(AX*4), Y4, Y8
	VMULPS  32(R9)(AX*4), Y5, Y9
	VADDPS  Y6, Y0, Y0
	VADDPS  Y7, Y1, Y1
	VADDPS  Y8, Y2, Y2
	VADDPS  Y9, Y3, Y3
	ADDQ    $16, AX
	CMPQ    AX, BX
	JL      twoProducts
	FOLD(Y0, Y1, X0, X4, (DI))
	FOLD(Y2, Y3, X2, X5, 4(DI))
	ADDQ    $8, DI
	LEAQ    (R9)(DX*1), R8
	SUBQ    $2, CX
	CMPQ    CX, $2
	JGE     two

rest:
	TESTQ CX, CX
	JLE   done
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	XORQ   AX, AX

products:
	VMOVUPS (SI)(AX*4), Y4
	VMOVUPS 32(SI)(AX*4), Y5
	VMULPS  (R8)(AX*4), Y4, Y6
	VMULPS  32(R8)(AX*4), Y5, Y7
	VADDPS  Y6, Y0, Y0
	VADDPS  Y7, Y1, Y1
	ADDQ    $16, AX
	CMPQ    AX, BX
	JL      products
	FOLD(Y0, Y1, X0, X4, (DI))

done:
	VZEROUPPER
	RET
