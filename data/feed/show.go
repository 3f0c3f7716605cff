package feed

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"segue/data"
	"segue/data/clean"
)

// MaxTTL is the maximum TTL of a feed: a month. A longer TTL is a mistake, often seconds
// instead of minutes.
const MaxTTL = 31 * 24 * time.Hour

// reader converts a source to a Feed.
type reader struct {
	src     *source
	base    *url.URL
	channel extensions
	// now is the time of reading; a date far behind it is invalid.
	now     time.Time
	dropped []*dropped
	result  Feed
}

func newReader(src *source, base *url.URL, now time.Time) *reader {
	if inner, err := url.Parse(src.base); err == nil && src.base != "" {
		base = resolveURL(base, inner)
	}
	r := &reader{src: src, base: base, channel: newExtensions(src.Extensions, src.prefixes), now: now}
	r.result.Problems, r.result.Truncated = src.problems, src.truncated
	return r
}

func (r *reader) feed(ctx context.Context) (Feed, error) {
	r.show()
	r.addresses()
	for _, it := range r.src.items {
		if err := context.Cause(ctx); err != nil {
			return Feed{}, err
		}
		r.item(it)
	}
	r.reportDropped()
	r.makeKeysUnique()
	return r.result, nil
}

// show reads the data of the show.
func (r *reader) show() {
	f, x := &r.result, r.channel
	f.Show.Title = title(firstText(r.src.Title, x.text("itunes", "title")))
	if f.Show.Title == "" && r.base != nil {
		f.Show.Title = strings.TrimPrefix(r.base.Hostname(), "www.")
	}
	f.Language = r.language(0, r.src.Language)
	f.GUID = clean.Line(x.text("podcast", "guid"))
	f.Serial = strings.EqualFold(x.text("itunes", "type"), "serial")
	f.Explicit = explicit(x.text("itunes", "explicit"))
	f.Complete = yes(x.text("itunes", "complete"))
	f.Blocked = blocked(x)
	f.TTL = r.ttl()
	f.People = r.channelPeople()
}

// addresses reads the addresses of the feed and its parts.
func (r *reader) addresses() {
	f, x := &r.result, r.channel
	f.Link = absolute(r.base, r.src.Link)
	f.Image = r.image(r.base, x, r.src.Feed.Image)
	f.NewURL = absolute(r.base, x.text("itunes", "new-feed-url", "new_feed_url"))
	f.Hub, f.Topic = absolute(r.base, r.src.link("hub")), absolute(r.base, r.src.link("self"))
	f.Next, f.PrevArchive = absolute(r.base, r.src.link("next")), absolute(r.base, r.src.link("prev-archive"))
}

// periods are the update periods of the syndication module of RSS 1.0.
var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

func (r *reader) ttl() time.Duration {
	if minutes, err := strconv.ParseFloat(strings.TrimSpace(r.src.ttl), 64); err == nil && minutes > 0 {
		return time.Duration(min(minutes, MaxTTL.Minutes()) * float64(time.Minute)).Truncate(time.Second)
	}
	period := periods[strings.ToLower(r.channel.text("sy", "updatePeriod"))]
	if times, err := strconv.Atoi(r.channel.text("sy", "updateFrequency")); err == nil && times > 0 {
		period /= time.Duration(times)
	}
	return min(period, MaxTTL)
}

// blocked reads itunes:block and podcast:block. A block for this service has priority over
// general blocks.
func blocked(x extensions) bool {
	general := false
	for _, b := range x.elements("itunes", "block") {
		general = general || yes(b.Value)
	}
	for _, b := range x.elements("podcast", "block") {
		switch id := attr(b, "id"); {
		case strings.EqualFold(id, service):
			return yes(b.Value)
		case id == "":
			general = general || yes(b.Value)
		}
	}
	return general
}

// service is our name in the blocks of publishers.
const service = "segue"

func yes(s string) bool {
	s = strings.TrimSpace(s)
	return strings.EqualFold(s, "yes") || strings.EqualFold(s, "true")
}

func explicit(s string) data.Explicitness {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "yes", "true", "explicit":
		return data.ExplicitYes
	case "no", "false", "clean":
		return data.ExplicitNo
	}
	return data.ExplicitUnknown
}

// language returns a tag in the form of [data.ParseLanguage], or "" if it is invalid.
func (r *reader) language(place int, s string) string {
	tag, err := data.ParseLanguage(s)
	if err != nil {
		r.drop(place, "the language", s, "it is no BCP 47 tag, such as en or de-AT")
	}
	return tag
}

func firstText(texts ...string) string {
	for _, s := range texts {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
