package feed_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/data/clean"
	"segue/data/feed"
)

// parse parses a feed with the address http://example.com/feed.xml.
func parse(t testing.TB, body string) feed.Feed {
	t.Helper()
	got, err := feed.Parse(t.Context(), []byte(body), "", site, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	checkItems(t, got)
	return got
}

// item parses a feed with one item.
func item(t *testing.T, channel, inner string) feed.Item {
	t.Helper()
	got := parse(t, rss(channel+"<item>"+inner+"</item>"))
	if len(got.Items) != 1 || losses(got) > 0 {
		t.Fatalf("%d items and problems %v, want one item", len(got.Items), got.Problems)
	}
	return got.Items[0]
}

func rss(channel string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"` +
		` xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"` +
		` xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>` + channel + `</channel></rss>`
}

const whole = `
<title>Daily &amp; Cups</title><link>https://cups.example/</link><language>de_at</language><ttl>90</ttl>
<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid><itunes:type>Serial</itunes:type><itunes:explicit>no</itunes:explicit>
<itunes:image href="/cover.png"/><itunes:new-feed-url>https://new.example/feed</itunes:new-feed-url><itunes:complete>Yes</itunes:complete>
<itunes:author>Ada Miller</itunes:author><itunes:block>no</itunes:block>
<atom:link rel="self" href="https://example.com/feed"/><atom:link rel="hub" href="https://hub.example/"/>
<atom:link rel="next" href="?page=2"/><atom:link rel="prev-archive" href="/archive/1"/>
<item>
 <title>Green <![CDATA[<b>Tea</b>]]></title><link>/green</link><guid isPermaLink="false"> g 1 </guid>
 <pubDate>Mon, 13 Aug 2018 18:00:00 +0200</pubDate>
 <description>Short.</description>
 <content:encoded><![CDATA[<p>One, at <a href="https://example.com/a">a</a>.</p><p>Two. Full disclosure: A is a sponsor.</p>]]></content:encoded>
 <enclosure url="https://example.com/1.mp3" length="1" type="audio/mpeg"/>
 <category>Tea</category><category>tea</category><itunes:keywords>green, hot</itunes:keywords>
 <itunes:duration>42:00</itunes:duration><itunes:episodeType>Bonus</itunes:episodeType><itunes:explicit>true</itunes:explicit>
 <itunes:season>1</itunes:season><podcast:season name="Two">2</podcast:season><podcast:episode display="7th">7</podcast:episode>
 <itunes:image href="https://example.com/1.png"/><itunes:block>Yes</itunes:block>
 <podcast:person role="Guest">Jane Roe</podcast:person><podcast:person>Max Poe</podcast:person>
 <podcast:person group="visuals" role="cover art designer">Ann Lee</podcast:person><podcast:person group="writing" role="guest">Bob Ray</podcast:person>
 <podcast:transcript url="/1.txt" type="text/plain"/><podcast:transcript url="/1.html" type="text/html"/><podcast:transcript url="/1.json" type="application/json; charset=utf-8"/>
 <podcast:transcript url="/1.srt" type="application/x-subrip" language="DE"/><podcast:transcript url="/1.vtt" type="Text/VTT" language="xx-nonsense" rel="captions"/><podcast:transcript url="/1.vtt" type="text/plain"/>
 <podcast:chapters url="/1.chapters" type="application/json+chapters"/>
 <podcast:soundbite startTime="73.0" duration="60.0004">Why &lt;b&gt;tea&lt;/b&gt;?</podcast:soundbite><podcast:soundbite startTime="-1" duration="3"/><podcast:soundbite startTime="1" duration="0"/>
 <podcast:location rel="creator">Austin, TX</podcast:location><podcast:location geo="geo:1,2">Darjeeling</podcast:location>
</item>`

func TestParseReadsEveryElement(t *testing.T) {
	want := feed.Feed{
		Show: data.Show{Title: "Daily & Cups"}, GUID: "917393e3-1b1e-5cef-ace4-edaa54e1f810", Language: "de-AT", Serial: true, Explicit: data.ExplicitNo,
		Image: "http://example.com/cover.png", Link: "https://cups.example/", People: []data.Person{{Name: "Ada Miller", Role: data.RoleHost}},
		Hub: "https://hub.example/", Topic: "https://example.com/feed", Next: "http://example.com/feed.xml?page=2", PrevArchive: "http://example.com/archive/1",
		TTL: 90 * time.Minute, NewURL: "https://new.example/feed", Complete: true,
		Items: []feed.Item{{Key: "g 1", Blocked: true, Episode: data.Episode{
			GUID: "g 1", URL: "http://example.com/green", Title: "Green Tea", Description: "One, at a.\n\nTwo.",
			Removed:   []data.Removal{{Text: "Full disclosure: A is a sponsor.", Rule: clean.SponsorDisclosure}},
			Published: time.Date(2018, 8, 13, 16, 0, 0, 0, time.UTC), Duration: 42 * time.Minute,
			People: []data.Person{{Name: "Jane Roe", Role: data.RoleGuest}, {Name: "Max Poe", Role: data.RoleHost}, {Name: "Bob Ray", Role: data.RoleGuest}},
			Tags:   []string{"Tea", "green", "hot"}, Image: "https://example.com/1.png", Audio: "https://example.com/1.mp3",
			Language: "de-AT", Type: data.TypeBonus, Explicit: data.ExplicitYes, Season: 2, Number: 7, Links: []string{"https://example.com/a"},
			Transcripts: []data.Resource{
				{URL: "http://example.com/1.vtt", Type: "text/vtt"}, {URL: "http://example.com/1.srt", Type: "application/x-subrip", Language: "de"},
				{URL: "http://example.com/1.json", Type: "application/json"}, {URL: "http://example.com/1.html", Type: "text/html"}, {URL: "http://example.com/1.txt", Type: "text/plain"},
			},
			ChapterFiles: []data.Resource{{URL: "http://example.com/1.chapters", Type: "application/json+chapters"}},
			Soundbites:   []data.Soundbite{{Start: 73 * time.Second, Duration: time.Minute, Title: "Why tea?"}},
			Location:     "Darjeeling",
		}}},
		Problems: []feed.Problem{
			{Item: 1, Reason: `the language "xx-nonsense" was left out: it is no BCP 47 tag, such as en or de-AT`},
			{Item: 1, Reason: `podcast:soundbite "-1, 3" was left out: it needs a start and a duration in seconds (so were 1 others)`},
		},
	}
	if d := cmp.Diff(want, parse(t, rss(whole)), noDigest); d != "" {
		t.Errorf("feed (-want +got):\n%s", d)
	}
}

func TestChaptersInsideAnItem(t *testing.T) {
	const inside = `<item><title>Tea</title><guid>1</guid><x:chapters version="1.2"><x:chapter start="00:02:10.500" title="Why &amp; how" href="/how" image="https://example.com/how.png"/>` +
		`<x:chapter start="00:00:00.000" title="Hello"/><x:chapter start="soon" title="No time"/><x:chapter start="00:01:00"/></x:chapters></item>`
	want := []data.Chapter{{Title: "Hello"}, {Start: 130500 * time.Millisecond, Title: "Why & how", URL: "http://example.com/how", Image: "https://example.com/how.png"}}
	for _, space := range []string{"http://podlove.org/simple-chapters", "http://podlove.org/simple-chapters/"} {
		got := parse(t, `<rss version="2.0" xmlns:x="`+space+`"><channel><title>Cups</title>`+inside+`</channel></rss>`)
		if len(got.Items) != 1 || cmp.Diff(want, got.Items[0].Episode.Chapters) != "" {
			t.Errorf("items = %+v, want the chapters %+v", got.Items, want)
		}
	}
}

var noDigest = cmpopts.IgnoreFields(feed.Item{}, "Digest")

// TestNamespacesMayHaveAnotherPrefixOrNone parses variants of the podcast above.
func TestNamespacesMayHaveAnotherPrefixOrNone(t *testing.T) {
	want := parse(t, rss(whole))
	for name, change := range map[string][]string{
		"another prefix":                 {"xmlns:podcast=", "xmlns:p=", "<podcast:", "<p:", "</podcast:", "</p:"},
		"the address on GitHub":          {"https://podcastindex.org/namespace/1.0", "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"},
		"no declaration":                 {`xmlns:podcast="https://podcastindex.org/namespace/1.0"`, "", `xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"`, ""},
		"another prefix of iTunes":       {"xmlns:itunes=", "xmlns:it=", "<itunes:", "<it:", "</itunes:", "</it:"},
		"iTunes in other letters":        {"podcast-1.0.dtd", "PodCast-1.0.DTD"},
		"a namespace for each of them":   {"<podcast:guid>", `<guid xmlns="https://podcastindex.org/namespace/1.0">`, "</podcast:guid>", "</guid>"},
		"an unclosed element":            {"Short.", "Short.<br>"},
		"an end tag in upper case":       {"</item>", "</ITEM>"},
		"an end tag without a start tag": {"<item>", "</p><item>"},
		"a bracket that is not markup":   {"Short.", "Short < 3."},
		"a comment before the feed":      {"<rss", "<!-- <rss> " + strings.Repeat("-", 9000) + "> --><rss", "----", ""},
		"a document type":                {"<rss", `<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://example.com/rss.dtd" [<!ENTITY nbsp "&#160;"> <!ELEMENT a (b)>]><rss`},
		"other text after the feed":      {"</rss>", "</rss><script>x</script>"},
		"an address in another element":  {"<itunes:image href=\"/cover.png\"/>", "<image><url>/cover.png</url></image>"},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(want, parse(t, strings.NewReplacer(change...).Replace(rss(whole)))); d != "" {
				t.Errorf("feed (-want +got):\n%s", d)
			}
		})
	}
}

func TestParseReadsEveryFormat(t *testing.T) {
	published := time.Date(2019, 3, 5, 6, 0, 0, 0, time.UTC)
	want := feed.Feed{
		Show: data.Show{Title: "Crumb"}, Language: "en", Image: "https://example.com/c.png", Link: "https://example.com/", People: []data.Person{{Name: "Ada Miller", Role: data.RoleHost}},
		Hub: "https://hub.example/", Topic: "https://example.com/feed", Next: "http://example.com/2",
		Items: []feed.Item{{Key: "b1", Episode: data.Episode{
			GUID: "b1", URL: "https://example.com/b", Title: "Bread", Description: "Flour & salt.", Published: published, People: []data.Person{{Name: "Ada Miller", Role: data.RoleHost}},
			Tags: []string{"bread"}, Image: "https://example.com/c.png", Audio: "http://example.com/b.mp3", Language: "en", Duration: 31 * time.Minute,
		}}},
	}
	for name, body := range map[string]string{
		"Atom": `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><title>Crumb</title><logo>https://example.com/c.png</logo>
			<author><name>Ada Miller</name></author><link href="https://example.com/"/><link rel="self" href="https://example.com/feed"/><link rel="hub" href="https://hub.example/"/><link rel="next" href="/2"/>
			<entry><id>b1</id><title type="html">&lt;i&gt;Bread&lt;/i&gt;</title><link href="https://example.com/b"/><link rel="enclosure" type="audio/mpeg" href="/b.mp3"/>
			<category term="bread"/><itunes:duration>1860</itunes:duration><updated>2019-03-06T00:00:00Z</updated><published>2019-03-05T07:00:00+01:00</published><content type="html">&lt;p&gt;Flour &amp;amp; salt.&lt;/p&gt;</content></entry></feed>`,
		"JSON Feed": `{"version":"https://jsonfeed.org/version/1.1","title":"Crumb","home_page_url":"https://example.com/","feed_url":"https://example.com/feed","next_url":"/2","icon":"https://example.com/c.png","language":"en",
			"authors":[{"name":"Ada Miller"},null],"hubs":[{"type":"rssCloud","url":"https://x.example/"},{"type":"WebSub","url":"https://hub.example/"}],
			"items":[{"id":"b1","url":"https://example.com/b","title":"Bread","content_html":"<p>Flour &amp; salt.</p>","date_published":"2019-03-05T06:00:00Z","tags":["bread"],
			"attachments":[{"url":"/b.mp3","mime_type":"audio/mpeg","duration_in_seconds":1860}]}]}`,
		"RSS 1.0": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
			xmlns:guid="x" xmlns:atom="http://www.w3.org/2005/Atom"><channel rdf:about="https://example.com/"><title>Crumb</title><link>https://example.com/</link><dc:language>en</dc:language><itunes:author>Ada Miller</itunes:author>
			<itunes:image href="https://example.com/c.png"/><atom:link rel="self" href="https://example.com/feed"/><atom:link rel="hub" href="https://hub.example/"/><atom:link rel="next" href="/2"/></channel>
			<item rdf:about="https://example.com/b"><guid>b1</guid><title>Bread</title><link>https://example.com/b</link><description>Flour &amp;amp; salt.</description><dc:date>2019-03-05T06:00Z</dc:date><dc:subject>bread</dc:subject>
			<enclosure url="/b.mp3" type="audio/mpeg"/><itunes:duration>00:31:00</itunes:duration></item></rdf:RDF>`,
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(want, parse(t, body), noDigest); d != "" {
				t.Errorf("feed (-want +got):\n%s", d)
			}
		})
	}
}

func TestAddressesAreResolvedAgainstTheInnermostBase(t *testing.T) {
	const body = `<rss xml:base="https://a.example/shows/feed.xml"><channel><link>one</link>
		<item xml:base='/second/'><title>A</title><link>two</link><enclosure url="a b.mp3"/></item>
		<item><title>B</title><guid>https://a.example/3</guid><enclosure url="//cdn.example/3.mp3"/></item>
		<item><title>D</title><guid>ep/5</guid><enclosure url="5.mp3"/></item>
		<item><title>C</title><guid isPermaLink="false">ep/4</guid><link>javascript:alert(1)</link><enclosure url="ipfs://x"/></item></channel></rss>`
	got := parse(t, body)
	var addresses []string
	for _, it := range got.Items {
		addresses = append(addresses, it.Episode.URL, it.Episode.Audio)
	}
	want := []string{"https://a.example/second/two", "https://a.example/second/a%20b.mp3", "https://a.example/3", "https://cdn.example/3.mp3", "", "https://a.example/shows/5.mp3", "", ""}
	if d := cmp.Diff(want, addresses); d != "" || got.Link != "https://a.example/shows/one" {
		t.Errorf("addresses, with the link %s (-want +got):\n%s", got.Link, d)
	}
	bare, err := feed.Parse(t.Context(), []byte(`<rss><channel><item><title>A</title><link>two</link><enclosure url="//cdn.example/3.mp3"/></item></channel></rss>`), "", (*url.URL)(nil), time.Now())
	if err != nil || bare.Items[0].Episode.URL != "" || bare.Items[0].Episode.Audio != "https://cdn.example/3.mp3" {
		t.Errorf("without a base: %+v, %v", bare.Items, err)
	}
}
