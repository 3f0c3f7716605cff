package outbound

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// compressors are the compressing writers, by coding.
var compressors = map[string]func(io.Writer) io.WriteCloser{
	"gzip":    func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"deflate": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"bare": func(w io.Writer) io.WriteCloser {
		f, _ := flate.NewWriter(w, flate.DefaultCompression)
		return f
	},
	"zstd": func(w io.Writer) io.WriteCloser {
		z, _ := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
		return z
	},
}

// compress compresses content with each of codings in turn.
func compress(content []byte, codings ...string) []byte {
	for _, coding := range codings {
		var out bytes.Buffer
		w := compressors[coding](&out)
		w.Write(content)
		w.Close()
		content = out.Bytes()
	}
	return content
}

const feed = `<?xml version="1.0"?><rss><channel><title>A show about everything</title></channel></rss>`

func TestBodiesAreDecompressed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		header []string
		body   []byte
	}{
		{"plain", nil, []byte(feed)},
		{"plain, declared as identity", []string{"identity"}, []byte(feed)},
		{"gzip", []string{"gzip"}, compress([]byte(feed), "gzip")},
		{"gzip under its old name", []string{"X-GZIP"}, compress([]byte(feed), "gzip")},
		{"gzip with two members", []string{"gzip"}, append(compress([]byte(feed[:30]), "gzip"), compress([]byte(feed[30:]), "gzip")...)},
		{"zstd", []string{"zstd"}, compress([]byte(feed), "zstd")},
		{"deflate", []string{"deflate"}, compress([]byte(feed), "deflate")},
		{"raw deflate without the zlib header", []string{"deflate"}, compress([]byte(feed), "bare")},
		{"two compressions in one header", []string{"gzip, zstd"}, compress([]byte(feed), "gzip", "zstd")},
		{"two compressions in two headers", []string{"deflate", "gzip"}, compress([]byte(feed), "deflate", "gzip")},
		{"three compressions", []string{"gzip", "gzip", "gzip"}, compress([]byte(feed), "gzip", "gzip", "gzip")},
		{"gzip without a header", nil, compress([]byte(feed), "gzip")},
		{"zstd without a header", nil, compress([]byte(feed), "zstd")},
		{"gzip twice, declared once", []string{"gzip"}, compress([]byte(feed), "gzip", "gzip")},
		{"gzip once, declared twice", []string{"gzip, gzip"}, compress([]byte(feed), "gzip")},
		{"gzip declared as zstd", []string{"zstd"}, compress([]byte(feed), "gzip")},
		{"plain declared as gzip", []string{"gzip"}, []byte(feed)},
		{"plain declared as an unknown compression", []string{"br"}, []byte(feed)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newTestClient(t, Feeds(), func(w http.ResponseWriter, _ *http.Request) {
					w.Header()["Content-Encoding"] = tt.header
					w.Write(tt.body)
				})
				response, err := client.Get("http://feeds.example/")
				if err != nil {
					t.Fatal(err)
				}
				defer response.Body.Close()
				body, _ := io.ReadAll(response.Body)
				if diff := cmp.Diff(feed, string(body)); diff != "" {
					t.Fatalf("(-want +got):\n%s", diff)
				}
				if response.ContentLength != int64(len(feed)) || response.Header.Get("Content-Encoding") != "" {
					t.Fatalf("length %d, header %v", response.ContentLength, response.Header)
				}
				if length := response.Header.Get("Content-Length"); len(tt.body) != len(feed) && length != "" {
					t.Fatalf("Content-Length is %s", length)
				}
			})
		})
	}
}

func TestAResponseWithoutABodyIsNotDecompressed(t *testing.T) {
	for _, tt := range []struct {
		method string
		status int
	}{{http.MethodHead, 200}, {http.MethodGet, 204}, {http.MethodGet, 304}} {
		synctest.Test(t, func(t *testing.T) {
			client := newTestClient(t, Feeds(), func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				w.Header().Set("ETag", `"1"`)
				w.WriteHeader(tt.status)
			})
			request, _ := http.NewRequest(tt.method, "http://feeds.example/", nil)
			got, err := do(client, request)
			if diff := cmp.Diff(result{Status: tt.status}, got); diff != "" {
				t.Fatalf("%s %d: error %v (-want +got):\n%s", tt.method, tt.status, err, diff)
			}
		})
	}
}

func TestAnEmptyBodyIsNotDecompressed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, Feeds(), func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", "gzip") })
		got, err := get(t.Context(), client, "http://feeds.example/")
		if diff := cmp.Diff(result{Status: 200}, got); diff != "" {
			t.Fatalf("error %v (-want +got):\n%s", err, diff)
		}
	})
}

// zeros returns a small body that decompresses to n zeros.
func zeros(n int64, coding string) []byte {
	var out bytes.Buffer
	w := compressors[coding](&out)
	io.CopyN(w, zeroReader{}, n)
	w.Close()
	return out.Bytes()
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestTooLargeOrUnreadableResponsesAreNotRetried(t *testing.T) {
	const limit = 100 << 10
	for _, tt := range []struct {
		name   string
		coding string
		body   []byte
		want   error
	}{
		{"plain", "", bytes.Repeat([]byte("a"), limit+1), ErrTooLarge},
		{"a gzip bomb", "gzip", zeros(16<<20, "gzip"), ErrTooLarge},
		{"a zstd bomb", "zstd", zeros(16<<20, "zstd"), ErrTooLarge},
		{"a deflate bomb", "deflate", zeros(16<<20, "deflate"), ErrTooLarge},
		{"a gzip bomb without a header", "", zeros(16<<20, "gzip"), ErrTooLarge},
		{"a bomb within a bomb", "gzip, gzip", compress(zeros(16<<20, "gzip"), "gzip"), ErrTooLarge},
		{"many empty gzip members", "gzip", bytes.Repeat(compress(nil, "gzip"), limit/10), ErrTooLarge},
		{"four compressions", "gzip", compress([]byte(feed), "gzip", "gzip", "gzip", "gzip"), errUnreadable},
		{"a window larger than memory", "zstd", []byte("\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00"), errUnreadable},
		{"an unsupported compression", "br", []byte("\x0b\x02\x80\x01\x02\x03"), errUnreadable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				policy, calls := Feeds(), 0
				policy.MaxBody = limit
				client := newTestClient(t, policy, func(w http.ResponseWriter, _ *http.Request) {
					calls++
					if tt.coding != "" {
						w.Header().Set("Content-Encoding", tt.coding)
					}
					w.Header().Set("Content-Type", "text/xml")
					w.(http.Flusher).Flush() // no Content-Length
					w.Write(tt.body)
				})
				_, err := get(t.Context(), client, "http://feeds.example/")
				if !errors.Is(err, tt.want) || calls != 1 {
					t.Fatalf("got %v after %d calls, want %v", err, calls, tt.want)
				}
			})
		})
	}
}

func TestABodyIsNotReadIfContentLengthIsTooLarge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, Feeds(), func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "33554433")
			w.(http.Flusher).Flush()
			hang(w, r)
		})
		got, err := get(t.Context(), client, "http://feeds.example/")
		want := result{Err: "response too large: feeds.example sent more than 33554432 bytes"}
		if diff := cmp.Diff(want, got); diff != "" || !errors.Is(err, ErrTooLarge) {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestTheBodyOfAnErrorResponseIsTruncated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, Policy{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(http.StatusNotFound)
			w.Write(zeros(16<<20, "gzip"))
		})
		got, _ := get(t.Context(), client, "http://feeds.example/")
		if got.Status != 404 || len(got.Body) != maxErrorBody {
			t.Fatalf("got status %d with %d bytes", got.Status, len(got.Body))
		}
	})
}

func TestATruncatedCompressedBodyIsAnError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coding := rapid.SampledFrom([]string{"gzip", "zstd", "deflate"}).Draw(t, "coding")
		content := []byte(strings.Repeat(feed, rapid.IntRange(1, 300).Draw(t, "times")))
		compressed := compress(content, coding)
		cut := rapid.IntRange(1, len(compressed)-1).Draw(t, "cut")
		if cut < 4 { // shorter ones are not recognised
			cut = 4
		}
		got, err := decompressed(compressed[:cut], coding)
		if _, ok := errors.AsType[*corruptError](err); !ok {
			t.Fatalf("%d of %d bytes gave %d and error %v", cut, len(compressed), len(got), err)
		}
		if got, err := decompressed(compressed, coding); err != nil || !bytes.Equal(got, content) {
			t.Fatalf("the complete body gave %d bytes and error %v", len(got), err)
		}
	})
}

// decompressed decompresses at most a megabyte.
func decompressed(compressed []byte, declared ...string) ([]byte, error) {
	pieces, err := decompressedTo(compressed, 1<<20, declared...)
	return bytes.Join(pieces, nil), err
}

func decompressedTo(compressed []byte, limit int64, declared ...string) (net.Buffers, error) {
	content, err := decompress(bytes.NewReader(compressed), declared)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return readPieces(http.MaxBytesReader(nil, content, limit))
}

func FuzzDecompress(f *testing.F) {
	for _, codings := range [][]string{{"gzip"}, {"zstd"}, {"deflate"}, {"bare"}, {"gzip", "zstd"}, {"gzip", "gzip", "gzip", "gzip"}} {
		f.Add(compress([]byte(feed), codings...), strings.Join(codings, ","))
	}
	f.Add([]byte(feed), "gzip")
	f.Add([]byte("\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00"), "br, ,identity")
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		got, err := decompressed(body, codings(http.Header{"Content-Encoding": {header}})...)
		bodyError, limit := as[*corruptError](err), as[*http.MaxBytesError](err)
		if err != nil && !bodyError && !limit && !errors.Is(err, errUnreadable) {
			t.Fatalf("error %T: %v", err, err)
		}
		if len(got) > 1<<20 {
			t.Fatalf("%d bytes", len(got))
		}
	})
}

// BenchmarkPeakMemoryOfADecompressionBomb reports how much more memory is in use at most
// while a gigabyte of zeros is refused.
func BenchmarkPeakMemoryOfADecompressionBomb(b *testing.B) {
	for _, coding := range []string{"gzip", "zstd", "deflate"} {
		b.Run(coding, func(b *testing.B) {
			bomb := zeros(1<<30, coding)
			var most uint64
			for b.Loop() {
				most = max(most, peak(b, bomb, coding))
			}
			b.ReportMetric(float64(most)/(1<<20), "peak-MB")
			b.ReportMetric(float64(len(bomb))/(1<<20), "bomb-MB")
		})
	}
}

// peak returns the growth of memory while bomb is read.
func peak(b *testing.B, bomb []byte, coding string) uint64 {
	const limit = defaultMaxBody
	before := inUse()
	content, err := decompress(bytes.NewReader(bomb), []string{coding})
	if err != nil {
		b.Fatal(err)
	}
	defer content.Close()
	measured := &peakReader{Reader: content}
	pieces, err := readPieces(http.MaxBytesReader(nil, io.NopCloser(measured), limit))
	if !as[*http.MaxBytesError](err) || pieces != nil {
		b.Fatalf("got %v", err)
	}
	return measured.most - before
}

type peakReader struct {
	io.Reader
	read int
	most uint64
}

func (m *peakReader) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if m.read += n; m.read>>22 != (m.read-n)>>22 { // every 4 MB
		m.most = max(m.most, inUse())
	}
	return n, err
}

// inUse returns the size of the reachable memory.
func inUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
