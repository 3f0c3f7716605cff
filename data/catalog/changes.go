package catalog

import "segue/data"

// Changes are the episodes that differ between an earlier and the present state of a
// catalogue. Both lists are sorted and have each id once.
type Changes struct {
	// Revision is the revision of the present state.
	Revision int64
	// Changed are the episodes that were added or whose content changed. It may also
	// have an episode whose content changed and changed back.
	Changed []data.EpisodeID
	// Deleted are the episodes that were deleted and not added again. It may also have
	// an episode that the earlier state did not have.
	Deleted []data.EpisodeID
	// Complete is false if the store does not have all changes since the earlier
	// state. Both lists are then empty, and the caller must read all episodes.
	Complete bool
}
