package rss

import (
	"cmp"
	"html"
	"net/url"
	"path"
	"strconv"
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

func newFeed(c Channel, items []Item) feed {
	f := feed{Version: "2.0", ITunes: itunes, Podcast: podcast, Atom: atom, DC: dc, Channel: channel{
		Title: validXML(c.Title), Link: validXML(cmp.Or(c.Link, c.Self)), Description: validXML(c.Title), Language: c.Language, GUID: validXML(c.GUID),
	}}
	for _, l := range []atomLink{{"self", rssType, c.Self}, {"next", rssType, c.Next}} {
		if l.Href != "" {
			f.Channel.Links = append(f.Channel.Links, l)
		}
	}
	for _, i := range items {
		f.Channel.Items = append(f.Channel.Items, newItem(i))
	}
	return f
}

// item is the element of an episode.
type item struct {
	Title           string           `xml:"title"`
	GUID            guid             `xml:"guid"`
	Link            string           `xml:"link,omitempty"`
	Description     string           `xml:"description,omitempty"`
	Published       string           `xml:"pubDate,omitempty"`
	Enclosure       *enclosure       `xml:"enclosure"`
	Duration        int64            `xml:"itunes:duration,omitempty"`
	Season          int              `xml:"itunes:season,omitempty"`
	Number          int              `xml:"itunes:episode,omitempty"`
	Type            string           `xml:"itunes:episodeType,omitempty"`
	Explicit        string           `xml:"itunes:explicit,omitempty"`
	Tags            []string         `xml:"category"`
	Language        string           `xml:"dc:language,omitempty"`
	Image           *href            `xml:"itunes:image"`
	People          []person         `xml:"podcast:person"`
	Transcripts     []resource       `xml:"podcast:transcript"`
	Chapters        []resource       `xml:"podcast:chapters"` // only the first: the namespace allows one
	Soundbites      []soundbite      `xml:"podcast:soundbite"`
	Location        string           `xml:"podcast:location,omitempty"`
	Recommendations *recommendations `xml:"podcast:recommendations"`
}

func newItem(i Item) item {
	x := item{
		Title: validXML(i.Title), GUID: guid{Text: validXML(cmp.Or(i.GUID, string(i.ID)))}, Link: validXML(i.URL), Description: paragraphs(i.Description),
		Published: formatDate(i.Published), Duration: int64(i.Duration / time.Second), Season: i.Season, Number: i.Number, Type: string(i.Type),
		Language: i.Language, Location: validXML(i.Location),
		Transcripts: resources(i.Transcripts, textTypes), Chapters: resources(i.ChapterFiles[:min(1, len(i.ChapterFiles))], chapterTypes),
	}
	for _, tag := range i.Tags {
		x.Tags = append(x.Tags, validXML(tag))
	}
	if explicit, known := i.Explicit.Known(); known {
		x.Explicit = strconv.FormatBool(explicit)
	}
	if i.Audio != "" {
		x.Enclosure = &enclosure{URL: validXML(i.Audio), Type: audioType(i.Audio)}
	}
	if i.Image != "" {
		x.Image = &href{validXML(i.Image)}
	}
	for _, p := range i.People {
		x.People = append(x.People, person{validXML(string(p.Role)), validXML(p.Name)})
	}
	for _, s := range i.Soundbites {
		x.Soundbites = append(x.Soundbites, soundbite{s.Start.Seconds(), s.Duration.Seconds(), validXML(s.Title)})
	}
	if i.Recommendations != "" {
		x.Recommendations = &recommendations{validXML(i.Recommendations), "application/json"}
	}
	return x
}

// textTypes and chapterTypes map file extensions to media types. They replace a missing
// type, because the namespace requires one. The empty key is for all other extensions.
var (
	textTypes = map[string]string{
		".vtt": "text/vtt", ".srt": "application/x-subrip", ".json": "application/json", ".html": "text/html", ".htm": "text/html", "": "text/plain",
	}
	chapterTypes = map[string]string{"": "application/json+chapters"}
)

func resources(list []data.Resource, types map[string]string) []resource {
	var out []resource
	for _, r := range list {
		out = append(out, resource{validXML(r.URL), validXML(cmp.Or(r.Type, types[extension(r.URL)], types[""])), validXML(r.Language)})
	}
	return out
}

// extension returns the file extension of a URL in lower case, with its dot.
func extension(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return strings.ToLower(path.Ext(u.Path))
}

// paragraphs converts plain text to HTML paragraphs, because players show HTML.
func paragraphs(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.TrimSpace(validXML(part)); part != "" {
			b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(part), "\n", "<br>") + "</p>")
		}
	}
	return b.String()
}

// audioTypes maps file extensions of podcasts to media types.
var audioTypes = map[string]string{
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".aac": "audio/aac", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/opus",
	".wav": "audio/wav", ".flac": "audio/flac", ".mp4": "video/mp4", ".m4v": "video/x-m4v", ".mov": "video/quicktime", ".webm": "video/webm",
}

// audioType returns the media type for the extension of a URL. The default is MP3, the
// most frequent type.
func audioType(text string) string {
	return cmp.Or(audioTypes[extension(text)], audioTypes[".mp3"])
}

// validXML removes the characters that XML 1.0 does not allow.
func validXML(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD && r != '\uFFFD' || r >= 0x10000 {
			return r
		}
		return -1
	}, text)
}
