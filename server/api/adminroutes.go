package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"segue/server/respond"
)

// Additional problems of operations for admins.
var (
	keyProblems    = []respond.Code{respond.Unauthorized, respond.AdminDisabled, respond.TooManyAttempts, respond.RateLimited}
	bodyProblems   = []respond.Code{respond.MalformedBody, respond.UnsupportedMediaType, respond.BodyTooLarge}
	followProblems = []respond.Code{respond.FeedsDisabled}
	// stopProblems are for long operations, which the server aborts when it stops.
	stopProblems = []respond.Code{respond.Stopping}
	// writeProblems are for operations that change the catalogue.
	writeProblems = []respond.Code{respond.ReadOnly, respond.InsufficientStorage}
)

// registerAdmin adds the routes for admins.
func (s Service) registerAdmin(a *registry) {
	add(a, operation{
		method: http.MethodPut, path: episodesPath, id: "put-episodes", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin, MaxBody: MaxUpload, MaxTime: uploadTime}, reads: episodeUploads,
		summary: "Add and change episodes",
		description: "Adds new episodes and replaces changed ones. Sending the same body again changes nothing. The body is a JSON array or JSON lines of at most 256 MB, " +
			"with at most 16 MB per episode. The server processes it as a stream. An invalid episode is reported by its line, or by its position in the array, and the other episodes are stored. " +
			"Episodes that are not in the body remain. If the body ends early, the episodes before that point are stored.",
		codes: join(keyProblems, noParameters, bodyProblems, []respond.Code{respond.BodyTooSlow}, stopProblems, writeProblems, failures),
	}, s.putEpisodes)
	add(a, operation{
		method: http.MethodDelete, path: episodesPath + "/{id}", id: "delete-episode", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin}, status: http.StatusNoContent,
		summary:     "Delete an episode",
		description: "Deletes one episode from the catalogue. Its feed does not add it again.",
		codes:       join(keyProblems, noParameters, []respond.Code{respond.UnknownEpisode}, writeProblems, failures),
	}, s.deleteEpisode)
	s.registerFeeds(a)
}

func (s Service) registerFeeds(a *registry) {
	add(a, operation{
		path: FeedsPath, id: "list-feeds", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin},
		summary:     "List the feeds",
		description: "Returns all followed feeds in the order in which they were added. A feed address can contain a private token.",
		codes:       join(keyProblems, noParameters, failures),
	}, s.listFeeds)
	add(a, operation{
		method: http.MethodPost, path: FeedsPath, id: "add-feed", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin, MaxTime: followTime}, status: http.StatusCreated, reads: readsJSON[followRequest],
		summary: "Follow a feed",
		description: "Reads the feed at an address, with all its archive pages, and follows it. If the address is a web page, its linked feed is used. This can take a minute. " +
			"After two minutes the status is 504. The episodes read so far are stored, and the next scheduled poll reads the others.",
		codes: join(keyProblems, followProblems, noParameters, bodyProblems,
			[]respond.Code{respond.UnknownMember, respond.InvalidBody, respond.BadFeed, respond.KnownFeed}, stopProblems, writeProblems, failures),
	}, s.addFeed)
	add(a, operation{
		path: FeedsPath + "/{id}", id: "get-feed", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin},
		summary: "Show one feed",
		codes:   join(keyProblems, noParameters, []respond.Code{respond.UnknownFeed}, failures),
	}, s.getFeed)
	add(a, operation{
		method: http.MethodPost, path: FeedsPath + "/{id}/refresh", id: "refresh-feed", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin, MaxTime: followTime},
		summary:     "Refresh a feed now",
		description: "Fetches one feed before its next scheduled poll. The request has no body.",
		codes:       join(keyProblems, followProblems, noParameters, []respond.Code{respond.UnknownFeed, respond.BadFeed}, stopProblems, writeProblems, failures),
	}, s.refreshFeed)
	add(a, operation{
		method: http.MethodDelete, path: FeedsPath + "/{id}", id: "remove-feed", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin},
		summary:     "Stop following a feed",
		description: "Removes a feed. Its episodes remain. With episodes=true, the episodes that are in no other feed are deleted.",
		codes:       join(keyProblems, followProblems, parameters, []respond.Code{respond.UnknownFeed}, writeProblems, failures),
	}, s.removeFeed)
	add(a, operation{
		path: opmlPath, id: "export-feeds", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin}, writes: opmlType,
		summary:     "Export the list of feeds",
		description: "Returns all feeds as OPML, a format that podcast applications read. A feed address can contain a private token.",
		codes:       join(keyProblems, noParameters, failures),
	}, s.exportFeeds)
	add(a, operation{
		method: http.MethodPost, path: opmlPath, id: "import-feeds", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin, MaxBody: maxOPML, MaxTime: importTime}, reads: readsOPML,
		summary: "Follow a list of feeds",
		description: "Follows each feed of an OPML file, a format that podcast applications export, and reports the result of each. The list has at most 1,000 feeds and 4 MB. " +
			"This can take minutes. If the time is up, send the same list again to add the remaining feeds.",
		codes: join(keyProblems, followProblems, parameters, bodyProblems, []respond.Code{respond.BodyTooSlow, respond.InvalidBody}, stopProblems, writeProblems, failures),
	}, s.importFeeds)
}

// readsOPML describes a list of feeds.
func readsOPML(huma.Registry) map[string]*huma.MediaType {
	content := map[string]*huma.MediaType{octets: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary", Description: "OPML 2.0."}}}
	for _, kind := range opmlTypes {
		content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: "OPML 2.0. The server reads the xmlUrl of each outline."}}
	}
	return content
}
