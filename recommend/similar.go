package recommend

import (
	"context"
	"fmt"

	"segue/data"
)

// Similar returns the episodes that are most similar to the one that ref points at, best
// first, without that episode and its re-runs: similar in meaning and in words, with the
// same guests, in the same series. If there are too few, it falls back to episodes that
// share people, tags or the show, and then to the latest; see [Result.Source]. Similar is
// [Engine.Recommend] with one liked episode. With [Options.At] the passage of the transcript at that
// time takes the place of the episode, and the error wraps [ErrNoTimes] if there is none. It uses
// stored vectors and never calls a model. The descriptions in the answer have no boilerplate. It
// returns an error that wraps [data.ErrUnknownEpisode] if ref points at no episode.
func (e *Engine) Similar(ctx context.Context, ref data.Ref, o Options) (Similar, error) {
	if err := o.Validate(); err != nil {
		return Similar{}, err
	}
	episode, err := e.catalog.Find(ctx, ref)
	if err != nil {
		return Similar{}, err
	}
	given := Recommendation{Liked: []data.Episode{episode}}
	if o.At != nil {
		given = Recommendation{without: []data.Episode{episode}}
		if given.Text, err = minute(episode, *o.At); err != nil {
			return Similar{}, err
		}
	}
	answer, err := e.recommend(ctx, given, o)
	if err != nil {
		return Similar{}, fmt.Errorf("similar to %q: %w", episode.ID, err)
	}
	topics, err := e.Topics(ctx, []data.EpisodeID{episode.ID})
	return Similar{Episode: e.Shown(episode), Topics: topics[episode.ID], Answer: answer}, err
}
