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

// A field is a member of a [Line].
type field struct {
	key  string
	read fieldReader
	// check returns an error if the episode's value is invalid. It is nil if every
	// value is valid.
	check func(e data.Episode) error
}

// A fieldReader reads the value of one key into the draft.
type fieldReader func(d *draft, key string, raw json.RawMessage) error

// keys are the keys of a [Line] in order. readers has the reader of each key and of its
// other names.
var keys, readers = index(fields)

func index(fields []field) (keys []string, readers map[string]fieldReader) {
	readers = map[string]fieldReader{}
	for _, f := range fields {
		keys, readers[f.key] = append(keys, f.key), f.read
	}
	for other, key := range otherNames {
		readers[other] = readers[key]
	}
	return keys, readers
}

// ignored reads nothing: a client may send back what the API computed.
func ignored(*draft, string, json.RawMessage) error { return nil }

// textField reads a text without changes.
func textField(set func(*draft, string)) fieldReader {
	return func(d *draft, key string, raw json.RawMessage) error {
		s, err := text(key, raw)
		if err == nil {
			set(d, s)
		}
		return err
	}
}

// lineField reads a text as one line with single spaces.
func lineField(of func(*draft) *string) fieldReader {
	return textField(func(d *draft, s string) { *of(d) = clean.Line(s) })
}

// addressField reads an address and trims the space around it.
func addressField(of func(*draft) *string) fieldReader {
	return textField(func(d *draft, s string) { *of(d) = strings.TrimSpace(s) })
}

// listField reads a list. read reads an item.
func listField[T any](read func(string, json.RawMessage) (T, error), of func(*draft) *[]T) fieldReader {
	return func(d *draft, key string, raw json.RawMessage) (err error) {
		*of(d), err = list(key, raw, read)
		return err
	}
}

func text(path string, raw json.RawMessage) (string, error) {
	if raw[0] != '"' {
		return "", fieldError(path, "must be a text in quotes, not %s", kind(raw))
	}
	var s string
	err := json.Unmarshal(raw, &s)
	return s, err
}

// line reads a text as one line, such as a name.
func line(path string, raw json.RawMessage) (string, error) {
	s, err := text(path, raw)
	return clean.Line(s), err
}

func list[T any](path string, raw json.RawMessage, read func(string, json.RawMessage) (T, error)) ([]T, error) {
	if raw[0] != '[' {
		return nil, fieldError(path, "must be a list such as […], not %s", kind(raw))
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

// dateLayouts are the formats of a date. A date without a zone is in UTC. Publishing
// systems write such dates, and an error of some hours does not change an answer.
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
	return fieldError(key, "%q is not a date: write \"2018-08-13\" or \"2018-08-13T16:00:00Z\"", s)
}

func readDuration(d *draft, key string, raw json.RawMessage) error {
	var seconds float64
	if err := json.Unmarshal(raw, &seconds); err != nil {
		return fieldError(key, "%.40s is not a number of seconds: write it like 2520", raw)
	}
	if seconds < 0 || seconds > maxDuration.Seconds() {
		return fieldError(key, "%.40s is out of range: %s", raw, durationRange)
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

// person reads a name, or a name with a role. The default role is guest, since sources
// rarely list hosts.
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
