package kernel

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// guardedMemory returns n bytes of memory next to a protected page, at their end or
// start. A kernel that reads or writes outside of them crashes the test.
func guardedMemory(tb testing.TB, n int, atEnd bool) []byte {
	tb.Helper()
	page := unix.Getpagesize()
	size := (n + page - 1) / page * page
	memory, err := unix.Mmap(-1, 0, size+2*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := unix.Munmap(memory); err != nil {
			tb.Error(err)
		}
	})
	for _, page := range [][]byte{memory[:page], memory[page+size:]} {
		if err := unix.Mprotect(page, unix.PROT_NONE); err != nil {
			tb.Fatal(err)
		}
	}
	if atEnd {
		return memory[page+size-n : page+size : page+size]
	}
	return memory[page : page+n : page+n]
}

// guardedSlice returns a copy of numbers in guarded memory.
func guardedSlice[T any](tb testing.TB, numbers []T, atEnd bool) []T {
	tb.Helper()
	if len(numbers) == 0 {
		return nil
	}
	memory := guardedMemory(tb, len(numbers)*int(unsafe.Sizeof(numbers[0])), atEnd)
	into := unsafe.Slice((*T)(unsafe.Pointer(&memory[0])), len(numbers))
	copy(into, numbers)
	return into
}

// guardCase copies all arguments of a kernel to guarded memory.
func guardCase(tb testing.TB, c productCase, atEnd bool) productCase {
	tb.Helper()
	c.out.Data = guardedSlice(tb, c.out.Data, atEnd)
	c.in.Data = guardedSlice(tb, c.in.Data, atEnd)
	c.int8.Weights = unsafe.String(unsafe.SliceData(guardedSlice(tb, []byte(c.int8.Weights), atEnd)), len(c.int8.Weights))
	c.int8.Scales = guardedSlice(tb, c.int8.Scales, atEnd)
	c.int8.Bias = guardedSlice(tb, c.int8.Bias, atEnd)
	c.floats = guardedSlice(tb, c.floats, atEnd)
	return c
}

// The tests below use all remainders that kernels handle separately: rows of a tile,
// steps of four, and numbers of a vector register.

func TestProductsStayWithinTheirBuffers(t *testing.T) {
	for rows := range 20 {
		for _, atEnd := range []bool{true, false} {
			c := guardCase(t, newProductCase(rows, 3, 2, uint64(rows)), atEnd)
			Best().ProductInt8(c.out, c.in, c.int8, false)
			Best().ProductInt8(c.out, c.in, c.int8, true)
		}
	}
	for depth := 1; depth < 40; depth++ {
		for _, atEnd := range []bool{true, false} {
			c := guardCase(t, newFloatCase(1+depth%7, 2, depth, uint64(depth)), atEnd)
			Best().Product(c.out, c.in, c.floats)
		}
	}
}

func TestRowOperationsStayWithinTheirBuffers(t *testing.T) {
	for columns := 1; columns < 70; columns++ {
		for _, atEnd := range []bool{true, false} {
			b := newBlock(3, columns, columns, 1)
			b.Data = guardedSlice(t, b.Data, atEnd)
			Best().Softmax(b)
		}
	}
	for columns := PanelWidth; columns <= 5*PanelWidth; columns += PanelWidth {
		for _, atEnd := range []bool{true, false} {
			b := newBlock(3, columns, columns, 1)
			b.Data = guardedSlice(t, b.Data, atEnd)
			gain := guardedSlice(t, newBlock(1, columns, columns, 2).Data, atEnd)
			bias := guardedSlice(t, newBlock(1, columns, columns, 3).Data, atEnd)
			Best().GELU(b)
			Best().Normalize(b, gain, bias)
		}
	}
}
