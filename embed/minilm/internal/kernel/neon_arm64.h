// Encodings of NEON instructions that Go's assembler does not support. Operands are the
// numbers of vector registers with four float32. The last one is the result.

#define FADD(m, n, d) WORD $(0x4E20D400 | (m)<<16 | (n)<<5 | (d))
#define FSUB(m, n, d) WORD $(0x4EA0D400 | (m)<<16 | (n)<<5 | (d)) /* n - m */
#define FMUL(m, n, d) WORD $(0x6E20DC00 | (m)<<16 | (n)<<5 | (d))
#define FDIV(m, n, d) WORD $(0x6E20FC00 | (m)<<16 | (n)<<5 | (d)) /* n / m */
#define FMAX(m, n, d) WORD $(0x4E20F400 | (m)<<16 | (n)<<5 | (d))
#define FADDP(m, n, d) WORD $(0x6E20D400 | (m)<<16 | (n)<<5 | (d)) /* sums of adjacent numbers */
#define FMLA(m, n, d) WORD $(0x4E20CC00 | (m)<<16 | (n)<<5 | (d)) /* d + n * m */
#define FMLS(m, n, d) WORD $(0x4EA0CC00 | (m)<<16 | (n)<<5 | (d)) /* d - n * m */
#define FABS(n, d) WORD $(0x4EA0F800 | (n)<<5 | (d))
#define FNEG(n, d) WORD $(0x6EA0F800 | (n)<<5 | (d))
#define FSQRT(n, d) WORD $(0x6EA1F800 | (n)<<5 | (d))
#define FRINTN(n, d) WORD $(0x4E218800 | (n)<<5 | (d)) /* to the nearest whole number */
#define FCVTNS(n, d) WORD $(0x4E21A800 | (n)<<5 | (d)) /* float32 to int32 */
#define SCVTF(n, d) WORD $(0x4E21D800 | (n)<<5 | (d)) /* int32 to float32 */
#define FCMLT0(n, d) WORD $(0x4EA0E800 | (n)<<5 | (d)) /* all bits set if n < 0 */
#define FMAXV(n, d) WORD $(0x6E30F800 | (n)<<5 | (d)) /* the largest of four */
#define COPY(n, d) WORD $(0x4EA01C00 | (n)<<16 | (n)<<5 | (d))

/* FMLA with one lane of m: d + n * m[lane]. */
#define FMLAL(lane, m, n, d) \
	WORD $(0x4F801000 | ((lane)&1)<<21 | ((lane)>>1)<<11 | (m)<<16 | (n)<<5 | (d))

/* Sign extension: 8 int8 to 8 int16, and 4 int16 to 4 int32, from the low or the high half. */
#define SXTL8(n, d) WORD $(0x0F08A400 | (n)<<5 | (d))
#define SXTL8HIGH(n, d) WORD $(0x4F08A400 | (n)<<5 | (d))
#define SXTL16(n, d) WORD $(0x0F10A400 | (n)<<5 | (d))
#define SXTL16HIGH(n, d) WORD $(0x4F10A400 | (n)<<5 | (d))
