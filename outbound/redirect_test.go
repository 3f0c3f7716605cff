package outbound

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// redirectByPath redirects a path like /301/302/show to another host, with the first
// number as the status.
func redirectByPath(w http.ResponseWriter, r *http.Request) {
	code, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	var status int
	if _, err := fmt.Sscan(code, &status); err != nil {
		okHandler(w, r)
		return
	}
	http.Redirect(w, r, "http://next.example/"+rest, status)
}

func TestMovedFollowsPermanentRedirects(t *testing.T) {
	for _, tt := range []struct {
		path, to string
		moved    bool
	}{
		{"show", "http://feeds.example/show", false},
		{"301/show", "http://next.example/show", true},
		{"308/show", "http://next.example/show", true},
		{"302/show", "http://feeds.example/302/show", false},
		{"303/show", "http://feeds.example/303/show", false},
		{"307/show", "http://feeds.example/307/show", false},
		{"301/308/301/show", "http://next.example/show", true},
		{"301/302/show", "http://next.example/302/show", true},
		{"302/301/show", "http://feeds.example/302/301/show", false},
		{"301/404/show", "http://next.example/404/show", true},
	} {
		t.Run(tt.path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newTestClient(t, Feeds(), redirectByPath)
				response, err := client.Get("http://feeds.example/" + tt.path)
				if err != nil {
					t.Fatal(err)
				}
				to, moved := Moved(response)
				if to.String() != tt.to || moved != tt.moved {
					t.Fatalf("got %s, %t, want %s, %t", to, moved, tt.to, tt.moved)
				}
			})
		})
	}
}

func TestMovedIgnoresARedirectToPlainHTTP(t *testing.T) {
	first := &http.Request{URL: mustParse(t, "https://feeds.example/show")}
	hop := &http.Response{StatusCode: 301, Request: first}
	last := &http.Response{StatusCode: 200, Request: &http.Request{URL: mustParse(t, "http://feeds.example/show"), Response: hop}}
	if to, moved := Moved(last); moved || to.String() != "https://feeds.example/show" {
		t.Fatalf("got %s, %t", to, moved)
	}
	if to, moved := Moved(nil); to != nil || moved {
		t.Fatalf("a nil response moved to %v", to)
	}
}

func TestTenRedirectsAreFollowed(t *testing.T) {
	for n, want := range map[int]result{
		10: {Status: 200, Body: "fine"},
		11: {Err: "too many redirects: more than 10, from feeds.example to next.example"},
	} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newTestClient(t, Feeds(), redirectByPath)
				got, err := get(t.Context(), client, "http://feeds.example"+strings.Repeat("/302", n)+"/show")
				if diff := cmp.Diff(want, got); diff != "" || want.Err != "" && !errors.Is(err, ErrRedirects) {
					t.Fatalf("error %v (-want +got):\n%s", err, diff)
				}
			})
		})
	}
}

func TestAnotherOriginGetsNoPrivateHeaders(t *testing.T) {
	for _, tt := range []struct {
		name, to string
		secrets  bool
	}{
		{"the same origin gets them", "http://feeds.example/b", true},
		{"another host does not", "http://other.example/b", false},
		{"a subdomain does not", "http://cdn.feeds.example/b", false},
		{"another port does not", "http://feeds.example:81/b", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got http.Header
				client := newTestClient(t, Feeds(), func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/a" {
						http.Redirect(w, r, tt.to, http.StatusMovedPermanently)
					}
					got = r.Header
				})
				sent := http.Header{"Authorization": {"Bearer secret"}, "Api-Key": {"secret"}, "Cookie": {"s=secret"}, "Accept": {"text/xml"}, "If-None-Match": {`"1"`}}
				request, _ := http.NewRequest(http.MethodGet, "http://feeds.example/a?key=secret", nil)
				request.Header = sent.Clone()
				if _, err := do(client, request); err != nil {
					t.Fatal(err)
				}
				want := http.Header{"Accept": {"text/xml"}, "If-None-Match": {`"1"`}, "User-Agent": {"Segue"}, "Accept-Encoding": {"zstd, gzip"}}
				if tt.secrets {
					want["Authorization"], want["Api-Key"], want["Cookie"] = sent["Authorization"], sent["Api-Key"], sent["Cookie"]
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("(-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestARedirectSendsNoBodyToAnotherHost(t *testing.T) {
	for to, want := range map[string]result{
		"http://hub.example/b":   {Status: 200, Body: "secret"},
		"http://other.example/b": {Status: 307},
	} {
		t.Run(to, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newTestClient(t, Feeds(), func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/a" {
						w.Header().Set("Location", to)
						w.WriteHeader(http.StatusTemporaryRedirect)
						return
					}
					io.Copy(w, r.Body)
				})
				request, _ := http.NewRequest(http.MethodPost, "http://hub.example/a", strings.NewReader("secret"))
				got, err := do(client, request)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("error %v (-want +got):\n%s", err, diff)
				}
			})
		})
	}
}

func TestACopiedClientMayDisableRedirects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := *newTestClient(t, Provider(), redirectByPath)
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		response, err := client.Get("http://provider.example/302/v1")
		if err != nil || response.StatusCode != http.StatusFound {
			t.Fatalf("got %v and error %v", response, err)
		}
	})
}

func TestLeftHTTPS(t *testing.T) {
	for _, tt := range []struct {
		name string
		urls []string
		want bool
	}{
		{"no redirect", []string{"https://a.example"}, false},
		{"https to https", []string{"https://a.example", "https://b.example"}, false},
		{"http to https", []string{"http://a.example", "https://a.example"}, false},
		{"https to http", []string{"https://a.example", "http://a.example"}, true},
		{"https to http to https", []string{"https://a.example", "http://a.example", "https://b.example"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var response *http.Response
			for _, address := range tt.urls {
				response = &http.Response{StatusCode: 301, Request: &http.Request{URL: mustParse(t, address), Response: response}}
			}
			if got := LeftHTTPS(response); got != tt.want {
				t.Fatalf("got %t", got)
			}
		})
	}
}
