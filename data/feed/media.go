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

// medium is a media file of an item.
type medium struct {
	address, kind string
	duration      time.Duration
}

// audio returns the address of an item's media file and its playing time. It prefers audio,
// then video, then files of unknown type, and enclosures to media:content.
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
	contents := x.elements("media", "content")
	for _, group := range x.elements("media", "group") {
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
	audioExtensions = []string{".mp3", ".m4a", ".m4b", ".ogg", ".oga", ".opus", ".aac", ".flac", ".wav", ".wma"}
	videoExtensions = []string{".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi"}
	otherExtensions = []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".pdf", ".epub", ".html", ".htm", ".txt", ".torrent", ".zip"}
)

// rank returns how likely a file is the episode; 0 means that it is not.
func (m medium) rank() int {
	family, _, _ := strings.Cut(m.kind, "/")
	end := extension(m.address)
	switch {
	case m.address == "":
		return 0
	case family == "audio":
		return 4
	case slices.Contains(audioExtensions, end):
		return 3
	case family == "video" || slices.Contains(videoExtensions, end):
		return 2
	case family == "image" || family == "text" || family == "document" || m.kind == "application/pdf" || m.kind == "application/x-bittorrent" || slices.Contains(otherExtensions, end):
		return 0
	}
	return 1
}

// mediaType returns a media type in lower case without parameters.
func mediaType(s string) string {
	kind, _, _ := strings.Cut(s, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// playingTime parses seconds, mm:ss and hh:mm:ss. It returns 0 for other text.
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

// image returns the address of the image of a show or an item.
func (r *reader) image(base *url.URL, x extensions, common *gofeed.Image) string {
	var candidates []string
	for _, e := range x.elements("itunes", "image") {
		candidates = append(candidates, attr(e, "href", "url"), e.Value)
	}
	if common != nil {
		candidates = append(candidates, common.URL)
	}
	thumbnails := x.elements("media", "thumbnail")
	for _, group := range x.elements("media", "group") {
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

// artwork returns the images of the podcast namespace, except banners.
func artwork(x extensions) []ext.Extension {
	var out []ext.Extension
	for _, e := range x.elements("podcast", "image") {
		if purpose := strings.ToLower(attr(e, "purpose")); purpose == "" || strings.Contains(purpose, "artwork") {
			out = append(out, e)
		}
	}
	return out
}
