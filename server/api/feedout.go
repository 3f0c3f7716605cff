package api

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"segue/data"
	"segue/data/catalog"
	"segue/server/respond"
	"segue/server/rss"
)

const feedType = "application/rss+xml; charset=utf-8"

type showFeedInput struct {
	ID     string `path:"id" doc:"The show's id." example:"software-engineering-daily"`
	Limit  int    `query:"limit" minimum:"1" maximum:"300" default:"100" doc:"Most episodes on a page." example:"50"`
	Cursor string `query:"cursor" doc:"Where the page begins, as the link to the next page has it."`
}

// showFeed is a feed, encoded when it is asked for.
type showFeed struct {
	channel rss.Channel
	items   []rss.Item
}

// Bytes returns the XML.
func (f showFeed) Bytes() ([]byte, error) {
	var b bytes.Buffer
	err := rss.Write(&b, f.channel, f.items)
	return b.Bytes(), err
}

func (s Service) showFeed(ctx context.Context, in *showFeedInput) (showFeed, error) {
	id := data.ShowID(in.ID)
	page, err := s.Catalog.List(ctx, catalog.Query{Filter: data.Filter{Shows: []data.ShowID{id}}, Limit: in.Limit, Cursor: in.Cursor})
	if err != nil {
		return showFeed{}, err
	}
	if len(page.Episodes) == 0 {
		return showFeed{}, respond.NewProblem(respond.UnknownShow, "the catalogue has no show of that id").At("path.id", in.ID, "no show is called this")
	}
	guid, err := s.showGUID(ctx, id)
	if err != nil {
		return showFeed{}, err
	}
	f := showFeed{channel: rss.Channel{GUID: guid, Self: s.feedAddress(in, in.Cursor)}}
	if page.Next != "" {
		f.channel.Next = s.feedAddress(in, page.Next)
	}
	newest := page.Episodes[0]
	f.channel.Title, f.channel.Language = newest.Show.Title, newest.Language
	for _, e := range page.Episodes {
		if e.Language != newest.Language {
			f.channel.Language = ""
		}
		f.items = append(f.items, rss.Item{Episode: e, Recommendations: s.address("/v1/episodes/" + string(e.ID) + "/recommendations.json")})
	}
	return f, nil
}

// showGUID is the podcast:guid of a show that is followed, empty for another.
func (s Service) showGUID(ctx context.Context, id data.ShowID) (string, error) {
	feeds, err := s.Catalog.Feeds(ctx)
	for _, f := range feeds {
		if f.Show.ID == id && f.GUID != "" {
			return f.GUID, nil
		}
	}
	return "", err
}

// feedAddress is that of a page of a show's feed: only its path where the server does
// not know its own address, which a reader completes by where it found the feed.
func (s Service) feedAddress(in *showFeedInput, cursor string) string {
	query := url.Values{}
	if in.Limit != defaultFeed {
		query.Set("limit", strconv.Itoa(in.Limit))
	}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	path := showFeedPath(data.ShowID(in.ID))
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return cmp.Or(s.address(path), path)
}

// defaultFeed is how many episodes a page of a feed has: what most feeds are cut at.
const defaultFeed = 100

func showFeedPath(id data.ShowID) string { return fmt.Sprintf("/v1/shows/%s/feed.xml", id) }

// address is a path of this server as a whole address, empty where that is not known.
func (s Service) address(path string) string {
	if s.PublicURL == "" {
		return ""
	}
	return strings.TrimRight(s.PublicURL, "/") + path
}
