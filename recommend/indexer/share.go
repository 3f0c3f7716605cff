package indexer

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// leaseTime is the deadline of a lease. A step takes a few seconds. After it, another process
// embeds the episodes of a process that was killed. If a slow endpoint takes longer and another
// process waits, both embed the same texts, which costs but harms nothing.
const leaseTime = 20 * time.Second

// claim leases the first pending jobs, at most the given number, and moves jobs that another
// process has to the end. It returns the number of jobs at the beginning that this process has.
func (x *modelIndex) claim(ctx context.Context, most int) (claimed int, err error) {
	jobs := x.pending[:min(len(x.pending), most)]
	if x.leases == nil {
		return len(jobs), nil
	}
	keys := make([][32]byte, len(jobs))
	for i, j := range jobs {
		keys[i] = j.text
	}
	mine, err := x.leases.Claim(ctx, "embed "+x.model.Name, x.holder, keys, time.Now().Add(leaseTime))
	if err != nil {
		return 0, fmt.Errorf("claiming episodes to embed: %w", err)
	}
	isOthers := func(j job) bool { return !mine[j.text] }
	others := slices.DeleteFunc(slices.Clone(jobs), func(j job) bool { return !isOthers(j) })
	own := slices.DeleteFunc(slices.Clone(jobs), isOthers)
	if len(others) == 0 {
		return len(jobs), nil
	}
	x.pending = slices.Concat(own, x.pending[len(jobs):], others)
	return len(own), nil
}

// release ends the leases of this process. A failure has no effect but a delay, because a
// lease ends by itself.
func (x *modelIndex) release(ctx context.Context) {
	if x.leases != nil {
		_ = x.leases.Release(context.WithoutCancel(ctx), x.holder)
	}
}
