package duplicate

import (
	"slices"
	"time"
)

const (
	// minWords is the minimum number of different words of title and description for
	// evidence from texts. Equal shorter texts are often phrases such as "Join us
	// again".
	minWords = 12
	// minOwnWords is the minimum number of different words for evidence from texts if
	// the titles differ.
	minOwnWords = 30
	// sameTitle is the minimum resemblance of texts with equal titles in different
	// shows. Among 13,883 talks, 59 of the 60 pairs between 0.35 and 0.43 are the same
	// talk.
	sameTitle = 0.4
	// otherTitle is the minimum resemblance of texts with different titles or in one
	// show. Descriptions of one show end in the same lines: between 0.5 and 0.8, nearly
	// all pairs in one show are different talks.
	otherTitle = 0.8
	// sharedTopic is the minimum share of topic words that two different titles have in
	// common, relative to the shorter title. Of the 84 duplicates found without this
	// rule, it rejects 20; most of these have the description of another talk.
	sharedTopic = 0.6
	// maxDurationRatio is the maximum ratio of the durations of two recordings of the same
	// content. A talk is given in 25 and in 45 minutes, but a trailer is not its
	// episode.
	maxDurationRatio = 3
	// maxDurationDifference is the maximum relative difference in duration of two copies of a
	// recording. Advertisements change the duration.
	maxDurationDifference = 0.1
	// minNotice and maxNotice are the maximum difference in duration of two publications of
	// one recording, absolute and relative to the longer one: a spoken notice, or the rounding
	// of a feed. The higher one counts.
	minNotice, maxNotice = 15 * time.Second, 0.01
	// maxMark is the maximum number of topic words of a title that are not in the title
	// of another recording of the same length. Marks of re-runs have up to three.
	maxMark = 4
	// maxCopies is the maximum number of episodes of a show with one title or text for which
	// the length is evidence. More indicate a regular broadcast of fixed length.
	maxCopies = 4
	// maxCompared is the maximum number of episodes of a bucket with which an episode
	// is compared, the first by rank. It limits the cost of large buckets of
	// boilerplate.
	maxCompared = 16
)

// differentParts reports whether two titles name different parts. Numbers that may be
// episode numbers count only within one show and only if neither title marks a re-run,
// because a re-run may have a new number. A title without a part is part 1 if the other
// title names a later part.
func differentParts(a, b *Signature) bool {
	switch {
	case a.part == b.part:
		return false
	case a.part == 0 || b.part == 0:
		return a.stem == b.stem && (a.part > 1 && a.sure || b.part > 1 && b.sure)
	case a.sure && b.sure:
		return true
	default:
		return a.show == b.show && !a.marked() && !b.marked()
	}
}

// differentCounts reports whether two titles differ only in numbers or days. The year in
// brackets of a recording of the same length is the year of its first publication.
func differentCounts(a, b *Signature) bool {
	return a.core != b.core && a.plain == b.plain && !(a.dated != b.dated && equalLength(a, b))
}

// differentLengths reports whether both durations are known and differ too much.
func differentLengths(a, b *Signature) bool {
	return a.duration > 0 && b.duration > 0 && max(a.duration, b.duration) > maxDurationRatio*min(a.duration, b.duration)
}

// sameLength reports whether both durations are known and about equal.
func sameLength(a, b *Signature) bool {
	longest := max(a.duration, b.duration)
	return a.duration > 0 && b.duration > 0 && float64(longest-min(a.duration, b.duration)) <= maxDurationDifference*float64(longest)
}

// equalLength reports whether both durations are known and equal, apart from rounding and
// a short notice.
func equalLength(a, b *Signature) bool {
	longest := max(a.duration, b.duration)
	allowed := max(time.Duration(maxNotice*float64(longest)), minNotice)
	return a.duration > 0 && b.duration > 0 && longest-min(a.duration, b.duration) <= allowed
}

// differentTopics reports whether the titles have too few topic words in common.
func differentTopics(a, b *Signature) bool {
	shared := 0
	for _, w := range a.topic {
		if slices.Contains(b.topic, w) {
			shared++
		}
	}
	return float64(shared) < sharedTopic*float64(min(len(a.topic), len(b.topic)))
}

// sameText returns the resemblance of two texts and reports whether it is high enough
// for one episode.
func sameText(a, b *Signature) (float64, bool) {
	if a.core != b.core && min(a.words, b.words) < minOwnWords {
		return 0, false
	}
	r, minimum := resemblance(&a.sketch, &b.sketch), otherTitle
	if a.core == b.core && a.show != b.show {
		minimum = sameTitle
	}
	return r, r >= minimum && !differentTexts(a, b) && !differentTopics(a, b)
}

// differentTexts reports whether two texts belong to different episodes regardless of
// their resemblance.
func differentTexts(a, b *Signature) bool {
	return a.isGeneric() || b.isGeneric() || a.words < minWords || b.words < minWords ||
		differentParts(a, b) || differentCounts(a, b) || differentLengths(a, b)
}

// sameRecording reports whether two episodes of one show are the same recording: they have the
// same length, one title has all topic words of the other, and the texts are similar. If a text
// is missing, the titles must be equal. If the titles have no topic, titles and texts must be.
func sameRecording(a, b *Signature) bool {
	if a.show != b.show || !equalLength(a, b) || differentParts(a, b) || differentCounts(a, b) || !isMarked(a, b) {
		return false
	}
	if a.isGeneric() || b.isGeneric() {
		return a.core == b.core && a.text == b.text && a.text != 0
	}
	if a.text == 0 || b.text == 0 {
		return a.plain == b.plain
	}
	return a.text == b.text || resemblance(&a.sketch, &b.sketch) >= sameTitle
}

// isMarked reports whether one of two titles has all topic words of the other one and few others.
func isMarked(a, b *Signature) bool {
	if len(a.topic) > len(b.topic) {
		a, b = b, a
	}
	missing := slices.ContainsFunc(a.topic, func(w uint32) bool { return !slices.Contains(b.topic, w) })
	return !missing && len(b.topic)-len(a.topic) <= maxMark
}

// isRerunOf reports whether b, which is marked and has the title of a, is a re-run of
// a.
func isRerunOf(a, b *Signature) bool {
	if differentParts(a, b) || differentLengths(a, b) {
		return false
	}
	if b.rerun == sureRerun || b.rerunText || sameLength(a, b) {
		return true
	}
	return min(a.words, b.words) >= minWords && resemblance(&a.sketch, &b.sketch) >= sameTitle
}
