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
	e := data.Episode{GUID: guid(it.GUID), URL: absolute(base, it.Link), Published: r.published(it)}
	if e.URL == "" && it.page {
		e.URL = absolute(nil, it.GUID) // a GUID that is not an address is the publisher's own number
	}
	if e.URL == "" && strings.TrimSpace(it.Link) != "" {
		r.drop(it.place, "the link", it.Link, "it is no http or https address")
	}
	e.Audio, e.Duration = r.audio(base, it, x)
	e.Image = firstText(r.image(base, x, it.Image), r.result.Image)
	r.readTexts(&e, it, x)
	if e.Title == "" {
		r.result.Problems = append(r.result.Problems, newLoss(it.place, "it has no title, text or audio; its publisher must add a title"))
		return
	}
	r.readAttributes(&e, it, x)
	e.People = r.people(it, x)
	var keywords []string
	if listed := x.text("itunes", "keywords"); listed != "" {
		keywords = strings.Split(listed, ",")
	}
	e.Tags = r.tags(it.place, it.Categories, keywords)
	e.Transcripts = r.resources(it.place, base, x, "transcript")
	e.ChapterFiles = r.resources(it.place, base, x, "chapters")
	e.Chapters = chapters(base, x)
	e.Soundbites = r.soundbites(it.place, x)
	e.Location = location(x)
	read := Item{Key: key(e, it.Link), Episode: e, Blocked: blocked(x)}
	read.Digest = digest(read)
	r.result.Items = append(r.result.Items, read)
}

// readAttributes reads language, explicit mark, type, season and number.
func (r *reader) readAttributes(e *data.Episode, it sourceItem, x extensions) {
	e.Language = r.language(it.place, firstText(it.language, x.text("dc", "language"), r.result.Language))
	if e.Language == "" {
		e.Language = r.result.Language
	}
	e.Language = detectLanguage(*e, e.Language)
	e.Explicit = explicit(x.text("itunes", "explicit"))
	if e.Explicit == data.ExplicitUnknown {
		e.Explicit = r.result.Explicit
	}
	kind := x.text("itunes", "episodeType", "episodetype")
	var err error
	if e.Type, err = data.ParseEpisodeType(kind); err != nil {
		r.drop(it.place, "itunes:episodeType", kind, "want full, trailer or bonus")
	}
	e.Season = r.number(it.place, "the season", x.text("podcast", "season"), x.text("itunes", "season"))
	e.Number = r.number(it.place, "the episode number", x.text("podcast", "episode"), x.text("itunes", "episode"))
}

// number returns the first valid season or episode number in texts, or 0. A zero means that
// there is no number.
func (r *reader) number(place int, field string, texts ...string) int {
	for _, s := range texts {
		n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		switch {
		case err == nil && n == math.Trunc(n) && n > 0 && n <= data.MaxNumber:
			return int(n)
		case strings.TrimSpace(s) != "" && (err != nil || n != 0):
			r.drop(place, field, s, "it is no whole number from 1")
		}
	}
	return 0
}

// maxTags is the maximum number of tags of an item. A longer list contains all words that
// users may search for and does not describe the episode.
const maxTags = 50

// tags returns categories and keywords without duplicates. Case does not matter. An empty
// category is a mistake; an empty keyword is only a comma too many. gofeed adds the keywords
// to the categories.
func (r *reader) tags(place int, categories, keywords []string) []string {
	var out []string
	seen := map[string]bool{}
	comma := slices.ContainsFunc(keywords, func(s string) bool { return title(s) == "" })
	for _, c := range slices.Concat(categories, keywords) {
		tag := title(c)
		if tag == "" && !comma {
			r.drop(place, "category", "", "a category needs a name")
		}
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
