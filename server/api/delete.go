package api

import (
	"context"

	"segue/data"
)

type deleteInput struct {
	ID string `path:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
}

// emptyBody is the type of an answer without a body.
type emptyBody struct{}

func (s Service) deleteEpisode(ctx context.Context, in *deleteInput) (emptyBody, error) {
	deleted, err := s.Catalog.Delete(ctx, data.EpisodeID(in.ID))
	if err == nil && deleted == 0 {
		err = data.ErrUnknownEpisode
	}
	return emptyBody{}, unknownAt("path.id", in.ID, err)
}
