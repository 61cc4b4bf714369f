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
DATA magnitude<>+0(SB)/4, $0x7fffffff
GLOBL magnitude<>(SB), RODATA|NOPTR, $4
DATA offset<>+0(SB)/4, $128
GLOBL offset<>(SB), RODATA|NOPTR, $4

// Three rows of activations, four inputs at offset n of each, by the weights
// in Z24 and Z25.
#define ROWS3(n, base, a0, a1, b0, b1, c0, c1) \
	VPBROADCASTD n(base), Z26         \
	VPBROADCASTD n(base)(CX*1), Z27   \
	VPBROADCASTD n(base)(CX*2), Z28   \
	VPDPBUSD     Z24, Z26, a0         \
	VPDPBUSD     Z25, Z26, a1         \
	VPDPBUSD     Z24, Z27, b0         \
	VPDPBUSD     Z25, Z27, b1         \
	VPDPBUSD     Z24, Z28, c0         \
	VPDPBUSD     Z25, Z28, c1

// Twelve rows, four inputs at offset n of each.
#define INPUTS4(n) \
	VMOVDQU32 (32*n)(DI), Z24                       \
	VMOVDQU32 (32*n+64)(DI), Z25                    \
	ROWS3(n, R8, Z0, Z1, Z2, Z3, Z4, Z5)            \
	ROWS3(n, R9, Z6, Z7, Z8, Z9, Z10, Z11)          \
	ROWS3(n, R10, Z12, Z13, Z14, Z15, Z16, Z17)     \
	ROWS3(n, R11, Z18, Z19, Z20, Z21, Z22, Z23)

// One row of results: to floating point, times both scales, plus the bias.
#define STORE(n, s0, s1) \
	VBROADCASTSS (4*n)(SI), Z26 \
	VMULPS       Z24, Z26, Z27  \
	VMULPS       Z25, Z26, Z26  \
	VCVTDQ2PS    s0, s0         \
	VCVTDQ2PS    s1, s1         \
	VMULPS       Z27, s0, s0    \
	VMULPS       Z26, s1, s1    \
	VADDPS       Z28, s0, s0    \
	VADDPS       Z29, s1, s1    \
	VMOVUPS      s0, (AX)       \
	VMOVUPS      s1, 64(AX)     \
	ADDQ         BX, AX

// func tileAVX512(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)
TEXT ·tileAVX512(SB), NOSPLIT, $0-80
	MOVQ dst+0(FP), AX
	MOVQ stride+8(FP), BX
	SHLQ $2, BX
	MOVQ x+16(FP), R8
	MOVQ pitch+24(FP), CX
	MOVQ w+32(FP), DI
	MOVQ depth+40(FP), DX
	MOVQ sums+64(FP), SI
	LEAQ (CX)(CX*2), R12
	LEAQ (R8)(R12*1), R9
	LEAQ (R9)(R12*1), R10
	LEAQ (R10)(R12*1), R11

	VMOVDQU32 (SI), Z0
	VMOVDQU32 64(SI), Z1
	VMOVDQA32 Z0, Z2
	VMOVDQA32 Z1, Z3
	VMOVDQA32 Z0, Z4
	VMOVDQA32 Z1, Z5
	VMOVDQA32 Z0, Z6
	VMOVDQA32 Z1, Z7
	VMOVDQA32 Z0, Z8
	VMOVDQA32 Z1, Z9
	VMOVDQA32 Z0, Z10
	VMOVDQA32 Z1, Z11
	VMOVDQA32 Z0, Z12
	VMOVDQA32 Z1, Z13
	VMOVDQA32 Z0, Z14
	VMOVDQA32 Z1, Z15
	VMOVDQA32 Z0, Z16
	VMOVDQA32 Z1, Z17
	VMOVDQA32 Z0, Z18
	VMOVDQA32 Z1, Z19
	VMOVDQA32 Z0, Z20
	VMOVDQA32 Z1, Z21
	VMOVDQA32 Z0, Z22
	VMOVDQA32 Z1, Z23

inputs:
	INPUTS4(0)
	INPUTS4(4)
	INPUTS4(8)
	INPUTS4(12)
	ADDQ $512, DI
	ADDQ $16, R8
	ADDQ $16, R9
	ADDQ $16, R10
	ADDQ $16, R11
	SUBQ $16, DX
	JG   inputs

	MOVQ    scale+48(FP), SI
	VMOVUPS (SI), Z24
	VMOVUPS 64(SI), Z25
	MOVQ    bias+56(FP), SI
	VMOVUPS (SI), Z28
	VMOVUPS 64(SI), Z29
	MOVQ    rowScale+72(FP), SI
	STORE(0, Z0, Z1)
	STORE(1, Z2, Z3)
	STORE(2, Z4, Z5)
	STORE(3, Z6, Z7)
	STORE(4, Z8, Z9)
	STORE(5, Z10, Z11)
	STORE(6, Z12, Z13)
	STORE(7, Z14, Z15)
	STORE(8, Z16, Z17)
	STORE(9, Z18, Z19)
	STORE(10, Z20, Z21)
	STORE(11, Z22, Z23)
	VZEROUPPER
	RET

// func largestAVX512(x *float32, n int) float32
TEXT ·largestAVX512(SB), NOSPLIT, $0-20
	MOVQ         x+0(FP), SI
	MOVQ         n+8(FP), CX
	VBROADCASTSS magnitude<>(SB), Z1
	VPXORD       Z0, Z0, Z0

largest:
	VANDPS (SI), Z1, Z2
	VMAXPS Z2, Z0, Z0
	ADDQ   $64, SI
	SUBQ   $16, CX
	JG     largest

	VEXTRACTF64X4 $1, Z0, Y1
	VMAXPS        Y1, Y0, Y0
	VEXTRACTF128  $1, Y0, X1
	VMAXPS        X1, X0, X0
	VPERMILPS     $0x0e, X0, X1
	VMAXPS        X1, X0, X0
	VPERMILPS     $0x01, X0, X1
	VMAXPS        X1, X0, X0
	MOVSS         X0, ret+16(FP)
	VZEROUPPER
	RET

// func bytesAVX512(dst *byte, x *float32, n int, inverse float32)
TEXT ·bytesAVX512(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         x+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS inverse+24(FP), Z1
	VPBROADCASTD offset<>(SB), Z2

bytes:
	VMULPS   (SI), Z1, Z0
	VCVTPS2DQ Z0, Z0
	VPADDD   Z2, Z0, Z0
	VPMOVDB  Z0, (DI)
	ADDQ     $64, SI
	ADDQ     $16, DI
	SUBQ     $16, CX
	JG       bytes
	VZEROUPPER
	RET

// Constants of SQUASH and GATE.
#define CONSTANTS \
	VBROADCASTSS ones<>(SB), Z31   \
	VBROADCASTSS halves<>(SB), Z30 \
	VPBROADCASTD guess<>(SB), Z29  \
	VBROADCASTSS step1<>(SB), Z28  \
	VBROADCASTSS step2<>(SB), Z27

// z becomes z/√(1+z²); x, y and t are changed.
#define SQUASH(z, x, y, t) \
	VMULPS z, z, x    \
	VADDPS Z31, x, x  \
	VPSRLD $1, x, y   \
	VPSUBD y, Z29, y  \
	VMULPS Z30, x, x  \
	VMULPS y, y, t    \
	VMULPS x, t, t    \
	VSUBPS t, Z28, t  \
	VMULPS t, y, y    \
	VMULPS y, y, t    \
	VMULPS x, t, t    \
	VSUBPS t, Z27, t  \
	VMULPS t, y, y    \
	VMULPS y, z, z

// z becomes 1/2 + z/2.
#define GATE(z) \
	VMULPS Z30, z, z \
	VADDPS Z30, z, z

// func cellAVX512(out, u, skip, c *float32, n int)
TEXT ·cellAVX512(SB), NOSPLIT, $0-40
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
	VMOVUPS (SI)(AX*4), Z0
	VMOVUPS (R9)(AX*4), Z1
	VMOVUPS (R10)(AX*4), Z2
	SQUASH(Z1, Z5, Z6, Z7)
	SQUASH(Z2, Z8, Z9, Z10)
	GATE(Z1)
	GATE(Z2)
	VMOVUPS (R8)(AX*4), Z3
	VSUBPS  Z0, Z3, Z3
	VMULPS  Z1, Z3, Z3
	VADDPS  Z3, Z0, Z3
	VMOVUPS Z3, (R8)(AX*4)
	SQUASH(Z3, Z5, Z6, Z7)
	VMOVUPS (DX)(AX*4), Z4
	VSUBPS  Z4, Z3, Z3
	VMULPS  Z2, Z3, Z3
	VADDPS  Z3, Z4, Z4
	VMOVUPS Z4, (DI)(AX*4)
	ADDQ    $16, AX
	CMPQ    AX, CX
	JL      channels
	VZEROUPPER
	RET

// func activateAVX512(x *float32, n int)
TEXT ·activateAVX512(SB), NOSPLIT, $0-16
	MOVQ         x+0(FP), SI
	MOVQ         n+8(FP), CX
	CONSTANTS

activate:
	VMOVUPS (SI), Z0
	SQUASH(Z0, Z1, Z2, Z3)
	VMOVUPS Z0, (SI)
	ADDQ    $64, SI
	SUBQ    $16, CX
	JG      activate
	VZEROUPPER
	RET

// func addRowAVX512(dst *float32, row *int8, n int, scale float32)
TEXT ·addRowAVX512(SB), NOSPLIT, $0-28
	MOVQ         dst+0(FP), DI
	MOVQ         row+8(FP), SI
	MOVQ         n+16(FP), CX
	VBROADCASTSS scale+24(FP), Z1

add:
	VPMOVSXBD (SI), Z0
	VCVTDQ2PS Z0, Z0
	VMULPS    Z1, Z0, Z0
	VADDPS    (DI), Z0, Z0
	VMOVUPS   Z0, (DI)
	ADDQ      $16, SI
	ADDQ      $64, DI
	SUBQ      $16, CX
	JG        add
	VZEROUPPER
	RET

// The sum of all lanes of z, in halves, goes to memory.
#define FOLD(z, y, x, ty, tx, to) \
	VEXTRACTF64X4 $1, z, ty     \
	VADDPS        ty, y, y      \
	VEXTRACTF128  $1, y, tx     \
	VADDPS        tx, x, x      \
	VPERMILPS     $0x0e, x, tx  \
	VADDPS        tx, x, x      \
	VPERMILPS     $0x01, x, tx  \
	VADDPS        tx, x, x      \
	VMOVSS        x, to

// func dotsAVX512(dst, x, rows *float32, stride, count, n int)
TEXT ·dotsAVX512(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ rows+16(FP), R8
	MOVQ stride+24(FP), DX
	SHLQ $2, DX
	MOVQ count+32(FP), CX
	MOVQ n+40(FP), BX
	CMPQ CX, $4
	JL   rest

four:
	LEAQ   (R8)(DX*1), R9
	LEAQ   (R9)(DX*1), R10
	LEAQ   (R10)(DX*1), R11
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	XORQ   AX, AX

fourProducts:
	VMOVUPS (SI)(AX*4), Z4
	VMULPS  (R8)(AX*4), Z4, Z5
	VMULPS  (R9)(AX*4), Z4, Z6
	VMULPS  (R10)(AX*4), Z4, Z7
	VMULPS  (R11)(AX*4), Z4, Z8
	VADDPS  Z5, Z0, Z0
	VADDPS  Z6, Z1, Z1
	VADDPS  Z7, Z2, Z2
	VADDPS  Z8, Z3, Z3
	ADDQ    $16, AX
	CMPQ    AX, BX
	JL      fourProducts
	FOLD(Z0, Y0, X0, Y4, X4, (DI))
	FOLD(Z1, Y1, X1, Y5, X5, 4(DI))
	FOLD(Z2, Y2, X2, Y6, X6, 8(DI))
	FOLD(Z3, Y3, X3, Y7, X7, 12(DI))
	ADDQ    $16, DI
	LEAQ    (R11)(DX*1), R8
	SUBQ    $4, CX
	CMPQ    CX, $4
	JGE     four

rest:
	TESTQ CX, CX
	JLE   done

one:
	VPXORD Z0, Z0, Z0
	XORQ   AX, AX

products:
	VMOVUPS (SI)(AX*4), Z4
	VMULPS  (R8)(AX*4), Z4, Z5
	VADDPS  Z5, Z0, Z0
	ADDQ    $16, AX
	CMPQ    AX, BX
	JL      products
	FOLD(Z0, Y0, X0, Y4, X4, (DI))
	ADDQ    $4, DI
	ADDQ    DX, R8
	SUBQ    $1, CX
	JG      one

done:
	VZEROUPPER
	RET
