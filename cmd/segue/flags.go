package main

import (
	"fmt"
	"strconv"
	"time"

	"segue/data"
)

// date is a flag of a day, or of an instant.
type date struct{ time.Time }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *date) UnmarshalText(text []byte) (err error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if d.Time, err = time.Parse(layout, string(text)); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%q is no date; write it as 2018-08-13 or 2018-08-13T09:00:00Z", text)
}

// seconds is a flag of a duration: 20m, 1h30m, or a number of seconds as in the
// HTTP parameters.
type seconds struct{ time.Duration }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *seconds) UnmarshalText(text []byte) (err error) {
	if n, err := strconv.Atoi(string(text)); err == nil && n >= 0 {
		s.Duration = time.Duration(n) * time.Second
		return nil
	}
	if s.Duration, err = time.ParseDuration(string(text)); err != nil || s.Duration < 0 {
		return fmt.Errorf("%q is no duration; write it as 20m, 1h30m or 1200", text)
	}
	return nil
}

// language is a flag of a language's tag, in its usual form.
type language string

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *language) UnmarshalText(text []byte) error {
	tag, err := data.ParseLanguage(string(text))
	*l = language(tag)
	return err
}

// episodeType is a flag of a type of episodes.
type episodeType data.EpisodeType

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *episodeType) UnmarshalText(text []byte) error {
	parsed, err := data.ParseEpisodeType(string(text))
	*t = episodeType(parsed)
	return err
}

// collapse is a flag of what only the best result is shown of.
type collapse string

const collapseShows collapse = "show"

// UnmarshalText implements encoding.TextUnmarshaler.
func (c *collapse) UnmarshalText(text []byte) error {
	if *c = collapse(text); *c != collapseShows {
		return fmt.Errorf("%q is not known; write %q for the best episode of each show", text, collapseShows)
	}
	return nil
}
