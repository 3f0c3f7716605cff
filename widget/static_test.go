package widget_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/recommend/words/static"
	"segue/server/site"
	"segue/widget"
)

// staticSite is an exported site on a file server.
type staticSite struct {
	*recordingServer
	files  map[string][]byte
	report site.Report
}

// newStaticSite exports the bundled episodes after applying the change functions.
func newStaticSite(t testing.TB, change func(*data.Episode)) *staticSite {
	t.Helper()
	c, engine := newEngine(t, "https://podcast.example")
	var episodes []data.Episode
	index := static.NewBuilder()
	_, err := c.Read(t.Context(), catalog.WithTranscripts, func(e catalog.Stored) error {
		if change != nil {
			change(&e.Episode)
		}
		index.Add(e.Episode, site.Result(e.Episode))
		episodes = append(episodes, e.Episode)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	files, err := index.Files()
	if err != nil {
		t.Fatal(err)
	}
	s := &staticSite{files: map[string][]byte{}}
	var mu sync.Mutex
	dir := t.TempDir()
	s.report, err = site.Write(t.Context(), site.Config{
		Episodes: episodes, Similar: changed(engine, change), Options: recommend.Options{Limit: 10}, Fragments: true, Search: files,
		Widget: newScript(t, widget.Config{}), Status: engine.Status(), Version: "test",
	}, func(path string, content []byte) error {
		mu.Lock()
		s.files[path] = content
		mu.Unlock()
		name := filepath.Join(dir, "podcast", "segue", filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return err
		}
		return os.WriteFile(name, content, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	s.recordingServer = newRecordingServer(t, http.FileServer(http.Dir(dir)))
	return s
}

// changed returns an engine whose catalogue contains the changed episodes.
func changed(engine *recommend.Engine, change func(*data.Episode)) func(context.Context, data.Ref, recommend.Options) (recommend.Similar, error) {
	return func(ctx context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error) {
		similar, err := engine.Similar(ctx, ref, o)
		if change != nil {
			change(&similar.Episode)
			for i := range similar.Results {
				change(&similar.Results[i].Episode)
			}
		}
		return similar, err
	}
}

func (s *staticSite) address() string { return s.URL + "/podcast/segue/" }

func TestStaticSiteShowsRelatedEpisodesAndSearch(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(*data.Episode)
	}{
		{"episodes with pages", nil},
		{"episodes without pages", func(e *data.Episode) { e.URL = "" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStaticSite(t, tt.change)
			b := open(t)
			b.Visit(s.address())
			b.state("related", "ready")
			b.state("search", "ready")
			related := eval[[][]string](b, links)
			if len(related) != 4 {
				t.Errorf("the related episodes are %q", related)
			}
			b.search("kubernets")
			titles := eval[[]string](b, `[...document.querySelector('segue-search').shadowRoot.querySelectorAll('li a')].map((a) => a.textContent)`)
			if len(titles) < 3 || !strings.Contains(titles[0], "Kubernetes") {
				t.Errorf("the search finds %q", titles)
			}
			status := eval[string](b, shadow("search", "[role=status]")+`.textContent`)
			if !strings.Contains(status, "kubernetes") {
				t.Errorf("the status is %q and does not correct the word", status)
			}
			b.WaitFrames()
			for _, request := range b.sent("") {
				if !strings.HasPrefix(request, "GET "+s.URL+"/") && !strings.HasPrefix(request, "GET data:") {
					t.Errorf("request to another origin: %s", request)
				}
			}
			if tt.change != nil {
				b.Visit(related[0][1])
				b.state("related", "ready")
			}
		})
	}
}

// A page finds its file by its address, also from another origin if the host allows it.
func TestPageFindsItsFileByAddress(t *testing.T) {
	s := newStaticSite(t, nil)
	name := "related/" + widget.PageHash(data.PageKey("http://www.podcast.example/e/"+gitops+"/?utm_source=feed")) + ".json"
	if len(s.files[name]) == 0 {
		t.Errorf("there is no %s", name)
	}
	for path, content := range s.files {
		if strings.HasPrefix(path, "related/") && gzipped(content) > site.MaxRelated {
			t.Errorf("%s has %d bytes, compressed", path, gzipped(content))
		}
	}
}

// search is an expression that searches the static site with the script's part.
func (s *staticSite) search(text string, limit int) string {
	quoted, _ := json.Marshal(text)
	return fmt.Sprintf(`import('%s').then(async ({ default: make }) => (window.source ??= make('%s', '')).search(%s, { offset: 0, limit: %d }))`,
		s.address()+s.part("find.js"), s.address(), quoted, limit)
}

func (s *staticSite) part(name string) string {
	for path := range s.files {
		if strings.HasPrefix(path, "widget/") && strings.HasSuffix(path, "/"+name) {
			return path
		}
	}
	return ""
}

type resultInBrowser struct {
	Episode struct{ ID, Title string }
	Snippet struct {
		Text       string
		Highlights [][2]int
	}
}

type foundInBrowser struct {
	Results    []resultInBrowser
	Total      int
	More       bool
	DidYouMean string `json:"did_you_mean"`
}

func TestStaticSearch(t *testing.T) {
	t.Parallel()
	s := newStaticSite(t, nil)
	b := open(t)
	b.Visit(s.address())
	for _, tt := range []struct {
		name, text string
		check      func(foundInBrowser) bool
	}{
		{"a word of a title", "gitops", func(f foundInBrowser) bool { return f.Results[0].Episode.ID == gitops }},
		{"another form of a word", "deploys", func(f foundInBrowser) bool { return f.Total > 0 && f.DidYouMean == "" }},
		{"a slip", "kubernets", func(f foundInBrowser) bool { return f.Total > 2 && f.DidYouMean == "kubernetes" }},
		{"a beginning", "kube", func(f foundInBrowser) bool { return f.Total > 2 && f.DidYouMean == "" }},
		{"a guest", "Alexis Richardson", func(f foundInBrowser) bool { return f.Results[0].Episode.ID == gitops }},
		{"a word that must not occur", "kubernetes -gitops", func(f foundInBrowser) bool {
			return f.Total > 1 && !slices.ContainsFunc(f.Results, func(r resultInBrowser) bool { return r.Episode.ID == gitops })
		}},
		{"words that must occur", `"gitops" "zebra"`, func(f foundInBrowser) bool { return f.Total == 0 }},
		{"an unknown word", "zzyzx", func(f foundInBrowser) bool { return f.Total == 0 && len(f.Results) == 0 }},
		{"stop words", "what is the", func(f foundInBrowser) bool { return f.Total == 0 }},
		{"nothing but signs", "?!", func(f foundInBrowser) bool { return f.Total == 0 }},
		{"a page", "software engineering", func(f foundInBrowser) bool { return f.Total == 10 && len(f.Results) == 3 && f.More }},
		{"matches are highlighted", "weaveworks", func(f foundInBrowser) bool {
			return len(f.Results) == 1 && len(f.Results[0].Snippet.Highlights) == 1
		}},
	} {
		limit := 10
		if tt.name == "a page" {
			limit = 3
		}
		if found := eval[foundInBrowser](b, s.search(tt.text, limit)); !tt.check(found) {
			t.Errorf("%s: %q finds %+v", tt.name, tt.text, found)
		}
	}
}

// The script must normalise and split words like Go, or it would not find them in the index.
func TestScriptTokenizesLikeTheIndex(t *testing.T) {
	texts := []string{
		"Hello, World's end — it’s C++ and C# on .NET", "GPT-4 & node.js/TCP", "Ünïcödé Straße ÆØÅ œuvre Łódź þorn İstanbul ısı ΣΊΣΥΦΟΣ",
		"東京タワーとGoのAPI", "서울의 봄", "ﾊﾝｶｸ ﬁne ½ ² Ⅷ ㎏ １２３", "العَرَبِيَّة مرحبا", "हिन्दी में बातचीत", "йод ёлка Київ", "ſhort 'S 's’s", "a\u0301 e\u0301’s", "é's++ c++# c+++ f#",
		"👩‍💻 emoji 🎙️ text", "\U00020000\U00020001 𝒜𝓁𝓅𝒽𝒶", "", "  ", "snake_case a.b_c 3.14 1,000", "ー長音 コーヒー", "々 〇 ㍿",
	}
	for r := rune(0x80); r < 0x3000; r += 24 { // every block of letters
		word := []rune{'x'}
		for c := r; c < r+24; c++ {
			if unicode.In(c, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co) { // a browser knows a newer Unicode
				word = append(word, c)
			}
		}
		texts = append(texts, string(word))
	}
	s := newStaticSite(t, nil)
	b := open(t)
	b.Visit(s.address())
	quoted, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	got := eval[[][]string](b, fmt.Sprintf(`import('%s').then(({ forms }) => %s.map(forms))`, s.address()+s.part("find.js"), quoted))
	differ := 0
	for i, text := range texts {
		want := static.Forms(text)
		if d := cmp.Diff(want, got[i], cmp.Transformer("", func(list []string) string { return strings.Join(list, "|") })); d != "" {
			if differ++; differ < 8 {
				t.Errorf("%q (-Go +script):\n%s", text, d)
			}
		}
	}
	t.Logf("%d of %d texts differ", differ, len(texts))
}

func TestSearchRecoversFromAMissingIndex(t *testing.T) {
	t.Parallel()
	s := newStaticSite(t, nil)
	b := open(t)
	b.Quiet = true
	b.Visit(s.address())
	b.state("search", "ready")
	var gone atomic.Bool
	gone.Store(true)
	s.instead = func(w http.ResponseWriter, r *http.Request) bool {
		return gone.Load() && missing("t0.bin")(w, r)
	}
	b.search("gitops")
	if got := eval[string](b, shadow("search", "[role=alert]")+`.textContent`); got == "" {
		t.Error("nothing is said of the failure")
	}
	gone.Store(false)
	eval[any](b, shadow("search", "form")+".requestSubmit()")
	b.Wait(`document.querySelector('segue-search').shadowRoot.querySelectorAll('li').length > 0`)
}

func TestStaticSearchCanBeLimitedToAShow(t *testing.T) {
	t.Parallel()
	s := newStaticSite(t, func(e *data.Episode) {
		if e.ID != gitops {
			e.Show = data.Show{ID: "other", Title: "Other"}
		}
	})
	b := open(t)
	b.Visit(s.address())
	for show, want := range map[string]int{"software-engineering-daily": 1, "other": 9, "none": 0, "": 10} {
		found := eval[foundInBrowser](b, fmt.Sprintf(`import('%s').then(({ default: make }) => make('%s', '%s').search('engineering software kubernetes the with', { offset: 0, limit: 10 }))`,
			s.address()+s.part("find.js"), s.address(), show))
		for _, r := range found.Results {
			if show != "" && (r.Episode.ID == gitops) != (show != "other") {
				t.Errorf("in %q is %s", show, r.Episode.ID)
			}
		}
		if found.Total > want || (found.Total == 0) != (want == 0) {
			t.Errorf("%q has %d results of at most %d", show, found.Total, want)
		}
	}
}

func TestStaticSitePagesAreAccessible(t *testing.T) {
	t.Parallel()
	s := newStaticSite(t, func(e *data.Episode) { e.URL = "" })
	for _, scheme := range []string{"light", "dark"} {
		b := open(t)
		b.Run(media("prefers-color-scheme", scheme))
		for _, page := range []string{"", "episodes/" + gitops + "/"} {
			b.Visit(s.address() + page)
			b.state("related", "ready")
			if page == "" {
				b.search("kubernetes")
			}
			for _, v := range b.Violations() {
				t.Errorf("%s %q: %s", scheme, page, v)
			}
		}
	}
}
