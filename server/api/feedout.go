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
	Limit  int    `query:"limit" minimum:"1" maximum:"300" default:"100" doc:"The maximum number of episodes on a page." example:"50"`
	Cursor string `query:"cursor" doc:"The start of the page. The link to the next page contains it."`
}

// showFeed is the feed of a show.
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
		return showFeed{}, respond.NewProblem(respond.UnknownShow, "no show has this id").At("path.id", in.ID, "unknown show")
	}
	guid, err := s.showGUID(ctx, id)
	if err != nil {
		return showFeed{}, err
	}
	f := showFeed{channel: rss.Channel{GUID: guid, Self: s.feedURL(in, in.Cursor)}}
	if page.Next != "" {
		f.channel.Next = s.feedURL(in, page.Next)
	}
	newest := page.Episodes[0]
	f.channel.Title, f.channel.Language = newest.Show.Title, newest.Language
	for _, e := range page.Episodes {
		if e.Language != newest.Language {
			f.channel.Language = ""
		}
		f.items = append(f.items, rss.Item{Episode: e, Recommendations: s.absoluteURL("/v1/episodes/" + string(e.ID) + "/recommendations.json")})
	}
	return f, nil
}

// showGUID returns the podcast:guid of a show. It is empty if no followed feed has one
// for the show.
func (s Service) showGUID(ctx context.Context, id data.ShowID) (string, error) {
	feeds, err := s.Catalog.Feeds(ctx)
	for _, f := range feeds {
		if f.Show.ID == id && f.GUID != "" {
			return f.GUID, nil
		}
	}
	return "", err
}

// feedURL returns the URL of a page of a show's feed. It is only a path if the server does
// not know its public URL. A reader resolves the path against the URL of the feed.
func (s Service) feedURL(in *showFeedInput, cursor string) string {
	query := url.Values{}
	if in.Limit != defaultFeedLimit {
		query.Set("limit", strconv.Itoa(in.Limit))
	}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	path := showFeedPath(data.ShowID(in.ID))
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return cmp.Or(s.absoluteURL(path), path)
}

// defaultFeedLimit is the default number of episodes on a page. Most feeds have at most
// that many.
const defaultFeedLimit = 100

func showFeedPath(id data.ShowID) string { return fmt.Sprintf("/v1/shows/%s/feed.xml", id) }

// absoluteURL returns the URL of a path of the server. It is empty if the server does not
// know its public URL.
func (s Service) absoluteURL(path string) string {
	if s.PublicURL == "" {
		return ""
	}
	return strings.TrimRight(s.PublicURL, "/") + path
}
