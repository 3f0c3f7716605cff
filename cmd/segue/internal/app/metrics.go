package app

import (
	"os"
	"sync"

	"segue/embed"
	"segue/server/metrics"
)

// usage adds up the work of all models that this process has connected.
type usage struct {
	mu      sync.Mutex
	clients []*embed.Client
}

func (u *usage) add(c *embed.Client) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.clients = append(u.clients, c)
}

func (u *usage) total() metrics.Embedding {
	u.mu.Lock()
	defer u.mu.Unlock()
	var sum metrics.Embedding
	for _, c := range u.clients {
		spent := c.Spent()
		sum.Requests += spent.Requests
		sum.Texts += spent.Texts
		sum.Tokens += spent.Tokens
		sum.USD += spent.USD
	}
	return sum
}

// newMetrics returns the metrics of a server. Queue returns the number of waiting requests.
func (a *App) newMetrics(queue func() int) *metrics.Metrics {
	m := metrics.New(Version(), metrics.Sources{
		Engine: a.Engine.Status, Feeds: a.Catalog.FeedCounts, Models: a.Catalog.Models, Bytes: a.source.bytes, Embedding: a.usage.total, Queue: queue,
	})
	a.Engine.OnRanked(m.Ranked)
	return m
}

// bytes returns the size of the files of the catalogue: the catalogue and its recent writes. It
// is 0 for a catalogue in memory.
func (s Source) bytes() int64 {
	if s.Demo || s.File == "" {
		return 0
	}
	var sum int64
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(s.File + suffix); err == nil {
			sum += info.Size()
		}
	}
	return sum
}
