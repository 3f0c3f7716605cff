package rss

import (
	"cmp"
	"html"
	"net/url"
	"path"
	"strings"
	"time"

	"segue/data"
)

const (
	itunes  = "http://www.itunes.com/dtds/podcast-1.0.dtd"
	podcast = "https://podcastindex.org/namespace/1.0"
	atom    = "http://www.w3.org/2005/Atom"
	dc      = "http://purl.org/dc/elements/1.1/"
	rssType = "application/rss+xml"
)

func feedOf(c Channel, items []Item) feed {
	f := feed{Version: "2.0", ITunes: itunes, Podcast: podcast, Atom: atom, DC: dc, Channel: channel{
		Title: allowed(c.Title), Link: allowed(cmp.Or(c.Link, c.Self)), Description: allowed(c.Title), Language: c.Language, GUID: allowed(c.GUID),
	}}
	for _, l := range []atomLink{{"self", rssType, c.Self}, {"next", rssType, c.Next}} {
		if l.Href != "" {
			f.Channel.Links = append(f.Channel.Links, l)
		}
	}
	for _, i := range items {
		f.Channel.Items = append(f.Channel.Items, itemOf(i))
	}
	return f
}

// item has the elements in the order of the feed.
type item struct {
	Title       string       `xml:"title"`
	GUID        guid         `xml:"guid"`
	Link        string       `xml:"link,omitempty"`
	Description string       `xml:"description,omitempty"`
	Published   string       `xml:"pubDate,omitempty"`
	Enclosure   *enclosure   `xml:"enclosure"`
	Duration    int64        `xml:"itunes:duration,omitempty"`
	Season      int          `xml:"itunes:season,omitempty"`
	Number      int          `xml:"itunes:episode,omitempty"`
	Type        string       `xml:"itunes:episodeType,omitempty"`
	Explicit    string       `xml:"itunes:explicit,omitempty"`
	Tags        []string     `xml:"category"`
	Language    string       `xml:"dc:language,omitempty"`
	Image       *href        `xml:"itunes:image"`
	People      []person     `xml:"podcast:person"`
	Transcripts []resource   `xml:"podcast:transcript"`
	Chapters    []resource   `xml:"podcast:chapters"` // the best alone: the namespace has one
	Soundbites  []soundbite  `xml:"podcast:soundbite"`
	Location    string       `xml:"podcast:location,omitempty"`
	More        *recommended `xml:"podcast:recommendations"`
}

func itemOf(i Item) item {
	x := item{
		Title: allowed(i.Title), GUID: guid{Text: allowed(cmp.Or(i.GUID, string(i.ID)))}, Link: allowed(i.URL), Description: paragraphs(i.Description),
		Published: date(i.Published), Duration: int64(i.Duration / time.Second), Season: i.Season, Number: i.Number, Type: string(i.Type),
		Language: i.Language, Location: allowed(i.Location),
		Transcripts: resources(i.Transcripts, textTypes), Chapters: resources(i.Chapters[:min(1, len(i.Chapters))], chapterTypes),
	}
	for _, tag := range i.Tags {
		x.Tags = append(x.Tags, allowed(tag))
	}
	if marked, known := i.Explicit.Known(); known {
		x.Explicit = map[bool]string{true: "true", false: "false"}[marked]
	}
	if i.Audio != "" {
		x.Enclosure = &enclosure{URL: allowed(i.Audio), Type: audioType(i.Audio)}
	}
	if i.Image != "" {
		x.Image = &href{allowed(i.Image)}
	}
	for _, p := range i.People {
		x.People = append(x.People, person{allowed(string(p.Role)), allowed(p.Name)})
	}
	for _, s := range i.Soundbites {
		x.Soundbites = append(x.Soundbites, soundbite{s.Start.Seconds(), s.Duration.Seconds(), allowed(s.Title)})
	}
	if i.Recommendations != "" {
		x.More = &recommended{allowed(i.Recommendations), "application/json"}
	}
	return x
}

// textTypes and chapterTypes are the media types of files whose publisher gives none,
// which the namespace does not allow; "" is that of a file with another ending.
var (
	textTypes = map[string]string{
		".vtt": "text/vtt", ".srt": "application/x-subrip", ".json": "application/json", ".html": "text/html", ".htm": "text/html", "": "text/plain",
	}
	chapterTypes = map[string]string{"": "application/json+chapters"}
)

func resources(list []data.Resource, types map[string]string) []resource {
	var out []resource
	for _, r := range list {
		out = append(out, resource{allowed(r.URL), allowed(cmp.Or(r.Type, types[ending(r.URL)], types[""])), allowed(r.Language)})
	}
	return out
}

// ending is that of the file at an address, with its dot.
func ending(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(path.Ext(u.Path))
}

// paragraphs is plain text as the HTML that players show.
func paragraphs(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.TrimSpace(allowed(part)); part != "" {
			b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(part), "\n", "<br>") + "</p>")
		}
	}
	return b.String()
}

// audioTypes are the media types of the files that podcasts have.
var audioTypes = map[string]string{
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".aac": "audio/aac", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/opus",
	".wav": "audio/wav", ".flac": "audio/flac", ".mp4": "video/mp4", ".m4v": "video/x-m4v", ".mov": "video/quicktime", ".webm": "video/webm",
}

// audioType goes by the end of an address. What it does not tell is most likely MP3.
func audioType(address string) string { return cmp.Or(audioTypes[ending(address)], audioTypes[".mp3"]) }

// allowed leaves out what XML 1.0 does not have.
func allowed(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD && r != '\uFFFD' || r >= 0x10000 {
			return r
		}
		return -1
	}, text)
}
