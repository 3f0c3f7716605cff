package feed

import (
	"net/url"
	"path"
	"strings"

	"segue/data/clean"
)

// maxAddress is the maximum length of an address in bytes, as in browsers and servers.
const maxAddress = 8000

// absolute resolves an address against base. It returns "" if the result is not an http or
// https address. An absolute address does not change.
func absolute(base *url.URL, s string) string {
	s = strings.ReplaceAll(clean.Line(s), " ", "%20")
	if s == "" || len(s) > maxAddress {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	if !u.IsAbs() {
		u = resolveURL(base, u)
		if u.Scheme == "" && u.Host != "" {
			u.Scheme = "https" // "//example.com/1.mp3" without a base
		}
		s = u.String()
	}
	if parsed(s) == nil {
		return ""
	}
	return s
}

// parsed returns an absolute http or https address, or nil.
func parsed(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https") || u.Scheme != strings.ToLower(u.Scheme) {
		return nil
	}
	return u
}

func resolveURL(base, u *url.URL) *url.URL {
	if base == nil {
		return u
	}
	return base.ResolveReference(u)
}

// volatile are the parameters of addresses that servers change at every request:
// signatures, expiry times and cache busters.
var volatile = map[string]bool{
	"token": true, "access_token": true, "signature": true, "sig": true, "hmac": true, "policy": true, "key-pair-id": true,
	"expires": true, "expiry": true, "exp": true, "hdnea": true, "hdnts": true, "hdntl": true, "awsaccesskeyid": true, "googleaccessid": true,
	"ts": true, "timestamp": true, "_": true, "cb": true, "cachebuster": true, "nocache": true, "rand": true, "random": true,
	"sessionid": true, "phpsessid": true, "request_id": true, "listeningsessionid": true,
}

// azureSignature are the parameters of Azure's shared access signatures. Without "sig" they
// have another meaning.
var azureSignature = map[string]bool{"se": true, "sp": true, "sv": true, "sr": true, "st": true, "spr": true, "sks": true, "skoid": true, "sktid": true, "skt": true, "ske": true, "skv": true}

// StableURL returns an address without its fragment and without the parameters that servers
// change at every request, such as signatures and expiry times. Two fetches of an
// unchanged feed give equal results. Use it only for comparison: the server may reject the
// result.
func StableURL(address string) string {
	address, _, _ = strings.Cut(address, "#")
	before, query, found := strings.Cut(address, "?")
	if !found {
		return address
	}
	azure := strings.Contains("&"+query, "&sig=")
	var kept []string
	for part := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(strings.ToLower(part), "=")
		changes := volatile[name] || azure && azureSignature[name] || strings.HasPrefix(name, "x-amz-") || strings.HasPrefix(name, "x-goog-")
		if part != "" && !changes {
			kept = append(kept, part)
		}
	}
	if len(kept) == 0 {
		return before
	}
	return before + "?" + strings.Join(kept, "&")
}

// extension returns the file extension of an address in lower case, such as ".mp3".
func extension(address string) string {
	u := parsed(address)
	if u == nil {
		return ""
	}
	return strings.ToLower(path.Ext(u.Path))
}
