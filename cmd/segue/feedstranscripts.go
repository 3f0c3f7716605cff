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
	Feeds []string `arg:"" optional:"" help:"Ids or addresses of feeds; by default all feeds." name:"feed"`
	Data  string   `help:"File of the catalogue." default:"segue.db"`
	fetchFlags
	JSON bool `help:"Print the counts as JSON." name:"json"`
}

func (feedsTranscriptsCommand) Help() string {
	return `Search then finds words in these transcripts. For feeds that were added with --transcripts,
"segue serve" fetches new transcripts. A host receives one request at a time. After an interruption,
the next run continues.

Examples:
  segue feeds transcripts
  segue feeds transcripts crumb-radio --json`
}

// transcriptsReport is the result, as printed with --json.
type transcriptsReport struct {
	Stored int `json:"stored"`
	Failed int `json:"failed"`
}

func (cmd *feedsTranscriptsCommand) Run(ctx context.Context, t *terminal) error {
	c, err := openFile(ctx, cmd.Data)
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
		_, printErr := fmt.Fprintf(t.stdout, "%s fetched, %d failed\n", count(report.Stored, "transcript"), report.Failed)
		err = errors.Join(err, printErr)
	}
	if err == nil && report.Failed > 0 {
		return errPartial
	}
	return err
}

// fetchTranscripts fetches transcripts. It shows the progress and prints errors.
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
