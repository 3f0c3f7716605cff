package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"segue/server/respond"
)

// Rules for caches. An answer is the same for everybody until episodes change,
// so shared caches may keep it; an old answer is better than none while a new
// one is being made, or while the server is away.
const (
	// aged is for what changes with an import at most: an episode, and what is
	// like it, under every page of a site.
	aged = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800"
	// fresh is for the catalogue and for searches: somebody who has just
	// imported an episode looks for it there, and a minute is what they wait.
	fresh = "public, max-age=60, stale-while-revalidate=600, stale-if-error=604800"
	// moment is for answers from a catalogue of which some episodes have no
	// vectors yet, and for searches that the model did not answer in time. It still takes the load of many visitors off one page.
	moment = "public, max-age=5"
	// noStore is for what is true at this moment only.
	noStore = "no-store"
)

var tags = []*huma.Tag{
	{Name: "Episodes", Description: "The catalogue."},
	{Name: "Catalogue", Description: "What the episodes have in common, and completions for a search box."},
	{Name: "Recommendations", Description: "What to hear next, and which episodes talk about something."},
	{Name: "Administration", Description: "Changes of the catalogue, and feeds. For whoever has the admin key; no web page of another site may call it."},
	{Name: "Operations", Description: "For whoever runs the server."},
}

// Problems that several operations have.
var (
	parameters = []respond.Code{
		respond.MalformedQuery, respond.UnknownParameter, respond.RepeatedParameter, respond.InvalidParameter,
	}
	noParameters = []respond.Code{respond.MalformedQuery, respond.UnknownParameter}
	failures     = []respond.Code{respond.Internal, respond.Timeout}
)

// register is the table of all routes.
func (s Service) register(a *registry) {
	add(a, operation{
		path: episodesPath, id: "list-episodes", tag: "Episodes", cache: fresh,
		summary: "List the catalogue",
		about:   "All episodes that the filters choose, newest first, page by page.",
		codes:   join(parameters, []respond.Code{respond.BadCursor}, failures),
	}, s.list)
	add(a, operation{
		path: episodesPath + "/{id}", id: "get-episode", tag: "Episodes", cache: aged,
		summary: "Show one episode, whole",
		about:   "One episode with its description, its transcript, and what was removed from the description.",
		codes:   join(noParameters, []respond.Code{respond.UnknownEpisode}, failures),
	}, s.episode)
	add(a, operation{
		path: "/v1/episodes/{id}/similar", id: "similar-to-episode", tag: "Recommendations", cache: aged, unfinished: s.unfinished,
		summary: "More like this",
		about:   "The episodes nearest to one, best first. The episode itself is never among them.",
		codes:   join(parameters, []respond.Code{respond.UnknownEpisode}, failures),
	}, s.similar)
	add(a, operation{
		path: "/v1/episodes/{id}/recommendations.json", id: "episode-recommendations", tag: "Recommendations", cache: aged, unfinished: s.unfinished,
		summary: "More like this, for players",
		about:   "The same as similar in the form of the element podcast:recommendations, which the feeds of this server point at.",
		codes:   join(parameters, []respond.Code{respond.UnknownEpisode}, failures),
	}, s.recommendations)
	add(a, operation{
		path: "/v1/similar", id: "similar-to-page", tag: "Recommendations", cache: aged, unfinished: s.unfinished,
		summary: "More like the episode of a page",
		about:   "The same as /v1/episodes/{id}/similar for a page that knows only its own address. Exactly one of url, guid and id is needed.",
		codes:   join(parameters, []respond.Code{respond.InvalidReference, respond.UnknownEpisode}, failures),
	}, s.lookup)
	add(a, operation{
		path: "/v1/related.html", id: "related-html", tag: "Recommendations", cache: aged, unfinished: s.unfinished,
		writes: relatedType, notes: relatedNotes,
		summary: "More like the episode of a page, as HTML",
		about:   "A fragment that a site puts into its page while it makes it, so that links are there without JavaScript. Exactly one of url, guid and id is needed. Where the catalogue has no such episode, or nothing is like it, the fragment is empty: a page never shows an error of ours.",
		codes:   join(parameters, []respond.Code{respond.InvalidReference}, failures),
	}, s.related)
	add(a, operation{
		path: "/v1/search", id: "search", tag: "Recommendations", cache: fresh, unfinished: s.unfinished, required: "q",
		summary: "Search by words or a question",
		about:   "The episodes that talk about a text, best first, each with the passage that answers best.",
		codes:   join(parameters, []respond.Code{respond.BlankQuery}, failures),
	}, s.search)
	add(a, operation{
		method: http.MethodPost, path: BasePath + "/recommend", id: "recommend", tag: "Recommendations", cache: noStore, reads: readsJSON[tasteBody],
		summary: "What to hear for a taste",
		about:   "The episodes near those that are liked and near a text, away from those that are disliked. At least one of the three is needed. Filters and options are parameters, as everywhere.",
		codes: join(parameters, []respond.Code{
			respond.MalformedBody, respond.UnknownMember, respond.InvalidBody, respond.NothingGiven, respond.UnknownEpisode, respond.UnsupportedMediaType,
		}, failures),
	}, s.recommend)
	add(a, operation{
		path: "/v1/suggest", id: "suggest", tag: "Catalogue", cache: fresh,
		summary: "Complete what somebody types",
		about:   "Titles, people, tags and shows in which a word begins with the text. Letters' case does not matter.",
		codes:   join(parameters, failures),
	}, s.suggest)
	add(a, operation{
		path: "/v1/shows", id: "list-shows", tag: "Catalogue", cache: fresh,
		summary: "Count episodes by show",
		about:   "All shows of the episodes that the filters choose, with the number of episodes, re-runs left out.",
		codes:   join(parameters, failures),
	}, s.shows)
	add(a, operation{
		path: "/v1/shows/{id}/feed.xml", id: "show-feed", tag: "Catalogue", cache: fresh, writes: feedType,
		summary: "A show as a feed",
		about:   "RSS 2.0 with the namespaces of iTunes and Podcasting 2.0, newest first, that players read. Each episode names its recommendations. Links to this server need its public address.",
		codes:   join(parameters, []respond.Code{respond.BadCursor, respond.UnknownShow}, failures),
	}, s.showFeed)
	add(a, operation{
		path: "/v1/tags", id: "list-tags", tag: "Catalogue", cache: fresh,
		summary: "Count episodes by tag",
		about:   "All tags of the episodes that the filters choose, with the number of episodes, re-runs left out.",
		codes:   join(parameters, failures),
	}, s.tags)
	add(a, operation{
		path: "/v1/people", id: "list-people", tag: "Catalogue", cache: fresh,
		summary: "Count episodes by person",
		about:   "All people of the episodes that the filters choose, with the number of episodes, re-runs left out.",
		codes:   join(parameters, failures),
	}, s.people)
	add(a, operation{
		path: "/v1/people/{id}", id: "get-person", tag: "Catalogue", cache: fresh,
		summary: "Show a person",
		about:   "Somebody who is heard in the catalogue, with the person's episodes and the people of the same episodes.",
		codes:   join(parameters, []respond.Code{respond.UnknownPerson}, failures),
	}, s.person)
	s.registerAdmin(a)
	add(a, operation{
		path: "/healthz", id: "health", tag: "Operations", cache: noStore, Rule: Rule{Access: Local},
		summary: "Whether the program runs",
		about:   "Answers as long as the program does. Restart it when this fails.",
		codes:   noParameters,
	}, s.health)
	add(a, operation{
		path: "/readyz", id: "ready", tag: "Operations", cache: noStore, Rule: Rule{Access: Local}, also: []int{503},
		summary: "Whether requests should be sent here",
		about:   "Status 200 once the catalogue is open and the first index stands, 503 with the same body before, and again when the server is about to stop.",
		codes:   noParameters,
	}, s.ready)
}

func join(lists ...[]respond.Code) []respond.Code {
	var all []respond.Code
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
