package outbound

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkUnchangedFeed measures one request and its 304 over TCP.
func BenchmarkUnchangedFeed(b *testing.B) {
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

// BenchmarkLargeFeed measures decompressing a feed of 8 MB from zstd.
func BenchmarkLargeFeed(b *testing.B) {
	content := make([]byte, 0, 8<<20)
	for len(content) < 8<<20 {
		content = append(content, feed...)
	}
	compressed := compress(content, "zstd")
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decompressedTo(compressed, defaultMaxBody, "zstd"); err != nil {
			b.Fatal(err)
		}
	}
}
