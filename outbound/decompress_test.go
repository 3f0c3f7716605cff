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

// packers compress, by the name of what they write.
var packers = map[string]func(io.Writer) io.WriteCloser{
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

// pack compresses content by each of codings in turn.
func pack(content []byte, codings ...string) []byte {
	for _, coding := range codings {
		var out bytes.Buffer
		w := packers[coding](&out)
		w.Write(content)
		w.Close()
		content = out.Bytes()
	}
	return content
}

const feed = `<?xml version="1.0"?><rss><channel><title>A show about everything</title></channel></rss>`

func TestABodyArrivesAsItWasBeforeItWasCompressed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		header []string
		body   []byte
	}{
		{"plain", nil, []byte(feed)},
		{"plain by name", []string{"identity"}, []byte(feed)},
		{"by gzip", []string{"gzip"}, pack([]byte(feed), "gzip")},
		{"by gzip under its old name", []string{"X-GZIP"}, pack([]byte(feed), "gzip")},
		{"by gzip in two members", []string{"gzip"}, append(pack([]byte(feed[:30]), "gzip"), pack([]byte(feed[30:]), "gzip")...)},
		{"by zstd", []string{"zstd"}, pack([]byte(feed), "zstd")},
		{"by deflate", []string{"deflate"}, pack([]byte(feed), "deflate")},
		{"by deflate without its frame", []string{"deflate"}, pack([]byte(feed), "bare")},
		{"by two in a row", []string{"gzip, zstd"}, pack([]byte(feed), "gzip", "zstd")},
		{"by two in two headers", []string{"deflate", "gzip"}, pack([]byte(feed), "deflate", "gzip")},
		{"by three", []string{"gzip", "gzip", "gzip"}, pack([]byte(feed), "gzip", "gzip", "gzip")},
		{"by gzip that nobody mentions", nil, pack([]byte(feed), "gzip")},
		{"by zstd that nobody mentions", nil, pack([]byte(feed), "zstd")},
		{"by gzip twice, mentioned once", []string{"gzip"}, pack([]byte(feed), "gzip", "gzip")},
		{"by gzip once, mentioned twice", []string{"gzip, gzip"}, pack([]byte(feed), "gzip")},
		{"by gzip that claims to be zstd", []string{"zstd"}, pack([]byte(feed), "gzip")},
		{"plain that claims to be gzip", []string{"gzip"}, []byte(feed)},
		{"plain that claims to be what we do not know", []string{"br"}, []byte(feed)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := on(t, Feeds(), func(w http.ResponseWriter, _ *http.Request) {
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
					t.Fatalf("the header tells of %s bytes", length)
				}
			})
		})
	}
}

func TestAnAnswerWithoutABodyKeepsItsHeader(t *testing.T) {
	for _, tt := range []struct {
		method string
		status int
	}{{http.MethodHead, 200}, {http.MethodGet, 204}, {http.MethodGet, 304}} {
		synctest.Test(t, func(t *testing.T) {
			client := on(t, Feeds(), func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				w.Header().Set("ETag", `"1"`)
				w.WriteHeader(tt.status)
			})
			request, _ := http.NewRequest(tt.method, "http://feeds.example/", nil)
			got, err := do(client, request)
			if diff := cmp.Diff(answer{Status: tt.status}, got); diff != "" {
				t.Fatalf("%s %d: error %v (-want +got):\n%s", tt.method, tt.status, err, diff)
			}
		})
	}
}

func TestAnEmptyBodyIsEmptyWhateverItClaimsToBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := on(t, Feeds(), func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", "gzip") })
		got, err := get(t.Context(), client, "http://feeds.example/")
		if diff := cmp.Diff(answer{Status: 200}, got); diff != "" {
			t.Fatalf("error %v (-want +got):\n%s", err, diff)
		}
	})
}

// zeros is a body that is small and decompresses to n zeros.
func zeros(n int64, coding string) []byte {
	var out bytes.Buffer
	w := packers[coding](&out)
	io.CopyN(w, endless{}, n)
	w.Close()
	return out.Bytes()
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestWhatIsTooLargeOrUnreadableIsAskedForOnce(t *testing.T) {
	const limit = 100 << 10
	for _, tt := range []struct {
		name   string
		coding string
		body   []byte
		want   error
	}{
		{"plain", "", bytes.Repeat([]byte("a"), limit+1), ErrTooLarge},
		{"a bomb of gzip", "gzip", zeros(16<<20, "gzip"), ErrTooLarge},
		{"a bomb of zstd", "zstd", zeros(16<<20, "zstd"), ErrTooLarge},
		{"a bomb of deflate", "deflate", zeros(16<<20, "deflate"), ErrTooLarge},
		{"a bomb that nobody mentions", "", zeros(16<<20, "gzip"), ErrTooLarge},
		{"a bomb within a bomb", "gzip, gzip", pack(zeros(16<<20, "gzip"), "gzip"), ErrTooLarge},
		{"nothing, in more members than that", "gzip", bytes.Repeat(pack(nil, "gzip"), limit/10), ErrTooLarge},
		{"compressed too often", "gzip", pack([]byte(feed), "gzip", "gzip", "gzip", "gzip"), errUnreadable},
		{"a window larger than memory", "zstd", []byte("\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00"), errUnreadable},
		{"compressed as nobody asked", "br", []byte("\x0b\x02\x80\x01\x02\x03"), errUnreadable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				policy, calls := Feeds(), 0
				policy.MaxBody = limit
				client := on(t, policy, func(w http.ResponseWriter, _ *http.Request) {
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

func TestALengthThatIsTooLargeIsNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := on(t, Feeds(), func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "33554433")
			w.(http.Flusher).Flush()
			hangs(w, r)
		})
		got, err := get(t.Context(), client, "http://feeds.example/")
		want := answer{Err: "answer too large: feeds.example sends more than 33554432 bytes"}
		if diff := cmp.Diff(want, got); diff != "" || !errors.Is(err, ErrTooLarge) {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestOfAFailureNoMoreIsKeptThanItsReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := on(t, Policy{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(http.StatusNotFound)
			w.Write(zeros(16<<20, "gzip"))
		})
		got, _ := get(t.Context(), client, "http://feeds.example/")
		if got.Status != 404 || len(got.Body) != shortBytes {
			t.Fatalf("got status %d with %d bytes", got.Status, len(got.Body))
		}
	})
}

func TestWhatIsPackedAndCutShortIsNeverTakenForWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coding := rapid.SampledFrom([]string{"gzip", "zstd", "deflate"}).Draw(t, "coding")
		content := []byte(strings.Repeat(feed, rapid.IntRange(1, 300).Draw(t, "times")))
		packed := pack(content, coding)
		cut := rapid.IntRange(1, len(packed)-1).Draw(t, "cut")
		if cut < 4 { // too short to be known for what it is
			cut = 4
		}
		got, err := unpack(packed[:cut], coding)
		if _, ok := errors.AsType[*garbledError](err); !ok {
			t.Fatalf("%d of %d bytes gave %d and error %v", cut, len(packed), len(got), err)
		}
		if got, err := unpack(packed, coding); err != nil || !bytes.Equal(got, content) {
			t.Fatalf("the whole gave %d bytes and error %v", len(got), err)
		}
	})
}

// unpack reads what packed holds, at most a megabyte.
func unpack(packed []byte, declared ...string) ([]byte, error) {
	pieces, err := unpackTo(packed, 1<<20, declared...)
	return bytes.Join(pieces, nil), err
}

func unpackTo(packed []byte, limit int64, declared ...string) (net.Buffers, error) {
	content, err := decompress(bytes.NewReader(packed), declared)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return gather(http.MaxBytesReader(nil, content, limit))
}

func FuzzDecompress(f *testing.F) {
	for _, codings := range [][]string{{"gzip"}, {"zstd"}, {"deflate"}, {"bare"}, {"gzip", "zstd"}, {"gzip", "gzip", "gzip", "gzip"}} {
		f.Add(pack([]byte(feed), codings...), strings.Join(codings, ","))
	}
	f.Add([]byte(feed), "gzip")
	f.Add([]byte("\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00"), "br, ,identity")
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		got, err := unpack(body, codings(http.Header{"Content-Encoding": {header}})...)
		garbled, limit := as[*garbledError](err), as[*http.MaxBytesError](err)
		if err != nil && !garbled && !limit && !errors.Is(err, errUnreadable) {
			t.Fatalf("error %T: %v", err, err)
		}
		if len(got) > 1<<20 {
			t.Fatalf("%d bytes", len(got))
		}
	})
}

// BenchmarkABombTakesNoMoreMemoryThanItsLimit reports the most memory in use while
// a gigabyte of zeros is refused, above what was in use before.
func BenchmarkABombTakesNoMoreMemoryThanItsLimit(b *testing.B) {
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

// peak measures memory after every piece that is read.
func peak(b *testing.B, bomb []byte, coding string) uint64 {
	const limit = defaultMaxBody
	before := inUse()
	content, err := decompress(bytes.NewReader(bomb), []string{coding})
	if err != nil {
		b.Fatal(err)
	}
	defer content.Close()
	measured := &measuring{Reader: content}
	pieces, err := gather(http.MaxBytesReader(nil, io.NopCloser(measured), limit))
	if !as[*http.MaxBytesError](err) || pieces != nil {
		b.Fatalf("got %v", err)
	}
	return measured.most - before
}

type measuring struct {
	io.Reader
	read int
	most uint64
}

func (m *measuring) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if m.read += n; m.read>>22 != (m.read-n)>>22 { // every 4 MB
		m.most = max(m.most, inUse())
	}
	return n, err
}

// inUse is the memory that is reachable.
func inUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
