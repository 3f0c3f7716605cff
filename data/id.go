package data

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"segue/data/text"
)

// MaxIDLength is the maximum length of an id in bytes. It is longer than almost every
// title, and a URL with such an id still fits on one line of a log.
const MaxIDLength = 120

// spelledOut maps Latin letters that Unicode does not decompose to ASCII. Ids are
// stored, so this table is independent of [text.FoldAccents], which may get more
// letters.
var spelledOut = strings.NewReplacer("ß", "ss", "ẞ", "ss", "æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe",
	"ø", "o", "Ø", "o", "ł", "l", "Ł", "l", "đ", "d", "Đ", "d", "ð", "d", "Ð", "d", "þ", "th", "Þ", "th", "ı", "i")

// Slug returns a readable, URL-safe form of a title. It removes accents, spells out
// letters such as ß, replaces each run of other characters with one hyphen, and cuts
// the result between words to [MaxIDLength] bytes. It is empty for a title without an
// ASCII letter or digit.
func Slug(title string) string {
	var b strings.Builder
	gap := false
	for _, r := range spelledOut.Replace(norm.NFKD.String(title)) {
		r = unicode.ToLower(r)
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
			// An accent or apostrophe does not separate words.
		default:
			gap = true
		}
	}
	return cutSlug(b.String(), MaxIDLength)
}

func cutSlug(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	if i := strings.LastIndexByte(s[:limit+1], '-'); i > 0 {
		return s[:i]
	}
	return s[:limit]
}

// Identity returns a stable key of the episode: a hash of the show and the GUID, or of
// the show, title and day if there is no GUID. Two values with equal identities are
// the same episode.
func (e Episode) Identity() string {
	if e.GUID != "" {
		return hash("guid", string(e.Show.ID), e.GUID)
	}
	day := ""
	if !e.Published.IsZero() {
		day = e.Published.UTC().Format("2006-01-02")
	}
	return hash("title", string(e.Show.ID), strings.ToLower(text.OneLine(e.Title)), day)
}

// hash returns the SHA-256 of parts in hexadecimal. Lengths separate the parts, so
// different lists of parts have different hashes.
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// idSuffix is the number of hexadecimal digits that make ids with the same slug
// unique. 32 bits suffice, since few episodes share a title.
const idSuffix = 8

// NewID proposes an id for a new episode: the slug of its title. If distinct is true
// it adds the beginning of the [Episode.Identity], for a title that another episode
// already has.
func (e Episode) NewID(distinct bool) EpisodeID {
	slug := Slug(e.Title)
	if slug == "" {
		slug, distinct = Slug("episode "+e.Show.Title), true
	}
	if !distinct {
		return EpisodeID(slug)
	}
	return EpisodeID(cutSlug(slug, MaxIDLength-idSuffix-1) + "-" + e.Identity()[:idSuffix])
}

// NewShowID proposes an id for a show without one: the slug of its title, or "show-"
// and the beginning of a hash if the title has no ASCII letter or digit. Case and
// spacing do not matter. It is empty for an empty title.
func NewShowID(title string) ShowID {
	title = strings.ToLower(text.OneLine(title))
	if slug := Slug(title); slug != "" || title == "" {
		return ShowID(slug)
	}
	return ShowID("show-" + hash("show", title)[:idSuffix])
}

// PersonID returns the stable, URL-safe id of a person: the slug of the name, or
// "person-" and the beginning of a hash if the name has no ASCII letter or digit.
// Names that differ only in case, spacing or accents have the same id, so an id can
// identify several people. It is empty for an empty name.
func PersonID(name string) string {
	name = text.Fold(text.OneLine(name))
	if slug := Slug(name); slug != "" || name == "" {
		return slug
	}
	return "person-" + hash("person", name)[:idSuffix]
}

// ValidateID returns an error if s is not a valid id of an episode or a show.
func ValidateID(s string) error {
	switch {
	case s == "":
		return fmt.Errorf("id is empty")
	case len(s) > MaxIDLength:
		return fmt.Errorf("id has %d bytes; the maximum is %d", len(s), MaxIDLength)
	case Slug(s) == "":
		return fmt.Errorf("id %q has no letter a to z and no digit; use only these and single hyphens", s)
	case Slug(s) != s:
		return fmt.Errorf("invalid id %q; use only lower-case letters a to z, digits and single hyphens, such as %q", s, Slug(s))
	}
	return nil
}
