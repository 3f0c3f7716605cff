//go:build !purego

#include "textflag.h"
#include "neon_arm64.h"

// Softmax, GELU and normalisation of one row with NEON.

// CONSTANTS loads the constants of exp into V16 to V25, and of GELU into V26 to V31.
#define CONSTANTS \
	MOVD $·neonConstants(SB), R9; \
	VLD1R.P 4(R9), [V16.S4]; VLD1R.P 4(R9), [V17.S4]; \
	VLD1R.P 4(R9), [V18.S4]; VLD1R.P 4(R9), [V19.S4]; \
	VLD1R.P 4(R9), [V20.S4]; VLD1R.P 4(R9), [V21.S4]; \
	VLD1R.P 4(R9), [V22.S4]; VLD1R.P 4(R9), [V23.S4]; \
	VLD1R.P 4(R9), [V24.S4]; VLD1R.P 4(R9), [V25.S4]; \
	VLD1R.P 4(R9), [V26.S4]; VLD1R.P 4(R9), [V27.S4]; \
	VLD1R.P 4(R9), [V28.S4]; VLD1R.P 4(R9), [V29.S4]; \
	VLD1R.P 4(R9), [V30.S4]; VLD1R.P 4(R9), [V31.S4]

// EXP replaces V0 by e^V0, for V0 <= 0. It overwrites V1, V2 and V3. It splits V0 into V1
// halvings and a remainder of at most half a halving, computes Taylor's polynomial of the
// remainder, and adds V1 to the exponent of the result.
#define EXP \
	FMAX(16, 0, 0); \
	FMUL(17, 0, 1); \
	FRINTN(1, 1); \
	FMLS(18, 1, 0); \
	FMLS(19, 1, 0); \
	COPY(21, 2); FMLA(20, 0, 2); \
	COPY(22, 3); FMLA(2, 0, 3); \
	COPY(23, 2); FMLA(3, 0, 2); \
	COPY(24, 3); FMLA(2, 0, 3); \
	COPY(25, 2); FMLA(3, 0, 2); \
	COPY(25, 3); FMLA(2, 0, 3); \
	FCVTNS(1, 1); \
	VSHL $23, V1.S4, V1.S4; \
	VADD V1.S4, V3.S4, V0.S4

// func softmaxNEON(row *float32, columns int)
//
// V4 is the largest number and V5 the sum of full registers. F6 is the sum of the last
// numbers, up to three, which are processed one by one in the first lane.
TEXT ·softmaxNEON(SB), NOSPLIT, $0-16
	MOVD row+0(FP), R0
	MOVD columns+8(FP), R1
	AND $3, R1, R2         // numbers after the last full register
	LSR $2, R1             // full registers
	CONSTANTS

	// Find the largest number.
	VLD1R (R0), [V4.S4]
	MOVD R0, R3
	CBZ R1, largestRest
	MOVD R1, R4
largest:
	VLD1.P 16(R3), [V0.S4]
	FMAX(0, 4, 4)
	SUBS $1, R4
	BNE largest
largestRest:
	CBZ R2, exponents
	MOVD R2, R4
largestOne:
	VLD1R.P 4(R3), [V0.S4]
	FMAX(0, 4, 4)
	SUBS $1, R4
	BNE largestOne

	// Replace each number by e^(number - largest), and add them up.
exponents:
	FMAXV(4, 4)
	VDUP V4.S[0], V4.S4
	VEOR V5.B16, V5.B16, V5.B16
	VEOR V6.B16, V6.B16, V6.B16
	MOVD R0, R3
	CBZ R1, exponentRest
	MOVD R1, R4
exponent:
	VLD1 (R3), [V0.S4]
	FSUB(4, 0, 0)
	EXP
	VST1.P [V0.S4], 16(R3)
	FADD(0, 5, 5)
	SUBS $1, R4
	BNE exponent
exponentRest:
	CBZ R2, shares
	MOVD R2, R4
exponentOne:
	VLD1R (R3), [V0.S4]
	FSUB(4, 0, 0)
	EXP
	FMOVS.P F0, 4(R3)
	FADDS F0, F6, F6
	SUBS $1, R4
	BNE exponentOne

	// Divide each number by the sum.
shares:
	FADDP(5, 5, 5)
	FADDP(5, 5, 5)
	VDUP V6.S[0], V6.S4
	FADD(6, 5, 5)
	FDIV(5, 25, 5)
	CBZ R1, shareRest
share:
	VLD1 (R0), [V0.S4]
	FMUL(5, 0, 0)
	VST1.P [V0.S4], 16(R0)
	SUBS $1, R1
	BNE share
shareRest:
	CBZ R2, done
shareOne:
	FMOVS (R0), F0
	FMULS F5, F0, F0
	FMOVS.P F0, 4(R0)
	SUBS $1, R2
	BNE shareOne
done:
	RET

// func geluNEON(row *float32, columns int)
TEXT ·geluNEON(SB), NOSPLIT, $0-16
	MOVD row+0(FP), R0
	MOVD columns+8(FP), R1
	LSR $2, R1
	CONSTANTS
next:
	VLD1 (R0), [V4.S4]     // x
	FABS(4, 5)
	COPY(25, 6)
	FMLA(26, 5, 6)
	FDIV(6, 25, 6)         // t = 1 / (1 + p |x| / √2)
	COPY(30, 7)            // polynomial in t
	FMLA(31, 6, 7)
	COPY(29, 8)
	FMLA(7, 6, 8)
	COPY(28, 7)
	FMLA(8, 6, 7)
	COPY(27, 8)
	FMLA(7, 6, 8)
	FMUL(6, 8, 8)
	FMUL(24, 4, 0)
	FMUL(4, 0, 0)
	FNEG(0, 0)
	EXP                    // e^(-x²/2)
	FMUL(0, 8, 8)          // tail of the normal distribution above |x|
	FMUL(4, 8, 8)
	FSUB(8, 4, 9)
	FCMLT0(4, 5)
	VBSL V9.B16, V8.B16, V5.B16 // use the tail if x is negative
	VST1.P [V5.S4], 16(R0)
	SUBS $1, R1
	BNE next
	RET

// func normalizeNEON(row, gain, bias *float32, columns int)
//
// It reads the row three times, 16 numbers at a time: for the mean, for the variance, and
// for the result.
TEXT ·normalizeNEON(SB), NOSPLIT, $0-32
	MOVD row+0(FP), R0
	MOVD gain+8(FP), R1
	MOVD bias+16(FP), R2
	MOVD columns+24(FP), R3
	SCVTFS R3, F20
	VDUP V20.S[0], V20.S4  // number of columns
	LSR $4, R3

	VEOR V4.B16, V4.B16, V4.B16
	VEOR V5.B16, V5.B16, V5.B16
	MOVD R0, R4
	MOVD R3, R5
sum:
	VLD1.P 64(R4), [V0.S4, V1.S4, V2.S4, V3.S4]
	FADD(0, 4, 4)
	FADD(1, 5, 5)
	FADD(2, 4, 4)
	FADD(3, 5, 5)
	SUBS $1, R5
	BNE sum
	FADD(5, 4, 4)
	FADDP(4, 4, 4)
	FADDP(4, 4, 4)
	FDIV(20, 4, 16)        // mean

	VEOR V4.B16, V4.B16, V4.B16
	VEOR V5.B16, V5.B16, V5.B16
	MOVD R0, R4
	MOVD R3, R5
squares:
	VLD1.P 64(R4), [V0.S4, V1.S4, V2.S4, V3.S4]
	FSUB(16, 0, 0)
	FSUB(16, 1, 1)
	FSUB(16, 2, 2)
	FSUB(16, 3, 3)
	FMLA(0, 0, 4)
	FMLA(1, 1, 5)
	FMLA(2, 2, 4)
	FMLA(3, 3, 5)
	SUBS $1, R5
	BNE squares
	FADD(5, 4, 4)
	FADDP(4, 4, 4)
	FADDP(4, 4, 4)
	FDIV(20, 4, 4)         // variance
	MOVD $·neonFloor(SB), R9
	VLD1R (R9), [V5.S4]
	FADD(5, 4, 4)
	FSQRT(4, 4)
	FMOVS $1.0, F5
	VDUP V5.S[0], V5.S4
	FDIV(4, 5, 17)         // 1 / standard deviation

result:
	VLD1 (R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1.P 64(R1), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1.P 64(R2), [V8.S4, V9.S4, V10.S4, V11.S4]
	FSUB(16, 0, 0)
	FSUB(16, 1, 1)
	FSUB(16, 2, 2)
	FSUB(16, 3, 3)
	FMUL(17, 0, 0)
	FMUL(17, 1, 1)
	FMUL(17, 2, 2)
	FMUL(17, 3, 3)
	FMLA(4, 0, 8)
	FMLA(5, 1, 9)
	FMLA(6, 2, 10)
	FMLA(7, 3, 11)
	VST1.P [V8.S4, V9.S4, V10.S4, V11.S4], 64(R0)
	SUBS $1, R3
	BNE result
	RET
