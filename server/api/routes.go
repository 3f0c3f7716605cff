package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"segue/server/respond"
)

// Values of Cache-Control. An answer is the same for all clients until episodes change,
// so shared caches may store it. A cache may use a stale answer while it fetches a new
// one, or while the server is not available.
const (
	// cacheLong is for answers that change only with an import: an episode and similar
	// episodes. A site may show them on every page.
	cacheLong = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800"
	// cacheShort is for the catalogue and for searches. A user who has imported an
	// episode looks for it there, and waits at most a minute.
	cacheShort = "public, max-age=60, stale-while-revalidate=600, stale-if-error=604800"
	// cacheBriefly is for answers while some episodes have no vectors yet, and for
	// searches that the model did not answer in time. It still reduces the load if many
	// visitors open one page.
	cacheBriefly = "public, max-age=5"
	// noStore is for answers that are valid only now.
	noStore = "no-store"
)

var tags = []*huma.Tag{
	{Name: "Episodes", Description: "The episodes of the catalogue."},
	{Name: "Catalogue", Description: "Shows, people and tags of the catalogue, and completions for a search box."},
	{Name: "Recommendations", Description: "Similar episodes, search, and recommendations."},
	{Name: "Administration", Description: "Changes of the catalogue and of the followed feeds. These operations need the admin key. Web pages of other sites cannot call them."},
	{Name: "Operations", Description: "Health and readiness checks for operators."},
}

// Problems that several operations share.
var (
	parameters = []respond.Code{
		respond.MalformedQuery, respond.UnknownParameter, respond.RepeatedParameter, respond.InvalidParameter,
	}
	noParameters = []respond.Code{respond.MalformedQuery, respond.UnknownParameter}
	failures     = []respond.Code{respond.Internal, respond.Timeout}
)

// register adds all routes.
func (s Service) register(a *registry) {
	add(a, operation{
		path: episodesPath, id: "list-episodes", tag: "Episodes", cache: cacheShort,
		summary:     "List the catalogue",
		description: "Returns the episodes that match the filters, newest first by default, in pages.",
		codes:       join(parameters, []respond.Code{respond.BadCursor}, failures),
	}, s.list)
	add(a, operation{
		path: episodesPath + "/{id}", id: "get-episode", tag: "Episodes", cache: cacheLong,
		summary:     "Show one episode with all members",
		description: "Returns one episode with its description, its transcript and the text that was removed from the description.",
		codes:       join(noParameters, []respond.Code{respond.UnknownEpisode}, failures),
	}, s.episode)
	add(a, operation{
		path: "/v1/episodes/{id}/similar", id: "similar-to-episode", tag: "Recommendations", cache: cacheLong, incomplete: s.incomplete,
		summary:     "List similar episodes",
		description: "Returns the episodes that are similar to one, best first. The episode itself is never among the results.",
		codes:       join(parameters, []respond.Code{respond.UnknownEpisode, respond.NoTimes}, failures),
	}, s.similar)
	add(a, operation{
		path: "/v1/episodes/{id}/moments", id: "moments-of-episode", tag: "Recommendations", cache: cacheLong, required: "q",
		summary:     "List the moments of an episode",
		description: "Returns the passages of the episode's transcript that answer words or a question, best first, with their times. The list is empty if the transcript has no times.",
		codes:       join(parameters, []respond.Code{respond.BlankQuery, respond.UnknownEpisode}, failures),
	}, s.moments)
	add(a, operation{
		path: "/v1/episodes/{id}/recommendations.json", id: "episode-recommendations", tag: "Recommendations", cache: cacheLong, incomplete: s.incomplete,
		summary:     "List similar episodes for players",
		description: "Returns the same episodes as similar, in the format of podcast:recommendations. The feeds of this server link to it.",
		codes:       join(parameters, []respond.Code{respond.UnknownEpisode}, failures),
	}, s.recommendations)
	add(a, operation{
		path: "/v1/similar", id: "similar-to-page", tag: "Recommendations", cache: cacheLong, incomplete: s.incomplete,
		summary:     "List similar episodes for a web page",
		description: "Returns the same as /v1/episodes/{id}/similar, for a page that only knows its own address. Give exactly one of url, guid and id.",
		codes:       join(parameters, []respond.Code{respond.InvalidReference, respond.UnknownEpisode, respond.NoTimes}, failures),
	}, s.lookup)
	add(a, operation{
		path: "/v1/related.html", id: "related-html", tag: "Recommendations", cache: cacheLong, incomplete: s.incomplete,
		writes: relatedType, extraHeaders: relatedHeaders,
		summary:     "List similar episodes for a web page as HTML",
		description: "Returns an HTML fragment that a site includes when it renders a page, so that the page has links without JavaScript. Give exactly one of url, guid and id. If the episode is unknown or no episode is similar, the fragment is empty, so that the page does not show an error.",
		codes:       join(parameters, []respond.Code{respond.InvalidReference}, failures),
	}, s.related)
	add(a, operation{
		path: "/v1/search", id: "search", tag: "Recommendations", cache: cacheShort, incomplete: s.incomplete, required: "q",
		summary:     "Search episodes",
		description: "Returns the episodes that match words or a question, best first, each with the best passage.",
		codes:       join(parameters, []respond.Code{respond.BlankQuery}, failures),
	}, s.search)
	add(a, operation{
		method: http.MethodPost, path: "/v1/recommend", id: "recommend", tag: "Recommendations", cache: noStore, reads: readsJSON[tasteBody],
		summary:     "Recommend episodes for liked and disliked ones",
		description: "Returns the episodes that are similar to liked episodes and to a text, and not similar to disliked episodes. Give at least one of the three. Filters and options are query parameters, as in the other operations.",
		codes: join(parameters, []respond.Code{
			respond.MalformedBody, respond.UnknownMember, respond.InvalidBody, respond.NothingGiven, respond.UnknownEpisode, respond.UnsupportedMediaType,
		}, failures),
	}, s.recommend)
	add(a, operation{
		path: "/v1/suggest", id: "suggest", tag: "Catalogue", cache: cacheShort,
		summary:     "Complete the text of a search box",
		description: "Returns titles, people, tags and shows with a word that begins with the text. Upper and lower case are equal.",
		codes:       join(parameters, failures),
	}, s.suggest)
	add(a, operation{
		path: "/v1/shows", id: "list-shows", tag: "Catalogue", cache: cacheShort,
		summary:     "Count episodes by show",
		description: "Returns the shows of the episodes that match the filters, with the number of episodes. Re-runs are not counted.",
		codes:       join(parameters, failures),
	}, s.shows)
	add(a, operation{
		path: "/v1/shows/{id}/feed.xml", id: "show-feed", tag: "Catalogue", cache: cacheShort, writes: feedType,
		summary:     "Show the feed of a show",
		description: "Returns an RSS 2.0 feed with the namespaces of iTunes and Podcasting 2.0, newest first. Each episode links to its recommendations if the server knows its public address.",
		codes:       join(parameters, []respond.Code{respond.BadCursor, respond.UnknownShow}, failures),
	}, s.showFeed)
	add(a, operation{
		path: "/v1/tags", id: "list-tags", tag: "Catalogue", cache: cacheShort,
		summary:     "Count episodes by tag",
		description: "Returns the tags of the episodes that match the filters, with the number of episodes. Re-runs are not counted.",
		codes:       join(parameters, failures),
	}, s.tags)
	add(a, operation{
		path: "/v1/topics", id: "list-topics", tag: "Catalogue", cache: cacheShort, incomplete: s.incomplete,
		summary:     "Count episodes by topic",
		description: "Returns the topics of the episodes that match the filters, with the number of episodes. Re-runs are not counted.",
		codes:       join(parameters, failures),
	}, s.topics)
	add(a, operation{
		path: "/v1/people", id: "list-people", tag: "Catalogue", cache: cacheShort,
		summary:     "Count episodes by person",
		description: "Returns the people of the episodes that match the filters, with the number of episodes. Re-runs are not counted.",
		codes:       join(parameters, failures),
	}, s.people)
	add(a, operation{
		path: "/v1/people/{id}", id: "get-person", tag: "Catalogue", cache: cacheShort,
		summary:     "Show a person",
		description: "Returns a person with the person's episodes and the other people in them.",
		codes:       join(parameters, []respond.Code{respond.UnknownPerson}, failures),
	}, s.person)
	s.registerAdmin(a)
	add(a, operation{
		path: "/healthz", id: "health", tag: "Operations", cache: noStore, Rule: Rule{Access: Local},
		summary:     "Check whether the program runs",
		description: "Returns 200 while the program runs. Restart the program if this check fails.",
		codes:       noParameters,
	}, s.health)
	add(a, operation{
		path: "/readyz", id: "ready", tag: "Operations", cache: noStore, Rule: Rule{Access: Local}, also: []int{503},
		summary:     "Check whether the server is ready for requests",
		description: "Returns 200 if the catalogue is open and the first index is built. Before that, and when the server is about to stop, it returns 503 with the same body.",
		codes:       noParameters,
	}, s.ready)
}

func join(lists ...[]respond.Code) []respond.Code {
	var all []respond.Code
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
