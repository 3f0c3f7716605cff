package evaluate

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"segue/data"
	"segue/data/text"
)

const episodesFile = "episodes.jsonl"

// maxSeconds is the longest valid duration: a week. Some sets have longer ones by mistake.
// They count as unknown, because the ranking does not use durations.
const maxSeconds = 7 * 24 * 60 * 60

// episodeLine has the fields of a line of episodes.jsonl. It has no show notes, because they
// contain the titles that links were derived from.
type episodeLine struct {
	ID          string        `json:"id"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Transcript  string        `json:"transcript"`
	Published   string        `json:"published"`
	URL         string        `json:"url"`
	Show        string        `json:"show"`
	Hosts       []personField `json:"hosts"`
	Guests      []personField `json:"guests"`
	Speakers    []personField `json:"speakers"`
	People      []personField `json:"people"`
	Tags        []string      `json:"tags"`
	Categories  []string      `json:"categories"`
	Seconds     float64       `json:"duration_seconds"`
}

// personField is a name, or a name with a role.
type personField struct {
	Name string    `json:"name"`
	Role data.Role `json:"role"`
}

func (p *personField) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &p.Name)
	}
	type plain personField
	if err := json.Unmarshal(raw, (*plain)(p)); err != nil {
		return fmt.Errorf(`invalid person; want a name or {"name": …, "role": …}: %w`, err)
	}
	return nil
}

// labelledEpisode is an episode with its labels.
type labelledEpisode struct {
	data.Episode
	tags, categories []string
}

// episodeReader reads the lines of an episodes.jsonl.
type episodeReader struct {
	names *idMap
	list  []labelledEpisode
}

func (s *episodeReader) line(number int, line []byte) error {
	var f episodeLine
	if err := json.Unmarshal(line, &f); err != nil {
		return err
	}
	e, err := f.episode()
	if err != nil {
		return err
	}
	if e.ID, err = s.names.add(f.ID, number); err != nil {
		return err
	}
	s.list = append(s.list, labelledEpisode{Episode: e, tags: f.Tags, categories: f.Categories})
	return nil
}

// episode returns an episode without id and tags.
func (f episodeLine) episode() (data.Episode, error) {
	published, err := date(f.Published)
	title := text.OneLine(f.Title)
	switch {
	case f.ID == "":
		return data.Episode{}, errors.New(`episode has no "id"; add one`)
	case title == "":
		return data.Episode{}, fmt.Errorf(`episode %q has no "title"; add one`, f.ID)
	case err != nil:
		return data.Episode{}, err
	}
	if !(f.Seconds >= 0 && f.Seconds <= maxSeconds) {
		f.Seconds = 0
	}
	show := text.OneLine(f.Show)
	return data.Episode{
		GUID: f.ID, URL: strings.TrimSpace(f.URL), Show: data.Show{ID: data.NewShowID(show), Title: show},
		Title: title, Description: strings.TrimSpace(f.Description), Transcript: strings.TrimSpace(f.Transcript),
		Published: published, Duration: time.Duration(f.Seconds) * time.Second, People: f.people(),
	}, nil
}

// people returns all people with a role. A person without a role is a guest, because sets
// usually mark hosts.
func (f episodeLine) people() []data.Person {
	var people []data.Person
	add := func(list []personField, role data.Role) {
		for _, p := range list {
			if name := text.OneLine(p.Name); name != "" {
				people = append(people, data.Person{Name: name, Role: p.roleOr(role)})
			}
		}
	}
	add(f.Hosts, data.RoleHost)
	add(f.Guests, data.RoleGuest)
	add(f.Speakers, data.RoleGuest)
	add(f.People, data.RoleGuest)
	return people
}

func (p personField) roleOr(role data.Role) data.Role {
	if p.Role != "" {
		return p.Role
	}
	return role
}

// layouts are the accepted formats of a date. A date without a time zone is UTC.
var layouts = []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", time.DateTime}

func date(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf(`invalid "published" %q; want a date such as "2018-08-13" or "2018-08-13T16:00:00Z"`, s)
}
