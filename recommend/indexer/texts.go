package indexer

import (
	"context"
	"crypto/sha256"
	"fmt"

	"segue/data/boilerplate"
	"segue/recommend/passage"
)

// TextHashes returns the SHA-256 of all texts that are embedded for the episodes of c, with each
// of the prefixes. It builds no index.
func TextHashes(ctx context.Context, c Catalog, prefixes ...string) (hashes map[[sha256.Size]byte]bool, err error) {
	_, _, err = boilerplate.Reader{}.Read(ctx, source{c}, false, func() func(boilerplate.Episode) error {
		hashes = map[[sha256.Size]byte]bool{}
		return func(e boilerplate.Episode) error {
			for _, text := range passage.Texts(e.Title, e.Stripped()) {
				for _, prefix := range prefixes {
					hashes[sha256.Sum256([]byte(prefix+text))] = true
				}
			}
			return nil
		}
	})
	if err != nil {
		return nil, fmt.Errorf("reading the catalogue: %w", err)
	}
	return hashes, nil
}
