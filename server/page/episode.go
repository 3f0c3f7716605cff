package page

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segue/data"
	"segue/recommend"
)

// similarLimit is the number of related episodes. They fit next to a description.
const similarLimit = 6

// episodeBody is the data for the template of an episode.
type episodeBody struct {
	row
	Paragraphs []string
	People     []roleGroup
	// Topics are the topics of the episode, Tags its other tags.
	Topics, Tags []string
	Removed      []data.Removal
	// Page is the address of the episode's page on the publisher's site, Host is the
	// site's host name, Audio is the address of the recording. Unknown ones are empty.
	Page, Host, Audio string
	// Chapters and Spoken are the chapters and the transcript with times.
	Chapters, Spoken []mark
	Similar          []result
	// EmptyReason explains why there are no related episodes. It is empty if there are.
	EmptyReason string
	// Failed is true if the request for related episodes failed.
	Failed   bool
	Progress *progress
	// API is the address of the related episodes as JSON.
	API string
}

// roleGroup is the people with one role, linked to their pages.
type roleGroup struct {
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
	shown := e
	body.Progress = s.progress()
	answer, err := s.engine.Similar(r.Context(), ref, recommend.Options{Limit: similarLimit})
	if err != nil {
		// The page is still useful without related episodes.
		s.logCause(r, err)
		body.Failed = true
	} else if answer.Episode.ID == e.ID {
		shown = answer.Episode // its description has no boilerplate
	}
	body.Topics = answer.Topics
	body.Tags = slices.DeleteFunc(body.Tags, func(tag string) bool { return containsFold(body.Topics, tag) })
	body.Similar, body.EmptyReason = newResults(answer.Results, true, ofEpisode), sentence(answer.Empty)
	hideShow(body.Similar, e.Show.Title)
	d := document{Template: "episode", Status: http.StatusOK, Head: s.episodeHead(shown, body), Body: body, NoStore: body.Failed}
	if body.Audio != "" || len(body.Spoken) > 0 {
		d.Script, d.Policy = "player.js", playerPolicy
	}
	return d, nil
}

func newEpisodeBody(e data.Episode) episodeBody {
	b := episodeBody{row: newRow(e, true), Paragraphs: paragraphs(e.Description), People: roleGroups(e.People), Tags: slices.Clone(e.Tags), Removed: e.Removed}
	b.Page, b.Host = webAddress(e.URL)
	b.Audio, _ = webAddress(e.Audio)
	e.Audio, e.URL = b.Audio, b.Page
	b.Chapters, b.Spoken = chapters(e), spoken(e)
	b.API = "/v1/episodes/" + string(e.ID) + "/similar"
	return b
}

func (s *Site) episodeHead(e data.Episode, b episodeBody) head {
	return head{
		Title: e.Title + " – " + e.Show.Title, Description: e.Summary(), Canonical: b.URL,
		Article: true, Data: newPodcastEpisode(s.base, e, b),
	}
}

// hideShow removes the given show from results, because the page already names it.
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

// webAddress returns a normalised http or https address and its host name without "www.".
// It returns two empty strings for any other address.
func webAddress(address string) (normalised, host string) {
	u, err := url.Parse(address)
	if err != nil || !isWeb(u) {
		return "", ""
	}
	return u.String(), strings.TrimPrefix(u.Hostname(), "www.")
}

// roleGroups groups people by role, in order of first appearance.
func roleGroups(people []data.Person) []roleGroup {
	var roles []data.Role
	of := map[data.Role][]link{}
	for _, p := range people {
		if of[p.Role] == nil {
			roles = append(roles, p.Role)
		}
		of[p.Role] = append(of[p.Role], link{p.Name, personPath(p.Name)})
	}
	var list []roleGroup
	for _, role := range roles {
		list = append(list, roleGroup{roleLabel(role, len(of[role])), of[role]})
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
