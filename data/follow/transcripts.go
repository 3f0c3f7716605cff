package follow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"segue/data"
	"segue/data/catalog"
	"segue/data/transcript"
)

const (
	// acceptTranscript prefers formats with speakers and times.
	acceptTranscript = "application/json, text/vtt, application/x-subrip, text/html;q=0.8, text/plain;q=0.7, */*;q=0.1"
	// transcriptBatch is the number of transcripts in a transaction. After a kill, at
	// most one batch is fetched again. Larger batches make fewer revisions, and the
	// indexer reads the catalogue after each revision.
	transcriptBatch = 20
	// maxTries is the maximum number of files that are tried for one episode. More are not
	// needed, because all files of an episode have the same text.
	maxTries = 3
)

// MissingTranscripts returns the episodes of a feed that name transcript files but have
// no transcript, newest first. The error wraps [data.ErrUnknownFeed] if there is no such
// feed.
func (f *Follower) MissingTranscripts(ctx context.Context, id data.FeedID) ([]data.EpisodeID, error) {
	stored, err := f.catalog.Feed(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("follow: transcripts: %w", err)
	}
	items, err := f.catalog.Items(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("follow: transcripts: %w", err)
	}
	own := map[data.EpisodeID]bool{}
	for _, item := range items {
		own[item.Episode] = true
	}
	missing := []data.EpisodeID{}
	err = f.catalog.OfShow(ctx, stored.Show.ID, catalog.WithTranscripts, func(e catalog.Stored) error {
		if own[e.ID] && lacksTranscript(e.Episode) {
			missing = append(missing, e.ID)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("follow: transcripts: %w", err)
	}
	return missing, nil
}

func lacksTranscript(e data.Episode) bool { return e.Transcript == "" && len(e.Transcripts) > 0 }

// Transcripts fetches the best transcript of each of the given episodes and stores it.
// It skips episodes that have a transcript or name no transcript files. It returns the
// number of stored transcripts.
//
// It calls report, unless that is nil, for each episode that is not skipped, with the
// error if no transcript could be fetched. The returned error is an error of the context
// or of the catalogue. Transcripts that were fetched before it are stored.
func (f *Follower) Transcripts(ctx context.Context, ids []data.EpisodeID, report func(data.EpisodeID, error)) (stored int, err error) {
	if report == nil {
		report = func(data.EpisodeID, error) {}
	}
	for part := range slices.Chunk(ids, transcriptBatch) {
		n, err := f.transcripts(ctx, part, report)
		stored += n
		if err != nil {
			return stored, fmt.Errorf("follow: transcripts: %w", err)
		}
	}
	return stored, nil
}

func (f *Follower) transcripts(ctx context.Context, ids []data.EpisodeID, report func(data.EpisodeID, error)) (int, error) {
	episodes, err := f.withoutTranscript(ctx, ids)
	if err != nil {
		return 0, err
	}
	texts := map[data.EpisodeID]string{}
	for _, e := range episodes {
		text, err := f.transcript(ctx, e.Transcripts)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			report(e.ID, err)
		default:
			texts[e.ID] = text
		}
	}
	stored, err := f.storeTranscripts(context.WithoutCancel(ctx), texts, report)
	if err == nil {
		err = context.Cause(ctx)
	}
	return stored, err
}

// withoutTranscript returns the given episodes that lack a transcript and name files.
func (f *Follower) withoutTranscript(ctx context.Context, ids []data.EpisodeID) ([]data.Episode, error) {
	var episodes []data.Episode
	err := f.catalog.Each(ctx, ids, catalog.WithTranscripts, func(e catalog.Stored) error {
		if lacksTranscript(e.Episode) {
			episodes = append(episodes, e.Episode)
		}
		return nil
	})
	return episodes, err
}

// transcript fetches the files in order and returns the first text.
func (f *Follower) transcript(ctx context.Context, files []data.Resource) (string, error) {
	var failed []error
	for _, file := range files[:min(len(files), maxTries)] {
		text, err := f.textOf(ctx, file)
		if err == nil || ctx.Err() != nil {
			return text, err
		}
		failed = append(failed, err)
	}
	return "", errors.Join(failed...)
}

func (f *Follower) textOf(ctx context.Context, file data.Resource) (string, error) {
	d, err := f.get(ctx, target{address: file.URL, accept: acceptTranscript})
	if err != nil {
		return "", err
	}
	mediaType := file.Type
	if mediaType == "" {
		mediaType = d.contentType
	}
	text, err := transcript.Text(d.body, mediaType)
	if err != nil {
		return "", fmt.Errorf("%s: %w", d.url.Redacted(), err)
	}
	if strings.TrimSpace(text) == "" {
		return "", fmt.Errorf("%s has no text", d.url.Redacted())
	}
	return text, nil
}

// storeTranscripts stores the texts. It reads the episodes again, because they may have
// changed while the texts were fetched.
func (f *Follower) storeTranscripts(ctx context.Context, texts map[data.EpisodeID]string, report func(data.EpisodeID, error)) (int, error) {
	var ids []data.EpisodeID
	for id := range texts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	episodes, err := f.withoutTranscript(ctx, ids)
	if err != nil || len(episodes) == 0 {
		return 0, err
	}
	for i := range episodes {
		episodes[i].Transcript = texts[episodes[i].ID]
	}
	if _, err := f.catalog.Upsert(ctx, episodes); err != nil {
		return 0, err
	}
	for _, e := range episodes {
		report(e.ID, nil)
	}
	return len(episodes), nil
}

// transcribe fetches the missing transcripts of a feed for Run.
func (f *Follower) transcribe(ctx context.Context, id data.FeedID) {
	log := f.o.Log.With("feed", id)
	missing, err := f.MissingTranscripts(ctx, id)
	stored := 0
	if err == nil {
		stored, err = f.Transcripts(ctx, missing, func(episode data.EpisodeID, err error) {
			if err != nil {
				log.Warn("cannot fetch a transcript", "episode", episode, "error", err)
			}
		})
	}
	if err != nil && ctx.Err() == nil {
		log.Error("cannot fetch transcripts", "error", err)
	}
	if stored > 0 {
		log.Info("transcripts were fetched", "stored", stored)
	}
}
