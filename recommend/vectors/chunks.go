package vectors

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	// chunk is the number of episodes that are compared before the context is
	// asked again and the next are claimed: about 10 microseconds of work.
	chunk = 128
	// valuesPerWorker is the number of values for which a worker is worth being
	// started: they take about 150 microseconds, a start 10. Below that a request
	// leaves the other processors to other requests.
	valuesPerWorker = 1 << 21
)

// inChunks calls do for ranges that together are 0 to n, at once on as many
// processors as the number of values to be read is worth. It stops early, with
// the error of the context, when that ends.
func inChunks(ctx context.Context, n, values int, do func(from, to int)) error {
	var next atomic.Int64
	work := func() {
		for ctx.Err() == nil {
			from := int(next.Add(chunk)) - chunk
			if from >= n {
				return
			}
			do(from, min(from+chunk, n))
		}
	}
	var helpers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), values/valuesPerWorker) - 1 {
		helpers.Go(work)
	}
	work()
	helpers.Wait()
	return ctx.Err()
}
