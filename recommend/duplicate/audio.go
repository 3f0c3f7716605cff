package duplicate

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"segue/data"
)

// trackers count downloads: they stand in front of an address and send on to it.
var trackers = []string{
	"podtrac.com", "chtbl.com", "chartable.com", "op3.dev", "pdst.fm", "pdcn.co", "podsights.com", "vpixl.com", "arttrk.com",
	"podscribe.com", "mgln.ai", "claritaspod.com",
	"clrtpod.com", "prfx.byspotify.com", "swap.fm", "media.blubrry.com", "gum.fm", "gumball.fm", "adbarker.com", "podderapp.com",
	"podcorn.com", "podkite.com", "backtracks.fm", "pscrb.fm", "veritonic.com", "speechki.org",
}

// media are the endings of files that are played. A query after one is a
// listener's, not the file's.
var media = []string{".mp3", ".m4a", ".m4b", ".mp4", ".m4v", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac", ".mov", ".webm"}

// maxUnwraps bounds how many trackers may stand before an address; feeds have up to six.
const maxUnwraps = 12

// audioKey brings the addresses of one recording to one form: without trackers
// in front, without the query after a file, and as [data.PageKey] does. It is
// empty for an address that names no file.
func audioKey(address string) string {
	address = strings.TrimSpace(address)
	for range maxUnwraps {
		target, wrapped := unwrap(address)
		if !wrapped {
			break
		}
		address = target
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	if strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
		return "" // a station or a host
	}
	if slices.Contains(media, strings.ToLower(path.Ext(u.Path))) {
		u.RawQuery = ""
	}
	return data.PageKey(u.String())
}

// unwrap returns the address that stands inside of another.
func unwrap(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", false
	}
	// A path that holds a whole address, as that of an archive or a host of podcasts.
	for _, scheme := range []string{"https:/", "http:/"} {
		if i := strings.Index(u.Path, scheme); i >= 0 {
			return "https://" + strings.TrimLeft(u.Path[i+len(scheme):], "/") + query(u), true
		}
	}
	if !tracks(strings.ToLower(u.Hostname())) {
		return "", false
	}
	parts := strings.Split(strings.TrimPrefix(u.Path, "/"), "/")
	for i, p := range parts[:len(parts)-1] {
		if isHost(p) {
			return "https://" + strings.Join(parts[i:], "/") + query(u), true
		}
	}
	return "", false
}

func query(u *url.URL) string {
	if u.RawQuery == "" {
		return ""
	}
	return "?" + u.RawQuery
}

func tracks(host string) bool {
	return slices.ContainsFunc(trackers, func(t string) bool { return host == t || strings.HasSuffix(host, "."+t) })
}

// isHost reports whether a part of a path looks like the name of a host: with a
// dot, and after the last dot two letters or more and nothing else.
func isHost(p string) bool {
	i := strings.LastIndexByte(p, '.')
	return i > 0 && len(p)-i > 2 && strings.Trim(strings.ToLower(p[i+1:]), "abcdefghijklmnopqrstuvwxyz") == ""
}
