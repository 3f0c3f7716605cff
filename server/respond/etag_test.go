package respond_test

import (
	"net/http"
	"testing"

	"segue/server/respond"
)

func TestETagDependsOnTheBytes(t *testing.T) {
	if a, b := respond.ETag([]byte("a")), respond.ETag([]byte("b")); a == b || len(a) != 24 {
		t.Errorf("tags %s and %s", a, b)
	}
}

func TestMatchETag(t *testing.T) {
	for _, tt := range []struct {
		name, header, known string
		ok                  bool
	}{
		{"no header", "", "", false},
		{"the tag", `"t"`, `"t"`, true},
		{"the tag in a list", `"a","b" ,  "t"`, `"t"`, true},
		{"a weak tag", `W/"t"`, `"t"`, true},
		{"the tag of gzip", `"t-gzip"`, `"t-gzip"`, true},
		{"the tag of zstd", `W/"t-zstd"`, `"t-zstd"`, true},
		{"not the tag of another coding", `"t-br"`, "", false},
		{"not a tag without quotes", `t`, "", false},
		{"any tag", " * ", `"t"`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			header := http.Header{"If-None-Match": {tt.header}, "Accept-Encoding": {"gzip, zstd"}}
			if known, ok := respond.MatchETag(header, `"t"`); known != tt.known || ok != tt.ok {
				t.Errorf("MatchETag(%q) = %q, %t", tt.header, known, ok)
			}
		})
	}
}

func TestMatchETagChecksTheAcceptedCodings(t *testing.T) {
	for _, tt := range []struct {
		name   string
		header http.Header
		ok     bool
	}{
		{"not gzip if no coding is accepted", http.Header{"If-None-Match": {`"t-gzip"`}}, false},
		{"not gzip if only zstd is accepted", http.Header{"If-None-Match": {`"t-gzip"`}, "Accept-Encoding": {"zstd"}}, false},
		{"gzip if it is accepted", http.Header{"If-None-Match": {`"t-gzip"`}, "Accept-Encoding": {"br, GZIP"}}, true},
		{"the tag on a second line", http.Header{"If-None-Match": {`"a"`, `"t"`}}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if known, ok := respond.MatchETag(tt.header, `"t"`); ok != tt.ok {
				t.Errorf("MatchETag(%v) = %q, %t", tt.header, known, ok)
			}
		})
	}
}
