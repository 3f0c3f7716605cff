package data

// Ref identifies an episode by its id, GUID or URL. Exactly one field is set.
type Ref struct {
	ID   EpisodeID
	GUID string
	// URL is compared by [PageKey], so the address in a browser matches the address in
	// the feed.
	URL string
}

// String describes the Ref for messages.
func (r Ref) String() string {
	switch {
	case r.ID != "":
		return `id "` + string(r.ID) + `"`
	case r.GUID != "":
		return `guid "` + r.GUID + `"`
	default:
		return `url "` + r.URL + `"`
	}
}
