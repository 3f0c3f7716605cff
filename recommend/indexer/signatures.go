package indexer

import (
	"context"

	"segue/recommend/duplicate"
)

// sign sets the signatures of the waiting changes.
func (r *catalogReader) sign(ctx context.Context) error {
	for i := range r.waiting {
		r.waiting[i].Signature = duplicate.Sign(r.waiting[i].Episode)
	}
	return nil
}
