package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/data/boilerplate"
	"segue/data/catalog"
	"segue/recommend/indexer"
	"segue/server/api"
)

type feedsBoilerplateCommand struct {
	Shows []string `arg:"" optional:"" help:"Ids of shows; all if none." name:"show"`
	catalogFlags
	Limit int  `help:"Most paragraphs of a show; 0 for all." default:"20"`
	JSON  bool `help:"Print the paragraphs as JSON." name:"json"`
}

func (feedsBoilerplateCommand) Help() string {
	return `What repeats across the episodes of a show, such as sponsors and credits, is not embedded and not
searched, but shown with the episode as it stands. It is found anew whenever episodes change.

Examples:
  segue feeds boilerplate
  segue feeds boilerplate crumb-radio --limit 0
  segue feeds boilerplate --json`
}

// shownBoilerplate is what --json prints of a show.
type shownBoilerplate struct {
	Show       data.ShowID         `json:"show"`
	Paragraphs []repeatedParagraph `json:"paragraphs"`
}

type repeatedParagraph struct {
	// Text is as one of the episodes has it.
	Text     string  `json:"text"`
	Episodes int     `json:"episodes"`
	Share    float64 `json:"share"`
}

func (cmd *feedsBoilerplateCommand) Run(ctx context.Context, t *terminal) error {
	c, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	shows, err := cmd.find(ctx, c)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, shows)
	}
	for _, s := range shows {
		if _, err := fmt.Fprint(t.stdout, s.String()); err != nil {
			return err
		}
	}
	if len(shows) == 0 {
		_, err = fmt.Fprintln(t.stdout, "nothing repeats")
	}
	return err
}

// find returns the boilerplate of the shows that have any.
func (cmd *feedsBoilerplateCommand) find(ctx context.Context, c catalog.Store) ([]shownBoilerplate, error) {
	var lister *boilerplate.Lister
	_, _, err := boilerplate.Reader{}.Read(ctx, indexer.Source(c), false, func() func(boilerplate.Episode) error {
		lister = &boilerplate.Lister{}
		return func(e boilerplate.Episode) error {
			lister.Add(e)
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	wanted, err := cmd.wanted(lister.Shows())
	if err != nil {
		return nil, err
	}
	shows := []shownBoilerplate{}
	for _, id := range wanted {
		shown := shownBoilerplate{Show: id}
		for _, p := range lister.Paragraphs(id) {
			if cmd.Limit > 0 && len(shown.Paragraphs) == cmd.Limit {
				break
			}
			shown.Paragraphs = append(shown.Paragraphs, repeatedParagraph{p.Text, p.Episodes, p.Share})
		}
		if len(shown.Paragraphs) > 0 {
			shows = append(shows, shown)
		}
	}
	return shows, nil
}

// wanted are the shows that the arguments name, all where there is none.
func (cmd *feedsBoilerplateCommand) wanted(all []data.ShowID) ([]data.ShowID, error) {
	if len(cmd.Shows) == 0 {
		return all, nil
	}
	var shows []data.ShowID
	for _, name := range cmd.Shows {
		if !slices.Contains(all, data.ShowID(name)) {
			return nil, app.WithHint(fmt.Errorf("the catalogue has no show with the id %q", name), `"segue feeds list" and "segue episodes --json" have the ids`)
		}
		shows = append(shows, data.ShowID(name))
	}
	return shows, nil
}

// String is for people: each paragraph on a line of its own.
func (s shownBoilerplate) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.Show)
	for _, p := range s.Paragraphs {
		fmt.Fprintf(&b, "  %s (%.0f %%): %s\n", count(p.Episodes, "episode"), 100*p.Share, strings.Join(strings.Fields(p.Text), " "))
	}
	return b.String()
}
