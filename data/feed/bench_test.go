package feed_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"segue/data/datatest"
	"segue/data/feed"
)

// BenchmarkParse parses a real feed of 730 items and a feed with the maximum number of
// items and notes of 150 words each.
func BenchmarkParse(b *testing.B) {
	var large strings.Builder
	for i := range feed.MaxItems {
		fmt.Fprintf(&large, `<item><title>Tea %d</title><guid>%d</guid><pubDate>Tue, 05 Mar 2019 14:30:00 +0100</pubDate><enclosure url="https://example.com/%d.mp3" type="audio/mpeg"/><itunes:duration>42:00</itunes:duration><description><![CDATA[<p>%s</p>]]></description></item>`,
			i, i, i, strings.Repeat("Green tea is hot. ", 38))
	}
	for _, part := range []struct {
		name string
		body []byte
	}{
		{"real", readFile(b, datatest.Shared(b, "data", "feeds", "rbren+rss-parser", "test", "input", "giantbomb-podcast.rss"))},
		{"large", []byte(rss(large.String()))},
	} {
		b.Run(part.name, func(b *testing.B) {
			b.SetBytes(int64(len(part.body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := feed.Parse(b.Context(), part.body, "", site, time.Now()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
