package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"segue/data"
	"segue/data/catalog"
)

// FindEpisode finds an episode by its id, page address or GUID.
func FindEpisode(ctx context.Context, c catalog.Store, name string) (data.Ref, error) {
	refs := []data.Ref{{ID: data.EpisodeID(name)}, {GUID: name}}
	if strings.Contains(name, "://") {
		refs = []data.Ref{{URL: name}, {GUID: name}}
	}
	for _, ref := range refs {
		_, err := c.Find(ctx, ref)
		if err == nil || !errors.Is(err, data.ErrUnknownEpisode) {
			return ref, err
		}
	}
	return data.Ref{}, WithHint(fmt.Errorf("unknown episode %q; want an id, a page address or a GUID", name), `"segue episodes" lists the ids`)
}

// FindFeeds finds feeds by their ids or addresses. Without names, it returns all feeds of
// the catalogue.
func FindFeeds(ctx context.Context, c catalog.Store, names []string) ([]data.Feed, error) {
	all, err := c.Feeds(ctx)
	if err != nil || len(names) == 0 {
		return all, err
	}
	var feeds []data.Feed
	var failed []error
	for _, name := range names {
		f, err := findFeed(all, name)
		feeds, failed = append(feeds, f), append(failed, err)
	}
	return feeds, errors.Join(failed...)
}

func findFeed(feeds []data.Feed, name string) (data.Feed, error) {
	for _, f := range feeds {
		if string(f.ID) == name || f.URL == name {
			return f, nil
		}
	}
	return data.Feed{}, WithHint(fmt.Errorf("unknown feed %q; want an id or an address", name), `"segue feeds list" lists the ids`)
}
