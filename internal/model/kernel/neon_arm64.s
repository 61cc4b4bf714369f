#include "textflag.h"

// Vector instructions that the assembler does not know, by the numbers of
// their registers: sources first (m, then n), the destination d last. Of a
// difference m is taken from n. Numbers are four of
// 32 bits where nothing else is said.
#define FADD(m, n, d) WORD $(0x4e20d400 | (m)<<16 | (n)<<5 | (d))
#define FSUB(m, n, d) WORD $(0x4ea0d400 | (m)<<16 | (n)<<5 | (d))
#define FMUL(m, n, d) WORD $(0x6e20dc00 | (m)<<16 | (n)<<5 | (d))
#define FMAX(m, n, d) WORD $(0x4e20f400 | (m)<<16 | (n)<<5 | (d))
#define FABS(n, d) WORD $(0x4ea0f800 | (n)<<5 | (d))
// To whole numbers, halves to even, and back.
#define FCVTNS(n, d) WORD $(0x4e21a800 | (n)<<5 | (d))
#define SCVTF(n, d) WORD $(0x4e21d800 | (n)<<5 | (d))
// The sum of the first two numbers; the largest of four.
#define FADDP(n, d) WORD $(0x7e30d800 | (n)<<5 | (d))
#define FMAXV(n, d) WORD $(0x6e30f800 | (n)<<5 | (d))
// Narrowing of 32 to 16 bits and of 16 to 8, into the low and the high half.
#define XTN_HS(n, d) WORD $(0x0e612800 | (n)<<5 | (d))
#define XTN2_HS(n, d) WORD $(0x4e612800 | (n)<<5 | (d))
#define XTN_BH(n, d) WORD $(0x0e212800 | (n)<<5 | (d))
#define XTN2_BH(n, d) WORD $(0x4e212800 | (n)<<5 | (d))
// Widening of 8 to 16 bits and of 16 to 32, from the low and the high half.
#define SXTL_HB(n, d) WORD $(0x0f08a400 | (n)<<5 | (d))
#define SXTL2_HB(n, d) WORD $(0x4f08a400 | (n)<<5 | (d))
#define SXTL_SH(n, d) WORD $(0x0f10a400 | (n)<<5 | (d))
#define SXTL2_SH(n, d) WORD $(0x4f10a400 | (n)<<5 | (d))
// Products of signed bytes as words of 16 bits: of the low halves; of the high
// halves, added to d. And d plus the sums of neighbouring words, in 32 bits.
#define SMULL(m, n, d) WORD $(0x0e20c000 | (m)<<16 | (n)<<5 | (d))
#define SMLAL2(m, n, d) WORD $(0x4e208000 | (m)<<16 | (n)<<5 | (d))
#define SADALP(n, d) WORD $(0x4e606800 | (n)<<5 | (d))
// d plus the products of each four signed bytes of n with four of m.
#define SDOT0(m, n, d) WORD $(0x4f80e000 | (m)<<16 | (n)<<5 | (d))
#define SDOT1(m, n, d) WORD $(0x4fa0e000 | (m)<<16 | (n)<<5 | (d))
#define SDOT2(m, n, d) WORD $(0x4f80e800 | (m)<<16 | (n)<<5 | (d))
#define SDOT3(m, n, d) WORD $(0x4fa0e800 | (m)<<16 | (n)<<5 | (d))

#define ZERO4(a, b, c, d) \
	VEOR a.B16, a.B16, a.B16 \
	VEOR b.B16, b.B16, b.B16 \
	VEOR c.B16, c.B16, c.B16 \
	VEOR d.B16, d.B16, d.B16

// Four inputs of four rows, in V16 to V19, by those of sixteen outputs.
#define INPUTS4(SDOT) \
	VLD1.P 64(R4), [V20.B16, V21.B16, V22.B16, V23.B16] \
	SDOT(16, 20, 0)  \
	SDOT(16, 21, 1)  \
	SDOT(16, 22, 2)  \
	SDOT(16, 23, 3)  \
	SDOT(17, 20, 4)  \
	SDOT(17, 21, 5)  \
	SDOT(17, 22, 6)  \
	SDOT(17, 23, 7)  \
	SDOT(18, 20, 8)  \
	SDOT(18, 21, 9)  \
	SDOT(18, 22, 10) \
	SDOT(18, 23, 11) \
	SDOT(19, 20, 12) \
	SDOT(19, 21, 13) \
	SDOT(19, 22, 14) \
	SDOT(19, 23, 15)

// Four results: to floating point, times both scales, plus the bias.
#define FINISH(rowScale, scale, bias, s) \
	FMUL(scale, rowScale, 31) \
	SCVTF(s, s)               \
	FMUL(31, s, s)            \
	FADD(bias, s, s)

#define STORE16(a, b, c, d, na, nb, nc, nd) \
	VLD1R.P 4(R8), [V30.S4]                 \
	FINISH(30, 16, 20, na)                  \
	FINISH(30, 17, 21, nb)                  \
	FINISH(30, 18, 22, nc)                  \
	FINISH(30, 19, 23, nd)                  \
	VST1 [a.S4, b.S4, c.S4, d.S4], (R0)     \
	ADD  R1, R0

// func tileDot(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)
TEXT ·tileDot(SB), NOSPLIT, $0-80
	MOVD dst+0(FP), R0
	MOVD stride+8(FP), R1
	LSL  $2, R1
	MOVD x+16(FP), R2
	MOVD pitch+24(FP), R3
	MOVD w+32(FP), R4
	MOVD depth+40(FP), R5
	ADD  R3, R2, R9
	ADD  R3, R9, R10
	ADD  R3, R10, R11
	ZERO4(V0, V1, V2, V3)
	ZERO4(V4, V5, V6, V7)
	ZERO4(V8, V9, V10, V11)
	ZERO4(V12, V13, V14, V15)

inputs:
	VLD1.P 16(R2), [V16.B16]
	VLD1.P 16(R9), [V17.B16]
	VLD1.P 16(R10), [V18.B16]
	VLD1.P 16(R11), [V19.B16]
	INPUTS4(SDOT0)
	INPUTS4(SDOT1)
	INPUTS4(SDOT2)
	INPUTS4(SDOT3)
	SUBS $16, R5
	BGT  inputs

	MOVD scale+48(FP), R6
	MOVD bias+56(FP), R7
	MOVD rowScale+72(FP), R8
	VLD1 (R6), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1 (R7), [V20.S4, V21.S4, V22.S4, V23.S4]
	STORE16(V0, V1, V2, V3, 0, 1, 2, 3)
	STORE16(V4, V5, V6, V7, 4, 5, 6, 7)
	STORE16(V8, V9, V10, V11, 8, 9, 10, 11)
	STORE16(V12, V13, V14, V15, 12, 13, 14, 15)
	RET

// Sixteen inputs of a row by those of four outputs, in V20 to V23. Two
// products of bytes are at most 2·128·128, within 16 bits.
#define ROW(x, s0, s1, s2, s3) \
	SMULL(20, x, 24)  \
	SMULL(21, x, 25)  \
	SMULL(22, x, 26)  \
	SMULL(23, x, 27)  \
	SMLAL2(20, x, 24) \
	SMLAL2(21, x, 25) \
	SMLAL2(22, x, 26) \
	SMLAL2(23, x, 27) \
	SADALP(24, s0)    \
	SADALP(25, s1)    \
	SADALP(26, s2)    \
	SADALP(27, s3)

// The sums of four outputs, each spread over four lanes.
#define STORE4(a, b, c, d, n) \
	VLD1R.P 4(R8), [V30.S4]     \
	VADDP   b.S4, a.S4, a.S4    \
	VADDP   d.S4, c.S4, c.S4    \
	VADDP   c.S4, a.S4, a.S4    \
	FINISH(30, 16, 17, n)       \
	VST1    [a.S4], (R0)        \
	ADD     R1, R0

// func tileNEON(dst *float32, stride int, x *byte, pitch int, w *byte, depth int, scale, bias *float32, sums *int32, rowScale *float32)
TEXT ·tileNEON(SB), NOSPLIT, $0-80
	MOVD dst+0(FP), R0
	MOVD stride+8(FP), R1
	LSL  $2, R1
	MOVD x+16(FP), R2
	MOVD pitch+24(FP), R3
	MOVD w+32(FP), R4
	MOVD depth+40(FP), R5
	ADD  R3, R2, R9
	ADD  R3, R9, R10
	ADD  R3, R10, R11
	ZERO4(V0, V1, V2, V3)
	ZERO4(V4, V5, V6, V7)
	ZERO4(V8, V9, V10, V11)
	ZERO4(V12, V13, V14, V15)

inputs:
	VLD1.P 64(R4), [V20.B16, V21.B16, V22.B16, V23.B16]
	VLD1.P 16(R2), [V16.B16]
	VLD1.P 16(R9), [V17.B16]
	VLD1.P 16(R10), [V18.B16]
	VLD1.P 16(R11), [V19.B16]
	ROW(16, 0, 1, 2, 3)
	ROW(17, 4, 5, 6, 7)
	ROW(18, 8, 9, 10, 11)
	ROW(19, 12, 13, 14, 15)
	SUBS $16, R5
	BGT  inputs

	MOVD scale+48(FP), R6
	MOVD bias+56(FP), R7
	MOVD rowScale+72(FP), R8
	VLD1 (R6), [V16.S4]
	VLD1 (R7), [V17.S4]
	STORE4(V0, V1, V2, V3, 0)
	STORE4(V4, V5, V6, V7, 4)
	STORE4(V8, V9, V10, V11, 8)
	STORE4(V12, V13, V14, V15, 12)
	RET

// func largestNEON(x *float32, n int) float32
TEXT ·largestNEON(SB), NOSPLIT, $0-20
	MOVD x+0(FP), R0
	MOVD n+8(FP), R1
	ZERO4(V0, V1, V2, V3)

largest:
	VLD1.P 64(R0), [V4.S4, V5.S4, V6.S4, V7.S4]
	FABS(4, 4)
	FABS(5, 5)
	FABS(6, 6)
	FABS(7, 7)
	FMAX(4, 0, 0)
	FMAX(5, 1, 1)
	FMAX(6, 2, 2)
	FMAX(7, 3, 3)
	SUBS $16, R1
	BGT  largest
	FMAX(1, 0, 0)
	FMAX(3, 2, 2)
	FMAX(2, 0, 0)
	FMAXV(0, 0)
	FMOVS F0, ret+16(FP)
	RET

// func bytesNEON(dst *byte, x *float32, n int, inverse float32)
TEXT ·bytesNEON(SB), NOSPLIT, $0-28
	MOVD  dst+0(FP), R0
	MOVD  x+8(FP), R1
	MOVD  n+16(FP), R2
	MOVWU inverse+24(FP), R3
	VDUP  R3, V4.S4

bytes:
	VLD1.P 64(R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	FMUL(4, 0, 0)
	FMUL(4, 1, 1)
	FMUL(4, 2, 2)
	FMUL(4, 3, 3)
	FCVTNS(0, 0)
	FCVTNS(1, 1)
	FCVTNS(2, 2)
	FCVTNS(3, 3)
	XTN_HS(0, 5)
	XTN2_HS(1, 5)
	XTN_HS(2, 6)
	XTN2_HS(3, 6)
	XTN_BH(5, 7)
	XTN2_BH(6, 7)
	VST1.P [V7.B16], 16(R0)
	SUBS   $16, R2
	BGT    bytes
	RET

// Constants of SQUASH and GATE, as in portable.go.
#define CONSTANTS \
	FMOVS $1.0, F31         \
	VDUP  V31.S[0], V31.S4  \
	FMOVS $0.5, F30         \
	VDUP  V30.S[0], V30.S4  \
	MOVD  $0x5f376908, R7   \
	VDUP  R7, V29.S4        \
	FMOVS $1.50087896, F28  \
	VDUP  V28.S[0], V28.S4  \
	FMOVS $1.50000057, F27  \
	VDUP  V27.S[0], V27.S4

// z becomes z/√(1+z²); x, y and t, and their vectors, are changed.
#define SQUASH(z, x, y, t, X, Y) \
	FMUL(z, z, x)             \
	FADD(31, x, x)            \
	VUSHR $1, X.S4, Y.S4      \
	VSUB  Y.S4, V29.S4, Y.S4  \
	FMUL(30, x, x)            \
	FMUL(y, y, t)             \
	FMUL(x, t, t)             \
	FSUB(t, 28, t)            \
	FMUL(t, y, y)             \
	FMUL(y, y, t)             \
	FMUL(x, t, t)             \
	FSUB(t, 27, t)            \
	FMUL(t, y, y)             \
	FMUL(y, z, z)

// z becomes 1/2 + z/2.
#define GATE(z) \
	FMUL(30, z, z) \
	FADD(30, z, z)

// func cellNEON(out, u, skip, c *float32, n int)
TEXT ·cellNEON(SB), NOSPLIT, $0-40
	MOVD  out+0(FP), R0
	MOVD  u+8(FP), R1
	MOVD  skip+16(FP), R2
	MOVD  c+24(FP), R3
	MOVD  n+32(FP), R4
	ADD   R4<<2, R1, R5
	ADD   R4<<2, R5, R6
	CONSTANTS

channels:
	VLD1.P 16(R1), [V0.S4]
	VLD1.P 16(R5), [V1.S4]
	VLD1.P 16(R6), [V2.S4]
	SQUASH(1, 5, 6, 7, V5, V6)
	SQUASH(2, 16, 17, 18, V16, V17)
	GATE(1)
	GATE(2)
	VLD1 (R3), [V3.S4]
	FSUB(0, 3, 3)
	FMUL(1, 3, 3)
	FADD(3, 0, 3)
	VST1.P [V3.S4], 16(R3)
	SQUASH(3, 5, 6, 7, V5, V6)
	VLD1.P 16(R2), [V4.S4]
	FSUB(4, 3, 3)
	FMUL(2, 3, 3)
	FADD(3, 4, 4)
	VST1.P [V4.S4], 16(R0)
	SUBS   $4, R4
	BGT    channels
	RET

// func activateNEON(x *float32, n int)
TEXT ·activateNEON(SB), NOSPLIT, $0-16
	MOVD  x+0(FP), R0
	MOVD  n+8(FP), R1
	CONSTANTS

activate:
	VLD1 (R0), [V0.S4]
	SQUASH(0, 1, 2, 3, V1, V2)
	VST1.P [V0.S4], 16(R0)
	SUBS   $4, R1
	BGT    activate
	RET

// func addRowNEON(dst *float32, row *int8, n int, scale float32)
TEXT ·addRowNEON(SB), NOSPLIT, $0-28
	MOVD  dst+0(FP), R0
	MOVD  row+8(FP), R1
	MOVD  n+16(FP), R2
	MOVWU scale+24(FP), R3
	VDUP  R3, V16.S4

add:
	VLD1.P 16(R1), [V0.B16]
	VLD1   (R0), [V8.S4, V9.S4, V10.S4, V11.S4]
	SXTL_HB(0, 1)
	SXTL2_HB(0, 2)
	SXTL_SH(1, 4)
	SXTL2_SH(1, 5)
	SXTL_SH(2, 6)
	SXTL2_SH(2, 7)
	SCVTF(4, 4)
	SCVTF(5, 5)
	SCVTF(6, 6)
	SCVTF(7, 7)
	FMUL(16, 4, 4)
	FMUL(16, 5, 5)
	FMUL(16, 6, 6)
	FMUL(16, 7, 7)
	FADD(4, 8, 8)
	FADD(5, 9, 9)
	FADD(6, 10, 10)
	FADD(7, 11, 11)
	VST1.P [V8.S4, V9.S4, V10.S4, V11.S4], 64(R0)
	SUBS   $16, R2
	BGT    add
	RET

// func dotsNEON(dst, x, rows *float32, stride, count, n int)
TEXT ·dotsNEON(SB), NOSPLIT, $0-48
	MOVD dst+0(FP), R0
	MOVD x+8(FP), R1
	MOVD rows+16(FP), R2
	MOVD stride+24(FP), R3
	LSL  $2, R3
	MOVD count+32(FP), R4
	MOVD n+40(FP), R5

row:
	MOVD R1, R6
	MOVD R2, R7
	MOVD R5, R8
	ZERO4(V0, V1, V2, V3)

products:
	VLD1.P 64(R6), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1.P 64(R7), [V16.S4, V17.S4, V18.S4, V19.S4]
	FMUL(4, 16, 16)
	FMUL(5, 17, 17)
	FMUL(6, 18, 18)
	FMUL(7, 19, 19)
	FADD(16, 0, 0)
	FADD(17, 1, 1)
	FADD(18, 2, 2)
	FADD(19, 3, 3)
	SUBS $16, R8
	BGT  products

	// The sum of all lanes, in halves.
	FADD(2, 0, 0)
	FADD(3, 1, 1)
	FADD(1, 0, 0)
	VEXT  $8, V0.B16, V0.B16, V1.B16
	FADD(1, 0, 0)
	FADDP(0, 0)
	FMOVS F0, (R0)
	ADD   $4, R0
	ADD   R3, R2
	SUBS  $1, R4
	BGT   row
	RET
