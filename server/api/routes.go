package api

import (
	"github.com/danielgtaylor/huma/v2"

	"segue/server/problem"
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
	// vectors yet. It still takes the load of many visitors off one page.
	moment = "public, max-age=5"
	// noStore is for what is true at this moment only.
	noStore = "no-store"
)

var tags = []*huma.Tag{
	{Name: "Episodes", Description: "The catalogue."},
	{Name: "Recommendations", Description: "What to hear next, and which episodes talk about something."},
	{Name: "Operations", Description: "For whoever runs the server."},
}

// Problems that several operations have.
var (
	parameters = []problem.Code{
		problem.MalformedQuery, problem.UnknownParameter, problem.RepeatedParameter, problem.InvalidParameter,
	}
	noParameters = []problem.Code{problem.MalformedQuery, problem.UnknownParameter}
	failures     = []problem.Code{problem.Internal, problem.Timeout}
)

// register is the table of all routes.
func (s Service) register(a huma.API) {
	get(a, operation{
		path: "/v1/episodes", id: "list-episodes", tag: "Episodes", cache: fresh,
		summary: "List the catalogue",
		about:   "All episodes that the filters choose, newest first, page by page.",
		codes:   join(parameters, []problem.Code{problem.BadCursor}, failures),
	}, s.list)
	get(a, operation{
		path: "/v1/episodes/{id}", id: "get-episode", tag: "Episodes", cache: aged,
		summary: "Show one episode, whole",
		about:   "One episode with its description, its transcript, and what was removed from the description.",
		codes:   join(noParameters, []problem.Code{problem.UnknownEpisode}, failures),
	}, s.episode)
	get(a, operation{
		path: "/v1/episodes/{id}/similar", id: "similar-to-episode", tag: "Recommendations", cache: aged, unfinished: s.unfinished,
		summary: "More like this",
		about:   "The episodes nearest to one, best first. The episode itself is never among them.",
		codes:   join(parameters, []problem.Code{problem.UnknownEpisode}, failures),
	}, s.similar)
	get(a, operation{
		path: "/v1/similar", id: "similar-to-page", tag: "Recommendations", cache: aged, unfinished: s.unfinished,
		summary: "More like the episode of a page",
		about:   "The same as /v1/episodes/{id}/similar for a page that knows only its own address. Exactly one of url, guid and id is needed.",
		codes:   join(parameters, []problem.Code{problem.InvalidReference, problem.UnknownEpisode}, failures),
	}, s.lookup)
	get(a, operation{
		path: "/v1/search", id: "search", tag: "Recommendations", cache: fresh, unfinished: s.unfinished, required: "q",
		summary: "Search by words or a question",
		about:   "The episodes that talk about a text, best first, each with the passage that answers best.",
		codes:   join(parameters, []problem.Code{problem.BlankQuery, problem.EmbedderUnavailable}, failures),
	}, s.search)
	get(a, operation{
		path: "/healthz", id: "health", tag: "Operations", cache: noStore,
		summary: "Whether the program runs",
		about:   "Answers as long as the program does. Restart it when this fails.",
		codes:   noParameters,
	}, s.health)
	get(a, operation{
		path: "/readyz", id: "ready", tag: "Operations", cache: noStore, also: []int{503},
		summary: "Whether requests should be sent here",
		about:   "Status 200 once the catalogue is open and the first index stands, 503 with the same body before, and again when the server is about to stop.",
		codes:   noParameters,
	}, s.ready)
}

func join(lists ...[]problem.Code) []problem.Code {
	var all []problem.Code
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
