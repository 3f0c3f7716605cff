package feed

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
)

// medium is a file that an item names.
type medium struct {
	address, kind string
	duration      time.Duration
}

// audio is the file that an item is about, with its playing time: the first that is
// audio, else video, else of a kind that is not told; an enclosure goes before
// media:content.
func audio(base *url.URL, it sourceItem, x extensions) (string, time.Duration) {
	var best medium
	for _, m := range media(base, it, x) {
		if m.address != "" && m.rank() > best.rank() {
			best = m
		}
	}
	if best.rank() == 0 {
		best = medium{}
	}
	for _, length := range []time.Duration{playingTime(x.text("itunes", "duration")), it.duration, best.duration} {
		if length > 0 {
			return best.address, length
		}
	}
	return best.address, 0
}

func media(base *url.URL, it sourceItem, x extensions) []medium {
	var all []medium
	for _, e := range it.Enclosures {
		all = append(all, medium{address: absolute(base, e.URL), kind: mediaType(e.Type)})
	}
	contents := x.named("media", "content")
	for _, group := range x.named("media", "group") {
		contents = append(contents, group.Children["content"]...)
	}
	for _, c := range contents {
		kind := mediaType(attr(c, "type"))
		if kind == "" {
			kind = strings.ToLower(attr(c, "medium"))
		}
		all = append(all, medium{absolute(base, attr(c, "url")), kind, playingTime(attr(c, "duration"))})
	}
	return all
}

var (
	audioEndings = []string{".mp3", ".m4a", ".m4b", ".ogg", ".oga", ".opus", ".aac", ".flac", ".wav", ".wma"}
	videoEndings = []string{".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi"}
	otherEndings = []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".pdf", ".epub", ".html", ".htm", ".txt", ".torrent", ".zip"}
)

// rank says how much a file is the episode; 0 is one that is not.
func (m medium) rank() int {
	family, _, _ := strings.Cut(m.kind, "/")
	end := ending(m.address)
	switch {
	case m.address == "":
		return 0
	case family == "audio":
		return 4
	case slices.Contains(audioEndings, end):
		return 3
	case family == "video" || slices.Contains(videoEndings, end):
		return 2
	case family == "image" || family == "text" || family == "document" || m.kind == "application/pdf" || m.kind == "application/x-bittorrent" || slices.Contains(otherEndings, end):
		return 0
	}
	return 1
}

// mediaType is a media type in lower case without parameters.
func mediaType(s string) string {
	kind, _, _ := strings.Cut(s, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// playingTime reads seconds, mm:ss and hh:mm:ss; 0 for all else.
func playingTime(s string) time.Duration {
	parts := strings.Split(strings.TrimSpace(s), ":")
	if len(parts) > 3 {
		return 0
	}
	total := 0.0
	for _, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || n < 0 {
			return 0
		}
		total = total*60 + n
	}
	return seconds(total)
}

// image is the address of a show's or an item's image.
func (r *reader) image(base *url.URL, x extensions, common *gofeed.Image) string {
	var candidates []string
	for _, e := range x.named("itunes", "image") {
		candidates = append(candidates, attr(e, "href", "url"), e.Value)
	}
	if common != nil {
		candidates = append(candidates, common.URL)
	}
	thumbnails := x.named("media", "thumbnail")
	for _, group := range x.named("media", "group") {
		thumbnails = append(thumbnails, group.Children["thumbnail"]...)
	}
	for _, e := range append(thumbnails, artwork(x)...) {
		candidates = append(candidates, attr(e, "url", "href"))
	}
	for _, c := range candidates {
		if address := absolute(base, c); address != "" {
			return address
		}
	}
	return ""
}

// artwork are the images of the podcast namespace that are no banners.
func artwork(x extensions) []ext.Extension {
	var out []ext.Extension
	for _, e := range x.named("podcast", "image") {
		if purpose := strings.ToLower(attr(e, "purpose")); purpose == "" || strings.Contains(purpose, "artwork") {
			out = append(out, e)
		}
	}
	return out
}
