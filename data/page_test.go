package data_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	. "segue/data"
	"segue/data/datatest"
)

func TestPageKey(t *testing.T) {
	for _, tt := range []struct{ name, address, want string }{
		{"drops scheme, www and trailing slash", "https://www.example.com/a/", "example.com/a"},
		{"lower-cases only the host", "HTTP://Example.COM/A/b", "example.com/A/b"},
		{"drops a default port", "https://example.com:443/a", "example.com/a"},
		{"keeps another port", "http://example.com:8080/a", "example.com:8080/a"},
		{"drops fragment and user", "https://me:secret@example.com/a#t=10", "example.com/a"},
		{"removes tracking parameters", "https://example.com/a?utm_source=x&UTM_medium=y&fbclid=1&gclid=2&mc_cid=3&ref=4", "example.com/a"},
		{"keeps and sorts other parameters", "https://example.com/?p=12&b=1&utm_x=1&a=%20", "example.com?a=%20&b=1&p=12"},
		{"keeps a malformed query", "https://example.com/a?id=1;x=%zz", "example.com/a?id=1%3Bx%3D%25zz"},
		{"escapes letters in a path", "https://example.com/café", "example.com/caf%C3%A9"},
		{"keeps an escaped slash", "https://example.com/a%2fb", "example.com/a%2Fb"},
		{"keeps a page that is called amp", "https://example.com/amp/", "example.com/amp"},
		{"keeps a page that is called .html", "https://example.com/.html", "example.com/.html"},
		{"keeps the words in a name", "https://example.com/camp/index-of-html", "example.com/camp/index-of-html"},
		{"trims space", " https://example.com/a\n", "example.com/a"},
		{"does not change text", " a guid ", "a guid"},
		{"does not change a path", "/episodes/1?utm_source=x", "/episodes/1?utm_source=x"},
		{"does not change its own result", "example.com/a?b=1", "example.com/a?b=1"},
		{"does not change a malformed address", "http://[::1", "http://[::1"},
		{"is empty for an empty address", " ", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, PageKey(tt.address)); d != "" {
				t.Errorf("PageKey(%q) (-want +got):\n%s", tt.address, d)
			}
		})
	}
}

func TestAddressesOfOnePageHaveOneKey(t *testing.T) {
	keys := map[string]string{}
	for _, p := range datatest.Pages {
		for _, address := range p.Addresses {
			if d := cmp.Diff(PageKey(p.Addresses[0]), PageKey(address)); d != "" {
				t.Errorf("%s: %q (-first +this):\n%s", p.Name, address, d)
			}
		}
		key := PageKey(p.Addresses[0])
		if other := keys[key]; other != "" {
			t.Errorf("the page %q has the key of the page %q", p.Name, other)
		}
		keys[key] = p.Name
	}
}

func TestTrackingParametersDoNotIdentifyAPage(t *testing.T) {
	for _, row := range TrackingParameters {
		for name := range strings.FieldsSeq(row.Names) {
			name = strings.ReplaceAll(name, "*", "x")
			if got := PageKey("https://example.com/a?id=1&" + strings.ToUpper(name) + "=2"); got != "example.com/a?id=1" {
				t.Errorf("%s: the key is %q", name, got)
			}
		}
	}
}

// All addresses of a page have the same key. The key of a key is the key itself.
func FuzzPageKey(f *testing.F) {
	for _, seed := range []string{"a/b", "", "?p=1", "a?b=1;c=2", "%2f/%zz", "é?é=%C3", "a//", "a?utm_source=1&b", "?; #"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, rest string) {
		PageKey(rest) // must not panic
		one, other := "https://example.com/"+rest, "http://www.Example.COM:80/"+rest
		key := PageKey(one)
		if d := cmp.Diff(key, PageKey(other)); d != "" {
			t.Errorf("keys of %q and %q differ (-one +other):\n%s", one, other, d)
		}
		if d := cmp.Diff(key, PageKey(key)); d != "" {
			t.Errorf("key of the key of %q (-want +got):\n%s", one, d)
		}
	})
}
