package follow

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"segue/data"
	"segue/data/catalog"
	"segue/data/chapter"
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

// MissingTranscripts returns the episodes of a feed that name files with a transcript or chapters
// but have none, newest first. The error wraps [data.ErrUnknownFeed] if there is no such
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
		if own[e.ID] && (lacksTranscript(e.Episode) || lacksChapters(e.Episode)) {
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

func lacksChapters(e data.Episode) bool { return len(e.Chapters) == 0 && len(e.ChapterFiles) > 0 }

// Transcripts fetches the best transcript and the chapters of each of the given episodes and stores
// them. It skips episodes that have them or name no files. It returns the number of episodes with
// new content.
//
// It calls report, unless that is nil, for each episode that is not skipped, with the
// error if a file could not be fetched. The returned error is an error of the context
// or of the catalogue. Files that were fetched before it are stored.
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
	episodes, err := f.incomplete(ctx, ids)
	if err != nil {
		return 0, err
	}
	files := map[data.EpisodeID]files{}
	for _, e := range episodes {
		found, err := f.files(ctx, e)
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			report(e.ID, err)
		}
		if found.Text != "" || len(found.chapters) > 0 {
			found.failed = err != nil
			files[e.ID] = found
		}
	}
	stored, err := f.storeFiles(context.WithoutCancel(ctx), files, report)
	if err == nil {
		err = context.Cause(ctx)
	}
	return stored, err
}

// files are the contents of an episode's files. failed is set if one of them could not be fetched.
type files struct {
	transcript.Transcript
	chapters []data.Chapter
	failed   bool
}

// files fetches what an episode lacks.
func (f *Follower) files(ctx context.Context, e data.Episode) (found files, err error) {
	if lacksTranscript(e) {
		found.Transcript, err = f.transcript(ctx, e.Transcripts)
	}
	if lacksChapters(e) && ctx.Err() == nil {
		var failed error
		found.chapters, failed = f.chapters(ctx, e.ChapterFiles[0])
		err = errors.Join(err, failed)
	}
	return found, err
}

// acceptChapters are the formats of chapter files.
const acceptChapters = "application/json+chapters, application/json, */*;q=0.1"

// chapters fetches a chapter file.
func (f *Follower) chapters(ctx context.Context, file data.Resource) ([]data.Chapter, error) {
	d, err := f.get(ctx, target{address: file.URL, accept: acceptChapters})
	if err != nil {
		return nil, err
	}
	list, err := chapter.ReadJSON(d.url, d.body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.url.Redacted(), err)
	}
	return list, nil
}

// incomplete returns the given episodes that lack a transcript or chapters and name files.
func (f *Follower) incomplete(ctx context.Context, ids []data.EpisodeID) ([]data.Episode, error) {
	var episodes []data.Episode
	err := f.catalog.Each(ctx, ids, catalog.WithTranscripts, func(e catalog.Stored) error {
		if lacksTranscript(e.Episode) || lacksChapters(e.Episode) {
			episodes = append(episodes, e.Episode)
		}
		return nil
	})
	return episodes, err
}

// transcript fetches the files in order and returns the first text.
func (f *Follower) transcript(ctx context.Context, files []data.Resource) (transcript.Transcript, error) {
	var failed []error
	for _, file := range files[:min(len(files), maxTries)] {
		text, err := f.textOf(ctx, file)
		if err == nil || ctx.Err() != nil {
			return text, err
		}
		failed = append(failed, err)
	}
	return transcript.Transcript{}, errors.Join(failed...)
}

func (f *Follower) textOf(ctx context.Context, file data.Resource) (transcript.Transcript, error) {
	d, err := f.get(ctx, target{address: file.URL, accept: acceptTranscript})
	if err != nil {
		return transcript.Transcript{}, err
	}
	mediaType := file.Type
	if mediaType == "" {
		mediaType = d.contentType
	}
	found, err := transcript.Read(d.body, mediaType)
	if err != nil {
		return transcript.Transcript{}, fmt.Errorf("%s: %w", d.url.Redacted(), err)
	}
	return found, nil
}

// storeFiles stores the contents of files. It reads the episodes again, because they may have
// changed while the files were fetched.
func (f *Follower) storeFiles(ctx context.Context, found map[data.EpisodeID]files, report func(data.EpisodeID, error)) (int, error) {
	episodes, err := f.incomplete(ctx, slices.Sorted(maps.Keys(found)))
	if err != nil || len(episodes) == 0 {
		return 0, err
	}
	for i := range episodes {
		e, file := &episodes[i], found[episodes[i].ID]
		if lacksTranscript(*e) {
			e.Transcript, e.Segments = file.Text, file.Segments
		}
		if lacksChapters(*e) {
			e.Chapters = file.chapters
		}
	}
	if _, err := f.catalog.Upsert(ctx, episodes); err != nil {
		return 0, err
	}
	for _, e := range episodes {
		if !found[e.ID].failed {
			report(e.ID, nil)
		}
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
