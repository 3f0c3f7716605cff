package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"segue/data"
)

// MaxYear is the last year of publication that a store accepts, because JSON times
// have four digits.
const MaxYear = 9999

// Validate returns an [InvalidError] for the first episode with an invalid field, or nil.
func Validate(episodes []data.Episode) error {
	for i, e := range episodes {
		if err := validate(e); err != nil {
			return &InvalidError{Index: i, Episode: nameOf(e), Err: err}
		}
	}
	return nil
}

func validate(e data.Episode) error {
	if e.ID != "" {
		if err := data.ValidateID(string(e.ID)); err != nil {
			return err
		}
	}
	if e.Show.ID != "" {
		if err := data.ValidateID(string(e.Show.ID)); err != nil {
			return fmt.Errorf("show: %w", err)
		}
	}
	switch year := e.Published.UTC().Year(); {
	case strings.TrimSpace(e.Title) == "":
		return errors.New("title is empty; every episode needs one")
	case e.Duration < 0:
		return fmt.Errorf("duration %s is negative; use 0 if it is unknown", e.Duration)
	case year < 1 || year > MaxYear:
		return fmt.Errorf("published is in the year %d; want a year from 1 to %d", year, MaxYear)
	}
	return validateKind(e)
}

// validateKind checks fields that filters use.
func validateKind(e data.Episode) error {
	if canonical, err := data.ParseLanguage(e.Language); err != nil || canonical != e.Language {
		return cmp.Or(err, fmt.Errorf("language %q is not in its canonical form; write %q", e.Language, canonical))
	}
	if t, err := data.ParseEpisodeType(string(e.Type)); err != nil || t != e.Type {
		return cmp.Or(err, fmt.Errorf("type %q is not in its canonical form; write %q", e.Type, t))
	}
	switch _, known := e.Explicit.Known(); {
	case !known && e.Explicit != data.ExplicitUnknown:
		return fmt.Errorf("explicit is %q; want %q, %q, or nothing if it is unknown", e.Explicit, data.ExplicitYes, data.ExplicitNo)
	case e.Season < 0 || e.Season > data.MaxNumber || e.Number < 0 || e.Number > data.MaxNumber:
		return fmt.Errorf("season %d and number %d must be from 0 to %d", e.Season, e.Number, data.MaxNumber)
	case len(e.Links) > data.MaxLinks:
		return fmt.Errorf("%d links; want at most %d", len(e.Links), data.MaxLinks)
	}
	return validateExtras(e)
}

// validateExtras checks the resources that a publisher offers with an episode.
func validateExtras(e data.Episode) error {
	if n := max(len(e.Transcripts), len(e.ChapterFiles)); n > data.MaxResources {
		return fmt.Errorf("%d transcripts or chapters; want at most %d", n, data.MaxResources)
	}
	if len(e.Soundbites) > data.MaxSoundbites {
		return fmt.Errorf("%d soundbites; want at most %d", len(e.Soundbites), data.MaxSoundbites)
	}
	if err := validateTimes(e); err != nil {
		return err
	}
	for _, s := range e.Soundbites {
		if s.Start < 0 || s.Duration < 0 {
			return fmt.Errorf("soundbite %q has start %s and duration %s; both must not be negative", s.Title, s.Start, s.Duration)
		}
	}
	return nil
}

// validateTimes checks the chapters and the segments of the transcript.
func validateTimes(e data.Episode) error {
	if len(e.Segments) > data.MaxSegments || len(e.Chapters) > data.MaxChapters {
		return fmt.Errorf("%d segments and %d chapters; want at most %d and %d", len(e.Segments), len(e.Chapters), data.MaxSegments, data.MaxChapters)
	}
	last := time.Duration(0)
	for i, s := range e.Segments {
		if s.Start < last || s.End < s.Start || s.Text == "" || strings.ContainsAny(s.Text+s.Speaker, "\t\n") {
			return fmt.Errorf("segment %d is invalid: it needs one line of text, a start not before the last one, and an end not before its start", i)
		}
		last = s.Start
	}
	last = 0
	for i, c := range e.Chapters {
		if c.Start < last || c.End < 0 || c.End > 0 && c.End < c.Start || c.Title == "" {
			return fmt.Errorf("chapter %d is invalid: it needs a title, a start not before the last one, and an end not before its start", i)
		}
		last = c.Start
	}
	return nil
}

// nameOf returns the first of id, title, GUID and URL that is not empty.
func nameOf(e data.Episode) string {
	for _, name := range []string{string(e.ID), strings.TrimSpace(e.Title), e.GUID} {
		if name != "" {
			return name
		}
	}
	return e.URL
}
