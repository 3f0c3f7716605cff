//go:build !purego

#include "go_asm.h"
#include "textflag.h"
#include "neon_arm64.h"

// Products with NEON. A tile has up to 6 rows of the input and the 16 columns of a panel.
// The sums of row i are in V(4i) to V(4i+3). V24 to V29 contain four numbers of the input
// of each row. V30 and V31 contain half a row of the panel. A step processes one row of
// the panel. For 6 rows it needs 24 multiply-adds and 2 loads of 32 bytes.
//
// Registers:
//	R0  arguments           R1  panels
//	R2 to R7  input, a register per row
//	R8  input, stride       R9  output, row 0
//	R10 output, stride      R11 output, current row
//	R12 panels left         R13 steps left

// HALFn multiplies half a row of the panel, in V30 and V31, with one lane of the input of
// each of n rows. from is 0 for the first half of the row, whose sums are in the first
// two registers of a row's sums, and 2 for the second half.
#define MULADD(lane, x, sums) FMLAL(lane, x, 30, sums); FMLAL(lane, x, 31, (sums)+1)
#define HALF1(lane, from) MULADD(lane, 24, from)
#define HALF2(lane, from) HALF1(lane, from); MULADD(lane, 25, 4+from)
#define HALF3(lane, from) HALF2(lane, from); MULADD(lane, 26, 8+from)
#define HALF4(lane, from) HALF3(lane, from); MULADD(lane, 27, 12+from)
#define HALF5(lane, from) HALF4(lane, from); MULADD(lane, 28, 16+from)
#define HALF6(lane, from) HALF5(lane, from); MULADD(lane, 29, 20+from)

// STEP processes one step for the rows of HALF.
#define STEP(HALF, lane) \
	VLD1.P 32(R1), [V30.S4, V31.S4]; \
	HALF(lane, 0); \
	VLD1.P 32(R1), [V30.S4, V31.S4]; \
	HALF(lane, 2)

// FOURn loads four numbers of the input of n rows, ONEn loads one.
#define FOUR1 VLD1.P 16(R2), [V24.S4]
#define FOUR2 FOUR1; VLD1.P 16(R3), [V25.S4]
#define FOUR3 FOUR2; VLD1.P 16(R4), [V26.S4]
#define FOUR4 FOUR3; VLD1.P 16(R5), [V27.S4]
#define FOUR5 FOUR4; VLD1.P 16(R6), [V28.S4]
#define FOUR6 FOUR5; VLD1.P 16(R7), [V29.S4]
#define ONE1 FMOVS.P 4(R2), F24
#define ONE2 ONE1; FMOVS.P 4(R3), F25
#define ONE3 ONE2; FMOVS.P 4(R4), F26
#define ONE4 ONE3; FMOVS.P 4(R5), F27
#define ONE5 ONE4; FMOVS.P 4(R6), F28
#define ONE6 ONE5; FMOVS.P 4(R7), F29

// CLEARn sets the sums of n rows to zero. KEEPn sets them to the output. STOREn writes
// them.
#define CLEAR(a, b, c, d) \
	VEOR a.B16, a.B16, a.B16; VEOR b.B16, b.B16, b.B16; \
	VEOR c.B16, c.B16, c.B16; VEOR d.B16, d.B16, d.B16
#define CLEAR1 CLEAR(V0, V1, V2, V3)
#define CLEAR2 CLEAR1; CLEAR(V4, V5, V6, V7)
#define CLEAR3 CLEAR2; CLEAR(V8, V9, V10, V11)
#define CLEAR4 CLEAR3; CLEAR(V12, V13, V14, V15)
#define CLEAR5 CLEAR4; CLEAR(V16, V17, V18, V19)
#define CLEAR6 CLEAR5; CLEAR(V20, V21, V22, V23)

#define KEEP1 MOVD R9, R11; VLD1 (R11), [V0.S4, V1.S4, V2.S4, V3.S4]
#define KEEP2 KEEP1; ADD R10, R11; VLD1 (R11), [V4.S4, V5.S4, V6.S4, V7.S4]
#define KEEP3 KEEP2; ADD R10, R11; VLD1 (R11), [V8.S4, V9.S4, V10.S4, V11.S4]
#define KEEP4 KEEP3; ADD R10, R11; VLD1 (R11), [V12.S4, V13.S4, V14.S4, V15.S4]
#define KEEP5 KEEP4; ADD R10, R11; VLD1 (R11), [V16.S4, V17.S4, V18.S4, V19.S4]
#define KEEP6 KEEP5; ADD R10, R11; VLD1 (R11), [V20.S4, V21.S4, V22.S4, V23.S4]

#define STORE1 MOVD R9, R11; VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R11)
#define STORE2 STORE1; ADD R10, R11; VST1 [V4.S4, V5.S4, V6.S4, V7.S4], (R11)
#define STORE3 STORE2; ADD R10, R11; VST1 [V8.S4, V9.S4, V10.S4, V11.S4], (R11)
#define STORE4 STORE3; ADD R10, R11; VST1 [V12.S4, V13.S4, V14.S4, V15.S4], (R11)
#define STORE5 STORE4; ADD R10, R11; VST1 [V16.S4, V17.S4, V18.S4, V19.S4], (R11)
#define STORE6 STORE5; ADD R10, R11; VST1 [V20.S4, V21.S4, V22.S4, V23.S4], (R11)

// FLOAT_PRODUCT is the body of floatRowsN. It runs four steps at a time, then the
// remaining steps one at a time.
#define FLOAT_PRODUCT(CLEAR, KEEP, FOUR, ONE, HALF, STORE) \
	MOVD c+0(FP), R0; \
	MOVD floatCall_weights(R0), R1; \
	MOVD floatCall_inStride(R0), R8; \
	MOVD floatCall_out(R0), R9; \
	MOVD floatCall_outStride(R0), R10; \
	MOVD floatCall_panels(R0), R12; \
panel: \
	MOVD floatCall_in(R0), R2; \
	ADD R8, R2, R3; \
	ADD R8, R3, R4; \
	ADD R8, R4, R5; \
	ADD R8, R5, R6; \
	ADD R8, R6, R7; \
	CLEAR; \
	MOVD floatCall_add(R0), R13; \
	CBZ R13, begin; \
	KEEP; \
begin: \
	MOVD floatCall_depth(R0), R13; \
	SUBS $4, R13; \
	BLT rest; \
steps: \
	FOUR; \
	STEP(HALF, 0); \
	STEP(HALF, 1); \
	STEP(HALF, 2); \
	STEP(HALF, 3); \
	SUBS $4, R13; \
	BGE steps; \
rest: \
	ADDS $4, R13; \
	BEQ done; \
step: \
	ONE; \
	STEP(HALF, 0); \
	SUBS $1, R13; \
	BNE step; \
done: \
	STORE; \
	ADD $64, R9; \
	SUBS $1, R12; \
	BNE panel; \
	RET

// func floatRows1(c *floatCall)
TEXT ·floatRows1(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR1, KEEP1, FOUR1, ONE1, HALF1, STORE1)

// func floatRows2(c *floatCall)
TEXT ·floatRows2(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR2, KEEP2, FOUR2, ONE2, HALF2, STORE2)

// func floatRows3(c *floatCall)
TEXT ·floatRows3(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR3, KEEP3, FOUR3, ONE3, HALF3, STORE3)

// func floatRows4(c *floatCall)
TEXT ·floatRows4(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR4, KEEP4, FOUR4, ONE4, HALF4, STORE4)

// func floatRows5(c *floatCall)
TEXT ·floatRows5(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR5, KEEP5, FOUR5, ONE5, HALF5, STORE5)

// func floatRows6(c *floatCall)
TEXT ·floatRows6(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR6, KEEP6, FOUR6, ONE6, HALF6, STORE6)

// func widenNEON(panel *PanelRow, weights *byte, scales *float32, groups int)
//
// It converts sixteen int8 weights to four registers of float32 and multiplies them by
// the scales of their group, in V16 to V19.
TEXT ·widenNEON(SB), NOSPLIT, $0-32
	MOVD panel+0(FP), R0
	MOVD weights+8(FP), R1
	MOVD scales+16(FP), R2
	MOVD groups+24(FP), R3
group:
	VLD1.P 64(R2), [V16.S4, V17.S4, V18.S4, V19.S4]
	MOVD $const_GroupDepth, R4
row:
	VLD1.P 16(R1), [V4.B16]
	SXTL8(4, 5)
	SXTL8HIGH(4, 6)
	SXTL16(5, 0)
	SXTL16HIGH(5, 1)
	SXTL16(6, 2)
	SXTL16HIGH(6, 3)
	SCVTF(0, 0)
	SCVTF(1, 1)
	SCVTF(2, 2)
	SCVTF(3, 3)
	FMUL(16, 0, 0)
	FMUL(17, 1, 1)
	FMUL(18, 2, 2)
	FMUL(19, 3, 3)
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	SUBS $1, R4
	BNE row
	SUBS $1, R3
	BNE group
	RET
