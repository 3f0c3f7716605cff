// Package chapter reads the chapters of episodes: the JSON file of the podcast namespace, and lists
// of chapters inside a feed.
package chapter

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"segue/data"
	"segue/data/clean"
	"segue/data/text"
)

// MaxBody is the maximum size of a file in bytes. Five hundred chapters with addresses have about
// 200 kB; some files contain pictures as text.
const MaxBody = 4 << 20

// Errors of [ReadJSON].
var (
	ErrTooLarge = errors.New("the chapter file has more than 4 MB; its publisher must link pictures instead of including them")
	ErrFormat   = errors.New("the chapter file is not JSON with a list of \"chapters\"; its publisher must correct it")
)

// Raw is a chapter as a source writes it.
type Raw struct {
	// Start and End are texts in a form of [text.Clock]. End may be empty.
	Start, End string
	// Title, URL and Image are as in [data.Chapter], but not cleaned.
	Title, URL, Image string
	// Hidden reports that the publisher does not show the chapter in a list.
	Hidden bool
}

// List returns the chapters in the order of their starts, at most [data.MaxChapters]. It leaves out
// chapters that are hidden, have no title or no valid start, and repeated ones. An invalid end or
// address is left out, the chapter stays.
func List(base *url.URL, all []Raw) []data.Chapter {
	var list []data.Chapter
	for _, raw := range all {
		c := data.Chapter{Title: data.Shorten(clean.Line(raw.Title), maxTitle), URL: absolute(base, raw.URL), Image: absolute(base, raw.Image)}
		start, ok := text.Clock(raw.Start)
		if !ok || c.Title == "" || raw.Hidden {
			continue
		}
		c.Start = start
		if end, ok := text.Clock(raw.End); ok && end > start {
			c.End = end
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b data.Chapter) int { return cmp.Compare(a.Start, b.Start) })
	list = slices.CompactFunc(list, func(a, b data.Chapter) bool { return a.Start == b.Start && a.Title == b.Title })
	return list[:min(len(list), data.MaxChapters)]
}

// maxTitle is the maximum length of a title in runes. Longer ones are texts.
const maxTitle = 200

// absolute returns an http or https address, or an empty text for any other.
func absolute(base *url.URL, address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || strings.TrimSpace(address) == "" {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// ReadJSON reads the file of the podcast namespace's element chapters. base is its address. The
// error is [ErrTooLarge] or [ErrFormat].
func ReadJSON(base *url.URL, body []byte) ([]data.Chapter, error) {
	if len(body) > MaxBody {
		return nil, ErrTooLarge
	}
	var file struct {
		Chapters []map[string]json.RawMessage `json:"chapters"`
	}
	if err := json.Unmarshal([]byte(strings.TrimPrefix(string(body), "\ufeff")), &file); err != nil || file.Chapters == nil {
		return nil, ErrFormat
	}
	all := make([]Raw, len(file.Chapters))
	for i, c := range file.Chapters {
		all[i] = Raw{
			Start: scalar(c["startTime"]), End: scalar(c["endTime"]), Title: scalar(c["title"]),
			URL: scalar(c["url"]), Image: scalar(c["img"]), Hidden: scalar(c["toc"]) == "false",
		}
	}
	return List(base, all), nil
}

// scalar returns a text, number or truth value as text, and an empty text for other values.
func scalar(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if v := strings.TrimSpace(string(raw)); v != "" && v != "null" && v[0] != '{' && v[0] != '[' {
		return v
	}
	return ""
}
