package feed_test

import (
	"testing"
	"time"

	"segue/data/feed"
)

func TestParseReadsEveryEncoding(t *testing.T) {
	const tea = "<rss><channel><item><title>Caf\xe9 \x96 th\xe9</title></item></channel></rss>"
	utf16 := func(s string, order func(rune) []byte) (out string) {
		for _, r := range s {
			out += string(order(r))
		}
		return out
	}
	little := func(r rune) []byte { return []byte{byte(r), byte(r >> 8)} }
	big := func(r rune) []byte { return []byte{byte(r >> 8), byte(r)} }
	const plain = "<rss><channel><item><title>Café – thé</title></item></channel></rss>"
	for _, tt := range []struct{ name, body, contentType, want string }{
		{"UTF-8", plain, "", "Café – thé"},
		{"UTF-8 with a byte order mark", "\ufeff\n" + plain, "", "Café – thé"},
		{"UTF-8 that is declared as another encoding", `<?xml version="1.0" encoding="ISO-8859-1"?>` + plain, "text/xml; charset=latin1", "Café – thé"},
		{"windows-1252 that is declared as UTF-8", `<?xml version="1.0" encoding="utf-8"?>` + tea, "text/xml; charset=utf-8", "Café – thé"},
		{"windows-1252 without a declaration", tea, "", "Café – thé"},
		{"an unknown encoding", `<?xml version="1.0" encoding="x-mine"?>` + tea, "text/xml; charset=\"", "Café – thé"},
		{"the declared encoding", "<?xml version='1.0' encoding='iso-8859-5'?><rss><channel><item><title>\xc7\xd0\xd9</title></item></channel></rss>", "", "Чай"},
		{"the encoding of the header", "<rss><channel><item><title>\xfe\xc1\xca</title></item></channel></rss>", "application/rss+xml; charset=KOI8-R", "Чай"},
		{"Japanese in seven bits", "<?xml version='1.0' encoding='ISO-2022-JP'?><rss><channel><item><title>\x1b$B$*Cc\x1b(B</title></item></channel></rss>", "", "お茶"},
		{"UTF-16 with a byte order mark", "\xff\xfe" + utf16(`<?xml version="1.0" encoding="UTF-16"?>`+plain, little), "", "Café – thé"},
		{"UTF-16 in big-endian order", "\xfe\xff" + utf16(plain, big), "", "Café – thé"},
		{"UTF-16 without a byte order mark", utf16(plain, big), "", "Café – thé"},
		{"UTF-8 with an invalid byte", "<rss><channel><item><title>Café\xff – thé</title></item></channel></rss>", "", "Café\ufffd – thé"},
		{"control characters", "<rss><channel><item><title>a\x00\x08b\ufffe&#x1;c&#0;</title></item></channel></rss>", "", "abc\ufffd"},
		{"HTML character references", "<rss><channel><item><title>a&nbsp;b &eacute; &what; &#150; A&B &AMP; &lt;3 &#60;4 &amp;lt;</title></item></channel></rss>", "", "a b é &what; – A&B & <3 <4 <"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := feed.Parse(t.Context(), []byte(tt.body), tt.contentType, site, time.Now())
			if err != nil || len(got.Items) != 1 || got.Items[0].Episode.Title != tt.want {
				t.Errorf("%+v, %v, want the title %q", got.Items, err, tt.want)
			}
		})
	}
}

func TestDatesOfEveryFormat(t *testing.T) {
	for in, want := range map[string]string{
		"Tue, 05 Mar 2019 14:30:00 +0100":     "2019-03-05T13:30:00Z",
		"Tue, 05 Mar 2019 14:30:00 GMT":       "2019-03-05T14:30:00Z",
		"Tue, 5 Mar 2019 14:30:00 EST":        "2019-03-05T19:30:00Z",
		"Tue, 05 Mar 2019 14:30:00 AEST":      "2019-03-05T04:30:00Z",
		"05 Mar 19 14:30 PST":                 "2019-03-05T22:30:00Z",
		"Tuesday, 05-Mar-19 14:30:00 UTC":     "2019-03-05T14:30:00Z",
		"2019-03-05T14:30:00.123+01:00":       "2019-03-05T13:30:00.123Z",
		"2019-03-05T14:30Z":                   "2019-03-05T14:30:00Z",
		"2019-03-05 14:30:00":                 "2019-03-05T14:30:00Z",
		"2019-03-05":                          "2019-03-05T00:00:00Z",
		"20190305":                            "2019-03-05T00:00:00Z",
		"March 5, 2019":                       "2019-03-05T00:00:00Z",
		"March 5th, 2019 2:30 p.m.":           "2019-03-05T14:30:00Z",
		"Mar 5, 2019 12:05 am":                "2019-03-05T00:05:00Z",
		"5. März 2019, 14:30 Uhr MEZ":         "2019-03-05T13:30:00Z",
		"Di, 05 Mrz 2019 14:30:00 +0100":      "2019-03-05T13:30:00Z",
		"mar., 5 févr. 2019 14h30":            "2019-02-05T14:30:00Z",
		"mar, 05 mar 2019 14:30:00 +0000":     "2019-03-05T14:30:00Z",
		"martes, 5 de marzo de 2019":          "2019-03-05T00:00:00Z",
		"Вт, 05 марта 2019 14:30:00 +0300":    "2019-03-05T11:30:00Z",
		"05.03.2019 14:30":                    "2019-03-05T14:30:00Z",
		"03/25/2019":                          "2019-03-25T00:00:00Z",
		"5/3/2019":                            "2019-03-05T00:00:00Z",
		"2019/3/5":                            "2019-03-05T00:00:00Z",
		"Tue Mar 5 14:30:00 +0000 2019":       "2019-03-05T14:30:00Z",
		"Tue, 05 Mar 2019 14:30:00 GMT+01:00": "2019-03-05T13:30:00Z",
		"Tue, 05 Mar 2019 24:00:00 +0000":     "2019-03-06T00:00:00Z",
		"Mon, 05 Mar 2019 14:30:00 +0000":     "2019-03-05T14:30:00Z", // it was a Tuesday
		"1551796200":                          "2019-03-05T14:30:00Z",
		"1551796200000":                       "2019-03-05T14:30:00Z",
		"Thu, 31 Oct 1938 20:00:00 -0500":     "1938-11-01T01:00:00Z",
		"Tue, 05 Mar 2019 14:30:00 Etc/GMT":   "2019-03-05T14:30:00Z",
		"Monday: 3:25:2019: 14:30:18":         "2019-03-25T14:30:18Z",
		"Tue 5:3:2019":                        "2019-03-05T00:00:00Z",
		"5/3/30":                              "",
		"31 Feb 2019 10:00:00 GMT":            "",
		"Tue, 05 Mar 2019 25:61:00 GMT":       "",
		"0000-00-00 00:00:00":                 "",
		"Tue, 05 Mar 14:30:00 GMT":            "",
		"Thu, 01 Jan 9999 00:00:00 GMT":       "",
		"yesterday":                           "",
		"":                                    "",
		"99999999999999999999":                "",
		"2019-13-45":                          "",
		"-1":                                  "",
	} {
		got := item(t, "", "<title>T</title><pubDate>"+in+"</pubDate>").Episode.Published
		if text := got.Format(time.RFC3339Nano); text != want && !(want == "" && got.IsZero()) {
			t.Errorf("date %q = %s, want %q", in, text, want)
		}
	}
}
