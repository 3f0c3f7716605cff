package main

import (
	"context"
	"fmt"
	"strings"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/server/api"
)

type recommendCommand struct {
	Like    []string `help:"Id, page address or GUID of a liked episode." placeholder:"ID" sep:"none"`
	Dislike []string `help:"Id, page address or GUID of a disliked episode." placeholder:"ID" sep:"none"`
	Text    string   `help:"Text that describes the wanted episodes."`
	searchFlags
	answerFlags
	bodyFlags
}

func (recommendCommand) Help() string {
	return `Needs at least one of --like, --dislike and --text. --like and --dislike can be repeated, up to 20
times each. The result contains none of these episodes.

Examples:
  segue recommend --demo --like stripe-engineering-with-raylene-yung --text "banks in Europe"
  segue recommend --like first-episode --like second-episode --dislike third-episode
  segue recommend --demo --text "how Kubernetes is run" --diversity 0.3 --why`
}

// Validate refuses the values that the HTTP operation refuses. Kong calls it.
func (cmd *recommendCommand) Validate() error {
	for flag, names := range map[string][]string{"--like": cmd.Like, "--dislike": cmd.Dislike} {
		if len(names) > recommend.MaxSeeds {
			return fmt.Errorf("%s can be repeated up to %d times, not %d", flag, recommend.MaxSeeds, len(names))
		}
	}
	if len(cmd.Like)+len(cmd.Dislike) == 0 && strings.TrimSpace(cmd.Text) == "" {
		return fmt.Errorf("%w; set at least one of --like, --dislike and --text", recommend.ErrNothingGiven)
	}
	return cmd.answerFlags.Validate()
}

func (cmd *recommendCommand) Run(ctx context.Context, t *terminal) error {
	a, err := t.openSearch(ctx, cmd.searchFlags)
	if err != nil {
		return err
	}
	defer a.Close()
	request, err := cmd.request(ctx, a.Catalog)
	if err != nil {
		return err
	}
	options := cmd.options()
	options.Explain = cmd.Explain
	a.Warm(ctx)
	found, err := a.Engine.Recommend(ctx, request, options)
	if err != nil {
		return err
	}
	cmd.printMode(t, a, found.Answer)
	if cmd.JSON {
		return api.Write(t.stdout, api.NewRecommendBody(found))
	}
	return printAnswer(t.stdout, found.Answer, cmd.Why)
}

// request returns the request for the engine.
func (cmd *recommendCommand) request(ctx context.Context, c catalog.Store) (recommend.Request, error) {
	liked, err := findEpisodes(ctx, c, "--like", cmd.Like)
	if err != nil {
		return recommend.Request{}, err
	}
	disliked, err := findEpisodes(ctx, c, "--dislike", cmd.Dislike)
	return recommend.Request{Liked: liked, Disliked: disliked, Text: cmd.Text}, err
}

func findEpisodes(ctx context.Context, c catalog.Store, flag string, names []string) ([]data.Ref, error) {
	var refs []data.Ref
	for _, name := range names {
		ref, err := app.FindEpisode(ctx, c, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", flag, err)
		}
		refs = append(refs, ref)
	}
	return refs, nil
}
