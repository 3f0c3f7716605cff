package vectors

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	// chunkSize is the number of episodes between two checks of the context, about 10
	// microseconds of work.
	chunkSize = 128
	// valuesPerWorker is the number of values that justifies another worker. They take
	// about 150 microseconds, and its start takes 10. Smaller requests leave the other
	// processors to other requests.
	valuesPerWorker = 1 << 21
)

// forEachChunk calls do for consecutive ranges that cover 0 to n, in parallel on a
// number of processors that depends on the number of values. If ctx ends, it stops
// early and returns the error of ctx.
func forEachChunk(ctx context.Context, n, values int, do func(from, to int)) error {
	var next atomic.Int64
	work := func() {
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
