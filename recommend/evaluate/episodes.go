package evaluate

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"segue/data"
)

const episodesFile = "episodes.jsonl"

// maxSeconds is the longest playing time that is believed: a week. Real sets have
// longer ones by mistake, and as nothing is ranked by time they count as unknown.
const maxSeconds = 7 * 24 * 60 * 60

// fields are what is read of a line of episodes.jsonl. Show notes are not among
// them on purpose: they hold the titles that links were made of.
type fields struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Transcript  string   `json:"transcript"`
	Published   string   `json:"published"`
	URL         string   `json:"url"`
	Show        string   `json:"show"`
	Hosts       []person `json:"hosts"`
	Guests      []person `json:"guests"`
	Speakers    []person `json:"speakers"`
	People      []person `json:"people"`
	Tags        []string `json:"tags"`
	Categories  []string `json:"categories"`
	Seconds     float64  `json:"duration_seconds"`
}

// person is a name, or a name with a role.
type person struct {
	Name string    `json:"name"`
	Role data.Role `json:"role"`
}

func (p *person) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &p.Name)
	}
	type plain person
	if err := json.Unmarshal(raw, (*plain)(p)); err != nil {
		return fmt.Errorf(`a person is a name or {"name": …, "role": …}: %w`, err)
	}
	return nil
}

// entry is one episode with what people labelled it by.
type entry struct {
	data.Episode
	tags, categories []string
}

// entries collects the lines of an episodes.jsonl.
type entries struct {
	names *names
	list  []entry
}

func (s *entries) line(number int, line []byte) error {
	var f fields
	if err := json.Unmarshal(line, &f); err != nil {
		return err
	}
	e, err := f.episode()
	if err != nil {
		return err
	}
	if e.ID, err = s.names.declare(f.ID, number); err != nil {
		return err
	}
	s.list = append(s.list, entry{Episode: e, tags: f.Tags, categories: f.Categories})
	return nil
}

// episode makes an episode without id and tags.
func (f fields) episode() (data.Episode, error) {
	published, err := date(f.Published)
	title := oneLine(f.Title)
	switch {
	case f.ID == "":
		return data.Episode{}, errors.New(`"id" is missing: give every episode one`)
	case title == "":
		return data.Episode{}, fmt.Errorf(`episode %q has no "title": give every episode one`, f.ID)
	case err != nil:
		return data.Episode{}, err
	}
	if !(f.Seconds >= 0 && f.Seconds <= maxSeconds) {
		f.Seconds = 0
	}
	show := oneLine(f.Show)
	return data.Episode{
		GUID: f.ID, URL: strings.TrimSpace(f.URL), Show: data.Show{ID: data.NewShowID(show), Title: show},
		Title: title, Description: strings.TrimSpace(f.Description), Transcript: strings.TrimSpace(f.Transcript),
		Published: published, Duration: time.Duration(f.Seconds) * time.Second, People: f.people(),
	}, nil
}

// people gives everybody a role; who has none named is a guest, as hosts are
// rarely listed without saying so.
func (f fields) people() []data.Person {
	var people []data.Person
	add := func(list []person, role data.Role) {
		for _, p := range list {
			if name := oneLine(p.Name); name != "" {
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

func (p person) roleOr(role data.Role) data.Role {
	if p.Role != "" {
		return p.Role
	}
	return role
}

// layouts are the forms of a date that is read; one without a zone is UTC.
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
	return time.Time{}, fmt.Errorf(`"published" is %q: write a date such as "2018-08-13" or "2018-08-13T16:00:00Z"`, s)
}
