package jsonl

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"segue/data"
	"segue/data/clean"
)

// Segment is a part of a transcript with its time.
type Segment struct {
	Start   float64 `json:"start" minimum:"0" doc:"The start in the recording, in seconds." example:"73.5" uploadRequired:"true"`
	End     float64 `json:"end" minimum:"0" doc:"The end in seconds." example:"81" upload:"The end in seconds. The default is the start of the next segment."`
	Speaker *string `json:"speaker" doc:"The name of the speaker, null if unknown." example:"Alexis Richardson"`
	Text    string  `json:"text" doc:"One line of plain text." example:"Git is the only source of truth." uploadRequired:"true"`
}

// Chapter is a part of an episode that its publisher has marked.
type Chapter struct {
	Start float64  `json:"start" minimum:"0" doc:"The start in the recording, in seconds." example:"73.5" uploadRequired:"true"`
	End   *float64 `json:"end" minimum:"0" doc:"The end in seconds, null if the chapter ends where the next one begins." example:"120"`
	Title string   `json:"title" example:"Why Git" uploadRequired:"true"`
	URL   *string  `json:"url" doc:"The address of a page about the chapter, null if there is none." example:"https://example.com/git"`
	Image *string  `json:"image" doc:"The address of a picture, null if there is none." example:"https://example.com/git.png"`
}

// segment reads a part of a transcript.
func segment(path string, raw json.RawMessage) (s data.Segment, err error) {
	err = members(path, raw, map[string]func(string, json.RawMessage) error{
		"start":   timeMember(&s.Start),
		"end":     timeMember(&s.End),
		"speaker": lineMember(&s.Speaker),
		"text":    lineMember(&s.Text),
	})
	return s, err
}

// chapter reads a chapter.
func chapter(path string, raw json.RawMessage) (c data.Chapter, err error) {
	err = members(path, raw, map[string]func(string, json.RawMessage) error{
		"start": timeMember(&c.Start),
		"end":   timeMember(&c.End),
		"title": lineMember(&c.Title),
		"url":   lineMember(&c.URL),
		"image": lineMember(&c.Image),
	})
	return c, err
}

// members reads an object with a function for each key. It skips null.
func members(path string, raw json.RawMessage, set map[string]func(string, json.RawMessage) error) error {
	all, err := object(path, raw)
	if err != nil {
		return err
	}
	for _, m := range all {
		read, known := set[m.key]
		if !known {
			return unknownKey(path, m.key, sortedKeys(set))
		}
		if err := read(join(path, m.key), m.value); err != nil {
			return err
		}
	}
	return nil
}

func timeMember(to *time.Duration) func(string, json.RawMessage) error {
	return func(path string, raw json.RawMessage) (err error) {
		*to, err = milliseconds(path, raw)
		return err
	}
}

func lineMember(to *string) func(string, json.RawMessage) error {
	return func(path string, raw json.RawMessage) (err error) {
		*to, err = line(path, raw)
		return err
	}
}

// readChapters reads the chapters. Items of earlier exports, which are addresses or have an address
// and no start, are chapter files.
func readChapters(d *draft, key string, raw json.RawMessage) error {
	items, err := list(key, raw, func(_ string, item json.RawMessage) (json.RawMessage, error) { return item, nil })
	if err != nil {
		return err
	}
	for i, item := range items {
		path := fmt.Sprintf("%s[%d]", key, i)
		if isFile(item) {
			file, err := resource(path, item)
			if err != nil {
				return err
			}
			d.ChapterFiles = append(d.ChapterFiles, file)
			continue
		}
		c, err := chapter(path, item)
		if err != nil {
			return err
		}
		d.Chapters = append(d.Chapters, c)
	}
	return nil
}

// isFile reports whether an item of a list of chapters is a file.
func isFile(item json.RawMessage) bool {
	var keys map[string]json.RawMessage
	return json.Unmarshal(item, &keys) != nil || keys["url"] != nil && keys["start"] == nil && keys["title"] == nil
}

func readChapterFiles(d *draft, key string, raw json.RawMessage) error {
	files, err := list(key, raw, resource)
	d.ChapterFiles = append(d.ChapterFiles, files...)
	return err
}

// sortTimes sorts segments and chapters by their starts, sets missing ends of segments, and makes a
// missing transcript from the segments.
func (d *draft) sortTimes() {
	slices.SortStableFunc(d.Chapters, func(a, b data.Chapter) int { return cmp.Compare(a.Start, b.Start) })
	slices.SortStableFunc(d.Segments, func(a, b data.Segment) int { return cmp.Compare(a.Start, b.Start) })
	for i := range d.Segments {
		if s := &d.Segments[i]; s.End == 0 {
			s.End = d.Segments[min(i+1, len(d.Segments)-1)].Start
		}
	}
	if d.Transcript == "" {
		d.Transcript = transcriptOf(d.Segments)
	}
}

// transcriptOf returns the text of segments, with a paragraph for each speech.
func transcriptOf(segments []data.Segment) string {
	var b strings.Builder
	for i, s := range segments {
		switch {
		case i == 0:
		case s.Speaker != segments[i-1].Speaker:
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
		if s.Speaker != "" && (i == 0 || s.Speaker != segments[i-1].Speaker) {
			b.WriteString(s.Speaker + ": ")
		}
		b.WriteString(s.Text)
	}
	return b.String()
}

func checkSegments(segments []data.Segment) error {
	if len(segments) > data.MaxSegments {
		return fieldError("segments", "%d segments; the maximum is %d: join short ones", len(segments), data.MaxSegments)
	}
	for i, s := range segments {
		path := fmt.Sprintf("segments[%d]", i)
		if s.Text == "" {
			return fieldError(path+".text", "missing: every segment needs a text")
		}
		if err := checkRange(path, s.Start, s.End, segments[max(i-1, 0)].Start); err != nil {
			return err
		}
		if s.Text != clean.Line(s.Text) || s.Speaker != clean.Line(s.Speaker) {
			return fieldError(path, "text and speaker must be one line with single spaces each")
		}
	}
	return nil
}

func checkChapters(chapters []data.Chapter) error {
	if len(chapters) > data.MaxChapters {
		return fieldError("chapters", "%d chapters; the maximum is %d", len(chapters), data.MaxChapters)
	}
	for i, c := range chapters {
		path := fmt.Sprintf("chapters[%d]", i)
		if c.Title == "" {
			return fieldError(path+".title", "missing: every chapter needs a title")
		}
		end := c.End
		if end == 0 { // unknown
			end = c.Start
		}
		if err := checkRange(path, c.Start, end, chapters[max(i-1, 0)].Start); err != nil {
			return err
		}
		if err := checkLine(path+".title", c.Title); err != nil {
			return err
		}
		if err := checkURL(path+".url", c.URL); err != nil {
			return err
		}
		if err := checkURL(path+".image", c.Image); err != nil {
			return err
		}
	}
	return nil
}

// checkRange checks a start, an end, and the start of the part before.
func checkRange(path string, start, end, before time.Duration) error {
	for _, d := range []time.Duration{start, end} {
		if d < 0 || d > maxDuration || d%time.Millisecond != 0 {
			return fieldError(path, "%v is out of range: %s", d, timeRange)
		}
	}
	switch {
	case end < start:
		return fieldError(path+".end", "%v is before the start %v: write seconds from the beginning of the recording", end, start)
	case start < before:
		return fieldError(path+".start", "%v is before the start of the item before: sort by start", start)
	}
	return nil
}

func newSegment(s data.Segment) Segment {
	return Segment{Start: s.Start.Seconds(), End: s.End.Seconds(), Speaker: orNull(s.Speaker), Text: s.Text}
}

func newChapter(c data.Chapter) Chapter {
	return Chapter{Start: c.Start.Seconds(), End: orNull(c.End.Seconds()), Title: c.Title, URL: orNull(c.URL), Image: orNull(c.Image)}
}
