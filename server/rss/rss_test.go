package rss_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/feed"
	"segue/server/rss"
)

var channel = rss.Channel{
	Title: "Crumb & <Radio>", Self: "https://pod.example/feed.xml", Next: "https://pod.example/feed.xml?cursor=x", Language: "en", GUID: "917393e3",
}

func whole() data.Episode {
	return data.Episode{
		ID: "rye", GUID: "loaf-1", URL: "https://crumb.example/rye?a=1&b=2", Title: "Rye < wheat & “more” 🍞",
		Description: "How it rises.\n\nWith water & salt, if 1 < 2.", Published: time.Date(2019, 3, 5, 8, 30, 0, 0, time.UTC), Duration: 31 * time.Minute,
		People: []data.Person{{Name: "Ada Miller", Role: data.RoleGuest}, {Name: "Bob Ray", Role: data.RoleHost}}, Tags: []string{"bread", "C, C++"},
		Image: "https://crumb.example/rye.jpg", Audio: "https://crumb.example/rye.m4a?x=1", Language: "en", Type: data.TypeBonus, Explicit: data.ExplicitNo,
		Season: 2, Number: 7, Location: "Vienna", Links: []string{},
		Transcripts:  []data.Resource{{URL: "https://crumb.example/t.vtt", Type: "text/vtt", Language: "en"}},
		ChapterFiles: []data.Resource{{URL: "https://crumb.example/c.json", Type: "application/json+chapters"}},
		Soundbites:   []data.Soundbite{{Start: 73500 * time.Millisecond, Duration: time.Minute, Title: "The crust"}},
	}
}

func written(t interface{ Fatal(...any) }, items ...rss.Item) []byte {
	var b bytes.Buffer
	if err := rss.Write(&b, channel, items); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func parsed(t *testing.T, body []byte) feed.Feed {
	t.Helper()
	f, err := feed.Parse(t.Context(), body, "application/rss+xml", &url.URL{Scheme: "https", Host: "pod.example"}, time.Now())
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	return f
}

func TestReadingAWrittenFeedGivesTheSameEpisodes(t *testing.T) {
	want := whole()
	f := parsed(t, written(t, rss.Item{Episode: want, Recommendations: "https://pod.example/v1/episodes/rye/recommendations.json"}))
	if f.Show.Title != channel.Title || f.GUID != channel.GUID || f.Next != channel.Next || f.Topic != channel.Self || f.Language != "en" {
		t.Errorf("channel %+v", f)
	}
	want.ID = "" // a feed does not contain the id
	if d := cmp.Diff(want, f.Items[0].Episode, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("episode (-written +read):\n%s", d)
	}
}

func TestAnItemLinksToItsRecommendations(t *testing.T) {
	body := string(written(t, rss.Item{Episode: data.Episode{ID: "rye", Title: "Rye"}, Recommendations: "https://pod.example/r?a=1&b=2"}))
	for _, want := range []string{
		`<podcast:recommendations url="https://pod.example/r?a=1&amp;b=2" type="application/json"></podcast:recommendations>`,
		`<guid isPermaLink="false">rye</guid>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	for _, empty := range []string{"enclosure", "itunes:season", "pubDate", "itunes:image"} {
		if strings.Contains(body, "<"+empty) {
			t.Errorf("empty element %s in\n%s", empty, body)
		}
	}
}

// TestAnyTextGivesValidXML writes texts of hostile publishers.
func TestAnyTextGivesValidXML(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"]]>", "</item>", "&nbsp;", "\x00\x0b\ufffe", "<![CDATA[", "\xff\xfe"}))
		e := data.Episode{
			ID: "e", Title: text.Draw(t, "title"), GUID: text.Draw(t, "guid"), Description: text.Draw(t, "description"), URL: text.Draw(t, "url"),
			Audio: text.Draw(t, "audio"), People: []data.Person{{Name: text.Draw(t, "name"), Role: data.Role(text.Draw(t, "role"))}}, Tags: []string{text.Draw(t, "tag")},
			Location: text.Draw(t, "location"),
		}
		in := xml.NewDecoder(bytes.NewReader(written(t, rss.Item{Episode: e, Recommendations: text.Draw(t, "recommendations")})))
		items := 0
		for {
			token, err := in.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v of %+v", err, e)
			}
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "item" {
				items++
			}
		}
		if items != 1 {
			t.Fatalf("%d items of %+v", items, e)
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	var items []rss.Item
	for i := range 300 {
		e := whole()
		e.GUID, e.Description = fmt.Sprint(i), strings.Repeat("Flour, water, salt & patience. ", 50)
		items = append(items, rss.Item{Episode: e})
	}
	for b.Loop() {
		if err := rss.Write(io.Discard, channel, items); err != nil {
			b.Fatal(err)
		}
	}
}
