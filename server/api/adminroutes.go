package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"segue/server/respond"
)

// Problems that operations for admins have, besides those of all operations.
var (
	keyless   = []respond.Code{respond.Unauthorized, respond.AdminDisabled, respond.TooManyAttempts}
	withBody  = []respond.Code{respond.MalformedBody, respond.UnsupportedMediaType, respond.BodyTooLarge}
	following = []respond.Code{respond.FeedsDisabled}
	slow      = []respond.Code{respond.Stopping} // those that a server does not wait for when it stops
)

// registerAdmin is the table of the routes for admins.
func (s Service) registerAdmin(a *registry) {
	add(a, operation{
		method: http.MethodPut, path: episodesPath, id: "put-episodes", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin, MaxBody: MaxUpload, MaxTime: uploadTime}, reads: episodeUploads,
		summary: "Add and change episodes",
		about: "Adds the episodes that are new and replaces those that differ from what is kept; the same body again changes nothing. A body is a JSON array or JSON lines of up to 256 MB, " +
			"and an episode of up to 16 MB. It is read while it comes. An episode that is wrong is reported by its line, or its place in the array, and the others are kept; " +
			"episodes that are not in the body stay. Where the body breaks off, what came before is kept.",
		codes: join(keyless, noParameters, withBody, []respond.Code{respond.BodyTooSlow}, slow, failures),
	}, s.putEpisodes)
	add(a, operation{
		method: http.MethodDelete, path: episodesPath + "/{id}", id: "delete-episode", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin}, status: http.StatusNoContent,
		summary: "Delete an episode",
		about:   "Removes one episode from the catalogue. A feed that it came from does not bring it back.",
		codes:   join(keyless, noParameters, []respond.Code{respond.UnknownEpisode}, failures),
	}, s.deleteEpisode)
	s.registerFeeds(a)
}

func (s Service) registerFeeds(a *registry) {
	add(a, operation{
		path: FeedsPath, id: "list-feeds", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin},
		summary: "List the feeds",
		about:   "All feeds that the catalogue follows, in the order in which they were added. Their addresses may hold a listener's private token.",
		codes:   join(keyless, noParameters, failures),
	}, s.listFeeds)
	add(a, operation{
		method: http.MethodPost, path: FeedsPath, id: "add-feed", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin, MaxTime: followTime}, status: http.StatusCreated, reads: readsJSON[followRequest],
		summary: "Follow a feed",
		about: "Reads the feed at an address, or the one that the page there names, with its whole archive, and follows it from now on. May take a minute. " +
			"After two the answer is a 504; what was read is kept, and the rest follows when the feed is due.",
		codes: join(keyless, following, noParameters, withBody,
			[]respond.Code{respond.UnknownMember, respond.InvalidBody, respond.BadFeed, respond.KnownFeed}, slow, failures),
	}, s.addFeed)
	add(a, operation{
		path: FeedsPath + "/{id}", id: "get-feed", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin},
		summary: "Show one feed",
		codes:   join(keyless, noParameters, []respond.Code{respond.UnknownFeed}, failures),
	}, s.getFeed)
	add(a, operation{
		method: http.MethodPost, path: FeedsPath + "/{id}/refresh", id: "refresh-feed", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin, MaxTime: followTime},
		summary: "Ask for a feed now",
		about:   "Fetches one feed without waiting for its time. The request has no body.",
		codes:   join(keyless, following, noParameters, []respond.Code{respond.UnknownFeed, respond.BadFeed}, slow, failures),
	}, s.refreshFeed)
	add(a, operation{
		method: http.MethodDelete, path: FeedsPath + "/{id}", id: "remove-feed", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin},
		summary: "Follow a feed no more",
		about:   "Forgets a feed. Its episodes stay, unless episodes=true deletes those that it alone has brought.",
		codes:   join(keyless, following, parameters, []respond.Code{respond.UnknownFeed}, failures),
	}, s.removeFeed)
	add(a, operation{
		path: opmlPath, id: "export-feeds", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin}, writes: opmlType,
		summary: "Export the list of feeds",
		about:   "All feeds as OPML, which podcast applications read. Their addresses may hold a listener's private token.",
		codes:   join(keyless, noParameters, failures),
	}, s.exportFeeds)
	add(a, operation{
		method: http.MethodPost, path: opmlPath, id: "import-feeds", tag: "Administration", cache: noStore, Rule: Rule{Access: Admin, MaxBody: maxOPML, MaxTime: importTime}, reads: readsOPML,
		summary: "Follow a list of feeds",
		about: "Follows each feed of an OPML file, as podcast applications export it, and says what became of each. A list has up to 1,000 feeds and 4 MB. " +
			"May take minutes; the same list again goes on where the time was up.",
		codes: join(keyless, following, parameters, withBody, []respond.Code{respond.BodyTooSlow, respond.InvalidBody}, slow, failures),
	}, s.importFeeds)
}

// readsOPML describes a list of feeds.
func readsOPML(huma.Registry) map[string]*huma.MediaType {
	content := map[string]*huma.MediaType{}
	for _, kind := range opmlTypes {
		content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: "OPML 2.0, of which the xmlUrl of each outline is read."}}
	}
	return content
}
