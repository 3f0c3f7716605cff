//go:build !purego

#include "go_asm.h"
#include "textflag.h"

// Products with AVX2 and FMA. A tile has up to 6 rows of the input and the 16 columns of
// a panel. The sums of row i are in Y(2i) and Y(2i+1). Y12 and Y13 contain one row of the
// panel. Y14 and Y15 contain one number of the input in each lane. A step processes one
// row of the panel. For 6 rows it needs 12 multiply-adds, 6 broadcasts and 2 loads, which
// take 6 cycles on a processor with two units for each.
//
// Registers:
//	AX  arguments           BX  panels left
//	SI  panels              CX  groups left in the panel
//	R8  input, row 0        DX  steps left
//	R9  input, stride       R10 input, row 3
//	DI  output, row 0       R11 output, stride
//	R12 output, row 3       R13 scales
//	R15 bias
//
// Rows 0 to 2 of the input are at (R8), (R8)(R9*1) and (R8)(R9*2), and rows 3 to 5 at the
// same offsets from R10. The output is the same with DI, R11 and R12.

// MULADD adds the panel's row times the number at a to the sums of a row.
#define MULADD(a, x, low, high) \
	VBROADCASTSS a, x; \
	VFMADD231PS Y12, x, low; \
	VFMADD231PS Y13, x, high

// STEPn processes one step for n rows. a is the offset of the input in bytes.
#define STEP1(a) MULADD(a(R8), Y14, Y0, Y1)
#define STEP2(a) STEP1(a); MULADD(a(R8)(R9*1), Y15, Y2, Y3)
#define STEP3(a) STEP2(a); MULADD(a(R8)(R9*2), Y14, Y4, Y5)
#define STEP4(a) STEP3(a); MULADD(a(R10), Y15, Y6, Y7)
#define STEP5(a) STEP4(a); MULADD(a(R10)(R9*1), Y14, Y8, Y9)
#define STEP6(a) STEP5(a); MULADD(a(R10)(R9*2), Y15, Y10, Y11)

// CLEARn sets the sums of n rows to zero.
#define CLEAR(low, high) VXORPS low, low, low; VXORPS high, high, high
#define CLEAR1 CLEAR(Y0, Y1)
#define CLEAR2 CLEAR1; CLEAR(Y2, Y3)
#define CLEAR3 CLEAR2; CLEAR(Y4, Y5)
#define CLEAR4 CLEAR3; CLEAR(Y6, Y7)
#define CLEAR5 CLEAR4; CLEAR(Y8, Y9)
#define CLEAR6 CLEAR5; CLEAR(Y10, Y11)

// STOREn writes the sums of n rows.
#define STORE(low, high, a, b) VMOVUPS low, a; VMOVUPS high, b
#define STORE1 STORE(Y0, Y1, (DI), 32(DI))
#define STORE2 STORE1; STORE(Y2, Y3, (DI)(R11*1), 32(DI)(R11*1))
#define STORE3 STORE2; STORE(Y4, Y5, (DI)(R11*2), 32(DI)(R11*2))
#define STORE4 STORE3; STORE(Y6, Y7, (R12), 32(R12))
#define STORE5 STORE4; STORE(Y8, Y9, (R12)(R11*1), 32(R12)(R11*1))
#define STORE6 STORE5; STORE(Y10, Y11, (R12)(R11*2), 32(R12)(R11*2))

// STARTn sets the output of n rows to the bias (Y12, Y13). If all bits of the mask Y14
// are set, it adds the bias to the output instead.
#define START(low, high, a, b) \
	VANDPS a, Y14, low; \
	VANDPS b, Y14, high; \
	VADDPS Y12, low, low; \
	VADDPS Y13, high, high; \
	VMOVUPS low, a; \
	VMOVUPS high, b
#define START1 START(Y0, Y1, (DI), 32(DI))
#define START2 START1; START(Y2, Y3, (DI)(R11*1), 32(DI)(R11*1))
#define START3 START2; START(Y4, Y5, (DI)(R11*2), 32(DI)(R11*2))
#define START4 START3; START(Y6, Y7, (R12), 32(R12))
#define START5 START4; START(Y8, Y9, (R12)(R11*1), 32(R12)(R11*1))
#define START6 START5; START(Y10, Y11, (R12)(R11*2), 32(R12)(R11*2))

// SCALEn multiplies the sums of n rows by the scales of the group (Y12, Y13) and adds the
// output.
#define SCALE(low, high, a, b) \
	VFMADD213PS a, Y12, low; \
	VFMADD213PS b, Y13, high
#define SCALE1 SCALE(Y0, Y1, (DI), 32(DI))
#define SCALE2 SCALE1; SCALE(Y2, Y3, (DI)(R11*1), 32(DI)(R11*1))
#define SCALE3 SCALE2; SCALE(Y4, Y5, (DI)(R11*2), 32(DI)(R11*2))
#define SCALE4 SCALE3; SCALE(Y6, Y7, (R12), 32(R12))
#define SCALE5 SCALE4; SCALE(Y8, Y9, (R12)(R11*1), 32(R12)(R11*1))
#define SCALE6 SCALE5; SCALE(Y10, Y11, (R12)(R11*2), 32(R12)(R11*2))

// WIDEN loads a row of an int8 panel (16 bytes at w) as float32.
#define WIDEN(w) \
	VPMOVSXBD w(SI), Y12; \
	VPMOVSXBD w+8(SI), Y13; \
	VCVTDQ2PS Y12, Y12; \
	VCVTDQ2PS Y13, Y13

// LOAD loads a row of a float32 panel (64 bytes at w).
#define LOAD(w) \
	VMOVUPS w(SI), Y12; \
	VMOVUPS w+32(SI), Y13

// Four steps use 64 bytes of int8 weights, which is one cache line. The prefetched line
// is used 128 steps later.
#define FETCH_AHEAD 2048

// INT8_PRODUCT is the body of int8RowsN. For each panel it sets the output to the bias.
// For each group of the panel it computes the sums of its steps, scales them and adds
// them to the output. The sums leave the registers once every const_GroupDepth steps.
#define INT8_PRODUCT(START, CLEAR, STEP, SCALE, STORE) \
	MOVQ c+0(FP), AX; \
	MOVQ int8Call_inStride(AX), R9; \
	MOVQ int8Call_out(AX), DI; \
	MOVQ int8Call_outStride(AX), R11; \
	LEAQ (DI)(R11*2), R12; \
	ADDQ R11, R12; \
	MOVQ int8Call_weights(AX), SI; \
	MOVQ int8Call_scales(AX), R13; \
	MOVQ int8Call_bias(AX), R15; \
	MOVQ int8Call_panels(AX), BX; \
panel: \
	MOVQ int8Call_in(AX), R8; \
	LEAQ (R8)(R9*2), R10; \
	ADDQ R9, R10; \
	VBROADCASTSS int8Call_add(AX), Y14; \
	VMOVUPS (R15), Y12; \
	VMOVUPS 32(R15), Y13; \
	START; \
	MOVQ int8Call_groups(AX), CX; \
group: \
	CLEAR; \
	MOVQ $(const_GroupDepth/4), DX; \
steps: \
	PREFETCHT0 FETCH_AHEAD(SI); \
	WIDEN(0); STEP(0); \
	WIDEN(16); STEP(4); \
	WIDEN(32); STEP(8); \
	WIDEN(48); STEP(12); \
	ADDQ $64, SI; \
	ADDQ $16, R8; \
	ADDQ $16, R10; \
	DECQ DX; \
	JNZ steps; \
	VMOVUPS (R13), Y12; \
	VMOVUPS 32(R13), Y13; \
	SCALE; \
	STORE; \
	ADDQ $64, R13; \
	DECQ CX; \
	JNZ group; \
	ADDQ $64, R15; \
	ADDQ $64, DI; \
	ADDQ $64, R12; \
	DECQ BX; \
	JNZ panel; \
	VZEROUPPER; \
	RET

// FLOAT_PRODUCT is the body of floatRowsN. It runs four steps at a time, then the
// remaining steps one at a time.
#define FLOAT_PRODUCT(CLEAR, STEP, STORE) \
	MOVQ c+0(FP), AX; \
	MOVQ floatCall_inStride(AX), R9; \
	MOVQ floatCall_out(AX), DI; \
	MOVQ floatCall_outStride(AX), R11; \
	LEAQ (DI)(R11*2), R12; \
	ADDQ R11, R12; \
	MOVQ floatCall_weights(AX), SI; \
	MOVQ floatCall_panels(AX), BX; \
panel: \
	MOVQ floatCall_in(AX), R8; \
	LEAQ (R8)(R9*2), R10; \
	ADDQ R9, R10; \
	CLEAR; \
	MOVQ floatCall_depth(AX), DX; \
	SUBQ $4, DX; \
	JLT rest; \
steps: \
	LOAD(0); STEP(0); \
	LOAD(64); STEP(4); \
	LOAD(128); STEP(8); \
	LOAD(192); STEP(12); \
	ADDQ $256, SI; \
	ADDQ $16, R8; \
	ADDQ $16, R10; \
	SUBQ $4, DX; \
	JGE steps; \
rest: \
	ADDQ $4, DX; \
	JZ done; \
step: \
	LOAD(0); STEP(0); \
	ADDQ $64, SI; \
	ADDQ $4, R8; \
	ADDQ $4, R10; \
	DECQ DX; \
	JNZ step; \
done: \
	STORE; \
	ADDQ $64, DI; \
	ADDQ $64, R12; \
	DECQ BX; \
	JNZ panel; \
	VZEROUPPER; \
	RET

// func int8Rows1(c *int8Call)
TEXT ·int8Rows1(SB), NOSPLIT, $0-8
	INT8_PRODUCT(START1, CLEAR1, STEP1, SCALE1, STORE1)

// func int8Rows2(c *int8Call)
TEXT ·int8Rows2(SB), NOSPLIT, $0-8
	INT8_PRODUCT(START2, CLEAR2, STEP2, SCALE2, STORE2)

// func int8Rows3(c *int8Call)
TEXT ·int8Rows3(SB), NOSPLIT, $0-8
	INT8_PRODUCT(START3, CLEAR3, STEP3, SCALE3, STORE3)

// func int8Rows4(c *int8Call)
TEXT ·int8Rows4(SB), NOSPLIT, $0-8
	INT8_PRODUCT(START4, CLEAR4, STEP4, SCALE4, STORE4)

// func int8Rows5(c *int8Call)
TEXT ·int8Rows5(SB), NOSPLIT, $0-8
	INT8_PRODUCT(START5, CLEAR5, STEP5, SCALE5, STORE5)

// func int8Rows6(c *int8Call)
TEXT ·int8Rows6(SB), NOSPLIT, $0-8
	INT8_PRODUCT(START6, CLEAR6, STEP6, SCALE6, STORE6)

// func floatRows1(c *floatCall)
TEXT ·floatRows1(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR1, STEP1, STORE1)

// func floatRows2(c *floatCall)
TEXT ·floatRows2(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR2, STEP2, STORE2)

// func floatRows3(c *floatCall)
TEXT ·floatRows3(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR3, STEP3, STORE3)

// func floatRows4(c *floatCall)
TEXT ·floatRows4(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR4, STEP4, STORE4)

// func floatRows5(c *floatCall)
TEXT ·floatRows5(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR5, STEP5, STORE5)

// func floatRows6(c *floatCall)
TEXT ·floatRows6(SB), NOSPLIT, $0-8
	FLOAT_PRODUCT(CLEAR6, STEP6, STORE6)

