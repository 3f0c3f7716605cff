package feed

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"segue/data"
	"segue/data/clean"
	"segue/data/text"
)

// item reads one item, or adds the problem with it.
func (r *reader) item(it sourceItem) {
	x := newExtensions(it.Extensions, r.src.prefixes)
	base := r.base
	if inner, err := url.Parse(r.src.bases[it.place]); err == nil && r.src.bases[it.place] != "" {
		base = resolveURL(base, inner)
	}
	e := data.Episode{GUID: guid(it.GUID), URL: absolute(base, it.Link), Published: published(it.Item)}
	if e.URL == "" && it.page {
		e.URL = absolute(nil, it.GUID) // a GUID that is not an address is the publisher's own number
	}
	e.Audio, e.Duration = audio(base, it, x)
	e.Image = firstText(r.image(base, x, it.Image), r.result.Image)
	r.readTexts(&e, it, x)
	if e.Title == "" {
		r.result.Problems = append(r.result.Problems, newProblem(it.place, "it has no title, text or audio; its publisher must add a title"))
		return
	}
	r.readAttributes(&e, it, x)
	e.People = r.people(it, x)
	e.Tags = tags(append(slices.Clone(it.Categories), strings.Split(x.text("itunes", "keywords"), ",")...))
	e.Transcripts = resources(base, x, "transcript")
	e.Chapters = resources(base, x, "chapters")
	e.Soundbites = soundbites(x)
	e.Location = location(x)
	read := Item{Key: key(e, it.Link), Episode: e, Blocked: blocked(x)}
	read.Digest = digest(read)
	r.result.Items = append(r.result.Items, read)
}

// readAttributes reads language, explicit mark, type, season and number.
func (r *reader) readAttributes(e *data.Episode, it sourceItem, x extensions) {
	e.Language = language(firstText(it.language, x.text("dc", "language"), r.result.Language))
	if e.Language == "" {
		e.Language = r.result.Language
	}
	e.Explicit = explicit(x.text("itunes", "explicit"))
	if e.Explicit == data.ExplicitUnknown {
		e.Explicit = r.result.Explicit
	}
	e.Type, _ = data.ParseEpisodeType(x.text("itunes", "episodeType", "episodetype")) // empty for other words
	e.Season = number(x.text("podcast", "season"), x.text("itunes", "season"))
	e.Number = number(x.text("podcast", "episode"), x.text("itunes", "episode"))
}

// number returns the first valid season or episode number in texts, or 0.
func number(texts ...string) int {
	for _, s := range texts {
		n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err == nil && n == math.Trunc(n) && n > 0 && n <= data.MaxNumber {
			return int(n)
		}
	}
	return 0
}

// maxTags is the maximum number of tags of an item. A longer list contains all words that
// users may search for and does not describe the episode.
const maxTags = 50

// tags returns categories and keywords without duplicates. Case does not matter.
func tags(categories []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range categories {
		tag := title(c)
		if tag == "" || seen[text.Fold(tag)] || len(out) == maxTags {
			continue
		}
		seen[text.Fold(tag)] = true
		out = append(out, tag)
	}
	return out
}

// maxGUID is the maximum length of a GUID in bytes. A longer GUID is replaced with its hash.
const maxGUID = 1000

func guid(s string) string {
	s = clean.Line(s)
	if len(s) > maxGUID {
		return "sha256:" + hash(s)
	}
	return s
}
