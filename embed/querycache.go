package embed

import (
	"slices"

	lru "github.com/hashicorp/golang-lru/v2"
)

const (
	// maxCachedQueries limits the memory of the cache. 1,024 vectors of 384 numbers take
	// 1.6 MB, and few sites repeat more queries in a day.
	maxCachedQueries = 1024
	// maxQueryBytes is the length of the longest cached query: more than small models read.
	// Longer texts are seldom repeated, and would take memory without a limit.
	maxQueryBytes = 2048
)

// queryCache caches the vectors of recent queries.
type queryCache struct {
	lru *lru.Cache[string, []float32]
}

func newQueryCache() queryCache {
	cache, err := lru.New[string, []float32](maxCachedQueries)
	if err != nil {
		panic(err) // only for a size that is not positive
	}
	return queryCache{cache}
}

// get returns a copy of a query's vector, or nil.
func (q queryCache) get(text string) []float32 {
	v, _ := q.lru.Get(text)
	return slices.Clone(v)
}

func (q queryCache) add(text string, vector []float32) {
	if len(text) <= maxQueryBytes {
		q.lru.Add(text, slices.Clone(vector))
	}
}
