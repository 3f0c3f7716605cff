package page_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/server/page"
)

func TestPagesHaveETags(t *testing.T) {
	server := serve(t, &answers{}, gitops())
	for _, path := range []string{"/", "/search?q=x", "/episodes/gitops"} {
		t.Run(path, func(t *testing.T) {
			first := get(t, server.URL+path)
			diff(t, "no-cache", first.header.Get("Cache-Control"))
			tag := first.header.Get("ETag")
			zipped := strings.TrimSuffix(tag, `"`) + `-gzip"` // the ETag of the compressed page
			for _, known := range []string{tag, zipped} {
				again := fetch(t, http.MethodGet, server.URL+path, "If-None-Match", `"other", W/`+known)
				if again.status != http.StatusNotModified || again.body != "" || again.header.Get("ETag") != known {
					t.Errorf("status %d with %d bytes and tag %s, want 304, none and %s", again.status, len(again.body), again.header.Get("ETag"), known)
				}
			}
			if other := fetch(t, http.MethodGet, server.URL+path, "If-None-Match", `"other"`); other.status != http.StatusOK {
				t.Errorf("status %d for another tag, want 200", other.status)
			}
		})
	}
}

func TestErrorPagesAreNotCached(t *testing.T) {
	got := get(t, serve(t, &answers{}).URL+"/nowhere")
	diff(t, []string{"no-store", ""}, []string{got.header.Get("Cache-Control"), got.header.Get("ETag")})
}

func TestOtherMethodsAreRejected(t *testing.T) {
	server := serve(t, &answers{}, gitops())
	for _, path := range []string{"/", "/search?q=x", "/episodes/gitops", "/favicon.ico"} {
		got := fetch(t, http.MethodPost, server.URL+path)
		if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "GET, HEAD" {
			t.Errorf("POST %s: status %d, Allow %q", path, got.status, got.header.Get("Allow"))
		}
		got.mustContain(t, "This page can only be opened, not changed")
	}
}

func TestAssetsAreCachedForever(t *testing.T) {
	server := serve(t, &answers{}, gitops())
	types := map[string]bool{}
	for _, link := range parse(t, get(t, server.URL).body).elements("link") {
		if rel := attr(link, "rel"); rel != "stylesheet" && rel != "icon" {
			continue
		}
		got := get(t, server.URL+attr(link, "href"))
		if got.status != http.StatusOK || got.body == "" {
			t.Errorf("%s: status %d, %d bytes", attr(link, "href"), got.status, len(got.body))
		}
		diff(t, "public, max-age=31536000, immutable", got.header.Get("Cache-Control"))
		types[got.header.Get("Content-Type")] = true
	}
	diff(t, map[string]bool{"text/css; charset=utf-8": true, "image/svg+xml": true}, types)
	icon := get(t, server.URL+"/favicon.ico")
	if icon.status != http.StatusFound || get(t, server.URL+icon.header.Get("Location")).status != http.StatusOK {
		t.Errorf("/favicon.ico: status %d to %q", icon.status, icon.header.Get("Location"))
	}
}

// failing is a catalogue whose methods return an error.
type failing struct{ err error }

func (f failing) Find(context.Context, data.Ref) (data.Episode, error) { return data.Episode{}, f.err }
func (f failing) List(context.Context, catalog.Query) (catalog.Page, error) {
	return catalog.Page{}, f.err
}
func (f failing) Episodes(context.Context, []data.EpisodeID) (map[data.EpisodeID]data.Episode, error) {
	return nil, f.err
}

func TestErrorPagesHaveAStatusAndHideTheCause(t *testing.T) {
	for _, tt := range []struct {
		err    error
		path   string
		status int
		say    string
	}{
		{errors.New("secret"), "/", 500, "Something went wrong"},
		{errors.New("secret"), "/episodes/x", 500, "Something went wrong"},
		{errors.New("secret"), "/people/ann", 500, "Something went wrong"},
		{errors.New("secret"), "/search", 500, "Something went wrong"},
		{fmt.Errorf("secret: %w", data.ErrUnknownEpisode), "/episodes/x", 404, "Episode not found"},
		{fmt.Errorf("secret: %w", catalog.ErrBadCursor), "/?cursor=x", 400, "Invalid link to older episodes"},
		{fmt.Errorf("secret: %w", context.DeadlineExceeded), "/", 504, "This took too long"},
	} {
		t.Run(fmt.Sprint(tt.path, " ", tt.err), func(t *testing.T) {
			var log bytes.Buffer
			c := page.Config{Catalog: failing{tt.err}, Logger: slog.New(slog.NewTextHandler(&log, nil))}
			c.Engine = &answers{person: recommend.Person{ID: "ann", Name: "Ann"}}
			got := get(t, serveWith(t, c).URL+tt.path)
			diff(t, tt.status, got.status)
			got.mustContain(t, tt.say, "See all episodes")
			got.mustNotContain(t, "secret")
			if logged := contains(log.String(), "secret"); logged != (tt.status >= 500) {
				t.Errorf("logged %v: %s", logged, &log)
			}
		})
	}
}

func TestServerErrorsShowTheRequestID(t *testing.T) {
	site, err := page.New(page.Config{Catalog: failing{errors.New("secret")}, Engine: &answers{}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	rec := httptest.NewRecorder()
	rec.Header().Set("X-Request-Id", "r7k2m9q4x")
	route(site).ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	reply{body: rec.Body.String()}.mustContain(t, "request id r7k2m9q4x")
}

func TestACanceledRequestGetsATimeoutAndIsNotLogged(t *testing.T) {
	var log bytes.Buffer
	site, err := page.New(page.Config{Catalog: failing{context.Canceled}, Engine: &answers{}, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	rec := httptest.NewRecorder()
	route(site).ServeHTTP(rec, httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil))
	if rec.Code != 504 || rec.Body.Len() == 0 || log.Len() > 0 {
		t.Errorf("status %d, %d bytes, log %q", rec.Code, rec.Body.Len(), &log)
	}
}

func TestAddressesAreAbsoluteWithABaseURL(t *testing.T) {
	for _, tt := range []struct{ base, want string }{
		{"", `<link rel="canonical" href="/episodes/gitops">`},
		{"https://podcast.example/", `<link rel="canonical" href="https://podcast.example/episodes/gitops">`},
		{"https://podcast.example", `<meta property="og:url" content="https://podcast.example/episodes/gitops">`},
	} {
		got := get(t, serveWith(t, page.Config{Engine: &answers{}, BaseURL: tt.base}, gitops()).URL+"/episodes/gitops")
		if !contains(got.body, tt.want) {
			t.Errorf("base %q: no %s", tt.base, tt.want)
		}
	}
}
