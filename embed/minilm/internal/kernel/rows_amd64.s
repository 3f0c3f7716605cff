//go:build !purego

#include "textflag.h"

// Softmax, GELU and normalisation of one row with AVX2 and FMA.

// EXP replaces x by e^x, for x <= 0. It overwrites n and p. It splits x into n halvings
// and a remainder of at most half a halving, computes Taylor's polynomial of the
// remainder, and adds n to the exponent of the result.
#define EXP(x, n, p) \
	VMAXPS ·lanesSmallest(SB), x, x; \
	VMULPS ·lanesLog2E(SB), x, n; \
	VROUNDPS $0, n, n; \
	VFNMADD231PS ·lanesLn2High(SB), n, x; \
	VFNMADD231PS ·lanesLn2Low(SB), n, x; \
	VMOVUPS ·lanesTaylor6(SB), p; \
	VFMADD213PS ·lanesTaylor5(SB), x, p; \
	VFMADD213PS ·lanesTaylor4(SB), x, p; \
	VFMADD213PS ·lanesTaylor3(SB), x, p; \
	VFMADD213PS ·lanesHalf(SB), x, p; \
	VFMADD213PS ·lanesOne(SB), x, p; \
	VFMADD213PS ·lanesOne(SB), x, p; \
	VCVTPS2DQ n, n; \
	VPSLLD $23, n, n; \
	VPADDD p, n, x

// FOLD combines the eight lanes of y with op and sets all lanes of y to the result. x is
// the lower half of y. It overwrites t.
#define FOLD(op, y, x, t) \
	VEXTRACTF128 $1, y, t; \
	op t, x, x; \
	VPERMILPS $0x4e, x, t; \
	op t, x, x; \
	VPERMILPS $0xb1, x, t; \
	op t, x, x; \
	VBROADCASTSS x, y

// func softmaxAVX2(row *float32, columns int)
//
// Y3 is the largest number, Y4 the sum, and Y5 the mask of the last numbers, which fill
// only a part of a register.
TEXT ·softmaxAVX2(SB), NOSPLIT, $0-16
	MOVQ row+0(FP), DI
	MOVQ columns+8(FP), CX
	MOVQ CX, DX
	ANDQ $7, DX            // numbers in the last register
	SHRQ $3, CX            // full registers
	LEAQ ·firstLanes+32(SB), AX
	NEGQ DX
	VMOVDQU (AX)(DX*4), Y5
	NEGQ DX

	// Find the largest number.
	VMOVUPS ·lanesLeast(SB), Y3
	MOVQ DI, SI
	MOVQ CX, BX
	TESTQ BX, BX
	JZ largestRest
largest:
	VMAXPS (SI), Y3, Y3
	ADDQ $32, SI
	DECQ BX
	JNZ largest
largestRest:
	TESTQ DX, DX
	JZ exponents
	VMASKMOVPS (SI), Y5, Y0
	VBLENDVPS Y5, Y0, Y3, Y0
	VMAXPS Y0, Y3, Y3

	// Replace each number by e^(number - largest), and add them up.
exponents:
	FOLD(VMAXPS, Y3, X3, X0)
	VXORPS Y4, Y4, Y4
	MOVQ DI, SI
	MOVQ CX, BX
	TESTQ BX, BX
	JZ exponentRest
exponent:
	VMOVUPS (SI), Y0
	VSUBPS Y3, Y0, Y0
	EXP(Y0, Y1, Y2)
	VMOVUPS Y0, (SI)
	VADDPS Y0, Y4, Y4
	ADDQ $32, SI
	DECQ BX
	JNZ exponent
exponentRest:
	TESTQ DX, DX
	JZ shares
	VMASKMOVPS (SI), Y5, Y0
	VSUBPS Y3, Y0, Y0
	VANDPS Y5, Y0, Y0      // avoids an overflow in lanes after the row
	EXP(Y0, Y1, Y2)
	VANDPS Y5, Y0, Y0
	VMASKMOVPS Y0, Y5, (SI)
	VADDPS Y0, Y4, Y4

	// Divide each number by the sum.
shares:
	FOLD(VADDPS, Y4, X4, X0)
	VMOVUPS ·lanesOne(SB), Y0
	VDIVPS Y4, Y0, Y4
	TESTQ CX, CX
	JZ shareRest
share:
	VMULPS (DI), Y4, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	DECQ CX
	JNZ share
shareRest:
	TESTQ DX, DX
	JZ done
	VMASKMOVPS (DI), Y5, Y0
	VMULPS Y0, Y4, Y0
	VMASKMOVPS Y0, Y5, (DI)
done:
	VZEROUPPER
	RET

// func geluAVX2(row *float32, columns int)
TEXT ·geluAVX2(SB), NOSPLIT, $0-16
	MOVQ row+0(FP), DI
	MOVQ columns+8(FP), CX
	SHRQ $3, CX
next:
	VMOVUPS (DI), Y5                      // x
	VANDPS ·lanesMagnitude(SB), Y5, Y6    // |x|
	VMOVUPS ·lanesOne(SB), Y3
	VMOVUPS ·lanesErfP(SB), Y7
	VFMADD213PS ·lanesOne(SB), Y6, Y7
	VDIVPS Y7, Y3, Y8                     // t = 1 / (1 + p |x| / √2)
	VMOVUPS ·lanesErf5(SB), Y9            // polynomial in t
	VFMADD213PS ·lanesErf4(SB), Y8, Y9
	VFMADD213PS ·lanesErf3(SB), Y8, Y9
	VFMADD213PS ·lanesErf2(SB), Y8, Y9
	VFMADD213PS ·lanesErf1(SB), Y8, Y9
	VMULPS Y8, Y9, Y9
	VMULPS ·lanesMinusHalf(SB), Y5, Y0
	VMULPS Y5, Y0, Y0
	EXP(Y0, Y1, Y2)                       // e^(-x²/2)
	VMULPS Y0, Y9, Y9                     // tail of the normal distribution above |x|
	VMULPS Y5, Y9, Y9
	VSUBPS Y9, Y5, Y0
	VBLENDVPS Y5, Y9, Y0, Y0              // use the tail if x is negative
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	DECQ CX
	JNZ next
	VZEROUPPER
	RET

// func normalizeAVX2(row, gain, bias *float32, columns int)
//
// It reads the row three times, 16 numbers at a time: for the mean, for the variance, and
// for the result.
TEXT ·normalizeAVX2(SB), NOSPLIT, $0-32
	MOVQ row+0(FP), DI
	MOVQ gain+8(FP), R8
	MOVQ bias+16(FP), R9
	MOVQ columns+24(FP), CX
	VXORPS X5, X5, X5
	VCVTSI2SSQ CX, X5, X5
	VBROADCASTSS X5, Y5    // number of columns
	SHRQ $4, CX

	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	MOVQ DI, SI
	MOVQ CX, BX
sum:
	VADDPS (SI), Y0, Y0
	VADDPS 32(SI), Y1, Y1
	ADDQ $64, SI
	DECQ BX
	JNZ sum
	VADDPS Y1, Y0, Y0
	FOLD(VADDPS, Y0, X0, X1)
	VDIVPS Y5, Y0, Y4      // mean

	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	MOVQ DI, SI
	MOVQ CX, BX
squares:
	VMOVUPS (SI), Y2
	VMOVUPS 32(SI), Y3
	VSUBPS Y4, Y2, Y2
	VSUBPS Y4, Y3, Y3
	VFMADD231PS Y2, Y2, Y0
	VFMADD231PS Y3, Y3, Y1
	ADDQ $64, SI
	DECQ BX
	JNZ squares
	VADDPS Y1, Y0, Y0
	FOLD(VADDPS, Y0, X0, X1)
	VDIVPS Y5, Y0, Y0      // variance
	VADDPS ·lanesFloor(SB), Y0, Y0
	VSQRTPS Y0, Y0
	VMOVUPS ·lanesOne(SB), Y1
	VDIVPS Y0, Y1, Y5      // 1 / standard deviation

result:
	VMOVUPS (DI), Y2
	VMOVUPS 32(DI), Y3
	VSUBPS Y4, Y2, Y2
	VSUBPS Y4, Y3, Y3
	VMULPS Y5, Y2, Y2
	VMULPS Y5, Y3, Y3
	VMOVUPS (R8), Y0
	VMOVUPS 32(R8), Y1
	VFMADD213PS (R9), Y0, Y2
	VFMADD213PS 32(R9), Y1, Y3
	VMOVUPS Y2, (DI)
	VMOVUPS Y3, 32(DI)
	ADDQ $64, DI
	ADDQ $64, R8
	ADDQ $64, R9
	DECQ CX
	JNZ result
	VZEROUPPER
	RET
