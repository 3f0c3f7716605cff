package deploy_test

import (
	"context"

	"segue/data/catalog"
)

func noFeeds(context.Context) (catalog.FeedCounts, error) { return catalog.FeedCounts{}, nil }

func noModels(context.Context) ([]catalog.ModelVectors, error) { return nil, nil }
