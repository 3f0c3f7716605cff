package feed

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
)

// medium is a media file of an item.
type medium struct {
	// address is absolute, raw as it is written.
	address, raw, kind string
	duration           time.Duration
}

// audio returns the address of an item's media file and its playing time. It prefers audio,
// then video, then files of unknown type, and enclosures to media:content. The time may be
// that of a file that is not audio, such as the player of a video.
func (r *reader) audio(base *url.URL, it sourceItem, x extensions) (string, time.Duration) {
	var best medium
	var longest time.Duration
	for _, m := range media(base, it, x) {
		if m.address == "" && m.raw != "" {
			r.drop(it.place, "the address of a media file", m.raw, "it is no http or https address")
		}
		if longest = max(longest, m.duration); m.address != "" && m.rank() > best.rank() {
			best = m
		}
	}
	if best.rank() == 0 {
		best = medium{}
	}
	for _, length := range []time.Duration{r.itunesDuration(it, x), it.duration, best.duration, longest} {
		if length > 0 {
			return best.address, length
		}
	}
	return best.address, 0
}

// itunesDuration reads itunes:duration. A zero of any form means that it is unknown.
func (r *reader) itunesDuration(it sourceItem, x extensions) time.Duration {
	written := x.text("itunes", "duration")
	length := playingTime(written)
	if length == 0 && strings.Trim(written, "0:.") != "" {
		r.drop(it.place, "itunes:duration", written, "it is no playing time of up to a week, such as 1:05:37")
	}
	return length
}

func media(base *url.URL, it sourceItem, x extensions) []medium {
	var all []medium
	for _, e := range it.Enclosures {
		all = append(all, medium{address: absolute(base, e.URL), raw: e.URL, kind: mediaType(e.Type)})
	}
	for _, c := range inGroups(x, "content") {
		kind := mediaType(attr(c, "type"))
		if kind == "" {
			kind = strings.ToLower(attr(c, "medium"))
		}
		all = append(all, medium{absolute(base, attr(c, "url")), attr(c, "url"), kind, playingTime(attr(c, "duration"))})
	}
	for _, d := range inGroups(x, "duration") { // of the namespace of YouTube
		all = append(all, medium{duration: playingTime(attr(d, "seconds"))})
	}
	return all
}

// inGroups returns the media elements with a name, directly in an item and in its groups.
// Feeds of videos have all their data in a group.
func inGroups(x extensions, name string) []ext.Extension {
	found := slices.Clone(x.elements("media", name))
	for _, group := range x.elements("media", "group") {
		found = append(found, group.Children[name]...)
	}
	return found
}

// groupText returns the first text of media elements with a name.
func groupText(x extensions, name string) string {
	for _, e := range inGroups(x, name) {
		if text := strings.TrimSpace(e.Value); text != "" {
			return text
		}
	}
	return ""
}

var (
	audioExtensions = []string{".mp3", ".m4a", ".m4b", ".ogg", ".oga", ".opus", ".aac", ".flac", ".wav", ".wma"}
	videoExtensions = []string{".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi"}
	otherTypes      = []string{"application/pdf", "application/x-bittorrent", "application/x-shockwave-flash", "application/vnd.adobe.flash.movie"}
	otherExtensions = []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".pdf", ".epub", ".html", ".htm", ".txt", ".torrent", ".zip", ".swf"}
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
	case family == "image" || family == "text" || family == "document" || slices.Contains(otherTypes, m.kind) || slices.Contains(otherExtensions, end):
		return 0
	}
	return 1
}

// mediaType returns a media type in lower case without parameters.
func mediaType(s string) string {
	kind, _, _ := strings.Cut(s, ";")
	return strings.ToLower(strings.TrimSpace(kind))
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
	for _, e := range append(inGroups(x, "thumbnail"), artwork(x)...) {
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
