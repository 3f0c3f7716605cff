package feed_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/feed"
)

func TestParseDerivesMissingTitles(t *testing.T) {
	for _, tt := range []struct{ name, channel, inner, want string }{
		{"from iTunes", "", `<itunes:title>Tea</itunes:title>`, "Tea"},
		{"from the beginning of its text", "", `<description>&lt;p&gt;Tea is hot.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>`, "Tea is hot."},
		{"from a long text, shortened to a line", "", `<description>` + strings.Repeat("word ", 40) + `</description>`, strings.TrimSpace(strings.Repeat("word ", 16)) + "…"},
		{"from show and date", "<title>Cups</title>", `<pubDate>2019-03-05</pubDate><enclosure url="/tea.mp3" type="audio/mpeg"/>`, "Cups, 2019-03-05"},
		{"from its file", "<title>Cups</title>", `<enclosure url="/a/green%20tea.final.mp3" type="audio/mpeg"/>`, "green tea.final"},
		{"as plain text", "", `<title>&lt;b&gt;Q&amp;amp;A&lt;/b&gt;
			&#x26; more</title>`, "Q&A & more"},
		{"text similar to a tag", "", `<title>List&lt;String&gt;</title>`, "List<String>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := item(t, tt.channel, tt.inner).Episode.Title; got != tt.want {
				t.Errorf("title %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseSkipsUnusablePartsAndReportsThem(t *testing.T) {
	got := parse(t, rss(`<item><guid>1</guid><link>/1</link></item><item><title>Tea</title></item><item><title>Big</title><description>`+strings.Repeat("a", feed.MaxField)+`</description></item><item/>`))
	want := []feed.Problem{
		{Item: 3, Reason: "<description> was skipped: it has 4 MB; the maximum is 4"},
		{Item: 1, Reason: "it has no title, text or audio; its publisher must add a title", Lost: true},
		{Item: 4, Reason: "it has no title, text or audio; its publisher must add a title", Lost: true},
	}
	if d := cmp.Diff(want, got.Problems); d != "" || len(got.Items) != 2 || got.Items[1].Episode.Title != "Big" {
		t.Errorf("problems, with %d items (-want +got):\n%s", len(got.Items), d)
	}
}

func TestParseReportsInvalidJSONItems(t *testing.T) {
	got := parse(t, `{"version":"https://jsonfeed.org/version/1","items":[null,{"id":1,"title":"Tea","tags":[" a ","A",""]},{"title":5,"content_text":"Coffee is hot."},"x"]}`)
	want := []feed.Problem{
		{Item: 1, Reason: "it is not a valid item of a JSON Feed: it is no object", Lost: true},
		{Item: 3, Reason: `"title" was left out: its value has the wrong type`},
		{Item: 4, Reason: "it is not a valid item of a JSON Feed: it is no object", Lost: true},
		{Item: 2, Reason: "an empty category was left out: a category needs a name"},
	}
	if d := cmp.Diff(want, got.Problems); d != "" || len(got.Items) != 2 || got.Items[0].Key != "1" {
		t.Errorf("%d items, problems (-want +got):\n%s", len(got.Items), d)
	}
}

func TestParseReadsTheFirstItemsOfALongFeed(t *testing.T) {
	var xml, json strings.Builder
	for i := range feed.MaxItems + 2 {
		fmt.Fprintf(&xml, "<item><title>%d</title></item>", i)
		fmt.Fprintf(&json, `,{"title":"%d"}`, i)
	}
	for _, body := range []string{rss(xml.String()), `{"version":"https://jsonfeed.org/version/1","items":[` + json.String()[1:] + "]}"} {
		got := parse(t, body)
		if len(got.Items) != feed.MaxItems || got.Items[feed.MaxItems-1].Episode.Title != "19999" || len(got.Problems) != 1 || !strings.HasPrefix(got.Problems[0].Reason, "2 items after") {
			t.Errorf("%d items and the problems %v", len(got.Items), got.Problems)
		}
	}
}

func TestKeysOfItems(t *testing.T) {
	for inner, want := range map[string]string{
		`<guid>  a  b </guid><enclosure url="https://example.com/1.mp3"/>`:                                                            "a b",
		`<link>/t</link><enclosure url="https://example.com/1.mp3?id=3&amp;Expires=9&amp;X-Amz-Date=8&amp;t=2#x" type="audio/mpeg"/>`: "audio:https://example.com/1.mp3?id=3&t=2",
		`<enclosure url="https://example.com/1.mp3?sp=r&amp;sig=x" type="audio/mpeg"/>`:                                               "audio:https://example.com/1.mp3",
		`<enclosure url="https://example.com/1.mp3?sp=r" type="audio/mpeg"/>`:                                                         "audio:https://example.com/1.mp3?sp=r",
		`<link>t/1</link>`:                        "link:t/1",
		`<pubDate>2019-03-05T10:00:00Z</pubDate>`: "title:T 2019-03-05",
		``: "title:T ",
		`<guid>` + strings.Repeat("x", 2000) + `</guid>`: "sha256:",
		`<link>` + strings.Repeat("x", 2000) + `</link>`: "link:sha256:",
	} {
		got := item(t, "", "<title>T</title>"+inner).Key
		if kind, _, hashed := strings.Cut(want, "sha256:"); hashed {
			want = kind + "sha256:" + got[len(got)-64:]
		}
		if got != want {
			t.Errorf("key of %.100s is %q, want %q", inner, got, want)
		}
	}
}

func TestItemsWithTheSameGUIDGetDifferentKeysInAnyOrder(t *testing.T) {
	const (
		old   = `<item><guid>g</guid><title>Old</title><pubDate>2019-01-01</pubDate><enclosure url="/1.mp3"/></item>`
		young = `<item><guid>g</guid><title>Young</title><pubDate>2019-02-01</pubDate><enclosure url="/2.mp3"/></item>`
		more  = `<item><guid>g</guid><title>Young</title><pubDate>2019-02-01</pubDate><enclosure url="/2.mp3"/><description>More.</description></item>`
		other = `<item><guid>h</guid><title>Other</title></item>`
	)
	keys := func(items ...string) map[string]string {
		out := map[string]string{}
		for _, it := range parse(t, rss(strings.Join(items, ""))).Items {
			out[it.Key] = it.Episode.Title + it.Episode.Description + it.Episode.GUID
		}
		return out
	}
	two := keys(old, young, other)
	if len(two) != 3 || two["g"] != "Oldg" || two["h"] != "Otherh" {
		t.Errorf("keys %v, want g for the oldest", two)
	}
	for name, items := range map[string][]string{
		"another order": {other, young, old},
		"a repetition":  {young, old, old, young, other, other},
	} {
		if d := cmp.Diff(two, keys(items...)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	if three := keys(more, young, old, other); len(three) != 4 || three["g"] != "Oldg" {
		t.Errorf("keys %v, want four with g for the oldest", three)
	}
}

func TestDigestDependsOnlyOnTheItem(t *testing.T) {
	const inner = `<title>Tea</title><guid>g</guid><description>Hot.</description><enclosure url="https://example.com/1.mp3?token=a&amp;id=1" type="audio/mpeg"/>`
	first := item(t, "", inner).Digest
	for name, same := range map[string]string{
		"another signature": strings.Replace(inner, "token=a", "token=b", 1),
		"another length":    strings.Replace(inner, "type=", `length="9" type=`, 1),
		"more space":        strings.ReplaceAll(inner, "><", ">\n <"),
	} {
		if item(t, "<lastBuildDate>"+time.Now().String()+"</lastBuildDate>", same).Digest != first {
			t.Errorf("%s: the digest differs", name)
		}
	}
	among := parse(t, rss("<item><title>New</title></item><item>"+inner+"</item><item><guid>g</guid><title>Older</title><pubDate>2001-01-01</pubDate></item>"))
	if among.Items[1].Digest != first {
		t.Error("among other items: the digest differs")
	}
	for name, change := range map[string]string{
		"title": strings.Replace(inner, "Tea", "Coffee", 1), "text": strings.Replace(inner, "Hot.", "Cold.", 1), "audio": strings.Replace(inner, "id=1", "id=2", 1),
		"block": inner + "<itunes:block>yes</itunes:block>", "transcript": inner + `<podcast:transcript url="/t"/>`, "date": inner + "<pubDate>2019-01-01</pubDate>",
	} {
		if item(t, "", change).Digest == first {
			t.Errorf("another %s: the digest does not differ", name)
		}
	}
}

func TestParseReadsBlocks(t *testing.T) {
	for in, want := range map[string]bool{
		``:                                   false,
		`<itunes:block>Yes</itunes:block>`:   true,
		`<itunes:block>no</itunes:block>`:    false,
		`<podcast:block>yes</podcast:block>`: true,
		`<podcast:block id="google">yes</podcast:block>`:                                                                          false,
		`<podcast:block id="Segue">yes</podcast:block>`:                                                                           true,
		`<podcast:block>yes</podcast:block><podcast:block id="segue">no</podcast:block>`:                                          false,
		`<itunes:block>yes</itunes:block><podcast:block id="google">no</podcast:block><podcast:block>no</podcast:block>`:          true,
		`<podcast:block>no</podcast:block><podcast:block id="google">no</podcast:block><podcast:block>yes</podcast:block>`:        true,
		`<itunes:block>yes</itunes:block><podcast:block id="segue">no</podcast:block><podcast:block>yes</podcast:block>`:          false,
		`<podcast:block id="segue">yes</podcast:block><podcast:block id="google">no</podcast:block><itunes:block></itunes:block>`: true,
	} {
		if got := parse(t, rss(in)).Blocked; got != want {
			t.Errorf("channel %s: blocked = %t, want %t", in, got, want)
		}
		if got := item(t, "", "<title>T</title>"+in).Blocked; got != want {
			t.Errorf("item %s: blocked = %t, want %t", in, got, want)
		}
	}
}

func TestPeopleOfAnItemReplaceTheChannelsPeople(t *testing.T) {
	ada, bob := data.Person{Name: "Ada", Role: data.RoleHost}, data.Person{Name: "Bob", Role: data.RoleGuest}
	const channel = `<title>Cups</title><podcast:person>Ada</podcast:person><podcast:person group="audio post-production" role="editor">Eve</podcast:person>`
	for _, tt := range []struct {
		name, channel, inner string
		want                 []data.Person
	}{
		{"an item without people has the channel's", channel, ``, []data.Person{ada}},
		{"an item may have its own people", channel, `<podcast:person role="guest">Bob</podcast:person>`, []data.Person{bob}},
		{"an author is a host", channel, `<itunes:author>Eve (eve@example.com)</itunes:author>`, []data.Person{{Name: "Eve", Role: data.RoleHost}}},
		{"the channel's author is the default", `<itunes:author>ada@example.com (Ada)</itunes:author>`, ``, []data.Person{ada}},
		{"an author with the show's name is skipped", `<title>Cups</title><itunes:author>CUPS</itunes:author>`, `<itunes:author>x@example.com</itunes:author>`, nil},
		{"several authors are split", channel, `<itunes:author>Ada Miller, Bob D. Ray &amp; Eve van O’Roe</itunes:author>`, []data.Person{{Name: "Ada Miller", Role: data.RoleHost}, {Name: "Bob D. Ray", Role: data.RoleHost}, {Name: "Eve van O’Roe", Role: data.RoleHost}}},
		{"a company is no person", channel, `<itunes:author>Crumb Media, Inc. and Ray</itunes:author>`, []data.Person{ada}},
		{"a station is no person", ``, `<itunes:author>KQX News</itunes:author>`, nil},
		{"a person beside a publisher is a host", ``, `<itunes:author>Eve Roe | Crumb Media</itunes:author>`, []data.Person{{Name: "Eve Roe", Role: data.RoleHost}}},
		{"one word that is also the owner is the publisher", `<itunes:owner><itunes:name>Crumbly</itunes:name></itunes:owner>`, `<itunes:author>Crumbly</itunes:author>`, nil},
		{"a person may own the feed", `<itunes:owner><itunes:name>Eve Roe</itunes:name></itunes:owner>`, `<itunes:author>Eve Roe</itunes:author>`, []data.Person{{Name: "Eve Roe", Role: data.RoleHost}}},
		{"a company is no person of the cast", ``, `<podcast:person>Crumb Ltd.</podcast:person><podcast:person>Bob Ray</podcast:person>`, []data.Person{{Name: "Bob Ray", Role: data.RoleHost}}},
		{"the author of the post is skipped", ``, `<author>admin</author><dc:creator>admin</dc:creator>`, nil},
		{"other roles are kept", channel, `<podcast:person role="Co-Host">Bob</podcast:person>`, []data.Person{{Name: "Bob", Role: "co-host"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, item(t, tt.channel, "<title>T</title>"+tt.inner).Episode.People); d != "" {
				t.Errorf("people (-want +got):\n%s", d)
			}
		})
	}
}

func TestAudioIsTheBestMediaFile(t *testing.T) {
	for inner, want := range map[string]string{
		`<enclosure url="/a.jpg" type="image/jpeg"/><enclosure url="/a.mp4" type="video/mp4"/><enclosure url="/a.mp3" type="audio/mpeg"/>`: "/a.mp3",
		`<enclosure url="/a.mp4" type="video/mp4"/><enclosure url="/a"/>`:                                                                  "/a.mp4",
		`<enclosure url="/a"/>`: "/a",
		`<enclosure url="/a.pdf"/><enclosure url="/b" type="text/html"/>`: "",
		`<media:content url="/i.png" medium="image"/><media:group><media:content url="/a.mp4" medium="video"/><media:content url="/a.m4a" duration="90" type="audio/mp4"/></media:group>`: "/a.m4a",
		`<enclosure url="/a.mp3" type="application/octet-stream"/><media:content url="/b.mp3" type="application/octet-stream"/>`:                                                          "/a.mp3",
	} {
		got := item(t, "", "<title>T</title>"+inner).Episode
		if want != "" {
			want = "http://example.com" + want
		}
		if got.Audio != want || strings.Contains(inner, "duration") && got.Duration != 90*time.Second {
			t.Errorf("audio of %s is %q with duration %v, want %q", inner, got.Audio, got.Duration, want)
		}
	}
}

func TestPlayingTimesOfEveryFormat(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"90": 90 * time.Second, "1:30": 90 * time.Second, "00:01:30": 90 * time.Second, "90:00": 90 * time.Minute, " 61.6 ": 62 * time.Second, "1:02:03.4": 3723 * time.Second,
		"PT1H5M37S": 3937 * time.Second, "PT65M": 65 * time.Minute, "P1DT1S": 86401 * time.Second, "1h 5m 37s": 3937 * time.Second, "1 hour 5 minutes": 65 * time.Minute, "65 min": 65 * time.Minute, "65 Min.": 65 * time.Minute,
		"1 Stunde, 5 Minuten": 65 * time.Minute, "1 heure et 5 minutes": 65 * time.Minute, "1 hora y 5 minutos": 65 * time.Minute, "1h05": 65 * time.Minute, "about 1.5 hours": 90 * time.Minute, "90 sec": 90 * time.Second, "65'": 65 * time.Minute,
		"01：05：37": 3937 * time.Second, "1:05:37 (stereo)": 3937 * time.Second, "65:37 min": 3937 * time.Second, "1:05 h": 65 * time.Minute, "1時間5分": 65 * time.Minute, "3937s": 3937 * time.Second, "0:65:37": 3937 * time.Second,
		"65 apples": 0, "2 h of 3 parts": 0, "PT": 0, "P1Y": 0, "m": 0, "-1 min": 0, "00:00:00": 0,
		"": 0, "0": 0, "-5": 0, "1:2:3:4": 0, "an hour": 0, "NaN": 0, "1e300": 0, "604801": 0, "1:": 0,
	} {
		if got := item(t, "", "<title>T</title><itunes:duration>"+in+"</itunes:duration>").Episode.Duration; got != want {
			t.Errorf("duration %q = %v, want %v", in, got, want)
		}
	}
}

func TestTTLHasALimit(t *testing.T) {
	for in, want := range map[string]time.Duration{
		`<ttl>60</ttl>`: time.Hour, `<ttl>x</ttl>`: 0, `<ttl>-5</ttl>`: 0, `<ttl>9e99</ttl>`: feed.MaxTTL, `<ttl>NaN</ttl>`: 0,
		`<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>`: 30 * time.Minute,
		`<sy:updatePeriod>daily</sy:updatePeriod>`:                                            24 * time.Hour, `<sy:updatePeriod>yearly</sy:updatePeriod>`: feed.MaxTTL,
		`<sy:updatePeriod>never</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>`: 0,
	} {
		if got := parse(t, rss(in)).TTL; got != want {
			t.Errorf("TTL of %s = %v, want %v", in, got, want)
		}
	}
}
