package duplicate

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"segue/data"
)

// trackers are the hosts of download counters. They are put in front of an address and
// redirect to it.
var trackers = []string{
	"podtrac.com", "chtbl.com", "chartable.com", "op3.dev", "pdst.fm", "pdcn.co", "podsights.com", "vpixl.com", "arttrk.com",
	"podscribe.com", "mgln.ai", "claritaspod.com",
	"clrtpod.com", "prfx.byspotify.com", "swap.fm", "media.blubrry.com", "gum.fm", "gumball.fm", "adbarker.com", "podderapp.com",
	"podcorn.com", "podkite.com", "backtracks.fm", "pscrb.fm", "veritonic.com", "speechki.org",
}

// mediaExtensions are the extensions of audio and video files. A query after one
// depends on the listener, not on the file.
var mediaExtensions = []string{".mp3", ".m4a", ".m4b", ".mp4", ".m4v", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac", ".mov", ".webm"}

// maxUnwraps is the maximum number of trackers in front of an address. Feeds have up to
// six.
const maxUnwraps = 12

// audioKey normalises the address of a recording: it removes trackers and the query
// after a media file, and applies [data.PageKey]. It returns "" for an address without
// a path.
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
		return "" // a station or a host, not a file
	}
	if slices.Contains(mediaExtensions, strings.ToLower(path.Ext(u.Path))) {
		u.RawQuery = ""
	}
	return data.PageKey(u.String())
}

// unwrap returns the address that another address contains in its path.
func unwrap(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", false
	}
	// The path contains a whole address, as archives and podcast hosts do it.
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

// isHost reports whether a part of a path looks like a host name: at least two letters,
// and nothing else, after the last dot.
func isHost(p string) bool {
	i := strings.LastIndexByte(p, '.')
	return i > 0 && len(p)-i > 2 && strings.Trim(strings.ToLower(p[i+1:]), "abcdefghijklmnopqrstuvwxyz") == ""
}
