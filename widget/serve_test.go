package widget_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/widget"
)

func newScript(t testing.TB, c widget.Config) *widget.Handler {
	t.Helper()
	h, err := widget.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// parts returns the files in the folder of the parts by name.
func parts(h *widget.Handler) map[string][]byte {
	found := map[string][]byte{}
	for name, body := range h.Files() {
		if dir, base := filepath.Split(name); dir != "" {
			found[base] = body
		}
	}
	return found
}

func gzipped(body []byte) int {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(body)
	z.Close()
	return b.Len()
}

// Maximum sizes in bytes: of a page with related episodes, and of a page with all features in
// another language.
const (
	maxRelated = 4000
	maxAll     = 8000
	// maxStatic is the maximum size of the parts for static sites.
	maxStatic = 3000
	// maxAddress is the maximum size of the part with the key of a page on a static site.
	maxAddress = 1500
)

func TestSizesAreWithinTheirLimits(t *testing.T) {
	h := newScript(t, widget.Config{})
	related := gzipped(h.Files()["v1.js"])
	all, language, static, address := 0, 0, 0, 0
	for name, body := range parts(h) {
		size := gzipped(body)
		t.Logf("%-16s %5d bytes, %4d gzipped", name, len(body), size)
		switch {
		case name == "static.js", name == "find.js": // only for static sites
			static += size
		case name == "address.js": // related episodes on a static site load it, and not find.js
			address = size
		case len(name) == len("de.js"):
			language = max(language, size) // a page loads one language
		default:
			all += size
		}
	}
	all += related + language
	t.Logf("%-16s %5d bytes, %4d gzipped, of %d allowed", "v1.js", len(h.Files()["v1.js"]), related, maxRelated)
	t.Logf("all with the largest language %d gzipped, of %d allowed", all, maxAll)
	measure(t, "script of a page with related episodes, gzipped", fmt.Sprintf("%d bytes", related))
	measure(t, "with search, placeholder and the largest language, gzipped", fmt.Sprintf("%d bytes", all))
	measure(t, "what a site without a server searches with, beside that, gzipped", fmt.Sprintf("%d bytes", static))
	if related > maxRelated || all > maxAll || static > maxStatic || address > maxAddress {
		t.Error("that is more than was promised")
	}
}

func TestCommittedFilesMatchTheSources(t *testing.T) {
	dir := t.TempDir()
	source, err := os.ReadFile("widget.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range regexp.MustCompile(`(?m)^//go:generate go (tool esbuild .*)$`).FindAllSubmatch(source, -1) {
		arguments := strings.Fields(string(line[1]))
		for i, a := range arguments {
			arguments[i] = strings.Replace(a, "--outdir=dist", "--outdir="+dir, 1)
		}
		if out, err := exec.Command("go", arguments...).CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", line[1], err, out)
		}
	}
	if d := cmp.Diff(tree(t, dir), tree(t, "dist")); d != "" {
		t.Errorf("run \"make widget\": dist differs from what the sources give (-want +got):\n%s", d)
	}
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, pattern := range []string{"*.*", "parts/*.*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			body, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[strings.TrimPrefix(name, dir)] = string(body)
		}
	}
	return files
}

func TestFilesHaveCORSAndCacheHeaders(t *testing.T) {
	w := newFixture(t)
	for name := range w.script.Files() {
		want := "public, max-age=31536000, immutable"
		if name == "v1.js" {
			want = "public, max-age=3600, stale-while-revalidate=604800"
		}
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			res, body := get(t, method, w.service.URL+widget.Prefix+name, "Accept-Encoding: gzip")
			got := map[string]string{}
			for _, header := range []string{
				"Access-Control-Allow-Origin", "Cache-Control", "Content-Encoding", "Content-Type", "Cross-Origin-Resource-Policy",
				"Timing-Allow-Origin", "Vary", "X-Content-Type-Options", "Set-Cookie",
			} {
				got[header] = strings.Join(res.Header.Values(header), " | ")
			}
			if d := cmp.Diff(map[string]string{
				"Access-Control-Allow-Origin": "*", "Cache-Control": want, "Content-Encoding": "gzip",
				"Content-Type": "text/javascript; charset=utf-8", "Cross-Origin-Resource-Policy": "cross-origin",
				"Timing-Allow-Origin": "*", "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff", "Set-Cookie": "",
			}, got); d != "" || res.StatusCode != 200 {
				t.Errorf("%s %s: status %d (-want +got):\n%s", method, name, res.StatusCode, d)
			}
			if (method == http.MethodHead) != (len(body) == 0) {
				t.Errorf("%s %s has %d bytes", method, name, len(body))
			}
		}
	}
}

func TestMatchingETagGives304(t *testing.T) {
	w := newFixture(t)
	for _, coding := range []string{"gzip", "identity"} {
		for _, path := range []string{w.script.Evergreen(), w.script.Frozen()} {
			first, _ := get(t, "GET", w.service.URL+path, "Accept-Encoding: "+coding)
			tag := first.Header.Get("Etag")
			for known, status := range map[string]int{tag: 304, "W/" + tag: 304, `"a", ` + tag: 304, "*": 304, `"a"`: 200} {
				again, body := get(t, "GET", w.service.URL+path, "Accept-Encoding: "+coding, "If-None-Match: "+known)
				if again.StatusCode != status || (status == 304) != (len(body) == 0) || again.Header.Get("Etag") != tag {
					t.Errorf("%s %s with %s: status %d with %d bytes, want %d", coding, path, known, again.StatusCode, len(body), status)
				}
			}
		}
	}
	if res, body := get(t, "GET", w.service.URL+"/widget/000000000000/de.js"); res.StatusCode != 200 || res.Header.Get("Cache-Control") != "no-store" || !bytes.Equal(body, parts(w.script)["de.js"]) {
		t.Errorf("a part for an earlier script: status %d, %s", res.StatusCode, res.Header.Get("Cache-Control"))
	}
	if res, _ := get(t, "GET", w.service.URL+"/widget/v1.0000000000000000.js"); res.StatusCode != 404 || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("another hash: status %d, %s", res.StatusCode, res.Header.Get("Cache-Control"))
	}
}

func TestFrozenNameContainsTheIntegrityHash(t *testing.T) {
	h := newScript(t, widget.Config{PublicURL: "https://pod.example"})
	name := strings.TrimPrefix(h.Frozen(), widget.Prefix)
	sum := sha512.Sum384(h.Files()[name])
	if got := "v1." + hex.EncodeToString(sum[:8]) + ".js"; got != name {
		t.Errorf("the name is %s, want %s", name, got)
	}
	if got := "sha384-" + base64.StdEncoding.EncodeToString(sum[:]); got != h.Integrity() {
		t.Errorf("integrity is %s, want %s", h.Integrity(), got)
	}
	if !bytes.Equal(h.Files()[name], h.Files()["v1.js"]) {
		t.Error("the two scripts differ")
	}
}

func TestScriptContainsThePublicAddress(t *testing.T) {
	for _, tt := range []struct{ name, address, want string }{
		{"a host", "https://pod.example", `"https://pod.example/widget/v1.js"`},
		{"a host with a slash", "https://pod.example/", `"https://pod.example/widget/v1.js"`},
		{"a folder", "https://pod.example/segue", `"https://pod.example/segue/widget/v1.js"`},
		{"nothing", "", `import.meta.url`},
	} {
		code := string(newScript(t, widget.Config{PublicURL: tt.address}).Files()["v1.js"])
		if !strings.Contains(code, tt.want) || (tt.address != "") == strings.Contains(code, "import.meta") {
			t.Errorf("%s: %s is not in the script", tt.name, tt.want)
		}
	}
	for _, address := range []string{"pod.example", "ftp://pod.example", "https://", "https://pod.example?a", ":", "https://pod.example/#a"} {
		if _, err := widget.New(widget.Config{PublicURL: address}); err == nil || !strings.Contains(err.Error(), address) {
			t.Errorf("%q gives the error %v", address, err)
		}
	}
}

// All texts of the widget are in the language files.
func TestScriptContainsNoUntranslatedTexts(t *testing.T) {
	files, err := filepath.Glob("src/*.js")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	comment := regexp.MustCompile(`(?s)/\*.*?\*/|(?m)(^|\s)//.*$`)
	sentence := regexp.MustCompile("['\"`>][^'\"`<>\\n]*?[A-Z][a-z]+[ .!?][^'\"`<>\\n]*['\"`<]")
	words, err := os.ReadFile("src/lang/en.js")
	if err != nil || !sentence.Match(words) {
		t.Fatalf("the test finds no sentence in the words themselves: %v", err)
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range sentence.FindAll(comment.ReplaceAll(source, nil), -1) {
			t.Errorf("%s contains the text %s; move it to src/lang", name, found)
		}
	}
}

func TestHeights(t *testing.T) {
	for _, tt := range []struct {
		name string
		look widget.Look
		want string
	}{
		{"a list", widget.Look{Layout: "list", Count: 4, Heading: true}, "24.09em"},
		{"a list with reasons in a theme", widget.Look{Layout: "list", Count: 4, Heading: true, Reasons: true, Theme: true}, "31.09em"},
		{"no heading", widget.Look{Count: 2}, "11em"},
		{"a grid", widget.Look{Layout: "grid", Count: 5, Columns: 2}, "24em"},
		{"a row, however many", widget.Look{Layout: "row", Count: 9, Reasons: true}, "10.25em"},
	} {
		if got := tt.look.Height(); got != tt.want {
			t.Errorf("%s is %s high, want %s", tt.name, got, tt.want)
		}
	}
}

func TestPageHash(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.example.com/a/?utm_source=x": "u_d3f36582559e4f7e",
		"": "u_cbf29ce484222325",
	} {
		if got := widget.PageHash(data.PageKey(address)); got != want {
			t.Errorf("%q has the hash %s, want %s", address, got, want)
		}
	}
}

// get sends one request; headers are given as "Name: value".
func get(t testing.TB, method, url string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	res, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, body
}
