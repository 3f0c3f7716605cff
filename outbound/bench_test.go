package outbound

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkAnUnchangedFeed is the way of one request and its 304 over TCP.
func BenchmarkAnUnchangedFeed(b *testing.B) {
	server := httptest.NewServer(status(http.StatusNotModified))
	defer server.Close()
	policy := Feeds()
	policy.AllowPrivate = true
	client := New(policy)
	defer client.CloseIdleConnections()
	b.ReportAllocs()
	for b.Loop() {
		if got, err := get(b.Context(), client, server.URL); got.Status != http.StatusNotModified {
			b.Fatal(err)
		}
	}
}

// BenchmarkALargeFeed is a feed of 8 MB, compressed by zstd, as it is read into memory.
func BenchmarkALargeFeed(b *testing.B) {
	content := make([]byte, 0, 8<<20)
	for len(content) < 8<<20 {
		content = append(content, feed...)
	}
	packed := pack(content, "zstd")
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := unpackTo(packed, defaultMaxBody, "zstd"); err != nil {
			b.Fatal(err)
		}
	}
}
