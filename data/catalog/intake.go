package catalog

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"segue/data"
)

const (
	// IntakeBatch is how many episodes one transaction of an [Intake] keeps. A batch
	// is kept whole or not at all, and larger ones are hardly faster.
	IntakeBatch = 100
	// intakeText ends a batch early, in bytes of text: a hundred of the longest
	// transcripts would fill the memory.
	intakeText = 16 << 20
)

// Intake keeps episodes that come one after the other, a batch at a time. An episode
// that the catalogue refuses is set aside, and those around it are kept.
type Intake struct {
	// Upsert keeps a batch, as [Writer.Upsert] does.
	Upsert func(context.Context, []data.Episode) (Change, error)
	// Kept is told of each batch that is kept.
	Kept func(Change)
	// Refused is told of each episode that is set aside: its place as it was given to
	// Add, its id, title or GUID, whichever it has first, and what is wrong with it.
	Refused func(place int, episode, reason string)

	episodes []data.Episode
	places   []int
	text     int
}

// Add takes one episode, and keeps the batch when it is full. The place is what
// Refused is told, such as the number of a line. An error is that of keeping a batch,
// none of which is kept then; batches before it stay.
func (i *Intake) Add(ctx context.Context, place int, e data.Episode) error {
	i.episodes, i.places = append(i.episodes, e), append(i.places, place)
	i.text += len(e.Description) + len(e.Transcript)
	if len(i.episodes) < IntakeBatch && i.text < intakeText {
		return nil
	}
	return i.Flush(ctx)
}

// Flush keeps what was added since the last batch.
func (i *Intake) Flush(ctx context.Context) error {
	defer func() {
		clear(i.episodes) // their texts may be long
		i.episodes, i.places, i.text = i.episodes[:0], i.places[:0], 0
	}()
	for len(i.episodes) > 0 {
		change, err := i.Upsert(ctx, i.episodes)
		if err == nil {
			i.Kept(change)
			return nil
		}
		at, reason := fault(err)
		if at < 0 {
			return err
		}
		i.Refused(i.places[at], nameOf(i.episodes[at]), reason)
		i.episodes, i.places = slices.Delete(i.episodes, at, at+1), slices.Delete(i.places, at, at+1)
	}
	return nil
}

// fault returns the place in the batch of the episode that err is about, or -1,
// and what is wrong with it.
func fault(err error) (at int, reason string) {
	var conflict *ConflictError
	var invalid *InvalidError
	switch {
	case errors.As(err, &conflict):
		return conflict.Index, fmt.Sprintf("it has the id %q but the GUID, or show, title and date, of %q; leave its id out or give it a GUID of its own",
			conflict.ID, conflict.Same)
	case errors.As(err, &invalid):
		return invalid.Index, invalid.Err.Error()
	}
	return -1, ""
}
