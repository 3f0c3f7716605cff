package follow

import (
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/text"
)

// show indexes the episodes of a show, to match items to them.
type show struct {
	episodes   []*showEpisode
	byID       map[data.EpisodeID]*showEpisode
	byGUID     map[string]*showEpisode
	byIdentity map[string]*showEpisode
	byAudio    map[string][]*showEpisode
	byTitle    map[string][]*showEpisode
}

// showEpisode holds the fields of an episode that identify it.
type showEpisode struct {
	// id is empty until a new episode is stored.
	id                           data.EpisodeID
	guid, identity, audio, title string
	showTitle                    string
	published                    time.Time
	// text is the SHA-256 of the description.
	text [32]byte
	// matched is true if an item of this update has matched the episode.
	matched bool
}

func newShow() *show {
	return &show{byID: map[data.EpisodeID]*showEpisode{}, byGUID: map[string]*showEpisode{}, byIdentity: map[string]*showEpisode{}, byAudio: map[string][]*showEpisode{}, byTitle: map[string][]*showEpisode{}}
}

// loadShow reads the episodes of a show.
func loadShow(ctx context.Context, c catalog.Reader, id data.ShowID) (*show, error) {
	s := newShow()
	err := c.OfShow(ctx, id, catalog.WithoutTranscripts, func(e catalog.Stored) error {
		s.add(e.Episode)
		return nil
	})
	return s, err
}

// add adds an episode.
func (s *show) add(e data.Episode) *showEpisode {
	x := &showEpisode{id: e.ID}
	s.episodes = append(s.episodes, x)
	if e.ID != "" {
		s.byID[e.ID] = x
	}
	s.index(x, e)
	return x
}

// replace updates the indexes after an episode has changed.
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
	x.text = sha256.Sum256([]byte(e.Description))
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

func titleKey(title string) string { return text.Fold(text.OneLine(title)) }

// listing has the data of all items of a feed that the rules of matching need.
type listing struct {
	// titles counts each title.
	titles map[string]int
	// oldest is the date of the oldest item; zero if no item has a date.
	oldest time.Time
}

func newListing(items []item) listing {
	l := listing{titles: map[string]int{}}
	for _, it := range items {
		l.titles[titleKey(it.Episode.Title)]++
		if at := it.Episode.Published; !at.IsZero() && (l.oldest.IsZero() || at.Before(l.oldest)) {
			l.oldest = at
		}
	}
	return l
}

// find returns the episode that matches a new item, or nil. It only returns episodes
// for which free returns true.
//
// An equal GUID matches. Equal audio matches if the title or the day is equal too,
// because a re-run has the audio of the original, and some feeds use one address for
// the newest episode. An equal title matches if the day is equal, or if the item replaces
// the episode.
func (s *show) find(e data.Episode, l listing, free func(*showEpisode) bool) *showEpisode {
	if x := s.byGUID[e.GUID]; e.GUID != "" && x != nil && free(x) {
		return x
	}
	title := titleKey(e.Title)
	for _, x := range s.byAudio[audioKey(e.Audio)] {
		if free(x) && (x.title == title || sameDay(x.published, e.Published)) {
			return x
		}
	}
	recurring := len(s.byTitle[title]) > 1 || l.titles[title] > 1
	var best *showEpisode
	for _, x := range s.byTitle[title] {
		matches := x.sameDate(e, recurring) || !recurring && x.replacedBy(e, l)
		if matches && free(x) && (best == nil || apart(x.published, e.Published) < apart(best.published, e.Published)) {
			best = x
		}
	}
	return best
}

// maxEarly is the maximum time between an early version of an episode, such as the one for
// supporters, and the public one that replaces it.
const maxEarly = 7 * 24 * time.Hour

// replacedBy reports whether an item with the episode's title replaces the episode: it has
// the same text some days later. The feed must still list an older item. Otherwise it may be
// a feed of the newest items only, which gives each of them the same title and text.
func (x *showEpisode) replacedBy(e data.Episode, l listing) bool {
	return e.Description != "" && x.text == sha256.Sum256([]byte(e.Description)) && !x.published.IsZero() && !e.Published.IsZero() &&
		apart(x.published, e.Published) <= maxEarly && !l.oldest.IsZero() && x.published.After(l.oldest)
}

const (
	// maxZoneShift is the maximum difference of two times that are equal except for a
	// wrong time zone.
	maxZoneShift = 14 * time.Hour
	// sameMinute is the maximum difference of two times of one publication.
	sameMinute = time.Minute
)

// sameDate reports whether the date of an item with the episode's title matches the
// episode. A recurring title, such as "News", needs the same minute. An episode from an
// archive without dates matches by a title that does not recur.
func (x *showEpisode) sameDate(e data.Episode, recurring bool) bool {
	switch {
	case recurring:
		return !x.published.IsZero() && apart(x.published, e.Published) <= sameMinute
	case x.published.IsZero() || e.Published.IsZero():
		return x.guid == "" || x.published.Equal(e.Published)
	case x.guid != "" && e.GUID != "" && midnight(x.published) && midnight(e.Published):
		return x.published.Equal(e.Published) // both dates are from a feed, so they are exact
	}
	return sameDay(x.published, e.Published)
}

// sameDay reports whether two dates can belong to one episode. If one has no time of
// day, they may differ by one day, because archives and time zones can shift the date.
// Otherwise they may differ by maxZoneShift.
func sameDay(a, b time.Time) bool {
	if a.IsZero() || b.IsZero() {
		return a.Equal(b)
	}
	if midnight(a) || midnight(b) {
		const day = 24 * time.Hour
		return apart(a.UTC().Truncate(day), b.UTC().Truncate(day)) <= day
	}
	return apart(a, b) <= maxZoneShift
}

func midnight(t time.Time) bool { return t.UTC().Truncate(24 * time.Hour).Equal(t) }

func apart(a, b time.Time) time.Duration { return a.Sub(b).Abs() }
