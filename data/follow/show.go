package follow

import (
	"context"
	"slices"
	"strings"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/text"
)

// show is what is needed of a show's episodes to tell which of them an item is.
type show struct {
	entries    []*showEpisode
	byID       map[data.EpisodeID]*showEpisode
	byGUID     map[string]*showEpisode
	byIdentity map[string]*showEpisode
	byAudio    map[string][]*showEpisode
	byTitle    map[string][]*showEpisode
}

// showEpisode is an episode of the show, reduced to what identifies it.
type showEpisode struct {
	// id is empty until a new episode is stored.
	id                           data.EpisodeID
	guid, identity, audio, title string
	showTitle                    string
	published                    time.Time
	// taken says that an item of this update is the episode.
	taken bool
}

func newShow() *show {
	return &show{byID: map[data.EpisodeID]*showEpisode{}, byGUID: map[string]*showEpisode{}, byIdentity: map[string]*showEpisode{}, byAudio: map[string][]*showEpisode{}, byTitle: map[string][]*showEpisode{}}
}

// loadShow reads the episodes that the catalogue has of a show.
func loadShow(ctx context.Context, c catalog.Reader, id data.ShowID) (*show, error) {
	s := newShow()
	err := c.OfShow(ctx, id, catalog.WithoutTranscripts, func(e catalog.Stored) error {
		s.add(e.Episode)
		return nil
	})
	return s, err
}

// add makes an entry of an episode.
func (s *show) add(e data.Episode) *showEpisode {
	x := &showEpisode{id: e.ID}
	s.entries = append(s.entries, x)
	if e.ID != "" {
		s.byID[e.ID] = x
	}
	s.index(x, e)
	return x
}

// replace makes the entry one of what its episode is now.
func (s *show) replace(x *showEpisode, e data.Episode) {
	if s.byGUID[x.guid] == x {
		delete(s.byGUID, x.guid)
	}
	if s.byIdentity[x.identity] == x {
		delete(s.byIdentity, x.identity)
	}
	s.byAudio[x.audio] = without(s.byAudio[x.audio], x)
	s.byTitle[x.title] = without(s.byTitle[x.title], x)
	s.index(x, e)
}

func (s *show) index(x *showEpisode, e data.Episode) {
	x.guid, x.identity, x.audio, x.title, x.showTitle, x.published = e.GUID, e.Identity(), audioKey(e.Audio), titleKey(e.Title), e.Show.Title, e.Published
	if x.guid != "" {
		s.byGUID[x.guid] = x
	}
	if x.audio != "" {
		s.byAudio[x.audio] = append(s.byAudio[x.audio], x)
	}
	s.byIdentity[x.identity] = x
	s.byTitle[x.title] = append(s.byTitle[x.title], x)
}

func without(list []*showEpisode, x *showEpisode) []*showEpisode {
	return slices.DeleteFunc(list, func(y *showEpisode) bool { return x == y })
}

func titleKey(title string) string { return text.Fold(strings.Join(strings.Fields(title), " ")) }

// find returns the episode that an item is which was not read before, or nil. Only
// those are asked of which free says that no other item is them. Titles count how
// often a title stands in the feed.
//
// The same GUID is enough. The same audio is where the title or the day is the same
// too: a re-run has the audio of the original, and some feeds have one address for
// whatever is newest. The same title is where the day is.
func (s *show) find(e data.Episode, titles map[string]int, free func(*showEpisode) bool) *showEpisode {
	if x := s.byGUID[e.GUID]; e.GUID != "" && x != nil && free(x) {
		return x
	}
	title := titleKey(e.Title)
	for _, x := range s.byAudio[audioKey(e.Audio)] {
		if free(x) && (x.title == title || sameDay(x.published, e.Published)) {
			return x
		}
	}
	again := len(s.byTitle[title]) > 1 || titles[title] > 1
	var best *showEpisode
	for _, x := range s.byTitle[title] {
		if free(x) && x.dated(e, again) && (best == nil || apart(x.published, e.Published) < apart(best.published, e.Published)) {
			best = x
		}
	}
	return best
}

const (
	// zones is how far apart two times are at most that are one time in wrongly taken
	// time zones.
	zones = 14 * time.Hour
	// instant is how far apart the times of one episode are that was published once.
	instant = time.Minute
)

// dated reports whether an item with the episode's title is the episode by its date.
// A title that comes again, such as "News", says nothing: its time has to be the same.
// An episode of an archive without dates is known by a title that does not.
func (x *showEpisode) dated(e data.Episode, again bool) bool {
	switch {
	case again:
		return !x.published.IsZero() && apart(x.published, e.Published) <= instant
	case x.published.IsZero() || e.Published.IsZero():
		return x.guid == "" || x.published.Equal(e.Published)
	case x.guid != "" && e.GUID != "" && midnight(x.published) && midnight(e.Published):
		return x.published.Equal(e.Published) // the dates of one feed, none of an archive
	}
	return sameDay(x.published, e.Published)
}

// sameDay reports whether two dates can be those of one episode: a day apart at most
// where one has no time of day, as archives and the time zones of publishers move it
// by that much, and otherwise as far apart as time zones are.
func sameDay(a, b time.Time) bool {
	if a.IsZero() || b.IsZero() {
		return a.Equal(b)
	}
	if midnight(a) || midnight(b) {
		const day = 24 * time.Hour
		return apart(a.UTC().Truncate(day), b.UTC().Truncate(day)) <= day
	}
	return apart(a, b) <= zones
}

func midnight(t time.Time) bool { return t.UTC().Truncate(24 * time.Hour).Equal(t) }

func apart(a, b time.Time) time.Duration { return a.Sub(b).Abs() }
