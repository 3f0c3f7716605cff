package api

import (
	"context"

	"segue/data"
)

type deleteInput struct {
	ID string `path:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
}

// nothing is the body of an answer that has none.
type nothing struct{}

func (s Service) deleteEpisode(ctx context.Context, in *deleteInput) (nothing, error) {
	deleted, err := s.Catalog.Delete(ctx, data.EpisodeID(in.ID))
	if err == nil && deleted == 0 {
		err = data.ErrUnknownEpisode
	}
	return nothing{}, unknownAt("path.id", in.ID, err)
}
