// Package data says what an episode is. Everything else in Segue speaks of
// these types: the readers below this package make them, package catalog keeps
// them, package recommend ranks them and package server shows them.
//
// The types are plain values. A function that returns one never shares memory
// with what it keeps, so a caller may change what it was given.
package data

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrUnknownEpisode says that no episode has the id, GUID or URL that was asked for.
var ErrUnknownEpisode = errors.New("unknown episode")

// EpisodeID names one episode of a catalogue. It is readable and URL-safe:
// lower-case ASCII letters, digits and single hyphens, at most [MaxIDLength]
// bytes. The catalogue assigns it once; it then never changes, even when the
// title does.
type EpisodeID string

// ShowID names one show, in the form of an [EpisodeID].
type ShowID string

// Episode is one episode of a podcast, cleaned and ready to be kept.
type Episode struct {
	// ID is empty until the catalogue assigns one, unless the source names it.
	ID EpisodeID
	// GUID is the identifier that the publisher gave, empty where there is none.
	GUID string
	// URL is the episode's page on the web, empty where unknown.
	URL string
	// Show is the podcast that the episode belongs to.
	Show Show
	// Title is one line of plain text and never empty.
	Title string
	// Description is plain text in paragraphs, separated by one empty line.
	// It may be empty.
	Description string
	// Removed lists what cleaning took out of the description, in its order.
	Removed []Removal
	// Transcript is plain text, empty where there is none.
	Transcript string
	// Published is when the episode came out, in UTC; zero where unknown.
	Published time.Time
	// Duration is the playing time in whole seconds; zero where unknown.
	Duration time.Duration
	// People are the hosts and guests, in the order of the source.
	People []Person
	// Tags are the publisher's keywords, in the order of the source.
	Tags []string
	// Image and Audio are absolute URLs, empty where unknown.
	Image, Audio string
	// Language is what is spoken, a tag in the form of [ParseLanguage], such as
	// "en" or "de-AT"; empty where unknown.
	Language string
	// Type is empty where the source does not say, which counts as [TypeFull].
	Type EpisodeType
	// Explicit says whether the publisher marks the episode as not for all ears.
	Explicit Explicitness
	// Season and Number are the publisher's count of seasons and of episodes
	// within one, from 1; 0 where unknown.
	Season, Number int
	// Links are the absolute http and https addresses that the description names,
	// in its order, each once and at most [MaxLinks].
	Links []string
	// Transcripts are files with what is said, Chapters those that divide it, both
	// best first and at most [MaxResources]. They are fetched on demand: what has been
	// fetched of them is in Transcript.
	Transcripts, Chapters []Resource
	// Soundbites are the passages of the audio that the publisher shows it by, at most
	// [MaxSoundbites].
	Soundbites []Soundbite
	// Location is the name of the place that the episode is about, empty where unknown.
	Location string
}

// Resource is a file that a publisher offers beside an episode's audio.
type Resource struct {
	// URL is absolute.
	URL string
	// Type is a media type in lower case without parameters, such as "text/vtt";
	// empty where the publisher does not say.
	Type string
	// Language is in the form of [ParseLanguage], empty where the publisher does not
	// say.
	Language string
}

// Soundbite is a passage of an episode's audio.
type Soundbite struct {
	// Start is from the beginning of the audio. Both keep whole milliseconds.
	Start, Duration time.Duration
	// Title may be empty: the episode's is meant.
	Title string
}

// EpisodeType says what part of a show an episode is.
type EpisodeType string

// The types of an episode. There are no others.
const (
	TypeFull    EpisodeType = "full"
	TypeTrailer EpisodeType = "trailer"
	TypeBonus   EpisodeType = "bonus"
)

// ParseEpisodeType returns the type with the name s, in any case of letters. An
// empty name is that of the empty type.
func ParseEpisodeType(s string) (EpisodeType, error) {
	switch t := EpisodeType(strings.ToLower(s)); t {
	case "", TypeFull, TypeTrailer, TypeBonus:
		return t, nil
	}
	return "", fmt.Errorf("episode type %q is none of %q, %q and %q", s, TypeFull, TypeTrailer, TypeBonus)
}

// Explicitness is what a publisher says about strong language and the like.
type Explicitness string

// What can be known of an episode.
const (
	ExplicitUnknown Explicitness = ""
	ExplicitYes     Explicitness = "explicit"
	ExplicitNo      Explicitness = "clean"
)

// ExplicitOf is [ExplicitYes] for true and [ExplicitNo] for false.
func ExplicitOf(marked bool) Explicitness {
	if marked {
		return ExplicitYes
	}
	return ExplicitNo
}

// Known returns the mark, and false as ok where there is none.
func (x Explicitness) Known() (marked, ok bool) {
	return x == ExplicitYes, x == ExplicitYes || x == ExplicitNo
}

const (
	// MaxLinks is the most links of an episode: long show notes have some dozens,
	// and what has more is a directory, whose links say nothing about the episode.
	MaxLinks = 100
	// MaxNumber bounds the counts of seasons and of episodes. Some shows count by
	// date, as 20180813; nothing counts higher.
	MaxNumber = 99_999_999
	// MaxResources bounds transcripts and chapters: one for each of a dozen languages
	// in a few formats.
	MaxResources = 40
	// MaxSoundbites is twice what the longest lists of publishers have.
	MaxSoundbites = 40
)

// Show is a podcast.
type Show struct {
	// ID is made from the title by [Slug] unless the source names it.
	ID    ShowID
	Title string
}

// Person is somebody who is heard in an episode.
type Person struct {
	Name string
	Role Role
}

// Role says what a [Person] does in an episode.
type Role string

// The roles that Segue knows. Sources may name others.
const (
	RoleHost  Role = "host"
	RoleGuest Role = "guest"
)

// Removal is a piece of a description that is not about the episode, such as a
// sponsor's disclosure. It is kept so that an owner can see what was removed.
type Removal struct {
	// Text is what was removed, as plain text.
	Text string
	// Rule names why, such as "sponsor-disclosure"; see package clean.
	Rule string
}

// maxSummary is the length of a summary in runes: two lines of a result on a
// phone, which is as much as a reader takes in before choosing.
const maxSummary = 200

// Summary returns the beginning of the description as one line of at most 200
// runes, as [Shorten] cuts it.
func (e Episode) Summary() string {
	return Shorten(strings.Join(strings.Fields(e.Description), " "), maxSummary)
}

// Shorten returns text if it has at most n runes, and otherwise its beginning, cut
// between words and ended with "…".
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
