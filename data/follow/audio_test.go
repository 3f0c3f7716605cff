package follow

import "testing"

func TestAudioKey(t *testing.T) {
	for _, tt := range []struct{ name, address, want string }{
		{"omits scheme, www and query", "http://www.Media.example/Show/1.mp3?source=feed#t=1", "media.example/Show/1.mp3"},
		{"omits a download counter", "https://dts.podtrac.com/redirect.mp3/media.example/1.mp3", "media.example/1.mp3"},
		{"omits several counters", "https://op3.dev/e,pg=1/pdst.fm/e/chtbl.com/track/A1/media.example/show/1.mp3", "media.example/show/1.mp3"},
		{"omits a counter before a scheme", "https://op3.dev/e/https://media.example/1.mp3", "media.example/1.mp3"},
		{"keeps a query that names the file", "https://media.example/get.php?id=1&token=x", "media.example/get.php?id=1"},
		{"keeps a folder that is no host", "https://archive.example/download/show.2019/1.mp3", "archive.example/download/show.2019/1.mp3"},
		{"keeps a port", "http://127.0.0.1:8080/1.mp3", "127.0.0.1:8080/1.mp3"},
		{"is empty for an empty address", "", ""},
		{"is empty for an invalid address", "1.mp3", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := audioKey(tt.address); got != tt.want {
				t.Errorf("audioKey(%q) = %q, want %q", tt.address, got, tt.want)
			}
		})
	}
}
