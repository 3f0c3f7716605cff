package catalog

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"segue/data"
)

// Change says what an [Catalog.Upsert] did.
type Change struct {
	// Added, Updated and Unchanged count episodes of the catalogue: one that
	// stands twice in a batch is counted once.
	Added, Updated, Unchanged int
	// IDs are the episodes' ids, in the order of the batch.
	IDs []data.EpisodeID
	// Revision is the catalogue's revision afterwards.
	Revision int64
}

// Upsert adds the episodes that are new and replaces those that differ from
// what is kept, in one transaction and with one new revision; with none where
// nothing differs. Either all episodes are kept or none.
//
// An episode whose ID is set is the one with that id. Otherwise, and where no
// episode has that id, it is the one with the same [data.Episode.Identity],
// whose id stays. Otherwise it is new, and where it has no ID it gets one that
// neither the catalogue nor the batch has. Of two values in a batch that are the
// same episode, the last one is kept.
//
// An error wraps an [InvalidError] or a [ConflictError] where an episode is at
// fault.
func (c *Catalog) Upsert(ctx context.Context, episodes []data.Episode) (Change, error) {
	return c.upsert(ctx, episodes, nil)
}

// upsert runs after, unless it is nil, in the transaction that keeps the episodes.
func (c *Catalog) upsert(ctx context.Context, episodes []data.Episode, after func(*sql.Tx, []data.EpisodeID) error) (Change, error) {
	change := Change{IDs: make([]data.EpisodeID, 0, len(episodes))}
	for i, e := range episodes {
		if err := validate(e); err != nil {
			return Change{}, fmt.Errorf("catalog: upsert: %w", &InvalidError{Index: i, Episode: nameOf(e), Err: err})
		}
	}
	err := c.write(ctx, "upsert", func(tx *sql.Tx) error {
		if err := putAll(ctx, tx, episodes, &change); err != nil || after == nil {
			return err
		}
		return after(tx, change.IDs)
	})
	if err != nil {
		return Change{}, err
	}
	return change, nil
}

func putAll(ctx context.Context, tx *sql.Tx, episodes []data.Episode, change *Change) error {
	b, err := newBatch(ctx, tx, episodes)
	if err != nil {
		return err
	}
	for i, e := range episodes {
		id, err := b.put(ctx, i, e)
		if err != nil {
			return err
		}
		change.IDs = append(change.IDs, id)
	}
	return b.finish(ctx, change)
}

// maxYear is the last that a time in JSON can have.
const maxYear = 9999

// validate reports why an episode cannot be kept, or nil.
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
		return errors.New("title is empty, give every episode one")
	case e.Duration < 0:
		return fmt.Errorf("duration %s is negative, use zero where it is unknown", e.Duration)
	case year < 1 || year > maxYear:
		return fmt.Errorf("published in the year %d, use the years 1 to %d", year, maxYear)
	}
	return validateKind(e)
}

// validateKind is the part of validate about what filters compare in SQL.
func validateKind(e data.Episode) error {
	if usual, err := data.ParseLanguage(e.Language); err != nil || usual != e.Language {
		return cmp.Or(err, fmt.Errorf("language %q is not in its usual form, write %q", e.Language, usual))
	}
	if t, err := data.ParseEpisodeType(string(e.Type)); err != nil || t != e.Type {
		return cmp.Or(err, fmt.Errorf("type %q is not in its usual form, write %q", e.Type, t))
	}
	switch _, known := e.Explicit.Known(); {
	case !known && e.Explicit != data.ExplicitUnknown:
		return fmt.Errorf("explicit is %q, use %q, %q or nothing where it is unknown", e.Explicit, data.ExplicitYes, data.ExplicitNo)
	case e.Season < 0 || e.Season > data.MaxNumber || e.Number < 0 || e.Number > data.MaxNumber:
		return fmt.Errorf("season %d and number %d are not both 0 to %d", e.Season, e.Number, data.MaxNumber)
	case len(e.Links) > data.MaxLinks:
		return fmt.Errorf("%d links, at most %d are kept", len(e.Links), data.MaxLinks)
	}
	return validateBeside(e)
}

func validateBeside(e data.Episode) error {
	if n := max(len(e.Transcripts), len(e.Chapters)); n > data.MaxResources {
		return fmt.Errorf("%d transcripts or chapters, at most %d are kept", n, data.MaxResources)
	}
	if len(e.Soundbites) > data.MaxSoundbites {
		return fmt.Errorf("%d soundbites, at most %d are kept", len(e.Soundbites), data.MaxSoundbites)
	}
	for _, s := range e.Soundbites {
		if s.Start < 0 || s.Duration < 0 {
			return fmt.Errorf("soundbite %q begins at %s and lasts %s, neither can be negative", s.Title, s.Start, s.Duration)
		}
	}
	return nil
}

func nameOf(e data.Episode) string {
	for _, name := range []string{string(e.ID), strings.TrimSpace(e.Title), e.GUID} {
		if name != "" {
			return name
		}
	}
	return e.URL
}
