package feed_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/feed"
)

// tea and rye are items of the tests of repairs.
const (
	tea = `<item><title>Tea</title><guid>t</guid><description>Hot.</description></item>`
	rye = `<item><title>Rye</title><guid>r</guid><description>Dark.</description></item>`
)

func TestParseRepairsDamagedFeeds(t *testing.T) {
	open := strings.TrimSuffix(tea, "</item>")
	const both = "Tea: Hot. | Rye: Dark."
	for _, tt := range []struct{ name, body, items, problem string }{
		{"an unclosed item ends before the next", rss(open + rye), both, "1 items are not closed; each was read up to the beginning of the next"},
		{"several unclosed items", rss(open + strings.Replace(open, "<guid>t", "<guid>u", 1) + rye), "Tea: Hot. | Tea: Hot. | Rye: Dark.", "2 items are not closed; each was read up to the beginning of the next"},
		{"the last item is not closed", rss(tea + strings.TrimSuffix(rye, "</item>")), both, "1 items are not closed; each was read up to the beginning of the next"},
		{"an item start in a section is text", rss(`<item><title>Tea</title><guid>t</guid><description><![CDATA[Hot <item> here]]></description></item>` + rye), "Tea: Hot <item> here | Rye: Dark.", ""},
		{"an unclosed entry", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>Tea</title><entry><id>2</id><title>Rye</title></entry></feed>`, "Tea:  | Rye: ", "1 items are not closed; each was read up to the beginning of the next"},
		{"an unclosed element of the channel", rss("<image><url>/i.png</url>" + tea + rye), both, "1 elements are not closed; each was read up to the next element"},
		{"an unclosed title", rss("<item><title>Tea<guid>t</guid><description>Hot.</description></item>" + rye), both, "1 elements are not closed; each was read up to the next element"},
		{"an unclosed description", rss("<item><title>Tea</title><description>Hot.<guid>t</guid></item>" + rye), both, "1 elements are not closed; each was read up to the next element"},
		{"an unclosed section", rss("<item><title>Tea</title><guid>t</guid><description><![CDATA[Hot.</description></item><item><title><![CDATA[Rye]]></title><guid>r</guid><description>Dark.</description></item>"), both, "1 CDATA sections or comments are not closed; each was read up to the end of its element"},
		{"an unclosed last section", rss(tea + "<item><title>Rye</title><guid>r</guid><description><![CDATA[Dark.</description></item>"), both, "1 CDATA sections or comments are not closed; each was read up to the end of its element"},
		{"an unclosed comment", rss(tea + "<!-- next " + rye), both, "1 CDATA sections or comments are not closed; each was read up to the end of its element"},
		{"a closed comment hides its items", rss(tea + "<!-- " + rye + " --><item><title>Oat</title></item>"), "Tea: Hot. | Oat: ", ""},
		{"the end of a section without a start", rss(strings.Replace(tea, "Hot.", "Hot.]]>", 1) + rye), both, `"]]>" without a CDATA section was removed 1 times`},
		{"an attribute without its end", rss(strings.Replace(tea, "<guid>", `<enclosure url="/t.mp3 length="9" type="audio/mpeg"/><guid isPermaLink="false">`, 1) + rye), "Tea: Hot. /t.mp3 | Rye: Dark.", "1 tags have invalid attributes, which were repaired or left out"},
		{"the last attribute without its end", rss(strings.Replace(tea, "<guid>", `<enclosure type="audio/mpeg" url="/t.mp3/><guid isPermaLink="false">`, 1) + rye), "Tea: Hot. /t.mp3 | Rye: Dark.", "1 tags have invalid attributes, which were repaired or left out"},
		{"an attribute without quotes", rss(strings.Replace(tea, "<guid>", `<enclosure url=/t.mp3 type=audio/mpeg /><guid>`, 1) + rye), "Tea: Hot. /t.mp3 | Rye: Dark.", "1 tags have invalid attributes, which were repaired or left out"},
		{"a quotation mark too many", rss(strings.Replace(tea, "<guid>", `<enclosure url="/t.mp3"" type="audio/mpeg"/><guid>`, 1) + rye), "Tea: Hot. /t.mp3 | Rye: Dark.", "1 tags have invalid attributes, which were repaired or left out"},
		{"an attribute twice", rss(strings.Replace(tea, "<guid>", `<enclosure url="/t.mp3" url="/u.mp3" type="audio/mpeg"/><guid>`, 1) + rye), "Tea: Hot. /t.mp3 | Rye: Dark.", "1 tags have invalid attributes, which were repaired or left out"},
		{"a bracket in quotes is text", rss(strings.Replace(tea, "<guid>", `<enclosure url="/t.mp3" title="a > b" type="audio/mpeg"/><guid>`, 1) + rye), "Tea: Hot. /t.mp3 | Rye: Dark.", ""},
		{"warnings of PHP", "<br />\n<b>Warning</b>:  Undefined index in <b>/srv/feed.php</b> on line <b>3</b><br />\n" + rss(tea+rye), both, `text before the feed was skipped; it begins with "Warning: Undefined index in /srv/feed.php on line 3"`},
		{"a comment before the feed", "<!-- made by hand -->" + rss(tea + rye)[strings.Index(rss(""), "<rss"):], both, ""},
		{"a feed cut off after complete items", strings.TrimSuffix(rss(tea+rye), "</channel></rss>"), both, "the feed ends within <channel>, after 2 complete items, which were read: the download was truncated, or its publisher must close the element"},
		{"a feed cut off within an item", rss(tea + rye)[:len(rss(tea+rye))-40], "Tea: Hot.", "the feed ends within <description>, after 1 complete items, which were read: the download was truncated, or its publisher must close the element"},
		{"items after the end", rss(tea) + rye, "Tea: Hot.", "1 items after the end tag of <rss> were skipped; its publisher must move the end tag"},
		{"a JSON Feed cut off after complete items", `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"Tea","content_text":"Hot."},{"id":"2","ti`, "Tea: Hot.", "the JSON ends after 1 complete items, which were read: the download was truncated, or its publisher must correct it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := parse(t, tt.body)
			if d := cmp.Diff(tt.items, briefly(got)); d != "" {
				t.Errorf("items (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.problem, reasons(got)); d != "" {
				t.Errorf("problems (-want +got):\n%s", d)
			}
			if got.Truncated != strings.Contains(tt.name, "cut off") {
				t.Errorf("truncated = %t", got.Truncated)
			}
		})
	}
}

// briefly returns title, description and audio of all items.
func briefly(f feed.Feed) string {
	var all []string
	for _, it := range f.Items {
		e := it.Episode
		all = append(all, strings.TrimRight(e.Title+": "+e.Description+" "+strings.TrimPrefix(e.Audio, "http://example.com"), " ")+strings.Repeat(" ", max(0, 1-len(e.Description))))
	}
	return strings.Join(all, " | ")
}

func reasons(f feed.Feed) string {
	var all []string
	for _, p := range f.Problems {
		all = append(all, p.Reason)
	}
	return strings.Join(all, "\n")
}

// Many unclosed elements must not take quadratic time: the test would not end.
func TestDamagedFeedsAreReadOnce(t *testing.T) {
	for name, piece := range map[string]string{
		"unclosed items":    "<item><title>T</title>",
		"unclosed sections": "<item><title><![CDATA[T</title></item>",
		"unclosed comments": "<!-- <item><title>T</title></item>",
		"unclosed quotes":   `<item><enclosure url="/1.mp3><title>T</title></item>`,
		"other quotes":      `<item><enclosure url="' a='"><title>T</title></item>`,
	} {
		t.Run(name, func(t *testing.T) {
			if got := parse(t, rss(strings.Repeat(piece, 10_000))); len(got.Items) == 0 {
				t.Errorf("no items, problems %v", got.Problems)
			}
		})
	}
}

func TestInvalidFieldsAreDroppedAndReportedOnce(t *testing.T) {
	for inner, want := range map[string]string{
		`<itunes:duration>soon</itunes:duration>`:                          `itunes:duration "soon" was left out: it is no playing time of up to a week, such as 1:05:37`,
		`<itunes:duration>99999999</itunes:duration>`:                      `itunes:duration "99999999" was left out: it is no playing time of up to a week, such as 1:05:37`,
		`<itunes:duration>00:00</itunes:duration>`:                         ``,
		`<podcast:person> </podcast:person><podcast:person role="guest"/>`: `an empty podcast:person was left out: a person needs a name (so were 1 others)`,
		`<category></category>`:                                            `an empty category was left out: a category needs a name`,
		`<itunes:keywords>a,,b,</itunes:keywords>`:                         ``,
		`<pubDate>whenever</pubDate>`:                                      `the date "whenever" was left out: its format is unknown; write it like Mon, 02 Mar 2026 06:00:00 GMT`,
		`<pubDate>Fri, 01 Mar 2199 00:00:00 GMT</pubDate>`:                 `the date "Fri, 01 Mar 2199 00:00:00 GMT" was left out: it is in the future`,
		`<dc:language>klingon!</dc:language>`:                              `the language "klingon!" was left out: it is no BCP 47 tag, such as en or de-AT`,
		`<itunes:season>two</itunes:season>`:                               `the season "two" was left out: it is no whole number from 1`,
		`<itunes:episode>0</itunes:episode>`:                               ``,
		`<itunes:episodeType>loud</itunes:episodeType>`:                    `itunes:episodeType "loud" was left out: want full, trailer or bonus`,
		`<link>ftp://a.example/1</link>`:                                   `the link "ftp://a.example/1" was left out: it is no http or https address`,
		`<enclosure url="file:///1.mp3" type="audio/mpeg"/>`:               `the address of a media file "file:///1.mp3" was left out: it is no http or https address`,
		`<podcast:transcript type="text/vtt"/>`:                            `an empty podcast:transcript was left out: it needs an http or https address`,
		`<podcast:soundbite startTime="x" duration="1"/>`:                  `podcast:soundbite "x, 1" was left out: it needs a start and a duration in seconds`,
	} {
		got := parse(t, rss("<item><title>T</title>"+inner+"</item><item><title>U</title></item>"))
		if d := cmp.Diff(want, reasons(got)); d != "" || len(got.Items) != 2 {
			t.Errorf("%s: %d items, problems (-want +got):\n%s", inner, len(got.Items), d)
		}
	}
}

func TestDatesFarInTheFutureAreUnknown(t *testing.T) {
	now := time.Now().UTC().Truncate(time.Second)
	for in, want := range map[time.Time]time.Time{
		now.AddDate(0, 0, 6):   now.AddDate(0, 0, 6),
		now.AddDate(0, 0, 8):   {},
		now.AddDate(100, 0, 0): {},
		now.AddDate(-1, 0, 0):  now.AddDate(-1, 0, 0),
	} {
		if got := item(t, "", "<title>T</title><pubDate>"+in.Format(time.RFC1123Z)+"</pubDate>").Episode.Published; !got.Equal(want) {
			t.Errorf("date %v is read as %v, want %v", in, got, want)
		}
	}
}

func TestVideosInAMediaGroup(t *testing.T) {
	got := parse(t, `<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom"><title>Locks</title>
		<entry><id>yt:video:b2</id><title>A lock fills</title><link rel="alternate" href="https://video.example/b2"/><author><name>Locks</name></author><published>2025-01-02T00:00:00Z</published>
		<media:group><media:content url="https://video.example/v/b2" type="application/x-shockwave-flash" duration="754"/><media:thumbnail url="https://img.example/b2.jpg"/>
		<media:description>Sluices open, and the barge rises.</media:description></media:group></entry></feed>`)
	want := data.Episode{GUID: "yt:video:b2", URL: "https://video.example/b2", Title: "A lock fills", Description: "Sluices open, and the barge rises.",
		Published: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC), Duration: 754 * time.Second, Image: "https://img.example/b2.jpg"}
	if d := cmp.Diff(want, got.Items[0].Episode); d != "" {
		t.Errorf("episode (-want +got):\n%s", d)
	}
}

func TestOrganisationsAreRecognisedByTheirNames(t *testing.T) {
	for _, name := range []string{"NBC News", "NPR", "Independent Kitchen Ltd.", "Crumb Media, Inc.", "Crumb GmbH", "Radio Crumb", "The Crumb Review", "Crumb Podcasts", "Université de Crumb",
		"crumb.fm", "Studio 71", "Crumb S.r.l.", "Crumb & Co.", "株式会社クラム", "Crumb e.V.", "KQX Bayern", "Les Éditions Crumb", "iCrumbPodcasts"} {
		if !feed.Organisation(name) {
			t.Errorf("%q counts as a person", name)
		}
	}
	for _, name := range []string{"Ada Roe", "Ada", "JJ Smith", "ADA ROE", "Dr. Ada B. Roe", "Ada Roe, PhD", "Bill Press", "Frank Church", "Ludwig van Beethoven", "Mary O’Roe", "Ada Roe III", "宮本 茂", "Ana de las Casas", "José Sá", ""} {
		if feed.Organisation(name) {
			t.Errorf("%q counts as an organisation", name)
		}
	}
}
