package feed

import (
	"net/url"
	"path"
	"strings"

	"segue/data/clean"
)

// maxAddress is the longest address in bytes: what browsers and servers take.
const maxAddress = 8000

// absolute returns an address against its base, or an empty text for what is no
// address of http or https. An absolute one stays as it is written.
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

// parsed is an absolute address of http or https, or nil.
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

// perRequest are the parameters of addresses that servers make anew at every request:
// signatures, times of expiry, and what keeps caches from answering.
var perRequest = map[string]bool{
	"token": true, "access_token": true, "signature": true, "sig": true, "hmac": true, "policy": true, "key-pair-id": true,
	"expires": true, "expiry": true, "exp": true, "hdnea": true, "hdnts": true, "hdntl": true, "awsaccesskeyid": true, "googleaccessid": true,
	"ts": true, "timestamp": true, "_": true, "cb": true, "cachebuster": true, "nocache": true, "rand": true, "random": true,
	"sessionid": true, "phpsessid": true, "request_id": true, "listeningsessionid": true,
}

// signed are the parameters of Azure's shared signatures, which mean something else
// in addresses that have no "sig".
var signed = map[string]bool{"se": true, "sp": true, "sv": true, "sr": true, "st": true, "spr": true, "sks": true, "skoid": true, "sktid": true, "skt": true, "ske": true, "skv": true}

// StableURL is an address without the parameters that a server makes anew at every
// request, such as signatures and times of expiry, and without the fragment. Two
// fetches of an unchanged feed give equal ones. It is for comparing alone: without
// them an address may not answer.
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
		changes := perRequest[name] || azure && signed[name] || strings.HasPrefix(name, "x-amz-") || strings.HasPrefix(name, "x-goog-")
		if part != "" && !changes {
			kept = append(kept, part)
		}
	}
	if len(kept) == 0 {
		return before
	}
	return before + "?" + strings.Join(kept, "&")
}

// ending is the ending of an address's file in lower case, such as ".mp3".
func ending(address string) string {
	u := parsed(address)
	if u == nil {
		return ""
	}
	return strings.ToLower(path.Ext(u.Path))
}
