package follow

import (
	"errors"
	"testing"

	"segue/data"
)

func TestParseAddress(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"crumb.example", "https://crumb.example"},
		{" crumb.example:8080/feed ", "https://crumb.example:8080/feed"},
		{"http://crumb.example/feed#x", "http://crumb.example/feed"},
		{"feed:https://crumb.example/feed", "https://crumb.example/feed"},
		{"feed://crumb.example/feed", "https://crumb.example/feed"},
		{"pcast://crumb.example/feed", "https://crumb.example/feed"},
		{"HTTPS://crumb.example/feed", "https://crumb.example/feed"},
		{"//crumb.example/feed", "https://crumb.example/feed"},
		{"mailto:ada@crumb.example", ""},
		{"file:///etc/passwd", ""},
		{"javascript:alert(1)", ""},
		{"not an address", ""},
		{"http://%zz", ""},
	} {
		got, err := parseAddress(tt.typed)
		if got != tt.want || (err != nil) != (tt.want == "") || err != nil && !errors.Is(err, data.ErrBadFeed) {
			t.Errorf("parseAddress(%q) = %q, %v, want %q", tt.typed, got, err, tt.want)
		}
	}
}
