package main

import (
	"segue/data"
)

// filterFlags choose episodes, as the HTTP parameters do.
type filterFlags struct {
	Show            []string      `help:"Only these shows, by id." placeholder:"ID" sep:"none"`
	Person          []string      `help:"Only episodes with one of these people." placeholder:"NAME" sep:"none"`
	Tag             []string      `help:"Only episodes with one of these tags." placeholder:"TAG" sep:"none"`
	PublishedAfter  date          `help:"Only episodes from this day on." placeholder:"YYYY-MM-DD"`
	PublishedBefore date          `help:"Only episodes before this day." placeholder:"YYYY-MM-DD"`
	MinDuration     seconds       `help:"Only episodes at least this long, such as 20m." placeholder:"TIME"`
	MaxDuration     seconds       `help:"Only episodes at most this long, such as 1h30m." placeholder:"TIME"`
	Language        []language    `help:"Only episodes in these languages; de is also de-AT." placeholder:"TAG"`
	Type            []episodeType `help:"Only these types: full, trailer, bonus." placeholder:"TYPE"`
	Explicit        *bool         `help:"Only what is marked as explicit, or only the rest." negatable:""`
}

func (f filterFlags) filter() data.Filter {
	filter := data.Filter{
		People: f.Person, Tags: f.Tag,
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
