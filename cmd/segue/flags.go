package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/data/catalog"
	"segue/data/follow"
)

// catalogFlags select a catalogue to read.
type catalogFlags struct {
	Data string `help:"File of the catalogue." default:"segue.db"`
	Demo bool   `help:"Use the ten bundled episodes, in memory, instead of --data."`
}

func (f catalogFlags) source() app.Source { return app.Source{File: f.Data, Demo: f.Demo} }

// open opens an existing catalogue. The caller closes it.
func (f catalogFlags) open(ctx context.Context) (catalog.Store, error) {
	return app.OpenCatalog(ctx, f.source())
}

// openFile opens the existing catalogue of a file. The caller closes it.
func openFile(ctx context.Context, name string) (catalog.Store, error) {
	return app.OpenCatalog(ctx, app.Source{File: name})
}

// fetchFlags limit the addresses that are fetched.
type fetchFlags struct {
	AllowPrivateFeeds bool `help:"Also fetch from this machine and from private networks."`
}

// follower returns a follower of the catalogue's feeds.
func (f fetchFlags) follower(t *terminal, c catalog.Store) *follow.Follower {
	return app.NewFollower(c, f.AllowPrivateFeeds, follow.Options{Log: t.log})
}

// date is the value of a flag: a day or a time.
type date struct{ time.Time }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *date) UnmarshalText(text []byte) (err error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if d.Time, err = time.Parse(layout, string(text)); err == nil {
			return nil
		}
	}
	return fmt.Errorf("invalid date %q; want 2018-08-13 or 2018-08-13T09:00:00Z", text)
}

// seconds is the value of a flag: a duration such as 20m or 1h30m, or a number of seconds,
// as in the HTTP parameters.
type seconds struct{ time.Duration }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *seconds) UnmarshalText(text []byte) (err error) {
	if n, err := strconv.Atoi(string(text)); err == nil && n >= 0 {
		s.Duration = time.Duration(n) * time.Second
		return nil
	}
	if s.Duration, err = time.ParseDuration(string(text)); err != nil || s.Duration < 0 {
		return fmt.Errorf("invalid duration %q; want a value such as 20m, 1h30m or 1200", text)
	}
	return nil
}

// language is the value of a flag: a canonical language tag.
type language string

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *language) UnmarshalText(text []byte) error {
	tag, err := data.ParseLanguage(string(text))
	*l = language(tag)
	return err
}

// episodeType is the value of a flag: a type of episodes.
type episodeType data.EpisodeType

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *episodeType) UnmarshalText(text []byte) error {
	parsed, err := data.ParseEpisodeType(string(text))
	*t = episodeType(parsed)
	return err
}

// collapse is the value of a flag: the groups of which only the best result is shown.
type collapse string

const collapseShows collapse = "show"

// UnmarshalText implements encoding.TextUnmarshaler.
func (c *collapse) UnmarshalText(text []byte) error {
	if *c = collapse(text); *c != collapseShows {
		return fmt.Errorf("unknown value %q; want %q", text, collapseShows)
	}
	return nil
}

// filterFlags select episodes, like the HTTP parameters.
type filterFlags struct {
	Show            []string      `help:"Only these shows, by id." placeholder:"ID" sep:"none"`
	Person          []string      `help:"Only episodes with one of these people." placeholder:"NAME" sep:"none"`
	Tag             []string      `help:"Only episodes with one of these tags." placeholder:"TAG" sep:"none"`
	Topic           []string      `help:"Only episodes with one of these topics." placeholder:"TOPIC" sep:"none"`
	PublishedAfter  date          `help:"Only episodes published on this day or later." placeholder:"YYYY-MM-DD"`
	PublishedBefore date          `help:"Only episodes published before this day." placeholder:"YYYY-MM-DD"`
	MinDuration     seconds       `help:"Minimum duration, such as 20m." placeholder:"DURATION"`
	MaxDuration     seconds       `help:"Maximum duration, such as 1h30m." placeholder:"DURATION"`
	Language        []language    `help:"Only episodes in these languages; de includes de-AT." placeholder:"TAG"`
	Type            []episodeType `help:"Only these types: full, trailer, bonus." placeholder:"TYPE"`
	Explicit        *bool         `help:"Only episodes that are marked as explicit, or only the others." negatable:""`
}

func (f filterFlags) filter() data.Filter {
	filter := data.Filter{
		People: f.Person, Tags: f.Tag, Topics: f.Topic,
		PublishedAfter: f.PublishedAfter.Time, PublishedBefore: f.PublishedBefore.Time,
		MinDuration: f.MinDuration.Duration, MaxDuration: f.MaxDuration.Duration,
		Explicit: f.Explicit,
	}
	for _, show := range f.Show {
		filter.Shows = append(filter.Shows, data.ShowID(show))
	}
	for _, tag := range f.Language {
		filter.Languages = append(filter.Languages, string(tag))
	}
	for _, t := range f.Type {
		filter.Types = append(filter.Types, data.EpisodeType(t))
	}
	return filter
}
