package follow

import (
	"net/url"
	"path"
	"strings"

	"segue/data/feed"
)

// audioKey brings the addresses of one audio file to one form: without scheme,
// "www.", the prefixes of services that count downloads, and what servers add at every
// request. It is for comparing within a show alone. It is empty for no address.
//
// Services that count stand in front of the address, as in
// "https://counter.example/e/media.example/show/1.mp3", often several of them. So
// the last part of the path that looks like a host begins the key. A query is dropped
// where the path names a file, as it then says who listens and not what to.
func audioKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return ""
	}
	parts := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	host := u.Host
	for i := 0; i < len(parts)-1; i++ { // what the path ends with is a file
		if looksLikeHost(parts[i]) {
			host, parts = parts[i], parts[i+1:]
			i = -1
		}
	}
	key := strings.TrimPrefix(strings.ToLower(host), "www.") + "/" + strings.Join(parts, "/")
	if media[strings.ToLower(path.Ext(key))] {
		return key
	}
	if _, query, found := strings.Cut(feed.StableURL(address), "?"); found {
		key += "?" + query
	}
	return key
}

// media are the endings of files that are listened to or watched.
var media = map[string]bool{
	".mp3": true, ".m4a": true, ".mp4": true, ".m4v": true, ".m4b": true, ".aac": true, ".ogg": true, ".oga": true, ".opus": true,
	".wav": true, ".flac": true, ".wma": true, ".mov": true, ".webm": true, ".mpga": true,
}

// looksLikeHost reports whether a part of a path is a name such as "media.example.com".
// A counter's own "redirect.mp3" is none.
func looksLikeHost(s string) bool {
	s, _, _ = strings.Cut(s, ":")
	labels := strings.Split(s, ".")
	if len(labels) < 2 || media["."+strings.ToLower(labels[len(labels)-1])] {
		return false
	}
	for _, label := range labels {
		if label == "" || strings.Trim(strings.ToLower(label), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	top := labels[len(labels)-1]
	return len(top) > 1 && strings.Trim(strings.ToLower(top), "abcdefghijklmnopqrstuvwxyz") == ""
}
