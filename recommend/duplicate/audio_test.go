package duplicate

import (
	"testing"
)

func TestAudioKey(t *testing.T) {
	const file = "cdn.example.com/show/ep1.mp3"
	for _, tt := range []struct{ name, address, want string }{
		{"drops scheme, case of the host and default port", "HTTP://CDN.Example.com:80/show/ep1.mp3", file},
		{"drops the query after a file", "https://cdn.example.com/show/ep1.mp3?updated=1&token=x", file},
		{"keeps the case of the path", "https://cdn.example.com/A.mp3", "cdn.example.com/A.mp3"},
		{"keeps a query that identifies the file", "https://example.com/play.php?id=12&utm_source=x", "example.com/play.php?id=12"},
		{"unwraps a tracker", "https://www.podtrac.com/pts/redirect.mp3/" + file, file},
		{"unwraps a tracker with an id", "https://chtbl.com/track/ABC12/" + file, file},
		{"unwraps trackers in a row", "https://dts.podtrac.com/redirect.mp3/chrt.fm.chartable.com/track/1/pdst.fm/e/" + file, file},
		{"unwraps a tracker with parameters", "https://op3.dev/e,pg=6f1d/" + file, file},
		{"unwraps a tracker before a scheme", "https://op3.dev/e/https://" + file, file},
		{"unwraps an escaped address in a path", "https://anchor.example/s/1/play/2/https%3A%2F%2F" + "cdn.example.com%2Fshow%2Fep1.mp3", file},
		{"does not take a folder for a host", "https://example.com/my.show/ep1.mp3", "example.com/my.show/ep1.mp3"},
		{"returns no key for a host without a path", "https://stream.example.com/", ""},
		{"leaves a file name unchanged", "ep1.mp3", "ep1.mp3"},
		{"returns no key for an empty address", " ", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := audioKey(tt.address); got != tt.want {
				t.Errorf("audioKey(%q) = %q, want %q", tt.address, got, tt.want)
			}
		})
	}
}

func FuzzAudioKey(f *testing.F) {
	for _, seed := range []string{"", "https://", "https://op3.dev/e/", "https://op3.dev/e/op3.dev/e/a.b/c", "https://a.b/https:/", "https://a.b/%zz", "http://[::1", "https://a.b/http://http://"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if key := audioKey(address); audioKey(address) != key {
			t.Fatalf("%q has two keys", address)
		}
	})
}
