package main

import (
	"context"
	"errors"
	"fmt"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/data/follow"
	"segue/server/api"
)

type feedsTranscriptsCommand struct {
	Feeds []string `arg:"" optional:"" help:"Ids or addresses of feeds; all if none." name:"feed"`
	Data  string   `help:"File of the catalogue." default:"segue.db"`
	fetchFlags
	JSON bool `help:"Print what was fetched as JSON." name:"json"`
}

func (feedsTranscriptsCommand) Help() string {
	return `Words are found in transcripts from then on. Those of a feed that was added with --transcripts are
fetched by "segue serve" as they appear. One request goes to a host at a time; what is interrupted
goes on where it stopped.

Examples:
  segue feeds transcripts
  segue feeds transcripts crumb-radio --json`
}

// transcriptsReport is what --json prints.
type transcriptsReport struct {
	Stored int `json:"stored"`
	Failed int `json:"failed"`
}

func (cmd *feedsTranscriptsCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openData(ctx, cmd.Data)
	if err != nil {
		return err
	}
	defer c.Close()
	feeds, err := app.FindFeeds(ctx, c, cmd.Feeds)
	if err != nil {
		return err
	}
	f := cmd.follower(t, c)
	var missing []data.EpisodeID
	for _, feed := range feeds {
		ids, err := f.MissingTranscripts(ctx, feed.ID)
		if err != nil {
			return err
		}
		missing = append(missing, ids...)
	}
	report, err := fetchTranscripts(ctx, t, f, missing)
	if cmd.JSON {
		err = errors.Join(err, api.Write(t.stdout, report))
	} else {
		_, printing := fmt.Fprintf(t.stdout, "%s fetched, %d not\n", count(report.Stored, "transcript"), report.Failed)
		err = errors.Join(err, printing)
	}
	if err == nil && report.Failed > 0 {
		return errPartial
	}
	return err
}

// fetchTranscripts fetches with progress and says what failed.
func fetchTranscripts(ctx context.Context, t *terminal, f *follow.Follower, ids []data.EpisodeID) (r transcriptsReport, err error) {
	b := newBar(t.stderr, "fetching transcripts")
	defer b.close()
	done := 0
	r.Stored, err = f.Transcripts(ctx, ids, func(id data.EpisodeID, failed error) {
		done++
		b.set(done, len(ids))
		if failed == nil {
			return
		}
		if r.Failed++; r.Failed <= maxPrinted {
			fmt.Fprintf(t.stderr, "segue: %s: %v\n", id, failed)
		}
	})
	return r, err
}
