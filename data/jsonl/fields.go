package jsonl

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"segue/data"
	"segue/data/clean"
)

// keys are the keys of an episode, in the order in which they are written.
var keys = []string{"id", "guid", "url", "show", "title", "summary", "published", "duration", "people", "tags",
	"image", "audio", "language", "type", "explicit", "season", "episode", "location",
	"description", "description_type", "removed", "links", "transcripts", "chapters", "soundbites", "transcript"}

// A fieldReader reads the value of one key into the draft.
type fieldReader func(d *draft, key string, raw json.RawMessage) error

// fields has a reader for each of the keys, and for another name of one.
var fields = map[string]fieldReader{
	"id":         textField(func(d *draft, s string) { d.ID = data.EpisodeID(s) }),
	"guid":       textField(func(d *draft, s string) { d.GUID = s }),
	"url":        textField(func(d *draft, s string) { d.URL = strings.TrimSpace(s) }),
	"title":      textField(func(d *draft, s string) { d.Title = clean.Line(s) }),
	"summary":    textField(func(d *draft, s string) { d.summary = s }),
	"image":      textField(func(d *draft, s string) { d.Image = strings.TrimSpace(s) }),
	"audio":      textField(func(d *draft, s string) { d.Audio = strings.TrimSpace(s) }),
	"transcript": textField(func(d *draft, s string) { d.Transcript = s }),
	"description": textField(func(d *draft, s string) {
		d.Description, d.described = s, true
	}),
	"description_type": func(d *draft, key string, raw json.RawMessage) (err error) {
		if d.contentType, err = text(key, raw); err != nil {
			return err
		}
		switch d.contentType {
		case typeText, typeHTML, typeClean:
			return nil
		}
		return bad(key, "%q is none of %q, %q and %q", d.contentType, typeText, typeHTML, typeClean)
	},
	"published": readPublished,
	"duration":  readDuration,
	"show":      readShow,
	"language":  readLanguage,
	"type":      readType,
	"explicit":  readExplicit,
	"season":    countField(func(d *draft, n int) { d.Season = n }),
	"episode":   countField(setNumber),
	"number":    countField(setNumber), // as the HTTP interface calls it
	"links":     readLinks,
	"location":  textField(func(d *draft, s string) { d.Location = clean.Line(s) }),
	"transcripts": func(d *draft, key string, raw json.RawMessage) (err error) {
		d.Transcripts, err = list(key, raw, resource)
		return err
	},
	"chapters": func(d *draft, key string, raw json.RawMessage) (err error) {
		d.Chapters, err = list(key, raw, resource)
		return err
	},
	"soundbites": func(d *draft, key string, raw json.RawMessage) (err error) {
		d.Soundbites, err = list(key, raw, soundbite)
		return err
	},
	"people": func(d *draft, key string, raw json.RawMessage) (err error) {
		d.People, err = list(key, raw, person)
		return err
	},
	"tags": func(d *draft, key string, raw json.RawMessage) (err error) {
		d.Tags, err = list(key, raw, line)
		return err
	},
	"removed": func(d *draft, key string, raw json.RawMessage) (err error) {
		d.Removed, err = list(key, raw, removal)
		return err
	},
}

func setNumber(d *draft, n int) { d.Number = n }

func textField(set func(*draft, string)) fieldReader {
	return func(d *draft, key string, raw json.RawMessage) error {
		s, err := text(key, raw)
		if err == nil {
			set(d, s)
		}
		return err
	}
}

func text(path string, raw json.RawMessage) (string, error) {
	if raw[0] != '"' {
		return "", bad(path, "must be a text in quotes, is %s", kind(raw))
	}
	var s string
	err := json.Unmarshal(raw, &s)
	return s, err
}

// line reads a text that has one line, such as a name.
func line(path string, raw json.RawMessage) (string, error) {
	s, err := text(path, raw)
	return clean.Line(s), err
}

func list[T any](path string, raw json.RawMessage, read func(string, json.RawMessage) (T, error)) ([]T, error) {
	if raw[0] != '[' {
		return nil, bad(path, "must be a list such as […], is %s", kind(raw))
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, err
	}
	var out []T
	for i, item := range items {
		v, err := read(fmt.Sprintf("%s[%d]", path, i), item)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// dateLayouts are the forms of a date. One without a zone is taken as UTC:
// publishing systems write it, and an hour or so does not change an answer.
var dateLayouts = []string{time.RFC3339, time.DateOnly, "2006-01-02T15:04:05", time.DateTime}

func readPublished(d *draft, key string, raw json.RawMessage) error {
	s, err := text(key, raw)
	if err != nil {
		return err
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			d.Published = t.UTC()
			return nil
		}
	}
	return bad(key, "%q is no date: write one such as \"2018-08-13\" or \"2018-08-13T16:00:00Z\"", s)
}

func readDuration(d *draft, key string, raw json.RawMessage) error {
	var seconds float64
	if err := json.Unmarshal(raw, &seconds); err != nil {
		return bad(key, "%.40s is no number of seconds: write one such as 2520", raw)
	}
	if seconds < 0 || seconds > maxDuration.Seconds() {
		return bad(key, "%.40s: %s", raw, durationBounds)
	}
	d.Duration = time.Duration(math.Round(seconds)) * time.Second
	return nil
}

func readShow(d *draft, key string, raw json.RawMessage) (err error) {
	if raw[0] == '"' {
		d.Show.Title, err = line(key, raw)
		return err
	}
	return texts(key, raw, map[string]func(string){
		"id":    func(s string) { d.Show.ID = data.ShowID(s) },
		"title": func(s string) { d.Show.Title = clean.Line(s) },
	})
}

// person reads a name, or a name with a role. Who has no role is a guest: hosts
// are rarely listed.
func person(path string, raw json.RawMessage) (data.Person, error) {
	p := data.Person{Role: data.RoleGuest}
	if raw[0] == '"' {
		name, err := line(path, raw)
		p.Name = name
		return p, err
	}
	err := texts(path, raw, map[string]func(string){
		"name": func(s string) { p.Name = clean.Line(s) },
		"role": func(s string) { p.Role = data.Role(s) },
	})
	return p, err
}

func removal(path string, raw json.RawMessage) (data.Removal, error) {
	var r data.Removal
	err := texts(path, raw, map[string]func(string){
		"text": func(s string) { r.Text = s },
		"rule": func(s string) { r.Rule = s },
	})
	return r, err
}

// texts reads an object whose values are texts.
func texts(path string, raw json.RawMessage, set map[string]func(string)) error {
	members, err := object(path, raw)
	if err != nil {
		return err
	}
	for _, m := range members {
		assign, ok := set[m.key]
		if !ok {
			return unknownKey(path, m.key, sortedKeys(set))
		}
		s, err := text(join(path, m.key), m.value)
		if err != nil {
			return err
		}
		assign(s)
	}
	return nil
}
