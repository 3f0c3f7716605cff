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

// resource reads a file of an episode: an address, or an object with the address, media
// type and language.
func resource(path string, raw json.RawMessage) (r data.Resource, err error) {
	if raw[0] == '"' {
		r.URL, err = line(path, raw)
		return r, err
	}
	tag := ""
	if err := texts(path, raw, map[string]func(string){
		"url":      func(s string) { r.URL = strings.TrimSpace(s) },
		"type":     func(s string) { r.Type = mediaType(s) },
		"language": func(s string) { tag = s },
	}); err != nil {
		return r, err
	}
	if r.Language, err = data.ParseLanguage(tag); err != nil {
		return r, fieldError(join(path, "language"), "%v", err)
	}
	return r, nil
}

// mediaType returns a media type in lower case without parameters.
func mediaType(s string) string {
	base, _, _ := strings.Cut(s, ";")
	return strings.ToLower(clean.Line(base))
}

// soundbite reads a highlight of the audio.
func soundbite(path string, raw json.RawMessage) (s data.Soundbite, err error) {
	members, err := object(path, raw)
	if err != nil {
		return s, err
	}
	for _, m := range members {
		field := join(path, m.key)
		switch m.key {
		case "start":
			s.Start, err = milliseconds(field, m.value)
		case "duration":
			s.Duration, err = milliseconds(field, m.value)
		case "title":
			s.Title, err = line(field, m.value)
		default:
			err = unknownKey(path, m.key, []string{"duration", "start", "title"})
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

// milliseconds reads a number of seconds as whole milliseconds.
func milliseconds(field string, raw json.RawMessage) (time.Duration, error) {
	var seconds float64
	if err := json.Unmarshal(raw, &seconds); err != nil {
		return 0, fieldError(field, "%.40s is not a number of seconds: write it like 73.5", raw)
	}
	if seconds < 0 || seconds > maxDuration.Seconds() {
		return 0, fieldError(field, "%.40s is out of range: %s", raw, timeRange)
	}
	return time.Duration(math.Round(seconds*1000)) * time.Millisecond, nil
}

const timeRange = "want 0 to 604800 seconds (a week), in whole milliseconds"

func checkResources(field string, resources []data.Resource) error {
	if len(resources) > data.MaxResources {
		return fieldError(field, "%d files; the maximum is %d", len(resources), data.MaxResources)
	}
	for i, r := range resources {
		path := fmt.Sprintf("%s[%d]", field, i)
		if r.URL == "" {
			return fieldError(path+".url", "missing: every file needs an address")
		}
		if err := checkURL(path+".url", r.URL); err != nil {
			return err
		}
		if canonical := mediaType(r.Type); canonical != r.Type {
			return fieldError(path+".type", "%q is not in canonical form: write %q", r.Type, canonical)
		}
		if err := checkLanguage(path+".language", r.Language); err != nil {
			return err
		}
	}
	return nil
}

func checkSoundbites(soundbites []data.Soundbite) error {
	if len(soundbites) > data.MaxSoundbites {
		return fieldError("soundbites", "%d soundbites; the maximum is %d", len(soundbites), data.MaxSoundbites)
	}
	for i, s := range soundbites {
		path := fmt.Sprintf("soundbites[%d]", i)
		for _, d := range []time.Duration{s.Start, s.Duration} {
			if d < 0 || d > maxDuration || d%time.Millisecond != 0 {
				return fieldError(path, "%v is out of range: %s", d, timeRange)
			}
		}
		if s.Duration == 0 {
			return fieldError(path+".duration", "missing: every soundbite needs a duration")
		}
		if err := checkLine(path+".title", s.Title); err != nil {
			return err
		}
	}
	return nil
}

func newFile(r data.Resource) File {
	return File{URL: r.URL, Type: orNull(r.Type), Language: orNull(r.Language)}
}

func newSoundbite(s data.Soundbite) Soundbite {
	return Soundbite{Start: s.Start.Seconds(), Duration: s.Duration.Seconds(), Title: orNull(s.Title)}
}
