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
	// acceptTranscript prefers what says most of who speaks when.
	acceptTranscript = "application/json, text/vtt, application/x-subrip, text/html;q=0.8, text/plain;q=0.7, */*;q=0.1"
	// transcriptBatch is the number of transcripts that are written at once: what is
	// fetched again at most after a process was killed. Each write is a revision, which
	// makes whoever follows the catalogue read it.
	transcriptBatch = 20
	// maxTries is the most files that are tried for one episode. They hold the same.
	maxTries = 3
)

// MissingTranscripts returns the episodes that came from a feed, name files of
// transcripts, and have no text of one; newest first. The error wraps
// [data.ErrUnknownFeed] where there is no such feed.
func (f *Follower) MissingTranscripts(ctx context.Context, id data.FeedID) ([]data.EpisodeID, error) {
	kept, err := f.catalog.Feed(ctx, id)
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
	err = f.catalog.OfShow(ctx, kept.Show.ID, catalog.WithTranscripts, func(e catalog.Stored) error {
		if own[e.ID] && wantsTranscript(e.Episode) {
			missing = append(missing, e.ID)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("follow: transcripts: %w", err)
	}
	return missing, nil
}

func wantsTranscript(e data.Episode) bool { return e.Transcript == "" && len(e.Transcripts) > 0 }

// Transcripts fetches the best transcript of each of the episodes that name files of
// transcripts and have no text of one, and stores it with the episode. It returns how
// many it stored, and tells report of each, with the error where there is none to be
// had; report may be nil. The others are left out. The error is that of the context or
// of the catalogue; what was fetched before it is stored.
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
	wanting, err := f.wanting(ctx, ids)
	if err != nil {
		return 0, err
	}
	texts := map[data.EpisodeID]string{}
	for _, e := range wanting {
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

// wanting are those of the episodes that want a transcript, whole.
func (f *Follower) wanting(ctx context.Context, ids []data.EpisodeID) ([]data.Episode, error) {
	var episodes []data.Episode
	err := f.catalog.Each(ctx, ids, catalog.WithTranscripts, func(e catalog.Stored) error {
		if wantsTranscript(e.Episode) {
			episodes = append(episodes, e.Episode)
		}
		return nil
	})
	return episodes, err
}

// transcript fetches the first of the files that has a text.
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
	a, err := f.get(ctx, target{address: file.URL, accept: acceptTranscript})
	if err != nil {
		return "", err
	}
	mediaType := file.Type
	if mediaType == "" {
		mediaType = a.contentType
	}
	text, err := transcript.Text(a.body, mediaType)
	if err != nil {
		return "", fmt.Errorf("%s: %w", a.url.Redacted(), err)
	}
	if strings.TrimSpace(text) == "" {
		return "", fmt.Errorf("%s holds no text", a.url.Redacted())
	}
	return text, nil
}

// storeTranscripts reads the episodes anew, as others may have changed them while the
// texts were fetched.
func (f *Follower) storeTranscripts(ctx context.Context, texts map[data.EpisodeID]string, report func(data.EpisodeID, error)) (int, error) {
	var ids []data.EpisodeID
	for id := range texts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	episodes, err := f.wanting(ctx, ids)
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

// transcribe fetches what is missing of a feed while Run runs.
func (f *Follower) transcribe(ctx context.Context, id data.FeedID) {
	log := f.o.Log.With("feed", id)
	missing, err := f.MissingTranscripts(ctx, id)
	stored := 0
	if err == nil {
		stored, err = f.Transcripts(ctx, missing, func(episode data.EpisodeID, err error) {
			if err != nil {
				log.Warn("a transcript could not be fetched", "episode", episode, "error", err)
			}
		})
	}
	if err != nil && ctx.Err() == nil {
		log.Error("transcripts could not be fetched", "error", err)
	}
	if stored > 0 {
		log.Info("transcripts were fetched", "stored", stored)
	}
}
