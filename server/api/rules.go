package api

import "time"

const (
	// MaxUpload is the maximum size of a body of PUT /v1/episodes in bytes. It fits
	// 100,000 episodes with descriptions, or a thousand with transcripts.
	MaxUpload = 256 << 20
	// maxOPML is the maximum size of a list of feeds in bytes. It fits the addresses and
	// titles of ten thousand feeds.
	maxOPML = 4 << 20

	// uploadTime is enough for the largest body over a connection of 600 kbit/s.
	uploadTime = time.Hour
	// followTime is enough for the first fetch of a feed. Its archive may have many pages.
	followTime = 2 * time.Minute
	// importTime is enough for the first fetch of many feeds.
	importTime = 20 * time.Minute
)

// Paths that several operations share.
const (
	// BasePath is the path of all operations for clients.
	BasePath = "/v1"
	// FeedsPath is the path of the feeds. All operations below it are for admins.
	FeedsPath = BasePath + "/feeds"

	episodesPath = BasePath + "/episodes"
	opmlPath     = BasePath + "/feeds.opml"
)

// Access is the group of clients that may call an operation.
type Access int

const (
	// Shared operations may be called from every web page.
	Shared Access = iota
	// Local operations may not be called from pages of other sites.
	Local
	// Admin operations need the admin key. They may not be called from pages of other
	// sites, so such a page cannot use an admin's browser.
	Admin
)

// Rule holds the limits of an operation that middleware checks before the operation runs.
type Rule struct {
	Access Access
	// Queued reports whether a request waits in the queue of the server until it may work.
	Queued bool
	// MaxBody is the maximum size of a body in bytes. Zero means the default.
	MaxBody int64
	// MaxTime is the time limit of a request. Zero means the default. An operation with
	// a MaxTime may read its body for that long.
	MaxTime time.Duration
}

// Route is an operation as a router sees it. Path is in the notation of OpenAPI.
type Route struct {
	Method, Path string
	Rule
}
