package main

import (
	"context"
	"strings"

	"segue/data"
	"segue/recommend"
	"segue/server/api"
)

type searchCommand struct {
	Query []string `arg:"" help:"Words or a question."`
	catalogFlags
	modelFlags
	answerFlags
}

func (searchCommand) Help() string {
	return `Examples:
  segue search how do I deploy to Kubernetes from Git
  segue search --demo "running containers without managing servers"
  segue search payments --published-after 2018-08-01 --limit 3 --json`
}

func (cmd *searchCommand) Run(ctx context.Context, t *terminal) error {
	o, err := cmd.options()
	if err != nil {
		return err
	}
	p, err := answering(ctx, t, cmd.catalogFlags, cmd.modelFlags)
	if err != nil {
		return err
	}
	defer p.catalog.Close()
	found, err := p.engine.Search(ctx, strings.Join(cmd.Query, " "), o)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, api.NewSearchBody(found))
	}
	return printAnswer(t.stdout, found.Answer)
}

type similarCommand struct {
	Episode string `arg:"" help:"Id, page address or GUID of an episode."`
	catalogFlags
	modelFlags
	answerFlags
}

func (similarCommand) Help() string {
	return `Ids are listed by "segue episodes".

Examples:
  segue similar --demo klarna-engineering-with-marcus-granstrom
  segue similar https://example.com/episodes/42 --limit 3
  segue similar stripe-engineering-with-raylene-yung --json`
}

func (cmd *similarCommand) Run(ctx context.Context, t *terminal) error {
	o, err := cmd.options()
	if err != nil {
		return err
	}
	p, err := answering(ctx, t, cmd.catalogFlags, cmd.modelFlags)
	if err != nil {
		return err
	}
	defer p.catalog.Close()
	ref, err := resolve(ctx, p.catalog, cmd.Episode)
	if err != nil {
		return err
	}
	found, err := p.engine.Similar(ctx, ref, o)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return api.Write(t.stdout, api.NewSimilarBody(found))
	}
	return printAnswer(t.stdout, found.Answer)
}

// answerFlags narrow and shape an answer, as the HTTP parameters do.
type answerFlags struct {
	Limit           int      `help:"Most results, 1 to 50." placeholder:"N"`
	Offset          int      `help:"Results to skip." placeholder:"N"`
	Threshold       float64  `help:"Lowest score, 0 to 1." placeholder:"SCORE"`
	Show            []string `help:"Only these shows, by id." placeholder:"ID" sep:"none"`
	Person          []string `help:"Only episodes with one of these people." placeholder:"NAME" sep:"none"`
	Tag             []string `help:"Only episodes with one of these tags." placeholder:"TAG" sep:"none"`
	PublishedAfter  date     `help:"Only episodes from this day on." placeholder:"YYYY-MM-DD"`
	PublishedBefore date     `help:"Only episodes before this day." placeholder:"YYYY-MM-DD"`
	MinDuration     seconds  `help:"Only episodes at least this long, such as 20m." placeholder:"TIME"`
	MaxDuration     seconds  `help:"Only episodes at most this long, such as 1h30m." placeholder:"TIME"`
	Explain         bool     `help:"Say how each score came about (with --json)."`
	JSON            bool     `help:"Print the body of the HTTP answer." name:"json"`
}

func (f answerFlags) options() (recommend.Options, error) {
	o := recommend.Options{Filter: f.filter(), Limit: f.Limit, Offset: f.Offset, Threshold: f.Threshold, Explain: f.Explain}
	return o, o.Validate()
}

func (f answerFlags) filter() data.Filter {
	filter := data.Filter{
		People: f.Person, Tags: f.Tag,
		PublishedAfter: f.PublishedAfter.Time, PublishedBefore: f.PublishedBefore.Time,
		MinDuration: f.MinDuration.Duration, MaxDuration: f.MaxDuration.Duration,
	}
	for _, show := range f.Show {
		filter.Shows = append(filter.Shows, data.ShowID(show))
	}
	return filter
}
