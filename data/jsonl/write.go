package jsonl

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"segue/data"
)

// Writer writes episodes as JSON lines that a [Reader] reads back unchanged.
type Writer struct {
	out   *json.Encoder
	count int
}

// NewWriter returns a writer to w. It writes each episode at once, so w should be
// buffered where many follow each other.
func NewWriter(w io.Writer) *Writer {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false) // The file is for people too.
	return &Writer{out: out}
}

// Write writes one episode as one line. It refuses, and writes nothing of, an
// episode that a [Reader] would refuse, such as one without a title.
func (w *Writer) Write(e data.Episode) error {
	var bad *LineError // It has no line here.
	if errors.As(check(e), &bad) {
		return fmt.Errorf("write episode %q: %s", e.Title, bad.Explain())
	}
	if err := w.out.Encode(newEpisode(e)); err != nil {
		return fmt.Errorf("write episode %q: %w", e.Title, err)
	}
	w.count++
	return nil
}

// Count is the number of episodes that were written.
func (w *Writer) Count() int { return w.count }

// episode is an episode as it stands in a line. What is unknown is null, and a list
// never is.
type episode struct {
	ID              *string   `json:"id"`
	GUID            *string   `json:"guid"`
	URL             *string   `json:"url"`
	Show            show      `json:"show"`
	Title           string    `json:"title"`
	Summary         string    `json:"summary"`
	Published       *string   `json:"published"`
	Duration        *int64    `json:"duration"`
	People          []someone `json:"people"`
	Tags            []string  `json:"tags"`
	Image           *string   `json:"image"`
	Audio           *string   `json:"audio"`
	Language        *string   `json:"language"`
	Type            *string   `json:"type"`
	Explicit        *bool     `json:"explicit"`
	Season          *int      `json:"season"`
	Episode         *int      `json:"episode"`
	Location        *string   `json:"location"`
	Description     string    `json:"description"`
	DescriptionType string    `json:"description_type"`
	Removed         []removed `json:"removed"`
	Links           []string  `json:"links"`
	Transcripts     []file    `json:"transcripts"`
	Chapters        []file    `json:"chapters"`
	Soundbites      []bite    `json:"soundbites"`
	Transcript      *string   `json:"transcript"`
}

type show struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type someone struct {
	Name string `json:"name"`
	Role string `json:"role"`
}

type removed struct {
	Text string `json:"text"`
	Rule string `json:"rule"`
}

func newEpisode(e data.Episode) episode {
	w := episode{
		ID: orNull(string(e.ID)), GUID: orNull(e.GUID), URL: orNull(e.URL), Show: show{string(e.Show.ID), e.Show.Title},
		Title: e.Title, Summary: e.Summary(), People: []someone{}, Tags: append([]string{}, e.Tags...),
		Image: orNull(e.Image), Audio: orNull(e.Audio),
		Language: orNull(e.Language), Type: orNull(string(e.Type)), Season: orNull(e.Season), Episode: orNull(e.Number), Links: append([]string{}, e.Links...),
		Description: e.Description, DescriptionType: typeClean, Removed: []removed{}, Transcript: orNull(e.Transcript),
		Location: orNull(e.Location), Transcripts: newFiles(e.Transcripts), Chapters: newFiles(e.Chapters), Soundbites: newBites(e.Soundbites),
	}
	if !e.Published.IsZero() {
		w.Published = orNull(e.Published.UTC().Format(time.RFC3339Nano))
	}
	if seconds := int64(e.Duration / time.Second); seconds > 0 {
		w.Duration = &seconds
	}
	if marked, known := e.Explicit.Known(); known {
		w.Explicit = &marked
	}
	for _, p := range e.People {
		w.People = append(w.People, someone{p.Name, string(p.Role)})
	}
	for _, r := range e.Removed {
		w.Removed = append(w.Removed, removed{r.Text, r.Rule})
	}
	return w
}

// orNull is nil for the zero value, which stands for unknown.
func orNull[T comparable](v T) *T {
	var unknown T
	if v == unknown {
		return nil
	}
	return &v
}
