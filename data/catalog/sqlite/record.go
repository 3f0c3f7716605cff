package sqlite

import (
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"segue/data"
	"segue/data/text"
)

// record is an episode as the table keeps it, without its id.
type record struct {
	identity string
	digest   []byte
	// columns are the values of recordColumns, in their order. The last of them,
	// from later on, came with schema 2 and after.
	columns      []any
	later        int
	people, tags []string // folded
	transcript   string
}

// recordColumns are the columns of episodes that come from the source.
const recordColumns = `published, duration, show_id, show_title, guid, url, page, title,
	image, audio, people, tags, removed, description, language, type, explicit, season, number, links, beside`

func newRecord(e data.Episode) (record, error) {
	people, err := json.Marshal(pairs(e.People, func(p data.Person) [2]string { return [2]string{p.Name, string(p.Role)} }))
	if err != nil {
		return record{}, err
	}
	tags, err := json.Marshal(append([]string{}, e.Tags...))
	if err != nil {
		return record{}, err
	}
	removed, err := json.Marshal(pairs(e.Removed, func(r data.Removal) [2]string { return [2]string{r.Text, r.Rule} }))
	if err != nil {
		return record{}, err
	}
	links, err := json.Marshal(append([]string{}, e.Links...))
	if err != nil {
		return record{}, err
	}
	beside, err := encodeBeside(e)
	if err != nil {
		return record{}, err
	}
	r := record{identity: e.Identity(), transcript: e.Transcript, columns: []any{
		published(e.Published), int64(e.Duration / time.Second), string(e.Show.ID), e.Show.Title, e.GUID, e.URL, data.PageKey(e.URL), e.Title,
		e.Image, e.Audio, string(people), string(tags), string(removed), e.Description,
	}}
	r.later = len(r.columns)
	r.columns = append(r.columns, e.Language, string(e.Type), string(e.Explicit), e.Season, e.Number, string(links), beside)
	for _, p := range e.People {
		r.people = append(r.people, text.Fold(p.Name))
	}
	for _, tag := range e.Tags {
		r.tags = append(r.tags, text.Fold(tag))
	}
	r.digest = r.sum()
	return r, nil
}

// sum tells two contents apart: a hash of every value with its length. Values
// that came later are hashed with their number, and only where something is known,
// so that an episode that an older version kept has the sum of today.
func (r record) sum() []byte {
	h := sha256.New()
	add := func(value any) {
		written := fmt.Sprint(value)
		fmt.Fprintf(h, "%d:%s", len(written), written)
	}
	for _, value := range r.columns[:r.later] {
		add(value)
	}
	add(r.transcript)
	for i, value := range r.columns[r.later:] {
		if value != "" && value != 0 && value != "[]" && value != nothingBeside {
			fmt.Fprintf(h, "#%d=", i)
			add(value)
		}
	}
	return h.Sum(nil)
}

// pairs turns a list into pairs of texts, never nil.
func pairs[T any](list []T, pair func(T) [2]string) [][2]string {
	out := make([][2]string, 0, len(list))
	for _, x := range list {
		out = append(out, pair(x))
	}
	return out
}

// published is microseconds since 1970, or nil for an unknown time.
func published(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// episodeColumns are the columns that scanEpisode reads.
const episodeColumns = `id, published, duration, show_id, show_title, guid, url, title, image, audio, people, tags, removed, description,
	language, type, explicit, season, number, links, beside`

// scanEpisode reads a row of episodeColumns, followed by more.
func scanEpisode(scan func(...any) error, more ...any) (data.Episode, error) {
	var (
		e                            data.Episode
		at                           sql.NullInt64
		seconds                      int64
		people, tags, removed, links []byte
		beside                       []byte
	)
	into := []any{&e.ID, &at, &seconds, &e.Show.ID, &e.Show.Title, &e.GUID, &e.URL, &e.Title, &e.Image, &e.Audio, &people, &tags, &removed, &e.Description,
		&e.Language, &e.Type, &e.Explicit, &e.Season, &e.Number, &links, &beside}
	if err := scan(append(into, more...)...); err != nil {
		return data.Episode{}, err
	}
	if at.Valid {
		e.Published = time.UnixMicro(at.Int64).UTC()
	}
	e.Duration = time.Duration(seconds) * time.Second
	if err := decodeLists(&e, people, tags, removed, links); err != nil {
		return data.Episode{}, err
	}
	return e, decodeBeside(&e, beside)
}

func decodeLists(e *data.Episode, people, tags, removed, links []byte) error {
	var persons, removals [][2]string
	for _, list := range []struct {
		from []byte
		into any
	}{{people, &persons}, {tags, &e.Tags}, {removed, &removals}, {links, &e.Links}} {
		if err := json.Unmarshal(list.from, list.into); err != nil {
			return fmt.Errorf("episode %q: %w", e.ID, err)
		}
	}
	e.People = make([]data.Person, 0, len(persons))
	for _, p := range persons {
		e.People = append(e.People, data.Person{Name: p[0], Role: data.Role(p[1])})
	}
	e.Removed = make([]data.Removal, 0, len(removals))
	for _, r := range removals {
		e.Removed = append(e.Removed, data.Removal{Text: r[0], Rule: r[1]})
	}
	return nil
}
