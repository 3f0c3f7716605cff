package docs_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"

	"segue/server/docs"
	"segue/server/respond"
)

var update = flag.Bool("update", false, "write docs/errors.md")

const errorsPage = "../../docs/errors.md"

func get(t *testing.T, address string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	manual, err := docs.New([]byte("{}\n"))
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	router := gin.New()
	router.GET(docs.DocumentPath, manual.Document)
	manual.Register(router)
	w := httptest.NewRecorder()
	router.ServeHTTP(w, r)
	return w
}

func TestErrorsPageIsCommitted(t *testing.T) {
	if *update {
		if err := os.WriteFile(errorsPage, docs.Markdown(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(errorsPage)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(text), string(docs.Markdown())); d != "" {
		t.Errorf("docs/errors.md is outdated; run \"go test ./server/docs -update\" (-committed +made):\n%s", d)
	}
}

func TestCodesAndAnchorsMatch(t *testing.T) {
	text, err := os.ReadFile(errorsPage)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, k := range respond.Kinds() {
		codes = append(codes, string(k.Code))
	}
	for name, anchors := range map[string][][]string{
		"docs/errors.md": regexp.MustCompile(`(?m)^## (.+)$`).FindAllStringSubmatch(string(text), -1),
		"/docs/errors":   regexp.MustCompile(`<h2 id="([^"]+)"`).FindAllStringSubmatch(get(t, respond.ProblemsPath).Body.String(), -1),
	} {
		var found []string
		for _, a := range anchors {
			found = append(found, a[1])
		}
		if d := cmp.Diff(codes, found); d != "" {
			t.Errorf("%s (-codes +anchors):\n%s", name, d)
		}
	}
}

func TestPagesLoadNothingFromOtherServers(t *testing.T) {
	reference := regexp.MustCompile(`(?:src|href)="([^"]*)"`)
	for _, page := range []string{"/docs", "/docs/errors"} {
		w := get(t, page)
		body := w.Body.String()
		if inline := regexp.MustCompile(`<script>|<style| on[a-z]+=| style=`).FindString(body); inline != "" {
			t.Errorf("%s has %s, which its policy forbids", page, inline)
		}
		for _, m := range reference.FindAllStringSubmatch(body, -1) {
			address := m[1]
			switch {
			case strings.HasPrefix(address, "#") || address == "data:,":
			case !strings.HasPrefix(address, "/"):
				t.Errorf("%s refers to %s", page, address)
			case get(t, address).Code != http.StatusOK:
				t.Errorf("%s refers to %s, which does not exist", page, address)
			}
		}
		if !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s has policy %q", page, w.Header().Get("Content-Security-Policy"))
		}
	}
}

func TestAssetsHaveTheHashesOfTheReadme(t *testing.T) {
	text, err := os.ReadFile("assets/README.md")
	if err != nil {
		t.Fatal(err)
	}
	page := get(t, "/docs").Body.String()
	named := regexp.MustCompile(`(?m)^([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(string(text), -1)
	if len(named) != 2 {
		t.Fatalf("the README names %d files", len(named))
	}
	for _, n := range named {
		address := regexp.MustCompile(`/docs/assets/[0-9a-f]{12}-` + regexp.QuoteMeta(n[2])).FindString(page)
		w := get(t, address)
		sum := sha256.Sum256(w.Body.Bytes())
		if got := hex.EncodeToString(sum[:]); got != n[1] {
			t.Errorf("%s has hash %s, not %s", n[2], got, n[1])
		}
		zipped := get(t, address, "Accept-Encoding", "br, gzip")
		if zipped.Header().Get("Content-Encoding") != "gzip" || !bytes.HasPrefix(zipped.Body.Bytes(), []byte{0x1f, 0x8b}) {
			t.Errorf("%s is not sent compressed: %v", n[2], zipped.Header())
		}
		want := []string{"public, max-age=31536000, immutable"}
		if d := cmp.Diff(want, w.Header().Values("Cache-Control")); d != "" {
			t.Errorf("%s (-want +got):\n%s", n[2], d)
		}
	}
}

func TestAnUnknownAssetIsAProblem(t *testing.T) {
	if w := get(t, "/docs/assets/000000000000-start.js"); w.Code != http.StatusNotFound || w.Header().Get("Content-Type") != respond.ProblemType {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestRegisterAddsAllRoutes(t *testing.T) {
	manual, err := docs.New([]byte("{}\n"))
	if err != nil {
		t.Fatal(err)
	}
	router := gin.New()
	manual.Register(router)
	got := []string{}
	for _, r := range router.Routes() {
		got = append(got, r.Method+" "+r.Path)
	}
	slices.Sort(got)
	if d := cmp.Diff([]string{"GET /docs", "GET /docs/assets/:name", "GET /docs/errors"}, got); d != "" {
		t.Errorf("routes (-want +got):\n%s", d)
	}
}
