package feed

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"

	"segue/data"
	"segue/data/chapter"
	"segue/data/clean"
)

// preference ranks the types of transcripts. Types with speakers and times are better.
var preference = map[string]int{
	"text/vtt": 1, "application/x-subrip": 2, "application/srt": 2, "text/srt": 2, "application/json": 3, "text/html": 4, "text/plain": 5,
}

// resources returns an item's transcripts or chapters, best first, without duplicates.
func (r *reader) resources(place int, base *url.URL, x extensions, name string) []data.Resource {
	var out []data.Resource
	for _, e := range x.elements("podcast", name) {
		file := data.Resource{URL: absolute(base, attr(e, "url")), Type: mediaType(attr(e, "type")), Language: r.language(place, attr(e, "language"))}
		same := func(o data.Resource) bool { return o.URL == file.URL }
		switch {
		case file.URL == "":
			r.drop(place, "podcast:"+name, attr(e, "url"), "it needs an http or https address")
		case !slices.ContainsFunc(out, same) && len(out) < data.MaxResources:
			out = append(out, file)
		}
	}
	slices.SortStableFunc(out, func(a, b data.Resource) int { return cmp.Compare(rank(a), rank(b)) })
	return out
}

func rank(r data.Resource) int {
	if n := preference[r.Type]; n > 0 {
		return n
	}
	return len(preference) + 1
}

// chapters returns the chapters inside an item, in the format of Podlove Simple Chapters.
func chapters(base *url.URL, x extensions) []data.Chapter {
	var all []chapter.Raw
	for _, list := range x.elements("psc", "chapters") {
		for _, c := range list.Children["chapter"] {
			all = append(all, chapter.Raw{Start: attr(c, "start"), Title: attr(c, "title"), URL: attr(c, "href"), Image: attr(c, "image")})
		}
	}
	return chapter.List(base, all)
}

func (r *reader) soundbites(place int, x extensions) []data.Soundbite {
	var out []data.Soundbite
	for _, e := range x.elements("podcast", "soundbite") {
		start, okStart := milliseconds(e, "startTime", "starttime")
		length, okLength := milliseconds(e, "duration")
		if !okStart || !okLength || length == 0 {
			r.drop(place, "podcast:soundbite", attr(e, "startTime", "starttime")+", "+attr(e, "duration"), "it needs a start and a duration in seconds")
			continue
		}
		if len(out) < data.MaxSoundbites {
			out = append(out, data.Soundbite{Start: start, Duration: length, Title: title(e.Value)})
		}
	}
	return out
}

// milliseconds reads a number of seconds as whole milliseconds.
func milliseconds(e ext.Extension, names ...string) (time.Duration, bool) {
	n, err := strconv.ParseFloat(attr(e, names...), 64)
	if err != nil || !(n >= 0 && n <= maxDuration.Seconds()) {
		return 0, false
	}
	return time.Duration(math.Round(n*1000)) * time.Millisecond, true
}

// maxLocation is the maximum length of a place's name in runes. The namespace allows 128.
const maxLocation = 200

// location returns the place that an item is about, not the place of its producers.
func location(x extensions) string {
	for _, e := range x.elements("podcast", "location") {
		name := clean.Line(e.Value)
		if rel := attr(e, "rel"); name != "" && (rel == "" || strings.EqualFold(rel, "subject")) {
			return data.Shorten(name, maxLocation)
		}
	}
	return ""
}
