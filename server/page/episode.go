package page

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data"
	"segue/recommend"
)

// shownSimilar is the episodes to hear next: as many as fit beside a description.
const shownSimilar = 6

// episodeBody is what the template of an episode sees.
type episodeBody struct {
	row
	Paragraphs []string
	People     []cast
	Tags       []string
	Removed    []data.Removal
	// Page is the episode's own page, Host the name of its site, and Audio the
	// recording; empty where unknown.
	Page, Host, Audio string
	Similar           []result
	// Why says why there is nothing to hear next, empty where there is.
	Why string
	// Failed says that there is no answer on what to hear next, for now.
	Failed   bool
	Progress *progress
	// API is the address of the same answer as JSON.
	API string
}

// cast is the people of one role, each with the address of their page.
type cast struct {
	Label  string
	People []link
}

func (s *Site) episode(r *http.Request) (document, error) {
	id := r.PathValue("id")
	if data.ValidateID(id) != nil {
		return document{}, data.ErrUnknownEpisode
	}
	ref := data.Ref{ID: data.EpisodeID(id)}
	e, err := s.catalog.Find(r.Context(), ref)
	if err != nil {
		return document{}, err
	}
	body := newEpisodeBody(e)
	body.Progress = s.progress()
	answer, err := s.engine.Similar(r.Context(), ref, recommend.Options{Limit: shownSimilar})
	if err != nil {
		// The description is still worth reading.
		s.logCause(r, err)
		body.Failed = true
	}
	body.Similar, body.Why = newResults(answer.Results, true, ofEpisode), sentence(answer.Empty)
	hideShow(body.Similar, e.Show.Title)
	return document{Template: "episode", Status: http.StatusOK, Head: s.episodeHead(e, body), Body: body, Passing: body.Failed}, nil
}

func newEpisodeBody(e data.Episode) episodeBody {
	b := episodeBody{row: newRow(e, true), Paragraphs: paragraphs(e.Description), People: casts(e.People), Tags: e.Tags, Removed: e.Removed}
	b.Page, b.Host = webAddress(e.URL)
	b.Audio, _ = webAddress(e.Audio)
	b.API = "/v1/episodes/" + string(e.ID) + "/similar"
	return b
}

func (s *Site) episodeHead(e data.Episode, b episodeBody) head {
	return head{
		Title: e.Title + " – " + e.Show.Title, Description: e.Summary(), Canonical: b.URL,
		Article: true, Data: newPodcastEpisode(s.base, e, b),
	}
}

// hideShow leaves out the show of results that belong to the same show as the
// episode above them.
func hideShow(results []result, show string) {
	for i := range results {
		if results[i].Show == show {
			results[i].Show = ""
		}
	}
}

func paragraphs(description string) []string {
	var list []string
	for p := range strings.SplitSeq(description, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}

// webAddress returns the address and the name of its site, or nothing for an
// address that a browser should not be sent to.
func webAddress(address string) (whole, host string) {
	u, err := url.Parse(address)
	if err != nil || !isWeb(u) {
		return "", ""
	}
	return u.String(), strings.TrimPrefix(u.Hostname(), "www.")
}

// casts groups people by role, in the order in which the roles first come.
func casts(people []data.Person) []cast {
	var roles []data.Role
	of := map[data.Role][]link{}
	for _, p := range people {
		if of[p.Role] == nil {
			roles = append(roles, p.Role)
		}
		of[p.Role] = append(of[p.Role], link{p.Name, personPath(p.Name)})
	}
	var list []cast
	for _, role := range roles {
		list = append(list, cast{roleLabel(role, len(of[role])), of[role]})
	}
	return list
}

func roleLabel(role data.Role, n int) string {
	switch role {
	case data.RoleHost:
		return plural(n, "Host", "Hosts")
	case data.RoleGuest:
		return plural(n, "Guest", "Guests")
	case "":
		return "With"
	default:
		first, size := utf8.DecodeRuneInString(string(role))
		return string(unicode.ToUpper(first)) + string(role[size:])
	}
}
