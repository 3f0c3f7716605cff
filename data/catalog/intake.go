package catalog

import (
	"cmp"
	"context"
	"slices"

	"segue/data"
)

const (
	// IntakeBatch is the number of episodes that an [Intake] stores in one
	// transaction. Larger batches are hardly faster.
	IntakeBatch = 100
	// intakeText is the number of bytes of text after which a batch is stored early.
	// Otherwise a hundred long transcripts would use too much memory.
	intakeText = 16 << 20
)

// Intake stores a sequence of episodes in batches, and counts the results. An episode
// that the store refuses becomes a problem; the others of its batch are stored.
type Intake struct {
	// Upsert stores a batch, as [Writer.Upsert] does.
	Upsert func(context.Context, []data.Episode) (Change, error)
	// MaxProblems is the largest number of problems that the report lists, 0 for all.
	// Further problems are only counted.
	MaxProblems int
	// Progress is called with the number of stored episodes after each batch, unless
	// it is nil.
	Progress func(stored int)

	report   IntakeReport
	episodes []data.Episode
	places   []int
	text     int
}

// IntakeReport is the result of an [Intake].
type IntakeReport struct {
	// Added, Updated and Unchanged are the sums of all batches; see [Change].
	Added, Updated, Unchanged int
	// Failed counts the episodes that were not stored.
	Failed int
	// Problems describe failed episodes, ordered by place.
	Problems []IntakeProblem
}

// Stored returns the number of stored episodes.
func (r IntakeReport) Stored() int { return r.Added + r.Updated + r.Unchanged }

// IntakeProblem is the reason why an episode was not stored.
type IntakeProblem struct {
	// Place is the number that the caller passed to [Intake.Add], such as a line.
	Place int
	// Episode is the id, title, GUID or URL, empty if the episode could not be read.
	Episode string
	// Field is the invalid field, empty for the whole episode.
	Field string
	// Reason describes the problem and how to solve it.
	Reason string
}

// Add adds an episode, and stores the batch when it is full. If that fails, no episode
// of the batch is stored; earlier batches stay. The place identifies the episode in
// problems, such as a line number.
func (i *Intake) Add(ctx context.Context, place int, e data.Episode) error {
	i.episodes, i.places = append(i.episodes, e), append(i.places, place)
	i.text += len(e.Description) + len(e.Transcript)
	if len(i.episodes) < IntakeBatch && i.text < intakeText {
		return nil
	}
	return i.Flush(ctx)
}

// Refuse records the problem of an episode that could not be read.
func (i *Intake) Refuse(p IntakeProblem) {
	i.report.Failed++
	if i.MaxProblems > 0 && len(i.report.Problems) == i.MaxProblems {
		return
	}
	i.report.Problems = append(i.report.Problems, p)
}

// Flush stores the episodes that were added since the last batch.
func (i *Intake) Flush(ctx context.Context) error {
	defer func() {
		clear(i.episodes) // frees their texts
		i.episodes, i.places, i.text = i.episodes[:0], i.places[:0], 0
	}()
	for len(i.episodes) > 0 {
		change, err := i.Upsert(ctx, i.episodes)
		if err == nil {
			i.count(change)
			return nil
		}
		index, reason := Fault(err)
		if index < 0 {
			return err
		}
		i.Refuse(IntakeProblem{Place: i.places[index], Episode: nameOf(i.episodes[index]), Reason: reason})
		i.episodes, i.places = slices.Delete(i.episodes, index, index+1), slices.Delete(i.places, index, index+1)
	}
	return nil
}

func (i *Intake) count(c Change) {
	i.report.Added += c.Added
	i.report.Updated += c.Updated
	i.report.Unchanged += c.Unchanged
	if i.Progress != nil {
		i.Progress(i.report.Stored())
	}
}

// Report returns the result so far. It sorts the problems, because the store refuses an
// episode later than a reader refuses a line.
func (i *Intake) Report() IntakeReport {
	report := i.report
	report.Problems = slices.SortedStableFunc(slices.Values(report.Problems), func(a, b IntakeProblem) int { return cmp.Compare(a.Place, b.Place) })
	return report
}
