package data

import "time"

// MaxAhead is how far in the future a publication date may be. Publishers announce an
// episode some days ahead. A later date is a mistake, and would make the episode the newest
// one for years.
const MaxAhead = 7 * 24 * time.Hour

// TooFarAhead reports whether a publication date is in the future by more than [MaxAhead].
// All readers of episodes treat such a date as unknown.
func TooFarAhead(published, now time.Time) bool { return published.Sub(now) > MaxAhead }
