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

// MaxIDLength is the longest id in bytes. It keeps a URL with an id in it below
// what fits one line of a log, and is longer than almost every title.
const MaxIDLength = 120

// spelledOut are the Latin letters that are no letter with a mark. Ids are stored, so
// they do not depend on [text.FoldAccents], which may get more letters.
var spelledOut = strings.NewReplacer("ß", "ss", "ẞ", "ss", "æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe",
	"ø", "o", "Ø", "o", "ł", "l", "Ł", "l", "đ", "d", "Đ", "d", "ð", "d", "Ð", "d", "þ", "th", "Þ", "th", "ı", "i")

// Slug makes a readable, URL-safe name of a title: marks are dropped from
// letters, letters such as ß are spelled out, everything but ASCII letters and
// digits becomes one hyphen, and what is longer than [MaxIDLength] is cut between
// words. It is empty for a title without any ASCII letter or digit.
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
			// A mark or an apostrophe joins what stands around it.
		default:
			gap = true
		}
	}
	return cutSlug(b.String(), MaxIDLength)
}

func cutSlug(s string, most int) string {
	if len(s) <= most {
		return s
	}
	if i := strings.LastIndexByte(s[:most+1], '-'); i > 0 {
		return s[:i]
	}
	return s[:most]
}

// Identity says which episode this is, whatever happens to its text: the GUID
// within its show, or show, title and day where the publisher gave no GUID. Two
// values with equal identities are the same episode.
func (e Episode) Identity() string {
	if e.GUID != "" {
		return hash("guid", string(e.Show.ID), e.GUID)
	}
	day := ""
	if !e.Published.IsZero() {
		day = e.Published.UTC().Format("2006-01-02")
	}
	return hash("title", string(e.Show.ID), strings.ToLower(strings.Join(strings.Fields(e.Title), " ")), day)
}

// hash joins the parts so that no two lists of parts give the same text.
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// idSuffix is the number of hexadecimal digits that set two episodes of the
// same title apart: 32 bits, for the few episodes that share a title.
const idSuffix = 8

// NewID proposes the id of an episode that has none: the slug of its title, and
// with distinct also the beginning of its [Episode.Identity], for a title that
// another episode already has.
func (e Episode) NewID(distinct bool) EpisodeID {
	slug := Slug(e.Title)
	if slug == "" {
		slug, distinct = cutSlug(Slug("episode "+e.Show.Title), MaxIDLength), true
	}
	if !distinct {
		return EpisodeID(slug)
	}
	return EpisodeID(cutSlug(slug, MaxIDLength-idSuffix-1) + "-" + e.Identity()[:idSuffix])
}

// NewShowID proposes the id of a show that its source does not name: the slug of
// its title, or "show-" and the beginning of a hash for a title without any ASCII
// letter or digit. Letters' case and spacing do not matter. It is empty for an
// empty title.
func NewShowID(title string) ShowID {
	title = strings.ToLower(strings.Join(strings.Fields(title), " "))
	if slug := Slug(title); slug != "" || title == "" {
		return ShowID(slug)
	}
	return ShowID("show-" + hash("show", title)[:idSuffix])
}

// PersonID is the stable, URL-safe name of a person in addresses: the slug of the
// name, or "person-" and the beginning of a hash for a name without any ASCII
// letter or digit. Names that differ in letters' case or spacing have the same,
// and so have names that differ only in what [Slug] drops, such as marks: whoever
// looks up a person by it finds all who bear it. It is empty for an empty name.
func PersonID(name string) string {
	name = text.Fold(strings.Join(strings.Fields(name), " "))
	if slug := Slug(name); slug != "" || name == "" {
		return slug
	}
	return "person-" + hash("person", name)[:idSuffix]
}

// ValidateID reports why s cannot be the id of an episode or a show, or nil.
func ValidateID(s string) error {
	switch {
	case s == "":
		return fmt.Errorf("id is empty")
	case len(s) > MaxIDLength:
		return fmt.Errorf("id has %d bytes, at most %d are allowed", len(s), MaxIDLength)
	case Slug(s) == "":
		return fmt.Errorf("id %q has no letter a to z and no digit, which is all that an id may hold beside single hyphens", s)
	case Slug(s) != s:
		return fmt.Errorf("id %q may hold only lower-case letters a to z, digits and single hyphens, such as %q", s, Slug(s))
	}
	return nil
}
