// Package data defines the types that all packages of Segue share: episodes, shows,
// feeds and filters.
//
// The types are plain values. A function that returns one shares no memory with its
// own state, so the caller may change the value.
package data

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"segue/data/text"
)

// ErrUnknownEpisode is returned if no episode has the given id, GUID or URL.
var ErrUnknownEpisode = errors.New("unknown episode")

// EpisodeID identifies an episode of a catalogue. It is readable and URL-safe:
// lower-case ASCII letters, digits and single hyphens, at most [MaxIDLength] bytes.
// The catalogue assigns it once. It never changes, even if the title does.
type EpisodeID string

// ShowID identifies a show, in the form of an [EpisodeID].
type ShowID string

// Episode is one episode of a podcast, cleaned and ready to be stored.
type Episode struct {
	// ID is empty until the catalogue assigns one, unless the source sets it.
	ID EpisodeID
	// GUID is the publisher's identifier; empty if there is none.
	GUID string
	// URL is the address of the episode's web page; empty if unknown.
	URL string
	// Show is the podcast that the episode belongs to.
	Show Show
	// Title is one line of plain text and never empty.
	Title string
	// Description is plain text in paragraphs, separated by one empty line.
	// It may be empty.
	Description string
	// Removed lists the text that cleaning removed from the description, in order.
	Removed []Removal
	// Transcript is plain text; empty if there is none.
	Transcript string
	// Segments are the transcript with times, in the order of their starts, at most
	// [MaxSegments]; none if the times are unknown.
	Segments []Segment `json:",omitempty"`
	// Published is the publication date in UTC; zero if unknown.
	Published time.Time
	// Duration is the playing time in whole seconds; zero if unknown.
	Duration time.Duration
	// People are the hosts and guests, in the order of the source.
	People []Person
	// Tags are the publisher's keywords, in the order of the source.
	Tags []string
	// Image and Audio are absolute URLs; empty if unknown.
	Image, Audio string
	// Language is the spoken language, a tag in the form of [ParseLanguage], such as
	// "en" or "de-AT"; empty if unknown.
	Language string
	// Type is empty if the source has none, which counts as [TypeFull].
	Type EpisodeType
	// Explicit is the publisher's mark for explicit content.
	Explicit Explicitness
	// Season is the publisher's season number, Number the number of the episode within
	// the season. Both start at 1; 0 means unknown.
	Season, Number int
	// Links are the absolute http and https addresses in the description, in order and
	// without duplicates, at most [MaxLinks].
	Links []string
	// Transcripts are transcript files, ChapterFiles chapter files. Both are sorted with
	// the best first and have at most [MaxResources] entries. The files are fetched on
	// demand; the content of fetched files is in Transcript, Segments and Chapters. The tag
	// of ChapterFiles is its former name, because feeds are compared by hashes of JSON.
	Transcripts  []Resource
	ChapterFiles []Resource `json:"Chapters"`
	// Chapters are in the order of their starts, at most [MaxChapters].
	Chapters []Chapter `json:"ChapterList,omitempty"`
	// Soundbites are the publisher's highlights of the audio, at most [MaxSoundbites].
	Soundbites []Soundbite
	// Location is the name of the place that the episode is about; empty if unknown.
	Location string
}

// Resource is a file that a publisher offers with an episode, such as a transcript.
type Resource struct {
	// URL is absolute.
	URL string
	// Type is a media type in lower case without parameters, such as "text/vtt"; empty
	// if unknown.
	Type string
	// Language is in the form of [ParseLanguage]; empty if unknown.
	Language string
}

// Soundbite is a passage of an episode's audio.
type Soundbite struct {
	// Start is the offset from the beginning of the audio. Start and Duration are
	// whole milliseconds.
	Start, Duration time.Duration
	// Title is empty if the title of the episode applies.
	Title string
}

// EpisodeType is the kind of an episode within its show.
type EpisodeType string

// All types of an episode.
const (
	TypeFull    EpisodeType = "full"
	TypeTrailer EpisodeType = "trailer"
	TypeBonus   EpisodeType = "bonus"
)

// ParseEpisodeType returns the type with the name s. Case does not matter. An empty
// name gives the empty type.
func ParseEpisodeType(s string) (EpisodeType, error) {
	switch t := EpisodeType(strings.ToLower(s)); t {
	case "", TypeFull, TypeTrailer, TypeBonus:
		return t, nil
	}
	return "", fmt.Errorf("unknown episode type %q; want %q, %q or %q", s, TypeFull, TypeTrailer, TypeBonus)
}

// Explicitness is the publisher's mark for explicit content, such as strong language.
type Explicitness string

// All values of Explicitness.
const (
	ExplicitUnknown Explicitness = ""
	ExplicitYes     Explicitness = "explicit"
	ExplicitNo      Explicitness = "clean"
)

// ExplicitOf returns [ExplicitYes] for true and [ExplicitNo] for false.
func ExplicitOf(marked bool) Explicitness {
	if marked {
		return ExplicitYes
	}
	return ExplicitNo
}

// Known returns the mark. If there is none, ok is false.
func (x Explicitness) Known() (marked, ok bool) {
	return x == ExplicitYes, x == ExplicitYes || x == ExplicitNo
}

const (
	// MaxLinks is the maximum number of links of an episode. Long show notes have some
	// dozens. A longer list is a directory, and its links do not describe the episode.
	MaxLinks = 100
	// MaxNumber is the maximum season and episode number. Some shows use the date as
	// the number, such as 20180813; no show uses more digits.
	MaxNumber = 99_999_999
	// MaxResources is the maximum number of transcripts and of chapters: a dozen
	// languages in a few formats.
	MaxResources = 40
	// MaxSoundbites is twice the length of the longest list found in real feeds.
	MaxSoundbites = 40
)

// Show is a podcast.
type Show struct {
	// ID is derived from the title by [Slug], unless the source sets it.
	ID    ShowID
	Title string
}

// Person is a person who speaks in an episode.
type Person struct {
	Name string
	Role Role
}

// Role is the part that a [Person] has in an episode.
type Role string

// The roles that Segue uses. A source may contain others.
const (
	RoleHost  Role = "host"
	RoleGuest Role = "guest"
)

// Removal is a piece of text that was removed from a description because it is not
// about the episode, such as a sponsor's disclosure. It is stored so that an owner can
// check it.
type Removal struct {
	// Text is the removed text, as plain text.
	Text string
	// Rule is the reason, such as "sponsor-disclosure"; see package clean.
	Rule string
}

// maxSummary is the maximum length of a summary in runes: two lines of a result on a
// phone.
const maxSummary = 200

// Summary returns the beginning of the description on one line, shortened to 200 runes
// by [Shorten].
func (e Episode) Summary() string {
	return Shorten(text.OneLine(e.Description), maxSummary)
}

// Shorten returns text if it has at most n runes. Otherwise it returns the beginning,
// cut between words, with "…" at the end.
func Shorten(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	cut := string(runes[:n-1])
	if i := strings.LastIndexByte(string(runes[:n]), ' '); i > 0 {
		cut = string(runes[:n])[:i]
	}
	return strings.TrimRight(cut, " ,;:–-") + "…"
}
