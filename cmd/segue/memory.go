package main

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

const (
	// memoryShare is the share of a container's memory for Go. The rest is for pages of
	// SQLite and of the binary, which Go does not count.
	memoryShare = 0.8
	// memoryRefresh is the interval at which the limit is read again, because an operator can
	// change it while a container runs.
	memoryRefresh = time.Minute
)

// limitMemory limits Go's memory to the limit of the container (cgroup v1 or v2), so that the garbage
// collector works harder before the kernel ends the process. GOMEMLIMIT wins.
func limitMemory(ctx context.Context, log *slog.Logger) {
	_, err := memlimit.Set(memlimit.WithProvider(memlimit.FromCgroup), memlimit.WithRatio(memoryShare), memlimit.WithRefreshInterval(ctx, memoryRefresh))
	if err != nil && !errors.Is(err, memlimit.ErrNoLimit) && !errors.Is(err, memlimit.ErrNoCgroup) && !errors.Is(err, memlimit.ErrCgroupsNotSupported) {
		log.Warn("the memory limit of the container cannot be read", "error", err)
	}
	log.Debug("memory limit", "bytes", debug.SetMemoryLimit(-1))
}
