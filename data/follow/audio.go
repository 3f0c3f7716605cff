package follow

import (
	"net/url"
	"path"
	"strings"

	"segue/data/feed"
)

// audioKey returns a key that is equal for different addresses of one audio file. It
// omits the scheme, "www.", the prefixes of download counters, and parameters that
// change with every request. Keys are only compared within a show. An invalid address
// has an empty key.
//
// Download counters prefix the address, often several of them, as in
// "https://counter.example/e/media.example/show/1.mp3". So the key begins at the last
// part of the path that looks like a host. The query is dropped if the path names a
// media file, because it then identifies the listener and not the file.
func audioKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return ""
	}
	parts := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	host := u.Host
	for i := 0; i < len(parts)-1; i++ { // the last part is a file
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

// media are the file name extensions of audio and video.
var media = map[string]bool{
	".mp3": true, ".m4a": true, ".mp4": true, ".m4v": true, ".m4b": true, ".aac": true, ".ogg": true, ".oga": true, ".opus": true,
	".wav": true, ".flac": true, ".wma": true, ".mov": true, ".webm": true, ".mpga": true,
}

// looksLikeHost reports whether a part of a path looks like "media.example.com". A file
// name such as "redirect.mp3" does not.
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
