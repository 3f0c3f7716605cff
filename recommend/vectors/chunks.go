package vectors

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	// chunkSize is the number of rows between two checks of the context, about 10
	// microseconds of work. It divides blockRows, so that a chunk is in one block.
	chunkSize = 128
	// valuesPerWorker is the number of values that justifies another worker. They take
	// about 150 microseconds, and its start takes 10. Smaller requests leave the other
	// processors to other requests.
	valuesPerWorker = 1 << 19
)

// forEachChunk divides 0 to n into consecutive ranges. It calls newWorker once per worker, and
// passes every range to one of the functions that newWorker returned. The number of workers,
// at least one, depends on the number of values. They run in parallel. If ctx ends,
// forEachChunk stops early and returns the error of ctx.
func forEachChunk(ctx context.Context, n, values int, newWorker func() func(from, to int)) error {
	var next atomic.Int64
	work := func() {
		do := newWorker()
		for ctx.Err() == nil {
			from := int(next.Add(chunkSize)) - chunkSize
			if from >= n {
				return
			}
			do(from, min(from+chunkSize, n))
		}
	}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), values/valuesPerWorker) - 1 {
		workers.Go(work)
	}
	work()
	workers.Wait()
	return ctx.Err()
}
